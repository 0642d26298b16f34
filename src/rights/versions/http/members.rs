//! What holds for an article in every language, and what a text says, as editors send it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::platform::clock::Date;
use crate::platform::code_lists::CodeLists;
use crate::platform::language::Language;
use crate::platform::problem::Fault;
use crate::platform::text::{Line, Prose};
use crate::rights::http::{CountryCode, PermitTypeCode, SectorCode, SexCode, StageCode, TopicCode};
use crate::rights::import::{faults_of, is_jurisdiction};
use crate::rights::model::{Article, ArticleText, Licence, Review, TranslationStatus};
use crate::rights::names::Jurisdiction;

/// What holds for an article in every language.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "topic": "wages", "stages": ["working", "dispute"], "jurisdiction": "MY", "origins": [],
    "destinations": ["MY"], "sectors": [], "sexes": [], "permit_types": [], "urgent": true, "effective_from": null,
    "effective_to": null, "review_due": "2027-11-23",
    "legal_basis": [{ "instrument": "Employment Act 1955 (Act 265), Malaysia", "article": "section 19(1)",
        "url": "https://tulay.example/", "quote": null }],
    "licence": { "name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/" } }))]
pub struct ArticleMembers {
    /// What it is about.
    topic: TopicCode,
    /// The stages of the journey in which it matters.
    #[schema(min_items = 1, max_items = 20)]
    stages: Vec<StageCode>,
    /// Whose law it is.
    jurisdiction: Jurisdiction,
    /// Countries the reader comes from; empty means any.
    #[serde(default)]
    #[schema(max_items = 50)]
    origins: Vec<CountryCode>,
    /// Countries the reader goes to; empty means any.
    #[serde(default)]
    #[schema(max_items = 50)]
    destinations: Vec<CountryCode>,
    /// Sectors; empty means all.
    #[serde(default)]
    #[schema(max_items = 30)]
    sectors: Vec<SectorCode>,
    /// Whom it concerns; empty means everybody.
    #[serde(default)]
    #[schema(max_items = 5)]
    sexes: Vec<SexCode>,
    /// With which permits the reader works; empty means any.
    #[serde(default)]
    #[schema(max_items = 50)]
    permit_types: Vec<PermitTypeCode>,
    /// Whether somebody in trouble may need it today.
    urgent: bool,
    /// Since when the rule holds, where it has one day.
    #[serde(default)]
    effective_from: Option<Date>,
    /// Until when the rule holds; null as long as it does.
    #[serde(default)]
    effective_to: Option<Date>,
    /// When the facts must be checked against their sources again.
    review_due: Date,
    /// What it rests on.
    #[schema(min_items = 1, max_items = 20)]
    legal_basis: Vec<StatedLegalBasis>,
    /// Under which terms the text may be passed on; the project's own when left out.
    #[serde(default)]
    licence: Option<StatedLicence>,
}

/// What is to be different of it (RFC 7396): what is left out stays.
#[expect(
    dead_code,
    reason = "the contract alone reads it: what comes in is a merge patch"
)]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleMemberChanges {
    /// What it is about.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    topic: Option<TopicCode>,
    /// The stages of the journey in which it matters, all of them.
    #[serde(default)]
    #[schema(required = false, nullable = false, min_items = 1, max_items = 20)]
    stages: Option<Vec<StageCode>>,
    /// Whose law it is.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    jurisdiction: Option<Jurisdiction>,
    /// Countries the reader comes from, all of them; empty means any.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 50)]
    origins: Option<Vec<CountryCode>>,
    /// Countries the reader goes to, all of them; empty means any.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 50)]
    destinations: Option<Vec<CountryCode>>,
    /// Sectors, all of them; empty means all that there are.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 30)]
    sectors: Option<Vec<SectorCode>>,
    /// Whom it concerns, all of them; empty means everybody.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 5)]
    sexes: Option<Vec<SexCode>>,
    /// With which permits the reader works, all of them; empty means any.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 50)]
    permit_types: Option<Vec<PermitTypeCode>>,
    /// Whether somebody in trouble may need it today.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    urgent: Option<bool>,
    /// Since when the rule holds; null: it has no one day.
    #[serde(default)]
    effective_from: Option<Date>,
    /// Until when the rule holds; null: as long as it does.
    #[serde(default)]
    effective_to: Option<Date>,
    /// When the facts must be checked against their sources again.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    review_due: Option<Date>,
    /// What it rests on, all of it.
    #[serde(default)]
    #[schema(required = false, nullable = false, min_items = 1, max_items = 20)]
    legal_basis: Option<Vec<StatedLegalBasis>>,
    /// Under which terms the text may be passed on; null: the project's own.
    #[serde(default)]
    licence: Option<StatedLicence>,
}

