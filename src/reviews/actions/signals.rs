//! Against manipulation: what is odd about reviews, and what follows while nobody has looked.

use zeroize::Zeroizing;

use super::appear::draw_again;
use super::{Desk, ReviewError, get, get_locked, record, suspicion};
use crate::agencies;
use crate::claims;
use crate::identity::Caller;
use crate::identity::permissions::ModerateReviews;
use crate::platform::clock::Date;
use crate::platform::crypto::{Class, Domain};
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::network::Place;
use crate::platform::ids::Id;
use crate::reviews::model::signals::{
    BANDS_ALIKE, ClearanceReason, Evidence, Filing, Finding, MOST_PEERS, NEW_EVIDENCE, RECENT_DAYS,
    SUSPICIOUS, Side, SignalCode, USUAL_WEEKS, bands, echoes, look_together,
    says_nothing_checkable,
};
use crate::reviews::model::{ModerationStatus, Review, State, Suspicion, days_after};
use crate::reviews::store;

/// Names what is sealed of a week.
const SECRET_FIELD: &str = "reviews.network_week";
/// Names what is sealed of a clearance.
const REASON_FIELD: &str = "review.clearance";
/// The number under which one instance at a time begins a week.
const ONE_AT_A_TIME: i64 = 0x7475_6c61_7957;
/// Agencies whose reviews are looked at again in one go.
const AGENCIES_AT_ONCE: i64 = 5;
/// The day of the epoch was a Thursday: so many days after a Monday.
const FROM_MONDAY: i32 = 3;
/// Reviews with which a comment is compared word by word.
const MOST_COMPARED: usize = 12;
/// Months for which it is known which texts are alike.
const SKETCH_MONTHS: i32 = 24;
/// Bytes that are kept of the hash of a network.
const NETWORK_BYTES: usize = 16;

/// Looks at a review that was just filed or changed. Others may be odd because of it: they are looked at soon
/// after, when their agency is locked.
pub fn consider(conn: &mut Conn, desk: &Desk, review: &Review) -> Result<(), ReviewError> {
    store::delete_signals(conn, review.id)?;
    let mut found = of_content(conn, desk, review)?;
    if let Some(place) = &desk.place {
        let origin = network(conn, desk, place, Domain::WeeklyNetwork)?;
        store::put_origin(conn, review.id, &origin, desk.today())?;
        let acting = network(conn, desk, place, Domain::RepresentativeNetwork)?;
        found.extend(of_network(conn, review, &acting)?);
    }
    let filings = recent(conn, desk, review.agency)?;
    let together = look_at(conn, desk, review.agency, &filings)?;
    found.extend(
        together
            .into_iter()
            .filter(|finding| finding.review == review.id),
    );
    for finding in &found {
        store::put_signal(conn, finding, desk.today())?;
    }
    if desk.suspends && is_suspicious(conn, review.id)? {
        let suspicion = Suspicion {
            since: Some(desk.today()),
            ..Suspicion::default()
        };
        let review = review.clone();
        store::update_suspicion(
            conn,
            &Review {
                suspicion,
                ..review
            },
        )?;
    }
    Ok(store::put_due(conn, review.id)?)
}

fn recent(conn: &mut Conn, desk: &Desk, agency: Id) -> Result<Vec<Filing>, DbError> {
    let since = days_after(desk.today(), 1 - RECENT_DAYS);
    store::recent(conn, agency, since)
}

fn look_at(
    conn: &mut Conn,
    desk: &Desk,
    agency: Id,
    filings: &[Filing],
) -> Result<Vec<Finding>, DbError> {
    let since = days_after(desk.today(), -(RECENT_DAYS + 7 * USUAL_WEEKS));
    let usual = store::filed_by_day(conn, agency, since)?;
    Ok(look_together(filings, &usual, desk.today()))
}

/// What is odd about what a review says.
fn of_content(conn: &mut Conn, desk: &Desk, review: &Review) -> Result<Vec<Finding>, ReviewError> {
    let mut found = Vec::new();
    if says_nothing_checkable(&review.content) {
        found.push(finding(review, SignalCode::NothingCheckable, Vec::new()));
    }
    let comment = review.content.comment.as_ref();
    let comment = comment.map_or("", |comment| comment.text.as_str());
    let sketch = bands(&desk.lookup, comment);
    store::put_bands(conn, review.id, &sketch, desk.today())?;
    if sketch.is_empty() {
        return Ok(found);
    }
    let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
    for (other, agency) in near(conn, review, &sketch)? {
        // Bands say that it is worth comparing; the texts themselves decide.
        if !echoes(comment, &comment_of(conn, desk, other)?) {
            continue;
        }
        if agency == review.agency {
            here.push(other);
        } else {
            elsewhere.push(other);
        }
    }
    for (code, peers) in [
        (SignalCode::NearDuplicate, here),
        (SignalCode::CopiedElsewhere, elsewhere),
    ] {
        if !peers.is_empty() {
            found.push(finding(review, code, peers));
        }
    }
    if echoes(comment, &store::words_of_agency(conn, review.agency)?) {
        found.push(finding(review, SignalCode::AgencyWords, Vec::new()));
    }
    Ok(found)
}

