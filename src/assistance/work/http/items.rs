//! `/v1/staff/assistance-requests/{id}/work`: what is written down of the work.

use actix_web::{HttpResponse, get, put};
use serde::Serialize;
use utoipa::ToSchema;

use crate::assistance::work::actions;
use crate::assistance::work::model::{
    Appointment, CaseWork, Item, Kept, Note, Plan, Put, Service, Task,
};
use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::platform::chosen_id::ChosenId;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Read what is written down of the work.
///
/// Sub-status, plan, notes, tasks and services are never shown to the person; appointments are. The
/// audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "open_case_work",
    params(("id" = Id, Path, description = "The request.")),
    responses((status = 200, description = "All of it", body = CaseWork)),
    extensions(("x-problems" = json!(["consent_withdrawn"]))))]
#[get("/staff/assistance-requests/{id}/work")]
pub(in crate::assistance) async fn open_case_work(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let (vault, now) = (context.services().vault.clone(), context.now());
    let work = move |conn: &mut Conn| actions::read(conn, &vault, &caller, id.0, now);
    Ok(HttpResponse::Ok().json(context.db().write(work).await?))
}

/// The plan that stands now.
#[derive(Serialize, ToSchema)]
#[schema(as = KeptCasePlan)]
struct PlanKept {
    /// Its version.
    version: i64,
    /// What it is.
    content: Plan,
}

/// Write sub-status, risk and plan.
///
/// `version` is the one that was read; 409 `conflict` when somebody was faster. Never shown to the person.
#[utoipa::path(tag = "staff", operation_id = "put_case_plan",
    params(("id" = Id, Path, description = "The request.")),
    request_body = Put<Plan>,
    responses((status = 200, description = "Kept", body = PlanKept)),
    extensions(("x-problems" = json!(["consent_withdrawn", "conflict"]))))]
#[put("/staff/assistance-requests/{id}/work/plan")]
pub(in crate::assistance) async fn put_case_plan(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Command<Put<Plan>>,
) -> Result<HttpResponse, Problem> {
    let (put, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let vault = &here.services().vault;
        let version = actions::put_plan(conn, vault, &caller, (id.0, &put), here.now())?;
        Answer::changed(&PlanKept {
            version,
            content: put.content,
        })
    };
    command.run(&context, by, work).await
}

async fn put_item<T: Item>(
    caller: Caller<HandleAssistance>,
    context: Context,
    (id, item): (Id, ChosenId),
    command: Command<Put<T>>,
) -> Result<HttpResponse, Problem> {
    let (put, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let vault = &here.services().vault;
        let wanted = (id, Id::from(item), put);
        let kept: Kept<T> = actions::put(conn, vault, &caller, wanted, here.now())?;
        Answer::changed(&kept)
    };
    command.run(&context, by, work).await
}

/// Write a note.
///
/// The client chooses the id; `version` is 0 for a new one and else the one that was read. Never shown to the person.
#[utoipa::path(tag = "staff", operation_id = "put_case_note",
    params(("id" = Id, Path, description = "The request."),
        ("item_id" = ChosenId, Path, description = "Its id.")),
    request_body = Put<Note>,
    responses((status = 200, description = "Kept", body = Kept<Note>)),
    extensions(("x-problems" = json!(["consent_withdrawn", "conflict", "id_taken"]))))]
#[put("/staff/assistance-requests/{id}/work/notes/{item_id}")]
pub(in crate::assistance) async fn put_case_note(
    caller: Caller<HandleAssistance>,
    context: Context,
    path: PathOf<(Id, ChosenId)>,
    command: Command<Put<Note>>,
) -> Result<HttpResponse, Problem> {
    put_item(caller, context, path.0, command).await
}

/// Write a task.
///
/// The client chooses the id; `version` is 0 for a new one and else the one that was read. Never shown to the person.
#[utoipa::path(tag = "staff", operation_id = "put_case_task",
    params(("id" = Id, Path, description = "The request."),
        ("item_id" = ChosenId, Path, description = "Its id.")),
    request_body = Put<Task>,
    responses((status = 200, description = "Kept", body = Kept<Task>)),
    extensions(("x-problems" = json!(["consent_withdrawn", "conflict", "id_taken"]))))]
#[put("/staff/assistance-requests/{id}/work/tasks/{item_id}")]
pub(in crate::assistance) async fn put_case_task(
    caller: Caller<HandleAssistance>,
    context: Context,
    path: PathOf<(Id, ChosenId)>,
    command: Command<Put<Task>>,
) -> Result<HttpResponse, Problem> {
    put_item(caller, context, path.0, command).await
}

/// Write a service.
///
/// The client chooses the id; `version` is 0 for a new one and else the one that was read. Never shown to the person.
#[utoipa::path(tag = "staff", operation_id = "put_case_service",
    params(("id" = Id, Path, description = "The request."),
        ("item_id" = ChosenId, Path, description = "Its id.")),
    request_body = Put<Service>,
    responses((status = 200, description = "Kept", body = Kept<Service>)),
    extensions(("x-problems" = json!(["consent_withdrawn", "conflict", "id_taken"]))))]
#[put("/staff/assistance-requests/{id}/work/services/{item_id}")]
pub(in crate::assistance) async fn put_case_service(
    caller: Caller<HandleAssistance>,
    context: Context,
    path: PathOf<(Id, ChosenId)>,
    command: Command<Put<Service>>,
) -> Result<HttpResponse, Problem> {
    put_item(caller, context, path.0, command).await
}

/// Write an appointment.
///
/// The client chooses the id; `version` is 0 for a new one and else the one that was read. The person sees it behind the receipt code and can confirm it or ask for another time; a change asks
/// them again.
#[utoipa::path(tag = "staff", operation_id = "put_case_appointment",
    params(("id" = Id, Path, description = "The request."),
        ("item_id" = ChosenId, Path, description = "Its id.")),
    request_body = Put<Appointment>,
    responses((status = 200, description = "Kept", body = Kept<Appointment>)),
    extensions(("x-problems" = json!(["consent_withdrawn", "conflict", "id_taken"]))))]
#[put("/staff/assistance-requests/{id}/work/appointments/{item_id}")]
pub(in crate::assistance) async fn put_case_appointment(
    caller: Caller<HandleAssistance>,
    context: Context,
    path: PathOf<(Id, ChosenId)>,
    command: Command<Put<Appointment>>,
) -> Result<HttpResponse, Problem> {
    put_item(caller, context, path.0, command).await
}
