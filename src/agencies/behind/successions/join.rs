//! Links follow an entry that was joined into another.

use diesel::prelude::*;

use super::walk::comes_from;
use super::{SuccessionRow, find_pair};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::schema::agency_successions;

/// Moves the links of an entry that was joined into another. What would then say nothing or lead back to
/// itself goes; of two between the same agencies a decision stays before a question, and the newer before
/// the older.
pub(in crate::agencies) fn join(conn: &mut Conn, from: Id, into: Id) -> Result<(), Problem> {
    let rows: Vec<SuccessionRow> = agency_successions::table
        .filter(
            agency_successions::earlier_agency_id
                .eq(from)
                .or(agency_successions::later_agency_id.eq(from)),
        )
        .order(agency_successions::id)
        .select(SuccessionRow::as_select())
        .load(conn)?;
    for row in rows {
        // Out of the way first: it must not count on its own way round.
        let old = agency_successions::table.find(row.id);
        diesel::delete(old).execute(conn)?;
        let at = |id: Id| if id == from { into } else { id };
        let pair = (at(row.earlier_agency_id), at(row.later_agency_id));
        if let Some(known) = find_pair(conn, pair)? {
            if known.decided_at >= row.decided_at {
                continue;
            }
            diesel::delete(agency_successions::table.find(known.id)).execute(conn)?;
        }
        if !comes_from(conn, pair.0, pair.1)? {
            restore(conn, &row, pair)?;
        }
    }
    Ok(())
}

fn restore(conn: &mut Conn, row: &SuccessionRow, pair: (Id, Id)) -> Result<(), DbError> {
    diesel::insert_into(agency_successions::table)
        .values((
            agency_successions::id.eq(row.id),
            agency_successions::earlier_agency_id.eq(pair.0),
            agency_successions::later_agency_id.eq(pair.1),
            agency_successions::status.eq(row.status),
            agency_successions::kind.eq(row.kind.as_ref()),
            agency_successions::reasons.eq(row.reasons.clone()),
            agency_successions::source.eq(row.source.clone()),
            agency_successions::found_at.eq(row.found_at),
            agency_successions::version.eq(row.version + 1),
            agency_successions::decided_at.eq(row.decided_at),
            agency_successions::decided_by.eq(row.decided_by),
            agency_successions::evidence.eq(row.evidence.as_ref()),
        ))
        .execute(conn)?;
    Ok(())
}
