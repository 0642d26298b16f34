//! Comments that are spoken: adding one, taking it back, listening to it.

use std::fmt::Write as _;

use actix_web::rt::task::spawn_blocking;
use actix_web::web::Bytes;

use super::documents::discard;
use super::{Desk, ReviewError, get_for_moderator, get_locked, move_on};
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::ModerateReviews;
use crate::identity::{Caller, ReceiptHolder, Reviews};
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, Db};
use crate::platform::ids::Id;
use crate::platform::sealed_files::SealedFilesError;
use crate::platform::sound::{Sound, SoundError, strip};
use crate::platform::vault::SubjectKey;
use crate::reviews::files::FileStore;
use crate::reviews::model::{
    LONGEST_RECORDING, Language, ModerationStatus, Recording, RecordingFacts, Review,
    ReviewEventKind,
};
use crate::reviews::store::{self, RecordingRow};

/// Names what is sealed about a recording, under its key.
const FACTS_FIELD: &str = "review.recording";

/// Why a recording cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// It is none that can be cleaned, or a damaged one.
    #[error(transparent)]
    Sound(#[from] SoundError),
    /// It plays for too long.
    #[error("the recording is too long")]
    TooLong,
    /// The review takes none.
    #[error(transparent)]
    Review(#[from] ReviewError),
    /// It cannot be stored.
    #[error(transparent)]
    Store(#[from] SealedFilesError),
    /// The work was cut off.
    #[error("the recording could not be worked on")]
    CutOff,
}

/// A recording as it came.
pub struct Spoken {
    /// Its bytes.
    pub bytes: Bytes,
    /// Their SHA-256.
    pub sha256: [u8; 32],
    /// The language that is spoken.
    pub language: Option<Language>,
}

/// A recording that is in the store, sealed under a key that is not stored yet.
pub struct KeptRecording {
    /// What it is.
    pub recording: Recording,
    key: SubjectKey,
}

/// Cleans a recording and puts it, sealed, into the store, so that it is on the disk before any row names it.
pub async fn keep_recording(
    (db, recordings): (&Db, &FileStore),
    desk: &Desk,
    review: Id,
    file: Id,
    spoken: Spoken,
) -> Result<KeptRecording, RecordingError> {
    let bytes = spoken.bytes;
    let cleaned = spawn_blocking(move || strip(&bytes)).await;
    let sound = cleaned.map_err(|_| RecordingError::CutOff)??;
    let seconds = sound.milliseconds.div_ceil(1000);
    if seconds > LONGEST_RECORDING {
        return Err(RecordingError::TooLong);
    }
    let of_job = desk.clone();
    db.read(move |conn| require_room(conn, &of_job, review))
        .await?;
    let key = desk.vault.new_key();
    recordings.put(file, key.data_key(), &sound.bytes).await?;
    let facts = facts(&sound, seconds, &spoken.sha256, spoken.language);
    let recording = Recording { file, facts };
    Ok(KeptRecording { recording, key })
}

fn facts(
    sound: &Sound,
    seconds: u64,
    received_sha256: &[u8; 32],
    language: Option<Language>,
) -> RecordingFacts {
    let hexadecimal = received_sha256
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Writing to a text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
    RecordingFacts {
        media_type: sound.media_type.to_owned(),
        bytes: u64::try_from(sound.bytes.len()).unwrap_or(u64::MAX),
        seconds,
        language,
        received_sha256: hexadecimal,
    }
}

/// Makes sure that a review takes a recording, before anything is written.
fn require_room(conn: &mut Conn, desk: &Desk, review: Id) -> Result<(), ReviewError> {
    let review = super::get(conn, desk, review)?;
    if store::find_recording(conn, review.id)?.is_some() {
        return Err(ReviewError::AlreadyRecorded);
    }
    review.state.revise()?;
    Ok(())
}

/// Adds a recording that is in the store to its review, which waits for a moderator again.
pub fn add_recording(
    conn: &mut Conn,
    desk: &Desk,
    author: &ReceiptHolder<Reviews>,
    kept: &KeptRecording,
) -> Result<Review, ReviewError> {
    let review = get_locked(conn, desk, author.subject())?;
    if store::find_recording(conn, review.id)?.is_some() {
        return Err(ReviewError::AlreadyRecorded);
    }
    let review = edited(conn, desk, &review)?;
    let (file, class) = (kept.recording.file, Class::Confidential);
    let day = desk.today().start().unwrap_or(desk.now);
    desk.vault.store_key(conn, file, class, &kept.key, day)?;
    let facts = &kept.recording.facts;
    let row = RecordingRow {
        review_id: review.id,
        file_id: file,
        sealed_facts: kept.key.seal_json(file, FACTS_FIELD, facts)?,
        has_own_key: true,
    };
    store::insert_recording(conn, row)?;
    Ok(review)
}

/// Takes the recording of a review away; what was published of it is public no longer. Doing so again changes
/// nothing.
pub fn delete_recording(
    conn: &mut Conn,
    desk: &Desk,
    author: &ReceiptHolder<Reviews>,
) -> Result<(), ReviewError> {
    let review = get_locked(conn, desk, author.subject())?;
    if store::find_recording(conn, review.id)?.is_none() {
        return Ok(());
    }
    edited(conn, desk, &review)?;
    destroy_recording(conn, desk, review.id)
}

/// Destroys the recording of a review, if there is one: its key is gone from this transaction on, its file with the next
/// housekeeping.
pub(super) fn destroy_recording(
    conn: &mut Conn,
    desk: &Desk,
    review: Id,
) -> Result<(), ReviewError> {
    let Some(row) = store::find_recording(conn, review)? else {
        return Ok(());
    };
    discard(conn, desk, row.file_id, Some(row.file_id))?;
    Ok(store::delete_recording(conn, review)?)
}

/// The key of a recording, and under which name it sealed what is known. One of before recordings had keys of their own is
/// under its review's.
fn key_of(
    conn: &mut Conn,
    desk: &Desk,
    row: &RecordingRow,
) -> Result<(Id, SubjectKey), ReviewError> {
    let subject = if row.has_own_key {
        row.file_id
    } else {
        row.review_id
    };
    let key = desk.vault.key(conn, subject, Class::Confidential)?;
    Ok((subject, key))
}

fn edited(conn: &mut Conn, desk: &Desk, review: &Review) -> Result<Review, ReviewError> {
    let after = Review {
        state: review.state.clone().revise()?,
        ..review.clone()
    };
    move_on(conn, desk, review, after, (ReviewEventKind::Edited, None))
}

/// The recording of a review.
pub fn find_recording(
    conn: &mut Conn,
    desk: &Desk,
    review: Id,
) -> Result<Option<Recording>, ReviewError> {
    let found = open_recording(conn, desk, review)?;
    Ok(found.map(|(recording, _)| recording))
}

fn open_recording(
    conn: &mut Conn,
    desk: &Desk,
    review: Id,
) -> Result<Option<(Recording, SubjectKey)>, ReviewError> {
    let Some(row) = store::find_recording(conn, review)? else {
        return Ok(None);
    };
    let (subject, key) = key_of(conn, desk, &row)?;
    let recording = Recording {
        file: row.file_id,
        facts: key.open_json(subject, FACTS_FIELD, &row.sealed_facts)?,
    };
    Ok(Some((recording, key)))
}

/// Hands the recording of a review to a moderator, and the key with which its file opens.
pub fn listen(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    review: Id,
) -> Result<(Recording, SubjectKey), ReviewError> {
    let review = get_for_moderator(conn, desk, moderator, review)?;
    if review.state.status() == ModerationStatus::Withdrawn {
        return Err(ReviewError::NotFound);
    }
    let opened = open_recording(conn, desk, review.id)?.ok_or(ReviewError::NotFound)?;
    let (action, subject) = (Action::Downloaded, Subject::Review);
    moderator.record(conn, desk.now, action, subject, review.id, None)?;
    Ok(opened)
}
