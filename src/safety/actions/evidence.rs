//! Adding photos, and looking at them.

use actix_web::rt::task::spawn_blocking;
use actix_web::web::Bytes;
use sha2::{Digest as _, Sha256};

use super::handling::find;
use crate::identity::audit::{Action, Subject as Audited};
use crate::identity::permissions::HandleSafetyReports;
use crate::identity::{Caller, ReceiptHolder, SafetyReports};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, Db};
use crate::platform::encoded::hexadecimal;
use crate::platform::ids::Id;
use crate::platform::photo::{PhotoError, strip};
use crate::platform::vault::{SubjectKey, Vault};
use crate::safety::evidence::{EvidenceError, EvidenceStore};
use crate::safety::model::{MOST_PHOTOS, Photo, PhotoFacts, SafetyError};
use crate::safety::store;

/// A photo that is in the evidence store and not yet in the database.
pub struct KeptPhoto {
    /// The name of its sealed file.
    file: Id,
    /// What is known about it.
    facts: PhotoFacts,
}

/// Why a photo cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// It is no picture, or a damaged one.
    #[error(transparent)]
    Photo(#[from] PhotoError),
    /// The report takes none.
    #[error(transparent)]
    Report(#[from] SafetyError),
    /// It cannot be stored.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// The work was cut off.
    #[error("the photo could not be worked on")]
    CutOff,
}

/// Strips a photo and puts it, sealed, into the evidence store under a name of its own, so that it
/// is on the disk before any row names it.
pub async fn keep_photo(
    db: &Db,
    vault: &Vault,
    evidence: &EvidenceStore,
    holder: &ReceiptHolder<SafetyReports>,
    file: Id,
    upload: (Bytes, [u8; 32]),
) -> Result<KeptPhoto, KeepError> {
    let (photo, received_sha256) = upload;
    let stripped = spawn_blocking(move || strip_and_hash(&photo, &received_sha256));
    let (bytes, facts) = stripped.await.map_err(|_| KeepError::CutOff)??;
    let key = key_with_room(db, vault, holder).await?;
    evidence
        .put(holder.subject(), file, key.data_key(), &bytes)
        .await?;
    Ok(KeptPhoto { file, facts })
}

/// Pictures are worked on where waiting harms nobody.
fn strip_and_hash(
    photo: &[u8],
    received_sha256: &[u8; 32],
) -> Result<(Vec<u8>, PhotoFacts), PhotoError> {
    let stripped = strip(photo)?;
    let facts = PhotoFacts {
        media_type: stripped.media_type.to_owned(),
        bytes: u64::try_from(stripped.bytes.len()).unwrap_or(u64::MAX),
        width: stripped.width,
        height: stripped.height,
        orientation: stripped.orientation,
        sha256: hexadecimal(&Sha256::digest(&stripped.bytes)),
        received_sha256: hexadecimal(received_sha256),
    };
    Ok((stripped.bytes, facts))
}

/// The key of a report that takes another photo: asked before anything is written.
async fn key_with_room(
    db: &Db,
    vault: &Vault,
    holder: &ReceiptHolder<SafetyReports>,
) -> Result<SubjectKey, SafetyError> {
    let (holder, vault) = (holder.clone(), vault.clone());
    db.read(move |conn| {
        let report = store::get_of_reporter(conn, &holder)?.standing_by()?;
        if report.photo_count >= MOST_PHOTOS {
            return Err(SafetyError::TooManyPhotos);
        }
        Ok(vault.key(conn, report.id, Class::Confidential)?)
    })
    .await
}

/// Adds a photo that is in the evidence store to its report.
pub fn add_photo(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    vault: &Vault,
    id: Id,
    kept: KeptPhoto,
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

/// Hands a photo to a member of staff, and the key with which its file opens.
pub fn open_photo(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    vault: &Vault,
    (report, photo): (Id, Id),
    now: Time,
) -> Result<(Photo, SubjectKey), SafetyError> {
    let report = find(conn, by, report)?.standing_by()?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    let photo = store::find_photo(conn, &report, &key, photo)?;
    let photo = photo.ok_or(SafetyError::NotFound)?;
    let action = Action::Downloaded;
    by.record(conn, now, action, Audited::SafetyReport, report.id, None)?;
    Ok((photo, key))
}
