//! Stopping the clocks of a request for a reason.

use actix_web::{HttpResponse, post};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::assistance::clocks::pause::{self, Pausing};
use crate::assistance::http::{QueuedRequest, changed};
use crate::correspondence::NewMessage;
use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::platform::clock::Time;
use crate::platform::code_lists::{Code, PauseReasons};
use crate::platform::db::Conn;
use crate::platform::http::{Bare, Command, Context, IfMatch, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Prose;

type PauseReason = Code<PauseReasons>;

/// Why the clocks stand still, and until when.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = PauseRequest, example = json!({ "reason": "waiting_for_authority",
    "until": "2999-01-01T00:00:00Z", "text": "The labour court has set a day in March." }))]
struct Pause {
    /// Why; the person sees it.
    reason: PauseReason,
    /// Until when: in the future, and at most six months ahead.
    until: Time,
    /// What the person is told besides; it goes to them as a message, sealed.
    #[serde(default)]
    text: Option<Prose<4000>>,
}

/// Stop the clocks of a request for a while.
///
/// What is due moves by as long. The person sees why and until when. Only what was acknowledged can wait.
#[utoipa::path(tag = "staff", operation_id = "pause_assistance_request",
    params(("id" = Id, Path, description = "The request.")),
    request_body = Pause,
    responses((status = 200, description = "The clocks stand still", body = QueuedRequest)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["case_key_locked",
        "case_key_not_held", "consent_withdrawn", "not_acknowledged", "paused_already",
        "request_ended"]))))]
#[post("/staff/assistance-requests/{id}/pause")]
pub async fn pause_assistance_request(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    seen: IfMatch,
    command: Command<Pause>,
) -> Result<HttpResponse, Problem> {
    let (wanted, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let pausing = Pausing {
        reason: wanted.reason.into_inner(),
        until: wanted.until,
        message: wanted.text.map(|body| NewMessage { id: None, body }),
    };
    let work = move |conn: &mut Conn| {
        let (services, now) = (here.services(), here.now());
        let row = pause::pause(conn, services, &caller, (id.0, pausing), &seen, now)?;
        changed(row, now)
    };
    command.run(&context, by, work).await
}

/// Let the clocks of a request run again.
#[utoipa::path(tag = "staff", operation_id = "resume_assistance_request",
    params(("id" = Id, Path, description = "The request.")),
    responses((status = 200, description = "The clocks run", body = QueuedRequest)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["not_paused"]))))]
#[post("/staff/assistance-requests/{id}/resume")]
pub async fn resume_assistance_request(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    seen: IfMatch,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let row = pause::resume(conn, &caller, id.0, &seen, here.now())?;
        changed(row, here.now())
    };
    command.run(&context, by, work).await
}
