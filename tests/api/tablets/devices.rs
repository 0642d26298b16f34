//! Registering tablets, and telling one to wipe itself.

use std::time::Duration;

use serde_json::json;
use tulay::identity::permissions::Role;

use super::proofs::knock;
use super::{DEVICES, PULL, Tablet};
use crate::harness::Response;
use crate::on_both;

/// Refuses anything but the instruction to wipe.
fn assert_wipe(response: &Response) {
    response.assert_problem(403, "device_revoked");
    assert_eq!(response.header("clear-site-data"), Some("\"*\""));
}

async fn device_of(tablet: &Tablet<'_>) -> String {
    let own = tablet.get(DEVICES).await.assert_status(200).json();
    own["items"][0]["id"].as_str().unwrap().to_owned()
}

on_both! {
    async fn a_tablet_is_registered_under_the_key_of_its_session(app: TestApp) {
        let (inspectorate, desk) = app.tablet_office().await;
        let account = desk.account.unwrap();
        let refused = desk.post(DEVICES, &json!({ "name": "Tablet 12" })).await;
        refused.assert_problem(409, "device_key_missing");
        let tablet = Tablet::signed_in(&app, inspectorate, account).await;
        tablet.post(PULL, &json!({})).await.assert_problem(403, "device_needed");
        let registered = tablet.register().await;
        registered.assert_status(201);
        assert_eq!(registered.json()["key_thumbprint"], tablet.key.thumbprint());
        tablet.register().await.assert_problem(409, "device_key_taken");
        tablet.post(PULL, &json!({})).await.assert_status(200);
        let case_worker = app.member(inspectorate, &[Role::CaseWorker]).await;
        case_worker.post(DEVICES, &json!({ "name": "Tablet 13" })).await.assert_problem(403, "forbidden");
    }

    async fn tablets_are_seen_by_their_holder_and_the_administrator(app: TestApp) {
        let (first, _, _) = app.tablet().await;
        let colleague = app.member(first.organisation, &[Role::Inspector]).await;
        let second = Tablet::of(&app, first.organisation, colleague.account.unwrap()).await;
        let administrator = app.member(first.organisation, &[Role::Administrator]).await;
        let all = administrator.get(DEVICES).await.json();
        assert_eq!(all["items"].as_array().unwrap().len(), 2);
        let own = second.get(DEVICES).await.json();
        assert_eq!(own["items"].as_array().unwrap().len(), 1);
        let device = device_of(&first).await;
        let path = format!("{DEVICES}/{device}");
        administrator.get(&path).await.assert_status(200);
        second.get(&path).await.assert_problem(404, "not_found");
        second.post(&format!("{path}/revoke"), &json!(null)).await.assert_status(404);
        let (_, stranger) = app.tablet_office().await;
        stranger.get(&path).await.assert_problem(404, "not_found");
    }

    async fn a_tablet_that_is_trusted_no_more_is_told_to_wipe_whenever_it_comes(app: TestApp) {
        let (tablet, desk, establishment) = app.tablet().await;
        tablet.make_visit(&establishment).await;
        let device = device_of(&tablet).await;
        let administrator = app.member(tablet.organisation, &[Role::Administrator]).await;
        let revoked = administrator.post(&format!("{DEVICES}/{device}/revoke"), &json!(null)).await;
        assert_eq!(revoked.assert_status(200).json()["revoked_because"], "revoked");
        assert_wipe(&tablet.post(PULL, &json!({})).await);
        assert_wipe(&tablet.get("/v1/staff/me").await);
        assert_wipe(&tablet.register().await);
        let credentials = json!({ "name": "nobody", "password": "four words nobody guesses" });
        assert_wipe(&knock(&app, &tablet, "/v1/sessions", &credentials).await);
        let refresh = json!({ "refresh_token": "pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo" });
        assert_wipe(&knock(&app, &tablet, "/v1/sessions/refresh", &refresh).await);
        // Long after, with a token that has long expired, it is the same.
        let token = tablet.token().await;
        app.clock.advance(Duration::from_hours(24 * 400));
        let get = reqwest::Method::GET;
        let proof = tablet.key.proof(&app, (&get, "/v1/staff/me"), Some(&token));
        let late = app.request(get, "/v1/staff/me").header("DPoP", proof);
        assert_wipe(&Response::of(late.header("Authorization", format!("DPoP {token}"))).await);
        // Its holder's desk is not concerned.
        let other = Tablet::of(&app, tablet.organisation, desk.account.unwrap()).await;
        other.post(PULL, &json!({})).await.assert_status(200);
    }

    async fn its_holder_reports_a_tablet_lost(app: TestApp) {
        let (tablet, desk, _) = app.tablet().await;
        let device = device_of(&tablet).await;
        let path = format!("{DEVICES}/{device}");
        let lost = desk.post(&format!("{path}/report-lost"), &json!(null)).await;
        assert_eq!(lost.assert_status(200).json()["revoked_because"], "lost");
        // What was said first stays.
        let again = desk.post(&format!("{path}/revoke"), &json!(null)).await;
        assert_eq!(again.assert_status(200).json()["revoked_because"], "lost");
        assert_wipe(&tablet.post(PULL, &json!({})).await);
        let administrator = app.member(tablet.organisation, &[Role::Administrator]).await;
        let entries = administrator.get(&format!("/v1/staff/audit-entries?subject_id={device}")).await.json();
        let details: Vec<&str> =
            entries["items"].as_array().unwrap().iter().map(|entry| entry["detail"].as_str().unwrap()).collect();
        assert_eq!(details, ["lost", "registered"]);
    }
}
