//! A flood asks for work, and a worker behind the same carrier address gets through all the same.

use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tulay::identity::permissions::Role;

use crate::harness::{Database, Response, TestApp};
use crate::on_both;

const PATH: &str = "/v1/assistance-requests";
const FLOODED: &str = "203.0.113.7";
const SAME_CARRIER: &str = "203.0.113.200";
const ELSEWHERE: &str = "198.51.100.7";
/// One write is free, and the next only half a minute later, longer than a test takes.
const SETTINGS: [(&str, &str); 2] = [
    ("TULAY_RATE_ANONYMOUS_WRITES_PER_MINUTE", "2"),
    ("TULAY_TRUSTED_PROXIES", "127.0.0.0/8"),
];

fn start() -> TestApp {
    TestApp::start_with(Database::Sqlite, &SETTINGS).unwrap()
}

fn request_for_help() -> Value {
    json!({
        "for_whom": "self", "urgency": "not_urgent", "issue_codes": ["other"],
        "place": { "country": "SG", "precision": "country" }, "language": "en",
        "consents": { "share_identity": false }
    })
}

/// Files a request for help from an address, with a key and perhaps a proof.
async fn file(app: &TestApp, from: &str, key: &str, proof: Option<&str>) -> Response {
    let request = app
        .request(Method::POST, PATH)
        .header("X-Forwarded-For", from)
        .header("Idempotency-Key", format!("\"{key}\""));
    let request = match proof {
        Some(proof) => request.header("Proof-Of-Work", proof),
        None => request,
    };
    Response::of(request.json(&request_for_help())).await
}

/// Uses up what is free for the flooded network.
async fn flood(app: &TestApp) {
    let filed = file(app, FLOODED, "flood-1", None).await;
    filed.assert_status(201);
    let stopped = file(app, FLOODED, "flood-2", None).await;
    stopped.assert_problem(429, "proof_of_work_required");
}

fn zero_bits(text: &str) -> u32 {
    let hash = Sha256::digest(text);
    let front = hash
        .iter()
        .take(8)
        .fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
    front.leading_zeros()
}

/// Does what `docs/using-the-api.md` tells an app to do.
fn solve(refusal: &Response) -> String {
    let puzzle = &refusal.json()["proof_of_work"];
    let challenge = puzzle["challenge"].as_str().unwrap();
    assert_eq!(refusal.header("proof-of-work-challenge"), Some(challenge));
    assert_eq!(puzzle["algorithm"], "sha-256");
    let wanted = u32::try_from(puzzle["zero_bits"].as_u64().unwrap()).unwrap();
    let mut proofs = (0..u64::MAX).map(|nonce| format!("{challenge}.{nonce}"));
    proofs.find(|proof| zero_bits(proof) >= wanted).unwrap()
}

/// Asks for a challenge for a write and solves it.
async fn earn(app: &TestApp, from: &str, key: &str) -> String {
    let refusal = file(app, from, key, None).await;
    refusal.assert_problem(429, "proof_of_work_required");
    solve(&refusal)
}

/// Why a proof did not open anything.
#[track_caller]
fn why(refusal: &Response) -> String {
    refusal.assert_problem(429, "proof_of_work_required");
    assert!(refusal.header("proof-of-work-challenge").is_some());
    let faults = refusal.faults();
    let [(pointer, code)] = faults.as_slice() else {
        panic!("{faults:?}");
    };
    assert_eq!(pointer, "/header/Proof-Of-Work");
    code.clone()
}

on_both! {
    async fn a_method_that_no_path_has_is_told_so_whatever_proof_comes_with_it(app: TestApp) {
        for method in ["QUERY", "PUT", "PATCH", "DELETE"] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let request = app.request(method, "/v1/sessions").header("Proof-Of-Work", "");
            Response::of(request).await.assert_problem(405, "method_not_allowed");
        }
    }

    async fn in_calm_times_nothing_is_asked(app: TestApp) {
        for number in 0..20 {
            let filed = file(&app, FLOODED, &format!("calm-{number}"), None).await;
            filed.assert_status(201);
            assert!(filed.header("proof-of-work-challenge").is_none());
        }
    }
}

#[actix_web::test]
async fn a_flood_is_asked_for_work_and_told_how_long_to_wait_without() {
    let app = start();
    flood(&app).await;
    let asked = file(&app, SAME_CARRIER, "k1", None).await;
    let problem = asked.assert_problem(429, "proof_of_work_required");
    let wait: u64 = asked.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=30).contains(&wait), "{wait}");
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.contains(&format!("{wait} second")) || wait == 1,
        "{detail}"
    );
    assert_eq!(
        asked.header("ratelimit-policy"),
        Some("\"anonymous-writes\";q=1;w=30")
    );
    assert_eq!(asked.header("cache-control"), Some("no-store"));
    assert!(problem.get("errors").is_none());
    let counted = String::from_utf8(app.get("/metrics").await.body).unwrap();
    assert!(
        counted.contains("tulay_proof_of_work_total{outcome=\"Asked\"} 2"),
        "{counted}"
    );
}

