//! Queries.

use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::rank::Fit;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::{
    assistance_candidates, assistance_exclusions, assistance_offers, assistance_requests,
    organisation_countries, organisation_coverages,
};
use crate::text_enum;

text_enum! {
    /// What became of an offer (code list `offer_outcomes`).
    pub enum OfferOutcome {
        /// The organisation has the request without having been asked.
        Given => "given",
        /// It has taken the request.
        Accepted => "accepted",
        /// It does not take the request, or no longer.
        Declined => "declined",
        /// It has not answered in time.
        Lapsed => "lapsed",
        /// The person did not want it any more.
        Withdrawn => "withdrawn",
    }
}

/// An offer as it is stored.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = assistance_offers)]
pub struct OfferRow {
    pub id: Id,
    pub request_id: Id,
    pub organisation_id: Id,
    pub sequence: i64,
    pub reasons: Json,
    pub is_only: bool,
    /// The hour.
    pub offered_at: Time,
    pub answer_by: Option<Time>,
    pub outcome: Option<OfferOutcome>,
    pub reason: Option<String>,
    /// The hour.
    pub ended_at: Option<Time>,
    pub answered_by: Option<Id>,
}

/// What an organisation has declared: the version, and what.
pub fn find_coverage(conn: &mut Conn, organisation: Id) -> Result<Option<(i64, Json)>, DbError> {
    Ok(organisation_coverages::table
        .find(organisation)
        .select((
            organisation_coverages::version,
            organisation_coverages::coverage,
        ))
        .first(conn)
        .optional()?)
}

/// Puts another declaration in the place of the one with this version; says whether it still had it.
pub fn put_coverage(
    conn: &mut Conn,
    organisation: Id,
    seen: i64,
    coverage: Json,
    now: Time,
) -> Result<bool, DbError> {
    if seen == 0 {
        diesel::insert_into(organisation_coverages::table)
            .values((
                organisation_coverages::organisation_id.eq(organisation),
                organisation_coverages::version.eq(1_i64),
                organisation_coverages::coverage.eq(coverage),
                organisation_coverages::changed_at.eq(now),
            ))
            .execute(conn)?;
        return Ok(true);
    }
    let unchanged = organisation_coverages::table
        .find(organisation)
        .filter(organisation_coverages::version.eq(seen));
    let written = diesel::update(unchanged)
        .set((
            organisation_coverages::version.eq(seen + 1),
            organisation_coverages::coverage.eq(coverage),
            organisation_coverages::changed_at.eq(now),
        ))
        .execute(conn)?;
    Ok(written == 1)
}

