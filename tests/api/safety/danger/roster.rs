//! Who is on duty, and what their telephones get.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{DUTY, in_danger};
use crate::assistance::danger::STEP;
use crate::harness::{Receiver, Response, TestApp};
use crate::on_both;
use crate::safety::{DESCRIPTION, PLACE, changed, report};

const FIRST: &str = "+60300000001";
const DEPUTY: &str = "+60300000002";
const THIRD: &str = "+60300000003";

on_both! {
    async fn inspectors_and_administrators_keep_the_roster_of_the_inspectorate(app: TestApp) {
        let all = app.on_duty().await;
        let read = all.colleague.get(DUTY).await;
        read.assert_status(200);
        assert_eq!(read.json()["contacts"][0]["account_id"], all.first.account.unwrap().to_string());
        let tag = read.header("etag").unwrap().to_owned();
        let turned = json!([{ "account_id": all.second.account, "telephone": FIRST }]);
        all.colleague.put_duty("\"v0\"", &turned).await.assert_problem(412, "stale");
        let written = all.colleague.put_duty(&tag, &turned).await;
        written.assert_status(200);
        assert_eq!(written.json()["contacts"][0]["telephone"], FIRST);
        assert_eq!(all.chief.get(DUTY).await.json(), written.json());
        let blind = all.chief.request(Method::PUT, DUTY).json(&json!({ "contacts": turned }));
        Response::of(blind).await.assert_problem(428, "precondition_required");
        let worker = app.member(all.inspectorate, &[Role::CaseWorker]).await;
        worker.get(DUTY).await.assert_problem(403, "forbidden");
        worker.put_duty(&tag, &turned).await.assert_problem(403, "forbidden");
        app.get(DUTY).await.assert_problem(401, "unauthenticated");
        let of_requests = all.chief.get("/v1/staff/duty-contacts").await.json();
        assert_eq!(of_requests["contacts"], json!([]), "who is on duty for requests is written elsewhere");
    }

    async fn only_inspectors_of_the_organisation_are_on_duty(app: TestApp) {
        let all = app.on_duty().await;
        let contacts = json!([
            { "account_id": all.first.account },
            { "account_id": all.first.account },
            { "account_id": all.chief.account, "deputy": { "account_id": all.operator.account,
                "until": "2999-01-01T00:00:00Z" } },
        ]);
        let refused = all.chief.put_duty("\"v1\"", &contacts).await;
        refused.assert_problem(422, "invalid_request");
        let fault = |at: &str, code: &str| (at.to_owned(), code.to_owned());
        assert_eq!(refused.faults(), [
            fault("/contacts/1/account_id", "given_twice"),
            fault("/contacts/2/account_id", "not_an_inspector"),
            fault("/contacts/2/deputy/account_id", "not_an_inspector"),
        ]);
    }

    async fn a_telephone_on_duty_gets_a_text_that_says_nothing_else(app: TestApp) {
        let gateway = Receiver::start();
        let texting = app.another_texting(&gateway);
        let all = app.on_duty().await;
        let until = "2999-01-01T00:00:00Z";
        let contacts = json!([
            { "account_id": all.first.account, "telephone": FIRST,
              "deputy": { "account_id": all.second.account, "until": until, "telephone": DEPUTY } },
            { "account_id": all.colleague.account, "telephone": THIRD },
        ]);
        all.chief.put_duty("\"v1\"", &contacts).await.assert_status(200);
        texting.report(&changed(report(), json!({ "danger_now": true }))).await;
        assert_eq!(texting.send_texts().await, 1);
        let sent = gateway.texts();
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].0, DEPUTY, "the deputy is called instead");
        for word in [DESCRIPTION, PLACE, "danger", "MY", "report"] {
            assert!(!sent[0].1.contains(word), "{word}");
        }
        app.clock.advance(STEP);
        assert_eq!(texting.escalate().await, 1);
        texting.send_texts().await;
        assert_eq!(gateway.texts()[1].0, THIRD);
        assert_eq!(texting.send_texts().await, 0, "each is sent once");
    }

    async fn a_call_that_could_not_be_sent_in_time_is_not_sent(app: TestApp) {
        let gateway = Receiver::start();
        let texting = app.another_texting(&gateway);
        let all = app.on_duty().await;
        let contacts = json!([{ "account_id": all.first.account, "telephone": FIRST }]);
        all.chief.put_duty("\"v1\"", &contacts).await.assert_status(200);
        texting.report(&in_danger()).await;
        app.clock.advance(Duration::from_mins(61));
        texting.send_texts().await;
        assert!(gateway.texts().is_empty());
    }

    async fn the_database_does_not_hold_the_telephones(app: TestApp) {
        let all = app.on_duty().await;
        let contacts = json!([{ "account_id": all.first.account, "telephone": FIRST }]);
        all.chief.put_duty("\"v1\"", &contacts).await.assert_status(200);
        let stored = stored_contacts(&app).await;
        assert!(!stored.is_empty() && !stored.contains(&FIRST[1..]), "{stored}");
        let none = json!([{ "account_id": all.first.account }]);
        let written = all.chief.put_duty("\"v2\"", &none).await;
        assert_eq!(written.json()["contacts"][0].get("telephone"), None::<&Value>);
    }

    async fn the_systems_of_the_inspectorate_are_told_by_id(app: TestApp) {
        let all = app.on_duty().await;
        let endpoint = json!({ "name": "duty", "url": "https://hooks.inspectorate.example/duty",
            "event_types": ["safety_alert.raised", "safety_alert.escalated"] });
        all.chief.post("/v1/staff/webhook-endpoints", &endpoint).await.assert_status(201);
        app.danger_at_work().await;
        let alert = app.safety_alerts_of(&all.first).await.remove(0);
        app.clock.advance(STEP);
        assert_eq!(app.escalate().await, 1);
        let query = "SELECT event_type AS one, event_type AS two FROM webhook_events \
            WHERE subject_id = {id} ORDER BY event_type";
        let told = crate::assistance::texts(&app, query, alert["id"].as_str().unwrap()).await;
        let told: Vec<&str> = told.iter().map(|(event, _)| event.as_str()).collect();
        assert_eq!(told, ["safety_alert.escalated", "safety_alert.raised"]);
    }
}

/// What is stored of rosters in the clear.
async fn stored_contacts(app: &TestApp) -> String {
    let query = "SELECT CAST(contacts AS text) AS one, duty AS two FROM duty_rosters \
        WHERE duty = 'safety_report' OR organisation_id = {id}";
    let nobody = app.shared.services.new_id().to_string();
    let rows = crate::assistance::texts(app, query, &nobody).await;
    rows.into_iter().map(|(contacts, _)| contacts).collect()
}
