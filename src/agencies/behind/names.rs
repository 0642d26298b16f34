//! The names by which an agency is known beside those of its newest list, and its place in the search.

use diesel::prelude::*;
use diesel::result::Error;

use super::model::{FORMER, KnownName, NewName, StatementKind};
use super::statements::{StatementFilter, list};
use crate::agencies::model::searched;
use crate::platform::db::{Conn, Json, dialect};
use crate::platform::ids::Id;
use crate::platform::text::{fold, trigrams};
use crate::schema::{agencies, agency_trigrams, licence_states};

/// Stated names that are shown and found; nobody has more.
const MOST: i64 = 20;
/// Former names that are; the newest.
const MOST_FORMER: usize = 5;

#[derive(Queryable, Selectable)]
#[diesel(table_name = agencies)]
struct NamedRow {
    name: String,
    alternate_names: Json,
    licence_number: Option<String>,
    searched: String,
}

/// Gathers the names of an agency that its newest list does not have, and makes all of them found.
pub(in crate::agencies) fn refresh(conn: &mut Conn, agency: Id) -> QueryResult<()> {
    let row: NamedRow = agencies::table
        .find(agency)
        .select(NamedRow::as_select())
        .first(conn)?;
    let mut known = stated(conn, agency)?;
    known.extend(former(conn, agency, &row.name)?);
    let listed: Vec<KnownName> = row.alternate_names.read().map_err(unreadable)?;
    let others = listed.iter().chain(&known).map(|known| known.name.as_str());
    let names = std::iter::once(row.name.as_str()).chain(others);
    let new = searched(names, row.licence_number.as_deref());
    let stated = Json::of(&known).map_err(unwritable)?;
    replace_searched(conn, agency, &row.searched, &new)?;
    diesel::update(agencies::table.find(agency))
        .set((
            agencies::searched.eq(&new),
            agencies::stated_names.eq(stated),
        ))
        .execute(conn)?;
    Ok(())
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::DeserializationError(Box::new(error))
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::SerializationError(Box::new(error))
}

fn stated(conn: &mut Conn, agency: Id) -> QueryResult<Vec<KnownName>> {
    let filter = StatementFilter::default();
    let rows = list(conn, agency, StatementKind::Name, filter, None, MOST)?;
    let read = rows.iter().map(|row| {
        let said: NewName = row.content.read().map_err(unreadable)?;
        Ok(KnownName {
            name: said.name.into_inner(),
            language: said.language.as_ref().map(ToString::to_string),
            kind: said.kind.into_inner(),
        })
    });
    read.collect()
}

/// The names that its licence bore before; a worker may have kept one of them.
fn former(conn: &mut Conn, agency: Id, name: &str) -> QueryResult<Vec<KnownName>> {
    let names: Vec<String> = licence_states::table
        .filter(licence_states::agency_id.eq(agency))
        .order(licence_states::sequence.desc())
        .select(licence_states::name)
        .load(conn)?;
    let mut told = vec![fold(name)];
    let mut former = Vec::new();
    for name in names {
        let folded = fold(&name);
        if former.len() < MOST_FORMER && !told.contains(&folded) {
            told.push(folded);
            former.push(KnownName {
                name,
                language: None,
                kind: FORMER.to_owned(),
            });
        }
    }
    Ok(former)
}

/// Puts other trigrams in the place of those of an agency, by which it is found.
fn replace_searched(conn: &mut Conn, agency: Id, old: &str, new: &str) -> QueryResult<()> {
    if old == new {
        return Ok(());
    }
    forget_trigrams(conn, agency, old)?;
    let words = Json::of(&trigrams(new)).map_err(unwritable)?;
    dialect::insert_agency_trigrams(conn, agency, words)?;
    Ok(())
}

/// Takes an agency out of the search.
pub(in crate::agencies) fn forget_trigrams(
    conn: &mut Conn,
    agency: Id,
    searched: &str,
) -> QueryResult<()> {
    let old = agency_trigrams::table
        // The key of the table begins with the trigram.
        .filter(agency_trigrams::trigram.eq_any(trigrams(searched)))
        .filter(agency_trigrams::agency_id.eq(agency));
    diesel::delete(old).execute(conn)?;
    Ok(())
}
