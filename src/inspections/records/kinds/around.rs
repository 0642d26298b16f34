//! What a record must fit that is not in it: the other records of its visit, establishments, checklists.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, RecordKind, Visit};
use crate::establishments::{self, Locality};
use crate::inspections::checklists::{self, Known};
use crate::inspections::error::InspectionError;
use crate::inspections::programme::known_campaigns;
use crate::inspections::records::notebook::Record;
use crate::inspections::records::store;
use crate::organisations;
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;

/// What is known around the records of a notebook.
#[derive(Default)]
pub struct Around {
    index: BTreeMap<Id, (RecordKind, Id)>,
    establishments: BTreeMap<Id, Locality>,
    checklists: Known,
    campaigns: BTreeSet<Id>,
    /// The answers of each visit, as they are stored.
    answers: BTreeMap<Id, Vec<(Id, Json)>>,
}

impl Around {
    /// Reads what is around the visits among these records. `ids` may name establishments and campaigns as well: those of visits
    /// that are to be made. A fixed number of queries.
    pub fn load(
        conn: &mut Conn,
        organisation: Id,
        ids: &BTreeSet<Id>,
        records: &BTreeMap<Id, Record>,
    ) -> Result<Self, InspectionError> {
        let visits: BTreeSet<Id> = records.values().map(|record| record.visit).collect();
        let index = store::index_of(conn, organisation, &visits)?;
        let mut named = ids.clone();
        for record in records.values() {
            if record.kind == RecordKind::Visit {
                let document = serde_json::Value::Object(record.document.clone());
                let visit: Visit = serde_json::from_value(document)?;
                named.insert(visit.establishment_id);
            }
        }
        let found = organisations::find(conn, organisation)?;
        let countries = found.map_or_else(Vec::new, |found| found.countries);
        let mut answers: BTreeMap<Id, Vec<(Id, Json)>> = BTreeMap::new();
        for (id, visit, document) in store::answers_of(conn, organisation, &visits)? {
            answers.entry(visit).or_default().push((id, document));
        }
        Ok(Self {
            answers,
            campaigns: known_campaigns(conn, organisation, &named)?,
            index,
            establishments: establishments::localities(conn, &named, &countries)?,
            checklists: checklists::known_to(conn, organisation)?,
        })
    }

    /// What a record is, and to which visit it belongs.
    pub fn indexed(&self, id: Id) -> Option<(RecordKind, Id)> {
        self.index.get(&id).copied()
    }

    /// Where an establishment of the inspectorate's countries is.
    pub fn establishment(&self, id: Id) -> Option<&Locality> {
        self.establishments.get(&id)
    }

    /// Whether it is a campaign of the inspectorate.
    pub fn knows_campaign(&self, id: Id) -> bool {
        self.campaigns.contains(&id)
    }

    /// The answers of a visit as they are stored; what cannot be read is not there.
    pub fn answers(&self, visit: Id) -> impl Iterator<Item = (Id, Answer)> {
        let of_visit = self.answers.get(&visit).into_iter().flatten();
        of_visit.filter_map(|(id, document)| Some((*id, document.read().ok()?)))
    }

    /// The checklists that the inspectorate may use.
    pub const fn checklists(&self) -> &Known {
        &self.checklists
    }
}
