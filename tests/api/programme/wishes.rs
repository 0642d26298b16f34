//! Asking for a visit: who may, what becomes of it, and what it never does.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{DAY, inspector, visits};
use crate::on_both;

fn usual() -> Value {
    json!({ "urgency": "usual", "wanted_by": null })
}

on_both! {
    async fn only_who_has_the_report_asks_for_a_visit_and_reads_what_became_of_it(app: TestApp) {
        let (inspectorate, sita) = inspector(&app).await;
        let yards = sita.yards(2).await;
        let filed = app.reported_danger().await;
        let refused = sita.place(&filed, &json!(yards[0]), &usual()).await;
        assert_eq!(refused.faults(), [("/visit".to_owned(), "not_its_inspector".to_owned())]);
        sita.take(&filed).await;
        let nowhere = sita.place(&filed, &Value::Null, &usual()).await;
        assert_eq!(nowhere.faults(), [("/establishment_id".to_owned(), "missing_member".to_owned())]);
        let past = json!({ "urgency": "soon", "wanted_by": "2020-01-01" });
        let refused = sita.place(&filed, &json!(yards[0]), &past).await;
        assert_eq!(refused.faults(), [("/visit/wanted_by".to_owned(), "in_the_past".to_owned())]);
        sita.place(&filed, &json!(yards[0]), &usual()).await.assert_status(200);
        let waits = json!({ "urgency": "usual", "wanted_by": null, "state": "waiting", "is_late": false, "visit_id": null });
        assert_eq!(sita.wish(&filed).await, waits);
        // A colleague reads nothing, and correcting the place undoes nothing.
        let rani = app.member(inspectorate, &[Role::Inspector]).await;
        let read = rani.get(&filed.site()).await.json();
        assert_eq!((&read["visit"], &read["establishment_id"]), (&Value::Null, &Value::Null));
        rani.place(&filed, &json!(yards[0]), &Value::Null).await.assert_status(200);
        assert_eq!(sita.wish(&filed).await, waits);
        rani.place(&filed, &json!(yards[1]), &Value::Null).await.assert_status(200);
        assert_eq!(sita.wish(&filed).await, Value::Null);
    }

    async fn a_wish_is_answered_by_a_plan_once_its_delay_is_over(app: TestApp) {
        let (inspectorate, sita) = inspector(&app).await;
        let yards = sita.yards(8).await;
        let filed = app.reported_danger().await;
        sita.take(&filed).await;
        let by = json!({ "urgency": "usual", "wanted_by": app.next_period() });
        sita.place(&filed, &json!(yards[2]), &by).await.assert_status(200);
        app.clock.advance(DAY * 43);
        let rani = app.member(inspectorate, &[Role::Inspector]).await;
        rani.take(&filed).await;
        assert_eq!(rani.wish(&filed).await["is_late"], json!(true));
        let plan = rani.plan().await;
        let own = visits(&plan).iter().find(|visit| visit["establishment_id"] == json!(yards[2])).unwrap();
        let wish = rani.wish(&filed).await;
        assert_eq!((&wish["state"], &wish["visit_id"]), (&json!("planned"), &own["visit_id"]));
        // The reporter sees the usual words and none of this.
        let receipt = app.holder_of(&filed.code).get("/v1/receipt/safety-report").await;
        let text = String::from_utf8(receipt.body).unwrap();
        assert!(!text.contains("visit") && !text.contains(&yards[2]));
    }

    async fn taking_a_report_back_forgets_the_wish(app: TestApp) {
        let (_, sita) = inspector(&app).await;
        let yards = sita.yards(2).await;
        let filed = app.reported_danger().await;
        sita.take(&filed).await;
        sita.place(&filed, &json!(yards[0]), &usual()).await.assert_status(200);
        let count = async || super::dump::dump(&app).await["inspection_wanted_visits"].len();
        assert_eq!(count().await, 1);
        let holder = app.holder_of(&filed.code);
        holder.post("/v1/receipt/safety-report/withdraw", &json!({})).await.assert_status(200);
        assert_eq!(count().await, 0);
        sita.get(&filed.site()).await.assert_problem(409, "report_withdrawn");
    }

    async fn without_a_wish_a_placed_report_has_a_row_that_looks_the_same(app: TestApp) {
        let (_, sita) = inspector(&app).await;
        let yards = sita.yards(1).await;
        let mut rows = Vec::new();
        for visit in [usual(), Value::Null] {
            let filed = app.reported_danger().await;
            sita.take(&filed).await;
            sita.place(&filed, &json!(yards[0]), &visit).await.assert_status(200);
            let all = super::dump::dump(&app).await.remove("inspection_wanted_visits").unwrap();
            let own = all.into_iter().find(|row| super::dump::names(row, &filed.id)).unwrap();
            rows.push(super::dump::normal(&own));
        }
        assert_eq!(rows[0], rows[1]);
    }
}
