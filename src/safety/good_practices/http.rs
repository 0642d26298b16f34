//! `/v1/good-practices` and `/v1/staff/safety-reports/{id}/publication`.

use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::actions;
use super::store::{self, GoodPractice};
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Answer, Command, Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::place::{CountryCode, Point};
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::platform::text::Prose;
use crate::safety::http::staff::Inspector;
use crate::safety::model::HazardCode;

/// Something that is done well, as everybody may see it: the one form of a report for the public.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GoodPractice)]
pub(super) struct PublicReport {
    /// Its id, which leads back to no report.
    pub id: Id,
    /// What is done well, in the words of an inspector.
    pub text: String,
    /// Against which hazards.
    pub hazard_codes: Vec<HazardCode>,
    /// The country.
    pub country: CountryCode,
    /// A point of a grid of five kilometres near which it is; the same for all of one place.
    pub point: Option<Point>,
    /// The month in which it was published.
    #[schema(example = "2026-11")]
    pub month: String,
}

impl PublicReport {
    fn of(shown: GoodPractice) -> Result<Self, Problem> {
        let GoodPractice {
            id,
            text,
            hazard_codes,
            country,
            point,
            month,
        } = shown;
        let hazards: Vec<String> = hazard_codes.read().map_err(|error| {
            tracing::error!(%error, "Hazards of a good practice cannot be read");
            Problem::new(&INTERNAL_ERROR)
        })?;
        Ok(Self {
            id,
            text,
            hazard_codes: hazards.into_iter().map(HazardCode::known).collect(),
            country: CountryCode::known(country),
            point,
            month: month.to_string().chars().take(7).collect(),
        })
    }
}

/// Which good practices are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PracticesQuery {
    /// Of this country.
    #[param(example = "MY")]
    country: Option<CountryCode>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List what is done well at work, newest month first.
///
/// Workers report it, inspectors word and publish it. No report of a danger is ever here.
#[utoipa::path(tag = "safety", operation_id = "list_good_practices", params(PracticesQuery),
    responses((status = 200, description = "A page of good practices", body = Page<PublicReport>)))]
#[get("/good-practices")]
pub(in crate::safety) async fn list_good_practices(
    context: Context,
    query: QueryOf<PracticesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let page = page_of(&context, query.0, &request).await?;
        Ok(Found::new(page).not_shown_when_old())
    };
    answer(&context, &request, find).await
}

/// A page of what is shown.
pub(super) async fn page_of(
    context: &Context,
    query: PracticesQuery,
    request: &HttpRequest,
) -> Result<Page<PublicReport>, Problem> {
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let country = query.country.map(CountryCode::into_inner);
    let cursors = Cursors::of(context, request);
    let (after, rows) = (cursors.position(&page)?, page.rows());
    let list = move |conn: &mut Conn| store::list(conn, country.as_deref(), after, rows);
    let found = context.public_db().read(list).await?;
    let position = |shown: &GoodPractice| (shown.month, shown.id);
    cursors.try_page(&page, found, position, PublicReport::of)
}

/// How a good practice is shown.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = GoodPracticePublication,
    example = json!({ "text": "Everybody has a belt and a place to hook it, and is shown how in their language." }))]
pub(in crate::safety) struct Publication {
    /// What is done well, worded so that nobody can be recognised.
    text: Prose<2000>,
}

/// Show a good practice in public.
///
/// Only what its reporter let be published, and only of the kind `good_practice`. It takes the place of an earlier wording.
#[utoipa::path(tag = "staff", operation_id = "publish_good_practice",
    params(("id" = Id, Path, description = "The report.")),
    request_body = Publication,
    responses((status = 201, description = "Shown", body = PublicReport)),
    extensions(("x-problems" = json!(["report_withdrawn", "report_not_publishable"]))))]
#[post("/staff/safety-reports/{id}/publication")]
pub(in crate::safety) async fn publish_good_practice(
    by: Inspector,
    id: PathOf<Id>,
    command: Command<Publication>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let (originator, of_job, now) = (by.originator(), context.clone(), context.now());
    let publish = move |conn: &mut Conn| {
        let wording = (id.0, body.text.into_inner());
        let shown = actions::publish(conn, &by, of_job.services(), wording, now)?;
        Answer::created("/v1/good-practices".to_owned(), &PublicReport::of(shown)?)
    };
    let answer = command.run(&context, originator, publish).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Show a good practice in public no more. Doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "withdraw_good_practice",
    params(("id" = Id, Path, description = "The report.")),
    responses((status = 204, description = "Not shown any more")))]
#[delete("/staff/safety-reports/{id}/publication")]
pub(in crate::safety) async fn withdraw_good_practice(
    by: Inspector,
    id: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (originator, now) = (by.originator(), context.now());
    let withdraw = move |conn: &mut Conn| {
        actions::withdraw(conn, &by, id.0, now)?;
        Ok(Answer::done())
    };
    let answer = command.run(&context, originator, withdraw).await?;
    context.services().public.forget();
    Ok(answer)
}
