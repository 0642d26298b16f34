//! Showing what is done well, and showing it no more.

use super::store::{self, GoodPractice};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject as Audited};
use crate::identity::permissions::HandleSafetyReports;
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::vault::VaultError;
use crate::safety::actions::find;
use crate::safety::audiences::public_place;
use crate::safety::model::SafetyError;
use crate::safety::store as reports;

type Inspector = Caller<HandleSafetyReports>;

/// The only kind of report that is ever shown: nobody is in danger through it, and nobody is accused.
const KIND: &str = "good_practice";

/// Shows a good practice in the words of whoever decides.
pub(super) fn publish(
    conn: &mut Conn,
    by: &Inspector,
    services: &Services,
    (id, text): (Id, String),
    now: Time,
) -> Result<GoodPractice, SafetyError> {
    let report = find(conn, by, id)?.standing_by()?;
    let key = services.vault.key(conn, id, Class::Confidential)?;
    let told = reports::open(conn, &key, id)?;
    if report.kind != KIND || !told.details.may_be_published {
        return Err(SafetyError::NotPublishable);
    }
    let shown = GoodPractice {
        id: Id::random(&*services.randomness),
        text,
        hazard_codes: Json::of(&report.hazard_codes).map_err(|_| VaultError::Form)?,
        country: report.country.clone(),
        point: public_place(conn, services, &told)?,
        month: now.date().first_of_month(),
    };
    store::put(conn, id, &shown, by.account())?;
    by.record(
        conn,
        now,
        Action::Published,
        Audited::SafetyReport,
        id,
        None,
    )?;
    Ok(shown)
}

/// Shows it no more. Doing it again changes nothing.
pub(super) fn withdraw(
    conn: &mut Conn,
    by: &Inspector,
    id: Id,
    now: Time,
) -> Result<(), SafetyError> {
    let report = find(conn, by, id)?;
    if store::delete(conn, report.id)? {
        let detail = Some("publication");
        by.record(
            conn,
            now,
            Action::Withdrawn,
            Audited::SafetyReport,
            id,
            detail,
        )?;
    }
    Ok(())
}

/// Whether a report is shown.
pub fn is_published(conn: &mut Conn, report: Id) -> Result<bool, DbError> {
    store::is_there(conn, report)
}

/// Its reporter took it back or erased it.
pub fn forget(conn: &mut Conn, report: Id) -> Result<(), DbError> {
    store::delete(conn, report).map(drop)
}
