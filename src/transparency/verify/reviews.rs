//! Whether the reviews on a page are those of the log.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::client::{Client, ShownReview};
use super::watch::{Seen, Watch};
use super::{Log, Verification, VerifyError};
use crate::platform::clock::Date;
use crate::platform::ids::Id;
use crate::transparency::Shown;

/// Days within which the log must say why a review is gone: it is continued each day.
const DAYS: i32 = 2;

/// Checks the reviews of an agency, and what became of those that were seen before. One that has no page, because it
/// was refused after all, shows no review; the log must have ended those that were seen.
pub(super) fn check(
    client: &Client,
    agency: Id,
    log: &Log,
    today: Date,
    watch: &mut Watch,
    found: &mut Verification,
) -> Result<(), VerifyError> {
    let page = client.page_of(agency)?;
    let shown = match &page {
        Some(page) => client.reviews(page)?,
        None => Vec::new(),
    };
    for review in &shown {
        check_shown(review, agency, log, today, watch, found);
    }
    forget_ended(agency, &shown, log, watch);
    let standing = watch
        .reviews
        .values()
        .filter(|seen| seen.agency == agency)
        .count();
    let Some(page) = page else {
        found.notices.push(format!(
            "{agency} has no page: there is no such agency or employer, or none any more"
        ));
        find_missing(agency, &shown, today, watch, found);
        return Ok(());
    };
    // Of an agency with few reviews none is shown, so nothing can be said of those seen before.
    if shown.is_empty() && standing < client.minimum(&page)? {
        let notice = format!("No review of {agency} is shown; there may be too few");
        found.notices.push(notice);
    } else {
        find_missing(agency, &shown, today, watch, found);
    }
    Ok(())
}

/// Checks a review that is shown, and remembers it.
fn check_shown(
    review: &ShownReview,
    agency: Id,
    log: &Log,
    today: Date,
    watch: &mut Watch,
    found: &mut Verification,
) {
    found.reviews += 1;
    match entry_of(review, log) {
        Ok(Some(entry)) => {
            let before = watch.reviews.get(&review.id);
            let since = before.and_then(|seen| seen.unlike_since);
            let is_alike = review.under_review == log.is_suspended(entry);
            let seen = Seen {
                agency,
                entry,
                missing_since: None,
                unlike_since: (!is_alike).then(|| since.unwrap_or(today)),
            };
            note_unlike(review, &seen, today, found);
            watch.reviews.insert(review.id, seen);
        }
        Ok(None) => found
            .notices
            .push(format!("Review {} waits for the log", review.id)),
        Err(fault) => found.faults.push(format!("Review {}: {fault}", review.id)),
    }
}

/// Says when page and log differ in whether a review counts. The log follows within a day or two.
fn note_unlike(review: &ShownReview, seen: &Seen, today: Date, found: &mut Verification) {
    let Some(since) = seen.unlike_since else {
        return;
    };
    let page = if review.under_review {
        "being checked"
    } else {
        "counted"
    };
    let id = review.id;
    let what = format!("Review {id} is shown as {page} since {since}, and the log does not say so");
    if today.as_day() - since.as_day() > DAYS {
        found.faults.push(what);
    } else {
        found.notices.push(what);
    }
}

/// The entry of a shown review, when it is what the entry commits to.
fn entry_of(review: &ShownReview, log: &Log) -> Result<Option<i64>, String> {
    let proof = review.transparency.as_ref();
    let Some((proof, entry)) = proof.and_then(|proof| Some((proof, proof.entry?))) else {
        return Ok(None);
    };
    let decision = log
        .entry(entry)
        .ok_or_else(|| format!("there is no entry {entry}"))?;
    let salt = URL_SAFE_NO_PAD.decode(&proof.salt);
    let salt = salt.map_err(|_| "its salt cannot be read".to_owned())?;
    let comment = review.comment.as_ref();
    let shown = Shown {
        id: review.id,
        agency: proof.agency_id,
        month: &review.published_month,
        overall: review.overall,
        would_recommend: review.would_recommend,
        comment: comment.map(|comment| (comment.language.as_str(), comment.text.as_str())),
    };
    if decision.commitment != Some(shown.commitment(&salt).to_base64()) {
        return Err(format!("it is not what entry {entry} commits to"));
    }
    if let Some(end) = log.ended_by.get(&entry) {
        return Err(format!("it is shown, but entry {end} ends it"));
    }
    Ok(Some(entry))
}

/// What the log says has ended is watched no more.
fn forget_ended(agency: Id, shown: &[ShownReview], log: &Log, watch: &mut Watch) {
    watch.reviews.retain(|id, seen| {
        let is_there = seen.agency != agency || shown.iter().any(|review| review.id == *id);
        is_there || !log.ended_by.contains_key(&seen.entry)
    });
}

fn find_missing(
    agency: Id,
    shown: &[ShownReview],
    today: Date,
    watch: &mut Watch,
    found: &mut Verification,
) {
    for (id, seen) in &mut watch.reviews {
        if seen.agency != agency || shown.iter().any(|review| review.id == *id) {
            continue;
        }
        let since = *seen.missing_since.get_or_insert(today);
        let what = format!("Review {id} is gone since {since}, and the log does not say why");
        if today.as_day() - since.as_day() > DAYS {
            found.faults.push(what);
        } else {
            found.notices.push(what);
        }
    }
}
