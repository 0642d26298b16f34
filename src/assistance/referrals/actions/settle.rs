//! What follows from a recipient's word, wherever the recipient is.

use super::end::{destroy, destroy_file};
use super::receive::Taken;
use super::{REPORT, events};
use crate::assistance::actions::{not_found, note_change, write};
use crate::assistance::model::{AssistanceStatus, Attention, DeclineCode};
use crate::assistance::referrals::model::{ReferralKind, ReferralOutcome, ReferralStatus};
use crate::assistance::referrals::outgoing::{self, AnswerToOrigin};
use crate::assistance::referrals::store::{self, ReferralRow};
use crate::assistance::routing;
use crate::assistance::store::{self as requests, QueueRank, RequestRow};
use crate::correspondence::ChangedBy;
use crate::identity::{create_record_key, withhold_from_others};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Prose;

/// What a recipient says to a referral.
pub enum Answered {
    /// It helps.
    Accepted,
    /// It does not, or no longer.
    Rejected {
        /// Why.
        reason: DeclineCode,
    },
    /// Something came of it.
    Done {
        /// What; the person is told.
        outcome: ReferralOutcome,
        /// More about it, for the sender.
        report: Option<Prose<4000>>,
    },
}

impl Answered {
    /// Whether it can be said to a referral that stands here. The words of another server can come in another order than
    /// they were said.
    pub(super) fn follows(&self, row: &ReferralRow) -> bool {
        match row.status {
            ReferralStatus::Offered => true,
            ReferralStatus::Accepted => !matches!(self, Self::Accepted) && !row.was_taken_over(),
            ReferralStatus::Rejected
            | ReferralStatus::Lapsed
            | ReferralStatus::Done
            | ReferralStatus::Revoked => false,
        }
    }
}

/// Takes what an organisation of another server says to a referral that was sent to it. What was said before, or
/// comes after it was revoked, changes nothing.
pub fn answered(
    conn: &mut Conn,
    services: &Services,
    (peer, referral): (Id, Id),
    answer: &Answered,
    now: Time,
) -> Result<Taken, Problem> {
    let found = store::find(conn, referral)?;
    let found = found.filter(|row| row.recipient_peer_id == Some(peer));
    let (mut request, mut row) = locked(conn, &found.ok_or_else(not_found)?)?;
    if !answer.follows(&row) {
        return Ok(Taken::Ignored);
    }
    settle(
        conn,
        services,
        (&mut row, request.as_mut()),
        (answer, None),
        now,
    )?;
    Ok(Taken::Noted)
}

/// A referral and its request, both locked, in the order in which everybody locks them.
pub(super) fn locked(
    conn: &mut Conn,
    found: &ReferralRow,
) -> Result<(Option<RequestRow>, ReferralRow), Problem> {
    let request = match found.request_id {
        Some(request) => requests::find_locked(conn, request)?,
        None => None,
    };
    let row = store::find_locked(conn, found.id)?.ok_or_else(not_found)?;
    Ok((request, row))
}

/// Writes a recipient's word down, and tells the sender. Who has the request is another matter (`transfer.rs`).
pub(super) fn settle(
    conn: &mut Conn,
    services: &Services,
    (row, request): (&mut ReferralRow, Option<&mut RequestRow>),
    (answer, by): (&Answered, Option<Id>),
    now: Time,
) -> Result<(), Problem> {
    row.answer_by = None;
    row.answered_by = by;
    row.answered_at = row.answered_at.or(Some(now));
    match answer {
        Answered::Accepted => {
            row.status = ReferralStatus::Accepted;
            note_accepted_elsewhere(conn, row, request, now)?;
        }
        Answered::Rejected { reason } => {
            row.status = ReferralStatus::Rejected;
            row.reason = Some(reason.as_str().to_owned());
            row.ended_at = Some(now);
            destroy(conn, services, row)?;
            // Stored first: who may hold keys is asked of what is stored.
            store::update(conn, row)?;
            come_back(conn, row, request, now)?;
        }
        Answered::Done { outcome, report } => {
            row.status = ReferralStatus::Done;
            row.outcome = Some(outcome.as_str().to_owned());
            row.ended_at = Some(now);
            keep_report(conn, services, row, report.as_ref(), now)?;
        }
    }
    store::update(conn, row)?;
    events::answered(conn, row, now)?;
    tell_origin(conn, services, row, answer, now)
}

