//! Reading and comparing versions.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::place;
use super::shown::{ArticleVersion, ListedArticleVersion};
use crate::identity::Caller;
use crate::identity::permissions::ReadArticleVersions;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::problem::Problem;
use crate::rights::versions::actions::{Place, tag_of};
use crate::rights::versions::diff::{self, ArticleTextDiff};
use crate::rights::versions::error::EditorialError;
use crate::rights::versions::model::EditorialStatus;
use crate::rights::versions::store::{self, VersionRow};

pub(super) type Reader = Caller<ReadArticleVersions>;

/// Which versions are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct OpenVersionsQuery {
    /// Only those that are written (`draft`) or wait for a second person (`in_review`).
    #[param(inline)]
    status: Option<OpenStatus>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// How a version stands that is worked on.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum OpenStatus {
    Draft,
    InReview,
}

/// List the versions of all articles that are worked on or wait for a second person, by article.
#[utoipa::path(tag = "staff", operation_id = "list_open_article_versions", params(OpenVersionsQuery),
    responses((status = 200, description = "A page of versions", body = Page<ListedArticleVersion>)))]
#[get("/staff/article-versions")]
pub async fn list_open_article_versions(
    _by: Reader,
    query: QueryOf<OpenVersionsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let status = query.0.status.map(|status| match status {
        OpenStatus::Draft => EditorialStatus::Draft,
        OpenStatus::InReview => EditorialStatus::InReview,
    });
    let (after, rows): (Option<String>, i64) = (cursors.position(&page)?, page.rows());
    let find = move |conn: &mut Conn| {
        store::list_open(conn, status, after.as_deref(), rows).map_err(Problem::from)
    };
    let found = context.db().read_snapshot(find).await?;
    let page = cursors.page(&page, found, |row| row.slug.clone(), Into::into);
    let page: Page<ListedArticleVersion> = page;
    Ok(HttpResponse::Ok().json(page))
}

/// Which page is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct VersionsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List the versions of an article, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_article_versions",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"), VersionsQuery),
    responses((status = 200, description = "A page of versions", body = Page<ListedArticleVersion>)))]
#[get("/staff/articles/{slug}/versions")]
pub async fn list_article_versions(
    _by: Reader,
    slug: PathOf<String>,
    query: QueryOf<VersionsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let slug = place((slug.0, 1))?.slug;
    let (before, rows): (Option<i64>, i64) = (cursors.position(&page)?, page.rows());
    let find = move |conn: &mut Conn| -> Result<Vec<VersionRow>, EditorialError> {
        if store::last_version(conn, &slug)? == 0 {
            return Err(EditorialError::NotFound);
        }
        Ok(store::list(conn, &slug, before, rows)?)
    };
    let found = context.db().read_snapshot(find).await?;
    let page = cursors.page(&page, found, |row| row.version, Into::into);
    let page: Page<ListedArticleVersion> = page;
    Ok(HttpResponse::Ok().json(page))
}

fn find(conn: &mut Conn, place: &Place) -> Result<VersionRow, EditorialError> {
    store::find(conn, &place.slug, place.version)?.ok_or(EditorialError::NotFound)
}

/// Read a version of an article, with its texts and what was done with it.
#[utoipa::path(tag = "staff", operation_id = "get_article_version",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the version", example = 2)),
    responses((status = 200, description = "The version", body = ArticleVersion)))]
#[get("/staff/articles/{slug}/versions/{version}")]
pub async fn get_article_version(
    _by: Reader,
    of: PathOf<(String, i64)>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let place = place(of.0)?;
    let read = move |conn: &mut Conn| -> Result<_, EditorialError> {
        let row = find(conn, &place)?;
        Ok((tag_of(&row), ArticleVersion::of(conn, row)?))
    };
    let (tag, shown) = context.db().read_snapshot(read).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(shown))
}

/// With what a version is compared.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct CompareQuery {
    /// The earlier version; when left out the one that was published when this one was begun. Without one, all is new.
    #[param(minimum = 1, example = 1)]
    against: Option<i64>,
}

/// What is different between two versions of an article.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "slug": "passport-malaysia", "from": 1, "to": 2, "before": { "urgent": false },
    "after": { "urgent": true }, "texts": [{ "language": "en", "change": "changed", "before": {}, "after": {},
        "places": [[{ "change": "removed", "text": "Ask for it." }, { "change": "added", "text": "Ask for it in writing." }]] }] }))]
struct ArticleVersionDiff {
    /// The article.
    slug: String,
    /// The earlier version; null: there is none, and all is new.
    from: Option<i64>,
    /// The later version.
    to: i64,
    /// Members that hold in every language and are different now, as they were.
    #[schema(value_type = Object)]
    before: BTreeMap<String, Value>,
    /// The same as they are.
    #[schema(value_type = Object)]
    after: BTreeMap<String, Value>,
    /// What is different in each language; one in which nothing is, is left out.
    texts: Vec<ArticleTextDiff>,
}

/// Read what is different between two versions of an article.
#[utoipa::path(tag = "staff", operation_id = "compare_article_versions",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the later version", example = 2), CompareQuery),
    responses((status = 200, description = "What is different", body = ArticleVersionDiff)))]
#[get("/staff/articles/{slug}/versions/{version}/diff")]
pub async fn compare_article_versions(
    _by: Reader,
    of: PathOf<(String, i64)>,
    query: QueryOf<CompareQuery>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (place, against) = (place(of.0)?, query.0.against);
    let compare = move |conn: &mut Conn| compare(conn, &place, against);
    Ok(HttpResponse::Ok().json(context.db().read_snapshot(compare).await?))
}

fn compare(
    conn: &mut Conn,
    place: &Place,
    against: Option<i64>,
) -> Result<ArticleVersionDiff, EditorialError> {
    let later = find(conn, place)?;
    let earlier = match against.or(later.based_on) {
        Some(version) => Some(find(
            conn,
            &Place {
                slug: place.slug.clone(),
                version,
            },
        )?),
        None => None,
    };
    let texts = match &earlier {
        Some(row) => store::list_texts(conn, &row.slug, row.version)?,
        None => Vec::new(),
    };
    let was = earlier.as_ref().map(VersionRow::article).transpose()?;
    let (before, after) = diff::of_members(was.as_ref(), &later.article()?)?;
    Ok(ArticleVersionDiff {
        slug: place.slug.clone(),
        from: earlier.map(|row| row.version),
        to: later.version,
        before,
        after,
        texts: diff::of_texts(
            &texts,
            &store::list_texts(conn, &place.slug, place.version)?,
        )?,
    })
}
