//! Drafting and signing.

use std::collections::BTreeSet;

use serde_json::Value;

use super::content::content;
use super::store::{self, ReportRow, SigningMethod};
use crate::identity::Caller;
use crate::identity::permissions::InspectEstablishments;
use crate::inspections::error::InspectionError;
use crate::inspections::records::{Notebook, Visit, VisitStatus};
use crate::inspections::visits::{ensure_of_team, find, hand};
use crate::platform::canonical_json::{canonical, sha256};
use crate::platform::db::{Conn, Json};
use crate::platform::http::Context;
use crate::platform::ids::Id;

/// What a report would say now.
pub struct Draft {
    /// What it says.
    pub content: Value,
    /// SHA-256 of the canonical JSON of that.
    pub sha256: String,
    /// Whether the visit has ended.
    pub has_ended: bool,
    /// The reports that were signed, the newest first.
    pub signed: Vec<ReportRow>,
}

/// What the report of a visit would say now.
pub fn draft(conn: &mut Conn, organisation: Id, visit: Id) -> Result<Draft, InspectionError> {
    let (records, _) = find(conn, organisation, visit)?;
    let content = content(conn, organisation, &records)?;
    let status = records.first().map(|own| own.document.clone());
    let own: Visit = serde_json::from_value(Value::Object(status.unwrap_or_default()))?;
    Ok(Draft {
        sha256: sha256(&canonical(&content)),
        content,
        has_ended: matches!(own.status, VisitStatus::Done | VisitStatus::NotDone),
        signed: store::list(conn, organisation, visit)?,
    })
}

/// Signs what the report of a visit says now, when it is what was read.
pub fn sign(
    conn: &mut Conn,
    here: &Context,
    by: &Caller<InspectEstablishments>,
    (visit, read): (Id, &str),
) -> Result<ReportRow, InspectionError> {
    // Locks the visit: of two who sign at once one comes second, and nobody changes it meanwhile.
    Notebook::open(conn, hand(here, by), &BTreeSet::from([visit]))?;
    let draft = draft(conn, by.organisation(), visit)?;
    ensure_of_team(conn, visit, by.account())?;
    if !draft.has_ended {
        return Err(InspectionError::VisitNotEnded);
    }
    let newest = draft.signed.first();
    if draft.sha256 != read || newest.is_some_and(|own| own.sha256 == read) {
        return Err(InspectionError::ReportChanged);
    }
    let row = ReportRow {
        id: here.new_id(),
        visit_id: visit,
        organisation_id: by.organisation(),
        number: newest.map_or(0, |own| own.number) + 1,
        content: Json::of(&draft.content)?,
        sha256: draft.sha256,
        signed_by: by.account(),
        signed_at: here.now(),
        method: SigningMethod::SignedIn,
    };
    store::insert(conn, row.clone())?;
    Ok(row)
}

/// A signed report of a visit.
pub fn find_report(
    conn: &mut Conn,
    organisation: Id,
    (visit, number): (Id, i64),
) -> Result<ReportRow, InspectionError> {
    let all = store::list(conn, organisation, visit)?;
    let found = all.into_iter().find(|own| own.number == number);
    found.ok_or(InspectionError::NotFound)
}
