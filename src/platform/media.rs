//! What a file is, and what is left of it without all that its maker's device knew.
//!
//! The kind is found by the content, never by a name or a header. Each format is taken apart piece by piece and
//! only what is needed to look at it or listen to it is written out: an unknown kind of metadata goes like a known
//! one.

use super::pdf::{self, Pdf};
use super::photo::{self, PhotoError};
use super::sound::{self, SoundError};
use super::video::{self, VideoError};
use crate::text_enum;

text_enum! {
    /// What a file is.
    pub enum FileKind {
        /// A picture.
        Photo => "photo",
        /// Something that is heard.
        Recording => "recording",
        /// Something that is seen and perhaps heard.
        Video => "video",
        /// A PDF.
        Document => "document",
    }
}

impl FileKind {
    /// The kind of a media type that [`clean`] has found.
    pub fn of_media_type(media_type: &str) -> Self {
        match media_type.split('/').next() {
            Some("image") => Self::Photo,
            Some("audio") => Self::Recording,
            Some("video") => Self::Video,
            Some(_) | None => Self::Document,
        }
    }
}

/// A file without metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it is by its content.
    pub media_type: &'static str,
    /// Pixels across of a picture, as stored.
    pub width: Option<u32>,
    /// Pixels down of a picture, as stored.
    pub height: Option<u32>,
    /// How to turn a picture for viewing, as EXIF counts: 1 (as it is) to 8.
    pub orientation: Option<u8>,
    /// How long a recording or a video plays, in milliseconds.
    pub milliseconds: Option<u64>,
}

/// Why a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MediaError {
    /// None of the kinds that can be cleaned.
    #[error("the file is of no kind that can be cleaned")]
    Unsupported,
    /// It begins as one of them and does not go on as one: cut off, damaged, or made to deceive.
    #[error("the file is damaged")]
    Broken,
}

/// Takes out of a file all that is not needed to look at it or to listen to it. A PDF stays as it is: what it says
/// of who made it may be evidence. What is none of `takes` is unsupported, whole or not.
pub fn clean(content: &[u8], takes: &[FileKind]) -> Result<Cleaned, MediaError> {
    let cleaned = match pdf::recognise(content) {
        Pdf::None => clean_media(content)?,
        _ if !takes.contains(&FileKind::Document) => return Err(MediaError::Unsupported),
        Pdf::Broken => return Err(MediaError::Broken),
        Pdf::Whole => document(content),
    };
    if takes.contains(&FileKind::of_media_type(cleaned.media_type)) {
        return Ok(cleaned);
    }
    Err(MediaError::Unsupported)
}

fn clean_media(content: &[u8]) -> Result<Cleaned, MediaError> {
    match photo::strip(content) {
        Err(PhotoError::Unsupported) => {}
        Err(PhotoError::Broken) => return Err(MediaError::Broken),
        Ok(picture) => {
            return Ok(Cleaned {
                bytes: picture.bytes,
                media_type: picture.media_type,
                width: Some(picture.width),
                height: Some(picture.height),
                orientation: Some(picture.orientation),
                milliseconds: None,
            });
        }
    }
    match video::strip(content) {
        // An unknown coding of a video is not passed off as a recording of its sound.
        Err(VideoError::NoVideo) => sounding(content),
        Err(VideoError::Unsupported) => Err(MediaError::Unsupported),
        Err(VideoError::Broken) => Err(MediaError::Broken),
        Ok(video) => Ok(Cleaned {
            bytes: video.bytes,
            media_type: video.media_type,
            milliseconds: Some(video.milliseconds),
            ..Cleaned::default()
        }),
    }
}

fn document(content: &[u8]) -> Cleaned {
    Cleaned {
        bytes: content.to_vec(),
        media_type: pdf::MEDIA_TYPE,
        ..Cleaned::default()
    }
}

fn sounding(content: &[u8]) -> Result<Cleaned, MediaError> {
    match sound::strip(content) {
        Err(SoundError::Unsupported) => Err(MediaError::Unsupported),
        Err(SoundError::Broken) => Err(MediaError::Broken),
        Ok(sound) => Ok(Cleaned {
            bytes: sound.bytes,
            media_type: sound.media_type,
            milliseconds: Some(sound.milliseconds),
            ..Cleaned::default()
        }),
    }
}
