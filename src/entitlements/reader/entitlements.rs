//! Reading kinds and entitlements.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use super::codes::Known;
use super::{About, Reading};
use crate::entitlements::model::{
    DurationOf, Entitlement, EntitlementValue, Formula, Kind, Library, MoneyFor, RateSteps, whole,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindsFile {
    kinds: Vec<Kind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryFile {
    entitlements: Vec<Entitlement>,
}

/// The days and cases that an entitlement may name.
const CASES: [&str; 8] = [
    "normal_day",
    "rest_day",
    "public_holiday",
    "night",
    "overtime",
    "end_of_work",
    "damage",
    "each",
];

/// The bases of a multiple.
const BASES: [&str; 5] = [
    "hourly_rate",
    "hourly_basic_rate",
    "hourly_rate_of_that_day",
    "daily_rate",
    "daily_basic_rate",
];

pub(super) fn read(reading: &mut Reading<'_>, library: &mut Library) {
    let folder = reading.folder.join("entitlements");
    let kinds = folder.join("kinds.toml");
    if let Some((_, file)) = reading.file::<KindsFile>(&kinds) {
        check_kinds(reading, &kinds, &file.kinds);
        library.kinds = file.kinds;
    }
    let mut seen = BTreeSet::new();
    for path in reading.files(&folder) {
        if path == kinds {
            continue;
        }
        let Some((_, file)) = reading.file::<CountryFile>(&path) else {
            continue;
        };
        for entitlement in file.entitlements {
            let code = entitlement.code.clone();
            let about = About {
                file: &path,
                code: &code,
            };
            if !seen.insert(code.clone()) {
                reading.fault(about, "the code is there twice");
            }
            check(reading, about, &entitlement, library);
            library.entitlements.push(entitlement);
        }
    }
    library.entitlements.sort_by(|a, b| a.code.cmp(&b.code));
}

fn check_kinds(reading: &mut Reading<'_>, file: &Path, kinds: &[Kind]) {
    let mut seen = BTreeSet::new();
    for kind in kinds {
        let about = About {
            file,
            code: &kind.code,
        };
        if !seen.insert(kind.code.clone()) {
            reading.fault(about, "the kind is there twice");
        }
        reading.label(about, &kind.label);
    }
}

fn check(reading: &mut Reading<'_>, about: About<'_>, e: &Entitlement, library: &mut Library) {
    let country = about
        .file
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    if !e.code.starts_with(&format!("{}_", country.to_lowercase())) {
        reading.fault(
            about,
            "the code does not begin with the country of the file",
        );
    }
    if !e.jurisdiction.starts_with(country) {
        reading.fault(
            about,
            format!("{} does not belong into this file", e.jurisdiction),
        );
    }
    check_kind(reading, about, e, library);
    reading.words(about, &CASES, e.when.as_slice());
    reading.scope(about, &e.scope());
    reading.codes(about, "occupations", &e.occupations);
    reading.codes(about, "occupations", &e.except_occupations);
    reading.codes(about, "sexes", &e.sexes);
    let permits = ["sg_work_permit", "jp_technical_intern"];
    reading.words(about, &permits, &e.permit_types);
    let known = Known {
        evidence: e.evidence,
        read_on: e.read_on,
        article: e.article.as_ref(),
        basis: &e.legal_basis,
    };
    reading.known(about, &known);
    check_value(reading, about, &e.value);
    check_formula(reading, about, e, library);
}

fn check_kind(reading: &mut Reading<'_>, about: About<'_>, e: &Entitlement, library: &Library) {
    match library.kind(&e.kind) {
        None => reading.fault(about, format!("there is no kind {}", e.kind)),
        Some(kind) if !kind.values.iter().any(|name| name == e.value.type_name()) => {
            let name = e.value.type_name();
            reading.fault(about, format!("{} has no value of the type {name}", e.kind));
        }
        Some(_) => {}
    }
}

fn check_formula(
    reading: &mut Reading<'_>,
    about: About<'_>,
    e: &Entitlement,
    library: &mut Library,
) {
    if e.formula.is_some() != e.formula_words.is_some() {
        reading.fault(
            about,
            "has a formula without words, or words without a formula",
        );
    }
    let Some(text) = &e.formula else {
        return;
    };
    match Formula::read(text) {
        Ok(formula) => {
            library.formulas.insert(e.code.clone(), formula);
        }
        Err(reason) => reading.fault(about, reason),
    }
}

fn check_value(reading: &mut Reading<'_>, about: About<'_>, value: &EntitlementValue) {
    match value {
        EntitlementValue::Money(money) => check_money(reading, about, money),
        EntitlementValue::Times(times) => {
            reading.words(about, &BASES, std::slice::from_ref(&times.of));
        }
        EntitlementValue::RateSteps(steps) => check_steps(reading, about, steps),
        EntitlementValue::TimesSum(all) => {
            let names: Vec<String> = all.iter().map(|times| times.of.clone()).collect();
            reading.words(about, &BASES, &names);
        }
        EntitlementValue::Hours(hours) => {
            let per = ["day", "week", "month", "year", "three_weeks"];
            reading.words(about, &per, std::slice::from_ref(&hours.per));
        }
        EntitlementValue::Days(days) => {
            let per = ["week", "month", "year", "two_years", "event"];
            reading.words(about, &per, std::slice::from_ref(&days.per));
            let pay = ["full", "part", "none", "unknown"];
            reading.words(about, &pay, std::slice::from_ref(&days.pay));
        }
        EntitlementValue::Duration(time) => check_duration(reading, about, time),
        EntitlementValue::Share(share) if share.at_most.is_some() == share.at_least.is_some() => {
            reading.fault(about, "needs at_most or at_least");
        }
        EntitlementValue::Prohibited(false) | EntitlementValue::Duty(false) => {
            reading.fault(about, "is always true");
        }
        EntitlementValue::Share(_)
        | EntitlementValue::Prohibited(true)
        | EntitlementValue::Duty(true)
        | EntitlementValue::Wages(_)
        | EntitlementValue::Break(_)
        | EntitlementValue::Area(_)
        | EntitlementValue::DailyWindow(_)
        | EntitlementValue::AllowedWhen(_) => {}
    }
}

fn check_money(reading: &mut Reading<'_>, about: About<'_>, money: &MoneyFor) {
    let currency = money.currency.as_str().to_owned();
    reading.codes(about, "currencies", &[currency]);
    if *money.amount.value() <= whole(0) {
        reading.fault(about, "is no sum of money");
    }
}

fn check_steps(reading: &mut Reading<'_>, about: About<'_>, steps: &RateSteps) {
    reading.words(about, &BASES, std::slice::from_ref(&steps.of));
    let mut next = Some(1);
    for step in &steps.steps {
        if next != Some(step.from_hour) {
            reading.fault(about, "its steps do not follow each other");
        }
        next = step.to_hour.map(|to| to.saturating_add(1));
    }
}

fn check_duration(reading: &mut Reading<'_>, about: About<'_>, time: &DurationOf) {
    let units = ["days", "working_days", "weeks", "months", "wage_periods"];
    reading.words(about, &units, std::slice::from_ref(&time.unit));
    let after = ["wage_period", "wage_due", "end_of_work", "start_of_work"];
    reading.words(about, &after, time.after.as_slice());
}
