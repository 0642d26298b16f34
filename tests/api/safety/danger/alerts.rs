//! What an alert is, who sees it and how it ends.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{ALERTS, in_danger};
use crate::assistance::danger::STEP;
use crate::assistance::texts;
use crate::harness::{Person, TestApp};
use crate::on_both;
use crate::safety::{DESCRIPTION, EMPLOYER, PLACE, QUEUE, RECEIPT, changed, report};

/// Declares in which district an organisation works.
async fn covers(chief: &Person<'_>, district: &str) {
    let areas = json!({ "areas": [{ "country": "MY", "subdivisions": [district] }] });
    let path = "/v1/staff/organisation/coverage";
    let request = chief
        .request(reqwest::Method::PUT, path)
        .header("If-Match", "\"v0\"");
    crate::harness::Response::of(request.json(&areas))
        .await
        .assert_status(200);
}

/// An inspectorate of a district, its chief and an inspector.
async fn of_district<'app>(app: &'app TestApp, name: &str, district: &str) -> Person<'app> {
    let organisation = app
        .organisation(name, &["MY"], &["safety_inspection"])
        .await;
    let chief = app.member(organisation, &[Role::Administrator]).await;
    covers(&chief, district).await;
    app.inspector(organisation).await
}

on_both! {
    async fn danger_calls_the_inspector_on_duty_at_once_and_tells_ids_only(app: TestApp) {
        let all = app.on_duty().await;
        let filed = app.report(&changed(report(), json!({ "danger_now": true }))).await;
        assert_eq!(app.called_to_work(&all).await, ["first"]);
        let alert = app.safety_alerts_of(&all.first).await.remove(0);
        assert_eq!((&alert["report_id"], &alert["state"]), (&json!(filed.id), &json!("open")));
        assert_eq!((&alert["stop"], &alert["organisation_name"]), (&json!("duty_contact"), &json!("Example Inspectorate")));
        assert!(alert["raised_at"].as_str().unwrap().ends_with(":00:00Z"), "the hour, not the minute");
        let text = alert.to_string();
        for word in [DESCRIPTION, PLACE, EMPLOYER, "MY", "injury", "moving_machinery", "danger_now", "101.5"] {
            assert!(!text.contains(word), "{word}");
        }
        let stored = "SELECT coalesce(country, '-') AS one, duty AS two FROM danger_alerts WHERE id = {id}";
        let stored = texts(&app, stored, alert["id"].as_str().unwrap()).await;
        assert_eq!(stored, [("-".to_owned(), "safety_report".to_owned())]);
        all.first.get(&filed.path()).await.assert_status(200);
    }

    async fn an_acknowledgement_ends_the_calling(app: TestApp) {
        let all = app.on_duty().await;
        app.danger_at_work().await;
        let alert = app.safety_alerts_of(&all.first).await.remove(0);
        all.second.acknowledge_danger(&alert).await.assert_problem(404, "not_found");
        let answered = all.first.acknowledge_danger(&alert).await;
        answered.assert_status(200);
        let body = answered.json();
        assert_eq!((&body["state"], &body["escalates_at"]), (&json!("acknowledged"), &Value::Null));
        assert_eq!(all.first.acknowledge_danger(&alert).await.json(), body, "again changes nothing");
        app.clock.advance(STEP * 6);
        assert_eq!(app.escalate().await, 0);
        assert_eq!(app.called_to_work(&all).await, ["first"]);
        let query = "SELECT action AS one, subject_kind AS two FROM audit_entries WHERE subject_id = {id}";
        let audit = texts(&app, query, alert["id"].as_str().unwrap()).await;
        assert_eq!(audit, [("acknowledged".to_owned(), "danger_alert".to_owned())]);
    }

    async fn what_is_over_calls_nobody_any_more_and_what_is_looked_into_does(app: TestApp) {
        let all = app.on_duty().await;
        let filed = app.danger_at_work().await;
        let to = |status: &str| json!({ "status": status });
        all.colleague.post_if_match(&filed.sub("status"), "\"v1\"", &to("confirmed")).await.assert_status(200);
        assert_eq!(app.safety_alerts_of(&all.first).await[0]["state"], "open", "moving it on is not looking after danger");
        all.colleague.post_if_match(&filed.sub("status"), "\"v2\"", &to("not_responsible")).await.assert_status(200);
        let closed = app.safety_alerts_of(&all.first).await.remove(0);
        assert_eq!((&closed["state"], &closed["closed_because"]), (&json!("closed"), &json!("ended")));
        app.clock.advance(STEP * 2);
        assert_eq!(app.escalate().await, 0);
    }

    async fn only_who_was_called_about_a_report_sees_its_alert(app: TestApp) {
        let all = app.on_duty().await;
        app.danger_at_work().await;
        let alert = app.safety_alerts_of(&all.first).await.remove(0);
        let editor = app.member(all.inspectorate, &[Role::Editor]).await;
        editor.get(ALERTS).await.assert_problem(403, "forbidden");
        editor.acknowledge_danger(&alert).await.assert_problem(403, "forbidden");
        app.get(ALERTS).await.assert_problem(401, "unauthenticated");
        all.operator.acknowledge_danger(&alert).await.assert_problem(404, "not_found");
        let both = app.member(all.inspectorate, &[Role::Inspector, Role::CaseWorker]).await;
        let other = format!("/v1/staff/danger-alerts/{}/acknowledgement", alert["id"].as_str().unwrap());
        let tried = crate::harness::Response::of(both.request(reqwest::Method::POST, &other)).await;
        tried.assert_problem(404, "not_found");
        let listed = both.get("/v1/staff/danger-alerts").await.json();
        assert_eq!(listed["items"], json!([]), "it is none of the alerts about requests");
    }

    async fn a_report_that_is_taken_back_or_erased_calls_nobody_any_more(app: TestApp) {
        let all = app.on_duty().await;
        let filed = app.danger_at_work().await;
        let holder = app.holder_of(&filed.code);
        let alert = app.safety_alerts_of(&all.first).await.remove(0);
        holder.post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        let closed = app.safety_alerts_of(&all.first).await.remove(0);
        assert_eq!((&closed["state"], &closed["closed_because"]), (&json!("closed"), &json!("withdrawn")));
        all.first.acknowledge_danger(&alert).await.assert_problem(409, "alert_closed");
        assert_eq!(holder.get(RECEIPT).await.json()["danger_alert"], Value::Null);
        app.clock.advance(STEP * 2);
        assert_eq!(app.escalate().await, 0);
        holder.delete(RECEIPT).await.assert_status(204);
        assert_eq!(app.safety_alerts_of(&all.first).await, Vec::<Value>::new());
        assert_eq!(app.called_to_work(&all).await, Vec::<&str>::new());
    }

    async fn without_danger_nobody_is_called(app: TestApp) {
        let all = app.on_duty().await;
        let filed = app.report(&report()).await;
        assert_eq!(app.called_to_work(&all).await, Vec::<&str>::new());
        assert_eq!(app.holder_of(&filed.code).get(RECEIPT).await.json()["danger_alert"], Value::Null);
    }

    async fn the_same_report_sent_twice_calls_once(app: TestApp) {
        let all = app.on_duty().await;
        for _ in 0..2 {
            let request = app.request(reqwest::Method::POST, crate::safety::REPORTS);
            let request = request.header("Idempotency-Key", "\"danger\"").json(&in_danger());
            crate::harness::Response::of(request).await.assert_status(201);
        }
        assert_eq!(app.safety_alerts_of(&all.first).await.len(), 1);
    }

    async fn the_inspectorate_that_covers_the_district_is_called(app: TestApp) {
        let whole = app.inspectorate().await;
        let everywhere = app.inspector(whole).await;
        let selangor = of_district(&app, "Example Selangor", "MY-10").await;
        let johor = of_district(&app, "Example Johor", "MY-01").await;
        let at = |district: Option<&str>| {
            let place = json!({ "country": "MY", "precision": "district", "subdivision": district });
            let place = if district.is_none() { json!({ "country": "MY", "precision": "country" }) } else { place };
            changed(in_danger(), json!({ "place": place }))
        };
        for (district, called) in [(Some("MY-10"), &selangor), (Some("MY-01"), &johor), (Some("MY-13"), &everywhere)] {
            let filed = app.report(&at(district)).await;
            let alert = app.safety_alerts_of(called).await.remove(0);
            assert_eq!(alert["report_id"], filed.id, "{district:?}");
            called.get(&format!("{QUEUE}/{}", filed.id)).await.assert_status(200);
        }
        for person in [&selangor, &johor, &everywhere] {
            assert_eq!(app.safety_alerts_of(person).await.len(), 1, "and nobody else");
        }
    }
}
