//! What an account is.

use diesel::prelude::*;

use crate::identity::permissions::Role;
use crate::platform::clock::Time;
use crate::platform::crypto::{Class, TotpSecret};
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::vault::{Vault, VaultError};
use crate::schema::accounts;
use crate::text_enum;

text_enum! {
    /// Whether an account can be used.
    pub enum AccountStatus {
        /// Made or reset, but its holder has not yet set a password and, where the roles need it, a
        /// second factor.
        Invited => "invited",
        /// In use.
        Active => "active",
        /// Cannot be used until an administrator enables it again.
        Disabled => "disabled",
    }
}

/// An account that is being made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its id.
    pub id: Id,
    /// The organisation whose records it may see.
    pub organisation: Id,
    /// The name with which its holder signs in; sealed.
    pub name: String,
    /// What colleagues read.
    pub display_name: String,
    /// What its holder may do.
    pub roles: Vec<Role>,
    /// Whether it can be used.
    pub status: AccountStatus,
}

#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub(in crate::identity) struct AccountRow {
    pub id: Id,
    pub organisation_id: Id,
    pub sealed_name: Vec<u8>,
    pub display_name: String,
    pub password_hash: Option<String>,
    pub sealed_totp_secret: Option<Vec<u8>>,
    pub totp_confirmed_at: Option<Time>,
    pub status: AccountStatus,
    pub version: i64,
    pub created_at: Time,
}

/// An account with its roles.
#[derive(Clone)]
pub(in crate::identity) struct StoredAccount {
    pub row: AccountRow,
    pub roles: Vec<Role>,
}

impl StoredAccount {
    pub fn needs_second_factor(&self) -> bool {
        self.roles.iter().any(|role| role.needs_second_factor())
    }

    pub const fn has_second_factor(&self) -> bool {
        self.row.totp_confirmed_at.is_some()
    }

    /// Whether its holder has done all that is needed to sign in.
    pub fn is_set_up(&self) -> bool {
        self.row.password_hash.is_some()
            && (self.has_second_factor() || !self.needs_second_factor())
    }

    /// The name with which its holder signs in.
    pub fn open_name(&self, conn: &mut Conn, vault: &Vault) -> Result<String, VaultError> {
        let key = vault.key(conn, self.row.id, Class::Account)?;
        key.open_text(self.row.id, "account.name", &self.row.sealed_name)
    }

    /// The secret of the second factor, confirmed or not.
    pub fn open_totp_secret(
        &self,
        conn: &mut Conn,
        vault: &Vault,
    ) -> Result<Option<TotpSecret>, VaultError> {
        let Some(sealed) = &self.row.sealed_totp_secret else {
            return Ok(None);
        };
        let key = vault.key(conn, self.row.id, Class::Account)?;
        let bytes = key.open(self.row.id, "account.totp_secret", sealed)?;
        let secret = TotpSecret::from_bytes(&bytes).map_err(|_| VaultError::Form)?;
        Ok(Some(secret))
    }
}
