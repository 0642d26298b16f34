//! Is this wage legal? Minimum wages, pay for overtime, what is cut, and when it is paid.

use std::collections::BTreeSet;

use serde::Deserialize;
use utoipa::ToSchema;

use super::Entitlement;
use super::applies::{Fact, Facts, wage_fact};
use super::compare::{Compared, Comparison, Finding, WhyUnknown, settle};
use super::exact::{Amount, Exact, read_exact, whole, written};
use super::formula::Known;
use super::library::Library;
use super::value::{EntitlementValue, Per, RateSteps, TimesOf};
use crate::platform::code_lists::{Code, Currencies};
use crate::platform::money::Money;
use crate::text_enum;

type CurrencyCode = Code<Currencies>;

text_enum! {
    /// For what a wage is paid.
    pub enum WageUnit {
        /// An hour.
        Hour => "hour",
        /// A day.
        Day => "day",
        /// A week.
        Week => "week",
        /// A month.
        Month => "month",
    }
}

text_enum! {
    /// On what day overtime was worked.
    pub enum OvertimeDay {
        /// A normal day.
        NormalDay => "normal_day",
        /// A day of rest.
        RestDay => "rest_day",
        /// A public holiday.
        PublicHoliday => "public_holiday",
        /// At night.
        Night => "night",
    }
}

text_enum! {
    /// What is cut from a wage.
    pub enum DeductionReason {
        /// Everything together.
        All => "all",
        /// For damage.
        Damage => "damage",
        /// One single deduction.
        Each => "each",
    }
}

text_enum! {
    /// What pay for overtime is reckoned from.
    pub enum WageBasis {
        /// What is paid for a normal hour.
        HourlyRate => "hourly_rate",
        /// The same without allowances.
        HourlyBasicRate => "hourly_basic_rate",
        /// What is paid for an hour of that day.
        HourlyRateOfThatDay => "hourly_rate_of_that_day",
        /// What is paid for a normal day.
        DailyRate => "daily_rate",
        /// The same without allowances.
        DailyBasicRate => "daily_basic_rate",
    }
}

/// What is paid for normal work, without overtime.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WageTold {
    /// How much.
    pub amount: Amount,
    /// ISO 4217.
    #[schema(value_type = CurrencyCode)]
    pub currency: CurrencyCode,
    /// For what.
    pub per: WageUnit,
}

/// A basis that is known.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BasisTold {
    /// Which.
    pub basis: WageBasis,
    /// How much.
    pub amount: Money,
}

/// Overtime of one day.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Overtime {
    /// On what day.
    pub day: OvertimeDay,
    /// How many hours.
    pub hours: Amount,
    /// What was paid for them.
    pub paid: Money,
}

/// Something that is cut from a wage.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Deduction {
    /// What for.
    pub reason: DeductionReason,
    /// How much.
    pub amount: Money,
}

/// What is asked about a wage.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WageQuestion {
    /// What is paid for normal work, once for each unit that is known.
    #[serde(default)]
    #[schema(max_items = 4)]
    pub wages: Vec<WageTold>,
    /// The monthly wage without allowances.
    pub monthly_basic_wage: Option<Money>,
    /// Hours of a normal working day.
    pub normal_hours_per_day: Option<Amount>,
    /// What overtime is reckoned from, where that is known.
    #[serde(default)]
    #[schema(max_items = 5)]
    pub bases: Vec<BasisTold>,
    /// Overtime, one entry for each day.
    #[serde(default)]
    #[schema(max_items = 31)]
    pub overtime: Vec<Overtime>,
    /// What is cut.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub deductions: Vec<Deduction>,
    /// All wages of the month from which it is cut.
    pub wages_of_month: Option<Money>,
    /// All wages of the wage period from which it is cut.
    pub wages_of_period: Option<Money>,
    /// The wages of the month after taxes and the like.
    pub net_wages_of_month: Option<Money>,
    /// Days from the end of the wage period until the wage is paid.
    #[schema(minimum = 0, maximum = 1000)]
    pub days_until_paid: Option<u16>,
}

/// What may be said of one thing that was asked.
#[derive(Debug, Clone)]
pub struct Answered<'l> {
    /// To which member of the question it belongs (JSON pointer).
    pub about: String,
    /// The kind of entitlement.
    pub kind: &'static str,
    /// What may be said.
    pub findings: Vec<Finding<'l>>,
}

/// Adds to the facts what the question tells of the wage.
pub fn tell_wage(question: &WageQuestion, facts: &mut Facts) {
    if let Some(wage) = question
        .wages
        .iter()
        .find(|wage| wage.per == WageUnit::Month)
    {
        let amount = written(wage.amount.value());
        facts.tell(
            Fact::MonthlyWage,
            wage_fact(&amount, wage.currency.as_str()),
        );
    }
}

