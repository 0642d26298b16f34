//! Reports: what they say, signing, printing, checking.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{
    change, finding, fixture, inspector, inspectorate, items, now, path, sha256, shipped, visit,
    write, written,
};
use crate::harness::{Person, TestApp};
use crate::on_both;

/// A visit with something of everything that has ended.
async fn ended(app: &TestApp, sita: &Person<'_>) -> String {
    let id = visit(sita).await;
    let hash = shipped(sita, "general_safety").await;
    change(sita, &path(&id), &json!({ "checklist_hash": hash }))
        .await
        .assert_status(200);
    let photo = written(
        sita,
        &id,
        "evidence",
        json!({ "kind": "photo", "caption": "Hall 2" }),
    )
    .await;
    let answer = json!({ "item_code": "guards", "value": "no", "note": "ไม่มีฝาครอบ", "evidence_ids": [photo] });
    write(sita, &id, "answer", answer).await.assert_status(201);
    let own = written(sita, &id, "finding", finding()).await;
    let notice = json!({ "kind": "improvement_notice", "finding_ids": [own], "compliance": "pending",
        "description": "Put the guard back.", "issued_at": now(app), "deadline": { "working_days": 5 } });
    write(sita, &id, "measure", notice).await.assert_status(201);
    let end = json!({ "status": "done", "ended_at": now(app), "outcome": "violations_found",
        "people_met": [{ "role": "manager", "count": 1 }] });
    change(sita, &path(&id), &end).await.assert_status(200);
    id
}

async fn sign(sita: &Person<'_>, id: &str) -> Value {
    let draft = sita.get(&format!("{}/report", path(id))).await.json();
    let signing = json!({ "sha256": draft["sha256"] });
    let signed = sita.post(&format!("{}/reports", path(id)), &signing).await;
    signed.assert_status(201);
    signed.json()
}

