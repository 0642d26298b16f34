//! What an author does with documents, and how they are destroyed.

use actix_web::rt::task::spawn_blocking;
use actix_web::web::Bytes;
use sha2::{Digest as _, Sha256};

use super::{Desk, ReviewError, get, get_locked};
use crate::agencies;
use crate::identity::{ReceiptHolder, Reviews};
use crate::platform::code_lists::Code;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, Db};
use crate::platform::encoded::hexadecimal;
use crate::platform::ids::Id;
use crate::platform::media::{self, FileKind, MediaError};
use crate::platform::photo::PhotoError;
use crate::platform::sealed_files::SealedFilesError;
use crate::platform::vault::SubjectKey;
use crate::reviews::files::FileStore;
use crate::reviews::model::{
    CannotMove, DAYS_UNTIL_DECIDED, DecisionFacts, Document, DocumentFacts, DocumentKind,
    DocumentStatus, MOST_DOCUMENTS, ModerationStatus, Review, days_after,
};
use crate::reviews::store::{self, DocumentRow};

/// Names what is sealed under a document's own key.
const FACTS_FIELD: &str = "review_documents.facts";
/// Names what is sealed under its review's key.
pub(super) const DECISION_FIELD: &str = "review_documents.decision";
/// Documents that are treated in one go.
const AT_ONCE: i64 = 100;

/// A document that is in the store, sealed under a key that is not stored yet.
pub struct KeptDocument {
    file: Id,
    key: SubjectKey,
    facts: DocumentFacts,
}

