//! What an organisation answers to an offer, and giving back what it has.

use super::apply::{Ended, end, go_on, hand_to, key_holders, withdraw_keys};
use super::job::{go_to_next, is_only, passed_over};
use super::need::{Facts, Need};
use super::plan::{Next, plan};
use super::rank::OfferReason;
use super::store::{self, OfferOutcome, OfferRow};
use crate::assistance::actions::{confidential_key, not_found, note_change, open_content};
use crate::assistance::model::{AssistanceStatus, Content, DeclineCode};
use crate::assistance::problems::REQUEST_ENDED;
use crate::assistance::read_codes;
use crate::assistance::store::{self as requests, ConsentPurpose, QueueRank, RequestRow};
use crate::correspondence::ChangedBy;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::HandleAssistance;
use crate::identity::{Caller, CaseKey, CaseKeyError};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::Id;
use crate::platform::problem::{Problem, ProblemCode, problem_code};

/// The offer was answered, or its time is over.
const OFFER_OVER: ProblemCode = problem_code("offer_over", 409);
/// There is nobody else who could take the request.
const NOBODY_ELSE: ProblemCode = problem_code("nobody_else", 409);

/// The problems of routing.
pub const PROBLEMS: &[&ProblemCode] = &[&OFFER_OVER, &NOBODY_ELSE];

/// An offer with what may be known of its request.
pub struct Offered {
    pub offer: OfferRow,
    pub request: RequestRow,
    /// What is sealed, when somebody opens it; only coded parts are shown.
    pub content: Option<Content>,
}

/// The offers of a page with their requests.
pub fn list(
    conn: &mut Conn,
    organisation: Id,
    is_open: Option<bool>,
    after: Option<(Time, Id)>,
    rows: i64,
) -> Result<Vec<Offered>, Problem> {
    let mut found = Vec::new();
    for offer in store::list_offers_to(conn, organisation, is_open, after, rows)? {
        let request = requests::find(conn, offer.request_id)?.ok_or_else(not_found)?;
        found.push(Offered {
            offer,
            request,
            content: None,
        });
    }
    Ok(found)
}

