//! The queries.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::model::{BundleKey, Head, Held, Item, step};
use crate::platform::carried::Corridor;
use crate::platform::clock::Time;
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::compress::Coding;
use crate::platform::language::Language;
use crate::schema::{bundle_bodies, bundle_items, bundle_versions, bundles};

/// The turn in which instances publish.
const TURN: i64 = 0x6275_6e64;
/// Versions from which a change can be had: who has an older one gets all of it.
const KEPT_VERSIONS: i64 = 100;

/// A version that is still known.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = bundle_versions)]
pub struct VersionRow {
    pub number: i64,
    pub version: String,
    pub content_hash: Vec<u8>,
    pub published_at: Time,
    pub key_id: String,
    pub signature: String,
    pub plain_bytes: i64,
    pub zstd_bytes: i64,
    pub brotli_bytes: i64,
    pub gzip_bytes: i64,
}

impl VersionRow {
    /// What stands in it besides its items.
    pub fn head(&self, key: &BundleKey) -> Head {
        Head {
            key: key.clone(),
            version: self.version.clone(),
            published_at: self.published_at,
        }
    }
}

/// A version that is to be published.
pub struct NewVersion {
    /// What stands in it besides its items.
    pub head: Head,
    /// Its items, in their order.
    pub items: Vec<Item>,
    /// A hash of these.
    pub content_hash: Vec<u8>,
    /// The SHA-256 of the whole answer.
    pub answer_hash: Vec<u8>,
    /// Who has signed it.
    pub key_id: String,
    /// The signature.
    pub signature: String,
    /// The length of the answer.
    pub plain_bytes: usize,
    /// The answer in each coding.
    pub bodies: Vec<(Coding, Vec<u8>)>,
}

impl NewVersion {
    fn bytes(&self, coding: Coding) -> i64 {
        let bodies = self.bodies.iter().filter(|(own, _)| *own == coding);
        bodies.map(|(_, body)| count(body.len())).sum()
    }
}

fn count(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Whether something was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It was.
    Published,
    /// Another instance was faster.
    Overtaken,
}

fn names(key: &BundleKey) -> (String, String) {
    let language = key.language.as_str().to_owned();
    (key.corridor.to_string(), language)
}

/// The rows of a table that belong to a bundle.
macro_rules! of_bundle {
    ($table:ident, $key:expr) => {{
        let (corridor, language) = names($key);
        $table::table
            .filter($table::corridor.eq(corridor))
            .filter($table::language.eq(language))
    }};
}

/// The bundles that were ever asked for.
pub fn list_published(conn: &mut Conn) -> Result<Vec<BundleKey>, DbError> {
    let rows: Vec<(String, String)> = bundles::table
        .order((bundles::corridor, bundles::language))
        .select((bundles::corridor, bundles::language))
        .load(conn)?;
    Ok(rows.iter().filter_map(|row| read_key(row)).collect())
}

fn read_key((corridor, language): &(String, String)) -> Option<BundleKey> {
    let (origin, destination) = corridor.split_once('-')?;
    Some(BundleKey {
        corridor: Corridor {
            origin: origin.to_owned(),
            destination: destination.to_owned(),
        },
        language: language.parse::<Language>().ok()?,
    })
}

/// The current version of every bundle that was ever asked for.
pub fn list_current(conn: &mut Conn) -> Result<BTreeMap<BundleKey, VersionRow>, DbError> {
    let mut all = BTreeMap::new();
    for key in list_published(conn)? {
        if let Some(row) = find_current(conn, &key)? {
            all.insert(key, row);
        }
    }
    Ok(all)
}

fn current_number(conn: &mut Conn, key: &BundleKey) -> Result<Option<i64>, DbError> {
    let found = bundles::table.find(names(key)).select(bundles::number);
    Ok(found.first(conn).optional()?)
}

