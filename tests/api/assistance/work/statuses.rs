//! Where a request can stand, and where it goes from there.

use serde_json::json;

use super::super::{RECEIPT, least, steps};
use super::{own, under_way};
use crate::on_both;

on_both! {
    async fn who_does_not_answer_is_waited_for_and_woken_by_their_answer(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = app.ask_for_help(&least()).await;
        let way = steps(&["acknowledged", "in_review", "need_info", "dormant"]);
        let tag = worker.move_through(&filed, "\"v1\"", &way).await;
        let holder = app.holder_of(&filed.code);
        holder.post(&own("messages"), &json!({ "body": "I can write again." })).await.assert_status(201);
        let seen = holder.get(RECEIPT).await.json();
        assert_eq!(seen["status"], "in_review");
        let last = seen["history"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["from"], &last["by"]), (&json!("dormant"), &json!("reporter")));
        let stale = worker.change(&filed.sub("status"), &tag, &json!({ "status": "closed", "outcome": "contact_lost" })).await;
        stale.assert_problem(412, "stale");
    }

    async fn what_another_organisation_takes_can_come_back(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, tag) = under_way(&app, &worker).await;
        let way = ["referred", "accepted_elsewhere", "returned", "in_review", "referred", "returned", "in_review"];
        worker.move_through(&filed, &tag, &steps(&way)).await;
        assert_eq!(app.holder_of(&filed.code).get(RECEIPT).await.json()["status"], "in_review");
    }

    async fn a_step_that_the_table_does_not_have_is_refused(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, tag) = under_way(&app, &worker).await;
        for status in ["dormant", "returned", "accepted_elsewhere", "monitoring", "received", "withdrawn"] {
            let refused = worker.change(&filed.sub("status"), &tag, &json!({ "status": status })).await;
            refused.assert_problem(409, "status_not_reachable");
        }
    }
}