/// Compares a wage with everything that is known.
pub fn check_wages<'l>(
    library: &'l Library,
    question: &WageQuestion,
    facts: &Facts,
) -> Vec<Answered<'l>> {
    let mut answered = Vec::new();
    if !question.wages.is_empty() {
        let compare = |entitlement: &Entitlement| minimum(question, entitlement);
        answered.push(answer(
            library,
            facts,
            ("/wages".to_owned(), "minimum_wage", None),
            &compare,
        ));
    }
    for (place, overtime) in question.overtime.iter().enumerate() {
        let about = (
            format!("/overtime/{place}"),
            "overtime_rate",
            Some(overtime.day.as_str()),
        );
        let compare =
            |entitlement: &Entitlement| pay_for_overtime(library, question, overtime, entitlement);
        answered.push(answer(library, facts, about, &compare));
    }
    for (place, deduction) in question.deductions.iter().enumerate() {
        let case = match deduction.reason {
            DeductionReason::All => None,
            DeductionReason::Damage | DeductionReason::Each => Some(deduction.reason.as_str()),
        };
        let about = (format!("/deductions/{place}"), "deduction_cap", case);
        let compare = |entitlement: &Entitlement| cut(question, deduction, entitlement);
        answered.push(answer(library, facts, about, &compare));
    }
    if let Some(days) = question.days_until_paid {
        let about = ("/days_until_paid".to_owned(), "wage_payment", None);
        let compare = |entitlement: &Entitlement| days_until(days, entitlement);
        answered.push(answer(library, facts, about, &compare));
    }
    answered
}

fn answer<'l>(
    library: &'l Library,
    facts: &Facts,
    (about, kind, case): (String, &'static str, Option<&str>),
    compare: &dyn Fn(&'l Entitlement) -> Compared,
) -> Answered<'l> {
    let candidates = library.candidates(kind, case, facts, compare);
    Answered {
        about,
        kind,
        findings: settle(library.bound(kind), candidates, facts),
    }
}

/// It was told in another unit or currency, or not at all.
fn not(fact: Fact, why: Option<WhyUnknown>) -> Compared {
    Compared::Not(BTreeSet::from([fact]), why)
}

fn minimum(question: &WageQuestion, entitlement: &Entitlement) -> Compared {
    let EntitlementValue::Money(least) = &entitlement.value else {
        return Compared::Not(BTreeSet::new(), Some(WhyUnknown::NoFormula));
    };
    let (unit, fact) = match least.per {
        Per::Hour => (WageUnit::Hour, Fact::WagePerHour),
        Per::Day => (WageUnit::Day, Fact::WagePerDay),
        Per::Week => (WageUnit::Week, Fact::WagePerWeek),
        Per::Month => (WageUnit::Month, Fact::WagePerMonth),
        Per::Case => return Compared::Not(BTreeSet::new(), Some(WhyUnknown::OtherUnit)),
    };
    let same_unit: Vec<&WageTold> = question.wages.iter().filter(|w| w.per == unit).collect();
    let told = same_unit
        .iter()
        .find(|wage| wage.currency == least.currency);
    match told {
        Some(told) => Compared::Numbers(Comparison::of_money(
            told.amount.value().clone(),
            least.amount.value().clone(),
            least.currency.as_str(),
        )),
        None if same_unit.is_empty() => not(fact, Some(WhyUnknown::OtherUnit)),
        None => not(fact, Some(WhyUnknown::OtherCurrency)),
    }
}

/// Why a basis is not known.
type NoBasis = (BTreeSet<Fact>, Option<WhyUnknown>);

/// What is known in one currency.
struct Bases<'q> {
    question: &'q WageQuestion,
    currency: &'q str,
}

impl Bases<'_> {
    fn wage(&self, unit: WageUnit) -> Option<Exact> {
        let mut wages = self.question.wages.iter();
        let wage =
            wages.find(|wage| wage.per == unit && wage.currency.as_str() == self.currency)?;
        Some(wage.amount.value().clone())
    }

    fn told(&self, name: &str) -> Option<Exact> {
        let mut bases = self.question.bases.iter();
        let told = bases.find(|told| told.basis.as_str() == name && self.is_same(&told.amount));
        let told = told.and_then(|told| read_exact(&told.amount.amount));
        told.or_else(|| match name {
            "hourly_rate" => self.wage(WageUnit::Hour),
            "daily_rate" => self.wage(WageUnit::Day),
            _ => None,
        })
    }

    fn is_same(&self, money: &Money) -> bool {
        money.currency.as_str() == self.currency
    }

    fn known(&self) -> Known {
        let basic = self.question.monthly_basic_wage.as_ref();
        let basic = basic.filter(|money| self.is_same(money));
        let numbers = [
            ("monthly_wage", self.wage(WageUnit::Month)),
            (
                "monthly_basic_wage",
                basic.and_then(|money| read_exact(&money.amount)),
            ),
            (
                "normal_hours_per_day",
                self.question
                    .normal_hours_per_day
                    .as_ref()
                    .map(|hours| hours.value().clone()),
            ),
        ];
        let numbers = numbers.into_iter();
        numbers
            .filter_map(|(name, number)| Some((name, number?)))
            .collect()
    }

    /// A basis as it was told, or as the formula of the rule gives it.
    fn find(
        &self,
        library: &Library,
        entitlement: &Entitlement,
        name: &str,
    ) -> Result<Exact, NoBasis> {
        if let Some(told) = self.told(name) {
            return Ok(told);
        }
        let formula = library.formulas.get(&entitlement.code);
        let Some(formula) = formula.filter(|formula| formula.result == name) else {
            let lacking = name.parse::<Fact>().into_iter().collect();
            return Err((lacking, Some(WhyUnknown::NoFormula)));
        };
        formula.compute(&self.known()).map_err(|lacking| {
            let facts = lacking.into_iter().filter_map(|name| name.parse().ok());
            (facts.collect(), None)
        })
    }
}

