//! A record of evidence as what takes a file part by part.

use super::VisitFiles;
use super::actions::{self, Inspector, Place};
use crate::files::{Destination, FileOwner, Owner};
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::intake::{Intake, KeptFile};
use crate::platform::problem::Problem;
use crate::platform::vault::SubjectKey;

/// A record of evidence, and the inspector who uploads its file.
pub struct OfRecord {
    /// The store.
    pub files: VisitFiles,
    /// The inspector.
    pub by: Inspector,
    /// The visit and the record.
    pub which: Place,
}

impl Destination for OfRecord {
    /// An upload is that of one inspector: nobody else of the team puts bytes into what she has begun.
    fn owner(&self) -> Owner {
        Owner {
            kind: FileOwner::VisitEvidence,
            subject: self.which.1,
            account: Some(self.by.account()),
        }
    }

    fn folder(&self) -> Id {
        self.which.0
    }

    fn intake(&self) -> Intake {
        self.files.intake()
    }

    fn make_ready(&self, conn: &mut Conn, here: &Context) -> Result<(), Problem> {
        actions::make_ready(conn, here, &self.by, self.which)
    }

    fn key(&self, conn: &mut Conn, here: &Context) -> Result<SubjectKey, Problem> {
        actions::key(conn, here, &self.by, self.which)
    }

    fn key_with_room(&self, conn: &mut Conn, here: &Context) -> Result<SubjectKey, Problem> {
        actions::key_with_room(conn, here, &self.by, self.which)
    }

    fn add(&self, conn: &mut Conn, here: &Context, new: (Id, KeptFile)) -> Result<(), Problem> {
        actions::add(conn, here, &self.by, self.which, new.1)?;
        Ok(())
    }
}
