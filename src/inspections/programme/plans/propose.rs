//! Drawing a plan.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Period, PlannedAlike, PlannedVisit, VisitPlanStatus};
use super::parameters;
use super::store::{self, PlanRow};
use crate::establishments::{SizeBand, Workplace, list_workplaces};
use crate::identity::permissions::{PlanInspections, Role};
use crate::identity::{Caller, list_members};
use crate::inspections::error::InspectionError;
use crate::inspections::programme::campaigns::{self, Running};
use crate::inspections::programme::capacities::{self, Capacity};
use crate::inspections::programme::planner::{
    self, Candidate, Chance, Company, Draw, Parameters, Share, Slot, Stop,
};
use crate::inspections::programme::wanted::wanted_places;
use crate::inspections::records::VisitKind;
use crate::organisations;
use crate::platform::clock::{Date, Time};
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::db::{Conn, Json};
use crate::platform::http::Services;
use crate::platform::ids::Id;

/// The lock under which plans are drawn.
const ADVISORY_LOCK: i64 = 0x706c_616e;

/// What is to be planned.
pub struct Wanted {
    /// Its id.
    pub id: Id,
    /// The country.
    pub country: String,
    /// The first day of the period.
    pub first_day: Date,
    /// By whom; all inspectors when it is empty.
    pub inspectors: Vec<Id>,
}

/// Draws the plan of a period: once, and not before the last one was accepted. Otherwise somebody could draw again and
/// again, and see which establishments come out more often than they should.
pub fn propose(
    conn: &mut Conn,
    by: &Caller<PlanInspections>,
    services: &Services,
    wanted: Wanted,
    now: Time,
) -> Result<PlanRow, InspectionError> {
    let parameters = parameters()?;
    let organisation = by.organisation();
    let period = checked(conn, organisation, &wanted, &parameters, now.date())?;
    one_at_a_time(conn, ADVISORY_LOCK)?;
    if store::is_drawn(conn, organisation, &wanted.country, period.first)? {
        return Err(InspectionError::PlanDrawn);
    }
    if store::is_open(conn, organisation, &wanted.country)? {
        return Err(InspectionError::PlanOpen);
    }
    let days = (period, now.date());
    let slots = slots(conn, organisation, &wanted.inspectors, days, &parameters)?;
    let scope = (period, &parameters);
    let ground = Ground::of(conn, organisation, &wanted.country, scope)?;
    let places = &ground.places;
    let asked = wanted_places(conn, services, organisation, places, now.date())?;
    let chance = chance(services, organisation, &wanted.country, period.first);
    let visits = ground.plan(&asked, &slots, &parameters, &chance);
    let row = PlanRow {
        id: wanted.id,
        organisation_id: organisation,
        country: wanted.country,
        first_day: period.first,
        last_day: period.last,
        status: VisitPlanStatus::Proposed,
        method_version: parameters.version,
        parameters: Json::of(&parameters)?,
        visits: Json::of(&visits)?,
        version: 1,
        drawn_at: now,
        drawn_by: by.account(),
        accepted_at: None,
        accepted_by: None,
    };
    store::insert(conn, row.clone())?;
    Ok(row)
}

/// The chance of a plan: under the key, so that nobody reckons what would have come out.
fn chance(services: &Services, organisation: Id, country: &str, first: Date) -> Chance {
    let day = first.to_string();
    let scope: [&[u8]; 4] = [
        b"plan",
        organisation.as_bytes(),
        country.as_bytes(),
        day.as_bytes(),
    ];
    Chance::of_plan(&services.lookup, &scope)
}

