//! What the person sees of the clocks, and does when they have run out.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::assistance::actions;
use crate::assistance::clocks::actions::escalate;
use crate::assistance::clocks::store::{ClockKind, EscalationRow, Level, PauseRow};
use crate::assistance::http::{FollowedRequest, Holder};
use crate::correspondence::label;
use crate::platform::clock::Time;
use crate::platform::code_lists::{Code, EscalationReasons};
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context};
use crate::platform::problem::Problem;

type EscalationReason = Code<EscalationReasons>;

/// Something that was not done in time, and who was told.
#[derive(Serialize, ToSchema)]
#[schema(as = EscalationOfRequest)]
pub struct EscalationShown {
    /// What was not done.
    clock: ClockKind,
    /// Who was told.
    level: Level,
    /// In which hour.
    escalated_at: Time,
    /// When the organisation did something; null as long as it has not.
    settled_at: Option<Time>,
    /// The same for people, in the caller's language.
    text: String,
}

impl EscalationShown {
    /// An escalation as the person sees it.
    pub fn of(context: &Context, row: &EscalationRow) -> Self {
        let name = match row.level {
            Level::Administrators => "assistance-escalated-administrators",
            Level::OperatorDesk => "assistance-escalated-operator_desk",
        };
        Self {
            clock: row.clock,
            level: row.level,
            escalated_at: row.escalated_at,
            settled_at: row.settled_at,
            text: context.say(name, None, &Vec::new()),
        }
    }
}

/// Clocks that stand still.
#[derive(Serialize, ToSchema)]
#[schema(as = PauseOfRequest)]
pub struct PauseShown {
    /// Why (code list `pause_reasons`).
    reason: String,
    /// The same for people, in the caller's language.
    reason_label: String,
    /// Since which hour.
    paused_at: Time,
    /// Until when at the latest.
    until: Time,
}

impl PauseShown {
    /// The pause that holds now, if there is one.
    pub fn current(context: &Context, pauses: Vec<PauseRow>) -> Option<Self> {
        let now = context.now();
        let current = pauses.into_iter().rfind(|pause| pause.holds(now));
        current.map(|pause| Self::of(context, pause))
    }

    fn of(context: &Context, row: PauseRow) -> Self {
        Self {
            reason_label: label(context, "pause_reasons", &row.reason),
            reason: row.reason,
            paused_at: row.paused_at,
            until: row.until,
        }
    }
}

/// That it does not go on.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = Escalate, example = json!({ "reason": "no_answer" }))]
struct Escalate {
    /// Why, if the person wants to say it.
    #[serde(default)]
    reason: Option<EscalationReason>,
}

/// Say that it does not go on.
///
/// The administrators of the organisation are told, and after some days without any work the operator; the operator at once as
/// long as nobody has the request. Once in three days.
#[utoipa::path(tag = "receipt", operation_id = "escalate_assistance_request",
    request_body = Escalate,
    responses((status = 200, description = "Told", body = FollowedRequest)),
    extensions(("x-problems" = json!(["escalated_already", "not_found", "request_ended",
        "request_withdrawn"]))))]
#[post("/receipt/assistance-request/escalations")]
pub async fn escalate_assistance_request(
    holder: Holder,
    context: Context,
    command: Command<Escalate>,
) -> Result<HttpResponse, Problem> {
    let (said, command) = command.take_body();
    let (here, by) = (context.clone(), holder.originator());
    let reason = said.reason.map(Code::into_inner);
    let work = move |conn: &mut Conn| {
        escalate(conn, here.services(), &holder, reason, here.now())?;
        let followed = actions::follow(conn, &holder)?;
        Answer::changed(&FollowedRequest::of(conn, &here, followed)?)
    };
    command.run(&context, by, work).await
}
