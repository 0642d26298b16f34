//! The secret that only tokens hold, the passphrase, and a new password.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::super::NARRATIVE;
use super::{colleague, filed_with, handler, sealed, with_token_of};
use crate::harness::Response;
use crate::on_both;
use crate::staff::{PASSWORD, code, refreshing};

const OTHER: &str = "five other words nobody knows";
const OPEN: &str = "/v1/staff/sessions/current/case-key";

on_both! {
    async fn any_instance_opens_a_request_with_the_token_and_refreshing_goes_on(app: TestApp) {
        let (one, two) = (sealed(&app), sealed(&app));
        let centre = app.centre().await;
        let sita = colleague(&one, centre, "sita", Role::CaseWorker).await;
        let opened = sita.sign_in(&one).await;
        let filed = filed_with(&two, centre).await;
        with_token_of(&two, &opened).get(&filed.path()).await.assert_status(200);
        let refreshed = two.post("/v1/sessions/refresh", &refreshing(&opened)).await;
        let refreshed = refreshed.assert_status(201).json();
        with_token_of(&one, &refreshed).get(&filed.path()).await.assert_status(200);
        // A request that was under way with the token before.
        with_token_of(&one, &opened).get(&filed.path()).await.assert_status(200);
        let again = one.post("/v1/sessions/refresh", &refreshing(&refreshed)).await;
        let again = again.assert_status(201).json();
        with_token_of(&two, &again).get(&filed.path()).await.assert_status(200);
        let oldest = with_token_of(&one, &opened).get(&filed.path()).await;
        oldest.assert_problem(403, "case_key_locked");
        // Signing out leaves nothing to open.
        with_token_of(&one, &again).delete("/v1/staff/sessions/current").await.assert_status(204);
        let left = "SELECT coalesce(cast(length(sealed_account_key) AS text), '-') AS one, \
            coalesce(cast(length(previous_account_key) AS text), '-') AS two FROM sessions WHERE id = {id}";
        let session = opened["id"].as_str().unwrap();
        let gone = ("-".to_owned(), "-".to_owned());
        assert_eq!(super::super::texts(&app, left, session).await, [gone]);
    }

    async fn a_repeated_sign_in_gives_the_same_tokens_and_they_open(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let sita = colleague(&app, centre, "sita", Role::CaseWorker).await;
        let body = sita.credentials(&app);
        let mut answers: Vec<Value> = Vec::new();
        for _ in 0..2 {
            let request = app.request(Method::POST, "/v1/sessions");
            let request = request.header("Idempotency-Key", "\"0d0c7d7e-8f1b-4c62-9a57-5b1f5d3d6c11\"");
            let answer = Response::of(request.json(&body)).await;
            answers.push(answer.assert_status(201).json());
        }
        assert_eq!(answers[0], answers[1]);
        let filed = filed_with(&app, centre).await;
        with_token_of(&app, &answers[1]).get(&filed.path()).await.assert_status(200);
    }

    async fn a_new_password_opens_what_the_old_one_did(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (sita, person) = handler(&app, centre, "sita").await;
        let filed = filed_with(&app, centre).await;
        let digits = code(&app, sita.secret.as_ref().unwrap());
        let change = json!({ "old_password": PASSWORD, "new_password": OTHER, "code": digits });
        person.post("/v1/staff/password", &change).await.assert_status(204);
        person.get(&filed.path()).await.assert_status(200);
        app.clock.advance(Duration::from_secs(30));
        let mut body = sita.credentials(&app);
        body["password"] = json!(OTHER);
        let opened = app.post("/v1/sessions", &body).await;
        let opened = opened.assert_status(201).json();
        let read = with_token_of(&app, &opened).get(&filed.path()).await;
        assert_eq!(read.assert_status(200).json()["content"]["narrative"], NARRATIVE);
    }

    async fn a_passphrase_of_its_own_opens_the_key_for_one_session(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        // As after signing in elsewhere: a session without a password.
        let person = app.case_worker(centre).await;
        let nothing = person.post(OPEN, &json!({ "passphrase": OTHER })).await;
        nothing.assert_problem(404, "not_found");
        let weak = person.post("/v1/staff/case-key", &json!({ "passphrase": "aaaaaaaaaaaa" })).await;
        weak.assert_problem(422, "invalid_request");
        person.post("/v1/staff/case-key", &json!({ "passphrase": OTHER })).await.assert_status(204);
        let filed = filed_with(&app, centre).await;
        person.get(&filed.path()).await.assert_problem(403, "case_key_locked");
        let wrong = person.post(OPEN, &json!({ "passphrase": "not it" })).await;
        wrong.assert_problem(403, "proof_refused");
        let opened = person.post(OPEN, &json!({ "passphrase": OTHER })).await;
        let person = with_token_of(&app, &opened.assert_status(201).json());
        person.get(&filed.path()).await.assert_status(200);

        // Another passphrase for the open key; the old one opens no more.
        person.post("/v1/staff/case-key", &json!({ "passphrase": PASSWORD })).await.assert_status(204);
        person.post(OPEN, &json!({ "passphrase": OTHER })).await.assert_problem(403, "proof_refused");
        person.post(OPEN, &json!({ "passphrase": PASSWORD })).await.assert_status(201);
    }

    async fn a_forgotten_passphrase_is_given_up_for_a_new_key(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let person = app.case_worker(centre).await;
        person.post("/v1/staff/case-key", &json!({ "passphrase": OTHER })).await.assert_status(204);
        let filed = filed_with(&app, centre).await;
        let closed = person.post("/v1/staff/case-key", &json!({ "passphrase": PASSWORD })).await;
        closed.assert_problem(403, "case_key_locked");
        let anew = json!({ "passphrase": PASSWORD, "start_anew": true });
        person.post("/v1/staff/case-key", &anew).await.assert_status(204);
        let opened = person.post(OPEN, &json!({ "passphrase": PASSWORD })).await;
        let person = with_token_of(&app, &opened.assert_status(201).json());
        person.get(&filed.path()).await.assert_problem(403, "case_key_not_held");
        app.holder_of(&filed.code).get(super::super::RECEIPT).await.assert_status(200);
        person.get(&filed.path()).await.assert_status(200);
    }

    async fn who_handles_no_case_has_no_key(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let chief = app.member(centre, &[Role::Administrator]).await;
        let refused = chief.post("/v1/staff/case-key", &json!({ "passphrase": OTHER })).await;
        refused.assert_problem(403, "forbidden");
    }
}
