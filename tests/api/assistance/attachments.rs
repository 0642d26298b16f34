//! Photos, recordings and documents that a worker adds to a request.

use reqwest::Method;
use serde_json::{Value, json};
use tulay::assistance::AttachmentKeeper;

use super::{Filed, RECEIPT, changed, request, texts, uuid};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

const ATTACHMENTS: &str = "/v1/receipt/assistance-request/attachments";
const PDF: &[u8] = b"%PDF-1.7 Planted contract\nstartxref\n9\n%%EOF\n";

fn photo(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/photos");
    std::fs::read(format!("{folder}/{name}")).unwrap()
}

/// A WAV with a planted list of what is known about it.
fn recording() -> Vec<u8> {
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        [name, size.as_slice(), content].concat()
    };
    let format = [1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0];
    let body = [
        chunk(b"LIST", b"PLANTED RECORDER"),
        chunk(b"fmt ", &format),
        chunk(b"data", &vec![3; 40_000]),
    ];
    [b"RIFF\0\0\0\0WAVE", body.concat().as_slice()].concat()
}

async fn attach(by: &Person<'_>, kind: &str, body: Vec<u8>, key: &str) -> Response {
    let request = by
        .request(Method::POST, ATTACHMENTS)
        .header("Content-Type", kind);
    let request = request.header("Idempotency-Key", format!("\"{key}\""));
    Response::of(request.body(body)).await
}

/// Attaches a photo that has a name.
pub async fn attach_named(by: &Person<'_>, name: &str) -> Response {
    let name = name.replace(' ', "%20");
    let request = by
        .request(Method::POST, ATTACHMENTS)
        .header("Content-Type", "image/jpeg")
        .header(
            "Content-Disposition",
            format!("attachment; filename*=UTF-8''{name}"),
        )
        .header("Idempotency-Key", format!("\"{}\"", uuid()));
    Response::of(request.body(photo("baseline.planted.jpg"))).await
}

fn files(app: &TestApp) -> usize {
    let folder = app.data_dir().join("attachments");
    let owners = std::fs::read_dir(folder).unwrap();
    owners
        .map(|owner| std::fs::read_dir(owner.unwrap().path()).unwrap().count())
        .sum()
}

async fn filed(app: &TestApp) -> (tulay::platform::ids::Id, Filed) {
    let centre = app.centre().await;
    let consents = json!({ "organisation_id": centre.to_string(), "share_identity": false });
    let filed = app
        .ask_for_help(&changed(request(), &json!({ "consents": consents })))
        .await;
    (centre, filed)
}

