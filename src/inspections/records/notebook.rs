//! A notebook: the records that one call touches, read at its beginning, changed in memory, written at its end. However many
//! records there are, it takes a fixed number of queries.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::kinds::{self, Around, Case, RecordKind};
use super::store::{self, EventRow, RecordRow};
use crate::inspections::error::InspectionError;
use crate::inspections::feed::{self, FeedEntity, Telling};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::platform::differences::differences;
use crate::platform::http::Services;
use crate::platform::ids::Id;

/// Who writes, for which inspectorate, and when.
pub struct Hand<'a> {
    /// What the service is made of.
    pub services: &'a Services,
    /// The time.
    pub now: Time,
    /// The inspector; nobody when the service writes by itself.
    pub account: Option<Id>,
    /// The inspectorate.
    pub organisation: Id,
    /// The tablet.
    pub device: Option<Id>,
    /// Whether they write as who plans visits.
    pub may_plan: bool,
}

/// A record as it is now.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its id.
    pub id: Id,
    /// What it is.
    pub kind: RecordKind,
    /// The visit to which it belongs; a visit's own id.
    pub visit: Id,
    /// The inspectorate.
    pub organisation: Id,
    /// What it says.
    pub document: Map<String, Value>,
    /// How often it was changed, the making included.
    pub version: i64,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// One thing that is written down: what it makes of a record.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The record.
    pub id: Id,
    /// Members that are to be different; null takes one away.
    pub fields: Map<String, Value>,
    /// The tablet's own number of this.
    pub operation: Option<Id>,
    /// What the tablet's clock showed.
    pub client_time: Option<Time>,
}

impl Entry {
    /// One that comes from no tablet.
    pub const fn new(id: Id, fields: Map<String, Value>) -> Self {
        Self {
            id,
            fields,
            operation: None,
            client_time: None,
        }
    }
}

/// The records that one call touches.
pub struct Notebook<'a> {
    hand: Hand<'a>,
    records: BTreeMap<Id, Record>,
    made: BTreeSet<Id>,
    /// Ids that are in use elsewhere.
    foreign: BTreeSet<Id>,
    around: Around,
    by_service: bool,
    changed: BTreeSet<Id>,
    events: Vec<EventRow>,
    joining: BTreeSet<(Id, Id)>,
    tellings: Vec<Telling>,
}

impl<'a> Notebook<'a> {
    /// Reads these records of the own inspectorate and locks them until the commit. Others are as if they were not there.
    /// `ids` names whatever is to be made, changed or referred to: records, their visits, and the establishments and campaigns of
    /// visits that are to be made.
    pub fn open(
        conn: &mut Conn,
        hand: Hand<'a>,
        ids: &BTreeSet<Id>,
    ) -> Result<Self, InspectionError> {
        let (mut records, mut foreign) = (BTreeMap::new(), BTreeSet::new());
        for row in store::lock(conn, ids)? {
            if row.organisation_id == hand.organisation {
                records.insert(row.id, row.read()?);
            } else {
                foreign.insert(row.id);
            }
        }
        let around = Around::load(conn, hand.organisation, ids, &records)?;
        Ok(Self {
            hand,
            records,
            made: BTreeSet::new(),
            foreign,
            around,
            by_service: false,
            changed: BTreeSet::new(),
            events: Vec::new(),
            joining: BTreeSet::new(),
            tellings: Vec::new(),
        })
    }

    /// The same, in which the service may set what is its own: the file of evidence, the risk of an interview.
    #[must_use]
    pub const fn for_service(mut self) -> Self {
        self.by_service = true;
        self
    }

