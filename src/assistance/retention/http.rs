//! `/v1/staff/assistance-requests/{id}/legal-hold`, and how both sides are shown for how long a
//! request is kept.

use actix_web::{HttpResponse, delete, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::actions::Kept;
use super::hold;
use super::model::{NewLegalHold, RetentionClass};
use super::store::HoldRow;
use crate::correspondence::{NextStep, label};
use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// For how long a request is kept now that it has ended.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AssistanceRetention, example = json!({ "class": "valid_case",
    "erased_after": "2028-11-30T08:00:00Z", "warned_at": null }))]
pub(in crate::assistance) struct RetentionShown {
    /// By what it is decided (`retention_classes`).
    pub class: RetentionClass,
    /// When it is erased, unless somebody writes before or something holds it.
    pub erased_after: Time,
    /// Since when both sides are told that this is near; null as long as it is not.
    pub warned_at: Option<Time>,
}

/// What keeps a request from being destroyed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AssistanceLegalHold, example = json!({ "reason": "court_order",
    "reason_label": "A court has ordered that it be kept", "placed_at": "2026-11-30T08:00:00Z",
    "held_until": "2028-07-01T00:00:00Z", "erasure_wished_at": null }))]
pub(in crate::assistance) struct HoldShown {
    /// Why (`legal_hold_reasons`).
    pub reason: String,
    /// The same for people, in the caller's language.
    pub reason_label: String,
    /// The order or the proceedings; told to staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reference: Option<String>,
    /// Since when.
    pub placed_at: Time,
    /// When it is over.
    pub held_until: Time,
    /// Since when the person wishes that the request be erased; it is at the end of the hold.
    pub erasure_wished_at: Option<Time>,
}

impl HoldShown {
    fn of(context: &Context, hold: HoldRow) -> Self {
        Self {
            reason_label: label(context, "legal_hold_reasons", &hold.reason),
            reason: hold.reason,
            reference: None,
            placed_at: hold.placed_at,
            held_until: hold.held_until,
            erasure_wished_at: hold.erasure_wished_at,
        }
    }
}

impl Kept {
    /// For how long the request is kept; `None` as long as it is open.
    pub fn retention_shown(&self) -> Option<RetentionShown> {
        let retention = self.retention.as_ref()?;
        Some(RetentionShown {
            class: retention.class,
            erased_after: retention.expires_at,
            warned_at: retention.warned_at,
        })
    }

    /// What holds the request, without the reference.
    pub fn hold_shown(&self, context: &Context) -> Option<HoldShown> {
        Some(HoldShown::of(context, self.hold.clone()?))
    }

    /// What the person is told of it among the next steps.
    pub fn next_steps(&self, context: &Context) -> Vec<NextStep> {
        let warned = self.retention.as_ref();
        let warned = warned.filter(|retention| retention.warned_at.is_some());
        let near = warned.map(|retention| ("erasure_near", retention.expires_at));
        let held = self.hold.as_ref().map(|hold| ("held", hold.held_until));
        let step = |(code, by): (&'static str, Time)| NextStep {
            code,
            text: context.say(
                &format!("assistance-next-{code}"),
                None,
                &vec![("date", by.date().to_string())],
            ),
            by: Some(by),
        };
        held.or(near).map(step).into_iter().collect()
    }
}

/// Keep a request from being destroyed.
///
/// For a court's order, for proceedings or because an authority asked: until a day, at most five
/// years from the first. The person is told. Only a court's order delays the erasure that the person
/// wishes; then nobody reads the request any more, and it is erased when the hold ends. Placing it
/// again changes it.
#[utoipa::path(tag = "staff", operation_id = "hold_assistance_request",
    params(("id" = Id, Path, description = "The request.")),
    request_body = NewLegalHold,
    responses((status = 200, description = "Held", body = HoldShown)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["erasure_waits"]))))]
#[post("/staff/assistance-requests/{id}/legal-hold")]
pub(in crate::assistance) async fn hold_assistance_request(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    seen: IfMatch,
    command: Command<NewLegalHold>,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let when = (&seen, here.now());
        let (row, held) = hold::place(conn, here.services(), &caller, id.0, &new, when)?;
        let mut shown = HoldShown::of(&here, held);
        shown.reference = Some(new.reference.as_str().to_owned());
        Ok(Answer::changed(&shown)?.tagged(&EntityTag::of_version(row.version)))
    };
    command.run(&context, by, work).await
}

/// No longer keep a request from being destroyed.
///
/// If its person has wished that it be erased, it is erased now. Doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "release_assistance_request",
    params(("id" = Id, Path, description = "The request.")),
    responses((status = 204, description = "No longer held")))]
#[delete("/staff/assistance-requests/{id}/legal-hold")]
pub(in crate::assistance) async fn release_assistance_request(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        hold::lift(conn, here.services(), &caller, id.0, here.now())?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}
