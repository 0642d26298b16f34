//! `/v1/staff/directory/reports`.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::Keeper;
use crate::directory::actions::{Desk, close, opened};
use crate::directory::error::DirectoryError;
use crate::directory::model::{ServiceReportKind, ServiceReportOutcome, ServiceReportState};
use crate::directory::store::{self, ReportRow};
use crate::identity::audit::{Action, Subject};
use crate::platform::clock::{Date, Time};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Prose;

/// What somebody said of a service, in a list.
#[derive(Debug, Serialize, ToSchema)]
struct ServiceReportSummary {
    /// Its id.
    id: Id,
    /// The service.
    service_id: Id,
    /// What is wrong.
    kind: ServiceReportKind,
    /// On which day it was said.
    reported_on: Date,
    /// How far it has come.
    state: ServiceReportState,
    /// What came of it.
    outcome: Option<ServiceReportOutcome>,
}

impl From<ReportRow> for ServiceReportSummary {
    fn from(row: ReportRow) -> Self {
        Self {
            id: row.id,
            service_id: row.service_id,
            kind: row.kind,
            reported_on: row.reported_on,
            state: row.state,
            outcome: row.outcome,
        }
    }
}

/// What somebody said of a service.
#[derive(Debug, Serialize, ToSchema)]
struct ServiceReport {
    /// Its id.
    id: Id,
    /// The service.
    service_id: Id,
    /// What is wrong.
    kind: ServiceReportKind,
    /// In whose words it was said.
    words: Option<String>,
    /// On which day it was said.
    reported_on: Date,
    /// How far it has come.
    state: ServiceReportState,
    /// What came of it.
    outcome: Option<ServiceReportOutcome>,
    /// What was noted about that.
    note: Option<String>,
    /// When it was closed.
    closed_at: Option<Time>,
    /// By whom.
    closed_by: Option<Id>,
}

impl ServiceReport {
    fn of(row: &ReportRow, (words, note): (Option<String>, Option<String>)) -> Self {
        Self {
            id: row.id,
            service_id: row.service_id,
            kind: row.kind,
            words,
            reported_on: row.reported_on,
            state: row.state,
            outcome: row.outcome,
            note,
            closed_at: row.closed_at,
            closed_by: row.closed_by,
        }
    }
}

fn tag_of(row: &ReportRow) -> EntityTag {
    EntityTag::of_version(row.version)
}

/// Which reports are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ServiceReportsQuery {
    /// Those that have come so far.
    #[param(inline)]
    state: Option<ServiceReportState>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List what people say of the services that one looks after. Their order says nothing.
///
/// Administrators of the registers see what is said of every service, so that it is not only read by whom it is about.
#[utoipa::path(tag = "staff", operation_id = "list_service_reports", params(ServiceReportsQuery),
    responses((status = 200, description = "A page of reports", body = Page<ServiceReportSummary>)))]
#[get("/staff/directory/reports")]
pub(super) async fn list_service_reports(
    by: Keeper,
    query: QueryOf<ServiceReportsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let after: Option<Id> = cursors.position(&page)?;
    let (rows, here, state) = (page.rows(), context.clone(), query.0.state);
    let find = move |conn: &mut Conn| -> Result<_, DirectoryError> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        Ok(store::list_reports(conn, desk.only(), state, after, rows)?)
    };
    let found = context.db().read_snapshot(find).await?;
    let page = cursors.page(&page, found, |row| row.id, ServiceReportSummary::from);
    Ok(HttpResponse::Ok().json(page))
}

/// A report on a service that is looked after here.
fn kept(
    conn: &mut Conn,
    desk: &Desk<'_>,
    row: Option<ReportRow>,
) -> Result<ReportRow, DirectoryError> {
    let row = row.ok_or(DirectoryError::NotFound)?;
    let keeper = store::find_keeper(conn, row.service_id)?;
    let keeper = keeper.and_then(|(_, keeper)| keeper);
    if desk.keeps(keeper) {
        Ok(row)
    } else {
        Err(DirectoryError::NotFound)
    }
}

/// Read what somebody said of a service. That it was read is in the audit log.
#[utoipa::path(tag = "staff", operation_id = "get_service_report",
    params(("id" = Id, Path, description = "The report")),
    responses((status = 200, description = "The report", body = ServiceReport)))]
#[get("/staff/directory/reports/{id}")]
pub(super) async fn get_service_report(
    by: Keeper,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let find = move |conn: &mut Conn| -> Result<_, DirectoryError> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let found = store::find_report(conn, id.0)?;
        let row = kept(conn, &desk, found)?;
        let words = opened(conn, desk.services, &row)?;
        let subject = (Action::Opened, Subject::ServiceReport);
        desk.record(conn, subject, id.0, None)?;
        Ok((tag_of(&row), ServiceReport::of(&row, words)))
    };
    let (tag, report) = context.db().write(find).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(report))
}

/// What came of a report.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "outcome": "corrected", "note": "The number had changed." }))]
struct ServiceReportClosing {
    /// What came of it.
    outcome: ServiceReportOutcome,
    /// What colleagues should know.
    #[serde(default)]
    note: Option<Prose<1000>>,
}

/// Close a report on a service, with what came of it.
#[utoipa::path(tag = "staff", operation_id = "close_service_report",
    params(("id" = Id, Path, description = "The report")),
    request_body = ServiceReportClosing,
    responses((status = 200, description = "The report as it is now", body = ServiceReport)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["conflict"]))))]
#[post("/staff/directory/reports/{id}/close")]
pub(super) async fn close_service_report(
    by: Keeper,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<ServiceReportClosing>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (closing, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let found = store::lock_report(conn, id.0).map_err(DirectoryError::from)?;
        let row = kept(conn, &desk, found)?;
        if_match.check(&tag_of(&row))?;
        let said = (closing.outcome, closing.note.as_ref().map(Prose::as_str));
        let row = close(conn, &desk, &row, said)?;
        let words = opened(conn, desk.services, &row)?;
        let subject = (Action::MovedOn, Subject::ServiceReport);
        desk.record(conn, subject, id.0, Some("closed"))?;
        let tag = tag_of(&row);
        Ok(Answer::changed(&ServiceReport::of(&row, words))?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}
