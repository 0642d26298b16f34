//! From a moderator's decision to the day on which a review appears.

use super::{Desk, ReviewError, get_locked, move_on};
use crate::agencies;
use crate::config::Publishing;
use crate::platform::clock::Date;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::reviews::model::{
    Month, Publication, Review, ReviewEventKind, ShownComment, State, Suspicion, days_after,
};
use crate::reviews::store;

/// Names what is sealed of what an accepted review will show.
pub(super) const TEXT_FIELD: &str = "review.accepted_text";
/// Published reviews below which one that appears could be tied to a decision.
const FEW: u32 = 20;
/// Agencies whose reviews appear in one go.
const AGENCIES_AT_ONCE: i64 = 10;

/// Lets a review through: it appears at once or with the batch of a later day, as the settings have it.
pub fn let_through(
    conn: &mut Conn,
    desk: &Desk,
    review: &Review,
    text: Option<ShownComment>,
) -> Result<Review, ReviewError> {
    let Publishing::Daily { most_days } = desk.publishing else {
        let (public_id, month) = (Id::random(&*desk.randomness), Month::of(desk.today()));
        let (text, language) = text.unzip();
        let publication = Publication {
            public_id,
            month,
            text,
            language: language.flatten(),
        };
        let state = review.state.clone().publish(&review.content, publication)?;
        return show(conn, desk, review, state);
    };
    let sealed = match &text {
        Some(text) => {
            let key = desk.vault.key(conn, review.id, Class::Confidential)?;
            Some(key.seal_json(review.id, TEXT_FIELD, text)?)
        }
        None => None,
    };
    let appears_on = draw_day(conn, desk, review.agency, most_days)?;
    let state = review.state.clone();
    let after = Review {
        version: review.version + 1,
        state: state.accept(&review.content, appears_on, text)?,
        suspicion: Suspicion::default(),
        ..review.clone()
    };
    if !store::update_state(conn, &after, desk.today())? {
        return Err(ReviewError::Overtaken);
    }
    store::put_accepted(conn, review.id, sealed)?;
    Ok(after)
}

/// Draws the day of an accepted review anew, because only now nothing stands in its way: it would otherwise appear in
/// the minute of that decision.
pub(super) fn draw_again(
    conn: &mut Conn,
    desk: &Desk,
    review: Review,
) -> Result<Review, ReviewError> {
    let (State::Accepted { text, .. }, Publishing::Daily { most_days }) =
        (&review.state, desk.publishing)
    else {
        return Ok(review);
    };
    let appears_on = draw_day(conn, desk, review.agency, most_days)?;
    let text = text.clone();
    Ok(Review {
        state: State::Accepted { appears_on, text },
        ..review
    })
}

/// The next day; while few reviews of the agency are shown, up to so many days later, by chance: whoever watches the
/// page is not to learn in which hour or on which day a moderator read which review.
fn draw_day(conn: &mut Conn, desk: &Desk, agency: Id, most_days: u32) -> Result<Date, ReviewError> {
    let shown = store::shelf_counts(conn, agency)?;
    let mut extra = 0;
    if shown.count() < FEW {
        let mut bytes = [0; 4];
        desk.randomness.fill(&mut bytes);
        extra = u32::from_be_bytes(bytes) % (most_days + 1);
    }
    let days = i32::try_from(extra).unwrap_or_default();
    Ok(days_after(desk.today(), 1 + days))
}

fn show(
    conn: &mut Conn,
    desk: &Desk,
    before: &Review,
    state: State,
) -> Result<Review, ReviewError> {
    let after = Review {
        state,
        suspicion: Suspicion::default(),
        ..before.clone()
    };
    let event = (ReviewEventKind::Published, None);
    move_on(conn, desk, before, after, event)
}

/// Lets the reviews appear whose day has come, all of an agency together; returns how many there were.
pub fn appear(conn: &mut Conn, desk: &Desk) -> Result<usize, ReviewError> {
    let mut appeared = 0;
    for (agency, due) in store::list_appearing(conn, desk.today(), AGENCIES_AT_ONCE)? {
        agencies::lock_rating(conn, agency)?;
        for review in due {
            // Until the lock was ours its author or a moderator may have moved it on.
            let review = get_locked(conn, desk, review)?;
            let is_due = matches!(&review.state, State::Accepted { appears_on, .. }
                if *appears_on <= desk.today());
            if is_due && review.suspicion.since.is_none() {
                let (public_id, month) = (Id::random(&*desk.randomness), Month::of(desk.today()));
                let state = review.state.clone().appear(public_id, month)?;
                show(conn, desk, &review, state)?;
                appeared += 1;
            }
        }
    }
    Ok(appeared)
}
