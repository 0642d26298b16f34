//! Sweeping away files that no record names: uploads that were cut off.

use std::time::Duration;

use diesel::prelude::*;

use super::VisitFiles;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::schema::inspection_files as files;

/// How often the store is swept.
const SWEEP_EVERY: Duration = Duration::from_hours(24);
/// How old a file without a record must be to be taken for left over: uploads take minutes.
const LEFT_OVER_AFTER: Duration = Duration::from_hours(24);

/// Keeps the files of visits tidy while the server runs.
pub struct VisitFileKeeper {
    files: VisitFiles,
    swept_at: Option<Time>,
}

impl VisitFileKeeper {
    /// One that has not done anything yet.
    pub const fn new(files: VisitFiles) -> Self {
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
        for (visit, file) in self.files.0.list_older_than(before).await? {
            let ask = move |conn: &mut Conn| is_known(conn, file);
            if !services.db.read(ask).await? {
                self.files.0.remove(visit, file).await?;
            }
        }
        self.swept_at = Some(now);
        Ok(())
    }
}

fn is_known(conn: &mut Conn, file: Id) -> Result<bool, DbError> {
    let found: Option<Id> = files::table
        .filter(files::file_id.eq(file))
        .select(files::file_id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}
