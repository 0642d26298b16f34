//! `/v1/staff/danger-alerts`: for whoever was called.

use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use crate::assistance::read_codes;
use crate::assistance::triage::ReasonCode;
use crate::danger::http::{self, AlertsQuery, Names};
use crate::danger::{AlertRow, AlertState, ClosedBecause, Duty, Stop};
use crate::identity::Caller;
use crate::identity::permissions::AnswerDanger;
use crate::platform::clock::Time;
use crate::platform::http::{Bare, Context, Page, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// An alert: somebody may be in danger. It holds nothing that was told.
#[derive(Debug, Serialize, ToSchema)]
struct DangerAlert {
    /// Its id.
    id: Id,
    /// How it stands.
    state: AlertState,
    /// The request; only the organisation that has it can open it.
    request_id: Id,
    /// The organisation that has it; null as long as none covers the country.
    organisation_id: Option<Id>,
    /// Its name.
    organisation_name: Option<String>,
    /// The country of the place.
    #[schema(example = "SG")]
    country: String,
    /// What made it critical: coarse, and no finding of law.
    #[schema(value_type = Vec<ReasonCode>)]
    reasons: Vec<ReasonCode>,
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

impl DangerAlert {
    fn of(row: AlertRow, names: &Names) -> Result<Self, Problem> {
        let reasons = row.reasons.as_ref().map(read_codes).transpose()?;
        let name = row.organisation_id.and_then(|id| names.get(&id));
        Ok(Self {
            state: row.state(),
            id: row.id,
            request_id: row.subject_id,
            organisation_name: name.cloned(),
            organisation_id: row.organisation_id,
            country: row.country.unwrap_or_default(),
            reasons: reasons.unwrap_or_default(),
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

/// List the alerts for which one was called.
///
/// The newest hour first. Ask every minute while on duty: a text to a telephone, where the roster has one, may be late.
#[utoipa::path(tag = "staff", operation_id = "list_danger_alerts", params(AlertsQuery),
    responses((status = 200, description = "A page of alerts", body = Page<DangerAlert>)))]
#[get("/staff/danger-alerts")]
pub(super) async fn list_danger_alerts(
    caller: Caller<AnswerDanger>,
    context: Context,
    query: QueryOf<AlertsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let whom = (caller.account(), Duty::AssistanceRequests);
    http::list(&context, &request, whom, query.0, DangerAlert::of).await
}

/// Acknowledge an alert: I look after it.
///
/// Nobody further is called. Only who was called can do it; doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "acknowledge_danger_alert",
    params(("id" = Id, Path, description = "The alert.")),
    responses((status = 200, description = "Acknowledged", body = DangerAlert)),
    extensions(("x-problems" = json!(["alert_acknowledged", "alert_closed"]))))]
#[post("/staff/danger-alerts/{id}/acknowledgement")]
pub(super) async fn acknowledge_danger_alert(
    caller: Caller<AnswerDanger>,
    context: Context,
    id: PathOf<Id>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let by = (caller, Duty::AssistanceRequests);
    http::acknowledge(&context, by, id.0, command, DangerAlert::of).await
}
