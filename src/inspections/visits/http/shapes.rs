//! What is shown of visits and their records.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};
use validator::{Validate, ValidationErrors};

use crate::establishments::Locality;
use crate::inspections::error::InspectionError;
use crate::inspections::records::{Record, RecordKind, Visit};
use crate::inspections::visits::actions::read;
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::Time;
use crate::platform::ids::Id;

/// The establishment of a visit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VisitedEstablishment {
    /// The establishment.
    id: Id,
    /// What lists call it.
    name: String,
    /// ISO 3166-1 alpha-2.
    country: String,
    /// ISO 3166-2.
    subdivision: Option<String>,
}

impl VisitedEstablishment {
    /// One of these; without a name when the inspectorate no longer works in its country.
    pub fn of(id: Id, places: &BTreeMap<Id, Locality>) -> Self {
        let place = places.get(&id);
        Self {
            id,
            name: place.map(|own| own.name.clone()).unwrap_or_default(),
            country: place.map(|own| own.country.clone()).unwrap_or_default(),
            subdivision: place.and_then(|own| own.subdivision.clone()),
        }
    }
}

/// A visit in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedVisit {
    /// The visit.
    pub id: Id,
    /// How often it was changed, the making included.
    pub version: i64,
    /// The establishment.
    pub establishment: VisitedEstablishment,
    /// The inspectors whose visit it is.
    pub team: Vec<Id>,
    /// What is known of it.
    pub visit: Visit,
}

/// A visit with everything that is written down about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffVisit {
    /// The visit.
    pub id: Id,
    /// How often it was changed, the making included.
    pub version: i64,
    /// The establishment.
    pub establishment: VisitedEstablishment,
    /// The inspectors whose visit it is.
    pub team: Vec<Id>,
    /// What is known of it.
    pub visit: Visit,
    /// When it was written down first.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
    /// Everything else, by kind and then in the order in which it was made.
    pub records: Vec<VisitRecord>,
}

impl StaffVisit {
    /// All of a visit.
    pub fn of(
        found: Vec<Record>,
        team: Vec<Id>,
        places: &BTreeMap<Id, Locality>,
    ) -> Result<Self, InspectionError> {
        let mut found = found.into_iter();
        let own = found.next().ok_or(InspectionError::NotFound)?;
        let visit: Visit = read(&own.document)?;
        Ok(Self {
            id: own.id,
            version: own.version,
            establishment: VisitedEstablishment::of(visit.establishment_id, places),
            team,
            visit,
            created_at: own.created_at,
            updated_at: own.updated_at,
            records: found.map(VisitRecord::of).collect(),
        })
    }
}

/// The kinds that belong to a visit.
const KINDS: &[RecordKind] = &[
    RecordKind::Answer,
    RecordKind::Finding,
    RecordKind::Measure,
    RecordKind::RemediationAction,
    RecordKind::Interview,
    RecordKind::Evidence,
];

/// A schema of one of several objects, of which each has a kind and the document of that kind.
fn by_kind(kinds: &[RecordKind], common: &Value, example: &Value) -> RefOr<Schema> {
    let of_kind = |kind: &RecordKind| {
        let mut properties = common.as_object().cloned().unwrap_or_default();
        let needed = ["kind", "document"].map(str::to_owned).into_iter();
        let optional = |name: &&String| name.as_str() != "id" || common.get("version").is_some();
        let needed: Vec<String> = needed
            .chain(properties.keys().filter(optional).cloned())
            .collect();
        properties.insert(
            "kind".to_owned(),
            json!({ "type": "string", "enum": [kind], "description": "What it is." }),
        );
        let document = format!("#/components/schemas/{}", kind.schema());
        properties.insert("document".to_owned(), json!({ "$ref": document }));
        json!({ "type": "object", "properties": properties, "required": needed,
            "additionalProperties": false })
    };
    let all: Vec<Value> = kinds.iter().map(of_kind).collect();
    let schema = json!({ "oneOf": all, "example": example,
        "description": "What it is, and the document of that kind." });
    let schema: Result<Schema, _> = serde_json::from_value(schema);
    schema.map_or_else(|_| RefOr::T(Schema::default()), RefOr::T)
}

