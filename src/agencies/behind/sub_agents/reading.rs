//! Finding who acts for an agency: by the very name or telephone, and as a list.

use diesel::prelude::*;

use super::{SubAgentRow, SubAgentStanding, Witness, find_by_name, name_hash, telephone_hash};
use crate::platform::crypto::LookupKey;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::platform::phone::PhoneNumber;
use crate::schema::agency_sub_agents;

/// By what is asked whether somebody acts for an agency.
#[derive(Clone)]
pub(in crate::agencies) enum Asked {
    Name(String),
    Telephone(PhoneNumber),
}

/// Who has exactly this name or telephone. Of several with one telephone the one that was denied comes
/// first, because that is what the worker must know.
pub(in crate::agencies) fn find_asked(
    conn: &mut Conn,
    lookup: &LookupKey,
    agency: Id,
    asked: &Asked,
) -> Result<Option<SubAgentRow>, DbError> {
    let telephone = match asked {
        Asked::Name(name) => return find_by_name(conn, agency, &name_hash(lookup, name)),
        Asked::Telephone(telephone) => telephone_hash(lookup, telephone),
    };
    let rows: Vec<SubAgentRow> = agency_sub_agents::table
        .filter(agency_sub_agents::agency_id.eq(agency))
        .filter(agency_sub_agents::telephone_hash.eq(telephone))
        .order(agency_sub_agents::id)
        .select(SubAgentRow::as_select())
        .load(conn)?;
    let order = |row: &SubAgentRow| match row.standing {
        SubAgentStanding::Denied => 0,
        SubAgentStanding::Confirmed => 1,
        SubAgentStanding::Claimed => 2,
    };
    Ok(rows.into_iter().min_by_key(order))
}

/// Who may see which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::agencies) enum Reader {
    /// Anybody.
    Public,
    /// Who speaks for the agency, or looks after the registers.
    Trusted,
}

/// Those of an agency after a place, oldest first.
pub(in crate::agencies) fn list(
    conn: &mut Conn,
    agency: Id,
    reader: Reader,
    after: Option<Id>,
    rows: i64,
) -> QueryResult<Vec<SubAgentRow>> {
    let mut query = agency_sub_agents::table
        .filter(agency_sub_agents::agency_id.eq(agency))
        .order(agency_sub_agents::id)
        .limit(rows)
        .select(SubAgentRow::as_select())
        .into_boxed::<MultiBackend>();
    if reader == Reader::Public {
        // As `Stand::is_listed` has it.
        let is_registered = agency_sub_agents::said_by.eq(Witness::Register);
        let is_answered = agency_sub_agents::standing.ne(SubAgentStanding::Claimed);
        let is_written_by_others = agency_sub_agents::said_by.ne(Witness::Agency);
        let is_company = agency_sub_agents::is_person.eq(false);
        let is_shown = is_answered.and(is_written_by_others).and(is_company);
        query = query.filter(is_registered.or(is_shown));
    }
    if let Some(after) = after {
        query = query.filter(agency_sub_agents::id.gt(after));
    }
    query.load(conn)
}
