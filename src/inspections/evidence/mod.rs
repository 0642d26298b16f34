//! The files of evidence: cleaned and hashed like every file, sealed under a key of their visit.

mod actions;
mod bytes;
mod destination;
mod http;
mod keeper;

pub use http::routes;
pub use keeper::VisitFileKeeper;

use crate::platform::intake::Intake;
use crate::platform::media::FileKind;
use crate::platform::sealed_files::SealedFiles;
use crate::safety;

/// The kinds of files that are evidence of a visit: papers as well.
const TAKES: &[FileKind] = FileKind::ALL;

/// The store of these files.
#[derive(Clone)]
pub struct VisitFiles(pub SealedFiles);

impl VisitFiles {
    /// The field in the associated data of a sealed file; it must never change.
    pub const FIELD: &str = "inspection_files.file";

    /// How files come in.
    fn intake(&self) -> Intake {
        Intake::new(self.0.clone(), TAKES, safety::OF_FILES)
    }
}
