//! Adding a file to a record of evidence, and opening it.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::{Map, Value};

use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::InspectEstablishments;
use crate::inspections::error::InspectionError;
use crate::inspections::records::{Entry, Evidence, EvidenceFile, Notebook, Record, RecordKind};
use crate::inspections::visits::{ensure_of_team, find, hand};
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::intake::KeptFile;
use crate::platform::problem::{Fault, Problem};
use crate::platform::vault::SubjectKey;
use crate::schema::inspection_files as files;

type Inspector = Caller<InspectEstablishments>;

/// A record of evidence without a file, in a notebook of its own.
fn open<'a>(
    conn: &mut Conn,
    here: &'a Context,
    by: &Inspector,
    (visit, record): (Id, Id),
) -> Result<Notebook<'a>, InspectionError> {
    let notebook = Notebook::open(conn, hand(here, by), &BTreeSet::from([visit, record]))?;
    let found = notebook.get(record);
    let of_visit = |own: &&Record| own.visit == visit && own.kind == RecordKind::Evidence;
    let found = found.filter(of_visit).ok_or(InspectionError::NotFound)?;
    let known: Evidence = serde_json::from_value(Value::Object(found.document.clone()))?;
    ensure_of_team(conn, visit, by.account())?;
    if known.file.is_some() {
        // A file is never replaced: another one is other evidence.
        let fault = Fault::new("/file", "never_changes");
        return Err(InspectionError::Invalid(vec![fault]));
    }
    Ok(notebook)
}

/// The key of a visit whose record takes a file: asked before anything is written.
pub fn key_with_room(
    conn: &mut Conn,
    here: &Context,
    by: &Inspector,
    which: (Id, Id),
) -> Result<SubjectKey, Problem> {
    open(conn, here, by, which)?;
    let (vault, visit) = (&here.services().vault, which.0);
    if vault.knows(conn, visit)? {
        Ok(vault.key(conn, visit, Class::Confidential)?)
    } else {
        Ok(vault.create_key(conn, visit, Class::Confidential, here.now())?)
    }
}

/// Adds a file that is in the store to its record.
pub fn add(
    conn: &mut Conn,
    here: &Context,
    by: &Inspector,
    (visit, record): (Id, Id),
    kept: KeptFile,
) -> Result<Record, Problem> {
    let mut notebook = open(conn, here, by, (visit, record))?.for_service();
    let file = EvidenceFile {
        media_type: kept.facts.media_type,
        bytes: kept.facts.bytes,
        sha256: kept.facts.sha256,
        received_sha256: kept.facts.received_sha256,
        received_at: here.now(),
    };
    let file = serde_json::to_value(file).map_err(InspectionError::from)?;
    let fields = Map::from_iter([("file".to_owned(), file)]);
    let changed = notebook.change(Entry::new(record, fields))?.clone();
    diesel::insert_into(files::table)
        .values((
            files::record_id.eq(record),
            files::visit_id.eq(visit),
            files::file_id.eq(kept.file),
            files::received_at.eq(here.now()),
        ))
        .execute(conn)?;
    notebook.close(conn)?;
    let (action, subject) = (Action::Uploaded, Subject::Visit);
    by.record(conn, here.now(), action, subject, visit, Some("evidence"))?;
    Ok(changed)
}

/// A file that is to be shown: its media type, its name in the store, and its key. The audit log says so.
pub fn open_file(
    conn: &mut Conn,
    here: &Context,
    by: &Inspector,
    (visit, record): (Id, Id),
) -> Result<(String, Id, SubjectKey), Problem> {
    let (records, _) = find(conn, by.organisation(), visit)?;
    let found = records.into_iter().find(|own| own.id == record);
    let found = found.filter(|own| own.kind == RecordKind::Evidence);
    let document = found.ok_or(InspectionError::NotFound)?.document;
    let known: Evidence =
        serde_json::from_value(Value::Object(document)).map_err(InspectionError::from)?;
    let media_type = known.file.ok_or(InspectionError::NotFound)?.media_type;
    let file: Id = files::table
        .filter(files::record_id.eq(record))
        .select(files::file_id)
        .first(conn)?;
    let key = here
        .services()
        .vault
        .key(conn, visit, Class::Confidential)?;
    let (action, subject) = (Action::Downloaded, Subject::Visit);
    by.record(conn, here.now(), action, subject, visit, Some("evidence"))?;
    Ok((media_type, file, key))
}