/// The reviews that share most bands, with their agencies.
fn near(conn: &mut Conn, review: &Review, sketch: &[i64]) -> Result<Vec<(Id, Id)>, DbError> {
    let shared = store::sharing(conn, review.id, sketch)?.into_iter();
    let mut near: Vec<_> = shared.filter(|(_, bands)| *bands >= BANDS_ALIKE).collect();
    near.sort_by_key(|(_, bands)| std::cmp::Reverse(*bands));
    near.truncate(MOST_COMPARED);
    Ok(near.into_iter().map(|(other, _)| other).collect())
}

/// The comment of another review, as the service opens it to compare; nobody reads it.
fn comment_of(conn: &mut Conn, desk: &Desk, review: Id) -> Result<Vec<String>, ReviewError> {
    let review = match get(conn, desk, review) {
        // Erased in this moment.
        Err(ReviewError::NotFound) => return Ok(Vec::new()),
        review => review?,
    };
    let comment = review.content.comment;
    Ok(comment
        .map(|comment| comment.text.into_inner())
        .into_iter()
        .collect())
}

fn finding(review: &Review, code: SignalCode, mut peers: Vec<Id>) -> Finding {
    let count = u32::try_from(peers.len()).unwrap_or(u32::MAX);
    peers.truncate(MOST_PEERS);
    Finding {
        review: review.id,
        code,
        evidence: Evidence {
            count,
            ..Evidence::default()
        },
        peers,
    }
}

/// Whether a good review comes from where those act who speak for the agency, or a bad one from where those
/// act who speak for another.
fn of_network(
    conn: &mut Conn,
    review: &Review,
    network: &[u8],
) -> Result<Option<Finding>, ReviewError> {
    let acting = store::acting_from(conn, network)?;
    let Some(side) = Side::of(i64::from(u8::from(review.content.overall))) else {
        return Ok(None);
    };
    let own = claims::find_standing(conn, review.agency)?.map(|standing| standing.organisation);
    let code = match side {
        Side::High if acting.iter().any(|one| Some(*one) == own) => SignalCode::AgencyNetwork,
        Side::Low if acting.iter().any(|one| Some(*one) != own) => SignalCode::RivalNetwork,
        Side::High | Side::Low => return Ok(None),
    };
    Ok(Some(finding(review, code, Vec::new())))
}

/// A network as it is known in this week, and to nobody after it. That from which a review came and those of
/// those who speak for agencies have a domain of their own, so that of what is stored nobody can tell which
/// review came from where one of them acts.
fn network(
    conn: &mut Conn,
    desk: &Desk,
    place: &Place,
    domain: Domain,
) -> Result<Vec<u8>, ReviewError> {
    let mut value = week_secret(conn, desk)?;
    value.extend_from_slice(&place.bytes());
    let hash = desk.lookup.hash(domain, &value);
    Ok(hash.iter().take(NETWORK_BYTES).copied().collect())
}

fn monday(day: Date) -> Date {
    let since = (day.as_day() + FROM_MONDAY).rem_euclid(7);
    days_after(day, -since)
}

fn week_secret(conn: &mut Conn, desk: &Desk) -> Result<Zeroizing<Vec<u8>>, ReviewError> {
    let begins_on = monday(desk.today());
    let mut stored = store::find_week(conn, begins_on)?;
    if stored.is_none() {
        one_at_a_time(conn, ONE_AT_A_TIME).map_err(DbError::from)?;
        stored = store::find_week(conn, begins_on)?;
    }
    if let Some((id, sealed)) = stored {
        let key = desk.vault.key(conn, id, Class::Confidential)?;
        return Ok(Zeroizing::new(key.open_json(id, SECRET_FIELD, &sealed)?));
    }
    let id = Id::random(&*desk.randomness);
    let day = desk.today().start().unwrap_or(desk.now);
    let key = desk.vault.create_key(conn, id, Class::Confidential, day)?;
    let mut secret = Zeroizing::new(vec![0; 32]);
    desk.randomness.fill(&mut secret);
    let sealed = key.seal_json(id, SECRET_FIELD, &*secret)?;
    store::insert_week(conn, begins_on, id, &sealed)?;
    Ok(secret)
}

/// Remembers from which network somebody acts who speaks for agencies.
pub fn note_representative(
    conn: &mut Conn,
    desk: &Desk,
    organisation: Id,
) -> Result<(), ReviewError> {
    let Some(place) = &desk.place else {
        return Ok(());
    };
    if claims::speaks_for_any(conn, organisation)? {
        let network = network(conn, desk, place, Domain::RepresentativeNetwork)?;
        if store::acts_from(conn, organisation, &network)? {
            return Ok(());
        }
        // Two who sign in at once would both note it.
        one_at_a_time(conn, ONE_AT_A_TIME).map_err(DbError::from)?;
        if !store::acts_from(conn, organisation, &network)? {
            store::put_representative(conn, organisation, &network, desk.today())?;
        }
    }
    Ok(())
}

