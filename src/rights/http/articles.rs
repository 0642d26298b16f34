//! `GET /v1/articles`.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    CountryCode, PermitTypeCode, SectorCode, SexCode, StageCode, TextReviewStatus, TopicCode,
    href_of,
};
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::language::{Language, TextDirection};
use crate::platform::problem::Problem;
use crate::platform::text::Line;
use crate::rights::actions::{self, ArticleFilter, Listed, Position};
use crate::rights::languages::{Topics, Wording, serve};
use crate::rights::model::TranslationStatus;
use crate::rights::names::Jurisdiction;
use crate::rights::snippet::{MatchPlace, Snippet};

/// Which articles are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ArticlesQuery {
    /// What it is about.
    #[param(example = "recruitment_fees")]
    topic: Option<TopicCode>,
    /// The stage of the journey in which it matters.
    #[param(example = "pre_departure")]
    stage: Option<StageCode>,
    /// The country the reader comes from. An article that names no origins holds for any, so it is
    /// found as well; the same goes for `destination` and `sector`.
    #[param(example = "PH")]
    origin: Option<CountryCode>,
    /// The country the reader goes to or works in.
    #[param(example = "MY")]
    destination: Option<CountryCode>,
    /// The sector in which the reader works.
    #[param(example = "T")]
    sector: Option<SectorCode>,
    /// Whose law it is: a country with its parts, one of them, or `international`. To find what a reader needs, ask for
    /// `destination` and `origin` instead.
    #[param(inline, example = "MY")]
    jurisdiction: Option<Jurisdiction>,
    /// Whom it concerns. An article that names nobody concerns everybody, so it is found as well; the same goes for
    /// `permit_type`.
    #[param(example = "female")]
    sex: Option<SexCode>,
    /// The permit with which the reader works.
    #[param(example = "work_permit_singapore")]
    permit_type: Option<PermitTypeCode>,
    /// Only what somebody in trouble may need today, or only the rest.
    urgent: Option<bool>,
    /// Words in any script and language of the articles, with or without diacritics; misspelt titles are found. Best
    /// match first: the title counts most, then the summary and the name of the topic, then the body; of equals the newest.
    #[param(inline, example = "passport")]
    search: Option<Line<100>>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// An article in a list.
#[derive(Debug, Serialize, ToSchema)]
struct ArticleItem {
    /// Its name in addresses.
    #[schema(example = "passport-malaysia")]
    slug: String,
    /// The question, or the answer in one line.
    #[schema(example = "My employer keeps my passport")]
    title: String,
    /// The answer for a small screen.
    summary: String,
    /// The language of title and summary.
    language: Language,
    /// In which direction that language is written.
    direction: TextDirection,
    /// The language that was wished, when this is another one; null otherwise.
    fallback_from: Option<Language>,
    /// Every language in which the article exists.
    languages: Vec<Language>,
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
    /// Where the text in this language comes from.
    translation_status: TranslationStatus,
    /// Whether the English text has changed since this one was made from it.
    is_stale: bool,
    /// Whether there is a recording of this text.
    has_audio: bool,
    /// Whether somebody competent has approved the text in this language.
    review_status: TextReviewStatus,
    /// The day on which the article or this text last changed.
    updated_on: Date,
    /// Where the whole article is.
    #[schema(example = "/v1/articles/passport-malaysia")]
    href: String,
    /// With `search`: where the article answers it; null otherwise, and where no place can be shown.
    snippet: Option<ArticleSnippet>,
}

/// The part of an article that answers a search, cut between words where it is long.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "place": "title", "language": "en", "direction": "ltr", "segments": [
    { "text": "My employer keeps my ", "is_match": false }, { "text": "passport", "is_match": true }] }))]
struct ArticleSnippet {
    /// Which part it is.
    place: MatchPlace,
    /// Its language: another one than that of title and summary where only a text in another language answers.
    language: Language,
    /// In which direction that language is written.
    direction: TextDirection,
    /// The part, piece by piece. It is text and no markup, and no character is cut in two.
    segments: Vec<ArticleSnippetSegment>,
}

/// A piece of text.
#[derive(Debug, Serialize, ToSchema)]
struct ArticleSnippetSegment {
    /// The text.
    #[schema(example = "passport")]
    text: String,
    /// Whether it matches the search, to be set off.
    is_match: bool,
}

