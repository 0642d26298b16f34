//! `/v1/staff/assistance-groups` and `/v1/receipt/assistance-request/groups`: cases of several people.

use actix_web::{HttpResponse, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use crate::assistance::links::actions::{self, Will};
use crate::assistance::links::model::{Invitation, Member, OwnGroup};
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder};
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

const HERE: &str = "/v1/receipt/assistance-request/groups";

/// A case of several people, as staff see it.
#[derive(Serialize, ToSchema)]
#[schema(as = AssistanceGroup)]
struct Group {
    /// Its id.
    id: Id,
    /// Who is in it, was asked, or left.
    members: Vec<Member>,
}

/// Make a case of several people.
///
/// Nobody is in it yet.
#[utoipa::path(tag = "staff", operation_id = "create_assistance_group",
    responses((status = 201, description = "Made", body = Group)))]
#[post("/staff/assistance-groups")]
pub(in crate::assistance) async fn create_assistance_group(
    caller: Caller<HandleAssistance>,
    context: Context,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (now, by, id) = (context.now(), caller.originator(), context.new_id());
    let work = move |conn: &mut Conn| {
        actions::create_group(conn, &caller, id, now)?;
        let members = Vec::new();
        Answer::created(path_of(id), &Group { id, members })
    };
    command.run(&context, by, work).await
}

fn path_of(id: Id) -> String {
    format!("/v1/staff/assistance-groups/{id}")
}

/// Read who is in a case of several people.
///
/// The audit log of each request remembers it.
#[utoipa::path(tag = "staff", operation_id = "list_assistance_group",
    params(("id" = Id, Path, description = "The group.")),
    responses((status = 200, description = "The group", body = Group)))]
#[get("/staff/assistance-groups/{id}")]
pub(in crate::assistance) async fn list_assistance_group(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let (now, id) = (context.now(), id.0);
    let work = move |conn: &mut Conn| actions::list_members(conn, &caller, id, now);
    let members = context.db().write(work).await?;
    Ok(HttpResponse::Ok().json(Group { id, members }))
}

/// Ask the person of a request to join.
///
/// They are in it only when they agree with their receipt code. The audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "invite_to_assistance_group",
    params(("id" = Id, Path, description = "The group.")),
    request_body = Invitation,
    responses((status = 201, description = "Asked", body = Group)),
    extensions(("x-problems" = json!(["consent_withdrawn"]))))]
#[post("/staff/assistance-groups/{id}/invitations")]
pub(in crate::assistance) async fn invite_to_assistance_group(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Command<Invitation>,
) -> Result<HttpResponse, Problem> {
    let (invitation, command) = command.take_body();
    let (now, by, id) = (context.now(), caller.originator(), id.0);
    let work = move |conn: &mut Conn| {
        let members = actions::invite(conn, &caller, (id, invitation.request_id), now)?;
        Answer::created(path_of(id), &Group { id, members })
    };
    command.run(&context, by, work).await
}

/// The groups of a request, as its person sees them.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnAssistanceGroups)]
struct OwnGroups {
    /// In the order in which they were asked.
    groups: Vec<OwnGroup>,
}

/// Read which cases of several people one is asked to join, or is in.
///
/// Who else is in them is not told.
#[utoipa::path(tag = "receipt", operation_id = "list_own_groups",
    responses((status = 200, description = "The groups", body = OwnGroups)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[get("/receipt/assistance-request/groups")]
pub(in crate::assistance) async fn list_own_groups(
    holder: ReceiptHolder<AssistanceRequests>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let work = move |conn: &mut Conn| actions::list_own(conn, &holder);
    let groups = context.db().read_snapshot(work).await?;
    Ok(HttpResponse::Ok().json(OwnGroups { groups }))
}

async fn decide(
    holder: ReceiptHolder<AssistanceRequests>,
    context: Context,
    (id, will): (Id, Will),
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (now, by) = (context.now(), holder.originator());
    let work = move |conn: &mut Conn| {
        let own = actions::decide(conn, &holder, (id, will), now)?;
        Answer::created(HERE.to_owned(), &own)
    };
    command.run(&context, by, work).await
}

/// Join a case of several people.
///
/// Only who was asked can; doing it again changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "join_own_group",
    params(("group_id" = Id, Path, description = "The group.")),
    responses((status = 201, description = "Joined", body = OwnGroup)),
    extensions(("x-problems" = json!(["not_found", "request_withdrawn"]))))]
#[post("/receipt/assistance-request/groups/{group_id}/join")]
pub(in crate::assistance) async fn join_own_group(
    holder: ReceiptHolder<AssistanceRequests>,
    context: Context,
    id: PathOf<Id>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    decide(holder, context, (id.0, Will::Join), command).await
}

/// Leave a case of several people, or say that one will not join.
///
/// Doing it again changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "leave_own_group",
    params(("group_id" = Id, Path, description = "The group.")),
    responses((status = 201, description = "Left", body = OwnGroup)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[post("/receipt/assistance-request/groups/{group_id}/leave")]
pub(in crate::assistance) async fn leave_own_group(
    holder: ReceiptHolder<AssistanceRequests>,
    context: Context,
    id: PathOf<Id>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    decide(holder, context, (id.0, Will::Leave), command).await
}
