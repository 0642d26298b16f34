//! Signing in.

use std::time::Duration;

use diesel::RunQueryDsl as _;
use reqwest::Method;
use serde_json::json;
use tulay::identity::permissions::Role;
use tulay::platform::crypto::{Cost, PasswordHasher};
use tulay::platform::db::{Conn, DbError};

use super::at_once::{at_once, the_only_good_one};
use super::{PASSWORD, access, case_worker, code, invited, with_token};
use crate::harness::Response;
use crate::on_both;

on_both! {
    async fn whatever_is_wrong_the_answer_is_the_same(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let secret = sita.secret.clone().unwrap();
        let disabled = case_worker(&app, "disabled").await;
        let body = json!({ "name": "disabled", "password": PASSWORD,
            "code": code(&app, disabled.secret.as_ref().unwrap()) });
        app.post("/v1/sessions", &body).await.assert_status(201);
        app.clock.advance(Duration::from_secs(30));
        let services = app.shared.services.clone();
        let secrets = tulay::identity::Secrets::of(&services);
        let now = tulay::platform::clock::Clock::now(&app.clock);
        let work = move |conn: &mut Conn| {
            let keeper = tulay::identity::Keeper::command_line(&secrets);
            tulay::identity::disable(conn, &keeper, disabled.account, now)
        };
        services.db.write(work).await.unwrap();

        let good = code(&app, &secret);
        let cases = [
            json!({ "name": "nobody", "password": PASSWORD, "code": good }),
            json!({ "name": "sita", "password": "five words nobody guesses", "code": good }),
            json!({ "name": "sita", "password": PASSWORD, "code": "000000" }),
            json!({ "name": "sita", "password": PASSWORD }),
            json!({ "name": "disabled", "password": PASSWORD,
                "code": code(&app, disabled.secret.as_ref().unwrap()) }),
        ];
        let mut seen = Vec::new();
        for body in cases {
            let refused = app.post("/v1/sessions", &body).await;
            let mut problem = refused.assert_problem(401, "sign_in_failed");
            problem["instance"] = json!(null);
            assert_eq!(refused.header("www-authenticate"), Some("Bearer realm=\"tulay\""));
            seen.push(problem);
        }
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
        let body = json!({ "name": "sita", "password": PASSWORD, "code": good });
        app.post("/v1/sessions", &body).await.assert_status(201);
    }

    async fn a_code_works_once(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let body = sita.credentials(&app);
        app.post("/v1/sessions", &body).await.assert_status(201);
        // Somebody who looked over the shoulder.
        app.post("/v1/sessions", &body).await.assert_problem(401, "sign_in_failed");
        app.clock.advance(Duration::from_secs(30));
        app.post("/v1/sessions", &body).await.assert_problem(401, "sign_in_failed");
        app.post("/v1/sessions", &sita.credentials(&app)).await.assert_status(201);
    }

    async fn a_lost_answer_is_given_again_and_a_failure_is_not_stored(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let send = |body: serde_json::Value, key: &'static str| {
            let request = app.request(Method::POST, "/v1/sessions").header("Idempotency-Key", key);
            Response::of(request.json(&body))
        };
        let body = sita.credentials(&app);
        let first = send(body.clone(), "\"one\"").await;
        first.assert_status(201);
        assert_eq!(first.header("location"), Some("/v1/staff/sessions/current"));
        // Long after the code is over: the first answer, and no second session.
        app.clock.advance(Duration::from_mins(5));
        let again = send(body, "\"one\"").await;
        assert_eq!(again.json(), first.json());
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        let listed = with_token(&app, Method::GET, "/v1/staff/sessions", access(&first.json())).await;
        assert_eq!(listed.json()["items"].as_array().unwrap().len(), 1);

        let typo = json!({ "name": "sita", "password": "mistyped", "code": "000000" });
        send(typo, "\"two\"").await.assert_problem(401, "sign_in_failed");
        // The same key with the right password: what failed has left no trace.
        send(sita.credentials(&app), "\"two\"").await.assert_status(201);
        let without = app.request(Method::POST, "/v1/sessions").json(&sita.credentials(&app));
        Response::of(without).await.assert_problem(400, "idempotency_key_missing");
    }

    async fn what_is_sent_is_checked_against_the_contract(app: TestApp) {
        let body = json!({ "name": "a:b", "password": "", "code": "12345", "pasword": "x" });
        let refused = app.post("/v1/sessions", &body).await;
        refused.assert_problem(400, "malformed_request");
        let mut faults = refused.faults();
        faults.sort();
        let expected = [("/code", "malformed"), ("/name", "malformed"), ("/password", "too_short"),
            ("/pasword", "unknown_member")];
        assert_eq!(faults, expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
        let null = json!({ "name": "sita", "password": PASSWORD, "code": null });
        app.post("/v1/sessions", &null).await.assert_problem(400, "malformed_request");
    }

    async fn of_all_who_show_the_same_code_at_once_one_is_let_in(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let answers = at_once(&app, "/v1/sessions", &sita.credentials(&app)).await;
        let (good, bad) = the_only_good_one(answers);
        for refused in bad {
            refused.assert_problem(401, "sign_in_failed");
        }
        let opened = good.json();
        let sessions = with_token(&app, Method::GET, "/v1/staff/sessions", access(&opened)).await;
        assert_eq!(sessions.json()["items"].as_array().unwrap().len(), 1);
        app.post("/v1/sessions", &sita.credentials(&app)).await.assert_problem(401, "sign_in_failed");
    }

    async fn a_hash_of_another_cost_is_replaced(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let services = app.shared.services.clone();
        let cost = Cost { memory_kib: 16, passes: 2, lanes: 1 };
        let hasher = PasswordHasher::new(&services.keyring, cost).unwrap();
        let old = hasher.hash(&*services.randomness, PASSWORD).unwrap();
        let put = format!("UPDATE accounts SET password_hash = '{old}'");
        let put = move |conn: &mut Conn| {
            diesel::sql_query(put).execute(conn)?;
            Ok::<_, DbError>(())
        };
        services.db.write(put).await.unwrap();
        sita.sign_in(&app).await;
        let left = "UPDATE accounts SET version = version WHERE password_hash LIKE '%m=16,%'";
        let count = move |conn: &mut Conn| {
            let left = diesel::sql_query(left).execute(conn)?;
            Ok::<_, DbError>(left)
        };
        assert_eq!(services.db.write(count).await.unwrap(), 0);
        sita.sign_in(&app).await;
    }

    async fn a_role_taken_away_is_gone_at_the_next_request(app: TestApp) {
        let organisation =
            app.organisation("Test helpers", &["MY"], &["assistance", "moderation"]).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let roles = [Role::Administrator, Role::Moderator];
        let other = invited(&app, organisation, "other", &roles).await.set_up(&app).await;
        let opened = other.sign_in(&app).await;
        let token = access(&opened);
        with_token(&app, Method::GET, "/v1/staff/accounts", token).await.assert_status(200);
        let path = format!("/v1/staff/accounts/{}", other.account);
        let tag = chief.get(&path).await.header("etag").unwrap().to_owned();
        let body = json!({ "roles": ["moderator"] });
        chief.patch(&path, &tag, &body).await.assert_status(200);
        with_token(&app, Method::GET, "/v1/staff/accounts", token).await
            .assert_problem(403, "forbidden");
        with_token(&app, Method::GET, "/v1/staff/me", token).await.assert_status(200);
    }

    async fn no_secret_of_staff_is_in_the_database(app: TestApp) {
        let sita = case_worker(&app, "sita.planted@ngo.example").await;
        let opened = sita.sign_in(&app).await;
        let refreshed = app.post("/v1/sessions/refresh", &super::refreshing(&opened)).await.json();
        let secrets = [
            PASSWORD.to_owned(),
            sita.name.clone(),
            sita.secret.clone().unwrap(),
            access(&opened).to_owned(),
            opened["refresh_token"].as_str().unwrap().to_owned(),
            refreshed["refresh_token"].as_str().unwrap().to_owned(),
        ];
        let mut searched = 0;
        for entry in std::fs::read_dir(app.data_dir()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { continue };
            searched += bytes.len();
            for secret in &secrets {
                let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
                assert!(!found, "{secret} is in {}", path.display());
            }
        }
        let is_sqlite = app.shared.services.config.database_url.starts_with("sqlite");
        assert!(searched > 10_000 || !is_sqlite);
    }
}
