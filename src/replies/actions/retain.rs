//! What is forgotten as time goes by.

use super::{Desk, ReplyError};
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::replies::store::replies::{self, ReplyRow};
use crate::replies::store::reports;
use crate::{agencies, reviews};

/// Months for which a report is kept after it was decided.
const MONTHS: i32 = 24;
/// Replies and reports that are looked at in one go, so that nobody waits for long.
const AT_ONCE: i64 = 100;

/// Erases a reply: its key is destroyed, its rows are deleted, it is no longer shown.
pub fn erase_reply(conn: &mut Conn, desk: Desk<'_>, reply: &ReplyRow) -> Result<(), ReplyError> {
    agencies::lock_rating(conn, reply.agency_id)?;
    reviews::remove_reply(conn, reply.agency_id, reply.public_review_id)?;
    replies::delete(conn, reply.id)?;
    Ok(desk.services.vault.destroy(conn, reply.id)?)
}

/// Erases replies to what is no longer public, and reports that have been kept for as long as they
/// may be; returns how many there were. Public ids are random, so that by beginning at a random one
/// each time every reply is looked at before long.
pub fn forget_ended(conn: &mut Conn, desk: Desk<'_>) -> Result<usize, ReplyError> {
    let from = Id::random(&*desk.services.randomness);
    let some = replies::list_from(conn, from, AT_ONCE)?;
    let of = some.iter().map(|reply| reply.public_review_id);
    let public = reviews::still_public(conn, of.collect())?;
    let mut forgotten = 0;
    for reply in some {
        if !public.contains(&reply.public_review_id) {
            erase_reply(conn, desk, &reply)?;
            forgotten += 1;
        }
    }
    let since = desk.now.plus_months(-MONTHS).date();
    for report in reports::list_over(conn, since, AT_ONCE)? {
        reports::delete(conn, report)?;
        desk.services.vault.destroy(conn, report)?;
        forgotten += 1;
    }
    Ok(forgotten)
}
