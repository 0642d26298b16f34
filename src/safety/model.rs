//! What a report is, what its states are, and what must fit together in it.

mod standing;
mod told;

pub use standing::{CannotMove, Danger, Standing, Status};
pub use told::{Contradiction, Injury, Occurred, OccurredPrecision, Told};

/// Most photos that a report may have.
pub const MOST_PHOTOS: i64 = 10;

/// What is known about a photo besides the picture; sealed, because whoever holds the same photo
/// could recognise it by its hash.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PhotoFacts {
    /// What it is by its content.
    pub media_type: String,
    /// Bytes of the stored file.
    pub bytes: u64,
    /// Pixels across, as stored.
    pub width: u32,
    /// Pixels down, as stored.
    pub height: u32,
    /// How to turn it for viewing, as EXIF counts.
    pub orientation: u8,
    /// SHA-256 of the stored file, in hexadecimal.
    pub sha256: String,
    /// SHA-256 of the file as it was received, in hexadecimal.
    pub received_sha256: String,
}
