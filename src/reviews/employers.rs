//! What the area of employers asks of this one.

use super::actions::{self, Desk};
use crate::identity::Caller;
use crate::identity::permissions::DecideOnEmployers;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// How many reviews of an employer wait for a moderator.
pub fn count_waiting(conn: &mut Conn, employer: Id) -> Result<i64, DbError> {
    actions::count_waiting(conn, employer)
}

/// Rejects every review that waits of an employer who has no page, and takes down what was published;
/// its author reads why. The caller has locked the employer's rating.
pub fn refuse_reviews(
    conn: &mut Conn,
    services: &Services,
    by: &Caller<DecideOnEmployers>,
    employer: Id,
    now: Time,
) -> Result<(), Problem> {
    Ok(actions::refuse_all(
        conn,
        &Desk::at(services, now),
        by,
        employer,
    )?)
}
