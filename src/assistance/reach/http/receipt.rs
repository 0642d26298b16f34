//! `/v1/receipt/assistance-request/contact-plan` and `…/contact-attempts`: what the person decides and sees.

use actix_web::{HttpResponse, delete, get, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::AttemptsShown;
use crate::assistance::http::Holder;
use crate::assistance::reach::actions;
use crate::contact::{ContactRefusal, Foreseen, SafeContact};
use crate::correspondence::label;
use crate::identity::{Passwords, Throttle, TriedWord, prove_second_word};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, QueryOf};
use crate::platform::language::Language;
use crate::platform::problem::Problem;

/// Another plan.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ContactPlanChange, example = json!({ "plan": { "service_may_send": true,
    "methods": [{ "channel": "sms", "address": "+6590000000", "owner": "self", "ok_to_leave_message": true,
        "message_text": "Tawagan mo ako kapag may oras ka", "code_word": "mangga",
        "windows": [{ "days": ["sunday"], "from": "14:00", "until": "17:00",
            "time_zone": "Asia/Singapore" }] }] } }))]
struct PlanChange {
    /// The whole plan from now on.
    plan: SafeContact,
    /// The second word, if the receipt has one: whoever has found the code cannot send the case worker elsewhere.
    #[serde(default)]
    second_word: Option<TriedWord>,
}

/// What the plan leads to.
#[derive(Serialize, ToSchema)]
#[schema(as = ContactPlanEffect, example = json!({ "service_sends": true,
    "text": "Tawagan mo ako kapag may oras ka - mangga", "not_before": "2026-12-06T06:00:00Z", "refusal": null,
    "refusal_label": null, "reviewed_at": "2026-11-30T08:00:00Z", "language": "fil" }))]
struct PlanEffect {
    /// Whether the service sends a text when something happens.
    service_sends: bool,
    /// The words of that text; null when none is sent.
    text: Option<String>,
    /// When the next one could go out at the earliest; null when that is now, or none is sent.
    not_before: Option<Time>,
    /// Why none is sent (`contact_refusals`).
    refusal: Option<ContactRefusal>,
    /// The same for people.
    refusal_label: Option<String>,
    /// In which hour the plan was made; the case worker sees it too.
    reviewed_at: Time,
    /// The language of the label.
    language: Language,
}

impl PlanEffect {
    fn of(context: &Context, foreseen: Option<Foreseen>) -> Self {
        let foreseen = foreseen.unwrap_or(Foreseen {
            text: None,
            not_before: None,
            refusal: Some(ContactRefusal::NoPlan),
        });
        let refusal = foreseen.refusal;
        Self {
            service_sends: foreseen.text.is_some(),
            text: foreseen.text,
            not_before: foreseen.not_before,
            refusal_label: refusal
                .map(|refusal| label(context, "contact_refusals", refusal.as_str())),
            refusal,
            reviewed_at: context.now().hour(),
            language: context.language(),
        }
    }
}

/// Say anew how one may be contacted.
///
/// The plan binds the case worker and the service. The answer shows which words the service would send, and when; the plan
/// itself is not shown again to who has the code. Both sides see that it was changed.
#[utoipa::path(tag = "receipt", operation_id = "put_own_contact_plan",
    request_body = PlanChange,
    responses((status = 200, description = "It holds", body = PlanEffect)),
    extensions(("x-problems" = json!(["not_found", "request_withdrawn", "second_word_needed",
        "second_word_wrong"]))))]
#[put("/receipt/assistance-request/contact-plan")]
pub(super) async fn put_own_contact_plan(
    holder: Holder,
    context: Context,
    command: Command<PlanChange>,
    passwords: web::Data<Passwords>,
    throttle: web::Data<Throttle>,
) -> Result<HttpResponse, Problem> {
    let by = holder.originator();
    if let Some(answer) = command.replay(&context, &by).await? {
        return Ok(answer);
    }
    let (change, command) = command.take_body();
    let faults = change.plan.faults("/plan");
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let tried = change.second_word.as_ref();
    prove_second_word(&context, (&passwords, &throttle), &holder, tried).await?;
    let here = context.clone();
    let plan = Some(change.plan);
    let work = move |conn: &mut Conn| {
        let foreseen = actions::put_plan(conn, here.services(), &holder, plan, here.now())?;
        Answer::changed(&PlanEffect::of(&here, foreseen))
    };
    command.run(&context, by, work).await
}

/// Take the plan away: nobody contacts the person any more.
///
/// Messages wait for the receipt code. What waited to be sent is not sent. It needs no second word, and doing it again
/// changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "remove_own_contact_plan",
    responses((status = 204, description = "Nobody contacts the person")),
    extensions(("x-problems" = json!(["not_found", "request_withdrawn"]))))]
#[delete("/receipt/assistance-request/contact-plan")]
pub(super) async fn remove_own_contact_plan(
    holder: Holder,
    context: Context,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        actions::put_plan(conn, here.services(), &holder, None, here.now())?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}

/// See how one was reached, or why not.
///
/// Every text, every call that a case worker asked for, every refusal with its reason, and each change of the plan. No
/// number and no words are in it.
#[utoipa::path(tag = "receipt", operation_id = "list_own_contact_attempts",
    responses((status = 200, description = "The attempts", body = AttemptsShown)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[get("/receipt/assistance-request/contact-attempts")]
pub(super) async fn list_own_contact_attempts(
    holder: Holder,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let work = move |conn: &mut Conn| actions::list_own(conn, &holder);
    let attempts = context.db().read_snapshot(work).await?;
    Ok(HttpResponse::Ok().json(AttemptsShown::of(&context, attempts)))
}
