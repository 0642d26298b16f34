//! What organisations declare.

use serde_json::json;
use tulay::identity::permissions::Role;

use super::COVERAGE;
use crate::on_both;

on_both! {
    async fn an_administrator_declares_and_everybody_reads_most_of_it(app: TestApp) {
        let centre = app.centre().await;
        let chief = app.member(centre, &[Role::Administrator]).await;
        let before = chief.get(COVERAGE).await;
        assert!(before.header("etag").unwrap().starts_with("\"v0."));
        let coverage = json!({ "areas": [{ "country": "SG", "subdivisions": ["SG-01"] }],
            "issue_codes": ["unpaid_wages"], "languages": ["fil"], "sexes": ["female"],
            "opening_hours": [{ "days": ["monday"], "from": "09:00", "until": "17:00",
                "time_zone": "Asia/Singapore" }], "capacity": 7, "answer_within_hours": 5 });
        chief.declare("\"v0\"", &coverage).await.assert_status(200);
        let after = chief.get(COVERAGE).await;
        assert_eq!(after.json(), coverage);
        assert!(after.header("etag").unwrap().starts_with("\"v1."));
        chief.declare("\"v0\"", &coverage).await.assert_problem(412, "stale");

        let public = app.get(&format!("/v1/organisations/{centre}/coverage")).await;
        let shown = public.assert_status(200).json();
        assert_eq!(shown["languages"], json!(["fil"]));
        assert_eq!((&shown["capacity"], &shown["answer_within_hours"]), (&json!(null), &json!(null)));
        let nobody = app.shared.services.new_id();
        let missing = app.get(&format!("/v1/organisations/{nobody}/coverage")).await;
        missing.assert_problem(404, "not_found");
    }

    async fn what_cannot_be_declared_is_refused(app: TestApp) {
        let centre = app.centre().await;
        let chief = app.member(centre, &[Role::Administrator]).await;
        let coverage = json!({ "areas": [{ "country": "MY" },
            { "country": "SG", "subdivisions": ["MY-10"] }], "opening_hours": [{ "days": ["monday"],
            "from": "09:00", "until": "17:00", "time_zone": "Asia/Nowhere" }] });
        let refused = chief.declare("\"v0\"", &coverage).await;
        refused.assert_problem(422, "invalid_request");
        let faults = [("/areas/0/country", "not_a_country_of_yours"),
            ("/areas/1/subdivisions/0", "not_in_country"),
            ("/opening_hours/0/time_zone", "unknown_time_zone")];
        let faults: Vec<_> = faults.iter().map(|(at, code)| ((*at).to_owned(), (*code).to_owned())).collect();
        assert_eq!(refused.faults(), faults);
        let worker = app.case_worker(centre).await;
        worker.declare("\"v0\"", &json!({})).await.assert_problem(403, "forbidden");
        worker.get(COVERAGE).await.assert_status(200);
    }
}
