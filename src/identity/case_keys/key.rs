//! Opening a case: what somebody shows, and the key that they get for it.

use std::sync::Arc;

use diesel::prelude::*;

use super::holders::{self, HolderKind, info};
use crate::config::CaseKeys;
use crate::platform::clock::Time;
use crate::platform::crypto::{
    Class, OpeningKey, ReceiptCode, SealingError, SealingPublicKey, open_under, seal_under,
};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::problem::{Problem, ProblemCode, problem_code};
use crate::platform::vault::{SubjectKey, Vault, VaultError};
use crate::schema::{case_key_holders, case_keys};

const UNDER_CODE: &str = "case-key-of-receipt";

/// The session of a member of staff has no open key: their passphrase opens it.
pub const CASE_KEY_LOCKED: ProblemCode = problem_code("case_key_locked", 403);
/// Nobody has given the account the key of this case yet.
pub const CASE_KEY_NOT_HELD: ProblemCode = problem_code("case_key_not_held", 403);

/// What somebody shows to open cases: a receipt code, or the key of their account as far as their
/// token has opened it. [`ReceiptHolder`](crate::identity::ReceiptHolder) and
/// [`Caller`](crate::identity::Caller) have one; it proves nothing about who may read what.
#[derive(Debug, Clone)]
pub enum CaseAccess {
    /// The holder of a receipt code.
    Code(Arc<ReceiptCode>),
    /// A member of staff.
    Account {
        /// The account.
        account: Id,
        /// Its private key; `None` when the session was opened without.
        key: Option<Arc<OpeningKey>>,
    },
}

/// Why a case does not open.
#[derive(Debug, thiserror::Error)]
pub enum CaseKeyError {
    /// The session has no open key.
    #[error("the session has no open key")]
    Locked,
    /// Nothing was sealed to whoever asks.
    #[error("the key of this case was not given to this account")]
    NotHeld,
    /// A sealed value cannot be read or written.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<DbError> for CaseKeyError {
    fn from(error: DbError) -> Self {
        Self::Vault(error.into())
    }
}

impl From<SealingError> for CaseKeyError {
    fn from(error: SealingError) -> Self {
        Self::Vault(error.into())
    }
}

impl From<CaseKeyError> for Problem {
    fn from(error: CaseKeyError) -> Self {
        match error {
            CaseKeyError::Locked => Self::new(&CASE_KEY_LOCKED),
            CaseKeyError::NotHeld => Self::new(&CASE_KEY_NOT_HELD),
            CaseKeyError::Vault(error) => error.into(),
        }
    }
}

/// A case that is open: its data keys can be had, and its key be handed on.
pub struct CaseKey {
    case: Id,
    /// `None` for a case of server mode, which the master key opens.
    private: Option<OpeningKey>,
}

impl CaseKey {
    /// Makes what a case that is being filed needs in this mode.
    pub fn create(
        conn: &mut Conn,
        vault: &Vault,
        mode: CaseKeys,
        case: Id,
    ) -> Result<Self, CaseKeyError> {
        let private = match mode {
            CaseKeys::Server => None,
            CaseKeys::Sealed => {
                let private = OpeningKey::generate(vault.randomness());
                let public = private.public()?;
                diesel::insert_into(case_keys::table)
                    .values((
                        case_keys::case_id.eq(case),
                        case_keys::public_key.eq(public.as_bytes()),
                    ))
                    .execute(conn)
                    .map_err(DbError::from)?;
                Some(private)
            }
        };
        Ok(Self { case, private })
    }

    /// Opens a case with what somebody shows. A case of server mode opens for whoever got so far: who
    /// may read it was decided before.
    pub fn open(conn: &mut Conn, access: &CaseAccess, case: Id) -> Result<Self, CaseKeyError> {
        if find_public(conn, case)?.is_none() {
            return Ok(Self {
                case,
                private: None,
            });
        }
        let private = match access {
            CaseAccess::Code(code) => open_with_code(conn, case, code)?,
            CaseAccess::Account { account, key } => {
                let key = key.as_deref().ok_or(CaseKeyError::Locked)?;
                open_with_account(conn, case, *account, key)?
            }
        };
        Ok(Self {
            case,
            private: Some(private),
        })
    }

    /// Makes and stores a data key of the case.
    pub fn create_data_key(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        class: Class,
        now: Time,
    ) -> Result<SubjectKey, VaultError> {
        match &self.private {
            None => vault.create_key(conn, self.case, class, now),
            Some(private) => {
                let public = private.public()?;
                vault.create_key_of_case(conn, (self.case, &public), (self.case, class), now)
            }
        }
    }

    /// A data key of the case.
    pub fn data_key(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        class: Class,
    ) -> Result<SubjectKey, VaultError> {
        match &self.private {
            None => vault.key(conn, self.case, class),
            Some(private) => vault.key_of_case(conn, (self.case, private), (self.case, class)),
        }
    }

