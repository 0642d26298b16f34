//! Asking 7, 30 and 90 days later whether somebody takes revenge: what requests for help and safety reports share.
//!
//! What must always be true: each check-in is there once, however many instances run; asking opens nothing sealed; the
//! holder of the code is never shown what was answered.

mod model;
mod store;

pub use model::{AFTER_DAYS, CheckIn, CheckInAnswer, GivenAnswer, OwnCheckIn};
pub use store::{answer, delete, delete_unasked, list, list_due, mark_asked};

use std::time::Duration;

use crate::correspondence::Subject;
use crate::identity::SubjectKind;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::{Context, Services};
use crate::platform::ids::Id;
use crate::platform::problem::{ProblemCode, problem_code};

/// A check-in is not due yet.
pub const CHECK_IN_NOT_DUE: ProblemCode = problem_code("check_in_not_due", 409);
/// A check-in was answered.
pub const CHECK_IN_ANSWERED: ProblemCode = problem_code("check_in_answered", 409);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[&CHECK_IN_NOT_DUE, &CHECK_IN_ANSWERED];

const DAY: Duration = Duration::from_hours(24);

/// Plans the check-ins about something, counted from a time.
pub fn plan(
    conn: &mut Conn,
    services: &Services,
    subject: Subject,
    from: Time,
) -> Result<(), DbError> {
    for after_days in AFTER_DAYS {
        let id = Id::from_parts(from, &*services.randomness);
        let days = u32::try_from(after_days).unwrap_or_default();
        store::insert(conn, id, subject, after_days, from.plus(DAY * days))?;
    }
    Ok(())
}

/// What is asked about things of a kind, in the caller's language.
pub fn question(context: &Context, kind: SubjectKind) -> String {
    let name = match kind {
        SubjectKind::AssistanceRequest | SubjectKind::Review => "check-in-question",
        SubjectKind::SafetyReport => "check-in-question-report",
    };
    context.say(name, None, &Vec::new())
}
