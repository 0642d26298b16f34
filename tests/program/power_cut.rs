//! What was acknowledged survives the end of the process at any moment, and a repeated request
//! does nothing twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::{Mutex, Notify};

use crate::harness::{Api, Place};

const WRITES: usize = 500;
/// Enough to be in the middle of it, with many requests under way.
const ACKNOWLEDGED_BEFORE_THE_CUT: usize = 200;
const AT_ONCE: usize = 16;
const PATH: &str = "/v1/safety-reports";
const COUNT: &str = "SELECT CAST(count(*) AS TEXT) AS text FROM safety_reports";
const COUNT_RECEIPTS: &str = "SELECT CAST(count(*) AS TEXT) AS text FROM receipts";

/// Answers by the number of their request.
type Answers = Arc<Mutex<BTreeMap<usize, Value>>>;

/// Sends every request that has no answer yet, several at once; stops quietly when nobody answers.
async fn send_all(api: &Api, body: &Value, answers: &Answers, progress: &Arc<Notify>) {
    let next = Arc::new(Mutex::new(0..WRITES));
    let sender = || {
        let (api, body, next) = (api.clone(), body.clone(), next.clone());
        let (answers, progress) = (answers.clone(), progress.clone());
        async move {
            loop {
                let Some(number) = next.lock().await.next() else {
                    return;
                };
                let Ok((status, answer)) = api.post(PATH, &format!("cut-{number}"), &body).await
                else {
                    return;
                };
                assert_eq!(status, 201, "{answer}");
                let mut answers = answers.lock().await;
                let before = answers.insert(number, answer.clone());
                assert!(
                    before.is_none_or(|before| before == answer),
                    "answered otherwise"
                );
                if answers.len() == ACKNOWLEDGED_BEFORE_THE_CUT {
                    progress.notify_one();
                }
            }
        }
    };
    let senders: Vec<_> = (0..AT_ONCE).map(|_| tokio::spawn(sender())).collect();
    for sender in senders {
        sender.await.unwrap();
    }
}

async fn nothing_is_lost_and_nothing_is_doubled(place: Place) {
    let running = place.serve();
    let api = running.api.clone();
    let body = api.example("post", PATH).await;
    let (answers, progress) = (Answers::default(), Arc::new(Notify::new()));

    let sending = {
        let (api, body) = (api.clone(), body.clone());
        let (answers, progress) = (answers.clone(), progress.clone());
        tokio::spawn(async move { send_all(&api, &body, &answers, &progress).await })
    };
    progress.notified().await;
    running.kill();
    sending.await.unwrap();
    let acknowledged = answers.lock().await.len();
    assert!(
        (ACKNOWLEDGED_BEFORE_THE_CUT..WRITES).contains(&acknowledged),
        "{acknowledged}"
    );

    let running = place.serve();
    send_all(&running.api, &body, &answers, &progress).await;
    let answers = answers.lock().await;
    assert_eq!(answers.len(), WRITES);
    assert_eq!(place.query_text(COUNT), WRITES.to_string());
    assert_eq!(place.query_text(COUNT_RECEIPTS), WRITES.to_string());
    for answer in answers.values() {
        let receipt = format!("Receipt {}", answer["receipt_code"].as_str().unwrap());
        let report = running
            .api
            .get_as("/v1/receipt/safety-report", &receipt)
            .await;
        assert_eq!(report["id"], answer["id"]);
    }
    assert!(place.run(&["doctor"]).status.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_on_sqlite() {
    nothing_is_lost_and_nothing_is_doubled(Place::on_sqlite()).await;
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_on_postgres() {
    match Place::on_postgres("power_cut") {
        Some(place) => nothing_is_lost_and_nothing_is_doubled(place).await,
        None => eprintln!("not run: TULAY_TEST_POSTGRES_URL is not set"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_write_at_once_on_sqlite() {
    let place = Place::on_sqlite();
    let running = place.serve();
    let body = running.api.example("post", PATH).await;
    let writers = (0..200).map(|number| {
        let (api, body) = (running.api.clone(), body.clone());
        tokio::spawn(async move { api.post(PATH, &format!("at-once-{number}"), &body).await })
    });
    let writers: Vec<_> = writers.collect();
    for writer in writers {
        let (status, answer) = writer.await.unwrap().unwrap();
        assert_eq!(status, 201, "{answer}");
    }
    assert_eq!(place.query_text(COUNT), "200");
    assert!(running.stop());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_under_way_is_finished_before_the_end() {
    let place = Place::on_sqlite();
    let running = place.serve();
    let body = running.api.example("post", PATH).await;
    let writers = (0..50).map(|number| {
        let (api, body) = (running.api.clone(), body.clone());
        tokio::spawn(async move { api.post(PATH, &format!("last-{number}"), &body).await })
    });
    let writers: Vec<_> = writers.collect();
    let first = running.api.post(PATH, "first", &body).await.unwrap();
    assert_eq!(first.0, 201);
    assert!(running.stop(), "{}", place.read_log());
    let mut stored = 1;
    for writer in writers {
        // Who was not let in any more got no answer; who was let in got the right one.
        if let Ok((status, answer)) = writer.await.unwrap() {
            assert_eq!(status, 201, "{answer}");
            stored += 1;
        }
    }
    let kept: i32 = place.query_text(COUNT).parse().unwrap();
    assert!(kept >= stored, "{kept} kept, {stored} acknowledged");
}
