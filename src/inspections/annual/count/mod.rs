//! Counting: from records to tables, one file for each source.

mod harms;
mod staff;
mod there;
mod violations;
mod visits;
mod workplaces;

pub use there::Year;

use super::model::{AnnualReport, FORM};
use super::store;
use super::written::Written;
use crate::establishments::list_counted;
use crate::inspections::checklists;
use crate::inspections::error::InspectionError;
use crate::organisations;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::safety::list_harms;

/// The annual report of an inspectorate with exact figures, as the records are now. However many they are, it takes a fixed
/// number of queries, and one more for each ten thousand reports.
pub fn count(
    conn: &mut Conn,
    services: &Services,
    organisation: Id,
    (year, written): (&Year, Written),
) -> Result<AnnualReport, InspectionError> {
    let found = organisations::find(conn, organisation)?;
    let found = found.ok_or(InspectionError::NotFound)?;
    let register = list_counted(conn, &found.countries)?;
    let checklists = checklists::known_to(conn, organisation)?;
    let visits = visits::read(conn, organisation, (year, &register))?;
    let cited = violations::read(conn, organisation, (year, &register), &visits)?;
    let harms = list_harms(conn, &services.vault, organisation, year.earliest()?)?;
    let mut tables = vec![violations::provisions(&cited, &visits, &checklists)];
    tables.extend(staff::tables(&written));
    tables.extend(workplaces::tables(&register, year));
    tables.extend(visits::tables(&visits, &register));
    tables.extend(violations::tables(&cited, &checklists));
    tables.extend(harms::tables(&harms, year));
    Ok(AnnualReport {
        form: FORM.to_owned(),
        inspectorate: found.name,
        countries: found.countries,
        year: year.number(),
        missing: AnnualReport::gaps(&written),
        written,
        tables,
    })
}

/// What an inspectorate has written for a year, and its version; 0: nothing yet.
pub fn written(
    conn: &mut Conn,
    organisation: Id,
    year: &Year,
) -> Result<(Written, i64), InspectionError> {
    match store::find_statement(conn, organisation, year.number())? {
        Some(row) => Ok((row.document.read()?, row.version)),
        None => Ok((Written::default(), 0)),
    }
}
