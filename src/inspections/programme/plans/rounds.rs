//! Rounds: an establishment and others that are alike, visited on one day. For whatever cannot wait for a plan: whoever goes
//! to one takes company along.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::accept::{NewVisit, make};
use super::http::Planner;
use super::propose::candidates;
use super::{parameters, store};
use crate::establishments::{Workplace, list_workplaces};
use crate::identity::audit::{Action, Subject};
use crate::identity::{is_member, permissions::Role};
use crate::inspections::error::InspectionError;
use crate::inspections::programme::planner::{Chance, companies};
use crate::inspections::records::VisitKind;
use crate::organisations;
use crate::platform::clock::{Date, Time};
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, Services};
use crate::platform::ids::Id;
use crate::platform::place::CountryCode;
use crate::platform::problem::Problem;

/// A round that is to be made.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "country": "MY", "establishment_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "on": "2026-12-07",
    "inspector_ids": ["01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60"] }))]
pub struct NewVisitRound {
    /// The country.
    country: CountryCode,
    /// Where somebody has to go. No list, record or log says which of the round it was.
    establishment_id: Id,
    /// The day, today at the earliest.
    on: Date,
    /// The team: all of them are told all visits.
    #[schema(min_items = 1, max_items = 20)]
    inspector_ids: Vec<Id>,
}

/// A round.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "on": "2026-12-07", "visits": [{ "visit_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6e",
    "establishment_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "name": "Meridian Sample Yard" }] }))]
pub struct VisitRound {
    /// The day.
    on: Date,
    /// Its visits, in no order that means anything.
    visits: Vec<VisitOfRound>,
}

/// A visit of a round.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitOfRound {
    /// The visit.
    visit_id: Id,
    /// The establishment.
    establishment_id: Id,
    /// Its name.
    name: String,
}

/// Visit an establishment at once, together with others that are alike.
///
/// For danger that cannot wait for a plan, for an accident, or as a surprise. The company is drawn from the register; whoever sees the
/// visits sees four or more of the same kind on the same day. Whoever watches who is visited first learns more.
#[utoipa::path(tag = "staff", operation_id = "make_visit_round",
    request_body = NewVisitRound,
    responses((status = 200, description = "The visits are made", body = VisitRound)))]
#[post("/staff/visit-rounds")]
pub async fn make_visit_round(
    by: Planner,
    command: Command<NewVisitRound>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let round = round(conn, &by, here.services(), &new, here.now())?;
        let answer = Answer::changed(&round)?;
        let what = (Action::VisitsPlanned, Subject::VisitPlan);
        by.record(
            conn,
            here.now(),
            what.0,
            what.1,
            here.new_id(),
            Some("round"),
        )?;
        Ok(answer)
    };
    command.run(&context, originator, work).await
}

fn round(
    conn: &mut Conn,
    by: &Planner,
    services: &Services,
    new: &NewVisitRound,
    now: Time,
) -> Result<VisitRound, InspectionError> {
    let organisation = organisations::find(conn, by.organisation())?;
    let country = new.country.as_str().to_owned();
    if !organisation.is_some_and(|found| found.countries.contains(&country)) {
        return Err(InspectionError::fault("/country", "not_a_country_of_yours"));
    }
    if new.on < now.date() {
        return Err(InspectionError::fault("/on", "in_the_past"));
    }
    for (at, inspector) in new.inspector_ids.iter().enumerate() {
        if !is_member(conn, *inspector, by.organisation(), Role::Inspector)? {
            let pointer = format!("/inspector_ids/{at}");
            return Err(InspectionError::fault(&pointer, "not_an_inspector"));
        }
    }
    let (mut workplaces, places) = list_workplaces(conn, &country)?;
    let meant = places.get(&new.establishment_id).copied();
    let planned = store::open_visits(conn, by.organisation())?;
    workplaces.retain(|place| Some(place.id) == meant || !planned.contains_key(&place.id));
    let members = company_of(services, (by.organisation(), new.on), &workplaces, meant)?;
    let team: BTreeSet<Id> = new.inspector_ids.iter().copied().collect();
    let visit = |place: &&Workplace| NewVisit {
        establishment: place.id,
        kind: VisitKind::Routine,
        campaign: None,
        day: new.on,
        team: team.clone(),
    };
    let visits: Vec<NewVisit> = members.iter().map(visit).collect();
    let made = make(conn, by, services, (&visits, &places), now)?;
    let shown = |place: &&Workplace| {
        Some(VisitOfRound {
            visit_id: *made.get(&place.id)?,
            establishment_id: place.id,
            name: place.name.clone(),
        })
    };
    Ok(VisitRound {
        on: new.on,
        visits: members.iter().filter_map(shown).collect(),
    })
}

/// The company of a workplace on a day, in the order of chance: the same however often somebody asks.
fn company_of<'a>(
    services: &Services,
    (organisation, day): (Id, Date),
    workplaces: &'a [Workplace],
    meant: Option<Id>,
) -> Result<Vec<&'a Workplace>, InspectionError> {
    let parameters = parameters()?;
    let unknown = || InspectionError::fault("/establishment_id", "unknown_establishment");
    let day = day.to_string();
    let scope: [&[u8]; 3] = [b"round", organisation.as_bytes(), day.as_bytes()];
    let chance = Chance::of_plan(&services.lookup, &scope);
    let candidates = candidates(workplaces, &parameters);
    let at = candidates.iter().position(|one| Some(one.id) == meant);
    let at = at.ok_or_else(unknown)?;
    let all = companies(&candidates, &parameters, &chance);
    let own = all
        .into_iter()
        .find(|company| company.members.contains(&at));
    let members = own.map(|company| company.members).unwrap_or_default();
    let mut found: Vec<&Workplace> = members
        .iter()
        .filter_map(|at| workplaces.get(*at))
        .collect();
    found.sort_by(|one, other| {
        let order = |place: &Workplace| chance.unit("order", place.id);
        order(one).total_cmp(&order(other))
    });
    Ok(found)
}
