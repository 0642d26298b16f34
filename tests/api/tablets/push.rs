//! What tablets hand in.

use std::time::Duration;

use serde_json::{Value, json};
use tulay::platform::clock::Clock as _;

use super::{PULL, PUSH, Tablet, after, change, document, fresh, new_answer, new_visit};
use crate::on_both;

fn outcomes(results: &[Value]) -> Vec<&str> {
    results
        .iter()
        .map(|result| result["outcome"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn what_is_handed_in_is_done_once_however_often_it_is_sent(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let visit = new_visit(&app, &establishment);
        let answer = new_answer(&app, visit["entity_id"].as_str().unwrap(), &json!("no"));
        let both = [visit, answer.clone()];
        let first = tablet.push(&both).await;
        assert_eq!(outcomes(&first), ["applied", "applied"]);
        let again = tablet.push(&both).await;
        assert_eq!(outcomes(&again), ["duplicate", "duplicate"]);
        assert_eq!(again[1]["first_outcome"], "applied");
        assert_eq!(again[1]["version"], 1);
        let twice = tablet.push(&[answer.clone(), answer.clone()]).await;
        assert_eq!(outcomes(&twice), ["duplicate", "duplicate"]);
        let mut other = answer.clone();
        other["fields_changed"]["value"] = json!("yes");
        let refused = tablet.push_one(&other).await;
        assert_eq!(refused["outcome"], "rejected");
        assert_eq!(refused["errors"][0]["pointer"], "/op_id");
        let told = document(&tablet.everything().await, &answer["entity_id"]);
        assert_eq!(told["value"], "no");
    }

    async fn what_comes_too_early_waits_and_is_then_done_by_itself(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let visit = new_visit(&app, &establishment);
        let answer = new_answer(&app, visit["entity_id"].as_str().unwrap(), &json!("no"));
        let second = after(&app, &answer, &json!({ "value": "yes" }));
        let third = after(&app, &second, &json!({ "note": "Guard was put back." }));
        let early = tablet.push(&[third.clone(), second.clone()]).await;
        assert_eq!(outcomes(&early), ["held", "held"]);
        assert!(early[0]["held_until"].is_string());
        let again = tablet.push_one(&third).await;
        assert_eq!((&again["outcome"], &again["first_outcome"]), (&json!("duplicate"), &json!("held")));
        let (_, cursor) = tablet.pull_after(None).await;
        assert_eq!(outcomes(&tablet.push(std::slice::from_ref(&answer)).await), ["held"], "its visit has not come");
        assert_eq!(outcomes(&tablet.push(&[visit]).await), ["applied"]);
        let (told, _) = tablet.pull_after(Some(&cursor)).await;
        let told_of = |operation: &Value| {
            let found = told.iter().find(|one| one["id"] == operation["op_id"]);
            found.unwrap()["operation"].clone()
        };
        for (operation, version) in [(&answer, 1), (&second, 2), (&third, 3)] {
            let told = told_of(operation);
            assert_eq!((&told["outcome"], &told["version"]), (&json!("applied"), &json!(version)));
        }
        let said = document(&told, &answer["entity_id"]);
        assert_eq!((&said["value"], &said["note"]), (&json!("yes"), &json!("Guard was put back.")));
    }

    async fn what_names_something_that_comes_later_waits_for_it(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let visit = tablet.make_visit(&establishment).await;
        let make = |kind: &str, said: Value| {
            let mut made = new_answer(&app, &visit, &json!("no"));
            (made["kind"], made["fields_changed"]) = (json!(kind), said);
            made
        };
        let finding = make("finding", json!({ "legal_provision": "OSHA 1994, s. 15", "severity": "serious",
            "state": "draft", "description": "The guard was taken off.", "workers_affected": 12 }));
        let advice = make("measure", json!({ "kind": "advice", "finding_ids": [finding["entity_id"]],
            "description": "Put the guard back.", "issued_at": app.clock.now(), "compliance": "pending" }));
        // The visit at which it is verified is one to the same place, begun without signal as well.
        let again = new_visit(&app, &establishment);
        let verified = after(&app, &advice, &json!({ "compliance": "complied", "verified_by_visit_id": again["entity_id"] }));
        let early = tablet.push(&[verified, advice.clone()]).await;
        assert_eq!(outcomes(&early), ["held", "held"], "{early:#?}");
        let (_, cursor) = tablet.pull_after(None).await;
        assert_eq!(outcomes(&tablet.push(&[finding]).await), ["applied"]);
        assert_eq!(document(&tablet.everything().await, &advice["entity_id"])["compliance"], "pending");
        assert_eq!(outcomes(&tablet.push(&[again]).await), ["applied"]);
        assert_eq!(document(&tablet.everything().await, &advice["entity_id"])["compliance"], "complied");
        let (told, _) = tablet.pull_after(Some(&cursor)).await;
        let settled = told.iter().filter(|one| one["entity"] == "operation");
        assert_eq!(settled.map(|one| one["operation"]["outcome"].clone()).collect::<Vec<_>>(), ["applied", "applied"]);
    }

    async fn what_waits_five_days_for_nothing_is_rejected_and_told(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let visit = tablet.make_visit(&establishment).await;
        let lost = new_answer(&app, &visit, &json!("no"));
        let second = after(&app, &lost, &json!({ "value": "yes" }));
        assert_eq!(tablet.push_one(&second).await["outcome"], "held");
        let (_, cursor) = tablet.pull_after(None).await;
        app.clock.advance(Duration::from_hours(24 * 5 - 1));
        assert_eq!(app.reject_overdue().await, 0);
        app.clock.advance(Duration::from_hours(2));
        assert_eq!(app.reject_overdue().await, 1);
        assert_eq!(app.reject_overdue().await, 0);
        let (told, _) = tablet.pull_after(Some(&cursor)).await;
        let of_operation = told.iter().find(|one| one["id"] == second["op_id"]).unwrap();
        assert_eq!(of_operation["operation"]["outcome"], "rejected");
        assert_eq!(of_operation["operation"]["errors"][0]["code"], "predecessor_missing");
        // What was missing may still come; what was rejected stays so.
        assert_eq!(tablet.push_one(&lost).await["outcome"], "applied");
        let again = tablet.push_one(&second).await;
        assert_eq!((&again["outcome"], &again["first_outcome"]), (&json!("duplicate"), &json!("rejected")));
    }

    async fn one_that_cannot_be_done_holds_up_no_other(app: TestApp) {
        let (tablet, desk, establishment) = app.tablet().await;
        let visit = tablet.make_visit(&establishment).await;
        let good = new_answer(&app, &visit, &json!("no"));
        let mut torn = new_answer(&app, &visit, &json!("no"));
        torn["kind"] = json!("rumour");
        torn["base_version"] = json!("first");
        let mut invalid = new_answer(&app, &visit, &json!("no"));
        invalid["fields_changed"]["colour"] = json!("red");
        let nul = new_answer(&app, &visit, &json!("a\u{0}b"));
        let elsewhere = new_visit(&app, &fresh(&app));
        let unknown = change(&app, &new_answer(&app, &visit, &json!(1)), 3, &json!({ "value": 2 }));
        let sent = [torn, invalid, nul, elsewhere, unknown, good.clone()];
        let results = tablet.push(&sent).await;
        assert_eq!(outcomes(&results), ["rejected", "rejected", "rejected", "rejected", "rejected", "applied"]);
        let pointers: Vec<&Value> = results[0]["errors"].as_array().unwrap().iter().map(|e| &e["pointer"]).collect();
        assert_eq!(pointers, ["/kind", "/base_version"]);
        assert_eq!(results[2]["errors"][0]["pointer"], "/fields_changed");
        assert_eq!(results[3]["errors"][0]["pointer"], "/fields_changed/establishment_id");
        let unknown = &results[4]["errors"][0];
        assert_eq!((&unknown["pointer"], &unknown["code"]), (&json!("/entity_id"), &json!("unknown_record")));
        let again = tablet.push(&sent).await;
        assert_eq!(again[5]["outcome"], "duplicate");
        assert_eq!(document(&tablet.everything().await, &good["entity_id"])["value"], "no");
        // A desk has no tablet.
        let pushed = desk.post(PUSH, &json!({ "operations": [good] })).await;
        pushed.assert_problem(403, "device_needed");
        desk.post(PULL, &json!({})).await.assert_problem(403, "device_needed");
    }

    async fn what_builds_on_something_that_was_rejected_is_told_so(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let visit = tablet.make_visit(&establishment).await;
        let mut invalid = new_answer(&app, &visit, &json!("no"));
        invalid["fields_changed"]["colour"] = json!("red");
        let later = after(&app, &invalid, &json!({ "value": "yes" }));
        let results = tablet.push(&[invalid, later]).await;
        assert_eq!(outcomes(&results), ["rejected", "rejected"]);
        let fault = &results[1]["errors"][0];
        assert_eq!((&fault["pointer"], &fault["code"]), (&json!("/base_version"), &json!("predecessor_rejected")));
    }

    async fn nobody_writes_to_visits_of_others(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let visit = tablet.make_visit(&establishment).await;
        let colleague = app.member(tablet.organisation, &[tulay::identity::permissions::Role::Inspector]).await;
        let other = Tablet::of(&app, tablet.organisation, colleague.account.unwrap()).await;
        let refused = other.push_one(&new_answer(&app, &visit, &json!("no"))).await;
        assert_eq!(refused["errors"][0]["code"], "unknown_visit");
        // Of another inspectorate it is as if there were none.
        let (foreign, _, _) = app.tablet().await;
        assert_eq!(foreign.push_one(&new_answer(&app, &visit, &json!("no"))).await["outcome"], "held");
        let mut stolen = new_visit(&app, &establishment);
        stolen["entity_id"] = json!(visit);
        stolen["visit_id"] = json!(visit);
        let refused = foreign.push_one(&stolen).await;
        assert_eq!(refused["errors"][0]["code"], "id_in_use");
        assert_eq!(document(&tablet.everything().await, &json!(visit))["status"], "planned");
    }

    async fn whose_a_visit_was_from_the_beginning_is_in_its_history(app: TestApp) {
        let (tablet, desk, establishment) = app.tablet().await;
        let visit = tablet.make_visit(&establishment).await;
        let team = desk.get(&format!("/v1/staff/visits/{visit}/team")).await.assert_status(200).json();
        let changes = team["changes"].as_array().unwrap();
        assert_eq!(changes.len(), 1, "{team}");
        let own = json!([tablet.account]);
        assert_eq!((&changes[0]["before"], &changes[0]["after"]), (&json!([]), &own));
        assert_eq!(changes[0]["account_id"], json!(tablet.account));
    }

    async fn a_push_has_its_bounds(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let visit = tablet.make_visit(&establishment).await;
        let many: Vec<Value> = (0..201).map(|_| new_answer(&app, &visit, &json!("no"))).collect();
        let refused = tablet.post(PUSH, &json!({ "operations": many })).await;
        refused.assert_problem(422, "invalid_request");
        tablet.post(PUSH, &json!({ "operations": [] })).await.assert_problem(422, "invalid_request");
        let long = new_answer(&app, &visit, &json!("x".repeat(70_000)));
        assert_eq!(tablet.push_one(&long).await["errors"][0]["code"], "too_long");
        let too_long = new_answer(&app, &visit, &json!("x".repeat(300_000)));
        let refused = tablet.post(PUSH, &json!({ "operations": [too_long] })).await;
        refused.assert_problem(413, "body_too_large");
        assert_eq!(outcomes(&tablet.push(&many[..200]).await), ["applied"; 200]);
    }

    async fn a_push_takes_as_many_statements_for_one_as_for_many(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let watched = app.watched();
        // An instance reads the keys that sign tokens when it first needs them.
        tablet.post_to(watched.app(), PULL, &json!({})).await.assert_status(200);
        let mut counts = Vec::new();
        for number in [1, 60] {
            let mut operations = Vec::new();
            for _ in 0..number {
                let visit = new_visit(&app, &establishment);
                let made = new_answer(&app, visit["entity_id"].as_str().unwrap(), &json!("no"));
                operations.extend([after(&app, &made, &json!({ "value": "yes" })), made, visit]);
            }
            watched.statements();
            let pushed = tablet.post_to(watched.app(), PUSH, &json!({ "operations": operations })).await;
            pushed.assert_status(200);
            let results = pushed.json()["results"].as_array().unwrap().clone();
            assert!(outcomes(&results).iter().all(|outcome| *outcome == "applied"));
            counts.push(watched.statements());
        }
        assert_eq!(counts[0].len(), counts[1].len(), "{:#?}", counts[1]);
        assert!(counts[0].len() < 50, "{:#?}", counts[0]);
    }
}
