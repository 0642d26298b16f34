//! What is odd about reviews.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::sketches::delete_bands;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::reviews::model::ModerationStatus;
use crate::reviews::model::signals::{
    DayCount, Evidence, Filing, Finding, MOST_PEERS, MOST_TOGETHER, SignalCode,
};
use crate::schema::{review_origins, review_signal_peers, review_signals, reviews, signals_due};

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
