//! Who can open a case: its key pair, and to whom the private part is sealed.
//!
//! In `sealed` mode (`TULAY_CASE_KEYS`) each case has a key pair of its own. Its data keys are sealed to the
//! public part, and the private part is sealed to the receipt code, to each handler and to the custodians.
//! What must always be true: nothing that the server keeps opens a private part. A handler's own key is
//! sealed under their password or passphrase; from signing in on, under secrets that only their tokens
//! hold. See `docs/case-keys.md`.

mod account;
mod holders;
mod key;
mod leaving;

pub(super) use account::{
    NewKey, OwnKey, SealedUnder, StoredKey, find_key, forget_key_under_password, may_hold_keys,
    open_with, put_key, replace_key, seal_for_refresh, seal_for_session, seal_with,
    under_refresh_token, under_session_secret,
};
pub use holders::{Handler, find_handler, is_shared, withhold, withhold_from_others};
pub(super) use holders::{HolderKind, withhold_from_receipt};
pub(super) use key::{CASE_KEY_LOCKED, CASE_KEY_NOT_HELD};
pub use key::{CaseAccess, CaseKey, CaseKeyError, create_record_key, destroy_case_key};
pub(super) use leaving::release;
