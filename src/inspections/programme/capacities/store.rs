//! The queries.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::model::Capacity;
use crate::inspections::error::InspectionError;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::inspection_capacities as capacities;

/// A capacity as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = capacities)]
pub struct CapacityRow {
    pub account_id: Id,
    pub organisation_id: Id,
    pub document: Json,
    pub version: i64,
    pub updated_at: Time,
}

/// Of an inspector of an inspectorate, locked until the commit.
pub fn lock(conn: &mut Conn, organisation: Id, account: Id) -> QueryResult<Option<CapacityRow>> {
    let rows: Vec<CapacityRow> = crate::lock!(
        conn,
        capacities::table
            .filter(capacities::account_id.eq(account))
            .filter(capacities::organisation_id.eq(organisation))
            .select(CapacityRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// The same, to be read.
pub fn find(conn: &mut Conn, organisation: Id, account: Id) -> QueryResult<Option<CapacityRow>> {
    capacities::table
        .filter(capacities::account_id.eq(account))
        .filter(capacities::organisation_id.eq(organisation))
        .select(CapacityRow::as_select())
        .first(conn)
        .optional()
}

/// Those of an inspectorate after one of them.
pub fn list(
    conn: &mut Conn,
    organisation: Id,
    after: Option<Id>,
    rows: i64,
) -> QueryResult<Vec<CapacityRow>> {
    let mut query = capacities::table
        .filter(capacities::organisation_id.eq(organisation))
        .order(capacities::account_id)
        .limit(rows)
        .select(CapacityRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(after) = after {
        query = query.filter(capacities::account_id.gt(after));
    }
    query.load(conn)
}

/// Stores one as it is now.
pub fn put(conn: &mut Conn, row: CapacityRow) -> QueryResult<()> {
    let insert = diesel::insert_into(capacities::table).values(row);
    crate::native!(conn, native => insert
        .on_conflict(capacities::account_id)
        .do_update()
        .set((
            capacities::organisation_id.eq(excluded(capacities::organisation_id)),
            capacities::document.eq(excluded(capacities::document)),
            capacities::version.eq(excluded(capacities::version)),
            capacities::updated_at.eq(excluded(capacities::updated_at)),
        ))
        .execute(native))?;
    Ok(())
}

/// All of an inspectorate that are known, by inspector.
pub fn of_inspectorate(
    conn: &mut Conn,
    organisation: Id,
) -> Result<BTreeMap<Id, Capacity>, InspectionError> {
    let rows: Vec<(Id, Json)> = capacities::table
        .filter(capacities::organisation_id.eq(organisation))
        .select((capacities::account_id, capacities::document))
        .load(conn)?;
    let mut all = BTreeMap::new();
    for (account, document) in rows {
        all.insert(account, document.read()?);
    }
    Ok(all)
}
