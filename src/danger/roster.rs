//! Who is on duty when.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::model::Duty;
use super::store::{self, RosterRow};
use crate::contact::ContactWindow;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::Capability;
use crate::identity::{Caller, is_member};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, Json};
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::Id;
use crate::platform::phone::PhoneNumber;
use crate::platform::problem::{Fault, INTERNAL_ERROR, Problem, STALE};
use crate::platform::vault::{Vault, VaultError};

/// Names what is sealed; it must never change.
const TELEPHONES: &str = "duty_roster.telephones";

/// The telephones of a roster, by the accounts whose they are.
pub type Telephones = BTreeMap<Id, PhoneNumber>;

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

/// A member of staff who is on duty at some hours of the week.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyContact {
    /// The account of a case worker, or of an inspector where safety reports are concerned, of the same organisation.
    pub account_id: Id,
    /// When; empty: always.
    #[serde(default)]
    #[schema(max_items = 14)]
    pub windows: Vec<ContactWindow>,
    /// The telephone on duty, if it is to get a text that says that one is called, and nothing else. It is kept sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<PhoneNumber>,
    /// Who is called instead for a while.
    #[serde(default)]
    pub deputy: Option<Deputy>,
}

/// Who is called instead of somebody.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DutyDeputy)]
pub struct Deputy {
    /// The account of a case worker, or of an inspector where safety reports are concerned, of the same organisation.
    pub account_id: Id,
    /// Until when.
    pub until: Time,
    /// The telephone of whoever is called instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<PhoneNumber>,
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

    fn faults(
        &self,
        conn: &mut Conn,
        (organisation, duty): (Id, Duty),
    ) -> Result<Vec<Fault>, Problem> {
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
                    && !is_member(conn, account, organisation, duty.role())?
                {
                    faults.push(Fault::new(format!("{at}/{member}"), duty.not_a_member()));
                }
            }
        }
        Ok(faults)
    }
}

/// The roster of an organisation with its version, without telephones; 0 for one that was never written.
pub fn stored(conn: &mut Conn, organisation: Id, duty: Duty) -> Result<(i64, Roster), Problem> {
    let Some(row) = store::find_roster(conn, organisation, duty)? else {
        return Ok((0, Roster::default()));
    };
    Ok((row.version, read_row(&row)?))
}

fn read_row(row: &RosterRow) -> Result<Roster, Problem> {
    let contacts = row.contacts.read().map_err(|error| {
        tracing::error!(%error, "A stored duty roster cannot be read");
        Problem::new(&INTERNAL_ERROR)
    })?;
    Ok(Roster { contacts })
}

/// The roster of an organisation with its version and the telephones.
pub fn read(
    conn: &mut Conn,
    vault: &Vault,
    (organisation, duty): (Id, Duty),
) -> Result<(i64, Roster), Problem> {
    let Some(row) = store::find_roster(conn, organisation, duty)? else {
        return Ok((0, Roster::default()));
    };
    let (mut roster, telephones) = (read_row(&row)?, open(conn, vault, &row)?);
    for contact in &mut roster.contacts {
        contact.telephone = telephones.get(&contact.account_id).cloned();
        if let Some(deputy) = &mut contact.deputy {
            deputy.telephone = telephones.get(&deputy.account_id).cloned();
        }
    }
    Ok((row.version, roster))
}

/// The telephones of a roster.
pub fn telephones(
    conn: &mut Conn,
    vault: &Vault,
    (organisation, duty): (Id, Duty),
) -> Result<Telephones, Problem> {
    match store::find_roster(conn, organisation, duty)? {
        Some(row) => Ok(open(conn, vault, &row)?),
        None => Ok(Telephones::new()),
    }
}

fn open(conn: &mut Conn, vault: &Vault, row: &RosterRow) -> Result<Telephones, VaultError> {
    let (Some(key_id), Some(sealed)) = (row.key_id, &row.sealed_telephones) else {
        return Ok(Telephones::new());
    };
    let key = vault.key(conn, key_id, Class::Identity)?;
    key.open_json(key_id, TELEPHONES, sealed)
}

/// Takes the telephones out of a roster.
fn take_telephones(roster: &mut Roster) -> Telephones {
    let mut taken = Telephones::new();
    for contact in &mut roster.contacts {
        if let Some(number) = contact.telephone.take() {
            taken.insert(contact.account_id, number);
        }
        if let Some(deputy) = &mut contact.deputy
            && let Some(number) = deputy.telephone.take()
        {
            taken.entry(deputy.account_id).or_insert(number);
        }
    }
    taken
}

/// Puts another roster in its place, if the caller has seen the present one; returns the new version and the roster as
/// it is read from now on.
pub fn put<C: Capability>(
    conn: &mut Conn,
    vault: &Vault,
    (caller, duty): (&Caller<C>, Duty),
    (mut roster, seen): (Roster, &IfMatch),
    now: Time,
) -> Result<(i64, Roster), Problem> {
    let organisation = caller.organisation();
    let before = store::find_roster(conn, organisation, duty)?;
    let version = before.as_ref().map_or(0, |row| row.version);
    seen.check(&EntityTag::of_version(version))?;
    let faults = roster.faults(conn, (organisation, duty))?;
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let telephones = take_telephones(&mut roster);
    let contacts = Json::of(&roster.contacts).map_err(|error| {
        tracing::error!(%error, "A duty roster cannot be written as JSON");
        Problem::new(&INTERNAL_ERROR)
    })?;
    let (key_id, sealed_telephones) = seal(conn, vault, &telephones, now)?.unzip();
    let row = RosterRow {
        organisation_id: organisation,
        duty,
        version,
        contacts,
        changed_at: now,
        key_id,
        sealed_telephones,
    };
    if !store::put_roster(conn, row)? {
        return Err(Problem::new(&STALE));
    }
    if let Some(old) = before.and_then(|row| row.key_id) {
        vault.destroy(conn, old)?;
    }
    let (action, subject) = (Action::RosterChanged, Subject::DutyRoster);
    let detail = (duty == Duty::SafetyReports).then_some("safety_reports");
    caller.record(conn, now, action, subject, organisation, detail)?;
    read(conn, vault, (organisation, duty))
}

/// Seals telephones under a new key; nothing when there are none.
fn seal(
    conn: &mut Conn,
    vault: &Vault,
    telephones: &Telephones,
    now: Time,
) -> Result<Option<(Id, Vec<u8>)>, VaultError> {
    if telephones.is_empty() {
        return Ok(None);
    }
    let key_id = Id::random(vault.randomness());
    let key = vault.create_key(conn, key_id, Class::Identity, now.hour())?;
    let sealed = key.seal_json(key_id, TELEPHONES, telephones)?;
    Ok(Some((key_id, sealed)))
}
