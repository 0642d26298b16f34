//! What files are for.

use std::sync::Arc;

use crate::identity::{Anything, ReceiptHolder, SubjectKind};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::intake::{Intake, KeptFile};
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::platform::sealed_files::SealedFiles;
use crate::platform::vault::{SubjectKey, Vault};

/// Who uploads: the holder of the receipt code of what the file is for.
pub type Holder = ReceiptHolder<Anything>;

/// An area that takes files. Everything is asked in the caller's transaction.
pub trait Destination: Send + Sync {
    /// The kind of what takes files here.
    fn kind(&self) -> SubjectKind;

    /// How files come in.
    fn intake(&self) -> Intake;

    /// The key of what takes files.
    fn key(&self, conn: &mut Conn, vault: &Vault, holder: &Holder) -> Result<SubjectKey, Problem>;

    /// The key of what takes another file; refused when it takes none.
    fn key_with_room(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        holder: &Holder,
    ) -> Result<SubjectKey, Problem>;

    /// Adds a file that is in the store, under this id.
    fn add(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        holder: &Holder,
        new: (Id, KeptFile),
        now: Time,
    ) -> Result<(), Problem>;
}

/// All areas that take files, and where the parts of files are kept until they are whole.
#[derive(Clone)]
pub struct Destinations {
    parts: SealedFiles,
    all: Arc<[Box<dyn Destination>]>,
}

impl Destinations {
    /// The field in the associated data of sealed parts.
    pub const FIELD: &str = "uploads.part";

    /// Puts them together.
    pub fn new(parts: SealedFiles, all: Vec<Box<dyn Destination>>) -> Self {
        Self {
            parts,
            all: all.into(),
        }
    }

    /// Where parts are kept, each below its upload.
    pub const fn parts(&self) -> &SealedFiles {
        &self.parts
    }

    /// Where the files of a holder go. What takes none is not found, as with any code for another thing.
    pub fn of(&self, holder: &Holder) -> Result<&dyn Destination, Problem> {
        let found = self.all.iter().find(|own| own.kind() == holder.kind());
        found
            .map(AsRef::as_ref)
            .ok_or_else(|| Problem::new(&NOT_FOUND))
    }
}
