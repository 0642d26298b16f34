//! `GET /v1/articles/{slug}`.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::articles::codes;
use super::{
    CountryCode, PermitTypeCode, SectorCode, SexCode, StageCode, TextReviewStatus, TopicCode,
    href_of,
};
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PathOf};
use crate::platform::language::{Language, TextDirection};
use crate::platform::messages::Arguments;
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::rights::actions;
use crate::rights::languages::{Served, name_of, serve};
use crate::rights::model::{
    LegalBasis, Licence, StoredArticle, TextHead, TranslationStatus, is_slug,
};
use crate::rights::names::Jurisdiction;
use crate::rights::reading::ReadingGrade;
use crate::text_enum;

/// An article in the language nearest to the caller's wishes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Article, example = json!({
    "slug": "wages-malaysia",
    "title": "Huli o hindi ibinibigay ang sahod ko sa Malaysia",
    "summary": "Dapat bayaran ang sahod mo sa loob ng pitong araw.",
    "body": "## Ano ang sinasabi ng batas\n\n- Dapat bayaran ang sahod sa loob ng pitong araw.",
    "language": "fil",
    "direction": "ltr",
    "fallback_from": null,
    "notices": [{ "code": "not_reviewed", "text": "Wala pang abogado o eksperto sa paggawa na \
        sumuri sa tekstong ito. Impormasyon ito, hindi payong legal." }],
    "topic": "wages",
    "stages": ["working", "dispute"],
    "jurisdiction": "MY",
    "origins": [],
    "destinations": ["MY"],
    "sectors": [],
    "sexes": [],
    "permit_types": [],
    "urgent": true,
    "effective_from": null,
    "effective_to": null,
    "legal_basis": [{ "instrument": "Employment Act 1955 (Act 265), Malaysia",
        "article": "section 19(1)", "url": "https://tulay.example/", "quote": null }],
    "translation_status": "machine",
    "is_stale": false,
    "reading": { "scale": "lix", "grade": 38.4 },
    "audio": null,
    "published_by": null,
    "review_status": "not_reviewed",
    "reviewed_by": null,
    "reviewed_on": null,
    "review_due": "2027-11-23",
    "licence": { "name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/" },
    "updated_on": "2026-11-24",
    "texts": [{ "language": "fil", "title": "Huli o hindi ibinibigay ang sahod ko sa Malaysia",
        "translation_status": "machine", "is_stale": false, "review_status": "not_reviewed", "reviewed_by": null,
        "reviewed_on": null, "href": "/v1/articles/wages-malaysia?lang=fil" }]
}))]
struct ArticleShown {
    /// Its name in addresses.
    #[schema(example = "passport-malaysia")]
    slug: String,
    /// The question, or the answer in one line.
    #[schema(example = "My employer keeps my passport")]
    title: String,
    /// The answer for a small screen.
    summary: String,
    /// The whole answer in Markdown: headings from the second level on, paragraphs, lists, emphasis
    /// and links; never HTML.
    #[schema(example = "## What the law says\n\nYour passport is yours.")]
    body: String,
    /// The language of title, summary and body.
    language: Language,
    /// In which direction that language is written.
    direction: TextDirection,
    /// The language that was wished, when this is another one; null otherwise.
    fallback_from: Option<Language>,
    /// What the reader must be told about this text, in the caller's language.
    notices: Vec<Notice>,
    /// What it is about.
    topic: TopicCode,
    /// The stages of the journey in which it matters.
    stages: Vec<StageCode>,
    /// Whose law it is.
    jurisdiction: Jurisdiction,
    /// Countries the reader comes from; empty means any.
    origins: Vec<CountryCode>,
    /// Countries the reader goes to; empty means any.
    destinations: Vec<CountryCode>,
    /// Sectors; empty means all.
    sectors: Vec<SectorCode>,
    /// Whom it concerns; empty means everybody.
    sexes: Vec<SexCode>,
    /// With which permits the reader works; empty means any.
    permit_types: Vec<PermitTypeCode>,
    /// Whether somebody in trouble may need it today.
    urgent: bool,
    /// Since when the rule holds, where it has one day.
    effective_from: Option<Date>,
    /// Until when the rule holds; null as long as it does.
    effective_to: Option<Date>,
    /// What the article rests on.
    legal_basis: Vec<LegalBasis>,
    /// Where the text in this language comes from.
    translation_status: TranslationStatus,
    /// Whether the English text has changed since this one was made from it.
    is_stale: bool,
    /// How hard it is to read; null in a language that has no scale here.
    reading: Option<ReadingGrade>,
    /// The recording of exactly this text, if there is one.
    audio: Option<AudioShown>,
    /// Who published this wording, when it is not the project's own.
    published_by: Option<String>,
    /// Whether somebody competent has approved the text in this language.
    review_status: TextReviewStatus,
    /// Who approved it.
    reviewed_by: Option<String>,
    /// When it was approved.
    reviewed_on: Option<Date>,
    /// When the facts must be checked against their sources again.
    review_due: Date,
    /// Under which terms the text may be passed on.
    licence: Licence,
    /// The day on which the article or this text last changed.
    updated_on: Date,
    /// The article in each of its languages.
    texts: Vec<Variant>,
}

