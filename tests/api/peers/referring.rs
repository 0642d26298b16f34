//! A case goes to another country, and the answer comes back.

use serde_json::json;

use super::{NARRATIVE, Pair, REPORT};
use crate::on_both;

on_both! {
    async fn a_case_goes_across_and_comes_back_done(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        let made = case.refer().await;
        assert_eq!(pair.destination.referrals("received").await.len(), 0);
        assert_eq!(pair.origin.deliver().await, 1);

        let received = pair.destination.referrals("received").await;
        assert_eq!(received.len(), 1);
        let here = received[0]["id"].as_str().unwrap();
        assert_eq!(received[0]["status"], "offered");
        assert_eq!(received[0]["sender"]["name"], pair.origin.name);
        let opened = pair.destination.open(here).await;
        assert_eq!(opened["case_file"]["narrative"], NARRATIVE);
        assert_eq!(opened["case_file"]["issue_codes"], json!(["unpaid_wages"]));
        // What the consent does not cover is not there.
        assert!(opened["case_file"].get("place").is_none(), "{opened}");

        pair.destination.say(here, "acceptance", &json!({})).await;
        assert_eq!(case.seen_by_worker().await["status"], "offered");
        assert_eq!(pair.destination.deliver().await, 2);
        assert_eq!(case.seen_by_worker().await["status"], "accepted");

        let done = json!({ "outcome": "service_given", "report": REPORT });
        pair.destination.say(here, "completion", &done).await;
        assert_eq!(pair.destination.deliver().await, 1);
        let seen = case.seen_by_worker().await;
        assert_eq!(seen["status"], "done");
        assert_eq!(seen["outcome"], "service_given");
        assert_eq!(pair.origin.open(&made).await["report"], REPORT);

        // Nothing of it was on the line for others to read.
        for sent in [pair.destination.line.messages(), pair.origin.line.messages()].concat() {
            assert_eq!(sent.status(), 200);
            let text = String::from_utf8_lossy(&sent.bytes);
            for told in ["Planted", "unpaid_wages", "service_given"] {
                assert!(!text.contains(told), "{told} is on the line");
            }
        }
    }

    async fn a_rejection_comes_back_with_its_reason(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        case.refer().await;
        pair.origin.deliver().await;
        let received = pair.destination.referrals("received").await;
        let here = received[0]["id"].as_str().unwrap();
        pair.destination.say(here, "rejection", &json!({ "reason": "no_capacity" })).await;
        pair.destination.deliver().await;

        let seen = case.seen_by_worker().await;
        assert_eq!(seen["status"], "rejected");
        assert_eq!(seen["reason"], "no_capacity");
        assert_eq!(pair.destination.open(here).await["case_file"], json!(null));
    }

    async fn withdrawn_consent_destroys_the_case_file_on_the_other_server(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        case.refer().await;
        pair.origin.deliver().await;
        let received = pair.destination.referrals("received").await;
        let here = received[0]["id"].as_str().unwrap();
        pair.destination.say(here, "acceptance", &json!({})).await;
        pair.destination.deliver().await;

        case.withdraw_consent().await;
        assert_eq!(pair.origin.deliver().await, 1);
        let opened = pair.destination.open(here).await;
        assert_eq!(opened["status"], "revoked");
        assert_eq!(opened["case_file"], json!(null));
        assert_eq!(case.seen_by_worker().await["status"], "revoked");
    }

    async fn an_erased_request_is_forgotten_on_the_other_server(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        case.refer().await;
        pair.origin.deliver().await;
        case.worker.delete("/v1/receipt/assistance-request").await.assert_status(204);
        assert_eq!(pair.origin.deliver().await, 1);
        let received = pair.destination.referrals("received").await;
        assert_eq!(received[0]["status"], "revoked");
    }

    async fn only_organisations_that_the_other_server_named_can_be_chosen(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        for (peer, organisation) in [
            (json!(pair.there), json!(pair.origin.organisation)),
            (json!(pair.origin.organisation), json!(pair.destination.organisation)),
        ] {
            let consent = json!({ "purpose": "referral", "fields": ["narrative"],
                "recipient": { "peer_id": peer, "organisation_id": organisation } });
            let refused = case.worker.post(super::CONSENTS, &consent).await;
            refused.assert_problem(422, "invalid_request");
        }
    }
}
