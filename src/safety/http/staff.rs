//! The queue of an organisation, and what its inspectors do with a report.

use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::shapes::Evidence;
use crate::correspondence::{
    AssignedTo, DueDates, Message, MessageKind, MessagesQuery, NewMessage, StatusChange, Writer,
    message_page, messages_shown,
};
use crate::identity::Caller;
use crate::identity::permissions::HandleSafetyReports;
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::CodeLists;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::place::{CountryCode, Place};
use crate::platform::problem::Problem;
use crate::platform::text::Line;
use crate::safety::actions::{self, Opened};
use crate::safety::model::{
    Assigned, Danger, HappeningCode, HazardCode, Injury, KindCode, Occurred, OccurredPrecision,
    PeopleExposedCode, QueueFilter, Report, ReporterRelationCode, Statement, Status,
    ToldEmployerCode,
};

type Inspector = Caller<HandleSafetyReports>;

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

    fn filter(self, by: &Inspector, lists: &CodeLists, now: Time) -> QueueFilter {
        let hazards = self
            .hazard_code
            .map(|code| with_narrower(lists, code.as_str()));
        let account = |to: AssignedTo| to.account(by.account());
        let assigned = self
            .assigned_to
            .map(|to| account(to).map_or(Assigned::ToNobody, Assigned::To));
        QueueFilter {
            status: self.status,
            kind: self.kind.map(KindCode::into_inner),
            danger_now: self.danger_now,
            hazard_codes: hazards,
            assigned,
            overdue: self.overdue.map(|overdue| (overdue, now)),
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

/// A report in the queue; nothing in it is sealed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QueuedSafetyReport)]
struct QueuedReport {
    /// Its id.
    id: Id,
    /// What kind of report it is.
    kind: KindCode,
    /// The country in which the danger is.
    country: CountryCode,
    /// Whether somebody was in danger when it was filed.
    danger_now: bool,
    /// What the danger is.
    hazard_codes: Vec<HazardCode>,
    /// Where it stands.
    status: Status,
    /// The states into which it can be moved from here.
    next_statuses: Vec<Status>,
    /// By when the reporter hears of it.
    due: DueDates,
    /// The account that has it; null when nobody has.
    assigned_to: Option<Id>,
    /// Whether the reporter wishes to hear what became of it.
    wants_update: bool,
    /// How many photos it has.
    evidence_count: i64,
    /// When it was filed.
    filed_at: Time,
    /// When the work on it ended.
    closed_at: Option<Time>,
}

impl QueuedReport {
    fn of(report: Report, now: Time) -> Self {
        let (status, due) = (report.standing.status, report.due(now));
        Self {
            id: report.id,
            kind: KindCode::known(report.kind),
            country: CountryCode::known(report.country),
            danger_now: report.danger == Danger::Now,
            hazard_codes: report
                .hazard_codes
                .into_iter()
                .map(HazardCode::known)
                .collect(),
            status,
            next_statuses: status.next().to_vec(),
            due,
            assigned_to: report.assigned_to,
            wants_update: report.wants_update,
            evidence_count: report.photo_count,
            filed_at: report.filed_at,
            closed_at: report.standing.closed_at,
        }
    }
}

/// What was told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SafetyReportContent)]
struct Content {
    /// What is dangerous or what happened, in the reporter's words.
    description: String,
    /// Where.
    place: Place,
    /// When it happens.
    happening: Option<HappeningCode>,
    /// How many people are exposed.
    people_exposed: Option<PeopleExposedCode>,
    /// How somebody was hurt.
    injury: Option<Injury>,
    /// The employer's name.
    employer: Option<String>,
    /// Whether the employer was told. An employer must never learn from an inspector that somebody
    /// reported.
    told_employer: Option<ToldEmployerCode>,
    /// Who reports.
    reporter_relation: Option<ReporterRelationCode>,
    /// The language in which the reporter wishes to be answered.
    language: Language,
    /// When it happened, to the minute.
    occurred_at: Option<Time>,
    /// The day on which it happened, as exactly as `occurred_precision` says.
    occurred_on: Option<Date>,
    /// How exactly `occurred_on` is known.
    occurred_precision: Option<OccurredPrecision>,
}

impl Content {
    fn of(told: Statement) -> Self {
        let (occurred_at, occurred_on, occurred_precision) = match told.occurred {
            Some(Occurred::At(at)) => (Some(at), None, None),
            Some(Occurred::On(on, precision)) => (None, Some(on), Some(precision)),
            None => (None, None, None),
        };
        Self {
            description: told.description.into_inner(),
            place: told.place,
            happening: told.happening,
            people_exposed: told.people_exposed,
            injury: told.injury,
            employer: told.employer.map(Line::into_inner),
            told_employer: told.told_employer,
            reporter_relation: told.reporter_relation,
            language: told.language,
            occurred_at,
            occurred_on,
            occurred_precision,
        }
    }
}

/// A report, opened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenedSafetyReport)]
struct OpenedReport {
    #[serde(flatten)]
    queued: QueuedReport,
    /// Its states until now, oldest first.
    history: Vec<StatusChange>,
    /// What was told; null when the reporter took it back.
    content: Option<Content>,
    /// The photos, oldest first; none when the reporter took the report back.
    evidence: Vec<Evidence>,
}

impl OpenedReport {
    fn of(opened: Opened, now: Time) -> Self {
        Self {
            queued: QueuedReport::of(opened.report, now),
            history: opened.history,
            content: opened.told.map(Content::of),
            evidence: opened.photos.into_iter().map(Evidence::from).collect(),
        }
    }
}

/// List the safety reports of the own organisation: dangers first, then what is due soonest; what is
/// over comes last.
#[utoipa::path(tag = "staff", operation_id = "list_safety_reports", params(QueueQuery),
    responses((status = 200, description = "A page of reports", body = Page<QueuedReport>)))]
