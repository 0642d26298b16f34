//! Who looks after entries, and when.

use serde_json::{Map, Value};

use crate::directory::error::DirectoryError;
use crate::directory::model::DirectoryAct;
use crate::directory::store::{self, NewEvent};
use crate::identity::Caller;
use crate::identity::audit::{self, Action, Subject};
use crate::identity::permissions::{KeepDirectory, Role};
use crate::organisations;
use crate::platform::clock::Time;
use crate::platform::crypto::{ChainKey, Class};
use crate::platform::db::{Conn, DbError};
use crate::platform::differences::differences_of_values;
use crate::platform::http::Services;
use crate::platform::ids::Id;

/// The competence of organisations that look after what is everybody's.
const REGISTERS: &str = "registers";
/// The place of an event's changes under the key of its entry.
pub const CHANGES: &str = "directory_changes";

/// Who does something: a member of staff, or whoever runs the service.
pub struct Desk<'a> {
    /// What the service is made of.
    pub services: &'a Services,
    /// The time.
    pub now: Time,
    /// The member of staff; nobody on the command line.
    pub account: Option<Id>,
    /// The organisation; none on the command line.
    pub organisation: Option<Id>,
    /// Whether all entries are looked after, not only the own ones.
    pub keeps_all: bool,
}

impl<'a> Desk<'a> {
    /// A member of staff's. Administrators of an organisation that keeps the registers look after all entries.
    pub fn of(
        conn: &mut Conn,
        services: &'a Services,
        by: &Caller<KeepDirectory>,
        now: Time,
    ) -> Result<Self, DbError> {
        let is_administrator = by.roles().contains(&Role::Administrator);
        let keeps = organisations::has_competence(conn, by.organisation(), &[REGISTERS])?;
        Ok(Self {
            services,
            now,
            account: Some(by.account()),
            organisation: Some(by.organisation()),
            keeps_all: is_administrator && keeps,
        })
    }

    /// The same for whoever runs the service, in the name of an organisation or of none.
    pub const fn at(services: &'a Services, organisation: Option<Id>, now: Time) -> Self {
        Self {
            services,
            now,
            account: None,
            organisation,
            keeps_all: true,
        }
    }

    /// Whether entries of this keeper are looked after here.
    pub fn keeps(&self, keeper: Option<Id>) -> bool {
        self.keeps_all || (keeper.is_some() && keeper == self.organisation)
    }

    /// Whose entries alone are there; none: all are.
    pub fn only(&self) -> Option<Id> {
        if self.keeps_all {
            return None;
        }
        self.organisation
    }

    /// Adds what was done with an entry to its history, sealed: an address that was hidden stays so.
    pub(super) fn note(
        &self,
        conn: &mut Conn,
        (subject, sequence): (Id, i64),
        act: DirectoryAct,
        (before, after): (&Value, &Value),
    ) -> Result<(), DirectoryError> {
        let key = self
            .services
            .vault
            .key(conn, subject, Class::Confidential)?;
        let id = self.services.new_id();
        let changes: (Map<String, Value>, Map<String, Value>) =
            differences_of_values(before, after);
        let event = NewEvent {
            id,
            subject_id: subject,
            sequence,
            act,
            at: self.now,
            account_id: self.account,
            organisation_id: self.organisation,
            sealed_changes: key.seal_json(id, CHANGES, &changes)?,
        };
        Ok(store::append_event(conn, event)?)
    }

    /// Writes to the audit log that something was done: call it last.
    pub fn record(
        &self,
        conn: &mut Conn,
        (action, subject): (Action, Subject),
        subject_id: Id,
        detail: Option<&'static str>,
    ) -> Result<(), DbError> {
        let entry = audit::Entry {
            at: self.now,
            account: self.account,
            organisation: self.organisation,
            action,
            subject,
            subject_id,
            detail,
        };
        audit::record(conn, &ChainKey::new(&self.services.keyring), &entry)
    }
}
