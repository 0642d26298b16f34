//! What is forgotten as time goes by.

use super::{Desk, ReplyError};
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::replies::store::{replies, reports};
use crate::reviews;

/// Months for which a report is kept after it was decided.
const MONTHS: i32 = 24;
/// Replies and reports that are looked at in one go, so that nobody waits for long.
const AT_ONCE: i64 = 100;

/// Erases a reply: its key is destroyed, its rows are deleted, it is no longer shown.
pub fn erase_reply(
    conn: &mut Conn,
    desk: Desk<'_>,
    reply: Id,
    public_review: Id,
) -> Result<(), ReplyError> {
    reviews::remove_reply(conn, public_review)?;
    replies::delete(conn, reply)?;
    Ok(desk.services.vault.destroy(conn, reply)?)
}

/// Erases replies to what is no longer public, and reports that have been kept for as long as they
/// may be; returns how many there were. Public ids are random, so that by beginning at a random one
/// each time every reply is looked at before long.
pub fn forget_ended(conn: &mut Conn, desk: Desk<'_>) -> Result<usize, ReplyError> {
    let from = Id::random(&*desk.services.randomness);
    let some = replies::list_from(conn, from, AT_ONCE)?;
    let of = some.iter().map(|(_, public_review)| *public_review);
    let public = reviews::still_public(conn, of.collect())?;
    let mut forgotten = 0;
    for (reply, public_review) in some {
        if !public.contains(&public_review) {
            erase_reply(conn, desk, reply, public_review)?;
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
