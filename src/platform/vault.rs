//! The keys under which each subject's data is sealed.
//!
//! A subject is a request, a report, a review or an account. Its keys are stored wrapped by a master
//! key that is not in the database. Destroying them is how a subject is erased.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::prelude::*;
use zeroize::Zeroizing;

use super::clock::Time;
use super::crypto::{
    Class, Context as Place, DataKey, Keyring, OpeningKey, SealingError, SealingPublicKey,
    WrappedKey,
};
use super::db::{Conn, DbError};
use super::ids::{Id, Randomness};
use super::problem::{GONE, INTERNAL_ERROR, Problem};
use crate::schema::data_keys;

/// Keys that are read by one query: a statement of `SQLite` takes 32,766 values.
const KEYS_AT_ONCE: usize = 10_000;

/// Why something sealed cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The subject's key was destroyed: what it sealed is gone for good.
    #[error("the key was destroyed")]
    Erased,
    /// The value or its key does not open.
    #[error(transparent)]
    Sealing(#[from] SealingError),
    /// What was opened is not what was sealed.
    #[error("the opened value has another form than expected")]
    Form,
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for VaultError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Erased => Self::new(&GONE),
            VaultError::Database(error) => error.into(),
            VaultError::Sealing(_) | VaultError::Form => {
                tracing::error!(%error, "A sealed value cannot be opened");
                Self::new(&INTERNAL_ERROR)
            }
        }
    }
}

/// Makes, finds and destroys the keys of subjects.
#[derive(Clone)]
pub struct Vault {
    keyring: Arc<Keyring>,
    randomness: Arc<dyn Randomness>,
    destroyed: Arc<AtomicU64>,
}

/// The key of one class of one subject's data, ready to seal and open.
pub struct SubjectKey {
    key: DataKey,
    randomness: Arc<dyn Randomness>,
}

impl Vault {
    /// A vault under these master keys.
    pub fn new(keyring: Arc<Keyring>, randomness: Arc<dyn Randomness>) -> Self {
        Self {
            keyring,
            randomness,
            destroyed: Arc::default(),
        }
    }

    /// Makes and stores the key of a new subject.
    pub fn create_key(
        &self,
        conn: &mut Conn,
        subject: Id,
        class: Class,
        now: Time,
    ) -> Result<SubjectKey, VaultError> {
        let key = self.new_key();
        self.store_key(conn, subject, class, &key, now)?;
        Ok(key)
    }

    /// A key that is not stored yet: a file is sealed before the row that names it.
    pub fn new_key(&self) -> SubjectKey {
        self.ready(DataKey::generate(&*self.randomness))
    }

    /// Stores the key of a new subject.
    pub fn store_key(
        &self,
        conn: &mut Conn,
        subject: Id,
        class: Class,
        key: &SubjectKey,
        now: Time,
    ) -> Result<(), VaultError> {
        let wrapped = key
            .key
            .wrap(&self.keyring, &*self.randomness, &subject, class)?;
        insert_wrapped(conn, (subject, class), wrapped, now)
    }

    /// Makes and stores a key of a case that has a key pair: only its private part opens it again.
    /// The subject is the case, or a record of it. Who knows the public part alone may do this.
    pub fn create_key_of_case(
        &self,
        conn: &mut Conn,
        case: (Id, &SealingPublicKey),
        (subject, class): (Id, Class),
        now: Time,
    ) -> Result<SubjectKey, VaultError> {
        let key = self.new_key();
        let (keyring, chance) = (&self.keyring, &*self.randomness);
        let to = (&case.0, case.1);
        let wrapped = key
            .key
            .wrap_to_case(keyring, chance, to, (&subject, class))?;
        insert_wrapped(conn, (subject, class), wrapped, now)?;
        Ok(key)
    }

    /// A key of a case that has a key pair; [`VaultError::Erased`] once it was destroyed.
    pub fn key_of_case(
        &self,
        conn: &mut Conn,
        case: (Id, &OpeningKey),
        (subject, class): (Id, Class),
    ) -> Result<SubjectKey, VaultError> {
        let wrapped = find_wrapped(conn, subject, class)?;
        let by = (&case.0, case.1);
        let key = DataKey::unwrap_of_case(&self.keyring, by, (&subject, class), &wrapped)?;
        Ok(self.ready(key))
    }

