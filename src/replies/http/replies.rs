//! What moderators read and decide of replies.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{AgencyReply, reply_tag};
use crate::claims;
use crate::identity::Caller;
use crate::identity::permissions::ModerateReviews;
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::replies::actions::{Desk, ReplyError, moderate};
use crate::replies::model::{ReplyRejectionReason, ReplyStatus, ReplyText};
use crate::replies::store::replies::{self as store, QueueFilter, ReplyRow};
use crate::reviews;

/// Which replies are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedReplies {
    /// How far they have come; `pending` when left out.
    #[param(inline)]
    status: Option<ReplyStatus>,
    /// Of this agency.
    #[param(inline)]
    agency_id: Option<Id>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List agencies' replies for moderation, oldest day first.
///
/// Those of an agency in which one's own organisation has an interest are not among them.
#[utoipa::path(tag = "staff", operation_id = "list_replies", params(WantedReplies),
    responses((status = 200, description = "Replies", body = Page<AgencyReply>)))]
#[get("/staff/replies")]
pub(super) async fn list_replies(
    by: Caller<ModerateReviews>,
    query: QueryOf<WantedReplies>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = query.0;
    let page = PageQuery {
        limit: wanted.limit,
        cursor: wanted.cursor,
    };
    let cursors = Cursors::of(&context, &request);
    let after: Option<(Date, Id)> = cursors.position(&page)?;
    let rows = page.rows();
    let read = move |conn: &mut Conn| {
        let filter = QueueFilter {
            status: wanted.status.unwrap_or(ReplyStatus::Pending),
            agency: wanted.agency_id,
            except: claims::interests(conn, &by)?,
        };
        store::queue(conn, &filter, after, rows)
    };
    let rows = context.db().read_snapshot(read).await?;
    let position = |row: &ReplyRow| (row.filed_on, row.id);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, position, AgencyReply::from)))
}

/// A reply, what was written, and what it answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedReply {
    /// The reply.
    #[serde(flatten)]
    reply: AgencyReply,
    /// The text as the agency wrote it.
    text: String,
    /// The text as it is shown.
    published_text: Option<String>,
    /// The overall score of the review; null when that is no longer public.
    #[schema(minimum = 1, maximum = 5)]
    review_overall: Option<i64>,
    /// The comment of the review as it is shown.
    review_comment: Option<String>,
}

/// Open a reply, with its text as the agency wrote it.
///
/// That you opened it is written into the audit log.
#[utoipa::path(tag = "staff", operation_id = "get_reply",
    params(("reply_id" = Id, Path, description = "The reply")),
    responses((status = 200, description = "The reply", body = OpenedReply)))]
#[get("/staff/replies/{reply_id}")]
pub(super) async fn get_reply(
    by: Caller<ModerateReviews>,
    reply: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let of_job = context.clone();
    // Opening is written down, so this read is a write.
    let work = move |conn: &mut Conn| {
        let (row, text) = moderate::open_reply(conn, Desk::of(&of_job), &by, reply.0)?;
        let face = reviews::find_face(conn, row.public_review_id)?;
        let opened = OpenedReply {
            text,
            published_text: reviews::find_reply(conn, row.public_review_id)?,
            review_overall: face.as_ref().map(|face| face.overall),
            review_comment: face.and_then(|face| face.comment),
            reply: row.clone().into(),
        };
        Ok::<_, ReplyError>((reply_tag(&row), opened))
    };
    let (tag, opened) = context.db().write(work).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(opened))
}

/// How a reply is published.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "published_text": "We do not deduct fees any more." }))]
pub struct PublishReply {
    /// The text without what would tell who wrote the review. Left out, it is published as written.
    #[schema(value_type = Option<ReplyText>)]
    published_text: Option<ReplyText>,
}

/// Publish a reply; it is shown with the review from now on.
#[utoipa::path(tag = "staff", operation_id = "publish_reply",
    params(("reply_id" = Id, Path, description = "The reply")),
    request_body = PublishReply,
    responses((status = 200, description = "Published", body = AgencyReply)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/replies/{reply_id}/publish")]
pub(super) async fn publish_reply(
    by: Caller<ModerateReviews>,
    reply: PathOf<Id>,
    if_match: IfMatch,
    command: Command<PublishReply>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (publish, command) = command.take_body();
    let (of_job, originator) = (context.clone(), by.originator());
    let work = move |conn: &mut Conn| {
        let row = moderate::get_reply(conn, &by, reply.0)?;
        if_match.check(&reply_tag(&row))?;
        let cleared = publish.published_text;
        let desk = Desk::of(&of_job);
        decided(moderate::publish(conn, desk, &by, row, cleared)?)
    };
    let answer = command.run(&context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Why a reply is rejected.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "identifies_author" }))]
pub struct RejectReply {
    /// The reason, which the agency is told.
    #[schema(value_type = ReplyRejectionReason)]
    reason: ReplyRejectionReason,
}

/// Reject a reply, or take down a published one.
#[utoipa::path(tag = "staff", operation_id = "reject_reply",
    params(("reply_id" = Id, Path, description = "The reply")),
    request_body = RejectReply,
    responses((status = 200, description = "Rejected", body = AgencyReply)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/replies/{reply_id}/reject")]
pub(super) async fn reject_reply(
    by: Caller<ModerateReviews>,
    reply: PathOf<Id>,
    if_match: IfMatch,
    command: Command<RejectReply>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (reject, command) = command.take_body();
    let (of_job, originator) = (context.clone(), by.originator());
    let work = move |conn: &mut Conn| {
        let row = moderate::get_reply(conn, &by, reply.0)?;
        if_match.check(&reply_tag(&row))?;
        let desk = Desk::of(&of_job);
        decided(moderate::reject(conn, desk, &by, row, &reject.reason)?)
    };
    let answer = command.run(&context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}

fn decided(row: ReplyRow) -> Result<Answer, Problem> {
    let tag = reply_tag(&row);
    Ok(Answer::changed(&AgencyReply::from(row))?.tagged(&tag))
}