on_both! {
    async fn work_gets_through_where_the_networks_own_share_is_gone(app: TestApp) {
        let app = app.another_with(&SETTINGS);
        flood(&app).await;
        for number in 0..3 {
            let key = format!("worker-{number}");
            let proof = earn(&app, SAME_CARRIER, &key).await;
            let filed = file(&app, SAME_CARRIER, &key, Some(&proof)).await;
            filed.assert_status(201);
            assert_eq!(filed.header("ratelimit-policy"), Some("\"proved-writes\";q=20;w=60"));
        }
        file(&app, SAME_CARRIER, "worker-3", None).await.assert_problem(429, "proof_of_work_required");
    }

    async fn a_spent_proof_repeats_the_same_write_and_no_other(app: TestApp) {
        let app = app.another_with(&SETTINGS);
        flood(&app).await;
        let proof = earn(&app, SAME_CARRIER, "worker").await;
        let first = file(&app, SAME_CARRIER, "worker", Some(&proof)).await;
        first.assert_status(201);
        let again = file(&app, SAME_CARRIER, "worker", Some(&proof)).await;
        again.assert_status(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.json(), first.json());
        let other = app
            .request(Method::POST, PATH)
            .header("X-Forwarded-For", SAME_CARRIER)
            .header("Idempotency-Key", "\"worker\"")
            .header("Proof-Of-Work", &proof);
        let mut body = request_for_help();
        body["urgency"] = json!("this_week");
        Response::of(other.json(&body)).await.assert_problem(422, "idempotency_key_reused");
    }

    async fn any_instance_takes_what_another_has_issued(app: TestApp) {
        let (one, other) = (app.another_with(&SETTINGS), app.another_with(&SETTINGS));
        flood(&one).await;
        file(&other, FLOODED, "flood-3", None).await.assert_status(201);
        let proof = earn(&one, FLOODED, "worker").await;
        file(&other, FLOODED, "worker", None).await.assert_problem(429, "proof_of_work_required");
        file(&other, SAME_CARRIER, "worker", Some(&proof)).await.assert_status(201);
    }
}

#[actix_web::test]
async fn work_gets_through_where_even_reading_is_stopped() {
    let all = ("TULAY_RATE_ANONYMOUS_PER_MINUTE", "3");
    let settings = [SETTINGS[0], SETTINGS[1], all];
    let app = TestApp::start_with(Database::Sqlite, &settings).unwrap();
    let read = || {
        let request = app.request(Method::GET, "/v1/code-lists/urgency");
        Response::of(request.header("X-Forwarded-For", FLOODED))
    };
    for _ in 0..3 {
        read().await.assert_status(200);
    }
    read().await.assert_problem(429, "too_many_requests");
    let proof = earn(&app, SAME_CARRIER, "worker").await;
    let filed = file(&app, SAME_CARRIER, "worker", Some(&proof)).await;
    filed.assert_status(201);
}

#[actix_web::test]
async fn a_proof_is_good_for_one_key_one_operation_and_one_network() {
    let app = start();
    flood(&app).await;
    let proof = earn(&app, FLOODED, "worker").await;
    let other_key = file(&app, FLOODED, "sold", Some(&proof)).await;
    assert_eq!(why(&other_key), "proof_elsewhere");
    let elsewhere = app
        .request(Method::POST, "/v1/safety-reports")
        .header("X-Forwarded-For", FLOODED)
        .header("Idempotency-Key", "\"worker\"")
        .header("Proof-Of-Work", &proof);
    let other_operation = Response::of(elsewhere.json(&json!({}))).await;
    assert_eq!(why(&other_operation), "proof_elsewhere");
    file(&app, ELSEWHERE, "also", None).await.assert_status(201);
    let other_network = file(&app, ELSEWHERE, "worker", Some(&proof)).await;
    assert_eq!(why(&other_network), "proof_elsewhere");
    // The refusal has a challenge that fits.
    let proof = solve(&other_network);
    file(&app, ELSEWHERE, "worker", Some(&proof))
        .await
        .assert_status(201);
}

