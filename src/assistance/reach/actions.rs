//! Plans and contacts of a request.

use std::sync::{Arc, OnceLock};

use crate::assistance::actions::{
    confidential_key, ensure_consent, find_of_caller, not_found, open_content, record,
    seal_content, write,
};
use crate::assistance::model::AssistanceStatus;
use crate::assistance::problems::{CONTACT_REFUSED, REQUEST_WITHDRAWN};
use crate::assistance::referrals::limits;
use crate::assistance::retention;
use crate::assistance::store::{self, RequestRow};
use crate::contact::{
    self, ContactAttempt, ContactOutcome, ContactRefusal, Foreseen, HandMade, NotedOutcome, Notice,
    Occasion, Permitted, RefusedContact, SafeContact,
};
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder};
use crate::organisations;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::platform::text::Prose;
use crate::platform::vault::{Vault, VaultError};

/// Keeps what the sender needs of the plan with which a request is filed, where the person has chosen it.
pub(in crate::assistance) fn keep_filed(
    conn: &mut Conn,
    vault: &Vault,
    request: Id,
    (plan, language): (Option<&SafeContact>, &Language),
    now: Time,
) -> Result<(), VaultError> {
    contact::keep(conn, vault, request, (plan, language), now)
}

/// Tells the person that something happened, as far as their plan allows it. The request is locked.
pub(in crate::assistance) fn tell(
    conn: &mut Conn,
    services: &Services,
    request: Id,
    occasion: Occasion,
    now: Time,
) -> Result<(), Problem> {
    let notice = Notice {
        request,
        occasion,
        now,
    };
    contact::notify(conn, services, notice)
}

/// The same when a step of the organisation needs the person.
pub(in crate::assistance) fn tell_step(
    conn: &mut Conn,
    services: &Services,
    row: &RequestRow,
    now: Time,
) -> Result<(), Problem> {
    if row.status == AssistanceStatus::NeedInfo {
        tell(conn, services, row.id, Occasion::NeedInfo, now)?;
    }
    Ok(())
}

/// Ends all contact by the service, because the person has taken the request back or its time is over.
pub(in crate::assistance) fn stop(
    conn: &mut Conn,
    vault: &Vault,
    request: Id,
    because: ContactRefusal,
) -> Result<(), VaultError> {
    contact::end(conn, vault, request, because)
}

/// Deletes all of a request that is being erased.
pub(in crate::assistance) fn erase(
    conn: &mut Conn,
    vault: &Vault,
    request: Id,
) -> Result<(), VaultError> {
    contact::forget(conn, vault, request)
}

/// What a plan would lead to. It looks for open hours, so it is asked where nobody waits for it.
pub(super) fn foresee(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    plan: &SafeContact,
    now: Time,
) -> Result<Foreseen, Problem> {
    let row = store::find(conn, holder.subject())?.ok_or_else(not_found)?;
    let key = confidential_key(conn, &services.vault, &holder.case_access(), row.id)?;
    let content = open_content(&key, &row)?;
    let name = match row.organisation_id {
        Some(organisation) => organisations::find_name(conn, organisation)?,
        None => None,
    };
    let case = (row.id, name.as_deref());
    contact::foresee(conn, services, case, (plan, &content.language), now)
}

/// Puts another plan in place of the present one, or takes it away. Both sides see that it was changed.
pub(super) fn put_plan(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    plan: Option<SafeContact>,
    now: Time,
) -> Result<(), Problem> {
    let mut row = store::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    let key = confidential_key(conn, &services.vault, &holder.case_access(), row.id)?;
    let mut content = open_content(&key, &row)?;
    if plan.is_none() && content.safe_contact.is_none() {
        return Ok(());
    }
    content.safe_contact = plan;
    content.safe_contact_reviewed_at = Some(now.hour());
    row.sealed_content = seal_content(&key, row.id, &content)?;
    store::put_content(conn, &row)?;
    write(conn, &mut row)?;
    let of_plan = (content.safe_contact.as_ref(), &content.language);
    contact::keep(conn, &services.vault, row.id, of_plan, now)?;
    retention::note_activity(conn, row.id, now)?;
    let outcome = match content.safe_contact {
        Some(_) => ContactOutcome::PlanChanged,
        None => ContactOutcome::PlanRemoved,
    };
    contact::note_plan(conn, services, row.id, outcome, now)
}

