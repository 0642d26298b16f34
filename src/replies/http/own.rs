//! What the representative of an agency reads, answers and reports.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{AgencyReply, ReviewReport, reply_tag, report_tag};
use crate::identity::permissions::SpeakForAgency;
use crate::identity::{Acting, Caller};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::replies::actions::{self, Desk, ReplyError};
use crate::replies::model::{ReplyText, ReportReason, ReportStatement};
use crate::replies::store;
use crate::reviews::{self, PublicPosition, PublishedReview};

/// Which page of a list is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedPage {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// A published review, exactly as the public sees it, and what the agency has done about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerableReview {
    /// The review.
    review: PublishedReview,
    /// The agency's own reply, when it has written one.
    own_reply: Option<AgencyReply>,
    /// The agency's own reports of it, oldest first.
    reports: Vec<ReviewReport>,
}

/// List the published reviews of the agency for which one speaks.
///
/// They are what the public sees, and nothing more, with the state of one's own replies and reports.
/// Who speaks for an employer finds its reviews here, too, by the employer's id.
#[utoipa::path(tag = "staff", operation_id = "list_own_reviews",
    params(("agency_id" = Id, Path, description = "The agency"), WantedPage),
    responses((status = 200, description = "Reviews", body = Page<AnswerableReview>)))]
#[get("/staff/agencies/{agency_id}/reviews")]
pub(super) async fn list_own_reviews(
    by: Caller<SpeakForAgency>,
    agency: PathOf<Id>,
    query: QueryOf<WantedPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let cursors = Cursors::of(&context, &request);
    let after: Option<PublicPosition> = cursors.position(&page)?;
    let (rows, of_job) = (page.rows(), context.clone());
    let read = move |conn: &mut Conn| {
        let standing = actions::standing(conn, &by, agency.0)?;
        let services = of_job.services();
        let shown = reviews::list_shown(conn, services, agency.0, after, rows)?;
        with_own(conn, standing.claim, shown)
    };
    let rows = context.db().read_snapshot(read).await?;
    let position = |row: &(PublicPosition, AnswerableReview)| row.0.clone();
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, position, |row| row.1)))
}

/// Adds what was answered and reported under a claim.
fn with_own(
    conn: &mut Conn,
    claim: Id,
    shown: Vec<(PublicPosition, PublishedReview)>,
) -> Result<Vec<(PublicPosition, AnswerableReview)>, ReplyError> {
    let of: Vec<Id> = shown.iter().map(|(position, _)| position.1).collect();
    let mut replies = store::replies::list_answers(conn, claim, of.clone())?;
    let mut reports = store::reports::list_of(conn, claim, of)?;
    let answerable = shown.into_iter().map(|(position, review)| {
        let is_own = |public_review: Id| public_review == position.1;
        let own_reply = replies
            .extract_if(.., |reply| is_own(reply.public_review_id))
            .next();
        let own_reports = reports.extract_if(.., |report| is_own(report.public_review_id));
        let own = AnswerableReview {
            own_reply: own_reply.map(AgencyReply::from),
            reports: own_reports.map(ReviewReport::from).collect(),
            review,
        };
        (position, own)
    });
    Ok(answerable.collect())
}

/// What an agency answers to a review.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "We do not deduct fees any more.", "language": "en" }))]
pub struct NewReply {
    /// The text. It must not say or hint who may have written the review; a moderator reads it.
    #[schema(value_type = ReplyText)]
    text: ReplyText,
    /// Its language.
    language: Language,
}

/// Answer a review, once.
///
/// A moderator reads it before it is shown. A review that its author changes is published anew
/// under another id, and can be answered anew.
#[utoipa::path(tag = "staff", operation_id = "reply_to_review",
    params(("agency_id" = Id, Path, description = "The agency"),
        ("public_review_id" = Id, Path, description = "The review, by the id that the public sees")),
    request_body = NewReply,
    responses((status = 201, description = "Stored; it waits for a moderator", body = AgencyReply)),
    extensions(("x-problems" = json!(["already_answered"]))))]
