//! What happens at the edge of every request: allowances, origins, sizes, request ids.

use reqwest::Method;
use serde_json::json;
use tulay::identity::permissions::Role;

use crate::harness::{Database, Response, TestApp};
use crate::on_both;

on_both! {
    async fn every_answer_tells_what_is_left_of_the_allowance(app: TestApp) {
        let response = app.get("/v1/code-lists/urgency").await;
        assert_eq!(response.header("ratelimit-policy"), Some("\"anonymous\";q=1000000;w=60"));
        assert!(response.header("ratelimit").unwrap().starts_with("\"anonymous\";r="));
        assert!(app.get("/healthz").await.header("ratelimit").is_none(), "operators are not counted");
    }

    async fn the_callers_trace_is_accepted_and_each_request_has_an_id(app: TestApp) {
        let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let request = app.request(Method::GET, "/healthz").header("traceparent", trace);
        let first = Response::of(request).await;
        let second = app.get("/healthz").await;
        assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    }

    async fn of_thousands_of_faults_a_hundred_are_told(app: TestApp) {
        // Each was compared with each: a body of 139 kB kept a thread for ten seconds, and its answer had 1.3 MB.
        let many: serde_json::Map<_, _> = (0..15_000).map(|n| (n.to_string(), json!(1))).collect();
        let refused = app.post("/v1/checks/fees", &many.into()).await;
        refused.assert_problem(400, "malformed_request");
        assert_eq!(refused.faults().len(), 100);
        let wrong: Vec<String> = (0..15_000).map(|n| format!("no_code_{n}")).collect();
        let refused = app.post("/v1/assistance-requests", &json!({ "issue_codes": wrong })).await;
        assert_eq!(refused.faults().len(), 100);
    }

    async fn an_address_is_never_told_apart_from_its_neighbours(app: TestApp) {
        // The same coarse network shares one allowance: what is kept is a hash of the /24.
        let networks = &app.shared.services.networks;
        let request = actix_web::test::TestRequest::default().to_http_request();
        let of = |address: &str| networks.of(Some(address.parse().unwrap()), &request);
        assert_eq!(of("203.0.113.7"), of("203.0.113.250"));
        assert_ne!(of("203.0.113.7"), of("203.0.114.7"));
        assert_eq!(of("2001:db8:1:2::3"), of("2001:db8:1:ffff::4"));
    }
}

fn start_with(settings: &[(&str, &str)]) -> TestApp {
    TestApp::start_with(Database::Sqlite, settings).unwrap()
}

#[actix_web::test]
async fn a_network_that_asks_too_much_is_told_when_to_come_back() {
    let app = start_with(&[("TULAY_RATE_ANONYMOUS_PER_MINUTE", "3")]);
    for _ in 0..3 {
        app.get("/v1/receipt").await.assert_status(401);
    }
    let stopped = app.get("/v1/receipt").await;
    stopped.assert_problem(429, "too_many_requests");
    let wait: u64 = stopped.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert_eq!(
        stopped.header("ratelimit-policy"),
        Some("\"anonymous\";q=3;w=60")
    );
    assert!(
        stopped
            .header("ratelimit")
            .unwrap()
            .starts_with("\"anonymous\";r=0;t=")
    );
    app.get("/readyz").await.assert_status(200);
}

#[actix_web::test]
async fn a_token_has_an_allowance_of_its_own_and_a_made_up_one_opens_none() {
    let app = start_with(&[
        ("TULAY_RATE_ANONYMOUS_PER_MINUTE", "5"),
        ("TULAY_RATE_TOKEN_PER_MINUTE", "2"),
    ]);
    let ask = |code: &str| {
        let request = app.request(Method::GET, "/v1/receipt");
        Response::of(request.header("Authorization", format!("Receipt {code}")))
    };
    ask("AAAA").await.assert_status(401);
    ask("AAAA").await.assert_status(401);
    let stopped = ask("AAAA").await;
    stopped.assert_problem(429, "too_many_requests");
    assert!(
        stopped
            .header("ratelimit-policy")
            .unwrap()
            .starts_with("\"token\";q=2")
    );
    ask("BBBB").await.assert_status(401);
    ask("CCCC").await.assert_status(401);
    ask("DDDD").await.assert_status(401);
    // Five wrong codes came from this network: its share is used up.
    ask("EEEE").await.assert_problem(429, "too_many_requests");
}

#[actix_web::test]
async fn a_made_up_credential_opens_no_allowance_where_none_is_wanted() {
    // Half of a minute's writes may come at once.
    let app = start_with(&[("TULAY_RATE_ANONYMOUS_WRITES_PER_MINUTE", "6")]);
    let mut statuses = Vec::new();
    for number in 0..4 {
        let request = app.request(Method::POST, "/v1/assistance-requests");
        let request = request.header("Authorization", format!("x{number}"));
        statuses.push(Response::of(request.json(&json!({}))).await.status);
    }
    assert_eq!(statuses, [422, 422, 422, 429]);
}

