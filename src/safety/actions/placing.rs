//! Saying at which establishment a report's danger is, and whether a visit is wanted there.
//!
//! Whoever learns it learns that somebody there spoke. So it is sealed under the report's key; no event, version or time
//! of the establishment tells of it, and the audit log says only that it was said of the report. Of those who read the
//! report only its inspector is shown it: for the rest of the organisation the site ends at the district (decision 40).
//! That a visit is wanted is said in the same breath: nothing that is counted, logged or kept tells one from the other
//! (decision 47).

use crate::establishments;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject as Audited};
use crate::identity::permissions::HandleSafetyReports;
use crate::inspections::programme::{self, Said, Told, VisitWish, WantedVisit};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::safety::audiences::Audience;
use crate::safety::merging::refuse_merged;
use crate::safety::model::{Report, SafetyError};
use crate::safety::store;

/// Where a report's danger is, and what is wanted there.
pub struct Site {
    /// The establishment of the report's country; nothing: it is not known.
    pub establishment: Option<Id>,
    /// The visit that is wanted there.
    pub visit: Option<VisitWish>,
}

/// Where a report's danger is, as it is kept.
pub struct Placement {
    /// The report.
    pub report: Report,
    /// The establishment that is meant today.
    pub establishment: Option<Id>,
    /// The visit that is wanted there; told to whoever has the report, when they ask.
    pub visit: Option<WantedVisit>,
}

/// Says at which establishment of the report's country a danger is, or takes it back; and whether a visit is wanted there.
pub fn place(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    services: &Services,
    (report, site): (Report, Site),
    now: Time,
) -> Result<Placement, SafetyError> {
    let report = report.standing_by()?;
    refuse_merged(conn, report.id)?;
    check(by, &report, &site, now)?;
    let meant = match site.establishment {
        Some(id) => {
            let found = establishments::resolve(conn, id, &report.country)?;
            Some(found.ok_or(SafetyError::UnknownEstablishment)?)
        }
        None => None,
    };
    match meant {
        Some(id) => put(conn, by, services, (&report, id, site.visit), now)?,
        None => forget_site(conn, report.id)?,
    }
    store::touch(conn, &report)?;
    let (action, detail) = (Action::Assigned, Some("to_establishment"));
    by.record(conn, now, action, Audited::SafetyReport, report.id, detail)?;
    let report = super::find(conn, by, report.id)?;
    Ok(Placement {
        report,
        establishment: meant,
        visit: None,
    })
}

/// Only who has the report says that somebody should go; and only to where it is known to be.
fn check(
    by: &Caller<HandleSafetyReports>,
    report: &Report,
    site: &Site,
    now: Time,
) -> Result<(), SafetyError> {
    let Some(visit) = &site.visit else {
        return Ok(());
    };
    if report.assigned_to != Some(by.account()) {
        return Err(SafetyError::NotItsInspector);
    }
    if site.establishment.is_none() {
        return Err(SafetyError::NowhereToGo);
    }
    if visit.wanted_by.is_some_and(|day| day < now.date()) {
        return Err(SafetyError::WantedInThePast);
    }
    Ok(())
}

fn put(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    services: &Services,
    (report, establishment, visit): (&Report, Id, Option<VisitWish>),
    now: Time,
) -> Result<(), SafetyError> {
    let key = services.vault.key(conn, report.id, Class::Confidential)?;
    let month = now.date().first_of_month();
    let pair = (report.id, establishment);
    establishments::attach_report(conn, &services.lookup, &key, pair, month)?;
    let told = Told {
        services,
        key: &key,
        report: report.id,
        organisation: by.organisation(),
        establishment,
        by: by.account(),
        today: now.date(),
    };
    // Somebody else of the organisation corrects the place without undoing what its inspector wants.
    let said = if report.assigned_to == Some(by.account()) {
        visit.map_or(Said::NoVisit, Said::Visit)
    } else {
        Said::Nothing
    };
    Ok(programme::note_wanted_visit(conn, &told, said)?)
}

/// Forgets where a report's danger is and what is wanted there; visits stay as they are.
pub fn forget_site(conn: &mut Conn, report: Id) -> Result<(), SafetyError> {
    establishments::detach_report(conn, report)?;
    Ok(programme::forget_wanted_visit(conn, report)?)
}

fn wanted(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    services: &Services,
    report: &Report,
    now: Time,
) -> Result<Option<WantedVisit>, SafetyError> {
    if report.assigned_to != Some(by.account()) {
        return Ok(None);
    }
    let key = services.vault.key(conn, report.id, Class::Confidential)?;
    Ok(programme::find_wanted_visit(
        conn,
        &key,
        report.id,
        now.date(),
    )?)
}

/// Where a report's danger is and what is wanted there, for its inspector; the audit log says that the report was read.
pub fn find_site(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    services: &Services,
    id: Id,
    now: Time,
) -> Result<Placement, SafetyError> {
    let report = super::find(conn, by, id)?.standing_by()?;
    let mut establishment = None;
    if Audience::of(&report, by.account()) == Audience::Inspector {
        let key = services.vault.key(conn, id, Class::Confidential)?;
        establishment = establishments::find_reported(conn, &key, id)?;
    }
    let visit = wanted(conn, by, services, &report, now)?;
    let (action, detail) = (Action::Opened, Some("content"));
    by.record(conn, now, action, Audited::SafetyReport, id, detail)?;
    Ok(Placement {
        report,
        establishment,
        visit,
    })
}
