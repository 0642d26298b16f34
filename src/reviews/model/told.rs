//! What published reviews tell of costs and contracts, as figures of many together.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caps::{FeeCap, FeeVerdict};
use super::costs::{Assessment, are_costs_told};
use super::crowd::{groups_of, shown_groups, shown_parts};
use super::statistics::Route;
use super::{Content, Review};
use crate::agencies::{Quartiles, Share, ToldByReviews};
use crate::platform::code_lists::Code;
use crate::platform::ids::Id;
use crate::platform::money::Money;

/// Reviews below which no figure of money is shown, whatever the minimum of a rating.
pub const LEAST_OF_MONEY: u32 = 5;

/// What one published review tells. It is stored only sealed, with those of its agency and corridor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The review, to find it again when it ends.
    pub review: Id,
    /// ISCO-08.
    pub occupation: Option<String>,
    /// All costs.
    pub total_usd: Option<f64>,
    /// Costs by category of fees; there when all costs are.
    pub by_category: BTreeMap<String, f64>,
    /// All costs in months of the first income.
    pub months_of_income: Option<f64>,
    /// Whether more was charged than a legal limit allows.
    pub over_limit: Option<bool>,
    /// Whether the contract was substituted.
    pub substituted: Option<bool>,
}

impl Told {
    /// What a review tells; `caps` are those with which it was assessed.
    pub fn of(
        review: &Review,
        assessment: &Assessment<'_>,
        country: &str,
        caps: &[FeeCap],
    ) -> Self {
        let content = &review.content;
        let total = assessment.total_usd.as_ref();
        let items = content.fee_items.iter().zip(&assessment.items_usd);
        let mut by_category = BTreeMap::new();
        for (item, usd) in items.filter(|_| total.is_some()) {
            let usd = usd.as_ref().and_then(Money::major_units);
            let sum = by_category.entry(item.category.as_str().to_owned());
            *sum.or_insert(0.0) += usd.unwrap_or(0.0);
        }
        Self {
            review: review.id,
            occupation: content.occupation.clone().map(Code::into_inner),
            total_usd: total.and_then(Money::major_units),
            by_category,
            months_of_income: assessment.cost_in_months_of_income,
            over_limit: over_limit(content, assessment, country, caps),
            substituted: assessment.substitution.is_substituted,
        }
    }
}

/// Who paid nothing that a limit concerns was charged within it.
fn over_limit(
    content: &Content,
    assessment: &Assessment<'_>,
    country: &str,
    caps: &[FeeCap],
) -> Option<bool> {
    let verdicts = || assessment.checks.iter().map(|check| check.verdict);
    if verdicts().any(|verdict| verdict == FeeVerdict::OverLimit) {
        return Some(true);
    }
    if verdicts().any(|verdict| verdict == FeeVerdict::CannotTell) || !are_costs_told(content) {
        return None;
    }
    let destination = content.corridor.destination.as_str();
    let is_limited = caps.iter().any(|cap| cap.is_for(country, destination));
    is_limited.then_some(false)
}

/// The quartiles of some amounts, to two significant digits: the amount in the middle of a few is
/// somebody's, and in the agency's books.
fn quartiles(amounts: impl Iterator<Item = f64>, round: fn(f64) -> f64) -> Option<Quartiles> {
    let mut amounts: Vec<f64> = amounts.collect();
    amounts.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        let last = u32::try_from(amounts.len().checked_sub(1)?).ok()?;
        let place = share * f64::from(last);
        let below = (0..=last).rev().find(|n| f64::from(*n) <= place)?;
        let low = amounts.get(usize::try_from(below).ok()?)?;
        let high = amounts.get(usize::try_from(below + 1).ok()?).unwrap_or(low);
        Some(round((high - low).mul_add(place - f64::from(below), *low)))
    };
    Some(Quartiles {
        review_count: u32::try_from(amounts.len()).ok()?,
        lower_quartile: at(0.25)?,
        median: at(0.5)?,
        upper_quartile: at(0.75)?,
    })
}