on_both! {
    async fn each_kind_comes_to_the_organisation_without_what_its_maker_knew(app: TestApp) {
        let (centre, filed) = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        let mut sent: Vec<Value> = Vec::new();
        for (kind, header, body) in [
            ("photo", "image/jpeg", photo("baseline.planted.jpg")),
            ("recording", "audio/wav", recording()),
            // The header says something else: what counts is the content.
            ("document", "image/png", PDF.to_vec()),
        ] {
            let added = attach(&holder, header, body, &uuid()).await;
            let added = added.assert_status(201).json();
            assert_eq!(added["kind"], kind);
            sent.push(added);
            app.clock.advance(std::time::Duration::from_secs(1));
        }
        assert_eq!(holder.get(ATTACHMENTS).await.json(), json!({ "items": sent }));

        let worker = app.case_worker(centre).await;
        let listed = worker.get(&filed.sub("attachments")).await;
        let listed = listed.assert_status(200).json()["items"].clone();
        assert_eq!(listed[0]["orientation"], 6);
        assert_eq!(listed[1]["seconds"], 3);
        for (place, media_type) in ["image/jpeg", "audio/wav", "application/pdf"].iter().enumerate() {
            assert_eq!(listed[place]["media_type"], *media_type);
            let id = listed[place]["id"].as_str().unwrap();
            let file = worker.get(&filed.sub(&format!("attachments/{id}"))).await;
            file.assert_status(200);
            assert_eq!(file.header("content-type"), Some(*media_type));
            assert_eq!(listed[place]["bytes"], file.body.len());
            assert!(!file.body.windows(7).any(|part| part == b"PLANTED"), "{media_type}");
        }
        let log = "SELECT action AS one, coalesce(detail, '') AS two FROM audit_entries \
            WHERE subject_id = {id} ORDER BY sequence";
        let actions: Vec<String> = texts(&app, log, &filed.id).await.into_iter().map(|(a, _)| a).collect();
        assert_eq!(actions, ["opened", "downloaded", "downloaded", "downloaded"]);
        for word in ["PLANTED", "Planted contract"] {
            assert_eq!(app.where_is(word).await, Vec::<String>::new(), "{word}");
        }
    }

    async fn the_name_of_a_file_is_sealed_and_shown_to_the_organisation_only(app: TestApp) {
        let (centre, filed) = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        let added = attach_named(&holder, "Planted payslip March.jpg").await;
        added.assert_status(201);
        for answer in [added, holder.get(ATTACHMENTS).await] {
            assert!(!String::from_utf8(answer.body).unwrap().contains("payslip"));
        }
        let worker = app.case_worker(centre).await;
        let listed = worker.get(&filed.sub("attachments")).await.json();
        assert_eq!(listed["items"][0]["file_name"], "Planted payslip March.jpg");
        assert_eq!(app.where_is("Planted payslip").await, Vec::<String>::new());
    }

    async fn what_cannot_be_taken_is_refused_and_leaves_nothing(app: TestApp) {
        let (_, filed) = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        let cut = photo("baseline.clean.jpg");
        for (body, status, problem) in [
            (b"<html></html>".to_vec(), 415, "not_an_attachment"),
            (Vec::new(), 415, "not_an_attachment"),
            (cut[..cut.len() / 2].to_vec(), 422, "damaged_attachment"),
            (b"%PDF-1.7 cut off".to_vec(), 422, "damaged_attachment"),
        ] {
            attach(&holder, "image/jpeg", body, &uuid()).await.assert_problem(status, problem);
        }
        let text = attach(&holder, "text/plain", b"x".to_vec(), &uuid()).await;
        text.assert_problem(415, "unsupported_media_type");
        assert_eq!(files(&app), 0);

        let key = uuid();
        for _ in 0..2 {
            attach(&holder, "application/pdf", PDF.to_vec(), &key).await.assert_status(201);
        }
        for _ in 1..20 {
            attach(&holder, "application/pdf", PDF.to_vec(), &uuid()).await.assert_status(201);
        }
        let full = attach(&holder, "application/pdf", PDF.to_vec(), &uuid()).await;
        full.assert_problem(409, "too_many_attachments");
        assert_eq!(files(&app), 20);
    }

    async fn nothing_is_read_by_others_or_after_it_was_taken_back(app: TestApp) {
        let (centre, filed) = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        let added = attach(&holder, "application/pdf", PDF.to_vec(), &uuid()).await.json();
        let one = filed.sub(&format!("attachments/{}", added["id"].as_str().unwrap()));
        let elsewhere = app.organisation("Another centre", &["MY"], &["assistance"]).await;
        let stranger = app.case_worker(elsewhere).await;
        for path in [filed.sub("attachments"), one.clone()] {
            stranger.get(&path).await.assert_problem(404, "not_found");
        }
        holder.post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        let worker = app.case_worker(centre).await;
        for path in [filed.sub("attachments"), one] {
            worker.get(&path).await.assert_problem(403, "consent_withdrawn");
        }
        let late = attach(&holder, "application/pdf", PDF.to_vec(), &uuid()).await;
        late.assert_problem(409, "request_withdrawn");
    }

    async fn erasing_removes_the_files_and_what_is_left_over_is_swept_away(app: TestApp) {
        let (_, filed) = filed(&app).await;
        let holder = app.holder_of(&filed.code);
        attach(&holder, "application/pdf", PDF.to_vec(), &uuid()).await.assert_status(201);
        assert_eq!(files(&app), 1);
        holder.delete(RECEIPT).await.assert_status(204);
        assert_eq!(files(&app), 0);

        // A file without a row, as an upload that was cut off leaves one.
        let folder = app.data_dir().join("attachments").join(uuid());
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(uuid()), b"noise").unwrap();
        let files_of = app.shared.attachments.get_ref().clone();
        AttachmentKeeper::new(files_of.clone()).tidy_up(&app.shared.services).await.unwrap();
        assert_eq!(files(&app), 1, "it may still be on its way");
        app.clock.advance(std::time::Duration::from_hours(25));
        AttachmentKeeper::new(files_of).tidy_up(&app.shared.services).await.unwrap();
        assert_eq!(files(&app), 0);
    }
}