/// The version that is current.
pub fn find_current(conn: &mut Conn, key: &BundleKey) -> Result<Option<VersionRow>, DbError> {
    let Some(number) = current_number(conn, key)? else {
        return Ok(None);
    };
    let found = of_bundle!(bundle_versions, key)
        .filter(bundle_versions::number.eq(number))
        .select(VersionRow::as_select());
    Ok(found.first(conn).optional()?)
}

/// An earlier version, or the current one, by its name.
pub fn find_version(
    conn: &mut Conn,
    key: &BundleKey,
    version: &str,
) -> Result<Option<VersionRow>, DbError> {
    let found = of_bundle!(bundle_versions, key)
        .filter(bundle_versions::version.eq(version))
        .select(VersionRow::as_select());
    Ok(found.first(conn).optional()?)
}

/// The version whose whole answer has this SHA-256.
pub fn find_by_answer(
    conn: &mut Conn,
    key: &BundleKey,
    answer_hash: &[u8],
) -> Result<Option<VersionRow>, DbError> {
    let found = of_bundle!(bundle_versions, key)
        .filter(bundle_versions::answer_hash.eq(answer_hash))
        .select(VersionRow::as_select());
    Ok(found.first(conn).optional()?)
}

/// The current answer in a coding.
pub fn find_body(
    conn: &mut Conn,
    key: &BundleKey,
    coding: Coding,
) -> Result<Option<Vec<u8>>, DbError> {
    let (corridor, language) = names(key);
    let found = bundle_bodies::table.find((corridor, language, coding.token()));
    Ok(found.select(bundle_bodies::body).first(conn).optional()?)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = bundle_items)]
struct ItemRow {
    item_id: String,
    kind: String,
    hash: String,
    content: String,
}

impl From<ItemRow> for Item {
    fn from(row: ItemRow) -> Self {
        Self {
            id: row.item_id,
            kind: row.kind,
            hash: row.hash,
            content: row.content,
        }
    }
}

/// The items of a version, in their order.
pub fn items_at(conn: &mut Conn, key: &BundleKey, number: i64) -> Result<Vec<Item>, DbError> {
    let until = bundle_items::until_number;
    let rows: Vec<ItemRow> = of_bundle!(bundle_items, key)
        .filter(bundle_items::from_number.le(number))
        .filter(until.is_null().or(until.gt(number)))
        .order(bundle_items::item_id)
        .select(ItemRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Item::from).collect())
}

