//! Where the files of reviews are kept until they are destroyed, and how what is left of them is cleared away.
//!
//! Documents and recordings are treated alike: each is sealed under a key of its own, which is destroyed in the
//! transaction that gives it up; its file is noise from then on, and goes with the next housekeeping.

use std::sync::Arc;
use std::time::Duration;

use object_store::ObjectStore;
use zeroize::Zeroizing;

use super::actions::{self, Desk};
use super::store;
use crate::platform::clock::Time;
use crate::platform::crypto::DataKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::{Id, Randomness};
use crate::platform::problem::Problem;
use crate::platform::sealed_files::{SealedFiles, SealedFilesError};

/// Fields in the associated data of sealed files.
const DOCUMENT_FIELD: &str = "review_documents.file";
const RECORDING_FIELD: &str = "review_recordings.file";
/// Files that are removed in one go.
const AT_ONCE: i64 = 200;
/// How often the stores are swept.
const SWEEP_EVERY: Duration = Duration::from_hours(24);
/// How old a file without a row must be to be taken for left over: uploads take minutes.
const LEFT_OVER_AFTER: Duration = Duration::from_hours(24);

/// Tells whether a row names a file.
type IsKnown = fn(&mut Conn, Id) -> Result<bool, DbError>;

/// The store of files of one kind. The name of a file says nothing of its review.
#[derive(Clone)]
pub struct FileStore {
    files: SealedFiles,
    is_known: IsKnown,
}

impl FileStore {
    /// Seals a file under its key and stores it.
    pub async fn put(
        &self,
        file: Id,
        key: &DataKey,
        content: &[u8],
    ) -> Result<(), SealedFilesError> {
        self.files.put(file, file, key, content).await
    }

    /// Reads and opens a file.
    pub async fn get(
        &self,
        file: Id,
        key: &DataKey,
    ) -> Result<Zeroizing<Vec<u8>>, SealedFilesError> {
        self.files.get(file, file, key).await
    }

    /// Removes a file that no row names, because what it was uploaded with was refused. What cannot be removed now is
    /// swept away later; nothing has its key.
    pub async fn give_up(&self, file: Id) {
        if let Err(error) = self.remove(file).await {
            tracing::warn!(%error, "A file could not be removed; it is swept away later");
        }
    }

    async fn remove(&self, file: Id) -> Result<(), SealedFilesError> {
        self.files.remove(file, file).await
    }

    /// Removes files that no row names: uploads that were cut off.
    async fn sweep(&self, services: &Services, before: Time) -> Result<(), Problem> {
        let is_known = self.is_known;
        for (file, _) in self.files.list_older_than(before).await? {
            let ask = move |conn: &mut Conn| is_known(conn, file);
            let is_known: Result<bool, DbError> = services.db.read(ask).await;
            if !is_known? {
                self.remove(file).await?;
            }
        }
        Ok(())
    }
}

/// The files of reviews.
#[derive(Clone)]
pub struct ReviewFiles {
    /// What proves them.
    pub documents: FileStore,
    /// What is spoken.
    pub recordings: FileStore,
}

impl ReviewFiles {
    /// Keeps documents and recordings in a store each.
    pub fn over(
        documents: Arc<dyn ObjectStore>,
        recordings: Arc<dyn ObjectStore>,
        randomness: &Arc<dyn Randomness>,
    ) -> Self {
        let open = |store, field| SealedFiles::over(store, field, Arc::clone(randomness));
        Self {
            documents: FileStore {
                files: open(documents, DOCUMENT_FIELD),
                is_known: store::is_document_known,
            },
            recordings: FileStore {
                files: open(recordings, RECORDING_FIELD),
                is_known: store::is_recording_known,
            },
        }
    }

    /// Removes a file of whichever kind it is.
    async fn remove(&self, file: Id) -> Result<(), SealedFilesError> {
        self.documents.remove(file).await?;
        self.recordings.remove(file).await
    }
}

/// Destroys documents whose time is over, and removes the files of what was destroyed.
pub struct FileKeeper {
    files: ReviewFiles,
    swept_at: Option<Time>,
}

impl FileKeeper {
    /// One that has not done anything yet.
    pub const fn new(files: ReviewFiles) -> Self {
        Self {
            files,
            swept_at: None,
        }
    }

    /// Does what is due.
    pub async fn tidy_up(&mut self, services: &Services) -> Result<(), Problem> {
        let now = services.clock.now();
        let desk = Desk::at(services, now);
        let expire = move |conn: &mut Conn| actions::expire_documents(conn, &desk);
        services.db.write(expire).await?;
        self.remove_discarded(services).await?;
        if self.swept_at.is_none_or(|at| now.since(at) >= SWEEP_EVERY) {
            let before = now.minus(LEFT_OVER_AFTER);
            self.files.documents.sweep(services, before).await?;
            self.files.recordings.sweep(services, before).await?;
            self.swept_at = Some(now);
        }
        Ok(())
    }

    async fn remove_discarded(&self, services: &Services) -> Result<(), Problem> {
        let list = |conn: &mut Conn| store::list_discarded(conn, AT_ONCE);
        let files: Vec<Id> = services.db.read(list).await?;
        if files.is_empty() {
            return Ok(());
        }
        for file in &files {
            self.files.remove(*file).await?;
        }
        let forget = move |conn: &mut Conn| store::forget_discarded(conn, files);
        Ok(services.db.write(forget).await?)
    }
}
