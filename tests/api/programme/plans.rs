//! Drawing and accepting plans.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{CAPACITIES, DAY, PLANS, inspector, visits};
use crate::on_both;

on_both! {
    async fn a_plan_is_drawn_and_accepted_and_its_visits_are_everybodys_own(app: TestApp) {
        let (inspectorate, sita) = inspector(&app).await;
        let yards = sita.yards(9).await;
        let drawn = sita.draw().await;
        drawn.assert_status(201);
        let plan = drawn.json();
        assert_eq!((&plan["status"], &plan["method_version"]), (&json!("proposed"), &json!(1)));
        let found: BTreeSet<&str> = visits(&plan).iter().map(|v| v["establishment_id"].as_str().unwrap()).collect();
        assert_eq!(found, yards.iter().map(String::as_str).collect());
        for visit in visits(&plan) {
            assert_eq!((&visit["kind"], &visit["visit_id"]), (&json!("routine"), &Value::Null));
            assert_eq!(visit["alike"], json!({ "isic": "410", "size_band": "medium", "subdivision": "MY-10" }));
            assert_eq!(visit["inspector_id"], json!(sita.account.unwrap()));
        }
        let accepted = sita.accept_plan(&plan).await;
        accepted.assert_status(200);
        assert!(visits(&accepted.json()).iter().all(|visit| visit["visit_id"].is_string()));
        sita.accept_plan(&plan).await.assert_problem(409, "visit_plan_accepted");
        // Other inspectorates see nothing of it.
        let other = app.inspectorate_of(&["MY"]).await;
        let other = app.member(other, &[Role::Inspector]).await;
        let path = format!("{PLANS}/{}", plan["id"].as_str().unwrap());
        other.get(&path).await.assert_problem(404, "not_found");
        assert_eq!(other.get(PLANS).await.json()["items"], json!([]));
        let worker = app.member(inspectorate, &[Role::CaseWorker]).await;
        worker.get(PLANS).await.assert_problem(403, "forbidden");
    }

    async fn a_period_is_drawn_once_and_the_next_after_that(app: TestApp) {
        let (_, sita) = inspector(&app).await;
        sita.yards(8).await;
        let first = sita.draw().await;
        first.assert_status(201);
        sita.draw().await.assert_problem(409, "visit_plan_drawn");
        let this = super::next_period(app.today()).as_day() - 14;
        let this = tulay::platform::clock::Date::from_day(this).unwrap().to_string();
        let body = json!({ "country": "MY", "first_day": this });
        sita.post(PLANS, &body).await.assert_problem(409, "visit_plan_open");
        sita.accept_plan(&first.json()).await.assert_status(200);
        // Who has a visit is not drawn again.
        let second = sita.post(PLANS, &body).await;
        second.assert_status(201);
        assert!(visits(&second.json()).is_empty());
        assert_eq!(sita.get(PLANS).await.json()["items"].as_array().unwrap().len(), 2);
    }

    async fn what_does_not_fit_is_refused(app: TestApp) {
        let (_, sita) = inspector(&app).await;
        let stranger = app.inspectorate_of(&["MY"]).await;
        let stranger = app.member(stranger, &[Role::Inspector]).await;
        let next = app.next_period();
        let sita = &sita;
        let refused = |body: Value| async move { sita.post(PLANS, &body).await.faults() };
        let fault = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
        let far = json!({ "country": "MY", "first_day": "2030-01-01" });
        assert_eq!(refused(far).await, fault("/first_day", "not_a_planning_period"));
        let abroad = json!({ "country": "SG", "first_day": next });
        assert_eq!(refused(abroad).await, fault("/country", "not_a_country_of_yours"));
        let other = json!({ "country": "MY", "first_day": next, "inspector_ids": [stranger.account.unwrap()] });
        assert_eq!(refused(other).await, fault("/inspector_ids/0", "not_an_inspector"));
    }

    async fn nobody_is_planned_for_more_than_they_can_do(app: TestApp) {
        let (_, sita) = inspector(&app).await;
        sita.yards(12).await;
        let path = format!("{CAPACITIES}/{}", sita.account.unwrap());
        assert_eq!(sita.get(&path).await.json()["is_assumed"], json!(true));
        // Mondays only, two visits: two Mondays in a period.
        let mondays = json!({ "minutes_by_weekday": [300, 0, 0, 0, 0, 0, 0] });
        sita.on_version(Method::PUT, (&path, &path), &mondays).await.assert_status(200);
        let plan = sita.draw().await.json();
        let days: BTreeSet<&str> = visits(&plan).iter().map(|v| v["planned_on"].as_str().unwrap()).collect();
        assert_eq!((visits(&plan).len(), days.len()), (4, 2));
        let backwards = json!({ "minutes_by_weekday": [0, 0, 0, 0, 0, 0, 0],
            "leave": [{ "first_day": "2027-01-02", "last_day": "2027-01-01" }] });
        let refused = sita.on_version(Method::PUT, (&path, &path), &backwards).await;
        assert_eq!(refused.faults(), [("/leave/0/last_day".to_owned(), "ends_before_it_begins".to_owned())]);
        assert_eq!(sita.get(CAPACITIES).await.json()["items"].as_array().unwrap().len(), 1);
    }

    async fn who_closed_before_it_was_accepted_is_left_out(app: TestApp) {
        let (_, sita) = inspector(&app).await;
        let yards = sita.yards(8).await;
        let plan = sita.draw().await.json();
        let path = format!("/v1/staff/establishments/{}", yards[0]);
        let closed = json!({ "operating": "closed" });
        sita.on_version(Method::POST, (&path, &format!("{path}/operating")), &closed).await.assert_status(200);
        let accepted = sita.accept_plan(&plan).await.json();
        let without: Vec<&Value> = visits(&accepted).iter().filter(|visit| visit["visit_id"].is_null()).collect();
        assert_eq!(without.len(), 1);
        assert_eq!(without[0]["establishment_id"], json!(yards[0]));
        app.clock.advance(DAY);
    }
}
