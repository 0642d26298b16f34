//! Two that may be one: proposed, merged by a person, and separated again.

use serde_json::{Value, json};

use super::{ESTABLISHMENTS, MATCHES, MERGES, fault, items, named, names, path, placed, yard};
use crate::harness::Person;
use crate::on_both;

/// The yard, and what somebody else registered about it. They share their number.
async fn two(by: &Person<'_>) -> (String, String) {
    let one = by.register(&yard()).await;
    let mut other = named("Meridian Shipbuilding");
    other["identifiers"] = json!([{ "scheme": "company_register", "value": "2026 0077z" },
        { "scheme": "tax_number", "value": "C-17" }]);
    other["isic"] = json!(["3011"]);
    (one, by.register(&other).await)
}

/// What is known of one, without what follows from it or tells of time.
fn known(page: &Value) -> Value {
    let mut page = page.clone();
    let members = page.as_object_mut().unwrap();
    members.remove("updated_at");
    members["risk"]
        .as_object_mut()
        .unwrap()
        .remove("computed_at");
    page
}

on_both! {
    async fn a_number_or_a_name_with_its_place_is_proposed_and_nothing_else(app: TestApp) {
        let sita = app.labour_inspector().await;
        let (one, other) = two(&sita).await;
        let found = sita.only_match().await;
        assert_eq!(found["reasons"], json!(["same_identifier"]));
        assert_eq!((&found["earlier"]["id"], &found["later"]["id"]), (&json!(one), &json!(other)));

        sita.register(&placed("Bahtera Textiles Sdn Bhd", 100)).await;
        sita.register(&placed("Bahtera Textiles", 101)).await;
        sita.register(&placed("Bahtera Textiles", 200)).await;
        sita.register(&placed("Rimba Timber", 100)).await;
        let open = items(&sita.get(MATCHES).await);
        assert_eq!(open.len(), 2);
        assert_eq!(open[1]["reasons"], json!(["same_name", "near"]));
    }

    async fn merged_they_are_one_and_both_ids_mean_it(app: TestApp) {
        let sita = app.labour_inspector().await;
        let (one, other) = two(&sita).await;
        sita.merge().await;
        let page = sita.establishment(&other).await;
        assert_eq!((&page["id"], &page["merged_ids"]), (&json!(one), &json!([other])));
        assert_eq!(page["isic"], json!(["3011", "4100"]));
        assert_eq!(page["identifiers"].as_array().unwrap().len(), 2);
        assert_eq!(page["workers"]["total"], 120);
        assert!(names(std::slice::from_ref(&page))[0].contains("Meridian Sample Yard"));
        let list = items(&sita.get(&format!("{ESTABLISHMENTS}?identifier=C17")).await);
        assert_eq!(list.len(), 1);
        assert_eq!(list[0]["id"], json!(one));
        assert_eq!(sita.events(&one).await[0]["act"], "merged");
        assert_eq!(sita.events(&other).await[0]["other_id"], json!(one));
        let tag = "\"v9\"";
        let refused = sita.patch(&path(&other), tag, &json!({ "size_band": "small" })).await;
        let problem = refused.assert_problem(409, "establishment_merged");
        assert!(problem["detail"].as_str().unwrap().contains(&one));
        assert_eq!(items(&sita.get(&format!("{MATCHES}?status=same")).await).len(), 1);
    }

    async fn undone_each_has_its_own_again_exactly(app: TestApp) {
        let sita = app.labour_inspector().await;
        let (one, other) = two(&sita).await;
        let supplier = sita.register(&named("Rimba Manpower")).await;
        let link = json!({ "kind": "supplies_labour_to", "to": other });
        sita.post(&format!("{}/links", path(&supplier)), &link).await.assert_status(200);
        let before = [known(&sita.establishment(&one).await), known(&sita.establishment(&other).await)];

        let merge = sita.merge().await;
        let together = sita.establishment(&one).await;
        assert_eq!(together["links"][0]["establishment_id"], json!(supplier));
        assert!(together["risk"].to_string().contains("labour_supplied"));

        sita.undo(&merge).await.assert_status(200);
        let after = [known(&sita.establishment(&one).await), known(&sita.establishment(&other).await)];
        assert_eq!(after, before);
        assert_eq!(sita.events(&one).await[0]["act"], "unmerged");
        assert_eq!(sita.events(&other).await[0]["reason"], "Two gates after all.");
        // Nothing of the merger is forgotten, and somebody can decide anew.
        let merger = sita.get(&format!("{MERGES}/{merge}")).await.json();
        assert_eq!(merger["undo_reason"], "Two gates after all.");
        sita.undo(&merge).await.assert_problem(409, "conflict");
        assert_eq!(sita.only_match().await["status"], "open");
        sita.merge().await;
    }

    async fn what_was_attached_or_changed_meanwhile_stays_with_the_one_that_stayed(app: TestApp) {
        let sita = app.labour_inspector().await;
        let (one, other) = two(&sita).await;
        let supplier = sita.register(&named("Rimba Manpower")).await;
        let merge = sita.merge().await;
        let link = json!({ "kind": "hosts", "to": one });
        sita.post(&format!("{}/links", path(&supplier)), &link).await.assert_status(200);
        let tag = sita.get(&path(&one)).await.header("etag").unwrap().to_owned();
        let counted = json!({ "workers": { "total": 300 }, "isic": ["3011", "3315"] });
        sita.patch(&path(&one), &tag, &counted).await.assert_status(200);

        sita.undo(&merge).await.assert_status(200);
        let (stayed, gone) = (sita.establishment(&one).await, sita.establishment(&other).await);
        assert_eq!(stayed["links"].as_array().unwrap().len(), 1);
        assert_eq!(stayed["workers"]["total"], 300);
        // Changed since: stays. Not changed since: goes back to what it was before the merger.
        assert_eq!(stayed["isic"], json!(["3011", "3315"]));
        assert_eq!(stayed["identifiers"], yard()["identifiers"]);
        assert_eq!((&gone["links"], &gone["isic"]), (&json!([]), &json!(["3011"])));
    }

    async fn of_several_mergers_the_newest_is_undone_first(app: TestApp) {
        let sita = app.labour_inspector().await;
        let (one, other) = two(&sita).await;
        let first = sita.merge().await;
        let third = sita.register(&named("Merid Yard")).await;
        let pair = json!({ "establishment_id": third, "other_id": one });
        let proposed = sita.post(MATCHES, &pair).await;
        proposed.assert_status(201);
        assert_eq!(proposed.json()["reasons"], json!(["proposed_by_person"]));
        sita.post(MATCHES, &pair).await.assert_problem(409, "conflict");
        let second = sita.merge().await;
        assert_eq!(sita.establishment(&one).await["merged_ids"].as_array().unwrap().len(), 2);
        sita.undo(&first).await.assert_problem(409, "merged_since");
        sita.undo(&second).await.assert_status(200);
        sita.undo(&first).await.assert_status(200);
        for id in [&one, &other, &third] {
            assert_eq!(&sita.establishment(id).await["id"], id);
        }
        assert_eq!(items(&sita.get(MERGES).await).len(), 2);
    }

    async fn two_that_are_two_are_not_proposed_again(app: TestApp) {
        let sita = app.labour_inspector().await;
        let (one, _) = two(&sita).await;
        let found = sita.only_match().await;
        let at = format!("{MATCHES}/{}", found["id"].as_str().unwrap());
        let different = json!({ "decision": "different", "reason": "The number was typed wrongly." });
        let decided = sita.decide_now(&at, "decide", &different).await;
        assert_eq!((&decided.json()["status"], &decided.json()["merge_id"]), (&json!("different"), &Value::Null));
        sita.decide_now(&at, "decide", &different).await.assert_problem(409, "conflict");
        let tag = sita.get(&path(&one)).await.header("etag").unwrap().to_owned();
        let renamed = json!({ "names": [{ "name": "Meridian Shipbuilding Yard" }] });
        sita.patch(&path(&one), &tag, &renamed).await.assert_status(200);
        assert!(items(&sita.get(MATCHES).await).is_empty());
        let refused = sita.post(MATCHES, &json!({ "establishment_id": one, "other_id": one })).await;
        assert_eq!(refused.faults(), [fault("/other_id", "same_establishment")]);
    }

    async fn another_countrys_matches_are_not_there(app: TestApp) {
        let sita = app.labour_inspector().await;
        two(&sita).await;
        let at = format!("{MATCHES}/{}", sita.only_match().await["id"].as_str().unwrap());
        let elsewhere = app.labour_inspectorate(&["SG"]).await;
        let elsewhere = app.member(elsewhere, &[tulay::identity::permissions::Role::Inspector]).await;
        assert!(items(&elsewhere.get(MATCHES).await).is_empty());
        elsewhere.get(&at).await.assert_problem(404, "not_found");
    }
}
