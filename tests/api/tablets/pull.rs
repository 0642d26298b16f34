//! What tablets are told.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{PULL, PUSH, Tablet, change, document, new_answer, new_visit};
use crate::harness::Response;
use crate::on_both;

fn of_entity<'c>(changes: &'c [Value], entity: &str) -> Vec<&'c Value> {
    changes
        .iter()
        .filter(|change| change["entity"] == entity)
        .collect()
}

on_both! {
    async fn a_new_tablet_gets_everything_and_then_what_has_changed(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let visit = tablet.make_visit(&establishment).await;
        let answer = new_answer(&app, &visit, &json!("no"));
        tablet.push_one(&answer).await;
        let (all, cursor) = tablet.pull_after(None).await;
        assert_eq!(all.len(), 3, "{all:#?}");
        let card = &of_entity(&all, "establishment")[0]["establishment"];
        assert_eq!(card["names"][0]["name"], "Meridian Sample Yard");
        assert_eq!(card["current_id"], json!(establishment));
        // Nothing on a lost tablet shows that somebody spoke.
        assert!(card.get("reports").is_none() && card.get("risk").is_none());
        let record = all.iter().find(|one| one["id"] == answer["entity_id"]).unwrap();
        assert_eq!(record["record"]["version"], 1);
        assert_eq!(tablet.pull_after(Some(&cursor)).await.0, Vec::<Value>::new());
        tablet.push_one(&change(&app, &answer, 1, &json!({ "value": "yes" }))).await;
        let (changed, cursor) = tablet.pull_after(Some(&cursor)).await;
        assert_eq!(changed.len(), 1);
        assert_eq!(document(&changed, &answer["entity_id"])["value"], "yes");
        // A tablet that was away for a year just goes on.
        app.clock.advance(Duration::from_hours(24 * 365));
        tablet.push_one(&change(&app, &answer, 2, &json!({ "note": "Still so." }))).await;
        let (changed, _) = tablet.pull_after(Some(&cursor)).await;
        assert_eq!(document(&changed, &answer["entity_id"])["note"], "Still so.");
    }

    async fn what_is_not_theirs_any_more_is_forgotten(app: TestApp) {
        let (first, _, establishment) = app.tablet().await;
        let colleague = app.member(first.organisation, &[Role::Inspector]).await;
        let second = Tablet::of(&app, first.organisation, colleague.account.unwrap()).await;
        let visit = first.make_visit(&establishment).await;
        let answer = new_answer(&app, &visit, &json!("no"));
        first.push_one(&answer).await;
        assert_eq!(second.everything().await, Vec::<Value>::new());
        first.assign(&visit, &establishment, &[first.account, second.account]).await;
        let (all, cursor) = second.pull_after(None).await;
        assert_eq!(all.len(), 3);
        first.assign(&visit, &establishment, &[first.account]).await;
        let (gone, _) = second.pull_after(Some(&cursor)).await;
        assert_eq!(gone.len(), 3);
        assert!(gone.iter().all(|one| one["is_gone"] == true && one.get("record").is_none()));
        // One that begins with nothing never hears of it.
        assert_eq!(second.everything().await, Vec::<Value>::new());
        assert_eq!(first.everything().await.len(), 3);
    }

    async fn what_goes_while_a_tablet_is_being_filled_is_told(app: TestApp) {
        let (first, _, establishment) = app.tablet().await;
        let colleague = app.member(first.organisation, &[Role::Inspector]).await;
        let second = Tablet::of(&app, first.organisation, colleague.account.unwrap()).await;
        let visit = first.make_visit(&establishment).await;
        let team = [first.account, second.account];
        first.assign(&visit, &establishment, &team).await;
        let page = second.post(PULL, &json!({ "limit": 1 })).await.json();
        assert_eq!((page["changes"].as_array().unwrap().len(), &page["has_more"]), (1, &json!(true)));
        first.assign(&visit, &establishment, &[first.account]).await;
        let (rest, _) = second.pull_after(page["cursor"].as_str()).await;
        let told = page["changes"][0]["id"].clone();
        assert!(rest.iter().any(|one| one["id"] == told && one["is_gone"] == true), "{rest:#?}");
    }

    async fn pages_are_bounded_and_nothing_is_left_out(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        let visit = tablet.make_visit(&establishment).await;
        let long = json!("x".repeat(4_000));
        for _ in 0..3 {
            let mut many: Vec<Value> = (0..14).map(|_| new_answer(&app, &visit, &long)).collect();
            for answer in &mut many {
                answer["fields_changed"]["note"] = long.clone();
            }
            tablet.push(&many).await;
        }
        let first = tablet.post(PULL, &json!({})).await;
        assert!(first.body.len() < 300_000, "{}", first.body.len());
        assert_eq!(first.json()["has_more"], true);
        let (mut seen, mut cursor) = (Vec::new(), Value::Null);
        loop {
            let page = tablet.post(PULL, &json!({ "cursor": cursor, "limit": 2 })).await.json();
            let changes = page["changes"].as_array().unwrap();
            assert!(changes.len() <= 2);
            seen.extend(changes.iter().map(|change| change["id"].to_string()));
            cursor = page["cursor"].clone();
            if page["has_more"] == false {
                break;
            }
        }
        assert_eq!(seen.len(), 44);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 44);
    }

    async fn a_cursor_is_its_inspectors_own(app: TestApp) {
        let (tablet, _, establishment) = app.tablet().await;
        tablet.make_visit(&establishment).await;
        let (_, cursor) = tablet.pull_after(None).await;
        let (other, _, _) = app.tablet().await;
        for cursor in [cursor.as_str(), "nonsense"] {
            let refused = other.post(PULL, &json!({ "cursor": cursor })).await;
            refused.assert_problem(400, "invalid_cursor");
        }
    }

    async fn establishments_that_change_reach_the_tablets_that_carry_them(app: TestApp) {
        let (tablet, desk, establishment) = app.tablet().await;
        let other = desk.establishment_named("Sample Yard of Meridian").await;
        tablet.make_visit(&establishment).await;
        let (_, cursor) = tablet.pull_after(None).await;
        let path = format!("/v1/staff/establishments/{establishment}");
        let tag = desk.get(&path).await.header("etag").unwrap().to_owned();
        let renamed = json!({ "names": [{ "name": "Meridian New Yard" }] });
        desk.patch(&path, &tag, &renamed).await.assert_status(200);
        let elsewhere = format!("/v1/staff/establishments/{other}");
        let tag = desk.get(&elsewhere).await.header("etag").unwrap().to_owned();
        let renamed = json!({ "names": [{ "name": "Nobody carries it" }] });
        desk.patch(&elsewhere, &tag, &renamed).await.assert_status(200);
        let (changed, _) = tablet.pull_after(Some(&cursor)).await;
        assert_eq!(changed.len(), 1, "{changed:#?}");
        assert_eq!(changed[0]["establishment"]["names"][0]["name"], "Meridian New Yard");
    }

    async fn code_lists_are_named_when_they_are_others(app: TestApp) {
        let (tablet, _, _) = app.tablet().await;
        let page = tablet.post(PULL, &json!({})).await.json();
        let lists = page["code_lists"].as_array().unwrap();
        let hazards = lists.iter().find(|list| list["name"] == "hazard_codes").unwrap();
        assert!(hazards["version"].as_str().unwrap().len() > 20);
        let known = json!({ "code_lists_version": page["code_lists_version"] });
        let page = tablet.post(PULL, &known).await.json();
        assert!(page.get("code_lists").is_none());
    }

    async fn a_pull_takes_as_many_statements_for_one_as_for_many(app: TestApp) {
        let (tablet, desk, _) = app.tablet().await;
        let watched = app.watched();
        // An instance reads the keys that sign tokens when it first needs them.
        tablet.post_to(watched.app(), PULL, &json!({})).await.assert_status(200);
        let (mut counts, mut cursor) = (Vec::new(), Value::Null);
        for number in [1, 40] {
            let mut operations = Vec::new();
            for visited in 0..number {
                let establishment = desk.establishment_named(&format!("Yard {number} {visited}")).await;
                let visit = new_visit(&app, &establishment);
                operations.push(new_answer(&app, visit["entity_id"].as_str().unwrap(), &json!("no")));
                operations.push(visit);
            }
            tablet.post(PUSH, &json!({ "operations": operations })).await.assert_status(200);
            watched.statements();
            let pulled = tablet.post_to(watched.app(), PULL, &json!({ "cursor": cursor })).await;
            let pulled = pulled.assert_status(200).json();
            assert_eq!(pulled["changes"].as_array().unwrap().len(), 3 * number);
            cursor = pulled["cursor"].clone();
            counts.push(watched.statements());
        }
        assert_eq!(counts[0].len(), counts[1].len(), "{:#?}", counts[1]);
        assert!(counts[0].len() < 25, "{:#?}", counts[0]);
    }

    async fn without_a_token_nothing_is_told(app: TestApp) {
        for path in [PULL, PUSH] {
            let request = app.request(Method::POST, path).json(&json!({}));
            Response::of(request).await.assert_problem(401, "unauthenticated");
        }
    }
}
