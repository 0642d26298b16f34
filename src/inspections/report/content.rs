//! What a report says, as JSON: made anew from the records each time, so that the digest tells whether anything has changed.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::inspections::checklists::{self, Known};
use crate::inspections::error::InspectionError;
use crate::inspections::records::{Answer, Record, RecordKind, Visit};
use crate::inspections::visits::places;
use crate::organisations;
use crate::platform::db::Conn;
use crate::platform::ids::Id;

/// The name of this form of a report; another form gets another name.
pub const FORM: &str = "tulay.visit-report/1";

/// Members of a visit that are in its report. Its kind, its campaign and its plan are not: together with what is known at
/// the workplace they could show that somebody spoke.
const OF_VISIT: &[&str] = &[
    "status",
    "started_at",
    "ended_at",
    "people_met",
    "areas_seen",
    "obstruction",
    "outcome",
    "summary",
    "not_done_reason",
];

/// Members of a file that say how to look at it, not what it is.
const OF_VIEWING: &[&str] = &["orientation", "seconds", "has_thumbnail"];

/// What the report of a visit says; the visit is the first of its records.
pub fn content(
    conn: &mut Conn,
    organisation: Id,
    records: &[Record],
) -> Result<Value, InspectionError> {
    let own = records.first().ok_or(InspectionError::NotFound)?;
    let visit: Visit = serde_json::from_value(Value::Object(own.document.clone()))?;
    let places = places(
        conn,
        organisation,
        &BTreeSet::from([visit.establishment_id]),
    )?;
    let place = places.get(&visit.establishment_id);
    let inspectorate = organisations::find_name(conn, organisation)?;
    let known = checklists::known_to(conn, organisation)?;
    let mut said = Map::new();
    for name in OF_VISIT {
        if let Some(value) = own.document.get(*name) {
            said.insert((*name).to_owned(), value.clone());
        }
    }
    let of_kind = |kind: RecordKind| -> Vec<Value> {
        let own = records.iter().filter(|record| record.kind == kind);
        own.map(shown).collect()
    };
    let mut taken = BTreeSet::new();
    let answers = answers(records, &known, &mut taken)?;
    Ok(json!({
        "form": FORM,
        "visit_id": own.id,
        "inspectorate": inspectorate,
        "establishment": {
            "name": place.map(|place| &place.name),
            "address": place.and_then(|place| place.address.as_ref()),
            "country": place.map(|place| &place.country),
        },
        "visit": said,
        "checklists": taken.iter().filter_map(|hash| titled(&known, hash)).collect::<Vec<Value>>(),
        "answers": answers,
        "findings": of_kind(RecordKind::Finding),
        "measures": of_kind(RecordKind::Measure),
        "remediation_actions": of_kind(RecordKind::RemediationAction),
        "evidence": of_kind(RecordKind::Evidence),
    }))
}

/// A record with its id. Where a photo was taken is not for the employer's copy, and how to look at it not for any.
fn shown(record: &Record) -> Value {
    let mut document = record.document.clone();
    document.remove("point");
    if let Some(file) = document.get_mut("file").and_then(Value::as_object_mut) {
        file.retain(|name, _| !OF_VIEWING.contains(&name.as_str()));
    }
    document.insert("id".to_owned(), json!(record.id));
    Value::Object(document)
}

fn titled(known: &Known, hash: &str) -> Option<Value> {
    let own = known.get(hash)?;
    Some(json!({ "code": own.code, "version": own.version, "hash": hash, "title": own.title }))
}

/// The answers with what was asked; which checklists they belong to is put into `taken`.
fn answers(
    records: &[Record],
    known: &Known,
    taken: &mut BTreeSet<String>,
) -> Result<Vec<Value>, InspectionError> {
    let mut found = Vec::new();
    for record in records.iter().filter(|own| own.kind == RecordKind::Answer) {
        let answer: Answer = serde_json::from_value(Value::Object(record.document.clone()))?;
        let mut shown = shown(record);
        let hash = answer.checklist_hash.unwrap_or_default();
        let item = known.get(&hash).and_then(|own| own.item(&answer.item_code));
        if let (Some(item), Some(members)) = (item, shown.as_object_mut()) {
            members.insert("text".to_owned(), json!(item.text));
            members.insert("legal_provision".to_owned(), json!(item.legal_provision));
        }
        taken.insert(hash);
        found.push(shown);
    }
    Ok(found)
}
