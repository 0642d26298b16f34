//! Who is asked next.

use std::time::Duration;

use super::competences;
use super::coverage::{self, Coverage};
use super::need::Need;
use super::rank::{Candidate, Fit, OfferReason, rank};
use super::store;
use crate::assistance::actions::{count_open, hour_of};
use crate::organisations::{self, Filter, hold};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Organisations that are asked before the operator's desk has it: a day each is less than the seven days
/// within which somebody must have looked. Also those to which the key of a sealed request goes ahead.
const MOST_ASKED: usize = 5;
/// Organisations of a country that are looked at.
const MOST_LOOKED_AT: i64 = 1000;

/// What happens to a request next.
#[derive(Debug, Clone)]
pub enum Next {
    /// An organisation has it: it declared nothing, or it is the last stop.
    Give(Fit),
    /// An organisation is asked.
    Offer {
        /// Which, and why.
        fit: Fit,
        /// By when it has answered.
        answer_by: Time,
    },
    /// There is nobody.
    Nobody,
}

/// Who is asked, in which order, and who is next.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Everybody who may be asked.
    pub fits: Vec<Fit>,
    /// What happens now.
    pub next: Next,
}

impl Plan {
    /// The organisation that has the request by it.
    pub const fn owner(&self) -> Option<Id> {
        match &self.next {
            Next::Give(fit) => Some(fit.organisation),
            Next::Offer { .. } | Next::Nobody => None,
        }
    }

    /// Goes on with those who are still to be asked.
    pub fn of_fits(
        conn: &mut Conn,
        services: &Services,
        mut fits: Vec<Fit>,
        (need, passed_over): (&Need, &[Id]),
    ) -> Result<Self, Problem> {
        fits.retain(|fit| !passed_over.contains(&fit.organisation));
        let desk = services.config.operator_desk;
        fits.retain(|fit| Some(fit.organisation) != desk);
        fits.truncate(MOST_ASKED);
        if let Some(desk) = desk.filter(|desk| !passed_over.contains(desk)) {
            fits.push(Fit {
                organisation: desk,
                reasons: vec![OfferReason::LastStop],
            });
        }
        let next = choose(conn, services, &fits, need)?;
        Ok(Self { fits, next })
    }
}

/// Who fits a need, except for those who are passed over: they were asked, or the person has excluded them.
pub fn plan(
    conn: &mut Conn,
    services: &Services,
    need: &Need,
    passed_over: &[Id],
) -> Result<Plan, Problem> {
    let wanted = Filter {
        country: Some(need.country.clone()),
        ..Filter::default()
    };
    let takes = competences::all();
    let mut candidates = Vec::new();
    for found in organisations::list(conn, &wanted, MOST_LOOKED_AT)? {
        let can = |competence: &String| takes.contains(&competence.as_str());
        if passed_over.contains(&found.id) || !found.competences.iter().any(can) {
            continue;
        }
        candidates.push(Candidate {
            coverage: coverage::read(conn, found.id)?.1,
            open: count_open(conn, found.id)?,
            organisation: found.id,
            competences: found.competences,
        });
    }
    candidates.retain(|candidate| {
        let capacity = candidate
            .coverage
            .as_ref()
            .and_then(|declared| declared.capacity);
        capacity.is_none_or(|most| candidate.open < i64::from(most))
    });
    Plan::of_fits(conn, services, rank(need, &candidates), (need, passed_over))
}

fn choose(
    conn: &mut Conn,
    services: &Services,
    fits: &[Fit],
    need: &Need,
) -> Result<Next, Problem> {
    for fit in fits {
        if !hold(conn, fit.organisation)? {
            continue;
        }
        let fit = fit.clone();
        if fit.reasons.contains(&OfferReason::LastStop) {
            return Ok(Next::Give(fit));
        }
        match coverage::read(conn, fit.organisation)?.1 {
            None => return Ok(Next::Give(fit)),
            Some(declared) if is_full(conn, fit.organisation, &declared)? => {}
            Some(declared) => {
                let answer_by = answer_by(services, &declared, need);
                return Ok(Next::Offer { fit, answer_by });
            }
        }
    }
    Ok(Next::Nobody)
}

/// What it is asked to take counts as well.
fn is_full(conn: &mut Conn, organisation: Id, declared: &Coverage) -> Result<bool, DbError> {
    let Some(capacity) = declared.capacity else {
        return Ok(false);
    };
    let open = count_open(conn, organisation)? + store::count_open_offers(conn, organisation)?;
    Ok(open >= i64::from(capacity))
}

/// When somebody is in danger, minutes count, whatever the hour. Otherwise the time begins with the next
/// full hour at which somebody is there: never less than was promised, and it does not tell the minute in
/// which the request was filed.
fn answer_by(services: &Services, declared: &Coverage, need: &Need) -> Time {
    if need.is_critical {
        return critical_answer_by(services, need.now);
    }
    let hours = services.config.offer_hours;
    let own = declared.answer_within_hours.map_or(hours, u32::from);
    let begins = declared.next_opening(hour_of(need.now).plus(Duration::from_hours(1)));
    begins.plus(Duration::from_hours(u64::from(own.min(hours))))
}

/// By when an offer is answered when somebody may be in danger.
pub fn critical_answer_by(services: &Services, now: Time) -> Time {
    now.plus(Duration::from_mins(u64::from(
        services.config.offer_critical_minutes,
    )))
}
