//! What a case worker can do with the requests of their organisation.

use super::file::feedback_from;
use super::{confidential_key, not_found, note_change, open_content, open_identity};
use crate::assistance::check_ins;
use crate::assistance::clocks;
use crate::assistance::consents::ReferralField;
use crate::assistance::model::{AssistanceStatus, Content, Identity, Move, Step};
use crate::assistance::outcome;
use crate::assistance::problems::{CONSENT_WITHDRAWN, REQUEST_WITHDRAWN};
use crate::assistance::reach;
use crate::assistance::referrals::{self, limits};
use crate::assistance::retention::{self, Kept};
use crate::assistance::store::{self, ConsentPurpose, QueueRank, RequestRow};
use crate::contact::Occasion;
use crate::correspondence::{
    self, ChangedBy, Message, MessageKind, MessagePage, NewMessage, StatusChange, Writer,
    list_changes,
};
use crate::danger::{self, ClosedBecause, Endangered};
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::{HandleAssistance, Role};
use crate::identity::{Caller, CaseKey, is_member};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem, STALE};
use crate::platform::vault::Vault;

/// A request, opened.
pub struct Case {
    pub(in crate::assistance) row: RequestRow,
    /// Its states until now.
    pub history: Vec<StatusChange>,
    /// What the person told; `None` when they no longer allow it to be read.
    pub content: Option<Content>,
    /// Who the person is, if they let this organisation know.
    pub identity: Option<Identity>,
    pub(in crate::assistance) kept: Kept,
    /// The reference of the legal hold, opened.
    pub reference: Option<String>,
}

