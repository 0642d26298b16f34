//! Queries.

use std::collections::BTreeSet;

use diesel::dsl::not;
use diesel::prelude::*;
use uuid::Uuid;

use super::model::{LegitimateBasis, ReferralKind, ReferralStatus, RevokedBy};
use crate::assistance::consents::ReferralField;
use crate::assistance::read_codes;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::schema::{assistance_referrals as r, case_key_holders, case_keys};

/// Where its recipient reads a case file.
const READABLE: [ReferralStatus; 2] = [ReferralStatus::Offered, ReferralStatus::Accepted];

/// A referral as it is stored.
#[derive(Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = r)]
#[diesel(treat_none_as_null = true)]
pub(in crate::assistance) struct ReferralRow {
    pub id: Id,
    pub request_id: Option<Id>,
    pub version: i64,
    pub kind: ReferralKind,
    pub status: ReferralStatus,
    pub sender_organisation_id: Option<Id>,
    pub recipient_organisation_id: Option<Id>,
    pub recipient_peer_id: Option<Id>,
    pub recipient_peer_organisation_id: Option<Id>,
    pub recipient_name: Option<String>,
    pub origin_peer_id: Option<Id>,
    pub origin_reference: Option<String>,
    pub origin_name: Option<String>,
    pub service_type: Option<String>,
    pub consent_id: Option<Id>,
    pub legitimate_basis: LegitimateBasis,
    pub fields: Json,
    pub sealed_file: Option<Vec<u8>>,
    pub sealed_identity: Option<Vec<u8>>,
    pub sealed_reason: Option<Vec<u8>>,
    pub made_by: Option<Id>,
    pub made_at: Time,
    pub answer_by: Option<Time>,
    pub answered_by: Option<Id>,
    pub answered_at: Option<Time>,
    pub reason: Option<String>,
    pub outcome: Option<String>,
    pub report_id: Option<Id>,
    pub sealed_report: Option<Vec<u8>>,
    pub ended_at: Option<Time>,
    pub revoked_by: Option<RevokedBy>,
}

/// What every referral begins with.
pub(super) struct Offer {
    pub id: Id,
    pub kind: ReferralKind,
    pub legitimate_basis: LegitimateBasis,
    /// What it carries.
    pub fields: Json,
    pub made_at: Time,
    pub answer_by: Time,
}

impl From<Offer> for ReferralRow {
    /// A referral between nobody yet.
    fn from(offer: Offer) -> Self {
        Self {
            id: offer.id,
            request_id: None,
            version: 1,
            kind: offer.kind,
            status: ReferralStatus::Offered,
            sender_organisation_id: None,
            recipient_organisation_id: None,
            recipient_peer_id: None,
            recipient_peer_organisation_id: None,
            recipient_name: None,
            origin_peer_id: None,
            origin_reference: None,
            origin_name: None,
            service_type: None,
            consent_id: None,
            legitimate_basis: offer.legitimate_basis,
            fields: offer.fields,
            sealed_file: None,
            sealed_identity: None,
            sealed_reason: None,
            made_by: None,
            made_at: offer.made_at,
            answer_by: Some(offer.answer_by),
            answered_by: None,
            answered_at: None,
            reason: None,
            outcome: None,
            report_id: None,
            sealed_report: None,
            ended_at: None,
            revoked_by: None,
        }
    }
}

impl ReferralRow {
    /// What the case file carried when it was made.
    pub fn fields(&self) -> Result<BTreeSet<ReferralField>, Problem> {
        read_codes(&self.fields)
    }

    /// The organisations here whose case workers have the key of the case file.
    pub fn key_holders(&self) -> Vec<Id> {
        let recipient = self.recipient_organisation_id;
        let sender = self
            .sender_organisation_id
            .filter(|_| !self.was_taken_over());
        [sender, recipient].into_iter().flatten().collect()
    }

    /// Whether the recipient, of this server, has the request by it.
    pub fn was_taken_over(&self) -> bool {
        self.kind == ReferralKind::Transfer
            && self.status == ReferralStatus::Accepted
            && self.request_id.is_some()
            && self.recipient_organisation_id.is_some()
    }
}

/// Adds a referral.
pub(super) fn insert(conn: &mut Conn, row: &ReferralRow) -> Result<(), DbError> {
    diesel::insert_into(r::table).values(row).execute(conn)?;
    Ok(())
}

