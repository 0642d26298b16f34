//! Making boards, finding and revoking them.

use super::model::{self, Board, BoardToken, NewBoard};
use super::store;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject as Audited};
use crate::identity::permissions::KeepSiteBoards;
use crate::platform::clock::Time;
use crate::platform::crypto::LookupKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::safety::model::SafetyError;

type Keeper = Caller<KeepSiteBoards>;

/// Makes a board.
pub(super) fn create(
    conn: &mut Conn,
    by: &Keeper,
    key: &LookupKey,
    new: &NewBoard,
    now: Time,
) -> Result<Board, SafetyError> {
    let hash = model::token_hash_of(key, new.id);
    store::insert(conn, new, &hash, (by.organisation(), by.account(), now))?;
    let made = find(conn, by, new.id)?;
    let (action, detail) = (Action::Stated, Some("made"));
    by.record(conn, now, action, Audited::SiteBoard, new.id, detail)?;
    Ok(made)
}

/// The boards of the own organisation.
pub(super) fn list(
    conn: &mut Conn,
    by: &Keeper,
    after: Option<(Time, Id)>,
    rows: i64,
) -> Result<Vec<Board>, DbError> {
    store::list(conn, by.organisation(), after, rows)
}

/// A board of the own organisation.
pub(super) fn find(conn: &mut Conn, by: &Keeper, id: Id) -> Result<Board, SafetyError> {
    store::find(conn, by.organisation(), id)?.ok_or(SafetyError::NotFound)
}

/// Revokes a board: its token leads nowhere from now on. Doing it again changes nothing.
pub(super) fn revoke(
    conn: &mut Conn,
    by: &Keeper,
    id: Id,
    now: Time,
) -> Result<Board, SafetyError> {
    let board = find(conn, by, id)?;
    if board.revoked_at.is_some() {
        return Ok(board);
    }
    store::revoke(conn, id, now)?;
    let revoked = find(conn, by, id)?;
    by.record(conn, now, Action::Withdrawn, Audited::SiteBoard, id, None)?;
    Ok(revoked)
}

/// The board whose code was read.
pub fn find_by_token(
    conn: &mut Conn,
    key: &LookupKey,
    token: &BoardToken,
) -> Result<Option<Board>, DbError> {
    store::find_by_token(conn, &model::token_hash(key, token))
}
