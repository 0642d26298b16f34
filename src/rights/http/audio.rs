//! `GET /v1/articles/{slug}/audio`: whole or in parts, so that what a bad network cut off goes on where it was.

use std::ops::Range;

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};

use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::public::Settled;
use crate::platform::http::{Context, PathOf, QueryOf};
use crate::platform::language::Language;
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::rights::audio::{ArticleAudioStore, ArticleRecording};
use crate::rights::languages::serve;
use crate::rights::model::{Audio, StoredArticle, is_slug};
use crate::rights::store;
use crate::rights::versions::RANGE_NOT_SATISFIABLE;

/// Listen to an article.
///
/// It comes in the nearest language in which there is a recording. `Range` asks for a part (one, in bytes), so that what was
/// cut off goes on where it was; with `If-Range` only of the same file. `ETag` is the SHA-256 of the file in hexadecimal.
#[utoipa::path(tag = "rights", operation_id = "get_article_audio",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia"),
        ("Range" = Option<String>, Header, description = "The part that is wanted (RFC 9110, section 14).",
            example = "bytes=65536-"),
        ("If-Range" = Option<String>, Header, description = "The ETag of the file of which the part is wanted.",
            example = "\"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752\"")),
    responses((status = 200, description = "The recording", content((ArticleRecording = "audio/ogg"),
        (ArticleRecording = "audio/aac"), (ArticleRecording = "audio/amr"), (ArticleRecording = "audio/amr-wb"),
        (ArticleRecording = "audio/mpeg"), (ArticleRecording = "audio/wav"))),
        (status = 206, description = "The part", content((ArticleRecording = "audio/ogg"),
        (ArticleRecording = "audio/aac"), (ArticleRecording = "audio/amr"), (ArticleRecording = "audio/amr-wb"),
        (ArticleRecording = "audio/mpeg"), (ArticleRecording = "audio/wav")))),
    extensions(("x-problems" = json!(["range_not_satisfiable", "gone"]))))]
#[get("/articles/{slug}/audio")]
pub(super) async fn get_article_audio(
    context: Context,
    slug: PathOf<String>,
    _query: QueryOf<NoParameters>,
    files: Data<ArticleAudioStore>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let not_found = || Problem::new(&NOT_FOUND);
    if !is_slug(&slug.0) {
        return Err(not_found());
    }
    let find = move |conn: &mut Conn| store::find_article(conn, &slug.0).map_err(Problem::from);
    let stored = context.db().read_snapshot(find).await?;
    let stored = stored.ok_or_else(not_found)?;
    let (language, audio) = spoken(&context, &stored).ok_or_else(not_found)?;
    let tag = format!("\"{}\"", audio.sha256);
    let mut response = HttpResponse::Ok();
    response.insert_header((header::ETAG, tag.clone()));
    if is_known(&request, &tag) {
        let mut response = HttpResponse::NotModified();
        response.insert_header((header::ETAG, tag));
        response.extensions_mut().insert(Settled);
        return Ok(response.finish());
    }
    let part = wanted(&request, &tag, audio.bytes).map_err(|()| unsatisfiable(audio.bytes))?;
    if let Some(part) = &part {
        response.status(actix_web::http::StatusCode::PARTIAL_CONTENT);
        let last = part.end.saturating_sub(1);
        let place = format!("bytes {}-{last}/{}", part.start, audio.bytes);
        response.insert_header((header::CONTENT_RANGE, place));
    }
    let max_age = context.services().config.public_max_age;
    response
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::CACHE_CONTROL, format!("public, max-age={max_age}")))
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    response.content_type(audio.media_type.clone());
    response.extensions_mut().insert(Settled);
    let bytes = files.get(&audio, part.unwrap_or(0..audio.bytes)).await?;
    Ok(response.body(bytes))
}

/// The recording that is nearest to what the caller understands.
fn spoken(context: &Context, stored: &StoredArticle) -> Option<(Language, Audio)> {
    let with_audio = stored.texts.iter().filter(|text| text.audio.is_some());
    let languages: Vec<Language> = with_audio.map(|text| text.language.clone()).collect();
    if languages.is_empty() {
        return None;
    }
    let language = serve(context, &languages).language;
    let audio = stored.text_in(&language)?.audio.clone()?;
    Some((language, audio))
}

fn is_known(request: &HttpRequest, tag: &str) -> bool {
    let asked = request.headers().get_all(header::IF_NONE_MATCH);
    let mut lists = asked.filter_map(|value| value.to_str().ok());
    lists.any(|list| {
        let mut tags = list.split(',').map(str::trim);
        tags.any(|one| one == "*" || one.trim_start_matches("W/") == tag)
    })
}

fn unsatisfiable(bytes: u64) -> Problem {
    let problem = Problem::new(&RANGE_NOT_SATISFIABLE);
    problem.header(header::CONTENT_RANGE, &format!("bytes */{bytes}"))
}

/// The part that is wanted; none: the whole. What cannot be read as one part of bytes counts as not said (RFC 9110,
/// section 14.2).
fn wanted(request: &HttpRequest, tag: &str, bytes: u64) -> Result<Option<Range<u64>>, ()> {
    let field = |name| request.headers().get(name)?.to_str().ok();
    if field(header::IF_RANGE).is_some_and(|of| of != tag) {
        return Ok(None);
    }
    field(header::RANGE).map_or(Ok(None), |range| part_of(range, bytes))
}

fn part_of(range: &str, bytes: u64) -> Result<Option<Range<u64>>, ()> {
    let parts = range.strip_prefix("bytes=").map(str::trim);
    let Some((first, last)) = parts.and_then(|parts| parts.split_once('-')) else {
        return Ok(None);
    };
    let number = |text: &str| -> Option<u64> {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let part = match (first, number(first), last, number(last)) {
        ("", None, _, Some(length)) => bytes.saturating_sub(length)..bytes,
        (_, Some(first), "", None) => first..bytes,
        (_, Some(first), _, Some(last)) if first <= last => {
            first..last.saturating_add(1).min(bytes)
        }
        _ => return Ok(None),
    };
    if part.start >= bytes || part.is_empty() {
        return Err(());
    }
    Ok(Some(part))
}

#[cfg(test)]
mod tests {
    use super::part_of;

    #[test]
    fn parts_are_those_of_the_standard() {
        for (range, expected) in [
            ("bytes=0-9", Ok(Some(0..10))),
            ("bytes=90-", Ok(Some(90..100))),
            ("bytes=-10", Ok(Some(90..100))),
            ("bytes=-1000", Ok(Some(0..100))),
            ("bytes=95-1000", Ok(Some(95..100))),
            ("bytes=100-", Err(())),
            ("bytes=-0", Err(())),
            ("bytes=0-1,5-6", Ok(None)),
            ("bytes=9-0", Ok(None)),
            ("lines=0-1", Ok(None)),
            ("bytes=x-", Ok(None)),
            ("bytes=-", Ok(None)),
        ] {
            assert_eq!(part_of(range, 100), expected, "{range}");
        }
    }
}
