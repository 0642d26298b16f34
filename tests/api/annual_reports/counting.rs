//! What is counted, from records that were made over HTTP.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    STAFF, THEN, VISITS, assert_adds_up, id_of, inspector, inspectorate, row, set_clock, table,
    total,
};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

fn finding(severity: &str, state: &str) -> Value {
    json!({ "legal_provision": "OSHA 1994, s. 15 (2) (a)", "severity": severity, "state": state,
        "description": "The guard of the press was taken off." })
}

fn measure(kind: &str, findings: &[&String], more: &Value) -> Value {
    let mut new = json!({ "kind": kind, "finding_ids": findings, "compliance": "pending", "description": "As said.",
        "issued_at": THEN });
    for (name, value) in more.as_object().unwrap() {
        new[name] = value.clone();
    }
    new
}

fn money(amount: &str, currency: &str) -> Value {
    json!({ "amount": { "amount": amount, "currency": currency } })
}

/// A visit with violations, and what was done about them.
async fn with_violations(sita: &Person<'_>, yard: &str) {
    let visit = sita.visit(yard, "routine", THEN).await;
    let first = sita
        .write(&visit, "finding", finding("serious", "notified"))
        .await;
    let second = sita
        .write(&visit, "finding", finding("minor", "notified"))
        .await;
    sita.write(&visit, "finding", finding("minor", "draft"))
        .await;
    let upheld = json!({ "state": "upheld" });
    let at = format!("{VISITS}/{visit}/records/{first}");
    sita.change_latest(&at, &upheld).await.assert_status(200);
    let notice = json!({ "deadline": { "working_days": 5 }, "compliance": "complied" });
    sita.write(
        &visit,
        "measure",
        measure("improvement_notice", &[&first, &second], &notice),
    )
    .await;
    for (amount, currency) in [("5000.00", "MYR"), ("250.50", "MYR"), ("10", "SGD")] {
        let fine = measure("fine", &[&first], &money(amount, currency));
        sita.write(&visit, "measure", fine).await;
    }
    let mut appealed = measure("fine", &[&first], &money("1.00", "MYR"));
    appealed["served"] = json!({ "how": "post", "at": THEN, "language": "ms" });
    appealed["appeal"] = json!({ "filed_at": THEN, "decision": "pending" });
    sita.write(&visit, "measure", appealed).await;
    // A draft is not issued, and not counted.
    let mut draft = measure("prohibition_notice", &[&first], &json!({}));
    draft.as_object_mut().unwrap().remove("issued_at");
    sita.write(&visit, "measure", draft).await;
    let end = json!({ "outcome": "violations_found", "announced": true });
    sita.end(&visit, end).await;
}

async fn with_visits(sita: &Person<'_>, yards: &[String; 3]) {
    with_violations(sita, &yards[0]).await;
    let again = sita.visit(&yards[0], "follow_up", THEN).await;
    sita.end(&again, json!({})).await;
    // Half past midnight on New Year's Day in Malaysia; an hour and a half before it is another year.
    let night = sita
        .visit(&yards[2], "routine", "2026-12-31T16:30:00Z")
        .await;
    let obstructed = json!({ "obstruction": { "code": "threat" } });
    let at = format!("{VISITS}/{night}");
    sita.change_latest(&at, &obstructed)
        .await
        .assert_status(200);
    sita.visit(&yards[2], "routine", "2026-12-31T15:00:00Z")
        .await;
    let planned =
        json!({ "establishment_id": yards[1], "kind": "routine", "planned_on": "2027-06-10" });
    let planned = id_of(&sita.post(VISITS, &planned).await);
    let nobody = json!({ "status": "not_done", "not_done_reason": "nobody_there" });
    let at = format!("{VISITS}/{planned}");
    sita.change_latest(&at, &nobody).await.assert_status(200);
}

async fn yards(sita: &Person<'_>) -> [String; 3] {
    let workers = json!({ "total": 120, "women": 30 });
    let first = json!({ "isic": ["4100"], "size_band": "medium", "workers": workers });
    let second = json!({ "isic": ["4100"], "workers": { "total": 10 } });
    [
        sita.register_place(first).await,
        sita.register_place(second).await,
        sita.register_place(json!({})).await,
    ]
}

/// Accidents and diseases, and what must not be counted.
async fn with_harms(app: &TestApp) {
    app.injuries(2, "F").await;
    let fracture = json!({ "type": "fracture", "days_lost": "4_30" });
    let hazards = json!(["work_at_height", "fire_explosion"]);
    let more = json!({ "injury": fracture, "hazard_codes": hazards });
    app.harm("injury", more).await;
    app.harm("fatality", json!({ "sector": "C" })).await;
    app.harm("ill_health", json!({ "sector": "C" })).await;
    let before = json!({ "injury": { "type": "burn" }, "occurred_on": "2026-05-01", "occurred_precision": "month" });
    app.harm("injury", before).await;
    app.harm("hazard", json!({})).await;
    let code = app.harm("ill_health", json!({})).await;
    let holder = app.holder_of(&code);
    let withdraw = holder.request(Method::POST, "/v1/receipt/safety-report/withdraw");
    Response::of(withdraw).await.assert_status(200);
}

fn assert_visits(content: &Value) {
    assert_eq!(total(content, "d_visits_by_kind"), json!([3, 1]));
    assert_eq!(row(content, "d_visits_by_kind", "routine"), json!([2, 1]));
    assert_eq!(row(content, "d_visits_by_kind", "follow_up"), json!([1, 0]));
    assert_eq!(row(content, "d_visits_by_outcome", "unknown"), json!([1]));
    assert_eq!(
        row(content, "d_visits_by_obstruction", "threat"),
        json!([1])
    );
    assert_eq!(row(content, "d_visits_by_time_of_day", "night"), json!([1]));
    // Workplaces, those visited more than once, visits, those without a number of workers, workers.
    assert_eq!(
        row(content, "d_visits_by_industry", "F"),
        json!([1, 1, 2, 0, 120])
    );
    assert_eq!(
        row(content, "d_visits_by_industry", "unknown"),
        json!([1, 0, 1, 1, 0])
    );
    assert_eq!(
        row(content, "d_visits_not_made", "nobody_there"),
        json!([1])
    );
}

