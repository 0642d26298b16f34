//! Guessing costs time, and nobody can make somebody else pay for it.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::{PASSWORD, case_worker, code};
use crate::harness::{Database, Response, TestApp};

/// Apps that believe `X-Forwarded-For`, so that a test can come from several networks.
fn apps() -> Vec<TestApp> {
    let settings = [("TULAY_TRUSTED_PROXIES", "127.0.0.0/8")];
    let kinds = [Database::Sqlite, Database::Postgres];
    let apps = kinds.into_iter();
    apps.filter_map(|kind| TestApp::start_with(kind, &settings))
        .collect()
}

async fn try_from(app: &TestApp, address: &str, body: &Value) -> Response {
    let request = app
        .request(Method::POST, "/v1/sessions")
        .header("X-Forwarded-For", address);
    let key = format!("\"{}\"", app.shared.services.new_id());
    Response::of(request.header("Idempotency-Key", key).json(body)).await
}

#[actix_web::test]
async fn who_guesses_elsewhere_does_not_lock_the_owner_out() {
    for app in apps() {
        let sita = case_worker(&app, "sita").await;
        let guess = json!({ "name": "sita", "password": "guess", "code": "000000" });
        for _ in 0..10 {
            try_from(&app, "203.0.113.9", &guess)
                .await
                .assert_problem(401, "sign_in_failed");
        }
        let stopped = try_from(&app, "203.0.113.200", &guess).await;
        stopped.assert_problem(429, "too_many_requests");
        assert!(stopped.header("retry-after").is_some());
        let home = try_from(&app, "198.51.100.7", &sita.credentials(&app)).await;
        home.assert_status(201);
        // From the guesser's network even the right password waits, but not longer than a minute.
        app.clock.advance(Duration::from_mins(1));
        try_from(&app, "203.0.113.9", &sita.credentials(&app))
            .await
            .assert_status(201);
    }
}

#[actix_web::test]
async fn who_guesses_next_door_does_not_lock_out_who_signed_in_there_before() {
    for app in apps() {
        let (sita, joy) = (
            case_worker(&app, "sita").await,
            case_worker(&app, "joy").await,
        );
        let shared = "203.0.113.9";
        try_from(&app, shared, &sita.credentials(&app))
            .await
            .assert_status(201);
        app.clock.advance(Duration::from_mins(1));
        for number in 0..20 {
            let guess = json!({ "name": format!("guess{number}"), "password": "guess" });
            try_from(&app, shared, &guess)
                .await
                .assert_problem(401, "sign_in_failed");
        }
        let stranger = try_from(&app, shared, &joy.credentials(&app)).await;
        stranger.assert_problem(429, "too_many_requests");
        try_from(&app, shared, &sita.credentials(&app))
            .await
            .assert_status(201);
    }
}

#[actix_web::test]
async fn digits_cannot_be_guessed_from_a_thousand_networks() {
    for app in apps() {
        let sita = case_worker(&app, "sita").await;
        let home = "198.51.100.7";
        try_from(&app, home, &sita.credentials(&app))
            .await
            .assert_status(201);
        app.clock.advance(Duration::from_mins(1));
        for network in 0..5 {
            let guess = json!({ "name": "sita", "password": PASSWORD, "code": "000000" });
            let address = format!("203.0.{network}.1");
            try_from(&app, &address, &guess)
                .await
                .assert_problem(401, "sign_in_failed");
        }
        // Now not even the right digits are heard from a place that is not known …
        let secret = sita.secret.clone().unwrap();
        let right = json!({ "name": "sita", "password": PASSWORD, "code": code(&app, &secret) });
        try_from(&app, "203.0.99.1", &right)
            .await
            .assert_problem(401, "sign_in_failed");
        // … while the owner is heard where they signed in before.
        try_from(&app, home, &right).await.assert_status(201);
    }
}

#[actix_web::test]
async fn many_at_once_are_counted_like_one_after_the_other() {
    for app in apps() {
        let sita = case_worker(&app, "sita").await;
        let guess = json!({ "name": "sita", "password": "guess", "code": "000000" });
        let guesses = (0..60).map(|_| try_from(&app, "203.0.113.9", &guess));
        let answers = futures_util::future::join_all(guesses).await;
        let heard = answers.iter().filter(|answer| answer.status == 401).count();
        assert_eq!(heard, 10);
        assert!(answers.iter().all(|a| a.status == 401 || a.status == 429));
        try_from(&app, "198.51.100.7", &sita.credentials(&app))
            .await
            .assert_status(201);
    }
}