/// A record of a visit.
#[derive(Debug, Serialize)]
pub struct VisitRecord {
    id: Id,
    visit_id: Id,
    kind: RecordKind,
    version: i64,
    created_at: Time,
    updated_at: Time,
    document: Map<String, Value>,
}

impl VisitRecord {
    /// One of them.
    pub fn of(record: Record) -> Self {
        Self {
            id: record.id,
            visit_id: record.visit,
            kind: record.kind,
            version: record.version,
            created_at: record.created_at,
            updated_at: record.updated_at,
            document: record.document,
        }
    }
}

impl PartialSchema for VisitRecord {
    fn schema() -> RefOr<Schema> {
        let id = |about: &str| json!({ "type": "string", "format": "uuid", "description": about });
        let time =
            |about: &str| json!({ "type": "string", "format": "date-time", "description": about });
        let common = json!({
            "id": id("The record."),
            "visit_id": id("The visit to which it belongs."),
            "version": { "type": "integer", "description": "How often it was changed, the making included." },
            "created_at": time("When it was made."),
            "updated_at": time("When it was last changed."),
        });
        let example = json!({
            "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "visit_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60",
            "kind": "finding", "version": 1, "created_at": "2026-11-23T08:15:30Z",
            "updated_at": "2026-11-23T08:15:30Z",
            "document": { "legal_provision": "OSHA 1994, s. 15 (2) (a)", "severity": "serious", "state": "draft",
                "description": "The guard of the press in hall 2 was taken off." }
        });
        by_kind(KINDS, &common, &example)
    }
}

impl ToSchema for VisitRecord {
    fn name() -> Cow<'static, str> {
        "VisitRecord".into()
    }
}

/// Something that is to be written down about a visit.
#[derive(Debug, Deserialize)]
pub struct NewVisitRecord {
    /// An id of the client's own choice.
    pub id: Option<ChosenId>,
    /// What it is.
    pub kind: RecordKind,
    /// What it says.
    pub document: Map<String, Value>,
}

impl Validate for NewVisitRecord {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

impl PartialSchema for NewVisitRecord {
    fn schema() -> RefOr<Schema> {
        let common = json!({ "id": ChosenId::schema() });
        let writable: Vec<RecordKind> = KINDS
            .iter()
            .copied()
            .filter(|kind| *kind != RecordKind::Interview)
            .collect();
        let example = json!({ "kind": "finding", "document": { "legal_provision": "OSHA 1994, s. 15 (2) (a)",
            "severity": "serious", "state": "draft",
            "description": "The guard of the press in hall 2 was taken off." } });
        by_kind(&writable, &common, &example)
    }
}

impl ToSchema for NewVisitRecord {
    fn name() -> Cow<'static, str> {
        "NewVisitRecord".into()
    }
}

/// What is to be different in a record: a merge patch of its document.
#[derive(Debug)]
pub struct VisitRecordChanges;

impl PartialSchema for VisitRecordChanges {
    fn schema() -> RefOr<Schema> {
        let schema = json!({ "type": "object", "additionalProperties": true,
            "description": "What is to be different in the document of the record (RFC 7396): what is left out stays, null \
                takes a member away. The document that comes out is checked against the schema of its kind.",
            "example": { "state": "notified" } });
        let schema: Result<Schema, _> = serde_json::from_value(schema);
        schema.map_or_else(|_| RefOr::T(Schema::default()), RefOr::T)
    }
}

impl ToSchema for VisitRecordChanges {
    fn name() -> Cow<'static, str> {
        "VisitRecordChanges".into()
    }
}

/// What is to be different about a visit: a merge patch of its document.
#[derive(Debug)]
pub struct VisitChanges;

impl PartialSchema for VisitChanges {
    fn schema() -> RefOr<Schema> {
        let schema = json!({ "type": "object", "additionalProperties": true,
            "description": "What is to be different (RFC 7396): what is left out stays, null takes a member away. The \
                document that comes out is checked against the schema `InspectionVisit`.",
            "example": { "status": "under_way", "started_at": "2026-11-30T01:00:00Z" } });
        let schema: Result<Schema, _> = serde_json::from_value(schema);
        schema.map_or_else(|_| RefOr::T(Schema::default()), RefOr::T)
    }
}

impl ToSchema for VisitChanges {
    fn name() -> Cow<'static, str> {
        "VisitChanges".into()
    }
}
