//! `/v1/receipt/assistance-request/messages` and `/additions`: what the holder of a receipt code says
//! and reads.

use actix_web::{HttpRequest, HttpResponse, get, post};

use super::receipt::Holder;
use crate::assistance::actions;
use crate::correspondence::{
    Addition, Message, MessageKind, MessagesQuery, NewMessage, message_page, messages_shown,
};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, Page, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

const HERE: &str = "/v1/receipt/assistance-request";

/// Read the messages of both sides, oldest first.
#[utoipa::path(tag = "receipt", operation_id = "list_own_assistance_messages",
    params(MessagesQuery),
    responses((status = 200, description = "A page of messages", body = Page<Message>)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[get("/receipt/assistance-request/messages")]
pub(super) async fn list_own_assistance_messages(
    holder: Holder,
    context: Context,
    query: QueryOf<MessagesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (cursors, page) = (Cursors::of(&context, &request), query.0.page());
    let wanted = message_page(&cursors, &page, Some(MessageKind::Message))?;
    let vault = context.services().vault.clone();
    let work = move |conn: &mut Conn| actions::list_for_reporter(conn, &vault, &holder, wanted);
    let messages = context.db().read_snapshot(work).await?;
    Ok(HttpResponse::Ok().json(messages_shown(&cursors, &page, messages)))
}

/// Read one message.
#[utoipa::path(tag = "receipt", operation_id = "get_own_assistance_message",
    params(("message_id" = Id, Path, description = "The message.")),
    responses((status = 200, description = "The message", body = Message)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[get("/receipt/assistance-request/messages/{message_id}")]
pub(super) async fn get_own_assistance_message(
    holder: Holder,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let vault = context.services().vault.clone();
    let work = move |conn: &mut Conn| actions::find_for_reporter(conn, &vault, &holder, id.0);
    Ok(HttpResponse::Ok().json(context.db().read_snapshot(work).await?))
}

/// Send a message to the organisation.
#[utoipa::path(tag = "receipt", operation_id = "send_own_assistance_message",
    request_body = NewMessage,
    responses((status = 201, description = "Sent", body = Message)),
    extensions(("x-problems" = json!(["not_found", "id_taken", "request_withdrawn"]))))]
#[post("/receipt/assistance-request/messages")]
pub(super) async fn send_own_assistance_message(
    holder: Holder,
    context: Context,
    command: Command<NewMessage>,
) -> Result<HttpResponse, Problem> {
    let (message, command) = command.take_body();
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        let sent = actions::say(conn, here.services(), &holder, message, here.now())?;
        Answer::created(format!("{HERE}/messages/{}", sent.id), &sent)
    };
    command.run(&context, by, work).await
}

/// Add facts to a request.
///
/// They are sealed like what was filed, and like it not shown again.
#[utoipa::path(tag = "receipt", operation_id = "add_to_assistance_request",
    request_body = NewMessage,
    responses((status = 201, description = "Added", body = Addition)),
    extensions(("x-problems" = json!(["not_found", "id_taken", "request_withdrawn"]))))]
#[post("/receipt/assistance-request/additions")]
pub(super) async fn add_to_assistance_request(
    holder: Holder,
    context: Context,
    command: Command<NewMessage>,
) -> Result<HttpResponse, Problem> {
    let (addition, command) = command.take_body();
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        let added = actions::add(conn, here.services(), &holder, addition, here.now())?;
        Answer::created(HERE.to_owned(), &Addition::from(added))
    };
    command.run(&context, by, work).await
}
