//! Where evidence is kept: sealed files, each under the key of the report that it belongs to.
//!
//! A file without a row is an upload that was cut off and repeated, or given up, and is swept
//! away after a day (see [`Housekeeper`](super::Housekeeper)).

use std::sync::Arc;

use super::actions::{add_photo, key_of, key_with_room};
use super::http::OF_FILES;
use crate::files::{Destination, FileOwner, Holder, Owner, TakesFromHolders};
use crate::identity::{ReceiptHolder, SafetyReports};
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::intake::{Intake, KeptFile};
use crate::platform::media::FileKind;
use crate::platform::problem::Problem;
pub use crate::platform::sealed_files::{
    SealedFiles as EvidenceStore, SealedFilesError as EvidenceError,
};
use crate::platform::vault::SubjectKey;

/// The field in the associated data of a sealed file.
pub const FIELD: &str = "evidence.file";

/// The kinds of files that are evidence of a danger.
const TAKES: &[FileKind] = &[FileKind::Photo, FileKind::Recording, FileKind::Video];

/// How evidence comes in.
pub(in crate::safety) fn intake(evidence: &EvidenceStore) -> Intake {
    Intake::new(evidence.clone(), TAKES, OF_FILES)
}

/// Evidence that comes in part by part.
pub struct EvidenceUploads(pub EvidenceStore);

impl TakesFromHolders for EvidenceUploads {
    fn destination(&self, holder: &Holder) -> Option<Arc<dyn Destination>> {
        Some(Arc::new(OfReport {
            evidence: self.0.clone(),
            reporter: holder.narrowed()?,
        }))
    }
}

/// The report of whoever uploads.
struct OfReport {
    evidence: EvidenceStore,
    reporter: ReceiptHolder<SafetyReports>,
}

impl Destination for OfReport {
    fn owner(&self) -> Owner {
        Owner {
            kind: FileOwner::SafetyReport,
            subject: self.reporter.subject(),
            account: None,
        }
    }

    fn intake(&self) -> Intake {
        intake(&self.evidence)
    }

    fn key(&self, conn: &mut Conn, here: &Context) -> Result<SubjectKey, Problem> {
        Ok(key_of(conn, &self.reporter, &here.services().vault)?)
    }

    fn key_with_room(&self, conn: &mut Conn, here: &Context) -> Result<SubjectKey, Problem> {
        Ok(key_with_room(conn, &self.reporter, &here.services().vault)?)
    }

    fn add(&self, conn: &mut Conn, here: &Context, new: (Id, KeptFile)) -> Result<(), Problem> {
        let vault = &here.services().vault;
        add_photo(conn, &self.reporter, vault, new, here.now())?;
        Ok(())
    }
}
