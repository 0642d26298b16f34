//! What files are for.

use std::sync::Arc;

use crate::identity::{Anything, ReceiptHolder};
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::intake::{Intake, KeptFile};
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::platform::sealed_files::SealedFiles;
use crate::platform::vault::SubjectKey;
use crate::text_enum;

text_enum! {
    /// What takes files.
    pub enum FileOwner {
        /// A request for help: attachments.
        AssistanceRequest => "assistance_request",
        /// A report of a danger: evidence.
        SafetyReport => "safety_report",
        /// A record of evidence of an inspector's visit: its one file.
        VisitEvidence => "visit_evidence",
    }
}

/// Whose uploads: of one thing, and of one member of staff where staff upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// What the file is for.
    pub kind: FileOwner,
    /// Which one.
    pub subject: Id,
    /// The member of staff who alone goes on with an upload; `None`: whoever holds the receipt code.
    pub account: Option<Id>,
}

/// Something that takes a file, together with the proof of whoever uploads that they may add it. Everything is asked in
/// the caller's transaction, each time: who may no more is refused at the next part.
pub trait Destination: Send + Sync {
    /// Whose its uploads are.
    fn owner(&self) -> Owner;

    /// By whom the files that are in memory at once are counted.
    fn holder(&self) -> Id {
        let owner = self.owner();
        owner.account.unwrap_or(owner.subject)
    }

    /// The folder of the store in which its files lie.
    fn folder(&self) -> Id {
        self.owner().subject
    }

    /// How files come in.
    fn intake(&self) -> Intake;

    /// Makes ready for a first file; called once for each upload, in a transaction that writes.
    fn make_ready(&self, _conn: &mut Conn, _here: &Context) -> Result<(), Problem> {
        Ok(())
    }

    /// The key of what takes the file.
    fn key(&self, conn: &mut Conn, here: &Context) -> Result<SubjectKey, Problem>;

    /// The same; refused when it takes no more.
    fn key_with_room(&self, conn: &mut Conn, here: &Context) -> Result<SubjectKey, Problem>;

    /// Adds a file that is in the store, under this id.
    fn add(&self, conn: &mut Conn, here: &Context, new: (Id, KeptFile)) -> Result<(), Problem>;
}

/// Whoever uploads with the receipt code of what the file is for.
pub type Holder = ReceiptHolder<Anything>;

/// An area that takes files from holders of receipt codes.
pub trait TakesFromHolders: Send + Sync {
    /// Where the files of a holder go; `None` when the code opens nothing here.
    fn destination(&self, holder: &Holder) -> Option<Arc<dyn Destination>>;
}

/// All areas that take files from holders of codes, and where the parts of all files are kept until they are whole.
#[derive(Clone)]
pub struct Destinations {
    parts: SealedFiles,
    of_holders: Arc<[Box<dyn TakesFromHolders>]>,
}

impl Destinations {
    /// The field in the associated data of sealed parts.
    pub const FIELD: &str = "uploads.part";

    /// Puts them together.
    pub fn new(parts: SealedFiles, of_holders: Vec<Box<dyn TakesFromHolders>>) -> Self {
        Self {
            parts,
            of_holders: of_holders.into(),
        }
    }

    /// Where parts are kept, each below its upload.
    pub const fn parts(&self) -> &SealedFiles {
        &self.parts
    }

    /// Where the files of a holder go. What takes none is not found, as with any code for another thing.
    pub fn of(&self, holder: &Holder) -> Result<Arc<dyn Destination>, Problem> {
        let found = self
            .of_holders
            .iter()
            .find_map(|area| area.destination(holder));
        found.ok_or_else(|| Problem::new(&NOT_FOUND))
    }
}
