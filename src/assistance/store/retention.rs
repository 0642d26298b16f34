//! What has been kept for long enough, and what is left of it.

use diesel::prelude::*;

use crate::assistance::model::{AssistanceStatus, Urgency};
use crate::assistance::outcome::Resolution;
use crate::correspondence::ErasedBecause;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::{assistance_holds, assistance_requests, assistance_tombstones, contact_plans};

/// Requests that ended before a time and still say who the person is, unless they are held.
pub(in crate::assistance) fn list_identities_ended_before(
    conn: &mut Conn,
    time: Time,
    most: i64,
) -> Result<Vec<Id>, DbError> {
    Ok(assistance_requests::table
        .filter(assistance_requests::ended_at.lt(time))
        .filter(assistance_requests::sealed_identity.is_not_null())
        .filter(
            assistance_requests::id
                .ne_all(assistance_holds::table.select(assistance_holds::request_id)),
        )
        .order(assistance_requests::ended_at)
        .select(assistance_requests::id)
        .limit(most)
        .load(conn)?)
}

/// Requests that ended before a time and still have what the sender of texts needs.
pub(in crate::assistance) fn list_planned_ended_before(
    conn: &mut Conn,
    time: Time,
    most: i64,
) -> Result<Vec<Id>, DbError> {
    let planned = contact_plans::table.select(contact_plans::request_id);
    Ok(assistance_requests::table
        .filter(assistance_requests::ended_at.lt(time))
        .filter(assistance_requests::id.eq_any(planned))
        .order(assistance_requests::ended_at)
        .select(assistance_requests::id)
        .limit(most)
        .load(conn)?)
}

/// What is left of an erased request.
#[derive(Insertable)]
#[diesel(table_name = assistance_tombstones)]
pub(in crate::assistance) struct Tombstone {
    pub id: Id,
    pub country: String,
    /// The first day of the month: a day could lead back to a person.
    pub filed_in: Date,
    pub urgency: Urgency,
    pub issue_codes: Json,
    pub status: AssistanceStatus,
    pub reason: Option<String>,
    pub erased_because: ErasedBecause,
    pub worker_says_resolved: Option<Resolution>,
    pub satisfaction: Option<i64>,
}

/// Stores what is left.
pub(in crate::assistance) fn insert_tombstone(
    conn: &mut Conn,
    tombstone: Tombstone,
) -> Result<(), DbError> {
    diesel::insert_into(assistance_tombstones::table)
        .values(tombstone)
        .execute(conn)?;
    Ok(())
}