/// Two significant digits, and no cents.
fn two_digits(amount: f64) -> f64 {
    if amount < 1.0 {
        return amount.round() + 0.0;
    }
    let step = 10_f64.powf((amount.log10().floor() - 1.0).max(0.0));
    (amount / step).round() * step
}

/// Tenths of a month.
fn tenths(months: f64) -> f64 {
    (months * 10.0).round() / 10.0 + 0.0
}

fn share(answers: impl Iterator<Item = bool>, steps: f64) -> Option<Share> {
    let (mut yes, mut all) = (0_u32, 0_u32);
    for answer in answers {
        yes += u32::from(answer);
        all += 1;
    }
    let share = f64::from(yes) / f64::from(all.max(1));
    (all > 0).then(|| Share {
        review_count: all,
        share: (share * steps).round() / steps,
    })
}

/// Figures of an agency.
pub struct Figures {
    /// Of all its reviews.
    pub whole: ToldByReviews,
    /// Of the corridors of which something may be shown beside that.
    pub by_route: BTreeMap<Route, ToldByReviews>,
}

const HUNDREDTHS: f64 = 100.0;

/// What an agency's reviews tell together. Each figure needs reviews enough of its own, and of
/// corridors only what does not give away what the few others say.
pub fn figures(told: &BTreeMap<Route, Vec<Told>>, minimum: u32) -> Figures {
    let of_money = minimum.max(LEAST_OF_MONEY);
    let fees = parts(told, of_money, |one| one.total_usd.is_some());
    let limits = parts(told, minimum, |one| one.over_limit.is_some());
    let contracts = parts(told, minimum, |one| one.substituted.is_some());
    let of = |all: &[&Told], part: Option<&Route>| {
        let is_shown =
            |shown: &Shown| part.map_or(shown.whole, |route| shown.parts.contains(route));
        let all = || all.iter();
        ToldByReviews {
            fees_usd: is_shown(&fees)
                .then(|| quartiles(all().filter_map(|one| one.total_usd), two_digits))
                .flatten(),
            over_limit: is_shown(&limits)
                .then(|| share(all().filter_map(|one| one.over_limit), HUNDREDTHS))
                .flatten(),
            contract_substitution: is_shown(&contracts)
                .then(|| share(all().filter_map(|one| one.substituted), HUNDREDTHS))
                .flatten(),
        }
    };
    let everything: Vec<&Told> = told.values().flatten().collect();
    let of_route = |(route, all): (&Route, &Vec<Told>)| {
        let all: Vec<&Told> = all.iter().collect();
        (route.clone(), of(&all, Some(route)))
    };
    Figures {
        whole: of(&everything, None),
        by_route: told.iter().map(of_route).collect(),
    }
}

struct Shown {
    whole: bool,
    parts: BTreeSet<Route>,
}

fn parts(told: &BTreeMap<Route, Vec<Told>>, least: u32, says: impl Fn(&Told) -> bool) -> Shown {
    let number = |all: &Vec<Told>| {
        let number = all.iter().filter(|one| says(one)).count();
        u32::try_from(number).unwrap_or(u32::MAX)
    };
    let numbers: BTreeMap<Route, u32> = told
        .iter()
        .map(|(route, all)| (route.clone(), number(all)))
        .collect();
    let whole = numbers
        .values()
        .fold(0, |sum: u32, n| sum.saturating_add(*n));
    Shown {
        whole: whole >= least,
        parts: shown_parts(whole, &numbers, least),
    }
}

/// Quartiles of what workers paid. How many reviews it rests on is told in steps of five.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CostQuartiles {
    /// It rests on at least so many reviews.
    pub reviews_at_least: u32,
    /// A quarter paid no more than this.
    pub lower_quartile: f64,
    /// Half paid no more than this.
    pub median: f64,
    /// Three quarters paid no more than this.
    pub upper_quartile: f64,
}

/// A share of reviews.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CostShare {
    /// It rests on at least so many reviews.
    pub reviews_at_least: u32,
    /// The share, in steps of 0.05.
    pub share: f64,
}

