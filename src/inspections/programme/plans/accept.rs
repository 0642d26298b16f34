//! Making the visits of a plan, all at once.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::model::{PlannedVisit, VisitPlanStatus};
use super::store::{self, PlanRow};
use crate::establishments::list_workplaces;
use crate::identity::Caller;
use crate::identity::permissions::PlanInspections;
use crate::inspections::error::InspectionError;
use crate::inspections::programme::wanted::link_visits;
use crate::inspections::records::{
    Entry, Hand, Notebook, RecordKind, VisitKind, VisitStatus, assign,
};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json};
use crate::platform::http::IfMatch;
use crate::platform::http::Services;
use crate::platform::http::etag::EntityTag;
use crate::platform::ids::Id;

/// A visit that is to be made, with who makes it.
pub struct NewVisit {
    /// The establishment.
    pub establishment: Id,
    /// What it is called.
    pub kind: VisitKind,
    /// The campaign to which it belongs.
    pub campaign: Option<Id>,
    /// The day.
    pub day: Date,
    /// The inspectors.
    pub team: BTreeSet<Id>,
}

impl NewVisit {
    fn document(&self) -> Map<String, Value> {
        let mut document = Map::new();
        document.insert("establishment_id".to_owned(), json!(self.establishment));
        document.insert("kind".to_owned(), json!(self.kind));
        document.insert("status".to_owned(), json!(VisitStatus::Planned));
        document.insert("planned_on".to_owned(), json!(self.day));
        document.insert("announced".to_owned(), json!(false));
        if let Some(campaign) = self.campaign {
            document.insert("campaign_id".to_owned(), json!(campaign));
        }
        document
    }
}

/// Makes visits in one transaction, in the order in which they come, all alike; says which visit each establishment has.
pub fn make(
    conn: &mut Conn,
    by: &Caller<PlanInspections>,
    services: &Services,
    (new, places): (&[NewVisit], &BTreeMap<Id, Id>),
    now: Time,
) -> Result<BTreeMap<Id, Id>, InspectionError> {
    let hand = || Hand {
        services,
        now,
        account: Some(by.account()),
        organisation: by.organisation(),
        device: None,
        may_plan: true,
    };
    let named = new
        .iter()
        .flat_map(|visit| visit.campaign.into_iter().chain([visit.establishment]));
    let to = named.collect();
    let mut notebook = Notebook::open(conn, hand(), &to)?;
    let mut made = BTreeMap::new();
    for visit in new {
        let id = services.new_id();
        notebook.make(RecordKind::Visit, id, Entry::new(id, visit.document()))?;
        made.insert(visit.establishment, id);
    }
    notebook.close(conn)?;
    for visit in new {
        if let Some(id) = made.get(&visit.establishment) {
            assign(conn, &hand(), (*id, visit.establishment), &visit.team)?;
        }
    }
    // Whatever else is planned answers a wish as well.
    let open = store::open_visits(conn, by.organisation())?.into_iter();
    let current = |(id, visit): (Id, Id)| (places.get(&id).copied().unwrap_or(id), visit);
    let open: BTreeMap<Id, Id> = open.map(current).collect();
    link_visits(conn, services, by.organisation(), (places, &open))?;
    Ok(made)
}

/// Accepts a plan: its visits are made and given to their inspectors. Establishments that were closed or merged since are left
/// out.
pub fn accept(
    conn: &mut Conn,
    by: &Caller<PlanInspections>,
    services: &Services,
    (id, if_match): (Id, &IfMatch),
    now: Time,
) -> Result<PlanRow, crate::platform::problem::Problem> {
    let found = store::lock(conn, by.organisation(), id)?;
    let row = found.ok_or(InspectionError::NotFound)?;
    if_match.check(&EntityTag::of_version(row.version))?;
    if row.status == VisitPlanStatus::Accepted {
        return Err(InspectionError::PlanAccepted.into());
    }
    let mut visits: Vec<PlannedVisit> = row.visits.read().map_err(InspectionError::from)?;
    let (workplaces, places) = list_workplaces(conn, &row.country)?;
    let open: BTreeSet<Id> = workplaces.iter().map(|workplace| workplace.id).collect();
    let planned: BTreeSet<Id> = store::open_visits(conn, by.organisation())?
        .into_keys()
        .collect();
    let stands = |visit: &&PlannedVisit| {
        let id = visit.establishment_id;
        open.contains(&id) && !planned.contains(&id)
    };
    let new: Vec<NewVisit> = visits.iter().filter(stands).map(new_visit).collect();
    let made = make(conn, by, services, (&new, &places), now)?;
    for visit in &mut visits {
        visit.visit_id = made.get(&visit.establishment_id).copied();
    }
    let written = Json::of(&visits).map_err(InspectionError::from)?;
    store::put_accepted(conn, &row, written, (by.account(), now))?;
    Ok(store::find(conn, by.organisation(), id)?.ok_or(InspectionError::NotFound)?)
}

fn new_visit(visit: &PlannedVisit) -> NewVisit {
    NewVisit {
        establishment: visit.establishment_id,
        kind: visit.kind,
        campaign: visit.campaign_id,
        day: visit.planned_on,
        team: BTreeSet::from([visit.inspector_id]),
    }
}
