//! Legal limits of what a worker may be charged, and comparing a review with them.
//!
//! A verdict of "over the limit" is told to the author and to moderators as what follows from what the
//! author said, never as a finding of law.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::costs::Rates;
use super::{Content, FeeItem, Month};
use crate::platform::code_lists::Code;
use crate::platform::money::Money;
use crate::text_enum;

/// Where a limit stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeLegalBasis {
    /// The law or rule.
    #[schema(example = "Employment Agencies Rules 2011, Singapore")]
    pub instrument: String,
    /// The article, section or rule.
    #[schema(example = "rule 12")]
    pub article: Option<String>,
    /// Where to read it.
    #[schema(format = "uri")]
    pub url: String,
}

/// How much may be charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Limit {
    /// Nothing. In the file always `true`.
    Nothing(bool),
    /// So many monthly wages.
    MonthsOfWage {
        /// At most.
        most: u8,
        /// For each year of the contract, each begun year counted.
        per_contract_year: Option<u8>,
    },
}

/// A legal limit; see `data/fee-caps.toml` for its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeCap {
    /// Names it.
    pub code: String,
    /// The country of the agency that charges.
    pub charged_in: String,
    /// To which countries; to all when empty.
    #[serde(default)]
    pub destinations: Vec<String>,
    /// For which ISCO-08 groups; for all when empty.
    #[serde(default)]
    pub occupations: Vec<String>,
    /// For which ISCO-08 groups not.
    #[serde(default)]
    pub except_occupations: Vec<String>,
    /// Of which charges the sum is limited.
    pub categories: Vec<String>,
    /// Of these only; of all when empty.
    #[serde(default)]
    pub sub_items: Vec<String>,
    /// How much may be charged.
    pub limit: Limit,
    /// The first month in which it holds.
    pub effective_from: Month,
    /// The last month in which it holds.
    pub effective_to: Option<Month>,
    /// The article that explains it.
    pub article: Option<String>,
    /// Where it stands.
    pub legal_basis: FeeLegalBasis,
}

text_enum! {
    /// What follows from a legal limit and from what the author said.
    pub enum FeeVerdict {
        /// No more was charged than the limit allows.
        WithinLimit => "within_limit",
        /// More was charged than the limit allows.
        OverLimit => "over_limit",
        /// It cannot be told; `lacking` says what would help.
        CannotTell => "cannot_tell",
    }
}

text_enum! {
    /// What would have to be known.
    pub enum Lacking {
        /// The wage that was agreed (`terms.wage`).
        Wage => "wage",
        /// How long the contract is (`contract_months`).
        ContractMonths => "contract_months",
        /// The occupation.
        Occupation => "occupation",
        /// What currencies were worth in the month.
        ExchangeRate => "exchange_rate",
    }
}

/// The comparison of a review with one limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapCheck<'c> {
    /// The limit.
    pub cap: &'c FeeCap,
    /// What follows.
    pub verdict: FeeVerdict,
    /// The fee items of which the sum is limited, by their places in the list.
    pub items: Vec<usize>,
    /// Their sum, without what was paid back; nothing when it cannot be counted together.
    pub charged: Option<Money>,
    /// How much is allowed, in the same currency.
    pub allowed: Option<Money>,
    /// What would have to be known.
    pub lacking: Option<Lacking>,
}

/// Who takes the money for whom an agency answers.
const OF_THE_AGENCY: [&str; 2] = ["agency", "sub_agent"];
const MONTHS_OF_A_YEAR: u16 = 12;

/// The month that counts for an item: that of the payment, of the recruitment, or of the filing.
pub fn month_of(item: &FeeItem, recruited: Option<Month>, filed: Month) -> Month {
    item.paid_month.or(recruited).unwrap_or(filed)
}

/// What was charged, and what a limit depends on.
#[derive(Debug, Clone, Copy)]
pub struct Charged<'c> {
    /// Where the work is.
    pub destination: &'c str,
    /// The occupation (ISCO-08), where it is known.
    pub occupation: Option<&'c str>,
    /// What had to be paid.
    pub items: &'c [FeeItem],
    /// The wage that counts for the limit, where it is known.
    pub agreed_wage: Option<&'c Money>,
    /// Months for which the contract is, where they are known.
    pub contract_months: Option<u8>,
    /// When the agency was first dealt with, where that is known.
    pub recruited_month: Option<Month>,
}

impl<'c> Charged<'c> {
    /// What the author of a review says.
    pub fn of(content: &'c Content) -> Self {
        let terms = content.terms.as_ref();
        Self {
            destination: content.corridor.destination.as_str(),
            occupation: content.occupation.as_ref().map(Code::as_str),
            items: &content.fee_items,
            agreed_wage: terms.and_then(|terms| terms.agreed_wage()),
            contract_months: content.contract_months,
            recruited_month: content.recruited_month,
        }
    }

    fn month_of(&self, item: &FeeItem, filed: Month) -> Month {
        month_of(item, self.recruited_month, filed)
    }
}

impl FeeCap {
    /// Whether it limits what an agency of this country charges for this destination.
    pub fn is_for(&self, agency_country: &str, destination: &str) -> bool {
        self.charged_in == agency_country
            && (self.destinations.is_empty()
                || self.destinations.iter().any(|to| to == destination))
    }

