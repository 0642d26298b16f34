//! `/v1/receipt/safety-report/messages` and `/additions`: what the holder of a receipt code says and
//! reads.

use actix_web::{HttpRequest, HttpResponse, get, post};

use super::receipt::Holder;
use crate::correspondence::{
    Addition, Message, MessageKind, MessagesQuery, NewMessage, Writer, message_page, messages_shown,
};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, Page, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::safety::actions;

const HERE: &str = "/v1/receipt/safety-report";

/// Read the messages with the organisation that has the report, oldest first.
#[utoipa::path(tag = "receipt", operation_id = "list_own_safety_messages",
    params(MessagesQuery),
    responses((status = 200, description = "A page of messages", body = Page<Message>)))]
#[get("/receipt/safety-report/messages")]
pub(super) async fn list_own_safety_messages(
    holder: Holder,
    query: QueryOf<MessagesQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (page, cursors) = (query.0.page(), Cursors::of(&context, &request));
    let wanted = message_page(&cursors, &page, Some(MessageKind::Message))?;
    let vault = context.services().vault.clone();
    let read = move |conn: &mut Conn| actions::read_messages(conn, &holder, &vault, wanted);
    let rows = context.db().read_snapshot(read).await?;
    Ok(HttpResponse::Ok().json(messages_shown(&cursors, &page, rows)))
}

/// Read one message.
#[utoipa::path(tag = "receipt", operation_id = "get_own_safety_message",
    params(("message_id" = Id, Path, description = "The message.")),
    responses((status = 200, description = "The message", body = Message)))]
#[get("/receipt/safety-report/messages/{message_id}")]
pub(super) async fn get_own_safety_message(
    holder: Holder,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let vault = context.services().vault.clone();
    let find = move |conn: &mut Conn| actions::find_message(conn, &holder, &vault, id.0);
    Ok(HttpResponse::Ok().json(context.db().read_snapshot(find).await?))
}

/// Write to the organisation that has the report.
#[utoipa::path(tag = "receipt", operation_id = "send_own_safety_message",
    request_body = NewMessage,
    responses((status = 201, description = "The message is stored", body = Message)),
    extensions(("x-problems" = json!(["id_taken", "report_withdrawn"]))))]
#[post("/receipt/safety-report/messages")]
pub(super) async fn send_own_safety_message(
    holder: Holder,
    command: Command<NewMessage>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let (kind, now) = (MessageKind::Message, context.now());
    let letter = body.into_letter(kind, Writer::Reporter, context.new_id(), now);
    let (by, vault) = (holder.originator(), context.services().vault.clone());
    let send = move |conn: &mut Conn| {
        let sent = actions::write_message(conn, &holder, &vault, letter)?;
        Answer::created(format!("{HERE}/messages/{}", sent.id), &sent)
    };
    command.run(&context, by, send).await
}

/// Add facts to a safety report.
#[utoipa::path(tag = "receipt", operation_id = "add_to_safety_report",
    request_body = NewMessage,
    responses((status = 201, description = "The addition is stored", body = Addition)),
    extensions(("x-problems" = json!(["id_taken", "report_withdrawn"]))))]
#[post("/receipt/safety-report/additions")]
pub(super) async fn add_to_safety_report(
    holder: Holder,
    command: Command<NewMessage>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let (kind, now) = (MessageKind::Addition, context.now());
    let letter = body.into_letter(kind, Writer::Reporter, context.new_id(), now);
    let (by, vault) = (holder.originator(), context.services().vault.clone());
    let add = move |conn: &mut Conn| {
        let added = actions::add_facts(conn, &holder, &vault, letter)?;
        Answer::created(HERE.to_owned(), &Addition::from(added))
    };
    command.run(&context, by, add).await
}
