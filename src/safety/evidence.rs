//! Where evidence is kept: sealed files, each under the key of the report that it belongs to.
//!
//! A file without a row is an upload that was cut off and repeated, or given up, and is swept
//! away after a day (see [`Housekeeper`](super::Housekeeper)).

use super::actions::{add_photo, key_of, key_with_room};
use super::http::OF_FILES;
use crate::files::{Destination, Holder};
use crate::identity::{ReceiptHolder, SafetyReports, SubjectKind};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::intake::{Intake, KeptFile};
use crate::platform::media::FileKind;
use crate::platform::problem::{NOT_FOUND, Problem};
pub use crate::platform::sealed_files::{
    SealedFiles as EvidenceStore, SealedFilesError as EvidenceError,
};
use crate::platform::vault::{SubjectKey, Vault};

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

/// Whoever uploads, as the reporter that they are.
fn reporter(holder: &Holder) -> Result<ReceiptHolder<SafetyReports>, Problem> {
    holder.narrowed().ok_or_else(|| Problem::new(&NOT_FOUND))
}

impl Destination for EvidenceUploads {
    fn kind(&self) -> SubjectKind {
        SubjectKind::SafetyReport
    }

    fn intake(&self) -> Intake {
        intake(&self.0)
    }

    fn key(&self, conn: &mut Conn, vault: &Vault, holder: &Holder) -> Result<SubjectKey, Problem> {
        Ok(key_of(conn, &reporter(holder)?, vault)?)
    }

    fn key_with_room(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        holder: &Holder,
    ) -> Result<SubjectKey, Problem> {
        Ok(key_with_room(conn, &reporter(holder)?, vault)?)
    }

    fn add(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        holder: &Holder,
        new: (Id, KeptFile),
        now: Time,
    ) -> Result<(), Problem> {
        add_photo(conn, &reporter(holder)?, vault, new, now)?;
        Ok(())
    }
}
