//! Self-checks with warning signs: the questions go to the phone, and nothing comes back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::clock::Date;
use crate::platform::code_lists::Texts;
use crate::text_enum;

text_enum! {
    /// What a question of a self-check is.
    pub enum SelfCheckType {
        /// Something to read; nothing to answer.
        Note => "note",
        /// Exactly one option, or skipped.
        SelectOne => "select_one",
        /// Any number of options, or skipped.
        SelectMultiple => "select_multiple",
        /// What may come of it.
        Result => "result",
    }
}

text_enum! {
    /// What may come next.
    pub enum SelfCheckStep {
        /// Search of an agency and its licence.
        AgencyCheck => "agency_check",
        /// `POST /v1/checks/fees`.
        FeeCheck => "fee_check",
        /// `POST /v1/checks/contract`.
        ContractCheck => "contract_check",
        /// An article.
        Article => "article",
        /// A new request for help.
        AssistanceRequest => "assistance_request",
        /// The emergency numbers where the phone is.
        EmergencyNumber => "emergency_number",
        /// Services that help.
        Services => "services",
        /// Another self-check.
        Check => "check",
    }
}

/// Where something leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SelfCheckRoute {
    /// What comes next.
    pub step: SelfCheckStep,
    /// The article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The article for each destination; none for a country that is not named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article_by_destination: Option<BTreeMap<String, String>>,
    /// The article for each origin; none for a country that is not named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article_by_origin: Option<BTreeMap<String, String>>,
    /// What kind of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_type: Option<String>,
    /// Which self-check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
}

/// When something is asked or shown: all members must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SelfCheckCondition {
    /// The answer to each of these questions is, or contains, one of these options.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<BTreeMap<String, Vec<String>>>,
    /// The sum of the scores is at least this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score_at_least: Option<u32>,
    /// So many grave options were chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grave_at_least: Option<u32>,
    /// So many answers are `unsure`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsure_at_least: Option<u32>,
}

/// An option of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SelfCheckOption {
    /// Names it.
    pub code: String,
    /// The code of its text.
    pub text: String,
    /// What it counts; 0 when left out. Never shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u32>,
    /// Whether it alone is enough for the strongest result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grave: Option<bool>,
    /// Whether nothing more is asked after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<bool>,
    /// Whether it clears the others and is cleared by them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusive: Option<bool>,
    /// The code of the warning that is shown and spoken at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// What comes next, the most important first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub route_to: Vec<SelfCheckRoute>,
    /// What a request for help would be about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub issue_codes: Vec<String>,
    /// What a request for help would say of the indicator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator_answer: Option<String>,
}

/// A question of a self-check, in the order in which it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SelfCheckQuestion {
    /// Names it within its check.
    pub code: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: SelfCheckType,
    /// The code of its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The code of its text.
    pub text: String,
    /// The indicator of forced labour that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// When it is asked: one of these must hold; always when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub relevant: Vec<SelfCheckCondition>,
    /// Whether it is the result when no other is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<bool>,
    /// How urgent a request for help would be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// What comes next, the most important first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub route_to: Vec<SelfCheckRoute>,
    /// What can be chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub options: Vec<SelfCheckOption>,
}

/// One self-check of a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfCheck {
    /// Names it.
    pub code: String,
    /// The code of its title.
    pub title: String,
    /// In which stages of the journey it is offered.
    pub stages: Vec<String>,
    /// The questions.
    pub questions: Vec<SelfCheckQuestion>,
}

/// The text of a step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepText {
    /// The step.
    pub code: SelfCheckStep,
    /// The code of its text.
    pub text: String,
}

/// A file of self-checks: one version, which never changes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfCheckFile {
    /// `red_flags`.
    pub code: String,
    /// Counts up.
    pub version: u32,
    /// When it was published.
    pub published_on: Date,
    /// Where it comes from.
    pub source: String,
    /// Its languages; each has every text.
    pub languages: Vec<String>,
    /// How the texts of each language came about.
    pub translation_status: BTreeMap<String, String>,
    /// What may come next.
    pub steps: Vec<StepText>,
    /// The self-checks.
    pub checks: Vec<SelfCheck>,
    /// The texts, by code and language.
    pub texts: BTreeMap<String, Texts>,
    /// The SHA-256 of the content, in hexadecimal digits; not in the file.
    #[serde(skip)]
    pub hash: String,
}

impl SelfCheck {
    /// The codes of all texts that it shows.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = vec![self.title.as_str()];
        for question in &self.questions {
            texts.push(&question.text);
            texts.extend(question.title.as_deref());
            for option in &question.options {
                texts.push(&option.text);
                texts.extend(option.warning.as_deref());
            }
        }
        texts
    }

    /// Everything to which it leads.
    pub fn routes(&self) -> impl Iterator<Item = &SelfCheckRoute> {
        let questions = self.questions.iter();
        questions.flat_map(|question| {
            let options = question.options.iter().flat_map(|option| &option.route_to);
            question.route_to.iter().chain(options)
        })
    }
}
