//! Where an organisation works within its countries, as it declares it.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::find_covering;
use crate::platform::code_lists::{Code, Countries};
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::platform::place::{Place, Subdivision};
use crate::schema::organisation_coverages as coverages;

type CountryCode = Code<Countries>;

/// A country, or some of its districts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CoveredArea)]
pub struct Area {
    /// The country.
    pub country: CountryCode,
    /// The districts (ISO 3166-2); empty: all.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub subdivisions: Vec<Subdivision>,
}

/// How a place is covered, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Covered {
    /// Its district is named.
    Named,
    /// With the whole country, or the district is not known.
    Open,
}

/// How these areas cover a district of a country; `None` when they do not. No areas at all: everywhere.
pub fn covered(areas: &[Area], country: &str, subdivision: Option<&str>) -> Option<Covered> {
    if areas.is_empty() {
        return Some(Covered::Open);
    }
    let here = areas.iter().filter(|area| area.country.as_str() == country);
    let covers = |area: &Area| {
        let named = |wanted: &str| area.subdivisions.iter().any(|one| one.as_str() == wanted);
        match subdivision {
            _ if area.subdivisions.is_empty() => Some(Covered::Open),
            None => Some(Covered::Open),
            Some(wanted) => named(wanted).then_some(Covered::Named),
        }
    };
    here.filter_map(covers).min()
}

/// The part of a declaration that is looked at here.
#[derive(Deserialize)]
struct Declared {
    #[serde(default)]
    areas: Vec<Area>,
}

/// The active organisations that have a competence and cover a place, each with how it does: within its country, and
/// within the districts that it has declared, if it has.
pub fn find_covering_place(
    conn: &mut Conn,
    place: &Place,
    competence: &str,
) -> Result<Vec<(Covered, Id)>, DbError> {
    let country = place.country.as_str();
    let subdivision = place.subdivision.as_ref().map(Subdivision::as_str);
    let mut found = Vec::new();
    for organisation in find_covering(conn, country, competence)? {
        let areas = declared_areas(conn, organisation)?;
        if let Some(how) = covered(&areas, country, subdivision) {
            found.push((how, organisation));
        }
    }
    Ok(found)
}

fn declared_areas(conn: &mut Conn, organisation: Id) -> Result<Vec<Area>, DbError> {
    let stored: Option<Json> = coverages::table
        .find(organisation)
        .select(coverages::coverage)
        .first(conn)
        .optional()?;
    let Some(stored) = stored else {
        return Ok(Vec::new());
    };
    let unreadable = |error| diesel::result::Error::DeserializationError(Box::new(error));
    let declared: Declared = stored.read().map_err(unreadable)?;
    Ok(declared.areas)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_district_that_is_named_is_closer_than_a_whole_country() {
        let area = |districts: &[&str]| Area {
            country: Code::known("MY".to_owned()),
            subdivisions: districts
                .iter()
                .map(|code| Subdivision::try_from((*code).to_owned()).unwrap())
                .collect(),
        };
        let (whole, some) = (area(&[]), area(&["MY-10"]));
        let of = |areas: &[Area], district| covered(areas, "MY", district);
        assert_eq!(of(&[], Some("MY-10")), Some(Covered::Open));
        assert_eq!(
            of(std::slice::from_ref(&some), Some("MY-10")),
            Some(Covered::Named)
        );
        assert_eq!(of(std::slice::from_ref(&some), Some("MY-01")), None);
        assert_eq!(of(std::slice::from_ref(&some), None), Some(Covered::Open));
        assert_eq!(
            of(&[whole, some.clone()], Some("MY-10")),
            Some(Covered::Named)
        );
        assert_eq!(covered(&[some], "SG", None), None);
    }
}
