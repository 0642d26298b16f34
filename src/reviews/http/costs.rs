//! What recruitment costs.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::db::{Conn, DbError};
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, QueryOf};
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::reviews::model::{CostFigures, Country, LEAST_OF_MONEY, Occupation};
use crate::reviews::store;

/// Of what the costs are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedCosts {
    /// The country from which.
    #[param(value_type = Country, example = "PH")]
    origin: Country,
    /// The country to which.
    #[param(value_type = Country, example = "SG")]
    destination: Country,
    /// A group of occupations (ISCO-08), of one to four digits; all when left out.
    #[param(value_type = Option<Occupation>, example = "53")]
    occupation: Option<Occupation>,
}

/// What recruitment costs workers in a corridor, as published reviews tell.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "origin": "PH", "destination": "SG", "occupation": "53", "minimum_reviews": 5,
    "figures": {
        "total_usd": { "reviews_at_least": 20, "lower_quartile": 450.0, "median": 900.0, "upper_quartile": 1400.0 },
        "categories_usd": {
            "recruitment_fee": { "reviews_at_least": 15, "lower_quartile": 400.0, "median": 750.0, "upper_quartile": 1200.0 }
        },
        "months_of_income": { "reviews_at_least": 10, "lower_quartile": 0.9, "median": 1.8, "upper_quartile": 2.7 },
        "over_limit": { "reviews_at_least": 15, "share": 0.35 }
    }
}))]
pub struct RecruitmentCosts {
    /// The country from which.
    #[schema(value_type = Country)]
    origin: Country,
    /// The country to which.
    #[schema(value_type = Country)]
    destination: Country,
    /// The group of occupations; null for all.
    #[schema(value_type = Option<Occupation>)]
    occupation: Option<Occupation>,
    /// Reviews below which a figure is not shown.
    minimum_reviews: u32,
    /// The figures. All are null where too few reviews tell, or where what they tell would give away
    /// what few others do.
    figures: CostFigures,
}

/// Read what recruitment costs in a corridor.
///
/// Medians and quartiles of what workers paid, from published reviews, to two significant digits. They
/// are made anew once a day, from at least five reviews each; a group of occupations is shown only where
/// no comparison with other answers tells of fewer.
#[utoipa::path(tag = "reviews", operation_id = "get_recruitment_costs", params(WantedCosts),
    responses((status = 200, description = "The costs", body = RecruitmentCosts)))]
#[get("/recruitment-costs")]
pub(super) async fn get_recruitment_costs(
    query: QueryOf<WantedCosts>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = query.0;
    let find = async {
        let figures = find_figures(&context, &wanted).await?;
        Ok(Found::new(RecruitmentCosts {
            origin: wanted.origin,
            destination: wanted.destination,
            occupation: wanted.occupation,
            minimum_reviews: LEAST_OF_MONEY,
            figures,
        }))
    };
    answer(&context, &request, find).await
}

async fn find_figures(context: &Context, wanted: &WantedCosts) -> Result<CostFigures, Problem> {
    let route = (
        wanted.origin.as_str().to_owned(),
        wanted.destination.as_str().to_owned(),
    );
    let group = wanted.occupation.as_ref();
    let group = group.map_or(String::new(), |code| code.as_str().to_owned());
    let find =
        move |conn: &mut Conn| -> Result<_, DbError> { store::costs_shown(conn, &route, &group) };
    let Some(shown) = context.public_db().read(find).await? else {
        return Ok(CostFigures::default());
    };
    shown.read().map_err(|error| {
        tracing::error!(%error, "Stored costs of recruitment cannot be read");
        Problem::new(&INTERNAL_ERROR)
    })
}
