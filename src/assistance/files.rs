//! Where attachments are kept: sealed files, each under the key of the request that it belongs to.
//!
//! A file without a row is an upload that was cut off, or belongs to what was erased; it is noise, and is
//! swept away after a day (see [`AttachmentKeeper`](super::AttachmentKeeper)).

use std::sync::Arc;

use object_store::ObjectStore;

use super::actions::{add_attachment, key_of, key_with_room};
use super::problems::{DAMAGED_ATTACHMENT, NOT_AN_ATTACHMENT};
use crate::files::{Destination, Holder};
use crate::identity::{AssistanceRequests, ReceiptHolder, SubjectKind};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::{Id, Randomness};
use crate::platform::intake::{Intake, KeptFile, Refusals};
use crate::platform::media::FileKind;
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::platform::sealed_files::SealedFiles;
use crate::platform::vault::{SubjectKey, Vault};

/// The field in the associated data of a sealed file.
const FIELD: &str = "assistance_attachments.file";

/// The store of attachments.
#[derive(Clone)]
pub struct AttachmentStore(pub(in crate::assistance) SealedFiles);

impl AttachmentStore {
    /// Keeps them in this store.
    pub const fn over(store: Arc<dyn ObjectStore>, randomness: Arc<dyn Randomness>) -> Self {
        Self(SealedFiles::over(store, FIELD, randomness))
    }

    /// How attachments come in: everything that can be cleaned.
    pub(in crate::assistance) fn intake(&self) -> Intake {
        let refusals = Refusals {
            unsupported: &NOT_AN_ATTACHMENT,
            damaged: &DAMAGED_ATTACHMENT,
        };
        Intake::new(self.0.clone(), FileKind::ALL, refusals)
    }
}

/// Whoever uploads, as the holder of the code of a request.
fn worker(holder: &Holder) -> Result<ReceiptHolder<AssistanceRequests>, Problem> {
    holder.narrowed().ok_or_else(|| Problem::new(&NOT_FOUND))
}

impl Destination for AttachmentStore {
    fn kind(&self) -> SubjectKind {
        SubjectKind::AssistanceRequest
    }

    fn intake(&self) -> Intake {
        Self::intake(self)
    }

    fn key(&self, conn: &mut Conn, vault: &Vault, holder: &Holder) -> Result<SubjectKey, Problem> {
        key_of(conn, vault, &worker(holder)?)
    }

    fn key_with_room(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        holder: &Holder,
    ) -> Result<SubjectKey, Problem> {
        key_with_room(conn, vault, &worker(holder)?)
    }

    fn add(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        holder: &Holder,
        new: (Id, KeptFile),
        now: Time,
    ) -> Result<(), Problem> {
        add_attachment(conn, vault, &worker(holder)?, new, now)?;
        Ok(())
    }
}
