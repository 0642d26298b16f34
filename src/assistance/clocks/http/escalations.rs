//! `/v1/staff/assistance-escalations`: for whoever is told.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::assistance::clocks::actions::{self, Escalation};
use crate::assistance::clocks::store::{ClockKind, Level};
use crate::assistance::model::{AssistanceStatus, Priority};
use crate::identity::Caller;
use crate::identity::permissions::AnswerEscalations;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Which escalations are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct EscalationsQuery {
    /// Only those about which nothing was done yet, or only the others; all when left out.
    open: Option<bool>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// Something that was not done in time. It holds nothing that was told.
#[derive(Debug, Serialize, ToSchema)]
struct AssistanceEscalation {
    /// Its id.
    id: Id,
    /// The request; only the organisation that has it can open it.
    request_id: Id,
    /// Whose it was then; null when nobody had it.
    organisation_id: Option<Id>,
    /// What was not done.
    clock: ClockKind,
    /// Who is told.
    level: Level,
    /// What the person says about it (code list `escalation_reasons`).
    reason: Option<String>,
    /// What was due then; of what the person escalated the hour in which they did.
    due_at: Time,
    /// In which hour it was told.
    escalated_at: Time,
    /// When something was done; null as long as nothing was.
    settled_at: Option<Time>,
    /// Where the request stands now; null for an organisation that no longer has it.
    status: Option<AssistanceStatus>,
    /// How soon somebody should look; null for an organisation that no longer has it.
    priority: Option<Priority>,
    /// The country of the place.
    #[schema(example = "SG")]
    country: String,
}

impl AssistanceEscalation {
    fn of(told: Escalation) -> Self {
        let Escalation {
            row,
            request,
            may_follow,
        } = told;
        Self {
            id: row.id,
            request_id: row.request_id,
            organisation_id: row.organisation_id,
            clock: row.clock,
            level: row.level,
            reason: row.reason,
            due_at: row.due_at,
            escalated_at: row.escalated_at,
            settled_at: row.settled_at,
            status: may_follow.then_some(request.status),
            priority: may_follow.then_some(request.priority),
            country: request.country,
        }
    }
}

/// List what was not done in time.
///
/// Of the own organisation; at the operator's desk, or without one in the organisations that look after the
/// service, also what others did nothing about. The newest hour first.
#[utoipa::path(tag = "staff", operation_id = "list_assistance_escalations", params(EscalationsQuery),
    responses((status = 200, description = "A page", body = Page<AssistanceEscalation>)))]
#[get("/staff/assistance-escalations")]
pub async fn list_assistance_escalations(
    caller: Caller<AnswerEscalations>,
    context: Context,
    query: QueryOf<EscalationsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let is_open = query.0.open;
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let cursors = Cursors::of(&context, &request);
    let wanted: (Option<(Time, Id)>, i64) = (cursors.position(&page)?, page.rows());
    let here = context.clone();
    let read =
        move |conn: &mut Conn| actions::list(conn, here.services(), &caller, is_open, wanted);
    let rows = context.db().read_snapshot(read).await?;
    let position = |told: &Escalation| (told.row.escalated_at, told.row.id);
    let page = cursors.page(&page, rows, position, AssistanceEscalation::of);
    Ok(HttpResponse::Ok().json(page))
}
