//! What is forgotten as time goes by.

use super::{Desk, ReviewError, erase_rows};
use crate::agencies;
use crate::platform::db::Conn;
use crate::reviews::store;

/// Months for which a review is kept that its author took back, or that was not published.
const MONTHS: i32 = 24;
/// Reviews that are treated in one go, so that nobody waits for long.
const AT_ONCE: i64 = 100;

/// Erases the reviews that are not public and have been kept for as long as they may be; returns how
/// many there were.
pub fn forget_expired(conn: &mut Conn, desk: &Desk) -> Result<usize, ReviewError> {
    let since = desk.now.plus_months(-MONTHS).date();
    let mut forgotten = 0;
    for review in store::list_over(conn, since, AT_ONCE)? {
        let Some(agency) = store::find_agency(conn, review)? else {
            continue;
        };
        // Its author may change it, and a moderator publish it, until the lock is ours.
        agencies::lock_rating(conn, agency)?;
        if store::is_over(conn, review, since)? {
            erase_rows(conn, desk, review)?;
            forgotten += 1;
        }
    }
    Ok(forgotten)
}