#[actix_web::test]
async fn old_altered_and_unsolved_proofs_are_told_apart() {
    let app = start();
    flood(&app).await;
    let refusal = file(&app, FLOODED, "worker", None).await;
    let challenge = refusal.header("proof-of-work-challenge").unwrap();
    let mut idle = (0..u64::MAX).map(|nonce| format!("{challenge}.{nonce}"));
    let idle = idle.find(|proof| zero_bits(proof) < 12).unwrap();
    let unsolved = file(&app, FLOODED, "worker", Some(&idle)).await;
    assert_eq!(why(&unsolved), "proof_insufficient");

    let proof = solve(&refusal);
    let mut parts: Vec<&str> = proof.split('.').collect();
    let later = (parts[2].parse::<i64>().unwrap() + 3600).to_string();
    parts[2] = &later;
    let altered = file(&app, FLOODED, "worker", Some(&parts.join("."))).await;
    assert_eq!(why(&altered), "proof_elsewhere");

    for text in [
        "",
        "v1",
        "é",
        &format!("{proof}, {proof}"),
        &proof.replace("v1", "v9"),
    ] {
        let malformed = file(&app, FLOODED, "worker", Some(text)).await;
        assert_eq!(why(&malformed), "malformed", "{text}");
    }
    app.clock.advance(std::time::Duration::from_mins(10));
    let expired = file(&app, FLOODED, "worker", Some(&proof)).await;
    assert_eq!(why(&expired), "proof_expired");
}

#[actix_web::test]
async fn in_calm_times_a_proof_is_held_only_to_its_form() {
    let app = TestApp::start(Database::Sqlite).unwrap();
    let malformed = file(&app, FLOODED, "k1", Some("nonsense")).await;
    malformed.assert_problem(400, "malformed_request");
    let place = ("/header/Proof-Of-Work".to_owned(), "malformed".to_owned());
    assert_eq!(malformed.faults(), [place]);
    let made_up = "v1.12.1790000000.AAAAAAAAAAAAAAAAAAAAAA.909";
    file(&app, FLOODED, "k1", Some(made_up))
        .await
        .assert_status(201);
}

#[actix_web::test]
async fn puzzles_become_harder_and_stay_within_what_an_old_phone_can_do() {
    let app = start();
    flood(&app).await;
    let mut seen = Vec::new();
    for number in 0..40 {
        let asked = file(&app, FLOODED, &format!("more-{number}"), None).await;
        seen.push(asked.json()["proof_of_work"]["zero_bits"].as_u64().unwrap());
    }
    assert!(seen.is_sorted(), "{seen:?}");
    assert!(seen.iter().all(|bits| (12..=16).contains(bits)), "{seen:?}");
    assert_eq!(seen.last(), Some(&16));
    let proof = earn(&app, SAME_CARRIER, "worker").await;
    file(&app, SAME_CARRIER, "worker", Some(&proof))
        .await
        .assert_status(201);
}

#[actix_web::test]
async fn other_networks_and_those_with_a_credential_are_never_asked() {
    let app = start();
    let organisation = app
        .organisation("Test helpers", &["SG"], &["assistance"])
        .await;
    let sita = app.member(organisation, &[Role::Administrator]).await;
    let filed = app.post(PATH, &request_for_help()).await;
    let code = filed.json()["receipt_code"].as_str().unwrap().to_owned();
    // From the very network in which staff and holder are.
    let next = app.post(PATH, &request_for_help()).await;
    next.assert_problem(429, "proof_of_work_required");

    let message = json!({ "body": "I am waiting." });
    let holder = app.holder_of(&code);
    let sent = holder
        .post("/v1/receipt/assistance-request/messages", &message)
        .await;
    sent.assert_status(201);
    let account =
        json!({ "name": "joy@ngo.example", "display_name": "Joy", "roles": ["case_worker"] });
    let made = sita.post("/v1/staff/accounts", &account).await;
    made.assert_status(201);
    let filed = file(&app, ELSEWHERE, "calm", None).await;
    filed.assert_status(201);
    // Without a credential nothing is let in there, and no work would change that.
    let request = app.request(Method::POST, "/v1/receipt/assistance-request/messages");
    let request = request.header("Idempotency-Key", "\"k1\"").json(&message);
    Response::of(request)
        .await
        .assert_problem(429, "too_many_requests");
}

#[actix_web::test]
async fn without_a_key_there_is_nothing_to_work_for() {
    let app = start();
    flood(&app).await;
    let request = app
        .request(Method::POST, PATH)
        .header("X-Forwarded-For", FLOODED);
    let refused = Response::of(request.json(&request_for_help())).await;
    refused.assert_problem(429, "too_many_requests");
    assert!(refused.header("proof-of-work-challenge").is_none());
}