/// Remembers who is to be asked, in this order.
pub fn insert_candidates(
    conn: &mut Conn,
    request: Id,
    fits: &[(Fit, Json)],
) -> Result<(), DbError> {
    for (rank, (fit, reasons)) in (0_i64..).zip(fits) {
        diesel::insert_into(assistance_candidates::table)
            .values((
                assistance_candidates::request_id.eq(request),
                assistance_candidates::organisation_id.eq(fit.organisation),
                assistance_candidates::rank.eq(rank),
                assistance_candidates::reasons.eq(reasons),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Who is still to be asked, in the order in which they are.
pub fn list_candidates(conn: &mut Conn, request: Id) -> Result<Vec<(Id, Json)>, DbError> {
    Ok(assistance_candidates::table
        .filter(assistance_candidates::request_id.eq(request))
        .order(assistance_candidates::rank)
        .select((
            assistance_candidates::organisation_id,
            assistance_candidates::reasons,
        ))
        .load(conn)?)
}

/// Forgets who is to be asked.
pub fn delete_candidates(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    let of = assistance_candidates::table.filter(assistance_candidates::request_id.eq(request));
    diesel::delete(of).execute(conn)?;
    Ok(())
}

/// Remembers whom the person does not want; who is excluded already stays so.
pub fn insert_exclusions(
    conn: &mut Conn,
    request: Id,
    organisations: impl IntoIterator<Item = Id>,
) -> Result<(), DbError> {
    let known = list_exclusions(conn, request)?;
    for organisation in organisations {
        if !known.contains(&organisation) {
            diesel::insert_into(assistance_exclusions::table)
                .values((
                    assistance_exclusions::request_id.eq(request),
                    assistance_exclusions::organisation_id.eq(organisation),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}

/// Lets an organisation be asked again that the person has chosen after all.
pub fn delete_exclusion(conn: &mut Conn, request: Id, organisation: Id) -> Result<(), DbError> {
    diesel::delete(assistance_exclusions::table.find((request, organisation))).execute(conn)?;
    Ok(())
}

/// Whom the person does not want.
pub fn list_exclusions(conn: &mut Conn, request: Id) -> Result<Vec<Id>, DbError> {
    Ok(assistance_exclusions::table
        .filter(assistance_exclusions::request_id.eq(request))
        .select(assistance_exclusions::organisation_id)
        .load(conn)?)
}

/// Stores an offer as the last of its request.
pub fn insert_offer(conn: &mut Conn, mut row: OfferRow) -> Result<(), DbError> {
    let last: Option<i64> = assistance_offers::table
        .filter(assistance_offers::request_id.eq(row.request_id))
        .select(max(assistance_offers::sequence))
        .first(conn)?;
    row.sequence = last.unwrap_or(0) + 1;
    diesel::insert_into(assistance_offers::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Writes how an offer ended.
pub fn update_offer(conn: &mut Conn, row: &OfferRow) -> Result<(), DbError> {
    diesel::update(assistance_offers::table.find(row.id))
        .set((
            assistance_offers::answer_by.eq(row.answer_by),
            assistance_offers::outcome.eq(row.outcome),
            assistance_offers::reason.eq(row.reason.as_deref()),
            assistance_offers::ended_at.eq(row.ended_at),
            assistance_offers::answered_by.eq(row.answered_by),
        ))
        .execute(conn)?;
    Ok(())
}

/// Every offer of a request, in the order in which organisations were asked.
pub fn list_offers(conn: &mut Conn, request: Id) -> Result<Vec<OfferRow>, DbError> {
    Ok(assistance_offers::table
        .filter(assistance_offers::request_id.eq(request))
        .order(assistance_offers::sequence)
        .select(OfferRow::as_select())
        .load(conn)?)
}

/// The open offer of a request. Whoever changes it has locked the request.
pub fn find_open(conn: &mut Conn, request: Id) -> Result<Option<OfferRow>, DbError> {
    Ok(assistance_offers::table
        .filter(assistance_offers::request_id.eq(request))
        .filter(assistance_offers::outcome.is_null())
        .select(OfferRow::as_select())
        .first(conn)
        .optional()?)
}

/// An offer to an organisation; another organisation's is not there.
pub fn find_offer_to(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> Result<Option<OfferRow>, DbError> {
    Ok(assistance_offers::table
        .find(id)
        .filter(assistance_offers::organisation_id.eq(organisation))
        .select(OfferRow::as_select())
        .first(conn)
        .optional()?)
}

/// How many offers an organisation has still to answer.
pub fn count_open_offers(conn: &mut Conn, organisation: Id) -> Result<i64, DbError> {
    Ok(assistance_offers::table
        .filter(assistance_offers::organisation_id.eq(organisation))
        .filter(assistance_offers::outcome.is_null())
        .select(count_star())
        .first(conn)?)
}

/// The offers to an organisation, the newest hour first.
pub fn list_offers_to(
    conn: &mut Conn,
    organisation: Id,
    is_open: Option<bool>,
    after: Option<(Time, Id)>,
    rows: i64,
) -> Result<Vec<OfferRow>, DbError> {
    use assistance_offers as o;
    let mut query = o::table
        .filter(o::organisation_id.eq(organisation))
        .order((o::offered_at.desc(), o::id.desc()))
        .select(OfferRow::as_select())
        .limit(rows)
        .into_boxed();
    query = match is_open {
        None => query,
        Some(true) => query.filter(o::outcome.is_null()),
        Some(false) => query.filter(o::outcome.is_not_null()),
    };
    if let Some((offered_at, id)) = after {
        let same_hour = o::offered_at.eq(offered_at).and(o::id.lt(id));
        query = query.filter(o::offered_at.lt(offered_at).or(same_hour));
    }
    Ok(query.load(conn)?)
}

/// The requests whose offer has not been answered in time, those that wait longest first.
pub fn list_lapsed(conn: &mut Conn, now: Time, most: i64) -> Result<Vec<Id>, DbError> {
    Ok(assistance_offers::table
        .filter(assistance_offers::answer_by.le(now))
        .order((assistance_offers::answer_by, assistance_offers::id))
        .select(assistance_offers::request_id)
        .limit(most)
        .load(conn)?)
}

/// Open requests that nobody has and nobody is asked to take, the most pressing first.
pub fn list_unowned(
    conn: &mut Conn,
    ended: i64,
    desk: Option<Id>,
    most: i64,
) -> Result<Vec<Id>, DbError> {
    use assistance_requests as r;
    let offered = assistance_offers::table
        .filter(assistance_offers::outcome.is_null())
        .select(assistance_offers::request_id);
    let mut query = r::table
        .filter(r::organisation_id.is_null())
        .filter(r::queue_rank.lt(ended))
        .filter(diesel::dsl::not(r::id.eq_any(offered)))
        .order((r::queue_rank, r::due_at, r::id))
        .select(r::id)
        .limit(most)
        .into_boxed();
    if desk.is_none() {
        // Those of countries in which nobody works would only stand in the way.
        let covered = organisation_countries::table.select(organisation_countries::country);
        query = query.filter(r::country.eq_any(covered));
    }
    Ok(query.load(conn)?)
}

/// Deletes whatever is known of where a request has been.
pub fn delete_all(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    delete_candidates(conn, request)?;
    let excluded =
        assistance_exclusions::table.filter(assistance_exclusions::request_id.eq(request));
    diesel::delete(excluded).execute(conn)?;
    let offers = assistance_offers::table.filter(assistance_offers::request_id.eq(request));
    diesel::delete(offers).execute(conn)?;
    Ok(())
}