/// The ids and hashes of the items of a version.
pub fn held_at(conn: &mut Conn, key: &BundleKey, number: i64) -> Result<Held, DbError> {
    let until = bundle_items::until_number;
    let rows: Vec<(String, String)> = of_bundle!(bundle_items, key)
        .filter(bundle_items::from_number.le(number))
        .filter(until.is_null().or(until.gt(number)))
        .select((bundle_items::item_id, bundle_items::hash))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The ids of the current items, and those of them that began after a version.
pub fn begun_since(
    conn: &mut Conn,
    key: &BundleKey,
    number: i64,
) -> Result<(BTreeSet<String>, Vec<Item>), DbError> {
    let ids: Vec<String> = of_bundle!(bundle_items, key)
        .filter(bundle_items::until_number.is_null())
        .select(bundle_items::item_id)
        .load(conn)?;
    let rows: Vec<ItemRow> = of_bundle!(bundle_items, key)
        .filter(bundle_items::until_number.is_null())
        .filter(bundle_items::from_number.gt(number))
        .select(ItemRow::as_select())
        .load(conn)?;
    let begun = rows.into_iter().map(Item::from).collect();
    Ok((ids.into_iter().collect(), begun))
}

/// Publishes a version, unless another one than `base` is current by now.
pub fn put(conn: &mut Conn, base: Option<i64>, new: &NewVersion) -> Result<Put, DbError> {
    one_at_a_time(conn, TURN)?;
    let key = &new.head.key;
    let current = current_number(conn, key)?;
    if current != base {
        return Ok(Put::Overtaken);
    }
    let number = current.unwrap_or(0) + 1;
    put_number(conn, key, current, number)?;
    insert_version(conn, new, number)?;
    put_items(conn, new, number)?;
    put_bodies(conn, new)?;
    forget_old(conn, key, number - KEPT_VERSIONS)?;
    Ok(Put::Published)
}

fn put_number(
    conn: &mut Conn,
    key: &BundleKey,
    current: Option<i64>,
    number: i64,
) -> Result<(), DbError> {
    let (corridor, language) = names(key);
    if current.is_some() {
        diesel::update(bundles::table.find((corridor, language)))
            .set(bundles::number.eq(number))
            .execute(conn)?;
        return Ok(());
    }
    diesel::insert_into(bundles::table)
        .values((
            bundles::corridor.eq(corridor),
            bundles::language.eq(language),
            bundles::number.eq(number),
        ))
        .execute(conn)?;
    Ok(())
}

fn insert_version(conn: &mut Conn, new: &NewVersion, number: i64) -> Result<(), DbError> {
    let (corridor, language) = names(&new.head.key);
    diesel::insert_into(bundle_versions::table)
        .values((
            bundle_versions::corridor.eq(corridor),
            bundle_versions::language.eq(language),
            bundle_versions::number.eq(number),
            bundle_versions::version.eq(&new.head.version),
            bundle_versions::content_hash.eq(&new.content_hash),
            bundle_versions::answer_hash.eq(&new.answer_hash),
            bundle_versions::published_at.eq(new.head.published_at),
            bundle_versions::key_id.eq(&new.key_id),
            bundle_versions::signature.eq(&new.signature),
            bundle_versions::plain_bytes.eq(count(new.plain_bytes)),
            bundle_versions::zstd_bytes.eq(new.bytes(Coding::Zstd)),
            bundle_versions::brotli_bytes.eq(new.bytes(Coding::Brotli)),
            bundle_versions::gzip_bytes.eq(new.bytes(Coding::Gzip)),
        ))
        .execute(conn)?;
    Ok(())
}

fn put_items(conn: &mut Conn, new: &NewVersion, number: i64) -> Result<(), DbError> {
    let key = &new.head.key;
    let before = held_at(conn, key, number - 1)?;
    let step = step(&before, &new.items);
    for id in &step.ended {
        let open = of_bundle!(bundle_items, key)
            .filter(bundle_items::item_id.eq(id))
            .filter(bundle_items::until_number.is_null());
        diesel::update(open)
            .set(bundle_items::until_number.eq(number))
            .execute(conn)?;
    }
    for item in step.begun {
        let (corridor, language) = names(key);
        diesel::insert_into(bundle_items::table)
            .values((
                bundle_items::corridor.eq(corridor),
                bundle_items::language.eq(language),
                bundle_items::item_id.eq(&item.id),
                bundle_items::from_number.eq(number),
                bundle_items::kind.eq(&item.kind),
                bundle_items::hash.eq(&item.hash),
                bundle_items::content.eq(&item.content),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn put_bodies(conn: &mut Conn, new: &NewVersion) -> Result<(), DbError> {
    let key = &new.head.key;
    diesel::delete(of_bundle!(bundle_bodies, key)).execute(conn)?;
    for (coding, body) in &new.bodies {
        let (corridor, language) = names(key);
        diesel::insert_into(bundle_bodies::table)
            .values((
                bundle_bodies::corridor.eq(corridor),
                bundle_bodies::language.eq(language),
                bundle_bodies::coding.eq(coding.token()),
                bundle_bodies::body.eq(body),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Forgets versions up to one, and what only they had.
fn forget_old(conn: &mut Conn, key: &BundleKey, last: i64) -> Result<(), DbError> {
    if last < 1 {
        return Ok(());
    }
    let versions = of_bundle!(bundle_versions, key).filter(bundle_versions::number.le(last));
    diesel::delete(versions).execute(conn)?;
    // What ended with the first version that is still known, or before, is in none of them.
    let items = of_bundle!(bundle_items, key).filter(bundle_items::until_number.le(last + 1));
    diesel::delete(items).execute(conn)?;
    Ok(())
}
