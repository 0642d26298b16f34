//! What establishments are found by.

use diesel::prelude::*;

use super::rows::EstablishmentRow;
use crate::establishments::model::{Facts, Identifier, identifier_key};
use crate::platform::db::{Conn, Json, dialect};
use crate::platform::ids::Id;
use crate::platform::text::trigrams;
use crate::schema::{
    establishment_identifiers, establishment_industries, establishment_trigrams, establishments,
};

/// Writes by what an establishment is found: its names, numbers and industries.
pub fn put_index(conn: &mut Conn, id: Id, facts: &Facts, searched_before: &str) -> QueryResult<()> {
    let searched = facts.searched();
    if searched != searched_before {
        put_names(conn, id, &searched)?;
    }
    put_identifiers(conn, id, facts)?;
    put_industries(conn, id, facts)
}

fn put_names(conn: &mut Conn, id: Id, searched: &str) -> QueryResult<()> {
    let old = establishment_trigrams::establishment_id.eq(id);
    diesel::delete(establishment_trigrams::table.filter(old)).execute(conn)?;
    let words = Json::of(&trigrams(searched))
        .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    dialect::insert_establishment_trigrams(conn, id, words)?;
    diesel::update(establishments::table.find(id))
        .set(establishments::searched.eq(searched))
        .execute(conn)?;
    Ok(())
}

fn put_identifiers(conn: &mut Conn, id: Id, facts: &Facts) -> QueryResult<()> {
    let old = establishment_identifiers::establishment_id.eq(id);
    diesel::delete(establishment_identifiers::table.filter(old)).execute(conn)?;
    let mut keys: Vec<(String, String)> = facts.identifiers.iter().map(Identifier::key).collect();
    keys.sort();
    keys.dedup();
    for (scheme, value_key) in keys {
        diesel::insert_into(establishment_identifiers::table)
            .values((
                establishment_identifiers::scheme.eq(scheme),
                establishment_identifiers::value_key.eq(value_key),
                establishment_identifiers::establishment_id.eq(id),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn put_industries(conn: &mut Conn, id: Id, facts: &Facts) -> QueryResult<()> {
    let old = establishment_industries::establishment_id.eq(id);
    diesel::delete(establishment_industries::table.filter(old)).execute(conn)?;
    let mut codes: Vec<&str> = facts
        .isic
        .iter()
        .flat_map(|code| code.with_wider())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        diesel::insert_into(establishment_industries::table)
            .values((
                establishment_industries::isic.eq(code),
                establishment_industries::establishment_id.eq(id),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Establishments of a country that bear one of these numbers, but for one of them.
pub fn find_by_identifier(
    conn: &mut Conn,
    country: &str,
    identifiers: &[(String, String)],
    except: Id,
    most: i64,
) -> QueryResult<Vec<EstablishmentRow>> {
    let mut ids: Vec<Id> = Vec::new();
    for (scheme, value_key) in identifiers {
        // Two kinds of "other" numbers say nothing.
        if scheme == "other" || value_key.is_empty() {
            continue;
        }
        let found: Vec<Id> = establishment_identifiers::table
            .filter(establishment_identifiers::scheme.eq(scheme))
            .filter(establishment_identifiers::value_key.eq(value_key))
            .filter(establishment_identifiers::establishment_id.ne(except))
            .limit(most)
            .select(establishment_identifiers::establishment_id)
            .load(conn)?;
        ids.extend(found);
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    establishments::table
        .filter(establishments::id.eq_any(ids))
        .filter(establishments::country.eq(country))
        .filter(establishments::merged_into.is_null())
        .order(establishments::id)
        .limit(most)
        .select(EstablishmentRow::as_select())
        .load(conn)
}

/// The number that a query may be.
pub(super) fn number_in(query: &str) -> Option<String> {
    let key = identifier_key(query);
    key.contains(|c: char| c.is_ascii_digit()).then_some(key)
}
