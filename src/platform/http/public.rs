//! Public answers: made once, compressed once, and given to everybody who asks for the same.
//!
//! An answer that is young enough is served, or confirmed by 304, without asking the database. A
//! write that changes what the public sees forgets all of them on this instance, those under way too; other instances
//! follow within the age that `Cache-Control` promises anyway. Who shows a credential may have changed it through another
//! instance, and gets a fresh one.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde::Serialize;

use super::compress::{Coded, Coding, SMALLEST_COMPRESSED};
use super::context::Context;
use super::etag::EntityTag;
use crate::platform::clock::Time;
use crate::platform::language::Language;
use crate::platform::problem::{INTERNAL_ERROR, Problem};

/// Bytes of public answers that are kept in memory.
const CAPACITY_BYTES: u64 = 32 * 1024 * 1024;
/// How long after its age an answer may still be shown while a fresh one is fetched.
const STALE_WHILE_REVALIDATE_SECONDS: u32 = 86_400;

/// Marks a response whose ETag, coding and caching are settled, so that the edge leaves it alone.
#[derive(Debug, Clone, Copy)]
pub struct Settled;

/// Marks a response that says nothing but that what the caller has is current, where each byte counts: the edge adds nothing to
/// it. There is no body that a browser could take for a page.
#[derive(Debug, Clone, Copy)]
pub struct Bare;

struct Kept {
    body: Coded,
    tag: EntityTag,
    language: Option<String>,
    link: Option<String>,
    media_type: &'static str,
    when_old: WhenOld,
    made_at: Time,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<String, Arc<Kept>> for ByBytes {
    fn weight(&self, key: &String, kept: &Arc<Kept>) -> u64 {
        // The codings together take about as much again as the body.
        u64::try_from(key.len() + 2 * kept.body.plain().len() + 200).unwrap_or(u64::MAX)
    }
}

/// The public answers that an instance keeps.
pub struct PublicAnswers {
    kept: Cache<String, Arc<Kept>, ByBytes>,
    max_age_seconds: u32,
    changed: Mutex<Changed>,
}

/// What is known of changes of what the public sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Changed {
    times: u64,
    last: Option<Instant>,
}

/// What those on the way who keep an answer may do with it once it is older than it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WhenOld {
    /// Show it while they fetch a fresh one.
    Shown,
    /// Nothing.
    Gone,
}

/// What a public route found, before it becomes bytes.
pub struct Found<T> {
    /// The representation.
    pub body: T,
    /// The languages in which it is; none when it is the same in every language.
    pub languages: Vec<Language>,
    media_type: &'static str,
    license: Option<&'static str>,
    when_old: WhenOld,
}

/// A text that is no JSON, and the marker of its next page.
pub struct Text {
    /// The text.
    pub body: String,
    /// The marker.
    pub next: Option<String>,
}

impl<T> Found<T> {
    /// Something that is the same in every language.
    pub const fn new(body: T) -> Self {
        Self::in_languages(body, Vec::new())
    }

    /// Something in a language.
    pub fn in_language(body: T, language: Language) -> Self {
        Self::in_languages(body, vec![language])
    }

    /// Something in the languages in which this request was answered.
    pub fn spoken(body: T, context: &Context) -> Self {
        let spoken = context.spoken().languages();
        if spoken.is_empty() {
            Self::in_language(body, context.language())
        } else {
            Self::in_languages(body, spoken)
        }
    }

    /// Something whose parts may be in several languages.
    pub const fn in_languages(body: T, languages: Vec<Language>) -> Self {
        Self {
            body,
            languages,
            media_type: "application/json",
            license: None,
            when_old: WhenOld::Shown,
        }
    }

    /// The same, as another type of media.
    #[must_use]
    pub fn as_media(self, media_type: &'static str) -> Self {
        Self { media_type, ..self }
    }

    /// The same, with the address of the licence under which it may be used, in `Link` (RFC 4946).
    #[must_use]
    pub fn licensed(self, license: &'static str) -> Self {
        Self {
            license: Some(license),
            ..self
        }
    }

    /// The same, for what may have to be gone: nobody shows it longer than an answer is used here.
    #[must_use]
    pub fn not_shown_when_old(self) -> Self {
        Self {
            when_old: WhenOld::Gone,
            ..self
        }
    }
}

impl<T> Found<T> {
    /// The same about another body.
    fn with<U>(self, body: U) -> Found<U> {
        Found {
            body,
            languages: self.languages,
            media_type: self.media_type,
            license: self.license,
            when_old: self.when_old,
        }
    }
}

impl PublicAnswers {
    /// Keeps nothing yet; an answer is used for `max_age_seconds`.
    pub fn new(max_age_seconds: u32) -> Self {
        Self {
            kept: Cache::with_weighter(1000, CAPACITY_BYTES, ByBytes),
            max_age_seconds,
            changed: Mutex::default(),
        }
    }

    /// Forgets every answer, because what the public sees has changed.
    pub fn forget(&self) {
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        changed.times += 1;
        changed.last = Some(Instant::now());
        self.kept.clear();
    }

    /// When what the public sees was last changed through this instance.
    pub fn last_change(&self) -> Option<Instant> {
        self.changed().last
    }

