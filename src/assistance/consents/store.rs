//! Queries.

use std::collections::BTreeSet;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::model::{ConsentState, DataPurpose, GivenVia, Recipient, ReferralField};
use crate::assistance::read_codes;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::schema::assistance_data_consents as c;

/// A consent as it is stored.
#[derive(Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = c)]
#[diesel(treat_none_as_null = true)]
pub(in crate::assistance) struct DataConsentRow {
    pub id: Id,
    pub request_id: Id,
    pub version: i64,
    pub purpose: DataPurpose,
    pub recipient_organisation_id: Option<Id>,
    pub recipient_peer_id: Option<Id>,
    pub recipient_peer_organisation_id: Option<Id>,
    pub recipient_name: Option<String>,
    pub fields: Json,
    pub state: ConsentState,
    pub sealed_reason: Option<Vec<u8>>,
    pub asked_by: Option<Id>,
    pub asked_at: Option<Time>,
    pub given_via: Option<GivenVia>,
    pub given_at: Option<Time>,
    pub expires_at: Option<Time>,
    pub ended_at: Option<Time>,
    pub recorded_by: Option<Id>,
    pub evidence_attachment_id: Option<Id>,
    pub sealed_witness: Option<Vec<u8>>,
    pub changed_at: Time,
}

impl DataConsentRow {
    /// What it covers, whether or not it stands.
    pub fn fields(&self) -> Result<BTreeSet<ReferralField>, Problem> {
        read_codes(&self.fields)
    }

    /// What it allows now: nothing, unless it stands.
    pub fn covers(&self, now: Time) -> Result<BTreeSet<ReferralField>, Problem> {
        if self.stands(now) {
            self.fields()
        } else {
            Ok(BTreeSet::new())
        }
    }

    /// Whether it stands.
    pub fn stands(&self, now: Time) -> bool {
        self.state == ConsentState::Given && self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether it is for this recipient.
    pub fn is_for(&self, recipient: &Recipient) -> bool {
        match recipient {
            Recipient::Here(organisation) => self.recipient_organisation_id == Some(*organisation),
            Recipient::OfPeer {
                peer, organisation, ..
            } => {
                self.recipient_peer_id == Some(*peer)
                    && self.recipient_peer_organisation_id == Some(*organisation)
            }
        }
    }
}

/// A consent of a request.
pub(in crate::assistance) fn find_of_request(
    conn: &mut Conn,
    request: Id,
    id: Id,
) -> Result<Option<DataConsentRow>, DbError> {
    Ok(c::table
        .find(id)
        .filter(c::request_id.eq(request))
        .select(DataConsentRow::as_select())
        .first(conn)
        .optional()?)
}

/// The consents of a request, in the order in which they were asked for or given.
pub(super) fn list(conn: &mut Conn, request: Id) -> Result<Vec<DataConsentRow>, DbError> {
    Ok(c::table
        .filter(c::request_id.eq(request))
        .order(c::id)
        .select(DataConsentRow::as_select())
        .load(conn)?)
}

/// How many consents a request has.
pub(super) fn count(conn: &mut Conn, request: Id) -> Result<i64, DbError> {
    Ok(c::table
        .filter(c::request_id.eq(request))
        .select(count_star())
        .first(conn)?)
}

/// Adds a consent.
pub(super) fn insert(conn: &mut Conn, row: &DataConsentRow) -> Result<(), DbError> {
    diesel::insert_into(c::table).values(row).execute(conn)?;
    Ok(())
}

/// Writes a consent anew; its request is locked.
pub(super) fn update(conn: &mut Conn, row: &DataConsentRow) -> Result<(), DbError> {
    diesel::update(c::table.find(row.id))
        .set(row)
        .execute(conn)?;
    Ok(())
}

/// Takes back every consent of a request, and ends what was only asked.
pub(super) fn withdraw_all(conn: &mut Conn, request: Id, now: Time) -> Result<(), DbError> {
    let open = c::table
        .filter(c::request_id.eq(request))
        .filter(c::state.eq_any([ConsentState::Asked, ConsentState::Given]));
    diesel::update(open)
        .set((
            c::state.eq(ConsentState::Withdrawn),
            c::ended_at.eq(now),
            c::changed_at.eq(now),
            c::version.eq(c::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes the consents of a request that is being erased. Its referrals are deleted before.
pub(super) fn delete(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    diesel::delete(c::table.filter(c::request_id.eq(request))).execute(conn)?;
    Ok(())
}
