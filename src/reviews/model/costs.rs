//! Counting what recruitment cost, in one currency.

use std::collections::BTreeMap;

use super::caps::{CapCheck, Charged, FeeCap, month_of};
use super::facts::FactAnswer;
use super::terms::{Substitution, substitution};
use super::{Content, Month};
use crate::platform::code_lists::{Code, Currencies};
use crate::platform::money::Money;

/// The currency in which costs are compared.
const COMMON: &str = "USD";
const MICRO: f64 = 1_000_000.0;

/// How many millionths of a currency's unit a US dollar was in a month.
#[derive(Debug, Clone, Default)]
pub struct Rates(BTreeMap<(String, Month), i64>);

impl Rates {
    /// Knows a rate.
    pub fn insert(&mut self, currency: String, month: Month, micro_units_per_usd: i64) {
        self.0.insert((currency, month), micro_units_per_usd);
    }

    fn per_usd(&self, currency: &str, month: Month) -> Option<f64> {
        if currency == COMMON {
            return Some(1.0);
        }
        let micro = *self.0.get(&(currency.to_owned(), month))?;
        // Exact up to nine thousand million units for a dollar.
        let (whole, rest) = (micro.div_euclid(1_000_000), micro.rem_euclid(1_000_000));
        Some(f64::from(i32::try_from(whole).ok()?) + f64::from(i32::try_from(rest).ok()?) / MICRO)
    }

    /// An amount in another currency at the rate of a month; nothing when a rate is not known.
    pub fn convert(&self, money: &Money, to: &Code<Currencies>, month: Month) -> Option<f64> {
        let amount = money.major_units()?;
        if money.currency == *to {
            return Some(amount);
        }
        let (from, to) = (money.currency.as_str(), to.as_str());
        Some(amount / self.per_usd(from, month)? * self.per_usd(to, month)?)
    }
}

/// What follows from what an author says.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment<'c> {
    /// Whether the contract was substituted.
    pub substitution: Substitution,
    /// Each fee item in US dollars, without what was paid back.
    pub items_usd: Vec<Option<Money>>,
    /// All of them together, when each can be counted.
    pub total_usd: Option<Money>,
    /// The comparison with each limit that concerns it.
    pub checks: Vec<CapCheck<'c>>,
    /// All costs in months of the first income (indicator 10.7.1 of the Sustainable Development Goals).
    pub cost_in_months_of_income: Option<f64>,
}

/// Works out what follows from what an author says.
pub fn assess<'c>(
    content: &Content,
    agency_country: &str,
    filed: Month,
    caps: &'c [FeeCap],
    rates: &Rates,
) -> Assessment<'c> {
    let usd: Code<Currencies> = Code::known(COMMON.to_owned());
    let items = content.fee_items.iter();
    let in_usd = items.map(|item| {
        rates.convert(
            &item.net(),
            &usd,
            month_of(item, content.recruited_month, filed),
        )
    });
    let in_usd: Vec<Option<f64>> = in_usd.collect();
    let total: Option<f64> = in_usd.iter().copied().sum();
    let total = total.filter(|_| are_costs_told(content));
    let dollars = |amount: f64| Money::of_major_units(amount, usd.clone());
    let (checks, charged) = (caps.iter(), Charged::of(content));
    Assessment {
        substitution: substitution(content.terms.as_ref(), content.facts.as_ref()),
        items_usd: in_usd
            .into_iter()
            .map(|amount| amount.map(dollars))
            .collect(),
        total_usd: total.map(dollars),
        checks: checks
            .filter_map(|cap| cap.check(agency_country, &charged, filed, rates))
            .collect(),
        cost_in_months_of_income: cost_in_months_of_income(content, filed, rates),
    }
}

/// Who lists nothing may not have wanted to tell; who paid nothing says so.
pub fn are_costs_told(content: &Content) -> bool {
    let facts = content.facts.as_ref().and_then(|facts| facts.fees.as_ref());
    let said = facts.and_then(|fees| fees.nothing_paid);
    !content.fee_items.is_empty() || said == Some(FactAnswer::Yes)
}

fn cost_in_months_of_income(content: &Content, filed: Month, rates: &Rates) -> Option<f64> {
    let income = content.first_month_income.as_ref()?;
    if !are_costs_told(content) {
        return None;
    }
    let a_month = income.major_units().filter(|amount| *amount > 0.0)?;
    let items = content.fee_items.iter();
    let costs = items.map(|item| {
        rates.convert(
            &item.net(),
            &income.currency,
            month_of(item, content.recruited_month, filed),
        )
    });
    Some(costs.sum::<Option<f64>>()? / a_month)
}

/// The currencies and months of which rates are needed to compare what was charged with limits.
pub fn rates_for(charged: &Charged<'_>, filed: Month) -> (Vec<String>, Vec<Month>) {
    let items = charged.items.iter();
    let money = items
        .clone()
        .map(|item| &item.paid)
        .chain(charged.agreed_wage);
    let currencies = money.map(|money| money.currency.as_str().to_owned());
    let months = items.map(|item| month_of(item, charged.recruited_month, filed));
    (currencies.collect(), months.collect())
}

/// The months and currencies of which rates are needed for a review.
pub fn rates_needed(content: &Content, filed: Month) -> (Vec<String>, Vec<Month>) {
    let (mut currencies, months) = rates_for(&Charged::of(content), filed);
    let income = content.first_month_income.iter();
    currencies.extend(income.map(|money| money.currency.as_str().to_owned()));
    (currencies, months)
}