    fn changed(&self) -> Changed {
        *self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps an answer, unless what the public sees has changed since it was begun.
    fn keep(&self, key: String, kept: Arc<Kept>, begun: Changed) {
        let changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        if *changed == begun {
            self.kept.insert(key, kept);
        }
    }
}

/// Answers a public read: from what is kept when it is young enough, otherwise by `find`.
pub async fn answer<T, F>(
    context: &Context,
    request: &HttpRequest,
    find: F,
) -> Result<HttpResponse, Problem>
where
    T: Serialize,
    F: Future<Output = Result<Found<T>, Problem>>,
{
    let find = async {
        let found = find.await?;
        let value = serde_json::to_value(&found.body).map_err(|error| {
            tracing::error!(%error, "A public answer cannot be written as JSON");
            Problem::new(&INTERNAL_ERROR)
        })?;
        let text = Text {
            next: value
                .get("next")
                .and_then(|next| next.as_str())
                .map(str::to_owned),
            body: value.to_string(),
        };
        Ok(found.with(text))
    };
    answer_text(context, request, find).await
}

/// The same for what is no JSON.
pub async fn answer_text<F>(
    context: &Context,
    request: &HttpRequest,
    find: F,
) -> Result<HttpResponse, Problem>
where
    F: Future<Output = Result<Found<Text>, Problem>>,
{
    let answers = &context.services().public;
    let key = key(context, request);
    let max_age = i64::from(answers.max_age_seconds);
    let young = |kept: &Arc<Kept>| context.now().as_second() - kept.made_at.as_second() < max_age;
    let kept = answers.kept.get(&key).filter(young);
    if let Some(kept) = kept.filter(|_| context.is_anonymous()) {
        return Ok(respond(&kept, request, answers.max_age_seconds));
    }
    let begun = answers.changed();
    let kept = Arc::new(make(context, request, find.await?));
    answers.keep(key, Arc::clone(&kept), begun);
    Ok(respond(&kept, request, answers.max_age_seconds))
}

fn key(context: &Context, request: &HttpRequest) -> String {
    let mut query: Vec<(String, String)> =
        url::form_urlencoded::parse(request.query_string().as_bytes())
            .into_owned()
            .collect();
    query.sort();
    format!("{}\n{query:?}\n{}", request.path(), context.language_wish())
}

fn make(context: &Context, request: &HttpRequest, found: Found<Text>) -> Kept {
    let next = found.body.next.as_deref();
    let next = next.map(|next| link_to(request, next));
    let license = found.license.map(|at| format!("<{at}>; rel=\"license\""));
    let links: Vec<String> = next.into_iter().chain(license).collect();
    let body = Bytes::from(found.body.body);
    let languages: Vec<&str> = found.languages.iter().map(Language::as_str).collect();
    let language = Some(languages.join(", ")).filter(|list| !list.is_empty());
    Kept {
        tag: EntityTag::of_bytes(&body),
        body: Coded::new(body),
        language,
        link: Some(links.join(", ")).filter(|links| !links.is_empty()),
        media_type: found.media_type,
        when_old: found.when_old,
        made_at: context.now(),
    }
}

/// The `Link` to the next page (RFC 8288), when the body is a page that has one.
pub fn next_link(request: &HttpRequest, body: &serde_json::Value) -> Option<String> {
    Some(link_to(request, body.get("next")?.as_str()?))
}

fn link_to(request: &HttpRequest, next: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
    query.extend_pairs(pairs.filter(|(name, _)| name != "cursor"));
    query.append_pair("cursor", next);
    format!("<{}?{}>; rel=\"next\"", request.path(), query.finish())
}

fn respond(kept: &Kept, request: &HttpRequest, max_age: u32) -> HttpResponse {
    let coding =
        Coding::preferred(request).filter(|_| kept.body.plain().len() >= SMALLEST_COMPRESSED);
    let asked = request.headers().get_all(header::IF_NONE_MATCH);
    let known = asked
        .filter_map(|v| v.to_str().ok())
        .any(|list| kept.tag.is_listed(list));
    let coded = coding.and_then(|coding| kept.body.coded(coding).map(|bytes| (coding, bytes)));

    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    let when_old = match kept.when_old {
        WhenOld::Shown => format!("stale-while-revalidate={STALE_WHILE_REVALIDATE_SECONDS}"),
        WhenOld::Gone => "must-revalidate".to_owned(),
    };
    response.insert_header((
        header::CACHE_CONTROL,
        format!("public, max-age={max_age}, {when_old}"),
    ));
    response.insert_header((header::VARY, "Accept-Encoding, Accept-Language"));
    let token = coded.map(|(coding, _)| coding.token());
    response.insert_header((header::ETAG, kept.tag.header_value(token)));
    if let Some(language) = &kept.language {
        response.insert_header((header::CONTENT_LANGUAGE, language.as_str()));
    }
    if let Some(link) = &kept.link {
        response.insert_header((header::LINK, link.as_str()));
    }
    response.extensions_mut().insert(Settled);
    if known {
        return response.finish();
    }
    response.content_type(kept.media_type);
    match coded {
        Some((coding, bytes)) => response
            .insert_header((header::CONTENT_ENCODING, coding.token()))
            .body(bytes.clone()),
        None => response.body(kept.body.plain().clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Arc<Kept> {
        let body = Bytes::from_static(b"{}");
        Arc::new(Kept {
            tag: EntityTag::of_bytes(&body),
            body: Coded::new(body),
            language: None,
            link: None,
            media_type: "application/json",
            when_old: WhenOld::Shown,
            made_at: Time::EPOCH,
        })
    }

    #[test]
    fn an_answer_that_was_begun_before_a_change_is_not_kept() {
        let answers = PublicAnswers::new(60);
        let begun = answers.changed();
        answers.forget();
        answers.keep("before".to_owned(), kept(), begun);
        answers.keep("after".to_owned(), kept(), answers.changed());

        assert!(answers.kept.get("before").is_none());
        assert!(answers.kept.get("after").is_some());
        assert!(answers.last_change().is_some());
    }
}
