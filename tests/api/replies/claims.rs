//! Who speaks for an agency.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{CLAIMS, claim, clerk, decide, decide_bare, own_reviews};
use crate::on_both;
use crate::reviews::moderator;

on_both! {
    async fn a_claim_gives_nothing_until_it_is_approved(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = moderator(&app).await;
        let clerk = clerk(&app, "Sunrise Manpower (made up)").await;
        let id = claim(&clerk, agency).await;
        clerk.get(&own_reviews(agency)).await.assert_problem(404, "not_found");

        let queue = by.get(CLAIMS).await;
        let entry = queue.json()["items"][0].clone();
        assert_eq!(entry["id"], *id);
        assert_eq!(entry["agency_name"], "Sunrise Manpower (made up)");
        assert_eq!(entry["contested"], false);
        assert!(!String::from_utf8(queue.body).unwrap().contains("secretary"));
        let path = format!("{CLAIMS}/{id}");
        let opened = by.get(&path).await;
        assert_eq!(opened.json()["statement"], "I am its secretary");
        assert_eq!(opened.json()["evidence"], "Certificate 00C0000");
        assert_eq!(opened.json()["organisation_name"], "Sunrise Manpower (made up)");
        decide_bare(&by, &path, "approve").await.assert_status(200);
        clerk.get(&own_reviews(agency)).await.assert_status(200);

        let own = clerk.get("/v1/staff/own-agency-claims").await.json();
        assert_eq!(own["items"][0]["status"], "approved");
        assert_eq!(app.audited(by.account.unwrap()).await, [
            "opened agency_claim", "opened agency_claim", "moved_on agency_claim approved",
        ]);
        assert_eq!(app.audited(clerk.account.unwrap()).await, ["moved_on agency_claim filed"]);
        // What was written lies nowhere readable.
        assert_eq!(app.where_is("I am its secretary").await, [""; 0]);
        assert_eq!(app.where_is("Certificate 00C0000").await, [""; 0]);
    }

    async fn a_claim_is_denied_or_revoked_with_a_reason(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = moderator(&app).await;
        let clerk = clerk(&app, "Sunrise Manpower (made up)").await;
        let path = format!("{CLAIMS}/{}", claim(&clerk, agency).await);
        by.decide(&format!("{path}/deny"), "\"v1\"", &json!({}))
            .await
            .assert_problem(422, "invalid_request");
        let why = json!({ "reason": "not_proved", "note": "Another agency's certificate" });
        by.post(&format!("{path}/deny"), &why).await.assert_problem(428, "precondition_required");
        decide(&by, &path, "revoke", &why).await.assert_problem(409, "conflict");
        let denied = decide(&by, &path, "deny", &why).await;
        assert_eq!(denied.assert_status(200).json()["status"], "denied");
        by.decide(&format!("{path}/deny"), "\"v1\"", &why).await.assert_problem(412, "stale");
        decide_bare(&by, &path, "approve").await.assert_problem(409, "conflict");
        let own = clerk.get("/v1/staff/own-agency-claims").await.json();
        assert_eq!(own["items"][0]["reason"], "not_proved");
        assert_eq!(own["items"][0]["note"], "Another agency's certificate");

        // It can be claimed again with better evidence, and revoked when it was approved.
        let again = format!("{CLAIMS}/{}", claim(&clerk, agency).await);
        decide_bare(&by, &again, "approve").await.assert_status(200);
        decide(&by, &again, "deny", &why).await.assert_problem(409, "conflict");
        let why = json!({ "reason": "no_longer_speaks" });
        decide(&by, &again, "revoke", &why).await.assert_status(200);
        clerk.get(&own_reviews(agency)).await.assert_problem(404, "not_found");
    }

    async fn who_claims_what_another_holds_is_seen_as_contesting(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = moderator(&app).await;
        let first = clerk(&app, "Sunrise Manpower (made up)").await;
        let held = format!("{CLAIMS}/{}", claim(&first, agency).await);
        decide_bare(&by, &held, "approve").await.assert_status(200);
        let body = json!({ "agency_id": agency, "statement": "Once more", "evidence": "None" });
        first.post(CLAIMS, &body).await.assert_problem(409, "claim_repeated");

        let rival = clerk(&app, "Harbour Link (made up)").await;
        let contesting = format!("{CLAIMS}/{}", claim(&rival, agency).await);
        assert_eq!(by.get(CLAIMS).await.json()["items"][0]["contested"], true);
        decide_bare(&by, &contesting, "approve").await.assert_problem(409, "profile_held");
        rival.get(&own_reviews(agency)).await.assert_problem(404, "not_found");
        first.get(&own_reviews(agency)).await.assert_status(200);
        // The claimant learns nothing of the other.
        let own = rival.get("/v1/staff/own-agency-claims").await.json();
        assert_eq!(own["items"].as_array().unwrap().len(), 1);
        assert_eq!(own["items"][0].get("contested"), None::<&Value>);

        decide(&by, &held, "revoke", &json!({ "reason": "someone_else_speaks" })).await
            .assert_status(200);
        decide_bare(&by, &contesting, "approve").await.assert_status(200);
        rival.get(&own_reviews(agency)).await.assert_status(200);
    }

    async fn claims_are_few_at_a_time_and_for_agencies_that_there_are(app: TestApp) {
        let clerk = clerk(&app, "Sunrise Manpower (made up)").await;
        let nothing = json!({ "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
            "statement": "Mine", "evidence": "None" });
        let refused = clerk.post(CLAIMS, &nothing).await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults(), [("/agency_id".to_owned(), "unknown_agency".to_owned())]);
        for _ in 0..5 {
            let agency = app.agency("Branch (made up)").await;
            claim(&clerk, agency).await;
        }
        let sixth = json!({ "agency_id": app.agency("Branch (made up)").await,
            "statement": "Mine", "evidence": "None" });
        clerk.post(CLAIMS, &sixth).await.assert_problem(409, "too_many_claims");
    }

    async fn only_who_moderates_decides_on_claims(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let clerk = clerk(&app, "Sunrise Manpower (made up)").await;
        let path = format!("{CLAIMS}/{}", claim(&clerk, agency).await);
        // An administrator does where the organisation moderates, and nowhere else.
        let desk = app.organisation("Help Desk", &["PH"], &["assistance"]).await;
        let chief = app.member(desk, &[Role::Administrator]).await;
        let room = app.organisation("Reading Room", &["PH"], &["moderation"]).await;
        let reader = app.member(room, &[Role::Administrator]).await;
        let worker = app.member(room, &[Role::CaseWorker]).await;
        for other in [&clerk, &chief, &worker] {
            other.get(CLAIMS).await.assert_problem(403, "forbidden");
            other.get(&path).await.assert_problem(403, "forbidden");
            let why = json!({ "reason": "other" });
            other.decide(&format!("{path}/deny"), "\"v1\"", &why).await
                .assert_problem(403, "forbidden");
        }
        for other in [&chief, &worker, &reader] {
            let body = json!({ "agency_id": agency, "statement": "Mine", "evidence": "None" });
            other.post(CLAIMS, &body).await.assert_problem(403, "forbidden");
        }
        decide_bare(&reader, &path, "approve").await.assert_status(200);
    }

    async fn a_representative_belongs_to_an_agency(app: TestApp) {
        let organisation = app.organisation("Help Desk", &["PH"], &["assistance"]).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let new = json!({ "name": "clerk@agency.example", "display_name": "Clerk",
            "roles": ["agency_representative"] });
        chief.post("/v1/staff/accounts", &new).await.assert_problem(409, "competence_missing");
        let agency = app.organisation("Sunrise (made up)", &["PH"], &[]).await;
        let chief = app.member(agency, &[Role::Administrator, Role::AgencyRepresentative]).await;
        chief.post("/v1/staff/accounts", &new).await.assert_status(201);
    }
}
