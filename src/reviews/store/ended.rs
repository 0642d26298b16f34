//! Reviews on which nobody has decided, and those whose time is over.

use diesel::prelude::*;

use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::reviews::model::ModerationStatus;
use crate::schema::reviews;

/// Reviews of an entry that wait for a moderator.
pub fn list_pending(conn: &mut Conn, agency: Id) -> Result<Vec<Id>, DbError> {
    Ok(pending(agency).select(reviews::id).load(conn)?)
}

/// How many of them there are.
pub fn count_pending(conn: &mut Conn, agency: Id) -> Result<i64, DbError> {
    Ok(pending(agency).count().get_result(conn)?)
}

fn pending(agency: Id) -> reviews::BoxedQuery<'static, MultiBackend> {
    reviews::table
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::status.eq(ModerationStatus::Pending))
        .into_boxed()
}

/// Reviews that are not public, and have not been changed since a day: taken back by their authors, or
/// not published.
pub fn list_over(conn: &mut Conn, since: Date, most: i64) -> Result<Vec<Id>, DbError> {
    Ok(over(since)
        .order((reviews::changed_on, reviews::id))
        .limit(most)
        .select(reviews::id)
        .load(conn)?)
}

/// Whether a review is among those of [`list_over`].
pub fn is_over(conn: &mut Conn, review: Id, since: Date) -> Result<bool, DbError> {
    let found: Option<Id> = over(since)
        .filter(reviews::id.eq(review))
        .select(reviews::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

fn over(since: Date) -> reviews::BoxedQuery<'static, MultiBackend> {
    let refused = reviews::status.eq(ModerationStatus::Rejected);
    reviews::table
        .filter(refused.or(reviews::status.eq(ModerationStatus::Withdrawn)))
        .filter(reviews::changed_on.lt(since))
        .into_boxed()
}
