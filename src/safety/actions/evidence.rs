//! Adding photos, and looking at them.

use actix_web::rt::task::spawn_blocking;
use actix_web::web::Bytes;
use sha2::{Digest as _, Sha256};

use super::handling::find;
use crate::identity::audit::{Action, Subject as Audited};
use crate::identity::permissions::HandleSafetyReports;
use crate::identity::{Caller, ReceiptHolder, SafetyReports};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, Db};
use crate::platform::ids::Id;
use crate::platform::vault::{SubjectKey, Vault};
use crate::safety::evidence::{EvidenceError, EvidenceStore};
use crate::safety::model::{MOST_PHOTOS, Photo, PhotoFacts, SafetyError};
use crate::safety::photo::{PhotoError, strip};
use crate::safety::store;

/// A photo that is in the evidence store and not yet in the database.
pub struct KeptPhoto {
    /// The name of its sealed file.
    file: Id,
    /// What is known about it.
    facts: PhotoFacts,
}

/// Why a photo cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// It is no picture, or a damaged one.
    #[error(transparent)]
    Photo(#[from] PhotoError),
    /// The report takes none.
    #[error(transparent)]
    Report(#[from] SafetyError),
    /// It cannot be stored.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// The work was cut off.
    #[error("the photo could not be worked on")]
    CutOff,
}
