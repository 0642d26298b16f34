//! Beginning versions and changing what holds in every language.

use actix_web::http::Method;
use actix_web::{HttpResponse, patch, post};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use validator::Validate;

use super::members::{ArticleMemberChanges, ArticleMembers, NewArticleText};
use super::shown::ArticleVersion;
use super::{place, require_none};
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf};
use crate::platform::language::Language;
use crate::platform::merge_patch::{MergePatch, merge_patch};
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::rights::model::is_slug;
use crate::rights::names::ArticleSlug;
use crate::rights::versions::actions::{self, Change, Editor, tag_of};
use crate::rights::versions::error::EditorialError;
use crate::rights::versions::store::VersionRow;

/// An article that is new.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "slug": "late-pay-malaysia",
    "article": { "topic": "wages", "stages": ["working"], "jurisdiction": "MY", "destinations": ["MY"], "urgent": true,
        "review_due": "2027-11-23", "legal_basis": [{ "instrument": "Employment Act 1955 (Act 265), Malaysia",
            "article": "section 19(1)", "url": "https://tulay.example/" }] },
    "text": { "title": "My pay is late", "summary": "Your pay is due within seven days.",
        "body": "Your pay is due within seven days.", "translation_status": "source" } }))]
struct NewArticle {
    /// Its name in addresses.
    slug: ArticleSlug,
    /// What holds in every language.
    article: ArticleMembers,
    /// Its English text.
    text: NewArticleText,
}

/// Begin an article that is new, with its English text.
///
/// Nobody but staff sees it until a second person has published it. Translations are added to the draft.
#[utoipa::path(tag = "staff", operation_id = "create_article",
    request_body = NewArticle,
    responses((status = 201, description = "The draft", body = ArticleVersion)),
    extensions(("x-problems" = json!(["article_exists"]))))]
#[post("/staff/articles")]
pub async fn create_article(
    by: Editor,
    command: Command<NewArticle>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let mut faults = new.article.faults(&here.services().code_lists());
        faults.extend(new.text.faults(&Language::english(), "/text"));
        require_none(faults)?;
        let article = new.article.into_article(new.slug.into_inner());
        let article = article.map_err(EditorialError::from)?;
        let text = new.text.into_text(Language::english());
        let named = (here.new_id(), here.now());
        let row = actions::begin_new(conn, &by, (&article, text), named)?;
        created(conn, row)
    };
    command.run(&context, originator, work).await
}

fn created(conn: &mut Conn, row: VersionRow) -> Result<Answer, Problem> {
    let tag = tag_of(&row);
    let location = format!("/v1/staff/articles/{}/versions/{}", row.slug, row.version);
    let shown = ArticleVersion::of(conn, row)?;
    Ok(Answer::created(location, &shown)?.tagged(&tag))
}

/// Where a new version begins.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
struct ArticleVersionStart {
    /// The version with which it begins; when left out the published one, without one the last.
    #[serde(default)]
    #[schema(required = false, nullable = false, minimum = 1)]
    from: Option<i64>,
}

/// Begin a new version of an article, with what an earlier one says.
///
/// One at a time is worked on. To go back, begin with an old version and have it published.
#[utoipa::path(tag = "staff", operation_id = "begin_article_version",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia")),
    request_body = ArticleVersionStart,
    responses((status = 201, description = "The draft", body = ArticleVersion)),
    extensions(("x-problems" = json!(["article_draft_open"]))))]
#[post("/staff/articles/{slug}/versions")]
pub async fn begin_article_version(
    by: Editor,
    slug: PathOf<String>,
    command: Command<ArticleVersionStart>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (start, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    if !is_slug(&slug.0) {
        return Err(Problem::new(&NOT_FOUND));
    }
    let work = move |conn: &mut Conn| {
        let named = (here.new_id(), here.now());
        let row = actions::begin(conn, &by, (&slug.0, start.from), named)?;
        created(conn, row)
    };
    command.run(&context, originator, work).await
}

/// What is to be different (RFC 7396): what is left out stays.
#[expect(
    dead_code,
    reason = "the contract alone reads it: what comes in is a merge patch"
)]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "article": { "urgent": true, "effective_to": null } }))]
pub struct ArticleVersionChanges {
    /// What holds in every language.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    article: Option<ArticleMemberChanges>,
    /// The published version whose changes the writer has seen, when another one was published since this one was begun.
    #[serde(default)]
    #[schema(required = false, nullable = false, minimum = 1)]
    based_on: Option<i64>,
}

/// Change what holds in every language in a draft. One that waits for its review is a draft again.
#[utoipa::path(tag = "staff", operation_id = "change_article_version",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the version", example = 2)),
    request_body = ArticleVersionChanges,
    responses((status = 200, description = "The version as it is now", body = ArticleVersion)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["article_version_stands", "article_moved_on"]))))]
#[patch("/staff/articles/{slug}/versions/{version}")]
pub async fn change_article_version(
    by: Editor,
    of: PathOf<(String, i64)>,
    if_match: IfMatch,
    command: Command<MergePatch>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (patch, command) = command.take_body();
    let (originator, here, place) = (by.originator(), context.clone(), place(of.0)?);
    let work = move |conn: &mut Conn| {
        let make = |_: &mut Conn, row: &VersionRow| patched(&here, row, &patch);
        let row = actions::change(conn, &by, (&place, &if_match), make, here.now())?;
        let tag = tag_of(&row);
        Ok(Answer::changed(&ArticleVersion::of(conn, row)?)?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}

/// What a patch makes of a version; checked like an article that is new.
fn patched(here: &Context, row: &VersionRow, patch: &MergePatch) -> Result<Change, Problem> {
    let read = || -> Result<Value, EditorialError> {
        let members = ArticleMembers::of(&row.article()?)?;
        Ok(json!({ "article": members, "based_on": row.based_on }))
    };
    let mut wanted = read()?;
    merge_patch(&mut wanted, &patch.0);
    let based_on = wanted.get("based_on").and_then(Value::as_i64);
    let article = wanted.get("article").cloned().unwrap_or_default();
    let whole = json!({ "slug": row.slug, "article": article, "text": { "title": "-", "summary": "-", "body": "-",
        "translation_status": "source" } });
    let contract = here.services().contract();
    contract.check_body(&Method::POST, "/v1/staff/articles", &whole)?;
    let members: ArticleMembers = serde_json::from_value(article).map_err(EditorialError::from)?;
    require_none(members.faults(&here.services().code_lists()))?;
    let article = members.into_article(row.slug.clone());
    Ok(Change::Members(
        Box::new(article.map_err(EditorialError::from)?),
        based_on,
    ))
}