    /// The instance's source of chance.
    pub fn randomness(&self) -> &dyn Randomness {
        &*self.randomness
    }

    /// The key of a subject; [`VaultError::Erased`] once it was destroyed.
    pub fn key(
        &self,
        conn: &mut Conn,
        subject: Id,
        class: Class,
    ) -> Result<SubjectKey, VaultError> {
        let wrapped = find_wrapped(conn, subject, class)?;
        Ok(self.ready(DataKey::unwrap(&self.keyring, &subject, class, &wrapped)?))
    }

    /// The keys of many subjects, of those that were not destroyed: one query for each ten thousand.
    pub fn keys(
        &self,
        conn: &mut Conn,
        subjects: &[Id],
        class: Class,
    ) -> Result<BTreeMap<Id, SubjectKey>, VaultError> {
        let mut keys = BTreeMap::new();
        for part in subjects.chunks(KEYS_AT_ONCE) {
            let rows: Vec<(Id, String, Vec<u8>)> = data_keys::table
                .filter(data_keys::subject_id.eq_any(part.to_vec()))
                .filter(data_keys::class.eq(class.as_str()))
                .select((
                    data_keys::subject_id,
                    data_keys::master_key_id,
                    data_keys::wrapped,
                ))
                .load(conn)?;
            for (subject, master_key_id, bytes) in rows {
                let wrapped = WrappedKey {
                    master_key_id,
                    bytes,
                };
                let key = DataKey::unwrap(&self.keyring, &subject, class, &wrapped)?;
                keys.insert(subject, self.ready(key));
            }
        }
        Ok(keys)
    }

    /// Whether there is a key of any class for this id. Whatever is filed under an id that its
    /// filer chose must ask, because accounts and signing keys have their ids from the same space.
    pub fn knows(&self, conn: &mut Conn, subject: Id) -> Result<bool, VaultError> {
        let found: Option<Id> = data_keys::table
            .filter(data_keys::subject_id.eq(subject))
            .select(data_keys::subject_id)
            .first(conn)
            .optional()?;
        Ok(found.is_some())
    }

    /// Destroys the keys of what somebody filed: whatever they sealed is noise from now on. The key
    /// of an account or of a signing key is never among them, even if it has the same id.
    pub fn destroy(&self, conn: &mut Conn, subject: Id) -> Result<(), VaultError> {
        for class in [Class::Confidential, Class::Identity] {
            self.destroy_class(conn, subject, class)?;
        }
        Ok(())
    }

    /// Destroys the key of one class of a subject, when that class is kept for a shorter time.
    pub fn destroy_class(
        &self,
        conn: &mut Conn,
        subject: Id,
        class: Class,
    ) -> Result<(), VaultError> {
        let row = data_keys::table.find((subject, class.as_str()));
        let gone = diesel::delete(row).execute(conn)?;
        let gone = u64::try_from(gone).unwrap_or(u64::MAX);
        self.destroyed.fetch_add(gone, Ordering::Relaxed);
        Ok(())
    }

    /// How many keys this process has destroyed, or has been about to.
    pub fn destroyed(&self) -> u64 {
        self.destroyed.load(Ordering::Relaxed)
    }

    /// The ids of the master keys that wrap something.
    pub fn master_keys_in_use(&self, conn: &mut Conn) -> Result<Vec<String>, VaultError> {
        Ok(data_keys::table
            .select(data_keys::master_key_id)
            .distinct()
            .load(conn)?)
    }

