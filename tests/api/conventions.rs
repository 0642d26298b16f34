//! Each rule of the interface's conventions, on whatever route shows it best.

use reqwest::Method;
use serde_json::json;
use tulay::identity::permissions::Role;
use tulay::identity::{SubjectKind, issue_receipt};

use crate::harness::{Response, promise};
use crate::on_both;

on_both! {
    async fn refusals_are_problems_in_the_callers_language(app: TestApp) {
        let request = app.request(Method::GET, "/v1/nowhere").header("Accept-Language", "vi;q=0.5");
        let response = Response::of(request).await;
        let body = response.assert_problem(404, "not_found");
        assert_eq!(response.header("content-language"), Some("vi"));
        assert_eq!(body["instance"], format!("urn:uuid:{}", response.header("x-request-id").unwrap()));
        assert_eq!(response.header("cache-control"), Some("no-store"));
    }

    async fn a_member_that_comes_twice_is_a_fault_and_nothing_is_filed(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let body = r#"{"stage":"working","overall":1,"corridor":{"origin":"PH","destination":"SG","origin":"VN"},"overall":5}"#;
        let request = app.request(Method::POST, &format!("/v1/agencies/{agency}/reviews"));
        let request = request.header("Content-Type", "application/json").body(body);
        let refused = Response::of(request.header("Idempotency-Key", "\"twice\"")).await;
        refused.assert_problem(400, "malformed_request");
        let twice = |at: &str| (at.to_owned(), "duplicate_member".to_owned());
        assert_eq!(refused.faults(), [twice("/corridor/origin"), twice("/overall")]);
    }

    async fn a_merge_patch_is_taken_where_something_is_changed_and_nowhere_else(app: TestApp) {
        let filed = app.request(Method::POST, "/v1/assistance-requests").header("Idempotency-Key", "\"patch\"");
        let filed = filed.header("Content-Type", "application/merge-patch+json").body("{}");
        Response::of(filed).await.assert_problem(415, "unsupported_media_type");
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = crate::reviews::file(&app, agency, 2).await;
        let holder = app.holder_of(&one.code);
        let changed = holder.request(Method::PATCH, "/v1/receipt/review").header("If-Match", "\"v1\"");
        let changed = changed.header("Content-Type", "Application/Merge-Patch+JSON; charset=utf-8").body("{\"overall\":1}");
        Response::of(changed).await.assert_status(200);
    }

    async fn broken_json_is_refused_with_its_place(app: TestApp) {
        let request = app.request(Method::POST, "/v1/assistance-requests");
        let request = request.header("Content-Type", "application/json").body("{\n \"for_whom\": }");
        let refused = Response::of(request.header("Idempotency-Key", "\"broken\"")).await;
        let body = refused.assert_problem(400, "malformed_request");
        assert_eq!(body["errors"][0]["code"], "not_json");
        assert_eq!(body["errors"][0]["detail"], "is not JSON; it breaks at line 2, column 14");
    }

    async fn a_known_path_with_another_method_says_which_it_takes(app: TestApp) {
        let response = app.post("/v1/receipt", &json!({})).await;
        response.assert_problem(405, "method_not_allowed");
        assert_eq!(response.header("allow"), Some("GET, HEAD"));
    }

    async fn no_code_and_a_wrong_code_are_different_things(app: TestApp) {
        let none = app.get("/v1/receipt").await;
        none.assert_problem(401, "unauthenticated");
        assert!(none.header("www-authenticate").unwrap().starts_with("Receipt"));
        for code in ["AAAA-BBBB-CCCC-DDDD-EEEE", "nonsense"] {
            let request = app.request(Method::GET, "/v1/receipt");
            let wrong = Response::of(request.header("Authorization", format!("Receipt {code}"))).await;
            wrong.assert_problem(401, "unknown_receipt");
        }
    }

    async fn a_receipt_code_opens_what_it_was_issued_for(app: TestApp) {
        let services = app.shared.services.clone();
        let issued = services.db.write({
            let services = services.clone();
            move |conn| {
                let (id, now) = (services.new_id(), services.clock.now());
                let kind = SubjectKind::Review;
                issue_receipt(conn, &services.lookup, &*services.randomness, kind, id, now)
            }
        });
        let code = issued.await.unwrap().code.expose();
        let ask = |path: &str, code: &str| {
            let request = app.request(Method::GET, path);
            Response::of(request.header("Authorization", format!("Receipt {code}")))
        };
        let opened = ask("/v1/receipt", &code).await;
        opened.assert_status(200);
        let body = opened.json();
        assert_eq!((&body["kind"], &body["href"]), (&json!("review"), &json!("/v1/receipt/review")));
        assert_eq!(opened.header("cache-control"), Some("no-store"));
        // As somebody types it from paper.
        ask("/v1/receipt", &code.to_lowercase().replace('-', " ")).await.assert_status(200);
        let unknown = ask("/v1/receipt?limt=3", &code).await;
        unknown.assert_problem(400, "malformed_request");
        assert_eq!(unknown.faults(), [("/query/limt".to_owned(), "unknown_member".to_owned())]);
    }

    async fn every_public_answer_refuses_what_its_contract_does_not_know(app: TestApp) {
        let variable = regex::Regex::new(r"\{\w+\}").unwrap();
        for (path, item) in promise::document()["paths"].as_object().unwrap() {
            let Some(operation) = item.get("get") else { continue };
            if operation["security"].as_array().is_some_and(|needed| !needed.is_empty()) {
                continue;
            }
            let path = variable.replace_all(path, "00000000-0000-0000-0000-000000000000");
            for (query, fault) in [("limt=3", "unknown_member"), ("lang=0.5", "malformed")] {
                let refused = app.get(&format!("{path}?{query}")).await;
                let (name, _) = query.split_once('=').unwrap();
                let expected = (format!("/query/{name}"), fault.to_owned());
                assert!(refused.faults().contains(&expected), "{path}?{query}: {:?}", refused.faults());
            }
        }
    }

    async fn wrong_codes_cost_time(app: TestApp) {
        for _ in 0..20 {
            let request = app.request(Method::GET, "/v1/receipt");
            let wrong = Response::of(request.header("Authorization", "Receipt nonsense")).await;
            wrong.assert_problem(401, "unknown_receipt");
        }
        let request = app.request(Method::GET, "/v1/receipt");
        let stopped = Response::of(request.header("Authorization", "Receipt nonsense")).await;
        stopped.assert_problem(429, "too_many_requests");
        assert!(stopped.header("retry-after").is_some());
    }

    async fn every_answer_has_its_security_headers(app: TestApp) {
        for path in ["/v1/receipt", "/healthz", "/nowhere", "/docs/", "/openapi.json"] {
            let response = app.get(path).await;
            assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{path}");
            let policy = response.header("content-security-policy").unwrap();
            for part in ["base-uri 'none'", "frame-ancestors 'none'"] {
                assert!(policy.contains(part), "{path}: {policy}");
            }
            let objects = ["object-src 'none'", "default-src 'none'"];
            assert!(objects.iter().any(|part| policy.contains(part)), "{path}: {policy}");
            let transport = response.header("strict-transport-security");
            assert_eq!(transport, Some("max-age=31536000; includeSubDomains"), "{path}");
            assert_eq!(response.header("referrer-policy"), Some("no-referrer"), "{path}");
        }
    }

    async fn health_readiness_and_metrics_answer(app: TestApp) {
        app.get("/healthz").await.assert_status(200);
        app.get("/readyz").await.assert_status(200);
        let metrics = app.get("/metrics").await;
        metrics.assert_status(200);
        assert!(String::from_utf8(metrics.body).unwrap().contains("tulay_database_reads_run"));
    }

    async fn what_is_public_is_confirmed_without_asking_the_database(app: TestApp) {
        let first = app.get("/.well-known/jwks.json").await;
        first.assert_status(200);
        assert!(first.header("cache-control").unwrap().starts_with("public, max-age="));
        let tag = first.header("etag").unwrap().to_owned();
        let before = app.shared.services.db.jobs_run().reads;
        let request = app.request(Method::GET, "/.well-known/jwks.json");
        let again = Response::of(request.header("If-None-Match", tag)).await;
        again.assert_status(304);
        assert_eq!(app.shared.services.db.jobs_run().reads, before);
    }

    async fn head_is_get_without_the_body(app: TestApp) {
        let response = Response::of(app.request(Method::HEAD, "/openapi.json")).await;
        response.assert_status(200);
        assert!(response.body.is_empty());
        assert!(response.header("content-length").unwrap().parse::<usize>().unwrap() > 100);
    }

    async fn the_documentation_and_the_problems_are_served_here(app: TestApp) {
        let docs = app.get("/docs/").await;
        docs.assert_status(200);
        let page = String::from_utf8(docs.body).unwrap();
        assert!(!page.contains("https://"), "nothing is fetched from elsewhere");
        let problem = app.get("/problems/too_many_requests").await;
        problem.assert_status(200);
        assert!(problem.header("content-type").unwrap().starts_with("text/html"));
    }
}

