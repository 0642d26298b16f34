//! What is sent: the whole bundle, a change, or the whole one compressed with an older one as dictionary. What is made on request
//! is made once for each pair of versions and kept in memory.

use std::io;
use std::sync::{Arc, PoisonError, RwLock};

use actix_web::web::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use super::material::Catalogue;
use super::publish::BundleError;
use crate::bundles::model::{BundleKey, Change, Document, answer};
use crate::bundles::store::{self, VersionRow};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::compress::{Coding, Effort, SMALLEST_COMPRESSED};

/// The token of a body that is compressed by zstd with a dictionary (RFC 9842).
pub const WITH_DICTIONARY: &str = "dcz";
/// Bytes of changes and the like that are kept in memory.
const CAPACITY_BYTES: u64 = 16 * 1024 * 1024;
/// How long it is remembered for which corridors there is something.
const CATALOGUE_SECONDS: i64 = 30;
/// What stands before a body that is compressed with a dictionary (RFC 9842, section 5): a frame that zstd skips, in which the
/// SHA-256 of the dictionary is.
const DICTIONARY_MAGIC: [u8; 8] = [0x5e, 0x2a, 0x4d, 0x18, 0x20, 0, 0, 0];
/// How hard it is tried; more takes seconds and saves little.
const DICTIONARY_LEVEL: i32 = 15;

#[derive(Clone)]
struct ByBytes;

impl Weighter<String, Bytes> for ByBytes {
    fn weight(&self, key: &String, body: &Bytes) -> u64 {
        u64::try_from(key.len() + body.len() + 100).unwrap_or(u64::MAX)
    }
}

/// What an instance keeps of what it has sent.
pub struct Transfers {
    made: Cache<String, Bytes, ByBytes>,
    catalogue: RwLock<Option<(Time, Arc<Catalogue>)>>,
    /// Bundles that nobody has asked for before are made one after the other: a flood of such requests takes one core.
    pub first: Semaphore,
}

impl Default for Transfers {
    fn default() -> Self {
        Self {
            made: Cache::with_weighter(1000, CAPACITY_BYTES, ByBytes),
            catalogue: RwLock::new(None),
            first: Semaphore::new(1),
        }
    }
}

impl Transfers {
    /// The catalogue, if it was read lately.
    pub fn catalogue(&self, now: Time) -> Option<Arc<Catalogue>> {
        let kept = self
            .catalogue
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let (read_at, catalogue) = kept.as_ref()?;
        let age = now.as_second() - read_at.as_second();
        (0..CATALOGUE_SECONDS)
            .contains(&age)
            .then(|| Arc::clone(catalogue))
    }

    /// Keeps it.
    pub fn keep_catalogue(&self, catalogue: &Arc<Catalogue>, now: Time) {
        let mut kept = self
            .catalogue
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *kept = Some((now, Arc::clone(catalogue)));
    }

    fn coded(&self, name: &str, coding: Coding, plain: &Bytes) -> Result<Bytes, BundleError> {
        if let Some(coded) = self.made.get(name) {
            return Ok(coded);
        }
        let coded = coding.encode(plain, Effort::Thorough);
        let coded = coded.ok_or(BundleError::Coding(coding.token()))?;
        self.made.insert(name.to_owned(), coded.clone());
        Ok(coded)
    }
}

/// What a caller has and takes.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The version that they have, if a change is wanted.
    pub since: Option<String>,
    /// Whether they understand items that are told by what they were.
    pub splices: bool,
    /// The SHA-256 of a whole answer that they have, if they take one that is compressed with it.
    pub dictionary: Option<Vec<u8>>,
    /// The coding that they like best.
    pub coding: Option<Coding>,
}

/// A body, and how it is coded.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The bytes.
    pub body: Bytes,
    /// The token of `Content-Encoding`.
    pub coding: Option<&'static str>,
    /// Whether it is a change.
    pub is_change: bool,
}

/// What to send of the current version.
pub fn choose(
    conn: &mut Conn,
    kept: &Transfers,
    key: &BundleKey,
    current: &VersionRow,
    wanted: &Wanted,
) -> Result<Sent, BundleError> {
    if let Some(since) = &wanted.since
        && let Some(base) = store::find_version(conn, key, since)?
    {
        return change(conn, kept, key, (&base, current), wanted);
    }
    if wanted.since.is_none()
        && let Some(hash) = &wanted.dictionary
        && let Some(base) = store::find_by_answer(conn, key, hash)?
    {
        return with_dictionary(conn, kept, key, (&base, current), hash);
    }
    whole(conn, key, current, wanted.coding)
}

