//! What a tablet has not been told yet: one page of it, by a fixed number of queries that see the same moment.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::push::Tablet;
use super::store::{self, OperationRow};
use crate::establishments::{self, EstablishmentCard};
use crate::inspections::error::InspectionError;
use crate::inspections::feed::{self, Change, FeedEntity};
use crate::inspections::records::{self, RecordKind};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::Id;

/// Bytes of a page, roughly: it is closed before a change that would exceed them, unless that is its first.
pub const PAGE_BYTES: usize = 262_144;

/// A record as a tablet holds it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b62", "kind": "answer",
    "visit_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b63", "version": 1,
    "document": { "item_code": "guards", "value": "no" }, "updated_at": "2026-11-23T08:15:30Z"
}))]
pub struct SyncedRecord {
    /// The record.
    pub id: Id,
    /// What it is.
    pub kind: RecordKind,
    /// The visit to which it belongs; a visit's own id.
    pub visit_id: Id,
    /// The version of the server: the `trunk_version` of what is done next.
    pub version: i64,
    /// What it says.
    #[schema(value_type = Object)]
    pub document: Map<String, Value>,
    /// When it was last changed.
    pub updated_at: Time,
}

/// What has become of one thing.
pub enum Body {
    /// Its name says all: it is gone, or never changes and is read once.
    NameOnly,
    /// A record as it is now.
    Record(SyncedRecord),
    /// An establishment as it is now.
    Establishment(Box<EstablishmentCard>),
    /// An operation that waited and was settled.
    Operation(Box<OperationRow>),
}

/// One page.
pub struct Pulled {
    /// What has changed, in the order in which it happened.
    pub changes: Vec<(Change, Body)>,
    /// The number of the last change of the page.
    pub number: i64,
    /// What is gone and has a number up to this, the tablet never had.
    pub fresh_to: i64,
    /// Whether there is more.
    pub has_more: bool,
}

/// Reads what follows `number`. `fresh_to` is what the first page of this tablet said; none before it.
pub fn pull(
    conn: &mut Conn,
    tablet: Tablet,
    (number, fresh_to): (i64, Option<i64>),
    most: i64,
) -> Result<Pulled, InspectionError> {
    let (mut rows, newest) =
        feed::changes_after(conn, tablet.account, (number, fresh_to), most + 1)?;
    let limit = usize::try_from(most).unwrap_or(usize::MAX);
    let mut has_more = rows.len() > limit;
    rows.truncate(limit);
    let mut found = Found::read(conn, tablet, &rows)?;
    let (mut changes, mut number, mut bytes) = (Vec::with_capacity(rows.len()), number, 0);
    for change in rows {
        let body = if change.is_gone {
            Some(Body::NameOnly)
        } else {
            found.take(&change)
        };
        if let Some(body) = body {
            bytes += size_of(&body)?;
            if bytes > PAGE_BYTES && !changes.is_empty() {
                has_more = true;
                break;
            }
            changes.push((change, body));
        }
        number = change.change_number;
    }
    Ok(Pulled {
        changes,
        number,
        fresh_to: fresh_to.unwrap_or(newest),
        has_more,
    })
}

/// Bytes of a change beside its body: names, id, braces.
const BYTES_AROUND: usize = 120;

fn size_of(body: &Body) -> Result<usize, InspectionError> {
    let bytes = match body {
        Body::NameOnly => 0,
        Body::Record(record) => serde_json::to_vec(record)?.len(),
        Body::Establishment(card) => serde_json::to_vec(card)?.len(),
        Body::Operation(row) => row.result.0.get().len(),
    };
    Ok(bytes + BYTES_AROUND)
}

/// What the changes of a page are about.
struct Found {
    records: BTreeMap<Id, SyncedRecord>,
    establishments: BTreeMap<Id, EstablishmentCard>,
    operations: BTreeMap<Id, OperationRow>,
}

impl Found {
    fn read(conn: &mut Conn, tablet: Tablet, rows: &[Change]) -> Result<Self, InspectionError> {
        let ids = |entity: FeedEntity| -> Vec<Id> {
            let wanted = rows.iter().filter(|row| row.entity == entity);
            let wanted = wanted.filter(|row| !row.is_gone);
            wanted.map(|row| row.entity_id).collect()
        };
        let mut records = BTreeMap::new();
        for row in records::find(conn, &ids(FeedEntity::Record))? {
            let record = row.read()?;
            records.insert(
                record.id,
                SyncedRecord {
                    id: record.id,
                    kind: record.kind,
                    visit_id: record.visit,
                    version: record.version,
                    document: record.document,
                    updated_at: record.updated_at,
                },
            );
        }
        let cards = establishments::cards(conn, &ids(FeedEntity::Establishment))?;
        let settled = store::find(conn, tablet.organisation, &ids(FeedEntity::Operation))?;
        // Another tablet of the same inspector has operations of its own.
        let own = settled
            .into_iter()
            .filter(|row| row.device_id == tablet.device);
        Ok(Self {
            records,
            establishments: cards.into_iter().map(|card| (card.id, card)).collect(),
            operations: own.map(|row| (row.id, row)).collect(),
        })
    }

    fn take(&mut self, change: &Change) -> Option<Body> {
        let id = &change.entity_id;
        match change.entity {
            FeedEntity::Record => self.records.remove(id).map(Body::Record),
            FeedEntity::Establishment => {
                let card = self.establishments.remove(id)?;
                Some(Body::Establishment(Box::new(card)))
            }
            FeedEntity::Operation => {
                let row = self.operations.remove(id)?;
                Some(Body::Operation(Box::new(row)))
            } // Told by its id alone: a version of a checklist never changes, and is read once.
        }
    }
}
