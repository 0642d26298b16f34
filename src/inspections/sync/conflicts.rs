//! A person decides about what was written on a tablet and does not stand.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::store::{self, ConflictRow};
use crate::inspections::error::InspectionError;
use crate::inspections::records::{Entry, Hand, Notebook, named_in};
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::platform::problem::Fault;

/// Takes some of the kept members after all, as a change of whoever decides, and closes the conflict.
pub fn resolve(
    conn: &mut Conn,
    hand: Hand<'_>,
    (id, by): (Id, Id),
    take: &BTreeSet<String>,
) -> Result<ConflictRow, InspectionError> {
    let (organisation, now) = (hand.organisation, hand.now);
    let row = store::lock_conflict(conn, organisation, id)?.ok_or(InspectionError::NotFound)?;
    if row.resolved_at.is_some() {
        return Err(InspectionError::Decided);
    }
    let mine: Map<String, Value> = row.mine.read()?;
    if let Some(unknown) = take.iter().position(|name| !mine.contains_key(name)) {
        let fault = Fault::new(format!("/take/{unknown}"), "unknown_member");
        return Err(InspectionError::Invalid(vec![fault]));
    }
    store::put_decision(conn, id, (now, by), Json::of(take)?)?;
    if !take.is_empty() {
        let mut fields = mine;
        fields.retain(|name, _| take.contains(name));
        write(conn, hand, &row, fields)?;
    }
    let found = store::find_conflicts(conn, organisation, &[id])?;
    found.into_iter().next().ok_or(InspectionError::NotFound)
}

/// Writes what is taken; a record that was never made is made.
fn write(
    conn: &mut Conn,
    hand: Hand<'_>,
    row: &ConflictRow,
    fields: Map<String, Value>,
) -> Result<(), InspectionError> {
    let mut ids = named_in(&fields);
    ids.extend([row.record_id, row.visit_id]);
    let mut notebook = Notebook::open(conn, hand, &ids)?;
    let entry = Entry::new(row.record_id, fields);
    let written = if notebook.get(row.record_id).is_some() {
        notebook.change(entry)
    } else {
        notebook.make(row.kind, row.visit_id, entry)
    };
    written.map_err(at_take)?;
    notebook.close(conn)?;
    Ok(())
}

/// What does not fit was not said by whoever decides: the choice does not fit.
fn at_take(error: InspectionError) -> InspectionError {
    let InspectionError::Invalid(faults) = error else {
        return error;
    };
    let place = |fault: Fault| Fault {
        pointer: "/take".to_owned(),
        ..fault
    };
    InspectionError::Invalid(faults.into_iter().map(place).collect())
}