#[get("/staff/safety-reports")]
pub(super) async fn list_safety_reports(
    by: Inspector,
    query: QueryOf<QueueQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (page, cursors) = (query.0.page(), Cursors::of(&context, &request));
    let (after, rows, now) = (cursors.position(&page)?, page.rows(), context.now());
    let filter = query.0.filter(&by, &context.services().code_lists(), now);
    let list = move |conn: &mut Conn| actions::list_queue(conn, &by, &filter, after, rows);
    let found = context.db().read(list).await?;
    let show = |report| QueuedReport::of(report, now);
    Ok(HttpResponse::Ok().json(cursors.page(&page, found, Report::position, show)))
}

/// Open a safety report of the own organisation; the audit log says so.
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
    let tag = tag_of(&opened.report, now);
    Ok(HttpResponse::Ok()
        .insert_header((actix_web::http::header::ETAG, tag.to_string()))
        .json(OpenedReport::of(opened, now)))
}

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
        let location = format!("/v1/staff/safety-reports/{}/messages", id.0);
        Answer::created(location, &sent)
    };
    command.run(&context, originator, answer).await
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
        ("x-problems" = json!(["report_status_not_reachable"]))))]
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
        changed(actions::move_on(conn, &by, &report, body.status, now)?, now)
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
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["report_withdrawn"]))))]
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
        changed(
            actions::assign(conn, &by, &report, body.assigned_to, now)?,
            now,
        )
    };
    command.run(&context, originator, assign).await
}

fn changed(report: Report, now: Time) -> Result<Answer, Problem> {
    let tag = tag_of(&report, now);
    Ok(Answer::changed(&QueuedReport::of(report, now))?.tagged(&tag))
}

/// What is shown with a report counts as part of it: its version goes up with each photo as well.
fn tag_of(report: &Report, now: Time) -> EntityTag {
    report.due(now).tag(report.version)
}
