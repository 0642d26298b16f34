//! Two tablets that hand something in at the same moment.

use reqwest::Method;
use serde_json::{Value, json};

use super::{PUSH, Tablet, new_answer, new_visit};
use crate::harness::{Response, TestApp, Underway, until_waiting};
use crate::on_both;

/// Both have read what there is, and neither has written.
const GATE: &str = "LOCK TABLE inspection_records, sync_operations IN SHARE MODE";

/// What each gets when both hand in at the same moment, at two instances.
async fn together(
    app: &TestApp,
    one: (&Tablet<'_>, &[Value]),
    two: (&Tablet<'_>, &[Value]),
) -> [Vec<Value>; 2] {
    let other = app.another();
    let mut gate = Underway::begin(app);
    gate.lock(GATE);
    let body = |operations: &[Value]| json!({ "operations": operations });
    let (first, second) = (body(one.1), body(two.1));
    let pushed = futures_util::future::join(
        one.0.post_to(app, PUSH, &first),
        two.0.post_to(&other, PUSH, &second),
    );
    let ends = async {
        until_waiting(app, 2).await;
        gate.commit();
    };
    let ((first, second), ()) = futures_util::join!(pushed, ends);
    [first, second].map(|pushed| {
        pushed.assert_status(200);
        pushed.json()["results"].as_array().unwrap().clone()
    })
}

fn outcomes(of: &[Vec<Value>; 2], number: usize) -> [String; 2] {
    let mut found = of.each_ref().map(|results| {
        let word = results[number]["outcome"].as_str().unwrap();
        word.to_owned()
    });
    found.sort();
    found
}

/// The result of the one that came second.
fn loser(of: &[Vec<Value>; 2], number: usize) -> &Value {
    let mut results = of.iter().map(|results| &results[number]);
    results
        .find(|result| result["outcome"] != "applied")
        .unwrap()
}

on_both! {
    async fn of_two_that_take_the_same_new_id_one_is_told_so_and_loses_nothing_else(app: TestApp) {
        let ((one, _, here), (two, _, there)) = (app.tablet().await, app.tablet().await);
        let (mut mine, mut yours) = (new_visit(&app, &here), new_visit(&app, &there));
        for operation in [&mut mine, &mut yours] {
            let same = "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f";
            (operation["entity_id"], operation["visit_id"]) = (json!(same), json!(same));
        }
        let (own, other) = (new_visit(&app, &here), new_visit(&app, &there));
        let results = together(&app, (&one, &[mine.clone(), own]), (&two, &[yours.clone(), other])).await;
        assert_eq!(outcomes(&results, 0), ["applied", "rejected"]);
        assert_eq!(outcomes(&results, 1), ["applied", "applied"]);
        let fault = &loser(&results, 0)["errors"][0];
        assert_eq!((&fault["pointer"], &fault["code"]), (&json!("/entity_id"), &json!("id_in_use")));
        // However often it is sent.
        let again = [one.push_one(&mine).await, two.push_one(&yours).await];
        assert!(again.iter().all(|result| result["outcome"] == "duplicate"), "{again:?}");
    }

    async fn what_two_tablets_of_one_inspector_hand_in_at_once_is_done_once(app: TestApp) {
        let (one, _, establishment) = app.tablet().await;
        let two = Tablet::of(&app, one.organisation, one.account).await;
        let visit = one.make_visit(&establishment).await;
        let (same, other) = (new_answer(&app, &visit, &json!("no")), new_answer(&app, &visit, &json!("no")));
        let results = together(&app, (&one, &[same.clone(), other]), (&two, std::slice::from_ref(&same))).await;
        assert_eq!(outcomes(&results, 0), ["applied", "duplicate"]);
        let all = one.everything().await;
        assert_eq!(all.iter().filter(|told| told["record"]["kind"] == "answer").count(), 1 + 1);
    }

    async fn of_two_desks_that_take_the_same_id_one_is_told_that_it_is_taken(app: TestApp) {
        let ((_, one, here), (_, two, there)) = (app.tablet().await, app.tablet().await);
        let other = app.another();
        let id = app.shared.services.new_id();
        let new = |establishment: &str| json!({ "id": id, "establishment_id": establishment, "kind": "routine",
            "planned_on": "2026-12-10" });
        let ask = |app: &TestApp, who: &crate::harness::Person<'_>, body: &Value| {
            let request = app.request(Method::POST, "/v1/staff/visits");
            let key = format!("\"{}\"", app.shared.services.new_id());
            let request = request.header("Authorization", &who.authorization).header("Idempotency-Key", key);
            Response::of(request.json(body))
        };
        let mut gate = Underway::begin(&app);
        gate.lock(GATE);
        let made = futures_util::future::join(ask(&app, &one, &new(&here)), ask(&other, &two, &new(&there)));
        let ends = async {
            until_waiting(&app, 2).await;
            gate.commit();
        };
        let ((first, second), ()) = futures_util::join!(made, ends);
        let (made, refused) = if first.status == 201 { (first, second) } else { (second, first) };
        made.assert_status(201);
        refused.assert_problem(409, "id_taken");
    }
}
