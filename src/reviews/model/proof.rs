//! Documents that prove a review, and who may write another one.

use serde::{Deserialize, Serialize};

use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, DocumentRefusalReasons, ProofKinds};
use crate::platform::encoded::Encoded;
use crate::platform::ids::Id;
use crate::platform::text::Line;
use crate::text_enum;

/// What an author's app makes by chance and keeps, the same for all reviews of the author.
pub type AuthorSecret = Encoded<32>;
/// What a document is.
pub type DocumentKind = Code<ProofKinds>;
/// Why a document proves nothing.
pub type DocumentRefusal = Code<DocumentRefusalReasons>;
/// The number that a document carries.
pub type DocumentNumber = Line<60>;
/// A court, tribunal or ministry.
pub type Issuer = Line<200>;

/// The kind of the documents that decide on what a review says.
const DECISION: &str = "decision";
/// Documents that a review may have.
pub const MOST_DOCUMENTS: i64 = 5;
/// Days after which a document that no moderator has decided on is destroyed.
pub const DAYS_UNTIL_DECIDED: i32 = 90;

text_enum! {
    /// How far a document has come.
    pub enum DocumentStatus {
        /// A moderator is to see it.
        Waiting => "waiting",
        /// A moderator has seen that it proves the review.
        Confirmed => "confirmed",
        /// A moderator has seen that it does not.
        Refused => "refused",
        /// No moderator saw it in time.
        Expired => "expired",
    }
}

/// What is known of a document's content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFacts {
    /// What it is by its content.
    pub media_type: String,
    /// Bytes as stored.
    pub bytes: u64,
    /// How to turn a picture for viewing, as EXIF counts.
    pub orientation: u8,
    /// SHA-256 of what is stored, in hexadecimal.
    pub sha256: String,
    /// SHA-256 of what was received, in hexadecimal.
    pub received_sha256: String,
}

/// What a moderator writes down of a decision that confirms a review.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DecisionFacts {
    /// Who decided.
    pub authority: Issuer,
    /// When.
    pub decided_on: Date,
    /// The reference of the decision.
    pub reference: DocumentNumber,
}

/// A document that is to prove a review.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its id, the subject of its own key.
    pub id: Id,
    /// The review.
    pub review: Id,
    /// What its author says that it is.
    pub kind: DocumentKind,
    /// How far it has come.
    pub status: DocumentStatus,
    /// Why it proves nothing.
    pub reason: Option<DocumentRefusal>,
    /// Whether its author wants it kept after the decision.
    pub keep: bool,
    /// The name of its sealed file; none once it is destroyed.
    pub file: Option<Id>,
    /// What is known of its content; none once it is destroyed.
    pub facts: Option<DocumentFacts>,
    /// What of a decision was written down.
    pub decision: Option<DecisionFacts>,
    /// Counts its changes.
    pub version: i64,
    /// The day on which it was added.
    pub added_on: Date,
    /// The day on which a moderator decided.
    pub decided_on: Option<Date>,
}

impl Document {
    /// Whether it decides on what the review says.
    pub fn is_decision(&self) -> bool {
        self.kind.as_str() == DECISION
    }
}