    /// Lets the code of a receipt open the case, and no code that it had before. The holder is the case itself
    /// for the receipt of its filing, otherwise the receipt.
    pub fn give_to_receipt(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        holder: Id,
        code: &ReceiptCode,
    ) -> Result<(), CaseKeyError> {
        let Some(private) = &self.private else {
            return Ok(());
        };
        let sealed = seal_under(
            vault.randomness(),
            &[code.as_bytes()],
            UNDER_CODE,
            self.case.as_bytes(),
            private.expose(),
        )?;
        holders::withhold_from_receipt(conn, self.case, holder)?;
        let of_receipt = (HolderKind::Receipt, holder);
        Ok(holders::insert(conn, self.case, of_receipt, &sealed)?)
    }

    /// The key of one record of the case that has a key of its own ([`create_record_key`]).
    pub fn record_key(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        (record, class): (Id, Class),
    ) -> Result<SubjectKey, VaultError> {
        match &self.private {
            None => vault.key(conn, record, class),
            Some(private) => vault.key_of_case(conn, (self.case, private), (record, class)),
        }
    }

    /// Takes the key from the handlers of every other organisation and [shares](Self::share) it with those of
    /// these: for a case that changes hands while somebody is there who has it open.
    pub fn hand_over(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        organisations: &[Id],
    ) -> Result<usize, CaseKeyError> {
        holders::withhold_from_others(conn, self.case, organisations)?;
        self.share(conn, vault, organisations)
    }

    /// Gives the key to every active handler of these organisations, and to the custodians, who do not
    /// have it yet; says to how many. Whoever has a case open calls this, so that nobody has to ask for
    /// keys: after filing, at each visit of the worker and of a handler, and when a case changes hands.
    pub fn share(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        organisations: &[Id],
    ) -> Result<usize, CaseKeyError> {
        let Some(private) = &self.private else {
            return Ok(0);
        };
        let lacking = holders::list_lacking(conn, self.case, organisations)?;
        for (kind, account, public) in &lacking {
            let public = SealingPublicKey::from_bytes(public)?;
            let bound = info(self.case, *kind, *account);
            let bound: Vec<&[u8]> = bound.iter().map(Vec::as_slice).collect();
            let sealed = public.seal(vault.randomness(), &bound, private.expose())?;
            holders::insert(conn, self.case, (*kind, *account), &sealed)?;
        }
        Ok(lacking.len())
    }
}

/// Makes and stores the key of a new record of a case without opening the case: what a job writes that holds
/// nobody's secret. [`CaseKey::record_key`] opens it. Whoever erases the case destroys it as well.
pub fn create_record_key(
    conn: &mut Conn,
    vault: &Vault,
    case: Id,
    (record, class): (Id, Class),
    now: Time,
) -> Result<SubjectKey, CaseKeyError> {
    match find_public(conn, case)? {
        None => Ok(vault.create_key(conn, record, class, now)?),
        Some(public) => {
            let public = SealingPublicKey::from_bytes(&public)?;
            Ok(vault.create_key_of_case(conn, (case, &public), (record, class), now)?)
        }
    }
}

/// Destroys the key pair of a case that is being erased, with whatever was sealed of it.
pub fn destroy_case_key(conn: &mut Conn, case: Id) -> Result<(), DbError> {
    let held = case_key_holders::table.filter(case_key_holders::case_id.eq(case));
    diesel::delete(held).execute(conn)?;
    diesel::delete(case_keys::table.find(case)).execute(conn)?;
    Ok(())
}

fn find_public(conn: &mut Conn, case: Id) -> Result<Option<Vec<u8>>, DbError> {
    Ok(case_keys::table
        .find(case)
        .select(case_keys::public_key)
        .first(conn)
        .optional()?)
}

fn open_with_code(
    conn: &mut Conn,
    case: Id,
    code: &ReceiptCode,
) -> Result<OpeningKey, CaseKeyError> {
    // Few, one for each receipt of the case: the one that opens is the right one.
    for sealed in holders::list_of_receipts(conn, case)? {
        let secret = [code.as_bytes().as_slice()];
        if let Ok(opened) = open_under(&secret, UNDER_CODE, case.as_bytes(), &sealed) {
            return Ok(OpeningKey::from_bytes(&opened)?);
        }
    }
    Err(CaseKeyError::NotHeld)
}

fn open_with_account(
    conn: &mut Conn,
    case: Id,
    account: Id,
    key: &OpeningKey,
) -> Result<OpeningKey, CaseKeyError> {
    for kind in [HolderKind::Handler, HolderKind::Custodian] {
        let Some(sealed) = holders::find(conn, case, kind, account)? else {
            continue;
        };
        let bound = info(case, kind, account);
        let bound: Vec<&[u8]> = bound.iter().map(Vec::as_slice).collect();
        return Ok(OpeningKey::from_bytes(&key.open(&bound, &sealed)?)?);
    }
    Err(CaseKeyError::NotHeld)
}
