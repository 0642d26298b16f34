//! What may be said, as it is shown.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::rule::{EntitlementRule, ExplainingArticle};
use super::words::Words;
use super::{FactCode, ReasonCode};
use crate::entitlements::model::{
    Bound, CheckVerdict, Fact, Finding, Sum, WhyUnknown, rounded, written,
};
use crate::platform::code_lists::{Code, FactsToTell, ListName as _, UnknownReasons};
use crate::platform::money::{Money, decimals_of};

/// A number that was compared.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "exact": "28/3", "money": { "amount": "9.33", "currency": "MYR" }, "is_rounded": true }))]
pub struct CheckSum {
    /// The exact number: a decimal, or a fraction.
    pub exact: String,
    /// The sum in coins, where it is money.
    pub money: Option<Money>,
    /// Whether `money` was rounded, half to even.
    pub is_rounded: bool,
}

impl From<&Sum> for CheckSum {
    fn from(sum: &Sum) -> Self {
        let money = sum.currency.as_ref().map(|currency| Money {
            amount: rounded(&sum.exact, decimals_of(currency)),
            currency: Code::known(currency.clone()),
        });
        Self {
            exact: written(&sum.exact),
            money,
            is_rounded: sum.is_rounded(),
        }
    }
}

/// Something that would have to be told.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactToTell {
    /// What: the member of the question of that name.
    pub code: FactCode,
    /// The same as a question in the caller's language.
    pub label: String,
}

/// Why it cannot be told.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnknownReason {
    /// Why.
    pub code: ReasonCode,
    /// The same in the caller's language.
    pub label: String,
}

/// What may be said of one rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckFinding {
    /// What follows from the rule and from what was told; null where the rule is only shown.
    pub verdict: Option<CheckVerdict>,
    /// How it was compared.
    pub bound: Bound,
    /// The rule. Of several of which one applies, the mildest.
    pub rule: EntitlementRule,
    /// Other rules, by code, where it is not known which applies: one of them does, and all are broken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub or_else: Vec<String>,
    /// What was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<CheckSum>,
    /// What the rule gives or allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<CheckSum>,
    /// What is missing, or too much; only with a breach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<CheckSum>,
    /// Why it cannot be told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub why_unknown: Vec<UnknownReason>,
    /// What would have to be told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub to_tell: Vec<FactToTell>,
}

impl CheckFinding {
    pub(super) fn of(words: &Words<'_>, finding: &Finding<'_>) -> Self {
        let comparison = finding.comparison.as_ref();
        let is_breach = finding.verdict == Some(CheckVerdict::Breach);
        let difference = comparison
            .filter(|_| is_breach)
            .and_then(|c| c.difference(finding.bound));
        let why = finding.why.iter();
        let why = why.map(|why: &WhyUnknown| UnknownReason {
            label: words.label(UnknownReasons::NAME, why.as_str()),
            code: Code::known(why.as_str().to_owned()),
        });
        Self {
            verdict: finding.verdict,
            bound: finding.bound,
            rule: EntitlementRule::of(words, finding.entitlement),
            or_else: finding
                .or_else
                .iter()
                .map(|other| other.code.clone())
                .collect(),
            told: comparison.map(|comparison| CheckSum::from(&comparison.told)),
            due: comparison.map(|comparison| CheckSum::from(&comparison.rule)),
            difference: difference.as_ref().map(CheckSum::from),
            why_unknown: why.collect(),
            to_tell: to_tell(words, &finding.lacking),
        }
    }
}

/// What would have to be told, in words.
pub(super) fn to_tell(words: &Words<'_>, lacking: &BTreeSet<Fact>) -> Vec<FactToTell> {
    let facts = lacking.iter().map(|fact| FactToTell {
        label: words.label(FactsToTell::NAME, fact.as_str()),
        code: Code::known(fact.as_str().to_owned()),
    });
    facts.collect()
}

/// All that is lacking.
pub(super) fn lacking_of<'f>(findings: impl Iterator<Item = &'f Finding<'f>>) -> BTreeSet<Fact> {
    findings
        .flat_map(|finding| finding.lacking.iter().copied())
        .collect()
}

/// The articles that explain the rules of findings, each once.
pub(super) fn articles_of<'f>(
    findings: impl Iterator<Item = &'f Finding<'f>>,
) -> Vec<ExplainingArticle> {
    let slugs = findings.filter_map(|finding| finding.entitlement.article.as_deref());
    let slugs: BTreeSet<&str> = slugs.collect();
    slugs.into_iter().map(ExplainingArticle::of).collect()
}

/// The answer as a sentence for the worker.
pub(super) fn statement(words: &Words<'_>, verdict: CheckVerdict, is_known: bool) -> String {
    let name = match verdict {
        _ if !is_known => "check-says-nothing-known",
        CheckVerdict::Breach => "check-says-breach",
        CheckVerdict::Kept => "check-says-kept",
        CheckVerdict::Unknown => "check-says-unknown",
    };
    words.text(name, &Vec::new())
}
