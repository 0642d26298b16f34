//! What others than its inspectors see: field by field.

use serde_json::json;
use tulay::identity::permissions::Role;

use super::{OUTLINES, items, yard};
use crate::on_both;

on_both! {
    async fn others_find_a_name_and_a_district_and_nothing_else(app: TestApp) {
        let sita = app.labour_inspector().await;
        let id = sita.register(&yard()).await;
        let helpers = app.organisation("Helpers (made up)", &["MY"], &["assistance"]).await;
        let worker = app.member(helpers, &[Role::CaseWorker]).await;
        let found = items(&worker.get(&format!("{OUTLINES}?country=MY&q=meridian")).await);
        assert_eq!(found, [json!({
            "id": id, "operating": "open", "names": yard()["names"], "isic": ["4100"],
            "place": { "country": "MY", "subdivision": "MY-10", "precision": "district",
                "point": { "type": "Point", "coordinates": [101.45, 3.04] } }
        })]);
        let editor = app.member(helpers, &[Role::Editor]).await;
        editor.get(&format!("{OUTLINES}?country=MY")).await.assert_problem(403, "forbidden");
    }
}
