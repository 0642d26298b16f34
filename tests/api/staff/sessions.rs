//! Keeping signed in and signing out.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tulay::identity::permissions::Role;

use super::at_once::{at_once, the_only_good_one};
use super::{PASSWORD, access, case_worker, code, invited, refreshing, with_token};
use crate::harness::Response;
use crate::on_both;

on_both! {
    async fn refresh_tokens_rotate(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let opened = sita.sign_in(&app).await;
        app.clock.advance(Duration::from_mins(16));
        let late = with_token(&app, Method::GET, "/v1/staff/me", access(&opened)).await;
        late.assert_problem(401, "invalid_token");
        let refreshed = app.post("/v1/sessions/refresh", &refreshing(&opened)).await;
        refreshed.assert_status(201);
        let refreshed = refreshed.json();
        assert_eq!(refreshed["id"], opened["id"]);
        assert_ne!(refreshed["refresh_token"], opened["refresh_token"]);
        with_token(&app, Method::GET, "/v1/staff/me", access(&refreshed)).await.assert_status(200);
        app.post("/v1/sessions/refresh", &refreshing(&refreshed)).await.assert_status(201);
    }

    async fn a_refresh_token_used_twice_ends_the_session(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let (opened, other) = (sita.sign_in(&app).await, sita.sign_in(&app).await);
        let refreshed = app.post("/v1/sessions/refresh", &refreshing(&opened)).await.json();
        // The thief, with the old one.
        let reused = app.post("/v1/sessions/refresh", &refreshing(&opened)).await;
        reused.assert_problem(401, "token_reused");
        // Both are out: the access token at once, the newest refresh token too.
        let out = with_token(&app, Method::GET, "/v1/staff/me", access(&refreshed)).await;
        out.assert_problem(401, "invalid_token");
        let out = app.post("/v1/sessions/refresh", &refreshing(&refreshed)).await;
        out.assert_problem(401, "unknown_refresh_token");
        // Another sign-in of the same person is not concerned.
        with_token(&app, Method::GET, "/v1/staff/me", access(&other)).await.assert_status(200);
        assert_eq!(super::audit::actions_of(&app, &opened["id"]).await, ["signed_in", "token_reused"]);
    }

    async fn of_all_who_use_a_refresh_token_at_once_one_gets_through(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let opened = sita.sign_in(&app).await;
        let answers = at_once(&app, "/v1/sessions/refresh", &refreshing(&opened)).await;
        let (good, bad) = the_only_good_one(answers);
        // The first that came too late ends the session; the others find it ended.
        let mut codes: Vec<String> = bad.iter().map(|bad| {
            assert_eq!(bad.status, 401);
            bad.json()["type"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
        }).collect();
        codes.sort();
        codes.dedup();
        assert!(codes.contains(&"token_reused".to_owned()), "{codes:?}");
        codes.retain(|code| code != "token_reused");
        assert!(codes.is_empty() || codes == ["unknown_refresh_token"], "{codes:?}");
        let out = with_token(&app, Method::GET, "/v1/staff/me", access(&good.json())).await;
        out.assert_problem(401, "invalid_token");
        let out = app.post("/v1/sessions/refresh", &refreshing(&good.json())).await;
        out.assert_problem(401, "unknown_refresh_token");
        let actions = super::audit::actions_of(&app, &opened["id"]).await;
        assert_eq!(actions, ["signed_in", "token_reused"], "it ends once");
    }

    async fn a_lost_answer_does_not_end_the_session(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let opened = sita.sign_in(&app).await;
        let send = || {
            let request = app.request(Method::POST, "/v1/sessions/refresh");
            let request = request.header("Idempotency-Key", "\"one\"");
            Response::of(request.json(&refreshing(&opened)))
        };
        let (first, again) = (send().await, send().await);
        first.assert_status(201);
        assert_eq!(first.json(), again.json());
        app.post("/v1/sessions/refresh", &refreshing(&again.json())).await.assert_status(201);
    }

    async fn an_unknown_refresh_token_opens_nothing(app: TestApp) {
        let body = json!({ "refresh_token": "A".repeat(43) });
        let refused = app.post("/v1/sessions/refresh", &body).await;
        refused.assert_problem(401, "unknown_refresh_token");
        let body = json!({ "refresh_token": "short" });
        app.post("/v1/sessions/refresh", &body).await.assert_problem(422, "invalid_request");
    }

    async fn an_unused_session_ends(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let opened = sita.sign_in(&app).await;
        app.clock.advance(Duration::from_hours(24 * 29));
        let kept = app.post("/v1/sessions/refresh", &refreshing(&opened)).await.json();
        app.clock.advance(Duration::from_hours(24 * 29));
        let kept = app.post("/v1/sessions/refresh", &refreshing(&kept)).await.json();
        app.clock.advance(Duration::from_hours(24 * 30));
        let over = app.post("/v1/sessions/refresh", &refreshing(&kept)).await;
        over.assert_problem(401, "unknown_refresh_token");
    }

    async fn signing_out_ends_this_session_only(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let (here, there) = (sita.sign_in(&app).await, sita.sign_in(&app).await);
        let path = "/v1/staff/sessions/current";
        with_token(&app, Method::DELETE, path, access(&here)).await.assert_status(204);
        with_token(&app, Method::GET, path, access(&here)).await.assert_problem(401, "invalid_token");
        let out = app.post("/v1/sessions/refresh", &refreshing(&here)).await;
        out.assert_problem(401, "unknown_refresh_token");
        let current = with_token(&app, Method::GET, path, access(&there)).await;
        current.assert_status(200);
        assert_eq!(current.json()["id"], there["id"]);
    }

    async fn signing_out_everywhere_works_at_once(app: TestApp) {
        let (sita, joy) = (case_worker(&app, "sita").await, case_worker(&app, "joy").await);
        let (here, there) = (sita.sign_in(&app).await, sita.sign_in(&app).await);
        let of_joy = joy.sign_in(&app).await;
        let path = "/v1/staff/sessions";
        let listed = with_token(&app, Method::GET, path, access(&here)).await.json();
        let items = listed["items"].as_array().unwrap();
        let current: Vec<bool> = items.iter().map(|s| s["is_current"].as_bool().unwrap()).collect();
        assert_eq!(current, [false, true]);
        let today = tulay::platform::clock::Clock::now(&app.clock).date().to_string();
        assert_eq!(items[0]["last_used_on"], today);
        with_token(&app, Method::DELETE, path, access(&here)).await.assert_status(204);
        for opened in [&here, &there] {
            let out = with_token(&app, Method::GET, "/v1/staff/me", access(opened)).await;
            out.assert_problem(401, "invalid_token");
            let out = app.post("/v1/sessions/refresh", &refreshing(opened)).await;
            out.assert_problem(401, "unknown_refresh_token");
        }
        with_token(&app, Method::GET, "/v1/staff/me", access(&of_joy)).await.assert_status(200);
    }

    async fn the_list_of_sessions_has_pages(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let mut opened = json!(null);
        for _ in 0..3 {
            opened = sita.sign_in(&app).await;
        }
        let first = with_token(&app, Method::GET, "/v1/staff/sessions?limit=2", access(&opened)).await;
        let cursor = first.json()["next"].as_str().unwrap().to_owned();
        let path = format!("/v1/staff/sessions?limit=2&cursor={cursor}");
        let second = with_token(&app, Method::GET, &path, access(&opened)).await.json();
        assert_eq!(second["items"].as_array().unwrap().len(), 1);
        assert_eq!(second["next"], json!(null));
    }

    async fn a_new_password_ends_the_other_sessions(app: TestApp) {
        let sita = case_worker(&app, "sita").await;
        let secret = sita.secret.clone().unwrap();
        let (here, there) = (sita.sign_in(&app).await, sita.sign_in(&app).await);
        let send = |body: serde_json::Value| {
            let request = app.request(Method::POST, "/v1/staff/password");
            Response::of(request.bearer_auth(access(&here)).json(&body))
        };
        let (new, good) = ("five other words nobody knows", code(&app, &secret));
        let change = |old: &str, new: &str, code: &str| {
            json!({ "old_password": old, "new_password": new, "code": code })
        };
        send(change("wrong", new, &good)).await.assert_problem(403, "proof_refused");
        send(change(PASSWORD, new, "000000")).await.assert_problem(403, "proof_refused");
        let body = json!({ "old_password": PASSWORD, "new_password": new });
        send(body).await.assert_problem(403, "proof_refused");
        let weak = send(change(PASSWORD, "password1234", &good)).await;
        assert_eq!(weak.faults(), [("/new_password".to_owned(), "password_common".to_owned())]);
        send(change(PASSWORD, new, &good)).await.assert_status(204);

        with_token(&app, Method::GET, "/v1/staff/me", access(&here)).await.assert_status(200);
        let out = with_token(&app, Method::GET, "/v1/staff/me", access(&there)).await;
        out.assert_problem(401, "invalid_token");
        app.clock.advance(Duration::from_secs(30));
        let old = sita.credentials(&app);
        app.post("/v1/sessions", &old).await.assert_problem(401, "sign_in_failed");
        let body = json!({ "name": "sita", "password": new, "code": code(&app, &secret) });
        app.post("/v1/sessions", &body).await.assert_status(201);
    }

    async fn what_is_over_is_cleared_away(app: TestApp) {
        use diesel::prelude::*;
        use tulay::platform::db::{Conn, DbError};

        let sita = case_worker(&app, "sita").await;
        let opened = sita.sign_in(&app).await;
        app.post("/v1/sessions/refresh", &refreshing(&opened)).await.assert_status(201);
        app.clock.advance(Duration::from_hours(24 * 31));
        let now = tulay::platform::clock::Clock::now(&app.clock);
        let clear = move |conn: &mut Conn| {
            tulay::identity::forget_expired_sessions(conn, now)?;
            // Rows that are left are found by changing them.
            let sessions = diesel::sql_query("UPDATE sessions SET ended_at = NULL").execute(conn)?;
            let tokens = diesel::sql_query("UPDATE refresh_tokens SET used_at = NULL").execute(conn)?;
            Ok::<_, DbError>((sessions, tokens))
        };
        assert_eq!(app.shared.services.db.write(clear).await.unwrap(), (0, 0));
    }

    async fn a_session_opened_with_the_old_password_does_not_outlive_it(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let ed = invited(&app, organisation, "edda", &[Role::Editor]).await.set_up(&app).await;
        let mut password = PASSWORD.to_owned();
        for round in 0..6 {
            let old = json!({ "name": ed.name, "password": password });
            let opened = app.post("/v1/sessions", &old).await;
            let opened = opened.assert_status(201).json();
            let next = format!("{PASSWORD} {round}");
            let body = json!({ "old_password": password, "new_password": next });
            let change = app
                .request(Method::POST, "/v1/staff/password")
                .header("Authorization", format!("Bearer {}", access(&opened)))
                .json(&body);
            let (changed, thief) =
                futures_util::join!(Response::of(change), app.post("/v1/sessions", &old));
            changed.assert_status(204);
            if thief.status == 201 {
                let stolen = thief.json();
                let out = with_token(&app, Method::GET, "/v1/staff/me", access(&stolen)).await;
                out.assert_problem(401, "invalid_token");
            } else {
                thief.assert_problem(401, "sign_in_failed");
            }
            password = next;
            app.clock.advance(Duration::from_mins(1));
        }
    }
}
