//! `/v1/working-calendars`: what deadlines rest on, for anybody to check.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{self, Calendar};
use crate::platform::clock::Date;
use crate::platform::http::input::NoParameters;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PathOf, QueryOf, Routes};
use crate::platform::place::Subdivision;
use crate::platform::problem::{Fault, NOT_FOUND, Problem};

/// Adds the routes of calendars.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_working_calendars)
        .service(get_working_calendar)
        .service(reckon_working_days);
}

/// Calendars.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WorkingCalendars)]
struct Calendars {
    /// The calendars, by country.
    items: &'static [Calendar],
}

/// List weekends and public holidays by country.
#[utoipa::path(tag = "rights", operation_id = "list_working_calendars",
    responses((status = 200, description = "The calendars", body = Calendars)))]
#[get("/working-calendars")]
pub(super) async fn list_working_calendars(
    context: Context,
    _query: QueryOf<NoParameters>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        Ok(Found::new(Calendars {
            items: model::all(),
        }))
    };
    answer(&context, &request, find).await
}

/// Read the weekends and public holidays of a country.
#[utoipa::path(tag = "rights", operation_id = "get_working_calendar",
    params(("country" = String, Path, description = "ISO 3166-1 alpha-2.", example = "MY")),
    responses((status = 200, description = "The calendar", body = Calendar)))]
#[get("/working-calendars/{country}")]
pub(super) async fn get_working_calendar(
    country: PathOf<String>,
    context: Context,
    _query: QueryOf<NoParameters>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async { Ok(Found::new(known(&country.0)?)) };
    answer(&context, &request, find).await
}

fn known(country: &str) -> Result<&'static Calendar, Problem> {
    model::find(country).ok_or_else(|| Problem::new(&NOT_FOUND))
}

/// What is to be counted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct CountQuery {
    /// The day from which it runs; the day after it is counted first.
    from: Date,
    /// How many working days.
    #[param(minimum = 0, maximum = 250)]
    working_days: u16,
    /// The subdivision (ISO 3166-2), where it has another weekend.
    #[param(inline)]
    subdivision: Option<Subdivision>,
}

/// When a deadline in working days ends.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "due_on": "2026-09-01", "missing": [] }))]
struct WorkingDaysCounted {
    /// The last day.
    due_on: Date,
    /// Holidays that are not known among the days that were counted: with them, the last day may be a later one.
    missing: Vec<String>,
}

/// Count working days.
///
/// A deadline that runs beyond the years whose holidays are known is refused.
#[utoipa::path(tag = "rights", operation_id = "reckon_working_days",
    params(("country" = String, Path, description = "ISO 3166-1 alpha-2.", example = "MY"), CountQuery),
    responses((status = 200, description = "The last day", body = WorkingDaysCounted)))]
#[get("/working-calendars/{country}/deadline")]
pub(super) async fn reckon_working_days(
    country: PathOf<String>,
    query: QueryOf<CountQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let calendar = known(&country.0)?;
        let part = query.0.subdivision.as_ref().map(Subdivision::as_str);
        let due = calendar.after(query.0.from, query.0.working_days, part);
        let due = due.map_err(|beyond| {
            let fault = Fault::new("/query/working_days", "beyond_known_holidays");
            Problem::invalid(vec![fault.with("until", beyond.until)])
        })?;
        Ok(Found::new(WorkingDaysCounted {
            due_on: due.on,
            missing: due.missing,
        }))
    };
    answer(&context, &request, find).await
}
