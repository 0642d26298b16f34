//! Comments that are spoken.

use std::path::PathBuf;

use diesel::connection::SimpleConnection as _;
use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::crypto::Class;
use tulay::platform::db::{Conn, DbError};
use tulay::platform::ids::Id;
use tulay::platform::vault::VaultError;

use super::documents::tidy_up;
use super::{Filed, agency_with, decide, filed, moderator, publish, review, reviews_of};
use crate::harness::{Person, Response, TestApp, bytes_literal, literal};
use crate::on_both;

const AUDIO: &str = "/v1/receipt/review/audio";
/// What a recorder knows: who, where.
const PLANTED: [&str; 2] = ["Rosalinda's handset of Kalayaan", "+14.5995+120.9842/"];
/// Within the sound itself, so that it can be looked for.
const VOICE: &[u8] = b"a voice that is like no other voice in the whole of the building";

/// An MP3 with tags around frames of 36 ms.
fn mp3(frames: usize) -> Vec<u8> {
    let tag = PLANTED.concat();
    let size = u8::try_from(tag.len()).unwrap();
    let mut file = [b"ID3\x03\0\0\0\0\0".as_slice(), &[size], tag.as_bytes()].concat();
    for _ in 0..frames {
        // MPEG 2, 24 kbit/s, 16 kHz, one channel.
        let mut frame = [[0xFF, 0xF3, 0x38, 0xC4].as_slice(), VOICE].concat();
        frame.resize(108, 0);
        file.extend(frame);
    }
    [file.as_slice(), b"TAG", PLANTED[1].as_bytes()].concat()
}

/// A WAV of 8 kHz with a list of what is known about it.
fn wav(bytes: usize) -> Vec<u8> {
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let padding: &[u8] = if content.len() % 2 == 1 { &[0] } else { &[] };
        [name, size.as_slice(), content, padding].concat()
    };
    let format = [1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0];
    let body = [
        chunk(b"LIST", PLANTED.concat().as_bytes()),
        chunk(b"fmt ", &format),
        chunk(b"data", &vec![3; bytes]),
    ]
    .concat();
    [b"RIFF\0\0\0\0WAVE", body.as_slice()].concat()
}

async fn speak(by: &Person<'_>, key: &str, kind: &str, body: Vec<u8>) -> Response {
    let request = by.request(Method::POST, AUDIO).header("Content-Type", kind);
    let request = request.header("Idempotency-Key", format!("\"{key}\""));
    Response::of(request.body(body)).await
}

/// A review of whose comment nothing is written.
async fn unwritten(app: &TestApp, agency: Id) -> Filed {
    let mut least = review(2);
    least.as_object_mut().unwrap().remove("comment");
    filed(&app.post(&reviews_of(agency), &least).await)
}

fn recordings(app: &TestApp) -> Vec<PathBuf> {
    let folder = app.data_dir().join("recordings");
    let mut files = Vec::new();
    for owner in std::fs::read_dir(folder).unwrap() {
        let owner = owner.unwrap().path();
        files.extend(
            std::fs::read_dir(owner)
                .unwrap()
                .map(|file| file.unwrap().path()),
        );
    }
    files
}

/// The name of the only recording that there is.
fn only_file(app: &TestApp) -> Id {
    let files = recordings(app);
    assert_eq!(files.len(), 1);
    Id::parse(files[0].file_name().unwrap().to_str().unwrap()).unwrap()
}

/// Keeps the recording of a review as it was kept before recordings had keys of their own.
async fn under_its_reviews_key(app: &TestApp, one: &Filed, told: &Value, sound: &[u8]) {
    let (file, review) = (only_file(app), Id::parse(&one.id).unwrap());
    let (services, told) = (app.shared.services.clone(), told.clone());
    let seal = move |conn: &mut Conn| {
        let key = services.vault.key(conn, review, Class::Confidential)?;
        let sealed = bytes_literal(conn, &key.seal_json(review, "review.recording", &told)?);
        let key_of_its_own = literal(conn, file);
        let sql = format!(
            "UPDATE review_recordings SET has_own_key = FALSE, sealed_facts = {sealed}; \
             DELETE FROM data_keys WHERE subject_id = {key_of_its_own}"
        );
        conn.batch_execute(&sql).map_err(DbError::from)?;
        Ok::<_, VaultError>(key)
    };
    let key = app.shared.services.db.write(seal).await.unwrap();
    let recordings = &app.shared.review_files.recordings;
    recordings.put(file, key.data_key(), sound).await.unwrap();
}