/// Opens a request; the audit log says so before anything is answered.
pub fn open_case(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<Case, Problem> {
    let organisation = caller.organisation();
    let row = store::find_of(conn, organisation, id)?.ok_or_else(not_found)?;
    let history = list_changes(conn, row.subject())?;
    let kept = retention::kept(conn, id)?;
    let limits = limits(conn, id, organisation, now)?;
    let hold = kept.hold.as_ref();
    let reference = retention::open_reference(conn, vault, hold, (organisation, &limits))?;
    if !store::consents_to(conn, id, ConsentPurpose::HandleRequest, organisation)? {
        return Ok(Case {
            row,
            history,
            content: None,
            identity: None,
            kept,
            reference,
        });
    }
    let opened = CaseKey::open(conn, &caller.case_access(), id)?;
    let key = opened.data_key(conn, vault, Class::Confidential)?;
    let content = limits.content(open_content(&key, &row)?);
    let identity = if limits.allow(ReferralField::Identity) {
        open_identity(conn, (vault, &opened), &row, organisation)?
    } else {
        None
    };
    // Colleagues who have joined since need not ask for it.
    opened.share(conn, vault, row.handlers())?;
    let opened = match identity {
        Some(_) => "content_and_identity",
        None => "content",
    };
    record(conn, caller, now, Action::Opened, id, opened)?;
    Ok(Case {
        row,
        history,
        content: Some(content),
        identity,
        reference,
        kept,
    })
}

/// Reads messages and additions, oldest first; the audit log says so.
pub fn list_for_staff(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    id: Id,
    page: MessagePage,
    now: Time,
) -> Result<Vec<Message>, Problem> {
    let row = store::find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let page = limits(conn, id, caller.organisation(), now)?.page(page);
    let key = confidential_key(conn, vault, &caller.case_access(), id)?;
    let messages = correspondence::list_messages(conn, row.subject(), &key, page)?;
    record(conn, caller, now, Action::Opened, id, "messages")?;
    Ok(messages)
}

/// Reads one message or addition; the audit log says so.
pub fn open_message(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    (id, message): (Id, Id),
    now: Time,
) -> Result<Message, Problem> {
    let row = store::find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let key = confidential_key(conn, vault, &caller.case_access(), id)?;
    let found = correspondence::find_message(conn, row.subject(), &key, message)?;
    let limits = limits(conn, id, caller.organisation(), now)?;
    let is_readable = |message: &Message| limits.allow_of(ReferralField::Messages, message.sent_at);
    let opened = found.filter(is_readable).ok_or_else(not_found)?;
    record(conn, caller, now, Action::Opened, id, "message")?;
    Ok(opened)
}

/// Writes to the person.
pub fn answer(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    id: Id,
    message: NewMessage,
    now: Time,
) -> Result<Message, Problem> {
    let row = find_locked(conn, caller, id)?;
    ensure_consent(conn, caller, id)?;
    let key = confidential_key(conn, &services.vault, &caller.case_access(), id)?;
    let new_id = Id::from_parts(now, &*services.randomness);
    let writer = Writer::Staff(caller.account());
    let letter = message.into_letter(MessageKind::Message, writer, new_id, now);
    let sent = correspondence::send(conn, row.subject(), &key, letter)?;
    store::mark_answered(conn, id)?;
    clocks::settle(conn, id, now)?;
    retention::note_activity(conn, id, now)?;
    reach::tell(conn, services, id, Occasion::Message, now)?;
    record(conn, caller, now, Action::Answered, id, "message")?;
    Ok(sent)
}

/// Moves a request on, if the caller has seen its present version.
pub fn move_on(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (id, moved): (Id, &Move),
    (seen, now): (&IfMatch, Time),
) -> Result<RequestRow, Problem> {
    let mut row = find_locked(conn, caller, id)?;
    seen.check(&EntityTag::of_version(row.version))?;
    let from = row.status;
    take_step(services, &mut row, &moved.step, now)?;
    write(conn, &mut row)?;
    retention::follow_status(conn, services, &row)?;
    note_change(conn, &row, Some(from), ChangedBy::Organisation, now)?;
    clocks::settle(conn, id, now)?;
    referrals::follow_status(conn, services, &row, now)?;
    if row.status.has_ended() {
        danger::close(conn, Endangered::request(id), ClosedBecause::Ended, now)?;
    }
    if let Some(amounts) = &moved.amounts {
        ensure_consent(conn, caller, id)?;
        let key = confidential_key(conn, &services.vault, &caller.case_access(), id)?;
        outcome::note_step(conn, services, &row, Some((amounts, &key)), now)?;
    } else if outcome::with_money(row.status) {
        outcome::note_step(conn, services, &row, None, now)?;
    }
    check_ins::follow_step(conn, services, &row, moved.check_ins, now)?;
    reach::tell_step(conn, services, &row, now)?;
    record(conn, caller, now, Action::MovedOn, id, row.status.as_str())?;
    Ok(row)
}

/// The request after a step of staff.
fn take_step(
    services: &Services,
    row: &mut RequestRow,
    step: &Step,
    now: Time,
) -> Result<(), Problem> {
    let from = row.status;
    row.status = from.after(step)?;
    if row.status == AssistanceStatus::Acknowledged {
        row.acknowledged_at = Some(now);
    }
    if from.has_ended() && !row.status.has_ended() {
        // Reopened: the person is told anew within the usual time.
        row.feedback_by = row.feedback_by.max(feedback_from(services, now));
    }
    row.ended_at = row.status.has_ended().then_some(now);
    row.reason = step.reason().map(str::to_owned);
    row.queue_rank = QueueRank::of(row.status, row.priority).as_number();
    row.due_at = row.due(now).next();
    row.attention = None;
    Ok(())
}

/// Gives a request to a case worker of the organisation, or to nobody.
pub fn assign(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    id: Id,
    to: Option<Id>,
    seen: &IfMatch,
    now: Time,
) -> Result<RequestRow, Problem> {
    let mut row = find_locked(conn, caller, id)?;
    seen.check(&EntityTag::of_version(row.version))?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    if let Some(account) = to
        && !is_member(conn, account, caller.organisation(), Role::CaseWorker)?
    {
        let fault = Fault::new("/assigned_to", "not_a_case_worker");
        return Err(Problem::invalid(vec![fault]));
    }
    row.assigned_to = to;
    write(conn, &mut row)?;
    let detail = match to {
        Some(account) if account == caller.account() => "to_self",
        Some(_) => "to_colleague",
        None => "to_nobody",
    };
    record(conn, caller, now, Action::Assigned, id, detail)?;
    Ok(row)
}

/// Writes the row and counts its version up. The row is locked, so nobody can have been faster;
/// should that ever fail, the change is refused and not lost.
pub(in crate::assistance) fn write(conn: &mut Conn, row: &mut RequestRow) -> Result<(), Problem> {
    if !store::update(conn, row)? {
        return Err(Problem::new(&STALE));
    }
    row.version += 1;
    if row.ended_at.is_none() {
        retention::keep_open(conn, row.id)?;
    }
    Ok(())
}

pub(in crate::assistance) fn find_locked(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    id: Id,
) -> Result<RequestRow, Problem> {
    let found = store::find_of_locked(conn, caller.organisation(), id)?;
    found.ok_or_else(not_found)
}

pub(in crate::assistance) fn ensure_consent(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    id: Id,
) -> Result<(), Problem> {
    if store::consents_to(
        conn,
        id,
        ConsentPurpose::HandleRequest,
        caller.organisation(),
    )? {
        Ok(())
    } else {
        Err(Problem::new(&CONSENT_WITHDRAWN))
    }
}

/// Locks the end of the audit chain: the last thing in every action.
pub(in crate::assistance) fn record(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    at: Time,
    action: Action,
    id: Id,
    detail: &'static str,
) -> Result<(), Problem> {
    Ok(caller.record(
        conn,
        at,
        action,
        Subject::AssistanceRequest,
        id,
        Some(detail),
    )?)
}