on_both! {
    async fn what_is_signed_is_what_was_read_and_a_change_makes_another_number(app: TestApp) {
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let id = ended(&app, &sita).await;
        let first = sign(&sita, &id).await;
        assert_eq!((&first["number"], &first["method"]), (&json!(1), &json!("signed_in")));
        assert_eq!(first["signed_by"], json!(sita.account.unwrap().to_string()));
        let reports = format!("{}/reports", path(&id));
        let again = json!({ "sha256": first["sha256"] });
        sita.post(&reports, &again).await.assert_problem(409, "report_changed");
        written(&sita, &id, "finding", finding()).await;
        // The draft that was read is no longer what the report says.
        sita.post(&reports, &again).await.assert_problem(409, "report_changed");
        let draft = sita.get(&format!("{}/report", path(&id))).await.json();
        assert_eq!(draft["signed_as"], json!(null));
        let second = sign(&sita, &id).await;
        assert_eq!(second["number"], 2);
        let kept = sita.get(&format!("{reports}/1")).await.json();
        assert_eq!(kept, first);
        let all = items(&sita.get(&reports).await);
        assert_eq!(all.iter().map(|one| one["number"].clone()).collect::<Vec<_>>(), [json!(2), json!(1)]);
        let check = |digest: &Value| format!("/v1/visit-reports/{}", digest.as_str().unwrap());
        assert_eq!(app.get(&check(&first["sha256"])).await.json()["is_newest"], json!(false));
        assert_eq!(app.get(&check(&second["sha256"])).await.json()["is_newest"], json!(true));
        app.get(&check(&json!("0".repeat(64)))).await.assert_problem(404, "not_found");
    }

    async fn evidence_stands_in_it_by_its_hashes_as_a_court_needs_them(app: TestApp) {
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let id = ended(&app, &sita).await;
        let without = sign(&sita, &id).await;
        let evidence = without["content"]["evidence"][0].clone();
        assert_eq!((&evidence["caption"], evidence.get("file")), (&json!("Hall 2"), None));
        let uploads = format!("{}/records/{}/uploads", path(&id), evidence["id"].as_str().unwrap());
        let photo = fixture("baseline.planted.jpg");
        let at = sita.begin_at(&uploads, photo.len()).await;
        sita.send_part(&at, 0, &photo).await.assert_status(204);
        // The file makes another report, which names it as it came in and as it is kept.
        let with = sign(&sita, &id).await;
        assert_eq!(with["number"], 2);
        let file = &with["content"]["evidence"][0]["file"];
        let members: Vec<&String> = file.as_object().unwrap().keys().collect();
        assert_eq!(members, ["bytes", "media_type", "received_at", "received_sha256", "sha256"]);
        assert_eq!(file["received_sha256"], json!(sha256(&photo)));
        assert_eq!(with["content"]["answers"][0]["evidence_ids"], json!([evidence["id"]]));
    }

    async fn only_the_team_signs_and_only_what_has_ended(app: TestApp) {
        let own = inspectorate(&app).await;
        let (sita, ravi) = (inspector(&app, own).await, inspector(&app, own).await);
        let id = visit(&sita).await;
        let draft = ravi.get(&format!("{}/report", path(&id))).await.json();
        let signing = json!({ "sha256": draft["sha256"] });
        let reports = format!("{}/reports", path(&id));
        ravi.post(&reports, &signing).await.assert_problem(403, "not_of_the_team");
        sita.post(&reports, &signing).await.assert_problem(409, "visit_not_ended");
        let stranger = super::sita(&app).await;
        stranger.get(&format!("{}/report", path(&id))).await.assert_problem(404, "not_found");
    }

    async fn it_says_nothing_of_why_the_workplace_was_visited(app: TestApp) {
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let id = ended(&app, &sita).await;
        let patch = json!({ "kind": "accident", "planned_on": "2026-12-01", "announced": true });
        change(&sita, &path(&id), &patch).await.assert_status(200);
        let signed = sign(&sita, &id).await;
        let said = &signed["content"]["visit"];
        for member in ["kind", "planned_on", "announced", "campaign_id"] {
            assert_eq!(said.get(member), None, "{member}");
        }
        assert!(!signed["content"].to_string().contains("accident\""));
        assert_eq!(signed["content"].get("interviews"), None);
    }

    async fn the_pdf_is_signed_by_the_service_and_anybody_can_check_it(app: TestApp) {
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let id = ended(&app, &sita).await;
        let signed = sign(&sita, &id).await;
        let of = |what: &str, language: &str| format!("{}/reports/1/{what}?language={language}", path(&id));
        for language in ["th", "km", "my", "en"] {
            let pdf = sita.get(&of("pdf", language)).await;
            pdf.assert_status(200);
            assert_eq!(pdf.header("content-type"), Some("application/pdf"));
            assert!(pdf.body.starts_with(b"%PDF-"));
            let signature = sita.get(&of("signature", language)).await.json();
            assert_eq!(signature["pdf_sha256"], json!(sha256(&pdf.body)), "{language}");
            let parts: Vec<&str> = signature["statement"].as_str().unwrap().split('.').collect();
            let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).unwrap();
            let said: Value = serde_json::from_slice(&decoded(parts[1])).unwrap();
            assert_eq!((&said["pdf_sha256"], &said["report_sha256"]), (&signature["pdf_sha256"], &signed["sha256"]));
            let header: Value = serde_json::from_slice(&decoded(parts[0])).unwrap();
            let keys = app.get("/.well-known/jwks.json").await.json();
            let key = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == header["kid"]).unwrap();
            let key = tulay::platform::crypto::PublicKey::from_jwk(key).unwrap();
            let message = format!("{}.{}", parts[0], parts[1]);
            let signature: [u8; 64] = decoded(parts[2]).try_into().unwrap();
            assert!(key.has_signed(message.as_bytes(), &signature));
        }
        let refused = sita.get(&of("pdf", "xx")).await;
        assert_eq!(refused.faults(), [super::fault("/query/language", "unknown_value")]);
    }
}
