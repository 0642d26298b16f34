//! Does this contract say what it must, and what the law allows? What is asked is data: `data/checks/contract.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::applies::{Fact, Facts, Holds, applies, years_of_service};
use super::compare::{Candidate, Compared, Comparison, Finding, WhyUnknown, order, settle};
use super::exact::{Exact, read_exact, whole};
use super::library::Library;
use super::value::{DaysPer, DurationOf, EntitlementValue, Money};
use super::{Bound, CheckVerdict, DutyOf, Entitlement};
use crate::platform::clock::Date;

pub use super::contract_file::{
    Alarm, BreachWhen, CompareWith, ContractFile, LineState, Member, MemberType, Requirement,
};

/// What a contract says: its members as JSON. What is not there is not known; `""` and `[]` say that it is silent.
pub type Told = BTreeMap<String, Value>;

/// What is asked about a contract.
#[derive(Debug, Clone)]
pub struct Asked<'q> {
    /// What it says.
    pub contract: &'q Told,
    /// What was promised before.
    pub promised: &'q Told,
    /// The languages that the worker reads.
    pub reader_languages: &'q [String],
}

/// What may be said of a member.
#[derive(Debug, Clone)]
pub struct Line<'l> {
    /// The member.
    pub member: &'l Member,
    /// What may be said, in one word.
    pub state: LineState,
    /// Whether it is a warning sign in any country.
    pub is_alarm: bool,
    /// What came of its comparisons.
    pub findings: Vec<Finding<'l>>,
    /// The requirements that ask for it, and whether they apply.
    pub asked_by: Vec<(&'l Requirement, Holds)>,
}

fn is_silent(told: &Value) -> bool {
    told.as_str() == Some("") || told.as_array().is_some_and(Vec::is_empty)
}

/// The members that do not have the type that the file asks for, and those that it does not have.
pub fn misfits<'q>(file: &ContractFile, told: &'q Told) -> Vec<(&'q str, bool)> {
    let check = |(code, value): (&'q String, &'q Value)| {
        let member = file.members.iter().find(|member| member.code == *code);
        let fits = member.is_some_and(|member| is_silent(value) || member.fits(value));
        (!fits).then_some((code.as_str(), member.is_some()))
    };
    told.iter().filter_map(check).collect()
}

impl Member {
    fn fits(&self, value: &Value) -> bool {
        let texts = |wanted: fn(&Value) -> bool| {
            value
                .as_array()
                .is_some_and(|items| items.iter().all(wanted))
        };
        match self.kind {
            MemberType::Text => value.is_string(),
            MemberType::Code => value.as_str().is_some_and(|code| {
                self.choices.is_empty() || self.choices.iter().any(|choice| choice == code)
            }),
            MemberType::Money => value.get("per").is_some(),
            MemberType::Decimal => value.as_str().and_then(read_exact).is_some() || value.is_u64(),
            MemberType::WholeNumber => value.is_u64(),
            MemberType::Duration => value.get("unit").is_some(),
            MemberType::Date => value.as_str().is_some_and(|text| Date::parse(text).is_ok()),
            MemberType::YesNo => value.is_boolean(),
            MemberType::Languages => texts(Value::is_string),
            MemberType::List => texts(Value::is_object),
        }
    }
}

