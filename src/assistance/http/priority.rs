//! How soon somebody should look, decided again.

use actix_web::{HttpResponse, post};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::receipt::{FollowedRequest, Holder};
use super::staff::{QueuedRequest, changed};
use crate::assistance::actions::{self, ByHand};
use crate::assistance::model::{Priority, PriorityChangeReason, Reconsidered};
use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Say that things have changed: danger, other answers, a greater risk.
///
/// The answers are sealed with the request. The request can only become more pressing by them; when
/// somebody is in danger now, somebody is called at once.
#[utoipa::path(tag = "receipt", operation_id = "answer_triage_again",
    request_body = Reconsidered,
    responses((status = 200, description = "Taken up", body = FollowedRequest)),
    extensions(("x-problems" = json!(["not_found", "request_withdrawn"]))))]
#[post("/receipt/assistance-request/triage-answers")]
pub(super) async fn answer_triage_again(
    holder: Holder,
    context: Context,
    command: Command<Reconsidered>,
) -> Result<HttpResponse, Problem> {
    let (said, command) = command.take_body();
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        let followed = actions::reconsider(conn, here.services(), &holder, said, here.now())?;
        Answer::changed(&FollowedRequest::of(conn, &here, followed)?)
    };
    command.run(&context, by, work).await
}

/// A priority that a case worker sets.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = PriorityByHand, example = json!({ "priority": "high", "because": "spoke_with_person" }))]
struct Found {
    /// How soon somebody should look.
    priority: Priority,
    /// Why.
    #[schema(value_type = PriorityChangeReason)]
    because: PriorityChangeReason,
}

/// Set the priority of a request by hand.
///
/// It stays until the person says that things have become worse. Critical calls whoever is on duty; less
/// than critical ends the calling.
#[utoipa::path(tag = "staff", operation_id = "prioritise_assistance_request",
    params(("id" = Id, Path, description = "The request.")),
    request_body = Found,
    responses((status = 200, description = "Set", body = QueuedRequest)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["request_withdrawn"]))))]
#[post("/staff/assistance-requests/{id}/priority")]
pub(super) async fn prioritise_assistance_request(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    seen: IfMatch,
    command: Command<Found>,
) -> Result<HttpResponse, Problem> {
    let (found, command) = command.take_body();
    let (here, by, now) = (context.clone(), caller.originator(), context.now());
    let by_hand = ByHand {
        priority: found.priority,
        because: found.because,
    };
    let work = move |conn: &mut Conn| {
        let services = here.services();
        let row =
            actions::prioritise_by_hand(conn, services, &caller, (id.0, by_hand), &seen, now)?;
        changed(row, now)
    };
    command.run(&context, by, work).await
}
