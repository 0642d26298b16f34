//! Asking after 7, 30 and 90 days whether somebody takes revenge.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::staff::audit_of;
use super::super::{Filed, QUEUE, RECEIPT, least, steps, texts};
use super::{own, under_way};
use crate::harness::{Person, TestApp};
use crate::on_both;

const DAY: Duration = Duration::from_hours(24);

/// Does once what the server does each minute; with two instances at the same time.
async fn keep_house(app: &TestApp) {
    let once = || async {
        let services = app.shared.services.clone();
        let of_job = services.clone();
        let now = tulay::platform::clock::Clock::now(&*app.clock);
        let done = services
            .db
            .write(move |conn| tulay::assistance::keep_house(conn, &of_job, now));
        done.await.unwrap();
    };
    futures_util::future::join(once(), once()).await;
}

async fn settled(app: &TestApp, worker: &Person<'_>) -> Filed {
    let (filed, tag) = under_way(app, worker).await;
    let way = steps(&[
        "remedy_proposed",
        "remedy_agreed",
        "remedy_received",
        "monitoring",
    ]);
    worker.move_through(&filed, &tag, &way).await;
    filed
}

async fn asked(holder: &Person<'_>) -> Vec<Value> {
    let shown = holder.get(&own("check-ins")).await.json();
    let all = shown["check_ins"].as_array().unwrap().clone();
    all.into_iter()
        .filter(|check_in| !check_in["asked_at"].is_null())
        .collect()
}

fn answer_path(check_in: &Value) -> String {
    own(&format!(
        "check-ins/{}/answer",
        check_in["id"].as_str().unwrap()
    ))
}

on_both! {
    async fn each_check_in_is_asked_once_when_it_is_due(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = settled(&app, &worker).await;
        let holder = app.holder_of(&filed.code);
        let planned = holder.get(&own("check-ins")).await.json();
        let days: Vec<i64> = planned["check_ins"].as_array().unwrap().iter()
            .map(|check_in| check_in["after_days"].as_i64().unwrap()).collect();
        assert_eq!(days, [7, 30, 90]);
        assert!(planned["question"].as_str().unwrap().ends_with('?'));
        let early = holder.post(&answer_path(&planned["check_ins"][0]), &json!({ "answer": "fine" })).await;
        early.assert_problem(409, "check_in_not_due");
        keep_house(&app).await;
        assert_eq!(asked(&holder).await.len(), 0);
        for (days, expected) in [(7, 1), (1, 1), (22, 2), (60, 3)] {
            app.clock.advance(DAY * days);
            keep_house(&app).await;
            keep_house(&app).await;
            assert_eq!(asked(&holder).await.len(), expected, "{days}");
        }
        let first = asked(&holder).await.remove(0);
        holder.post(&answer_path(&first), &json!({ "answer": "fine" })).await.assert_status(201);
        holder.post(&answer_path(&first), &json!({ "answer": "worse" })).await.assert_problem(409, "check_in_answered");
        let again = holder.post(&own("check-ins/0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61/answer"), &json!({ "answer": "fine" })).await;
        again.assert_problem(404, "not_found");
        let told = asked(&holder).await.remove(0);
        assert!(told.get("answer").is_none() && !told["answered_at"].is_null(), "a found code does not tell what was answered: {told}");
        let worker = app.case_worker(centre).await;
        let seen = worker.get(&filed.sub("check-ins")).await.json();
        assert_eq!(seen["check_ins"][0]["answer"], "fine");
        assert_eq!(audit_of(&app, &filed.id).await.last(), Some(&("opened".to_owned(), "check_ins".to_owned())));
    }

    async fn revenge_stands_first_in_the_queue(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = settled(&app, &worker).await;
        let pressing = app.ask_for_help(&least()).await;
        app.clock.advance(DAY * 7);
        keep_house(&app).await;
        let holder = app.holder_of(&filed.code);
        let first = asked(&holder).await.remove(0);
        holder.post(&answer_path(&first), &json!({ "answer": "retaliation" })).await.assert_status(201);
        let worker = app.case_worker(centre).await;
        let queue = worker.get(QUEUE).await.json();
        assert_eq!((&queue["items"][0]["id"], &queue["items"][1]["id"]), (&json!(filed.id), &json!(pressing.id)));
        assert_eq!(queue["items"][0]["attention"], "retaliation");
        let found = worker.get(&format!("{QUEUE}?attention=retaliation")).await.json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
    }

    async fn who_closes_asks_on_with_agreement_and_an_answer_opens_again(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (quiet, tag) = under_way(&app, &worker).await;
        let end = json!({ "status": "closed", "outcome": "information_given" });
        worker.move_through(&quiet, &tag, &[end]).await;
        assert_eq!(app.holder_of(&quiet.code).get(&own("check-ins")).await.json()["check_ins"], json!([]));
        let (filed, tag) = under_way(&app, &worker).await;
        let early = json!({ "status": "awaiting_other", "check_ins": true });
        let refused = worker.change(&filed.sub("status"), &tag, &early).await;
        assert_eq!(refused.faults(), [("/check_ins".to_owned(), "only_with".to_owned())]);
        let end = json!({ "status": "closed", "outcome": "information_given", "check_ins": true });
        worker.move_through(&filed, &tag, &[end]).await;
        app.clock.advance(DAY * 31);
        keep_house(&app).await;
        let holder = app.holder_of(&filed.code);
        let open = asked(&holder).await;
        assert_eq!(open.len(), 2);
        holder.post(&answer_path(&open[1]), &json!({ "answer": "worse" })).await.assert_status(201);
        assert_eq!(holder.get(RECEIPT).await.json()["status"], "in_review");
        let worker = app.case_worker(centre).await;
        let queue = worker.get(&format!("{QUEUE}?attention=worse")).await.json();
        assert_eq!(queue["items"][0]["id"], filed.id);
    }

    async fn who_takes_the_request_back_is_not_asked_and_nothing_is_left(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = settled(&app, &worker).await;
        let holder = app.holder_of(&filed.code);
        app.clock.advance(DAY * 7);
        keep_house(&app).await;
        let first = asked(&holder).await.remove(0);
        let withdraw = holder.request(reqwest::Method::POST, &own("withdraw"));
        crate::harness::Response::of(withdraw).await.assert_status(200);
        holder.post(&answer_path(&first), &json!({ "answer": "worse" })).await.assert_problem(409, "request_withdrawn");
        app.clock.advance(DAY * 90);
        keep_house(&app).await;
        assert_eq!(holder.get(&own("check-ins")).await.json()["check_ins"].as_array().unwrap().len(), 1);
        holder.delete(RECEIPT).await.assert_status(204);
        let rows = texts(&app, "SELECT cast(count(*) AS text) AS one, '' AS two FROM check_ins", "").await;
        assert_eq!(rows[0].0, "0");
    }
}
