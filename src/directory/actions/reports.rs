//! What people say of services. It reaches who looks after the service, and nobody else.

use std::time::Duration;

use super::desk::Desk;
use crate::directory::catalogue;
use crate::directory::error::DirectoryError;
use crate::directory::model::{ServiceReportKind, ServiceReportOutcome, ServiceReportState};
use crate::directory::store::{self, Closing, NewReport, ReportRow};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::vault::VaultError;

const WORDS: &str = "directory_report_words";
const NOTE: &str = "directory_report_note";
/// How long a report is kept after it was closed.
const KEPT: Duration = Duration::from_hours(24 * 180);
/// How long one is kept that nobody closes.
const KEPT_OPEN: Duration = Duration::from_hours(24 * 730);

/// Takes a report on a service that everybody can find.
pub fn report(
    conn: &mut Conn,
    services: &Services,
    service: Id,
    (kind, words): (ServiceReportKind, Option<&str>),
    now: Time,
) -> Result<Id, DirectoryError> {
    if catalogue::find_public(conn, service)?.is_none() {
        return Err(DirectoryError::NotFound);
    }
    // Its id does not tell when it was made: a service may remember who was there at what time.
    let id = Id::random(&*services.randomness);
    let key = services
        .vault
        .create_key(conn, id, Class::Confidential, now)?;
    let sealed_words = words
        .map(|words| key.seal(id, WORDS, words.as_bytes()))
        .transpose()?;
    let new = NewReport {
        id,
        service_id: service,
        kind,
        sealed_words,
        reported_on: now.date(),
    };
    store::insert_report(conn, new)?;
    Ok(id)
}

/// The words of a report, and the note of who closed it.
pub fn opened(
    conn: &mut Conn,
    services: &Services,
    row: &ReportRow,
) -> Result<(Option<String>, Option<String>), DirectoryError> {
    let key = services.vault.key(conn, row.id, Class::Confidential)?;
    let open = |field: &'static str, sealed: Option<&[u8]>| {
        sealed
            .map(|sealed| key.open_text(row.id, field, sealed))
            .transpose()
    };
    Ok((
        open(WORDS, row.sealed_words.as_deref())?,
        open(NOTE, row.sealed_note.as_deref())?,
    ))
}

/// A report on a service that is looked after here.
pub fn close(
    conn: &mut Conn,
    desk: &Desk<'_>,
    row: &ReportRow,
    (outcome, note): (ServiceReportOutcome, Option<&str>),
) -> Result<ReportRow, DirectoryError> {
    if row.state == ServiceReportState::Closed {
        return Err(DirectoryError::Closed);
    }
    let key = desk.services.vault.key(conn, row.id, Class::Confidential)?;
    let sealed_note = note
        .map(|note| key.seal(row.id, NOTE, note.as_bytes()))
        .transpose()?;
    let closing = Closing {
        outcome: Some(outcome),
        sealed_note,
        closed_at: Some(desk.now),
        closed_by: desk.account,
    };
    store::close_report(conn, row, closing)?;
    store::find_report(conn, row.id)?.ok_or(DirectoryError::NotFound)
}

/// Forgets reports that are over, with their keys.
pub fn forget_reports(conn: &mut Conn, services: &Services, now: Time) -> Result<(), VaultError> {
    let made_before = now.minus(KEPT_OPEN).date();
    for id in store::forget_old_reports(conn, now.minus(KEPT), made_before)? {
        services.vault.destroy(conn, id)?;
    }
    Ok(())
}