#[post("/staff/agencies/{agency_id}/reviews/{public_review_id}/reply")]
pub(super) async fn reply_to_review(
    by: Caller<SpeakForAgency>,
    of: PathOf<(Id, Id)>,
    command: Command<NewReply>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (of_job, originator) = (context.clone(), by.originator());
    let work = move |conn: &mut Conn| {
        let said = (&new.text, &new.language);
        let row = actions::reply::file(conn, Desk::of(&of_job), &by, of.0, said)?;
        note_presence(conn, &of_job, &by)?;
        let (agency, review) = of.0;
        let location = format!("/v1/staff/agencies/{agency}/reviews/{review}/reply");
        let tag = reply_tag(&row);
        Ok(Answer::created(location, &AgencyReply::from(row))?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}

/// Until the week is over it is remembered from where those act who speak for an agency: so that it is noticed when
/// the agency reviews itself.
fn note_presence(
    conn: &mut Conn,
    context: &Context,
    by: &Caller<SpeakForAgency>,
) -> Result<(), Problem> {
    let acting = Acting {
        organisation: by.organisation(),
        place: context.place(),
        now: context.now(),
    };
    reviews::note_representative(conn, context.services(), &acting)
}

/// An agency's reply with its text as it was written.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnReply {
    /// The reply.
    #[serde(flatten)]
    reply: AgencyReply,
    /// The text as it was written.
    text: String,
}

/// Open one's own reply to a review.
#[utoipa::path(tag = "staff", operation_id = "get_own_reply",
    params(("agency_id" = Id, Path, description = "The agency"),
        ("public_review_id" = Id, Path, description = "The review, by the id that the public sees")),
    responses((status = 200, description = "The reply", body = OwnReply)))]
#[get("/staff/agencies/{agency_id}/reviews/{public_review_id}/reply")]
pub(super) async fn get_own_reply(
    by: Caller<SpeakForAgency>,
    of: PathOf<(Id, Id)>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let of_job = context.clone();
    // Opening is written down, so this read is a write.
    let work = move |conn: &mut Conn| actions::reply::open_own(conn, Desk::of(&of_job), &by, of.0);
    let (row, text) = context.db().write(work).await?;
    let tag = reply_tag(&row);
    let reply = AgencyReply::from(row);
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(OwnReply { reply, text }))
}

/// Write one's own reply anew, as long as it is not published.
///
/// It waits for a moderator again. One that was rejected three times stays as it is.
#[utoipa::path(tag = "staff", operation_id = "change_reply",
    params(("agency_id" = Id, Path, description = "The agency"),
        ("public_review_id" = Id, Path, description = "The review, by the id that the public sees")),
    request_body = NewReply,
    responses((status = 200, description = "Changed", body = AgencyReply)),
    extensions(("x-problems" = json!(["conflict", "rejected_too_often"])),
        ("x-if-match" = json!(true))))]
#[patch("/staff/agencies/{agency_id}/reviews/{public_review_id}/reply")]
pub(super) async fn change_reply(
    by: Caller<SpeakForAgency>,
    of: PathOf<(Id, Id)>,
    if_match: IfMatch,
    command: Command<NewReply>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (of_job, originator) = (context.clone(), by.originator());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(&of_job);
        let row = actions::reply::get_own(conn, desk, &by, of.0)?;
        if_match.check(&reply_tag(&row))?;
        let said = (&new.text, &new.language);
        let row = actions::reply::revise(conn, desk, &by, &row, said)?;
        note_presence(conn, &of_job, &by)?;
        let tag = reply_tag(&row);
        Ok(Answer::changed(&AgencyReply::from(row))?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}

/// Why an agency reports a review.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "reason": "not_about_this_agency",
    "statement": "We have never sent anybody to the city that the review names."
}))]
pub struct NewReviewReport {
    /// The reason; each is heard once for a publication of a review.
    #[schema(value_type = ReportReason)]
    reason: ReportReason,
    /// What is wrong. Only moderators read it.
    #[schema(value_type = ReportStatement)]
    statement: ReportStatement,
}

/// Report a review to the moderators.
///
/// Nothing happens to the review until one of them has decided. An agency reports ten reviews in a
/// month at the most.
#[utoipa::path(tag = "staff", operation_id = "report_review",
    params(("agency_id" = Id, Path, description = "The agency"),
        ("public_review_id" = Id, Path, description = "The review, by the id that the public sees")),
    request_body = NewReviewReport,
    responses((status = 201, description = "Stored; it waits for a moderator", body = ReviewReport)),
    extensions(("x-problems" = json!(["already_reported", "too_many_reports"]))))]
#[post("/staff/agencies/{agency_id}/reviews/{public_review_id}/reports")]
pub(super) async fn report_review(
    by: Caller<SpeakForAgency>,
    of: PathOf<(Id, Id)>,
    command: Command<NewReviewReport>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (of_job, originator) = (context.clone(), by.originator());
    let work = move |conn: &mut Conn| {
        let said = (&new.reason, &new.statement);
        let row = actions::report::file(conn, Desk::of(&of_job), &by, of.0, said)?;
        note_presence(conn, &of_job, &by)?;
        let location = format!("/v1/staff/agencies/{}/reviews", of.0.0);
        let tag = report_tag(&row);
        Ok(Answer::created(location, &ReviewReport::from(row))?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}
