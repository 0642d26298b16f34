//! Handing in, and what becomes of it.

use actix_web::{HttpResponse, delete, post};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::shown::ArticleVersion;
use super::{forget, place};
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Bare, Command, Context, IfMatch, PathOf};
use crate::platform::problem::Problem;
use crate::platform::text::Prose;
use crate::rights::versions::actions::{Editor, Reviewer, tag_of};
use crate::rights::versions::decide;
use crate::rights::versions::store::VersionRow;

fn shown(conn: &mut Conn, row: VersionRow) -> Result<Answer, Problem> {
    let tag = tag_of(&row);
    Ok(Answer::changed(&ArticleVersion::of(conn, row)?)?.tagged(&tag))
}

/// Hand a draft in, so that a second person decides on it.
#[utoipa::path(tag = "staff", operation_id = "hand_in_article_version",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the version", example = 2)),
    responses((status = 200, description = "The version as it is now", body = ArticleVersion)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["article_version_stands"]))))]
#[post("/staff/articles/{slug}/versions/{version}/submission")]
pub async fn hand_in_article_version(
    by: Editor,
    of: PathOf<(String, i64)>,
    if_match: IfMatch,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (originator, now, place) = (by.originator(), context.now(), place(of.0)?);
    let work = move |conn: &mut Conn| {
        let row = decide::hand_in(conn, &by, (&place, &if_match), now)?;
        shown(conn, row)
    };
    command.run(&context, originator, work).await
}

/// Give a draft up. It stays readable for staff.
#[utoipa::path(tag = "staff", operation_id = "give_up_article_version",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the version", example = 2)),
    responses((status = 204, description = "Given up")),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["article_version_stands"]))))]
#[delete("/staff/articles/{slug}/versions/{version}")]
pub async fn give_up_article_version(
    by: Editor,
    of: PathOf<(String, i64)>,
    if_match: IfMatch,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (originator, now, place) = (by.originator(), context.now(), place(of.0)?);
    let work = move |conn: &mut Conn| {
        decide::give_up(conn, &by, (&place, &if_match), now)?;
        Ok(Answer::done())
    };
    command.run(&context, originator, work).await
}

/// Publish a version that somebody else has written and handed in.
///
/// Whoever has begun it, changed it or handed it in does not publish it. When another version was published since it was
/// begun, its writer looks at that one first. What was published before is superseded.
#[utoipa::path(tag = "staff", operation_id = "publish_article_version",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the version", example = 2)),
    responses((status = 200, description = "The version as it is now", body = ArticleVersion)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["article_version_stands", "own_article_version",
        "article_moved_on"]))))]
#[post("/staff/articles/{slug}/versions/{version}/publication")]
pub async fn publish_article_version(
    by: Reviewer,
    of: PathOf<(String, i64)>,
    if_match: IfMatch,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (originator, now, place) = (by.originator(), context.now(), place(of.0)?);
    let work = move |conn: &mut Conn| {
        let row = decide::publish(conn, &by, (&place, &if_match), now)?;
        shown(conn, row)
    };
    let answer = command.run(&context, originator, work).await?;
    forget(&context);
    Ok(answer)
}

/// Why.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "Section 19 speaks of seven days, not of ten." }))]
struct ArticleVersionReason {
    /// What is wrong, for whoever has written it.
    reason: Prose<2000>,
}

/// Reject a version that somebody else has written and handed in, and say why.
#[utoipa::path(tag = "staff", operation_id = "reject_article_version",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the version", example = 2)),
    request_body = ArticleVersionReason,
    responses((status = 200, description = "The version as it is now", body = ArticleVersion)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["article_version_stands", "own_article_version"]))))]
#[post("/staff/articles/{slug}/versions/{version}/rejection")]
pub async fn reject_article_version(
    by: Reviewer,
    of: PathOf<(String, i64)>,
    if_match: IfMatch,
    command: Command<ArticleVersionReason>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let (originator, now, place) = (by.originator(), context.now(), place(of.0)?);
    let work = move |conn: &mut Conn| {
        let reason = body.reason.into_inner();
        let row = decide::reject(conn, &by, (&place, &if_match), reason, now)?;
        shown(conn, row)
    };
    command.run(&context, originator, work).await
}

/// Take a published version from the public, and say why. One person may: what is wrong can harm somebody today.
#[utoipa::path(tag = "staff", operation_id = "withdraw_article_version",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the version", example = 2)),
    request_body = ArticleVersionReason,
    responses((status = 200, description = "The version as it is now", body = ArticleVersion)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["article_version_stands"]))))]
#[post("/staff/articles/{slug}/versions/{version}/withdrawal")]
pub async fn withdraw_article_version(
    by: Reviewer,
    of: PathOf<(String, i64)>,
    if_match: IfMatch,
    command: Command<ArticleVersionReason>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let (originator, now, place) = (by.originator(), context.now(), place(of.0)?);
    let work = move |conn: &mut Conn| {
        let reason = body.reason.into_inner();
        let row = decide::withdraw(conn, &by, (&place, &if_match), reason, now)?;
        shown(conn, row)
    };
    let answer = command.run(&context, originator, work).await?;
    forget(&context);
    Ok(answer)
}