/// Why a document cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// It is neither a picture nor a PDF, or a damaged one.
    #[error(transparent)]
    Content(#[from] PhotoError),
    /// The review takes none.
    #[error(transparent)]
    Review(#[from] ReviewError),
    /// It cannot be stored.
    #[error(transparent)]
    Store(#[from] SealedFilesError),
    /// The work was cut off.
    #[error("the document could not be worked on")]
    CutOff,
}

/// Strips a document of what its camera knew and puts it, sealed, into the store, so that it is on the
/// disk before any row names it.
pub async fn keep_document(
    (db, documents): (&Db, &FileStore),
    desk: &Desk,
    author: &ReceiptHolder<Reviews>,
    file: Id,
    (content, received_sha256): (Bytes, [u8; 32]),
) -> Result<KeptDocument, DocumentError> {
    let stripped = spawn_blocking(move || strip_and_hash(&content, &received_sha256));
    let (bytes, facts) = stripped.await.map_err(|_| DocumentError::CutOff)??;
    let (of_job, review) = (desk.clone(), author.subject());
    let ask = move |conn: &mut Conn| {
        let review = get(conn, &of_job, review)?;
        require_room(conn, &review)
    };
    db.read(ask).await?;
    let key = desk.vault.new_key();
    documents.put(file, key.data_key(), &bytes).await?;
    Ok(KeptDocument { file, key, facts })
}

fn strip_and_hash(
    content: &[u8],
    received_sha256: &[u8; 32],
) -> Result<(Vec<u8>, DocumentFacts), PhotoError> {
    let takes = [FileKind::Photo, FileKind::Document];
    let cleaned = media::clean(content, &takes).map_err(|error| match error {
        MediaError::Unsupported => PhotoError::Unsupported,
        MediaError::Broken => PhotoError::Broken,
    })?;
    let (bytes, media_type) = (cleaned.bytes, cleaned.media_type);
    let facts = DocumentFacts {
        media_type: media_type.to_owned(),
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        orientation: cleaned.orientation.unwrap_or(1),
        sha256: hexadecimal(&Sha256::digest(&bytes)),
        received_sha256: hexadecimal(received_sha256),
    };
    Ok((bytes, facts))
}

fn require_room(conn: &mut Conn, review: &Review) -> Result<(), ReviewError> {
    require_standing(review)?;
    if store::count_documents(conn, review.id)? >= MOST_DOCUMENTS {
        return Err(ReviewError::TooManyDocuments);
    }
    Ok(())
}

fn require_standing(review: &Review) -> Result<(), ReviewError> {
    match review.state.status() {
        status @ ModerationStatus::Withdrawn => Err(CannotMove::From(status).into()),
        ModerationStatus::Pending
        | ModerationStatus::Accepted
        | ModerationStatus::Published
        | ModerationStatus::Rejected => Ok(()),
    }
}

/// Adds a document that is in the store to its review.
pub fn add_document(
    conn: &mut Conn,
    desk: &Desk,
    author: &ReceiptHolder<Reviews>,
    id: Id,
    (kind, keep): (&DocumentKind, bool),
    kept: &KeptDocument,
) -> Result<Document, ReviewError> {
    let review = get_locked(conn, desk, author.subject())?;
    require_room(conn, &review)?;
    if desk.vault.knows(conn, id)? {
        return Err(ReviewError::IdTaken);
    }
    let (today, class) = (desk.today(), Class::Confidential);
    let day = today.start().unwrap_or(desk.now);
    desk.vault.store_key(conn, id, class, &kept.key, day)?;
    let sealed = kept.key.seal_json(id, FACTS_FIELD, &kept.facts)?;
    let ids = (id, review.id, kept.file);
    store::insert_document(conn, ids, (kind, keep), sealed, today)?;
    find_own(conn, desk, author, id)
}

/// A document of an author's review.
fn find_own(
    conn: &mut Conn,
    desk: &Desk,
    author: &ReceiptHolder<Reviews>,
    id: Id,
) -> Result<Document, ReviewError> {
    let row = store::find_document(conn, id)?;
    let row = row.filter(|row| row.review_id == author.subject());
    open(conn, desk, row.ok_or(ReviewError::NotFound)?)
}

/// Opens what is sealed of a document, as far as it is not destroyed.
pub(super) fn open(
    conn: &mut Conn,
    desk: &Desk,
    row: DocumentRow,
) -> Result<Document, ReviewError> {
    let facts = match row.file_id {
        Some(_) => {
            let key = desk.vault.key(conn, row.id, Class::Confidential)?;
            Some(key.open_json(row.id, FACTS_FIELD, &row.sealed_facts)?)
        }
        None => None,
    };
    let decision: Option<DecisionFacts> = match &row.sealed_decision {
        Some(sealed) => {
            let key = desk.vault.key(conn, row.review_id, Class::Confidential)?;
            Some(key.open_json(row.id, DECISION_FIELD, sealed)?)
        }
        None => None,
    };
    Ok(Document {
        id: row.id,
        review: row.review_id,
        kind: Code::known(row.kind),
        status: row.status,
        reason: row.reason.map(Code::known),
        keep: row.keep,
        file: row.file_id,
        facts,
        decision,
        version: row.version,
        added_on: row.added_on,
        decided_on: row.decided_on,
    })
}

/// The documents of a review, for its author.
pub fn list_documents(
    conn: &mut Conn,
    desk: &Desk,
    author: &ReceiptHolder<Reviews>,
) -> Result<Vec<Document>, ReviewError> {
    let rows = store::list_documents(conn, author.subject())?.into_iter();
    rows.map(|row| open(conn, desk, row)).collect()
}

/// Says whether a document is kept after the decision; one that was decided on and is not to be kept is
/// destroyed at once.
pub fn set_keep(
    conn: &mut Conn,
    desk: &Desk,
    author: &ReceiptHolder<Reviews>,
    id: Id,
    keep: bool,
) -> Result<Document, ReviewError> {
    get_locked(conn, desk, author.subject())?;
    let document = find_own(conn, desk, author, id)?;
    if document.keep != keep {
        store::put_keep(conn, id, keep)?;
    }
    if !keep && document.status != DocumentStatus::Waiting {
        destroy(conn, desk, &document)?;
    }
    find_own(conn, desk, author, id)
}

/// Destroys a document; one that nobody has decided on is forgotten altogether. Doing so again changes
/// nothing.
pub fn destroy_document(
    conn: &mut Conn,
    desk: &Desk,
    author: &ReceiptHolder<Reviews>,
    id: Id,
) -> Result<(), ReviewError> {
    get_locked(conn, desk, author.subject())?;
    let document = match find_own(conn, desk, author, id) {
        Err(ReviewError::NotFound) => return Ok(()),
        found => found?,
    };
    if document.status == DocumentStatus::Waiting {
        discard(conn, desk, id, document.file)?;
        return Ok(store::delete_document(conn, id)?);
    }
    destroy(conn, desk, &document)
}

/// Destroys a document that was decided on: its key is gone from this transaction on, its file with the next
/// housekeeping.
pub(super) fn destroy(
    conn: &mut Conn,
    desk: &Desk,
    document: &Document,
) -> Result<(), ReviewError> {
    if document.file.is_none() {
        return Ok(());
    }
    store::drop_file(conn, document.id)?;
    discard(conn, desk, document.id, document.file)
}

/// Destroys the key of a document, or of what else is kept like one.
pub(super) fn discard(
    conn: &mut Conn,
    desk: &Desk,
    document: Id,
    file: Option<Id>,
) -> Result<(), ReviewError> {
    desk.vault.destroy(conn, document)?;
    if let Some(file) = file {
        store::discard(conn, file)?;
    }
    Ok(())
}

/// Destroys and forgets all documents of a review.
pub(super) fn destroy_all(conn: &mut Conn, desk: &Desk, review: Id) -> Result<(), ReviewError> {
    for row in store::list_documents(conn, review)? {
        discard(conn, desk, row.id, row.file_id)?;
    }
    Ok(store::delete_documents(conn, review)?)
}

/// Destroys documents that no moderator decided on in time; returns how many there were.
pub fn expire_documents(conn: &mut Conn, desk: &Desk) -> Result<usize, ReviewError> {
    let before = days_after(desk.today(), -DAYS_UNTIL_DECIDED);
    let mut expired = 0;
    for (id, review) in store::list_undecided(conn, before, AT_ONCE)? {
        let Some(agency) = store::find_agency(conn, review)? else {
            continue;
        };
        // A moderator may decide on it until the lock is ours.
        agencies::lock_rating(conn, agency)?;
        let row = store::find_document(conn, id)?;
        let Some(row) = row.filter(|row| row.status == DocumentStatus::Waiting) else {
            continue;
        };
        let document = open(conn, desk, row)?;
        let status = DocumentStatus::Expired;
        store::decide_document(conn, id, status, None, None, desk.today())?;
        destroy(conn, desk, &document)?;
        expired += 1;
    }
    Ok(expired)
}
