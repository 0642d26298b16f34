//! `…/outcome`: what came of a request.

use actix_web::{HttpResponse, get, post};

use super::actions;
use super::model::{Outcome, SaidByWorker, Statement};
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder, SteppedHolder};
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

const HERE: &str = "/v1/receipt/assistance-request/outcome";

/// Read what came of a request.
///
/// Every word of both sides with its amounts.
#[utoipa::path(tag = "receipt", operation_id = "get_own_assistance_outcome",
    responses((status = 200, description = "What was said", body = Outcome)),
    extensions(("x-second-step" = json!(true)), ("x-problems" = json!(["not_found"]))))]
#[get("/receipt/assistance-request/outcome")]
pub(in crate::assistance) async fn get_own_assistance_outcome(
    stepped: SteppedHolder<AssistanceRequests>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let holder = stepped.0;
    let vault = context.services().vault.clone();
    let work = move |conn: &mut Conn| actions::read(conn, &vault, &holder);
    Ok(HttpResponse::Ok().json(context.db().read_snapshot(work).await?))
}

/// Say whether it is resolved, and what was really received.
///
/// It stands beside what the organisation says; neither changes the other's word. What is not
/// resolved is put before the organisation again, and a closed request is opened again. It can be
/// said again when things change; `satisfaction` once.
#[utoipa::path(tag = "receipt", operation_id = "state_own_assistance_outcome",
    request_body = SaidByWorker,
    responses((status = 201, description = "Kept", body = Statement)),
    extensions(("x-problems" = json!(["not_found", "request_withdrawn", "no_outcome_yet",
        "satisfaction_given"]))))]
#[post("/receipt/assistance-request/outcome")]
pub(in crate::assistance) async fn state_own_assistance_outcome(
    holder: ReceiptHolder<AssistanceRequests>,
    context: Context,
    command: Command<SaidByWorker>,
) -> Result<HttpResponse, Problem> {
    let (said, command) = command.take_body();
    let faults = said.faults();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        let said = actions::say(conn, here.services(), &holder, said, here.now())?;
        Answer::created(HERE.to_owned(), &said)
    };
    command.run(&context, by, work).await
}

/// Read what both sides say came of a request.
///
/// The audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "open_assistance_outcome",
    params(("id" = Id, Path, description = "The request.")),
    responses((status = 200, description = "What was said", body = Outcome)),
    extensions(("x-problems" = json!(["consent_withdrawn"]))))]
#[get("/staff/assistance-requests/{id}/outcome")]
pub(in crate::assistance) async fn open_assistance_outcome(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let (vault, now, id) = (context.services().vault.clone(), context.now(), id.0);
    let work = move |conn: &mut Conn| actions::read_for_staff(conn, &vault, &caller, id, now);
    Ok(HttpResponse::Ok().json(context.db().write(work).await?))
}
