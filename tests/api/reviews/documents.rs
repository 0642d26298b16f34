//! Documents that prove a review: sealed, seen, destroyed.

use std::path::Path;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tulay::identity::permissions::Role;
use tulay::platform::crypto::Domain;
use tulay::platform::db::{Conn, DbError};
use tulay::platform::ids::Id;
use tulay::reviews::FileKeeper;

use super::{Filed, agency_with, decide, file, moderator, reviews_of};
use crate::harness::{Person, Response, TestApp, bytes_literal, literal};
use crate::on_both;

const OWN: &str = "/v1/receipt/review";
const DOCUMENTS: &str = "/v1/receipt/review/documents";
const QUEUE: &str = "/v1/staff/review-documents";
const DAY: Duration = Duration::from_hours(24);
/// Words that are in no other text.
const CONTENT: &str = "Rosalinda of Kalayaan Street signs for two years";
const NUMBER: &str = "MOM Kalayaan 77/2025";
const AUTHORITY: &str = "Tribunal of Kalayaan";

pub fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj ({text}) endobj\ntrailer <<>>\n%%EOF\n").into_bytes()
}

fn picture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/photos");
    std::fs::read(folder.join(name)).unwrap()
}

fn upload(holder: &Person<'_>, query: &str, content: Vec<u8>) -> RequestBuilder {
    // The same document has the same key: a repetition is stored once.
    let key = format!("\"{query} {:02x}\"", Sha256::digest(&content)[0]);
    holder
        .request(Method::POST, &format!("{DOCUMENTS}?{query}"))
        .header("Content-Type", "application/pdf")
        .header("Idempotency-Key", key)
        .body(content)
}

/// Adds a document, and returns what is said of it.
pub async fn add(holder: &Person<'_>, query: &str, content: Vec<u8>) -> Value {
    let added = Response::of(upload(holder, query, content)).await;
    added.assert_status(201).json()
}

fn path(document: &Value) -> String {
    format!("{QUEUE}/{}", document["id"].as_str().unwrap())
}

/// Reads a document and decides on what was read.
async fn judge(by: &Person<'_>, document: &Value, decision: &str, body: &Value) -> Response {
    let read = by.get(&path(document)).await;
    let tag = read.assert_status(200).header("etag").unwrap().to_owned();
    by.decide(&format!("{}/{decision}", path(document)), &tag, body)
        .await
}

async fn confirm(by: &Person<'_>, document: &Value, number: &str) -> Response {
    judge(by, document, "confirm", &json!({ "number": number })).await
}

async fn tier(app: &TestApp, review: &Filed) -> Value {
    app.holder_of(&review.code).get(OWN).await.json()["proof_tier"].clone()
}

/// Does what a running server does once a minute.
pub async fn tidy_up(app: &TestApp) {
    let mut keeper = FileKeeper::new(app.shared.review_files.get_ref().clone());
    keeper.tidy_up(&app.shared.services).await.unwrap();
}

fn stored_files(app: &TestApp) -> usize {
    let folder = app.data_dir().join("documents");
    std::fs::read_dir(folder).unwrap().count()
}

