//! What follows from what an author says, for the author and for moderators.

use serde::Serialize;
use utoipa::ToSchema;

use crate::agencies;
use crate::platform::db::Conn;
use crate::platform::money::Money;
use crate::reviews::actions::ReviewError;
use crate::reviews::model::{
    Assessment, CapCheck, FeeLegalBasis, FeeVerdict, Lacking, Month, Review, TermKind, assess,
    rates_needed,
};
use crate::reviews::store;

/// A comparison with a legal limit.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeLimitCheck {
    /// Names the limit.
    #[schema(example = "sg_agency_fee")]
    limit: String,
    /// What follows from the limit and from what the author said; no finding of law.
    verdict: FeeVerdict,
    /// The fee items of which the sum is limited, by their places in `fee_items`, from 0.
    items: Vec<usize>,
    /// Their sum, without what was paid back.
    charged: Option<Money>,
    /// How much is allowed.
    allowed: Option<Money>,
    /// What would have to be known.
    lacking: Option<Lacking>,
    /// Where the limit stands.
    legal_basis: FeeLegalBasis,
    /// The article that explains it, at `/v1/articles/{slug}`.
    #[schema(example = "fees-singapore-agency")]
    article: Option<String>,
}

/// What follows from what the author says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "contract_substitution": true, "substituted_terms": ["wage"],
    "fee_items_usd": [{ "amount": "930.00", "currency": "USD" }],
    "total_usd": { "amount": "930.00", "currency": "USD" },
    "cost_in_months_of_income": 2.08,
    "fee_limits": [{ "limit": "sg_agency_fee", "verdict": "within_limit", "items": [0],
        "charged": { "amount": "1250.00", "currency": "SGD" }, "allowed": { "amount": "1800.00", "currency": "SGD" },
        "lacking": null, "article": "fees-singapore-agency",
        "legal_basis": { "instrument": "Employment Agencies Rules 2011, Singapore", "article": "rule 12",
            "url": "https://sso.agc.gov.sg/SL/EAA1958-S172-2011" } }]
}))]
pub struct ReviewAssessment {
    /// Whether what was agreed was replaced by something worse; null when that is not known.
    contract_substitution: Option<bool>,
    /// What became worse.
    substituted_terms: Vec<TermKind>,
    /// Each fee item in US dollars at the rate of its month, without what was paid back; null when the rate
    /// is not known.
    fee_items_usd: Vec<Option<Money>>,
    /// All fee items together; null when one cannot be counted.
    total_usd: Option<Money>,
    /// All costs in months of the first income (SDG indicator 10.7.1); null when it is not known.
    #[schema(example = 2.08)]
    cost_in_months_of_income: Option<f64>,
    /// The comparison with each legal limit that is known and concerns it.
    fee_limits: Vec<FeeLimitCheck>,
}

impl ReviewAssessment {
    pub(super) fn of(conn: &mut Conn, review: &Review) -> Result<Self, ReviewError> {
        let filed = Month::of(review.filed_on);
        let country = agencies::country(conn, review.agency)?.unwrap_or_default();
        let caps = store::caps(conn)?;
        let (currencies, months) = rates_needed(&review.content, filed);
        let rates = store::rates(conn, currencies, &months)?;
        Ok(assess(&review.content, &country, filed, &caps, &rates).into())
    }
}

impl From<Assessment<'_>> for ReviewAssessment {
    fn from(assessment: Assessment<'_>) -> Self {
        Self {
            contract_substitution: assessment.substitution.is_substituted,
            substituted_terms: assessment.substitution.terms,
            fee_items_usd: assessment.items_usd,
            total_usd: assessment.total_usd,
            cost_in_months_of_income: assessment.cost_in_months_of_income.map(rounded),
            fee_limits: assessment
                .checks
                .into_iter()
                .map(FeeLimitCheck::from)
                .collect(),
        }
    }
}

impl FeeLimitCheck {
    /// What follows.
    pub const fn verdict(&self) -> FeeVerdict {
        self.verdict
    }

    /// The fee items of which the sum is limited, by their places, from 0.
    pub fn items(&self) -> &[usize] {
        &self.items
    }

    /// The article that explains the limit.
    pub fn article(&self) -> Option<&str> {
        self.article.as_deref()
    }
}

impl From<CapCheck<'_>> for FeeLimitCheck {
    fn from(check: CapCheck<'_>) -> Self {
        Self {
            limit: check.cap.code.clone(),
            verdict: check.verdict,
            items: check.items,
            charged: check.charged,
            allowed: check.allowed,
            lacking: check.lacking,
            legal_basis: check.cap.legal_basis.clone(),
            article: check.cap.article.clone(),
        }
    }
}

/// Two decimals: what somebody remembers of costs is no more exact.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
