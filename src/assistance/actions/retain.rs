//! What happens to requests as time goes by.

use std::time::Duration;

use crate::assistance::check_ins;
use crate::assistance::clocks::escalate_silence;
use crate::assistance::files::AttachmentStore;
use crate::assistance::referrals;
use crate::assistance::retention::forget_expired;
use crate::assistance::routing::route_unassigned;
use crate::assistance::store;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::problem::Problem;

/// A part of what is to be done every minute.
pub type Chore = fn(&mut Conn, &Services, Time) -> Result<(), Problem>;

/// What is to be done every minute, with a word for each: forgetting, finding organisations, telling others what was not
/// done in time, asking how things are, and bringing referrals back. Each is a transaction of its own, so that one that
/// fails holds up no other.
pub const CHORES: &[(&str, Chore)] = &[
    ("forgetting requests", |conn, services, now| {
        forget_expired(conn, services, now).map(|_| ())
    }),
    ("routing", |conn, services, now| {
        route_unassigned(conn, services, now).map(|_| ())
    }),
    ("escalation", |conn, services, now| {
        escalate_silence(conn, services, now).map(|_| ())
    }),
    ("check-ins", |conn, services, now| {
        check_ins::ask_due(conn, services, now).map(|_| ())
    }),
    ("referrals", referrals::keep_house),
];

/// Does all of it in one transaction, as tests and benchmarks want it.
pub fn keep_house(conn: &mut Conn, services: &Services, now: Time) -> Result<(), Problem> {
    for (_, chore) in CHORES {
        chore(conn, services, now)?;
    }
    Ok(())
}

/// How often the store of attachments is swept.
const SWEEP_EVERY: Duration = Duration::from_hours(24);
/// How old a file without a row must be to be taken for left over: uploads take minutes.
const LEFT_OVER_AFTER: Duration = Duration::from_hours(24);

/// Removes the files of attachments that no row names: of what was erased, and of uploads that were cut off.
pub struct AttachmentKeeper {
    files: AttachmentStore,
    swept_at: Option<Time>,
}

impl AttachmentKeeper {
    /// One that has not done anything yet.
    pub const fn new(files: AttachmentStore) -> Self {
        Self {
            files,
            swept_at: None,
        }
    }

    /// Does what is due.
    pub async fn tidy_up(&mut self, services: &Services) -> Result<(), Problem> {
        let now = services.clock.now();
        if self.swept_at.is_some_and(|at| now.since(at) < SWEEP_EVERY) {
            return Ok(());
        }
        let before = now.minus(LEFT_OVER_AFTER);
        for (owner, file) in self.files.0.list_older_than(before).await? {
            let ask = move |conn: &mut Conn| store::is_file_known(conn, file);
            let is_known: Result<bool, DbError> = services.db.read(ask).await;
            if !is_known? {
                self.files.0.remove(owner, file).await?;
            }
        }
        self.swept_at = Some(now);
        Ok(())
    }
}
