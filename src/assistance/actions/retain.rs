//! What happens to requests as time goes by.

use std::time::Duration;

use super::follow::erase_row;
use crate::assistance::clocks::escalate_silence;
use crate::assistance::files::AttachmentStore;
use crate::assistance::routing::route_unassigned;
use crate::assistance::store;
use crate::correspondence::ErasedBecause;
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::problem::Problem;

/// Months after its end for which a request is kept.
const CONFIDENTIAL_MONTHS: i32 = 24;
/// Months after the end for which it is kept who the person is.
const IDENTITY_MONTHS: i32 = 6;
/// Requests that are treated in one go, so that nobody waits for long.
const AT_ONCE: i64 = 100;

/// What is to be done every minute: forgetting, finding organisations, and telling
/// others what was not done in time.
pub fn keep_house(conn: &mut Conn, services: &Services, now: Time) -> Result<(), Problem> {
    forget_expired(conn, services, now)?;
    route_unassigned(conn, services, now)?;
    escalate_silence(conn, services, now)?;
    Ok(())
}

/// Erases what has been kept for as long as it may be; returns how many requests it touched.
pub fn forget_expired(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let before = now.plus_months(-CONFIDENTIAL_MONTHS);
    let over = store::list_ended_before(conn, before, AT_ONCE)?;
    for id in &over {
        if let Some(row) = store::find_locked(conn, *id)? {
            erase_row(conn, services, row, ErasedBecause::TimeOver)?;
        }
    }
    let before = now.plus_months(-IDENTITY_MONTHS);
    let identities = store::list_identities_ended_before(conn, before, AT_ONCE)?;
    for id in &identities {
        services.vault.destroy_class(conn, *id, Class::Identity)?;
        store::delete_identity(conn, *id)?;
    }
    Ok(over.len() + identities.len())
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
