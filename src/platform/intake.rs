//! The one way by which every file comes in, whole or in parts: told by its content, cleaned, hashed as it came and
//! as it is kept, sealed in chunks, and on the disk before any row names it.

use actix_web::rt::task::spawn_blocking;
use actix_web::web::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::encoded::hexadecimal;
use super::ids::Id;
use super::media::{self, Cleaned, FileKind, MediaError};
use super::problem::{INTERNAL_ERROR, Problem, ProblemCode};
use super::sealed_files::{SealedFiles, SealedFilesError};
use super::thumbnail::{self, Thumbnail};
use super::vault::SubjectKey;

/// The longest name of a file that is kept, in letters.
const LONGEST_NAME: usize = 200;

/// What is known about a file; sealed, because whoever holds the same file could recognise it by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// What it is by its content.
    pub media_type: String,
    /// Bytes of the stored file.
    pub bytes: u64,
    /// Pixels across of a picture, as stored.
    pub width: Option<u32>,
    /// Pixels down of a picture, as stored.
    pub height: Option<u32>,
    /// How to turn a picture for viewing, as EXIF counts.
    pub orientation: Option<u8>,
    /// How long a recording or a video plays, in begun seconds.
    pub seconds: Option<u64>,
    /// SHA-256 of the stored file, in hexadecimal.
    pub sha256: String,
    /// SHA-256 of the file as it was received, in hexadecimal.
    pub received_sha256: String,
    /// What the sender calls it.
    pub file_name: Option<String>,
    /// Whether a small picture of it is kept beside it.
    #[serde(default)]
    pub has_thumbnail: bool,
}

impl FileFacts {
    /// What it is.
    pub fn kind(&self) -> FileKind {
        FileKind::of_media_type(&self.media_type)
    }
}

/// A file as it has come in.
pub struct Arrival {
    /// Its bytes.
    pub content: Bytes,
    /// Their SHA-256.
    pub sha256: [u8; 32],
    /// What the sender calls it.
    pub file_name: Option<String>,
}

/// A file that is in the store and not yet in the database.
#[derive(Debug)]
pub struct KeptFile {
    /// The name of its sealed file.
    pub file: Id,
    /// What is known about it.
    pub facts: FileFacts,
}

/// How an area refuses what it cannot keep.
#[derive(Debug, Clone, Copy)]
pub struct Refusals {
    /// The file is of none of the kinds that are taken.
    pub unsupported: &'static ProblemCode,
    /// The file is cut off or damaged.
    pub damaged: &'static ProblemCode,
}

/// How files come into one store.
#[derive(Clone)]
pub struct Intake {
    files: SealedFiles,
    takes: &'static [FileKind],
    refusals: Refusals,
}

impl Intake {
    /// Takes files of these kinds into a store.
    pub const fn new(files: SealedFiles, takes: &'static [FileKind], refusals: Refusals) -> Self {
        Self {
            files,
            takes,
            refusals,
        }
    }

    /// Cleans a file and puts it, sealed, into the store under a name that no client chooses. The key is asked for
    /// when it is known what the file is; who has no room refuses then.
    pub async fn keep(
        &self,
        (owner, file): (Id, Id),
        arrival: Arrival,
        key: impl Future<Output = Result<SubjectKey, Problem>>,
    ) -> Result<KeptFile, Problem> {
        let Arrival {
            content,
            sha256,
            file_name,
        } = arrival;
        let takes = self.takes;
        let cleaned = spawn_blocking(move || media::clean(&content, takes)).await;
        let cleaned = cleaned.map_err(cut_off)?.map_err(|e| self.refuse(e))?;
        let (cleaned, thumbnail) = thumbnail::of(cleaned).await;
        let key = key.await?;
        let facts = facts(&cleaned, &sha256, file_name, thumbnail.as_ref());
        let place = (owner, file);
        self.files
            .put(owner, file, key.data_key(), &cleaned.bytes)
            .await?;
        if let Some(small) = thumbnail {
            self.files
                .put_thumbnail(place, key.data_key(), &small.jpeg)
                .await?;
        }
        Ok(KeptFile { file, facts })
    }

    /// Removes a file that no row names, because what it came with was refused for certain.
    pub async fn give_up(&self, owner: Id, file: Id) -> Result<(), SealedFilesError> {
        self.files.remove(owner, file).await
    }

    /// The same, if the answer says for certain that no row was made: after a lost connection it may be there, and
    /// the next sweep finds out.
    pub async fn give_up_refused<T>(
        &self,
        (owner, file): (Id, Id),
        answer: &Result<T, Problem>,
    ) -> Result<(), SealedFilesError> {
        match answer {
            Err(problem) if problem.code.status < 500 => self.give_up(owner, file).await,
            Err(_) | Ok(_) => Ok(()),
        }
    }

    fn refuse(&self, error: MediaError) -> Problem {
        Problem::new(match error {
            MediaError::Unsupported => self.refusals.unsupported,
            MediaError::Broken => self.refusals.damaged,
        })
    }
}

fn cut_off(error: impl std::fmt::Display) -> Problem {
    tracing::error!(%error, "A file could not be worked on");
    Problem::new(&INTERNAL_ERROR)
}

fn facts(
    cleaned: &Cleaned,
    received_sha256: &[u8; 32],
    file_name: Option<String>,
    thumbnail: Option<&Thumbnail>,
) -> FileFacts {
    FileFacts {
        media_type: cleaned.media_type.to_owned(),
        bytes: u64::try_from(cleaned.bytes.len()).unwrap_or(u64::MAX),
        width: cleaned.width,
        height: cleaned.height,
        orientation: cleaned.orientation,
        seconds: cleaned.milliseconds.map(|length| length.div_ceil(1000)),
        sha256: hexadecimal(&Sha256::digest(&cleaned.bytes)),
        received_sha256: hexadecimal(received_sha256),
        file_name,
        has_thumbnail: thumbnail.is_some(),
    }
}

/// The name of a file without folders and without what cannot be seen; `None` when nothing is left.
pub fn readable_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_seen = |character: &char| {
        !character.is_control()
            && !matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let kept: String = last.chars().filter(is_seen).take(LONGEST_NAME).collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}
