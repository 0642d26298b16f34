//! Who keeps establishments, where, and when.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::establishments::cards::tell_tablets;
use crate::identity::Caller;
use crate::identity::audit::{self, Action, Subject};
use crate::identity::permissions::KeepEstablishments;
use crate::organisations;
use crate::platform::clock::Time;
use crate::platform::crypto::ChainKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;

/// Who does something: a member of an inspectorate, or whoever runs the service in its name.
pub struct Desk<'a> {
    /// What the service is made of.
    pub services: &'a Services,
    /// The time.
    pub now: Time,
    /// The member of staff; nobody on the command line.
    pub account: Option<Id>,
    /// The inspectorate.
    pub organisation: Id,
    /// The countries in which it works, and whose establishments alone are there for it.
    pub countries: Vec<String>,
    /// Establishments that were changed here, of which tablets are told at the end.
    changed: RefCell<BTreeSet<Id>>,
}

impl<'a> Desk<'a> {
    /// A member of staff's.
    pub fn of(
        conn: &mut Conn,
        services: &'a Services,
        by: &Caller<KeepEstablishments>,
        now: Time,
    ) -> Result<Self, DbError> {
        Self::at(conn, services, (Some(by.account()), by.organisation()), now)
    }

    /// The same for whoever runs the service.
    pub fn at(
        conn: &mut Conn,
        services: &'a Services,
        (account, organisation): (Option<Id>, Id),
        now: Time,
    ) -> Result<Self, DbError> {
        let found = organisations::find(conn, organisation)?;
        Ok(Self {
            services,
            now,
            account,
            organisation,
            countries: found.map_or_else(Vec::new, |found| found.countries),
            changed: RefCell::default(),
        })
    }

    /// Whether establishments of this country are there.
    pub fn covers(&self, country: &str) -> bool {
        self.countries.iter().any(|own| own == country)
    }

    /// Notes that an establishment was changed.
    pub fn note_changed(&self, id: Id) {
        self.changed.borrow_mut().insert(id);
    }

    /// Tells tablets what was changed, and writes to the audit log that something was done: call it last.
    pub fn record(
        &self,
        conn: &mut Conn,
        (action, subject): (Action, Subject),
        subject_id: Id,
        detail: Option<&'static str>,
    ) -> Result<(), DbError> {
        let changed = self.changed.take();
        tell_tablets(conn, &changed)?;
        let entry = audit::Entry {
            at: self.now,
            account: self.account,
            organisation: Some(self.organisation),
            action,
            subject,
            subject_id,
            detail,
        };
        audit::record(conn, &ChainKey::new(&self.services.keyring), &entry)
    }

    /// The same of an establishment.
    pub fn record_change(
        &self,
        conn: &mut Conn,
        id: Id,
        detail: &'static str,
    ) -> Result<(), DbError> {
        let what = (Action::EstablishmentChanged, Subject::Establishment);
        self.record(conn, what, id, Some(detail))
    }
}