/// The period that is meant: this one or the next, of a country of the inspectorate.
fn checked(
    conn: &mut Conn,
    organisation: Id,
    wanted: &Wanted,
    parameters: &Parameters,
    today: Date,
) -> Result<Period, InspectionError> {
    let found = organisations::find(conn, organisation)?;
    let countries = found.map_or_else(Vec::new, |found| found.countries);
    if !countries.contains(&wanted.country) {
        return Err(InspectionError::fault("/country", "not_a_country_of_yours"));
    }
    let members = list_members(conn, organisation, Role::Inspector)?;
    let stranger = wanted
        .inspectors
        .iter()
        .position(|id| !members.contains(id));
    if let Some(at) = stranger {
        let pointer = format!("/inspector_ids/{at}");
        return Err(InspectionError::fault(&pointer, "not_an_inspector"));
    }
    let this = Period::of(today, parameters);
    let both = [this, this.next(parameters)];
    let meant = both
        .into_iter()
        .find(|period| period.first == wanted.first_day);
    meant.ok_or_else(|| InspectionError::fault("/first_day", "not_a_planning_period"))
}

/// The days on which inspectors have room.
fn slots(
    conn: &mut Conn,
    organisation: Id,
    inspectors: &[Id],
    (period, today): (Period, Date),
    parameters: &Parameters,
) -> Result<Vec<Slot>, InspectionError> {
    let mut inspectors = inspectors.to_vec();
    if inspectors.is_empty() {
        inspectors = list_members(conn, organisation, Role::Inspector)?;
    }
    inspectors.sort_unstable();
    inspectors.dedup();
    let known = capacities::of_inspectorate(conn, organisation)?;
    let taken = store::visits_by_day(conn, organisation, period)?;
    let usual = Capacity::usual(parameters);
    let mut slots = Vec::new();
    for day in period.days_after(today) {
        for inspector in &inspectors {
            let capacity = known.get(inspector).unwrap_or(&usual);
            let room = parameters.work.visits_in(capacity.minutes_on(day));
            let used = taken.get(&(*inspector, day)).copied().unwrap_or(0);
            slots.push(Slot {
                day,
                inspector: *inspector,
                room: room.saturating_sub(usize::try_from(used).unwrap_or(usize::MAX)),
                base: capacity.base,
            });
        }
    }
    Ok(slots)
}

/// What a plan is made from, but for what was asked for.
pub struct Ground {
    workplaces: Vec<Workplace>,
    candidates: Vec<Candidate>,
    campaigns: Vec<Running>,
    /// Which workplace each id means today.
    pub places: BTreeMap<Id, Id>,
}

impl Ground {
    /// All workplaces of a country to which no visit is planned.
    fn of(
        conn: &mut Conn,
        organisation: Id,
        country: &str,
        (period, parameters): (Period, &Parameters),
    ) -> Result<Self, InspectionError> {
        let planned = store::open_visits(conn, organisation)?;
        let (mut workplaces, places) = list_workplaces(conn, country)?;
        let planned: BTreeSet<Id> = planned
            .keys()
            .map(|id| places.get(id).copied().unwrap_or(*id))
            .collect();
        workplaces.retain(|workplace| !planned.contains(&workplace.id));
        Ok(Self {
            candidates: candidates(&workplaces, parameters),
            campaigns: campaigns::running(conn, organisation, period, &workplaces)?,
            workplaces,
            places,
        })
    }

    /// The visits of a plan. `asked` decides which companies are drawn and nothing else.
    fn plan(
        &self,
        asked: &BTreeSet<Id>,
        slots: &[Slot],
        parameters: &Parameters,
        chance: &Chance,
    ) -> Vec<PlannedVisit> {
        let companies = planner::companies(&self.candidates, parameters, chance);
        let room: usize = slots.iter().map(|slot| slot.room).sum();
        let is_asked = |(_, candidate): &(usize, &Candidate)| asked.contains(&candidate.id);
        let numbered = self.candidates.iter().enumerate();
        let wanted: BTreeSet<usize> = numbered.filter(is_asked).map(|(at, _)| at).collect();
        let shares: Vec<Share> = self.campaigns.iter().map(|c| c.share(room)).collect();
        let drawn = planner::draw(
            &Draw {
                candidates: &self.candidates,
                companies: &companies,
                wanted: &wanted,
                room,
                shares: &shares,
            },
            parameters,
            chance,
        );
        let drawn: Vec<&Company> = drawn.iter().filter_map(|at| companies.get(*at)).collect();
        self.schedule(&drawn, slots, chance)
    }

