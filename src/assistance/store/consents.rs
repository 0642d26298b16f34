//! To what people have agreed.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::assistance_consents;
use crate::text_enum;

text_enum! {
    /// To what a person agrees.
    pub enum ConsentPurpose {
        /// To read the request and act on it.
        HandleRequest => "handle_request",
        /// To know who the person is.
        KnowIdentity => "know_identity",
    }
}

/// Remembers to what a person agreed.
pub(in crate::assistance) fn insert_consent(
    conn: &mut Conn,
    request: Id,
    purpose: ConsentPurpose,
    organisation: Option<Id>,
    now: Time,
) -> Result<(), DbError> {
    diesel::insert_into(assistance_consents::table)
        .values((
            assistance_consents::request_id.eq(request),
            assistance_consents::purpose.eq(purpose),
            assistance_consents::organisation_id.eq(organisation),
            assistance_consents::given_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// A consent as it is stored: purpose, organisation, given at, withdrawn at.
pub(in crate::assistance) type ConsentRow = (ConsentPurpose, Option<Id>, Time, Option<Time>);

/// To what a person has agreed.
pub(in crate::assistance) fn list_consents(
    conn: &mut Conn,
    request: Id,
) -> Result<Vec<ConsentRow>, DbError> {
    Ok(assistance_consents::table
        .filter(assistance_consents::request_id.eq(request))
        .order(assistance_consents::purpose)
        .select((
            assistance_consents::purpose,
            assistance_consents::organisation_id,
            assistance_consents::given_at,
            assistance_consents::withdrawn_at,
        ))
        .load(conn)?)
}

/// Whether a person's consent to a purpose stands for an organisation.
pub(in crate::assistance) fn consents_to(
    conn: &mut Conn,
    request: Id,
    purpose: ConsentPurpose,
    organisation: Id,
) -> Result<bool, DbError> {
    let count: i64 = assistance_consents::table
        .find((request, purpose))
        .filter(assistance_consents::organisation_id.eq(organisation))
        .filter(assistance_consents::withdrawn_at.is_null())
        .select(count_star())
        .first(conn)?;
    Ok(count == 1)
}

/// Names the organisation that has the request to the consents that stand; `None`: the one that will take it.
/// Whoever was named before reads nothing any more.
pub(in crate::assistance) fn move_consents(
    conn: &mut Conn,
    request: Id,
    organisation: Option<Id>,
) -> Result<(), DbError> {
    let standing = assistance_consents::table
        .filter(assistance_consents::request_id.eq(request))
        .filter(assistance_consents::withdrawn_at.is_null());
    diesel::update(standing)
        .set(assistance_consents::organisation_id.eq(organisation))
        .execute(conn)?;
    Ok(())
}

/// Remembers that a person agrees now, whatever was agreed before.
pub(in crate::assistance) fn give_consent(
    conn: &mut Conn,
    request: Id,
    purpose: ConsentPurpose,
    organisation: Id,
    now: Time,
) -> Result<(), DbError> {
    diesel::delete(assistance_consents::table.find((request, purpose))).execute(conn)?;
    insert_consent(conn, request, purpose, Some(organisation), now)
}

/// Takes consents back.
pub(in crate::assistance) fn withdraw_consents(
    conn: &mut Conn,
    request: Id,
    purposes: &[ConsentPurpose],
    now: Time,
) -> Result<(), DbError> {
    let standing = assistance_consents::table
        .filter(assistance_consents::request_id.eq(request))
        .filter(assistance_consents::purpose.eq_any(purposes))
        .filter(assistance_consents::withdrawn_at.is_null());
    diesel::update(standing)
        .set(assistance_consents::withdrawn_at.eq(now))
        .execute(conn)?;
    Ok(())
}
