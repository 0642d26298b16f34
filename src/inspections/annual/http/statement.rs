//! What the inspectorate writes itself for a year.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, put};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Planner;
use crate::identity::audit::{Action, Subject};
use crate::inspections::annual::actions::{self, year_of};
use crate::inspections::annual::count::written;
use crate::inspections::annual::store::{self, StatementEventRow};
use crate::inspections::annual::written::Written;
use crate::inspections::error::InspectionError;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Read what the own inspectorate wrote for the annual report of a year; everything null as long as it wrote nothing.
#[utoipa::path(tag = "staff", operation_id = "get_annual_statement",
    params(("year" = i16, Path, description = "The calendar year.", example = 2026)),
    responses((status = 200, description = "What was written", body = Written)))]
#[get("/staff/inspection-annual-reports/{year}/statement")]
pub async fn get_annual_statement(
    by: Planner,
    year: PathOf<i16>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (organisation, now) = (by.organisation(), context.now());
    let find = move |conn: &mut Conn| -> Result<(Written, i64), InspectionError> {
        let (year, _) = year_of(conn, organisation, (year.0, now))?;
        written(conn, organisation, &year)
    };
    let (shown, version) = context.db().read_snapshot(find).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, EntityTag::of_version(version).to_string()))
        .json(shown))
}

/// Write what no record of this service can know for the annual report of a year: laws, staff, offices, courts.
///
/// It takes the place of what was written before, which stays in the history. What was published stays as it was.
#[utoipa::path(tag = "staff", operation_id = "set_annual_statement",
    params(("year" = i16, Path, description = "The calendar year.", example = 2026)),
    request_body = Written,
    responses((status = 200, description = "Kept", body = Written)),
    extensions(("x-if-match" = json!(true))))]
#[put("/staff/inspection-annual-reports/{year}/statement")]
pub async fn set_annual_statement(
    by: Planner,
    year: PathOf<i16>,
    if_match: IfMatch,
    command: Command<Written>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (said, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| -> Result<Answer, Problem> {
        let row = actions::write(conn, &here, &by, (year.0, &said, &if_match))?;
        let what = (Action::Stated, Subject::AnnualReport);
        by.record(conn, here.now(), what.0, what.1, row.id, None)?;
        Ok(Answer::changed(&said)?.tagged(&EntityTag::of_version(row.version)))
    };
    command.run(&context, originator, work).await
}

/// A change of what an inspectorate wrote for an annual report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "version": 2, "at": "2027-01-12T08:15:30Z", "account_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60",
    "before": { "convictions": null }, "after": { "convictions": 3 } }))]
struct AnnualStatementEvent {
    /// The version that it made.
    version: i64,
    /// When.
    at: Time,
    /// Who.
    account_id: Id,
    /// Members that are different now, as they were.
    #[schema(value_type = Object)]
    before: BTreeMap<String, Value>,
    /// The same as they are.
    #[schema(value_type = Object)]
    after: BTreeMap<String, Value>,
}

impl AnnualStatementEvent {
    #[expect(clippy::needless_pass_by_value, reason = "a page hands its rows over")]
    fn of(row: StatementEventRow) -> Result<Self, Problem> {
        Ok(Self {
            version: row.version,
            at: row.at,
            account_id: row.account_id,
            before: row.before.read().map_err(InspectionError::from)?,
            after: row.after.read().map_err(InspectionError::from)?,
        })
    }
}

/// Which page is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct StatementEventsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List what became of what the own inspectorate wrote for the annual report of a year, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_annual_statement_events",
    params(("year" = i16, Path, description = "The calendar year.", example = 2026), StatementEventsQuery),
    responses((status = 200, description = "A page of changes", body = Page<AnnualStatementEvent>)))]
#[get("/staff/inspection-annual-reports/{year}/statement/events")]
pub async fn list_annual_statement_events(
    by: Planner,
    year: PathOf<i16>,
    query: QueryOf<StatementEventsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let before: Option<i64> = cursors.position(&page)?;
    let (organisation, now, rows) = (by.organisation(), context.now(), page.rows());
    let find = move |conn: &mut Conn| -> Result<Vec<StatementEventRow>, InspectionError> {
        let (year, _) = year_of(conn, organisation, (year.0, now))?;
        match store::find_statement(conn, organisation, year.number())? {
            Some(row) => Ok(store::list_events(conn, row.id, before, rows)?),
            None => Ok(Vec::new()),
        }
    };
    let found = context.db().read_snapshot(find).await?;
    let page = cursors.try_page(&page, found, |row| row.version, AnnualStatementEvent::of)?;
    Ok(HttpResponse::Ok().json(page))
}
