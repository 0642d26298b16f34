//! Visits that cannot wait for a plan take company along.

use serde_json::{Value, json};

use super::{ROUNDS, inspector};
use crate::on_both;

on_both! {
    async fn whoever_goes_at_once_visits_others_that_are_alike_too(app: TestApp) {
        let (_, sita) = inspector(&app).await;
        let yards = sita.yards(12).await;
        let filed = app.reported_danger().await;
        sita.take(&filed).await;
        let now = json!({ "urgency": "at_once", "wanted_by": null });
        sita.place(&filed, &json!(yards[5]), &now).await.assert_status(200);
        let today = app.today().to_string();
        let me = [sita.account.unwrap()];
        let body = json!({ "country": "MY", "establishment_id": yards[5], "on": today, "inspector_ids": me });
        let round = sita.post(ROUNDS, &body).await;
        round.assert_status(200);
        let round = round.json();
        let made = round["visits"].as_array().unwrap();
        assert!(made.len() >= 4, "{round}");
        let own: Vec<&Value> = made.iter().filter(|visit| visit["establishment_id"] == json!(yards[5])).collect();
        assert_eq!(own.len(), 1);
        assert_eq!(sita.wish(&filed).await["visit_id"], own[0]["visit_id"]);
    }

    async fn what_does_not_fit_a_round_is_refused(app: TestApp) {
        let (_, sita) = inspector(&app).await;
        let yards = sita.yards(1).await;
        let today = app.today().to_string();
        let me = [sita.account.unwrap()];
        let nil = "00000000-0000-4000-8000-000000000000";
        for (body, pointer, code) in [
            (json!({ "country": "MY", "establishment_id": nil, "on": today, "inspector_ids": me }),
                "/establishment_id", "unknown_establishment"),
            (json!({ "country": "SG", "establishment_id": yards[0], "on": today, "inspector_ids": me }),
                "/country", "not_a_country_of_yours"),
            (json!({ "country": "MY", "establishment_id": yards[0], "on": "2020-01-01", "inspector_ids": me }),
                "/on", "in_the_past"),
            (json!({ "country": "MY", "establishment_id": yards[0], "on": today, "inspector_ids": [nil] }),
                "/inspector_ids/0", "not_an_inspector"),
        ] {
            let refused = sita.post(ROUNDS, &body).await;
            assert_eq!(refused.faults(), [(pointer.to_owned(), code.to_owned())]);
        }
    }
}
