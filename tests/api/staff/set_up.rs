//! Setting up an account with a one-time token.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tulay::identity::permissions::Role;

use super::{PASSWORD, access, code, invited, with_token};
use crate::harness::Response;
use crate::on_both;

on_both! {
    async fn a_case_worker_sets_up_password_and_second_factor(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let sita = invited(&app, organisation, "Sita@ngo.example", &[Role::CaseWorker]).await;
        let body = json!({ "token": sita.token, "password": PASSWORD });
        let begun = app.post("/v1/account-set-ups", &body).await;
        begun.assert_status(201);
        assert_eq!(begun.json()["account"]["status"], "invited");
        let factor = begun.json()["second_factor"].clone();
        let secret = factor["secret"].as_str().unwrap();
        let uri = factor["uri"].as_str().unwrap();
        assert!(uri.starts_with("otpauth://totp/Tulay:sita@ngo.example?secret="), "{uri}");
        // Not yet: the second factor is not confirmed.
        let early = json!({ "name": sita.name, "password": PASSWORD, "code": code(&app, secret) });
        app.post("/v1/sessions", &early).await.assert_problem(401, "sign_in_failed");

        let wrong = json!({ "token": sita.token, "code": "000000" });
        let refused = app.post("/v1/account-set-ups/confirm", &wrong).await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults(), [("/code".to_owned(), "wrong_code".to_owned())]);
        let right = json!({ "token": sita.token, "code": code(&app, secret) });
        let confirmed = app.post("/v1/account-set-ups/confirm", &right).await;
        confirmed.assert_status(200);
        assert_eq!(confirmed.json()["status"], "active");
        assert_eq!(confirmed.json()["has_second_factor"], true);

        // The token is used up, and so is the code.
        app.post("/v1/account-set-ups", &body).await.assert_problem(401, "unknown_set_up_token");
        let used = json!({ "name": sita.name, "password": PASSWORD, "code": code(&app, secret) });
        app.post("/v1/sessions", &used).await.assert_problem(401, "sign_in_failed");
        app.clock.advance(Duration::from_secs(30));
        // The name is the same in capitals.
        let body = json!({ "name": "SITA@NGO.example", "password": PASSWORD, "code": code(&app, secret) });
        let opened = app.post("/v1/sessions", &body).await;
        opened.assert_status(201);
        let opened = opened.json();
        let me = with_token(&app, Method::GET, "/v1/staff/me", access(&opened)).await;
        me.assert_status(200);
        assert_eq!(me.json()["name"], "sita@ngo.example");
        assert_eq!(me.json()["account"]["roles"], json!(["case_worker"]));
    }

    async fn an_editor_needs_no_second_factor(app: TestApp) {
        let organisation = app.organisation("Test editors", &["SG"], &["moderation"]).await;
        let editor = invited(&app, organisation, "edda", &[Role::Editor]).await;
        let body = json!({ "token": editor.token, "password": PASSWORD });
        let done = app.post("/v1/account-set-ups", &body).await;
        done.assert_status(201);
        assert_eq!(done.json()["second_factor"], json!(null));
        assert_eq!(done.json()["account"]["status"], "active");
        let body = json!({ "token": editor.token, "code": "123456" });
        let refused = app.post("/v1/account-set-ups/confirm", &body).await;
        refused.assert_problem(401, "unknown_set_up_token");
        let body = json!({ "name": "edda", "password": PASSWORD });
        app.post("/v1/sessions", &body).await.assert_status(201);
    }

    async fn weak_passwords_are_refused_with_their_reason(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let sita = invited(&app, organisation, "sita@ngo.example", &[Role::CaseWorker]).await;
        let cases = [
            ("short", "too_short"),
            ("aaaaaaaaaaaaaaaa", "password_repetitive"),
            ("my name is sita, truly", "password_contains_name"),
            ("password1234", "password_common"),
        ];
        for (password, fault) in cases {
            let body = json!({ "token": sita.token, "password": password });
            let refused = app.post("/v1/account-set-ups", &body).await;
            refused.assert_problem(422, "invalid_request");
            assert_eq!(refused.faults(), [("/password".to_owned(), fault.to_owned())], "{password}");
        }
    }

    async fn a_token_is_good_for_three_days_and_not_before_the_password(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let sita = invited(&app, organisation, "sita", &[Role::CaseWorker]).await;
        let confirm = json!({ "token": sita.token, "code": "123456" });
        let refused = app.post("/v1/account-set-ups/confirm", &confirm).await;
        refused.assert_problem(409, "conflict");
        app.clock.advance(Duration::from_hours(72));
        let body = json!({ "token": sita.token, "password": PASSWORD });
        app.post("/v1/account-set-ups", &body).await.assert_problem(401, "unknown_set_up_token");
        app.post("/v1/account-set-ups/confirm", &confirm).await
            .assert_problem(401, "unknown_set_up_token");
    }

    async fn a_lost_answer_is_given_again_with_its_secret(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let sita = invited(&app, organisation, "sita", &[Role::CaseWorker]).await;
        let send = |path: &'static str, body: serde_json::Value, key: &'static str| {
            let request = app.request(Method::POST, path).header("Idempotency-Key", key);
            Response::of(request.json(&body))
        };
        let body = json!({ "token": sita.token, "password": PASSWORD });
        let first = send("/v1/account-set-ups", body.clone(), "\"one\"").await;
        let again = send("/v1/account-set-ups", body, "\"one\"").await;
        first.assert_status(201);
        assert_eq!(first.json(), again.json());
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        let secret = first.json()["second_factor"]["secret"].as_str().unwrap().to_owned();
        let body = json!({ "token": sita.token, "code": code(&app, &secret) });
        let confirmed = send("/v1/account-set-ups/confirm", body.clone(), "\"two\"").await;
        confirmed.assert_status(200);
        // The token is used up by now; the answer is the first one all the same.
        let again = send("/v1/account-set-ups/confirm", body, "\"two\"").await;
        assert_eq!(again.json(), confirmed.json());
    }

    async fn guessing_tokens_costs_time(app: TestApp) {
        let body = json!({ "token": "A".repeat(43), "password": PASSWORD });
        for _ in 0..20 {
            let refused = app.post("/v1/account-set-ups", &body).await;
            refused.assert_problem(401, "unknown_set_up_token");
        }
        app.post("/v1/account-set-ups", &body).await.assert_problem(429, "too_many_requests");
        // Whoever has a right one is not made to wait.
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        invited(&app, organisation, "sita", &[Role::CaseWorker]).await.set_up(&app).await;
        app.clock.advance(Duration::from_mins(1));
        let refused = app.post("/v1/account-set-ups", &body).await;
        refused.assert_problem(401, "unknown_set_up_token");
    }

    async fn an_account_that_is_disabled_while_it_is_set_up_stays_disabled(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        for round in 0..6 {
            let name = format!("sita{round}");
            let sita = invited(&app, organisation, &name, &[Role::CaseWorker]).await;
            let body = json!({ "token": sita.token, "password": PASSWORD });
            let begun = app.post("/v1/account-set-ups", &body).await.json();
            let secret = begun["second_factor"]["secret"].as_str().unwrap().to_owned();
            let right = json!({ "token": sita.token, "code": code(&app, &secret) });
            let (path, nothing) = (format!("/v1/staff/accounts/{}", sita.account), json!({}));
            let disable = format!("{path}/disable");
            let (confirmed, disabled) = futures_util::join!(
                app.post("/v1/account-set-ups/confirm", &right),
                chief.post(&disable, &nothing)
            );
            assert!(matches!(confirmed.status, 200 | 401), "{confirmed:?}");
            disabled.assert_status(200);
            assert_eq!(chief.get(&path).await.json()["status"], "disabled");
        }
    }
}
