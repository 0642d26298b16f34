//! Making and changing visits and what belongs to them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::establishments::{self, Locality};
use crate::identity::permissions::{InspectEstablishments, PlanInspections, Role};
use crate::identity::{Caller, is_member};
use crate::inspections::error::InspectionError;
use crate::inspections::records::{
    self, Entry, Hand, Notebook, Record, RecordKind, Visit, VisitStatus,
};
use crate::organisations;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Context, IfMatch};
use crate::platform::ids::Id;
use crate::platform::merge_patch::merge_patch;
use crate::platform::problem::{Fault, Problem};

/// Who writes at a desk.
pub fn hand<'a>(context: &'a Context, by: &Caller<InspectEstablishments>) -> Hand<'a> {
    Hand {
        services: context.services(),
        now: context.now(),
        account: Some(by.account()),
        organisation: by.organisation(),
        device: None,
        may_plan: by.may::<PlanInspections>(),
    }
}

/// The version of a record as a tag.
pub fn tag_of(record: &Record) -> EntityTag {
    EntityTag::of_version(record.version)
}

/// A record as a typed document.
pub fn read<T: serde::de::DeserializeOwned>(
    document: &Map<String, Value>,
) -> Result<T, InspectionError> {
    Ok(serde_json::from_value(Value::Object(document.clone()))?)
}

/// A typed document as the members of a record.
pub fn members<T: serde::Serialize>(document: &T) -> Result<Map<String, Value>, InspectionError> {
    match serde_json::to_value(document)? {
        Value::Object(members) => Ok(members),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Ok(Map::new())
        }
    }
}

/// Refused unless this inspector is of the team of a visit.
pub fn ensure_of_team(conn: &mut Conn, visit: Id, account: Id) -> Result<(), InspectionError> {
    if records::team_of(conn, visit)?.contains(&account) {
        Ok(())
    } else {
        Err(InspectionError::NotOfTheTeam)
    }
}

/// Faults of those who are no active inspectors of the inspectorate.
fn ensure_inspectors(
    conn: &mut Conn,
    organisation: Id,
    team: &[Id],
) -> Result<(), InspectionError> {
    let mut faults = Vec::new();
    for (number, account) in team.iter().enumerate() {
        if !is_member(conn, *account, organisation, Role::Inspector)? {
            faults.push(Fault::new(format!("/team/{number}"), "not_an_inspector"));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(InspectionError::Invalid(faults))
    }
}

/// Where establishments are, of the countries of an inspectorate.
pub fn places(
    conn: &mut Conn,
    organisation: Id,
    of: &BTreeSet<Id>,
) -> Result<BTreeMap<Id, Locality>, DbError> {
    let found = organisations::find(conn, organisation)?;
    let countries = found.map_or_else(Vec::new, |found| found.countries);
    establishments::localities(conn, of, &countries)
}

/// Makes a visit with a team.
pub fn make_visit(
    conn: &mut Conn,
    hand: Hand<'_>,
    (id, visit): (Id, &Visit),
    team: &[Id],
) -> Result<(), InspectionError> {
    ensure_inspectors(conn, hand.organisation, team)?;
    let ids = BTreeSet::from([id, visit.establishment_id]);
    let again = Hand { ..hand };
    let mut notebook = Notebook::open(conn, hand, &ids)?;
    if !matches!(visit.status, VisitStatus::Planned | VisitStatus::UnderWay) {
        let fault = Fault::new("/status", "not_a_next_step");
        return Err(InspectionError::Invalid(vec![fault]));
    }
    notebook.make(RecordKind::Visit, id, Entry::new(id, members(visit)?))?;
    notebook.close(conn)?;
    let team: BTreeSet<Id> = team.iter().copied().collect();
    records::assign(conn, &again, (id, visit.establishment_id), &team)?;
    Ok(())
}

/// Gives a visit to these inspectors and to nobody else.
pub fn set_team(
    conn: &mut Conn,
    hand: Hand<'_>,
    visit: Id,
    team: &[Id],
) -> Result<(), InspectionError> {
    ensure_inspectors(conn, hand.organisation, team)?;
    let again = Hand { ..hand };
    let notebook = Notebook::open(conn, hand, &BTreeSet::from([visit]))?;
    let record = notebook
        .get(visit)
        .filter(|own| own.kind == RecordKind::Visit);
    let document: Visit = read(&record.ok_or(InspectionError::NotFound)?.document)?;
    let team: BTreeSet<Id> = team.iter().copied().collect();
    records::assign(conn, &again, (visit, document.establishment_id), &team)?;
    Ok(())
}

/// Makes something that belongs to a visit.
pub fn make_record(
    conn: &mut Conn,
    hand: Hand<'_>,
    (visit, kind): (Id, RecordKind),
    (id, document): (Id, Map<String, Value>),
) -> Result<Record, InspectionError> {
    let mut ids = records::named_in(&document);
    ids.extend([visit, id]);
    let account = hand.account;
    let mut notebook = Notebook::open(conn, hand, &ids)?;
    visit_in(&notebook, visit)?;
    ensure_of_team(conn, visit, account.ok_or(InspectionError::NotOfTheTeam)?)?;
    let made = notebook
        .make(kind, visit, Entry::new(id, document))?
        .clone();
    notebook.close(conn)?;
    Ok(made)
}

fn visit_in<'n>(notebook: &'n Notebook<'_>, visit: Id) -> Result<&'n Record, InspectionError> {
    let record = notebook
        .get(visit)
        .filter(|own| own.kind == RecordKind::Visit);
    record.ok_or(InspectionError::NotFound)
}

/// Changes a record of a visit by a merge patch (RFC 7396), on the version that was read.
pub fn change_record(
    conn: &mut Conn,
    hand: Hand<'_>,
    (visit, id): (Id, Id),
    patch: &Map<String, Value>,
    if_match: &IfMatch,
) -> Result<Record, Problem> {
    let mut ids = records::named_in(patch);
    ids.extend([visit, id]);
    let account = hand.account;
    let mut notebook = Notebook::open(conn, hand, &ids)?;
    visit_in(&notebook, visit)?;
    let record = notebook.get(id).filter(|own| own.visit == visit);
    let record = record.ok_or(InspectionError::NotFound)?.clone();
    ensure_of_team(conn, visit, account.ok_or(InspectionError::NotOfTheTeam)?)?;
    if_match.check(&tag_of(&record))?;
    let mut document = Value::Object(record.document.clone());
    merge_patch(&mut document, patch);
    let changed = patch.keys().map(|name| {
        let value = document.get(name).cloned().unwrap_or(Value::Null);
        (name.clone(), value)
    });
    let entry = Entry::new(id, changed.collect());
    let changed = notebook.change(entry)?.clone();
    notebook.close(conn)?;
    Ok(changed)
}

/// Everything of a visit: the visit first, and its team.
pub fn find(
    conn: &mut Conn,
    organisation: Id,
    visit: Id,
) -> Result<(Vec<Record>, Vec<Id>), InspectionError> {
    let found = records::read_all(conn, organisation, visit)?;
    let is_there = found
        .first()
        .is_some_and(|first| first.kind == RecordKind::Visit);
    if !is_there {
        return Err(InspectionError::NotFound);
    }
    Ok((found, records::team_of(conn, visit)?))
}
