//! What the systems of both sides are told of a referral.

use crate::assistance::referrals::store::ReferralRow;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::webhooks::{EventType, Happening, announce};

/// Tells the recipient that it is asked.
pub fn received(conn: &mut Conn, row: &ReferralRow) -> Result<(), DbError> {
    let to = row.recipient_organisation_id;
    tell(conn, row, (EventType::ReferralReceived, to), row.made_at)
}

/// Tells the sender what the recipient has answered, or that it has not.
pub fn answered(conn: &mut Conn, row: &ReferralRow, now: Time) -> Result<(), DbError> {
    let to = row.sender_organisation_id;
    tell(conn, row, (EventType::ReferralAnswered, to), now)
}

/// Tells the recipient that it may read it no longer.
pub fn revoked(conn: &mut Conn, row: &ReferralRow, now: Time) -> Result<(), DbError> {
    let to = row.recipient_organisation_id;
    tell(conn, row, (EventType::ReferralRevoked, to), now)
}

fn tell(
    conn: &mut Conn,
    row: &ReferralRow,
    (event, organisation): (EventType, Option<Id>),
    at: Time,
) -> Result<(), DbError> {
    let happening = Happening {
        event,
        organisation,
        subject: row.id,
        occurrence: row.status.as_str(),
        at,
    };
    announce(conn, &happening)
}
