//! A rule as it is shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::words::Words;
use super::{AllowedCode, EvidenceCode};
use crate::entitlements::model::{
    Bound, Citation, DatedBy, DutyOf, EmployerSize, Entitlement, EntitlementValue, HowKnown,
    PlaceOfWork, Service,
};
use crate::platform::clock::Date;
use crate::platform::code_lists::{AllowedWhen, Code, EntitlementEvidence, ListName as _};

/// How something is known, and until when that may be relied on.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleEvidence {
    /// How it is known.
    pub code: EvidenceCode,
    /// The same in words that belong to every answer that rests on it.
    pub label: String,
    /// The day on which it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_on: Option<Date>,
    /// The day by which it must be checked again.
    pub review_due: Date,
    /// Whether that day is over: it has not been checked since `read_on`.
    pub is_overdue: bool,
}

impl RuleEvidence {
    pub(super) fn of(
        words: &Words<'_>,
        evidence: HowKnown,
        read_on: Option<Date>,
        review_due: Date,
    ) -> Self {
        Self {
            label: words.label(EntitlementEvidence::NAME, evidence.as_str()),
            code: Code::known(evidence.as_str().to_owned()),
            read_on,
            review_due,
            is_overdue: review_due < words.today,
        }
    }
}

/// A condition under which something is allowed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AllowedCondition {
    /// The condition.
    pub code: AllowedCode,
    /// The same in the caller's language.
    pub label: String,
}

/// An article that explains something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExplainingArticle {
    /// Its name.
    #[schema(example = "wages-malaysia")]
    pub slug: String,
    /// Where it is.
    #[schema(example = "/v1/articles/wages-malaysia")]
    pub href: String,
}

impl ExplainingArticle {
    pub(super) fn of(slug: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            href: format!("/v1/articles/{slug}"),
        }
    }
}

/// An entitlement in a list and in an answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "code": "my_minimum_wage_2025", "kind": "minimum_wage", "kind_label": "The lowest wage", "bound": "least",
    "jurisdiction": "MY", "value": { "money": { "amount": "1700.00", "currency": "MYR", "per": "month" } },
    "effective_from": "2025-02-01",
    "evidence": { "code": "reported", "label": "As reported by the page that is named", "read_on": "2026-11-30", "review_due": "2027-11-30", "is_overdue": false },
    "legal_basis": { "instrument": "Minimum Wages Order 2024, Malaysia", "article": null, "url": "https://www.mohr.gov.my", "read_at": null, "quote": null } }))]
pub struct EntitlementRule {
    /// Names it; never changed and never used again for something else.
    pub code: String,
    /// What kind of entitlement it is.
    pub kind: String,
    /// The same in the caller's language.
    pub kind_label: String,
    /// How it is compared.
    pub bound: Bound,
    /// To which day or case of the kind it applies; the ordinary case when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Where it holds: ISO 3166-1, or ISO 3166-2 for a part.
    pub jurisdiction: String,
    /// What is given or limited.
    pub value: EntitlementValue,
    /// When it is allowed, in the caller's language, where that is the value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub allowed_when: Vec<AllowedCondition>,
    /// How the basis of the value is reckoned, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula_words: Option<String>,
    /// What one should know, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The first day; it is in force on `read_on` and its beginning was not looked up when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<Date>,
    /// The last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Date>,
    /// From this day on a newer figure is to be expected which is not here yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer_expected_from: Option<Date>,
    /// How it is known.
    pub evidence: RuleEvidence,
    /// Where it stands.
    pub legal_basis: Citation,
    /// The article that explains it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<ExplainingArticle>,
}

impl EntitlementRule {
    pub(super) fn of(words: &Words<'_>, e: &Entitlement) -> Self {
        let allowed: &[String] = if let EntitlementValue::AllowedWhen(codes) = &e.value {
            codes
        } else {
            &[]
        };
        let allowed = allowed.iter().map(|code| AllowedCondition {
            label: words.label(AllowedWhen::NAME, code),
            code: Code::known(code.clone()),
        });
        Self {
            code: e.code.clone(),
            kind: e.kind.clone(),
            kind_label: words.kind(&e.kind),
            bound: words.library.bound(&e.kind),
            when: e.when.clone(),
            jurisdiction: e.jurisdiction.clone(),
            value: e.value.clone(),
            allowed_when: allowed.collect(),
            formula_words: e.formula_words.clone(),
            note: e.note.clone(),
            effective_from: e.effective_from,
            effective_to: e.effective_to,
            newer_expected_from: e.newer_expected_from,
            evidence: RuleEvidence::of(words, e.evidence, e.read_on, e.review_due),
            legal_basis: e.legal_basis.clone(),
            article: e.article.as_deref().map(ExplainingArticle::of),
        }
    }
}

/// To whom an entitlement applies, and all else that it says.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntitlementShown {
    /// The rule.
    #[serde(flatten)]
    pub rule: EntitlementRule,
    /// Parts in which it does not apply.
    pub except_jurisdictions: Vec<String>,
    /// Where the work is.
    pub place_of_work: PlaceOfWork,
    /// Nationalities; all when empty.
    pub origins: Vec<String>,
    /// Sectors (ISIC sections); all when empty.
    pub sectors: Vec<String>,
    /// Sectors to which it does not apply.
    pub except_sectors: Vec<String>,
    /// Occupations (ISCO-08 groups); all when empty.
    pub occupations: Vec<String>,
    /// Occupations to which it does not apply.
    pub except_occupations: Vec<String>,
    /// Permits; all when empty.
    pub permit_types: Vec<String>,
    /// Sexes; all when empty.
    pub sexes: Vec<String>,
    /// How many work for the employer.
    pub employer_size: Option<EmployerSize>,
    /// The length of service.
    pub service: Option<Service>,
    /// One of these must hold, and in it all members; always when empty.
    #[schema(value_type = Vec<Object>)]
    pub conditions: Vec<serde_json::Map<String, serde_json::Value>>,
    /// Who owes it.
    pub duty_of: DutyOf,
    /// To which date its dates refer.
    pub dated_by: DatedBy,
    /// Whether it is the lowest of several rates in the country: only what is below is certain.
    pub only_below_is_certain: bool,
    /// How the basis of the value is reckoned.
    pub formula: Option<String>,
}

impl EntitlementShown {
    pub(super) fn of(words: &Words<'_>, e: &Entitlement) -> Self {
        let e = e.clone();
        Self {
            rule: EntitlementRule::of(words, &e),
            except_jurisdictions: e.except_jurisdictions,
            place_of_work: e.place_of_work,
            origins: e.origins,
            sectors: e.sectors,
            except_sectors: e.except_sectors,
            occupations: e.occupations,
            except_occupations: e.except_occupations,
            permit_types: e.permit_types,
            sexes: e.sexes,
            employer_size: e.employer_size,
            service: e.service,
            conditions: e.conditions,
            duty_of: e.duty_of,
            dated_by: e.dated_by,
            only_below_is_certain: e.only_below_is_certain,
            formula: e.formula,
        }
    }
}
