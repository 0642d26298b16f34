//! Identifiers, and the randomness they and all secrets are made of.
//!
//! An [`Id`] that the server makes is a UUID of version 7, so rows lie in the database in the order
//! in which they were made. Clients may bring their own, version 4 or 7.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};
use uuid::{Builder, Uuid, Variant};

use crate::platform::clock::Time;
use crate::platform::db::types::DbUuid;

/// The identifier of anything that is stored: a UUID (RFC 9562).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = DbUuid)]
pub struct Id(Uuid);

/// The text is not an [`Id`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a UUID such as 0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61")]
pub struct NotAnId;

impl Id {
    /// A new UUID of version 7: milliseconds, then 74 random bits.
    ///
    /// Two of the same millisecond come in no order; whoever needs one sorts by the row's time too.
    /// A time before 1970 counts as 1970.
    #[must_use]
    pub fn from_parts(at: Time, randomness: &dyn Randomness) -> Self {
        let mut random = [0; 10];
        randomness.fill(&mut random);
        let milliseconds = u64::try_from(at.as_timestamp().as_millisecond()).unwrap_or(0);

        Self(Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid())
    }

    /// A new UUID of version 4: unlike one of version 7 it does not tell when it was made.
    #[must_use]
    pub fn random(randomness: &dyn Randomness) -> Self {
        let mut random = [0; 16];
        randomness.fill(&mut random);

        Self(Builder::from_random_bytes(random).into_uuid())
    }

    /// Reads the hyphenated form of 36 characters and nothing looser; capitals are accepted.
    pub fn parse(text: &str) -> Result<Self, NotAnId> {
        if text.len() != uuid::fmt::Hyphenated::LENGTH {
            return Err(NotAnId);
        }

        Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
    }

    /// Whether it is of a version that clients may bring: random (4) or by time (7).
    #[must_use]
    pub fn is_v4_or_v7(self) -> bool {
        self.0.get_variant() == Variant::RFC4122 && matches!(self.0.get_version_num(), 4 | 7)
    }

    /// The sixteen bytes, in network order.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl From<Uuid> for Id {
    fn from(uuid: Uuid) -> Self {
        Self(uuid)
    }
}

impl From<Id> for Uuid {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        Self::parse(text)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;

        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for Id {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("uuid".to_owned())))
            .description(Some("A UUID; of version 7 when the server made it."))
            .examples(["0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61"])
            .into()
    }
}

impl ToSchema for Id {
    fn name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }
}

/// Where chance comes from: identifiers, receipts, keys, nonces.
pub trait Randomness: Send + Sync {
    /// Overwrites all bytes with random ones.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's generator, fit for secrets.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    /// # Panics
    /// When the operating system has no randomness: going on would hand out guessable secrets.
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the operating system gives no randomness: {error}");
        }
    }
}

/// The same bytes in the same order for the same seed, for tests only.
#[derive(Debug)]
pub struct SeededRandomness {
    seed: u64,
    blocks: AtomicU64,
}

impl SeededRandomness {
    /// A source that begins anew with this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            blocks: AtomicU64::new(0),
        }
    }
}

impl Randomness for SeededRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let block = self.blocks.fetch_add(1, Ordering::SeqCst);
            let digest = Sha256::new()
                .chain_update(self.seed.to_be_bytes())
                .chain_update(block.to_be_bytes())
                .finalize();
            for (byte, random) in chunk.iter_mut().zip(digest) {
                *byte = random;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn time() -> Time {
        Time::parse("2026-03-01T08:30:00.001Z").unwrap()
    }

    #[test]
    fn a_new_id_is_version_7_and_sorts_by_time() {
        let chance = SeededRandomness::new(1);
        let first = Id::from_parts(time(), &chance);
        let later = Id::from_parts(time().plus(Duration::from_millis(1)), &chance);

        assert!(first.is_v4_or_v7());
        assert_eq!(Uuid::from(first).get_version_num(), 7);
        assert!(first < later);
        assert_eq!(Id::parse(&first.to_string()), Ok(first));
        assert_ne!(first, Id::from_parts(time(), &chance));
        assert_eq!(first, Id::from_parts(time(), &SeededRandomness::new(1)));
    }

    #[test]
    fn only_the_hyphenated_form_is_read() {
        let text = "0195F1A2-7c3d-7b1e-9a55-3f0c8d2e4b61";

        assert_eq!(Id::parse(text).unwrap().to_string(), text.to_lowercase());
        for text in [
            "",
            "0195f1a27c3d7b1e9a553f0c8d2e4b61",
            "{0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61}",
            "urn:uuid:0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
            "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b6g",
        ] {
            assert_eq!(Id::parse(text), Err(NotAnId), "{text}");
        }
    }

    #[test]
    fn foreign_versions_and_variants_are_told_apart() {
        for (text, accepted) in [
            ("0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61", true),
            ("0195f1a2-7c3d-4b1e-9a55-3f0c8d2e4b61", true),
            ("0195f1a2-7c3d-1b1e-9a55-3f0c8d2e4b61", false),
            ("0195f1a2-7c3d-7b1e-ca55-3f0c8d2e4b61", false),
            ("00000000-0000-0000-0000-000000000000", false),
        ] {
            assert_eq!(Id::parse(text).unwrap().is_v4_or_v7(), accepted, "{text}");
        }
    }

    #[test]
    fn system_randomness_fills() {
        let (mut one, mut other) = ([0; 40], [0; 40]);
        SystemRandomness.fill(&mut one);
        SystemRandomness.fill(&mut other);

        assert_ne!(one, other);
        assert_ne!(one[32..], [0; 8]);
    }
}
