//! What happens to requests as time goes by after their end.

use super::hold::{end_hold, forget};
use super::model::{GRACE, RetentionClass, RetentionPolicy};
use super::store::{self, HoldRow, RetentionRow};
use crate::assistance::actions::erase_row;
use crate::assistance::reach;
use crate::assistance::referrals::{self, RevokedBy};
use crate::assistance::store::{
    RequestRow, count_version_up, delete_identity, find_locked, list_identities_ended_before,
    list_planned_ended_before,
};
use crate::contact::ContactRefusal;
use crate::correspondence::ErasedBecause;
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::vault::{Vault, VaultError};

/// Months after the end for which it is kept who the person is.
const IDENTITY_MONTHS: i32 = 6;
/// Requests that are treated in one go, so that nobody waits for long.
const AT_ONCE: i64 = 100;

/// For how long a request is kept, and what holds it.
pub(in crate::assistance) struct Kept {
    pub retention: Option<RetentionRow>,
    pub hold: Option<HoldRow>,
}

/// For how long a request is kept.
pub(in crate::assistance) fn kept(conn: &mut Conn, request: Id) -> Result<Kept, DbError> {
    Ok(Kept {
        retention: store::find(conn, request)?,
        hold: store::find_hold(conn, request)?,
    })
}

/// Says anew for how long a request is kept, after its status has changed.
pub(in crate::assistance) fn follow_status(
    conn: &mut Conn,
    services: &Services,
    row: &RequestRow,
) -> Result<(), DbError> {
    let class = RetentionClass::of(row.status, row.reason.as_deref());
    match (class, row.ended_at) {
        (Some(class), Some(ended_at)) => {
            let policy = RetentionPolicy::of(&services.config);
            let begun = RetentionRow {
                request_id: row.id,
                class,
                expires_at: class.expires(ended_at, policy),
                warned_at: None,
            };
            store::replace(conn, begun)
        }
        _ => store::remove(conn, row.id),
    }
}

/// Forgets for how long a request was to be kept, because it is open again.
pub(in crate::assistance) fn keep_open(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    store::remove(conn, request)
}

/// Gives an ended request another month, because somebody has written. Both sides are told at once
/// when its new end is.
pub(in crate::assistance) fn note_activity(
    conn: &mut Conn,
    request: Id,
    now: Time,
) -> Result<(), DbError> {
    let Some(row) = store::find(conn, request)? else {
        return Ok(());
    };
    let in_a_month = now.plus(GRACE);
    if row.expires_at >= in_a_month {
        return Ok(());
    }
    let postponed = RetentionRow {
        expires_at: in_a_month,
        warned_at: Some(now),
        ..row
    };
    store::replace(conn, postponed)
}

/// Deletes what is known here of a request that is being erased.
pub(in crate::assistance) fn delete_all(
    conn: &mut Conn,
    vault: &Vault,
    request: Id,
) -> Result<(), VaultError> {
    store::remove(conn, request)?;
    let hold = store::find_hold(conn, request)?;
    forget(conn, vault, hold)
}

/// Tells of the ends that are near, ends the holds that are over, and erases what has been kept for
/// as long as it may be; returns how many requests lost something.
pub fn forget_expired(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    for row in store::list_unwarned(conn, now.plus(GRACE), AT_ONCE)? {
        warn(conn, row, now)?;
    }
    for request in store::list_hold_over(conn, now, AT_ONCE)? {
        if let Some(row) = find_locked(conn, request)? {
            end_hold(conn, services, row)?;
        }
    }
    let over = store::list_over(conn, now, AT_ONCE)?;
    for request in &over {
        if let Some(row) = find_locked(conn, *request)? {
            erase_row(conn, services, row, ErasedBecause::TimeOver)?;
        }
    }
    let forgotten = forget_identities(conn, services, now)? + forget_plans(conn, services, now)?;
    Ok(over.len() + forgotten)
}

/// Begins to tell both sides; from now on it takes a month at least, however late this is.
fn warn(conn: &mut Conn, row: RetentionRow, now: Time) -> Result<(), DbError> {
    count_version_up(conn, row.request_id)?;
    let warned = RetentionRow {
        expires_at: row.expires_at.max(now.plus(GRACE)),
        warned_at: Some(now),
        ..row
    };
    store::replace(conn, warned)
}

fn forget_identities(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let before = now.plus_months(-IDENTITY_MONTHS);
    let identities = list_identities_ended_before(conn, before, AT_ONCE)?;
    for request in &identities {
        services
            .vault
            .destroy_class(conn, *request, Class::Identity)?;
        delete_identity(conn, *request)?;
        let by = RevokedBy::Service;
        referrals::forget_identity(conn, services, (*request, by), now)?;
    }
    Ok(identities.len())
}

/// What the sender of texts needs is kept no longer than who the person is.
fn forget_plans(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let before = now.plus_months(-IDENTITY_MONTHS);
    let planned = list_planned_ended_before(conn, before, AT_ONCE)?;
    for request in &planned {
        if find_locked(conn, *request)?.is_some() {
            reach::stop(conn, &services.vault, *request, ContactRefusal::NoPlan)?;
        }
    }
    Ok(planned.len())
}