impl From<Snippet> for ArticleSnippet {
    fn from(snippet: Snippet) -> Self {
        let segments = snippet.segments.into_iter();
        let segments = segments.map(|segment| ArticleSnippetSegment {
            text: segment.text,
            is_match: segment.is_match,
        });
        Self {
            place: snippet.place,
            direction: snippet.language.direction(),
            language: snippet.language,
            segments: segments.collect(),
        }
    }
}

/// Find articles about rights.
///
/// What is urgent comes first; with `search` the best match.
#[utoipa::path(tag = "rights", operation_id = "list_articles", params(ArticlesQuery),
    responses((status = 200, description = "A page of articles", body = Page<ArticleItem>)))]
#[get("/articles")]
pub(super) async fn list_articles(
    context: Context,
    query: QueryOf<ArticlesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    answer(&context, &request, find(&context, query.0, &request)).await
}

async fn find(
    context: &Context,
    query: ArticlesQuery,
    request: &HttpRequest,
) -> Result<Found<Page<ArticleItem>>, Problem> {
    let (filter, page) = query.into_parts();
    let cursors = Cursors::of(context, request);
    let after: Option<Position> = cursors.position(&page)?;
    let most = page.limit() + 1;
    let reader = context.clone();
    let topics = Topics(context.services().code_lists());
    let db = context.public_db();
    let found = db.read_snapshot(move |conn| {
        let choose = |available: &[Language]| serve(&reader, available).language;
        let which = (&filter, &topics);
        actions::list_articles(conn, which, (after.as_ref(), most), choose).map_err(Problem::from)
    });
    let mut wording = Wording::new(context);
    let page = cursors.page(
        &page,
        found.await?,
        |listed| listed.position.clone(),
        |listed| listed,
    );
    let items = page
        .items
        .into_iter()
        .filter_map(|listed| item(context, listed));
    let items: Vec<ArticleItem> = items.collect();
    for item in &items {
        wording.speak(&item.language);
        if let Some(snippet) = &item.snippet {
            wording.speak(&snippet.language);
        }
    }
    let page = Page {
        items,
        next: page.next,
    };
    Ok(Found::in_languages(page, wording.spoken()))
}

fn item(
    context: &Context,
    Listed {
        stored, snippet, ..
    }: Listed,
) -> Option<ArticleItem> {
    let languages = stored.languages();
    let served = serve(context, &languages);
    let text = stored.text_in(&served.language)?;
    let article = &stored.article;
    Some(ArticleItem {
        slug: article.slug.clone(),
        title: text.title.clone(),
        summary: text.summary.clone(),
        direction: served.language.direction(),
        language: served.language,
        fallback_from: served.fallback_from,
        snippet: snippet.map(ArticleSnippet::from),
        languages,
        topic: Code::known(article.topic.clone()),
        stages: codes(&article.stages),
        jurisdiction: Jurisdiction(article.jurisdiction.clone()),
        origins: codes(&article.origins),
        destinations: codes(&article.destinations),
        sectors: codes(&article.sectors),
        sexes: codes(&article.sexes),
        permit_types: codes(&article.permit_types),
        urgent: article.urgent,
        translation_status: text.translation_status,
        is_stale: text.is_stale,
        has_audio: text.audio.is_some(),
        review_status: TextReviewStatus::of(text),
        updated_on: stored.updated_at.max(text.updated_at).date(),
        href: href_of(&article.slug),
    })
}

/// Stored codes, which were checked when they came in.
pub(super) fn codes<L>(stored: &[String]) -> Vec<Code<L>> {
    stored.iter().cloned().map(Code::known).collect()
}

impl ArticlesQuery {
    fn into_parts(self) -> (ArticleFilter, PageQuery) {
        let filter = ArticleFilter {
            topic: self.topic.map(Code::into_inner),
            stage: self.stage.map(Code::into_inner),
            origin: self.origin.map(Code::into_inner),
            destination: self.destination.map(Code::into_inner),
            sector: self.sector.map(Code::into_inner),
            jurisdiction: self.jurisdiction.map(|one| one.0),
            sex: self.sex.map(Code::into_inner),
            permit_type: self.permit_type.map(Code::into_inner),
            urgent: self.urgent,
            search: self.search.map(Line::into_inner),
        };
        let page = PageQuery {
            limit: self.limit,
            cursor: self.cursor,
        };
        (filter, page)
    }
}
