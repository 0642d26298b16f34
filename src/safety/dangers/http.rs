//! `/v1/staff/safety-alerts` for whoever was called, and `/v1/staff/inspection-duty-contacts`.

use actix_web::{HttpRequest, HttpResponse, get, post, put};
use serde::Serialize;
use utoipa::ToSchema;

use crate::danger::http::{self, AlertsQuery, Names};
use crate::danger::{AlertRow, AlertState, ClosedBecause, Duty, Roster, Stop};
use crate::identity::Caller;
use crate::identity::permissions::{AnswerSafetyAlerts, KeepInspectionDuty};
use crate::platform::clock::Time;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Bare, Command, Context, IfMatch, Page, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// An alert: somebody is in danger at work. It holds ids and times; what and where stand in the report.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::safety) struct SafetyAlert {
    /// Its id.
    id: Id,
    /// How it stands.
    state: AlertState,
    /// The report; only the organisation that has it can open it.
    report_id: Id,
    /// The organisation that has it; null as long as none covers the place.
    organisation_id: Option<Id>,
    /// Its name.
    organisation_name: Option<String>,
    /// How far the calling has come.
    stop: Stop,
    /// In which hour it was raised.
    raised_at: Time,
    /// When the next ones are called unless somebody acknowledges; null when nobody further is.
    escalates_at: Option<Time>,
    /// When somebody answered.
    acknowledged_at: Option<Time>,
    /// Who.
    acknowledged_by: Option<Id>,
    /// When it was closed.
    closed_at: Option<Time>,
    /// Why.
    closed_because: Option<ClosedBecause>,
}

impl SafetyAlert {
    #[expect(
        clippy::unnecessary_wraps,
        clippy::needless_pass_by_value,
        reason = "other alerts hold what may not be readable; a page hands its rows over"
    )]
    fn of(row: AlertRow, names: &Names) -> Result<Self, Problem> {
        let name = row.organisation_id.and_then(|id| names.get(&id));
        Ok(Self {
            id: row.id,
            state: row.state(),
            report_id: row.subject_id,
            organisation_id: row.organisation_id,
            organisation_name: name.cloned(),
            stop: row.stop,
            raised_at: row.raised_at,
            escalates_at: row.escalates_at,
            acknowledged_at: row.acknowledged_at,
            acknowledged_by: row.acknowledged_by,
            closed_at: row.closed_at,
            closed_because: row.closed_because,
        })
    }
}

/// List the alerts about safety reports for which one was called.
///
/// The newest hour first. Ask every minute while on duty: a text to a telephone, where the roster has one, may be late.
#[utoipa::path(tag = "staff", operation_id = "list_safety_alerts", params(AlertsQuery),
    responses((status = 200, description = "A page of alerts", body = Page<SafetyAlert>)))]
#[get("/staff/safety-alerts")]
pub(in crate::safety) async fn list_safety_alerts(
    caller: Caller<AnswerSafetyAlerts>,
    context: Context,
    query: QueryOf<AlertsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let whom = (caller.account(), Duty::SafetyReports);
    http::list(&context, &request, whom, query.0, SafetyAlert::of).await
}

/// Acknowledge an alert about a safety report: I look after it.
///
/// Nobody further is called, and the reporter sees that somebody has seen it. Only who was called can do it; doing it again
/// changes nothing.
#[utoipa::path(tag = "staff", operation_id = "acknowledge_safety_alert",
    params(("id" = Id, Path, description = "The alert.")),
    responses((status = 200, description = "Acknowledged", body = SafetyAlert)),
    extensions(("x-problems" = json!(["alert_acknowledged", "alert_closed"]))))]
#[post("/staff/safety-alerts/{id}/acknowledgement")]
pub(in crate::safety) async fn acknowledge_safety_alert(
    caller: Caller<AnswerSafetyAlerts>,
    context: Context,
    id: PathOf<Id>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let by = (caller, Duty::SafetyReports);
    http::acknowledge(&context, by, id.0, command, SafetyAlert::of).await
}

/// Read who of the own inspectorate is called when somebody is in danger at work.
#[utoipa::path(tag = "staff", operation_id = "get_inspection_duty",
    responses((status = 200, description = "The roster", body = Roster)))]
#[get("/staff/inspection-duty-contacts")]
pub(in crate::safety) async fn get_inspection_duty(
    caller: Caller<KeepInspectionDuty>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let of = (caller.organisation(), Duty::SafetyReports);
    http::read_roster(&context, of).await
}

/// Write who of the own inspectorate is called when somebody is in danger at work.
///
/// The whole roster, in the order in which inspectors are called. The version of one that was never written is
/// `"v0"`, as reading it says.
#[utoipa::path(tag = "staff", operation_id = "put_inspection_duty",
    request_body = Roster,
    responses((status = 200, description = "Written", body = Roster)),
    extensions(("x-if-match" = json!(true))))]
#[put("/staff/inspection-duty-contacts")]
pub(in crate::safety) async fn put_inspection_duty(
    caller: Caller<KeepInspectionDuty>,
    context: Context,
    seen: IfMatch,
    command: Command<Roster>,
) -> Result<HttpResponse, Problem> {
    let by = (caller, Duty::SafetyReports);
    http::write_roster(&context, by, seen, command).await
}
