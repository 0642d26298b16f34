//! Why an account is not changed.

use crate::platform::db::DbError;
use crate::platform::ids::Id;
use crate::platform::vault::VaultError;

/// Why an account is not changed.
#[derive(Debug, thiserror::Error)]
pub enum KeepingError {
    /// There is none, or it is another organisation's.
    #[error("there is no such account")]
    NotFound,
    /// Somebody signs in with this name.
    #[error("this account name is in use")]
    NameTaken,
    /// Something else has this id.
    #[error("this id is in use")]
    IdTaken,
    /// It is the keeper's own.
    #[error("nobody changes their own roles, or disables or resets themselves")]
    OwnAccount,
    /// The organisation would have no administrator.
    #[error("the organisation would be left without an active administrator")]
    LastAdministrator,
    /// The new role opens sealed records, and the account has no second factor.
    #[error("the role needs a second factor, which the account does not have; reset it first")]
    SecondFactorMissing,
    /// The organisation does not do what the new role is for.
    #[error("the role needs a competence or a kind that the organisation does not have")]
    CompetenceMissing,
    /// Nobody besides the worker could open these cases any more.
    #[error("only this account can open the cases {}", names(.0))]
    CasesStranded(Vec<Id>),
    /// Somebody else changed it meanwhile.
    #[error("somebody changed the account in the meantime")]
    Overtaken,
    /// A sealed value cannot be read or written.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The ids as people read them.
pub(in crate::identity) fn names(ids: &[Id]) -> String {
    let names: Vec<String> = ids.iter().map(Id::to_string).collect();
    names.join(", ")
}

impl From<diesel::result::Error> for KeepingError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}
