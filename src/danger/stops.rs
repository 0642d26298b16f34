//! Whom each step of an escalation calls.

use super::model::{Duty, Stop};
use super::roster;
use crate::identity::permissions::Role;
use crate::identity::{is_member, list_members};
use crate::organisations::{OF_THE_SERVICE, hold, list_with_competence};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// The accounts that a step calls; empty when there is nobody.
pub fn accounts_at(
    conn: &mut Conn,
    services: &Services,
    (duty, stop): (Duty, Stop),
    organisation: Option<Id>,
    now: Time,
) -> Result<Vec<Id>, Problem> {
    let Some(organisation) = organisation else {
        return match stop {
            Stop::OperatorDesk => operator(conn, services),
            Stop::DutyContact
            | Stop::NextDutyContact
            | Stop::CaseWorkers
            | Stop::Inspectors
            | Stop::Administrators => Ok(Vec::new()),
        };
    };
    let of_duty = (organisation, duty);
    Ok(match stop {
        Stop::DutyContact => on_duty(conn, of_duty, now)?.into_iter().take(1).collect(),
        Stop::NextDutyContact => {
            let others = on_duty(conn, of_duty, now)?.into_iter().skip(1);
            others.take(1).collect()
        }
        Stop::CaseWorkers | Stop::Inspectors => list_members(conn, organisation, duty.role())?,
        Stop::Administrators => list_members(conn, organisation, Role::Administrator)?,
        Stop::OperatorDesk => operator(conn, services)?,
    })
}

/// Those on duty who still have the role in the organisation.
fn on_duty(
    conn: &mut Conn,
    (organisation, duty): (Id, Duty),
    now: Time,
) -> Result<Vec<Id>, Problem> {
    let (_, roster) = roster::stored(conn, organisation, duty)?;
    let mut found = Vec::new();
    for account in roster.on_duty(now) {
        if !found.contains(&account) && is_member(conn, account, organisation, duty.role())? {
            found.push(account);
        }
    }
    Ok(found)
}

fn operator(conn: &mut Conn, services: &Services) -> Result<Vec<Id>, Problem> {
    if let Some(desk) = services.config.operator_desk
        && hold(conn, desk)?
    {
        let mut found = list_members(conn, desk, Role::CaseWorker)?;
        for account in list_members(conn, desk, Role::Administrator)? {
            if !found.contains(&account) {
                found.push(account);
            }
        }
        if !found.is_empty() {
            return Ok(found);
        }
        tracing::warn!("Nobody is at the operator's desk; the service's administrators are called");
    }
    let mut found = Vec::new();
    for organisation in list_with_competence(conn, OF_THE_SERVICE)? {
        found.extend(list_members(conn, organisation, Role::Administrator)?);
    }
    Ok(found)
}
