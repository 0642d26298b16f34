//! `/v1/staff/assistance-requests`: the queue of an organisation, and what is done with a request.

use std::collections::BTreeSet;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::assistance::actions::{self, Case, read_codes};
use crate::assistance::model::{
    AssistanceStatus, Attention, ChangeStatus, Content, Identity, IssueCode, Move, Priority,
    PriorityChangeReason, PrioritySource, Urgency,
};
use crate::assistance::retention::http::{HoldShown, RetentionShown};
use crate::assistance::store::{self, QueueFilter, RequestRow};
use crate::assistance::triage::ReasonCode;
use crate::correspondence::{AssignedTo, DueDates, Late, StatusChange};
use crate::identity::Caller;
use crate::identity::permissions::{HandleAssistance, SeeAssistanceQueue};
use crate::platform::clock::Time;
use crate::platform::code_lists::Code;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Which requests are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct QueueQuery {
    /// Where they stand.
    status: Option<AssistanceStatus>,
    /// How soon somebody should look.
    priority: Option<Priority>,
    /// How urgent the person says it is.
    urgency: Option<Urgency>,
    /// To whom they are assigned: `me`, `nobody` or an account.
    #[param(inline)]
    assigned_to: Option<AssignedTo>,
    /// Only those that are late.
    overdue: Option<bool>,
    /// Only those that are erased within a month, unless somebody writes or something holds them.
    erased_soon: Option<bool>,
    /// Only those at which somebody should look for this reason.
    attention: Option<Attention>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

impl QueueQuery {
    fn split(self, caller: &Caller<SeeAssistanceQueue>, now: Time) -> (QueueFilter, PageQuery) {
        let filter = QueueFilter {
            status: self.status,
            priority: self.priority,
            urgency: self.urgency,
            assigned: self.assigned_to.map(|to| to.assigned(caller.account())),
            late: self.overdue.map(|wanted| Late { wanted, now }),
            erased_soon: self.erased_soon,
            attention: self.attention,
        };
        let page = PageQuery {
            limit: self.limit,
            cursor: self.cursor,
        };
        (filter, page)
    }
}

/// A request in the queue. Nothing of it is sealed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QueuedAssistanceRequest)]
pub(in crate::assistance) struct QueuedRequest {
    /// Its id.
    id: Id,
    /// Where it stands.
    status: AssistanceStatus,
    /// Where it can be moved from here.
    next_statuses: Vec<AssistanceStatus>,
    /// How it ended (`assistance_outcomes`) or why it was declined (`decline_reasons`).
    reason: Option<String>,
    /// How soon somebody should look: computed, and never a legal label.
    priority: Priority,
    /// What led to the priority (`triage_reasons`), weightiest first. The answers are sealed, so these
    /// are coarse.
    #[schema(value_type = Vec<ReasonCode>)]
    priority_reasons: Vec<ReasonCode>,
    /// Who says so: the rules, or a case worker.
    priority_source: PrioritySource,
    /// Why a case worker set the priority; null unless one did.
    #[schema(value_type = Option<PriorityChangeReason>)]
    priority_set_because: Option<PriorityChangeReason>,
    /// The version of the rules that found the reasons (`/v1/triage-rules/{version}`); null for requests from
    /// before there were versions.
    triage_version: Option<i64>,
    /// How urgent the person says it is.
    urgency: Urgency,
    /// What it is about (`issue_codes`).
    issue_codes: BTreeSet<IssueCode>,
    /// The country of the place.
    #[schema(example = "SG")]
    country: String,
    /// In which hour it was filed; nothing finer is kept.
    filed_at: Time,
    /// By when what.
    due: DueDates,
    /// Which member of the organisation has it.
    assigned_to: Option<Id>,
    /// Since when the person waits for an answer to what they wrote.
    unanswered_since: Option<Time>,
    /// When the work on it ended.
    closed_at: Option<Time>,
    /// Why somebody should look at it though nothing is due; null when there is no such reason.
    attention: Option<Attention>,
}

impl QueuedRequest {
    fn of(row: RequestRow, now: Time) -> Result<Self, Problem> {
        Ok(Self {
            due: row.due(now),
            id: row.id,
            status: row.status,
            next_statuses: row.status.next().to_vec(),
            reason: row.reason,
            priority: row.priority,
            priority_reasons: read_codes(&row.priority_reasons)?,
            priority_source: row.priority_source,
            priority_set_because: row.priority_set_because.map(Code::known),
            triage_version: row.triage_version,
            urgency: row.urgency,
            issue_codes: read_codes(&row.issue_codes)?,
            country: row.country,
            filed_at: row.filed_at,
            assigned_to: row.assigned_to,
            unanswered_since: row.unanswered_since,
            closed_at: row.ended_at,
            attention: row.attention,
        })
    }
}

/// A request, opened.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenedAssistanceRequest)]
struct OpenedRequest {
    #[serde(flatten)]
    queued: QueuedRequest,
    /// Its states until now, oldest first.
    history: Vec<StatusChange>,
    /// What the person told; null when they no longer allow it to be read.
    content: Option<Content>,
    /// Who the person is; null unless they let this organisation know.
    identity: Option<Identity>,
    /// For how long it is kept; null as long as it is open.
    retention: Option<RetentionShown>,
    /// What keeps it from being destroyed; null when nothing does.
    legal_hold: Option<HoldShown>,
}

impl OpenedRequest {
    fn of(context: &Context, case: Case, now: Time) -> Result<Self, Problem> {
        let hold = case.kept.hold_shown(context);
        let with_reference = |hold| HoldShown {
            reference: case.reference,
            ..hold
        };
        Ok(Self {
            retention: case.kept.retention_shown(),
            legal_hold: hold.map(with_reference),
            queued: QueuedRequest::of(case.row, now)?,
            history: case.history,
            content: case.content,
            identity: case.identity,
        })
    }
}

/// List the requests of the own organisation.
///
/// Danger first, then what is due first; what has ended comes last. Nothing sealed is shown.
#[utoipa::path(tag = "staff", operation_id = "list_assistance_requests", params(QueueQuery),
    responses((status = 200, description = "A page of the queue", body = Page<QueuedRequest>)),
    extensions(("x-client-scope" = json!("assistance:read_status"))))]
