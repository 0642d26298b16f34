//! Publishing: what everybody reads, and that it never changes.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{
    LATER, PUBLIC, STAFF, THEN, assert_adds_up, id_of, inspector, inspectorate, row, set_clock,
    table, total,
};
use crate::harness::TestApp;
use crate::on_both;

fn items(body: &Value) -> Vec<Value> {
    body["items"].as_array().unwrap().clone()
}

/// Twelve accidents in construction, three in manufacturing, four diseases.
async fn with_harms(app: &TestApp) {
    app.injuries(12, "F").await;
    app.injuries(3, "C").await;
    for _ in 0..4 {
        app.harm("ill_health", json!({ "sector": "C" })).await;
    }
}

on_both! {
    async fn the_public_reads_whole_groups_and_the_inspectorate_exact_figures(app: TestApp) {
        set_clock(&app, THEN);
        let own = inspectorate(&app).await;
        with_harms(&app).await;
        let sita = inspector(&app, own).await;
        for isic in ["4100", "4100", "4100", "4100", "4100", "1010", "0510"] {
            let workers = json!({ "total": 7, "women": 3 });
            sita.register_place(json!({ "isic": [isic], "workers": workers })).await;
        }
        let exact = sita.annual("view=exact").await["content"].clone();
        assert_eq!(row(&exact, "f_accidents_by_industry", "C"), json!([3]));
        assert_eq!(total(&exact, "f_accidents_by_severity"), json!([15]));
        assert_eq!(total(&exact, "g_diseases_by_industry"), json!([4]));
        set_clock(&app, LATER);
        let rani = inspector(&app, own).await;
        let id = id_of(&rani.publish().await);
        let shown = app.get(&format!("{PUBLIC}/{id}")).await.json();
        let content = &shown["content"];
        assert_adds_up(content);
        let accidents = table(content, "f_accidents_by_industry");
        assert_eq!((&accidents["total"], &accidents["rounded_down_to"]), (&json!([15]), &json!(5)));
        let rows = json!([{ "code": "F", "values": [10] }, { "code": "not_shown_separately", "values": [5] }]);
        assert_eq!(accidents["rows"], rows);
        // Fewer than five are not told, and neither that there are any.
        let diseases = table(content, "g_diseases_by_industry");
        assert_eq!((&diseases["total"], &diseases["rows"]), (&json!([null]), &json!([])));
        // Two mines and a factory would be known by their numbers: they are shown with the others.
        let workplaces = table(content, "c_workplaces_by_industry");
        assert_eq!(workplaces["rows"], json!([{ "code": "others_together", "values": [7, 0, 49, 21, 28, 0] }]));
        assert_eq!(workplaces["total"], json!([7, 0, 49, 21, 28, 0]));
        let kept = rani.annual("edition=1").await;
        assert_eq!(row(&kept["content"], "f_accidents_by_industry", "C"), json!([3]));
        assert!(!shown.to_string().contains("Planted"));
    }

    async fn an_edition_never_changes_and_another_one_follows(app: TestApp) {
        set_clock(&app, THEN);
        let own = inspectorate(&app).await;
        app.injuries(5, "F").await;
        set_clock(&app, LATER);
        let sita = inspector(&app, own).await;
        let first = sita.publish().await;
        let id = id_of(&first);
        assert_eq!((&first.json()["edition"], &first.json()["year"]), (&json!(1), &json!(2027)));
        let location = first.header("location").unwrap().to_owned();
        let shown = app.get(&location).await.json();
        let canonical = tulay::platform::canonical_json::canonical(&shown["content"]);
        assert_eq!(json!(tulay::platform::canonical_json::sha256(&canonical)), shown["sha256"]);
        // The same is not published twice.
        sita.publish().await.assert_problem(409, "report_changed");
        let late = json!({ "sector": "F", "injury": { "type": "burn" }, "occurred_on": "2027-03-01" });
        for _ in 0..5 {
            app.harm("injury", late.clone()).await;
        }
        app.shared.services.public.forget();
        assert_eq!(app.get(&location).await.json(), shown, "the records have changed, the edition has not");
        app.clock.advance(std::time::Duration::from_mins(1));
        let second = sita.publish().await;
        let newer = id_of(&second);
        assert_eq!(second.json()["edition"], 2);
        let read = app.get(&format!("{PUBLIC}/{newer}")).await.json();
        assert_eq!(total(&read["content"], "f_accidents_by_severity"), json!([10]));
        let old = app.get(&location).await.json();
        assert_eq!((&old["is_newest"], &old["content"]), (&json!(false), &shown["content"]));
        let listed = items(&app.get(&format!("{PUBLIC}?year=2027&inspectorate_id={own}")).await.json());
        let said: Vec<Value> = listed.iter().map(|one| json!([one["id"], one["edition"], one["is_newest"]])).collect();
        assert_eq!(said, [json!([newer, 2, true]), json!([id, 1, false])]);
        let page = app.get(&format!("{PUBLIC}?limit=1")).await.json();
        let next = format!("{PUBLIC}?limit=1&cursor={}", page["next"].as_str().unwrap());
        assert_eq!(items(&app.get(&next).await.json())[0]["edition"], 1);
        assert_eq!(items(&app.get(&format!("{PUBLIC}?year=2026")).await.json()).len(), 0);
        let own = items(&sita.get(&format!("{STAFF}/2027/editions")).await.json());
        assert_eq!(own.len(), 2);
        assert_eq!(own[0]["published_by"], json!(sita.account.unwrap().to_string()));
    }

    async fn who_may_not_is_refused(app: TestApp) {
        set_clock(&app, THEN);
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        app.get(&format!("{STAFF}/2027")).await.assert_problem(401, "unauthenticated");
        for year in ["2028", "9998", "1999", "twenty"] {
            sita.get(&format!("{STAFF}/{year}")).await.assert_problem(404, "not_found");
            let statement = format!("{STAFF}/{year}/statement");
            sita.get(&statement).await.assert_problem(404, "not_found");
        }
        // The year is not over; what was not read is not published; nobody reads what is not published.
        sita.publish().await.assert_problem(409, "year_not_over");
        sita.get(&format!("{STAFF}/2027?edition=1")).await.assert_problem(404, "not_found");
        assert!(items(&app.get(PUBLIC).await.json()).is_empty());
        for what in ["", "/csv", "/pdf"] {
            let path = format!("{PUBLIC}/{own}{what}");
            app.get(&path).await.assert_problem(404, "not_found");
        }
        let worker = app.member(own, &[Role::CaseWorker]).await;
        worker.get(&format!("{STAFF}/2027")).await.assert_problem(403, "forbidden");
        let can = ["safety_inspection"];
        let without = app.organisation("Safety Desk (made up)", &["MY"], &can).await;
        let rosa = inspector(&app, without).await;
        rosa.get(&format!("{STAFF}/2027")).await.assert_problem(403, "forbidden");
        set_clock(&app, LATER);
        let rani = inspector(&app, own).await;
        let wrong = json!({ "sha256": "0".repeat(64) });
        let editions = format!("{STAFF}/2027/editions");
        rani.post(&editions, &wrong).await.assert_problem(409, "report_changed");
        rani.publish().await.assert_status(201);
        let elsewhere = inspectorate(&app).await;
        let mali = inspector(&app, elsewhere).await;
        mali.get(&format!("{STAFF}/2027?edition=1")).await.assert_problem(404, "not_found");
        assert!(items(&mali.get(&editions).await.json()).is_empty());
    }

    async fn what_somebody_wrote_as_a_provision_is_published_with_others(app: TestApp) {
        set_clock(&app, THEN);
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let place = sita.register_place(json!({})).await;
        let visit = sita.visit(&place, "routine", THEN).await;
        let finding = json!({ "legal_provision": "As Meridian Sample Yard knows, s. 15", "severity": "minor",
            "state": "notified", "description": "As said." });
        sita.write(&visit, "finding", finding).await;
        let exact = sita.annual("").await["content"].clone();
        assert!(exact.to_string().contains("Meridian"));
        let shown = sita.annual("view=published").await["content"].clone();
        assert!(!shown.to_string().contains("Meridian"), "{shown}");
        assert_eq!(row(&shown, "e_violations_by_provision", "others_together"), json!([1, 1, 0, 0]));
        assert_adds_up(&shown);
    }
}
