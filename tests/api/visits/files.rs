//! Files of evidence: part by part, cleaned, with a small picture, and a log of who had them in their hands.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tulay::identity::permissions::Role;
use tulay::inspections::VisitFileKeeper;
use tulay::platform::clock::{Clock as _, SystemClock};

use super::{
    begin, fault, finding, inspector, inspectorate, path, sita, visit, workplace, written,
};
use crate::files::{files_below, fixture, long_photo, sha256};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

const PDF: &[u8] = b"%PDF-1.7 a register of accidents\nstartxref\n9\n%%EOF\n";

/// Where a record of evidence is.
async fn evidence(sita: &Person<'_>, visit: &str, kind: &str) -> String {
    let own = written(sita, visit, "evidence", json!({ "kind": kind })).await;
    format!("{}/records/{own}", path(visit))
}

/// Sends a file in one request.
async fn post_whole(by: &Person<'_>, record: &str, body: &[u8]) -> Response {
    let request = by.request(Method::POST, &format!("{record}/file"));
    let key = format!("\"{}\"", by.app.shared.services.new_id());
    let request = request.header("Content-Type", "image/jpeg");
    Response::of(request.header("Idempotency-Key", key).body(body.to_vec())).await
}

/// Sends a file in two parts; returns the answer to the second.
async fn in_two(by: &Person<'_>, record: &str, body: &[u8]) -> (String, Response) {
    let at = by.begin_at(&format!("{record}/uploads"), body.len()).await;
    let (first, rest) = body.split_at(body.len() / 2);
    by.send_part(&at, 0, first).await.assert_status(204);
    let last = by.send_part(&at, first.len(), rest).await;
    (at, last)
}

