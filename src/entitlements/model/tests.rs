//! What must hold for every entitlement that comes with the repository, whatever is told.

use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::applies::{applies, wage_fact};
use super::compare::Comparison;
use super::exact::{Exact, Figure};
use super::wages::WageTold;
use super::*;
use crate::entitlements::read_library;
use crate::platform::code_lists::CodeLists;

fn lists() -> CodeLists {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
    CodeLists::read_folder(&folder).unwrap()
}

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let read = read_library(&folder, &lists());
        read.unwrap_or_else(|refused| panic!("{refused}"))
    })
}

const YES_OR_NO: [Fact; 6] = [
    Fact::ContinuousContract,
    Fact::HazardousWork,
    Fact::NoticeInContract,
    Fact::FoodProvided,
    Fact::Married,
    Fact::Misconduct,
];

/// Facts that may be told, each with some of its values.
fn pool() -> Vec<(Fact, Vec<Value>)> {
    const PLACES: [&str; 8] = [
        "MY-10", "MY-12", "TH-10", "TH-50", "PH-00", "JP-13", "JP-27", "ID-JK",
    ];
    let words = |words: &[&str]| words.iter().map(|word| json!(word)).collect::<Vec<_>>();
    let mut told = vec![
        (Fact::Subdivision, words(&PLACES)),
        (Fact::Origin, words(&["PH", "VN", "ID", "BD"])),
        (Fact::Sector, words(&["A", "C", "F", "G", "T"])),
        (
            Fact::ContractSignedOn,
            words(&["2024-10-01", "2025-10-15", "2026-11-01"]),
        ),
        (
            Fact::EmployedSince,
            words(&["2026-10-01", "2025-11-30", "2015-01-01"]),
        ),
        (
            Fact::EmployerWorkers,
            vec![json!(3), json!(4), json!(5), json!(12), json!(40)],
        ),
        (
            Fact::PermitType,
            words(&["sg_work_permit", "jp_technical_intern", "other"]),
        ),
        (Fact::Sex, words(&["female", "male"])),
        (Fact::WageRegion, words(&["1", "2", "3", "4"])),
        (Fact::Work, words(&["manual", "not_manual"])),
        (Fact::WageFor, words(&["hour", "day", "month", "piece"])),
        (Fact::DaysPerWeek, vec![json!(4), json!(5), json!(6)]),
        (
            Fact::MonthlyWage,
            vec![wage_fact("2600.00", "SGD"), wage_fact("4000.01", "MYR")],
        ),
    ];
    told.extend(YES_OR_NO.map(|fact| (fact, vec![json!(true), json!(false)])));
    told
}

fn countries() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "AE", "HK", "ID", "JP", "KR", "MY", "PH", "QA", "SA", "SG", "TH", "TW", "VN",
    ])
}

fn days() -> impl Strategy<Value = Date> {
    let days = [
        "2024-06-01",
        "2025-08-01",
        "2026-05-01",
        "2026-11-30",
        "2027-03-01",
    ];
    prop::sample::select(days.map(|day| Date::parse(day).unwrap()).to_vec())
}

/// For each fact which of its values is told; nothing where the number is beyond them.
fn choices() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0_usize..10, pool().len())
}

fn told(country: &str, on: Date, choices: &[usize], but: usize) -> Facts {
    let mut facts = Facts::new(country, None, on, &Circumstances::default());
    for (place, ((fact, values), choice)) in pool().into_iter().zip(choices).enumerate() {
        let Some(value) = values.get(*choice).filter(|_| place != but) else {
            continue;
        };
        let elsewhere = fact == Fact::Subdivision && !value.as_str().unwrap().starts_with(country);
        if !elsewhere {
            facts.tell(fact, value.clone());
        }
    }
    facts
}

/// Every kind, compared with the same number; what is prohibited happens.
fn verdicts<'l>(number: u32, facts: &Facts) -> Vec<(&'l str, Vec<Finding<'l>>)> {
    let library = library();
    let cases = [
        None,
        Some("normal_day"),
        Some("rest_day"),
        Some("public_holiday"),
        Some("damage"),
    ];
    let mut all = Vec::new();
    for kind in &library.kinds {
        for case in cases {
            let candidates = library.candidates(&kind.code, case, facts, |entitlement| {
                compared(entitlement, number)
            });
            all.push((kind.code.as_str(), settle(kind.bound, candidates, facts)));
        }
    }
    all
}

fn compared(entitlement: &Entitlement, number: u32) -> Compared {
    let numbers = |rule: &Figure| {
        Compared::Numbers(Comparison::of_numbers(whole(number), rule.value().clone()))
    };
    match &entitlement.value {
        EntitlementValue::Money(money) => numbers(&money.amount),
        EntitlementValue::Hours(hours) => numbers(&hours.count),
        EntitlementValue::Days(days) => numbers(&days.count),
        EntitlementValue::Times(times) => numbers(&times.factor),
        EntitlementValue::Prohibited(_) | EntitlementValue::Duty(_) => {
            Compared::Is { breach: true }
        }
        EntitlementValue::RateSteps(_)
        | EntitlementValue::TimesSum(_)
        | EntitlementValue::Duration(_)
        | EntitlementValue::Wages(_)
        | EntitlementValue::Share(_)
        | EntitlementValue::Break(_)
        | EntitlementValue::Area(_)
        | EntitlementValue::DailyWindow(_)
        | EntitlementValue::AllowedWhen(_) => Compared::Shown,
    }
}

