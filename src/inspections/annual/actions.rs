//! Making, writing and publishing annual reports.

use serde_json::{Value, json};

use super::count::{Year, count, written};
use super::model::AnnualReport;
use super::public::published;
use super::store::{self, EditionRow, StatementRow};
use super::written::Written;

use crate::identity::Caller;
use crate::identity::permissions::PlanInspections;
use crate::inspections::calendars;
use crate::inspections::error::InspectionError;
use crate::organisations;
use crate::platform::canonical_json::{canonical, sha256};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json};
use crate::platform::differences::differences_of_values;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Context, IfMatch, Services};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// What a report says now, or said when it was published.
pub struct Report {
    /// With exact figures, for the inspectorate.
    pub exact: AnnualReport,
    /// As everybody reads it.
    pub published: AnnualReport,
    /// SHA-256 of the canonical JSON of what is published.
    pub sha256: String,
    /// The edition; null: it is not published.
    pub edition: Option<i64>,
}

/// The digest of what is published.
fn digest(published: &AnnualReport) -> Result<String, InspectionError> {
    Ok(sha256(&canonical(&serde_json::to_value(published)?)))
}

/// Today, in the first country of the inspectorate whose clocks are known.
fn today_of(conn: &mut Conn, organisation: Id, now: Time) -> Result<Date, InspectionError> {
    let found = organisations::find(conn, organisation)?;
    let countries = found.map_or_else(Vec::new, |found| found.countries);
    let mut calendars = countries.iter().filter_map(|own| calendars::find(own));
    Ok(calendars
        .next()
        .map_or(now.date(), |calendar| calendar.local_day(now)))
}

/// A year that has begun for the inspectorate, and whether it is over.
pub fn year_of(
    conn: &mut Conn,
    organisation: Id,
    (number, now): (i16, Time),
) -> Result<(Year, bool), InspectionError> {
    let today = today_of(conn, organisation, now)?;
    let year = Year::of(number).filter(|year| year.has_begun(today));
    let year = year.ok_or(InspectionError::NotFound)?;
    Ok((year, year.is_over(today)))
}

/// What the report of a year says now.
fn draft(
    conn: &mut Conn,
    services: &Services,
    organisation: Id,
    year: &Year,
) -> Result<Report, InspectionError> {
    let (written, _) = written(conn, organisation, year)?;
    let exact = count(conn, services, organisation, (year, written))?;
    let published = published(&exact);
    Ok(Report {
        sha256: digest(&published)?,
        exact,
        published,
        edition: None,
    })
}

/// An edition as it was published.
pub fn opened(row: &EditionRow) -> Result<Report, InspectionError> {
    Ok(Report {
        exact: row.exact.read()?,
        published: row.published.read()?,
        sha256: row.sha256.clone(),
        edition: Some(row.edition),
    })
}

/// What the report of a year of the own inspectorate says now, or in an edition; and whether the year is over.
pub fn find(
    conn: &mut Conn,
    services: &Services,
    organisation: Id,
    ((year, now), edition): ((i16, Time), Option<i64>),
) -> Result<(Report, bool), InspectionError> {
    let (year, is_over) = year_of(conn, organisation, (year, now))?;
    let Some(edition) = edition else {
        return Ok((draft(conn, services, organisation, &year)?, is_over));
    };
    let all = store::list_editions(conn, organisation, year.number())?;
    let found = all.iter().find(|row| row.edition == edition);
    Ok((opened(found.ok_or(InspectionError::NotFound)?)?, is_over))
}

/// Publishes what the report says, when that is what was read.
pub fn publish(
    conn: &mut Conn,
    here: &Context,
    by: &Caller<PlanInspections>,
    (year, read): (i16, &str),
) -> Result<EditionRow, InspectionError> {
    let organisation = by.organisation();
    let (year, is_over) = year_of(conn, organisation, (year, here.now()))?;
    if !is_over {
        return Err(InspectionError::YearNotOver);
    }
    // Of two who publish at once one comes second.
    organisations::lock(conn, organisation)?;
    let draft = draft(conn, here.services(), organisation, &year)?;
    let known = store::list_editions(conn, organisation, year.number())?;
    let newest = known.first();
    if draft.sha256 != read || newest.is_some_and(|own| own.sha256 == read) {
        return Err(InspectionError::ReportChanged);
    }
    let row = EditionRow {
        id: here.new_id(),
        organisation_id: organisation,
        year: i64::from(year.number()),
        edition: newest.map_or(0, |own| own.edition) + 1,
        exact: Json::of(&draft.exact)?,
        published: Json::of(&draft.published)?,
        sha256: draft.sha256,
        published_by: by.account(),
        published_at: here.now(),
    };
    store::insert_edition(conn, row.clone())?;
    Ok(row)
}

/// Writes what the inspectorate says itself, on the version that was read.
pub fn write(
    conn: &mut Conn,
    here: &Context,
    by: &Caller<PlanInspections>,
    (year, said, if_match): (i16, &Written, &IfMatch),
) -> Result<StatementRow, Problem> {
    let organisation = by.organisation();
    let (year, _) = year_of(conn, organisation, (year, here.now()))?;
    // Of two who write the first one at once one comes second.
    organisations::lock(conn, organisation)?;
    let known = store::lock_statement(conn, organisation, year.number())?;
    let version = known.as_ref().map_or(0, |row| row.version);
    if_match.check(&EntityTag::of_version(version))?;
    let before = known.as_ref().map(|row| row.document.read::<Value>());
    let before = before.transpose().map_err(InspectionError::from)?;
    let before = before.unwrap_or_else(|| json!({}));
    let after = serde_json::to_value(said).map_err(InspectionError::from)?;
    let (before, after) = differences_of_values(&before, &after);
    if let Some(row) = known.clone().filter(|_| after.is_empty()) {
        return Ok(row);
    }
    let row = StatementRow {
        id: known.map_or_else(|| here.new_id(), |row| row.id),
        organisation_id: organisation,
        year: i64::from(year.number()),
        document: Json::of(said).map_err(InspectionError::from)?,
        version: version + 1,
        updated_at: here.now(),
    };
    store::put_statement(conn, row.clone()).map_err(InspectionError::from)?;
    store::append(conn, &row, (by.account(), here.now()), (&before, &after))?;
    Ok(row)
}
