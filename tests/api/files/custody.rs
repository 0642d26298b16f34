//! Who had a file in their hands, and small pictures.

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{fixture, id_in, uuid};
use crate::harness::Person;
use crate::on_both;

fn events(log: &Value) -> Vec<(String, Value)> {
    let items = log["items"].as_array().unwrap().iter();
    items
        .map(|entry| {
            let event = entry["event"].as_str().unwrap().to_owned();
            (event, entry["account_id"].clone())
        })
        .collect()
}

fn by(event: &str, person: Option<&Person<'_>>) -> (String, Value) {
    let account = person.map(|person| person.account.unwrap().to_string());
    (event.to_owned(), json!(account))
}

on_both! {
    async fn each_hand_that_evidence_goes_through_is_in_its_log(app: TestApp) {
        let inspector = app.inspecting().await;
        let filed = app.report_danger().await;
        let holder = app.holder_of(&filed.code);
        let photo = fixture("baseline.planted.jpg");
        let at = holder.begin(photo.len()).await;
        holder.send_part(&at, 0, &photo).await.assert_status(204);
        let path = format!("/v1/staff/safety-reports/{}/evidence/{}", filed.id, id_in(&at));
        app.clock.advance(std::time::Duration::from_secs(1));
        let small = inspector.get(&format!("{path}/thumbnail")).await;
        small.assert_status(200);
        assert_eq!(small.header("content-type"), Some("image/jpeg"));
        assert!(small.body.starts_with(b"\xFF\xD8"));
        assert!(!small.body.windows(5).any(|bytes| bytes == b"PLANT"));
        app.clock.advance(std::time::Duration::from_secs(1));
        inspector.get(&path).await.assert_status(200);

        let log = inspector.get(&format!("{path}/custody")).await;
        let log = log.assert_status(200).json();
        let expected = [by("received", None), by("sealed", None),
            by("opened", Some(&inspector)), by("exported", Some(&inspector))];
        assert_eq!(events(&log), expected);
        let nothing = format!("/v1/staff/safety-reports/{}/evidence/{}", filed.id, uuid());
        for sub in ["thumbnail", "custody"] {
            inspector.get(&format!("{nothing}/{sub}")).await.assert_problem(404, "not_found");
        }
        let elsewhere = app.organisation("Another Inspectorate", &["MY"], &["safety_inspection"]).await;
        let stranger = app.member(elsewhere, &[Role::Inspector]).await;
        for sub in ["thumbnail", "custody"] {
            stranger.get(&format!("{path}/{sub}")).await.assert_problem(404, "not_found");
        }
    }

    async fn attachments_have_a_log_and_small_pictures_alike(app: TestApp) {
        let centre = app.organisation("Example Centre", &["SG"], &["assistance"]).await;
        let worker = app.member(centre, &[Role::CaseWorker]).await;
        let filed = app.help(centre).await;
        let holder = app.holder_of(&filed.code);
        let attach = |kind: &'static str, body: Vec<u8>| {
            let request = holder.request(Method::POST, super::ATTACHMENTS).header("Content-Type", kind);
            crate::harness::Response::of(request.header("Idempotency-Key", format!("\"{}\"", uuid())).body(body))
        };
        let picture = attach("image/png", fixture("alpha.planted.png")).await.assert_status(201).json();
        let pdf = b"%PDF-1.7 a contract\nstartxref\n9\n%%EOF\n".to_vec();
        let document = attach("application/pdf", pdf).await.assert_status(201).json();
        let path = |of: &Value| {
            format!("/v1/staff/assistance-requests/{}/attachments/{}", filed.id, of["id"].as_str().unwrap())
        };
        let small = worker.get(&format!("{}/thumbnail", path(&picture))).await;
        assert!(small.assert_status(200).body.starts_with(b"\xFF\xD8"));
        let none = worker.get(&format!("{}/thumbnail", path(&document))).await;
        none.assert_problem(404, "not_found");
        let log = worker.get(&format!("{}/custody", path(&picture))).await;
        let expected = [by("received", None), by("sealed", None), by("opened", Some(&worker))];
        assert_eq!(events(&log.assert_status(200).json()), expected);
        let log = worker.get(&format!("{}/custody", path(&document))).await;
        assert_eq!(events(&log.json()), [by("received", None), by("sealed", None)]);
        holder.post("/v1/receipt/assistance-request/withdraw", &json!({})).await.assert_status(200);
        for sub in ["thumbnail", "custody"] {
            let refused = worker.get(&format!("{}/{sub}", path(&picture))).await;
            refused.assert_problem(403, "consent_withdrawn");
        }
    }
}
