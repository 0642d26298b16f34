//! `/v1/receipt/assistance-request/appointments`: meetings with the organisation.

use actix_web::{HttpResponse, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use crate::assistance::work::actions;
use crate::assistance::work::model::{AppointmentShown, KeptReply, Reply};
use crate::identity::{AssistanceRequests, ReceiptHolder, SteppedHolder};
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

const HERE: &str = "/v1/receipt/assistance-request/appointments";

/// The appointments of a request.
#[derive(Serialize, ToSchema)]
struct Appointments {
    /// The oldest first.
    appointments: Vec<AppointmentShown>,
}

/// Read one's appointments.
#[utoipa::path(tag = "receipt", operation_id = "list_own_appointments",
    responses((status = 200, description = "The appointments", body = Appointments)),
    extensions(("x-second-step" = json!(true)), ("x-problems" = json!(["not_found"]))))]
#[get("/receipt/assistance-request/appointments")]
pub(in crate::assistance) async fn list_own_appointments(
    stepped: SteppedHolder<AssistanceRequests>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let holder = stepped.0;
    let vault = context.services().vault.clone();
    let work = move |conn: &mut Conn| actions::list_appointments(conn, &vault, &holder);
    let appointments = context.db().read_snapshot(work).await?;
    Ok(HttpResponse::Ok().json(Appointments { appointments }))
}

/// Confirm an appointment, or ask for another time.
///
/// It can be said again; a change of the appointment asks again.
#[utoipa::path(tag = "receipt", operation_id = "reply_to_own_appointment",
    params(("item_id" = Id, Path, description = "The appointment.")),
    request_body = Reply,
    responses((status = 201, description = "Kept", body = KeptReply)),
    extensions(("x-problems" = json!(["not_found", "request_withdrawn"]))))]
#[post("/receipt/assistance-request/appointments/{item_id}/reply")]
pub(in crate::assistance) async fn reply_to_own_appointment(
    holder: ReceiptHolder<AssistanceRequests>,
    context: Context,
    id: PathOf<Id>,
    command: Command<Reply>,
) -> Result<HttpResponse, Problem> {
    let (reply, command) = command.take_body();
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        let vault = &here.services().vault;
        let shown = actions::reply(conn, vault, &holder, (id.0, reply), here.now())?;
        Answer::created(HERE.to_owned(), &shown)
    };
    command.run(&context, by, work).await
}