fn tell_origin(
    conn: &mut Conn,
    services: &Services,
    row: &ReferralRow,
    answer: &Answered,
    now: Time,
) -> Result<(), Problem> {
    if row.origin_peer_id.is_none() {
        return Ok(());
    }
    let report = match answer {
        Answered::Done { report, .. } => report.as_ref().map(Prose::as_str),
        Answered::Accepted | Answered::Rejected { .. } => None,
    };
    let told = AnswerToOrigin {
        status: row.status,
        reason: row.reason.as_deref(),
        outcome: row.outcome.as_deref(),
        report,
    };
    outgoing::answered(conn, services, row, &told, now)
}

/// Destroys what was shown. The report is for the sender alone: of one that is on another server nothing is kept here.
fn keep_report(
    conn: &mut Conn,
    services: &Services,
    row: &mut ReferralRow,
    report: Option<&Prose<4000>>,
    now: Time,
) -> Result<(), Problem> {
    let (Some(sender), Some(report)) = (row.sender_organisation_id, report) else {
        return destroy(conn, services, row);
    };
    destroy_file(row);
    services.vault.destroy(conn, row.id)?;
    seal_report(conn, services, row, report, now)?;
    Ok(withhold_from_others(conn, row.id, &[sender])?)
}

fn seal_report(
    conn: &mut Conn,
    services: &Services,
    row: &mut ReferralRow,
    report: &Prose<4000>,
    now: Time,
) -> Result<(), Problem> {
    let id = Id::random(&*services.randomness);
    let of_report = (id, Class::Confidential);
    let key = create_record_key(conn, &services.vault, row.id, of_report, now)?;
    row.report_id = Some(id);
    row.sealed_report = Some(key.seal(id, REPORT, report.as_str().as_bytes())?);
    Ok(())
}

/// A transfer to another server leaves the request with its sender, so that the person is still heard.
fn note_accepted_elsewhere(
    conn: &mut Conn,
    row: &ReferralRow,
    request: Option<&mut RequestRow>,
    now: Time,
) -> Result<(), Problem> {
    let Some(request) = request else {
        return Ok(());
    };
    let is_elsewhere = row.kind == ReferralKind::Transfer && row.recipient_peer_id.is_some();
    if is_elsewhere && request.status == AssistanceStatus::Referred {
        put_status(
            conn,
            request,
            AssistanceStatus::AcceptedElsewhere,
            ChangedBy::Organisation,
            now,
        )?;
    }
    Ok(())
}

/// Brings a referral that nobody helps with back to who made it.
pub(super) fn come_back(
    conn: &mut Conn,
    row: &ReferralRow,
    request: Option<&mut RequestRow>,
    now: Time,
) -> Result<(), Problem> {
    let Some(request) = request.filter(|request| !request.status.has_ended()) else {
        return Ok(());
    };
    request.attention = request.attention.or(Some(Attention::ReferralReturned));
    let is_away = matches!(
        request.status,
        AssistanceStatus::Referred | AssistanceStatus::AcceptedElsewhere
    );
    if row.kind == ReferralKind::Transfer && is_away {
        let by = match row.status {
            ReferralStatus::Lapsed => ChangedBy::System,
            ReferralStatus::Revoked => ChangedBy::Reporter,
            ReferralStatus::Offered
            | ReferralStatus::Accepted
            | ReferralStatus::Rejected
            | ReferralStatus::Done => ChangedBy::Organisation,
        };
        put_status(conn, request, AssistanceStatus::Returned, by, now)?;
    } else {
        write(conn, request)?;
    }
    if row.kind == ReferralKind::Transfer {
        routing::withdraw_keys(conn, request)?;
    }
    Ok(())
}

/// Puts a request where it stands now, and notes it.
pub(super) fn put_status(
    conn: &mut Conn,
    request: &mut RequestRow,
    status: AssistanceStatus,
    by: ChangedBy,
    now: Time,
) -> Result<(), Problem> {
    let from = request.status;
    request.status = status;
    request.queue_rank = QueueRank::of(status, request.priority).as_number();
    request.due_at = request.due(now).next();
    write(conn, request)?;
    Ok(note_change(conn, request, Some(from), by, now)?)
}