    /// Wraps up to `limit` keys anew whose master key is no longer the current one; returns how
    /// many there were.
    pub fn rewrap(&self, conn: &mut Conn, limit: i64) -> Result<usize, VaultError> {
        let outdated: Vec<(Id, String, String, Vec<u8>)> = data_keys::table
            .filter(data_keys::master_key_id.ne(self.keyring.current_id()))
            .select((
                data_keys::subject_id,
                data_keys::class,
                data_keys::master_key_id,
                data_keys::wrapped,
            ))
            .limit(limit)
            .load(conn)?;
        for (subject, class_name, master_key_id, bytes) in &outdated {
            let class = class_named(class_name).ok_or(VaultError::Form)?;
            let wrapped = WrappedKey {
                master_key_id: master_key_id.clone(),
                bytes: bytes.clone(),
            };
            let anew = wrapped.rewrap(&self.keyring, &*self.randomness, subject, class)?;
            let row = data_keys::table.find((*subject, class_name));
            diesel::update(row)
                .set((
                    data_keys::master_key_id.eq(anew.master_key_id),
                    data_keys::wrapped.eq(anew.bytes),
                ))
                .execute(conn)?;
        }
        Ok(outdated.len())
    }

    fn ready(&self, key: DataKey) -> SubjectKey {
        SubjectKey {
            key,
            randomness: Arc::clone(&self.randomness),
        }
    }
}

fn insert_wrapped(
    conn: &mut Conn,
    (subject, class): (Id, Class),
    wrapped: WrappedKey,
    now: Time,
) -> Result<(), VaultError> {
    diesel::insert_into(data_keys::table)
        .values((
            data_keys::subject_id.eq(subject),
            data_keys::class.eq(class.as_str()),
            data_keys::master_key_id.eq(wrapped.master_key_id),
            data_keys::wrapped.eq(wrapped.bytes),
            data_keys::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

fn find_wrapped(conn: &mut Conn, subject: Id, class: Class) -> Result<WrappedKey, VaultError> {
    let stored: Option<(String, Vec<u8>)> = data_keys::table
        .filter(data_keys::subject_id.eq(subject))
        .filter(data_keys::class.eq(class.as_str()))
        .select((data_keys::master_key_id, data_keys::wrapped))
        .first(conn)
        .optional()?;
    let (master_key_id, bytes) = stored.ok_or(VaultError::Erased)?;
    Ok(WrappedKey {
        master_key_id,
        bytes,
    })
}

fn class_named(name: &str) -> Option<Class> {
    [Class::Confidential, Class::Identity, Class::Account]
        .into_iter()
        .find(|c| c.as_str() == name)
}

impl SubjectKey {
    /// Seals a value for one field of one record.
    pub fn seal(
        &self,
        record: Id,
        field: &'static str,
        value: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let place = Place {
            record,
            field,
            version: 1,
        };
        Ok(self.key.seal(&*self.randomness, &place, value)?)
    }

    /// Seals a value as JSON.
    pub fn seal_json<T: serde::Serialize>(
        &self,
        record: Id,
        field: &'static str,
        value: &T,
    ) -> Result<Vec<u8>, VaultError> {
        let json = Zeroizing::new(serde_json::to_vec(value).map_err(|_| VaultError::Form)?);
        self.seal(record, field, &json)
    }

    /// Opens what was sealed for this field of this record.
    pub fn open(
        &self,
        record: Id,
        field: &'static str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        Ok(self.key.open(
            &Place {
                record,
                field,
                version: 1,
            },
            sealed,
        )?)
    }

    /// Opens a text.
    pub fn open_text(
        &self,
        record: Id,
        field: &'static str,
        sealed: &[u8],
    ) -> Result<String, VaultError> {
        let bytes = self.open(record, field, sealed)?;
        std::str::from_utf8(&bytes)
            .map(str::to_owned)
            .map_err(|_| VaultError::Form)
    }

    /// Opens JSON.
    pub fn open_json<T: serde::de::DeserializeOwned>(
        &self,
        record: Id,
        field: &'static str,
        sealed: &[u8],
    ) -> Result<T, VaultError> {
        let bytes = self.open(record, field, sealed)?;
        serde_json::from_slice(&bytes).map_err(|_| VaultError::Form)
    }

    /// The bare data key, for sealing files in chunks.
    pub const fn data_key(&self) -> &DataKey {
        &self.key
    }
}
