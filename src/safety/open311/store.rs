//! Queries.

use diesel::prelude::*;

use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{safety_good_practices as g, safety_open311_tokens as t};

/// Keeps under what the program that filed a report asks for what is shown of it.
pub fn insert(conn: &mut Conn, hash: &[u8; 32], report: Id) -> Result<(), DbError> {
    diesel::insert_into(t::table)
        .values((t::token_hash.eq(hash.as_slice()), t::report_id.eq(report)))
        .execute(conn)?;
    Ok(())
}

/// What a token leads to.
pub struct Known {
    /// The good practice that is shown, if one is.
    pub shown: Option<Id>,
}

/// What a token leads to; `None` when there is none.
pub fn find(conn: &mut Conn, hash: &[u8; 32]) -> Result<Option<Known>, DbError> {
    let report: Option<Id> = t::table
        .find(hash.as_slice())
        .select(t::report_id)
        .first(conn)
        .optional()?;
    let Some(report) = report else {
        return Ok(None);
    };
    let shown = g::table
        .filter(g::report_id.eq(report))
        .select(g::id)
        .first(conn)
        .optional()?;
    Ok(Some(Known { shown }))
}

/// The reporter took the report back, or it is erased.
pub fn forget(conn: &mut Conn, report: Id) -> Result<(), DbError> {
    diesel::delete(t::table.filter(t::report_id.eq(report))).execute(conn)?;
    Ok(())
}
