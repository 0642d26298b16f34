//! Sealed files in a folder, or in any other object store.
//!
//! A file is sealed in chunks before it gets here, under the key of what it belongs to. Its name is
//! two ids. A file is written, and is on the disk, before the row that names it; so a file without a
//! row is an upload that was cut off and repeated, or given up, for the area that keeps it to sweep away.

use std::sync::Arc;

use futures_util::TryStreamExt as _;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};
use zeroize::Zeroizing;

use crate::platform::clock::Time;
use crate::platform::crypto::{Context as Place, DataKey, SealingError};
use crate::platform::ids::{Id, Randomness};
use crate::platform::problem::{GONE, INTERNAL_ERROR, Problem, UNAVAILABLE};

/// Why a file cannot be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum SealedFilesError {
    /// The storage is away or full.
    #[error("the store of files cannot be used: {0}")]
    Storage(#[from] object_store::Error),
    /// The file does not open under its key.
    #[error(transparent)]
    Sealing(#[from] SealingError),
}

impl From<SealedFilesError> for Problem {
    fn from(error: SealedFilesError) -> Self {
        match error {
            SealedFilesError::Storage(object_store::Error::NotFound { .. }) => Self::new(&GONE),
            SealedFilesError::Storage(error) => {
                tracing::error!(%error, "The store of files cannot be used");
                Self::new(&UNAVAILABLE).retry_after(10)
            }
            SealedFilesError::Sealing(error) => {
                tracing::error!(%error, "A file cannot be sealed or opened");
                Self::new(&INTERNAL_ERROR)
            }
        }
    }
}

/// Seals the small picture beside a file, whatever store it is in: the file's id tells it from others.
const THUMBNAIL_FIELD: &str = "sealed_files.thumbnail";
/// What follows the name of a file in that of its small picture.
const THUMBNAIL_ENDING: &str = ".thumbnail";

/// A store of sealed files.
#[derive(Clone)]
pub struct SealedFiles {
    store: Arc<dyn ObjectStore>,
    field: &'static str,
    randomness: Arc<dyn Randomness>,
}

impl SealedFiles {
    /// Keeps files in a store ([`FileStorage`](super::file_storage::FileStorage)). `field` is part of the associated
    /// data, so that no file passes for one of another store.
    pub const fn over(
        store: Arc<dyn ObjectStore>,
        field: &'static str,
        randomness: Arc<dyn Randomness>,
    ) -> Self {
        Self {
            store,
            field,
            randomness,
        }
    }

    /// Seals a file of an owner and stores it; the same id again replaces it.
    pub async fn put(
        &self,
        owner: Id,
        id: Id,
        key: &DataKey,
        file: &[u8],
    ) -> Result<(), SealedFilesError> {
        let sealed = key.seal_chunks(&*self.randomness, &self.place(id), file)?;
        self.store
            .put(&path(owner, id), PutPayload::from(sealed))
            .await?;
        Ok(())
    }

    /// Reads and opens a file.
    pub async fn get(
        &self,
        owner: Id,
        id: Id,
        key: &DataKey,
    ) -> Result<Zeroizing<Vec<u8>>, SealedFilesError> {
        let sealed = self.store.get(&path(owner, id)).await?.bytes().await?;
        Ok(key.open_chunks(&self.place(id), &sealed)?)
    }

    /// Seals the small picture of a file and stores it beside the file.
    pub async fn put_thumbnail(
        &self,
        (owner, id): (Id, Id),
        key: &DataKey,
        picture: &[u8],
    ) -> Result<(), SealedFilesError> {
        let sealed = key.seal_chunks(&*self.randomness, &thumbnail_place(id), picture)?;
        let path = thumbnail_path(owner, id);
        self.store.put(&path, PutPayload::from(sealed)).await?;
        Ok(())
    }

    /// Reads and opens the small picture of a file.
    pub async fn get_thumbnail(
        &self,
        (owner, id): (Id, Id),
        key: &DataKey,
    ) -> Result<Zeroizing<Vec<u8>>, SealedFilesError> {
        let path = thumbnail_path(owner, id);
        let sealed = self.store.get(&path).await?.bytes().await?;
        Ok(key.open_chunks(&thumbnail_place(id), &sealed)?)
    }

    /// Removes all files of an owner.
    pub async fn remove_all(&self, owner: Id) -> Result<(), SealedFilesError> {
        let folder = Path::from(owner.to_string());
        let files: Vec<_> = self.store.list(Some(&folder)).try_collect().await?;
        for file in files {
            self.delete(&file.location).await?;
        }
        Ok(())
    }

    /// Removes a file, and its small picture.
    pub async fn remove(&self, owner: Id, id: Id) -> Result<(), SealedFilesError> {
        self.delete(&thumbnail_path(owner, id)).await?;
        self.delete(&path(owner, id)).await
    }

    /// The files that were written before a time, each with its owner; one with a small picture may come twice.
    pub async fn list_older_than(&self, time: Time) -> Result<Vec<(Id, Id)>, SealedFilesError> {
        let files: Vec<_> = self.store.list(None).try_collect().await?;
        let old = files
            .iter()
            .filter(|file| file.last_modified.timestamp() < time.as_second());
        Ok(old.filter_map(|file| named(&file.location)).collect())
    }

    /// What is no longer there has been removed.
    async fn delete(&self, file: &Path) -> Result<(), SealedFilesError> {
        match self.store.delete(file).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn place(&self, id: Id) -> Place {
        Place {
            record: id,
            field: self.field,
            version: 1,
        }
    }
}

fn path(owner: Id, id: Id) -> Path {
    Path::from_iter([owner.to_string(), id.to_string()])
}

fn thumbnail_path(owner: Id, id: Id) -> Path {
    Path::from_iter([owner.to_string(), format!("{id}{THUMBNAIL_ENDING}")])
}

const fn thumbnail_place(id: Id) -> Place {
    Place {
        record: id,
        field: THUMBNAIL_FIELD,
        version: 1,
    }
}

/// The owner and the file that a path names, or beside which it lies; `None` for what we did not put there.
fn named(path: &Path) -> Option<(Id, Id)> {
    let mut parts = path.parts();
    let (owner, id) = (parts.next()?, parts.next()?);
    let id = id.as_ref();
    let ids = (
        Id::parse(owner.as_ref()).ok()?,
        Id::parse(id.strip_suffix(THUMBNAIL_ENDING).unwrap_or(id)).ok()?,
    );
    parts.next().is_none().then_some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::file_storage::FileStorage;
    use crate::platform::ids::SeededRandomness;

    const FILE: &[u8] = b"a photograph of a missing guard rail";

    struct Case {
        folder: tempfile::TempDir,
        store: SealedFiles,
        key: DataKey,
        report: Id,
        evidence: Id,
    }

    fn case() -> Case {
        let chance = Arc::new(SeededRandomness::new(7));
        let folder = tempfile::tempdir().unwrap();
        let storage = FileStorage::Folder(folder.path().to_owned());
        let store = SealedFiles::over(storage.open("").unwrap(), "test.file", chance.clone());
        let id = || Id::from_parts(Time::EPOCH, &*chance);
        Case {
            store,
            key: DataKey::generate(&*chance),
            report: id(),
            evidence: id(),
            folder,
        }
    }

    impl Case {
        fn file(&self) -> std::path::PathBuf {
            self.folder
                .path()
                .join(self.report.to_string())
                .join(self.evidence.to_string())
        }
    }

    #[tokio::test]
    async fn what_is_stored_is_sealed_and_comes_back() {
        let case = case();
        case.store
            .put(case.report, case.evidence, &case.key, FILE)
            .await
            .unwrap();

        let stored = std::fs::read(case.file()).unwrap();
        assert!(
            !stored
                .windows(10)
                .any(|part| FILE.windows(10).any(|plain| plain == part))
        );
        let opened = case
            .store
            .get(case.report, case.evidence, &case.key)
            .await
            .unwrap();
        assert_eq!(opened.as_slice(), FILE);
    }

    #[tokio::test]
    async fn a_file_in_another_place_or_cut_short_does_not_open() {
        let case = case();
        case.store
            .put(case.report, case.evidence, &case.key, FILE)
            .await
            .unwrap();
        let elsewhere = case.file().with_file_name(case.report.to_string());
        std::fs::copy(case.file(), elsewhere).unwrap();
        let moved = case.store.get(case.report, case.report, &case.key).await;
        assert!(matches!(moved, Err(SealedFilesError::Sealing(_))));

        let mut bytes = std::fs::read(case.file()).unwrap();
        bytes.truncate(bytes.len() - 1);
        std::fs::write(case.file(), bytes).unwrap();
        let cut = case.store.get(case.report, case.evidence, &case.key).await;
        assert!(matches!(cut, Err(SealedFilesError::Sealing(_))));
    }

    #[tokio::test]
    async fn old_files_are_listed_with_their_reports() {
        let case = case();
        case.store
            .put(case.report, case.evidence, &case.key, FILE)
            .await
            .unwrap();
        std::fs::write(case.folder.path().join("a-stranger"), b"x").unwrap();

        let long_ago = case.store.list_older_than(Time::EPOCH).await.unwrap();
        assert!(long_ago.is_empty());
        let later = Time::parse("9999-01-01T00:00:00Z").unwrap();
        let all = case.store.list_older_than(later).await.unwrap();
        assert_eq!(all, [(case.report, case.evidence)]);

        case.store.remove(case.report, case.evidence).await.unwrap();
        case.store.remove(case.report, case.evidence).await.unwrap();
        assert!(!case.folder.path().join(case.report.to_string()).exists());
    }

    #[tokio::test]
    async fn removing_a_report_removes_its_files_only() {
        let case = case();
        case.store
            .put(case.report, case.evidence, &case.key, FILE)
            .await
            .unwrap();
        case.store
            .put(case.evidence, case.evidence, &case.key, FILE)
            .await
            .unwrap();

        case.store.remove_all(case.report).await.unwrap();

        assert!(
            case.store
                .get(case.report, case.evidence, &case.key)
                .await
                .is_err()
        );
        assert!(
            case.store
                .get(case.evidence, case.evidence, &case.key)
                .await
                .is_ok()
        );
    }
}
