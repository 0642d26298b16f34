//! The operator's desk has what nobody else takes.

use std::time::Duration;

use serde_json::json;

use super::{changed, least, outcomes};
use crate::on_both;

on_both! {
    async fn with_a_desk_nothing_is_unowned(app: TestApp) {
        let waiting = app.ask_for_help(&least()).await;
        let (app, desk) = app.with_desk().await;
        assert_eq!(app.route().await, 1, "also what was filed before there was one");
        let abroad = json!({ "place": { "country": "KW", "precision": "country" } });
        let nowhere = app.ask_for_help(&changed(least(), &abroad)).await;
        for filed in [&waiting, &nowhere] {
            assert_eq!(app.asked(filed).await, outcomes(&[("Example Desk", Some("given"))]));
        }
        let worker = app.case_worker(desk).await;
        worker.get(&nowhere.path()).await.assert_status(200);
    }

    async fn the_desk_is_the_last_whatever_it_declares(app: TestApp) {
        let (app, desk) = app.with_desk().await;
        let one = app.declared("Example One", &json!({ "languages": ["en"] })).await;
        app.declared("Example Two", &json!({})).await;
        let filed = app.ask_for_help(&least()).await;
        let worker = app.case_worker(one).await;
        worker.decline(&worker.offer().await, "out_of_scope").await.assert_status(200);
        app.clock.advance(Duration::from_hours(25));
        assert_eq!(app.route().await, 1);
        assert_eq!(app.asked(&filed).await, outcomes(&[("Example One", Some("declined")),
            ("Example Two", Some("lapsed")), ("Example Desk", Some("given"))]));
        app.case_worker(desk).await.get(&filed.path()).await.assert_status(200);
        // Whoever does not want the desk either is not given to it.
        let consents = json!({ "share_identity": false, "excluded_organisation_ids": [desk.to_string()] });
        let abroad = json!({ "consents": consents, "place": { "country": "KW", "precision": "country" } });
        let alone = app.ask_for_help(&changed(least(), &abroad)).await;
        assert_eq!(app.route().await, 0);
        assert_eq!(app.asked(&alone).await, []);
    }
}
