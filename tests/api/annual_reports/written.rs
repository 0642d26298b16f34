//! What the inspectorate writes itself.

use serde_json::{Value, json};

use super::{STAFF, THEN, assert_adds_up, inspector, inspectorate, row, set_clock, total};
use crate::on_both;

fn said() -> Value {
    json!({
        "laws": [{ "title": "Occupational Safety and Health Act 1994", "in_force_since": "1994-02-25" }],
        "staff": [{ "title": "Inspector", "is_inspector": true, "women": 14, "men": 21 },
            { "title": "=1+1", "is_inspector": false, "women": 2, "men": 1, "sex_not_known": 3 }],
        "offices": [{ "name": "Klang", "subdivision": "MY-10", "inspectors": 35 }],
        "convictions": 3
    })
}

on_both! {
    async fn what_nobody_wrote_is_null_and_missing(app: TestApp) {
        set_clock(&app, THEN);
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let before = sita.annual("").await["content"].clone();
        for gap in ["laws", "staff", "offices", "convictions", "notified_diseases", "average_workers"] {
            assert!(before["missing"].as_array().unwrap().contains(&json!(gap)), "{gap}");
        }
        assert_eq!((&before["written"]["staff"], &before["written"]["convictions"]), (&Value::Null, &Value::Null));
        let codes = before["tables"].as_array().unwrap().iter();
        let staff = codes.filter(|table| table["paragraph"] == "b").count();
        assert_eq!(staff, 0, "no number of staff is made up");
        sita.state(&said()).await.assert_status(200);
        let after = sita.annual("").await["content"].clone();
        assert_adds_up(&after);
        assert_eq!(after["written"]["convictions"], 3);
        assert_eq!(after["written"]["laws"][0]["in_force_since"], "1994-02-25");
        assert_eq!(row(&after, "b_staff_by_role", "inspectors"), json!([35, 14, 21, 0]));
        assert_eq!(row(&after, "b_staff_by_role", "other_staff"), json!([6, 2, 1, 3]));
        assert_eq!(row(&after, "b_staff_by_category", "Inspector"), json!([35, 14, 21, 0]));
        assert_eq!(total(&after, "b_inspectors_by_office"), json!([35]));
        let missing = after["missing"].as_array().unwrap();
        assert!(!missing.contains(&json!("staff")) && missing.contains(&json!("prison_sentences")));
    }

    async fn each_change_is_kept_and_made_on_the_version_that_was_read(app: TestApp) {
        set_clock(&app, THEN);
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let path = format!("{STAFF}/2027/statement");
        let first = sita.get(&path).await;
        assert!(first.header("etag").unwrap().starts_with("\"v0"), "nothing was written yet");
        sita.state_on("\"v0\"", &said()).await.assert_status(200);
        sita.state_on("\"v0\"", &json!({})).await.assert_problem(412, "stale");
        let mut other = said();
        other["convictions"] = json!(4);
        let changed = sita.state(&other).await;
        changed.assert_status(200);
        assert_eq!(changed.header("etag"), Some("\"v2\""));
        let events = sita.get(&format!("{path}/events")).await.json();
        let newest = &events["items"][0];
        assert_eq!((&newest["version"], &newest["before"], &newest["after"]),
            (&json!(2), &json!({ "convictions": 3 }), &json!({ "convictions": 4 })));
        assert_eq!(newest["account_id"], json!(sita.account.unwrap().to_string()));
        assert_eq!(events["items"].as_array().unwrap().len(), 2);
        let refused = sita.state(&json!({ "convictions": -1 })).await;
        assert_eq!(refused.status, 422);
        let elsewhere = inspectorate(&app).await;
        let mali = inspector(&app, elsewhere).await;
        assert_eq!(mali.get(&path).await.json()["convictions"], Value::Null);
    }
}
