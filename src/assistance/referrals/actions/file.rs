//! A case file as it is stored: who the person is lies beside it, under a key that can be destroyed by itself.

use super::{FILE, IDENTITY};
use crate::assistance::referrals::model::CaseFile;
use crate::assistance::referrals::store::ReferralRow;
use crate::identity::{CaseKey, CaseKeyError};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::vault::Vault;

/// A case file, sealed.
pub(super) struct Sealed {
    pub file: Vec<u8>,
    pub identity: Option<Vec<u8>>,
}

impl Sealed {
    /// Makes the keys of a referral and seals what it carries.
    pub(super) fn new(
        conn: &mut Conn,
        vault: &Vault,
        (referral, case): (Id, &CaseKey),
        file: &CaseFile,
        now: Time,
    ) -> Result<Self, CaseKeyError> {
        let key = case.create_data_key(conn, vault, Class::Confidential, now)?;
        let identity = match &file.identity {
            Some(identity) => {
                let key = case.create_data_key(conn, vault, Class::Identity, now)?;
                Some(key.seal_json(referral, IDENTITY, identity)?)
            }
            None => None,
        };
        Ok(Self {
            file: key.seal_json(referral, FILE, &without_identity(file))?,
            identity,
        })
    }
}

fn without_identity(file: &CaseFile) -> CaseFile {
    CaseFile {
        identity: None,
        ..file.clone()
    }
}

/// Opens what a referral carries, for who has its key and may read it.
pub(super) fn open(
    conn: &mut Conn,
    vault: &Vault,
    case: &CaseKey,
    row: &ReferralRow,
) -> Result<Option<CaseFile>, CaseKeyError> {
    let Some(sealed) = &row.sealed_file else {
        return Ok(None);
    };
    let key = case.data_key(conn, vault, Class::Confidential)?;
    let mut file: CaseFile = key.open_json(row.id, FILE, sealed)?;
    if let Some(sealed) = &row.sealed_identity {
        let key = case.data_key(conn, vault, Class::Identity)?;
        file.identity = Some(key.open_json(row.id, IDENTITY, sealed)?);
    }
    Ok(Some(file))
}

/// Seals anew what is left of it; who the person is was destroyed before, if it may not be known any more.
pub(super) fn reseal(
    conn: &mut Conn,
    vault: &Vault,
    case: &CaseKey,
    row: &mut ReferralRow,
    file: &CaseFile,
) -> Result<(), CaseKeyError> {
    let key = case.data_key(conn, vault, Class::Confidential)?;
    row.sealed_file = Some(key.seal_json(row.id, FILE, &without_identity(file))?);
    Ok(())
}
