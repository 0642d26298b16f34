//! Recordings of articles: who cannot read listens.
//!
//! They are public, so they are not sealed. Each lies under the hash of its content: a file never changes, and what is
//! asked for in parts fits together.

use std::ops::Range;
use std::sync::Arc;

use actix_web::web::Bytes;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};
use sha2::{Digest as _, Sha256};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use super::model::Audio;
use super::versions::EditorialError;
use crate::platform::encoded::hexadecimal;
use crate::platform::media::{Cleaned, FileKind, MediaError, clean};
use crate::platform::sealed_files::SealedFilesError;

/// Bytes of a recording, as it comes in and as it is kept.
pub(super) const LARGEST: usize = 5 * 1024 * 1024;
/// Seconds that a recording may play.
const LONGEST: u64 = 600;

/// Where recordings of articles are kept.
#[derive(Clone)]
pub struct ArticleAudioStore(Arc<dyn ObjectStore>);

/// A recording without what the recorder knew.
pub(super) struct Recording {
    pub audio: Audio,
    bytes: Vec<u8>,
}

impl Recording {
    /// Tells what a file is by its content, and takes everything but the sound out of it.
    pub fn of(file: &[u8]) -> Result<Self, EditorialError> {
        let Cleaned {
            bytes,
            media_type,
            milliseconds,
            ..
        } = clean(file, &[FileKind::Recording]).map_err(|error| match error {
            MediaError::Unsupported => EditorialError::NoRecording,
            MediaError::Broken => EditorialError::DamagedRecording,
        })?;
        let seconds = milliseconds.unwrap_or_default().div_ceil(1000);
        if seconds > LONGEST {
            return Err(EditorialError::TooLong(LONGEST));
        }
        Ok(Self {
            audio: Audio {
                sha256: hexadecimal(&Sha256::digest(&bytes)),
                media_type: media_type.to_owned(),
                bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
                seconds,
            },
            bytes,
        })
    }
}

impl ArticleAudioStore {
    /// Keeps recordings in a store.
    pub const fn over(store: Arc<dyn ObjectStore>) -> Self {
        Self(store)
    }

    /// Stores a recording; the same again changes nothing.
    pub(super) async fn put(&self, recording: Recording) -> Result<Audio, SealedFilesError> {
        let path = Path::from(recording.audio.sha256.as_str());
        self.0.put(&path, PutPayload::from(recording.bytes)).await?;
        Ok(recording.audio)
    }

    /// Reads a part of a recording.
    pub(super) async fn get(
        &self,
        audio: &Audio,
        part: Range<u64>,
    ) -> Result<Bytes, SealedFilesError> {
        let path = Path::from(audio.sha256.as_str());
        Ok(self.0.get_range(&path, part).await?)
    }
}

/// A recording as the body of a request or an answer.
pub(super) struct ArticleRecording;

impl PartialSchema for ArticleRecording {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of the recording."))
            .examples(["(the bytes of the recording)"])
            .into()
    }
}

impl ToSchema for ArticleRecording {
    fn name() -> std::borrow::Cow<'static, str> {
        "ArticleRecording".into()
    }
}
