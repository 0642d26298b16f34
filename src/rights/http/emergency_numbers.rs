//! `GET /v1/emergency-numbers`.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CountryCode, ServiceCode};
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::problem::Problem;
use crate::rights::languages::Wording;
use crate::rights::model::EmergencyNumber;
use crate::rights::store;

/// Which numbers are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct NumbersQuery {
    /// The country in which somebody needs help.
    #[param(example = "MY")]
    country: Option<CountryCode>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// A number to dial in need.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = EmergencyNumber)]
pub struct EmergencyNumberShown {
    /// Where it is dialled; for hotlines whose service it is.
    pub country: CountryCode,
    /// The country's name in the caller's language.
    #[schema(example = "Malaysia")]
    pub country_label: String,
    /// Who answers.
    pub service: ServiceCode,
    /// Who answers, in the caller's language.
    #[schema(example = "All emergencies")]
    pub service_label: String,
    /// The service's own name, where the kind of service does not say enough.
    pub label: Option<String>,
    /// As dialled in that country; with `+` when it is for callers abroad.
    #[schema(example = "999")]
    pub number: String,
    /// Who says so.
    pub source_name: String,
    /// Where it was read.
    #[schema(format = Uri, example = "https://tulay.example/")]
    pub source_url: String,
    /// The day on which it was taken over from the source.
    pub retrieved_on: Date,
    /// Whether somebody of this service has called the number since.
    pub verified: bool,
}

impl EmergencyNumberShown {
    /// The number with its labels in the caller's language.
    pub fn of(context: &Context, number: EmergencyNumber) -> Self {
        Self::worded(&mut Wording::new(context), number)
    }

    fn worded(wording: &mut Wording<'_>, number: EmergencyNumber) -> Self {
        Self {
            country_label: wording.label("countries", &number.country),
            service_label: wording.label("emergency_services", &number.service),
            label: wording.nearest(&number.label).map(|(_, text)| text),
            country: Code::known(number.country),
            service: Code::known(number.service),
            number: number.number,
            source_name: number.source.name,
            source_url: number.source.url,
            retrieved_on: number.source.retrieved_on,
            verified: number.source.verified,
        }
    }
}

/// List emergency numbers and hotlines.
///
/// In each country the general number comes first.
#[utoipa::path(tag = "rights", operation_id = "list_emergency_numbers", params(NumbersQuery),
    responses((status = 200, description = "A page of numbers", body = Page<EmergencyNumberShown>)))]
#[get("/emergency-numbers")]
pub(super) async fn list_emergency_numbers(
    context: Context,
    query: QueryOf<NumbersQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    answer(&context, &request, find(&context, query.0, &request)).await
}

async fn find(
    context: &Context,
    query: NumbersQuery,
    request: &HttpRequest,
) -> Result<Found<Page<EmergencyNumberShown>>, Problem> {
    let country = query.country.map(Code::into_inner);
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let cursors = Cursors::of(context, request);
    let after: Option<(String, i64)> = cursors.position(&page)?;
    let rows = page.rows();
    let db = context.public_db();
    let found = db.read(move |conn| {
        store::list_numbers(conn, country.as_deref(), after.as_ref(), rows).map_err(Problem::from)
    });
    let mut wording = Wording::new(context);
    let page = cursors.page(
        &page,
        found.await?,
        |(position, number)| (number.country.clone(), *position),
        |(_, number)| EmergencyNumberShown::worded(&mut wording, number),
    );
    Ok(Found::in_languages(page, wording.spoken()))
}
