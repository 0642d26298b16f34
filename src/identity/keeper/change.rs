//! Another display name, other roles.

use super::{Keeper, KeepingError, get, refuse_incompetent};
use crate::identity::accounts::{self, AccountStatus, Changed, Changes, StoredAccount};
use crate::identity::case_keys::{HolderKind, release};
use crate::identity::permissions::Role;
use crate::platform::clock::Time;
use crate::platform::db::Conn;

/// Gives an account, which is locked, another display name or other roles.
pub(in crate::identity) fn change(
    conn: &mut Conn,
    keeper: &Keeper,
    account: &StoredAccount,
    changes: &Changes,
    now: Time,
) -> Result<StoredAccount, KeepingError> {
    let mut detail = "display_name";
    if let Some(roles) = changes
        .roles
        .as_ref()
        .filter(|roles| !same(roles, &account.roles))
    {
        detail = "roles";
        keeper.refuse_self(account)?;
        if !roles.contains(&Role::Administrator) {
            keeper.refuse_last(conn, account)?;
        }
        refuse_incompetent(conn, account.row.organisation_id, roles)?;
        let needed = roles.iter().any(|role| role.needs_second_factor());
        if needed && !account.has_second_factor() && account.row.status != AccountStatus::Invited {
            return Err(KeepingError::SecondFactorMissing);
        }
        let lost = |role: &Role| account.roles.contains(role) && !roles.contains(role);
        for (role, kind) in [
            (Role::CaseWorker, HolderKind::Handler),
            (Role::Custodian, HolderKind::Custodian),
        ] {
            if lost(&role) {
                release(conn, account.row.id, &[kind])?;
            }
        }
    }
    apply(conn, account, changes)?;
    keeper.record(conn, account, detail, now)?;
    get(conn, keeper, account.row.id)
}

fn same(one: &[Role], other: &[Role]) -> bool {
    one.len() == other.len() && one.iter().all(|role| other.contains(role))
}

pub(super) fn apply(
    conn: &mut Conn,
    account: &StoredAccount,
    changes: &Changes,
) -> Result<(), KeepingError> {
    match accounts::change(conn, &account.row, changes)? {
        Changed::Done => Ok(()),
        Changed::Overtaken => Err(KeepingError::Overtaken),
    }
}