fn whole(
    conn: &mut Conn,
    key: &BundleKey,
    current: &VersionRow,
    coding: Option<Coding>,
) -> Result<Sent, BundleError> {
    let stored = match coding {
        Some(coding) => store::find_body(conn, key, coding)?,
        None => None,
    };
    let body = match stored {
        Some(body) => body,
        None => whole_text(conn, key, current)?.into_bytes(),
    };
    Ok(Sent {
        body: Bytes::from(body),
        coding: coding.map(Coding::token),
        is_change: false,
    })
}

/// The whole answer of a version, as it was when that was current.
fn whole_text(
    conn: &mut Conn,
    key: &BundleKey,
    version: &VersionRow,
) -> Result<String, BundleError> {
    let items = store::items_at(conn, key, version.number)?;
    let head = version.head(key);
    let document = Document {
        head: &head,
        items: &items,
    };
    Ok(answer(&document.text(), &version.signature))
}

fn change(
    conn: &mut Conn,
    kept: &Transfers,
    key: &BundleKey,
    (base, current): (&VersionRow, &VersionRow),
    wanted: &Wanted,
) -> Result<Sent, BundleError> {
    let splices = wanted.splices;
    let name = |coding: Option<Coding>| {
        let coding = coding.map_or("plain", Coding::token);
        format!("{} {} {splices} {coding}", base.version, current.version)
    };
    let plain = if let Some(plain) = kept.made.get(&name(None)) {
        plain
    } else {
        let plain = change_text(conn, key, (base, current), splices)?;
        let plain = Bytes::from(plain);
        kept.made.insert(name(None), plain.clone());
        plain
    };
    let coding = wanted.coding;
    let coding = coding.filter(|_| plain.len() >= SMALLEST_COMPRESSED);
    let coded = match coding {
        Some(own) => kept.coded(&name(coding), own, &plain)?,
        None => plain,
    };
    Ok(Sent {
        body: coded,
        coding: coding.map(Coding::token),
        is_change: true,
    })
}

fn change_text(
    conn: &mut Conn,
    key: &BundleKey,
    (base, current): (&VersionRow, &VersionRow),
    splices: bool,
) -> Result<String, BundleError> {
    let before = store::held_at(conn, key, base.number)?;
    let (now, begun) = store::begun_since(conn, key, base.number)?;
    let mut change = Change::of(&base.version, &before, &now, begun);
    if splices {
        change = change.in_splices(&store::items_at(conn, key, base.number)?);
    }
    Ok(change.answer(&current.head(key), &current.signature))
}

fn with_dictionary(
    conn: &mut Conn,
    kept: &Transfers,
    key: &BundleKey,
    (base, current): (&VersionRow, &VersionRow),
    hash: &[u8],
) -> Result<Sent, BundleError> {
    let name = format!("{} {} {WITH_DICTIONARY}", base.version, current.version);
    let body = if let Some(body) = kept.made.get(&name) {
        body
    } else {
        let dictionary = whole_text(conn, key, base)?;
        debug_assert_eq!(hash, Sha256::digest(dictionary.as_bytes()).as_slice());
        let new = whole_text(conn, key, current)?;
        let body = compressed_with(&dictionary, &new, hash);
        let body = body.map_err(|_| BundleError::Coding(WITH_DICTIONARY))?;
        let body = Bytes::from(body);
        kept.made.insert(name, body.clone());
        body
    };
    Ok(Sent {
        body,
        coding: Some(WITH_DICTIONARY),
        is_change: false,
    })
}

fn compressed_with(dictionary: &str, new: &str, hash: &[u8]) -> io::Result<Vec<u8>> {
    let dictionary = dictionary.as_bytes();
    let mut compressor = zstd::bulk::Compressor::with_dictionary(DICTIONARY_LEVEL, dictionary)?;
    let mut body = DICTIONARY_MAGIC.to_vec();
    body.extend_from_slice(hash);
    body.extend(compressor.compress(new.as_bytes())?);
    Ok(body)
}
