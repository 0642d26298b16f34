//! Writing texts.

use actix_web::{HttpResponse, delete, put};

use super::members::NewArticleText;
use super::shown::ArticleVersion;
use super::{language, place, require_none};
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Bare, Command, Context, IfMatch, PathOf};
use crate::platform::language::Language;
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::rights::versions::actions::{self, Change, Editor, tag_of};
use crate::rights::versions::store::VersionRow;

/// Write a text of a draft in a language.
///
/// A translation remembers of which English text it was made; when that changes it is stale, until it is written again,
/// be it as it was. The recording of a text goes when its words change. One that waits for its review is a draft again.
#[utoipa::path(tag = "staff", operation_id = "write_article_text",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the version", example = 2),
        ("language" = String, Path, description = "The language", example = "fil")),
    request_body = NewArticleText,
    responses((status = 200, description = "The version as it is now", body = ArticleVersion)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["article_version_stands"]))))]
#[put("/staff/articles/{slug}/versions/{version}/texts/{language}")]
pub async fn write_article_text(
    by: Editor,
    of: PathOf<(String, i64, String)>,
    if_match: IfMatch,
    command: Command<NewArticleText>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let (slug, version, tag) = of.0;
    let (place, language) = (place((slug, version))?, language(&tag)?);
    let work = move |conn: &mut Conn| {
        let make = |_: &mut Conn, _: &VersionRow| {
            require_none(new.faults(&language, ""))?;
            Ok(Change::Text(new.into_text(language)))
        };
        let row = actions::change(conn, &by, (&place, &if_match), make, here.now())?;
        let tag = tag_of(&row);
        Ok(Answer::changed(&ArticleVersion::of(conn, row)?)?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}

/// Take a translation out of a draft. The English text stays: every article has one.
#[utoipa::path(tag = "staff", operation_id = "remove_article_text",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("version" = i64, Path, description = "The number of the version", example = 2),
        ("language" = String, Path, description = "The language", example = "fil")),
    responses((status = 200, description = "The version as it is now", body = ArticleVersion)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["article_version_stands"]))))]
#[delete("/staff/articles/{slug}/versions/{version}/texts/{language}")]
pub async fn remove_article_text(
    by: Editor,
    of: PathOf<(String, i64, String)>,
    if_match: IfMatch,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (originator, here) = (by.originator(), context.clone());
    let (slug, version, tag) = of.0;
    let (place, language) = (place((slug, version))?, language(&tag)?);
    if language == Language::english() {
        return Err(Problem::new(&NOT_FOUND));
    }
    let work = move |conn: &mut Conn| {
        let make = |_: &mut Conn, _: &VersionRow| Ok(Change::NoText(language));
        let row = actions::change(conn, &by, (&place, &if_match), make, here.now())?;
        let tag = tag_of(&row);
        Ok(Answer::changed(&ArticleVersion::of(conn, row)?)?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}
