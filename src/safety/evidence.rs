//! Where evidence is kept: sealed files, each under the key of the report that it belongs to.
//!
//! A file without a row is an upload that was cut off and repeated, or given up, and is swept
//! away after a day (see [`Housekeeper`](super::Housekeeper)).

pub use crate::platform::sealed_files::{
    SealedFiles as EvidenceStore, SealedFilesError as EvidenceError,
};

/// The field in the associated data of a sealed file.
pub const FIELD: &str = "evidence.file";
