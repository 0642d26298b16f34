//! Saying at which establishment a report's danger is.
//!
//! Whoever learns it learns that somebody there spoke. So it is sealed under the report's key; no event, version or time
//! of the establishment tells of it, and the audit log says only that it was said of the report. Of those who read the
//! report only its inspector is shown it: for the rest of the organisation the site ends at the district (decision 40).

use crate::establishments;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject as Audited};
use crate::identity::permissions::HandleSafetyReports;
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::safety::merging::refuse_merged;
use crate::safety::model::{Report, SafetyError};
use crate::safety::store;

/// Says at which establishment of the report's country a danger is, or takes it back; returns the one that is meant
/// today.
pub fn place(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    services: &Services,
    (report, establishment): (Report, Option<Id>),
    now: Time,
) -> Result<(Report, Option<Id>), SafetyError> {
    let report = report.standing_by()?;
    refuse_merged(conn, report.id)?;
    let meant = match establishment {
        Some(id) => {
            let found = establishments::resolve(conn, id, &report.country)?;
            Some(found.ok_or(SafetyError::UnknownEstablishment)?)
        }
        None => None,
    };
    match meant {
        Some(id) => {
            let key = services.vault.key(conn, report.id, Class::Confidential)?;
            let month = now.date().first_of_month();
            let pair = (report.id, id);
            establishments::attach_report(conn, &services.lookup, &key, pair, month)?;
        }
        None => establishments::detach_report(conn, report.id)?,
    }
    store::touch(conn, &report)?;
    let (action, detail) = (Action::Assigned, Some("to_establishment"));
    by.record(conn, now, action, Audited::SafetyReport, report.id, detail)?;
    let placed = super::find(conn, by, report.id)?;
    Ok((placed, meant))
}
