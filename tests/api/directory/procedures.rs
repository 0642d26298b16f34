//! Where one complains, and until when.

use serde_json::json;

use crate::on_both;

on_both! {
    async fn a_procedure_has_steps_a_limit_and_its_law(app: TestApp) {
        let all = app.get("/v1/complaint-procedures?country=SG").await.json();
        let all = all["items"].as_array().unwrap();
        assert!(all.len() >= 3 && all.iter().all(|one| one["country"] == "SG"));
        let one = app.get("/v1/complaint-procedures/my_dismissal").await;
        assert_eq!(one.header("content-language"), Some("en"));
        let one = one.json();
        assert_eq!((&one["limit_days"], &one["reviewed"]), (&json!(60), &json!(false)));
        assert!(one["steps"].as_array().unwrap().len() > 1);
        assert!(one["legal_basis"][0]["quote"].as_str().unwrap().contains("sixty days"));
        let due = app.get("/v1/complaint-procedures/my_dismissal/deadline?from=2026-03-03").await.json();
        assert_eq!((&due["last_day"], &due["last_working_day"]), (&json!("2026-05-02"), &json!("2026-04-30")));
        let unknown = app.get("/v1/complaint-procedures/ph_money_claim/deadline?from=2031-02-10").await.json();
        assert_eq!((&unknown["last_day"], &unknown["last_working_day"]), (&json!("2034-02-10"), &json!(null)));
        let nobody_says = app.get("/v1/complaint-procedures/my_passport_kept/deadline?from=2026-03-03").await.json();
        assert!(nobody_says["last_day"].is_null() && nobody_says["last_working_day"].is_null());
        app.get("/v1/complaint-procedures/xx_nothing").await.assert_problem(404, "not_found");
        app.get("/v1/complaint-procedures/my_dismissal/deadline").await.assert_problem(422, "invalid_request");
    }
}
