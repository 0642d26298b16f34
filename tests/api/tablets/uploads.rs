//! Files of visits that a tablet sends part by part, each request with a proof of its key.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::{DEVICES, Tablet, document, fresh, operation};
use crate::files::{fixture, long_photo, sha256};
use crate::harness::Response;
use crate::on_both;

/// A visit with a record of evidence, both made on the tablet; returns where its uploads begin, and the record.
async fn evidence(tablet: &Tablet<'_>, establishment: &str) -> (String, String) {
    let visit = tablet.make_visit(establishment).await;
    let record = fresh(tablet.app);
    let said = json!({ "kind": "photo", "caption": "Hall 2" });
    let made = operation(tablet.app, ("evidence", &record, &visit), &said);
    assert_eq!(tablet.push_one(&made).await["outcome"], "applied");
    let uploads = format!("/v1/staff/visits/{visit}/records/{record}/uploads");
    (uploads, record)
}

async fn begin(tablet: &Tablet<'_>, uploads: &str, length: usize) -> String {
    let request = tablet.tus(Method::POST, uploads).await;
    let begun = Response::of(request.header("Upload-Length", length)).await;
    begun.assert_status(201);
    begun.header("location").unwrap().to_owned()
}

async fn offset_of(tablet: &Tablet<'_>, at: &str) -> String {
    let head = Response::of(tablet.tus(Method::HEAD, at).await).await;
    head.assert_status(200);
    head.header("upload-offset").unwrap().to_owned()
}

on_both! {
    async fn a_tablet_sends_files_part_by_part_with_a_proof_each_time(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let (uploads, record) = evidence(&tablet, &establishment).await;
        let (_, cursor) = tablet.pull_after(None).await;
        let photo = long_photo(200_000);
        let at = begin(&tablet, &uploads, photo.len()).await;
        tablet.send_part(&at, 0, &photo[..90_000]).await.assert_status(204);
        // The proof is of the method that was sent, also where it is answered as another.
        assert_eq!(offset_of(&tablet, &at).await, "90000");
        let meant = tablet.tus(Method::POST, &at).await.header("X-HTTP-Method-Override", "PATCH");
        let meant = meant.header("Content-Type", "application/offset+octet-stream");
        let meant = meant.header("Upload-Offset", 90_000).body(photo[90_000..100_000].to_vec());
        assert_eq!(meant.send().await.unwrap().status().as_u16(), 204);
        // Days later, the same inspector on another tablet.
        app.clock.advance(Duration::from_hours(3 * 24));
        let other = Tablet::of(&app, tablet.organisation, tablet.account).await;
        assert_eq!(offset_of(&other, &at).await, "100000");
        other.send_part(&at, 100_000, &photo[100_000..]).await.assert_status(204);
        let (changes, _) = tablet.pull_after(Some(&cursor)).await;
        let file = document(&changes, &json!(record))["file"].clone();
        assert_eq!((&file["received_sha256"], &file["has_thumbnail"]), (&json!(sha256(&photo)), &json!(true)));
    }

    async fn a_part_without_the_key_of_the_tablet_is_refused(app: TestApp) {
        let (tablet, desk, establishment) = app.tablet().await;
        let (uploads, _) = evidence(&tablet, &establishment).await;
        let at = begin(&tablet, &uploads, 500).await;
        let token = tablet.token().await;
        let part = |scheme: &str, proof: Option<String>| {
            let request = app.request(Method::PATCH, &at).header("Tus-Resumable", "1.0.0");
            let request = request.header("Authorization", format!("{scheme} {token}"));
            let request = request.header("Content-Type", "application/offset+octet-stream").header("Upload-Offset", 0);
            let request = request.body("x");
            Response::of(proof.into_iter().fold(request, |request, proof| request.header("DPoP", proof)))
        };
        let proof = |method: Method| tablet.key.proof(&app, (&method, at.as_str()), Some(&token));
        part("Bearer", None).await.assert_problem(401, "invalid_token");
        part("DPoP", None).await.assert_problem(401, "invalid_dpop_proof");
        part("DPoP", Some(proof(Method::GET))).await.assert_problem(401, "invalid_dpop_proof");
        let good = proof(Method::PATCH);
        part("DPoP", Some(good.clone())).await.assert_status(204);
        part("DPoP", Some(good)).await.assert_problem(401, "invalid_dpop_proof");
        assert_eq!(offset_of(&tablet, &at).await, "1");
        // A tablet that is trusted no more adds nothing, and is told to wipe.
        let own = desk.get(DEVICES).await.json();
        let device = own["items"][0]["id"].as_str().unwrap().to_owned();
        desk.post(&format!("{DEVICES}/{device}/revoke"), &json!(null)).await.assert_status(200);
        tablet.send_part(&at, 1, b"x").await.assert_problem(403, "device_revoked");
        // At the desk she goes on with it.
        assert_eq!(desk.offset_of(&at).await, 1);
    }

    async fn an_upload_of_a_visit_waits_a_week_and_no_longer(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let (uploads, _) = evidence(&tablet, &establishment).await;
        let photo = fixture("baseline.planted.jpg");
        let at = begin(&tablet, &uploads, photo.len()).await;
        tablet.send_part(&at, 0, &photo[..100]).await.assert_status(204);
        app.clock.advance(Duration::from_hours(7 * 24 - 1));
        app.tidy_uploads().await;
        tablet.send_part(&at, 100, &photo[100..200]).await.assert_status(204);
        app.clock.advance(Duration::from_hours(7 * 24 + 2));
        tablet.send_part(&at, 200, &photo[200..]).await.assert_problem(410, "upload_expired");
        app.tidy_uploads().await;
        assert!(app.parts().is_empty());
        let gone = Response::of(tablet.tus(Method::HEAD, &at).await).await;
        assert_eq!(gone.status, 404);
        // It is begun anew.
        let at = begin(&tablet, &uploads, photo.len()).await;
        tablet.send_part(&at, 0, &photo).await.assert_status(204);
    }
}
