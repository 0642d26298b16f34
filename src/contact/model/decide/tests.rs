use serde_json::{Value, json};

use super::*;

fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

fn plan(method: &Value, plan: &Value) -> SafeContact {
    let mut whole = json!({ "service_may_send": true, "methods": [{ "channel": "sms",
        "address": "+6590000000", "owner": "self", "ok_to_leave_message": true }] });
    for (name, value) in method.as_object().unwrap() {
        whole["methods"][0][name] = value.clone();
    }
    for (name, value) in plan.as_object().unwrap() {
        whole[name] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

fn says(plan: &SafeContact, time: &str) -> String {
    match by_text(plan, &[], at(time)) {
        Verdict::Now { .. } => "now".to_owned(),
        Verdict::Later(time) => time.to_string(),
        Verdict::Refused(refusal) => refusal.to_string(),
    }
}

// 29 November 2026 is a Sunday; Singapore is eight hours ahead.
const SUNDAY: &str = "2026-11-29T06:30:00Z";

/// Members of the way and of the plan, and what the plan says then.
fn cases() -> Vec<(Value, Value, &'static str)> {
    let none = json!({});
    let unchosen = json!({ "service_may_send": false });
    let unwished = json!({ "do_not_contact": true });
    vec![
        (none.clone(), none.clone(), "now"),
        (none.clone(), unchosen, "not_chosen"),
        (none.clone(), unwished, "do_not_contact"),
        (json!({ "channel": "voice" }), none.clone(), "no_method"),
        (
            json!({ "ok_to_leave_message": false }),
            none.clone(),
            "no_message",
        ),
        (
            json!({ "owner": "employer" }),
            none.clone(),
            "employers_phone",
        ),
        (
            json!({ "owner": "employer", "safe_though_checked": true }),
            none.clone(),
            "now",
        ),
        (
            none.clone(),
            json!({ "phone_checked_by_employer": true }),
            "checked_phone",
        ),
        (
            json!({ "owner": "friend" }),
            json!({ "phone_checked_by_employer": true }),
            "now",
        ),
        (json!({ "address": "9000 0000" }), none, "no_number"),
    ]
}

#[test]
fn what_is_not_allowed_is_refused() {
    for (of_method, of_plan, expected) in cases() {
        assert_eq!(says(&plan(&of_method, &of_plan), SUNDAY), expected);
    }
}

#[test]
fn it_waits_for_the_next_window_and_never_means_never() {
    if jiff::tz::db().is_definitively_empty() {
        return;
    }
    let window = |day: &str, from: &str, until: &str| json!([{ "days": [day], "from": from, "until": until, "time_zone": "Asia/Singapore" }]);
    let sundays = json!({ "windows": window("sunday", "14:00", "17:00") });
    let open = plan(&sundays, &json!({}));
    assert_eq!(says(&open, SUNDAY), "now");
    assert_eq!(says(&open, "2026-11-29T09:00:00Z"), "2026-12-06T06:00:00Z");
    let church = json!({ "never": window("sunday", "14:00", "15:00") });
    assert_eq!(
        says(&plan(&sundays, &church), SUNDAY),
        "2026-11-29T07:00:00Z"
    );
    let away = json!({ "never_on": [{ "from": "2026-11-29", "until": "2026-12-06",
        "time_zone": "Asia/Singapore" }] });
    assert_eq!(says(&plan(&sundays, &away), SUNDAY), "2026-12-13T06:00:00Z");
    assert_eq!(
        says(&plan(&json!({}), &away), SUNDAY),
        "2026-12-06T16:00:00Z"
    );
    let always = json!({ "never": window("sunday", "00:00", "00:00") });
    assert_eq!(says(&plan(&sundays, &always), SUNDAY), "outside_hours");
}

#[test]
fn the_trusted_person_comes_last() {
    let trusted = json!({ "fallback": "trusted_person", "trusted_person": { "channel": "sms",
        "address": "+6591111111", "owner": "friend", "ok_to_leave_message": true } });
    let own = plan(&json!({}), &trusted);
    let to_trusted = |plan: &SafeContact| match by_text(plan, &[], at(SUNDAY)) {
        Verdict::Now {
            to_trusted_person, ..
        } => to_trusted_person,
        Verdict::Later(_) | Verdict::Refused(_) => panic!("refused"),
    };
    assert!(!to_trusted(&own));
    let not_own = plan(&json!({ "ok_to_leave_message": false }), &trusted);
    assert!(to_trusted(&not_own));
    let wanted = |own_ways_failed| ByHand {
        channel: SMS,
        to_trusted_person: true,
        own_ways_failed,
    };
    let first = by_hand(&own, &[], wanted(false), at(SUNDAY));
    assert!(matches!(
        first,
        Verdict::Refused(ContactRefusal::OwnWaysFirst)
    ));
    let then = by_hand(&own, &[], wanted(true), at(SUNDAY));
    assert!(matches!(
        then,
        Verdict::Now {
            to_trusted_person: true,
            ..
        }
    ));
}
