//! What the holder of a receipt code can do.

use super::{confidential_key, not_found, note_change, write};
use crate::assistance::check_ins;
use crate::assistance::clocks::{self, EscalationRow, PauseRow};
use crate::assistance::consents;
use crate::assistance::diary;
use crate::assistance::links;
use crate::assistance::model::AssistanceStatus;
use crate::assistance::outcome;
use crate::assistance::problems::REQUEST_WITHDRAWN;
use crate::assistance::reach;
use crate::assistance::referrals::{self, RevokedBy};
use crate::assistance::retention::{self, Kept};
use crate::assistance::routing::{self, OfferRow};
use crate::assistance::store::{
    self, ConsentPurpose, ConsentRow, QueueRank, RequestRow, Tombstone,
};
use crate::assistance::work;
use crate::contact::ContactRefusal;
use crate::correspondence::{
    self, ChangedBy, ErasedBecause, Message, MessageKind, MessagePage, NewMessage, StatusChange,
    Writer, events, list_changes,
};
use crate::danger::{self, ClosedBecause, Endangered};
use crate::files::{self, FileOwner, custody};
use crate::identity::{
    AssistanceRequests, CaseKey, Handover, ReceiptHolder, SubjectKind, destroy_case_key,
    erase_receipt, find_handover, is_shared, withhold,
};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::vault::Vault;

/// A request as its holder may follow it.
pub struct Followed {
    pub(in crate::assistance) row: RequestRow,
    /// Whether somebody was called because of danger.
    pub(in crate::assistance) alert: Option<danger::Standing>,
    /// Its states until now.
    pub history: Vec<StatusChange>,
    /// What was not done in time.
    pub(in crate::assistance) escalations: Vec<EscalationRow>,
    /// When clocks stood still.
    pub(in crate::assistance) pauses: Vec<PauseRow>,
    /// Who has it, had it, or was asked to take it.
    pub(in crate::assistance) offers: Vec<OfferRow>,
    pub(in crate::assistance) consents: Vec<ConsentRow>,
    pub(in crate::assistance) kept: Kept,
    /// How things stand between who filed it and for whom it was filed.
    pub handover: Handover,
    /// What the person should know of what others may know of her.
    pub told: Vec<Told>,
    /// In which hours somebody with the code took the second step, the latest first.
    pub second_steps_at: Vec<Time>,
    /// Whether everybody has its key who should.
    pub shared_with: SharedWith,
}

/// Reads how far a request has come; nothing sealed is opened.
pub fn follow(
    conn: &mut Conn,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<Followed, Problem> {
    let row = store::find(conn, holder.subject())?.ok_or_else(not_found)?;
    followed(conn, row)
}

pub(super) fn followed(conn: &mut Conn, row: RequestRow) -> Result<Followed, Problem> {
    let holders = routing::key_holders(conn, &row)?;
    let is_shared = row.status == AssistanceStatus::Withdrawn || is_shared(conn, row.id, &holders)?;
    Ok(Followed {
        shared_with: if is_shared {
            SharedWith::Everybody
        } else {
            SharedWith::NotYetAll
        },
        history: list_changes(conn, row.subject())?,
        offers: routing::list_offers(conn, row.id)?,
        escalations: clocks::list_of(conn, row.id)?,
        pauses: clocks::list_pauses(conn, row.id)?,
        consents: store::list_consents(conn, row.id)?,
        kept: retention::kept(conn, row.id)?,
        alert: danger::standing(conn, Endangered::request(row.id))?,
        handover: find_handover(conn, SubjectKind::AssistanceRequest, row.id)?,
        second_steps_at: store::list_readings(conn, row.id)?,
        told: told(conn, &row)?,
        row,
    })
}

/// What the person should know of what others may know of her (`data-consents`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Somebody asks whether another organisation may know something.
    ConsentAsked,
    /// Something was shown without her consent, because her life was in danger.
    ConsentOverridden,
}

impl Told {
    /// The word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ConsentAsked => "consent_asked",
            Self::ConsentOverridden => "consent_overridden",
        }
    }
}

