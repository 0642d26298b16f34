//! What is in a pack.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::assistance::actions::Attachment;
use crate::assistance::model::AssistanceStatus;
use crate::correspondence::Author;
use crate::platform::canonical_json::{canonical, sha256};
use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::platform::media::FileKind;
use crate::text_enum;

/// The name of this form of a pack; another form gets another name.
pub(super) const FORM: &str = "tulay.evidence-pack/1";

text_enum! {
    /// As what somebody acted.
    pub enum CustodyRole {
        /// The person who asked for help.
        Reporter => "reporter",
        /// A member of the organisation's staff.
        CaseWorker => "case_worker",
        /// The organisation, which member is not kept.
        Organisation => "organisation",
        /// The service itself.
        System => "system",
    }
}

/// One thing that was done with what is in the pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct CustodyEntry {
    pub at: Time,
    pub role: CustodyRole,
    pub action: &'static str,
    pub detail: Option<String>,
    pub entry_id: Option<Id>,
    pub version: Option<i64>,
    pub attachment_id: Option<Id>,
}

/// A photo, a recording or a document, without its bytes: whoever has the file checks it by its digest.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PackAttachment {
    pub id: Id,
    pub kind: FileKind,
    pub media_type: String,
    pub bytes: u64,
    pub seconds: Option<u64>,
    pub file_name: Option<String>,
    /// Of the file as it is stored, and as it can be downloaded.
    pub sha256: String,
    /// Of the file as it was received, before what a camera knew was removed: of the one on the telephone.
    pub received_sha256: String,
    pub received_at: Time,
}

impl From<Attachment> for PackAttachment {
    fn from(attachment: Attachment) -> Self {
        let facts = attachment.facts;
        Self {
            id: attachment.id,
            kind: facts.kind(),
            media_type: facts.media_type,
            bytes: facts.bytes,
            seconds: facts.seconds,
            file_name: facts.file_name,
            sha256: facts.sha256,
            received_sha256: facts.received_sha256,
            received_at: attachment.received_at,
        }
    }
}

/// The request from which the pack is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EvidencePackRequest)]
pub(super) struct PackRequest {
    /// Its id.
    pub id: Id,
    /// The country of the place.
    #[schema(example = "SG")]
    pub country: String,
    /// In which hour it was filed.
    pub filed_at: Time,
    /// Where it stands.
    pub status: AssistanceStatus,
}

text_enum! {
    /// What a part of a pack holds.
    pub enum PartName {
        /// The claim with its rule and what it assumes.
        Claim => "claim",
        /// The diary with what each entry said before it was edited.
        Diary => "diary",
        /// The messages that were chosen.
        Messages => "messages",
        /// What both sides say came of the request.
        Outcome => "outcome",
        /// What there is of photos, recordings and documents, with the digest of each.
        Attachments => "attachments",
        /// Who did what and when, as roles.
        CustodyLog => "custody_log",
    }
}

/// A part of a pack.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EvidencePackPart, example = json!({ "name": "diary",
    "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", "content": {} }))]
pub(super) struct Part {
    /// What it holds.
    pub name: PartName,
    /// SHA-256 of the canonical JSON (RFC 8785) of `content`, hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// What it is; `docs/case-work.md` says what each part holds.
    #[schema(value_type = Object)]
    pub content: Value,
}

impl Part {
    /// A part with its digest.
    pub fn of(name: PartName, content: Value) -> Self {
        Self {
            name,
            sha256: sha256(&canonical(&content)),
            content,
        }
    }
}

/// An evidence pack.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EvidencePack)]
pub(super) struct Pack {
    /// The form of the pack: `tulay.evidence-pack/1`.
    #[schema(example = "tulay.evidence-pack/1")]
    pub form: &'static str,
    /// When it was made.
    pub made_at: Time,
    /// For whom.
    pub made_for: Author,
    /// The request from which it is.
    pub request: PackRequest,
    /// Its parts.
    pub parts: Vec<Part>,
    /// SHA-256 of the canonical JSON (RFC 8785) of the pack without this member, hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
}

impl Pack {
    /// A pack with its digest.
    pub fn of(made_at: Time, made_for: Author, request: PackRequest, parts: Vec<Part>) -> Self {
        let whole = json!({ "form": FORM, "made_at": made_at, "made_for": made_for,
            "request": request, "parts": parts });
        Self {
            form: FORM,
            made_at,
            made_for,
            request,
            parts,
            sha256: sha256(&canonical(&whole)),
        }
    }
}
