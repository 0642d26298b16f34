//! `GET /v1/bundles`.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::bundle::Means;
use crate::bundles::model::BundleKey;
use crate::bundles::store::{self, VersionRow};
use crate::platform::clock::Time;
use crate::platform::code_lists::{Code, Countries};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::language::Language;
use crate::platform::problem::Problem;

type CountryCode = Code<Countries>;

/// Which bundles are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct BundlesQuery {
    /// The country from which one comes.
    #[param(example = "PH")]
    origin: Option<CountryCode>,
    /// The country to which one goes.
    #[param(example = "MY")]
    destination: Option<CountryCode>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// How many bytes a bundle takes on the way.
#[derive(Debug, Serialize, ToSchema)]
struct BundleBytes {
    /// As it is.
    plain: i64,
    /// With `Accept-Encoding: zstd`.
    zstd: i64,
    /// With `Accept-Encoding: br`.
    br: i64,
    /// With `Accept-Encoding: gzip`.
    gzip: i64,
}

/// A bundle that can be had.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "origin": "PH", "destination": "MY", "language": "fil", "version": "q2EaGgYk3c1vWl7t",
    "published_at": "2026-11-30T12:00:00Z", "bytes": { "plain": 190_000, "zstd": 44_000, "br": 41_000, "gzip": 52_000 },
    "href": "/v1/bundles/PH-MY/fil" }))]
struct BundleListed {
    /// From where.
    origin: CountryCode,
    /// To where.
    destination: CountryCode,
    /// In which language.
    language: Language,
    /// The current version; null: nobody has asked for it yet, so that it is made when somebody does.
    version: Option<String>,
    /// When that was published.
    published_at: Option<Time>,
    /// How big it is.
    bytes: Option<BundleBytes>,
    /// Where it is.
    href: String,
}

impl BundleListed {
    fn of(key: BundleKey, row: Option<&VersionRow>) -> Self {
        Self {
            href: format!("/v1/bundles/{}/{}", key.corridor, key.language),
            origin: Code::known(key.corridor.origin),
            destination: Code::known(key.corridor.destination),
            language: key.language,
            version: row.map(|row| row.version.clone()),
            published_at: row.map(|row| row.published_at),
            bytes: row.map(|row| BundleBytes {
                plain: row.plain_bytes,
                zstd: row.zstd_bytes,
                br: row.brotli_bytes,
                gzip: row.gzip_bytes,
            }),
        }
    }
}

/// List the bundles that can be had.
#[utoipa::path(tag = "bundles", operation_id = "list_bundles", params(BundlesQuery),
    responses((status = 200, description = "A page of bundles, by corridor and language", body = Page<BundleListed>)))]
#[get("/bundles")]
pub(super) async fn list_bundles(
    context: Context,
    means: Means,
    query: QueryOf<BundlesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async { find(&context, &means, query.0, &request).await };
    answer(&context, &request, find).await
}

async fn find(
    context: &Context,
    means: &Means,
    query: BundlesQuery,
    request: &HttpRequest,
) -> Result<Found<Page<BundleListed>>, Problem> {
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor.clone(),
    };
    let cursors = Cursors::of(context, request);
    let after: Option<(String, String)> = cursors.position(&page)?;
    let catalogue = means.catalogue(context).await?;
    let current = context
        .db()
        .read_snapshot(|conn| store::list_current(conn).map_err(Problem::from))
        .await?;
    let is_of = |wanted: &Option<CountryCode>, own: &str| {
        wanted.as_ref().is_none_or(|wanted| wanted.as_str() == own)
    };
    let rows: Vec<BundleKey> = catalogue
        .bundles()
        .filter(|key| is_of(&query.origin, &key.corridor.origin))
        .filter(|key| is_of(&query.destination, &key.corridor.destination))
        .filter(|key| after.as_ref().is_none_or(|after| place_of(key) > *after))
        .take(page.limit() + 1)
        .collect();
    let page = cursors.page(&page, rows, place_of, |key| {
        let row = current.get(&key);
        BundleListed::of(key, row)
    });
    Ok(Found::new(page))
}

fn place_of(key: &BundleKey) -> (String, String) {
    (key.corridor.to_string(), key.language.as_str().to_owned())
}
