//! What has waited too long for something that never came.

use super::outcome::Settled;
use super::store::{self, OperationRow};
use crate::inspections::error::InspectionError;
use crate::inspections::feed::{self, FeedEntity, Telling};
use crate::platform::clock::Time;
use crate::platform::db::Conn;

/// Operations that are treated in one go.
const AT_ONCE: i64 = 500;

/// Rejects what has waited too long, and tells the tablets; returns how many there were. Several instances may do it at
/// once.
pub fn reject_overdue(conn: &mut Conn, now: Time) -> Result<usize, InspectionError> {
    let rows = store::claim_overdue(conn, now, AT_ONCE)?;
    let mut tellings = std::collections::BTreeMap::new();
    let mut rejected: Vec<OperationRow> = Vec::with_capacity(rows.len());
    for row in rows {
        let of_inspectorate: &mut Vec<Telling> = tellings.entry(row.organisation_id).or_default();
        of_inspectorate.push(Telling {
            account: row.account_id,
            entity: FeedEntity::Operation,
            entity_id: row.id,
            is_gone: false,
        });
        let held: Settled = row.result.read()?;
        rejected.push(row.settled(&held.overdue(), now)?);
    }
    store::settle(conn, &rejected)?;
    for (organisation, tellings) in tellings {
        feed::tell(conn, organisation, &tellings)?;
    }
    Ok(rejected.len())
}