on_both! {
    async fn a_document_is_seen_and_destroyed_and_the_review_is_proved(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3]).await;
        let holder = app.holder_of(&all[0].code);
        let document = add(&holder, "kind=contract", picture("baseline.planted.jpg")).await;
        assert_eq!((&document["status"], &document["media_type"]), (&json!("waiting"), &json!("image/jpeg")));
        assert_eq!((&document["keep"], &document["orientation"]), (&json!(false), &json!(6)));
        assert_eq!(holder.get(DOCUMENTS).await.json(), json!({ "items": [document] }));

        let queue = by.get(QUEUE).await.json();
        assert_eq!((&queue["items"][0]["id"], &queue["items"][0]["review_id"]), (&document["id"], &json!(all[0].id)));
        assert_eq!(queue["items"][0]["agency_id"], json!(agency));
        let seen = by.get(&format!("{}/file", path(&document))).await;
        assert_eq!(seen.assert_status(200).header("content-type"), Some("image/jpeg"));
        assert_eq!(document["bytes"], seen.body.len());
        assert!(!seen.body.windows(5).any(|part| part == b"PLANT"));

        let confirmed = confirm(&by, &document, NUMBER).await.assert_status(200).json();
        assert_eq!((&confirmed["status"], &confirmed["is_stored"]), (&json!("confirmed"), &json!(false)));
        assert_eq!(tier(&app, &all[0]).await, "document_seen");
        by.get(&format!("{}/file", path(&document))).await.assert_problem(410, "gone");
        let after = holder.get(DOCUMENTS).await.json()["items"][0].clone();
        assert_eq!((&after["status"], &after["sha256"], &after["is_stored"]), (&json!("confirmed"), &Value::Null, &json!(false)));
        assert_eq!(app.rows_about(document["id"].as_str().unwrap()).await, ["audit_entries"]);
        assert_eq!(stored_files(&app), 1);
        tidy_up(&app).await;
        assert_eq!(stored_files(&app), 0);
    }

    async fn the_rating_tells_of_proofs_in_crowds_only(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 3, 4, 5]).await;
        let shown = || async {
            let items = app.get(&reviews_of(agency)).await.json()["items"].clone();
            let tiers = items.as_array().unwrap().iter().map(|item| item["proof_tier"].clone());
            tiers.filter(|tier| !tier.is_null()).count()
        };
        for (place, one) in all.iter().take(3).enumerate() {
            assert_eq!(shown().await, if place == 0 { 6 } else { 0 });
            let holder = app.holder_of(&one.code);
            let document = add(&holder, "kind=receipt", pdf(&format!("receipt {place}"))).await;
            confirm(&by, &document, &format!("R {place}")).await.assert_status(200);
        }
        assert_eq!(shown().await, 6);
        let rating = app.rating(agency).await;
        assert_eq!(rating["proof_mix"], json!({ "document_seen": 3, "self_declared": 3 }));
        assert_eq!(rating["effective_count"], 7.5);
        let methodology = app.get("/v1/methodology/ratings").await.json();
        assert_eq!(methodology["method"], "corridor-mean-3");
        assert_eq!(methodology["constants"]["weights_by_proof"].as_array().unwrap().len(), 4);
    }

    async fn what_its_author_wants_kept_is_kept_until_it_is_not(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let holder = app.holder_of(&one.code);
        let kept = add(&holder, "kind=contract&keep=true", pdf("kept")).await;
        let passing = add(&holder, "kind=payslip", pdf("passing")).await;
        let change = |document: &Value| format!("{DOCUMENTS}/{}", document["id"].as_str().unwrap());
        confirm(&by, &kept, "1").await.assert_status(200);
        by.get(&format!("{}/file", path(&kept))).await.assert_status(200);
        // While a document waits, a change of mind destroys nothing.
        for keep in [true, false] {
            let changed = holder.send(Method::PATCH, &change(&passing), &json!({ "keep": keep })).await;
            assert_eq!(changed.assert_status(200).json()["is_stored"], true);
        }
        let changed = holder.send(Method::PATCH, &change(&kept), &json!({ "keep": false })).await;
        assert_eq!(changed.assert_status(200).json()["is_stored"], false);
        by.get(&format!("{}/file", path(&kept))).await.assert_problem(410, "gone");
        for _ in 0..2 {
            holder.delete(&change(&passing)).await.assert_status(204);
        }
        by.get(&path(&passing)).await.assert_problem(404, "not_found");
        assert_eq!(tier(&app, &one).await, "document_seen");
        tidy_up(&app).await;
        assert_eq!(stored_files(&app), 0);
    }

    async fn the_author_is_told_why_a_document_proves_nothing(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let holder = app.holder_of(&one.code);
        let document = add(&holder, "kind=visa", pdf("blurred")).await;
        let refused = judge(&by, &document, "refuse", &json!({ "reason": "unreadable" })).await;
        assert_eq!(refused.assert_status(200).json()["status"], "refused");
        let after = holder.get(DOCUMENTS).await.json()["items"][0].clone();
        assert_eq!((&after["reason"], &after["is_stored"]), (&json!("unreadable"), &json!(false)));
        assert_eq!(tier(&app, &one).await, "self_declared");
        let twice = judge(&by, &document, "refuse", &json!({ "reason": "unreadable" })).await;
        twice.assert_problem(409, "conflict");
        confirm(&by, &document, "2").await.assert_problem(409, "conflict");
    }

    async fn one_document_proves_one_review_of_an_agency(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let elsewhere = app.agency("Moonlight Staffing (made up)").await;
        let (one, two, three) = (file(&app, agency, 2).await, file(&app, agency, 3).await, file(&app, elsewhere, 3).await);
        let document = |review: &Filed, text: &'static str| {
            let code = review.code.clone();
            let app = &app;
            async move { add(&app.holder_of(&code), "kind=contract", pdf(text)).await }
        };
        confirm(&by, &document(&one, "a").await, NUMBER).await.assert_status(200);
        let again = document(&two, "b").await;
        confirm(&by, &again, "mom KALAYAAN 77 2025").await.assert_problem(409, "document_used");
        assert_eq!(tier(&app, &two).await, "self_declared");
        let same_file = document(&two, "a").await;
        judge(&by, &same_file, "confirm", &json!({})).await.assert_problem(409, "document_used");
        confirm(&by, &document(&three, "a").await, NUMBER).await.assert_status(200);
        // Taken back, the first frees what proved it.
        app.holder_of(&one.code).post("/v1/receipt/review/withdraw", &json!({})).await.assert_status(200);
        confirm(&by, &again, NUMBER).await.assert_status(200);
    }

    async fn one_paper_is_one_proof_whatever_it_is_called(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (one, two) = (file(&app, agency, 2).await, file(&app, agency, 3).await);
        let (first, second) = (app.holder_of(&one.code), app.holder_of(&two.code));
        confirm(&by, &add(&first, "kind=contract", pdf("a")).await, NUMBER).await.assert_status(200);
        let renamed = add(&second, "kind=visa", pdf("b")).await;
        confirm(&by, &renamed, NUMBER).await.assert_problem(409, "document_used");
        // The same review may show two papers that carry one number, and one paper twice.
        confirm(&by, &add(&first, "kind=payslip", pdf("c")).await, NUMBER).await.assert_status(200);
        confirm(&by, &add(&first, "kind=contract&keep=true", pdf("a")).await, NUMBER).await.assert_status(200);
        assert_eq!(tier(&app, &two).await, "self_declared");
    }

    async fn a_number_that_was_claimed_under_a_kind_stays_claimed(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (one, two) = (file(&app, agency, 2).await, file(&app, agency, 3).await);
        // As the service remembered it before: with what the paper was said to be.
        let parts = [agency.as_bytes().as_slice(), b"contract", b"momkalayaan772025"];
        let hash = app.shared.services.lookup.hash_all(Domain::Document, &parts);
        let review = Id::parse(&one.id).unwrap();
        let remember = move |conn: &mut Conn| {
            let id = literal(conn, review);
            let bytes = bytes_literal(conn, &hash);
            let sql = format!("INSERT INTO review_document_claims (claim_hash, review_id) VALUES ({bytes}, {id})");
            Ok::<_, DbError>(conn.batch_execute(&sql)?)
        };
        app.shared.services.db.write(remember).await.unwrap();
        let mut papers = Vec::new();
        for kind in ["kind=contract", "kind=visa"] {
            papers.push(add(&app.holder_of(&two.code), kind, pdf(kind)).await);
            confirm(&by, papers.last().unwrap(), NUMBER).await.assert_problem(409, "document_used");
        }
        let own = add(&app.holder_of(&one.code), "kind=contract", pdf("own")).await;
        confirm(&by, &own, NUMBER).await.assert_status(200);
    }

    async fn who_has_an_interest_sees_no_document(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let document = add(&app.holder_of(&one.code), "kind=contract", pdf("mine")).await;
        let body = json!({ "agency_id": agency, "reason": "I worked there until last year" });
        assert_eq!(by.get(QUEUE).await.json()["items"].as_array().unwrap().len(), 1);
        by.post("/v1/staff/interests", &body).await.assert_status(201);
        assert_eq!(by.get(QUEUE).await.json()["items"], json!([]));
        by.get(&path(&document)).await.assert_problem(404, "not_found");
    }

    async fn a_decision_confirms_a_review(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let holder = app.holder_of(&one.code);
        let document = add(&holder, "kind=decision&keep=true", pdf(CONTENT)).await;
        let payslip = add(&holder, "kind=payslip", pdf("wages")).await;
        let decision = json!({ "authority": AUTHORITY, "decided_on": "2026-02-03" });
        let later = json!({ "authority": AUTHORITY, "decided_on": "2099-02-03" });
        for (of, body, pointer, code) in [
            (&document, json!({ "number": NUMBER }), "/decision", "missing_member"),
            (&document, json!({ "decision": decision }), "/number", "missing_member"),
            (&document, json!({ "number": NUMBER, "decision": later }), "/decision/decided_on", "in_the_future"),
            (&payslip, json!({ "number": NUMBER, "decision": decision }), "/decision", "only_of_decisions"),
        ] {
            let refused = judge(&by, of, "confirm", &body).await;
            refused.assert_problem(422, "invalid_request");
            assert_eq!(refused.faults(), [(pointer.to_owned(), code.to_owned())]);
        }
        let body = json!({ "number": NUMBER, "decision": decision });
        judge(&by, &document, "confirm", &body).await.assert_status(200);
        assert_eq!(tier(&app, &one).await, "confirmed_by_decision");
        // A weaker proof takes nothing away.
        confirm(&by, &payslip, "3").await.assert_status(200);
        assert_eq!(tier(&app, &one).await, "confirmed_by_decision");
        let read = by.get(&path(&document)).await.json();
        assert_eq!(read["decision"], json!({ "authority": AUTHORITY, "decided_on": "2026-02-03", "reference": NUMBER }));
        let own = holder.get(DOCUMENTS).await.json();
        assert!(own["items"].as_array().unwrap().iter().all(|item| item.get("decision").is_none()));
        let folded = NUMBER.to_lowercase();
        for text in [CONTENT, NUMBER, folded.as_str(), AUTHORITY, "Kalayaan 77", "kalayaan77"] {
            let found = app.where_is(text).await;
            assert_eq!(found, Vec::<String>::new(), "{text}");
        }
    }

    async fn what_is_no_document_is_refused(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let holder = app.holder_of(&one.code);
        let photo = picture("baseline.clean.jpg");
        for (content, status, problem) in [
            (b"GIF89a\x01\x00\x01\x00".to_vec(), 415, "not_a_document"),
            (b"<html>".to_vec(), 415, "not_a_document"),
            (b"%PDF-1.7 cut off".to_vec(), 422, "damaged_document"),
            (photo[..photo.len() / 2].to_vec(), 422, "damaged_document"),
        ] {
            let refused = Response::of(upload(&holder, "kind=contract", content)).await;
            refused.assert_problem(status, problem);
        }
        let unknown = Response::of(upload(&holder, "kind=selfie", pdf("x"))).await;
        assert_eq!(unknown.status, 422);
        let other_type = holder.request(Method::POST, &format!("{DOCUMENTS}?kind=visa")).header("Content-Type", "text/html");
        Response::of(other_type.body("x")).await.assert_problem(415, "unsupported_media_type");
        for place in 0..5 {
            add(&holder, "kind=contract", pdf(&"x".repeat(place))).await;
        }
        let sixth = Response::of(upload(&holder, "kind=visa", pdf("six"))).await;
        sixth.assert_problem(409, "too_many_documents");
        tidy_up(&app).await;
        assert_eq!(stored_files(&app), 5);
        // The same again is stored once.
        let replayed = Response::of(upload(&holder, "kind=contract", pdf(""))).await;
        assert_eq!(replayed.assert_status(201).header("idempotency-replayed"), Some("true"));
        assert_eq!(stored_files(&app), 5);
    }

    async fn nobody_else_opens_a_document(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (one, two) = (file(&app, agency, 2).await, file(&app, agency, 3).await);
        let holder = app.holder_of(&one.code);
        let document = add(&holder, "kind=contract", pdf("mine")).await;
        let (read, content) = (path(&document), format!("{}/file", path(&document)));
        for path in [read.as_str(), &content, QUEUE] {
            app.get(path).await.assert_problem(401, "unauthenticated");
            holder.get(path).await.assert_problem(401, "unauthenticated");
        }
        let office = app.organisation("Example Office", &["PH"], &["assistance"]).await;
        let other_roles = app.member(office, &[Role::CaseWorker, Role::Administrator]).await;
        other_roles.get(&content).await.assert_problem(403, "forbidden");
        // An author's own are no other author's.
        let other = app.holder_of(&two.code);
        assert_eq!(other.get(DOCUMENTS).await.json(), json!({ "items": [] }));
        let change = format!("{DOCUMENTS}/{}", document["id"].as_str().unwrap());
        other.send(Method::PATCH, &change, &json!({ "keep": true })).await.assert_problem(404, "not_found");
        other.delete(&change).await.assert_status(204);
        by.get(&content).await.assert_status(200);
        // Whoever claimed the agency has an interest.
        let interested = app.member(office, &[Role::Moderator, Role::AgencyRepresentative]).await;
        let claim = json!({ "agency_id": agency, "statement": "I answer for it.", "evidence": "Certificate 1" });
        interested.post("/v1/staff/agency-claims", &claim).await.assert_status(201);
        assert_eq!(interested.get(QUEUE).await.json()["items"], json!([]));
        for path in [&read, &content] {
            interested.get(path).await.assert_problem(404, "not_found");
        }
        let confirm = format!("{read}/confirm");
        interested.decide(&confirm, "\"v1\"", &json!({})).await.assert_problem(404, "not_found");
        by.post(&confirm, &json!({})).await.assert_problem(428, "precondition_required");
        by.decide(&confirm, "\"v7\"", &json!({})).await.assert_problem(412, "stale");
    }

    async fn what_nobody_decides_on_is_destroyed(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let holder = app.holder_of(&one.code);
        let document = add(&holder, "kind=contract&keep=true", pdf("waiting")).await;
        app.clock.advance(DAY * 90);
        tidy_up(&app).await;
        assert_eq!(holder.get(DOCUMENTS).await.json()["items"][0]["is_stored"], true);
        app.clock.advance(DAY);
        tidy_up(&app).await;
        let after = holder.get(DOCUMENTS).await.json()["items"][0].clone();
        assert_eq!((&after["status"], &after["is_stored"]), (&json!("expired"), &json!(false)));
        assert_eq!(app.rows_about(document["id"].as_str().unwrap()).await, Vec::<String>::new());
        assert_eq!(stored_files(&app), 0);
    }

    async fn a_review_that_ends_takes_its_documents_with_it(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        for ending in ["withdraw", "erase"] {
            let one = file(&app, agency, 2).await;
            let holder = app.holder_of(&one.code);
            let waiting = add(&holder, "kind=contract", pdf(&format!("{ending} 1"))).await;
            let kept = add(&holder, "kind=visa&keep=true", pdf(&format!("{ending} 2"))).await;
            confirm(&by, &kept, ending).await.assert_status(200);
            if ending == "erase" {
                holder.delete(OWN).await.assert_status(204);
                assert_eq!(app.rows_about(&one.id).await, ["receipts"]);
            } else {
                holder.post("/v1/receipt/review/withdraw", &json!({})).await.assert_status(200);
                assert_eq!(holder.get(DOCUMENTS).await.json(), json!({ "items": [] }));
                let more = Response::of(upload(&holder, "kind=contract", pdf("more"))).await;
                more.assert_problem(409, "conflict");
            }
            for document in [&waiting, &kept] {
                by.get(&path(document)).await.assert_problem(404, "not_found");
                assert!(!app.rows_about(document["id"].as_str().unwrap()).await.contains(&"data_keys".to_owned()));
            }
        }
        tidy_up(&app).await;
        assert_eq!(stored_files(&app), 0);
    }

    async fn a_rejected_review_can_be_proved_and_published_after_all(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        decide(&by, &one, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        let document = add(&app.holder_of(&one.code), "kind=contract", pdf("proof")).await;
        confirm(&by, &document, "9").await.assert_status(200);
        decide(&by, &one, "publish", &json!({})).await.assert_status(200);
        assert_eq!(tier(&app, &one).await, "document_seen");
    }
}
