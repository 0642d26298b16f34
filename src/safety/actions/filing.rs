//! Filing a report.

use super::subject;
use crate::correspondence::{ChangedBy, StatusChange, events, record_change};
use crate::danger::{self, Endangered};
use crate::identity::{SubjectKind, issue_receipt};
use crate::organisations::{find_covering_place, hold};
use crate::platform::clock::Time;
use crate::platform::crypto::{Class, ReceiptCode};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::place::Place;
use crate::platform::vault::VaultError;
use crate::safety::audiences::public_place;
use crate::safety::dangers::alarm;
use crate::safety::merging::mark;
use crate::safety::model::{Danger, NewReport, SafetyError, Standing};
use crate::safety::retaliation;
use crate::safety::store;

/// What an organisation must be able to do to be given safety reports.
const COMPETENCE: &str = "safety_inspection";

/// A report that has just been filed.
pub struct Filed {
    /// How it stands.
    pub standing: Standing,
    /// The organisation to which it was given, if any covers the country.
    pub organisation: Option<Id>,
    /// How the alert stands, when somebody is in danger now.
    pub alert: Option<danger::Standing>,
    /// The code with which its reporter follows it up.
    pub code: ReceiptCode,
}

/// Stores a report, gives it to an organisation that inspects in its country, and issues a receipt.
pub fn file(
    conn: &mut Conn,
    services: &Services,
    new: &NewReport,
    now: Time,
) -> Result<Filed, SafetyError> {
    let organisation = find_inspectors(conn, &new.told.place)?;
    file_for(conn, services, new, organisation, now)
}

/// Stores a report, gives it to an organisation, and issues a receipt.
pub(super) fn file_for(
    conn: &mut Conn,
    services: &Services,
    new: &NewReport,
    organisation: Option<Id>,
    now: Time,
) -> Result<Filed, SafetyError> {
    if services.vault.knows(conn, new.id)? {
        return Err(SafetyError::IdTaken);
    }
    let standing = Standing::received(new.danger, now);
    let vault = &services.vault;
    let key = vault.create_key(conn, new.id, Class::Confidential, now);
    let key = key.map_err(id_taken)?;
    store::insert(conn, new, &key, &standing, organisation, now)?;
    mark(conn, &services.lookup, new)?;
    // Drawn now, so that when something of it is shown the place does not depend on when.
    public_place(conn, services, &new.told)?;
    let change = StatusChange {
        from: None,
        to: standing.status.to_string(),
        by: ChangedBy::Reporter,
        reason: None,
        at: now,
    };
    record_change(conn, subject(new.id), &change)?;
    retaliation::plan(conn, services, new, now)?;
    let alert = match new.danger {
        Danger::Now => {
            danger::raise(conn, services, alarm(new.id, organisation, now), now)?;
            danger::standing(conn, Endangered::report(new.id))?
        }
        Danger::NotNow => None,
    };
    events::assigned(conn, subject(new.id), organisation, now)?;
    let (lookup, randomness) = (&services.lookup, &*services.randomness);
    let kind = SubjectKind::SafetyReport;
    // It stays when the report is erased, so of the time it tells the month only.
    let month = now.date().first_of_month().start().unwrap_or(now);
    let receipt = issue_receipt(conn, lookup, randomness, kind, new.id, month);
    let receipt = receipt.map_err(|error| id_taken(error.into()))?;
    Ok(Filed {
        standing,
        organisation,
        alert,
        code: receipt.code,
    })
}

/// The organisation that inspects at a place: one that names its district before one that covers the whole country, and
/// of several the one with the fewest open reports.
pub(super) fn find_inspectors(conn: &mut Conn, place: &Place) -> Result<Option<Id>, DbError> {
    let found = find_covering_place(conn, place, COMPETENCE)?;
    // Counting takes the longer the more is open, and nothing depends on it where there is no choice.
    let is_choice = found.len() > 1;
    let mut covering = Vec::new();
    for (how, organisation) in found {
        let open = if is_choice {
            store::count_in_queue(conn, organisation)?
        } else {
            0
        };
        covering.push((how, open, organisation));
    }
    covering.sort_by_key(|(how, open, _)| (*how, *open));
    for (_, _, organisation) in covering {
        if hold(conn, organisation)? {
            return Ok(Some(organisation));
        }
    }
    Ok(None)
}

/// Whoever chooses the id of something that exists meets its key; of a report that was erased, its
/// receipt.
fn id_taken(error: VaultError) -> SafetyError {
    let taken = match &error {
        VaultError::Database(error) => matches!(
            error.constraint().as_deref(),
            Some(
                "data_keys_pkey"
                    | "data_keys_subject_id_class_key"
                    | "receipts_subject_kind_subject_id_key"
            )
        ),
        VaultError::Erased | VaultError::Sealing(_) | VaultError::Form => false,
    };
    if taken {
        return SafetyError::IdTaken;
    }
    error.into()
}
