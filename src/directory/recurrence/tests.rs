use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn schedule(parts: &Value) -> Schedule {
    let mut whole = json!({ "id": "00000000-0000-0000-0000-000000000000" });
    whole
        .as_object_mut()
        .unwrap()
        .extend(parts.as_object().unwrap().clone());
    serde_json::from_value(whole).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn days(schedule: &Schedule, from: &str, most: i32) -> Vec<String> {
    let first = day(from).as_day();
    let all = (first..first + most).map(|day| Date::from_day(day).unwrap());
    all.filter(|day| holds_on(schedule, *day))
        .map(|day| day.to_string())
        .collect()
}

#[test]
fn hours_without_a_rule_hold_on_one_day_or_on_all() {
    assert_eq!(days(&schedule(&json!({})), "2026-11-30", 3).len(), 3);
    let one = schedule(&json!({ "dtstart": "2026-12-01" }));
    assert_eq!(days(&one, "2026-11-30", 3), ["2026-12-01"]);
    let some = schedule(
        &json!({ "byday": "SA,SU", "valid_from": "2026-12-06", "valid_to": "2026-12-12" }),
    );
    assert_eq!(days(&some, "2026-11-30", 30), ["2026-12-06", "2026-12-12"]);
}

#[test]
fn the_last_friday_and_every_other_week() {
    let last = schedule(&json!({ "freq": "MONTHLY", "byday": "-1FR" }));
    assert_eq!(days(&last, "2026-11-01", 61), ["2026-11-27", "2026-12-25"]);
    let other = schedule(
        &json!({ "freq": "WEEKLY", "interval": 2, "dtstart": "2026-11-30", "byday": "MO,TH" }),
    );
    assert_eq!(
        days(&other, "2026-11-25", 22),
        ["2026-11-30", "2026-12-03", "2026-12-14"]
    );
    let month = schedule(&json!({ "freq": "MONTHLY", "bymonthday": "1,-1" }));
    assert_eq!(
        days(&month, "2027-02-01", 29),
        ["2027-02-01", "2027-02-28", "2027-03-01"]
    );
}

/// The days of a rule by a library that lists them.
fn listed(parts: &Value, until: Date) -> BTreeSet<String> {
    let text = |name: &str| match &parts[name] {
        part if part.is_null() => None,
        part => Some(
            part.as_str()
                .map_or_else(|| part.to_string(), str::to_owned),
        ),
    };
    let compact = |day: String| day.replace('-', "");
    let mut rule = format!("FREQ={}", text("freq").unwrap());
    for (name, part) in [
        ("interval", "INTERVAL"),
        ("wkst", "WKST"),
        ("byday", "BYDAY"),
        ("bymonthday", "BYMONTHDAY"),
        ("count", "COUNT"),
    ] {
        if let Some(value) = text(name) {
            rule = format!("{rule};{part}={value}");
        }
    }
    if let Some(day) = text("until") {
        rule = format!("{rule};UNTIL={}T000000Z", compact(day));
    }
    let start = compact(text("dtstart").unwrap());
    let set: rrule::RRuleSet = format!("DTSTART:{start}T000000Z\nRRULE:{rule}")
        .parse()
        .unwrap();
    let mut found = BTreeSet::new();
    for at in &set {
        let day = at.format("%Y-%m-%d").to_string();
        if Date::parse(&day).unwrap() > until {
            break;
        }
        found.insert(day);
    }
    found
}

/// All with numbers or none: of both in one list the library takes those with numbers alone.
fn weekdays(with_numbers: bool) -> impl Strategy<Value = String> {
    let number = if with_numbers { "([1-4]|-[1-4])" } else { "" };
    let one = proptest::string::string_regex(&format!("{number}(MO|TU|WE|TH|FR|SA|SU)")).unwrap();
    let some = proptest::collection::btree_set(one, 1..4);
    some.prop_map(|days| days.into_iter().collect::<Vec<_>>().join(","))
}

fn rule() -> impl Strategy<Value = Value> {
    let month_days = proptest::collection::btree_set(prop_oneof![1..=31_i32, -31..=-1_i32], 1..4);
    let month_days = month_days.prop_map(|days| {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        days.join(",")
    });
    let common = (20_000..20_600_i32, 1..5_u8, "(MO|TU|WE|TH|FR|SA|SU)");
    let ends = (proptest::option::of(1..30_u16), 1..500_i32, any::<bool>());
    let kinds = (
        any::<bool>(),
        weekdays(false),
        weekdays(true),
        month_days,
        0..4_u8,
    );
    (common, ends, kinds).prop_map(|((start, interval, wkst), ends, kinds)| {
        let of = |day: i32| Date::from_day(day).unwrap().to_string();
        let mut parts = json!({ "dtstart": of(start), "interval": interval, "wkst": wkst });
        add_days(&mut parts, kinds);
        // RFC 5545: one of both.
        match ends {
            (_, more, true) => parts["until"] = json!(of(start + more)),
            (Some(count), _, false) => parts["count"] = json!(count),
            (None, _, false) => {}
        }
        parts
    })
}

fn add_days(
    parts: &mut Value,
    (is_weekly, plain, numbered, month_days, which): (bool, String, String, String, u8),
) {
    parts["freq"] = json!(if is_weekly { "WEEKLY" } else { "MONTHLY" });
    match (is_weekly, which) {
        (_, 0) => {}
        (true, _) => parts["byday"] = json!(plain),
        (false, 1) => parts["byday"] = json!(numbered),
        (false, 2) => parts["bymonthday"] = json!(month_days),
        (false, _) => {
            parts["byday"] = json!(plain);
            parts["bymonthday"] = json!(month_days);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn each_day_is_as_a_library_lists_it(parts in rule()) {
        let schedule = schedule(&parts);
        let first = schedule.dtstart.unwrap();
        let last = Date::from_day(first.as_day() + 900).unwrap();
        let own: BTreeSet<String> = days(&schedule, &first.to_string(), 901).into_iter().collect();
        prop_assert_eq!(own, listed(&parts, last), "{}", parts);
    }
}
