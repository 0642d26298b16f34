//! To whom something applies. The answer is yes, no, or unknown, with what must be told to know it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::exact::read_exact;
use super::value::Per;
use super::{DatedBy, Entitlement, PlaceOfWork, Scope};
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, Countries, Occupations, Sectors, Sexes};
use crate::text_enum;

type CountryCode = Code<Countries>;
type SectorCode = Code<Sectors>;
type OccupationCode = Code<Occupations>;
type SexCode = Code<Sexes>;

text_enum! {
    /// A kind of permit to work.
    pub enum PermitType {
        /// Work Permit of Singapore.
        SgWorkPermit => "sg_work_permit",
        /// Technical intern in Japan.
        JpTechnicalIntern => "jp_technical_intern",
        /// Another one.
        Other => "other",
    }
}

text_enum! {
    /// What kind of work it is, as laws divide it.
    pub enum KindOfWork {
        /// Work with the hands.
        Manual => "manual",
        /// Other work.
        NotManual => "not_manual",
    }
}

text_enum! {
    /// For what the wage is reckoned.
    pub enum WageFor {
        /// For each hour.
        Hour => "hour",
        /// For each day.
        Day => "day",
        /// For each month.
        Month => "month",
        /// For each piece.
        Piece => "piece",
    }
}

text_enum! {
    /// A region of minimum wages in Viet Nam.
    pub enum WageRegion {
        /// The first.
        One => "1",
        /// The second.
        Two => "2",
        /// The third.
        Three => "3",
        /// The fourth.
        Four => "4",
    }
}

text_enum! {
    /// How long the contract holds.
    pub enum ContractLength {
        /// It names no end.
        NoFixedTerm => "no_fixed_term",
        /// One to three years.
        OneToThreeYears => "fixed_12_to_36_months",
        /// Less than a year.
        BelowOneYear => "fixed_below_12_months",
        /// More than three years.
        AboveThreeYears => "fixed_above_36_months",
    }
}

text_enum! {
    /// How somebody lives who is housed by the employer.
    pub enum Housing {
        /// In a dormitory.
        Dormitory => "dormitory",
        /// In another way.
        Other => "other",
    }
}

text_enum! {
    /// Who ended the job.
    pub enum EndedBy {
        /// The employer.
        Employer => "employer",
        /// The worker.
        Worker => "worker",
        /// Both, or it came to its end.
        Other => "other",
    }
}

text_enum! {
    /// Why the job ended.
    pub enum EndReason {
        /// There was no work any more, or the business closed.
        RedundancyOrClosure => "redundancy_or_closure",
        /// Something else.
        Other => "other",
    }
}

text_enum! {
    /// Who recruited the worker.
    pub enum RecruitedBy {
        /// An agency.
        Agency => "agency",
        /// The employer.
        Employer => "employer",
    }
}