fn pay_for_overtime(
    library: &Library,
    question: &WageQuestion,
    overtime: &Overtime,
    entitlement: &Entitlement,
) -> Compared {
    let currency = overtime.paid.currency.as_str();
    let bases = Bases { question, currency };
    let find = |name: &str| bases.find(library, entitlement, name);
    let hours = overtime.hours.value();
    let due = if let EntitlementValue::Times(times) = &entitlement.value {
        find(&times.of).map(|basis| basis * times.factor.value() * hours)
    } else if let EntitlementValue::RateSteps(steps) = &entitlement.value {
        find(&steps.of).map(|basis| basis * in_steps(steps, hours))
    } else if let EntitlementValue::TimesSum(all) = &entitlement.value {
        sum_of(all, &find).map(|of_hour| of_hour * hours)
    } else {
        Err((BTreeSet::new(), Some(WhyUnknown::NoFormula)))
    };
    match (due, read_exact(&overtime.paid.amount)) {
        (Ok(due), Some(paid)) => Compared::Numbers(Comparison::of_money(paid, due, currency)),
        (Ok(_), None) => Compared::Not(BTreeSet::new(), None),
        (Err((lacking, why)), _) => Compared::Not(lacking, why),
    }
}

fn sum_of(
    all: &[TimesOf],
    find: &dyn Fn(&str) -> Result<Exact, NoBasis>,
) -> Result<Exact, NoBasis> {
    let (mut sum, mut lacking, mut why) = (whole(0), BTreeSet::new(), None);
    for times in all {
        match find(&times.of) {
            Ok(basis) => sum += basis * times.factor.value(),
            Err((more, because)) => {
                lacking.extend(more);
                why = why.or(because);
            }
        }
    }
    if lacking.is_empty() && why.is_none() {
        Ok(sum)
    } else {
        Err((lacking, why))
    }
}

/// So many hours in steps, as hours at the simple rate. The first hour goes from 0 to 1.
fn in_steps(steps: &RateSteps, hours: &Exact) -> Exact {
    let of_step = steps.steps.iter().map(|step| {
        let from = whole(step.from_hour.saturating_sub(1));
        let to = step
            .to_hour
            .map_or_else(|| hours.clone(), |to| whole(to).min(hours.clone()));
        let within = if to > from { to - from } else { whole(0) };
        within * step.factor.value()
    });
    of_step.fold(whole(0), |sum, part| sum + part)
}

fn cut(question: &WageQuestion, deduction: &Deduction, entitlement: &Entitlement) -> Compared {
    let unknown = |why| Compared::Not(BTreeSet::new(), Some(why));
    let currency = deduction.amount.currency.as_str();
    let Some(told) = read_exact(&deduction.amount.amount) else {
        return Compared::Not(BTreeSet::new(), None);
    };
    let money = |most: Exact| Compared::Numbers(Comparison::of_money(told.clone(), most, currency));
    if let EntitlementValue::Money(most) = &entitlement.value {
        let is_same = most.currency.as_str() == currency;
        let amount = is_same.then(|| most.amount.value().clone());
        return amount.map_or_else(|| unknown(WhyUnknown::OtherCurrency), money);
    }
    let EntitlementValue::Share(share) = &entitlement.value else {
        return unknown(WhyUnknown::NoFormula);
    };
    let (basis, fact) = match share.of.as_str() {
        "wages_of_month" => (&question.wages_of_month, Fact::WagesOfMonth),
        "wages_of_period" => (&question.wages_of_period, Fact::WagesOfPeriod),
        "net_wages_of_month" => (&question.net_wages_of_month, Fact::NetWagesOfMonth),
        _ => return unknown(WhyUnknown::NoFormula),
    };
    let basis = basis
        .as_ref()
        .filter(|basis| basis.currency.as_str() == currency);
    let basis = basis.and_then(|basis| read_exact(&basis.amount));
    match (basis, &share.at_most) {
        (Some(basis), Some(most)) => money(basis * most.value()),
        (None, Some(_)) => not(fact, None),
        (_, None) => unknown(WhyUnknown::NoFormula),
    }
}

fn days_until(days: u16, entitlement: &Entitlement) -> Compared {
    if let EntitlementValue::Duration(most) = &entitlement.value
        && most.unit == "days"
        && most.after.as_deref() == Some("wage_period")
    {
        return Compared::Numbers(Comparison::of_numbers(whole(days), whole(most.count)));
    }
    Compared::Not(BTreeSet::new(), Some(WhyUnknown::OtherUnit))
}
