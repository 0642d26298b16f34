//! A comment that is spoken.

use serde::{Deserialize, Serialize};

use super::Language;
use crate::platform::ids::Id;

/// Seconds that a recording may have.
pub const LONGEST_RECORDING: u64 = 180;

/// What is known about a recording; it is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingFacts {
    /// What is stored.
    pub media_type: String,
    /// Bytes of the stored file.
    pub bytes: u64,
    /// Begun seconds that it plays.
    pub seconds: u64,
    /// The language that is spoken, as its author says.
    pub language: Option<Language>,
    /// SHA-256 of the file as it was received, in hexadecimal.
    pub received_sha256: String,
}

/// A comment that is spoken: where it is kept, and what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// The name of its sealed file.
    pub file: Id,
    /// What is known about it.
    pub facts: RecordingFacts,
}
