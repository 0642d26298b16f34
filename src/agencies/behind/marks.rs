//! The sanctions and certificates that are kept beside their agency, so that a list reads one table.

use diesel::prelude::*;

use super::model::{BadgeKind, Mark, NewCertificate, NewSanction, StatementKind};
use super::statements::{StatementFilter, StatementRow, list};
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::schema::agencies;

/// Of each kind the newest are kept; `/sanctions` and `/certificates` list all of them.
const MOST: i64 = 20;

/// Reckons the marks of an agency from what is said of it.
pub(in crate::agencies) fn refresh(conn: &mut Conn, agency: Id) -> Result<(), Problem> {
    let mut marks = Vec::new();
    for kind in [StatementKind::Sanction, StatementKind::Certificate] {
        let rows = list(conn, agency, kind, StatementFilter::default(), None, MOST)?;
        for row in rows {
            marks.extend(mark(&row)?);
        }
    }
    let marks = Json::of(&marks).map_err(|error| {
        tracing::error!(%error, "Marks cannot be stored");
        Problem::new(&INTERNAL_ERROR)
    })?;
    diesel::update(agencies::table.find(agency))
        .set(agencies::marks.eq(marks))
        .execute(conn)?;
    Ok(())
}

fn mark(row: &StatementRow) -> Result<Option<Mark>, Problem> {
    let (kind, code) = match row.kind {
        StatementKind::Sanction => {
            let said: NewSanction = row.read()?;
            (BadgeKind::Sanction, said.kind.into_inner())
        }
        StatementKind::Certificate => {
            let said: NewCertificate = row.read()?;
            (BadgeKind::Certificate, said.scheme.into_inner())
        }
        StatementKind::Name
        | StatementKind::Branch
        | StatementKind::Principal
        | StatementKind::JobOrder => return Ok(None),
    };
    Ok(Some(Mark {
        id: row.id,
        kind,
        code,
        since: row.since,
        until: row.until,
    }))
}
