//! What is known about rights, numbers and places to turn to.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::Texts;
use crate::platform::language::Language;
use crate::text_enum;

text_enum! {
    /// Where a text in its language comes from.
    pub enum TranslationStatus {
        /// It is the original.
        Source => "source",
        /// A person translated it.
        Human => "human",
        /// A machine translated it, and nobody has checked it.
        Machine => "machine",
        /// A machine translated it, and a competent speaker corrected it.
        MachineReviewed => "machine_reviewed",
    }
}

/// Where a fact was read, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Who says so.
    pub name: String,
    /// Where it was read.
    pub url: String,
    /// The day on which it was taken over.
    pub retrieved_on: Date,
    /// Whether somebody has called, written or gone there since.
    pub verified: bool,
}

/// A number to dial in need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyNumber {
    /// Where it is dialled; for hotlines whose service it is.
    pub country: String,
    /// Who answers (code list `emergency_services`).
    pub service: String,
    /// As dialled in that country; with `+` when it is for callers abroad.
    pub number: String,
    /// The service's own name, by language, where the kind of service does not say enough.
    pub label: Texts,
    /// Where the number was read.
    pub source: Source,
}

/// Somewhere to turn to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its name in addresses: stable and unique.
    pub key: String,
    /// What it is (code list `contact_kinds`).
    pub kind: String,
    /// Its names, by language.
    pub names: Texts,
    /// Where it is.
    pub country: String,
    /// The nationalities that it serves; empty means anybody.
    pub serves: Vec<String>,
    /// Where it is, as written on the door.
    pub address: Option<String>,
    /// How it is reached.
    pub channels: Vec<Channel>,
    /// Where this was read.
    pub source: Source,
}

/// A way to reach a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// What it is (code list `contact_channels`).
    #[serde(rename = "channel")]
    pub kind: String,
    /// The number or address.
    pub value: String,
    /// What one should know before using it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Whether a text can be the name of an article or contact: lower-case ASCII words and hyphens.
pub(super) fn is_slug(text: &str) -> bool {
    let in_slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.len() <= 80 && text.chars().all(in_slug)
}

/// What holds for an article in every language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its public name, which never changes.
    pub slug: String,
    /// What it is about (code list `rights_topics`).
    pub topic: String,
    /// When in the journey it matters (code list `journey_stages`).
    pub stages: Vec<String>,
    /// Whose law it is: a country (ISO 3166-1), a part of one (ISO 3166-2), or [`INTERNATIONAL`].
    pub jurisdiction: String,
    /// Countries the reader comes from; empty means any.
    pub origins: Vec<String>,
    /// Countries the reader goes to; empty means any.
    pub destinations: Vec<String>,
    /// Sectors in which the reader works; empty means all.
    pub sectors: Vec<String>,
    /// Whom it concerns (code list `sexes`); empty means everybody.
    pub sexes: Vec<String>,
    /// With which permits the reader works (code list `permit_types`); empty means any.
    pub permit_types: Vec<String>,
    /// Whether somebody in trouble may need it today.
    pub urgent: bool,
    /// Since when the rule holds.
    pub effective_from: Option<Date>,
    /// Until when the rule holds.
    pub effective_to: Option<Date>,
    /// When the facts must be checked again.
    pub review_due: Date,
    /// What it rests on; never empty.
    pub legal_basis: Vec<LegalBasis>,
    /// Under which terms the text may be passed on.
    pub licence: Licence,
}

/// A law or an official page on which an article rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LegalBasis {
    /// The law, treaty or official page.
    #[schema(example = "Employment Act 1955 (Act 265), Malaysia")]
    pub instrument: String,
    /// The article or section.
    #[schema(example = "section 19(1)")]
    pub article: Option<String>,
    /// Where it can be read.
    #[schema(format = Uri, example = "https://www.ohchr.org/en/universal-declaration-of-human-rights")]
    pub url: String,
    /// Its words, unchanged.
    pub quote: Option<String>,
}

/// Under which terms a text may be passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Licence {
    /// The licence's name.
    #[schema(example = "CC BY 4.0")]
    pub name: String,
    /// Where it can be read.
    #[schema(format = Uri, example = "https://creativecommons.org/licenses/by/4.0/")]
    pub url: String,
}

impl Licence {
    /// That of the project's own texts, which say nothing.
    pub fn own() -> Self {
        Self {
            name: "CC BY 4.0".to_owned(),
            url: "https://creativecommons.org/licenses/by/4.0/".to_owned(),
        }
    }
}

/// The jurisdiction of what holds between countries.
pub const INTERNATIONAL: &str = "international";

/// Whose law it is where nobody has said so: of the one country to which the reader goes, otherwise of the one from which
/// they come, otherwise nobody's alone.
pub fn usual_jurisdiction(origins: &[String], destinations: &[String]) -> String {
    match (destinations, origins) {
        ([one], _) | ([], [one]) => one.clone(),
        _ => INTERNATIONAL.to_owned(),
    }
}

/// An article in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleText {
    /// The language.
    pub language: Language,
    /// The question or the answer in one line.
    pub title: String,
    /// The answer for a small screen.
    pub summary: String,
    /// The whole answer, as Markdown.
    pub body: String,
    /// Where the text comes from.
    pub translation_status: TranslationStatus,
    /// Who published this wording, when it is not the project's own.
    pub published_by: Option<String>,
    /// Who read and approved this text, if anybody did.
    pub review: Option<Review>,
}

/// Who read and approved a text, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// A competent person or body.
    pub by: String,
    /// The day.
    pub on: Date,
}

/// What a list shows of an article's text.
#[derive(Debug, Clone)]
pub struct TextHead {
    /// The language.
    pub language: Language,
    /// The question or the answer in one line.
    pub title: String,
    /// The answer for a small screen.
    pub summary: String,
    /// Where the text comes from.
    pub translation_status: TranslationStatus,
    /// Who published this wording, when it is not the project's own.
    pub published_by: Option<String>,
    /// Who read and approved this text, if anybody did.
    pub review: Option<Review>,
    /// Whether the English text has changed since this one was made from it.
    pub is_stale: bool,
    /// How hard it is to read, in tenths of its language's scale.
    pub reading_tenths: Option<i64>,
    /// The recording of exactly this text.
    pub audio: Option<Audio>,
    /// When its content last changed.
    pub updated_at: Time,
}

/// A recording of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audio {
    /// SHA-256 of the file in hexadecimal, by which it is stored.
    pub sha256: String,
    /// What it is.
    pub media_type: String,
    /// Its size.
    pub bytes: u64,
    /// How long it plays, in begun seconds.
    pub seconds: u64,
}

/// An article as it is stored, with what a list shows of its texts.
#[derive(Debug, Clone)]
pub struct StoredArticle {
    /// What holds in every language.
    pub article: Article,
    /// When that last changed.
    pub updated_at: Time,
    /// Its texts, by language; never empty.
    pub texts: Vec<TextHead>,
}

impl StoredArticle {
    /// The languages in which it exists.
    pub fn languages(&self) -> Vec<Language> {
        self.texts
            .iter()
            .map(|text| text.language.clone())
            .collect()
    }

    /// Its text in a language.
    pub fn text_in(&self, language: &Language) -> Option<&TextHead> {
        self.texts.iter().find(|text| text.language == *language)
    }
}
