//! Drawing, reading and accepting plans.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::accept::accept;
use super::propose::{Wanted, propose};
use super::shapes::{ListedVisitPlan, VisitPlan};
use super::store::{self, PlanRow};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::PlanInspections;
use crate::inspections::error::InspectionError;
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::command::Bare;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::place::CountryCode;
use crate::platform::problem::Problem;

pub(super) type Planner = Caller<PlanInspections>;

/// A plan that is to be drawn.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "country": "MY", "first_day": "2026-12-07" }))]
pub struct NewVisitPlan {
    /// An id of your own choice.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    id: Option<ChosenId>,
    /// A country of the own inspectorate.
    country: CountryCode,
    /// The first day of the period that it is today, or of the next. Periods have 14 days and begin on Mondays.
    first_day: Date,
    /// By whom; all inspectors of the inspectorate when it is left out.
    #[serde(default)]
    #[schema(max_items = 500)]
    inspector_ids: Vec<Id>,
}

fn tag_of(row: &PlanRow) -> EntityTag {
    EntityTag::of_version(row.version)
}

/// Draw the plan of visits of a period.
///
/// By risk and by lot, in companies of establishments that are alike, within what inspectors can do; days and order go by distance.
/// A plan is drawn once for each period, and the next one after it was accepted. Nothing in it says why an establishment was drawn,
/// to whoever reads it.
#[utoipa::path(tag = "staff", operation_id = "propose_visit_plan",
    request_body = NewVisitPlan,
    responses((status = 201, description = "Drawn", body = VisitPlan)),
    extensions(("x-problems" = json!(["id_taken", "visit_plan_drawn", "visit_plan_open"]))))]
#[post("/staff/visit-plans")]
pub async fn propose_visit_plan(
    by: Planner,
    command: Command<NewVisitPlan>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let wanted = Wanted {
            id: new.id.map_or_else(|| here.new_id(), Id::from),
            country: new.country.as_str().to_owned(),
            first_day: new.first_day,
            inspectors: new.inspector_ids,
        };
        let row = propose(conn, &by, here.services(), wanted, here.now())?;
        let location = format!("/v1/staff/visit-plans/{}", row.id);
        let answer = Answer::created(location, &VisitPlan::of(&row)?)?.tagged(&tag_of(&row));
        let what = (Action::VisitsPlanned, Subject::VisitPlan);
        by.record(conn, here.now(), what.0, what.1, row.id, Some("drawn"))?;
        Ok(answer)
    };
    command.run(&context, originator, work).await
}

/// Which page is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PlansQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List the plans of visits of the own inspectorate, the newest period first.
#[utoipa::path(tag = "staff", operation_id = "list_visit_plans", params(PlansQuery),
    responses((status = 200, description = "A page of plans", body = Page<ListedVisitPlan>)))]
#[get("/staff/visit-plans")]
pub async fn list_visit_plans(
    by: Planner,
    query: QueryOf<PlansQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let before: Option<(Date, String)> = cursors.position(&page)?;
    let (rows, organisation) = (page.rows(), by.organisation());
    let find = move |conn: &mut Conn| -> Result<Vec<PlanRow>, DbError> {
        Ok(store::list(conn, organisation, before, rows)?)
    };
    let found = context.db().read(find).await?;
    let position = |row: &PlanRow| (row.first_day, row.country.clone());
    Ok(HttpResponse::Ok().json(cursors.page(&page, found, position, ListedVisitPlan::of)))
}

/// Read a plan of visits.
#[utoipa::path(tag = "staff", operation_id = "get_visit_plan",
    params(("id" = Id, Path, description = "The plan.")),
    responses((status = 200, description = "The plan", body = VisitPlan)))]
#[get("/staff/visit-plans/{id}")]
pub async fn get_visit_plan(
    by: Planner,
    id: PathOf<Id>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut Conn| -> Result<PlanRow, InspectionError> {
        let found = store::find(conn, by.organisation(), id.0)?;
        found.ok_or(InspectionError::NotFound)
    };
    let row = context.db().read(find).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag_of(&row).to_string()))
        .json(VisitPlan::of(&row)?))
}

/// Accept a plan of visits: all its visits are made at once, and given to their inspectors.
///
/// An establishment that was closed or merged since is left out. A single visit is changed or cancelled afterwards, as any visit.
#[utoipa::path(tag = "staff", operation_id = "accept_visit_plan",
    params(("id" = Id, Path, description = "The plan.")),
    responses((status = 200, description = "The plan with its visits", body = VisitPlan)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["visit_plan_accepted"]))))]
#[post("/staff/visit-plans/{id}/accept")]
pub async fn accept_visit_plan(
    by: Planner,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let row = accept(conn, &by, here.services(), (id.0, &if_match), here.now())?;
        let answer = Answer::changed(&VisitPlan::of(&row)?)?.tagged(&tag_of(&row));
        let what = (Action::VisitsPlanned, Subject::VisitPlan);
        by.record(conn, here.now(), what.0, what.1, row.id, Some("accepted"))?;
        Ok(answer)
    };
    command.run(&context, originator, work).await
}