/// The article in one language.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ArticleText)]
struct Variant {
    /// The language.
    language: Language,
    /// The title in it.
    title: String,
    /// Where this text comes from.
    translation_status: TranslationStatus,
    /// Whether the English text has changed since this one was made from it.
    is_stale: bool,
    /// Whether somebody competent has approved it.
    review_status: TextReviewStatus,
    /// Who approved it.
    reviewed_by: Option<String>,
    /// When it was approved.
    reviewed_on: Option<Date>,
    /// Where it is.
    #[schema(example = "/v1/articles/passport-malaysia?lang=vi")]
    href: String,
}

/// The recording of a text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ArticleAudioLink, example = json!({ "href": "/v1/articles/passport-malaysia/audio?lang=fil",
    "media_type": "audio/ogg", "bytes": 183_220, "seconds": 74,
    "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752" }))]
struct AudioShown {
    /// Where it is.
    href: String,
    /// What it is.
    media_type: String,
    /// Its size.
    bytes: u64,
    /// How long it plays, in begun seconds.
    seconds: u64,
    /// SHA-256 of the file, in hexadecimal.
    sha256: String,
}

impl AudioShown {
    fn of(slug: &str, text: &TextHead) -> Option<Self> {
        let audio = text.audio.clone()?;
        Some(Self {
            href: format!("{}/audio?lang={}", href_of(slug), text.language),
            media_type: audio.media_type,
            bytes: audio.bytes,
            seconds: audio.seconds,
            sha256: audio.sha256,
        })
    }
}

text_enum! {
    /// What a reader must be told about a text.
    pub enum NoticeCode {
        /// It is in another language than was wished.
        OtherLanguage => "other_language",
        /// A machine translated it.
        MachineTranslation => "machine_translation",
        /// The English text has changed since it was translated.
        StaleTranslation => "stale_translation",
        /// Nobody competent has approved it.
        NotReviewed => "not_reviewed",
    }
}

/// A sentence about a text, to be shown with it.
#[derive(Debug, Serialize, ToSchema)]
struct Notice {
    /// What it is about.
    code: NoticeCode,
    /// The sentence.
    text: String,
}

/// Read an article.
///
/// It comes in the nearest language along `Accept-Language` (or `lang`), then the default language
/// of this service, then English.
#[utoipa::path(tag = "rights", operation_id = "get_article",
    params(("slug" = String, Path, description = "The article's name", example = "passport-malaysia")),
    responses((status = 200, description = "The article", body = ArticleShown)))]
#[get("/articles/{slug}")]
pub(super) async fn get_article(
    context: Context,
    slug: PathOf<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    answer(&context, &request, find(&context, slug.0)).await
}

