//! Where spoken comments are kept, and how what is left of them is cleared away.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::store;
use crate::platform::clock::Time;
use crate::platform::crypto::DataKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::{Id, Randomness};
use crate::platform::problem::Problem;
use crate::platform::sealed_files::{SealedFiles, SealedFilesError};

/// The field in the associated data of a sealed file.
const FIELD: &str = "review_recordings.file";
/// How often the store is swept.
const SWEEP_EVERY: Duration = Duration::from_hours(24);
/// How old a file without a row must be to be taken for left over: uploads take minutes.
const LEFT_OVER_AFTER: Duration = Duration::from_hours(24);

/// The store of spoken comments. The name of a file says nothing of its review.
#[derive(Clone)]
pub struct RecordingStore(SealedFiles);

impl RecordingStore {
    /// Keeps recordings in a folder, which must exist.
    pub fn in_folder(
        folder: &Path,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, SealedFilesError> {
        SealedFiles::in_folder(folder, FIELD, randomness).map(Self)
    }

    /// Seals a recording under its review's key and stores it.
    pub async fn put(
        &self,
        file: Id,
        key: &DataKey,
        content: &[u8],
    ) -> Result<(), SealedFilesError> {
        self.0.put(file, file, key, content).await
    }

    /// Reads and opens a recording.
    pub async fn get(
        &self,
        file: Id,
        key: &DataKey,
    ) -> Result<Zeroizing<Vec<u8>>, SealedFilesError> {
        self.0.get(file, file, key).await
    }

    /// Removes a recording that no row names any more. What cannot be removed now is swept away later; its key
    /// may be gone already.
    pub async fn discard(&self, file: Id) {
        if let Err(error) = self.0.remove(file, file).await {
            tracing::warn!(%error, "A recording could not be removed; it is swept away later");
        }
    }
}

/// Removes files that no row names: uploads that were cut off, and what is left of reviews that were erased.
pub struct RecordingKeeper {
    recordings: RecordingStore,
    swept_at: Option<Time>,
}

impl RecordingKeeper {
    /// One that has not done anything yet.
    pub const fn new(recordings: RecordingStore) -> Self {
        Self {
            recordings,
            swept_at: None,
        }
    }

    /// Does what is due.
    pub async fn tidy_up(&mut self, services: &Services) -> Result<(), Problem> {
        let now = services.clock.now();
        if self.swept_at.is_some_and(|at| now.since(at) < SWEEP_EVERY) {
            return Ok(());
        }
        let before = now.minus(LEFT_OVER_AFTER);
        for (file, _) in self.recordings.0.list_older_than(before).await? {
            let is_known = move |conn: &mut Conn| store::is_recording_known(conn, file);
            let is_known: Result<bool, DbError> = services.db.read(is_known).await;
            if !is_known? {
                self.recordings.discard(file).await;
            }
        }
        self.swept_at = Some(now);
        Ok(())
    }
}
