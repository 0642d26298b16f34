//! What was acknowledged survives the end of the process at any moment, and a repeated request
//! does nothing twice.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Mutex, Notify};
use tulay::platform::db::{Access, Conn};

use crate::harness::{Api, Place};

const WRITES: usize = 2000;
/// Between two cuts at most so many new writes are acknowledged.
const MOST_BETWEEN_CUTS: u64 = 600;
const AT_ONCE: usize = 16;
/// Requests for help and reports in turn, each with the address at which its receipt code follows it.
const PATHS: [(&str, &str); 2] = [
    ("/v1/assistance-requests", "/v1/receipt/assistance-request"),
    (REPORTS, "/v1/receipt/safety-report"),
];
const REPORTS: &str = "/v1/safety-reports";
const COUNT: &str = "SELECT CAST(count(*) AS TEXT) AS text FROM safety_reports";
const COUNT_REQUESTS: &str = "SELECT CAST(count(*) AS TEXT) AS text FROM assistance_requests";
const COUNT_RECEIPTS: &str = "SELECT CAST(count(*) AS TEXT) AS text FROM receipts";

/// Answers by the number of their request.
type Answers = BTreeMap<usize, Value>;

/// What is sent, what was answered, and when the power is cut next.
struct Load {
    bodies: [Value; 2],
    answers: Mutex<Answers>,
    cut_at: AtomicUsize,
    cut: Notify,
}

impl Load {
    /// Sends requests in their order, several at once; stops quietly when nobody answers. What was
    /// answered before is sent again when all are wanted, and must be answered alike.
    async fn send(self: &Arc<Self>, api: &Api, all: bool) {
        let next = Arc::new(AtomicUsize::new(0));
        let senders = (0..AT_ONCE).map(|_| {
            let (load, api, next) = (self.clone(), api.clone(), next.clone());
            tokio::spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let has_answer = load.answers.lock().await.contains_key(&number);
                    if !all && has_answer {
                        continue;
                    }
                    if number >= WRITES || load.send_one(&api, number).await.is_err() {
                        return;
                    }
                }
            })
        });
        for sender in senders.collect::<Vec<_>>() {
            sender.await.unwrap();
        }
        self.cut.notify_one();
    }

    async fn send_one(&self, api: &Api, number: usize) -> reqwest::Result<()> {
        let kind = number % 2;
        let key = format!("cut-{number}");
        let (status, answer) = api.post(PATHS[kind].0, &key, &self.bodies[kind]).await?;
        assert_eq!(status, 201, "{answer}");
        let mut answers = self.answers.lock().await;
        let before = answers.insert(number, answer.clone());
        assert!(
            before.is_none_or(|before| before == answer),
            "answered otherwise"
        );
        if answers.len() >= self.cut_at.load(Ordering::Relaxed) {
            self.cut.notify_one();
        }
        Ok(())
    }

    /// Serves until the power is cut at a moment that nobody has chosen; says whether all is done.
    async fn serve_until_cut(self: &Arc<Self>, place: &Place) -> bool {
        let done = self.answers.lock().await.len();
        self.cut_at
            .store(done + any_number(MOST_BETWEEN_CUTS), Ordering::Relaxed);
        let running = place.serve();
        let sending = {
            let (load, api) = (self.clone(), running.api.clone());
            tokio::spawn(async move { load.send(&api, false).await })
        };
        self.cut.notified().await;
        running.kill();
        sending.await.unwrap();
        // What the senders say when they are done is for this cut, not for the next.
        let _ = tokio::time::timeout(Duration::ZERO, self.cut.notified()).await;
        self.answers.lock().await.len() == WRITES
    }
}

/// From 1 to `most`, another one each time.
fn any_number(most: u64) -> usize {
    let random = RandomState::new().build_hasher().finish();
    usize::try_from(random % most + 1).unwrap()
}

async fn nothing_is_lost_and_nothing_is_doubled(place: Place) {
    let running = place.serve();
    let bodies = [
        running.api.example("post", PATHS[0].0).await,
        running.api.example("post", PATHS[1].0).await,
    ];
    assert!(running.stop());
    let load = Arc::new(Load {
        bodies,
        answers: Mutex::default(),
        cut_at: AtomicUsize::new(0),
        cut: Notify::new(),
    });
    while !load.serve_until_cut(&place).await {}

    let running = place.serve();
    load.send(&running.api, true).await;
    let answers = load.answers.lock().await;
    assert_eq!(place.query_text(COUNT), (WRITES / 2).to_string());
    assert_eq!(place.query_text(COUNT_REQUESTS), (WRITES / 2).to_string());
    assert_eq!(place.query_text(COUNT_RECEIPTS), WRITES.to_string());
    for (number, answer) in answers.iter() {
        let receipt = format!("Receipt {}", answer["receipt_code"].as_str().unwrap());
        let followed = running.api.get_as(PATHS[number % 2].1, &receipt).await;
        assert_eq!(followed["id"], answer["id"]);
    }
    assert!(place.run(&["doctor"]).status.success());
}

/// Another program, a shell or a backup, opens the file that is served, writes nothing, and closes it: the last one to close
/// a file clears its log away, and must see that it is not the last one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_program_that_closes_the_file_on_sqlite_takes_nothing_with_it() {
    let place = Place::on_sqlite();
    let running = place.serve();
    let body = running.api.example("post", REPORTS).await;
    for round in 0..3 {
        let (status, answer) = running
            .api
            .post(REPORTS, &format!("before-{round}"), &body)
            .await
            .unwrap();
        assert_eq!(status, 201, "{answer}");
        // The server looks after its log now and then, and opens the file once more for it.
        tokio::time::sleep(Duration::from_millis(1500)).await;
        let other = Conn::open(&place.database_url(), Access::Write).unwrap();
        drop(other);
        let (status, answer) = running
            .api
            .post(REPORTS, &format!("after-{round}"), &body)
            .await
            .unwrap();
        assert_eq!(status, 201, "{answer}");
    }
    running.kill();
    let running = place.serve();
    assert_eq!(place.query_text(COUNT), "6");
    running.kill();
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
    let body = running.api.example("post", REPORTS).await;
    let writers = (0..200).map(|number| {
        let (api, body) = (running.api.clone(), body.clone());
        tokio::spawn(async move { api.post(REPORTS, &format!("at-once-{number}"), &body).await })
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
    let body = running.api.example("post", REPORTS).await;
    let writers = (0..50).map(|number| {
        let (api, body) = (running.api.clone(), body.clone());
        tokio::spawn(async move { api.post(REPORTS, &format!("last-{number}"), &body).await })
    });
    let writers: Vec<_> = writers.collect();
    let first = running.api.post(REPORTS, "first", &body).await.unwrap();
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