fn events(log: &Response) -> Vec<(String, Value)> {
    let items = log.assert_status(200).json()["items"].clone();
    let items = items.as_array().unwrap().iter();
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

fn stored(app: &TestApp) -> usize {
    files_below(&app.data_dir().join("visits")).len()
}

on_both! {
    async fn the_file_of_evidence_comes_in_part_by_part_the_way_of_every_file(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let record = evidence(&sita, &id, "photo").await;
        let photo = long_photo(300_000);
        let at = sita.begin_at(&format!("{record}/uploads"), photo.len()).await;
        assert!(at.starts_with(&format!("{record}/uploads/")), "{at}");
        let mut offset = 0;
        for end in [1000, 290_000, 300_000] {
            assert_eq!(sita.offset_of(&at).await, offset);
            let bytes = &photo[offset..end];
            let sum = format!("sha256 {}", STANDARD.encode(Sha256::digest(bytes)));
            let part = sita.part(&at, offset, bytes).header("Upload-Checksum", sum);
            Response::of(part).await.assert_status(204);
            offset = end;
            for part in app.parts() {
                let sealed = std::fs::read(part).unwrap();
                assert!(!sealed.windows(5).any(|bytes| bytes == b"PLANT" || bytes == b"Exif\0"));
            }
        }
        assert_eq!(sita.offset_of(&at).await, photo.len());
        assert!(app.parts().is_empty(), "a file that is whole needs no parts");
        let shown = sita.get(&record).await.json();
        let file = &shown["document"]["file"];
        assert_eq!(file["received_sha256"], sha256(&photo));
        assert_eq!((&file["orientation"], &file["has_thumbnail"]), (&json!(6), &json!(true)));
        let whole = sita.get(&format!("{record}/file")).await;
        assert_eq!(file["sha256"], sha256(&whole.assert_status(200).body));
        assert!(!whole.body.windows(5).any(|bytes| bytes == b"PLANT"));
        assert_eq!(sita.get(&at).await.json()["is_finished"], json!(true));
        assert_eq!(app.where_is("PLANT").await, Vec::<String>::new());
    }

    async fn each_hand_that_a_file_of_a_visit_goes_through_is_in_its_log(app: TestApp) {
        let own = inspectorate(&app).await;
        let (sita, colleague) = (inspector(&app, own).await, inspector(&app, own).await);
        let id = visit(&sita).await;
        let record = evidence(&sita, &id, "photo").await;
        for sub in ["file", "file/thumbnail", "file/custody"] {
            sita.get(&format!("{record}/{sub}")).await.assert_problem(404, "not_found");
        }
        in_two(&sita, &record, &fixture("baseline.planted.jpg")).await.1.assert_status(204);
        app.clock.advance(Duration::from_secs(1));
        let small = colleague.get(&format!("{record}/file/thumbnail")).await;
        small.assert_status(200);
        assert_eq!(small.header("content-type"), Some("image/jpeg"));
        assert!(small.body.starts_with(b"\xFF\xD8") && !small.body.windows(5).any(|bytes| bytes == b"PLANT"));
        app.clock.advance(Duration::from_secs(1));
        colleague.get(&format!("{record}/file")).await.assert_status(200);
        let log = sita.get(&format!("{record}/file/custody")).await;
        let expected = [by("received", Some(&sita)), by("sealed", None),
            by("opened", Some(&colleague)), by("exported", Some(&colleague))];
        assert_eq!(events(&log), expected);
        // Whole in one request it is the same.
        let another = evidence(&sita, &id, "photo").await;
        post_whole(&sita, &another, &fixture("alpha.planted.png")).await.assert_status(201);
        let log = sita.get(&format!("{another}/file/custody")).await;
        assert_eq!(events(&log), [by("received", Some(&sita)), by("sealed", None)]);
        let stranger = super::sita(&app).await;
        for sub in ["file", "file/thumbnail", "file/custody"] {
            stranger.get(&format!("{record}/{sub}")).await.assert_problem(404, "not_found");
        }
    }

    async fn a_paper_is_kept_as_it_is_and_has_no_small_picture(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let record = evidence(&sita, &id, "document").await;
        in_two(&sita, &record, PDF).await.1.assert_status(204);
        let file = sita.get(&record).await.json()["document"]["file"].clone();
        assert_eq!((&file["sha256"], &file["received_sha256"]), (&json!(sha256(PDF)), &json!(sha256(PDF))));
        assert_eq!(file["has_thumbnail"], Value::Null);
        let whole = sita.get(&format!("{record}/file")).await;
        assert_eq!(whole.header("content-type"), Some("application/pdf"));
        assert_eq!(whole.body, PDF);
        sita.get(&format!("{record}/file/thumbnail")).await.assert_problem(404, "not_found");
    }

    async fn only_who_has_begun_an_upload_goes_on_with_it(app: TestApp) {
        let own = inspectorate(&app).await;
        let (sita, colleague) = (inspector(&app, own).await, inspector(&app, own).await);
        let id = visit(&sita).await;
        let record = evidence(&sita, &id, "photo").await;
        let uploads = format!("{record}/uploads");
        let photo = fixture("baseline.planted.jpg");
        let at = sita.begin_at(&uploads, photo.len()).await;
        sita.send_part(&at, 0, &photo[..100]).await.assert_status(204);
        colleague.try_to_begin_at(&uploads, 500).await.assert_problem(403, "not_of_the_team");
        colleague.get(&at).await.assert_problem(404, "not_found");
        let accounts = [sita.account.unwrap().to_string(), colleague.account.unwrap().to_string()];
        sita.post(&format!("{}/team", path(&id)), &json!({ "team": accounts })).await.assert_status(200);
        // Of the same team, and still not whose upload it is.
        colleague.get(&at).await.assert_problem(404, "not_found");
        colleague.send_part(&at, 100, &photo[100..]).await.assert_problem(404, "not_found");
        Response::of(colleague.tus(Method::DELETE, &at)).await.assert_problem(404, "not_found");
        let stranger = super::sita(&app).await;
        stranger.try_to_begin_at(&uploads, 500).await.assert_problem(404, "not_found");
        stranger.send_part(&at, 100, &photo[100..]).await.assert_problem(404, "not_found");
        app.get(&at).await.assert_problem(401, "unauthenticated");
        let worker = app.member(own, &[Role::CaseWorker]).await;
        worker.get(&at).await.assert_problem(403, "forbidden");
        // Whose visit it is no more is refused at the next part.
        sita.post(&format!("{}/team", path(&id)), &json!({ "team": accounts[1..] })).await.assert_status(200);
        sita.send_part(&at, 100, &photo[100..]).await.assert_problem(403, "not_of_the_team");
        assert_eq!(stored(&app), 0);
        // The colleague, whose it is now, sends it from the beginning.
        in_two(&colleague, &record, &photo).await.1.assert_status(204);
    }

    async fn a_record_has_one_file_and_what_is_no_evidence_is_refused(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let record = evidence(&sita, &id, "photo").await;
        let uploads = format!("{record}/uploads");
        let photo = fixture("baseline.planted.jpg");
        let late = sita.begin_at(&uploads, photo.len()).await;
        let (at, refused) = in_two(&sita, &record, b"<html><script>alert(1)</script></html>").await;
        refused.assert_problem(415, "not_evidence");
        sita.get(&at).await.assert_problem(404, "not_found");
        in_two(&sita, &record, &photo[..photo.len() / 2]).await.1.assert_problem(422, "damaged_evidence");
        assert_eq!((stored(&app), app.parts().len()), (0, 0));
        in_two(&sita, &record, &photo).await.1.assert_status(204);
        // The first that is whole is the file of the record.
        assert_eq!(sita.send_part(&late, 0, &photo).await.faults(), [fault("/file", "never_changes")]);
        assert_eq!(sita.try_to_begin_at(&uploads, 500).await.faults(), [fault("/file", "never_changes")]);
        assert_eq!(stored(&app), 2, "the file and its small picture");
        let no_evidence = written(&sita, &id, "finding", finding()).await;
        let elsewhere = visit(&sita).await;
        let record = record.rsplit('/').next().unwrap();
        for wrong in [format!("{}/records/{no_evidence}/uploads", path(&id)),
            format!("{}/records/{record}/uploads", path(&elsewhere))] {
            sita.try_to_begin_at(&wrong, 500).await.assert_problem(404, "not_found");
        }
    }

    async fn the_protocol_is_spoken_to_inspectors_as_well(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let uploads = format!("{}/uploads", evidence(&sita, &id, "photo").await);
        let asked = Response::of(sita.request(Method::OPTIONS, &uploads)).await;
        assert_eq!(asked.header("tus-extension"), Some("creation,expiration,checksum,termination"));
        let other = sita.request(Method::POST, &uploads).header("Upload-Length", "500");
        let other = Response::of(other.header("Tus-Resumable", "0.2.2")).await;
        other.assert_problem(412, "tus_version_not_supported");
        assert_eq!((other.header("tus-version"), other.header("tus-resumable")), (Some("1.0.0"), Some("1.0.0")));
        sita.try_to_begin_at(&uploads, 10 * 1024 * 1024 + 1).await.assert_problem(413, "body_too_large");
        let at = sita.begin_at(&uploads, 500).await;
        sita.send_part(&at, 1, b"x").await.assert_problem(409, "upload_offset_mismatch");
        let sum = format!("sha256 {}", STANDARD.encode(Sha256::digest(b"y")));
        let wrong = sita.part(&at, 0, b"x").header("Upload-Checksum", sum);
        Response::of(wrong).await.assert_problem(460, "checksum_mismatch");
        sita.send_part(&at, 0, b"x").await.assert_status(204);
        Response::of(sita.tus(Method::DELETE, &at)).await.assert_status(204);
        sita.get(&at).await.assert_problem(404, "not_found");
        assert!(app.parts().is_empty());
        for _ in 0..10 {
            let at = sita.begin_at(&uploads, 500).await;
            sita.send_part(&at, 0, b"x").await.assert_status(204);
        }
        sita.try_to_begin_at(&uploads, 500).await.assert_problem(409, "too_many_uploads");
    }

    async fn what_no_record_names_is_swept_away_after_a_day_and_nothing_else(app: TestApp) {
        let own = inspectorate(&app).await;
        // Files have the time of the machine.
        app.clock.set(SystemClock.now());
        let sita = inspector(&app, own).await;
        let id = begin(&sita, &workplace(&sita).await).await;
        let record = evidence(&sita, &id, "photo").await;
        in_two(&sita, &record, &fixture("baseline.planted.jpg")).await.1.assert_status(204);
        let fresh = || app.shared.services.new_id().to_string();
        // Files that no record names, as uploads that were cut off leave them: of a visit and of none.
        for folder in [id.clone(), fresh()] {
            let folder = app.data_dir().join("visits").join(folder);
            std::fs::create_dir_all(&folder).unwrap();
            let name = fresh();
            std::fs::write(folder.join(format!("{name}.thumbnail")), b"noise").unwrap();
            std::fs::write(folder.join(name), b"noise").unwrap();
        }
        let files = app.shared.visit_files.get_ref().clone();
        let tidy_up = || async {
            VisitFileKeeper::new(files.clone()).tidy_up(&app.shared.services).await.unwrap();
        };
        tidy_up().await;
        assert_eq!(stored(&app), 6, "they may still be on their way");
        app.clock.advance(Duration::from_hours(25));
        tidy_up().await;
        assert_eq!(stored(&app), 2, "the file of the record and its small picture");
        let sita = inspector(&app, own).await;
        let whole = sita.get(&format!("{record}/file")).await;
        assert_eq!(whole.assert_status(200).header("content-type"), Some("image/jpeg"));
        sita.get(&format!("{record}/file/thumbnail")).await.assert_status(200);
    }
}
