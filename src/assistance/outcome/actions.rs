//! Saying what came of a request, and reading it.

use super::model::{Amounts, LastWord, Outcome, SaidByWorker, Statement};
use super::store::{self, StatementRow};
use crate::assistance::actions::{
    confidential_key, ensure_consent, feedback_from, not_found, note_change, record, write,
};
use crate::assistance::consents::ReferralField;
use crate::assistance::model::{AssistanceStatus, Attention};
use crate::assistance::problems::{NO_OUTCOME_YET, REQUEST_WITHDRAWN, SATISFACTION_GIVEN};
use crate::assistance::referrals::limits;
use crate::assistance::retention;
use crate::assistance::store::{QueueRank, RequestRow, find, find_locked, find_of};
use crate::correspondence::{Author, ChangedBy};
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::vault::{SubjectKey, Vault, VaultError};

/// What sealed amounts are called in their associated data; it must never change.
const AMOUNTS: &str = "assistance_outcome.amounts";

/// Whether the outcome of a request in this state can be told in money.
pub(in crate::assistance) const fn with_money(status: AssistanceStatus) -> bool {
    matches!(
        status,
        AssistanceStatus::RemedyProposed
            | AssistanceStatus::RemedyAgreed
            | AssistanceStatus::RemedyReceived
            | AssistanceStatus::Closed
    )
}

/// Keeps what the organisation says with a step; `row` is as it stands after the step. The key is
/// there when amounts are.
pub(in crate::assistance) fn note_step(
    conn: &mut Conn,
    services: &Services,
    row: &RequestRow,
    amounts: Option<(&Amounts, &SubjectKey)>,
    now: Time,
) -> Result<(), Problem> {
    let id = Id::from_parts(now, &*services.randomness);
    let sealed = match amounts {
        Some((amounts, key)) if !amounts.is_empty() => Some(key.seal_json(id, AMOUNTS, amounts)?),
        Some(_) | None => None,
    };
    let said = StatementRow {
        id,
        request_id: row.id,
        sequence: 0,
        author: Author::Organisation,
        status: row.status,
        outcome: row.reason.clone(),
        resolved: None,
        satisfaction: None,
        sealed_amounts: sealed,
        stated_at: now,
    };
    store::insert(conn, said)?;
    Ok(())
}

/// Takes what the person says about the outcome. Whatever is not resolved is looked at again, and
/// opened again if it was closed.
pub(super) fn say(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    said: SaidByWorker,
    now: Time,
) -> Result<Statement, Problem> {
    let mut row = find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    let before = store::list(conn, row.id)?;
    let has_come_to_it = matches!(
        row.status,
        AssistanceStatus::RemedyReceived | AssistanceStatus::Monitoring | AssistanceStatus::Closed
    );
    if before.is_empty() && !has_come_to_it {
        return Err(Problem::new(&NO_OUTCOME_YET));
    }
    if said.satisfaction.is_some() && before.iter().any(|word| word.satisfaction.is_some()) {
        return Err(Problem::new(&SATISFACTION_GIVEN));
    }
    let key = confidential_key(conn, &services.vault, &holder.case_access(), row.id)?;
    let is_resolved = said.resolved == super::model::Resolution::Yes;
    let stored = store::insert(conn, sealed(services, &key, &row, said, now)?)?;
    react(conn, services, &mut row, is_resolved, now)?;
    retention::note_activity(conn, row.id, now)?;
    Ok(open(&key, stored)?)
}

fn sealed(
    services: &Services,
    key: &SubjectKey,
    row: &RequestRow,
    said: SaidByWorker,
    now: Time,
) -> Result<StatementRow, VaultError> {
    let id = Id::from_parts(now, &*services.randomness);
    let amounts = said.received.map(|received| Amounts {
        claimed: None,
        agreed: None,
        received: Some(received),
    });
    let sealed = amounts.map(|amounts| key.seal_json(id, AMOUNTS, &amounts));
    Ok(StatementRow {
        id,
        request_id: row.id,
        sequence: 0,
        author: Author::Reporter,
        status: row.status,
        outcome: None,
        resolved: Some(said.resolved),
        satisfaction: said.satisfaction.map(i64::from),
        sealed_amounts: sealed.transpose()?,
        stated_at: now,
    })
}

/// The request after the person's word.
fn react(
    conn: &mut Conn,
    services: &Services,
    row: &mut RequestRow,
    is_resolved: bool,
    now: Time,
) -> Result<(), Problem> {
    if is_resolved {
        row.attention = row
            .attention
            .filter(|attention| *attention != Attention::OutcomeDisputed);
        return write(conn, row);
    }
    // Retaliation is graver than money that did not come, and stays in sight.
    row.attention = row.attention.or(Some(Attention::OutcomeDisputed));
    if row.status != AssistanceStatus::Closed {
        return write(conn, row);
    }
    reopen(services, row, now);
    write(conn, row)?;
    let (from, by) = (AssistanceStatus::Closed, ChangedBy::Reporter);
    Ok(note_change(conn, row, Some(from), by, now)?)
}

/// Opens a closed request again at the wish of the person, who is told anew within the usual time.
pub(in crate::assistance) fn reopen(services: &Services, row: &mut RequestRow, now: Time) {
    row.status = AssistanceStatus::InReview;
    row.feedback_by = row.feedback_by.max(feedback_from(services, now));
    row.ended_at = None;
    row.reason = None;
    row.queue_rank = QueueRank::of(row.status, row.priority).as_number();
    row.due_at = row.due(now).next();
}

/// What was said on the outcome, for the person.
pub(super) fn read(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<Outcome, Problem> {
    let row = find(conn, holder.subject())?.ok_or_else(not_found)?;
    let key = confidential_key(conn, vault, &holder.case_access(), row.id)?;
    Ok(Outcome::of(list(conn, &key, row.id)?))
}

/// Every word on the outcome, opened.
pub(in crate::assistance) fn list(
    conn: &mut Conn,
    key: &SubjectKey,
    request: Id,
) -> Result<Vec<Statement>, VaultError> {
    let rows = store::list(conn, request)?;
    rows.into_iter().map(|row| open(key, row)).collect()
}

/// The same for the organisation; the audit log says so.
pub(super) fn read_for_staff(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<Outcome, Problem> {
    let row = find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let key = confidential_key(conn, vault, &caller.case_access(), row.id)?;
    let limits = limits(conn, id, caller.organisation(), now)?;
    let mut said = list(conn, &key, row.id)?;
    said.retain(|word| limits.allow_of(ReferralField::Outcome, word.stated_at));
    let outcome = Outcome::of(said);
    record(conn, caller, now, Action::Opened, id, "outcome")?;
    Ok(outcome)
}

fn open(key: &SubjectKey, row: StatementRow) -> Result<Statement, VaultError> {
    let sealed = row.sealed_amounts.as_deref();
    let amounts = sealed.map(|sealed| key.open_json(row.id, AMOUNTS, sealed));
    Ok(Statement {
        amounts: amounts.transpose()?,
        id: row.id,
        author: row.author,
        status: row.status,
        outcome: row.outcome,
        resolved: row.resolved,
        satisfaction: row.satisfaction,
        stated_at: row.stated_at,
    })
}

/// What statistics keep of it; nothing sealed is opened.
pub(in crate::assistance) fn last_word(conn: &mut Conn, request: Id) -> Result<LastWord, DbError> {
    let words = store::list(conn, request)?.into_iter();
    Ok(LastWord::of(
        words.map(|word| (word.resolved, word.satisfaction)),
    ))
}

/// Deletes all of a request that is being erased.
pub(in crate::assistance) fn delete(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    store::delete(conn, request)
}
