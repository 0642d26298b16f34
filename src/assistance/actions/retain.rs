//! What happens to requests as time goes by.

use std::collections::BTreeSet;

use super::read_codes;
use crate::assistance::model::IssueCode;
use crate::assistance::retention::forget_expired;
use crate::assistance::routing::find_organisation;
use crate::assistance::store;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::problem::Problem;

/// Requests that are treated in one go, so that nobody waits for long.
const AT_ONCE: i64 = 100;

/// What is to be done every minute: forgetting, and finding organisations.
pub fn keep_house(conn: &mut Conn, services: &Services, now: Time) -> Result<(), Problem> {
    forget_expired(conn, services, now)?;
    route_unassigned(conn)?;
    Ok(())
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