/// Writes a referral anew and counts its version up; it is locked.
pub(super) fn update(conn: &mut Conn, row: &mut ReferralRow) -> Result<(), DbError> {
    row.version += 1;
    diesel::update(r::table.find(row.id))
        .set(&*row)
        .execute(conn)?;
    Ok(())
}

/// A referral.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<ReferralRow>, DbError> {
    Ok(r::table
        .find(id)
        .select(ReferralRow::as_select())
        .first(conn)
        .optional()?)
}

/// [`find`], and nobody else changes it before the commit. Whoever also locks its request does that first.
pub(super) fn find_locked(conn: &mut Conn, id: Id) -> Result<Option<ReferralRow>, DbError> {
    let rows: Vec<ReferralRow> =
        crate::lock!(conn, r::table.find(id).select(ReferralRow::as_select()))?;
    Ok(rows.into_iter().next())
}

/// What another server has sent under a reference of its own.
pub(super) fn find_by_origin(
    conn: &mut Conn,
    peer: Id,
    reference: &str,
) -> Result<Option<ReferralRow>, DbError> {
    Ok(r::table
        .filter(r::origin_peer_id.eq(peer))
        .filter(r::origin_reference.eq(reference))
        .select(ReferralRow::as_select())
        .first(conn)
        .optional()?)
}

/// The referrals of a request, the oldest first.
pub(super) fn list_of(conn: &mut Conn, request: Id) -> Result<Vec<ReferralRow>, DbError> {
    Ok(r::table
        .filter(r::request_id.eq(request))
        .order((r::made_at, r::id))
        .select(ReferralRow::as_select())
        .load(conn)?)
}

/// On which side of a referral an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// It made it.
    Sender,
    /// It is asked.
    Recipient,
}

/// The referrals of an organisation on one side, the newest first.
pub(super) fn list(
    conn: &mut Conn,
    (organisation, side): (Id, Side),
    status: Option<ReferralStatus>,
    after: Option<(Time, Id)>,
    rows: i64,
) -> Result<Vec<ReferralRow>, DbError> {
    let mut query = r::table.select(ReferralRow::as_select()).into_boxed();
    query = match side {
        Side::Sender => query.filter(r::sender_organisation_id.eq(organisation)),
        Side::Recipient => query.filter(r::recipient_organisation_id.eq(organisation)),
    };
    if let Some(status) = status {
        query = query.filter(r::status.eq(status));
    }
    if let Some((made_at, id)) = after {
        let same = r::made_at.eq(made_at).and(r::id.lt(id));
        query = query.filter(r::made_at.lt(made_at).or(same));
    }
    Ok(query
        .order((r::made_at.desc(), r::id.desc()))
        .limit(rows)
        .load(conn)?)
}

/// Referrals that were not answered in time.
pub(super) fn list_lapsed(conn: &mut Conn, now: Time, most: i64) -> Result<Vec<Id>, DbError> {
    Ok(r::table
        .filter(r::answer_by.le(now))
        .order((r::answer_by, r::id))
        .select(r::id)
        .limit(most)
        .load(conn)?)
}

/// The organisation here that is asked to take a request over.
pub(in crate::assistance) fn asked_to_take(
    conn: &mut Conn,
    request: Id,
) -> Result<Option<Id>, DbError> {
    let asked: Option<Option<Id>> = r::table
        .filter(r::request_id.eq(request))
        .filter(r::kind.eq(ReferralKind::Transfer))
        .filter(r::status.eq(ReferralStatus::Offered))
        .select(r::recipient_organisation_id)
        .first(conn)
        .optional()?;
    Ok(asked.flatten())
}

/// Whether somebody is asked to take a request over, here or elsewhere.
pub(super) fn has_open_transfer(conn: &mut Conn, request: Id) -> Result<bool, DbError> {
    let open: Option<Id> = r::table
        .filter(r::request_id.eq(request))
        .filter(r::kind.eq(ReferralKind::Transfer))
        .filter(r::status.eq(ReferralStatus::Offered))
        .select(r::id)
        .first(conn)
        .optional()?;
    Ok(open.is_some())
}

/// Whether something of a request was shown without the person's consent.
pub(in crate::assistance) fn was_overridden(conn: &mut Conn, request: Id) -> Result<bool, DbError> {
    let shown: Option<Id> = r::table
        .filter(r::request_id.eq(request))
        .filter(r::legitimate_basis.eq(LegitimateBasis::VitalInterests))
        .select(r::id)
        .first(conn)
        .optional()?;
    Ok(shown.is_some())
}

