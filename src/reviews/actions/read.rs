//! What can be read of reviews.

use std::collections::BTreeMap;

use super::ReviewError;
use crate::agencies;
use crate::claims;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::reviews::model::{Shown, shown};
use crate::reviews::store::{self, EventRow, PublicPosition, PublicRow, PublicationRow, ReplyRow};

/// What happened to a review, oldest first.
pub fn history(conn: &mut Conn, review: Id) -> Result<Vec<EventRow>, DbError> {
    store::list_events(conn, review)
}

/// A published review and what may be told with it.
pub struct PublicReview {
    /// The review; not all of it is shown.
    pub row: PublicRow,
    /// The circumstances that do not single it out.
    pub shown: Shown,
    /// The scores on dimensions on which enough reviews say something.
    pub scores: Vec<(String, i64)>,
    /// How it is found in the transparency log.
    pub publication: Option<PublicationRow>,
    /// What the agency answers.
    pub reply: Option<ReplyRow>,
}

/// What the public sees of an agency's reviews.
pub struct Shelf {
    /// Reviews of one page, and one more when there is a next page.
    pub reviews: Vec<PublicReview>,
    /// How often a published review was taken down, by reason.
    pub removals: Vec<(String, i64)>,
    /// How many of all of them are under suspicion.
    pub under_review: i64,
}

/// Published reviews of an agency; none while there are fewer than `minimum`, because the agency
/// would know who wrote the only one.
pub fn shelf(
    conn: &mut Conn,
    agency: Id,
    after: Option<PublicPosition>,
    rows: i64,
    minimum: u32,
) -> Result<Shelf, ReviewError> {
    let agency = agencies::resolve(conn, agency)?.ok_or(ReviewError::UnknownAgency)?;
    let removals = store::removals(conn, agency)?;
    let counts = store::shelf_counts(conn, agency)?;
    if counts.count() < minimum {
        return Ok(Shelf {
            reviews: Vec::new(),
            removals,
            under_review: 0,
        });
    }
    let all = counts.circumstances();
    let page = store::public_page(conn, agency, after, rows)?;
    let ids: Vec<Id> = page.iter().map(|row| row.id).collect();
    let mut scores = store::scores_of(conn, &ids)?;
    let in_public: Vec<Id> = page.iter().map(|row| row.public_id).collect();
    let mut replies = replies(conn, agency, in_public.clone())?;
    let mut publications = store::publications(conn, in_public)?;
    let enough = |dimension: &String| counts.on(dimension) >= minimum;
    let reviews = page.into_iter().map(|row| PublicReview {
        publication: publications.remove(&row.public_id),
        reply: replies.remove(&row.public_id),
        shown: shown(&row.circumstances(), &all, minimum),
        scores: {
            let own = scores.remove(&row.id).unwrap_or_default();
            own.into_iter().filter(|(d, _)| enough(d)).collect()
        },
        row,
    });
    Ok(Shelf {
        reviews: reviews.collect(),
        removals,
        under_review: counts.held(),
    })
}

/// What the agency answers to some publications, as long as who answered speaks for it.
fn replies(
    conn: &mut Conn,
    agency: Id,
    of: Vec<Id>,
) -> Result<BTreeMap<Id, ReplyRow>, ReviewError> {
    let Some(standing) = claims::find_standing(conn, agency)? else {
        return Ok(BTreeMap::new());
    };
    let mut replies = store::replies_to(conn, of)?;
    replies.retain(|_, reply| reply.claim_id == standing.claim);
    Ok(replies)
}