fn told(conn: &mut Conn, row: &RequestRow) -> Result<Vec<Told>, Problem> {
    let mut told = Vec::new();
    if consents::is_question_open(conn, row.id)? {
        told.push(Told::ConsentAsked);
    }
    if referrals::was_overridden(conn, row.id)? {
        told.push(Told::ConsentOverridden);
    }
    Ok(told)
}

/// Whether everybody has the key of a request who should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharedWith {
    /// Yes, or it needs none.
    Everybody,
    /// An organisation was found, or somebody joined, while nobody was there who could give them the key.
    NotYetAll,
}

/// Gives the key of a request to everybody who should have it: the worker's visit is what opens it for an
/// organisation that was found meanwhile.
pub fn share_key(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<(), Problem> {
    let row = store::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status != AssistanceStatus::Withdrawn {
        let case = CaseKey::open(conn, &holder.case_access(), row.id)?;
        let holders = routing::key_holders(conn, &row)?;
        case.share(conn, vault, &holders)?;
    }
    Ok(())
}

/// Reads the messages of both sides, oldest first.
pub fn list_for_reporter(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
    page: MessagePage,
) -> Result<Vec<Message>, Problem> {
    let key = confidential_key(conn, vault, &holder.case_access(), holder.subject())?;
    let messages =
        correspondence::list_messages(conn, store::subject(holder.subject()), &key, page)?;
    Ok(messages.into_iter().map(Message::for_reporter).collect())
}

/// Reads one message.
pub fn find_for_reporter(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
    message: Id,
) -> Result<Message, Problem> {
    let key = confidential_key(conn, vault, &holder.case_access(), holder.subject())?;
    let subject = store::subject(holder.subject());
    let found = correspondence::find_message(conn, subject, &key, message)?;
    let shown = found.and_then(Message::shown_to_reporter);
    shown.ok_or_else(not_found)
}

/// Sends a message to the organisation.
pub fn say(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    message: NewMessage,
    now: Time,
) -> Result<Message, Problem> {
    send(conn, services, holder, MessageKind::Message, message, now)
}

/// Adds facts to the request.
pub fn add(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    addition: NewMessage,
    now: Time,
) -> Result<Message, Problem> {
    send(conn, services, holder, MessageKind::Addition, addition, now)
}

fn send(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    kind: MessageKind,
    message: NewMessage,
    now: Time,
) -> Result<Message, Problem> {
    let mut row = store::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    let key = confidential_key(conn, &services.vault, &holder.case_access(), row.id)?;
    let new_id = Id::from_parts(now, &*services.randomness);
    let letter = message.into_letter(kind, Writer::Reporter, new_id, now);
    let sent = correspondence::send(conn, row.subject(), &key, letter)?;
    store::mark_unanswered(conn, row.id, now)?;
    if row.status == AssistanceStatus::Dormant {
        wake(conn, &mut row, now)?;
    }
    retention::note_activity(conn, row.id, now)?;
    Ok(sent)
}

/// Who answers at last is read again.
fn wake(conn: &mut Conn, row: &mut RequestRow, now: Time) -> Result<(), Problem> {
    // The message has counted the version up, unless one waits for an answer already.
    *row = store::find_locked(conn, row.id)?.ok_or_else(not_found)?;
    row.status = AssistanceStatus::InReview;
    write(conn, row)?;
    let (from, by) = (AssistanceStatus::Dormant, ChangedBy::Reporter);
    Ok(note_change(conn, row, Some(from), by, now)?)
}

/// Takes the request back together with every consent. Doing it again changes nothing.
pub fn withdraw(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    now: Time,
) -> Result<Followed, Problem> {
    let mut row = store::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    take_back(conn, services, &mut row, now)?;
    followed(conn, row)
}

fn take_back(
    conn: &mut Conn,
    services: &Services,
    row: &mut RequestRow,
    now: Time,
) -> Result<(), Problem> {
    if row.status != AssistanceStatus::Withdrawn {
        let from = row.status;
        row.status = AssistanceStatus::Withdrawn;
        row.queue_rank = QueueRank::of(row.status, row.priority).as_number();
        row.ended_at = row.ended_at.or(Some(now));
        row.reason = None;
        store::update(conn, row)?;
        store::withdraw_consents(conn, row.id, ConsentPurpose::ALL, now)?;
        consents::withdraw_all(conn, row.id, now)?;
        referrals::revoke_all(conn, services, row.id, RevokedBy::Person, now)?;
        referrals::forget_reports(conn, services, (row.id, None))?;
        withhold(conn, row.id)?;
        check_ins::cancel(conn, row.id)?;
        reach::stop(conn, &services.vault, row.id, ContactRefusal::Withdrawn)?;
        links::leave_all(conn, row.id, now)?;
        note_change(conn, row, Some(from), ChangedBy::Reporter, now)?;
        routing::stop(conn, row.id, now)?;
        clocks::settle(conn, row.id, now)?;
        let about = Endangered::request(row.id);
        danger::close(conn, about, ClosedBecause::Withdrawn, now)?;
        retention::follow_status(conn, services, row)?;
    }
    Ok(())
}

/// Takes back the consent to know who the person is, and destroys name and number for good. Doing it
/// again changes nothing.
pub fn forget_identity(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    now: Time,
) -> Result<(), Problem> {
    let row = store::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    let vault = &services.vault;
    vault.destroy_class(conn, row.id, Class::Identity)?;
    store::delete_identity(conn, row.id)?;
    referrals::forget_identity(conn, services, (row.id, RevokedBy::Person), now)?;
    store::withdraw_consents(conn, row.id, &[ConsentPurpose::KnowIdentity], now)?;
    Ok(())
}

/// What became of the wish to erase.
pub enum Erasure {
    /// It is erased.
    Done,
    /// A court's order stands against it: nobody reads it any more, and it is erased when the hold ends.
    Waits(Box<Followed>),
}

/// Erases the request: keys, sealed values, messages and history. What remains is the receipt's
/// hash with the id and the month, which says "erased" to who still holds the code, the audit log's
/// ids, and coded statistics.
pub fn erase(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    now: Time,
) -> Result<Erasure, Problem> {
    let mut row = store::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if retention::wish_erasure(conn, row.id, now)? {
        take_back(conn, services, &mut row, now)?;
        return Ok(Erasure::Waits(Box::new(followed(conn, row)?)));
    }
    erase_row(conn, services, row, ErasedBecause::Wished)?;
    Ok(Erasure::Done)
}

pub(in crate::assistance) fn erase_row(
    conn: &mut Conn,
    services: &Services,
    row: RequestRow,
    erased_because: ErasedBecause,
) -> Result<(), Problem> {
    let word = outcome::last_word(conn, row.id)?;
    let now = services.clock.now();
    events::erased(conn, row.subject(), row.organisation_id, now)?;
    services.vault.destroy(conn, row.id)?;
    destroy_case_key(conn, row.id)?;
    referrals::delete(conn, services, row.id, now)?;
    consents::delete(conn, row.id)?;
    store::delete_attachments(conn, row.id)?;
    files::let_go(conn, FileOwner::AssistanceRequest, row.id)?;
    custody::forget(conn, FileOwner::AssistanceRequest, row.id)?;
    outcome::delete(conn, row.id)?;
    diary::delete_all(conn, row.id)?;
    check_ins::delete(conn, row.id)?;
    reach::erase(conn, &services.vault, row.id)?;
    links::delete(conn, row.id)?;
    work::delete(conn, row.id)?;
    store::delete_readings(conn, row.id)?;
    correspondence::delete_all(conn, row.subject())?;
    retention::delete_all(conn, &services.vault, row.id)?;
    danger::forget(conn, Endangered::request(row.id))?;
    routing::forget(conn, row.id)?;
    clocks::forget(conn, row.id)?;
    store::delete(conn, row.id)?;
    erase_receipt(conn, SubjectKind::AssistanceRequest, row.id)?;
    let tombstone = Tombstone {
        // It tells neither what was erased nor when.
        id: Id::random(&*services.randomness),
        country: row.country,
        filed_in: row.filed_at.date().first_of_month(),
        urgency: row.urgency,
        issue_codes: row.issue_codes,
        status: row.status,
        reason: row.reason,
        erased_because,
        worker_says_resolved: word.resolved,
        satisfaction: word.satisfaction,
    };
    store::insert_tombstone(conn, tombstone)?;
    Ok(())
}
