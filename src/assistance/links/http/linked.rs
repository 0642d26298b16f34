//! `/v1/staff/assistance-requests/{id}/links`.

use actix_web::{HttpResponse, delete, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use crate::assistance::links::actions;
use crate::assistance::links::model::{Link, NewLink};
use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::{Answer, Command, Context, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// The links of a request.
#[derive(Serialize, ToSchema)]
#[schema(as = AssistanceLinks)]
struct Links {
    /// Those that it tells of first, then those that tell of it.
    links: Vec<Link>,
}

/// List the requests that belong to this one.
///
/// The audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "list_assistance_links",
    params(("id" = Id, Path, description = "The request.")),
    responses((status = 200, description = "The links", body = Links)),
    extensions(("x-problems" = json!(["consent_withdrawn"]))))]
#[get("/staff/assistance-requests/{id}/links")]
pub(in crate::assistance) async fn list_assistance_links(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let now = context.now();
    let work = move |conn: &mut Conn| actions::list(conn, &caller, id.0, now);
    let links = context.db().write(work).await?;
    Ok(HttpResponse::Ok().json(Links { links }))
}

/// Say how this request belongs to another of the organisation.
///
/// The person of neither learns of it. The audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "link_assistance_request",
    params(("id" = Id, Path, description = "The request.")),
    request_body = NewLink,
    responses((status = 201, description = "Linked", body = Links)),
    extensions(("x-problems" = json!(["consent_withdrawn"]))))]
#[post("/staff/assistance-requests/{id}/links")]
pub(in crate::assistance) async fn link_assistance_request(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Command<NewLink>,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (now, by) = (context.now(), caller.originator());
    let work = move |conn: &mut Conn| {
        let links = actions::link(conn, &caller, (id.0, &new), now)?;
        let location = format!("/v1/staff/assistance-requests/{}/links", id.0);
        Answer::created(location, &Links { links })
    };
    command.run(&context, by, work).await
}

/// Take every link between two requests away.
///
/// Doing it again changes nothing. The audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "unlink_assistance_request",
    params(("id" = Id, Path, description = "The request."),
        ("other_id" = Id, Path, description = "The other request.")),
    responses((status = 204, description = "Taken away")))]
#[delete("/staff/assistance-requests/{id}/links/{other_id}")]
pub(in crate::assistance) async fn unlink_assistance_request(
    caller: Caller<HandleAssistance>,
    context: Context,
    path: PathOf<(Id, Id)>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (now, by) = (context.now(), caller.originator());
    let work = move |conn: &mut Conn| {
        actions::unlink(conn, &caller, path.0, now)?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}