/// The attempts to reach the person, for themself.
pub(super) fn list_own(
    conn: &mut Conn,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<(bool, Vec<ContactAttempt>), Problem> {
    let row = store::find(conn, holder.subject())?.ok_or_else(not_found)?;
    Ok((contact::sends(conn, row.id)?, contact::list(conn, row.id)?))
}

/// The same for the organisation; nothing of it is sealed.
pub(super) fn list_for_staff(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    id: Id,
) -> Result<(bool, Vec<ContactAttempt>), Problem> {
    let row = store::find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    Ok((contact::sends(conn, row.id)?, contact::list(conn, row.id)?))
}

/// A contact that a member of staff wants to make.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub request: Id,
    pub channel: String,
    pub to_trusted_person: bool,
    pub now: Time,
}

/// Why it was refused, for who writes that to the case after the refusal has undone all else.
pub(super) type Refusal = Arc<OnceLock<RefusedContact>>;

impl Wanted {
    fn by_hand(&self, caller: &Caller<HandleAssistance>) -> HandMade {
        HandMade {
            request: self.request,
            channel: self.channel.clone(),
            to_trusted_person: self.to_trusted_person,
            account: caller.account(),
            now: self.now,
        }
    }
}

/// Asks whether a contact may be made. A yes is written to the case, together with the audit log's entry that the plan
/// was read.
pub(super) fn ask(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    wanted: &Wanted,
    refusal: &Refusal,
) -> Result<(Permitted, Option<Prose<500>>), Problem> {
    let row = find_of_caller(conn, caller, wanted.request)?;
    ensure_consent(conn, caller, row.id)?;
    let key = confidential_key(conn, &services.vault, &caller.case_access(), row.id)?;
    let limits = limits(conn, row.id, caller.organisation(), wanted.now)?;
    let plan = limits.content(open_content(&key, &row)?).safe_contact;
    let by_hand = wanted.by_hand(caller);
    match contact::try_by_hand(conn, services, plan.as_ref(), &by_hand)? {
        Ok(permitted) => {
            let detail = "contact_permitted";
            record(conn, caller, wanted.now, Action::Opened, row.id, detail)?;
            Ok((permitted, plan.and_then(|plan| plan.note)))
        }
        Err(refused) => {
            // A job that is tried again finds the same.
            refusal.get_or_init(|| refused);
            Err(problem(refused))
        }
    }
}

/// Writes to the case that a contact was refused.
pub(super) fn note_refusal(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    wanted: &Wanted,
    refused: RefusedContact,
) -> Result<(), Problem> {
    let row = find_of_caller(conn, caller, wanted.request)?;
    contact::refuse_by_hand(conn, services, &wanted.by_hand(caller), refused)?;
    let (action, detail) = (Action::Opened, "contact_refused");
    record(conn, caller, wanted.now, action, row.id, detail)
}

fn problem(refused: RefusedContact) -> Problem {
    let not_before = refused.not_before.map(|at| at.to_string());
    Problem::new(&CONTACT_REFUSED)
        .with("reason", refused.refusal)
        .with("not_before", not_before.unwrap_or_else(|| "-".to_owned()))
}

/// Notes how a contact went.
pub(super) fn note_outcome(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    (request, attempt): (Id, Id),
    noted: NotedOutcome,
    now: Time,
) -> Result<ContactAttempt, Problem> {
    let row = find_of_caller(conn, caller, request)?;
    let attempt = contact::note_outcome(conn, row.id, (attempt, noted))?;
    record(conn, caller, now, Action::Stated, row.id, "contact_outcome")?;
    Ok(attempt)
}
