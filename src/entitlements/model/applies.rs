//! To whom something applies. The answer is yes, no, or unknown, with what must be told to know it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use serde_json::{Map, Value};

use super::exact::read_exact;
use super::value::Per;
use super::{DatedBy, Entitlement, PlaceOfWork, Scope};
use crate::platform::clock::Date;

pub use super::circumstances::{Circumstances, Fact, Service};

/// What is known about a job: the country, the day, and what was told.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The country of work.
    pub country: String,
    /// The day for which it is asked.
    pub on: Date,
    told: BTreeMap<Fact, Value>,
}

impl Facts {
    /// What was told of a job in a country.
    pub fn new(country: &str, subdivision: Option<&str>, on: Date, told: &Circumstances) -> Self {
        let told = serde_json::to_value(told).unwrap_or_default();
        let members = told.as_object().cloned().unwrap_or_default();
        let members = members.into_iter();
        let told = members.filter_map(|(name, value)| Some((name.parse().ok()?, value)));
        let mut facts = Self {
            country: country.to_owned(),
            on,
            told: told.collect(),
        };
        if let Some(part) = subdivision {
            facts.tell(Fact::Subdivision, Value::from(part));
        }
        facts
    }

    /// Adds something that was told elsewhere.
    pub fn tell(&mut self, fact: Fact, value: Value) {
        self.told.insert(fact, value);
    }

    fn find(&self, fact: Fact) -> Option<Value> {
        let told = self.told.get(&fact).cloned();
        told.or_else(|| {
            if fact != Fact::NationalOfCountryOfWork {
                return None;
            }
            let origin = self.told.get(&Fact::Origin)?;
            Some(Value::from(origin.as_str() == Some(&self.country)))
        })
    }

    fn text(&self, fact: Fact) -> Option<String> {
        self.find(fact)?.as_str().map(str::to_owned)
    }

    fn day(&self, fact: Fact) -> Option<Date> {
        Date::parse(&self.text(fact)?).ok()
    }

    /// The day to which the dates of an entitlement refer.
    pub fn day_of(&self, dated_by: DatedBy) -> Option<Date> {
        match dated_by {
            DatedBy::WorkDone => Some(self.on),
            DatedBy::ContractSigned => self.day(Fact::ContractSignedOn),
        }
    }
}

/// Whether something applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// That depends on what was not told; on nothing that could be told when empty.
    Unknown(BTreeSet<Fact>),
}

impl Holds {
    fn of(is: bool) -> Self {
        if is { Self::Yes } else { Self::No }
    }

    fn depends_on(fact: Fact) -> Self {
        Self::Unknown(BTreeSet::from([fact]))
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, other) => other,
            (own, Self::Yes) => own,
            (Self::Unknown(mut own), Self::Unknown(other)) => {
                own.extend(other);
                Self::Unknown(own)
            }
        }
    }

    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, other) => other,
            (own, Self::No) => own,
            (Self::Unknown(mut own), Self::Unknown(other)) => {
                own.extend(other);
                Self::Unknown(own)
            }
        }
    }
}

/// Whether something applies to a job.
pub fn applies(scope: &Scope<'_>, facts: &Facts) -> Holds {
    let general = where_it_is(scope, facts)
        .and(in_force(scope, facts))
        .and(one_of(scope.origins, facts, Fact::Origin))
        .and(one_of(scope.sectors, facts, Fact::Sector))
        .and(none_of(scope.except_sectors, facts, Fact::Sector));
    let general = scope.more.map_or_else(
        || general.clone(),
        |entitlement| general.clone().and(of_worker(entitlement, facts)),
    );
    if scope.conditions.is_empty() || general == Holds::No {
        return general;
    }
    let tables = scope.conditions.iter().map(|table| all_hold(table, facts));
    general.and(tables.fold(Holds::No, Holds::or))
}

/// The country of a jurisdiction.
fn country_of(jurisdiction: &str) -> &str {
    jurisdiction.split('-').next().unwrap_or(jurisdiction)
}

fn where_it_is(scope: &Scope<'_>, facts: &Facts) -> Holds {
    if scope.place_of_work == PlaceOfWork::Abroad {
        if country_of(scope.jurisdiction) == facts.country {
            return Holds::No;
        }
        return match facts.text(Fact::Origin) {
            Some(origin) => Holds::of(origin == country_of(scope.jurisdiction)),
            None => Holds::depends_on(Fact::Origin),
        };
    }
    if country_of(scope.jurisdiction) != facts.country {
        return Holds::No;
    }
    let part = facts.text(Fact::Subdivision);
    let needs_part = scope.jurisdiction != facts.country;
    match part {
        None if needs_part || !scope.except_jurisdictions.is_empty() => {
            Holds::depends_on(Fact::Subdivision)
        }
        None => Holds::Yes,
        Some(part) => {
            let is_there = !needs_part || part == scope.jurisdiction;
            Holds::of(is_there && !scope.except_jurisdictions.contains(&part))
        }
    }
}