/// The transfer by which an organisation has a request.
pub(super) fn find_transfer_to(
    conn: &mut Conn,
    request: Id,
    organisation: Id,
) -> Result<Option<ReferralRow>, DbError> {
    Ok(r::table
        .filter(r::request_id.eq(request))
        .filter(r::kind.eq(ReferralKind::Transfer))
        .filter(r::status.eq(ReferralStatus::Accepted))
        .filter(r::recipient_organisation_id.eq(organisation))
        .order((r::answered_at.desc(), r::id))
        .select(ReferralRow::as_select())
        .first(conn)
        .optional()?)
}

/// Whether an organisation has a request by a transfer to which the person agreed by this consent.
pub(in crate::assistance) fn has_by(
    conn: &mut Conn,
    request: Id,
    (organisation, consent): (Id, Id),
) -> Result<bool, DbError> {
    let transfer = find_transfer_to(conn, request, organisation)?;
    Ok(transfer.is_some_and(|row| row.consent_id == Some(consent)))
}

/// Referrals from other servers that ended before a time.
pub(super) fn list_received_ended_before(
    conn: &mut Conn,
    time: Time,
    most: i64,
) -> Result<Vec<Id>, DbError> {
    Ok(r::table
        .filter(r::request_id.is_null())
        .filter(r::ended_at.lt(time))
        .order((r::ended_at, r::id))
        .select(r::id)
        .limit(most)
        .load(conn)?)
}

/// Referrals from these servers that can still be read here.
pub(super) fn list_received_of(
    conn: &mut Conn,
    peers: &[Id],
    most: i64,
) -> Result<Vec<Id>, DbError> {
    Ok(r::table
        .filter(r::origin_peer_id.eq_any(peers.to_vec()))
        .filter(r::status.eq_any(READABLE))
        .order(r::id)
        .select(r::id)
        .limit(most)
        .load(conn)?)
}

/// Referrals from other servers that were accepted before a time and are not over.
pub(super) fn list_received_accepted_before(
    conn: &mut Conn,
    time: Time,
    most: i64,
) -> Result<Vec<Id>, DbError> {
    Ok(r::table
        .filter(r::request_id.is_null())
        .filter(r::status.eq(ReferralStatus::Accepted))
        .filter(r::answered_at.lt(time))
        .order((r::answered_at, r::id))
        .select(r::id)
        .limit(most)
        .load(conn)?)
}

/// Referrals from other servers, of sealed mode, whose key nobody has.
pub(super) fn list_received_without_key(conn: &mut Conn, most: i64) -> Result<Vec<Id>, DbError> {
    let sealed = case_keys::table.select(case_keys::case_id);
    let held = case_key_holders::table.select(case_key_holders::case_id);
    Ok(r::table
        .filter(r::request_id.is_null())
        .filter(r::status.eq_any(READABLE))
        .filter(r::id.eq_any(sealed))
        .filter(r::id.ne_all(held))
        .order(r::id)
        .select(r::id)
        .limit(most)
        .load(conn)?)
}

/// Deletes one referral.
pub(super) fn delete_one(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    diesel::delete(r::table.find(id)).execute(conn)?;
    Ok(())
}

/// The referrals to or of an organisation, from after this one on.
pub(in crate::assistance) fn list_readable(
    conn: &mut Conn,
    organisation: Id,
    after: Option<Id>,
    most: i64,
) -> Result<Vec<Id>, DbError> {
    // The report of one that is done is for its sender.
    let received = r::recipient_organisation_id.eq(organisation);
    let received = received.and(r::status.eq_any(READABLE));
    // Whoever has handed a request over is given nothing of it again.
    let sent = r::sender_organisation_id.eq(organisation);
    let is_over = r::status.eq(ReferralStatus::Accepted);
    let handed_over = r::kind.eq(ReferralKind::Transfer).and(is_over);
    Ok(r::table
        .filter(r::id.gt(after.unwrap_or_else(|| Id::from(Uuid::nil()))))
        .filter(received.or(sent.and(not(handed_over))))
        .order(r::id)
        .select(r::id)
        .limit(most)
        .load(conn)?)
}

/// Deletes the referrals of a request that is being erased.
pub(super) fn delete(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    diesel::delete(r::table.filter(r::request_id.eq(request))).execute(conn)?;
    Ok(())
}
