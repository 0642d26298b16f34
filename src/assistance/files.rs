//! Where attachments are kept: sealed files, each under the key of the request that it belongs to.
//!
//! A file without a row is an upload that was cut off, or belongs to what was erased; it is noise, and is
//! swept away after a day (see [`AttachmentKeeper`](super::AttachmentKeeper)).

use std::sync::Arc;

use object_store::ObjectStore;

use super::actions::{add_attachment, key_of, key_with_room};
use super::problems::{DAMAGED_ATTACHMENT, NOT_AN_ATTACHMENT};
use crate::files::{Destination, FileOwner, Holder, Owner, TakesFromHolders};
use crate::identity::{AssistanceRequests, ReceiptHolder};
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::ids::{Id, Randomness};
use crate::platform::intake::{Intake, KeptFile, Refusals};
use crate::platform::media::FileKind;
use crate::platform::problem::Problem;
use crate::platform::sealed_files::SealedFiles;
use crate::platform::vault::SubjectKey;

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

impl TakesFromHolders for AttachmentStore {
    fn destination(&self, holder: &Holder) -> Option<Arc<dyn Destination>> {
        Some(Arc::new(OfRequest {
            attachments: self.clone(),
            worker: holder.narrowed()?,
        }))
    }
}

/// The request of whoever uploads.
struct OfRequest {
    attachments: AttachmentStore,
    worker: ReceiptHolder<AssistanceRequests>,
}

impl Destination for OfRequest {
    fn owner(&self) -> Owner {
        Owner {
            kind: FileOwner::AssistanceRequest,
            subject: self.worker.subject(),
            account: None,
        }
    }

    fn intake(&self) -> Intake {
        self.attachments.intake()
    }

    fn key(&self, conn: &mut Conn, here: &Context) -> Result<SubjectKey, Problem> {
        key_of(conn, &here.services().vault, &self.worker)
    }

    fn key_with_room(&self, conn: &mut Conn, here: &Context) -> Result<SubjectKey, Problem> {
        key_with_room(conn, &here.services().vault, &self.worker)
    }

    fn add(&self, conn: &mut Conn, here: &Context, new: (Id, KeptFile)) -> Result<(), Problem> {
        let vault = &here.services().vault;
        add_attachment(conn, vault, &self.worker, new, here.now())?;
        Ok(())
    }
}
