//! What the sender needs of a plan: kept only where the person has chosen it.

use serde::{Deserialize, Serialize};

use super::stops::stopped_of;
use crate::contact::model::{
    ContactMethod, ContactOutcome, ContactRefusal, Occasion, SMS, SafeContact, Verdict, by_text,
    words,
};
use crate::contact::store::{self, NewAttempt, PlanRow};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::platform::text::Line;
use crate::platform::vault::{Vault, VaultError};

/// Names what is sealed; it must never change.
const PART: &str = "contact_plan.part";

/// What the sender needs of a plan.
#[derive(Serialize, Deserialize)]
pub struct SendersPart {
    pub(in crate::contact) plan: SafeContact,
    pub(in crate::contact) language: Language,
}

impl SendersPart {
    /// The part of a plan that texts need; `None` when the service sends none. Ways that are refused at any time
    /// stay without number and words: only why they are refused is needed.
    fn of(plan: &SafeContact, language: &Language) -> Option<Self> {
        if !plan.service_may_send || plan.do_not_contact {
            return None;
        }
        let is_text = |method: &&ContactMethod| method.channel.as_str() == SMS;
        let slim = |method: &ContactMethod| slim(plan, method);
        let methods = plan.methods.iter().filter(is_text).map(slim).collect();
        let trusted_person = plan
            .trusted_person
            .as_ref()
            .filter(|_| plan.fallback == Some(crate::contact::model::Fallback::TrustedPerson))
            .filter(is_text)
            .map(slim);
        let plan = SafeContact {
            methods,
            trusted_person,
            note: None,
            ..plan.clone()
        };
        Some(Self {
            plan,
            language: language.clone(),
        })
    }
}

fn slim(plan: &SafeContact, method: &ContactMethod) -> ContactMethod {
    let kept = ContactMethod {
        others_who_may_answer: None,
        disguise_as: None,
        may_be_said: None,
        hours: None,
        ..method.clone()
    };
    match (plan.refuses(method), Line::try_from("-")) {
        (Some(_), Ok(nothing)) => ContactMethod {
            address: nothing,
            code_word: None,
            message_text: None,
            ..kept
        },
        _ => kept,
    }
}

/// Keeps of a plan what the sender needs, in place of what was kept before; nothing where the person has not chosen
/// it. What waits is decided anew when it is sent. The case is locked.
pub fn keep(
    conn: &mut Conn,
    vault: &Vault,
    request: Id,
    (plan, language): (Option<&SafeContact>, &Language),
    now: Time,
) -> Result<(), VaultError> {
    drop_part(conn, vault, request)?;
    let Some(part) = plan.and_then(|plan| SendersPart::of(plan, language)) else {
        return Ok(());
    };
    let key_id = Id::random(vault.randomness());
    let key = vault.create_key(conn, key_id, Class::Identity, now.hour())?;
    let row = PlanRow {
        request_id: request,
        key_id,
        sealed: key.seal_json(key_id, PART, &part)?,
    };
    Ok(store::put_plan(conn, &row)?)
}

/// Writes into the list that the person has changed the plan, so that both sides see it. The case is locked.
pub fn note_plan(
    conn: &mut Conn,
    services: &Services,
    request: Id,
    outcome: ContactOutcome,
    now: Time,
) -> Result<(), Problem> {
    let attempt = NewAttempt {
        id: services.new_id(),
        request_id: request,
        at: now.hour(),
        occasion: Occasion::Plan,
        channel: None,
        to_trusted_person: false,
        account_id: None,
        outcome,
        refusal: None,
        not_before: None,
    };
    Ok(store::insert_attempt(conn, &attempt)?)
}

/// Whether anything is kept for the sender: whether the person has chosen that the service sends texts.
pub fn sends(conn: &mut Conn, request: Id) -> Result<bool, DbError> {
    Ok(store::find_plan(conn, request)?.is_some())
}

/// What is kept for the sender.
pub(in crate::contact) fn open_part(
    conn: &mut Conn,
    vault: &Vault,
    request: Id,
) -> Result<Option<SendersPart>, VaultError> {
    let Some(row) = store::find_plan(conn, request)? else {
        return Ok(None);
    };
    let key = vault.key(conn, row.key_id, Class::Identity)?;
    key.open_json(row.key_id, PART, &row.sealed).map(Some)
}

fn drop_part(conn: &mut Conn, vault: &Vault, request: Id) -> Result<(), VaultError> {
    if let Some(row) = store::find_plan(conn, request)? {
        store::delete_plan(conn, request)?;
        vault.destroy(conn, row.key_id)?;
    }
    Ok(())
}

/// What would happen if something happened now: for the person who has just written the plan.
pub struct Foreseen {
    /// The words of the text; `None` when none is sent.
    pub text: Option<String>,
    /// When the next one could go out, when that is not now.
    pub not_before: Option<Time>,
    /// Why none is sent.
    pub refusal: Option<ContactRefusal>,
}

/// What a plan leads to.
pub fn foresee(
    conn: &mut Conn,
    services: &Services,
    (request, organisation): (Id, Option<&str>),
    (plan, language): (&SafeContact, &Language),
    now: Time,
) -> Result<Foreseen, Problem> {
    let refused = |refusal| Foreseen {
        text: None,
        not_before: None,
        refusal: Some(refusal),
    };
    let stopped = stopped_of(conn, services, plan)?;
    let (at, not_before) = match by_text(plan, &stopped, now) {
        Verdict::Refused(refusal) => return Ok(refused(refusal)),
        Verdict::Now { .. } => (now, None),
        Verdict::Later(at) => (at, Some(at)),
    };
    if services.config.text_gateway.is_none() {
        return Ok(refused(ContactRefusal::NoGateway));
    }
    let text = match by_text(plan, &stopped, at) {
        Verdict::Now { method, .. } => {
            let of = (language, request);
            Some(words(&services.messages, method, of, organisation))
        }
        Verdict::Later(_) | Verdict::Refused(_) => None,
    };
    Ok(Foreseen {
        text,
        not_before,
        refusal: None,
    })
}

/// Ends all contact by the service, because the person has taken the request back, or its plan's time is over: what is
/// kept for the sender goes, and what waits is not sent. The case is locked.
pub fn end(
    conn: &mut Conn,
    vault: &Vault,
    request: Id,
    because: ContactRefusal,
) -> Result<(), VaultError> {
    drop_part(conn, vault, request)?;
    store::delete_of_request(conn, request)?;
    Ok(store::end_waiting(conn, request, because)?)
}

/// Deletes all of a request that is being erased.
pub fn forget(conn: &mut Conn, vault: &Vault, request: Id) -> Result<(), VaultError> {
    drop_part(conn, vault, request)?;
    store::delete_of_request(conn, request)?;
    Ok(store::delete_attempts(conn, request)?)
}
