//! Where documents are kept until they are destroyed, and how what is left of them is cleared away.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

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

/// The field in the associated data of a sealed file.
const FIELD: &str = "review_documents.file";
/// Files that are removed in one go.
const AT_ONCE: i64 = 200;
/// How often the store is swept.
const SWEEP_EVERY: Duration = Duration::from_hours(24);
/// How old a file without a row must be to be taken for left over: uploads take minutes.
const LEFT_OVER_AFTER: Duration = Duration::from_hours(24);

/// The store of documents. The name of a file says nothing of its review.
#[derive(Clone)]
pub struct DocumentStore(SealedFiles);

impl DocumentStore {
    /// Keeps documents in a folder, which must exist.
    pub fn in_folder(
        folder: &Path,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, SealedFilesError> {
        SealedFiles::in_folder(folder, FIELD, randomness).map(Self)
    }

    /// Seals a document under its key and stores it.
    pub async fn put(
        &self,
        file: Id,
        key: &DataKey,
        content: &[u8],
    ) -> Result<(), SealedFilesError> {
        self.0.put(file, file, key, content).await
    }

    /// Reads and opens a document.
    pub async fn get(
        &self,
        file: Id,
        key: &DataKey,
    ) -> Result<Zeroizing<Vec<u8>>, SealedFilesError> {
        self.0.get(file, file, key).await
    }

    /// Removes a document.
    pub async fn remove(&self, file: Id) -> Result<(), SealedFilesError> {
        self.0.remove(file, file).await
    }
}

/// Destroys documents whose time is over, and removes the files of those that were destroyed.
pub struct DocumentKeeper {
    documents: DocumentStore,
    swept_at: Option<Time>,
}

impl DocumentKeeper {
    /// One that has not done anything yet.
    pub const fn new(documents: DocumentStore) -> Self {
        Self {
            documents,
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
            self.sweep(services, now).await?;
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
            self.documents.remove(*file).await?;
        }
        let forget = move |conn: &mut Conn| store::forget_discarded(conn, files);
        Ok(services.db.write(forget).await?)
    }

    /// Removes files that no row names: uploads that were cut off.
    async fn sweep(&self, services: &Services, now: Time) -> Result<(), Problem> {
        let before = now.minus(LEFT_OVER_AFTER);
        for (file, _) in self.documents.0.list_older_than(before).await? {
            let is_known = move |conn: &mut Conn| store::is_document_known(conn, file);
            let is_known: Result<bool, DbError> = services.db.read(is_known).await;
            if !is_known? {
                self.documents.remove(file).await?;
            }
        }
        Ok(())
    }
}
