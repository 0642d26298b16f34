//! `/v1/staff/safety-reports/{id}/messages`.

use actix_web::{HttpRequest, HttpResponse, get, post};

use super::staff::Inspector;
use crate::correspondence::{
    Message, MessageKind, MessagesQuery, NewMessage, Writer, message_page, messages_shown,
};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, Page, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::safety::actions;

/// Read messages and additions, oldest first; the audit log says so.
#[utoipa::path(tag = "staff", operation_id = "list_safety_messages",
    params(("id" = Id, Path, description = "The report."), MessagesQuery),
    responses((status = 200, description = "A page of messages", body = Page<Message>)),
    extensions(("x-problems" = json!(["report_withdrawn"]))))]
#[get("/staff/safety-reports/{id}/messages")]
pub(super) async fn list_safety_messages(
    by: Inspector,
    id: PathOf<Id>,
    query: QueryOf<MessagesQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (page, cursors) = (query.0.page(), Cursors::of(&context, &request));
    let wanted = message_page(&cursors, &page, None)?;
    let of_job = context.clone();
    let read = move |conn: &mut Conn| {
        let (vault, now) = (&of_job.services().vault, of_job.now());
        actions::read_messages_of_report(conn, &by, vault, id.0, wanted, now)
    };
    let rows = context.db().write(read).await?;
    Ok(HttpResponse::Ok().json(messages_shown(&cursors, &page, rows)))
}

/// Read one message or addition; the audit log says so.
#[utoipa::path(tag = "staff", operation_id = "open_safety_message",
    params(("id" = Id, Path, description = "The report."),
        ("message_id" = Id, Path, description = "The message.")),
    responses((status = 200, description = "The message", body = Message)),
    extensions(("x-problems" = json!(["report_withdrawn"]))))]
#[get("/staff/safety-reports/{id}/messages/{message_id}")]
pub(super) async fn open_safety_message(
    by: Inspector,
    path: PathOf<(Id, Id)>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (vault, now, path) = (context.services().vault.clone(), context.now(), path.0);
    let open = move |conn: &mut Conn| actions::open_message(conn, &by, &vault, path, now);
    Ok(HttpResponse::Ok().json(context.db().write(open).await?))
}

/// Write to the reporter, who reads it with the receipt code.
#[utoipa::path(tag = "staff", operation_id = "send_safety_message",
    params(("id" = Id, Path, description = "The report.")),
    request_body = NewMessage,
    responses((status = 201, description = "The message is stored", body = Message)),
    extensions(("x-problems" = json!(["id_taken", "report_withdrawn"]))))]
#[post("/staff/safety-reports/{id}/messages")]
pub(super) async fn send_safety_message(
    by: Inspector,
    id: PathOf<Id>,
    command: Command<NewMessage>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let writer = Writer::Staff(by.account());
    let (kind, now) = (MessageKind::Message, context.now());
    let letter = body.into_letter(kind, writer, context.new_id(), now);
    let (originator, vault) = (by.originator(), context.services().vault.clone());
    let answer = move |conn: &mut Conn| {
        let sent = actions::answer(conn, &by, &vault, id.0, letter)?;
        let location = format!("/v1/staff/safety-reports/{}/messages/{}", id.0, sent.id);
        Answer::created(location, &sent)
    };
    command.run(&context, originator, answer).await
}
