//! What is to be translated.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::read::Reader;
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::rights::model::{StoredArticle, TranslationStatus};
use crate::rights::store;
use crate::text_enum;

text_enum! {
    /// How a translation stands.
    pub enum TranslationState {
        /// It is of the English text as it is now.
        Current => "current",
        /// The English text has changed since.
        Stale => "stale",
        /// There is none.
        Missing => "missing",
    }
}

/// Which translations are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct TranslationsQuery {
    /// Only those into this language; otherwise into every language into which some article is translated.
    #[param(inline, example = "vi")]
    language: Option<Language>,
    /// Only those that stand so.
    #[param(inline, example = "stale")]
    state: Option<TranslationState>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// How a translation of a published article stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "slug": "passport-malaysia", "language": "vi", "state": "stale", "translation_status": "machine",
    "english_title": "My employer keeps my passport", "english_changed_on": "2026-11-24" }))]
struct ArticleTranslation {
    /// The article.
    slug: String,
    /// The language.
    language: Language,
    /// How it stands.
    state: TranslationState,
    /// Where it comes from; null when there is none.
    translation_status: Option<TranslationStatus>,
    /// The English title.
    english_title: String,
    /// The day on which the English text last changed.
    english_changed_on: Date,
}

/// List which translations of published articles are stale or missing, by article and language.
#[utoipa::path(tag = "staff", operation_id = "list_article_translations", params(TranslationsQuery),
    responses((status = 200, description = "A page of translations", body = Page<ArticleTranslation>)))]
#[get("/staff/article-translations")]
pub async fn list_article_translations(
    _by: Reader,
    query: QueryOf<TranslationsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let TranslationsQuery {
        language,
        state,
        limit,
        cursor,
    } = query.0;
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery { limit, cursor };
    let after: Option<(String, Language)> = cursors.position(&page)?;
    let most = page.limit() + 1;
    let find = move |conn: &mut Conn| store::list_articles(conn).map_err(Problem::from);
    let stored = context.db().read_snapshot(find).await?;
    let languages = match language {
        Some(language) => vec![language],
        None => translated_into(&stored),
    };
    let all = stored.iter().flat_map(|article| {
        let of = |language: &Language| ArticleTranslation::of(article, language);
        languages.iter().filter_map(of).collect::<Vec<_>>()
    });
    let place = |one: &ArticleTranslation| (one.slug.clone(), one.language.clone());
    let found: Vec<ArticleTranslation> = all
        .filter(|one| state.is_none_or(|state| state == one.state))
        .filter(|one| after.as_ref().is_none_or(|after| place(one) > *after))
        .take(most)
        .collect();
    Ok(HttpResponse::Ok().json(cursors.page(&page, found, place, |one| one)))
}

fn translated_into(articles: &[StoredArticle]) -> Vec<Language> {
    let mut all: Vec<Language> = articles.iter().flat_map(StoredArticle::languages).collect();
    all.sort();
    all.dedup();
    all.retain(|language| *language != Language::english());
    all
}

impl ArticleTranslation {
    fn of(article: &StoredArticle, language: &Language) -> Option<Self> {
        let english = article.text_in(&Language::english())?;
        let text = article.text_in(language);
        Some(Self {
            slug: article.article.slug.clone(),
            language: language.clone(),
            state: match text {
                None => TranslationState::Missing,
                Some(text) if text.is_stale => TranslationState::Stale,
                Some(_) => TranslationState::Current,
            },
            translation_status: text.map(|text| text.translation_status),
            english_title: english.title.clone(),
            english_changed_on: english.updated_at.date(),
        })
    }
}
