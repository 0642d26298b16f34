//! Publishing, and what was published.

use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::Planner;
use super::shapes::AnnualReportEdition;
use crate::identity::audit::{Action, Subject};
use crate::inspections::annual::actions::{self, year_of};
use crate::inspections::annual::store::{self, EditionRow};
use crate::inspections::error::InspectionError;
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, PathOf, QueryOf};
use crate::platform::problem::Problem;

/// The digest of what was read.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" }))]
pub struct AnnualReportPublication {
    /// The `sha256` of the report whose view `published` was read.
    #[schema(pattern = "^[0-9a-f]{64}$", max_length = 64)]
    sha256: String,
}

/// The editions of a year.
#[derive(Debug, Serialize, ToSchema)]
struct AnnualReportEditions {
    /// The editions, the newest first.
    items: Vec<AnnualReportEdition>,
}

/// Publish the annual report of a year that is over: everybody can read it from then on (C081, Art. 20).
///
/// What is published is what was read: if any figure has changed in between it is refused. An edition never changes, whatever becomes of the
/// records. When they have changed, another edition can be published; the earlier ones stay.
#[utoipa::path(tag = "staff", operation_id = "publish_annual_report",
    params(("year" = i16, Path, description = "The calendar year.", example = 2026)),
    request_body = AnnualReportPublication,
    responses((status = 201, description = "Published", body = AnnualReportEdition)),
    extensions(("x-problems" = json!(["year_not_over", "report_changed"]))))]
#[post("/staff/inspection-annual-reports/{year}/editions")]
pub async fn publish_annual_report(
    by: Planner,
    year: PathOf<i16>,
    command: Command<AnnualReportPublication>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (read, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let row = actions::publish(conn, &here, &by, (year.0, &read.sha256))?;
        let (action, subject) = (Action::Published, Subject::AnnualReport);
        by.record(conn, here.now(), action, subject, row.id, None)?;
        let location = format!("/v1/inspection-annual-reports/{}", row.id);
        Answer::created(location, &AnnualReportEdition::from(&row))
    };
    let answer = command.run(&context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// List the published editions of the own inspectorate's report of a year, the newest first.
#[utoipa::path(tag = "staff", operation_id = "list_annual_report_editions",
    params(("year" = i16, Path, description = "The calendar year.", example = 2026)),
    responses((status = 200, description = "The editions", body = AnnualReportEditions)))]
#[get("/staff/inspection-annual-reports/{year}/editions")]
pub async fn list_annual_report_editions(
    by: Planner,
    year: PathOf<i16>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (organisation, now) = (by.organisation(), context.now());
    let list = move |conn: &mut Conn| -> Result<Vec<EditionRow>, InspectionError> {
        let (year, _) = year_of(conn, organisation, (year.0, now))?;
        Ok(store::list_editions(conn, organisation, year.number())?)
    };
    let found = context.db().read_snapshot(list).await?;
    let items = found.iter().map(AnnualReportEdition::from).collect();
    Ok(HttpResponse::Ok().json(AnnualReportEditions { items }))
}
