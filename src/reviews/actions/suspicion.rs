//! A review comes under suspicion, or no longer is; and the public sees it.

use super::{Desk, ReviewError, get_locked, log, score};
use crate::agencies;
use crate::config::Publishing;
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::reviews::model::{Review, Suspicion, days_after};
use crate::reviews::store;

/// Agencies of whose reviews the public sees it in one go.
const AGENCIES_AT_ONCE: i64 = 10;

/// Begins or ends the suspicion against a review, for moderators. The public sees that of a published one when it sees
/// what appears: with the batch of the next day, or at once where reviews appear at once.
pub(super) fn turn(
    conn: &mut Conn,
    desk: &Desk,
    before: &Review,
    since: Option<Date>,
) -> Result<Review, ReviewError> {
    let seen_on = match desk.publishing {
        Publishing::AtOnce => desk.today(),
        Publishing::Daily { .. } => days_after(desk.today(), 1),
    };
    let suspicion = if before.is_public() {
        before.suspicion.turned(since, seen_on)
    } else {
        Suspicion {
            since,
            ..Suspicion::default()
        }
    };
    let after = Review {
        suspicion,
        oddities: before.oddities + 1,
        ..before.clone()
    };
    if !store::update_suspicion(conn, &after)? {
        return Err(ReviewError::Overtaken);
    }
    if is_due(&after, desk) {
        return show(conn, desk, &after);
    }
    Ok(after)
}

fn is_due(review: &Review, desk: &Desk) -> bool {
    let day = review.suspicion.follows_on;
    review.is_public() && day.is_some_and(|day| day <= desk.today())
}

/// Lets everybody see whether a published review is under suspicion: its page says so, it counts no longer or again, and
/// the log has an entry.
fn show(conn: &mut Conn, desk: &Desk, before: &Review) -> Result<Review, ReviewError> {
    let after = Review {
        suspicion: before.suspicion.followed(desk.today()),
        ..before.clone()
    };
    if !store::update_suspicion(conn, &after)? {
        return Err(ReviewError::Overtaken);
    }
    log::note_suspicion(conn, desk, &after)?;
    score::follow(conn, desk, before, Some(&after))?;
    Ok(after)
}

/// Lets everybody see the suspicions whose day has come, all of an agency together; returns how many there were.
pub fn show_suspicions(conn: &mut Conn, desk: &Desk) -> Result<usize, ReviewError> {
    let mut shown = 0;
    for (agency, due) in store::list_following(conn, desk.today(), AGENCIES_AT_ONCE)? {
        agencies::lock_rating(conn, agency)?;
        for review in due {
            // Until the lock was ours a moderator may have turned it again.
            let review = get_locked(conn, desk, review)?;
            if is_due(&review, desk) {
                show(conn, desk, &review)?;
                shown += 1;
            }
        }
    }
    Ok(shown)
}
