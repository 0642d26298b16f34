//! What moderators read and decide of agencies' reports.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{ReviewReport, report_tag};
use crate::claims;
use crate::identity::Caller;
use crate::identity::permissions::ModerateReviews;
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{
    Answer, Bare, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf,
};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::replies::actions::{Desk, ReplyError, moderate};
use crate::replies::model::ReportStatus;
use crate::replies::store::reports::{self as store, QueueFilter, ReportRow};
use crate::reviews::{self, RejectionReason};

/// Which reports are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedReports {
    /// How far they have come; `open` when left out.
    #[param(inline)]
    status: Option<ReportStatus>,
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

/// List agencies' reports of reviews, the soonest due first.
///
/// Those of an agency in which one's own organisation has an interest are not among them.
#[utoipa::path(tag = "staff", operation_id = "list_review_reports", params(WantedReports),
    responses((status = 200, description = "Reports", body = Page<ReviewReport>)))]
#[get("/staff/review-reports")]
pub(super) async fn list_review_reports(
    by: Caller<ModerateReviews>,
    query: QueryOf<WantedReports>,
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
            status: wanted.status.unwrap_or(ReportStatus::Open),
            agency: wanted.agency_id,
            except: claims::interests(conn, &by)?,
        };
        store::queue(conn, &filter, after, rows)
    };
    let rows = context.db().read_snapshot(read).await?;
    let position = |row: &ReportRow| (row.due_on, row.id);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, position, ReviewReport::from)))
}

/// A report, its statement, and where the review is opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedReport {
    /// The report.
    #[serde(flatten)]
    report: ReviewReport,
    /// What the agency says.
    statement: String,
    /// The review's id among moderators (`/v1/staff/reviews/{review_id}`); null when it is no longer
    /// public under the reported id.
    staff_review_id: Option<Id>,
    /// The comment of the review as it is shown.
    review_comment: Option<String>,
}

/// Open a report with its statement.
///
/// That you opened it is written into the audit log.
#[utoipa::path(tag = "staff", operation_id = "get_review_report",
    params(("report_id" = Id, Path, description = "The report")),
    responses((status = 200, description = "The report", body = OpenedReport)))]
#[get("/staff/review-reports/{report_id}")]
pub(super) async fn get_review_report(
    by: Caller<ModerateReviews>,
    report: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let of_job = context.clone();
    // Opening is written down, so this read is a write.
    let work = move |conn: &mut Conn| {
        let (row, statement) = moderate::open_report(conn, Desk::of(&of_job), &by, report.0)?;
        let face = reviews::find_face(conn, row.public_review_id)?;
        let opened = OpenedReport {
            statement,
            staff_review_id: face.as_ref().map(|face| face.review),
            review_comment: face.and_then(|face| face.comment),
            report: row.clone().into(),
        };
        Ok::<_, ReplyError>((report_tag(&row), opened))
    };
    let (tag, opened) = context.db().write(work).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(opened))
}

/// Decide that a reported review stays.
#[utoipa::path(tag = "staff", operation_id = "keep_reported_review",
    params(("report_id" = Id, Path, description = "The report")),
    responses((status = 200, description = "The review stays", body = ReviewReport)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/review-reports/{report_id}/keep")]
pub(super) async fn keep_reported_review(
    by: Caller<ModerateReviews>,
    report: PathOf<Id>,
    if_match: IfMatch,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (of_job, originator) = (context.clone(), by.originator());
    let work =
        move |conn: &mut Conn| decide(conn, Desk::of(&of_job), &by, report.0, &if_match, None);
    command.run(&context, originator, work).await
}

/// Why a reported review is taken down.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "off_topic" }))]
pub struct TakeDown {
    /// The reason, which the author is told and which is counted in public.
    #[schema(value_type = RejectionReason)]
    reason: RejectionReason,
}

/// Take a reported review down.
///
/// It is counted in public and written into the transparency log, as each taking down of a
/// published review is.
#[utoipa::path(tag = "staff", operation_id = "take_down_reported_review",
    params(("report_id" = Id, Path, description = "The report")),
    request_body = TakeDown,
    responses((status = 200, description = "The review is taken down", body = ReviewReport)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/review-reports/{report_id}/take-down")]
pub(super) async fn take_down_reported_review(
    by: Caller<ModerateReviews>,
    report: PathOf<Id>,
    if_match: IfMatch,
    command: Command<TakeDown>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (take_down, command) = command.take_body();
    let (of_job, originator) = (context.clone(), by.originator());
    let work = move |conn: &mut Conn| {
        let reason = Some(&take_down.reason);
        decide(conn, Desk::of(&of_job), &by, report.0, &if_match, reason)
    };
    let answer = command.run(&context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}

fn decide(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Caller<ModerateReviews>,
    report: Id,
    if_match: &IfMatch,
    take_down: Option<&RejectionReason>,
) -> Result<Answer, Problem> {
    let row = moderate::get_report(conn, by, report)?;
    if_match.check(&report_tag(&row))?;
    let row = moderate::decide(conn, desk, by, row, take_down)?;
    let tag = report_tag(&row);
    Ok(Answer::changed(&ReviewReport::from(row))?.tagged(&tag))
}
