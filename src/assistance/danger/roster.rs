//! Who is on duty when.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::store;
use crate::assistance::model::ContactWindow;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::{Administer, Role};
use crate::identity::{Caller, is_member};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, INTERNAL_ERROR, Problem, STALE};

/// Who is called first when somebody is in danger, in the order in which they are called.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = DutyRoster, example = json!({ "contacts": [{
    "account_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "windows": [{ "days": ["monday", "tuesday"], "from": "18:00", "until": "06:00",
        "time_zone": "Asia/Singapore" }],
    "deputy": { "account_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e70",
        "until": "2999-01-01T00:00:00Z" } }] }))]
pub struct Roster {
    /// The contacts.
    #[schema(max_items = 20)]
    pub contacts: Vec<DutyContact>,
}

/// A case worker who is on duty at some hours of the week.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyContact {
    /// The account of a case worker of the same organisation.
    pub account_id: Id,
    /// When; empty: always.
    #[serde(default)]
    #[schema(max_items = 14)]
    pub windows: Vec<ContactWindow>,
    /// Who is called instead for a while.
    #[serde(default)]
    pub deputy: Option<Deputy>,
}

/// Who is called instead of somebody.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DutyDeputy)]
pub struct Deputy {
    /// The account of a case worker of the same organisation.
    pub account_id: Id,
    /// Until when.
    pub until: Time,
}

impl Roster {
    /// Who is on duty at a time, in the order in which they are called.
    pub fn on_duty(&self, at: Time) -> Vec<Id> {
        let is_on = |contact: &&DutyContact| {
            contact.windows.is_empty() || contact.windows.iter().any(|window| window.holds(at))
        };
        let called = |contact: &DutyContact| match &contact.deputy {
            Some(deputy) if deputy.until > at => deputy.account_id,
            _ => contact.account_id,
        };
        self.contacts.iter().filter(is_on).map(called).collect()
    }

    fn faults(&self, conn: &mut Conn, organisation: Id) -> Result<Vec<Fault>, Problem> {
        let (mut faults, mut named) = (Vec::new(), BTreeSet::new());
        for (number, contact) in self.contacts.iter().enumerate() {
            let at = format!("/contacts/{number}");
            if !named.insert(contact.account_id) {
                faults.push(Fault::new(format!("{at}/account_id"), "given_twice"));
            }
            for (window, of) in contact.windows.iter().enumerate() {
                if !of.time_zone.is_known() {
                    let pointer = format!("{at}/windows/{window}/time_zone");
                    faults.push(Fault::new(pointer, "unknown_time_zone"));
                }
            }
            let deputy = contact.deputy.as_ref();
            let accounts = [
                (Some(contact.account_id), "account_id"),
                (deputy.map(|deputy| deputy.account_id), "deputy/account_id"),
            ];
            for (account, member) in accounts {
                if let Some(account) = account
                    && !is_member(conn, account, organisation, Role::CaseWorker)?
                {
                    faults.push(Fault::new(format!("{at}/{member}"), "not_a_case_worker"));
                }
            }
        }
        Ok(faults)
    }
}

/// The roster of an organisation with its version; 0 for one that was never written.
pub fn read(conn: &mut Conn, organisation: Id) -> Result<(i64, Roster), Problem> {
    let Some((version, contacts)) = store::find_roster(conn, organisation)? else {
        return Ok((0, Roster::default()));
    };
    let contacts = contacts.read().map_err(|error| {
        tracing::error!(%error, "A stored duty roster cannot be read");
        Problem::new(&INTERNAL_ERROR)
    })?;
    Ok((version, Roster { contacts }))
}

/// Puts another roster in its place, if the caller has seen the present one; returns the new version.
pub fn put(
    conn: &mut Conn,
    caller: &Caller<Administer>,
    roster: &Roster,
    seen: &IfMatch,
    now: Time,
) -> Result<i64, Problem> {
    let organisation = caller.organisation();
    let (version, _) = read(conn, organisation)?;
    seen.check(&EntityTag::of_version(version))?;
    let faults = roster.faults(conn, organisation)?;
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let contacts = Json::of(&roster.contacts).map_err(|error| {
        tracing::error!(%error, "A duty roster cannot be written as JSON");
        Problem::new(&INTERNAL_ERROR)
    })?;
    if !store::put_roster(conn, organisation, version, contacts, now)? {
        return Err(Problem::new(&STALE));
    }
    let (action, subject) = (Action::RosterChanged, Subject::DutyRoster);
    caller.record(conn, now, action, subject, organisation, None)?;
    Ok(version + 1)
}
