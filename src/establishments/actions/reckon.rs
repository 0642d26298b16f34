//! Reckoning risks: with each change of what is known, and all of them once a month for the reports.

use crate::establishments::error::EstablishmentError;
use crate::establishments::model::{
    EstablishmentLinkKind, Facts, MONTHS_COUNTED, ReportBand, Reports,
};
use crate::establishments::risk::{Circumstances, method_in_force};
use crate::establishments::store::{self, RiskColumns};
use crate::platform::clock::{Date, Month, Time};
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::http::Services;
use crate::platform::ids::Id;

/// Establishments that are reckoned in one job.
const BATCH: i64 = 100;

/// From when on, and until when, reports count: whole months, this one not among them.
fn months_counted(now: Time) -> (Date, Date) {
    let before = now.date().first_of_month();
    let from = Month::of(before).minus(MONTHS_COUNTED).first_day();
    (from.unwrap_or(before), before)
}

/// How many reports are about an establishment and those that were merged into it.
pub fn reports_until(
    conn: &mut Conn,
    services: &Services,
    family: &[Id],
    now: Time,
) -> Result<(i64, Reports), DbError> {
    let months = months_counted(now);
    let number = store::count(conn, &services.lookup, family, months)?;
    let reports = Reports {
        band: ReportBand::of(number),
        before: months.1,
    };
    Ok((number, reports))
}

/// The risk of an establishment of which this is known.
pub(super) fn risk_of(
    conn: &mut Conn,
    services: &Services,
    id: Id,
    facts: &Facts,
    now: Time,
) -> Result<RiskColumns, EstablishmentError> {
    let (version, method) = method_in_force(conn)?;
    let family = store::family(conn, id)?;
    let suppliers = EstablishmentLinkKind::SuppliesLabourTo;
    let contractors = EstablishmentLinkKind::SubcontractsTo;
    let circumstances = Circumstances {
        facts,
        labour_suppliers: store::count_into(conn, &family, suppliers)?,
        subcontractors: store::count_into(conn, &family, contractors)?,
        reports: reports_until(conn, services, &family, now)?.0,
    };
    let risk = method.reckon(&circumstances);
    Ok(RiskColumns {
        risk_value: risk.value,
        risk_band: risk.band,
        risk_factors: Json::of(&risk.factors)?,
        risk_method: version,
        risk_month: months_counted(now).1,
        risk_computed_at: now,
    })
}

/// Reckons the risk of an establishment whose circumstances have changed.
pub(super) fn reckon_again(
    conn: &mut Conn,
    services: &Services,
    id: Id,
    facts: &Facts,
    now: Time,
) -> Result<(), EstablishmentError> {
    let risk = risk_of(conn, services, id, facts, now)?;
    Ok(store::put_risk(conn, id, risk)?)
}

/// Reckons risks of an earlier month or method anew, some at once; says how many. Several instances share the work.
pub fn keep_risks(
    conn: &mut Conn,
    services: &Services,
    now: Time,
) -> Result<usize, EstablishmentError> {
    let (version, _) = method_in_force(conn)?;
    let stale = store::list_stale(conn, months_counted(now).1, version, BATCH)?;
    for row in &stale {
        reckon_again(conn, services, row.id, &row.facts.read()?, now)?;
    }
    Ok(stale.len())
}
