//! `/v1/staff/danger-alerts`: for whoever was called.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::assistance::danger::actions;
use crate::assistance::danger::store::{self, AlertRow, AlertState, ClosedBecause, Stop};
use crate::assistance::read_codes;
use crate::assistance::triage::ReasonCode;
use crate::correspondence::OrganisationName;
use crate::identity::Caller;
use crate::identity::permissions::AnswerDanger;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Bare, Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Which alerts are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AlertsQuery {
    /// How they stand; all when left out.
    #[param(inline)]
    state: Option<AlertState>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

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

type Names = BTreeMap<Id, String>;

impl DangerAlert {
    fn of(row: AlertRow, names: &Names) -> Result<Self, Problem> {
        let name = row.organisation_id.and_then(|id| names.get(&id));
        Ok(Self {
            state: row.state(),
            id: row.id,
            request_id: row.request_id,
            organisation_name: name.cloned(),
            organisation_id: row.organisation_id,
            country: row.country,
            reasons: read_codes(&row.reasons)?,
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

fn names_of(conn: &mut Conn, rows: &[AlertRow]) -> Result<Names, DbError> {
    let mut names = Names::new();
    for id in rows.iter().filter_map(|row| row.organisation_id) {
        if !names.contains_key(&id)
            && let Some(found) = OrganisationName::find(conn, Some(id))?
        {
            names.insert(id, found.name);
        }
    }
    Ok(names)
}

/// List the alerts for which one was called.
///
/// The newest hour first. Ask every minute while on duty; nothing is sent to a telephone.
#[utoipa::path(tag = "staff", operation_id = "list_danger_alerts", params(AlertsQuery),
    responses((status = 200, description = "A page of alerts", body = Page<DangerAlert>)))]
#[get("/staff/danger-alerts")]
pub(super) async fn list_danger_alerts(
    caller: Caller<AnswerDanger>,
    context: Context,
    query: QueryOf<AlertsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let state = query.0.state;
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let cursors = Cursors::of(&context, &request);
    let after: Option<(Time, Id)> = cursors.position(&page)?;
    let (account, rows) = (caller.account(), page.rows());
    let read = move |conn: &mut Conn| {
        let rows = store::list_called(conn, account, state, after, rows)?;
        let names = names_of(conn, &rows)?;
        Ok::<_, DbError>((rows, names))
    };
    let (rows, names) = context.db().read_snapshot(read).await?;
    let position = |row: &AlertRow| (row.raised_at, row.id);
    let page = cursors.page(&page, rows, position, |row| DangerAlert::of(row, &names));
    let items: Result<Vec<DangerAlert>, Problem> = page.items.into_iter().collect();
    Ok(HttpResponse::Ok().json(Page {
        items: items?,
        next: page.next,
    }))
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
    let (by, now) = (caller.originator(), context.now());
    let work = move |conn: &mut Conn| {
        let alert = actions::acknowledge(conn, &caller, id.0, now)?;
        let names = names_of(conn, std::slice::from_ref(&alert))?;
        Answer::changed(&DangerAlert::of(alert, &names)?)
    };
    command.run(&context, by, work).await
}
