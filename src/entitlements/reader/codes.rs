//! Checking what entitlements and requirements say alike.

use serde_json::{Map, Value};

use super::{About, Reading};
use crate::entitlements::model::{Citation, DatedBy, HowKnown, PlaceOfWork, Scope, fact_of};
use crate::platform::clock::Date;

/// How it is known, and since when.
pub(super) struct Known<'k> {
    pub evidence: HowKnown,
    pub read_on: Option<Date>,
    pub article: Option<&'k String>,
    pub basis: &'k Citation,
}

impl Reading<'_> {
    /// Each code must be in its list.
    pub(super) fn codes(&mut self, about: About<'_>, list: &str, codes: &[String]) {
        for code in codes {
            let lists = self.lists;
            let known = lists
                .find(list)
                .map(|list| list.codes.as_slice())
                .unwrap_or_default();
            if !known.iter().any(|entry| entry.code == *code) {
                self.fault(about, format!("`{code}` is not in the code list {list}"));
            }
        }
    }

    /// Each word must be one of these.
    pub(super) fn words(&mut self, about: About<'_>, words: &[&str], used: &[String]) {
        for word in used.iter().filter(|word| !words.contains(&word.as_str())) {
            self.fault(about, format!("`{word}` is none of {}", words.join(", ")));
        }
    }

    /// To whom, where and when something applies.
    pub(super) fn scope(&mut self, about: About<'_>, scope: &Scope<'_>) {
        let country = scope
            .jurisdiction
            .split('-')
            .next()
            .unwrap_or_default()
            .to_owned();
        self.codes(about, "countries", std::slice::from_ref(&country));
        self.codes(about, "countries", scope.origins);
        self.codes(about, "sectors", scope.sectors);
        self.codes(about, "sectors", scope.except_sectors);
        for part in scope.except_jurisdictions {
            if !part.starts_with(&format!("{}-", scope.jurisdiction)) {
                self.fault(
                    about,
                    format!("{part} is no part of {}", scope.jurisdiction),
                );
            }
        }
        if scope.place_of_work == PlaceOfWork::Abroad && !scope.origins.contains(&country) {
            self.fault(about, "work abroad needs the country among its origins");
        }
        if let (Some(first), Some(last)) = (scope.effective_from, scope.effective_to)
            && last < first
        {
            self.fault(about, "ends before it begins");
        }
        let has_dates = scope.effective_from.is_some() || scope.effective_to.is_some();
        if scope.dated_by == DatedBy::ContractSigned && !has_dates {
            self.fault(about, "is dated by the contract and has no dates");
        }
        for table in scope.conditions {
            self.condition(about, table);
        }
    }

    fn condition(&mut self, about: About<'_>, table: &Map<String, Value>) {
        if table.is_empty() {
            self.fault(about, "a condition is empty");
        }
        for (name, wanted) in table {
            match words_of(name) {
                Some(Wanted::Words(words)) => {
                    let used = wanted.as_str().map(str::to_owned);
                    let used = used.unwrap_or_else(|| wanted.to_string());
                    self.words(about, words, &[used]);
                }
                Some(Wanted::YesOrNo) if wanted.is_boolean() => {}
                Some(Wanted::Whole) if wanted.is_u64() => {}
                Some(Wanted::Money) if is_money(wanted) => {}
                Some(_) => self.fault(
                    about,
                    format!("the condition {name} has a value of another type"),
                ),
                None => self.fault(about, format!("`{name}` is no condition")),
            }
            if fact_of(name).is_none() {
                self.fault(about, format!("nobody can tell `{name}`"));
            }
        }
    }

    /// How it is known.
    pub(super) fn known(&mut self, about: About<'_>, known: &Known<'_>) {
        let needs_day = matches!(known.evidence, HowKnown::Read | HowKnown::Reported);
        if needs_day && known.read_on.is_none() {
            self.fault(about, "was read and does not say when");
        }
        if known.evidence == HowKnown::Article && known.article.is_none() {
            self.fault(about, "stands in an article and does not name it");
        }
        if known.evidence == HowKnown::Reported && known.basis.read_at.is_none() {
            self.fault(about, "is reported and does not say where");
        }
        self.article(about, known.article);
        for address in [Some(&known.basis.url), known.basis.read_at.as_ref()]
            .into_iter()
            .flatten()
        {
            let is_address =
                url::Url::parse(address).is_ok_and(|url| url.scheme().starts_with("http"));
            if !is_address {
                self.fault(about, format!("`{address}` is no address of a page"));
            }
        }
        if known.basis.instrument.trim().is_empty() {
            self.fault(about, "names no law");
        }
    }
}

/// What the value of a condition is.
enum Wanted {
    Words(&'static [&'static str]),
    YesOrNo,
    Whole,
    Money,
}

fn words_of(name: &str) -> Option<Wanted> {
    Some(match name {
        "wage_at_most" => Wanted::Money,
        "work" => Wanted::Words(&["manual", "not_manual"]),
        "wage_for" => Wanted::Words(&["hour", "day", "month", "piece"]),
        "wage_region" => Wanted::Words(&["1", "2", "3", "4"]),
        "contract" => Wanted::Words(&[
            "no_fixed_term",
            "fixed_12_to_36_months",
            "fixed_below_12_months",
        ]),
        "housing" => Wanted::Words(&["dormitory", "other"]),
        "ended_by" => Wanted::Words(&["employer"]),
        "reason" => Wanted::Words(&["redundancy_or_closure"]),
        "recruited_by" => Wanted::Words(&["agency", "employer"]),
        "days_per_week" | "contract_longer_than_months" => Wanted::Whole,
        "continuous_contract"
        | "notice_in_contract"
        | "food_provided"
        | "housing_provided"
        | "hazardous_work"
        | "married"
        | "national_of_country_of_work"
        | "misconduct"
        | "fault_of_worker_only" => Wanted::YesOrNo,
        _ => return None,
    })
}

fn is_money(wanted: &Value) -> bool {
    let member = |name: &str| wanted.get(name).and_then(Value::as_str);
    let amount = member("amount").and_then(crate::entitlements::model::read_exact);
    amount.is_some() && member("currency").is_some() && member("per") == Some("month")
}