on_both! {
    async fn no_key_is_in_the_database(app: TestApp) {
        app.get("/v1/receipt").await;
        let keys = std::fs::read_to_string(app.data_dir().join("keys/master.toml")).unwrap();
        let secrets: Vec<&str> = keys
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .filter(|(name, _)| matches!(*name, "key" | "lookup" | "general"))
            .map(|(_, value)| value.trim_matches('"'))
            .collect();
        assert!(!secrets.is_empty());
        for entry in std::fs::read_dir(app.data_dir()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
            for secret in &secrets {
                let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
                assert!(!found, "{}", path.display());
            }
        }
    }

    async fn a_receipt_is_waited_for_only_as_long_as_a_minute(app: TestApp) {
        let guess = || {
            let request = app.request(Method::GET, "/v1/receipt");
            Response::of(request.header("Authorization", "Receipt nonsense"))
        };
        for _ in 0..20 {
            guess().await.assert_problem(401, "unknown_receipt");
        }
        guess().await.assert_problem(429, "too_many_requests");
        app.clock.advance(std::time::Duration::from_mins(1));
        guess().await.assert_problem(401, "unknown_receipt");
    }
    async fn a_change_names_the_version_it_was_made_on_in_any_form_of_a_list(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["SG"], &["assistance"]).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let sita = app.member(organisation, &[Role::CaseWorker]).await;
        let path = format!("/v1/staff/accounts/{}", sita.account.unwrap());
        let tag = chief.get(&path).await.header("etag").unwrap().to_owned();
        let change = json!({ "roles": ["moderator"] });
        let send = |forms: Vec<String>, body: serde_json::Value| {
            let mut request = chief.request(Method::PATCH, &path);
            for form in forms {
                request = request.header("If-Match", form);
            }
            Response::of(request.header("Content-Type", "application/merge-patch+json").body(body.to_string()))
        };
        send(vec![], change.clone()).await.assert_problem(428, "precondition_required");
        send(vec!["*".to_owned()], change.clone()).await.assert_problem(428, "precondition_required");
        let weak = send(vec![format!("W/{tag}")], change.clone()).await;
        weak.assert_problem(412, "stale");
        assert_eq!(weak.header("etag"), Some("\"v1\""));
        let bare = send(vec![tag.trim_matches('"').to_owned()], change.clone()).await;
        bare.assert_problem(400, "malformed_request");
        assert_eq!(bare.faults(), [("/header/If-Match".to_owned(), "malformed".to_owned())]);
        let two_lines = vec!["\"v0\"".to_owned(), format!("\"x\", {tag}")];
        send(two_lines, json!({ "roles": ["case_worker"] })).await.assert_status(200);
    }
}
