//! What an inspector's tablet carries of an establishment: what is known of it, and nothing that shows that somebody spoke.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::error::EstablishmentError;
use super::model::{Facts, Operating};
use super::store;
use crate::organisations;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;

/// An establishment as a tablet carries it.
#[derive(Debug, Serialize, ToSchema)]
pub struct EstablishmentCard {
    /// The id under which it was asked for.
    pub id: Id,
    /// The one that this id means today: another one, when two turned out to be one.
    pub current_id: Id,
    /// Whether people work there.
    pub operating: Operating,
    /// Where it moved to.
    pub moved_to_id: Option<Id>,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: Facts,
    /// When something was changed last.
    pub updated_at: Time,
}

/// Establishments by their ids, by a fixed number of queries.
pub fn cards(conn: &mut Conn, ids: &[Id]) -> Result<Vec<EstablishmentCard>, EstablishmentError> {
    let rows = store::find_with_current(conn, ids)?;
    let mut cards = Vec::with_capacity(ids.len());
    for id in ids {
        let mut current = rows.get(id);
        while let Some(into) = current.and_then(|row| row.merged_into) {
            current = rows.get(&into);
        }
        if let Some(row) = current {
            cards.push(EstablishmentCard {
                id: *id,
                current_id: row.id,
                operating: row.operating,
                moved_to_id: row.moved_to_id,
                facts: row.facts.read()?,
                updated_at: row.updated_at,
            });
        }
    }
    Ok(cards)
}

/// Which of these ids are those of establishments in the countries of an organisation.
pub fn find_known(conn: &mut Conn, organisation: Id, ids: &[Id]) -> Result<Vec<Id>, DbError> {
    let found = organisations::find(conn, organisation)?;
    let countries = found.map_or_else(Vec::new, |found| found.countries);
    Ok(store::find_known(conn, ids, countries)?)
}

/// Tells tablets that these establishments have changed; each id that means one of them.
pub(super) fn tell_tablets(conn: &mut Conn, changed: &BTreeSet<Id>) -> Result<(), DbError> {
    if changed.is_empty() {
        return Ok(());
    }
    let all = store::families(conn, changed)?;
    Ok(crate::inspections::tell_of_establishments(conn, &all)?)
}
