//! What happens to requests as time goes by.

use std::collections::BTreeSet;

use super::follow::erase_row;
use super::read_codes;
use crate::assistance::check_ins;
use crate::assistance::model::IssueCode;
use crate::assistance::routing::find_organisation;
use crate::assistance::store;
use crate::correspondence::ErasedBecause;
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::problem::Problem;

/// Months after its end for which a request is kept.
const CONFIDENTIAL_MONTHS: i32 = 24;
/// Months after the end for which it is kept who the person is.
const IDENTITY_MONTHS: i32 = 6;
/// Requests that are treated in one go, so that nobody waits for long.
const AT_ONCE: i64 = 100;

/// What is to be done every minute: forgetting, and finding organisations.
pub fn keep_house(conn: &mut Conn, services: &Services, now: Time) -> Result<(), Problem> {
    forget_expired(conn, services, now)?;
    route_unassigned(conn)?;
    check_ins::ask_due(conn, now)?;
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

/// Looks again for an organisation for the requests that have none: one may have joined since.
/// Returns how many requests found one.
pub fn route_unassigned(conn: &mut Conn) -> Result<usize, Problem> {
    let mut found = 0;
    for row in store::list_unrouted(conn, AT_ONCE)? {
        let issues: BTreeSet<IssueCode> = read_codes(&row.issue_codes)?;
        let Some(organisation) = find_organisation(conn, &row.country, &issues)? else {
            continue;
        };
        let routed = store::RequestRow {
            organisation_id: Some(organisation),
            ..row
        };
        if store::update(conn, &routed)? {
            store::name_organisation(conn, routed.id, organisation)?;
            found += 1;
        }
    }
    Ok(found)
}
