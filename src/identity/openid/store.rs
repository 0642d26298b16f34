//! Queries.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{openid_invitations, openid_links, openid_sign_ins};

/// How long an invitation to link an account is good.
pub const INVITATION_HOURS: u64 = 72;

/// Which account is whom at the provider.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = openid_links)]
pub struct Link {
    pub issuer: String,
    pub linked_at: Time,
}

/// The link of an account.
pub fn find_link(conn: &mut Conn, account: Id) -> Result<Option<Link>, DbError> {
    Ok(openid_links::table
        .find(account)
        .select(Link::as_select())
        .first(conn)
        .optional()?)
}

/// Whether an account signs in with this provider, and so not with its password.
pub fn is_linked(conn: &mut Conn, account: Id, issuer: &str) -> Result<bool, DbError> {
    Ok(find_link(conn, account)?.is_some_and(|link| link.issuer == issuer))
}

/// The account that is somebody.
pub fn find_account(conn: &mut Conn, subject_hash: &[u8; 32]) -> Result<Option<Id>, DbError> {
    Ok(openid_links::table
        .filter(openid_links::subject_hash.eq(subject_hash.as_slice()))
        .select(openid_links::account_id)
        .first(conn)
        .optional()?)
}

/// Links an account, in the place of a link that it had.
pub fn link(
    conn: &mut Conn,
    account: Id,
    issuer: &str,
    subject_hash: &[u8; 32],
    now: Time,
) -> Result<(), DbError> {
    diesel::delete(openid_links::table.find(account)).execute(conn)?;
    diesel::insert_into(openid_links::table)
        .values((
            openid_links::account_id.eq(account),
            openid_links::issuer.eq(issuer),
            openid_links::subject_hash.eq(subject_hash.as_slice()),
            openid_links::linked_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes the link of an account, and invitations to make one; says whether there was a link.
pub fn unlink(conn: &mut Conn, account: Id) -> Result<bool, DbError> {
    forget_invitations(conn, account)?;
    let done = diesel::delete(openid_links::table.find(account)).execute(conn)?;
    Ok(done > 0)
}

/// Makes an account's invitations worthless.
pub fn forget_invitations(conn: &mut Conn, account: Id) -> Result<(), DbError> {
    let own = openid_invitations::table.filter(openid_invitations::account_id.eq(account));
    diesel::delete(own).execute(conn)?;
    Ok(())
}

/// Stores an invitation; those before become worthless.
pub fn insert_invitation(
    conn: &mut Conn,
    account: Id,
    token_hash: &[u8; 32],
    expires_at: Time,
) -> Result<(), DbError> {
    forget_invitations(conn, account)?;
    diesel::insert_into(openid_invitations::table)
        .values((
            openid_invitations::token_hash.eq(token_hash.as_slice()),
            openid_invitations::account_id.eq(account),
            openid_invitations::expires_at.eq(expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// The account to which an invitation is.
pub fn find_invited(
    conn: &mut Conn,
    token_hash: &[u8; 32],
    now: Time,
) -> Result<Option<Id>, DbError> {
    Ok(openid_invitations::table
        .filter(openid_invitations::token_hash.eq(token_hash.as_slice()))
        .filter(openid_invitations::expires_at.gt(now))
        .select(openid_invitations::account_id)
        .first(conn)
        .optional()?)
}

/// Stores a sign-in that is under way.
pub fn insert_sign_in(
    conn: &mut Conn,
    state_hash: &[u8; 32],
    sealed: &[u8],
    expires_at: Time,
) -> Result<(), DbError> {
    diesel::insert_into(openid_sign_ins::table)
        .values((
            openid_sign_ins::state_hash.eq(state_hash.as_slice()),
            openid_sign_ins::sealed.eq(sealed),
            openid_sign_ins::expires_at.eq(expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// What is sealed of a sign-in that is under way.
pub fn find_sign_in(
    conn: &mut Conn,
    state_hash: &[u8; 32],
    now: Time,
) -> Result<Option<Vec<u8>>, DbError> {
    Ok(openid_sign_ins::table
        .filter(openid_sign_ins::state_hash.eq(state_hash.as_slice()))
        .filter(openid_sign_ins::expires_at.gt(now))
        .select(openid_sign_ins::sealed)
        .first(conn)
        .optional()?)
}

/// Ends a sign-in that was under way; says whether it still was.
pub fn end_sign_in(conn: &mut Conn, state_hash: &[u8; 32]) -> Result<bool, DbError> {
    let own = openid_sign_ins::table.find(state_hash.as_slice());
    Ok(diesel::delete(own).execute(conn)? == 1)
}

/// Forgets sign-ins and invitations whose time is over.
pub fn forget_expired(conn: &mut Conn, now: Time) -> Result<(), DbError> {
    let over = openid_sign_ins::table.filter(openid_sign_ins::expires_at.lt(now));
    diesel::delete(over).execute(conn)?;
    let over = openid_invitations::table.filter(openid_invitations::expires_at.lt(now));
    diesel::delete(over).execute(conn)?;
    Ok(())
}
