//! Case workers ask before they call.

use serde_json::{Value, json};

use super::super::Filed;
use super::super::staff::audit_of;
use super::{CLOSES, OPENS, OWN_CODE, attempts, outcomes, plan, put_plan};
use crate::harness::{Person, Response};
use crate::on_both;

/// A plan for calls on Sundays.
fn calls() -> Value {
    let call = json!({ "channel": "voice", "ok_to_leave_message": false, "disguise_as": "a cousin",
        "may_be_said": "only that you are the cousin", "others_who_may_answer": "my sister", "message_text": null });
    plan(
        &call,
        &json!({ "service_may_send": false, "note": "She speaks little English" }),
    )
}

async fn ask(worker: &Person<'_>, filed: &Filed, body: &Value) -> Response {
    worker.post(&filed.sub("contact-attempts"), body).await
}

async fn note(worker: &Person<'_>, filed: &Filed, permitted: &Value, outcome: &str) -> Response {
    let id = permitted["attempt"]["id"].as_str().unwrap();
    let path = format!("{}/{id}/outcome", filed.sub("contact-attempts"));
    worker.post(&path, &json!({ "outcome": outcome })).await
}

on_both! {
    async fn within_the_plan_the_way_is_told_with_its_code_word(app: TestApp) {
        app.on_sunday(OPENS, 30);
        let (filed, worker) = app.asks(&calls()).await;
        let permitted = ask(&worker, &filed, &json!({ "channel": "voice" })).await;
        permitted.assert_status(201);
        let permitted = permitted.json();
        let way = &permitted["method"];
        assert_eq!((&way["code_word"], &way["disguise_as"]), (&json!(OWN_CODE), &json!("a cousin")));
        assert_eq!(way["others_who_may_answer"], "my sister");
        assert_eq!(permitted["note"], "She speaks little English");
        assert_eq!(permitted["until"], app.at(0, CLOSES));
        assert_eq!(outcomes(&app, &filed).await, ["permitted"]);
        note(&worker, &filed, &permitted, "no_answer").await.assert_status(200);
        let noted = note(&worker, &filed, &permitted, "reached").await;
        assert_eq!(noted.json()["outcome"], "reached");
        let seen = attempts(&app, &filed).await.remove(0);
        assert_eq!((&seen["outcome"], &seen["by_staff"]), (&json!("reached"), &json!(true)));
        assert_eq!(seen["outcome_label"], "You were reached");
        let audit = audit_of(&app, &filed.id).await;
        assert!(audit.contains(&("opened".to_owned(), "contact_permitted".to_owned())), "{audit:?}");
        assert_eq!(audit.last(), Some(&("stated".to_owned(), "contact_outcome".to_owned())));
    }

    async fn outside_it_the_refusal_is_written_to_the_case(app: TestApp) {
        app.on_sunday(CLOSES, 30);
        let (filed, worker) = app.asks(&calls()).await;
        let refused = ask(&worker, &filed, &json!({ "channel": "voice" })).await;
        let body = refused.assert_problem(409, "contact_refused");
        let detail = body["detail"].as_str().unwrap();
        assert!(detail.contains("outside_hours") && detail.contains(&app.at(7, OPENS)), "{detail}");
        assert!(!detail.contains(OWN_CODE));
        let seen = attempts(&app, &filed).await.remove(0);
        assert_eq!((&seen["refusal"], &seen["not_before"]), (&json!("outside_hours"), &json!(app.at(7, OPENS))));
        let audit = audit_of(&app, &filed.id).await;
        assert_eq!(audit.last(), Some(&("opened".to_owned(), "contact_refused".to_owned())));
        let id = seen["id"].as_str().unwrap();
        let path = format!("{}/{id}/outcome", filed.sub("contact-attempts"));
        worker.post(&path, &json!({ "outcome": "reached" })).await.assert_problem(409, "conflict");
    }

    async fn what_the_plan_does_not_have_is_refused(app: TestApp) {
        app.on_sunday(OPENS, 30);
        let (filed, worker) = app.asks(&calls()).await;
        let expect = async |body: Value, refusal: &str| {
            ask(&worker, &filed, &body).await.assert_problem(409, "contact_refused");
            assert_eq!(attempts(&app, &filed).await[0]["refusal"], refusal);
        };
        expect(json!({ "channel": "email" }), "no_method").await;
        expect(json!({ "channel": "voice", "to_trusted_person": true }), "no_trusted_person").await;
        put_plan(&app, &filed, &plan(&json!({ "ok_to_leave_message": false }), &json!({}))).await;
        expect(json!({ "channel": "sms" }), "no_message").await;
        put_plan(&app, &filed, &plan(&json!({ "channel": "voice", "owner": "employer" }), &json!({}))).await;
        expect(json!({ "channel": "voice" }), "employers_phone").await;
        put_plan(&app, &filed, &json!({ "do_not_contact": true })).await;
        expect(json!({ "channel": "voice" }), "do_not_contact").await;
        app.holder_of(&filed.code).delete(&super::own("contact-plan")).await.assert_status(204);
        expect(json!({ "channel": "voice" }), "no_plan").await;
    }

    async fn the_trusted_person_comes_when_the_own_ways_were_tried_in_vain(app: TestApp) {
        app.on_sunday(OPENS, 30);
        let mut with_trusted = calls();
        with_trusted["fallback"] = json!("trusted_person");
        with_trusted["trusted_person"] = json!({ "channel": "voice", "address": "+639170000000", "owner": "friend" });
        let (filed, worker) = app.asks(&with_trusted).await;
        let to_trusted = json!({ "channel": "voice", "to_trusted_person": true });
        ask(&worker, &filed, &to_trusted).await.assert_problem(409, "contact_refused");
        assert_eq!(attempts(&app, &filed).await[0]["refusal"], "own_ways_first");
        let own = ask(&worker, &filed, &json!({ "channel": "voice" })).await.json();
        note(&worker, &filed, &own, "somebody_else").await.assert_status(200);
        let permitted = ask(&worker, &filed, &to_trusted).await;
        permitted.assert_status(201);
        assert_eq!(permitted.json()["method"]["address"], "+639170000000");
    }

    async fn another_organisation_and_one_without_consent_learn_nothing(app: TestApp) {
        app.on_sunday(OPENS, 30);
        let (filed, worker) = app.asks(&calls()).await;
        let others = app.organisation("Other Centre Example", &["MY"], &["assistance"]).await;
        let stranger = app.case_worker(others).await;
        let body = json!({ "channel": "voice" });
        ask(&stranger, &filed, &body).await.assert_problem(404, "not_found");
        stranger.get(&filed.sub("contact-attempts")).await.assert_problem(404, "not_found");
        let withdraw = app.holder_of(&filed.code).request(reqwest::Method::POST, &super::own("withdraw"));
        Response::of(withdraw).await.assert_status(200);
        ask(&worker, &filed, &body).await.assert_problem(403, "consent_withdrawn");
    }
}