/// What recruitment costs, for a corridor and occupation. Null is whatever too few reviews tell.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CostFigures {
    /// All that a worker paid, in US dollars, without what was paid back.
    pub total_usd: Option<CostQuartiles>,
    /// By category of fees (code list `fee_categories`), of those who paid for it.
    pub categories_usd: BTreeMap<String, CostQuartiles>,
    /// All that a worker paid, in months of the first income (SDG indicator 10.7.1).
    pub months_of_income: Option<CostQuartiles>,
    /// The share that was charged more than a legal limit allows, of those for whom it can be told.
    pub over_limit: Option<CostShare>,
}

/// Counts are told in steps of this.
const STEP: u32 = 5;
/// Shares are told in steps of a twentieth.
const TWENTIETHS: f64 = 20.0;

impl From<Quartiles> for CostQuartiles {
    fn from(exact: Quartiles) -> Self {
        Self {
            reviews_at_least: exact.review_count / STEP * STEP,
            lower_quartile: exact.lower_quartile,
            median: exact.median,
            upper_quartile: exact.upper_quartile,
        }
    }
}

impl From<Share> for CostShare {
    fn from(exact: Share) -> Self {
        Self {
            reviews_at_least: exact.review_count / STEP * STEP,
            share: exact.share,
        }
    }
}

/// Values by group of occupations, with the empty code for all; only groups that may be shown.
fn by_group<T>(told: &[Told], value: impl Fn(&Told) -> Option<T>) -> BTreeMap<String, Vec<T>> {
    let mut members: BTreeMap<String, u32> = BTreeMap::new();
    let tellers = || told.iter().filter_map(|one| Some((one, value(one)?)));
    for (one, _) in tellers() {
        for group in groups_of(one.occupation.as_deref()) {
            *members.entry(group).or_default() += 1;
        }
    }
    let shown = shown_groups(&members, LEAST_OF_MONEY);
    let mut values: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for group in shown {
        let within = tellers().filter(|(one, _)| {
            one.occupation
                .as_deref()
                .unwrap_or_default()
                .starts_with(group.as_str())
        });
        let within = within.map(|(_, value)| value).collect();
        values.insert(group, within);
    }
    values
}

/// What recruitment costs in a corridor, by group of occupations, with the empty code for all.
pub fn costs(told: &[Told]) -> BTreeMap<String, CostFigures> {
    let mut all: BTreeMap<String, CostFigures> = BTreeMap::new();
    for (group, amounts) in by_group(told, |one| one.total_usd) {
        let total = quartiles(amounts.into_iter(), two_digits);
        all.entry(group).or_default().total_usd = total.map(Into::into);
    }
    for (group, months) in by_group(told, |one| one.months_of_income) {
        let months = quartiles(months.into_iter(), tenths);
        all.entry(group).or_default().months_of_income = months.map(Into::into);
    }
    for (group, answers) in by_group(told, |one| one.over_limit) {
        let answers = share(answers.into_iter(), TWENTIETHS);
        all.entry(group).or_default().over_limit = answers.map(Into::into);
    }
    let categories: BTreeSet<&String> =
        told.iter().flat_map(|one| one.by_category.keys()).collect();
    for category in categories {
        for (group, amounts) in of_category(told, category) {
            let amounts = quartiles(amounts.into_iter(), two_digits);
            let figures = all.entry(group).or_default();
            let shown = amounts.map(|amounts| (category.clone(), amounts.into()));
            figures.categories_usd.extend(shown);
        }
    }
    all
}

/// What was paid for a category, by group. Those of the group who did not pay for it must be none, or
/// not singled out either.
fn of_category(told: &[Told], category: &str) -> BTreeMap<String, Vec<f64>> {
    let is_silent = |one: &Told| one.total_usd.is_some() && !one.by_category.contains_key(category);
    let mut paid = by_group(told, |one| one.by_category.get(category).copied());
    let silent = by_group(told, |one| is_silent(one).then_some(()));
    paid.retain(|group, _| {
        let is_within = |one: &&Told| {
            one.occupation
                .as_deref()
                .unwrap_or_default()
                .starts_with(group.as_str())
        };
        silent.contains_key(group) || !told.iter().filter(is_within).any(is_silent)
    });
    paid
}

#[cfg(test)]
mod tests;