fn numbers() -> impl Strategy<Value = u32> {
    prop::sample::select(vec![
        0, 1, 7, 8, 12, 40, 48, 336, 400, 1_022, 1_700, 5_000, 3_699_999, 6_000_000,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_may_not_apply_is_neither_broken_nor_kept(
        country in countries(), on in days(), choices in choices(), number in numbers(),
    ) {
        let facts = told(country, on, &choices, usize::MAX);
        for (_, findings) in verdicts(number, &facts) {
            for finding in findings {
                let holds = applies(&finding.entitlement.scope(), &facts);
                prop_assert_ne!(&holds, &Holds::No);
                if holds != Holds::Yes && finding.or_else.is_empty() {
                    let verdict = finding.verdict;
                    let is_open = matches!(verdict, None | Some(CheckVerdict::Unknown));
                    // One rule alone is certain only where it applies whatever was not told.
                    prop_assert!(is_open || verdict == Some(CheckVerdict::Breach) && finding.entitlement.conditions.len() > 1,
                        "{} {:?}", finding.entitlement.code, verdict);
                }
            }
        }
    }

    #[test]
    fn telling_more_never_turns_a_certain_answer_into_another(
        country in countries(), on in days(), choices in choices(), but in 0_usize..19, number in numbers(),
    ) {
        let (less, more) = (told(country, on, &choices, but), told(country, on, &choices, usize::MAX));
        for ((kind, before), (_, after)) in verdicts(number, &less).into_iter().zip(verdicts(number, &more)) {
            let (before, after) = (verdict_of(before.iter()), verdict_of(after.iter()));
            prop_assert!(before == CheckVerdict::Unknown || before == after, "{} {:?} {:?}", kind, before, after);
        }
    }

    #[test]
    fn a_wage_at_the_rule_is_kept_and_a_coin_below_it_is_a_breach(place in 0_usize..100) {
        let all: Vec<&Entitlement> = library().entitlements.iter().filter(|e| e.kind == "minimum_wage").collect();
        let entitlement = all[place % all.len()];
        let EntitlementValue::Money(money) = &entitlement.value else { panic!("a wage is money") };
        let decimals = crate::platform::money::decimals_of(money.currency.as_str());
        let coin = Exact::new(1.into(), num_bigint::BigInt::from(10).pow(u32::try_from(decimals).unwrap()));
        let at = |amount: Exact| Comparison::of_money(amount, money.amount.value().clone(), money.currency.as_str());
        prop_assert!(!at(money.amount.value().clone()).is_breach(Bound::Least));
        let below = at(money.amount.value() - &coin);
        prop_assert!(below.is_breach(Bound::Least));
        prop_assert_eq!(below.difference(Bound::Least).unwrap().exact, coin);
    }
}

#[test]
fn every_fact_that_can_be_asked_for_has_its_label_and_no_other_has() {
    let lists = lists();
    let codes = |name: &str| -> Vec<String> {
        let list = lists.find(name).unwrap().codes.iter();
        list.map(|entry| entry.code.clone()).collect()
    };
    let (mut labelled, mut known) = (codes("facts_to_tell"), Fact::ALL.to_vec());
    labelled.sort();
    known.sort_by_key(|fact| fact.as_str());
    assert_eq!(
        labelled,
        known.iter().map(|fact| fact.as_str()).collect::<Vec<_>>()
    );
    assert_eq!(
        codes("unknown_reasons"),
        WhyUnknown::ALL
            .iter()
            .map(|why| why.as_str())
            .collect::<Vec<_>>()
    );
    assert_eq!(
        codes("entitlement_evidence"),
        HowKnown::ALL
            .iter()
            .map(|how| how.as_str())
            .collect::<Vec<_>>()
    );
    let allowed = codes("allowed_when");
    for entitlement in &library().entitlements {
        if let EntitlementValue::AllowedWhen(used) = &entitlement.value {
            assert!(
                used.iter().all(|code| allowed.contains(code)),
                "{}",
                entitlement.code
            );
        }
    }
}

fn in_a_factory_in_selangor() -> Facts {
    let circumstances = Circumstances {
        sector: Some(crate::platform::code_lists::Code::known("C".to_owned())),
        ..Circumstances::default()
    };
    let today = Date::parse("2026-11-30").unwrap();
    Facts::new("MY", Some("MY-10"), today, &circumstances)
}

#[test]
fn a_wage_is_compared_in_its_own_unit_and_currency_only() {
    let facts = in_a_factory_in_selangor();
    let wage = |amount: &str, currency: &str, per: &str| -> WageTold {
        serde_json::from_value(json!({ "amount": amount, "currency": currency, "per": per }))
            .unwrap()
    };
    let check = |wage: WageTold| {
        let question = WageQuestion {
            wages: vec![wage],
            ..WageQuestion::default()
        };
        let answered = check_wages(library(), &question, &facts);
        let finding = answered[0]
            .findings
            .iter()
            .find(|f| f.entitlement.code == "my_minimum_wage_month_2025_08")
            .unwrap();
        (finding.verdict.unwrap(), finding.why.clone())
    };
    assert_eq!(
        check(wage("1700", "MYR", "month")),
        (CheckVerdict::Kept, vec![])
    );
    assert_eq!(
        check(wage("1699.99", "MYR", "month")).0,
        CheckVerdict::Breach
    );
    assert_eq!(
        check(wage("1", "USD", "month")).1,
        [WhyUnknown::NotTold, WhyUnknown::OtherCurrency]
    );
    assert_eq!(
        check(wage("1", "MYR", "hour")).1,
        [WhyUnknown::NotTold, WhyUnknown::OtherUnit]
    );
}
