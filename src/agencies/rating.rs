//! The summary of an agency's published reviews, which the reviews area computes and stores here.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::EntryKind;
use super::store::{find_current, find_of_kind};
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::agencies;

/// The method of a rating that shows no figure.
const TOO_FEW: &str = "none";

/// How workers rate an agency. Whatever rests on fewer reviews than the minimum is null.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Rating {
    /// Published reviews on which this rests. It is 0 as long as there are fewer than
    /// `minimum_reviews`: their number would tell when one of them is published or erased.
    pub review_count: u32,
    /// Reviews below which nothing is shown.
    pub minimum_reviews: u32,
    /// How much the reviews count together: old ones count less (`/v1/methodology/ratings`).
    #[serde(default)]
    pub effective_count: Option<f64>,
    /// The mean, 1 to 5, drawn towards the mean of the corridor while there are few reviews.
    pub mean: Option<f64>,
    /// The lower end of the interval in which the mean lies with 90 % probability.
    pub interval_low: Option<f64>,
    /// The upper end of that interval.
    pub interval_high: Option<f64>,
    /// Reviews by their overall score, from 1 to 5.
    pub distribution: Option<[u32; 5]>,
    /// How many reviews have which proof (code list `proof_tiers`), of those proofs that enough have; none
    /// of it where that would tell what proof few others have.
    #[serde(default)]
    pub proof_mix: BTreeMap<String, u32>,
    /// The scores of each dimension (code list `review_dimensions`) with enough reviews.
    pub dimensions: BTreeMap<String, Score>,
    /// The corridors with enough reviews, as far as what is shown of them does not give away what few
    /// say of the others.
    #[serde(default)]
    pub corridors: Vec<CorridorRating>,
    /// What the reviews tell of costs and contracts.
    #[serde(default)]
    pub told: ToldByReviews,
    /// Names the way of computing, which `/v1/methodology/ratings` explains.
    pub method: String,
    /// The month to which the ages of reviews are counted; null while nothing was counted.
    #[serde(default)]
    #[schema(example = "2026-11")]
    pub as_of: Option<String>,
}

impl Rating {
    /// The rating of an agency about which too little is known, not even how little.
    pub fn of_few(minimum_reviews: u32) -> Self {
        Self {
            review_count: 0,
            minimum_reviews,
            effective_count: None,
            mean: None,
            interval_low: None,
            interval_high: None,
            distribution: None,
            proof_mix: BTreeMap::new(),
            dimensions: BTreeMap::new(),
            corridors: Vec::new(),
            told: ToldByReviews::default(),
            method: TOO_FEW.to_owned(),
            as_of: None,
        }
    }

    /// What is shown of what an agency's row holds. A minimum that was raised since it was computed holds at once.
    pub(super) fn stored(
        count: i64,
        rating: Option<&Json>,
        minimum_reviews: u32,
    ) -> Result<Self, serde_json::Error> {
        let review_count = u32::try_from(count).unwrap_or(0);
        let few = Self::of_few(minimum_reviews);
        let Some(rating) = rating else {
            return Ok(few);
        };
        if review_count < minimum_reviews {
            return Ok(few);
        }
        let mut rating: Self = rating.read()?;
        if rating.minimum_reviews < minimum_reviews {
            // What may be shown beside each other was worked out for the other minimum.
            rating.corridors.clear();
            rating.proof_mix.clear();
            rating.told = ToldByReviews::default();
        }
        rating.minimum_reviews = minimum_reviews;
        rating
            .dimensions
            .retain(|_, side| side.review_count >= minimum_reviews);
        Ok(rating)
    }
}

/// What some reviews give: on one side of an agency's work, or in one corridor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = RatingScore)]
pub struct Score {
    /// Reviews on which this rests.
    pub review_count: u32,
    /// How much they count together.
    #[serde(default)]
    pub effective_count: Option<f64>,
    /// The mean, 1 to 5, drawn towards the mean of the corridor while there are few reviews.
    pub mean: f64,
    /// The lower end of the interval in which the mean lies with 90 % probability.
    #[serde(default)]
    pub interval_low: Option<f64>,
    /// The upper end of that interval.
    #[serde(default)]
    pub interval_high: Option<f64>,
    /// Reviews by score, from 1 to 5.
    #[serde(default)]
    pub distribution: Option<[u32; 5]>,
}

/// How workers rate an agency in one corridor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CorridorRating {
    /// The country from which.
    #[schema(example = "PH")]
    pub origin: String,
    /// The country to which.
    #[schema(example = "SG")]
    pub destination: String,
    /// The score for all of it.
    pub score: Score,
    /// The scores of each dimension with enough reviews.
    pub dimensions: BTreeMap<String, Score>,
    /// What the reviews tell of costs and contracts.
    pub told: ToldByReviews,
}

/// What reviews tell of costs and contracts, many together. Null is what too few say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ToldByReviews {
    /// All that a worker paid, in US dollars at the rates of the months of payment, without what was paid
    /// back; to two significant digits, and only from five reviews on.
    pub fees_usd: Option<Quartiles>,
    /// The share that was charged more than a legal limit allows, of those for whom it can be told.
    pub over_limit: Option<Share>,
    /// The share whose contract was replaced by something worse, of those for whom it can be told.
    pub contract_substitution: Option<Share>,
}

