//! Ending a visit without signal: what its answers are shown by comes before or after, and nothing is lost.

use std::time::Duration;

use serde_json::{Value, json};
use tulay::platform::clock::Clock as _;

use super::{CHECKLIST, Tablet, after, change, document, fresh, new_visit, operation};
use crate::on_both;

/// What is done at a visit: `guards` is answered with `no`, and it ends.
struct Work {
    visit: Value,
    answer: Value,
    end: Value,
}

impl Work {
    fn at(tablet: &Tablet<'_>, establishment: &str) -> Self {
        let app = tablet.app;
        let (visit, now) = (new_visit(app, establishment), app.clock.now());
        let id = visit["entity_id"].as_str().unwrap();
        let said = json!({ "item_code": "guards", "checklist_hash": CHECKLIST, "value": "no" });
        let answer = operation(app, ("answer", &fresh(app), id), &said);
        let end = json!({ "status": "done", "started_at": now, "ended_at": now, "outcome": "violations_found" });
        let end = after(app, &visit, &end);
        Self { visit, answer, end }
    }

    /// The photo that shows it, which names no file yet, and the answer that names the photo.
    fn shown(&self, tablet: &Tablet<'_>) -> [Value; 2] {
        let app = tablet.app;
        let photo = fresh(app);
        let visit = self.visit["entity_id"].as_str().unwrap();
        let evidence = operation(
            app,
            ("evidence", &photo, visit),
            &json!({ "kind": "photo" }),
        );
        let answer = after(app, &self.answer, &json!({ "evidence_ids": [photo] }));
        [evidence, answer]
    }
}

fn outcomes(results: &[Value]) -> Vec<&str> {
    let outcomes = results.iter().map(|result| result["outcome"].as_str());
    outcomes.map(Option::unwrap).collect()
}

async fn state(tablet: &Tablet<'_>, work: &Work) -> (Value, Value) {
    let told = tablet.everything().await;
    let visit = document(&told, &work.visit["entity_id"])["status"].clone();
    let answer = document(&told, &work.answer["entity_id"])["value"].clone();
    (visit, answer)
}

on_both! {
    async fn an_end_waits_for_what_its_answers_are_shown_by(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let work = Work::at(&tablet, &establishment);
        let sent = [work.visit.clone(), work.end.clone(), work.answer.clone()];
        let results = tablet.push(&sent).await;
        // Also when it was sent first: a violation is written down before the visit is done.
        assert_eq!(outcomes(&results), ["applied", "held", "applied"], "{results:#?}");
        let told = &results[1]["errors"][0];
        assert_eq!((&told["pointer"], &told["code"]), (&json!("/fields_changed/status"), &json!("evidence_needed")));
        let detail = told["detail"].as_str().unwrap();
        assert!(detail.contains("guards") && detail.contains(work.answer["entity_id"].as_str().unwrap()), "{detail}");
        assert!(results[1]["held_until"].is_string());
        assert_eq!(state(&tablet, &work).await, (json!("planned"), json!("no")));
        let (_, cursor) = tablet.pull_after(None).await;
        assert_eq!(outcomes(&tablet.push(&work.shown(&tablet)).await), ["applied", "applied"]);
        assert_eq!(state(&tablet, &work).await, (json!("done"), json!("no")));
        let (told, _) = tablet.pull_after(Some(&cursor)).await;
        let of_end = told.iter().find(|one| one["id"] == work.end["op_id"]).unwrap();
        assert_eq!(of_end["operation"]["outcome"], "applied");
        assert_eq!(of_end["operation"].get("errors"), None);
    }

    async fn whatever_comes_first_the_end_is_the_same(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [1, 0, 4, 2, 3], [2, 4, 1, 3, 0], [0, 2, 1, 4, 3]] {
            let work = Work::at(&tablet, &establishment);
            let [photo, shown] = work.shown(&tablet);
            let all = [work.visit.clone(), work.end.clone(), work.answer.clone(), photo, shown];
            for at in order {
                tablet.push_one(&all[at]).await;
            }
            assert_eq!(state(&tablet, &work).await, (json!("done"), json!("no")), "{order:?}");
        }
    }

    async fn an_end_that_waits_for_nothing_is_rejected_with_its_reason_and_nothing_is_lost(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let work = Work::at(&tablet, &establishment);
        let sent = [work.visit.clone(), work.answer.clone(), work.end.clone()];
        assert_eq!(outcomes(&tablet.push(&sent).await), ["applied", "applied", "held"]);
        let (_, cursor) = tablet.pull_after(None).await;
        app.clock.advance(Duration::from_hours(24 * 5 + 1));
        assert_eq!(app.reject_overdue().await, 1);
        let (told, _) = tablet.pull_after(Some(&cursor)).await;
        let of_end = told.iter().find(|one| one["id"] == work.end["op_id"]).unwrap()["operation"].clone();
        assert_eq!((&of_end["outcome"], &of_end["errors"][0]["code"]), (&json!("rejected"), &json!("evidence_needed")));
        assert_eq!(state(&tablet, &work).await, (json!("planned"), json!("no")));
        // What is mended is a new operation.
        let why = change(&app, &work.answer, 1, &json!({ "no_evidence_reason": "device_failed" }));
        let end = change(&app, &work.visit, 1, &work.end["fields_changed"]);
        assert_eq!(outcomes(&tablet.push(&[end, why]).await), ["applied", "applied"]);
        assert_eq!(state(&tablet, &work).await, (json!("done"), json!("no")));
    }

    async fn a_tablet_sets_no_campaign(app: TestApp) {
        let (tablet, desk, establishment) = app.tablet().await;
        let new = json!({ "title": "Work at height", "priority_topic": { "isic": ["F"] }, "first_day": "2020-01-01",
            "last_day": "2099-12-31", "targets": {}, "quota": 3, "source_mix": { "campaign_percent": 40 } });
        let campaign = desk.post("/v1/staff/inspection-campaigns", &new).await;
        let campaign = campaign.assert_status(201).json()["id"].clone();
        let mut visit = new_visit(&app, &establishment);
        visit["fields_changed"]["campaign_id"] = campaign.clone();
        let refused = tablet.push_one(&visit).await;
        assert_eq!(refused["outcome"], "rejected");
        let fault = &refused["errors"][0];
        assert_eq!((&fault["pointer"], &fault["code"]), (&json!("/fields_changed/campaign_id"), &json!("only_by_planners")));
        let visit = new_visit(&app, &establishment);
        assert_eq!(tablet.push_one(&visit).await["outcome"], "applied");
        let own = change(&app, &visit, 1, &json!({ "campaign_id": campaign }));
        assert_eq!(tablet.push_one(&own).await["errors"][0]["code"], "only_by_planners");
        // One that was set at a desk stays, whatever else the tablet changes, and is not taken off.
        let at = format!("/v1/staff/visits/{}", visit["entity_id"].as_str().unwrap());
        let tag = desk.get(&at).await.header("etag").unwrap().to_owned();
        desk.patch(&at, &tag, &json!({ "campaign_id": campaign })).await.assert_status(200);
        let begun = json!({ "status": "under_way", "started_at": app.clock.now() });
        assert_eq!(tablet.push_one(&change(&app, &visit, 2, &begun)).await["outcome"], "applied");
        let off = change(&app, &visit, 3, &json!({ "campaign_id": null }));
        assert_eq!(tablet.push_one(&off).await["errors"][0]["code"], "only_by_planners");
        assert_eq!(document(&tablet.everything().await, &visit["entity_id"])["campaign_id"], campaign);
    }
}