#[get("/staff/assistance-requests")]
pub(super) async fn list_assistance_requests(
    caller: Caller<SeeAssistanceQueue>,
    context: Context,
    query: QueryOf<QueueQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let now = context.now();
    let (filter, page) = query.0.split(&caller, now);
    let cursors = Cursors::of(&context, &request);
    let (after, rows) = (cursors.position(&page)?, page.rows());
    let organisation = caller.organisation();
    let work = move |conn: &mut Conn| -> Result<_, Problem> {
        Ok(store::list_queue(conn, organisation, &filter, after, rows)?)
    };
    let rows: Vec<RequestRow> = context.db().read(work).await?;
    let show = |row| QueuedRequest::of(row, now);
    let page = cursors.page(&page, rows, RequestRow::position, show);
    let items: Result<Vec<QueuedRequest>, Problem> = page.items.into_iter().collect();
    Ok(HttpResponse::Ok().json(Page {
        items: items?,
        next: page.next,
    }))
}

/// Open a request.
///
/// The audit log remembers who opened it and whether it was told who the person is. The safe-contact
/// plan in `content` binds whoever reads it. A request that was filed in sealed mode opens with the key of the
/// caller's account, which their tokens carry.
#[utoipa::path(tag = "staff", operation_id = "open_assistance_request",
    params(("id" = Id, Path, description = "The request.")),
    responses((status = 200, description = "The request, opened", body = OpenedRequest)),
    extensions(("x-problems" = json!(["case_key_locked", "case_key_not_held"]))))]
#[get("/staff/assistance-requests/{id}")]
pub(super) async fn open_assistance_request(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let (vault, now, id) = (context.services().vault.clone(), context.now(), id.0);
    // A write, because the audit log is written before anything is answered.
    let work = move |conn: &mut Conn| actions::open_case(conn, &vault, &caller, id, now);
    let case = context.db().write(work).await?;
    let tag = tag_of(&case.row).to_string();
    let opened = OpenedRequest::of(&context, case, now)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag))
        .json(opened))
}

/// Move a request on.
///
/// Acknowledging it, moving it through review and help to its end, reopening it. With a remedy and at
/// the end it can say in money what was claimed, agreed and received; the person confirms it or not
/// (`…/outcome`).
#[utoipa::path(tag = "staff", operation_id = "move_assistance_request_on",
    params(("id" = Id, Path, description = "The request.")),
    request_body = ChangeStatus,
    responses((status = 200, description = "Moved on", body = QueuedRequest)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["status_not_reachable", "consent_withdrawn"]))))]
#[post("/staff/assistance-requests/{id}/status")]
pub(super) async fn move_assistance_request_on(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    seen: IfMatch,
    command: Command<ChangeStatus>,
) -> Result<HttpResponse, Problem> {
    let (change, command) = command.take_body();
    let moved = Move::try_from(change).map_err(Problem::invalid)?;
    let (here, by, now) = (context.clone(), caller.originator(), context.now());
    let work = move |conn: &mut Conn| {
        let (services, when) = (here.services(), (&seen, now));
        let row = actions::move_on(conn, services, &caller, (id.0, &moved), when)?;
        changed(row, now)
    };
    command.run(&context, by, work).await
}

/// To whom a request is given.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = AssistanceAssignment,
    example = json!({ "assigned_to": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" }))]
pub(super) struct Assignment {
    /// An account of a case worker of the same organisation; null gives it to nobody.
    #[schema(required = true)]
    assigned_to: Option<Id>,
}

/// Give a request to a case worker of the organisation, or to nobody.
#[utoipa::path(tag = "staff", operation_id = "assign_assistance_request",
    params(("id" = Id, Path, description = "The request.")),
    request_body = Assignment,
    responses((status = 200, description = "Assigned", body = QueuedRequest)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["request_withdrawn"]))))]
#[post("/staff/assistance-requests/{id}/assignment")]
pub(super) async fn assign_assistance_request(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    seen: IfMatch,
    command: Command<Assignment>,
) -> Result<HttpResponse, Problem> {
    let (assignment, command) = command.take_body();
    let (by, now) = (caller.originator(), context.now());
    let work = move |conn: &mut Conn| {
        let to = assignment.assigned_to;
        let row = actions::assign(conn, &caller, id.0, to, &seen, now)?;
        changed(row, now)
    };
    command.run(&context, by, work).await
}

pub(in crate::assistance) fn changed(row: RequestRow, now: Time) -> Result<Answer, Problem> {
    let tag = tag_of(&row);
    Ok(Answer::changed(&QueuedRequest::of(row, now)?)?.tagged(&tag))
}

/// Whatever is stored and shown counts up the version.
fn tag_of(row: &RequestRow) -> EntityTag {
    EntityTag::of_version(row.version)
}
