//! The queries.

/// The rows of a table that belong to a bundle.
macro_rules! of_bundle {
    ($table:ident, $key:expr) => {{
        let (corridor, language) = names($key);
        $table::table
            .filter($table::corridor.eq(corridor))
            .filter($table::language.eq(language))
    }};
}

mod put;

pub use put::{NewVersion, Put, put};

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::model::{BundleKey, Head, Held, Item};
use crate::platform::carried::Corridor;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::compress::Coding;
use crate::platform::language::Language;
use crate::schema::{bundle_bodies, bundle_items, bundle_versions, bundles};

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

fn names(key: &BundleKey) -> (String, String) {
    let language = key.language.as_str().to_owned();
    (key.corridor.to_string(), language)
}

/// The bundles that were ever asked for.
pub fn list_published(conn: &mut Conn) -> Result<Vec<BundleKey>, DbError> {
    let rows: Vec<(String, String)> = bundles::table
        .order((bundles::corridor, bundles::language))
        .select((bundles::corridor, bundles::language))
        .load(conn)?;
    Ok(rows.iter().filter_map(read_key).collect())
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
