//! Two who do something about the same employer at the same moment, made to meet.

use serde_json::{Value, json};
use tulay::platform::ids::Id;

use super::{QUEUE, decide, propose, registrar, review, reviews_of};
use crate::harness::{Response, TestApp, Underway, literal, until_waiting};
use crate::on_both;

/// The number under which those who join entries agree to do so one after the other.
const JOINING: &str = "SELECT pg_advisory_xact_lock(7421685191)";

/// Joins a proposal into an employer while somebody's change of that employer is under way.
async fn join_meanwhile(
    app: &TestApp,
    proposal: &str,
    employer: Id,
    change: impl AsyncFnOnce(&mut Underway),
) -> Response {
    let by = registrar(app).await;
    let path = format!("{QUEUE}/{proposal}");
    let tag = by.get(&path).await.header("etag").unwrap().to_owned();
    let (path, body) = (format!("{path}/join"), json!({ "employer_id": employer }));
    let mut underway = Underway::begin(app);
    change(&mut underway).await;
    let joined = by.decide(&path, &tag, &body);
    let ends = async {
        until_waiting(app, 1).await;
        underway.commit();
    };
    futures_util::join!(joined, ends).0
}

on_both! {
    async fn a_review_that_is_filed_while_its_employer_is_refused_waits_for_nobody(app: TestApp) {
        let id = propose(&app).await;
        let other = app.another();
        let by = registrar(&other).await;
        // Whoever files has found the employer, and cannot finish.
        let mut underway = Underway::begin(&app);
        underway.lock("LOCK TABLE receipts IN SHARE MODE");
        let path = reviews_of(&id);
        let body = review(1);
        let filing = app.post(&path, &body);
        let refusing = async {
            until_waiting(&app, 1).await;
            if app.is_on_sqlite() {
                underway.commit();
                return decide(&by, &id, "refuse", &json!({ "reason": "other" })).await;
            }
            let reason = json!({ "reason": "other" });
            let refused = decide(&by, &id, "refuse", &reason);
            let ends = async {
                until_waiting(&app, 2).await;
                underway.commit();
            };
            futures_util::join!(refused, ends).0
        };
        let (filed, refused) = futures_util::join!(filing, refusing);
        refused.assert_status(200);
        if filed.status == 201 {
            let code = filed.json()["receipt_code"].as_str().unwrap().to_owned();
            let own = app.holder_of(&code).get("/v1/receipt/review").await.json();
            assert_eq!((&own["status"], &own["rejection_reason"]), (&json!("rejected"), &json!("employer_refused")));
        } else {
            filed.assert_problem(404, "not_found");
        }
    }

    async fn a_proposal_follows_an_employer_that_is_being_joined(app: TestApp) {
        let (known, stays) = (app.employer("Meridian Yard (made up)").await, app.employer("Meridian Sample (made up)").await);
        let proposal = propose(&app).await;
        let joined = join_meanwhile(&app, &proposal, known, async |underway: &mut Underway| {
            underway.lock(JOINING);
            let (goes, into) = (literal(&underway.conn, known), literal(&underway.conn, stays));
            underway.change(&format!("UPDATE agencies SET merged_into = {into} WHERE id = {goes}"));
        }).await;
        let joined = joined.assert_status(200).json();
        assert_eq!(joined["joined_into"], json!(stays));
        let page = app.get(&format!("/v1/employers/{proposal}")).await.assert_status(200).json();
        assert_eq!(page["id"], json!(stays));
    }

    async fn a_proposal_is_not_joined_into_an_employer_that_is_being_refused(app: TestApp) {
        let known = app.employer("Meridian Yard (made up)").await;
        let proposal = propose(&app).await;
        let joined = join_meanwhile(&app, &proposal, known, async |underway: &mut Underway| {
            let goes = literal(&underway.conn, known);
            underway.change(&format!("UPDATE agencies SET kind = 'refused_employer' WHERE id = {goes}"));
        }).await;
        let unknown: Vec<(String, String)> = vec![("/employer_id".to_owned(), "unknown_employer".to_owned())];
        assert_eq!(joined.faults(), unknown);
        let by = registrar(&app).await;
        let still: Value = by.get(&format!("{QUEUE}/{proposal}")).await.json();
        assert_eq!(still["status"], "open");
    }
}
