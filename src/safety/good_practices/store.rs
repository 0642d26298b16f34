//! Queries.

use diesel::prelude::*;

use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::platform::place::Point;
use crate::schema::safety_good_practices as g;

/// A good practice as it is shown to everybody.
#[derive(Debug, Clone)]
pub struct GoodPractice {
    /// Its id, which is not the report's.
    pub id: Id,
    /// What is done well.
    pub text: String,
    /// Against which hazards.
    pub hazard_codes: Json,
    /// The country.
    pub country: String,
    /// Where, on a grid.
    pub point: Option<Point>,
    /// The month of publication.
    pub month: Date,
}

type Row = (Id, String, Json, String, Option<f64>, Option<f64>, Date);

impl GoodPractice {
    fn of((id, text, hazard_codes, country, longitude, latitude, month): Row) -> Self {
        let at = longitude.zip(latitude);
        Self {
            id,
            text,
            hazard_codes,
            country,
            point: at.map(|(longitude, latitude)| Point::new(longitude, latitude)),
            month,
        }
    }
}

/// Shows a good practice, in the place of an earlier wording.
pub fn put(conn: &mut Conn, report: Id, shown: &GoodPractice, by: Id) -> Result<(), DbError> {
    delete(conn, report)?;
    diesel::insert_into(g::table)
        .values((
            g::id.eq(shown.id),
            g::report_id.eq(report),
            g::text.eq(&shown.text),
            g::hazard_codes.eq(shown.hazard_codes.clone()),
            g::country.eq(&shown.country),
            g::longitude.eq(shown.point.map(|point| point.longitude())),
            g::latitude.eq(shown.point.map(|point| point.latitude())),
            g::published_month.eq(shown.month),
            g::published_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

/// Shows it no more; whether it was shown.
pub fn delete(conn: &mut Conn, report: Id) -> Result<bool, DbError> {
    let row = g::table.filter(g::report_id.eq(report));
    Ok(diesel::delete(row).execute(conn)? > 0)
}

/// Whether a report is shown.
pub fn is_there(conn: &mut Conn, report: Id) -> Result<bool, DbError> {
    let found: Option<Id> = g::table
        .filter(g::report_id.eq(report))
        .select(g::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// What is shown under an id.
pub fn find(conn: &mut Conn, id: Id) -> Result<Option<GoodPractice>, DbError> {
    let found: Option<Row> = g::table
        .find(id)
        .select((
            g::id,
            g::text,
            g::hazard_codes,
            g::country,
            g::longitude,
            g::latitude,
            g::published_month,
        ))
        .first(conn)
        .optional()?;
    Ok(found.map(GoodPractice::of))
}

/// What is shown, of a country if one is wanted, newest month first.
pub fn list(
    conn: &mut Conn,
    country: Option<&str>,
    after: Option<(Date, Id)>,
    rows: i64,
) -> Result<Vec<GoodPractice>, DbError> {
    let mut query = g::table.into_boxed();
    if let Some(country) = country {
        query = query.filter(g::country.eq(country));
    }
    if let Some((month, id)) = after {
        let same = g::published_month.eq(month).and(g::id.gt(id));
        query = query.filter(g::published_month.lt(month).or(same));
    }
    let found: Vec<Row> = query
        .order((g::published_month.desc(), g::id))
        .limit(rows)
        .select((
            g::id,
            g::text,
            g::hazard_codes,
            g::country,
            g::longitude,
            g::latitude,
            g::published_month,
        ))
        .load(conn)?;
    Ok(found.into_iter().map(GoodPractice::of).collect())
}
