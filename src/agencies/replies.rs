//! How an agency answers its reviews: counted where replies are published, shown on its page.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::agency_reply_counts;

/// How an agency answers its reviews.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Replies {
    /// Whether somebody speaks for the agency here, and so could answer.
    pub claimed: bool,
    /// The share of its published reviews to which it has answered. Null while nobody speaks for it
    /// and while there are fewer reviews than a rating needs.
    #[schema(minimum = 0, maximum = 1)]
    pub answered_share: Option<f64>,
    /// The share that it answered in the month in which they were published, or in the next; no
    /// finer measure is taken, because nobody is told the day on which a review was published.
    #[schema(minimum = 0, maximum = 1)]
    pub answered_soon_share: Option<f64>,
}

/// How many of an agency's reviews are answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = agency_reply_counts)]
pub struct ReplyCounts {
    /// All of them.
    pub answered: i64,
    /// Those in the month of publication, or the next.
    pub answered_soon: i64,
}

impl Replies {
    /// What is told of an agency with so many published reviews.
    pub(super) fn of(counts: Option<ReplyCounts>, reviews: u32, minimum: u32) -> Self {
        let told = counts.filter(|_| reviews >= minimum && reviews > 0);
        let share = |count: i64| {
            let count = u32::try_from(count).unwrap_or(u32::MAX).min(reviews);
            f64::from(count) / f64::from(reviews)
        };
        Self {
            claimed: counts.is_some(),
            answered_share: told.map(|counts| share(counts.answered)),
            answered_soon_share: told.map(|counts| share(counts.answered_soon)),
        }
    }
}

/// Stores how many reviews of an agency are answered; none when nobody speaks for it. The caller
/// has locked whatever keeps others from counting at the same time.
pub fn put_reply_counts(
    conn: &mut Conn,
    agency: Id,
    counts: Option<ReplyCounts>,
) -> Result<(), DbError> {
    diesel::delete(agency_reply_counts::table.find(agency)).execute(conn)?;
    if let Some(counts) = counts {
        diesel::insert_into(agency_reply_counts::table)
            .values((
                agency_reply_counts::agency_id.eq(agency),
                agency_reply_counts::answered.eq(counts.answered),
                agency_reply_counts::answered_soon.eq(counts.answered_soon),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// How many reviews of an agency are answered; none when nobody speaks for it.
pub(super) fn find_reply_counts(conn: &mut Conn, agency: Id) -> QueryResult<Option<ReplyCounts>> {
    agency_reply_counts::table
        .find(agency)
        .select(ReplyCounts::as_select())
        .first(conn)
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_of_enough_reviews_of_who_could_answer() {
        let counts = |answered, answered_soon| {
            Some(ReplyCounts {
                answered,
                answered_soon,
            })
        };
        let nobody = Replies::of(None, 4, 3);
        assert!(!nobody.claimed && nobody.answered_share.is_none());
        let few = Replies::of(counts(2, 1), 2, 3);
        assert!(few.claimed && few.answered_share.is_none());
        let enough = Replies::of(counts(3, 1), 4, 3);
        assert_eq!(enough.answered_share, Some(0.75));
        assert_eq!(enough.answered_soon_share, Some(0.25));
        assert_eq!(Replies::of(counts(9, 9), 4, 0).answered_share, Some(1.0));
        assert_eq!(Replies::of(counts(0, 0), 0, 0).answered_share, None);
    }
}