    /// Compares what was charged with the limit; nothing when the limit does not concern it.
    pub fn check<'c>(
        &'c self,
        agency_country: &str,
        charged: &Charged<'_>,
        filed: Month,
        rates: &Rates,
    ) -> Option<CapCheck<'c>> {
        let is_for = self.is_for(agency_country, charged.destination);
        let items = charged.items.iter().enumerate();
        let limited = items.filter(|(_, item)| self.limits(item, charged.month_of(item, filed)));
        let limited: Vec<(usize, &FeeItem)> = limited.collect();
        let (_, first) = limited.first().filter(|_| is_for)?;
        let mut check = CapCheck {
            cap: self,
            verdict: FeeVerdict::CannotTell,
            items: limited.iter().map(|(place, _)| *place).collect(),
            charged: None,
            allowed: None,
            lacking: None,
        };
        if !self.concerns(charged.occupation)? {
            check.lacking = Some(Lacking::Occupation);
            return Some(check);
        }
        let month = charged.month_of(first, filed);
        let currency = &first.paid.currency;
        let parts = limited
            .iter()
            .map(|(_, item)| rates.convert(&item.net(), currency, charged.month_of(item, filed)));
        let Some(sum) = parts.sum::<Option<f64>>() else {
            check.lacking = Some(Lacking::ExchangeRate);
            return Some(check);
        };
        check.charged = Some(Money::of_major_units(sum, currency.clone()));
        let allowed = self.allowed(charged, |wage| rates.convert(wage, currency, month));
        judge(&mut check, sum, allowed);
        Some(check)
    }

    fn limits(&self, item: &FeeItem, month: Month) -> bool {
        let has = |list: &[String], code: &str| list.iter().any(|one| one == code);
        let sub_item = item.sub_item.as_ref().map(Code::as_str);
        OF_THE_AGENCY.contains(&item.paid_to.as_str())
            && has(&self.categories, item.category.as_str())
            && (self.sub_items.is_empty()
                || sub_item.is_some_and(|code| has(&self.sub_items, code)))
            && self.effective_from <= month
            && self.effective_to.is_none_or(|last| month <= last)
    }

    /// Whether it is for this occupation (`Some(true)`), not for it (`None`), or whether that depends on
    /// an occupation that is not known (`Some(false)`).
    fn concerns(&self, occupation: Option<&str>) -> Option<bool> {
        let within =
            |groups: &[String], code: &str| groups.iter().any(|g| code.starts_with(g.as_str()));
        match occupation {
            None => Some(self.occupations.is_empty()),
            Some(code) => {
                let is_meant = self.occupations.is_empty() || within(&self.occupations, code);
                (is_meant && !within(&self.except_occupations, code)).then_some(true)
            }
        }
    }

    /// The amount that is allowed for certain, the amount beyond which it is certainly too much, and
    /// what is lacking when the two differ.
    fn allowed(
        &self,
        charged: &Charged<'_>,
        in_currency: impl Fn(&Money) -> Option<f64>,
    ) -> Result<Allowed, Lacking> {
        let (most, per_year) = match self.limit {
            Limit::Nothing(_) => {
                return Ok(Allowed {
                    for_certain: 0.0,
                    at_most: 0.0,
                    lacking: None,
                });
            }
            Limit::MonthsOfWage {
                most,
                per_contract_year,
            } => (most, per_contract_year),
        };
        let wage = charged.agreed_wage.ok_or(Lacking::Wage)?;
        let wage = in_currency(wage).ok_or(Lacking::ExchangeRate)?;
        let at_most = wage * f64::from(most);
        let Some(per_year) = per_year else {
            return Ok(Allowed {
                for_certain: at_most,
                at_most,
                lacking: None,
            });
        };
        let Some(months) = charged.contract_months else {
            return Ok(Allowed {
                for_certain: 0.0,
                at_most,
                lacking: Some(Lacking::ContractMonths),
            });
        };
        let years = f64::from(u16::from(months).div_ceil(MONTHS_OF_A_YEAR));
        let allowed = (wage * f64::from(per_year) * years).min(at_most);
        Ok(Allowed {
            for_certain: allowed,
            at_most: allowed,
            lacking: None,
        })
    }
}

struct Allowed {
    for_certain: f64,
    at_most: f64,
    lacking: Option<Lacking>,
}

/// Half of the smallest coin: amounts that differ by less are the same.
const HALF_A_COIN: f64 = 0.005;

fn judge(check: &mut CapCheck<'_>, charged: f64, allowed: Result<Allowed, Lacking>) {
    let currency = check.charged.as_ref().map(|money| money.currency.clone());
    match allowed {
        Err(lacking) => check.lacking = Some(lacking),
        Ok(allowed) => {
            check.verdict = if charged > allowed.at_most + HALF_A_COIN {
                FeeVerdict::OverLimit
            } else if charged <= allowed.for_certain + HALF_A_COIN {
                FeeVerdict::WithinLimit
            } else {
                FeeVerdict::CannotTell
            };
            if allowed.lacking.is_none() || check.verdict == FeeVerdict::OverLimit {
                check.allowed = currency.map(|c| Money::of_major_units(allowed.at_most, c));
            }
            if check.verdict == FeeVerdict::CannotTell {
                check.lacking = allowed.lacking;
            }
        }
    }
}
