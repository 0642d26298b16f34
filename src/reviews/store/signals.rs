//! What is odd about reviews, and what it is found by.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::reviews::model::ModerationStatus;
use crate::reviews::model::signals::{
    DayCount, Evidence, Filing, Finding, MOST_PEERS, MOST_TOGETHER, SignalCode,
};
use crate::schema::{
    network_weeks, representative_networks, review_clearances, review_origins, review_replies,
    review_signal_peers, review_signals, review_sketch_bands, reviews, signals_due,
};

/// Bands of other reviews that are looked at.
const MOST_BANDS: i64 = 1000;
/// Replies of an agency that a comment is compared with.
const MOST_REPLIES: i64 = 50;

fn broken(error: serde_json::Error) -> DbError {
    diesel::result::Error::DeserializationError(Box::new(error)).into()
}

/// A signal as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = review_signals)]
pub struct SignalRow {
    pub review_id: Id,
    pub code: SignalCode,
    pub strength: i64,
    pub evidence: Json,
    pub found_on: Date,
    pub cleared_on: Option<Date>,
}

impl SignalRow {
    /// The numbers.
    pub fn evidence(&self) -> Result<Evidence, DbError> {
        self.evidence.read().map_err(broken)
    }
}

/// Keeps the bands of a comment in the place of those of before.
pub fn put_bands(conn: &mut Conn, review: Id, bands: &[i64], today: Date) -> Result<(), DbError> {
    delete_bands(conn, review)?;
    for band in bands.iter().collect::<BTreeSet<_>>() {
        diesel::insert_into(review_sketch_bands::table)
            .values((
                review_sketch_bands::band.eq(*band),
                review_sketch_bands::review_id.eq(review),
                review_sketch_bands::noted_on.eq(today),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn delete_bands(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    let bands = review_sketch_bands::table.filter(review_sketch_bands::review_id.eq(review));
    diesel::delete(bands).execute(conn)?;
    Ok(())
}

/// Bands that were noted before a day are forgotten.
pub fn forget_bands(conn: &mut Conn, before: Date) -> Result<(), DbError> {
    let old = review_sketch_bands::table.filter(review_sketch_bands::noted_on.lt(before));
    diesel::delete(old).execute(conn)?;
    Ok(())
}

/// Other reviews that share bands, with their agencies and how many they share. Those that their authors took
/// back are none.
pub fn sharing(
    conn: &mut Conn,
    review: Id,
    bands: &[i64],
) -> Result<BTreeMap<(Id, Id), usize>, DbError> {
    let rows: Vec<(Id, Id)> = review_sketch_bands::table
        .inner_join(reviews::table)
        .filter(review_sketch_bands::band.eq_any(bands.to_vec()))
        .filter(review_sketch_bands::review_id.ne(review))
        .filter(reviews::status.ne(ModerationStatus::Withdrawn))
        .select((reviews::id, reviews::agency_id))
        .limit(MOST_BANDS)
        .load(conn)?;
    let mut shared = BTreeMap::new();
    for row in rows {
        *shared.entry(row).or_default() += 1;
    }
    Ok(shared)
}

/// The newest of what an agency answers to reviews.
pub fn words_of_agency(conn: &mut Conn, agency: Id) -> Result<Vec<String>, DbError> {
    let of_review = reviews::public_id.eq(review_replies::public_id.nullable());
    Ok(reviews::table
        .inner_join(review_replies::table.on(of_review))
        .filter(reviews::agency_id.eq(agency))
        .order(review_replies::published_month.desc())
        .limit(MOST_REPLIES)
        .select(review_replies::text)
        .load(conn)?)
}

/// Remembers from which network a review came.
pub fn put_origin(conn: &mut Conn, review: Id, network: &[u8], today: Date) -> Result<(), DbError> {
    diesel::delete(review_origins::table.find(review)).execute(conn)?;
    diesel::insert_into(review_origins::table)
        .values((
            review_origins::review_id.eq(review),
            review_origins::network.eq(network),
            review_origins::noted_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether it is known that an organisation acts from a network.
pub fn acts_from(conn: &mut Conn, organisation: Id, network: &[u8]) -> Result<bool, DbError> {
    let row = representative_networks::table.find((network, organisation));
    let known: Option<Date> = row
        .select(representative_networks::noted_on)
        .first(conn)
        .optional()?;
    Ok(known.is_some())
}

/// Remembers from which network an organisation acts.
pub fn put_representative(
    conn: &mut Conn,
    organisation: Id,
    network: &[u8],
    today: Date,
) -> Result<(), DbError> {
    diesel::insert_into(representative_networks::table)
        .values((
            representative_networks::organisation_id.eq(organisation),
            representative_networks::network.eq(network),
            representative_networks::noted_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// The organisations that act from a network.
pub fn acting_from(conn: &mut Conn, network: &[u8]) -> Result<Vec<Id>, DbError> {
    Ok(representative_networks::table
        .filter(representative_networks::network.eq(network))
        .select(representative_networks::organisation_id)
        .load(conn)?)
}

/// What was noted before a day is forgotten.
pub fn forget_networks(conn: &mut Conn, before: Date) -> Result<(), DbError> {
    let origins = review_origins::table.filter(review_origins::noted_on.lt(before));
    diesel::delete(origins).execute(conn)?;
    let acting = representative_networks::table;
    let acting = acting.filter(representative_networks::noted_on.lt(before));
    diesel::delete(acting).execute(conn)?;
    Ok(())
}

/// The secret of a week, sealed, with the name of its key.
pub fn find_week(conn: &mut Conn, begins_on: Date) -> Result<Option<(Id, Vec<u8>)>, DbError> {
    Ok(network_weeks::table
        .find(begins_on)
        .select((network_weeks::id, network_weeks::sealed_secret))
        .first(conn)
        .optional()?)
}

/// Stores the secret of a week.
pub fn insert_week(
    conn: &mut Conn,
    begins_on: Date,
    id: Id,
    sealed_secret: &[u8],
) -> Result<(), DbError> {
    diesel::insert_into(network_weeks::table)
        .values((
            network_weeks::begins_on.eq(begins_on),
            network_weeks::id.eq(id),
            network_weeks::sealed_secret.eq(sealed_secret),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes the secrets of weeks that began before a day; returns the names of their keys.
pub fn take_weeks(conn: &mut Conn, before: Date) -> Result<Vec<Id>, DbError> {
    let over = network_weeks::table.filter(network_weeks::begins_on.lt(before));
    let keys = over.select(network_weeks::id).load(conn)?;
    diesel::delete(over).execute(conn)?;
    Ok(keys)
}

/// The newest reviews of an agency that were filed since a day.
pub fn recent(conn: &mut Conn, agency: Id, since: Date) -> Result<Vec<Filing>, DbError> {
    type Row = (Id, Date, i64, ModerationStatus, Option<Vec<u8>>);
    let rows: Vec<Row> = reviews::table
        .left_join(review_origins::table)
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::filed_on.ge(since))
        .filter(reviews::status.ne(ModerationStatus::Withdrawn))
        .order(reviews::filed_on.desc())
        .limit(MOST_TOGETHER)
        .select((
            reviews::id,
            reviews::filed_on,
            reviews::overall,
            reviews::status,
            review_origins::network.nullable(),
        ))
        .load(conn)?;
    let filing = |(review, filed_on, overall, status, network)| Filing {
        review,
        filed_on,
        overall,
        status,
        network,
    };
    Ok(rows.into_iter().map(filing).collect())
}

/// How many reviews of an agency with which score were filed on each day since one.
pub fn filed_by_day(conn: &mut Conn, agency: Id, since: Date) -> Result<Vec<DayCount>, DbError> {
    let rows: Vec<(Date, i64, i64)> = reviews::table
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::filed_on.ge(since))
        .filter(reviews::status.ne(ModerationStatus::Withdrawn))
        .group_by((reviews::filed_on, reviews::overall))
        .select((reviews::filed_on, reviews::overall, count_star()))
        .load(conn)?;
    let count = |(day, overall, times): (Date, i64, i64)| DayCount {
        day: day.as_day(),
        overall,
        count: u32::try_from(times).unwrap_or(u32::MAX),
    };
    Ok(rows.into_iter().map(count).collect())
}

/// Notes what was found. One that a moderator has cleared stays cleared; says whether it is new, or stronger than it
/// was.
pub fn put_signal(conn: &mut Conn, finding: &Finding, today: Date) -> Result<bool, DbError> {
    let row = review_signals::table.find((finding.review, finding.code));
    let before: Option<(i64, Option<Date>)> = row
        .select((review_signals::strength, review_signals::cleared_on))
        .first(conn)
        .optional()?;
    let strength = finding.code.strength(finding.peers.len());
    let evidence = Json::of(&finding.evidence).map_err(broken)?;
    let is_news = before.is_none_or(|(known, _)| known < strength);
    match before {
        Some((_, Some(_))) => return Ok(false),
        Some((known, None)) => {
            diesel::update(row)
                .set((
                    review_signals::strength.eq(known.max(strength)),
                    review_signals::evidence.eq(evidence),
                ))
                .execute(conn)?;
        }
        None => {
            diesel::insert_into(review_signals::table)
                .values((
                    review_signals::review_id.eq(finding.review),
                    review_signals::code.eq(finding.code),
                    review_signals::strength.eq(strength),
                    review_signals::evidence.eq(evidence),
                    review_signals::found_on.eq(today),
                ))
                .execute(conn)?;
        }
    }
    put_peers(conn, finding)?;
    Ok(is_news)
}

/// Remembers that there is news about a review, so that nobody decides without having read it.
pub fn count_oddity(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    diesel::update(reviews::table.find(review))
        .set(reviews::oddities.eq(reviews::oddities + 1))
        .execute(conn)?;
    Ok(())
}

/// Published reviews of which the public sees, from this day on, whether they are under suspicion: all of some
/// agencies.
pub fn list_following(
    conn: &mut Conn,
    today: Date,
    agencies: i64,
) -> Result<Vec<(Id, Vec<Id>)>, DbError> {
    let due = reviews::table.filter(reviews::hold_follows_on.le(today));
    let of: Vec<Id> = due
        .select(reviews::agency_id)
        .distinct()
        .limit(agencies)
        .load(conn)?;
    let mut all = Vec::new();
    for agency in of {
        let of_agency = due
            .filter(reviews::agency_id.eq(agency))
            .order(reviews::id)
            .select(reviews::id)
            .load(conn)?;
        all.push((agency, of_agency));
    }
    Ok(all)
}

fn put_peers(conn: &mut Conn, finding: &Finding) -> Result<(), DbError> {
    let known: Vec<Id> = review_signal_peers::table
        .filter(review_signal_peers::review_id.eq(finding.review))
        .filter(review_signal_peers::code.eq(finding.code))
        .select(review_signal_peers::peer_id)
        .load(conn)?;
    let new = finding.peers.iter().filter(|peer| !known.contains(peer));
    for peer in new.take(MOST_PEERS.saturating_sub(known.len())) {
        diesel::insert_into(review_signal_peers::table)
            .values((
                review_signal_peers::review_id.eq(finding.review),
                review_signal_peers::code.eq(finding.code),
                review_signal_peers::peer_id.eq(*peer),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The signals of some reviews, strongest first.
pub fn signals_of(conn: &mut Conn, of: &[Id]) -> Result<BTreeMap<Id, Vec<SignalRow>>, DbError> {
    let rows: Vec<SignalRow> = review_signals::table
        .filter(review_signals::review_id.eq_any(of.to_vec()))
        .order((review_signals::strength.desc(), review_signals::code))
        .select(SignalRow::as_select())
        .load(conn)?;
    let mut by_review: BTreeMap<Id, Vec<SignalRow>> = BTreeMap::new();
    for row in rows {
        by_review.entry(row.review_id).or_default().push(row);
    }
    Ok(by_review)
}

/// The other reviews of a review's signals, by signal.
pub fn peers_of(conn: &mut Conn, review: Id) -> Result<BTreeMap<SignalCode, Vec<Id>>, DbError> {
    let rows: Vec<(SignalCode, Id)> = review_signal_peers::table
        .filter(review_signal_peers::review_id.eq(review))
        .order((review_signal_peers::code, review_signal_peers::peer_id))
        .select((review_signal_peers::code, review_signal_peers::peer_id))
        .load(conn)?;
    let mut by_code: BTreeMap<SignalCode, Vec<Id>> = BTreeMap::new();
    for (code, peer) in rows {
        by_code.entry(code).or_default().push(peer);
    }
    Ok(by_code)
}

/// Reviews that a review is together with in some signal, from either side.
pub fn together_with(conn: &mut Conn, review: Id) -> Result<BTreeSet<Id>, DbError> {
    let mine = review_signal_peers::table.filter(review_signal_peers::review_id.eq(review));
    let mine: Vec<Id> = mine.select(review_signal_peers::peer_id).load(conn)?;
    let theirs = review_signal_peers::table.filter(review_signal_peers::peer_id.eq(review));
    let theirs: Vec<Id> = theirs.select(review_signal_peers::review_id).load(conn)?;
    Ok(mine.into_iter().chain(theirs).collect())
}

/// A moderator has looked at the signals of a review.
pub fn clear_signals(conn: &mut Conn, review: Id, today: Date) -> Result<(), DbError> {
    let standing = review_signals::table
        .filter(review_signals::review_id.eq(review))
        .filter(review_signals::cleared_on.is_null());
    diesel::update(standing)
        .set(review_signals::cleared_on.eq(today))
        .execute(conn)?;
    Ok(())
}

/// The others of the agency are to be looked at again.
pub fn put_due(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    diesel::delete(signals_due::table.find(review)).execute(conn)?;
    diesel::insert_into(signals_due::table)
        .values(signals_due::review_id.eq(review))
        .execute(conn)?;
    Ok(())
}

/// Some agencies whose reviews are to be looked at again.
pub fn agencies_due(conn: &mut Conn, most: i64) -> Result<Vec<Id>, DbError> {
    Ok(signals_due::table
        .inner_join(reviews::table)
        .select(reviews::agency_id)
        .distinct()
        .limit(most)
        .load(conn)?)
}

/// The reviews of an agency after which the others are to be looked at again; then they no longer are.
pub fn take_due(conn: &mut Conn, agency: Id) -> Result<(), DbError> {
    let due: Vec<Id> = signals_due::table
        .inner_join(reviews::table)
        .filter(reviews::agency_id.eq(agency))
        .select(signals_due::review_id)
        .load(conn)?;
    diesel::delete(signals_due::table.filter(signals_due::review_id.eq_any(due))).execute(conn)?;
    Ok(())
}

/// What is odd about a review is forgotten, because it says something else now.
pub fn delete_signals(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    let signals = review_signals::table.filter(review_signals::review_id.eq(review));
    diesel::delete(signals).execute(conn)?;
    let peers = review_signal_peers::table.filter(review_signal_peers::review_id.eq(review));
    diesel::delete(peers).execute(conn)?;
    Ok(())
}

/// All that is kept of a review besides itself is forgotten.
pub fn forget_traces(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    delete_signals(conn, review)?;
    delete_bands(conn, review)?;
    let of_others = review_signal_peers::table.filter(review_signal_peers::peer_id.eq(review));
    diesel::delete(of_others).execute(conn)?;
    diesel::delete(review_origins::table.find(review)).execute(conn)?;
    diesel::delete(signals_due::table.find(review)).execute(conn)?;
    Ok(())
}

/// Why a moderator let a review count; the reason is sealed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = review_clearances)]
pub struct ClearanceRow {
    pub cleared_on: Date,
    pub sealed_reason: Vec<u8>,
}

/// Remembers why a moderator let a review count. `version` puts them into order.
pub fn insert_clearance(
    conn: &mut Conn,
    review: Id,
    by: Id,
    sealed_reason: &[u8],
    today: Date,
) -> Result<(), DbError> {
    let last: Option<i64> = review_clearances::table
        .filter(review_clearances::review_id.eq(review))
        .select(max(review_clearances::version))
        .first(conn)?;
    let version = last.unwrap_or(0) + 1;
    diesel::insert_into(review_clearances::table)
        .values((
            review_clearances::review_id.eq(review),
            review_clearances::version.eq(version),
            review_clearances::cleared_on.eq(today),
            review_clearances::cleared_by.eq(by),
            review_clearances::sealed_reason.eq(sealed_reason),
        ))
        .execute(conn)?;
    Ok(())
}

/// Why moderators let a review count, oldest first.
pub fn clearances(conn: &mut Conn, review: Id) -> Result<Vec<ClearanceRow>, DbError> {
    Ok(review_clearances::table
        .filter(review_clearances::review_id.eq(review))
        .order(review_clearances::version)
        .select(ClearanceRow::as_select())
        .load(conn)?)
}

/// The reasons go with the review.
pub fn delete_clearances(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    let clearances = review_clearances::table.filter(review_clearances::review_id.eq(review));
    diesel::delete(clearances).execute(conn)?;
    Ok(())
}

/// How many published reviews of an agency are being checked, as everybody sees.
pub fn count_held(conn: &mut Conn, agency: Id) -> Result<i64, DbError> {
    Ok(reviews::table
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::status.eq(ModerationStatus::Published))
        .filter(reviews::held_on.is_not_null())
        .select(count_star())
        .first(conn)?)
}
