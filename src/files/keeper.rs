//! Clearing away uploads whose time is over, and parts that nothing names.

use std::time::Duration;

use super::destination::Destinations;
use super::store;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::problem::Problem;

/// Uploads that are cleared away in one go.
const AT_ONCE: i64 = 100;
/// How often the store of parts is swept.
const SWEEP_EVERY: Duration = Duration::from_hours(24);
/// How old a part without an upload must be to be taken for left over.
const LEFT_OVER_AFTER: Duration = Duration::from_hours(24);

/// Keeps uploads tidy while the server runs.
pub struct UploadKeeper {
    destinations: Destinations,
    swept_at: Option<Time>,
}

impl UploadKeeper {
    /// One that has not done anything yet.
    pub const fn new(destinations: Destinations) -> Self {
        Self {
            destinations,
            swept_at: None,
        }
    }

    /// Does what is due. The parts go first: a row that is left is found again.
    pub async fn tidy_up(&mut self, services: &Services) -> Result<(), Problem> {
        let now = services.clock.now();
        let list = move |conn: &mut Conn| store::list_over(conn, now, AT_ONCE);
        let over = services.db.read(list).await?;
        for upload in &over {
            self.destinations.parts().remove_all(*upload).await?;
        }
        if !over.is_empty() {
            let delete = move |conn: &mut Conn| store::delete_over(conn, &over, now);
            services.db.write(delete).await?;
        }
        if self.swept_at.is_none_or(|at| now.since(at) >= SWEEP_EVERY) {
            self.sweep(services, now).await?;
            self.swept_at = Some(now);
        }
        Ok(())
    }

    async fn sweep(&self, services: &Services, now: Time) -> Result<(), Problem> {
        let parts = self.destinations.parts();
        let before = now.minus(LEFT_OVER_AFTER);
        for (upload, part) in parts.list_older_than(before).await? {
            let ask = move |conn: &mut Conn| store::is_known(conn, upload);
            let is_known: Result<bool, DbError> = services.db.read(ask).await;
            if !is_known? {
                parts.remove(upload, part).await?;
            }
        }
        Ok(())
    }
}
