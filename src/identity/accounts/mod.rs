//! Accounts of members of staff, as the database has them.

mod change;
mod credentials;
mod find;
mod insert;
mod membership;
mod model;

pub(super) use change::{Changed, Changes, activate, change};
pub(super) use credentials::{
    CodeUse, ensure_key, forget_credentials, mark_second_factor, put_password, put_totp_secret,
    use_code,
};
pub(super) use find::{
    count_other_administrators, find, find_by_name, find_id_by_name, find_in,
    is_of_active_organisation, list_in, lock, roles_of,
};
pub(super) use insert::hash_of_name;
pub use insert::insert_account;
pub(super) use membership::is_qualified;
pub use membership::{is_member, list_members, list_of_organisation};
pub(super) use model::{AccountRow, StoredAccount};
pub use model::{AccountStatus, NewAccount};
