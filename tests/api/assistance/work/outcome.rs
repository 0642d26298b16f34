//! Claimed, agreed and received, and what the person says to it.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::receipt::{assert_in_no_table, assert_nowhere};
use super::super::staff::audit_of;
use super::super::{QUEUE, RECEIPT, least, steps, texts};
use super::{dollars, own, under_way};
use crate::on_both;

on_both! {
    async fn what_was_agreed_is_told_and_what_was_received_is_confirmed(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, tag) = under_way(&app, &worker).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        holder.post(&own("outcome"), &json!({ "resolved": "no" })).await
            .assert_problem(409, "no_outcome_yet");
        let amounts = json!({ "claimed": dollars("2400.00"), "agreed": dollars("2000.00") });
        let way = [json!({ "status": "remedy_proposed" }), json!({ "status": "remedy_agreed", "amounts": amounts }),
            json!({ "status": "closed", "outcome": "wages_paid_full",
                "amounts": { "received": dollars("2000.00") } })];
        worker.move_through(&filed, &tag, &way).await;
        let seen = holder.get(&own("outcome")).await.json();
        let statements = seen["statements"].as_array().unwrap();
        assert_eq!(statements.len(), 3);
        assert_eq!(statements[0]["amounts"], Value::Null);
        assert_eq!(statements[1]["amounts"], amounts);
        assert_eq!((&statements[2]["outcome"], &statements[2]["author"]), (&json!("wages_paid_full"), &json!("organisation")));
        let said = json!({ "resolved": "yes", "received": dollars("1999.50"), "satisfaction": 4 });
        let confirmed = holder.post(&own("outcome"), &said).await;
        confirmed.assert_status(201);
        assert_eq!(confirmed.json()["amounts"], json!({ "received": dollars("1999.50") }));
        let known = worker.get(&filed.sub("outcome")).await.json();
        assert_eq!((&known["worker_says_resolved"], &known["satisfaction"]), (&json!("yes"), &json!(4)));
        assert_eq!(known["statements"][3]["amounts"]["received"], dollars("1999.50"));
        assert_eq!(holder.get(RECEIPT).await.json()["status"], "closed", "all is well");
        let audit = audit_of(&app, &filed.id).await;
        assert_eq!(audit.last(), Some(&("opened".to_owned(), "outcome".to_owned())));
    }

    async fn a_denial_puts_the_request_before_the_organisation_again(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, tag) = under_way(&app, &worker).await;
        let end = json!({ "status": "closed", "outcome": "wages_paid_full",
            "amounts": { "received": dollars("2000.00") } });
        let tag = worker.move_through(&filed, &tag, &[end]).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        let denied = json!({ "resolved": "no", "received": dollars("0.00"), "satisfaction": 1 });
        holder.post(&own("outcome"), &denied).await.assert_status(201);
        let seen = holder.get(RECEIPT).await.json();
        assert_eq!(seen["status"], "in_review");
        let last = seen["history"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["from"], &last["to"], &last["by"]), (&json!("closed"), &json!("in_review"), &json!("reporter")));
        let queue = worker.get(&format!("{QUEUE}?attention=outcome_disputed")).await.json();
        assert_eq!(queue["items"][0]["id"], filed.id);
        assert_eq!(queue["items"][0]["attention"], "outcome_disputed");
        assert_eq!(queue["items"][0]["closed_at"], Value::Null);
        let again = json!({ "status": "accepted" });
        let stale = worker.change(&filed.sub("status"), &tag, &again).await;
        stale.assert_problem(412, "stale");
        // A step ends the flag; the person's word stays.
        let tag = stale.header("etag").unwrap().to_owned();
        worker.move_through(&filed, &tag, &[again]).await;
        assert_eq!(worker.get(&format!("{QUEUE}?attention=outcome_disputed")).await.json()["items"], json!([]));
        let known = worker.get(&filed.sub("outcome")).await.json();
        assert_eq!(known["worker_says_resolved"], "no");
        assert_eq!(known["statements"].as_array().unwrap().len(), 2);
        assert_eq!(known["statements"][0]["amounts"]["received"], dollars("2000.00"));
    }

    async fn what_is_received_in_part_is_looked_at_and_settled_by_the_person_alone(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, tag) = under_way(&app, &worker).await;
        let way = steps(&["remedy_proposed", "remedy_agreed", "remedy_received"]);
        worker.move_through(&filed, &tag, &way).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        holder.post(&own("outcome"), &json!({ "resolved": "partly", "satisfaction": 2 })).await.assert_status(201);
        assert_eq!(holder.get(RECEIPT).await.json()["status"], "remedy_received", "it was not closed");
        assert_eq!(worker.get(QUEUE).await.json()["items"][0]["attention"], "outcome_disputed");
        holder.post(&own("outcome"), &json!({ "resolved": "yes", "satisfaction": 5 })).await
            .assert_problem(409, "satisfaction_given");
        holder.post(&own("outcome"), &json!({ "resolved": "yes" })).await.assert_status(201);
        assert_eq!(worker.get(QUEUE).await.json()["items"][0]["attention"], Value::Null);
        let known = worker.get(&filed.sub("outcome")).await.json();
        assert_eq!((&known["worker_says_resolved"], &known["satisfaction"]), (&json!("yes"), &json!(2)));
    }

    async fn money_is_told_with_a_remedy_or_an_end_and_no_finer_than_its_currency(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, tag) = under_way(&app, &worker).await;
        let early = json!({ "status": "awaiting_other", "amounts": { "agreed": dollars("1.00") } });
        let refused = worker.change(&filed.sub("status"), &tag, &early).await;
        assert_eq!(refused.faults(), [("/amounts".to_owned(), "only_with".to_owned())]);
        let fine = json!({ "status": "remedy_proposed", "amounts": { "claimed": dollars("1.005") } });
        let refused = worker.change(&filed.sub("status"), &tag, &fine).await;
        assert_eq!(refused.faults(), [("/amounts/claimed/amount".to_owned(), "too_many_decimals".to_owned())]);
        let negative = json!({ "status": "remedy_proposed", "amounts": { "claimed": dollars("-1") } });
        worker.change(&filed.sub("status"), &tag, &negative).await.assert_problem(422, "invalid_request");
        let holder = app.holder_of(&filed.code).stepped().await;
        worker.move_through(&filed, &tag, &[json!({ "status": "remedy_proposed" })]).await;
        for (said, at, code) in [
            (json!({ "resolved": "yes", "satisfaction": 6 }), "/satisfaction", "too_large"),
            (json!({ "resolved": "yes", "satisfaction": 0 }), "/satisfaction", "too_small"),
            (json!({ "resolved": "perhaps" }), "/resolved", "unknown_value"),
            (json!({ "resolved": "yes", "received": dollars("0.001") }), "/received/amount", "too_many_decimals"),
        ] {
            let refused = holder.post(&own("outcome"), &said).await;
            assert_eq!(refused.faults(), [(at.to_owned(), code.to_owned())], "{said}");
        }
        assert_eq!(holder.get(&own("outcome")).await.json()["statements"].as_array().unwrap().len(), 1);
    }

    async fn an_outcome_is_read_by_its_two_sides_only(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, tag) = under_way(&app, &worker).await;
        worker.move_through(&filed, &tag, &[json!({ "status": "remedy_proposed" })]).await;
        let elsewhere = app.organisation("Example Elsewhere", &["MY"], &["assistance"]).await;
        let stranger = app.case_worker(elsewhere).await;
        stranger.get(&filed.sub("outcome")).await.assert_problem(404, "not_found");
        let other = app.ask_for_help(&least()).await;
        assert_eq!(app.holder_of(&other.code).stepped().await.get(&own("outcome")).await.json()["statements"], json!([]));
        let holder = app.holder_of(&filed.code).stepped().await;
        let withdraw = holder.request(reqwest::Method::POST, &own("withdraw"));
        crate::harness::Response::of(withdraw).await.assert_status(200);
        worker.get(&filed.sub("outcome")).await.assert_problem(403, "consent_withdrawn");
        holder.post(&own("outcome"), &json!({ "resolved": "no" })).await.assert_problem(409, "request_withdrawn");
    }

    async fn no_amount_is_in_the_clear_and_statistics_keep_codes_only(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, tag) = under_way(&app, &worker).await;
        let end = json!({ "status": "closed", "outcome": "wages_paid_part",
            "amounts": { "received": dollars("7654321.09") } });
        worker.move_through(&filed, &tag, &[end]).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        let said = json!({ "resolved": "partly", "received": dollars("7654320.98"), "satisfaction": 2 });
        holder.post(&own("outcome"), &said).await.assert_status(201);
        let words = ["7654321.09", "7654320.98"];
        assert_nowhere(&app, &words);
        assert_in_no_table(&app, &words).await;
        app.clock.advance(Duration::from_secs(1));
        holder.delete(RECEIPT).await.assert_status(204);
        let left = texts(&app, "SELECT worker_says_resolved AS one, cast(satisfaction AS text) AS two FROM assistance_tombstones", "").await;
        assert_eq!(left, [("partly".to_owned(), "2".to_owned())]);
        let rows = texts(&app, "SELECT cast(count(*) AS text) AS one, '' AS two FROM assistance_outcome_statements", "").await;
        assert_eq!(rows[0].0, "0");
    }
}
