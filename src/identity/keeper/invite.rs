//! Inviting somebody, and inviting them anew by a reset.

use super::tokens::issue_token;
use super::{Keeper, KeepingError, get, lock, refuse_incompetent};
use crate::identity::accounts::{self, AccountStatus, NewAccount, StoredAccount};
use crate::identity::model::AccountName;
use crate::identity::openid;
use crate::identity::permissions::Role;
use crate::identity::secrets::Secrets;
use crate::identity::sessions::{self, EndedBecause, Which};
use crate::platform::clock::Time;
use crate::platform::crypto::SecretToken;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::vault::VaultError;

/// An invitation that has just been made: the only moment at which its token is known.
pub struct Invitation {
    pub(in crate::identity) account: StoredAccount,
    /// The one-time token with which the account is set up.
    pub token: SecretToken,
    /// Until when it is good.
    pub expires_at: Time,
}

impl Invitation {
    /// The account that is to be set up.
    pub const fn account(&self) -> Id {
        self.account.row.id
    }
}

/// Whom to invite.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// The account's id.
    pub id: Id,
    /// The organisation; an administrator's own.
    pub organisation: Id,
    /// The name with which they will sign in.
    pub name: AccountName,
    /// What colleagues read.
    pub display_name: String,
    /// What they may do.
    pub roles: Vec<Role>,
}

/// Makes an account and the token with which its holder sets it up.
pub fn invite(
    conn: &mut Conn,
    keeper: &Keeper,
    secrets: &Secrets,
    invitee: Invitee,
    now: Time,
) -> Result<Invitation, KeepingError> {
    if keeper
        .organisation
        .is_some_and(|own| own != invitee.organisation)
    {
        return Err(KeepingError::NotFound);
    }
    if accounts::find(conn, invitee.id)?.is_some() || secrets.vault.knows(conn, invitee.id)? {
        return Err(KeepingError::IdTaken);
    }
    if accounts::find_id_by_name(conn, &secrets.lookup, &invitee.name)?.is_some() {
        return Err(KeepingError::NameTaken);
    }
    refuse_incompetent(conn, invitee.organisation, &invitee.roles)?;
    let new = NewAccount {
        id: invitee.id,
        organisation: invitee.organisation,
        name: invitee.name.as_str().to_owned(),
        display_name: invitee.display_name,
        roles: invitee.roles,
        status: AccountStatus::Invited,
    };
    accounts::insert_account(conn, &secrets.vault, &secrets.lookup, &new, now)
        .map_err(taken_meanwhile)?;
    let account = accounts::find(conn, new.id)?.ok_or(KeepingError::NotFound)?;
    let (token, expires_at) = issue_token(conn, secrets, new.id, now)?;
    keeper.record(conn, &account, "invited", now)?;
    Ok(Invitation {
        account,
        token,
        expires_at,
    })
}

/// Resets an account whose holder has lost password or second factor: its sessions end, and it is
/// set up anew with the token.
pub fn reset(
    conn: &mut Conn,
    keeper: &Keeper,
    secrets: &Secrets,
    id: Id,
    now: Time,
) -> Result<Invitation, KeepingError> {
    let account = lock(conn, keeper, id)?;
    keeper.refuse_last(conn, &account)?;
    keeper.refuse_self(&account)?;
    accounts::forget_credentials(conn, id)?;
    accounts::ensure_key(conn, &secrets.vault, id, now)?;
    sessions::end(conn, id, Which::All, EndedBecause::Reset, now)?;
    openid::unlink(conn, id)?;
    let (token, expires_at) = issue_token(conn, secrets, id, now)?;
    let account = get(conn, keeper, id)?;
    keeper.record(conn, &account, "reset", now)?;
    Ok(Invitation {
        account,
        token,
        expires_at,
    })
}

/// Two who choose the same id or name at the same time both find it free.
fn taken_meanwhile(error: VaultError) -> KeepingError {
    let VaultError::Database(inner) = &error else {
        return error.into();
    };
    match inner.constraint().as_deref() {
        Some("accounts_name_hash_key") => KeepingError::NameTaken,
        Some(name) if name.starts_with("accounts_") || name.starts_with("data_keys_") => {
            KeepingError::IdTaken
        }
        _ => error.into(),
    }
}
