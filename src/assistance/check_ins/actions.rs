//! Planning check-ins, asking when they are due, and what follows from an answer.

use crate::assistance::actions::{ensure_consent, not_found, note_change, record, write};
use crate::assistance::consents::ReferralField;
use crate::assistance::model::{AssistanceStatus, Attention};
use crate::assistance::outcome::reopen;
use crate::assistance::problems::REQUEST_WITHDRAWN;
use crate::assistance::reach;
use crate::assistance::referrals::limits;
use crate::assistance::retention;
use crate::assistance::store::{QueueRank, RequestRow, find, find_locked, find_of};
use crate::check_ins::{self, CHECK_IN_ANSWERED, CHECK_IN_NOT_DUE, CheckIn, CheckInAnswer};
use crate::contact::Occasion;
use crate::correspondence::{ChangedBy, Subject};
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder, SubjectKind};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Check-ins that are asked in one go, so that nobody waits for long.
const AT_ONCE: i64 = 100;

const fn of(request: Id) -> Subject {
    Subject {
        kind: SubjectKind::AssistanceRequest,
        id: request,
    }
}

/// What a step of the organisation means for check-ins: entering `monitoring` plans them, closing
/// does so when the person has agreed to be asked, opening again ends those that are still to come.
pub(in crate::assistance) fn follow_step(
    conn: &mut Conn,
    services: &Services,
    row: &RequestRow,
    agreed: bool,
    now: Time,
) -> Result<(), DbError> {
    let begins = row.status == AssistanceStatus::Monitoring;
    let goes_on = row.status == AssistanceStatus::Closed;
    if !goes_on {
        check_ins::delete_unasked(conn, of(row.id))?;
    }
    let is_planned = check_ins::list(conn, of(row.id))?
        .iter()
        .any(|check_in| check_in.asked_at.is_none());
    if !is_planned && (begins || goes_on && agreed) {
        check_ins::plan(conn, services, of(row.id), now)?;
    }
    Ok(())
}

/// Asks what is due; returns how many were asked. Of several instances one asks each.
pub(in crate::assistance) fn ask_due(
    conn: &mut Conn,
    services: &Services,
    now: Time,
) -> Result<usize, Problem> {
    let (mut asked, kind) = (0, SubjectKind::AssistanceRequest);
    for (check_in, request) in check_ins::list_due(conn, kind, now, AT_ONCE)? {
        // The request first, as everywhere, so that no two wait for each other.
        let Some(mut row) = find_locked(conn, request)? else {
            continue;
        };
        if check_ins::mark_asked(conn, check_in, now)? {
            became_due(conn, services, &mut row, now)?;
            asked += 1;
        }
    }
    Ok(asked)
}

/// What happens once when a check-in becomes due. It is shown behind the receipt code from now on, and the
/// person is told within what they find safe.
fn became_due(
    conn: &mut Conn,
    services: &Services,
    row: &mut RequestRow,
    now: Time,
) -> Result<(), Problem> {
    write(conn, row)?;
    reach::tell(conn, services, row.id, Occasion::CheckIn, now)
}

/// The check-ins, for the person.
pub(super) fn list(
    conn: &mut Conn,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<Vec<CheckIn>, Problem> {
    let row = find(conn, holder.subject())?.ok_or_else(not_found)?;
    Ok(check_ins::list(conn, of(row.id))?)
}

/// The check-ins, for the organisation; the audit log says so.
pub(super) fn list_for_staff(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<Vec<CheckIn>, Problem> {
    let row = find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let limits = limits(conn, id, caller.organisation(), now)?;
    let mut check_ins = check_ins::list(conn, of(row.id))?;
    check_ins.retain(|one| {
        let asked_at = one.asked_at.unwrap_or(one.due_at);
        limits.allow_of(ReferralField::Outcome, asked_at)
    });
    record(conn, caller, now, Action::Opened, id, "check_ins")?;
    Ok(check_ins)
}

/// Takes the person's answer. What is not fine is put before the organisation, revenge before
/// everything else; a closed request is opened again.
pub(super) fn answer(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    (id, answer): (Id, CheckInAnswer),
    now: Time,
) -> Result<CheckIn, Problem> {
    let mut row = find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    let all = check_ins::list(conn, of(row.id))?;
    let found = all.into_iter().find(|check_in| check_in.id == id);
    let check_in = found.ok_or_else(not_found)?;
    if check_in.asked_at.is_none() {
        return Err(Problem::new(&CHECK_IN_NOT_DUE));
    }
    if check_in.answer.is_some() {
        return Err(Problem::new(&CHECK_IN_ANSWERED));
    }
    check_ins::answer(conn, id, Some(answer), now)?;
    react(conn, services, &mut row, answer, now)?;
    retention::note_activity(conn, row.id, now)?;
    Ok(CheckIn {
        answer: Some(answer),
        answered_at: Some(now),
        ..check_in
    })
}

fn react(
    conn: &mut Conn,
    services: &Services,
    row: &mut RequestRow,
    answer: CheckInAnswer,
    now: Time,
) -> Result<(), Problem> {
    let attention = match answer {
        CheckInAnswer::Fine => return write(conn, row),
        CheckInAnswer::Worse => Attention::Worse,
        CheckInAnswer::Retaliation => Attention::Retaliation,
    };
    let from = row.status;
    if from == AssistanceStatus::Closed {
        reopen(services, row, now);
    }
    if row.attention != Some(Attention::Retaliation) {
        row.attention = Some(attention);
    }
    if attention == Attention::Retaliation && !row.status.has_ended() {
        row.queue_rank = QueueRank::First.as_number();
    }
    write(conn, row)?;
    if row.status != from {
        note_change(conn, row, Some(from), ChangedBy::Reporter, now)?;
    }
    Ok(())
}

/// Ends what is still to come: the person has taken the request back.
pub(in crate::assistance) fn cancel(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    check_ins::delete_unasked(conn, of(request))
}

/// Deletes all of a request that is being erased.
pub(in crate::assistance) fn delete(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    check_ins::delete(conn, of(request))
}
