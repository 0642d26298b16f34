//! Queries.

use diesel::prelude::*;

use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::safety::model::Report;
use crate::schema::safety_reports as r;

/// What is sealed of a report about revenge.
pub fn find_sealed(conn: &mut Conn, report: Id) -> Result<Option<Vec<u8>>, DbError> {
    let found: Option<Option<Vec<u8>>> = r::table
        .find(report)
        .select(r::sealed_retaliation)
        .first(conn)
        .optional()?;
    Ok(found.flatten())
}

/// Keeps what was said; the version of the report goes up.
pub fn put_sealed(conn: &mut Conn, report: Id, sealed: &[u8]) -> Result<(), DbError> {
    diesel::update(r::table.find(report))
        .set((
            r::sealed_retaliation.eq(sealed),
            r::version.eq(r::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Puts a report among the most pressing until the organisation takes a step.
pub fn raise(conn: &mut Conn, report: &Report) -> Result<(), DbError> {
    let (rank, at) = report.standing.place_when_raised();
    diesel::update(r::table.find(report.id))
        .set((
            r::raised.eq(true),
            r::queue_rank.eq(rank),
            r::queue_at.eq(at),
            r::version.eq(r::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}
