//! Queries on emergency numbers.

use diesel::prelude::*;

use super::read;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, Json};
use crate::rights::model::{EmergencyNumber, Source};
use crate::schema::emergency_numbers;

#[derive(Queryable, Selectable)]
#[diesel(table_name = emergency_numbers)]
struct NumberRow {
    country: String,
    position: i64,
    service: String,
    number: String,
    label: Json,
    source_name: String,
    source_url: String,
    retrieved_on: Date,
    verified: bool,
}

/// The emergency numbers of a country, in the order in which a person should see them.
pub fn find_emergency_numbers(
    conn: &mut Conn,
    country: &str,
) -> Result<Vec<EmergencyNumber>, DbError> {
    let rows: Vec<NumberRow> = emergency_numbers::table
        .filter(emergency_numbers::country.eq(country))
        .order(emergency_numbers::position)
        .select(NumberRow::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| Ok(row.into_number()?.1))
        .collect()
}

/// Every emergency number.
pub(in crate::rights) fn list_all_numbers(
    conn: &mut Conn,
) -> Result<Vec<EmergencyNumber>, DbError> {
    let numbers = list_numbers(conn, None, None, i64::MAX)?;
    Ok(numbers.into_iter().map(|(_, number)| number).collect())
}

/// Emergency numbers after a place in the list, each with its place, by country.
pub(in crate::rights) fn list_numbers(
    conn: &mut Conn,
    country: Option<&str>,
    after: Option<&(String, i64)>,
    most: i64,
) -> Result<Vec<(i64, EmergencyNumber)>, DbError> {
    let mut query = emergency_numbers::table
        .select(NumberRow::as_select())
        .order((emergency_numbers::country, emergency_numbers::position))
        .limit(most)
        .into_boxed();
    if let Some(country) = country {
        query = query.filter(emergency_numbers::country.eq(country));
    }
    if let Some((country, position)) = after {
        let later = emergency_numbers::country.gt(country);
        let same = emergency_numbers::country.eq(country);
        query = query.filter(later.or(same.and(emergency_numbers::position.gt(position))));
    }
    let rows = query.load(conn)?;
    rows.into_iter().map(NumberRow::into_number).collect()
}

impl NumberRow {
    fn into_number(self) -> Result<(i64, EmergencyNumber), DbError> {
        let number = EmergencyNumber {
            country: self.country,
            service: self.service,
            number: self.number,
            label: read(&self.label)?,
            source: Source {
                name: self.source_name,
                url: self.source_url,
                retrieved_on: self.retrieved_on,
                verified: self.verified,
            },
        };
        Ok((self.position, number))
    }
}
