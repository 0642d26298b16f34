//! `/v1/staff/assistance-requests/{id}/messages`.

use actix_web::{HttpRequest, HttpResponse, get, post};

use crate::assistance::actions;
use crate::correspondence::{Message, MessagesQuery, NewMessage, message_page, messages_shown};
use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, Page, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Read messages and additions, oldest first.
///
/// The audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "list_assistance_messages",
    params(("id" = Id, Path, description = "The request."), MessagesQuery),
    responses((status = 200, description = "A page of messages", body = Page<Message>)),
    extensions(("x-problems" = json!(["consent_withdrawn", "case_key_locked", "case_key_not_held"]))))]
#[get("/staff/assistance-requests/{id}/messages")]
pub(super) async fn list_assistance_messages(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    query: QueryOf<MessagesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (cursors, page) = (Cursors::of(&context, &request), query.0.page());
    let wanted = message_page(&cursors, &page, None)?;
    let (vault, now, id) = (context.services().vault.clone(), context.now(), id.0);
    let work =
        move |conn: &mut Conn| actions::list_for_staff(conn, &vault, &caller, id, wanted, now);
    let messages = context.db().write(work).await?;
    Ok(HttpResponse::Ok().json(messages_shown(&cursors, &page, messages)))
}

/// Read one message or addition.
///
/// The audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "open_assistance_message",
    params(("id" = Id, Path, description = "The request."),
        ("message_id" = Id, Path, description = "The message.")),
    responses((status = 200, description = "The message", body = Message)),
    extensions(("x-problems" = json!(["consent_withdrawn", "case_key_locked", "case_key_not_held"]))))]
#[get("/staff/assistance-requests/{id}/messages/{message_id}")]
pub(super) async fn open_assistance_message(
    caller: Caller<HandleAssistance>,
    context: Context,
    path: PathOf<(Id, Id)>,
) -> Result<HttpResponse, Problem> {
    let (vault, now, path) = (context.services().vault.clone(), context.now(), path.0);
    let work = move |conn: &mut Conn| actions::open_message(conn, &vault, &caller, path, now);
    Ok(HttpResponse::Ok().json(context.db().write(work).await?))
}

/// Write to the person.
#[utoipa::path(tag = "staff", operation_id = "send_assistance_message",
    params(("id" = Id, Path, description = "The request.")),
    request_body = NewMessage,
    responses((status = 201, description = "Sent", body = Message)),
    extensions(("x-problems" = json!(["id_taken", "consent_withdrawn", "case_key_locked", "case_key_not_held"]))))]
#[post("/staff/assistance-requests/{id}/messages")]
pub(super) async fn send_assistance_message(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Command<NewMessage>,
) -> Result<HttpResponse, Problem> {
    let (message, command) = command.take_body();
    let (here, by, id) = (context.clone(), caller.originator(), id.0);
    let work = move |conn: &mut Conn| {
        let sent = actions::answer(conn, here.services(), &caller, id, message, here.now())?;
        let location = format!("/v1/staff/assistance-requests/{id}/messages/{}", sent.id);
        Answer::created(location, &sent)
    };
    command.run(&context, by, work).await
}
