//! Who is asked, and what they see.

use std::time::Duration;

use serde_json::{Value, json};

use super::{OFFERS, changed, least, outcomes, request};
use crate::assistance::{EMPLOYER, NAME, NARRATIVE, PHONE, PLACE, RECEIPT, SUBDIVISION};
use crate::on_both;

on_both! {
    async fn the_best_fit_is_asked_and_sees_coded_parts_only(app: TestApp) {
        app.declared("Example Far", &json!({ "areas": [{ "country": "SG", "subdivisions": ["SG-01"] }] })).await;
        let good = app.declared("Example Good", &json!({ "issue_codes": ["unpaid_wages", "passport_held"],
            "areas": [{ "country": "SG", "subdivisions": [SUBDIVISION] }], "languages": ["fil"] })).await;
        app.declared("Example Women", &json!({ "sexes": ["female"], "languages": ["fil"] })).await;
        app.centre().await;
        let filed = app.ask_for_help(&changed(request(), &json!({ "sex": "male" }))).await;
        let seen = app.holder_of(&filed.code).get(RECEIPT).await.json();
        assert_eq!(seen["organisation"], Value::Null);
        assert_eq!(seen["next_steps"][1]["code"], "offered");
        assert!(seen["next_steps"][1]["text"].as_str().unwrap().contains("Example Good"));
        assert_eq!(app.asked(&filed).await, outcomes(&[("Example Good", None)]));

        let worker = app.case_worker(good).await;
        let listed = worker.get(OFFERS).await;
        let opened = worker.get(&worker.offer().await).await;
        opened.assert_status(200);
        for answer in [&listed, &opened] {
            let text = String::from_utf8(answer.body.clone()).unwrap();
            for word in [NARRATIVE, NAME, PHONE, PLACE, EMPLOYER] {
                assert!(!text.contains(word), "{word}");
            }
        }
        let (offer, listed) = (opened.json(), listed.json());
        assert_eq!(offer["reasons"], json!(["works_in_country", "takes_all_issues", "open_now", "suits_the_person"]));
        assert_eq!(offer["request"]["issue_codes"], json!(["passport_held", "unpaid_wages"]));
        assert_eq!(offer["request"]["sealed"]["subdivision"], SUBDIVISION);
        assert_eq!(listed["items"][0]["request"]["sealed"], Value::Null);
        worker.get(&filed.path()).await.assert_problem(404, "not_found");
        worker.get(&filed.sub("messages")).await.assert_problem(404, "not_found");
        let log = super::texts(&app, "SELECT action AS one, coalesce(detail, '') AS two FROM audit_entries \
            WHERE subject_id = {id}", &filed.id).await;
        assert_eq!(log, [("opened".to_owned(), "offer".to_owned())]);
    }

    async fn who_accepts_has_the_request_and_the_consent(app: TestApp) {
        let one = app.declared("Example One", &json!({ "languages": ["en"] })).await;
        let filed = app.ask_for_help(&changed(request(), &json!({ "consents": { "share_identity": true } }))).await;
        let worker = app.case_worker(one).await;
        let offer = worker.offer().await;
        let accepted = worker.accept(&offer).await;
        assert_eq!(accepted.assert_status(200).json()["id"], filed.id);
        let opened = worker.get(&filed.path()).await.assert_status(200).json();
        assert_eq!(opened["content"]["narrative"], NARRATIVE);
        assert_eq!(opened["identity"]["name"], NAME);
        assert_eq!(app.asked(&filed).await, outcomes(&[("Example One", Some("accepted"))]));
        let seen = app.holder_of(&filed.code).get(RECEIPT).await.json();
        assert_eq!(seen["organisation"]["id"], one.to_string());
        let consents = seen["consents"].as_array().unwrap().clone();
        assert!(consents.iter().all(|consent| consent["organisation_id"] == one.to_string()));
        worker.accept(&offer).await.assert_status(200);
        worker.decline(&offer, "no_capacity").await.assert_problem(409, "offer_over");
        assert_eq!(worker.offers().await, Vec::<Value>::new());
    }

    async fn one_that_is_full_or_declared_nothing_is_treated_as_such(app: TestApp) {
        let full = app.declared("Example Full", &json!({ "capacity": 1, "languages": ["en"] })).await;
        app.centre().await;
        let first = app.ask_for_help(&least()).await;
        let second = app.ask_for_help(&least()).await;
        assert_eq!(app.asked(&first).await, outcomes(&[("Example Full", None)]));
        // What it is asked to take counts, and so does what it has taken.
        assert_eq!(app.asked(&second).await, outcomes(&[("Example Workers' Centre", Some("given"))]));
        let worker = app.case_worker(full).await;
        worker.accept(&worker.offer().await).await.assert_status(200);
        let third = app.ask_for_help(&least()).await;
        assert_eq!(app.owner(&third).await, "Example Workers' Centre");
    }

    async fn the_time_to_answer_begins_when_somebody_is_there(app: TestApp) {
        let hours = json!([{ "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
            "sunday"], "from": "09:00", "until": "10:00", "time_zone": "Etc/UTC" }]);
        app.declared("Example Hour", &json!({ "opening_hours": hours, "answer_within_hours": 2 })).await;
        let filed = app.ask_for_help(&least()).await;
        let seen = app.holder_of(&filed.code).get(RECEIPT).await.json();
        let by = seen["offers"][0]["answer_by"].as_str().unwrap();
        assert!(by.contains("T11:00:00"), "two hours after nine: {by}");
        assert!(seen["offers"][0]["offered_at"].as_str().unwrap().contains(":00:00"), "the hour only");
    }

    async fn danger_is_offered_to_who_is_there_and_calls_them(app: TestApp) {
        use tulay::platform::clock::Clock as _;
        let now = app.clock.now().to_string();
        let hour: u8 = now[11..13].parse().unwrap();
        let (from, until) = ((hour + 6) % 24, (hour + 8) % 24);
        let closed = json!([{ "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
            "sunday"], "from": format!("{from:02}:00"), "until": format!("{until:02}:00"),
            "time_zone": "Etc/UTC" }]);
        let asleep = app.declared("Example Asleep", &json!({ "opening_hours": closed, "languages": ["en"] })).await;
        let awake = app.declared("Example Awake", &json!({})).await;
        let (sleeper, waker) = (app.case_worker(asleep).await, app.case_worker(awake).await);
        let filed = app.ask_for_help(&changed(least(), &json!({ "urgency": "danger_now" }))).await;
        assert_eq!(app.asked(&filed).await, outcomes(&[("Example Awake", None)]));
        let alerts = waker.get("/v1/staff/danger-alerts").await.json();
        assert_eq!(alerts["items"].as_array().unwrap().len(), 1);
        // Nobody answers for a quarter of an hour: the next one is asked, and called.
        app.clock.advance(Duration::from_mins(14));
        assert_eq!(app.route().await, 0);
        app.clock.advance(Duration::from_mins(1));
        assert_eq!(app.route().await, 1);
        assert_eq!(app.asked(&filed).await,
            outcomes(&[("Example Awake", Some("lapsed")), ("Example Asleep", None)]));
        let query = "SELECT coalesce(closed_because, 'open') AS one, stop AS two FROM danger_alerts \
            WHERE subject_id = {id} ORDER BY 1";
        let alerts = super::texts(&app, query, &filed.id).await;
        let states: Vec<&str> = alerts.iter().map(|(state, _)| state.as_str()).collect();
        assert_eq!(states, ["handed_on", "open"]);
        let later = app.case_worker(asleep).await;
        assert_eq!(later.offers().await.len(), 1);
        drop(sleeper);
    }
}
