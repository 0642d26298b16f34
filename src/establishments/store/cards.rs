//! Establishments as tablets carry them, many at once.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::rows::EstablishmentRow;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::schema::establishments;

/// Establishments by their ids; with those into which they were merged.
pub fn find_with_current(
    conn: &mut Conn,
    ids: &[Id],
) -> QueryResult<BTreeMap<Id, EstablishmentRow>> {
    let mut found: BTreeMap<Id, EstablishmentRow> = BTreeMap::new();
    let mut wanted = ids.to_vec();
    // One is only ever merged into one that stands for itself, so this ends, mostly after the second time.
    while !wanted.is_empty() {
        let rows: Vec<EstablishmentRow> = establishments::table
            .filter(establishments::id.eq_any(wanted))
            .select(EstablishmentRow::as_select())
            .load(conn)?;
        let next: BTreeSet<Id> = rows.iter().filter_map(|row| row.merged_into).collect();
        found.extend(rows.into_iter().map(|row| (row.id, row)));
        wanted = next
            .into_iter()
            .filter(|id| !found.contains_key(id))
            .collect();
    }
    Ok(found)
}

/// Which of these ids are those of establishments of these countries.
pub fn find_known(conn: &mut Conn, ids: &[Id], countries: Vec<String>) -> QueryResult<Vec<Id>> {
    establishments::table
        .filter(establishments::id.eq_any(ids.to_vec()))
        .filter(establishments::country.eq_any(countries))
        .select(establishments::id)
        .load(conn)
}

/// These, and all that were merged into one of them.
pub fn families(conn: &mut Conn, ids: &BTreeSet<Id>) -> QueryResult<BTreeSet<Id>> {
    let mut all = ids.clone();
    let mut newest: Vec<Id> = ids.iter().copied().collect();
    while !newest.is_empty() {
        let found: Vec<Id> = establishments::table
            .filter(establishments::merged_into.eq_any(newest))
            .select(establishments::id)
            .load(conn)?;
        newest = found.into_iter().filter(|id| all.insert(*id)).collect();
    }
    Ok(all)
}