/// A law or an official page on which an article rests.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedLegalBasis {
    /// The law, treaty or official page.
    instrument: Line<300>,
    /// The article or section.
    #[serde(default)]
    article: Option<Line<200>>,
    /// Where it can be read.
    url: Line<500>,
    /// Its words, unchanged.
    #[serde(default)]
    quote: Option<Line<1000>>,
}

/// Under which terms a text may be passed on.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedLicence {
    /// The licence's name.
    name: Line<200>,
    /// Where it can be read.
    url: Line<500>,
}

impl ArticleMembers {
    /// What an article has of it.
    pub fn of(article: &Article) -> Result<Self, serde_json::Error> {
        let mut members = serde_json::to_value(article)?;
        if let Some(members) = members.as_object_mut() {
            members.remove("slug");
        }
        serde_json::from_value(members)
    }

    /// The article with this name.
    pub fn into_article(self, slug: String) -> Result<Article, serde_json::Error> {
        let has_licence = self.licence.is_some();
        let mut article = serde_json::to_value(self)?;
        if let Some(article) = article.as_object_mut() {
            article.insert("slug".to_owned(), slug.into());
            if !has_licence {
                article.insert("licence".to_owned(), serde_json::to_value(Licence::own())?);
            }
        }
        serde_json::from_value(article)
    }

    /// What does not fit, beyond what the contract says.
    pub fn faults(&self, lists: &CodeLists) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !is_jurisdiction(&self.jurisdiction.0, lists) {
            faults.push(Fault::new("/article/jurisdiction", "unknown_jurisdiction"));
        }
        let (from, to) = (self.effective_from, self.effective_to);
        if to.is_some_and(|to| from.is_some_and(|from| to < from)) {
            faults.push(Fault::new("/article/effective_to", "ends_before_it_begins"));
        }
        let urls = self.legal_basis.iter().enumerate();
        let urls = urls.map(|(at, basis)| (format!("/article/legal_basis/{at}/url"), &basis.url));
        let licence = self.licence.iter();
        let licence = licence.map(|one| ("/article/licence/url".to_owned(), &one.url));
        for (at, url) in urls.chain(licence) {
            let url = url::Url::parse(url.as_str());
            if !url.is_ok_and(|url| matches!(url.scheme(), "https" | "http")) {
                faults.push(Fault::new(at, "not_a_web_address"));
            }
        }
        faults
    }
}

/// An article in one language.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "My pay is late", "summary": "Your pay is due within seven days.",
    "body": "## What the law says\n\nYour pay is due within seven days.", "translation_status": "source" }))]
pub struct NewArticleText {
    /// The question, or the answer in one line.
    pub title: Line<120>,
    /// The answer for a small screen.
    pub summary: Line<240>,
    /// The whole answer in Markdown: headings from the second level on, paragraphs, lists, emphasis and links.
    pub body: Prose<20_000>,
    /// Where it comes from: `source` in English and only there.
    pub translation_status: TranslationStatus,
    /// Who published this wording, when it is not the project's own.
    #[serde(default)]
    pub published_by: Option<Line<200>>,
    /// A competent person or body who has really read and approved this text; with `reviewed_on`.
    #[serde(default)]
    pub reviewed_by: Option<Line<200>>,
    /// The day on which they did.
    #[serde(default)]
    pub reviewed_on: Option<Date>,
}

impl NewArticleText {
    /// What does not fit, beyond what the contract says; `at` is where the text stands.
    pub fn faults(&self, language: &Language, at: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault =
            |member: &str, code| faults.push(Fault::new(format!("{at}/{member}"), code));
        let status = self.translation_status;
        if (*language == Language::english()) != (status == TranslationStatus::Source) {
            fault("translation_status", "only_english_is_source");
        }
        let is_reviewed = self.reviewed_by.is_some();
        if is_reviewed != self.reviewed_on.is_some() {
            fault("reviewed_on", "review_incomplete");
        }
        let fits = match status {
            TranslationStatus::MachineReviewed => is_reviewed,
            TranslationStatus::Machine => !is_reviewed,
            TranslationStatus::Source | TranslationStatus::Human => true,
        };
        if !fits {
            fault("translation_status", "review_does_not_fit");
        }
        if !faults_of(self.body.as_str(), 1).is_empty() {
            fault("body", "markdown_not_allowed");
        }
        faults
    }

    /// The text in this language.
    pub fn into_text(self, language: Language) -> ArticleText {
        let review = self.reviewed_by.zip(self.reviewed_on);
        ArticleText {
            language,
            title: self.title.into_inner(),
            summary: self.summary.into_inner(),
            body: self.body.into_inner().trim().to_owned(),
            translation_status: self.translation_status,
            published_by: self.published_by.map(Line::into_inner),
            review: review.map(|(by, on)| Review {
                by: by.into_inner(),
                on,
            }),
        }
    }
}
