//! Photos.

use reqwest::Method;
use serde_json::json;
use tulay::identity::permissions::Role;

use super::{EVIDENCE, Filed, fixture, holds, least, report, sha256, texts, uuid};
use crate::harness::{Response, TestApp};
use crate::on_both;

/// Name, media type, orientation planted.
const PLANTED: [(&str, &str, u8); 8] = [
    ("baseline.planted.jpg", "image/jpeg", 6),
    ("progressive.planted.jpg", "image/jpeg", 3),
    ("grey.planted.jpg", "image/jpeg", 8),
    ("alpha.planted.png", "image/png", 5),
    ("palette.planted.png", "image/png", 1),
    ("alpha.planted.webp", "image/webp", 7),
    ("animation.planted.webp", "image/webp", 1),
    ("lossless.planted.webp", "image/webp", 2),
];

const LIMIT: usize = 10 * 1024 * 1024;

async fn filed(app: &TestApp) -> Filed {
    app.report(&report()).await
}

on_both! {
    async fn a_photo_comes_back_as_it_was_without_what_its_camera_knew(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        for (name, media_type, orientation) in PLANTED {
            assert!(holds(&fixture(name), b"PLANTED"));
            // The header says image/jpeg each time: what counts is the content.
            let photo = holder.add_photo(name).await;
            assert_eq!(photo["media_type"], media_type, "{name}");
            assert_eq!(photo["orientation"], orientation, "{name}");
            assert_eq!((&photo["width"], &photo["height"]), (&json!(48), &json!(32)), "{name}");
            assert_eq!(photo["received_sha256"], sha256(&fixture(name)), "{name}");

            let id = photo["id"].as_str().unwrap();
            let picture = inspector.get(&filed.sub(&format!("evidence/{id}"))).await;
            picture.assert_status(200);
            assert_eq!(photo["sha256"], sha256(&picture.body), "{name}");
            assert_eq!(photo["bytes"], picture.body.len(), "{name}");
            for trace in ["PLANT", "Exif", "EXIF", "XMP", "xmp", "ICC", "GPS", "MPF", "tIME"] {
                assert!(!holds(&picture.body, trace.as_bytes()), "{name}: {trace}");
            }
            assert_eq!(picture.header("content-type"), Some(media_type));
            assert_eq!(picture.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(picture.header("cache-control"), Some("no-store"));
            let extension = media_type.trim_start_matches("image/");
            let disposition = format!("attachment; filename=\"{id}.{extension}\"");
            assert_eq!(picture.header("content-disposition"), Some(disposition.as_str()));
        }
        for file in app.evidence_files() {
            let sealed = std::fs::read(&file).unwrap();
            // Long enough that sealed bytes do not hold them by chance.
            for trace in [b"PLANT".as_slice(), b"JFIF\0\x01", b"\x89PNG\r\n", b"WEBPVP8"] {
                assert!(!holds(&sealed, trace), "{}", file.display());
            }
        }
    }

    async fn photos_are_listed_for_their_reporter_and_for_staff(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        assert_eq!(holder.get(EVIDENCE).await.json(), json!({ "items": [] }));
        let request = holder.photo(&uuid(), fixture("baseline.clean.jpg"));
        let first = Response::of(request).await;
        first.assert_status(201);
        let location = first.header("location").unwrap();
        assert_eq!(location, format!("{EVIDENCE}/{}", first.json()["id"].as_str().unwrap()));
        assert_eq!(holder.get(location).await.json(), first.json());
        app.clock.advance(std::time::Duration::from_secs(1));
        let second = holder.add_photo("alpha.clean.png").await;
        let listed = holder.get(EVIDENCE).await;
        listed.assert_status(200);
        assert_eq!(listed.json(), json!({ "items": [first.json(), second] }));
        let opened = app.inspector(inspectorate).await.get(&filed.path()).await.json();
        assert_eq!(opened["evidence"], listed.json()["items"]);
        assert_eq!(opened["evidence_count"], 2);
        let nothing = holder.get(&format!("{EVIDENCE}/{}", uuid())).await;
        nothing.assert_problem(404, "not_found");
    }

    async fn what_is_not_a_whole_picture_is_refused(app: TestApp) {
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        let cut = fixture("baseline.clean.jpg");
        let cut = cut[..cut.len() / 2].to_vec();
        for (body, status, problem) in [
            (b"%PDF-1.7 a document".to_vec(), 415, "not_evidence"),
            (b"GIF89a\x01\x00\x01\x00".to_vec(), 415, "not_evidence"),
            (Vec::new(), 415, "not_evidence"),
            (b"<html><script>alert(1)</script></html>".to_vec(), 415, "not_evidence"),
            (cut, 422, "damaged_evidence"),
        ] {
            let response = Response::of(holder.photo(&uuid(), body)).await;
            response.assert_problem(status, problem);
        }
        for media_type in ["application/json", "image/gif", "text/html"] {
            let request = holder.request(Method::POST, EVIDENCE).header("Content-Type", media_type);
            let response = Response::of(request.body(fixture("baseline.clean.jpg"))).await;
            let body = response.assert_problem(415, "unsupported_media_type");
            assert!(body["detail"].as_str().unwrap().contains("image/webp"), "{body}");
        }
        assert_eq!(holder.get(EVIDENCE).await.json(), json!({ "items": [] }));
        assert!(app.evidence_files().is_empty());
    }

    async fn ten_megabytes_are_taken_and_not_one_byte_more(app: TestApp) {
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        // What follows the end of a picture is dropped, so padding makes a large file of a small one.
        let mut photo = fixture("baseline.clean.jpg");
        photo.resize(LIMIT, 0);
        Response::of(holder.photo(&uuid(), photo.clone())).await.assert_status(201);
        photo.push(0);
        let announced = Response::of(holder.photo(&uuid(), photo.clone())).await;
        let body = announced.assert_problem(413, "body_too_large");
        assert!(body["detail"].as_str().unwrap().contains("10485760"), "{body}");
        // Nor when its length is not announced.
        let chunks = photo.chunks(64 * 1024).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec()));
        let chunks: Vec<_> = chunks.collect();
        let stream = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
        let request = holder.request(Method::POST, EVIDENCE).header("Content-Type", "image/jpeg");
        let streamed = Response::of(request.body(stream)).await;
        streamed.assert_problem(413, "body_too_large");
        assert_eq!(app.evidence_files().len(), 1);
    }

    async fn a_photo_that_is_sent_again_is_stored_once(app: TestApp) {
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        let send = |name: &str| Response::of(holder.photo("one-photo", fixture(name)));
        let first = send("baseline.planted.jpg").await;
        first.assert_status(201);
        let stored = app.evidence_files();
        assert_eq!(stored.len(), 1);
        let again = send("baseline.planted.jpg").await;
        again.assert_status(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.json(), first.json());
        assert_eq!(app.evidence_files(), stored);
        send("alpha.planted.png").await.assert_problem(422, "idempotency_key_reused");
        assert_eq!(app.evidence_files(), stored, "a refusal leaves nothing behind");
        // With another key it is another photo.
        holder.add_photo("baseline.planted.jpg").await;
        assert_eq!(app.evidence_files().len(), 2);
    }

    async fn a_photo_that_is_sent_twice_at_once_is_stored_once(app: TestApp) {
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        let send = || Response::of(holder.photo("twice-at-once", fixture("baseline.planted.jpg")));
        let (one, two) = futures_util::join!(send(), send());
        for response in [&one, &two] {
            assert!([201, 409].contains(&response.status), "{}", response.status);
        }
        assert!([&one, &two].iter().any(|response| response.status == 201));
        assert_eq!(app.evidence_files().len(), 1);
        assert_eq!(holder.get(EVIDENCE).await.json()["items"].as_array().unwrap().len(), 1);
    }

    async fn a_report_takes_ten_photos(app: TestApp) {
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        for _ in 0..10 {
            holder.add_photo("grey.clean.jpg").await;
        }
        let request = holder.photo(&uuid(), fixture("grey.clean.jpg"));
        let body = Response::of(request).await.assert_problem(409, "too_much_evidence");
        assert!(body["detail"].as_str().unwrap().contains("10"), "{body}");
        assert_eq!(app.evidence_files().len(), 10);
    }

    async fn a_phone_may_choose_the_id_but_replaces_nothing(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        let id = uuid();
        let send = |id: &str, name: &str| {
            let path = format!("{EVIDENCE}?id={id}");
            let request = holder.request(Method::POST, &path).header("Content-Type", "image/png");
            Response::of(request.body(fixture(name)))
        };
        let first = send(&id, "alpha.clean.png").await;
        first.assert_status(201);
        assert_eq!(first.json()["id"], id);
        send(&id, "baseline.clean.jpg").await.assert_problem(409, "id_taken");
        assert_eq!(app.evidence_files().len(), 1, "the refused file is gone");
        let picture = app.inspector(inspectorate).await.get(&filed.sub(&format!("evidence/{id}"))).await;
        assert_eq!(picture.body, fixture("alpha.clean.png"));
        send("nonsense", "alpha.clean.png").await.assert_problem(422, "invalid_request");
        let unknown = holder.request(Method::POST, &format!("{EVIDENCE}?name=x"));
        let unknown = unknown.header("Content-Type", "image/png").body(fixture("alpha.clean.png"));
        Response::of(unknown).await.assert_problem(400, "malformed_request");
    }

    async fn nobody_else_gets_a_photo(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let filed = filed(&app).await;
        let other = app.report(&least()).await;
        let photo = app.holder_of(&filed.code).add_photo("baseline.clean.jpg").await;
        let id = photo["id"].as_str().unwrap();
        let path = filed.sub(&format!("evidence/{id}"));
        app.get(&path).await.assert_problem(401, "unauthenticated");
        app.holder_of(&filed.code).get(&path).await.assert_problem(401, "unauthenticated");
        let elsewhere = app.organisation("Another Inspectorate", &["SG"], &["safety_inspection"]).await;
        app.inspector(elsewhere).await.get(&path).await.assert_problem(404, "not_found");
        let case_worker = app.member(inspectorate, &[Role::CaseWorker, Role::Administrator]).await;
        case_worker.get(&path).await.assert_problem(403, "forbidden");
        // Neither by way of another report.
        let inspector = app.inspector(inspectorate).await;
        let crossed = other.sub(&format!("evidence/{id}"));
        inspector.get(&crossed).await.assert_problem(404, "not_found");
        let crossed = app.holder_of(&other.code).get(&format!("{EVIDENCE}/{id}")).await;
        crossed.assert_problem(404, "not_found");
        for method in [Method::GET, Method::POST] {
            let request = app.request(method, EVIDENCE).header("Content-Type", "image/png");
            Response::of(request).await.assert_problem(401, "unauthenticated");
        }
        let wrong = app.holder_of("AAAA-BBBB-CCCC-DDDD-EEEE").photo(&uuid(), fixture("alpha.clean.png"));
        Response::of(wrong).await.assert_problem(401, "unknown_receipt");
        assert_eq!(texts(&app.holder_of(&filed.code).get(EVIDENCE).await.json()["items"], "id"), [id]);
    }

    async fn a_file_that_was_altered_is_not_handed_out(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let filed = filed(&app).await;
        let photo = app.holder_of(&filed.code).add_photo("baseline.clean.jpg").await;
        let file = app.evidence_files().remove(0);
        let mut sealed = std::fs::read(&file).unwrap();
        sealed[1000] ^= 1;
        std::fs::write(&file, sealed).unwrap();
        let path = filed.sub(&format!("evidence/{}", photo["id"].as_str().unwrap()));
        let inspector = app.inspector(inspectorate).await;
        inspector.get(&path).await.assert_problem(500, "internal_error");
        std::fs::remove_file(&file).unwrap();
        inspector.get(&path).await.assert_problem(410, "gone");
    }
}
