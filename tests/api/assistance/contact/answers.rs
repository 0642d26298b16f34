//! Answers to texts that people have sent, and numbers that want none.

use std::time::Duration;

use tulay::contact::{self, Permit};
use tulay::platform::clock::{Clock as _, Time};
use tulay::platform::db::DbError;
use tulay::platform::phone::PhoneNumber;
use tulay::platform::problem::Problem;
use tulay::platform::vault::VaultError;

use super::{NUMBER, any_time, outcomes, rows, write_to};
use crate::harness::{GATEWAY, Receiver, TestApp};
use crate::on_both;

fn number() -> PhoneNumber {
    PhoneNumber::try_from(NUMBER.to_owned()).unwrap()
}

/// Answers a text that came at this time.
async fn answer(app: &TestApp, written_at: Time, confirms_stop: bool) -> Result<(), Problem> {
    let services = app.shared.services.clone();
    let (of_job, now) = (services.clone(), app.clock.now());
    let done = services.db.write(move |conn| {
        let permit = Permit::to_answer(number(), "en".parse().unwrap(), written_at);
        let permit = if confirms_stop {
            permit.that_confirms_stop()
        } else {
            permit
        };
        contact::enqueue(conn, &of_job, &permit, "Planted answer", now).map(drop)
    });
    done.await
}

async fn stop(app: &TestApp) {
    let services = app.shared.services.clone();
    let (of_job, now) = (services.clone(), app.clock.now());
    let done = services
        .db
        .write(move |conn| contact::stop(conn, &of_job, &number(), now));
    let done: Result<(), VaultError> = done.await;
    done.unwrap();
}

async fn start_again(app: &TestApp) {
    let services = app.shared.services.clone();
    let of_job = services.clone();
    let done = services
        .db
        .write(move |conn| contact::start_again(conn, &of_job, &number()));
    let done: Result<(), DbError> = done.await;
    done.unwrap();
}

on_both! {
    async fn an_answer_goes_to_the_number_that_has_just_written(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let now = app.clock.now();
        answer(&app, now, false).await.unwrap();
        app.send_texts().await;
        assert_eq!(gateway.texts(), [(NUMBER.to_owned(), "Planted answer".to_owned())]);
        assert_eq!(rows(&app, "outgoing_texts").await, 0);
        // An hour later somebody else may hold the telephone.
        gateway.answers(GATEWAY, "503 Later");
        answer(&app, now, false).await.unwrap();
        app.send_texts().await;
        app.clock.advance(Duration::from_mins(61));
        gateway.answers(GATEWAY, "200 OK");
        app.send_texts().await;
        assert_eq!(gateway.texts().len(), 1);
        assert_eq!(rows(&app, "outgoing_texts").await, 0);
    }

    async fn who_says_stop_gets_no_text_until_start(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (filed, worker) = app.asks(&any_time()).await;
        let now = app.clock.now();
        answer(&app, now, false).await.unwrap();
        write_to(&worker, &filed).await;
        stop(&app).await;
        stop(&app).await;
        assert_eq!(answer(&app, now, false).await.unwrap_err().to_string(), "conflict");
        answer(&app, now, true).await.unwrap();
        app.send_texts().await;
        assert_eq!(gateway.texts().len(), 1, "only that nothing comes any more");
        assert_eq!(outcomes(&app, &filed).await, ["refused: stopped"]);
        write_to(&worker, &filed).await;
        assert_eq!(outcomes(&app, &filed).await, ["refused: stopped"]);
        start_again(&app).await;
        write_to(&worker, &filed).await;
        answer(&app, now, false).await.unwrap();
        app.send_texts().await;
        assert_eq!(gateway.texts().len(), 3);
        assert_eq!(rows(&app, "contact_stops").await, 0);
    }

    async fn without_a_gateway_no_answer_waits(app: TestApp) {
        let refused = answer(&app, app.clock.now(), false).await.unwrap_err();
        assert_eq!(refused.to_string(), "unavailable");
        assert_eq!(rows(&app, "outgoing_texts").await, 0);
    }
}
