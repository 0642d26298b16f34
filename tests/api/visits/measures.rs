//! Measures: what they need, until when, and how they are verified.

use serde_json::{Value, json};

use super::{
    begin, change, fault, finding, inspector, inspectorate_on, path, sita, visit, workplace, write,
    written,
};
use crate::on_both;

fn notice(finding: &str) -> Value {
    json!({ "kind": "improvement_notice", "finding_ids": [finding], "compliance": "pending",
        "description": "Put the guard back, with an interlock.", "issued_at": "2026-08-27T17:30:00Z",
        "deadline": { "working_days": 1 } })
}

on_both! {
    async fn a_deadline_is_counted_in_the_working_days_of_the_country(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let own = written(&sita, &id, "finding", finding()).await;
        // It is Friday, 28 August in Malaysia; Monday is the National Day.
        let made = write(&sita, &id, "measure", notice(&own)).await;
        made.assert_status(201);
        assert_eq!(made.json()["document"]["due_on"], "2026-09-01");
        assert_eq!(made.json()["document"].get("due_without"), None);
        // Served later, it runs from then.
        let at = format!("{}/records/{}", path(&id), super::id_of(&made));
        let served = json!({ "served": { "how": "in_person", "at": "2026-09-01T02:00:00Z", "language": "ms" } });
        let served = change(&sita, &at, &served).await;
        served.assert_status(200);
        assert_eq!(served.json()["document"]["due_on"], "2026-09-02");
        let refused = change(&sita, &at, &json!({ "due_on": "2026-12-31" })).await;
        assert_eq!(refused.faults(), [fault("/due_on", "set_by_the_service")]);
        let by_day = change(&sita, &at, &json!({ "deadline": { "working_days": null, "on": "2026-10-01" } })).await;
        assert_eq!(by_day.json()["document"]["due_on"], "2026-10-01");
        let both = change(&sita, &at, &json!({ "deadline": { "working_days": 3 } })).await;
        assert_eq!(both.faults(), [fault("/deadline", "one_of_the_two")]);
    }

    async fn a_deadline_over_holidays_that_are_not_known_says_so_or_is_refused(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let own = written(&sita, &id, "finding", finding()).await;
        let mut new = notice(&own);
        new["deadline"]["working_days"] = json!(100);
        let made = write(&sita, &id, "measure", new.clone()).await;
        made.assert_status(201);
        let missing = made.json()["document"]["due_without"].to_string();
        assert!(missing.contains("Hari Raya Aidilfitri"), "{missing}");
        new["issued_at"] = json!("2026-11-23T02:00:00Z");
        new["deadline"]["working_days"] = json!(250);
        let made = write(&sita, &id, "measure", new.clone()).await;
        made.assert_status(201);
        let later = inspectorate_on(&app, "2027-06-01T02:00:00Z").await;
        let sita = inspector(&app, later).await;
        let id = visit(&sita).await;
        new["finding_ids"] = json!([written(&sita, &id, "finding", finding()).await]);
        new["issued_at"] = json!("2027-06-01T02:00:00Z");
        let refused = write(&sita, &id, "measure", new).await;
        assert_eq!(refused.faults(), [fault("/document/deadline/working_days", "beyond_known_holidays")]);
    }

    async fn each_kind_says_what_it_needs(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let own = written(&sita, &id, "finding", finding()).await;
        let bare = |kind: &str| json!({ "kind": kind, "description": "As said.", "compliance": "pending" });
        write(&sita, &id, "measure", bare("advice")).await.assert_status(201);
        let refused = write(&sita, &id, "measure", bare("improvement_notice")).await;
        assert_eq!(refused.faults(), [
            fault("/document/finding_ids", "missing_member"), fault("/document/deadline", "missing_member"),
        ]);
        let mut fine = bare("fine");
        fine["finding_ids"] = json!([own]);
        let refused = write(&sita, &id, "measure", fine.clone()).await;
        assert_eq!(refused.faults(), [fault("/document/amount", "missing_member")]);
        fine["amount"] = json!({ "amount": "5000.005", "currency": "MYR" });
        let refused = write(&sita, &id, "measure", fine.clone()).await;
        assert_eq!(refused.faults(), [fault("/document/amount/amount", "too_many_decimals")]);
        fine["amount"] = json!({ "amount": "5000.00", "currency": "MYR" });
        write(&sita, &id, "measure", fine.clone()).await.assert_status(201);
        fine["kind"] = json!("closure");
        let refused = write(&sita, &id, "measure", fine).await;
        assert_eq!(refused.faults(), [fault("/document/amount", "belongs_to")]);
        let mut appealed = notice(&own);
        appealed["appeal"] = json!({ "filed_at": "2026-08-27T18:00:00Z", "decision": "pending" });
        let refused = write(&sita, &id, "measure", appealed).await;
        assert_eq!(refused.faults(), [fault("/document/served", "missing_member")]);
    }

    async fn a_measure_is_verified_by_a_visit_to_the_same_place(app: TestApp) {
        let sita = sita(&app).await;
        let establishment = workplace(&sita).await;
        let id = begin(&sita, &establishment).await;
        let own = written(&sita, &id, "finding", finding()).await;
        let measure = written(&sita, &id, "measure", notice(&own)).await;
        let at = format!("{}/records/{measure}", path(&id));
        let elsewhere = visit(&sita).await;
        let refused = change(&sita, &at, &json!({ "verified_by_visit_id": elsewhere })).await;
        assert_eq!(refused.faults(), [fault("/verified_by_visit_id", "no_visit_there")]);
        let again = begin(&sita, &establishment).await;
        let verified = json!({ "verified_by_visit_id": again, "compliance": "complied" });
        change(&sita, &at, &verified).await.assert_status(200);
        let todo = json!({ "measure_id": measure, "owner": "safety_officer", "status": "done",
            "description": "A new guard was made.", "due_on": "2026-09-01" });
        write(&sita, &id, "remediation_action", todo.clone()).await.assert_status(201);
        let refused = write(&sita, &again, "remediation_action", todo).await;
        assert_eq!(refused.faults(), [fault("/document/measure_id", "not_of_this_visit")]);
    }

    async fn anybody_can_check_how_working_days_are_counted(app: TestApp) {
        let counted = app.get("/v1/working-calendars/MY/deadline?from=2026-07-02&working_days=1&subdivision=MY-03").await;
        assert_eq!(counted.json(), json!({ "due_on": "2026-07-05", "missing": [] }));
        let beyond = app.get("/v1/working-calendars/SG/deadline?from=2027-12-20&working_days=30").await;
        assert_eq!(beyond.faults(), [fault("/query/working_days", "beyond_known_holidays")]);
        let all = app.get("/v1/working-calendars").await.json();
        assert_eq!(all["items"].as_array().unwrap().len(), 6);
        app.get("/v1/working-calendars/XX").await.assert_problem(404, "not_found");
        let one = app.get("/v1/working-calendars/VN").await.json();
        assert_eq!(one["years"][0]["holidays"][1]["name"], "Tết Nguyên đán");
    }
}
