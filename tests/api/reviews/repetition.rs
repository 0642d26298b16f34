//! A phone that loses its signal sends again, and never files twice.

use std::sync::mpsc;

use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tulay::platform::db::{Conn, DbError};

use super::{filed, moderator, review, reviews_of};
use crate::harness::{Response, TestApp};
use crate::on_both;

fn request(app: &TestApp, path: &str, key: &str, body: &Value) -> RequestBuilder {
    app.request(Method::POST, path)
        .header("Idempotency-Key", key)
        .json(body)
}

async fn send(app: &TestApp, path: &str, key: &str, body: &Value) -> Response {
    Response::of(request(app, path, key, body)).await
}

/// Keeps every writing thread of an app busy until the sender goes away.
fn keep_writers_busy(app: &TestApp) -> mpsc::Sender<()> {
    let (release, released) = mpsc::channel::<()>();
    let released = std::sync::Arc::new(std::sync::Mutex::new(released));
    let config = &app.shared.services.config;
    let is_sqlite = config.database_url.starts_with("sqlite");
    let writers = if is_sqlite { 1 } else { config.db_writers };
    for _ in 0..writers {
        let (begun, has_begun) = mpsc::channel();
        let released = std::sync::Arc::clone(&released);
        let db = app.shared.services.db.clone();
        std::thread::spawn(move || {
            let held = db.write_blocking(move |_: &mut Conn| {
                begun.send(()).unwrap();
                // An error says that the sender is gone.
                let _gone = released.lock().unwrap().recv();
                Ok::<_, DbError>(())
            });
            held.unwrap();
        });
        has_begun.recv().unwrap();
    }
    release
}

on_both! {
    async fn a_repetition_gets_the_first_answer_with_the_same_code(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let path = reviews_of(agency);
        let first = send(&app, &path, "\"a key\"", &review(2)).await;
        first.assert_status(201);
        assert_eq!(first.header("idempotency-replayed"), None);
        let again = send(&app, &path, "\"a key\"", &review(2)).await;
        again.assert_status(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.header("location"), first.header("location"));
        assert_eq!(again.header("etag"), first.header("etag"));
        assert_eq!(again.json(), first.json());
        // It was filed once.
        let queue = moderator(&app).await.get("/v1/staff/reviews").await.json();
        assert_eq!(queue["items"].as_array().unwrap().len(), 1);
        // With a fresh key it is another review.
        let other = send(&app, &path, "\"another key\"", &review(2)).await;
        assert_ne!(filed(&other).id, filed(&first).id);
    }

    async fn a_repetition_after_a_restart_gets_the_first_answer(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let path = reviews_of(agency);
        let first = send(&app, &path, "\"a key\"", &review(2)).await;
        let restarted = app.another();
        let again = send(&restarted, &path, "\"a key\"", &review(2)).await;
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.json(), first.json());
        let code = filed(&again).code;
        restarted.holder_of(&code).get("/v1/receipt/review").await.assert_status(200);
    }

    async fn the_same_key_for_something_else_is_refused(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let path = reviews_of(agency);
        send(&app, &path, "\"a key\"", &review(2)).await.assert_status(201);
        let other = send(&app, &path, "\"a key\"", &review(3)).await;
        other.assert_problem(422, "idempotency_key_reused");
    }

    async fn nobody_files_without_a_key(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let request = app.request(Method::POST, &reviews_of(agency)).json(&review(2));
        Response::of(request).await.assert_problem(400, "idempotency_key_missing");
        let broken = send(&app, &reviews_of(agency), "\"open", &review(2)).await;
        broken.assert_problem(400, "idempotency_key_malformed");
    }

    async fn a_refusal_is_not_remembered(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let path = reviews_of(agency);
        let mut wrong = review(2);
        wrong["recruited_month"] = serde_json::json!("2099-01");
        let refused = send(&app, &path, "\"a key\"", &wrong).await;
        refused.assert_problem(422, "invalid_request");
        // Corrected, under the same key.
        send(&app, &path, "\"a key\"", &review(2)).await.assert_status(201);
    }

    async fn while_the_first_is_under_way_the_second_is_asked_to_wait(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let path = reviews_of(agency);
        let release = keep_writers_busy(&app);
        let body = review(2);
        let one = Box::pin(send(&app, &path, "\"a key\"", &body));
        let other = Box::pin(send(&app, &path, "\"a key\"", &body));
        let (early, late) = futures_util::future::select(one, other).await.factor_first();
        early.assert_problem(409, "in_progress");
        assert_eq!(early.header("retry-after"), Some("1"));
        drop(release);
        late.await.assert_status(201);
        let again = send(&app, &path, "\"a key\"", &body).await;
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
    }
}
