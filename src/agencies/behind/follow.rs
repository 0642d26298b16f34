//! What is known of who is behind an entry follows it into the one into which it is joined.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{marks, names, statements::StatementRow, sub_agents, successions};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::schema::agency_statements;

/// Moves all of it, and reckons anew what is derived from it.
pub(in crate::agencies) fn join(
    conn: &mut Conn,
    services: &Services,
    from: Id,
    into: Id,
) -> Result<(), Problem> {
    move_statements(conn, from, into)?;
    successions::join(conn, from, into)?;
    sub_agents::join(conn, services, from, into)?;
    marks::refresh(conn, into)?;
    marks::refresh(conn, from)?;
    Ok(names::refresh(conn, into)?)
}

/// What is said of both entries is said of the one that stays; of two that say the same the last word holds,
/// whichever entry it was about.
fn move_statements(conn: &mut Conn, from: Id, into: Id) -> Result<(), DbError> {
    let known: BTreeMap<(&'static str, String), StatementRow> =
        keyed(conn, into)?.into_iter().collect();
    for (key, row) in keyed(conn, from)? {
        let (goes, stays) = match known.get(&key) {
            Some(known) if known.last_word() >= row.last_word() => (Some(row.id), None),
            Some(known) => (Some(known.id), Some(row.id)),
            None => (None, Some(row.id)),
        };
        if let Some(id) = goes {
            diesel::delete(agency_statements::table.find(id)).execute(conn)?;
        }
        if let Some(id) = stays {
            diesel::update(agency_statements::table.find(id))
                .set(agency_statements::agency_id.eq(into))
                .execute(conn)?;
        }
    }
    diesel::update(agency_statements::table.filter(agency_statements::other_agency_id.eq(from)))
        .set(agency_statements::other_agency_id.eq(Some(into)))
        .execute(conn)?;
    Ok(())
}

type Keyed = ((&'static str, String), StatementRow);

/// The statements about an entry, with what makes them the same when they are said again.
fn keyed(conn: &mut Conn, of: Id) -> Result<Vec<Keyed>, DbError> {
    let rows: Vec<(StatementRow, String)> = agency_statements::table
        .filter(agency_statements::agency_id.eq(of))
        .select((StatementRow::as_select(), agency_statements::key))
        .load(conn)?;
    let keyed = |(row, key): (StatementRow, String)| ((row.kind.as_str(), key), row);
    Ok(rows.into_iter().map(keyed).collect())
}