/// The quartiles of amounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = FeeQuartiles)]
pub struct Quartiles {
    /// Reviews on which this rests.
    pub review_count: u32,
    /// A quarter paid no more than this.
    pub lower_quartile: f64,
    /// Half paid no more than this.
    pub median: f64,
    /// Three quarters paid no more than this.
    pub upper_quartile: f64,
}

/// A share of reviews.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ShareOfReviews)]
pub struct Share {
    /// Reviews on which this rests.
    pub review_count: u32,
    /// From 0 to 1.
    pub share: f64,
}

/// What the entry is that this id means today; nothing when there is none.
pub fn kind(conn: &mut Conn, entry: Id) -> Result<Option<EntryKind>, DbError> {
    let Some(current) = find_current(conn, entry)? else {
        return Ok(None);
    };
    let kind = agencies::table.find(current).select(agencies::kind);
    Ok(kind.first(conn).optional()?)
}

/// What entries are.
pub fn kinds(conn: &mut Conn, of: &[Id]) -> Result<BTreeMap<Id, EntryKind>, DbError> {
    let rows: Vec<(Id, EntryKind)> = agencies::table
        .filter(agencies::id.eq_any(of.to_vec()))
        .select((agencies::id, agencies::kind))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Whether there is an agency with this id; an employer is none.
pub fn exists(conn: &mut Conn, agency: Id) -> Result<bool, DbError> {
    Ok(kind(conn, agency)? == Some(EntryKind::RecruitmentAgency))
}

/// The country of an agency.
pub fn country(conn: &mut Conn, agency: Id) -> Result<Option<String>, DbError> {
    let country = agencies::table.find(agency).select(agencies::country);
    Ok(country.first(conn).optional()?)
}

/// The agency that this id means today, for who is about to store something about it: until the
/// commit it is not joined into another one. Nothing when there is no such agency.
pub fn current(conn: &mut Conn, agency: Id) -> Result<Option<Id>, DbError> {
    let Some(current) = find_current(conn, agency)? else {
        return Ok(None);
    };
    let query = agencies::table.find(current).select(agencies::merged_into);
    let found: Vec<Option<Id>> = match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(conn) => query.for_key_share().load(conn)?,
        Conn::Sqlite(conn) => query.load(conn)?,
    };
    match found.as_slice() {
        [] => Ok(None),
        [None] => Ok(Some(current)),
        // Somebody joined it while we waited.
        _ => Ok(find_current(conn, current)?),
    }
}

/// The agency that this id means today, for who reads.
pub fn resolve(conn: &mut Conn, agency: Id) -> Result<Option<Id>, DbError> {
    Ok(find_current(conn, agency)?)
}

/// The entry of a kind that this id means today: one of another kind is not there.
pub fn resolve_as(conn: &mut Conn, entry: Id, kind: EntryKind) -> Result<Option<Id>, DbError> {
    Ok(find_of_kind(conn, entry, kind)?)
}

/// Locks an agency's rating until the commit, so that two writers do not each overwrite what the
/// other has counted; says whether there is such an agency.
pub fn lock_rating(conn: &mut Conn, agency: Id) -> Result<bool, DbError> {
    let query = agencies::table.find(agency).select(agencies::id);
    let found: Vec<Id> = match conn {
        // Weaker than FOR UPDATE: whoever files a review of the agency need not wait.
        #[cfg(feature = "postgres")]
        Conn::Postgres(conn) => {
            crate::platform::db::note_row_lock();
            query.for_no_key_update().load(conn)?
        }
        Conn::Sqlite(conn) => query.load(conn)?,
    };
    Ok(!found.is_empty())
}

/// The names of agencies and employers; of one that is only proposed it is sealed elsewhere.
pub fn names(conn: &mut Conn, of: &[Id]) -> Result<BTreeMap<Id, String>, DbError> {
    let rows: Vec<(Id, String)> = agencies::table
        .filter(agencies::id.eq_any(of.to_vec()))
        .filter(agencies::kind.eq_any([EntryKind::RecruitmentAgency, EntryKind::Employer]))
        .select((agencies::id, agencies::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The summary of an agency's reviews, as it is stored.
pub fn stored_rating(conn: &mut Conn, agency: Id) -> Result<Option<Json>, DbError> {
    let rating = agencies::table.find(agency).select(agencies::rating);
    Ok(rating.first(conn).optional()?.flatten())
}

/// Stores the summary of an agency's reviews, which counts all of them, where its list and its page read it.
pub fn put_rating(conn: &mut Conn, agency: Id, rating: &Rating) -> Result<(), DbError> {
    let stored = Json::of(rating)
        .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    diesel::update(agencies::table.find(agency))
        .set((
            agencies::rating_count.eq(i64::from(rating.review_count)),
            agencies::rating.eq(Some(stored)),
        ))
        .execute(conn)?;
    Ok(())
}