/// Opens an offer: what is coded of what the person told, so that it can be decided on. The audit log says so.
pub fn open(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<Offered, Problem> {
    let offer = store::find_offer_to(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    let request = requests::find(conn, offer.request_id)?.ok_or_else(not_found)?;
    let content = match offer.outcome {
        None => open_if_held(conn, services, caller, &request)?,
        Some(_) => None,
    };
    if content.is_some() {
        record(conn, caller, (Action::Opened, request.id, "offer"), now)?;
    }
    Ok(Offered {
        offer,
        request,
        content,
    })
}

/// In sealed mode the key may not have come here yet.
fn open_if_held(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    row: &RequestRow,
) -> Result<Option<Content>, Problem> {
    match confidential_key(conn, &services.vault, &caller.case_access(), row.id) {
        Ok(key) => Ok(Some(open_content(&key, row)?)),
        Err(CaseKeyError::Locked | CaseKeyError::NotHeld) => Ok(None),
        Err(error @ CaseKeyError::Vault(_)) => Err(error.into()),
    }
}

/// Takes a request that was offered. Doing it again changes nothing.
pub fn accept(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<RequestRow, Problem> {
    let (offer, mut row) = find_locked(conn, caller, id)?;
    let own = caller.organisation();
    match offer.outcome {
        None => {}
        Some(OfferOutcome::Accepted) if row.organisation_id == Some(own) => return Ok(row),
        Some(_) => return Err(Problem::new(&OFFER_OVER)),
    }
    let ended = Ended {
        by: Some(caller.account()),
        ..Ended::by_itself(OfferOutcome::Accepted)
    };
    end(conn, offer, &ended, now)?;
    store::delete_candidates(conn, row.id)?;
    hand_to(conn, services, &mut row, Some(own), now)?;
    withdraw_keys(conn, &row)?;
    match CaseKey::open(conn, &caller.case_access(), row.id) {
        // Colleagues who have joined since need not ask for it.
        Ok(case) => {
            case.share(conn, &services.vault, &[own])?;
        }
        Err(CaseKeyError::Locked | CaseKeyError::NotHeld) => {}
        Err(error @ CaseKeyError::Vault(_)) => return Err(error.into()),
    }
    record(
        conn,
        caller,
        (Action::Assigned, row.id, "offer_accepted"),
        now,
    )?;
    Ok(row)
}

/// Does not take a request that was offered; the next one is asked. Doing it again changes nothing.
pub fn decline(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (id, reason): (Id, &DeclineCode),
    now: Time,
) -> Result<Offered, Problem> {
    let (offer, mut row) = find_locked(conn, caller, id)?;
    match offer.outcome {
        None => {
            let ended = Ended {
                outcome: OfferOutcome::Declined,
                reason: Some(reason.as_str()),
                by: Some(caller.account()),
            };
            end(conn, offer, &ended, now)?;
            go_to_next(conn, services, &mut row, now)?;
            record(
                conn,
                caller,
                (Action::Assigned, row.id, "offer_declined"),
                now,
            )?;
        }
        Some(OfferOutcome::Declined) => {}
        Some(_) => return Err(Problem::new(&OFFER_OVER)),
    }
    let offer = store::find_offer_to(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    Ok(Offered {
        offer,
        request: row,
        content: None,
    })
}

/// The request is locked first, then the offer read again: whoever ends one has locked its request.
fn find_locked(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    id: Id,
) -> Result<(OfferRow, RequestRow), Problem> {
    let own = caller.organisation();
    let offer = store::find_offer_to(conn, own, id)?.ok_or_else(not_found)?;
    let row = requests::find_locked(conn, offer.request_id)?.ok_or_else(not_found)?;
    let offer = store::find_offer_to(conn, own, id)?.ok_or_else(not_found)?;
    Ok((offer, row))
}

/// Gives back a request that the organisation has, so that another one is asked. Refused when there is
/// nobody else: then it is declined, and the person told where else to turn.
pub fn pass_on(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (id, reason): (Id, &DeclineCode),
    seen: &IfMatch,
    now: Time,
) -> Result<RequestRow, Problem> {
    let own = caller.organisation();
    let mut row = requests::find_of_locked(conn, own, id)?.ok_or_else(not_found)?;
    seen.check(&EntityTag::of_version(row.version))?;
    if row.status.has_ended() {
        return Err(Problem::new(&REQUEST_ENDED));
    }
    let case = CaseKey::open(conn, &caller.case_access(), id)?;
    let content = open_if_held(conn, services, caller, &row)?;
    let mut passed_over = passed_over(conn, id)?;
    passed_over.push(own);
    let facts = content.as_ref().map(Facts::from).unwrap_or_default();
    let next = plan(conn, services, &Need::of(&row, facts, now)?, &passed_over)?;
    if is_only(conn, id)? || matches!(next.next, Next::Nobody) {
        return Err(Problem::new(&NOBODY_ELSE));
    }
    end_ownership(
        conn,
        &row,
        own,
        (OfferOutcome::Declined, Some(reason), Some(caller.account())),
        now,
    )?;
    start_anew(conn, &mut row, ChangedBy::Organisation, now)?;
    go_on(conn, services, &mut row, &next, now)?;
    let holders = key_holders(conn, &row)?;
    case.share(conn, &services.vault, &holders)?;
    withdraw_keys(conn, &row)?;
    record(conn, caller, (Action::Assigned, id, "passed_on"), now)?;
    Ok(row)
}

/// How an organisation no longer has a request: the outcome, why, and who said so.
pub type Parted<'a> = (OfferOutcome, Option<&'a DeclineCode>, Option<Id>);

/// Notes that an organisation no longer has a request. What was agreed with the one that the person had
/// chosen, to know who they are, does not go on to another.
pub fn end_ownership(
    conn: &mut Conn,
    row: &RequestRow,
    owner: Id,
    (outcome, reason, by): Parted<'_>,
    now: Time,
) -> Result<(), Problem> {
    let offers = store::list_offers(conn, row.id)?;
    let Some(last) = offers
        .into_iter()
        .rfind(|offer| offer.organisation_id == owner)
    else {
        return Ok(());
    };
    let reasons: Vec<OfferReason> = read_codes(&last.reasons)?;
    if reasons.contains(&OfferReason::ChosenByPerson) {
        requests::withdraw_consents(conn, row.id, &[ConsentPurpose::KnowIdentity], now)?;
    }
    let ended = Ended {
        outcome,
        reason: reason.map(DeclineCode::as_str),
        by,
    };
    Ok(end(conn, last, &ended, now)?)
}

/// A request that goes to another organisation is one that nobody has read.
pub fn start_anew(
    conn: &mut Conn,
    row: &mut RequestRow,
    by: ChangedBy,
    now: Time,
) -> Result<(), Problem> {
    if row.status == AssistanceStatus::Received {
        return Ok(());
    }
    let from = row.status;
    row.status = AssistanceStatus::Received;
    row.acknowledged_at = None;
    row.ended_at = None;
    row.reason = None;
    row.attention = None;
    row.queue_rank = QueueRank::of(row.status, row.priority).as_number();
    row.due_at = row.due(now).next();
    Ok(note_change(conn, row, Some(from), by, now)?)
}

/// Locks the end of the audit chain: the last thing in every action.
fn record(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    (action, request, detail): (Action, Id, &'static str),
    now: Time,
) -> Result<(), Problem> {
    let subject = Subject::AssistanceRequest;
    Ok(caller.record(conn, now, action, subject, request, Some(detail))?)
}
