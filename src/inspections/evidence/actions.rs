//! Adding a file to a record of evidence, and opening it.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::{Map, Value};

use crate::files::FileOwner;
use crate::files::custody::{self, CustodyEvent, CustodyLog, Item};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::InspectEstablishments;
use crate::inspections::error::InspectionError;
use crate::inspections::records::{
    self, Entry, Evidence, EvidenceFile, Notebook, Record, RecordKind,
};
use crate::inspections::visits::{ensure_of_team, find, hand};
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::intake::KeptFile;
use crate::platform::problem::Problem;
use crate::platform::vault::SubjectKey;
use crate::schema::inspection_files as files;

/// Whoever handles files of visits.
pub type Inspector = Caller<InspectEstablishments>;

/// A visit, and a record of evidence of it.
pub type Place = (Id, Id);

const fn item(record: Id) -> Item {
    Item {
        kind: FileOwner::VisitEvidence,
        subject: record,
        id: record,
    }
}

/// What a record of evidence says, if the caller is of the team of its visit.
fn said(
    conn: &mut Conn,
    by: &Inspector,
    (visit, found): (Id, Option<&Record>),
) -> Result<Evidence, InspectionError> {
    let of_visit = |own: &&Record| own.visit == visit && own.kind == RecordKind::Evidence;
    let found = found.filter(of_visit).ok_or(InspectionError::NotFound)?;
    let known = serde_json::from_value(Value::Object(found.document.clone()))?;
    ensure_of_team(conn, visit, by.account())?;
    Ok(known)
}

/// A file is never replaced: another one is other evidence.
fn ensure_room(known: &Evidence) -> Result<(), InspectionError> {
    match known.file {
        Some(_) => Err(InspectionError::fault("/file", "never_changes")),
        None => Ok(()),
    }
}

/// A record of evidence as it is, without locking it.
fn read(
    conn: &mut Conn,
    by: &Inspector,
    (visit, record): Place,
) -> Result<Evidence, InspectionError> {
    let rows = records::find(conn, &[record])?.into_iter();
    let own = rows
        .filter(|row| row.organisation_id == by.organisation())
        .map(records::RecordRow::read)
        .next()
        .transpose()?;
    said(conn, by, (visit, own.as_ref()))
}

/// A record of evidence without a file, in a notebook of its own.
fn open<'a>(
    conn: &mut Conn,
    here: &'a Context,
    by: &Inspector,
    (visit, record): Place,
) -> Result<Notebook<'a>, InspectionError> {
    let notebook = Notebook::open(conn, hand(here, by), &BTreeSet::from([visit, record]))?;
    let known = said(conn, by, (visit, notebook.get(record)))?;
    ensure_room(&known)?;
    Ok(notebook)
}

/// Makes the key of a visit whose record takes a file, if it has none.
pub fn make_ready(
    conn: &mut Conn,
    here: &Context,
    by: &Inspector,
    which: Place,
) -> Result<(), Problem> {
    open(conn, here, by, which)?;
    let (vault, visit) = (&here.services().vault, which.0);
    if !vault.knows(conn, visit)? {
        vault.create_key(conn, visit, Class::Confidential, here.now())?;
    }
    Ok(())
}

/// The key of the visit of a record of evidence.
pub fn key(
    conn: &mut Conn,
    here: &Context,
    by: &Inspector,
    which: Place,
) -> Result<SubjectKey, Problem> {
    read(conn, by, which)?;
    key_of(conn, here, which.0)
}

/// The same, if the record takes a file.
pub fn key_with_room(
    conn: &mut Conn,
    here: &Context,
    by: &Inspector,
    which: Place,
) -> Result<SubjectKey, Problem> {
    let known = read(conn, by, which)?;
    ensure_room(&known)?;
    key_of(conn, here, which.0)
}

fn key_of(conn: &mut Conn, here: &Context, visit: Id) -> Result<SubjectKey, Problem> {
    let vault = &here.services().vault;
    Ok(vault.key(conn, visit, Class::Confidential)?)
}

/// Adds a file that is in the store to its record.
pub fn add(
    conn: &mut Conn,
    here: &Context,
    by: &Inspector,
    (visit, record): Place,
    kept: KeptFile,
) -> Result<Record, Problem> {
    let (now, randomness) = (here.now(), here.services().vault.randomness());
    let mut notebook = open(conn, here, by, (visit, record))?.for_service();
    let file = EvidenceFile {
        media_type: kept.facts.media_type,
        bytes: kept.facts.bytes,
        sha256: kept.facts.sha256,
        received_sha256: kept.facts.received_sha256,
        received_at: now,
        orientation: kept.facts.orientation,
        seconds: kept.facts.seconds,
        has_thumbnail: kept.facts.has_thumbnail,
    };
    let file = serde_json::to_value(file).map_err(InspectionError::from)?;
    let fields = Map::from_iter([("file".to_owned(), file)]);
    let changed = notebook.change(Entry::new(record, fields))?.clone();
    diesel::insert_into(files::table)
        .values((
            files::record_id.eq(record),
            files::visit_id.eq(visit),
            files::file_id.eq(kept.file),
            files::received_at.eq(now),
        ))
        .execute(conn)?;
    let arrived = (item(record), Some(by.account()));
    custody::note_arrival(conn, randomness, arrived, now)?;
    notebook.close(conn)?;
    let (action, subject) = (Action::Uploaded, Subject::Visit);
    by.record(conn, now, action, subject, visit, Some("evidence"))?;
    Ok(changed)
}

/// How an inspector handles a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// Looking at its small picture.
    Seen,
    /// Downloading it.
    Downloaded,
}

/// The file of a record of the own inspectorate.
fn file_of(
    conn: &mut Conn,
    by: &Inspector,
    (visit, record): Place,
) -> Result<EvidenceFile, InspectionError> {
    let (records, _) = find(conn, by.organisation(), visit)?;
    let found = records.into_iter().find(|own| own.id == record);
    let found = found.filter(|own| own.kind == RecordKind::Evidence);
    let document = found.ok_or(InspectionError::NotFound)?.document;
    let known: Evidence = serde_json::from_value(Value::Object(document))?;
    known.file.ok_or(InspectionError::NotFound)
}

/// A file that is to be shown: its media type, its name in the store, and its key. The audit log says so, and the custody
/// log of the file.
pub fn open_file(
    conn: &mut Conn,
    here: &Context,
    by: &Inspector,
    ((visit, record), handled): (Place, Handled),
) -> Result<(String, Id, SubjectKey), Problem> {
    let known = file_of(conn, by, (visit, record))?;
    let (action, event) = match handled {
        Handled::Seen if !known.has_thumbnail => return Err(InspectionError::NotFound.into()),
        Handled::Seen => (Action::Opened, CustodyEvent::Opened),
        Handled::Downloaded => (Action::Downloaded, CustodyEvent::Exported),
    };
    let file: Id = files::table
        .filter(files::record_id.eq(record))
        .select(files::file_id)
        .first(conn)?;
    let key = key_of(conn, here, visit)?;
    let randomness = here.services().vault.randomness();
    let what = (event, Some(by.account()));
    custody::note(conn, randomness, item(record), what, here.now())?;
    let (at, subject) = (here.now(), Subject::Visit);
    by.record(conn, at, action, subject, visit, Some("evidence"))?;
    Ok((known.media_type, file, key))
}

/// Who had a file in their hands.
pub fn list_custody(
    conn: &mut Conn,
    by: &Inspector,
    which: Place,
) -> Result<CustodyLog, InspectionError> {
    file_of(conn, by, which)?;
    Ok(custody::list(conn, item(which.1))?)
}