fn in_force(scope: &Scope<'_>, facts: &Facts) -> Holds {
    if scope.effective_from.is_none() && scope.effective_to.is_none() {
        return Holds::Yes;
    }
    match facts.day_of(scope.dated_by) {
        None => Holds::depends_on(Fact::ContractSignedOn),
        Some(day) => Holds::of(
            scope.effective_from.is_none_or(|first| first <= day)
                && scope.effective_to.is_none_or(|last| day <= last),
        ),
    }
}

fn one_of(codes: &[String], facts: &Facts, fact: Fact) -> Holds {
    if codes.is_empty() {
        return Holds::Yes;
    }
    match facts.text(fact) {
        Some(told) => Holds::of(codes.contains(&told)),
        None => Holds::depends_on(fact),
    }
}

fn none_of(codes: &[String], facts: &Facts, fact: Fact) -> Holds {
    if codes.is_empty() {
        return Holds::Yes;
    }
    match facts.text(fact) {
        Some(told) => Holds::of(!codes.contains(&told)),
        None => Holds::depends_on(fact),
    }
}

fn of_worker(entitlement: &Entitlement, facts: &Facts) -> Holds {
    occupation(entitlement, facts)
        .and(one_of(&entitlement.permit_types, facts, Fact::PermitType))
        .and(one_of(&entitlement.sexes, facts, Fact::Sex))
        .and(employer_size(entitlement, facts))
        .and(service(entitlement, facts))
}

fn occupation(entitlement: &Entitlement, facts: &Facts) -> Holds {
    let (meant, except) = (&entitlement.occupations, &entitlement.except_occupations);
    if meant.is_empty() && except.is_empty() {
        return Holds::Yes;
    }
    let Some(told) = facts.text(Fact::Occupation) else {
        return Holds::depends_on(Fact::Occupation);
    };
    let within = |groups: &[String]| groups.iter().any(|group| told.starts_with(group.as_str()));
    // A group that is wider than the one that is meant says neither yes nor no.
    let around = |groups: &[String]| groups.iter().any(|group| group.starts_with(told.as_str()));
    if within(except) {
        return Holds::No;
    }
    if within(meant) || meant.is_empty() {
        return if around(except) {
            Holds::depends_on(Fact::Occupation)
        } else {
            Holds::Yes
        };
    }
    if around(meant) {
        Holds::depends_on(Fact::Occupation)
    } else {
        Holds::No
    }
}

fn employer_size(entitlement: &Entitlement, facts: &Facts) -> Holds {
    let Some(size) = entitlement.employer_size else {
        return Holds::Yes;
    };
    match facts
        .find(Fact::EmployerWorkers)
        .and_then(|told| told.as_u64())
    {
        None => Holds::depends_on(Fact::EmployerWorkers),
        Some(told) => Holds::of(
            size.least.is_none_or(|least| u64::from(least) <= told)
                && size.most.is_none_or(|most| told <= u64::from(most)),
        ),
    }
}

fn service(entitlement: &Entitlement, facts: &Facts) -> Holds {
    let Some(service) = entitlement.service else {
        return Holds::Yes;
    };
    let Some(since) = facts.day(Fact::EmployedSince) else {
        return Holds::depends_on(Fact::EmployedSince);
    };
    let after = |span: Result<Span, jiff::Error>| {
        let day = span
            .and_then(|span| since.as_civil().checked_add(span))
            .ok();
        day.and_then(|day| Date::try_from(day).ok())
    };
    let days = |number: u32| after(Span::new().try_days(i64::from(number)));
    let weeks = |number: u32| after(Span::new().try_weeks(i64::from(number)));
    let months = |number: u32| after(Span::new().try_months(i64::from(number)));
    let from = [
        service.from_days.map(days),
        service.from_weeks.map(weeks),
        service.from_months.map(months),
    ];
    let below = [
        service.below_weeks.map(weeks),
        service.below_months.map(months),
    ];
    let long_enough = from
        .iter()
        .flatten()
        .all(|day| day.is_some_and(|day| day <= facts.on));
    let not_too_long = below
        .iter()
        .flatten()
        .all(|day| day.is_none_or(|day| facts.on < day));
    Holds::of(long_enough && not_too_long)
}

fn all_hold(table: &Map<String, Value>, facts: &Facts) -> Holds {
    let members = table
        .iter()
        .map(|(name, wanted)| holds(name, wanted, facts));
    members.fold(Holds::Yes, Holds::and)
}

fn holds(name: &str, wanted: &Value, facts: &Facts) -> Holds {
    let Some(fact) = fact_of(name) else {
        return Holds::Unknown(BTreeSet::new());
    };
    let Some(told) = facts.find(fact) else {
        return Holds::depends_on(fact);
    };
    match name {
        "wage_at_most" => wage_at_most(wanted, &told),
        "contract_longer_than_months" => match (told.as_u64(), wanted.as_u64()) {
            (Some(told), Some(wanted)) => Holds::of(told > wanted),
            _ => Holds::depends_on(fact),
        },
        _ => Holds::of(told == *wanted),
    }
}

