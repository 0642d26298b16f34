//! What is done once a minute, and what other areas and commands ask for.

use std::sync::Arc;

use actix_web::web;

use super::actions::{self, Desk};
use super::model::Month;
use crate::agencies;
use crate::config::Suspicion;
use crate::identity::Acting;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

impl Desk {
    /// The desk of the service itself, at a time.
    pub(super) fn at(services: &Services, now: Time) -> Self {
        Self {
            vault: services.vault.clone(),
            lookup: Arc::clone(&services.lookup),
            randomness: Arc::clone(&services.randomness),
            code_lists: services.code_lists(),
            minimum: services.config.rating_minimum,
            place: None,
            publishing: services.config.publishing,
            suspends: services.config.suspicion == Suspicion::Hold,
            now,
        }
    }
}

/// Erases the reviews that have been kept for as long as they may be: what its author took back and
/// what was not published, two years after, and what became of the rows of batches that old. Returns how
/// many reviews there were.
pub fn forget_expired(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let desk = Desk::at(services, now);
    actions::forget_batches(conn, &desk)?;
    Ok(actions::forget_expired(conn, &desk)?)
}

/// Moves the reviews of an agency that turned out to be another one.
pub fn follow_agency(
    conn: &mut Conn,
    services: &Services,
    now: Time,
    join: agencies::Join,
) -> Result<(), Problem> {
    Ok(actions::follow_agency(
        conn,
        &Desk::at(services, now),
        join,
    )?)
}

/// Looks again at reviews near which others were filed, and forgets from which networks they came when it is
/// time. Returns of how many published ones everybody sees at once that they are being checked; then what the public
/// reads has changed.
pub fn keep_watch(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    Ok(actions::reconsider(conn, &Desk::at(services, now))?)
}

/// Lets the reviews appear whose day has come, and in the same batch those be seen as being checked, or no longer,
/// whose day has come. Returns how many there were; then what the public reads has changed.
pub fn let_appear(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let desk = Desk::at(services, now);
    Ok(actions::appear(conn, &desk)? + actions::show_suspicions(conn, &desk)?)
}

/// Remembers, until the week is over, from which network somebody acts who speaks for an agency.
pub fn note_representative(
    conn: &mut Conn,
    services: &Services,
    acting: &Acting,
) -> Result<(), Problem> {
    let desk = Desk {
        place: acting.place,
        ..Desk::at(services, acting.now)
    };
    let organisation = acting.organisation;
    Ok(actions::note_representative(conn, &desk, organisation)?)
}

/// Notes reviews that were published before there was a transparency log; returns how many there were
/// this time, 0 when all are noted.
pub fn note_unlogged(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    Ok(actions::note_unlogged(conn, &Desk::at(services, now))?)
}

/// Puts what was decided on the days that are over into the transparency log. Returns how many
/// publications there were; then what the public reads has changed.
pub fn keep_log(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let (desk, url) = (Desk::at(services, now), &services.config.public_url);
    Ok(actions::keep_log(conn, &desk, &services.keyring, url)?)
}

/// Transactions in which agencies of before there were statistics are counted in one go; others write
/// between them.
const COUNTING_ROUNDS: u32 = 20;

/// Keeps ratings and the costs of recruitment up with the calendar.
#[derive(Debug, Default)]
pub struct ScoreKeeper {
    /// Whether every agency with published reviews has statistics; from then on it stays so.
    all_counted: bool,
    /// The day for which all costs were made anew.
    costs_of: Option<Date>,
}

impl ScoreKeeper {
    /// Begins a month of ratings when it is time, counts some ratings to it, and makes anew some of what
    /// is shown of costs. Returns how many of both there were; then what the public reads has changed.
    pub async fn keep(
        &mut self,
        services: &web::Data<Services>,
        now: Time,
    ) -> Result<usize, Problem> {
        let month = Month::of(now.date());
        let begun = services.db.read(actions::month_begun).await?;
        if begun < Some(month) {
            // Read without a lock on anything: it looks at the numbers of all agencies.
            let survey = move |conn: &mut Conn| actions::survey(conn, month);
            let priors = services.db.read_snapshot(survey).await?;
            let start = move |conn: &mut Conn| actions::begin_month(conn, month, &priors);
            services.db.write(start).await?;
        }
        let desk = Desk::at(services, now);
        let mut changed = 0;
        for _ in 0..COUNTING_ROUNDS {
            if self.all_counted {
                break;
            }
            let of_job = desk.clone();
            let count = move |conn: &mut Conn| actions::count_unscored(conn, &of_job);
            let counted: usize = services.db.write(count).await?;
            self.all_counted = counted == 0;
            changed += counted;
        }
        let of_job = desk.clone();
        let age = move |conn: &mut Conn| actions::age_scores(conn, &of_job);
        changed += services.db.write(age).await?;
        if self.costs_of != Some(now.date()) {
            let keep = move |conn: &mut Conn| actions::keep_costs(conn, &desk);
            let made: usize = services.db.write(keep).await?;
            self.costs_of = (made == 0).then_some(now.date());
            changed += made;
        }
        Ok(changed)
    }
}

/// Agencies that have a rating, after this one.
pub fn rated_agencies(conn: &mut Conn, after: Option<Id>) -> Result<Vec<Id>, DbError> {
    actions::rated_agencies(conn, after)
}

/// What of an agency's rating is not what follows from its published reviews; it is put right when
/// `repair` is wanted.
pub fn check_rating(
    conn: &mut Conn,
    services: &Services,
    now: Time,
    agency: Id,
    repair: bool,
) -> Result<Vec<String>, Problem> {
    Ok(actions::check(
        conn,
        &Desk::at(services, now),
        agency,
        repair,
    )?)
}
