//! Good practices for other programs: as GeoJSON (RFC 7946) and as a table (RFC 4180).
//!
//! What is shown is what `/v1/good-practices` shows, and nothing else: a point of a grid, a month, an inspector's words.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use super::http::{PracticesQuery, PublicReport, page_of};
use crate::platform::csv_cells::{plain, written};
use crate::platform::http::public::{Found, Text, answer, answer_text};
use crate::platform::http::{Context, Page, QueryOf};
use crate::platform::ids::Id;
use crate::platform::place::{CountryCode, Point};
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::safety::model::HazardCode;

/// Under which licence the data may be used.
const LICENSE: &str = "https://creativecommons.org/licenses/by/4.0/";
/// Whom to name.
const ATTRIBUTION: &str =
    "Good practices at work, reported by workers and worded by labour inspectors";

/// Good practices as a collection of features (RFC 7946).
#[derive(Debug, Serialize, ToSchema)]
struct GoodPracticeFeatures {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    #[schema(example = "FeatureCollection")]
    kind: &'static str,
    /// The good practices, newest month first.
    features: Vec<GoodPracticeFeature>,
    /// The address of the licence.
    #[schema(example = "https://creativecommons.org/licenses/by/4.0/")]
    license: &'static str,
    /// Whom to name.
    attribution: &'static str,
    /// The marker of the next page; null on the last one.
    next: Option<String>,
}

/// A good practice as a feature.
#[derive(Debug, Serialize, ToSchema)]
struct GoodPracticeFeature {
    /// Always `Feature`.
    #[serde(rename = "type")]
    #[schema(example = "Feature")]
    kind: &'static str,
    /// Its id, which leads back to no report.
    id: Id,
    /// A point of a grid of five kilometres near which it is; null when it is not known.
    geometry: Option<Point>,
    /// The rest.
    properties: GoodPracticeProperties,
}

/// What is said of a good practice.
#[derive(Debug, Serialize, ToSchema)]
struct GoodPracticeProperties {
    /// What is done well, in the words of an inspector.
    text: String,
    /// Against which hazards.
    hazard_codes: Vec<HazardCode>,
    /// The country.
    country: CountryCode,
    /// The month in which it was published.
    #[schema(example = "2026-11")]
    month: String,
}

impl GoodPracticeFeature {
    fn of(shown: PublicReport) -> Self {
        let PublicReport {
            id,
            text,
            hazard_codes,
            country,
            point,
            month,
        } = shown;
        Self {
            kind: "Feature",
            id,
            geometry: point,
            properties: GoodPracticeProperties {
                text,
                hazard_codes,
                country,
                month,
            },
        }
    }
}

/// List good practices as GeoJSON.
///
/// The same as the list, for maps. `Link` leads to the next page and to the licence.
#[utoipa::path(tag = "safety", operation_id = "list_good_practice_features", params(PracticesQuery),
    responses((status = 200, description = "A page of features",
        body = GoodPracticeFeatures, content_type = "application/geo+json")))]
#[get("/good-practices/geojson")]
pub(in crate::safety) async fn list_good_practice_features(
    context: Context,
    query: QueryOf<PracticesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let Page { items, next } = page_of(&context, query.0, &request).await?;
        let features = GoodPracticeFeatures {
            kind: "FeatureCollection",
            features: items.into_iter().map(GoodPracticeFeature::of).collect(),
            license: LICENSE,
            attribution: ATTRIBUTION,
            next,
        };
        let found = Found::new(features).not_shown_when_old();
        Ok(found.as_media("application/geo+json").licensed(LICENSE))
    };
    answer(&context, &request, find).await
}

/// A table of good practices as the body of an answer.
struct GoodPracticeTable;

impl utoipa::PartialSchema for GoodPracticeTable {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "A table (RFC 4180) with a line of names. A text that a spreadsheet could take for a formula has an \
                 apostrophe before it.",
            ))
            .examples(["id,month,country,longitude,latitude,hazard_codes,text,license,attribution\r\n"])
            .into()
    }
}

impl ToSchema for GoodPracticeTable {
    fn name() -> std::borrow::Cow<'static, str> {
        "GoodPracticeTable".into()
    }
}

/// The names of the columns.
const COLUMNS: [&str; 9] = [
    "id",
    "month",
    "country",
    "longitude",
    "latitude",
    "hazard_codes",
    "text",
    "license",
    "attribution",
];

/// List good practices as a table (CSV).
///
/// The same as the list, for spreadsheets. Several hazards are joined by semicolons. `Link` leads to the next page and to the
/// licence.
#[utoipa::path(tag = "safety", operation_id = "list_good_practice_table", params(PracticesQuery),
    responses((status = 200, description = "A page of the table",
        body = GoodPracticeTable, content_type = "text/csv")))]
#[get("/good-practices/csv")]
pub(in crate::safety) async fn list_good_practice_table(
    context: Context,
    query: QueryOf<PracticesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let Page { items, next } = page_of(&context, query.0, &request).await?;
        let body = written(COLUMNS, items.into_iter().map(row)).map_err(|error| {
            tracing::error!(%error, "Good practices cannot be written as a table");
            Problem::new(&INTERNAL_ERROR)
        })?;
        let found = Found::new(Text { body, next }).not_shown_when_old();
        Ok(found.as_media("text/csv").licensed(LICENSE))
    };
    answer_text(&context, &request, find).await
}

fn row(shown: PublicReport) -> [String; 9] {
    let PublicReport {
        id,
        text,
        hazard_codes,
        country,
        point,
        month,
    } = shown;
    let hazards: Vec<&str> = hazard_codes.iter().map(HazardCode::as_str).collect();
    let degrees = |of: fn(&Point) -> f64| point.as_ref().map(of);
    let number = |degrees: Option<f64>| degrees.map_or_else(String::new, |at| at.to_string());
    [
        id.to_string(),
        month,
        plain(country.as_str()),
        number(degrees(Point::longitude)),
        number(degrees(Point::latitude)),
        plain(&hazards.join(";")),
        plain(&text),
        LICENSE.to_owned(),
        ATTRIBUTION.to_owned(),
    ]
}
