//! What happens by itself: offers lapse, and what nobody has goes to the next one.

use super::apply::{Ended, end, go_on, withdraw_keys};
use super::need::{Facts, Need};
use super::plan::{Next, Plan, plan};
use super::rank::Fit;
use super::store::{self, OfferOutcome};
use crate::assistance::read_codes;
use crate::assistance::store::{self as requests, QueueRank, RequestRow};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Requests that are treated in one go, so that nobody waits for long.
const AT_ONCE: i64 = 100;

/// Ends the offers that were not answered in time, and looks for somebody for every request that nobody
/// has: an organisation may have joined since. Returns for how many somebody was found.
///
/// Each request is locked and looked at again before it is changed, so that of several instances one does
/// each step.
pub fn route_unassigned(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let mut found = 0;
    for request in store::list_lapsed(conn, now, AT_ONCE)? {
        found += usize::from(lapse(conn, services, request, now)?);
    }
    let desk = services.config.operator_desk;
    for request in store::list_unowned(conn, QueueRank::Ended.as_number(), desk, AT_ONCE)? {
        let Some(mut row) = requests::find_locked(conn, request)? else {
            continue;
        };
        if is_unowned(conn, &row)? {
            found += usize::from(go_to_next(conn, services, &mut row, now)?);
        }
    }
    Ok(found)
}

fn is_unowned(conn: &mut Conn, row: &RequestRow) -> Result<bool, Problem> {
    let is_free = row.organisation_id.is_none() && !row.status.has_ended();
    Ok(is_free && store::find_open(conn, row.id)?.is_none())
}

fn lapse(conn: &mut Conn, services: &Services, request: Id, now: Time) -> Result<bool, Problem> {
    let Some(mut row) = requests::find_locked(conn, request)? else {
        return Ok(false);
    };
    let open = store::find_open(conn, request)?;
    let is_over = |by: Option<Time>| by.is_some_and(|by| by <= now);
    let Some(offer) = open.filter(|offer| is_over(offer.answer_by)) else {
        return Ok(false);
    };
    end(conn, offer, &Ended::by_itself(OfferOutcome::Lapsed), now)?;
    go_to_next(conn, services, &mut row, now)
}

/// Asks the next one, or gives it to the last stop; says whether there was anybody. Nobody is asked twice.
pub fn go_to_next(
    conn: &mut Conn,
    services: &Services,
    row: &mut RequestRow,
    now: Time,
) -> Result<bool, Problem> {
    let passed_over = passed_over(conn, row.id)?;
    if is_only(conn, row.id)? {
        return Ok(false);
    }
    let need = Need::of(row, Facts::default(), now)?;
    let mut fits = Vec::new();
    for (organisation, reasons) in store::list_candidates(conn, row.id)? {
        let reasons = read_codes(&reasons)?;
        fits.push(Fit {
            organisation,
            reasons,
        });
    }
    fits.retain(|fit| !passed_over.contains(&fit.organisation));
    let next = if fits.is_empty() {
        plan(conn, services, &need, &passed_over)?
    } else {
        Plan::of_fits(conn, services, fits, (&need, &passed_over))?
    };
    let had_somebody = !store::list_candidates(conn, row.id)?.is_empty();
    let finds_somebody = !matches!(next.next, Next::Nobody);
    if finds_somebody || had_somebody {
        go_on(conn, services, row, &next, now)?;
        withdraw_keys(conn, row)?;
    }
    Ok(finds_somebody)
}

/// Those who were asked or had it, and those whom the person has excluded.
pub fn passed_over(conn: &mut Conn, request: Id) -> Result<Vec<Id>, Problem> {
    let mut passed_over = store::list_exclusions(conn, request)?;
    let asked = store::list_offers(conn, request)?;
    passed_over.extend(asked.into_iter().map(|offer| offer.organisation_id));
    Ok(passed_over)
}

/// Whether the person wants nobody but whom they have chosen.
pub fn is_only(conn: &mut Conn, request: Id) -> Result<bool, Problem> {
    let asked = store::list_offers(conn, request)?;
    Ok(asked.last().is_some_and(|offer| offer.is_only))
}
