//! What the public reads.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::platform::code_lists::Code;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::reviews::model::{Circumstances, Corridor, ModerationStatus, ProofTier};
use crate::schema::{review_removals, review_scores, reviews};

/// A published review.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = reviews)]
pub struct PublicRow {
    pub id: Id,
    // Both are there in every published review: a constraint of the table says so.
    #[diesel(select_expression = reviews::public_id.assume_not_null())]
    pub public_id: Id,
    #[diesel(select_expression = reviews::published_month.assume_not_null())]
    pub published_month: String,
    pub published_text: Option<String>,
    pub published_language: Option<String>,
    pub comment_language: Option<String>,
    pub overall: i64,
    pub would_recommend: Option<bool>,
    pub stage: String,
    pub origin: String,
    pub destination: String,
    pub published_recruited_year: Option<i64>,
    pub published_occupation: Option<String>,
    pub proof_tier: ProofTier,
    #[diesel(select_expression = reviews::held_on.is_not_null())]
    pub is_held: bool,
}

impl PublicRow {
    /// What an agency may know of its author.
    pub fn circumstances(&self) -> Circumstances {
        circumstances_of(
            &self.stage,
            (&self.origin, &self.destination),
            self.published_recruited_year,
            self.published_occupation.as_deref(),
            self.proof_tier,
        )
    }
}

pub(super) fn circumstances_of(
    stage: &str,
    (origin, destination): (&str, &str),
    year: Option<i64>,
    occupation: Option<&str>,
    proof: ProofTier,
) -> Circumstances {
    let known = |code: &str| code.to_owned();
    Circumstances {
        corridor: Corridor {
            origin: Code::known(known(origin)),
            destination: Code::known(known(destination)),
        },
        stage: Code::known(known(stage)),
        recruited_year: year.and_then(|year| i16::try_from(year).ok()),
        occupation: occupation.map(|code| Code::known(known(code))),
        proof,
    }
}

/// A place in the public list: month of publication and public id.
pub type PublicPosition = (String, Id);

/// Published reviews of an agency after a position, newest month first; within a month in no order
/// that tells anything.
pub fn public_page(
    conn: &mut Conn,
    agency: Id,
    after: Option<PublicPosition>,
    rows: i64,
) -> Result<Vec<PublicRow>, DbError> {
    let mut query = reviews::table
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::status.eq(ModerationStatus::Published))
        .into_boxed::<MultiBackend>();
    if let Some((month, id)) = after {
        let earlier = reviews::published_month.lt(month.clone());
        let same = reviews::published_month.eq(month);
        query = query.filter(earlier.or(same.and(reviews::public_id.lt(id))));
    }
    Ok(query
        .order((reviews::published_month.desc(), reviews::public_id.desc()))
        .limit(rows)
        .select(PublicRow::as_select())
        .load(conn)?)
}

/// The scores of some reviews, by review.
pub fn scores_of(conn: &mut Conn, of: &[Id]) -> Result<BTreeMap<Id, Vec<(String, i64)>>, DbError> {
    let rows: Vec<(Id, String, i64)> = review_scores::table
        .filter(review_scores::review_id.eq_any(of.to_vec()))
        .order((review_scores::review_id, review_scores::dimension))
        .select((
            review_scores::review_id,
            review_scores::dimension,
            review_scores::score,
        ))
        .load(conn)?;
    let mut by_review: BTreeMap<Id, Vec<(String, i64)>> = BTreeMap::new();
    for (review, dimension, score) in rows {
        by_review
            .entry(review)
            .or_default()
            .push((dimension, score));
    }
    Ok(by_review)
}

/// How often a published review of an agency was taken down, by reason.
pub fn removals(conn: &mut Conn, agency: Id) -> Result<Vec<(String, i64)>, DbError> {
    Ok(review_removals::table
        .filter(review_removals::agency_id.eq(agency))
        .group_by(review_removals::reason)
        .order(review_removals::reason)
        .select((review_removals::reason, count_star()))
        .load(conn)?)
}

/// A published review by its public id: its own id, its overall score, its comment as published.
pub fn find_public(
    conn: &mut Conn,
    public_id: Id,
) -> Result<Option<(Id, i64, Option<String>)>, DbError> {
    Ok(reviews::table
        .filter(reviews::public_id.eq(public_id))
        .select((reviews::id, reviews::overall, reviews::published_text))
        .first(conn)
        .optional()?)
}

/// Whether a published review is about this agency.
pub fn is_of_agency(conn: &mut Conn, agency: Id, public_id: Id) -> Result<bool, DbError> {
    let found: Option<Id> = reviews::table
        .filter(reviews::public_id.eq(public_id))
        .filter(reviews::agency_id.eq(agency))
        .select(reviews::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Those of some public ids under which a review is still public.
pub fn still_public(conn: &mut Conn, of: Vec<Id>) -> Result<BTreeSet<Id>, DbError> {
    let rows: Vec<Option<Id>> = reviews::table
        .filter(reviews::public_id.eq_any(of))
        .select(reviews::public_id)
        .load(conn)?;
    Ok(rows.into_iter().flatten().collect())
}
