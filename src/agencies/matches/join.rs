//! Joining two entries that are one agency.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::{BOTH_LISTED, Deciding, Join, MatchRow};
use crate::agencies::behind;
use crate::agencies::behind::names::forget_trigrams;
use crate::agencies::history::{self, LicenceAct, NewState};
use crate::agencies::model::{StatusBasis, sort_key};
use crate::agencies::registers::exclude_imports;
use crate::agencies::store::find_current;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json, dialect};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::platform::text::trigrams;
use crate::schema::{agencies, agency_destinations, agency_sectors};

/// Joins the later entry into the earlier one, which keeps its id and gets what the newer list says.
pub(super) fn join(
    conn: &mut Conn,
    row: &MatchRow,
    deciding: &Deciding<'_>,
) -> Result<(), Problem> {
    exclude_imports(conn)?;
    // Either may have been joined with a third one meanwhile.
    let into = find_current(conn, row.earlier_agency_id)?;
    let from = find_current(conn, row.later_agency_id)?;
    let (Some(into), Some(from)) = (into, from) else {
        return Err(Problem::new(&NOT_FOUND));
    };
    if into == from {
        return Ok(());
    }
    let mut pair = lock(conn, into, from)?;
    let (Some(stays), Some(goes)) = (pair.remove(&into), pair.remove(&from)) else {
        return Err(Problem::new(&NOT_FOUND));
    };
    if stays.missing_since.is_none() && goes.missing_since.is_none() {
        return Err(Problem::new(&BOTH_LISTED));
    }
    let newest = if stays.missing_since.is_none() {
        stays.clone()
    } else {
        goes.clone()
    };
    retire(conn, &goes, into)?;
    take_over(conn, &stays, &goes, &newest)?;
    history::join(conn, from, into)?;
    let state = NewState {
        agency: into,
        act: LicenceAct::JoinedByPerson,
        facts: &newest.facts(),
        missing_since: newest.missing_since,
        observed_on: deciding.now.date(),
        at: deciding.now,
        run: None,
    };
    history::append(conn, &state)?;
    behind::follow::join(conn, deciding.services, from, into)?;
    for follow in deciding.followers.0 {
        follow(conn, deciding.services, deciding.now, Join { from, into })?;
    }
    Ok(())
}

/// Everything of an agency that comes from its register.
#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = agencies, treat_none_as_null = true)]
pub(in crate::agencies) struct RegisterColumns {
    register: String,
    register_key: String,
    country: String,
    name: String,
    alternate_names: Json,
    address: Option<String>,
    telephones: Json,
    website: Option<String>,
    licence_number: Option<String>,
    licence_number_key: Option<String>,
    licence_status: String,
    licence_status_source: Option<String>,
    licence_status_basis: StatusBasis,
    licence_valid_from: Option<Date>,
    licence_expires_on: Option<Date>,
    retrieved_on: Date,
    missing_since: Option<Date>,
    searched: String,
    sort_key: String,
    content_hash: Vec<u8>,
    updated_at: Time,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agencies)]
pub(in crate::agencies) struct WholeEntry {
    id: Id,
    #[diesel(embed)]
    columns: RegisterColumns,
}

impl std::ops::Deref for WholeEntry {
    type Target = RegisterColumns;

    fn deref(&self) -> &RegisterColumns {
        &self.columns
    }
}

impl RegisterColumns {
    fn facts(&self) -> history::Facts {
        history::Facts {
            name: self.name.clone(),
            licence_number: self.licence_number.clone(),
            status: self.licence_status.clone(),
            status_source: self.licence_status_source.clone(),
            status_basis: self.licence_status_basis,
            valid_from: self.licence_valid_from,
            expires_on: self.licence_expires_on,
        }
    }
}

/// Both entries, which nobody else changes until the commit: not an import, and not a review that
/// is being filed.
pub(in crate::agencies) fn lock(
    conn: &mut Conn,
    one: Id,
    other: Id,
) -> QueryResult<BTreeMap<Id, WholeEntry>> {
    let rows: Vec<WholeEntry> = crate::lock!(
        conn,
        agencies::table
            .filter(agencies::id.eq_any([one, other]))
            .order(agencies::id)
            .select(WholeEntry::as_select())
    )?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Takes an entry out of the lists; its id means the other one from now on.
pub(in crate::agencies) fn retire(
    conn: &mut Conn,
    entry: &WholeEntry,
    into: Id,
) -> QueryResult<()> {
    forget_trigrams(conn, entry.id, &entry.searched)?;
    let key = format!("{} (joined, {})", entry.register_key, entry.id);
    diesel::update(agencies::table.find(entry.id))
        .set((
            agencies::merged_into.eq(Some(into)),
            agencies::sort_key.eq(sort_key(&entry.name, &entry.register, &key)),
            agencies::register_key.eq(key),
            agencies::searched.eq(""),
            agencies::rating_count.eq(0_i64),
            agencies::rating.eq(None::<Json>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives the entry that stays what the newest list says.
fn take_over(
    conn: &mut Conn,
    stays: &WholeEntry,
    goes: &WholeEntry,
    newest: &WholeEntry,
) -> QueryResult<()> {
    if newest.id == stays.id {
        return Ok(());
    }
    forget_trigrams(conn, stays.id, &stays.searched)?;
    diesel::update(agencies::table.find(stays.id))
        .set(&newest.columns)
        .execute(conn)?;
    let words = Json::of(&trigrams(&newest.searched))
        .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    dialect::insert_agency_trigrams(conn, stays.id, words)?;
    let (to, from) = (stays.id, goes.id);
    diesel::delete(agency_destinations::table.filter(agency_destinations::agency_id.eq(to)))
        .execute(conn)?;
    diesel::update(agency_destinations::table.filter(agency_destinations::agency_id.eq(from)))
        .set(agency_destinations::agency_id.eq(to))
        .execute(conn)?;
    diesel::delete(agency_sectors::table.filter(agency_sectors::agency_id.eq(to))).execute(conn)?;
    diesel::update(agency_sectors::table.filter(agency_sectors::agency_id.eq(from)))
        .set(agency_sectors::agency_id.eq(to))
        .execute(conn)?;
    Ok(())
}
