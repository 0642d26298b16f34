//! What is known of who is behind an entry follows it into the one into which it is joined.

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

/// What is said of both entries is said of the one that stays.
fn move_statements(conn: &mut Conn, from: Id, into: Id) -> Result<(), DbError> {
    let keys: Vec<(String, String)> = agency_statements::table
        .filter(agency_statements::agency_id.eq(into))
        .select((agency_statements::kind, agency_statements::key))
        .load(conn)?;
    let rows: Vec<(StatementRow, String)> = agency_statements::table
        .filter(agency_statements::agency_id.eq(from))
        .select((StatementRow::as_select(), agency_statements::key))
        .load(conn)?;
    for (row, key) in rows {
        let is_said = keys.contains(&(row.kind.as_str().to_owned(), key));
        let row = agency_statements::table.find(row.id);
        if is_said {
            diesel::delete(row).execute(conn)?;
        } else {
            diesel::update(row)
                .set(agency_statements::agency_id.eq(into))
                .execute(conn)?;
        }
    }
    diesel::update(agency_statements::table.filter(agency_statements::other_agency_id.eq(from)))
        .set(agency_statements::other_agency_id.eq(Some(into)))
        .execute(conn)?;
    Ok(())
}