#[actix_web::test]
async fn a_right_credential_is_heard_where_the_network_has_used_up_its_share() {
    let app = start_with(&[("TULAY_RATE_ANONYMOUS_PER_MINUTE", "5")]);
    let organisation = app
        .organisation("Test helpers", &["SG"], &["assistance"])
        .await;
    let sita = app.member(organisation, &[Role::CaseWorker]).await;
    let code = file(&app).await;
    for _ in 0..4 {
        app.get("/v1/code-lists/urgency").await;
    }
    let stopped = app.get("/v1/code-lists/urgency").await;
    stopped.assert_problem(429, "too_many_requests");
    let path = "/v1/receipt/assistance-request";
    for _ in 0..3 {
        app.holder_of(&code).get(path).await.assert_status(200);
        sita.get("/v1/staff/me").await.assert_status(200);
        // Right, though it does not open this.
        sita.get("/v1/staff/accounts").await.assert_status(403);
    }
    let wrong = app.holder_of("AAAA-BBBB-CCCC-DDDD-EEEE").get(path).await;
    wrong.assert_problem(429, "too_many_requests");
}

#[actix_web::test]
async fn a_right_code_is_heard_where_others_guess() {
    let app = start_with(&[]);
    let code = file(&app).await;
    let path = "/v1/receipt/assistance-request";
    let guesser = app.holder_of("AAAA-BBBB-CCCC-DDDD-EEEE");
    for _ in 0..20 {
        guesser
            .get(path)
            .await
            .assert_problem(401, "unknown_receipt");
    }
    let stopped = guesser.get(path).await;
    stopped.assert_problem(429, "too_many_requests");
    assert!(stopped.header("retry-after").is_some());
    app.holder_of(&code).get(path).await.assert_status(200);
    app.clock.advance(std::time::Duration::from_mins(1));
    guesser
        .get(path)
        .await
        .assert_problem(401, "unknown_receipt");
}

/// Files a request for help; its receipt code.
async fn file(app: &TestApp) -> String {
    let body = json!({
        "for_whom": "self", "urgency": "not_urgent", "issue_codes": ["other"],
        "place": { "country": "SG", "precision": "country" }, "language": "en",
        "consents": { "share_identity": false }
    });
    let filed = app.post("/v1/assistance-requests", &body).await;
    filed.assert_status(201);
    filed.json()["receipt_code"].as_str().unwrap().to_owned()
}

fn preflight(app: &TestApp, origin: &str, method: &str) -> reqwest::RequestBuilder {
    let request = app.request(Method::OPTIONS, "/v1/assistance-requests");
    let request = request.header("Origin", origin.to_owned());
    request.header("Access-Control-Request-Method", method.to_owned())
}

