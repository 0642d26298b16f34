//! Adding photos, recordings and documents to a request, and reading them.

use actix_web::rt::task::spawn_blocking;
use actix_web::web::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::handle::{ensure_consent, record};
use super::{confidential_key, not_found};
use crate::assistance::consents::ReferralField;
use crate::assistance::files::AttachmentStore;
use crate::assistance::model::AssistanceStatus;
use crate::assistance::problems::{
    DAMAGED_ATTACHMENT, NOT_AN_ATTACHMENT, REQUEST_WITHDRAWN, TOO_MANY_ATTACHMENTS,
};
use crate::assistance::referrals::limits;
use crate::assistance::retention;
use crate::assistance::store::{self, AttachmentRow, RequestRow};
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, CaseAccess, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Db, DbError};
use crate::platform::encoded::hexadecimal;
use crate::platform::ids::Id;
use crate::platform::pdf::{self, Pdf};
use crate::platform::photo::{self, PhotoError};
use crate::platform::problem::{ID_TAKEN, INTERNAL_ERROR, Problem};
use crate::platform::sealed_files::SealedFilesError;
use crate::platform::sound::{self, SoundError};
use crate::platform::vault::{SubjectKey, Vault};
use crate::text_enum;

/// Attachments of one request.
pub const MOST_ATTACHMENTS: i64 = 20;
/// What is known of an attachment, in its associated data; it must never change.
const FACTS: &str = "assistance_attachments.facts";

text_enum! {
    /// What an attachment is.
    pub enum AttachmentKind {
        /// A picture.
        Photo => "photo",
        /// Something spoken.
        Recording => "recording",
        /// A PDF.
        Document => "document",
    }
}

/// What is known about an attachment; sealed with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AttachmentFacts {
    /// What it is.
    pub kind: AttachmentKind,
    /// What it is by its content.
    pub media_type: String,
    /// Bytes of the stored file.
    pub bytes: u64,
    /// How to turn a picture for viewing, as EXIF counts.
    pub orientation: Option<u8>,
    /// How long a recording plays, in begun seconds.
    pub seconds: Option<u64>,
    /// SHA-256 of the stored file.
    pub sha256: String,
    /// SHA-256 of the file as it was received.
    pub received_sha256: String,
    /// What the sender calls it.
    pub file_name: Option<String>,
}

/// An attachment.
pub struct Attachment {
    /// Its id.
    pub id: Id,
    /// The name of its sealed file.
    pub file: Id,
    /// What is known about it.
    pub facts: AttachmentFacts,
    /// When it came in.
    pub received_at: Time,
}

/// A file that is in the store and not yet in the database.
pub struct KeptAttachment {
    file: Id,
    facts: AttachmentFacts,
}

/// Why a file cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    /// Neither a picture nor a recording nor a PDF.
    #[error("the file is of no kind that is taken")]
    Unsupported,
    /// It is cut off or damaged.
    #[error("the file is damaged")]
    Broken,
    /// The request takes none.
    #[error("the request takes no attachment")]
    Refused(Problem),
    /// It cannot be stored.
    #[error(transparent)]
    Store(#[from] SealedFilesError),
    /// The work was cut off.
    #[error("the file could not be worked on")]
    CutOff,
}

impl From<AttachError> for Problem {
    fn from(error: AttachError) -> Self {
        match error {
            AttachError::Unsupported => Self::new(&NOT_AN_ATTACHMENT),
            AttachError::Broken => Self::new(&DAMAGED_ATTACHMENT),
            AttachError::Refused(problem) => problem,
            AttachError::Store(error) => error.into(),
            AttachError::CutOff => Self::new(&INTERNAL_ERROR),
        }
    }
}

/// Takes out of a file what its maker's device knew and puts it, sealed, into the store, so that it is on the
/// disk before any row names it.
pub async fn keep_attachment(
    (db, vault, files): (&Db, &Vault, &AttachmentStore),
    holder: &ReceiptHolder<AssistanceRequests>,
    file: Id,
    (content, received_sha256): (Bytes, [u8; 32]),
    file_name: Option<String>,
) -> Result<KeptAttachment, AttachError> {
    let stripped = spawn_blocking(move || strip(&content));
    let stripped = stripped.await.map_err(|_| AttachError::CutOff)??;
    let key = key_with_room(db, vault, holder).await?;
    let facts = AttachmentFacts {
        kind: stripped.kind,
        media_type: stripped.media_type.to_owned(),
        bytes: u64::try_from(stripped.bytes.len()).unwrap_or(u64::MAX),
        orientation: stripped.orientation,
        seconds: stripped.seconds,
        sha256: hexadecimal(&Sha256::digest(&stripped.bytes)),
        received_sha256: hexadecimal(&received_sha256),
        file_name,
    };
    let (owner, content) = (holder.subject(), &stripped.bytes);
    files.0.put(owner, file, key.data_key(), content).await?;
    Ok(KeptAttachment { file, facts })
}

struct Stripped {
    kind: AttachmentKind,
    bytes: Vec<u8>,
    media_type: &'static str,
    orientation: Option<u8>,
    seconds: Option<u64>,
}

