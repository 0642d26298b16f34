//! Employers whom workers name, and what becomes of them.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{
    EMPLOYERS, QUEUE, decide, file, looked_up, named, propose, registrar, review, reviews_of,
};
use crate::agencies::{items, names};
use crate::harness::TestApp;
use crate::on_both;
use crate::reviews::scores::assert_sound;
use crate::reviews::{self, moderator, publish};

const OWN: &str = "/v1/receipt/review";

async fn found(app: &TestApp, query: &str) -> Vec<String> {
    names(&items(&app.get(&format!("{EMPLOYERS}{query}")).await))
}

on_both! {
    async fn who_is_only_named_is_not_there(app: TestApp) {
        let named = app.post(EMPLOYERS, &named()).await;
        named.assert_status(201);
        let body = named.json();
        let id = body["id"].as_str().unwrap();
        assert_eq!((&body["status"], &body["reviews"]), (&json!("open"), &json!(reviews_of(id))));
        app.get(&format!("{EMPLOYERS}/{id}")).await.assert_problem(404, "not_found");
        app.get(&reviews_of(id)).await.assert_problem(404, "not_found");
        app.get(&format!("/v1/agencies/{id}")).await.assert_problem(404, "not_found");
        app.get("/v1/registers/named_by_workers/runs").await.assert_problem(404, "not_found");
        for query in ["", "?country=SG", "?search=vidalgo", "?search=2026-0077Z"] {
            assert_eq!(found(&app, query).await, [""; 0], "{query}");
        }
        let registers = items(&app.get("/v1/registers").await);
        assert!(registers.iter().all(|held| held["register"] != "named_by_workers"));
        // A thief of the database does not read whom somebody accuses.
        for secret in ["Vidalgo", "vidalgo", "0077Z"] {
            assert_eq!(app.where_is(secret).await, [""; 0], "{secret}");
        }
    }

    async fn a_private_household_is_refused_and_nothing_is_stored(app: TestApp) {
        let mut household = named();
        household["id"] = json!("0c0f6d4e-8a51-4c7b-9d3e-5f2a1b7c8d90");
        household["is_private_household"] = json!(true);
        let refused = app.post(EMPLOYERS, &household).await;
        let problem = refused.assert_problem(422, "private_household");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("/v1/assistance-requests") && detail.contains("/v1/safety-reports"));
        let by = registrar(&app).await;
        assert_eq!(items(&by.get(QUEUE).await), Vec::<Value>::new());
        assert_eq!(app.where_is("Vidalgo").await, [""; 0]);
        let id = "0c0f6d4e-8a51-4c7b-9d3e-5f2a1b7c8d90";
        app.post(&reviews_of(id), &review(1)).await.assert_problem(404, "not_found");
        // Who does not say whether it is one says nothing of use.
        household.as_object_mut().unwrap().remove("is_private_household");
        let lacking = app.post(EMPLOYERS, &household).await;
        assert_eq!(lacking.faults()[0].0, "/is_private_household");
    }

    async fn an_accepted_employer_has_a_page_and_its_reviews_can_be_published(app: TestApp) {
        let id = propose(&app).await;
        let mut all = Vec::new();
        for score in [1, 2, 3] {
            all.push(file(&app, &id, score).await);
        }
        let own = app.holder_of(&all[0].code).get(OWN).await.json();
        assert_eq!((&own["about"], &own["status"]), (&json!("proposed_employer"), &json!("pending")));
        assert!(own["what_happens_next"].as_str().unwrap().contains("looks up the employer"));

        let by = registrar(&app).await;
        let queued = by.get("/v1/staff/reviews").await.json()["items"][0].clone();
        assert_eq!((&queued["about"], &queued["agency_name"]), (&json!("proposed_employer"), &Value::Null));
        let refused = reviews::decide(&by, &all[0], "publish", &json!({})).await;
        refused.assert_problem(409, "employer_not_accepted");

        let opened = by.get(&format!("{QUEUE}/{id}")).await.assert_status(200).json();
        assert_eq!(opened["written"]["name"], "Vidalgo Sample Shipyard");
        assert_eq!((&opened["reviews_waiting"], &opened["alike"]), (&json!(3), &json!([])));
        let accepted = decide(&by, &id, "accept", &looked_up()).await;
        assert_eq!(accepted.assert_status(200).json()["status"], "accepted");
        // Decided once; and what the worker wrote is gone.
        decide(&by, &id, "accept", &looked_up()).await.assert_problem(409, "conflict");
        assert_eq!(by.get(&format!("{QUEUE}/{id}")).await.json()["written"], Value::Null);
        assert_eq!(app.where_is("Jurong Vidalgo Road").await, [""; 0]);
        for query in ["", "?country=SG&sector=C", "?search=vidalgo", "?search=bao thinh", "?search=2026-0077Z"] {
            assert_eq!(found(&app, query).await, ["VIDALGO SAMPLE SHIPYARD PTE. LTD."], "{query}");
        }
        let page = app.get(&format!("{EMPLOYERS}/{id}")).await.assert_status(200).json();
        assert_eq!(page["source"]["url"], "https://companies.example/77");
        assert_eq!((&page["place"], &page["registration_number"]), (&json!("Jurong"), &json!("2026-0077Z")));
        for one in &all {
            publish(&by, one).await;
        }
        let listed = items(&app.get(&reviews_of(&id)).await);
        assert_eq!(listed.len(), 3);
        assert_eq!(app.audited(by.account.unwrap()).await[..3], [
            "opened review", "opened employer_proposal", "opened employer_proposal",
        ]);
    }

    async fn a_joined_employer_brings_its_reviews_along(app: TestApp) {
        let known = app.employer("Meridian Sample Yard (made up)").await;
        let id = propose(&app).await;
        let waiting = file(&app, &id, 1).await;
        let by = registrar(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        for wrong in [agency.to_string(), id.clone()] {
            let refused = decide(&by, &id, "join", &json!({ "employer_id": wrong })).await;
            let unknown = ("/employer_id".to_owned(), "unknown_employer".to_owned());
            assert_eq!(refused.faults(), [unknown]);
        }
        let joined = decide(&by, &id, "join", &json!({ "employer_id": known })).await;
        let joined = joined.assert_status(200).json();
        assert_eq!((&joined["status"], &joined["joined_into"]), (&json!("joined"), &json!(known)));
        publish(&by, &waiting).await;
        assert_eq!(app.rating(known).await["review_count"], 1);
        // Who has the old id on the phone finds the employer, and can still file with it.
        let page = app.get(&format!("{EMPLOYERS}/{id}")).await.assert_status(200).json();
        assert_eq!((&page["id"], &page["merged_into"]), (&json!(known), &json!(known)));
        let later = file(&app, &id, 5).await;
        let own = app.holder_of(&later.code).get(OWN).await.json();
        assert_eq!((&own["agency_id"], &own["about"]), (&json!(known), &json!("employer")));
        assert_eq!(app.where_is("Jurong Vidalgo Road").await, [""; 0]);
    }

    async fn of_a_refused_employer_nothing_is_left_to_read(app: TestApp) {
        let id = propose(&app).await;
        let waiting = file(&app, &id, 1).await;
        let by = registrar(&app).await;
        let refused = decide(&by, &id, "refuse", &json!({ "reason": "private_household" })).await;
        let refused = refused.assert_status(200).json();
        assert_eq!((&refused["status"], &refused["reason"]), (&json!("refused"), &json!("private_household")));
        assert_eq!(app.where_is("Vidalgo").await, [""; 0]);

        let holder = app.holder_of(&waiting.code);
        let own = holder.get(OWN).await;
        let body = own.json();
        assert_eq!((&body["status"], &body["rejection_reason"]), (&json!("rejected"), &json!("employer_refused")));
        assert!(body["what_happens_next"].as_str().unwrap().contains("private household"));
        // No moderator could publish it, so there is nothing to appeal against and nothing to change.
        assert_eq!(body["may_appeal_until"], Value::Null);
        let appeal = json!({ "statement": "It is a company" });
        holder.post("/v1/receipt/review/appeal", &appeal).await.assert_problem(409, "cannot_appeal");
        let tag = own.header("etag").unwrap().to_owned();
        let changed = holder.patch(OWN, &tag, &json!({ "overall": 2 })).await;
        changed.assert_problem(409, "employer_not_accepted");
        holder.delete(OWN).await.assert_status(204);
        app.post(&reviews_of(&id), &review(1)).await.assert_problem(404, "not_found");
        app.get(&format!("{EMPLOYERS}/{id}")).await.assert_problem(404, "not_found");
        let listed = items(&by.get(&format!("{QUEUE}?status=refused&country=SG")).await);
        assert_eq!(listed[0]["id"], *id);
        assert_eq!(items(&by.get(QUEUE).await), Vec::<Value>::new());
    }

    async fn who_turns_out_to_be_a_private_person_loses_the_page(app: TestApp) {
        let id = propose(&app).await;
        let by = registrar(&app).await;
        decide(&by, &id, "accept", &looked_up()).await.assert_status(200);
        let mut all = Vec::new();
        for score in [1, 2, 3] {
            let one = file(&app, &id, score).await;
            publish(&by, &one).await;
            all.push(one);
        }
        assert_eq!(items(&app.get(&reviews_of(&id)).await).len(), 3);
        decide(&by, &id, "refuse", &json!({ "reason": "private_household" })).await.assert_status(200);
        app.get(&format!("{EMPLOYERS}/{id}")).await.assert_problem(404, "not_found");
        app.get(&reviews_of(&id)).await.assert_problem(404, "not_found");
        assert_eq!(found(&app, "?search=vidalgo").await, [""; 0]);
        let own = app.holder_of(&all[0].code).get(OWN).await.json();
        assert_eq!((&own["status"], &own["rejection_reason"]), (&json!("rejected"), &json!("employer_refused")));
        assert_eq!(own["history"][2]["kind"], "removed");
        decide(&by, &id, "refuse", &json!({ "reason": "other" })).await.assert_problem(409, "conflict");
        assert_sound(&app);
    }

    async fn only_who_looks_after_registers_reads_what_was_written(app: TestApp) {
        let id = propose(&app).await;
        let path = format!("{QUEUE}/{id}");
        let moderator = moderator(&app).await;
        let organisation = app.organisation("Editors", &["SG"], &["registers"]).await;
        let editor = app.member(organisation, &[Role::Editor]).await;
        for by in [&moderator, &editor] {
            by.get(QUEUE).await.assert_problem(403, "forbidden");
            by.get(&path).await.assert_problem(403, "forbidden");
            let refuse = json!({ "reason": "other" });
            by.decide(&format!("{path}/refuse"), "\"v1\"", &refuse).await.assert_problem(403, "forbidden");
        }
        app.get(&path).await.assert_problem(401, "unauthenticated");
        let by = registrar(&app).await;
        let refuse = json!({ "reason": "other" });
        by.post(&format!("{path}/refuse"), &refuse).await.assert_problem(428, "precondition_required");
        let unknown = format!("{QUEUE}/0c0f6d4e-8a51-4c7b-9d3e-5f2a1b7c8d90");
        by.get(&unknown).await.assert_problem(404, "not_found");
        let mut wrong = looked_up();
        wrong["source"]["url"] = json!("javascript:alert(1)");
        let wrong = decide(&by, &id, "accept", &wrong).await;
        let not_web = ("/source/url".to_owned(), "not_a_web_address".to_owned());
        assert_eq!(wrong.faults(), [not_web]);
    }

    async fn a_second_proposal_is_shown_what_it_resembles(app: TestApp) {
        let by = registrar(&app).await;
        let first = propose(&app).await;
        decide(&by, &first, "accept", &looked_up()).await.assert_status(200);
        let second = propose(&app).await;
        let opened = by.get(&format!("{QUEUE}/{second}")).await.json();
        assert_eq!(opened["alike"][0]["id"], *first);
        let mut taken = named();
        taken["id"] = json!(second);
        app.post(EMPLOYERS, &taken).await.assert_problem(409, "id_taken");
    }

    async fn who_has_an_interest_decides_nothing_about_an_employer(app: TestApp) {
        let registrar = registrar(&app).await;
        let proposal = propose(&app).await;
        let path = format!("{QUEUE}/{proposal}");
        registrar.get(&path).await.assert_status(200);
        let interest = json!({ "agency_id": proposal, "reason": "My brother works there." });
        registrar.post("/v1/staff/interests", &interest).await.assert_status(201);
        registrar.get(&path).await.assert_problem(404, "not_found");
        let refused = json!({ "reason": "private_household" });
        registrar.decide(&format!("{path}/refuse"), "\"v1\"", &refused).await.assert_problem(404, "not_found");
    }
}
