//! An inspectorate's own checklists, and which are known to it.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use diesel::prelude::*;
use quick_cache::sync::Cache;

use super::model::Checklist;
use super::shipped;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::inspection_checklists as checklists;

/// Checklists that are kept in memory: what has a hash never changes.
const KEPT: usize = 512;
static READ: LazyLock<Cache<(Id, String), Arc<Checklist>>> = LazyLock::new(|| Cache::new(KEPT));

/// The checklists that an inspectorate may use.
#[derive(Debug, Default)]
pub struct Known(BTreeMap<String, Arc<Checklist>>);

impl Known {
    /// The one with a hash: of those that come with the program, or an own one.
    pub fn get(&self, hash: &str) -> Option<&Arc<Checklist>> {
        shipped::find(hash).or_else(|| self.0.get(hash))
    }

    /// All of them, with their hashes.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Arc<Checklist>)> {
        let shipped: Vec<(&str, &Arc<Checklist>)> = shipped::all().collect();
        let own = self.0.iter().map(|(hash, own)| (hash.as_str(), own));
        shipped.into_iter().chain(own)
    }
}

/// What a checklist of an inspectorate is stored as.
#[derive(Insertable)]
#[diesel(table_name = checklists)]
pub struct NewRow {
    pub id: Id,
    pub organisation_id: Id,
    pub code: String,
    pub version: i64,
    pub hash: String,
    pub document: Json,
    pub published_by: Id,
    pub published_at: Time,
}

/// Stores one.
pub fn insert(conn: &mut Conn, row: NewRow) -> Result<(), DbError> {
    let insert = diesel::insert_into(checklists::table).values(row);
    crate::native!(conn, native => insert.execute(native))?;
    Ok(())
}

/// The number of the newest version of an own checklist, and how many there are in all.
pub fn count(conn: &mut Conn, organisation: Id, code: &str) -> Result<(i64, i64), DbError> {
    let own = checklists::table.filter(checklists::organisation_id.eq(organisation));
    let newest: Option<i64> = own
        .filter(checklists::code.eq(code.to_owned()))
        .order(checklists::version.desc())
        .select(checklists::version)
        .first(conn)
        .optional()?;
    Ok((newest.unwrap_or(0), own.count().get_result(conn)?))
}

/// What is known to an inspectorate. Two queries at most.
pub fn known_to(conn: &mut Conn, organisation: Id) -> Result<Known, DbError> {
    let hashes: Vec<String> = checklists::table
        .filter(checklists::organisation_id.eq(organisation))
        .select(checklists::hash)
        .load(conn)?;
    let (mut known, mut unread) = (BTreeMap::new(), Vec::new());
    for hash in hashes {
        let key = (organisation, hash);
        match READ.get(&key) {
            Some(own) => drop(known.insert(key.1, own)),
            None => unread.push(key.1),
        }
    }
    if !unread.is_empty() {
        let rows: Vec<(String, Json)> = checklists::table
            .filter(checklists::organisation_id.eq(organisation))
            .filter(checklists::hash.eq_any(unread))
            .select((checklists::hash, checklists::document))
            .load(conn)?;
        for (hash, document) in rows {
            let own: Checklist = document
                .read()
                .map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))?;
            let own = Arc::new(own);
            READ.insert((organisation, hash.clone()), Arc::clone(&own));
            known.insert(hash, own);
        }
    }
    Ok(Known(known))
}