/// What may be said of each member that was told or that a law asks for, in the order of the answer.
pub fn lines_of<'l>(
    library: &'l Library,
    file: &'l ContractFile,
    asked: &Asked<'_>,
    facts: &Facts,
) -> Vec<Line<'l>> {
    let requirements: Vec<(&Requirement, Holds)> = requirements_of(file, facts);
    let mut lines: Vec<(usize, Line<'l>)> = Vec::new();
    for (place, member) in file.members.iter().enumerate() {
        let Some(told) = asked.contract.get(&member.code) else {
            continue;
        };
        let asked_by: Vec<(&'l Requirement, Holds)> = requirements
            .iter()
            .filter(|(requirement, _)| requirement.members.contains(&member.code))
            .cloned()
            .collect();
        lines.push((
            place,
            line_of(library, (member, told), asked, (facts, asked_by)),
        ));
    }
    lines.sort_by_key(|(place, line)| (line.state, *place));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// The requirements that apply, or may.
pub fn requirements_of<'l>(file: &'l ContractFile, facts: &Facts) -> Vec<(&'l Requirement, Holds)> {
    let all = file.requirements.iter();
    let all = all.map(|requirement| (requirement, applies(&requirement.scope(), facts)));
    all.filter(|(_, holds)| *holds != Holds::No).collect()
}

fn line_of<'l>(
    library: &'l Library,
    (member, told): (&'l Member, &Value),
    asked: &Asked<'_>,
    (facts, asked_by): (&Facts, Vec<(&'l Requirement, Holds)>),
) -> Line<'l> {
    if is_silent(told) {
        let holds = |wanted: &Holds| asked_by.iter().any(|(_, holds)| holds == wanted);
        let state = if holds(&Holds::Yes) {
            LineState::MissingRequired
        } else if asked_by.is_empty() {
            LineState::Missing
        } else {
            LineState::Unknown
        };
        return Line {
            member,
            state,
            is_alarm: false,
            findings: Vec::new(),
            asked_by,
        };
    }
    let compared = member.compare.iter();
    let compared = compared.flat_map(|with| compare(library, with, (told, asked), facts));
    let mut findings: Vec<Finding<'l>> = compared.collect();
    findings.sort_by_key(|finding| order(finding.verdict));
    let is_alarm = member
        .alarm
        .as_ref()
        .is_some_and(|alarm| alarm.rings(told, asked));
    let state = state_of(&findings, is_alarm);
    Line {
        member,
        state,
        is_alarm,
        findings,
        asked_by: Vec::new(),
    }
}

fn state_of(findings: &[Finding<'_>], is_alarm: bool) -> LineState {
    let first = findings.iter().find_map(|finding| finding.verdict);
    match first {
        Some(CheckVerdict::Breach) => LineState::Breach,
        _ if is_alarm => LineState::Alarm,
        Some(CheckVerdict::Unknown) => LineState::Unknown,
        Some(CheckVerdict::Kept) => LineState::Kept,
        None => LineState::Told,
    }
}

/// A value as text, for what is one of some words.
fn as_word(told: &Value) -> Option<String> {
    match told {
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A value as a number; of a list of fees, its sum.
fn as_number(told: &Value) -> Option<Exact> {
    match told {
        Value::String(text) => read_exact(text),
        Value::Number(number) => number.as_u64().map(whole),
        Value::Object(members) => read_exact(members.get("amount")?.as_str()?),
        Value::Array(items) => {
            let amounts = items.iter().map(as_number);
            let sum = amounts.collect::<Option<Vec<_>>>()?;
            Some(sum.into_iter().fold(whole(0), |sum, amount| sum + amount))
        }
        Value::Null | Value::Bool(_) => None,
    }
}

impl Alarm {
    fn rings(&self, told: &Value, asked: &Asked<'_>) -> bool {
        let limit = |text: &Option<String>| text.as_deref().and_then(read_exact);
        let number = as_number(told);
        let is_beyond = match (&number, limit(&self.above), limit(&self.below)) {
            (Some(told), Some(most), _) if *told > most => true,
            (Some(told), _, Some(least)) if *told < least => true,
            _ => false,
        };
        let word = as_word(told);
        let is_named = word.is_some_and(|word| self.is.contains(&word));
        is_beyond || is_named || self.none_of_member.is_some() && reads_none(told, asked)
    }
}

/// Whether the worker reads none of the languages; not, where it is not known what the worker reads.
fn reads_none(told: &Value, asked: &Asked<'_>) -> bool {
    let primary = |tag: &str| tag.split('-').next().unwrap_or(tag).to_lowercase();
    let read: BTreeSet<String> = asked
        .reader_languages
        .iter()
        .map(|tag| primary(tag))
        .collect();
    let written = told
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    !read.is_empty() && !written.map(primary).any(|tag| read.contains(&tag))
}

fn compare<'l>(
    library: &'l Library,
    with: &'l CompareWith,
    (told, asked): (&Value, &Asked<'_>),
    facts: &Facts,
) -> Vec<Finding<'l>> {
    let promised = with
        .breach
        .member
        .as_deref()
        .and_then(|member| member.strip_prefix("promised."));
    let promised =
        promised.map(|member| asked.promised.get(member).filter(|told| !is_silent(told)));
    if with.breach.checked_by.is_some() || promised == Some(None) {
        return Vec::new();
    }
    let compared =
        |entitlement: &Entitlement| with.compared(told, promised.flatten(), entitlement, facts);
    let candidates = library.candidates(&with.kind, with.case.as_deref(), facts, compared);
    let of_unit = |candidate: &Candidate<'_>| {
        let per = with.per.as_deref();
        per.is_none_or(|per| candidate.entitlement.is_per(per))
    };
    let candidates: Vec<Candidate<'l>> = candidates.into_iter().filter(of_unit).collect();
    let bound = match with.breach.when {
        BreachWhen::Below => Bound::Least,
        BreachWhen::Above => Bound::Most,
        BreachWhen::DiffersFrom | BreachWhen::Is | BreachWhen::ShowOnly => {
            library.bound(&with.kind)
        }
    };
    settle(bound, candidates, facts)
}

impl Entitlement {
    /// Whether it counts in a unit; weeks and months of leave count as days.
    fn is_per(&self, per: &str) -> bool {
        if let EntitlementValue::Hours(hours) = &self.value {
            return hours.per == per;
        }
        if let EntitlementValue::Days(days) = &self.value {
            return days.per == per;
        }
        true
    }
}

impl CompareWith {
    fn compared(
        &self,
        told: &Value,
        promised: Option<&Value>,
        entitlement: &Entitlement,
        facts: &Facts,
    ) -> Compared {
        let not = |why| Compared::Not(BTreeSet::new(), Some(why));
        if let EntitlementValue::AllowedWhen(_) = entitlement.value {
            // Whether it is allowed depends on conditions that nobody told: never a breach.
            return match (self.breach.when, self.would_be(told, promised)) {
                (BreachWhen::ShowOnly, _) | (_, Some(false)) => Compared::Shown,
                _ => not(WhyUnknown::UnderConditions),
            };
        }
        let is_plain = matches!(
            entitlement.value,
            EntitlementValue::Duty(_) | EntitlementValue::Prohibited(_)
        );
        if is_plain {
            let breach = self.would_be(told, promised);
            if breach == Some(true) && !is_owed_by(entitlement, told) {
                return Compared::Shown;
            }
            return breach.map_or(Compared::Shown, |breach| Compared::Is { breach });
        }
        match self.breach.when {
            BreachWhen::Below | BreachWhen::Above => {
                number_of(told, entitlement, &self.kind, facts)
            }
            BreachWhen::Is | BreachWhen::DiffersFrom | BreachWhen::ShowOnly => Compared::Shown,
        }
    }

    /// Whether it would be a breach of something that must, or must not, be.
    fn would_be(&self, told: &Value, promised: Option<&Value>) -> Option<bool> {
        let limit = match (&self.breach.amount, promised) {
            (Some(amount), _) => read_exact(amount),
            (None, Some(promised)) if has_same_unit(told, promised) => as_number(promised),
            (None, _) => None,
        };
        match self.breach.when {
            BreachWhen::Below => Some(as_number(told)? < limit?),
            BreachWhen::Above => Some(as_number(told)? > limit?),
            BreachWhen::Is => Some(self.breach.values.contains(&as_word(told)?)),
            BreachWhen::DiffersFrom => {
                let (told, promised) = (as_word(told)?, as_word(promised?)?);
                // A group of occupations and a group within it are no contradiction.
                Some(!told.starts_with(&promised) && !promised.starts_with(&told))
            }
            BreachWhen::ShowOnly => None,
        }
    }
}

/// Whether somebody who is named (who keeps a passport) is among those who owe it. A rule for agencies says nothing of employers.
fn is_owed_by(entitlement: &Entitlement, told: &Value) -> bool {
    let holder = told.as_str().unwrap_or_default();
    let by_agency = matches!(holder, "agency" | "sub_agent");
    if entitlement.kind != "passport_retention" {
        return true;
    }
    match entitlement.duty_of {
        DutyOf::Anyone => true,
        DutyOf::Employer => holder == "employer",
        DutyOf::Agency => by_agency,
        DutyOf::EmployerAndAgency => by_agency || holder == "employer",
        DutyOf::Nobody => false,
    }
}

fn has_same_unit(told: &Value, promised: &Value) -> bool {
    told.get("currency") == promised.get("currency") && told.get("per") == promised.get("per")
}

/// Compares a number of a contract with that of an entitlement.
fn number_of(told: &Value, entitlement: &Entitlement, kind: &str, facts: &Facts) -> Compared {
    let not = |why| Compared::Not(BTreeSet::new(), Some(why));
    let Some(number) = as_number(told) else {
        return duration_of(told, entitlement);
    };
    let numbers = |rule: Exact| Compared::Numbers(Comparison::of_numbers(number.clone(), rule));
    match &entitlement.value {
        EntitlementValue::Money(rule) => money_of(told, number, rule),
        EntitlementValue::Hours(rule) => numbers(rule.count.value().clone()),
        EntitlementValue::Days(rule) => days_of(&number, rule, facts),
        EntitlementValue::Duration(rule) => {
            in_days(rule, kind).map_or_else(|| not(WhyUnknown::OtherUnit), numbers)
        }
        EntitlementValue::Break(rule) => numbers(whole(rule.minutes)),
        EntitlementValue::Share(rule) => rule.at_most.as_ref().map_or_else(
            || not(WhyUnknown::OtherUnit),
            |most| numbers(most.value().clone()),
        ),
        EntitlementValue::Times(_) | EntitlementValue::RateSteps(_) => {
            rate_of(&number, &entitlement.value).map_or_else(|| not(WhyUnknown::OtherUnit), numbers)
        }
        EntitlementValue::TimesSum(_)
        | EntitlementValue::Wages(_)
        | EntitlementValue::Area(_)
        | EntitlementValue::DailyWindow(_)
        | EntitlementValue::Prohibited(_)
        | EntitlementValue::Duty(_)
        | EntitlementValue::AllowedWhen(_) => not(WhyUnknown::OtherUnit),
    }
}

/// Compares money for a time with money for the same time in the same currency.
fn money_of(told: &Value, number: Exact, rule: &Money) -> Compared {
    let member = |name: &str| told.get(name).and_then(Value::as_str);
    if member("per") != Some(rule.per.as_str()) {
        return Compared::Not(BTreeSet::new(), Some(WhyUnknown::OtherUnit));
    }
    if member("currency") != Some(rule.currency.as_str()) {
        return Compared::Not(BTreeSet::new(), Some(WhyUnknown::OtherCurrency));
    }
    let amount = rule.amount.value().clone();
    Compared::Numbers(Comparison::of_money(number, amount, rule.currency.as_str()))
}

/// The factor with which a multiple of the hourly wage can be compared; of steps the first where it is less than that, the last
/// where it is at least that.
fn rate_of(number: &Exact, value: &EntitlementValue) -> Option<Exact> {
    if let EntitlementValue::Times(rule) = value {
        let factor = rule.factor.value();
        // At least so many times a lower basis says nothing, but so many times a higher one does.
        return (rule.of == "hourly_rate" || number >= factor).then(|| factor.clone());
    }
    let EntitlementValue::RateSteps(rule) = value else {
        return None;
    };
    let factors = rule.steps.iter().map(|step| step.factor.value());
    let least = factors.clone().min().filter(|least| number < least);
    let most = factors.max().filter(|most| number >= most);
    least.or(most).cloned()
}

/// Days in a time, with those that long service adds.
fn days_of(told: &Exact, rule: &DaysPer, facts: &Facts) -> Compared {
    let count = rule.count.value();
    let numbers = |rule: Exact| Compared::Numbers(Comparison::of_numbers(told.clone(), rule));
    let (Some(plus), Some(every)) = (&rule.plus, rule.plus_per_years.filter(|every| *every > 0))
    else {
        return numbers(count.clone());
    };
    if told < count {
        return numbers(count.clone());
    }
    let Some(years) = years_of_service(facts) else {
        return Compared::Not(BTreeSet::from([Fact::EmployedSince]), None);
    };
    let more = whole((years / every).saturating_sub(1)) * plus.value();
    let sum = count + more;
    let most = rule
        .most
        .as_ref()
        .map_or_else(|| sum.clone(), |most| most.value().clone());
    numbers(sum.min(most))
}

/// A length of time in days, for what is counted in days here.
fn in_days(rule: &DurationOf, kind: &str) -> Option<Exact> {
    let days = match (rule.unit.as_str(), kind) {
        ("days", _) if kind != "wage_payment" => 1,
        ("days", _) => (rule.after.as_deref() == Some("wage_period")).then_some(1)?,
        ("working_days", "notice") => 1,
        ("weeks", "notice" | "annual_leave" | "maternity_leave") => 7,
        ("months", "notice" | "annual_leave" | "maternity_leave") => 30,
        _ => return None,
    };
    Some(whole(rule.count) * whole(days))
}

/// Compares a length of time with another in the same unit.
fn duration_of(told: &Value, entitlement: &Entitlement) -> Compared {
    let count = told.get("count").and_then(Value::as_u64);
    let unit = told.get("unit").and_then(Value::as_str);
    match (&entitlement.value, count) {
        (EntitlementValue::Duration(rule), Some(count)) if unit == Some(rule.unit.as_str()) => {
            Compared::Numbers(Comparison::of_numbers(whole(count), whole(rule.count)))
        }
        _ => Compared::Not(BTreeSet::new(), Some(WhyUnknown::OtherUnit)),
    }
}
