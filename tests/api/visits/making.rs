//! Planning and making visits, finding them, and whose they are.

use serde_json::json;
use tulay::identity::permissions::Role;

use super::{
    VISITS, begin, change, fault, id_of, inspector, inspectorate, items, now, path, sita, visit,
    workplace,
};
use crate::on_both;

on_both! {
    async fn a_visit_is_planned_made_and_ended(app: TestApp) {
        let sita = sita(&app).await;
        let establishment = workplace(&sita).await;
        let new = json!({ "establishment_id": establishment, "kind": "routine", "planned_on": "2026-12-07" });
        let made = sita.post(VISITS, &new).await;
        made.assert_status(201);
        let id = id_of(&made);
        assert_eq!(made.header("location"), Some(path(&id).as_str()));
        let shown = sita.get(&path(&id)).await;
        assert_eq!(shown.json(), made.json());
        let body = shown.json();
        assert_eq!(body["visit"]["status"], "planned");
        assert_eq!(body["establishment"]["name"], "Meridian Sample Yard");
        assert_eq!(body["team"], json!([sita.account.unwrap().to_string()]));
        let began = change(&sita, &path(&id), &json!({ "status": "under_way", "started_at": now(&app) })).await;
        began.assert_status(200);
        let end = json!({ "status": "done", "ended_at": now(&app), "outcome": "violations_found",
            "people_met": [{ "role": "manager", "count": 1 }, { "role": "worker", "count": 9 }],
            "areas_seen": ["Hall 2", "Dormitory"], "summary": "Two machines without guards." });
        let ended = change(&sita, &path(&id), &end).await;
        ended.assert_status(200);
        assert_eq!(ended.json()["version"], 3);
        assert_eq!(ended.json()["visit"]["people_met"][1]["role"], "worker");
    }

    async fn a_visit_takes_no_step_that_cannot_be_and_says_what_a_step_needs(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let refused = change(&sita, &path(&id), &json!({ "status": "done" })).await;
        assert_eq!(refused.faults(), [fault("/ended_at", "missing_member"), fault("/outcome", "missing_member")]);
        let refused = change(&sita, &path(&id), &json!({ "status": "planned" })).await;
        assert_eq!(refused.faults(), [fault("/status", "not_a_next_step")]);
        let refused = change(&sita, &path(&id), &json!({ "not_done_reason": "closed", "kind": "complaint" })).await;
        assert_eq!(refused.faults(), [fault("/kind", "unknown_value")]);
        let refused = change(&sita, &path(&id), &json!({ "not_done_reason": "closed", "outcome": "in_order" })).await;
        assert_eq!(refused.faults(), [fault("/outcome", "only_with"), fault("/not_done_reason", "only_with")]);
        let refused = change(&sita, &path(&id), &json!({ "started_at": "2031-01-01T00:00:00Z" })).await;
        assert_eq!(refused.faults(), [fault("/started_at", "in_the_future")]);
        let other = workplace(&sita).await;
        let refused = change(&sita, &path(&id), &json!({ "establishment_id": other })).await;
        assert!(refused.faults().contains(&fault("/establishment_id", "never_changes")));
        let refused = change(&sita, &path(&id), &json!({ "persons": ["Ali"] })).await;
        assert_eq!(refused.faults(), [fault("/persons", "unknown_member")]);
        assert_eq!(sita.get(&path(&id)).await.json()["version"], 1);
    }

    async fn one_that_could_not_be_made_says_why_and_is_planned_again(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let not_done = json!({ "status": "not_done", "not_done_reason": "entry_refused",
            "obstruction": { "code": "entry_refused", "description": "The gate stayed shut." } });
        change(&sita, &path(&id), &not_done).await.assert_status(200);
        let again = json!({ "status": "planned", "not_done_reason": null, "planned_on": "2026-12-14" });
        let again = change(&sita, &path(&id), &again).await;
        again.assert_status(200);
        assert_eq!(again.json()["visit"].get("not_done_reason"), None);
    }

    async fn a_change_names_the_version_that_was_read(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let tag = sita.get(&path(&id)).await.header("etag").unwrap().to_owned();
        sita.patch(&path(&id), &tag, &json!({ "announced": true })).await.assert_status(200);
        sita.patch(&path(&id), &tag, &json!({ "announced": false })).await.assert_problem(412, "stale");
    }

    async fn visits_are_found_by_inspector_state_day_and_establishment(app: TestApp) {
        let own = inspectorate(&app).await;
        let (sita, ravi) = (inspector(&app, own).await, inspector(&app, own).await);
        let establishment = workplace(&sita).await;
        let begun = begin(&sita, &establishment).await;
        app.clock.advance(std::time::Duration::from_secs(1));
        let other = workplace(&sita).await;
        let new = json!({ "establishment_id": other, "kind": "routine", "planned_on": "2026-12-07",
            "team": [ravi.account.unwrap().to_string()] });
        let planned = id_of(&sita.post(VISITS, &new).await);
        let found = |query: &str| {
            let (path, sita) = (format!("{VISITS}{query}"), &sita);
            async move {
                let found = items(&sita.get(&path).await);
                found.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<String>>()
            }
        };
        assert_eq!(found("").await, [planned.clone(), begun.clone()]);
        assert_eq!(found("?mine=true").await, std::slice::from_ref(&begun));
        assert_eq!(found("?status=planned").await, std::slice::from_ref(&planned));
        assert_eq!(found("?planned_on=2026-12-07").await, std::slice::from_ref(&planned));
        assert_eq!(found(&format!("?establishment_id={establishment}")).await, std::slice::from_ref(&begun));
        let first = sita.get(&format!("{VISITS}?limit=1")).await.json();
        let next = first["next"].as_str().unwrap();
        let second = sita.get(&format!("{VISITS}?limit=1&cursor={next}")).await;
        assert_eq!(items(&second)[0]["id"], json!(begun));
        assert_eq!(second.json()["next"], json!(null));
    }

    async fn only_the_team_writes_and_only_the_inspectorate_reads(app: TestApp) {
        let own = inspectorate(&app).await;
        let (sita, ravi) = (inspector(&app, own).await, inspector(&app, own).await);
        let id = visit(&sita).await;
        let tag = ravi.get(&path(&id)).await.assert_status(200).header("etag").unwrap().to_owned();
        let patch = json!({ "announced": true });
        ravi.patch(&path(&id), &tag, &patch).await.assert_problem(403, "not_of_the_team");
        let record = json!({ "kind": "finding", "document": super::finding() });
        let records = format!("{}/records", path(&id));
        ravi.post(&records, &record).await.assert_problem(403, "not_of_the_team");
        // Another inspectorate of the same country sees nothing of it, and cannot take its id.
        let stranger = super::sita(&app).await;
        stranger.get(&path(&id)).await.assert_problem(404, "not_found");
        stranger.get(&format!("{}/history", path(&id))).await.assert_problem(404, "not_found");
        stranger.post(&records, &record).await.assert_problem(404, "not_found");
        let elsewhere = workplace(&stranger).await;
        let same = json!({ "id": id, "establishment_id": elsewhere, "kind": "routine" });
        stranger.post(VISITS, &same).await.assert_problem(409, "id_taken");
        let union = app.organisation("A union (made up)", &["MY"], &["safety_inspection"]).await;
        let no_inspector = app.member(union, &[Role::Inspector]).await;
        no_inspector.get(VISITS).await.assert_problem(403, "forbidden");
    }

    async fn a_visit_is_given_to_others_and_who_had_it_stays_known(app: TestApp) {
        let own = inspectorate(&app).await;
        let (sita, ravi) = (inspector(&app, own).await, inspector(&app, own).await);
        let id = visit(&sita).await;
        let (first, second) = (sita.account.unwrap().to_string(), ravi.account.unwrap().to_string());
        let stranger = super::sita(&app).await.account.unwrap().to_string();
        let team = format!("{}/team", path(&id));
        let refused = ravi.post(&team, &json!({ "team": [second, stranger] })).await;
        assert_eq!(refused.faults(), [fault("/team/1", "not_an_inspector")]);
        app.clock.advance(std::time::Duration::from_mins(1));
        ravi.post(&team, &json!({ "team": [second] })).await.assert_status(200);
        let known = sita.get(&team).await.json();
        assert_eq!(known["team"], json!([second]));
        assert_eq!(known["changes"][0]["before"], json!([first]));
        assert_eq!(known["changes"][0]["after"], json!([second]));
        assert_eq!(known["changes"][0]["account_id"], json!(second));
        let refused = change(&sita, &path(&id), &json!({ "announced": true })).await;
        refused.assert_problem(403, "not_of_the_team");
    }
}