/// Whether what is odd about a review is enough, and some of it new since a moderator looked.
fn is_suspicious(conn: &mut Conn, review: Id) -> Result<bool, DbError> {
    let signals = store::signals_of(conn, &[review])?.remove(&review);
    let signals = signals.unwrap_or_default();
    let all: i64 = signals.iter().map(|signal| signal.strength).sum();
    let was_cleared = signals.iter().any(|signal| signal.cleared_on.is_some());
    let mut new = signals.iter().filter(|signal| signal.cleared_on.is_none());
    let is_new = new.any(|signal| !was_cleared || signal.strength >= NEW_EVIDENCE);
    Ok(all >= SUSPICIOUS && is_new)
}

/// Looks again at the reviews of some agencies for which others were filed since; returns how many published
/// ones no longer count for the time being.
pub fn reconsider(conn: &mut Conn, desk: &Desk) -> Result<usize, ReviewError> {
    let mut suspended = 0;
    for agency in store::agencies_due(conn, AGENCIES_AT_ONCE)? {
        agencies::lock_rating(conn, agency)?;
        store::take_due(conn, agency)?;
        let filings = recent(conn, desk, agency)?;
        for finding in look_at(conn, desk, agency, &filings)? {
            if store::put_signal(conn, &finding, desk.today())? {
                store::count_oddity(conn, finding.review)?;
            }
        }
        for filing in filings {
            suspended += usize::from(suspect(conn, desk, &filing)?);
        }
    }
    forget_old(conn, desk)?;
    Ok(suspended)
}

/// Puts a review under suspicion when what is odd about it is enough; says whether the public sees that.
fn suspect(conn: &mut Conn, desk: &Desk, filing: &Filing) -> Result<bool, ReviewError> {
    let is_decided = matches!(
        filing.status,
        ModerationStatus::Rejected | ModerationStatus::Withdrawn
    );
    if !desk.suspends || is_decided || !is_suspicious(conn, filing.review)? {
        return Ok(false);
    }
    let review = get_locked(conn, desk, filing.review)?;
    if review.suspicion.since.is_some() {
        return Ok(false);
    }
    let after = suspicion::turn(conn, desk, &review, Some(desk.today()))?;
    Ok(after.suspicion.held_since != review.suspicion.held_since)
}

/// Forgets networks and old sketches, and destroys the secrets of weeks that are over.
fn forget_old(conn: &mut Conn, desk: &Desk) -> Result<(), ReviewError> {
    store::forget_bands(conn, desk.now.plus_months(-SKETCH_MONTHS).date())?;
    store::forget_networks(conn, days_after(desk.today(), -RECENT_DAYS))?;
    for week in store::take_weeks(conn, monday(desk.today()))? {
        desk.vault.destroy(conn, week)?;
    }
    Ok(())
}

/// Lets a review count, because a moderator has looked at what is odd about it. The same does not come up
/// again. One that was accepted gets a new day on which it appears.
pub fn clear(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    review: &Review,
    reason: &ClearanceReason,
) -> Result<Review, ReviewError> {
    let signals = store::signals_of(conn, &[review.id])?.remove(&review.id);
    let is_odd = signals.is_some_and(|all| all.iter().any(|one| one.cleared_on.is_none()));
    let is_over = matches!(review.state, State::Withdrawn | State::Rejected { .. });
    if is_over || (review.suspicion.since.is_none() && !is_odd) {
        return Err(ReviewError::Overtaken);
    }
    let key = desk.vault.key(conn, review.id, Class::Confidential)?;
    let sealed = key.seal_json(review.id, REASON_FIELD, reason)?;
    store::clear_signals(conn, review.id, desk.today())?;
    let review = match review.suspicion.since {
        Some(_) => draw_again(conn, desk, review.clone())?,
        None => review.clone(),
    };
    let review = suspicion::turn(conn, desk, &review, None)?;
    store::insert_clearance(conn, review.id, moderator.account(), &sealed, desk.today())?;
    record(conn, desk, moderator, &review, "signals_cleared")?;
    Ok(review)
}

/// Why moderators let a review count, with the day.
pub fn clearances(
    conn: &mut Conn,
    desk: &Desk,
    review: Id,
) -> Result<Vec<(Date, ClearanceReason)>, ReviewError> {
    let rows = store::clearances(conn, review)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = desk.vault.key(conn, review, Class::Confidential)?;
    let open = |row: store::ClearanceRow| {
        let reason = key.open_json(review, REASON_FIELD, &row.sealed_reason)?;
        Ok((row.cleared_on, reason))
    };
    rows.into_iter().map(open).collect()
}
