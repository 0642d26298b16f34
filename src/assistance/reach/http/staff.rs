//! `/v1/staff/assistance-requests/{id}/contact-attempts`: asking before calling.

use std::sync::{Arc, OnceLock};

use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{AttemptShown, AttemptsShown};
use crate::assistance::reach::actions::{self, Wanted};
use crate::contact::{ChannelCode, ContactMethod, NotedOutcome};
use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Prose;

/// A contact that a case worker wants to make.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewContactAttempt, example = json!({ "channel": "voice" }))]
struct NewAttempt {
    /// By which channel.
    channel: ChannelCode,
    /// Whether to the trusted person: when the plan names one, and the person's own ways were tried in vain or are
    /// all closed.
    #[serde(default)]
    to_trusted_person: bool,
}

/// A contact that may be made, now.
#[derive(Serialize, ToSchema)]
#[schema(as = PermittedContact)]
struct PermittedContact {
    /// What was written to the request; note afterwards how it went (`…/{id}/outcome`).
    attempt: AttemptShown,
    /// The way, with its code word and all conditions.
    method: ContactMethod,
    /// What else is to be known.
    note: Option<Prose<500>>,
    /// Until when; null when no window ends it.
    until: Option<Time>,
}

/// Ask before calling or writing to a person.
///
/// The plan decides. When it says yes, the answer names the way with its code word, as what to introduce oneself, what may be said and
/// who may answer. When it says no, that is written to the request, the reason is in the problem's text and in the list of
/// attempts, with the time of the next window if there is one. The audit log remembers either.
#[utoipa::path(tag = "staff", operation_id = "ask_for_contact",
    params(("id" = Id, Path, description = "The request.")),
    request_body = NewAttempt,
    responses((status = 201, description = "It may be made", body = PermittedContact)),
    extensions(("x-problems" = json!(["case_key_locked", "case_key_not_held", "consent_withdrawn",
        "contact_refused"]))))]
#[post("/staff/assistance-requests/{id}/contact-attempts")]
pub(super) async fn ask_for_contact(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Command<NewAttempt>,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let wanted = Wanted {
        request: id.0,
        channel: new.channel.into_inner(),
        to_trusted_person: new.to_trusted_person,
        now: context.now(),
    };
    let (here, by, refusal) = (
        context.clone(),
        caller.originator(),
        Arc::new(OnceLock::new()),
    );
    let (asked, asking, found) = (wanted.clone(), caller.clone(), Arc::clone(&refusal));
    let work = move |conn: &mut Conn| {
        let (permitted, note) = actions::ask(conn, here.services(), &asking, &asked, &found)?;
        let location = format!("/v1/staff/assistance-requests/{}/contact-attempts", id.0);
        let shown = PermittedContact {
            attempt: AttemptShown::of(&here, permitted.attempt),
            method: permitted.method,
            note,
            until: permitted.until,
        };
        Answer::created(location, &shown)
    };
    let answer = command.run(&context, by, work).await;
    if let (Err(_), Some(refused)) = (&answer, refusal.get().copied()) {
        let here = context.clone();
        // What was refused has undone itself; that it was refused stays.
        let note = move |conn: &mut Conn| {
            actions::note_refusal(conn, here.services(), &caller, &wanted, refused)
        };
        context.db().write(note).await?;
    }
    answer
}

/// How a contact went.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ContactOutcomeNote, example = json!({ "outcome": "no_answer" }))]
struct OutcomeNote {
    /// How.
    outcome: NotedOutcome,
}

/// Note how a contact went.
///
/// It can be noted again, when it was noted wrongly.
#[utoipa::path(tag = "staff", operation_id = "note_contact_outcome",
    params(("id" = Id, Path, description = "The request."),
        ("attempt_id" = Id, Path, description = "The attempt.")),
    request_body = OutcomeNote,
    responses((status = 200, description = "Noted", body = AttemptShown)),
    extensions(("x-problems" = json!(["conflict"]))))]
#[post("/staff/assistance-requests/{id}/contact-attempts/{attempt_id}/outcome")]
pub(super) async fn note_contact_outcome(
    caller: Caller<HandleAssistance>,
    context: Context,
    path: PathOf<(Id, Id)>,
    command: Command<OutcomeNote>,
) -> Result<HttpResponse, Problem> {
    let (noted, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let attempt = actions::note_outcome(conn, &caller, path.0, noted.outcome, here.now())?;
        Answer::changed(&AttemptShown::of(&here, attempt))
    };
    command.run(&context, by, work).await
}

/// See how a person was reached, or why not.
///
/// Nothing of it is sealed: no number and no words are in it.
#[utoipa::path(tag = "staff", operation_id = "list_contact_attempts",
    params(("id" = Id, Path, description = "The request.")),
    responses((status = 200, description = "The attempts", body = AttemptsShown)))]
#[get("/staff/assistance-requests/{id}/contact-attempts")]
pub(super) async fn list_contact_attempts(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let work = move |conn: &mut Conn| actions::list_for_staff(conn, &caller, id.0);
    let attempts = context.db().read_snapshot(work).await?;
    Ok(HttpResponse::Ok().json(AttemptsShown::of(&context, attempts)))
}