async fn find(context: &Context, slug: String) -> Result<Found<ArticleShown>, Problem> {
    if !is_slug(&slug) {
        return Err(Problem::new(&NOT_FOUND));
    }
    let reader = context.clone();
    let db = context.public_db();
    let found = db.read_snapshot(move |conn| {
        let choose = |available: &[Language]| serve(&reader, available).language;
        actions::find_article(conn, &slug, choose).map_err(Problem::from)
    });
    let (stored, body) = found.await?.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    let served = serve(context, &stored.languages());
    let language = served.language.clone();
    let shown = show(context, stored, body, served).ok_or_else(|| Problem::new(&NOT_FOUND))?;
    Ok(Found::in_language(shown, language))
}

fn show(
    context: &Context,
    stored: StoredArticle,
    body: String,
    served: Served,
) -> Option<ArticleShown> {
    let text = stored.text_in(&served.language)?.clone();
    let texts = variants(&stored);
    let notices = notices(context, &text, &served);
    let article = stored.article;
    Some(ArticleShown {
        topic: Code::known(article.topic),
        stages: codes(&article.stages),
        jurisdiction: Jurisdiction(article.jurisdiction),
        origins: codes(&article.origins),
        destinations: codes(&article.destinations),
        sectors: codes(&article.sectors),
        sexes: codes(&article.sexes),
        permit_types: codes(&article.permit_types),
        urgent: article.urgent,
        effective_from: article.effective_from,
        effective_to: article.effective_to,
        legal_basis: article.legal_basis,
        review_due: article.review_due,
        licence: article.licence,
        audio: AudioShown::of(&article.slug, &text),
        slug: article.slug,
        translation_status: text.translation_status,
        is_stale: text.is_stale,
        reading: ReadingGrade::of(&text.language, text.reading_tenths),
        review_status: TextReviewStatus::of(&text),
        updated_on: stored.updated_at.max(text.updated_at).date(),
        title: text.title,
        summary: text.summary,
        published_by: text.published_by,
        reviewed_on: text.review.as_ref().map(|review| review.on),
        reviewed_by: text.review.map(|review| review.by),
        body,
        direction: served.language.direction(),
        language: served.language,
        fallback_from: served.fallback_from,
        notices,
        texts,
    })
}

fn variants(stored: &StoredArticle) -> Vec<Variant> {
    let of = |text| variant(&stored.article.slug, text);
    stored.texts.iter().map(of).collect()
}

fn variant(slug: &str, text: &TextHead) -> Variant {
    Variant {
        language: text.language.clone(),
        title: text.title.clone(),
        translation_status: text.translation_status,
        is_stale: text.is_stale,
        review_status: TextReviewStatus::of(text),
        reviewed_by: text.review.as_ref().map(|review| review.by.clone()),
        reviewed_on: text.review.as_ref().map(|review| review.on),
        href: format!("{}?lang={}", href_of(slug), text.language),
    }
}

/// An official wording is what it is; the project's own words need somebody who has approved them.
fn notices(context: &Context, text: &TextHead, served: &Served) -> Vec<Notice> {
    let mut notices = Vec::new();
    if let Some(wished) = &served.fallback_from {
        let within = context.language();
        let lists = context.services().code_lists();
        let arguments = vec![
            ("language", name_of(&lists, &served.language, &within)),
            ("wished", name_of(&lists, wished, &within)),
        ];
        notices.push(Notice::new(context, NoticeCode::OtherLanguage, &arguments));
    }
    if text.translation_status == TranslationStatus::Machine {
        notices.push(Notice::new(
            context,
            NoticeCode::MachineTranslation,
            &Vec::new(),
        ));
    }
    if text.is_stale {
        let code = NoticeCode::StaleTranslation;
        notices.push(Notice::new(context, code, &Vec::new()));
    }
    if text.review.is_none() && text.published_by.is_none() {
        notices.push(Notice::new(context, NoticeCode::NotReviewed, &Vec::new()));
    }
    notices
}

impl Notice {
    fn new(context: &Context, code: NoticeCode, arguments: &Arguments) -> Self {
        let text = context.say(&format!("article-{code}"), None, arguments);
        Self { code, text }
    }
}