/// What a file is, is decided by its content. A PDF stays as it is: what it says of who made it may be evidence.
fn strip(content: &[u8]) -> Result<Stripped, AttachError> {
    match pdf::recognise(content) {
        Pdf::Broken => return Err(AttachError::Broken),
        Pdf::Whole => {
            return Ok(Stripped {
                kind: AttachmentKind::Document,
                bytes: content.to_vec(),
                media_type: pdf::MEDIA_TYPE,
                orientation: None,
                seconds: None,
            });
        }
        Pdf::None => {}
    }
    match photo::strip(content) {
        Ok(picture) => Ok(Stripped {
            kind: AttachmentKind::Photo,
            bytes: picture.bytes,
            media_type: picture.media_type,
            orientation: Some(picture.orientation),
            seconds: None,
        }),
        Err(PhotoError::Broken) => Err(AttachError::Broken),
        Err(PhotoError::Unsupported) => match sound::strip(content) {
            Ok(sound) => Ok(Stripped {
                kind: AttachmentKind::Recording,
                bytes: sound.bytes,
                media_type: sound.media_type,
                orientation: None,
                seconds: Some(sound.milliseconds.div_ceil(1000)),
            }),
            Err(SoundError::Broken) => Err(AttachError::Broken),
            Err(SoundError::Unsupported) => Err(AttachError::Unsupported),
        },
    }
}

/// The key of a request that takes another attachment: asked before anything is written.
async fn key_with_room(
    db: &Db,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<SubjectKey, AttachError> {
    let (access, id, vault) = (holder.case_access(), holder.subject(), vault.clone());
    let ask = move |conn: &mut Conn| {
        let row = store::find(conn, id)?.ok_or_else(not_found)?;
        require_room(conn, &row)?;
        Ok::<_, Problem>(confidential_key(conn, &vault, &access, id)?)
    };
    db.read(ask).await.map_err(AttachError::Refused)
}

fn require_room(conn: &mut Conn, row: &RequestRow) -> Result<(), Problem> {
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    if store::count_attachments(conn, row.id)? >= MOST_ATTACHMENTS {
        return Err(Problem::new(&TOO_MANY_ATTACHMENTS).with("limit", MOST_ATTACHMENTS));
    }
    Ok(())
}

/// Adds a file that is in the store to its request.
pub fn add_attachment(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
    (id, kept): (Id, KeptAttachment),
    now: Time,
) -> Result<Attachment, Problem> {
    let row = store::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    require_room(conn, &row)?;
    let key = confidential_key(conn, vault, &holder.case_access(), row.id)?;
    let stored = AttachmentRow {
        id,
        request_id: row.id,
        file_id: kept.file,
        sealed_facts: key.seal_json(id, FACTS, &kept.facts)?,
        received_at: now,
    };
    store::insert_attachment(conn, stored).map_err(taken)?;
    store::mark_unanswered(conn, row.id, now)?;
    retention::note_activity(conn, row.id, now)?;
    Ok(Attachment {
        id,
        file: kept.file,
        facts: kept.facts,
        received_at: now,
    })
}

fn taken(error: DbError) -> Problem {
    match error.constraint().as_deref() {
        Some("assistance_attachments_id_key") => Problem::new(&ID_TAKEN),
        _ => error.into(),
    }
}

/// The attachments of a request, for whoever shows what opens it and may read it.
pub fn list_attachments(
    conn: &mut Conn,
    vault: &Vault,
    access: &CaseAccess,
    request: Id,
) -> Result<Vec<Attachment>, Problem> {
    let key = confidential_key(conn, vault, access, request)?;
    opened_attachments(conn, &key, request)
}

/// The attachments of a request whose key is at hand.
pub(in crate::assistance) fn opened_attachments(
    conn: &mut Conn,
    key: &SubjectKey,
    request: Id,
) -> Result<Vec<Attachment>, Problem> {
    let rows = store::list_attachments(conn, request)?;
    rows.iter().map(|row| open(key, row)).collect()
}

/// The same for a case worker; the audit log says so.
pub fn list_attachments_for_staff(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<Vec<Attachment>, Problem> {
    store::find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let limits = limits(conn, id, caller.organisation(), now)?;
    let mut listed = list_attachments(conn, vault, &caller.case_access(), id)?;
    listed.retain(|file| limits.allow_of(ReferralField::Attachments, file.received_at));
    record(conn, caller, now, Action::Opened, id, "attachments")?;
    Ok(listed)
}

/// Hands an attachment to who sent it, and the key with which its file opens.
pub fn open_own_attachment(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
    attachment: Id,
) -> Result<(Attachment, SubjectKey), Problem> {
    let id = holder.subject();
    let key = confidential_key(conn, vault, &holder.case_access(), id)?;
    let row = store::find_attachment(conn, id, attachment)?.ok_or_else(not_found)?;
    Ok((open(&key, &row)?, key))
}

/// Hands an attachment to a case worker, and the key with which its file opens; the audit log says so.
pub fn open_attachment(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    (id, attachment): (Id, Id),
    now: Time,
) -> Result<(Attachment, SubjectKey), Problem> {
    store::find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let key = confidential_key(conn, vault, &caller.case_access(), id)?;
    let limits = limits(conn, id, caller.organisation(), now)?;
    let is_readable =
        |row: &AttachmentRow| limits.allow_of(ReferralField::Attachments, row.received_at);
    let found = store::find_attachment(conn, id, attachment)?.filter(is_readable);
    let row = found.ok_or_else(not_found)?;
    let opened = open(&key, &row)?;
    record(conn, caller, now, Action::Downloaded, id, "attachment")?;
    Ok((opened, key))
}

fn open(key: &SubjectKey, row: &AttachmentRow) -> Result<Attachment, Problem> {
    Ok(Attachment {
        facts: key.open_json(row.id, FACTS, &row.sealed_facts)?,
        id: row.id,
        file: row.file_id,
        received_at: row.received_at,
    })
}
