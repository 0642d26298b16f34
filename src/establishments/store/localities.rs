//! Where establishments are: what a visit is made and printed with.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::establishments::model::Facts;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::establishments;

/// Where an establishment is, and what it is called.
#[derive(Debug, Clone)]
pub struct Locality {
    /// What lists call it.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// ISO 3166-2.
    pub subdivision: Option<String>,
    /// Its address.
    pub address: Option<String>,
}

/// Where those of these establishments are that lie in these countries; also of those that were merged since.
pub fn localities(
    conn: &mut Conn,
    of: &BTreeSet<Id>,
    countries: &[String],
) -> Result<BTreeMap<Id, Locality>, DbError> {
    let of: Vec<Id> = of.iter().copied().collect();
    let rows: Vec<(Id, String, String, Option<String>, Json)> = establishments::table
        .filter(establishments::id.eq_any(of))
        .filter(establishments::country.eq_any(countries.to_vec()))
        .select((
            establishments::id,
            establishments::name,
            establishments::country,
            establishments::subdivision,
            establishments::facts,
        ))
        .load(conn)?;
    let mut found = BTreeMap::new();
    for (id, name, country, subdivision, facts) in rows {
        let facts: Facts = facts
            .read()
            .map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))?;
        let address = facts.place.text.map(|text| text.as_str().to_owned());
        let place = Locality {
            name,
            country,
            subdivision,
            address,
        };
        found.insert(id, place);
    }
    Ok(found)
}