#[actix_web::test]
async fn browser_apps_of_the_named_origins_may_call_and_others_may_not() {
    let app = start_with(&[("TULAY_CORS_ORIGINS", "https://app.example")]);
    let request = preflight(&app, "https://app.example", "POST");
    let headers = "idempotency-key, proof-of-work";
    let request = request.header("Access-Control-Request-Headers", headers);
    let allowed = Response::of(request).await;
    allowed.assert_status(200);
    assert_eq!(
        allowed.header("access-control-allow-origin"),
        Some("https://app.example")
    );
    assert!(allowed.header("vary").unwrap().contains("Origin"));
    let granted = allowed.header("access-control-allow-headers").unwrap();
    assert!(granted.contains("proof-of-work"), "{granted}");
    let foreign = preflight(&app, "https://elsewhere.example", "POST");
    let foreign = Response::of(foreign.header("Accept-Language", "vi")).await;
    foreign.assert_problem(403, "cross_origin_refused");
    assert!(foreign.header("access-control-allow-origin").is_none());
    assert_eq!(foreign.header("content-language"), Some("vi"));
    let method = Response::of(preflight(&app, "https://app.example", "TRACE")).await;
    method.assert_problem(403, "cross_origin_refused");
    for answer in [allowed, foreign, method] {
        assert!(answer.header("x-request-id").is_some());
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
}

#[actix_web::test]
async fn a_browser_app_may_read_every_refusal() {
    let settings = [
        ("TULAY_CORS_ORIGINS", "https://app.example"),
        ("TULAY_RATE_ANONYMOUS_PER_MINUTE", "4"),
    ];
    let app = start_with(&settings);
    let ask = |path: &str| {
        let request = app.request(Method::GET, path);
        Response::of(request.header("Origin", "https://app.example"))
    };
    let refusals = [
        ("/v1/nowhere", 404),
        ("/v1/receipt", 401),
        ("/v1/agencies?limt=3", 400),
        ("/v1/assistance-requests", 405),
        // Refused before it reaches a route.
        ("/v1/agencies", 429),
    ];
    for (path, status) in refusals {
        let refused = ask(path).await;
        refused.assert_status(status);
        let origin = refused.header("access-control-allow-origin");
        assert_eq!(origin, Some("https://app.example"), "{path}");
        assert!(refused.header("access-control-expose-headers").is_some());
    }
}

#[actix_web::test]
async fn a_browser_app_may_read_the_headers_that_it_needs() {
    let app = start_with(&[("TULAY_CORS_ORIGINS", "*")]);
    let request = app.request(Method::GET, "/v1/receipt");
    let response = Response::of(request.header("Origin", "https://any.example")).await;
    let exposed = response.header("access-control-expose-headers").unwrap();
    let names = [
        "etag",
        "link",
        "location",
        "retry-after",
        "x-request-id",
        "proof-of-work-challenge",
        "www-authenticate",
    ];
    for name in names {
        assert!(exposed.to_lowercase().contains(name), "{name}");
    }
}

#[actix_web::test]
async fn bodies_that_are_too_large_or_of_another_kind_are_refused() {
    let app = start_with(&[("TULAY_BODY_LIMIT_BYTES", "65536")]);
    let path = "/v1/assistance-requests";
    let large = app
        .post(path, &json!({ "narrative": "a".repeat(70_000) }))
        .await;
    large.assert_problem(413, "body_too_large");
    let request = app
        .request(Method::POST, path)
        .header("Idempotency-Key", "\"k1\"");
    let text = request.header("Content-Type", "text/plain").body("help");
    Response::of(text)
        .await
        .assert_problem(415, "unsupported_media_type");
    let request = app
        .request(Method::POST, path)
        .header("Idempotency-Key", "\"k2\"");
    let broken = request
        .header("Content-Type", "application/json")
        .body("{\"narrative\":");
    Response::of(broken)
        .await
        .assert_problem(400, "malformed_request");
}

#[actix_web::test]
async fn a_database_that_is_away_is_a_503_that_says_when_to_try_again() {
    let app = start_with(&[]);
    app.shared.services.db.shutdown();
    let away = app.get("/v1/agencies?search=anything").await;
    away.assert_problem(503, "unavailable");
    assert!(away.header("retry-after").is_some());
    let not_ready = app.get("/readyz").await;
    not_ready.assert_problem(503, "unavailable");
    app.get("/healthz").await.assert_status(200);
}

#[actix_web::test]
async fn a_full_disk_is_a_503_and_nothing_is_half_written() {
    use diesel::RunQueryDsl as _;
    use tulay::platform::db::{Conn, DbError};

    let app = start_with(&[]);
    let body = json!({
        "for_whom": "self", "urgency": "not_urgent", "issue_codes": ["unpaid_wages"],
        "narrative": "a".repeat(9000), "place": { "country": "SG", "precision": "country" },
        "language": "en", "consents": { "share_identity": false }
    });
    // A page limit below the present size stands at the present size: the file cannot grow.
    let full = app.shared.services.db.write(|conn| {
        let Conn::Sqlite(conn) = conn else {
            return Err(DbError::Down);
        };
        diesel::sql_query("PRAGMA max_page_count = 1").execute(conn)?;
        Ok(())
    });
    full.await.unwrap();

    let mut refused = None;
    for _ in 0..50 {
        let answer = app.post("/v1/assistance-requests", &body).await;
        if answer.status != 201 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the disk never became full");
    refused.assert_problem(503, "unavailable");
    assert!(refused.header("retry-after").is_some());
    app.get("/v1/code-lists/urgency").await.assert_status(200);
}

#[actix_web::test]
async fn storage_that_is_away_is_a_503_and_the_photo_can_be_sent_again() {
    let app = start_with(&[]);
    let report = json!({
        "kind": "hazard", "hazard_codes": ["work_at_height"], "danger_now": false,
        "happening": "now", "place": { "country": "SG", "precision": "country" },
        "told_employer": "no", "reporter_relation": "worker", "language": "en",
        "description": "No rail on the scaffold.", "wants_update": true
    });
    let filed = app.post("/v1/safety-reports", &report).await;
    filed.assert_status(201);
    let code = filed.json()["receipt_code"].as_str().unwrap().to_owned();
    let photo = include_bytes!("../fixtures/photos/baseline.clean.jpg").to_vec();
    let send = || {
        let request = app.request(Method::POST, "/v1/receipt/safety-report/evidence");
        let request = request.header("Authorization", format!("Receipt {code}"));
        let request = request.header("Idempotency-Key", "\"photo-1\"");
        Response::of(
            request
                .header("Content-Type", "image/jpeg")
                .body(photo.clone()),
        )
    };
    let folder = app.data_dir().join("evidence");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "not a folder").unwrap();
    let away = send().await;
    away.assert_problem(503, "unavailable");
    assert!(away.header("retry-after").is_some());
    std::fs::remove_file(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    send().await.assert_status(201);
    let listed = app
        .holder_of(&code)
        .get("/v1/receipt/safety-report/evidence")
        .await;
    assert_eq!(listed.json()["items"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn counts_are_for_collectors_next_door_only() {
    let app = start_with(&[]);
    app.get("/metrics").await.assert_status(200);
    let request = app.request(Method::GET, "/metrics");
    let through_a_proxy = Response::of(request.header("X-Forwarded-For", "203.0.113.7")).await;
    through_a_proxy.assert_problem(404, "not_found");
    let closed = start_with(&[("TULAY_METRICS_NETWORKS", "192.0.2.0/24")]);
    closed
        .get("/metrics")
        .await
        .assert_problem(404, "not_found");
}

#[actix_web::test]
async fn the_contract_is_sent_compressed() {
    let app = start_with(&[]);
    let plain = app.get("/openapi.json").await;
    let request = app.request(Method::GET, "/openapi.json");
    let coded = Response::of(request.header("Accept-Encoding", "br")).await;
    assert_eq!(coded.header("content-encoding"), Some("br"));
    assert!(coded.body.len() * 5 < plain.body.len());
    assert_ne!(coded.header("etag"), plain.header("etag"));
}

#[actix_web::test]
async fn a_body_in_a_coding_is_refused() {
    let app = start_with(&[]);
    let request = app.request(Method::POST, "/v1/assistance-requests");
    let request = request.header("Idempotency-Key", "\"k1\"");
    let coded = request.header("Content-Encoding", "gzip").json(&json!({}));
    Response::of(coded)
        .await
        .assert_problem(415, "unsupported_media_type");
}

#[actix_web::test]
async fn each_place_has_one_fault_and_a_blank_text_is_called_blank() {
    let app = start_with(&[]);
    let body = json!({ "for_whom": 3, "urgency": "not_urgent", "issue_codes": ["unpaid_wages"],
        "narrative": "   ", "place": { "country": "SG", "precision": "country" },
        "language": "en", "consents": { "share_identity": false } });
    let refused = app.post("/v1/assistance-requests", &body).await;
    let mut faults = refused.faults();
    faults.sort();
    let expected = [("/for_whom", "wrong_type"), ("/narrative", "blank")];
    assert_eq!(
        faults,
        expected.map(|(at, code)| (at.to_owned(), code.to_owned()))
    );
}

#[actix_web::test]
async fn one_holder_does_not_take_all_seats_for_uploads() {
    use futures_util::stream;

    let app = start_with(&[]);
    let report = json!({
        "kind": "hazard", "hazard_codes": ["work_at_height"], "danger_now": false,
        "happening": "now", "place": { "country": "SG", "precision": "country" },
        "told_employer": "no", "reporter_relation": "worker", "language": "en",
        "description": "No rail on the scaffold.", "wants_update": true
    });
    let filed = app.post("/v1/safety-reports", &report).await;
    let code = filed.json()["receipt_code"].as_str().unwrap().to_owned();
    let upload = |key: &str| {
        let request = app.request(Method::POST, "/v1/receipt/safety-report/evidence");
        let request = request.header("Authorization", format!("Receipt {code}"));
        let request = request.header("Content-Type", "image/jpeg");
        request.header("Idempotency-Key", format!("\"{key}\""))
    };
    // Three uploads that begin and then stand still: two find a seat, one does not.
    let stalled = ["one", "two", "three"].map(|key| {
        let first = stream::iter([Ok::<_, std::io::Error>(vec![0xff_u8, 0xd8])]);
        let body = futures_util::StreamExt::chain(first, stream::pending());
        Box::pin(Response::of(
            upload(key).body(reqwest::Body::wrap_stream(body)),
        ))
    });
    let (refused, _, others) = futures_util::future::select_all(stalled).await;
    refused.assert_problem(503, "unavailable");
    assert!(refused.header("retry-after").is_some());
    drop(others);
    let photo = include_bytes!("../fixtures/photos/baseline.clean.jpg").to_vec();
    let mut stored = false;
    for _ in 0..200 {
        stored = stored
            || Response::of(upload("four").body(photo.clone()))
                .await
                .status
                == 201;
        tokio::task::yield_now().await;
    }
    assert!(stored, "the seats were not left");
}
