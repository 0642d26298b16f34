//! Whoever has an interest in an agency does not moderate what is about it.

use serde_json::json;
use tulay::identity::permissions::Role;

use super::{
    CLAIMS, claim, clerk, first_public, in_queue, reply_path, reports_path, said, speaker,
};
use crate::on_both;
use crate::reviews::{agency_with, file, moderator};

on_both! {
    async fn what_is_about_an_agency_is_not_there_for_who_claims_it(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let (clerk, _) = speaker(&app, &by, agency).await;
        let review = first_public(&app, agency).await;
        let reply = in_queue(&clerk.post(&reply_path(agency, &review), &said("No")).await);
        let report = json!({ "reason": "pii", "statement": "It names me" });
        let report = clerk.post(&reports_path(agency, &review), &report).await;
        let report = format!("/v1/staff/review-reports/{}", report.json()["id"].as_str().unwrap());
        let waiting = format!("/v1/staff/reviews/{}", file(&app, agency, 4).await.id);
        let (elsewhere, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let of_other = format!("/v1/staff/reviews/{}", file(&app, elsewhere, 4).await.id);

        // An organisation that moderates, and claims this agency in vain.
        let rival = app.organisation("Harbour Link (made up)", &["PH"], &[]).await;
        let both = [Role::Moderator, Role::AgencyRepresentative];
        let partial = app.member(rival, &both).await;
        partial.get(&waiting).await.assert_status(200);
        let claimed = format!("{CLAIMS}/{}", claim(&partial, agency).await);
        let colleague = app.member(rival, &[Role::Moderator]).await;
        for one in [&partial, &colleague] {
            for queue in ["/v1/staff/replies", "/v1/staff/review-reports", CLAIMS] {
                assert_eq!(one.get(queue).await.json()["items"], json!([]), "{queue}");
            }
            let reviews = one.get("/v1/staff/reviews").await.json();
            let ids: Vec<_> = reviews["items"].as_array().unwrap().iter()
                .map(|item| format!("/v1/staff/reviews/{}", item["id"].as_str().unwrap())).collect();
            assert_eq!(ids, [of_other.clone()]);
            for path in [&waiting, &reply, &report, &claimed] {
                one.get(path).await.assert_problem(404, "not_found");
            }
            let because = |reason: &str| json!({ "reason": reason });
            for (path, decision, body) in [
                (&waiting, "publish", json!({})),
                (&waiting, "reject", because("pii")),
                (&reply, "publish", json!({})),
                (&reply, "reject", because("insult")),
                (&report, "take-down", because("pii")),
                (&claimed, "deny", because("other")),
            ] {
                let refused = one.decide(&format!("{path}/{decision}"), "\"v1\"", &body).await;
                refused.assert_problem(404, "not_found");
            }
            for (path, decision) in [(&report, "keep"), (&claimed, "approve")] {
                let request = one.request(reqwest::Method::POST, &format!("{path}/{decision}"));
                let request = request.header("If-Match", "\"v1\"");
                crate::harness::Response::of(request).await.assert_problem(404, "not_found");
            }
            one.get(&of_other).await.assert_status(200);
        }
        // A refusal does not make them impartial.
        super::decide(&by, &claimed, "deny", &json!({ "reason": "not_proved" })).await
            .assert_status(200);
        partial.get(&waiting).await.assert_problem(404, "not_found");
        colleague.get(&reply).await.assert_problem(404, "not_found");
    }

    async fn a_claim_is_not_decided_by_ones_own(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let organisation = app.organisation("Sunrise (made up)", &["PH"], &["moderation"]).await;
        let one = app.member(organisation, &[Role::AgencyRepresentative]).await;
        let path = format!("{CLAIMS}/{}", claim(&one, agency).await);
        let chief = app.member(organisation, &[Role::Administrator]).await;
        chief.get(&path).await.assert_problem(404, "not_found");
        moderator(&app).await.get(&path).await.assert_status(200);
        // Nor does another agency's clerk.
        let other = clerk(&app, "Harbour Link (made up)").await;
        other.get(&path).await.assert_problem(403, "forbidden");
    }
}