    /// Who writes.
    pub const fn hand(&self) -> &Hand<'a> {
        &self.hand
    }

    /// A record that was opened or made here.
    pub fn get(&self, id: Id) -> Option<&Record> {
        self.records.get(&id)
    }

    /// Makes a record; `visit` is the visit to which it belongs, which was opened, or its own id.
    pub fn make(
        &mut self,
        kind: RecordKind,
        visit: Id,
        entry: Entry,
    ) -> Result<&Record, InspectionError> {
        if self.records.contains_key(&entry.id) || self.foreign.contains(&entry.id) {
            return Err(InspectionError::IdTaken);
        }
        let belongs = match kind {
            RecordKind::Visit => visit == entry.id,
            RecordKind::Answer
            | RecordKind::Finding
            | RecordKind::Measure
            | RecordKind::RemediationAction
            | RecordKind::Interview
            | RecordKind::Evidence => self
                .get(visit)
                .is_some_and(|found| found.kind == RecordKind::Visit),
        };
        if !belongs {
            return Err(InspectionError::NotFound);
        }
        let record = Record {
            id: entry.id,
            kind,
            visit,
            organisation: self.hand.organisation,
            document: Map::new(),
            version: 0,
            created_at: self.hand.now,
            updated_at: self.hand.now,
        };
        self.write(record, entry)
    }

    /// Changes members of a record; when nothing is different, nothing happens.
    pub fn change(&mut self, entry: Entry) -> Result<&Record, InspectionError> {
        let record = self.get(entry.id).ok_or(InspectionError::NotFound)?;
        self.write(record.clone(), entry)
    }

    /// Gives a visit that was made here to an inspector.
    pub fn join(&mut self, visit: Id, account: Id) {
        self.joining.insert((visit, account));
    }

    /// Tells a tablet something more, together with what it is told of records.
    pub fn tell(&mut self, telling: Telling) {
        self.tellings.push(telling);
    }

    fn write(&mut self, mut record: Record, entry: Entry) -> Result<&Record, InspectionError> {
        let document = laid_over(record.document.clone(), entry.fields);
        let case = Case {
            kind: record.kind,
            visit: record.visit,
            before: (record.version > 0).then_some(&record.document),
            records: &self.records,
            around: &self.around,
            services: self.hand.services,
            now: self.hand.now,
            by_service: self.by_service,
            may_plan: self.hand.may_plan,
        };
        let document = kinds::fit(&case, document).map_err(InspectionError::Invalid)?;
        let (before, after) = differences(&record.document, &document);
        record.document = document;
        if !after.is_empty() || record.version == 0 {
            if record.version == 0 {
                self.made.insert(record.id);
            }
            record.version += 1;
            record.updated_at = self.hand.now;
            self.events.push(EventRow {
                // Of the time of writing: of an interview that is the day.
                id: Id::from_parts(self.hand.now, &*self.hand.services.randomness),
                record_id: record.id,
                version: record.version,
                at: self.hand.now,
                client_time: entry.client_time,
                account_id: self.hand.account,
                device_id: self.hand.device,
                operation_id: entry.operation,
                before: Json::of(&before)?,
                after: Json::of(&after)?,
            });
            self.changed.insert(record.id);
        }
        let id = record.id;
        self.records.insert(id, record);
        self.get(id).ok_or(InspectionError::NotFound)
    }

    /// Writes everything, and tells the tablets of the inspectors whose visits they are. The locks that it takes come
    /// late: after it, only the audit log. Of two that take the same new id at the same moment, the one that comes second is
    /// told that it is taken.
    pub fn close(self, conn: &mut Conn) -> Result<BTreeMap<Id, Record>, InspectionError> {
        let mut tellings = self.tellings;
        let (mut of_new, mut of_old) = (Vec::new(), Vec::new());
        let mut written = Vec::with_capacity(self.changed.len());
        for record in self.changed.iter().filter_map(|id| self.records.get(id)) {
            let rows = if self.made.contains(&record.id) {
                &mut of_new
            } else {
                &mut of_old
            };
            rows.push(RecordRow::of(record)?);
            written.push(record);
        }
        store::insert(conn, &of_new).map_err(InspectionError::of_new)?;
        store::put(conn, &of_old)?;
        store::put_visits(conn, &written)?;
        store::append(conn, &self.events)?;
        store::join(conn, &self.hand, &self.joining)?;
        store::note_first_teams(conn, &self.hand, &self.joining)?;
        let visits: BTreeSet<Id> = written.iter().map(|record| record.visit).collect();
        if !visits.is_empty() {
            let teams = store::teams_of(conn, &visits)?;
            tellings.extend(told_of(&written, &teams));
        }
        feed::tell(conn, self.hand.organisation, &tellings)?;
        Ok(self.records)
    }
}

/// What the tablets of the inspectors whose visits they are, are told of records.
fn told_of(written: &[&Record], teams: &[(Id, Id)]) -> Vec<Telling> {
    let mut tellings = Vec::new();
    for record in written {
        let team = teams.iter().filter(|(visit, _)| *visit == record.visit);
        tellings.extend(team.map(|(_, account)| Telling {
            account: *account,
            entity: FeedEntity::Record,
            entity_id: record.id,
            is_gone: false,
        }));
    }
    tellings
}

/// The ids that a document names: what it refers to must be opened together with it.
pub fn named_in(document: &Map<String, Value>) -> BTreeSet<Id> {
    let texts = document.values().filter_map(Value::as_str);
    texts.filter_map(|text| Id::parse(text).ok()).collect()
}

/// A document with other members; null takes one away.
fn laid_over(mut document: Map<String, Value>, fields: Map<String, Value>) -> Map<String, Value> {
    for (name, value) in fields {
        if value.is_null() {
            document.remove(&name);
        } else {
            document.insert(name, value);
        }
    }
    document
}