text_enum! {
    /// What somebody can tell so that more can be said.
    pub enum Fact {
        /// The part of the country.
        Subdivision => "subdivision",
        /// When the contract was signed.
        ContractSignedOn => "contract_signed_on",
        /// Since when the worker has been there.
        EmployedSince => "employed_since",
        /// The nationality.
        Origin => "origin",
        /// The sector.
        Sector => "sector",
        /// The occupation.
        Occupation => "occupation",
        /// The permit.
        PermitType => "permit_type",
        /// The sex.
        Sex => "sex",
        /// How many work for the employer.
        EmployerWorkers => "employer_workers",
        /// The monthly wage without overtime.
        MonthlyWage => "monthly_wage",
        /// The monthly wage without allowances.
        MonthlyBasicWage => "monthly_basic_wage",
        /// Whether it is work with the hands.
        Work => "work",
        /// For what the wage is reckoned.
        WageFor => "wage_for",
        /// Working days in a week.
        DaysPerWeek => "days_per_week",
        /// Region of minimum wages.
        WageRegion => "wage_region",
        /// How long the contract holds.
        Contract => "contract",
        /// Months for which the contract is.
        ContractMonths => "contract_months",
        /// Whether the contract is continuous (Hong Kong).
        ContinuousContract => "continuous_contract",
        /// Whether the contract says something about notice.
        NoticeInContract => "notice_in_contract",
        /// Whether food is given.
        FoodProvided => "food_provided",
        /// Whether housing is given.
        HousingProvided => "housing_provided",
        /// Whether the work is dangerous.
        HazardousWork => "hazardous_work",
        /// Whether the worker is married.
        Married => "married",
        /// Whether the worker is a national of the country of work.
        NationalOfCountryOfWork => "national_of_country_of_work",
        /// How the worker lives.
        Housing => "housing",
        /// Who ended the job.
        EndedBy => "ended_by",
        /// Why it ended.
        Reason => "reason",
        /// Whether it ended because of misconduct.
        Misconduct => "misconduct",
        /// Whether the damage is the worker's fault alone.
        FaultOfWorkerOnly => "fault_of_worker_only",
        /// Who recruited the worker.
        RecruitedBy => "recruited_by",
        /// The wage for an hour.
        WagePerHour => "wage_per_hour",
        /// The wage for a day.
        WagePerDay => "wage_per_day",
        /// The wage for a week.
        WagePerWeek => "wage_per_week",
        /// The wage for a month.
        WagePerMonth => "wage_per_month",
        /// Normal hours of a working day.
        NormalHoursPerDay => "normal_hours_per_day",
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
        /// All wages of the month.
        WagesOfMonth => "wages_of_month",
        /// All wages of the wage period.
        WagesOfPeriod => "wages_of_period",
        /// The wages of the month after taxes and the like.
        NetWagesOfMonth => "net_wages_of_month",
    }
}

/// The length of service to which something applies: from is inclusive, below is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = LengthOfService)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// From so many days on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_days: Option<u32>,
    /// From so many weeks on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_weeks: Option<u32>,
    /// From so many months on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_months: Option<u32>,
    /// Below so many weeks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below_weeks: Option<u32>,
    /// Below so many months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below_months: Option<u32>,
}

/// What somebody tells of a job. Everything may be left out; what is left out is not known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = JobCircumstances)]
#[serde(deny_unknown_fields)]
pub struct Circumstances {
    /// The nationality.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<CountryCode>)]
    pub origin: Option<CountryCode>,
    /// The sector; `T` is work in a household.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SectorCode>)]
    pub sector: Option<SectorCode>,
    /// The occupation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<OccupationCode>)]
    pub occupation: Option<OccupationCode>,
    /// The permit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permit_type: Option<PermitType>,
    /// The sex.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SexCode>)]
    pub sex: Option<SexCode>,
    /// How many work for the employer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub employer_workers: Option<u32>,
    /// Since when the worker has been there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employed_since: Option<Date>,
    /// When the contract was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_signed_on: Option<Date>,
    /// Months for which the contract is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 240)]
    pub contract_months: Option<u16>,
    /// How long the contract holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractLength>,
    /// Whether it is work with the hands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work: Option<KindOfWork>,
    /// For what the wage is reckoned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wage_for: Option<WageFor>,
    /// Working days in a week.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 7)]
    pub days_per_week: Option<u8>,
    /// The region of minimum wages in Viet Nam.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wage_region: Option<WageRegion>,
    /// Whether the contract is continuous, as the law of Hong Kong defines it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continuous_contract: Option<bool>,
    /// Whether the contract says something about notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_in_contract: Option<bool>,
    /// Whether the employer gives food.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub food_provided: Option<bool>,
    /// Whether the employer gives housing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub housing_provided: Option<bool>,
    /// How the worker lives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub housing: Option<Housing>,
    /// Whether the work is dangerous.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hazardous_work: Option<bool>,
    /// Whether the worker is married.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub married: Option<bool>,
    /// Who ended the job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<EndedBy>,
    /// Why it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<EndReason>,
    /// Whether it ended because of misconduct.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub misconduct: Option<bool>,
    /// Whether damage is the worker's fault alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault_of_worker_only: Option<bool>,
    /// Who recruited the worker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recruited_by: Option<RecruitedBy>,
}

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
