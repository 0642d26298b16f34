//! Where attachments are kept: sealed files, each under the key of the request that it belongs to.
//!
//! A file without a row is an upload that was cut off, or belongs to what was erased; it is noise, and is
//! swept away after a day (see [`AttachmentKeeper`](super::AttachmentKeeper)).

use std::path::Path;
use std::sync::Arc;

use crate::platform::ids::Randomness;
use crate::platform::sealed_files::{SealedFiles, SealedFilesError};

/// The field in the associated data of a sealed file.
const FIELD: &str = "assistance_attachments.file";

/// The store of attachments.
#[derive(Clone)]
pub struct AttachmentStore(pub(in crate::assistance) SealedFiles);

impl AttachmentStore {
    /// Keeps them in a folder, which must exist.
    pub fn in_folder(
        folder: &Path,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, SealedFilesError> {
        SealedFiles::in_folder(folder, FIELD, randomness).map(Self)
    }
}