fn assert_violations(content: &Value) {
    let provision = "OSHA 1994, s. 15 (2) (a)";
    assert_eq!(
        row(content, "e_violations_by_provision", provision),
        json!([2, 1, 1, 0])
    );
    assert_eq!(total(content, "e_violations_by_state"), json!([3, 2, 1, 0]));
    assert_eq!(
        row(content, "e_violations_by_state", "upheld"),
        json!([1, 0, 1, 0])
    );
    assert_eq!(
        row(content, "e_measures_by_kind", "fine"),
        json!([4, 4, 0, 0, 0])
    );
    assert_eq!(
        row(content, "e_measures_by_kind", "prohibition_notice"),
        json!([0, 0, 0, 0, 0])
    );
    assert_eq!(
        row(content, "e_measures_by_kind", "improvement_notice"),
        json!([1, 0, 0, 1, 0])
    );
    assert_eq!(row(content, "e_measures_by_appeal", "pending"), json!([1]));
    assert_eq!(total(content, "e_measures_by_appeal"), json!([5]));
    let fines = table(content, "e_fines");
    let said: Vec<Value> = fines["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!([row["values"][0], row["amount"]["amount"], row["code"]]))
        .collect();
    assert_eq!(
        said,
        [json!([3, "5251.50", "MYR"]), json!([1, "10.00", "SGD"])]
    );
    assert_eq!(row(content, "a_provisions", provision), json!([2, 5, 0]));
}

fn assert_harms(content: &Value) {
    assert_eq!(total(content, "f_accidents_by_severity"), json!([4]));
    assert_eq!(row(content, "f_accidents_by_severity", "fatal"), json!([1]));
    assert_eq!(row(content, "f_accidents_by_industry", "F"), json!([2]));
    assert_eq!(
        row(content, "f_accidents_by_industry", "unknown"),
        json!([1])
    );
    assert_eq!(
        row(content, "f_accidents_by_injury", "fracture"),
        json!([3])
    );
    assert_eq!(row(content, "f_accidents_by_cause", "several"), json!([1]));
    assert_eq!(row(content, "f_accidents_by_days_lost", "4_30"), json!([1]));
    assert_eq!(total(content, "g_diseases_by_industry"), json!([1]));
    assert_eq!(row(content, "g_diseases_by_industry", "C"), json!([1]));
}

on_both! {
    async fn every_table_counts_what_was_written_down_and_adds_up(app: TestApp) {
        set_clock(&app, THEN);
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let yards = yards(&sita).await;
        with_visits(&sita, &yards).await;
        with_harms(&app).await;
        let said = sita.annual("view=exact").await;
        let content = &said["content"];
        assert_eq!((&content["year"], &content["countries"]), (&json!(2027), &json!(["MY"])));
        assert_adds_up(content);
        assert_visits(content);
        assert_violations(content);
        assert_harms(content);
        // Workplaces, those without a number, workers, women, men, and those whose sex is not known.
        assert_eq!(row(content, "c_workplaces_by_industry", "F"), json!([2, 0, 130, 30, 90, 10]));
        assert_eq!(row(content, "c_workplaces_by_industry", "unknown"), json!([1, 1, 0, 0, 0, 0]));
        assert_eq!(row(content, "c_workplaces_by_size", "medium"), json!([1, 0, 120, 30, 90, 0]));
        assert_eq!(total(content, "c_workplaces_by_size"), json!([3, 1, 130, 30, 90, 10]));
        let shown = sita.annual("view=published").await;
        assert_adds_up(&shown["content"]);
        assert!(!said.to_string().contains("Planted") && !said.to_string().contains("Meridian"));
    }

    async fn another_inspectorate_counts_nothing_of_it(app: TestApp) {
        set_clock(&app, THEN);
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let yards = yards(&sita).await;
        with_visits(&sita, &yards).await;
        app.injuries(1, "F").await;
        let can = ["labour_inspection"];
        let other = app.organisation("Another Inspectorate (made up)", &["TH"], &can).await;
        let mali = inspector(&app, other).await;
        let content = mali.annual("").await["content"].clone();
        assert_eq!(content["inspectorate"], "Another Inspectorate (made up)");
        for table in content["tables"].as_array().unwrap() {
            let total = table["total"].as_array().unwrap();
            assert!(total.iter().all(|number| *number == json!(0)), "{table}");
        }
    }

    async fn it_takes_as_many_statements_for_one_as_for_many(app: TestApp) {
        set_clock(&app, THEN);
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let watched = app.watched();
        let mut counts = Vec::new();
        for _ in 0..2 {
            let yards = yards(&sita).await;
            with_visits(&sita, &yards).await;
            app.injuries(2, "F").await;
            let ask = || async {
                let asked = sita.request(Method::GET, "/").build().unwrap();
                let token = asked.headers()["authorization"].clone();
                let path = format!("{STAFF}/2027");
                let request = watched.app().request(Method::GET, &path).header("Authorization", token);
                Response::of(request).await.assert_status(200);
            };
            // The first one also reads what is then kept in memory.
            ask().await;
            watched.statements();
            ask().await;
            counts.push(watched.statements().len());
        }
        assert_eq!(counts[0], counts[1]);
        assert!(counts[0] < 40, "{counts:?}");
    }
}
