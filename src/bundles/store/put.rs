//! Publishing a version.

use diesel::prelude::*;

use super::{current_number, held_at, names};
use crate::bundles::model::{BundleKey, Head, Item, step};
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::compress::Coding;
use crate::schema::{bundle_bodies, bundle_items, bundle_versions, bundles};

/// The turn in which instances publish.
const TURN: i64 = 0x6275_6e64;
/// Versions from which a change can be had: who has an older one gets all of it.
const KEPT_VERSIONS: i64 = 100;

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
