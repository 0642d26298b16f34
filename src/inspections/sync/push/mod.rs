//! A push: everything is read, decided in memory, and written, by a fixed number of queries.

mod incoming;
mod reading;
mod written;

use std::collections::BTreeSet;

use serde_json::Value;

use self::incoming::Incoming;
use super::outcome::Settled;
use super::store::{self, ConflictRow};
use crate::identity;
use crate::inspections::error::InspectionError;
use crate::inspections::records::Hand;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;

/// Days for which an operation waits for the one on which it builds.
pub const HELD_DAYS: u64 = 5;
/// How often a push is tried for which others take ids at the same moment.
const TRIES: usize = 5;

/// A tablet, and whose it is.
#[derive(Debug, Clone, Copy)]
pub struct Tablet {
    /// The inspector.
    pub account: Id,
    /// The inspectorate.
    pub organisation: Id,
    /// The tablet.
    pub device: Id,
}

/// What became of something that was sent.
pub struct Pushed {
    /// The tablet's number of it.
    pub id: Id,
    /// What became of it.
    pub settled: Settled,
    /// It was settled by an earlier push.
    pub is_duplicate: bool,
    /// Until when it waits.
    pub held_until: Option<Time>,
}

impl Pushed {
    fn now(id: Id, settled: Settled) -> Self {
        Self {
            id,
            settled,
            is_duplicate: false,
            held_until: None,
        }
    }
}

/// Does what a tablet has sent; each operation gets a result, in the order in which they were sent.
pub fn push(
    conn: &mut Conn,
    with: (&Services, Time),
    tablet: Tablet,
    sent: &[(Id, Value)],
) -> Result<(Vec<Pushed>, Vec<ConflictRow>), InspectionError> {
    // Two pushes of one tablet come one after the other: what is repeated finds what was done.
    identity::lock_device(conn, tablet.device)?;
    let incoming = settle(conn, with, tablet, sent)?;
    let ids: Vec<Id> = incoming
        .results
        .values()
        .filter_map(|pushed| pushed.settled.conflict)
        .collect();
    let conflicts = if ids.is_empty() {
        Vec::new()
    } else {
        store::find_conflicts(conn, tablet.organisation, &ids)?
    };
    let mut seen = BTreeSet::new();
    let results = sent.iter().filter_map(|(id, _)| {
        let pushed = incoming.results.get(id)?;
        Some(Pushed {
            id: *id,
            settled: pushed.settled.clone(),
            is_duplicate: pushed.is_duplicate || !seen.insert(*id),
            held_until: pushed.held_until,
        })
    });
    Ok((results.collect(), conflicts))
}

/// Does everything that is new. Another tablet may take an id at the same moment; that shows when this one writes, and then
/// everything is read and judged anew, with what the other has written.
fn settle(
    conn: &mut Conn,
    (services, now): (&Services, Time),
    tablet: Tablet,
    sent: &[(Id, Value)],
) -> Result<Incoming, InspectionError> {
    for _ in 0..TRIES {
        let tried = conn.attempt(|conn| -> Result<Incoming, InspectionError> {
            let mut incoming = Incoming::read(conn, tablet.organisation, sent)?;
            if incoming.has_new() {
                let hand = Hand {
                    services,
                    now,
                    account: Some(tablet.account),
                    organisation: tablet.organisation,
                    device: Some(tablet.device),
                    // A tablet in the field carries out what was planned.
                    may_plan: false,
                };
                incoming.settle(conn, hand, tablet)?;
            }
            Ok(incoming)
        });
        match tried {
            Err(InspectionError::IdTaken) => {}
            settled => return settled,
        }
    }
    Err(DbError::Conflict("others take the same ids again and again".to_owned()).into())
}
