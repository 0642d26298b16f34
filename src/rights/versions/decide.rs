//! Handing a version in, and what becomes of it.

use super::actions::{Editor, Locked, Place, Reviewer, lock, record};
use super::error::EditorialError;
use super::model::{EditorialAct, EditorialStatus, hash_of_content};
use super::publish;
use super::store::{self, VersionRow};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::IfMatch;
use crate::platform::problem::Problem;
use crate::rights::store::projection;

/// Hands a draft in.
pub fn hand_in(
    conn: &mut Conn,
    by: &Editor,
    (place, if_match): (&Place, &IfMatch),
    now: Time,
) -> Result<VersionRow, Problem> {
    let Locked { mut row, .. } = lock(conn, place, if_match)?;
    if row.status != EditorialStatus::Draft {
        return Err(EditorialError::Stands.into());
    }
    row.status = EditorialStatus::InReview;
    row.submitted_at = Some(now);
    row.revision += 1;
    store::put(conn, &row).map_err(EditorialError::from)?;
    record(conn, by, &row, (EditorialAct::HandedIn, None), now)?;
    Ok(row)
}

/// Gives a draft up.
pub fn give_up(
    conn: &mut Conn,
    by: &Editor,
    (place, if_match): (&Place, &IfMatch),
    now: Time,
) -> Result<(), Problem> {
    let Locked { mut row, .. } = lock(conn, place, if_match)?;
    if !row.status.is_open() {
        return Err(EditorialError::Stands.into());
    }
    row.status = EditorialStatus::Withdrawn;
    row.decided_by = Some(by.account());
    row.decided_at = Some(now);
    row.revision += 1;
    store::put(conn, &row).map_err(EditorialError::from)?;
    record(conn, by, &row, (EditorialAct::Withdrawn, None), now)?;
    Ok(())
}

/// Refuses whoever has a hand in a version.
fn require_second_person(
    conn: &mut Conn,
    by: &Reviewer,
    row: &VersionRow,
) -> Result<(), EditorialError> {
    let events = store::list_events(conn, &row.slug, row.version)?;
    let has_hand =
        |event: &store::EventRow| event.act.makes_an_author() && event.account_id == by.account();
    if row.written_by == Some(by.account()) || events.iter().any(has_hand) {
        return Err(EditorialError::Own);
    }
    Ok(())
}

/// Publishes a version that somebody else has written and handed in.
pub fn publish(
    conn: &mut Conn,
    by: &Reviewer,
    (place, if_match): (&Place, &IfMatch),
    now: Time,
) -> Result<VersionRow, Problem> {
    let Locked { mut row, published } = lock(conn, place, if_match)?;
    if row.status != EditorialStatus::InReview {
        return Err(EditorialError::Stands.into());
    }
    require_second_person(conn, by, &row)?;
    if row.based_on != published.as_ref().map(|row| row.version) {
        return Err(EditorialError::MovedOn.into());
    }
    let texts = store::list_texts(conn, &row.slug, row.version).map_err(EditorialError::from)?;
    if let Some(mut before) = published {
        before.status = EditorialStatus::Superseded;
        before.revision += 1;
        store::put(conn, &before).map_err(EditorialError::from)?;
    }
    let article = row.article().map_err(EditorialError::from)?;
    let hash = hash_of_content(&article, texts.iter().map(|one| &one.text));
    row.content_hash = Some(hash.map_err(EditorialError::from)?);
    row.status = EditorialStatus::Published;
    row.decided_by = Some(by.account());
    row.decided_at = Some(now);
    row.revision += 1;
    store::put(conn, &row).map_err(EditorialError::from)?;
    publish::show(conn, &row, &texts, now).map_err(EditorialError::from)?;
    record(conn, by, &row, (EditorialAct::Published, None), now)?;
    Ok(row)
}

/// Does not want a version published that somebody else has written and handed in.
pub fn reject(
    conn: &mut Conn,
    by: &Reviewer,
    (place, if_match): (&Place, &IfMatch),
    reason: String,
    now: Time,
) -> Result<VersionRow, Problem> {
    let Locked { mut row, .. } = lock(conn, place, if_match)?;
    if row.status != EditorialStatus::InReview {
        return Err(EditorialError::Stands.into());
    }
    require_second_person(conn, by, &row)?;
    row.status = EditorialStatus::Rejected;
    row.reason = Some(reason);
    row.decided_by = Some(by.account());
    row.decided_at = Some(now);
    row.revision += 1;
    store::put(conn, &row).map_err(EditorialError::from)?;
    record(conn, by, &row, (EditorialAct::Rejected, None), now)?;
    Ok(row)
}

/// Takes a published version from the public. What may harm somebody goes at once, so it takes one person.
pub fn withdraw(
    conn: &mut Conn,
    by: &Reviewer,
    (place, if_match): (&Place, &IfMatch),
    reason: String,
    now: Time,
) -> Result<VersionRow, Problem> {
    let Locked { mut row, .. } = lock(conn, place, if_match)?;
    if row.status != EditorialStatus::Published {
        return Err(EditorialError::Stands.into());
    }
    row.status = EditorialStatus::Withdrawn;
    row.reason = Some(reason);
    row.decided_by = Some(by.account());
    row.decided_at = Some(now);
    row.revision += 1;
    store::put(conn, &row).map_err(EditorialError::from)?;
    projection::take_down(conn, &row.slug).map_err(EditorialError::from)?;
    record(conn, by, &row, (EditorialAct::Withdrawn, None), now)?;
    Ok(row)
}
