//! Follow an agency that turned out to be another one.

use super::model::ClaimStatus;
use super::{interests, store};
use crate::agencies::Join;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::problem::Problem;

/// Moves the claims of the entry that went. Who speaks for the one that stays goes on doing so: a claim
/// of the other that says the same again, or contradicts it, ends.
pub fn follow_agency(
    conn: &mut Conn,
    _services: &Services,
    now: Time,
    join: Join,
) -> Result<(), Problem> {
    let is_held = store::find_standing(conn, join.into)?.is_some();
    for claim in store::list_live(conn, join.from)? {
        let is_repeated = store::has_live(conn, join.into, claim.organisation_id)?;
        let ended = match claim.status {
            ClaimStatus::Approved if is_held || is_repeated => Some(ClaimStatus::Revoked),
            ClaimStatus::Pending if is_repeated => Some(ClaimStatus::Denied),
            ClaimStatus::Approved
            | ClaimStatus::Pending
            | ClaimStatus::Denied
            | ClaimStatus::Revoked => None,
        };
        if let Some(status) = ended {
            store::end_by_join(conn, claim.id, status, now.date())?;
        }
    }
    interests::follow(conn, join)?;
    Ok(store::move_to_agency(conn, join.from, join.into)?)
}
