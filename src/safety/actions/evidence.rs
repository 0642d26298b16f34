//! Adding photos, and looking at them.

use super::handling::find;
use crate::files::FileOwner;
use crate::files::custody::{self, CustodyEvent, CustodyLog, Item};
use crate::identity::audit::{Action, Subject as Audited};
use crate::identity::permissions::HandleSafetyReports;
use crate::identity::{Caller, ReceiptHolder, SafetyReports};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::intake::KeptFile;
use crate::platform::vault::{SubjectKey, Vault};
use crate::safety::model::{MOST_PHOTOS, Photo, SafetyError};
use crate::safety::store;

/// The key of a report.
pub fn key_of(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    vault: &Vault,
) -> Result<SubjectKey, SafetyError> {
    let report = store::get_of_reporter(conn, holder)?;
    Ok(vault.key(conn, report.id, Class::Confidential)?)
}

/// The key of a report that takes another photo: asked before anything is written.
pub fn key_with_room(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    vault: &Vault,
) -> Result<SubjectKey, SafetyError> {
    let report = store::get_of_reporter(conn, holder)?.standing_by()?;
    if report.photo_count >= MOST_PHOTOS {
        return Err(SafetyError::TooMuchEvidence);
    }
    Ok(vault.key(conn, report.id, Class::Confidential)?)
}

/// Adds a photo that is in the evidence store to its report.
pub fn add_photo(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    vault: &Vault,
    (id, kept): (Id, KeptFile),
    now: Time,
) -> Result<Photo, SafetyError> {
    let report = store::lock_of_reporter(conn, holder)?.standing_by()?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    let photo = Photo {
        id,
        file: kept.file,
        facts: kept.facts,
        received_at: now,
    };
    store::insert_photo(conn, &report, &key, &photo)?;
    let arrived = (item(report.id, id), None);
    custody::note_arrival(conn, vault.randomness(), arrived, now)?;
    Ok(photo)
}

/// The photos that a reporter has added.
pub fn list_photos(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    vault: &Vault,
) -> Result<Vec<Photo>, SafetyError> {
    let report = store::get_of_reporter(conn, holder)?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    Ok(store::list_photos(conn, &report, &key)?)
}

/// A photo that a reporter has added.
pub fn find_photo(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    vault: &Vault,
    id: Id,
) -> Result<Photo, SafetyError> {
    let report = store::get_of_reporter(conn, holder)?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    store::find_photo(conn, &report, &key, id)?.ok_or(SafetyError::NotFound)
}

/// How a member of staff handles a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// Looking at its small picture.
    Seen,
    /// Downloading it.
    Downloaded,
}

/// Hands a photo to a member of staff, and the key with which its file opens; the audit log and the custody log of
/// the photo say so.
pub fn open_photo(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    vault: &Vault,
    (report, photo, handled): (Id, Id, Handled),
    now: Time,
) -> Result<(Photo, SubjectKey), SafetyError> {
    let report = find(conn, by, report)?.standing_by()?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    let photo = store::find_photo(conn, &report, &key, photo)?;
    let photo = photo.ok_or(SafetyError::NotFound)?;
    let (action, event) = match handled {
        Handled::Seen if !photo.facts.has_thumbnail => return Err(SafetyError::NotFound),
        Handled::Seen => (Action::Opened, CustodyEvent::Opened),
        Handled::Downloaded => (Action::Downloaded, CustodyEvent::Exported),
    };
    let (of, who) = (item(report.id, photo.id), Some(by.account()));
    custody::note(conn, vault.randomness(), of, (event, who), now)?;
    by.record(conn, now, action, Audited::SafetyReport, report.id, None)?;
    Ok((photo, key))
}

/// Who had a photo in their hands.
pub fn list_custody(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    vault: &Vault,
    (report, photo): (Id, Id),
) -> Result<CustodyLog, SafetyError> {
    let report = store::find_of_organisation(conn, by.organisation(), report)?;
    let report = report.ok_or(SafetyError::NotFound)?.standing_by()?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    let photo = store::find_photo(conn, &report, &key, photo)?;
    let photo = photo.ok_or(SafetyError::NotFound)?;
    Ok(custody::list(conn, item(report.id, photo.id))?)
}

const fn item(report: Id, photo: Id) -> Item {
    Item {
        kind: FileOwner::SafetyReport,
        subject: report,
        id: photo,
    }
}