fn heard_at(one: &Filed) -> String {
    format!("/v1/staff/reviews/{}/audio", one.id)
}

async fn shown(app: &TestApp, agency: Id) -> Vec<Value> {
    let listed = app.get(&reviews_of(agency)).await.json();
    let comments = listed["items"].as_array().unwrap().iter();
    comments.map(|item| item["comment"].clone()).collect()
}

on_both! {
    async fn a_spoken_comment_is_heard_by_moderators_and_by_nobody_else(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = unwritten(&app, agency).await;
        let author = app.holder_of(&one.code);
        let request = author.request(Method::POST, &format!("{AUDIO}?language=id"));
        let request = request.header("Content-Type", "audio/mpeg").body(mp3(50));
        let stored = Response::of(request).await;
        stored.assert_status(201);
        let recording = stored.json();
        assert_eq!(recording["media_type"], "audio/mpeg");
        assert_eq!((&recording["seconds"], &recording["bytes"]), (&json!(2), &json!(5400)));
        assert_eq!(recording["language"], "id");
        assert_eq!(stored.header("location"), Some("/v1/receipt/review"));
        assert_eq!(stored.header("etag"), Some("\"v2\""));
        let own = author.get("/v1/receipt/review").await.json();
        assert_eq!(own["recording"], recording);
        assert_eq!(own["history"][1]["kind"], "edited");
        // Nobody hears it with the receipt code: it may be somebody else who found the phone.
        author.get(AUDIO).await.assert_problem(405, "method_not_allowed");

        let heard = by.get(&heard_at(&one)).await;
        heard.assert_status(200);
        assert_eq!(heard.header("content-type"), Some("audio/mpeg"));
        assert_eq!(heard.header("cache-control"), Some("no-store"));
        assert_eq!(heard.body.len(), 5400);
        assert!(heard.body.windows(VOICE.len()).any(|part| part == VOICE));
        for trace in ["ID3", "TAG", PLANTED[0], PLANTED[1]] {
            assert!(!heard.body.windows(trace.len()).any(|part| part == trace.as_bytes()), "{trace}");
        }
        assert!(app.audited(by.account.unwrap()).await.contains(&"downloaded review".to_owned()));
        let opened = by.get(&format!("/v1/staff/reviews/{}", one.id)).await.json();
        assert_eq!(opened["recording"], recording);
    }

    async fn what_is_said_is_published_as_a_moderator_writes_it_down(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[3, 4]).await;
        let one = unwritten(&app, agency).await;
        let author = app.holder_of(&one.code);
        speak(&author, "a", "audio/mpeg", mp3(50)).await.assert_status(201);
        let text = "They took my passport.";
        let without = decide(&by, &one, "publish", &json!({ "published_text": text })).await;
        without.assert_problem(422, "invalid_request");
        assert_eq!(without.faults(), [("/language".to_owned(), "missing_member".to_owned())]);
        let written = json!({ "published_text": text, "language": "en" });
        decide(&by, &one, "publish", &written).await.assert_status(200);
        let public = shown(&app, agency).await;
        assert!(public.contains(&json!({ "text": text, "language": "en" })), "{public:?}");
        let own = author.get("/v1/receipt/review").await.json();
        assert_eq!(own["published_text"], text);
        // The voice and what was known of it lie nowhere readable.
        for secret in [PLANTED[0], PLANTED[1], std::str::from_utf8(VOICE).unwrap(), "audio/mpeg"] {
            assert_eq!(app.where_is(secret).await, Vec::<String>::new(), "{secret}");
        }
    }

    async fn published_as_written_nothing_of_a_recording_is_public(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[3, 4]).await;
        let one = unwritten(&app, agency).await;
        speak(&app.holder_of(&one.code), "a", "audio/wav", wav(16_000)).await.assert_status(201);
        publish(&by, &one).await;
        let public = app.get(&reviews_of(agency)).await;
        let nulls = public.json()["items"].as_array().unwrap().iter()
            .filter(|item| item["comment"].is_null()).count();
        assert_eq!(nulls, 1);
        let text = String::from_utf8(public.body).unwrap();
        assert!(!text.contains("audio") && !text.contains("recording"), "{text}");
        // Where nothing is said in any way there is nothing to write down.
        let other = unwritten(&app, agency).await;
        let written = json!({ "published_text": "x", "language": "en" });
        decide(&by, &other, "publish", &written).await.assert_problem(422, "invalid_request");
    }

    async fn a_recording_added_to_a_published_review_is_moderated_first(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[3, 4, 5]).await;
        assert_eq!(shown(&app, agency).await.len(), 3);
        let author = app.holder_of(&all[0].code);
        speak(&author, "a", "audio/wav", wav(16_000)).await.assert_status(201);
        assert_eq!(author.get("/v1/receipt/review").await.json()["status"], "pending");
        assert!(shown(&app, agency).await.is_empty());
        let written = json!({ "published_text": "As I said." });
        decide(&by, &all[0], "publish", &written).await.assert_status(200);
        assert_eq!(shown(&app, agency).await.len(), 3);
        // Taken away, what was written down of it is public no longer.
        author.delete(AUDIO).await.assert_status(204);
        assert_eq!(author.get("/v1/receipt/review").await.json()["status"], "pending");
        assert!(author.get("/v1/receipt/review").await.json()["recording"].is_null());
        tidy_up(&app).await;
        assert!(recordings(&app).is_empty());
        by.get(&heard_at(&all[0])).await.assert_problem(404, "not_found");
        author.delete(AUDIO).await.assert_status(204);
        assert_eq!(author.get("/v1/receipt/review").await.json()["history"].as_array().unwrap().len(), 5);
    }

    async fn what_cannot_be_cleaned_or_is_too_much_is_refused(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = unwritten(&app, agency).await;
        let author = app.holder_of(&one.code);
        let tagged = mp3(2);
        let frames = &tagged[..tagged.len() - 3 - PLANTED[1].len()];
        let broken = [frames, b"what is this?", frames].concat();
        for (number, (body, status, problem)) in [
            (b"%PDF-1.7 a document".to_vec(), 415, "not_a_recording"),
            (Vec::new(), 415, "not_a_recording"),
            (b"fLaC\0\0\0\x22".to_vec(), 415, "not_a_recording"),
            (b"\x89PNG\r\n\x1a\n".to_vec(), 415, "not_a_recording"),
            (broken, 422, "damaged_recording"),
            // 16,000 bytes are a second.
            (wav(16_000 * 181), 413, "body_too_large"),
        ].into_iter().enumerate() {
            speak(&author, &number.to_string(), "audio/wav", body).await.assert_problem(status, problem);
        }
        // 3 minutes of 36 ms, and one frame more.
        let long = speak(&author, "long", "audio/mpeg", mp3(5001)).await;
        let body = long.assert_problem(422, "recording_too_long");
        assert!(body["detail"].as_str().unwrap().contains("180"), "{body}");
        for kind in ["audio/flac", "application/json", "image/png"] {
            speak(&author, kind, kind, mp3(2)).await.assert_problem(415, "unsupported_media_type");
        }
        assert!(recordings(&app).is_empty());
        assert!(author.get("/v1/receipt/review").await.json()["recording"].is_null());
        speak(&author, "right", "audio/mpeg", mp3(5000)).await.assert_status(201);
    }

    async fn a_recording_that_is_sent_again_is_stored_once_and_a_second_is_refused(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = unwritten(&app, agency).await;
        let author = app.holder_of(&one.code);
        let first = speak(&author, "one", "audio/mpeg", mp3(9)).await;
        first.assert_status(201);
        let again = speak(&author, "one", "audio/mpeg", mp3(9)).await;
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.json(), first.json());
        speak(&author, "one", "audio/mpeg", mp3(8)).await.assert_problem(422, "idempotency_key_reused");
        speak(&author, "two", "audio/mpeg", mp3(8)).await.assert_problem(409, "already_recorded");
        assert_eq!(recordings(&app).len(), 1);
        author.delete(AUDIO).await.assert_status(204);
        speak(&author, "two", "audio/mpeg", mp3(8)).await.assert_status(201);
        tidy_up(&app).await;
        assert_eq!(recordings(&app).len(), 1);
    }

    async fn only_impartial_moderators_hear_it(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = unwritten(&app, agency).await;
        speak(&app.holder_of(&one.code), "a", "audio/wav", wav(16_000)).await.assert_status(201);
        let path = heard_at(&one);
        app.get(&path).await.assert_problem(401, "unauthenticated");
        app.holder_of(&one.code).get(&path).await.assert_problem(401, "unauthenticated");
        let organisation = app.organisation("Sunrise Friends (made up)", &["PH"], &["outreach"]).await;
        let worker = app.member(organisation, &[Role::CaseWorker, Role::Administrator]).await;
        worker.get(&path).await.assert_problem(403, "forbidden");
        let clerk = app.member(organisation, &[Role::AgencyRepresentative]).await;
        let claim = json!({ "agency_id": agency, "statement": "We are Sunrise.", "evidence": "Shelf 3" });
        clerk.post("/v1/staff/agency-claims", &claim).await.assert_status(201);
        let own = app.member(organisation, &[Role::Moderator]).await;
        own.get(&path).await.assert_problem(404, "not_found");
        let by = moderator(&app).await;
        by.get(&path).await.assert_status(200);
        let silent = unwritten(&app, agency).await;
        by.get(&heard_at(&silent)).await.assert_problem(404, "not_found");
        for wrong in ["AAAA-BBBB-CCCC-DDDD-EEEE", ""] {
            let holder = app.holder_of(wrong);
            assert_eq!(speak(&holder, "b", "audio/wav", wav(16_000)).await.status, 401);
        }
    }

    async fn a_recording_has_a_key_that_is_destroyed_with_it(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        for end in ["delete", "withdraw", "erase"] {
            let one = unwritten(&app, agency).await;
            let author = app.holder_of(&one.code);
            speak(&author, "a", "audio/wav", wav(16_000)).await.assert_status(201);
            let file = only_file(&app).to_string();
            let about = app.rows_about(&file).await;
            assert!(about.contains(&"data_keys".to_owned()) && about.contains(&"review_recordings".to_owned()), "{about:?}");
            match end {
                "delete" => author.delete(AUDIO).await.assert_status(204),
                "withdraw" => author.post("/v1/receipt/review/withdraw", &json!(null)).await.assert_status(200),
                _ => author.delete("/v1/receipt/review").await.assert_status(204),
            };
            // From this moment on no copy of the file can be opened, whatever becomes of the file itself.
            assert_eq!(app.rows_about(&file).await, ["discarded_files"], "{end}");
            tidy_up(&app).await;
            assert_eq!(app.rows_about(&file).await, Vec::<String>::new(), "{end}");
            assert!(recordings(&app).is_empty(), "{end}");
        }
    }

    async fn a_recording_of_before_is_heard_and_destroyed_like_any_other(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = unwritten(&app, agency).await;
        let author = app.holder_of(&one.code);
        speak(&author, "a", "audio/mpeg", mp3(50)).await.assert_status(201);
        let heard = by.get(&heard_at(&one)).await.body;
        let told = author.get("/v1/receipt/review").await.json()["recording"].clone();
        under_its_reviews_key(&app, &one, &told, &heard).await;
        let again = by.get(&heard_at(&one)).await;
        again.assert_status(200);
        assert_eq!(again.body, heard);
        assert_eq!(author.get("/v1/receipt/review").await.json()["recording"], told);
        author.delete(AUDIO).await.assert_status(204);
        tidy_up(&app).await;
        assert!(recordings(&app).is_empty());
        assert!(author.get("/v1/receipt/review").await.json()["recording"].is_null());
    }

    async fn a_voice_is_destroyed_with_what_it_belongs_to(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (taken_back, erased) = (unwritten(&app, agency).await, unwritten(&app, agency).await);
        for one in [&taken_back, &erased] {
            speak(&app.holder_of(&one.code), "a", "audio/wav", wav(16_000)).await.assert_status(201);
        }
        let author = app.holder_of(&taken_back.code);
        author.post("/v1/receipt/review/withdraw", &json!(null)).await.assert_status(200);
        tidy_up(&app).await;
        assert_eq!(recordings(&app).len(), 1);
        assert!(author.get("/v1/receipt/review").await.json()["recording"].is_null());
        by.get(&heard_at(&taken_back)).await.assert_problem(404, "not_found");
        speak(&author, "b", "audio/wav", wav(16_000)).await.assert_problem(409, "conflict");
        app.holder_of(&erased.code).delete("/v1/receipt/review").await.assert_status(204);
        tidy_up(&app).await;
        assert!(recordings(&app).is_empty());
        by.get(&heard_at(&erased)).await.assert_problem(404, "not_found");
        let gone = speak(&app.holder_of(&erased.code), "c", "audio/wav", wav(16_000)).await;
        gone.assert_problem(410, "gone");
    }
}
