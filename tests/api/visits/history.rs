//! Nothing is overwritten.

use serde_json::json;

use super::{change, finding, items, path, sita, visit, written};
use crate::on_both;

on_both! {
    async fn each_change_is_an_event_with_who_when_before_and_after(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        app.clock.advance(std::time::Duration::from_mins(1));
        let own = written(&sita, &id, "finding", finding()).await;
        app.clock.advance(std::time::Duration::from_mins(1));
        let at = format!("{}/records/{own}", path(&id));
        let told = json!({ "state": "notified", "workers_affected": 15 });
        change(&sita, &at, &told).await.assert_status(200);
        let history = items(&sita.get(&format!("{}/history?record_id={own}", path(&id))).await);
        assert_eq!(history.len(), 2);
        let newest = &history[0];
        assert_eq!(newest["before"], json!({ "state": "draft", "workers_affected": 12 }));
        assert_eq!(newest["after"], told);
        assert_eq!(newest["account_id"], json!(sita.account.unwrap().to_string()));
        assert_eq!((&newest["version"], &newest["kind"]), (&json!(2), &json!("finding")));
        assert_eq!(history[1]["before"]["description"], json!(null));
        // All of a visit, in pages.
        let all = items(&sita.get(&format!("{}/history", path(&id))).await);
        assert_eq!(all.len(), 3);
        let first = sita.get(&format!("{}/history?limit=2", path(&id))).await.json();
        let next = first["next"].as_str().unwrap();
        let last = items(&sita.get(&format!("{}/history?limit=2&cursor={next}", path(&id))).await);
        assert_eq!(last[0], all[2]);
        assert_eq!(last[0]["kind"], "visit");
    }

    async fn a_change_to_the_same_changes_nothing(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let own = written(&sita, &id, "finding", finding()).await;
        let at = format!("{}/records/{own}", path(&id));
        let same = change(&sita, &at, &json!({ "workers_affected": 12 })).await;
        same.assert_status(200);
        assert_eq!(same.json()["version"], 1);
        assert_eq!(items(&sita.get(&format!("{}/history?record_id={own}", path(&id))).await).len(), 1);
    }
}
