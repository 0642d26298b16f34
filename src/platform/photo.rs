//! Photographs without what their camera knew: evidence must not tell who took it, and where.
//!
//! The picture itself is never decoded or encoded again. Each format is read piece by piece and
//! only the pieces that a decoder needs are written out, so that an unknown kind of metadata is
//! dropped like a known one; what follows the end of the picture is dropped as well, because
//! cameras put previews, films and earlier versions there.

mod bytes;
mod exif;
mod jpeg;
mod png;
mod webp;

use std::fmt;

/// A photograph without metadata.
#[derive(Clone, PartialEq, Eq)]
pub struct Stripped {
    /// The file, in the format in which it came.
    pub bytes: Vec<u8>,
    /// What it is by its content: `image/jpeg`, `image/png` or `image/webp`.
    pub media_type: &'static str,
    /// Pixels across, as stored.
    pub width: u32,
    /// Pixels down, as stored.
    pub height: u32,
    /// How to turn the stored picture for viewing, as EXIF counts: 1 (as it is) to 8.
    pub orientation: u8,
}

impl fmt::Debug for Stripped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Stripped({}, {} bytes)",
            self.media_type,
            self.bytes.len()
        )
    }
}

/// Why a photograph is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// Neither JPEG nor PNG nor WebP, or a kind of them that no phone makes.
    #[error("is not a JPEG, PNG or WebP picture")]
    Unsupported,
    /// It begins as one of them and does not go on as one: cut off, damaged, or made to deceive.
    #[error("is a damaged picture")]
    Broken,
}

/// Takes everything but the picture out of a photograph.
///
/// The type is found by the content, never by a name or a header. Colour profiles go too: they
/// can name a device. The orientation is read from EXIF before that is removed.
pub fn strip(photo: &[u8]) -> Result<Stripped, PhotoError> {
    match infer::get(photo).map(|kind| kind.mime_type()) {
        Some("image/jpeg") => jpeg::strip(photo),
        Some("image/png") => png::strip(photo),
        Some("image/webp") => webp::strip(photo),
        Some(_) | None => Err(PhotoError::Unsupported),
    }
}

#[cfg(test)]
mod tests;
