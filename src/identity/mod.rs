//! Who is calling: staff accounts and their sessions, and the holders of receipt codes.
//!
//! What must always be true: a secret (password, token, receipt code) is stored only as a hash or
//! sealed; nobody gets a [`Caller`] or a [`ReceiptHolder`] without having proved it in this very
//! request; each opening of a sealed record by staff is in the [`audit`] chain; an account whose
//! roles open sealed records is active only with a confirmed second factor.

mod accounts;
pub mod audit;
mod caller;
mod case_keys;
mod clients;
mod devices;
mod http;
mod keeper;
mod key_proofs;
mod model;
mod openid;
mod passwords;
pub mod permissions;
mod pseudonyms;
mod receipts;
mod secrets;
mod sessions;
mod set_up;
mod sign_in;
mod throttle;
mod tokens;
mod watchers;

pub use accounts::list_of_organisation;
pub use accounts::{AccountStatus, NewAccount, insert_account, is_member, list_members};
pub use caller::Caller;
pub use case_keys::{CaseAccess, CaseKey, CaseKeyError, Handler};
pub use case_keys::{create_record_key, destroy_case_key, find_handler, is_shared};
pub use case_keys::{withhold, withhold_from_others};
pub use devices::lock_device;
pub use http::{PROBLEMS, routes, well_known_routes};
pub use keeper::{Invitation, Invitee, Keeper, KeepingError, Listed, SET_UP_HOURS};
pub use keeper::{disable, enable, find_by_id_or_name, invite, list_with_names, reset};
pub use model::{AccountName, NotAnAccountName};
pub use openid::OpenId;
pub use passwords::Passwords;
pub use pseudonyms::forget_unused_pseudonyms;
pub use receipts::PresentedCode;
pub use receipts::{Anything, AssistanceRequests, Reviews, SafetyReports};
pub use receipts::{
    Erasable, IssuedReceipt, ReceiptFollower, ReceiptHolder, ReceiptScope, SubjectKind,
    erase_receipt, issue_receipt,
};
pub use receipts::{
    FilingDays, FilingStates, Handover, expire_handovers, find_handover, hold, issue_handover,
};
pub use receipts::{SecondWord, TriedWord, hash_second_word, prove_second_word, put_second_word};
pub use receipts::{StepToken, SteppedHolder, take_second_step};
pub use secrets::Secrets;
pub use sessions::{end_sessions_of, forget_expired_sessions, insert_session};
pub use throttle::Throttle;
pub use tokens::{
    ACCESS_TOKEN_SECONDS, Claims, KeyPurpose, Signer, TokenKeys, ensure_signing_keys,
    key_of_bundles, rotate_signing_key,
};
pub use watchers::{Acting, Watch, Watchers};