/// The fact on which a member of a condition depends.
pub fn fact_of(name: &str) -> Option<Fact> {
    match name {
        "wage_at_most" => Some(Fact::MonthlyWage),
        "contract_longer_than_months" => Some(Fact::ContractMonths),
        _ => name.parse().ok(),
    }
}

fn wage_at_most(wanted: &Value, told: &Value) -> Holds {
    let text = |of: &Value, member: &str| of.get(member).and_then(Value::as_str).map(str::to_owned);
    let number = |of: &Value| text(of, "amount").and_then(|amount| read_exact(&amount));
    let same = text(wanted, "currency") == text(told, "currency")
        && text(wanted, "per").as_deref() == Some(Per::Month.as_str());
    match (number(wanted), number(told)) {
        (Some(most), Some(told)) if same => Holds::of(told <= most),
        _ => Holds::depends_on(Fact::MonthlyWage),
    }
}

/// Most ways in which what was not told could be that are looked at.
const MOST_WAYS: usize = 4096;

/// Facts that are one of these words.
const OF_WORDS: [(Fact, &[&str]); 4] = [
    (Fact::Work, &["manual", "not_manual"]),
    (Fact::WageFor, &["hour", "day", "month", "piece"]),
    (Fact::WageRegion, &["1", "2", "3", "4"]),
    (Fact::Housing, &["dormitory", "other"]),
];

/// Facts that are true or false.
const YES_OR_NO: [Fact; 9] = [
    Fact::ContinuousContract,
    Fact::NoticeInContract,
    Fact::FoodProvided,
    Fact::HousingProvided,
    Fact::HazardousWork,
    Fact::Married,
    Fact::NationalOfCountryOfWork,
    Fact::Misconduct,
    Fact::FaultOfWorkerOnly,
];

/// The values that a fact can have, where they can all be named; a value that nothing names stands for all others. A day, a
/// number, or a list without an end has none.
fn values_of(fact: Fact, scopes: &[Scope<'_>]) -> Option<Vec<Value>> {
    if YES_OR_NO.contains(&fact) {
        return Some(vec![Value::from(true), Value::from(false)]);
    }
    if let Some((_, words)) = OF_WORDS.iter().find(|(of, _)| *of == fact) {
        return Some(words.iter().map(|word| Value::from(*word)).collect());
    }
    let more = || scopes.iter().filter_map(|scope| scope.more);
    let mut named: Vec<&str> = Vec::new();
    if fact == Fact::Subdivision {
        let parts = scopes.iter().flat_map(|scope| scope.except_jurisdictions);
        named.extend(parts.map(String::as_str));
        named.extend(scopes.iter().map(|scope| scope.jurisdiction));
    } else if fact == Fact::Sector {
        let sectors = scopes
            .iter()
            .flat_map(|scope| scope.sectors.iter().chain(scope.except_sectors));
        named.extend(sectors.map(String::as_str));
    } else if fact == Fact::PermitType {
        named.extend(more().flat_map(|e| &e.permit_types).map(String::as_str));
    } else if fact == Fact::Sex {
        named.extend(more().flat_map(|e| &e.sexes).map(String::as_str));
    } else {
        return None;
    }
    named.push("?");
    Some(named.into_iter().map(Value::from).collect())
}

/// Whether at least one of these applies, whatever it is that was not told.
pub fn one_must_apply(scopes: &[Scope<'_>], lacking: &BTreeSet<Fact>, facts: &Facts) -> bool {
    let mut ways = vec![facts.clone()];
    for fact in lacking {
        let Some(mut values) = values_of(*fact, scopes) else {
            continue;
        };
        values.sort_by_key(Value::to_string);
        values.dedup();
        if ways.len().saturating_mul(values.len()) > MOST_WAYS {
            return false;
        }
        let more = ways.iter().flat_map(|way| {
            values.iter().map(move |value| {
                let mut way = way.clone();
                way.tell(*fact, value.clone());
                way
            })
        });
        ways = more.collect();
    }
    let applies_somehow =
        |way: &Facts| scopes.iter().any(|scope| applies(scope, way) == Holds::Yes);
    ways.iter().all(applies_somehow)
}

/// Money as a fact: the monthly wage.
pub fn wage_fact(amount: &str, currency: &str) -> Value {
    serde_json::json!({ "amount": amount, "currency": currency, "per": "month" })
}

/// Full years between two days.
fn full_years(since: Date, on: Date) -> u32 {
    let span = since.as_civil().until((jiff::Unit::Year, on.as_civil()));
    let years = span.map_or(0, |span| span.get_years());
    u32::try_from(years).unwrap_or(0)
}

/// Years of service on the day, when the beginning was told.
pub fn years_of_service(facts: &Facts) -> Option<u32> {
    Some(full_years(facts.day(Fact::EmployedSince)?, facts.on))
}
