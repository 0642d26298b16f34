//! The queue of an organisation, and what its inspectors do with a report.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::staff_shapes::{OpenedReport, QueuedReport};
use crate::correspondence::{AssignedTo, Late};
use crate::identity::Caller;
use crate::identity::permissions::{HandleSafetyReports, SeeSafetyQueue};
use crate::platform::clock::Time;
use crate::platform::code_lists::CodeLists;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::safety::actions::{self, Queued};
use crate::safety::model::{HazardCode, KindCode, QueueFilter, Report, RiskBand, Status};

pub(in crate::safety) type Inspector = Caller<HandleSafetyReports>;

/// Which reports of the queue are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct QueueQuery {
    /// In this state.
    status: Option<Status>,
    /// Of this kind.
    #[param(example = "hazard")]
    kind: Option<KindCode>,
    /// Only those with somebody in danger when they were filed, or only those without.
    danger_now: Option<bool>,
    /// With a risk of this band.
    #[param(inline)]
    risk_band: Option<RiskBand>,
    /// With this hazard; a wide one finds what lies in it as well.
    #[param(example = "chemical")]
    hazard_code: Option<HazardCode>,
    /// To whom they are assigned: `me`, `nobody` or an account.
    #[param(inline)]
    assigned_to: Option<AssignedTo>,
    /// Only those that are late, or only those that are not.
    overdue: Option<bool>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

impl QueueQuery {
    fn page(&self) -> PageQuery {
        PageQuery {
            limit: self.limit,
            cursor: self.cursor.clone(),
        }
    }

    fn filter(self, by: &Caller<SeeSafetyQueue>, lists: &CodeLists, now: Time) -> QueueFilter {
        let hazards = self
            .hazard_code
            .map(|code| with_narrower(lists, code.as_str()));
        QueueFilter {
            status: self.status,
            kind: self.kind.map(KindCode::into_inner),
            danger_now: self.danger_now,
            risk_band: self.risk_band,
            hazard_codes: hazards,
            assigned: self.assigned_to.map(|to| to.assigned(by.account())),
            late: self.overdue.map(|wanted| Late { wanted, now }),
        }
    }
}

/// A hazard and those that lie in it.
fn with_narrower(lists: &CodeLists, code: &str) -> Vec<String> {
    let entries = lists
        .find("hazard_codes")
        .into_iter()
        .flat_map(|list| &list.codes);
    let narrower = entries.filter(|entry| entry.parent.as_deref() == Some(code));
    let narrower = narrower.map(|entry| entry.code.clone());
    narrower.chain([code.to_owned()]).collect()
}

/// List the safety reports of the own organisation: dangers first, then what is due soonest; what is
/// over comes last.
#[utoipa::path(tag = "staff", operation_id = "list_safety_reports", params(QueueQuery),
    responses((status = 200, description = "A page of reports", body = Page<QueuedReport>)),
    extensions(("x-client-scope" = json!("safety:read_status"))))]
#[get("/staff/safety-reports")]
pub(super) async fn list_safety_reports(
    by: Caller<SeeSafetyQueue>,
    query: QueryOf<QueueQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (page, cursors) = (query.0.page(), Cursors::of(&context, &request));
    let (after, rows, now) = (cursors.position(&page)?, page.rows(), context.now());
    let filter = query.0.filter(&by, &context.services().code_lists(), now);
    let list = move |conn: &mut Conn| actions::list_queue(conn, &by, &filter, after, rows);
    let found = context.db().read(list).await?;
    let show = |queued| QueuedReport::of(queued, now);
    let position = |queued: &Queued| queued.report.position();
    Ok(HttpResponse::Ok().json(cursors.page(&page, found, position, show)))
}

/// Open a safety report of the own organisation; the audit log says so.
///
/// Whoever has it reads all that was told, and so does anybody of the organisation as long as somebody is in danger.
/// Others see the district and the day, and not who is accused: assign it to read the rest.
#[utoipa::path(tag = "staff", operation_id = "open_safety_report",
    params(("id" = Id, Path, description = "The report.")),
    responses((status = 200, description = "The report", body = OpenedReport)))]
#[get("/staff/safety-reports/{id}")]
pub(super) async fn open_safety_report(
    by: Inspector,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let of_job = context.clone();
    let open = move |conn: &mut Conn| {
        actions::open(conn, &by, &of_job.services().vault, id.0, of_job.now())
    };
    let opened = context.db().write(open).await?;
    let now = context.now();
    let tag = tag_of(&opened.queued.report);
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(OpenedReport::of(opened, now)))
}

/// Where a report is to go.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = SafetyReportMove, example = json!({ "status": "confirmed" }))]
struct Move {
    /// The state into which it goes.
    status: Status,
}

/// Move a safety report on; its reporter sees the new state.
#[utoipa::path(tag = "staff", operation_id = "move_safety_report_on",
    params(("id" = Id, Path, description = "The report.")),
    request_body = Move,
    responses((status = 200, description = "The report as it stands now", body = QueuedReport)),
    extensions(("x-if-match" = json!(true)),
        ("x-problems" = json!(["report_status_not_reachable", "report_merged"]))))]
#[post("/staff/safety-reports/{id}/status")]
pub(super) async fn move_safety_report_on(
    by: Inspector,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<Move>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let (originator, now) = (by.originator(), context.now());
    let move_on = move |conn: &mut Conn| {
        let report = actions::find(conn, &by, id.0)?;
        if_match.check(&EntityTag::of_version(report.version))?;
        let moved = actions::move_on(conn, &by, &report, body.status, now)?;
        changed(conn, moved, now)
    };
    command.run(&context, originator, move_on).await
}

/// Who is to have a report.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = SafetyReportAssignment,
    example = json!({ "assigned_to": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" }))]
struct Assignment {
    /// An inspector of the own organisation; null for nobody.
    #[schema(required)]
    assigned_to: Option<Id>,
}

/// Give a safety report to an inspector of the own organisation, or back to nobody.
#[utoipa::path(tag = "staff", operation_id = "assign_safety_report",
    params(("id" = Id, Path, description = "The report.")),
    request_body = Assignment,
    responses((status = 200, description = "The report as it stands now", body = QueuedReport)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["report_withdrawn", "report_merged"]))))]
#[post("/staff/safety-reports/{id}/assignment")]
pub(super) async fn assign_safety_report(
    by: Inspector,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<Assignment>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let (originator, now) = (by.originator(), context.now());
    let assign = move |conn: &mut Conn| {
        let report = actions::find(conn, &by, id.0)?;
        if_match.check(&EntityTag::of_version(report.version))?;
        let assigned = actions::assign(conn, &by, &report, body.assigned_to, now)?;
        changed(conn, assigned, now)
    };
    command.run(&context, originator, assign).await
}

/// A report as it stands after a change.
pub(in crate::safety) fn changed(
    conn: &mut Conn,
    report: Report,
    now: Time,
) -> Result<Answer, Problem> {
    let tag = tag_of(&report);
    let queued = Queued::of(conn, report)?;
    Ok(Answer::changed(&QueuedReport::of(queued, now))?.tagged(&tag))
}

/// What is shown with a report counts as part of it: its version goes up with each photo as well.
fn tag_of(report: &Report) -> EntityTag {
    EntityTag::of_version(report.version)
}