    /// Days and inspectors for what was drawn: it follows from that alone.
    fn schedule(&self, drawn: &[&Company], slots: &[Slot], chance: &Chance) -> Vec<PlannedVisit> {
        let alike: BTreeMap<usize, &Company> = drawn
            .iter()
            .flat_map(|company| company.members.iter().map(|at| (*at, *company)))
            .collect();
        let all: Vec<usize> = alike.keys().copied().collect();
        let campaign_of = campaigns::divide(&self.campaigns, &all);
        let mut slots = slots.to_vec();
        let mut stops: Vec<Stop> = Vec::with_capacity(all.len());
        for campaign in self.campaigns.iter().filter(|c| !c.inspectors.is_empty()) {
            let own = all.iter().copied();
            let own = own.filter(|at| campaign_of.get(at) == Some(&campaign.id));
            let mut of_inspectors = slots.clone();
            for slot in &mut of_inspectors {
                if !campaign.inspectors.contains(&slot.inspector) {
                    slot.room = 0;
                }
            }
            let own: Vec<usize> = own.collect();
            fill(
                &mut stops,
                &mut slots,
                planner::routes(&own, &self.candidates, &of_inspectors, chance),
            );
        }
        let placed: BTreeSet<usize> = stops.iter().map(|stop| stop.candidate).collect();
        let rest: Vec<usize> = all
            .iter()
            .copied()
            .filter(|at| !placed.contains(at))
            .collect();
        let routed = planner::routes(&rest, &self.candidates, &slots, chance);
        fill(&mut stops, &mut slots, routed);
        stops.sort_by_key(|stop| (stop.day, stop.inspector, stop.stop));
        let visit = |stop: &Stop| {
            let company = alike.get(&stop.candidate)?;
            let campaign = campaign_of.get(&stop.candidate).copied();
            let workplace = self.workplaces.get(stop.candidate)?;
            Some(planned(workplace, company, campaign, stop))
        };
        stops.iter().filter_map(visit).collect()
    }
}

/// Adds stops, which take room, after those that the same inspectors have on the same days.
fn fill(stops: &mut Vec<Stop>, slots: &mut [Slot], new: Vec<Stop>) {
    let earlier = stops.clone();
    for mut stop in new {
        let same = |slot: &&mut Slot| slot.day == stop.day && slot.inspector == stop.inspector;
        if let Some(slot) = slots.iter_mut().find(same) {
            slot.room = slot.room.saturating_sub(1);
        }
        let before = earlier.iter();
        let before = before.filter(|old| old.day == stop.day && old.inspector == stop.inspector);
        stop.stop += before.count();
        stops.push(stop);
    }
}

fn planned(
    workplace: &Workplace,
    company: &Company,
    campaign: Option<Id>,
    stop: &Stop,
) -> PlannedVisit {
    PlannedVisit {
        establishment_id: workplace.id,
        name: workplace.name.clone(),
        risk_value: workplace.risk_value,
        risk_band: workplace.risk_band,
        alike: PlannedAlike {
            isic: company.alike.isic.clone(),
            size_band: company.alike.size.map(str::to_owned),
            subdivision: company.alike.district.clone(),
        },
        kind: match campaign {
            Some(_) => VisitKind::Campaign,
            None => VisitKind::Routine,
        },
        campaign_id: campaign,
        planned_on: stop.day,
        inspector_id: stop.inspector,
        stop: stop.stop,
        kilometres: stop.kilometres,
        visit_id: None,
    }
}

/// What the planner knows of workplaces.
pub fn candidates(workplaces: &[Workplace], parameters: &Parameters) -> Vec<Candidate> {
    let one = |workplace: &Workplace| Candidate {
        id: workplace.id,
        isic: workplace.isic.clone(),
        size: workplace.size_band.map(SizeBand::as_str),
        district: workplace.subdivision.clone(),
        point: workplace.point,
        weight: parameters.weight_of(workplace.risk_band),
    };
    workplaces.iter().map(one).collect()
}
