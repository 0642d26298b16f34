//! Two who change the same: what stands, what is merged, and what a person decides.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{CONFLICTS, Tablet, after, change, document, new_answer};
use crate::harness::TestApp;
use crate::on_both;

/// Two inspectors with a visit and an answer that both know.
async fn pair(app: &TestApp) -> (Tablet<'_>, Tablet<'_>, Value, String) {
    let (first, _, establishment) = app.tablet().await;
    let colleague = app.member(first.organisation, &[Role::Inspector]).await;
    let second = Tablet::of(app, first.organisation, colleague.account.unwrap()).await;
    let visit = first.make_visit(&establishment).await;
    first
        .assign(&visit, &establishment, &[first.account, second.account])
        .await;
    let answer = new_answer(app, &visit, &json!("no"));
    assert_eq!(first.push_one(&answer).await["outcome"], "applied");
    (first, second, answer, establishment)
}

on_both! {
    async fn changes_of_different_members_are_merged(app: TestApp) {
        let (first, second, answer, _) = pair(&app).await;
        let one = first.push_one(&change(&app, &answer, 1, &json!({ "value": "yes" }))).await;
        assert_eq!((&one["outcome"], &one["version"]), (&json!("applied"), &json!(2)));
        let other = change(&app, &answer, 1, &json!({ "note": "Seen from the gate." }));
        let merged = second.push_one(&other).await;
        assert_eq!((&merged["outcome"], &merged["version"]), (&json!("parallel_merged"), &json!(3)));
        for tablet in [&first, &second] {
            let said = document(&tablet.everything().await, &answer["entity_id"]);
            assert_eq!((&said["value"], &said["note"]), (&json!("yes"), &json!("Seen from the gate.")));
        }
        // The same word twice is no conflict.
        let same = change(&app, &answer, 1, &json!({ "value": "yes" }));
        assert_eq!(second.push_one(&same).await["outcome"], "parallel_merged");
    }

    async fn of_two_changes_of_one_member_the_first_stays_and_the_other_is_kept(app: TestApp) {
        let (first, second, answer, _) = pair(&app).await;
        first.push_one(&change(&app, &answer, 1, &json!({ "value": "yes" }))).await;
        let mine = json!({ "value": "not_applicable", "note": "No machine here." });
        let clash = change(&app, &answer, 1, &mine);
        let result = second.push_one(&clash).await;
        assert_eq!(result["outcome"], "conflict");
        let kept = &result["conflict"];
        assert_eq!(kept["mine"], json!({ "value": "not_applicable" }));
        assert_eq!(kept["theirs"], json!({ "value": "yes" }));
        assert_eq!(kept["base"], json!({ "value": "no" }));
        assert_eq!(kept["reason"], "same_member");
        let said = document(&second.everything().await, &answer["entity_id"]);
        assert_eq!((&said["value"], &said["note"]), (&json!("yes"), &json!("No machine here.")));
        let again = second.push_one(&clash).await;
        assert_eq!((&again["outcome"], &again["conflict"]["id"]), (&json!("duplicate"), &kept["id"]));
        // What follows on the same branch still does not know of the other.
        let later = after(&app, &clash, &json!({ "value": "unsure" }));
        assert_eq!(second.push_one(&later).await["outcome"], "conflict");
    }

    async fn a_person_decides_a_conflict(app: TestApp) {
        let (first, second, answer, _) = pair(&app).await;
        first.push_one(&change(&app, &answer, 1, &json!({ "value": "yes" }))).await;
        let clash = change(&app, &answer, 1, &json!({ "value": "not_applicable" }));
        let kept = second.push_one(&clash).await["conflict"]["id"].as_str().unwrap().to_owned();
        let desk = app.member(first.organisation, &[Role::Inspector]).await;
        let open = desk.get(CONFLICTS).await.assert_status(200).json();
        assert_eq!(open["items"].as_array().unwrap().len(), 1);
        assert_eq!(open["items"][0]["account_id"], second.account.to_string());
        let path = format!("{CONFLICTS}/{kept}");
        let resolve = format!("{path}/resolve");
        let refused = desk.post(&resolve, &json!({ "take": ["colour"] })).await;
        refused.assert_problem(422, "invalid_request");
        // Of another inspectorate there is none.
        let (_, stranger) = app.tablet_office().await;
        stranger.get(&path).await.assert_problem(404, "not_found");
        stranger.post(&resolve, &json!({ "take": [] })).await.assert_problem(404, "not_found");
        let resolved = desk.post(&resolve, &json!({ "take": ["value"] })).await;
        resolved.assert_status(200);
        assert_eq!(resolved.json()["taken"], json!(["value"]));
        let said = document(&first.everything().await, &answer["entity_id"]);
        assert_eq!(said["value"], "not_applicable");
        desk.post(&resolve, &json!({ "take": [] })).await.assert_problem(409, "conflict");
        assert_eq!(desk.get(CONFLICTS).await.json()["items"], json!([]));
        assert_eq!(desk.get(&path).await.json()["mine"], json!({ "value": "not_applicable" }));
    }

    async fn what_does_not_fit_with_what_others_did_is_kept_whole(app: TestApp) {
        let (first, second, answer, _) = pair(&app).await;
        // Nobody can say whether it would have fitted had the other one known: a person looks.
        first.push_one(&change(&app, &answer, 1, &json!({ "note": "x" }))).await;
        let wrong = change(&app, &answer, 1, &json!({ "value": "yes", "item_code": null }));
        let result = second.push_one(&wrong).await;
        assert_eq!(result["outcome"], "conflict");
        assert_eq!(result["conflict"]["reason"], "does_not_fit");
        assert_eq!(result["conflict"]["mine"], wrong["fields_changed"]);
        assert_eq!(document(&first.everything().await, &answer["entity_id"])["value"], "no");
    }

    async fn what_was_written_before_a_visit_was_given_away_is_not_lost(app: TestApp) {
        let (first, second, answer, establishment) = pair(&app).await;
        let visit = answer["visit_id"].as_str().unwrap().to_owned();
        first.assign(&visit, &establishment, &[first.account]).await;
        let changed = change(&app, &answer, 1, &json!({ "value": "yes" }));
        let made = new_answer(&app, &visit, &json!("unsure"));
        let results = second.push(&[changed, made.clone()]).await;
        for result in &results {
            assert_eq!(result["outcome"], "conflict");
            assert_eq!(result["conflict"]["reason"], "not_assigned");
        }
        assert_eq!(document(&first.everything().await, &answer["entity_id"])["value"], "no");
        let desk = app.member(first.organisation, &[Role::Inspector]).await;
        let open = desk.get(&format!("{CONFLICTS}?visit_id={visit}")).await.json();
        assert_eq!(open["items"].as_array().unwrap().len(), 2);
        // One that was never made is made by whoever takes it.
        let kept = results[1]["conflict"]["id"].as_str().unwrap();
        let take = json!({ "take": ["item_code", "checklist_hash", "value"] });
        desk.post(&format!("{CONFLICTS}/{kept}/resolve"), &take).await.assert_status(200);
        let said = document(&first.everything().await, &made["entity_id"]);
        assert_eq!(said["value"], "unsure");
    }
}
