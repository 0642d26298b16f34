//! `GET /v1/staff/article-links`.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::{self, LinkOutcome};
use crate::identity::Caller;
use crate::identity::permissions::ReadArticleVersions;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::problem::Problem;

/// Which links are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct LinksQuery {
    /// Only those that cannot be read.
    broken: Option<bool>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// An address on which published articles rest, and whether it can be read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "url": "https://tulay.example/act-265", "articles": ["wages-malaysia"], "outcome": "gone",
    "http_status": 404, "checked_at": "2026-12-01T08:15:30Z", "failing_since": "2026-11-29T08:10:00Z", "failures": 3 }))]
struct ArticleLink {
    /// The address.
    url: String,
    /// The articles that rest on it.
    articles: Vec<String>,
    /// What came of asking last; null: it was not asked for yet.
    outcome: Option<LinkOutcome>,
    /// The status of the answer, if there was one.
    http_status: Option<i64>,
    /// When it was asked for last.
    checked_at: Option<Time>,
    /// Since when it cannot be read; null: it can, as far as is known.
    failing_since: Option<Time>,
    /// How often in a row it could not be read.
    failures: i64,
}

/// List the addresses on which published articles rest, and whether they can be read.
///
/// Each is asked for once a week, and once a day while it cannot be read. Of `unclear` ones the server refuses programs; a
/// person looks at them.
#[utoipa::path(tag = "staff", operation_id = "list_article_links", params(LinksQuery),
    responses((status = 200, description = "A page of addresses", body = Page<ArticleLink>)))]
#[get("/staff/article-links")]
pub async fn list_article_links(
    _by: Caller<ReadArticleVersions>,
    query: QueryOf<LinksQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let only_broken = query.0.broken.unwrap_or_default();
    let (after, rows): (Option<String>, i64) = (cursors.position(&page)?, page.rows());
    let find = move |conn: &mut Conn| -> Result<_, DbError> {
        let rows = store::list(conn, only_broken, after.as_deref(), rows)?;
        Ok((rows, store::addresses(conn)?))
    };
    let (rows, mut articles) = context.db().read_snapshot(find).await?;
    let show = |row: store::LinkRow| ArticleLink {
        articles: articles.remove(&row.url).into_iter().flatten().collect(),
        url: row.url,
        outcome: row.outcome,
        http_status: row.http_status,
        checked_at: row.checked_at,
        failing_since: row.failing_since,
        failures: row.failures,
    };
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, |row| row.url.clone(), show)))
}
