use serde_json::{Value, json};

use super::*;
use crate::platform::clock::Time;
use crate::platform::language::Language;

fn id(number: u8) -> Id {
    let text = format!("01938a4e-5c1b-7d30-9a52-1a2b3c4d5e{number:02x}");
    text.parse().unwrap()
}

fn need(issues: &[&str]) -> Need {
    let known = |code: &&str| IssueCode::known((*code).to_owned());
    Need {
        country: "SG".to_owned(),
        subdivision: Some("SG-01".to_owned()),
        issues: issues.iter().map(known).collect(),
        language: Some(Language::try_from("fil-PH".to_owned()).unwrap()),
        sex: Some(SexCode::known("female".to_owned())),
        is_critical: false,
        now: Time::parse("2026-11-29T06:00:00Z").unwrap(),
    }
}

fn declared(number: u8, coverage: Value) -> Candidate {
    Candidate {
        organisation: id(number),
        competences: vec!["assistance".to_owned()],
        coverage: Some(serde_json::from_value(coverage).unwrap()),
        open: 0,
    }
}

fn silent(number: u8, competence: &str, open: i64) -> Candidate {
    Candidate {
        organisation: id(number),
        competences: vec![competence.to_owned()],
        coverage: None,
        open,
    }
}

fn order(need: &Need, candidates: &[Candidate]) -> Vec<Id> {
    let found = rank(need, candidates).into_iter();
    found.map(|fit| fit.organisation).collect()
}

#[test]
fn those_that_declared_nothing_are_sorted_as_before() {
    let all = [
        silent(1, "assistance", 0),
        silent(2, "wage_recovery", 3),
        silent(3, "wage_recovery", 1),
        silent(4, "shelter", 0),
    ];
    assert_eq!(order(&need(&["unpaid_wages"]), &all), [id(3), id(2), id(1)]);
    assert_eq!(
        order(&need(&["violence", "unpaid_wages"]), &all),
        [id(4), id(3), id(2), id(1)]
    );
}

#[test]
fn what_it_does_not_take_it_is_not_asked_for() {
    let need = need(&["unpaid_wages"]);
    for coverage in [
        json!({ "issue_codes": ["violence"] }),
        json!({ "areas": [{ "country": "MY" }] }),
        json!({ "areas": [{ "country": "SG", "subdivisions": ["SG-02"] }] }),
        json!({ "sexes": ["male"] }),
    ] {
        assert_eq!(
            order(&need, &[declared(1, coverage.clone())]),
            [],
            "{coverage}"
        );
    }
}

#[test]
fn each_criterion_decides_when_those_before_it_are_equal() {
    let need = need(&["unpaid_wages", "passport_held"]);
    for (better, worse) in [
        (
            json!({ "issue_codes": ["unpaid_wages"] }),
            json!({ "issue_codes": ["passport_held"] }),
        ),
        (
            json!({ "issue_codes": ["unpaid_wages", "passport_held"] }),
            json!({ "issue_codes": ["unpaid_wages"] }),
        ),
        (
            json!({ "areas": [{ "country": "SG", "subdivisions": ["SG-01"] }] }),
            json!({ "areas": [{ "country": "SG" }] }),
        ),
        (json!({ "languages": ["fil"] }), json!({ "languages": [] })),
        (json!({ "languages": [] }), json!({ "languages": ["vi"] })),
        (json!({ "sexes": ["female"] }), json!({})),
    ] {
        let all = [declared(1, worse.clone()), declared(2, better.clone())];
        assert_eq!(
            order(&need, &all),
            [id(2), id(1)],
            "{better} before {worse}"
        );
    }
    let busy = Candidate {
        open: 5,
        ..declared(1, json!({}))
    };
    assert_eq!(
        order(&need, &[busy, declared(2, json!({}))]),
        [id(2), id(1)]
    );
    assert_eq!(
        order(&need, &[silent(1, "assistance", 0), declared(2, json!({}))]),
        [id(2), id(1)]
    );
}

#[test]
fn in_danger_those_who_are_there_come_first() {
    let closed = json!({ "issue_codes": ["violence"], "opening_hours": [{ "days": ["monday"],
        "from": "09:00", "until": "17:00", "time_zone": "Etc/UTC" }] });
    let all = [
        declared(1, closed),
        silent(2, "assistance", 0),
        declared(3, json!({})),
    ];
    let mut need = need(&["violence"]);
    if jiff::tz::db().is_definitively_empty() {
        return;
    }
    assert_eq!(order(&need, &all), [id(1), id(3), id(2)]);
    need.is_critical = true;
    assert_eq!(order(&need, &all), [id(3), id(2), id(1)]);
}

#[test]
fn the_reasons_are_told_and_what_is_sealed_only_coarsely() {
    let coverage = json!({ "issue_codes": ["unpaid_wages"], "languages": ["fil"] });
    let found = rank(&need(&["unpaid_wages"]), &[declared(1, coverage)]);
    let expected = [
        OfferReason::WorksInCountry,
        OfferReason::TakesAllIssues,
        OfferReason::OpenNow,
        OfferReason::SuitsThePerson,
    ];
    assert_eq!(found[0].reasons, expected);
    let general = rank(&need(&["other"]), &[silent(1, "assistance", 0)]);
    assert_eq!(
        general[0].reasons,
        [OfferReason::WorksInCountry, OfferReason::HelpsGenerally]
    );
}
