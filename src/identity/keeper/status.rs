//! Disabling and enabling.

use super::change::apply;
use super::tokens::forget_tokens;
use super::{Keeper, KeepingError, lock};
use crate::identity::accounts::{AccountStatus, Changes};
use crate::identity::case_keys::{HolderKind, release};
use crate::identity::sessions::{self, EndedBecause, Which};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::Id;

/// Disables an account: its sessions end at once, its set-up token is worthless, and it no longer has
/// keys of cases.
pub fn disable(conn: &mut Conn, keeper: &Keeper, id: Id, now: Time) -> Result<(), KeepingError> {
    let account = lock(conn, keeper, id)?;
    if account.row.status == AccountStatus::Disabled {
        return Ok(());
    }
    keeper.refuse_last(conn, &account)?;
    keeper.refuse_self(&account)?;
    release(conn, id, HolderKind::OF_ACCOUNTS)?;
    let changes = Changes {
        status: Some(AccountStatus::Disabled),
        ..Changes::default()
    };
    apply(conn, &account, &changes)?;
    sessions::end(conn, id, Which::All, EndedBecause::Disabled, now)?;
    forget_tokens(conn, id)?;
    keeper.record(conn, &account, "disabled", now)?;
    Ok(())
}

/// Enables a disabled account; one that was never set up, or whose roles have come to need a second
/// factor that it lacks, is invited: reset it to get a token.
pub fn enable(conn: &mut Conn, keeper: &Keeper, id: Id, now: Time) -> Result<(), KeepingError> {
    let account = lock(conn, keeper, id)?;
    if account.row.status != AccountStatus::Disabled {
        return Ok(());
    }
    let status = if account.is_set_up() {
        AccountStatus::Active
    } else {
        AccountStatus::Invited
    };
    let changes = Changes {
        status: Some(status),
        ..Changes::default()
    };
    apply(conn, &account, &changes)?;
    keeper.record(conn, &account, "enabled", now)?;
    Ok(())
}
