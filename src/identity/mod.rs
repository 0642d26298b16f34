//! Who is calling: staff accounts and their sessions, and the holders of receipt codes.
//!
//! What must always be true: a secret (password, token, receipt code) is stored only as a hash or
//! sealed; nobody gets a [`Caller`] or a [`ReceiptHolder`] without having proved it in this very
//! request; each opening of a sealed record by staff is in the [`audit`] chain.

mod accounts;
pub mod audit;
mod caller;
pub mod permissions;
mod receipts;
mod sessions;
mod tokens;

pub use accounts::{AccountStatus, NewAccount, insert_account, is_member};
pub use caller::Caller;
pub use receipts::{Anything, AssistanceRequests, Reviews, SafetyReports};
pub use receipts::{IssuedReceipt, ReceiptHolder, SubjectKind, erase_receipt, issue_receipt};
pub use sessions::insert_session;
pub use tokens::{ACCESS_TOKEN_SECONDS, Claims, TokenKeys, ensure_signing_key, rotate_signing_key};
mod http;

pub use http::{routes, well_known_routes};

use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];
