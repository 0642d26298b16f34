//! Nothing at an establishment shows that somebody spoke (C081, Art. 15 c).

use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::db::{Conn, DbError};
use tulay::platform::ids::Id;

use super::{ESTABLISHMENTS, OUTLINES, fault, named, path, yard};
use crate::harness::{Person, Response, TestApp, bytes_literal};
use crate::on_both;

const REPORTS: &str = "/v1/staff/safety-reports";
const MONTH: Duration = Duration::from_hours(24 * 32);

/// A report that was filed: its id and receipt code.
async fn file(app: &TestApp) -> (String, String) {
    let report = json!({ "kind": "hazard", "danger_now": false, "description": "A loose cable",
        "place": { "country": "MY", "precision": "country" } });
    let filed = app.post("/v1/safety-reports", &report).await;
    filed.assert_status(201);
    let text = |name: &str| filed.json()[name].as_str().unwrap().to_owned();
    (text("id"), text("receipt_code"))
}

/// Says at which establishment a report's danger is.
async fn put(by: &Person<'_>, report: &str, establishment: &Value) -> Response {
    let at = format!("{REPORTS}/{report}");
    let body = json!({ "establishment_id": establishment });
    on_version(by, Method::PUT, (&at, "establishment"), &body).await
}

/// Takes a report over.
async fn take(by: &Person<'_>, at: &str) {
    let me = json!({ "assigned_to": by.account.unwrap().to_string() });
    let taken = on_version(by, Method::POST, (at, "assignment"), &me).await;
    taken.assert_status(200);
}

/// Changes something of a report on the version that there is.
async fn on_version(
    by: &Person<'_>,
    method: Method,
    (at, what): (&str, &str),
    body: &Value,
) -> Response {
    let tag = by.get(at).await.header("etag").unwrap().to_owned();
    let request = by.request(method, &format!("{at}/{what}"));
    Response::of(request.header("If-Match", tag).json(body)).await
}

/// Files reports about an establishment.
async fn report(by: &Person<'_>, establishment: &str, number: usize) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for _ in 0..number {
        let filed = file(by.app).await;
        put(by, &filed.0, &json!(establishment))
            .await
            .assert_status(200);
        all.push(filed);
    }
    all
}

/// Does what the server does each minute.
async fn keep_risks(app: &TestApp) -> usize {
    let services = app.shared.services.clone();
    let (of_job, now) = (services.clone(), services.clock.now());
    let kept = services
        .db
        .write(move |conn| tulay::establishments::keep_risks(conn, &of_job, now));
    kept.await.unwrap()
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// How many rows link a report, where `condition` holds.
async fn linked(app: &TestApp, condition: impl Fn(&Conn) -> String + Send + 'static) -> i64 {
    let count = app.shared.services.db.read(move |conn| {
        let condition = condition(conn);
        let sql =
            format!("SELECT count(*) AS n FROM safety_report_establishments WHERE {condition}");
        let rows: Vec<Count> = match conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => diesel::sql_query(sql).load(conn)?,
            Conn::Sqlite(conn) => diesel::sql_query(sql).load(conn)?,
        };
        Ok::<_, DbError>(rows[0].n)
    });
    count.await.unwrap()
}

async fn all_linked(app: &TestApp) -> i64 {
    linked(app, |_| "1 = 1".to_owned()).await
}

on_both! {
    async fn a_linked_report_changes_nothing_at_the_establishment(app: TestApp) {
        let inspectorate = app.labour_inspectorate(&["MY"]).await;
        let sita = app.member(inspectorate, &[Role::Inspector]).await;
        let chief = app.member(inspectorate, &[Role::Administrator]).await;
        let id = sita.register(&yard()).await;
        let seen = async || {
            let page = sita.get(&path(&id)).await;
            let tag = page.header("etag").unwrap().to_owned();
            let list = sita.get(&format!("{ESTABLISHMENTS}?order=risk")).await.json();
            let outlines = sita.get(&format!("{OUTLINES}?country=MY")).await.json();
            (tag, page.json(), list, outlines, sita.events(&id).await)
        };
        let before = seen().await;
        app.clock.advance(Duration::from_mins(2));
        report(&sita, &id, 6).await;
        keep_risks(&app).await;
        assert_eq!(seen().await, before);
        // Nor does the log of what staff did name it, beside its registration.
        let log = chief.get("/v1/staff/audit-entries?limit=100").await.json();
        let entries = log["items"].as_array().unwrap();
        let naming: Vec<&Value> = entries.iter().filter(|entry| entry.to_string().contains(&id)).collect();
        assert_eq!(naming.len(), 1, "{naming:?}");
        // Nor a table: the link is sealed, and counted by a hash that only the key makes.
        assert_eq!(all_linked(&app).await, 6);
        let own: Id = Id::parse(&id).unwrap();
        let in_clear = move |conn: &Conn| {
            let bytes = bytes_literal(conn, own.as_bytes());
            format!("establishment_hash = {bytes} OR sealed_establishment = {bytes}")
        };
        assert_eq!(linked(&app, in_clear).await, 0);
    }

    async fn five_reports_are_told_a_month_later_and_four_never(app: TestApp) {
        let inspectorate = app.labour_inspectorate(&["MY"]).await;
        let sita = app.member(inspectorate, &[Role::Inspector]).await;
        let five = sita.register(&named("Meridian Sample Yard")).await;
        let four = sita.register(&named("Bahtera Textiles")).await;
        report(&sita, &five, 5).await;
        report(&sita, &four, 4).await;
        app.clock.advance(MONTH);
        let sita = app.member(inspectorate, &[Role::Inspector]).await;
        assert_eq!(keep_risks(&app).await, 2);
        assert_eq!(keep_risks(&app).await, 0);
        let page = sita.establishment(&five).await;
        assert_eq!(page["reports"]["band"], "5_9");
        assert_eq!(page["risk"]["factors"], json!([{ "factor": "many_reports", "weight": 10 }]));
        let other = sita.establishment(&four).await;
        assert_eq!(other["reports"]["band"], "fewer_than_5");
        assert_eq!(other["risk"]["factors"], json!([]));
        let none = sita.register(&named("Rimba Timber")).await;
        assert_eq!(sita.establishment(&none).await["reports"], other["reports"]);
        // Others learn nothing of it, and two years later it is over.
        let outlines = sita.get(&format!("{OUTLINES}?country=MY")).await.json().to_string();
        assert!(!outlines.contains("report") && !outlines.contains("risk"));
        app.clock.advance(Duration::from_hours(24 * 31 * 25));
        let sita = app.member(inspectorate, &[Role::Inspector]).await;
        keep_risks(&app).await;
        assert_eq!(sita.establishment(&five).await["risk"]["factors"], json!([]));
    }

    async fn only_its_inspector_reads_where_a_report_is(app: TestApp) {
        let inspectorate = app.labour_inspectorate(&["MY"]).await;
        let sita = app.member(inspectorate, &[Role::Inspector]).await;
        let id = sita.register(&yard()).await;
        let filed = report(&sita, &id, 1).await.remove(0);
        let at = format!("{REPORTS}/{}", filed.0);
        // Of her organisation, too, only the inspector who has it.
        assert_eq!(sita.get(&at).await.json()["establishment_id"], Value::Null);
        take(&sita, &at).await;
        assert_eq!(sita.get(&at).await.json()["establishment_id"], json!(id));
        let colleague = app.member(inspectorate, &[Role::Inspector]).await;
        let seen = colleague.get(&at).await;
        assert!(!String::from_utf8(seen.body.clone()).unwrap().contains(&id));
        let queue = sita.get(REPORTS).await;
        assert!(!String::from_utf8(queue.body.clone()).unwrap().contains(&id));
        let other = app.organisation("A union (made up)", &["SG"], &["safety_inspection"]).await;
        let other = app.member(other, &[Role::Inspector]).await;
        other.get(&at).await.assert_problem(404, "not_found");
        // The reporter's code shows nothing of it either: a found phone would name the inspectors' trail.
        let own = app.holder_of(&filed.1).get("/v1/receipt/safety-report").await;
        assert!(!String::from_utf8(own.body.clone()).unwrap().contains(&id));
        put(&sita, &filed.0, &Value::Null).await.assert_status(200);
        assert_eq!(all_linked(&app).await, 0);
    }

    async fn what_was_taken_back_or_erased_counts_no_more(app: TestApp) {
        let sita = app.labour_inspector().await;
        let id = sita.register(&yard()).await;
        let filed = report(&sita, &id, 2).await;
        let holder = app.holder_of(&filed[0].1);
        holder.post("/v1/receipt/safety-report/withdraw", &json!({})).await.assert_status(200);
        app.holder_of(&filed[1].1).delete("/v1/receipt/safety-report").await.assert_status(204);
        assert_eq!(all_linked(&app).await, 0);
        put(&sita, &filed[0].0, &json!(id)).await.assert_problem(409, "report_withdrawn");
    }

    async fn a_report_behind_another_is_placed_with_that_one(app: TestApp) {
        let sita = app.labour_inspector().await;
        let id = sita.register(&yard()).await;
        let (lead, behind) = (file(&app).await.0, file(&app).await.0);
        let at = format!("{REPORTS}/{behind}");
        let into = json!({ "into_report_id": lead });
        on_version(&sita, Method::POST, (&at, "merge"), &into).await.assert_status(200);
        put(&sita, &behind, &json!(id)).await.assert_problem(409, "report_merged");
        put(&sita, &lead, &json!(id)).await.assert_status(200);
    }

    async fn a_report_is_placed_in_its_own_country_only(app: TestApp) {
        let inspectorate = app.labour_inspectorate(&["MY", "SG"]).await;
        let sita = app.member(inspectorate, &[Role::Inspector]).await;
        let mut abroad = named("Jurong Sample");
        abroad["place"]["country"] = json!("SG");
        let abroad = sita.register(&abroad).await;
        let (filed, _) = file(&app).await;
        for id in [abroad, app.shared.services.new_id().to_string()] {
            let refused = put(&sita, &filed, &json!(id)).await;
            assert_eq!(refused.faults(), [fault("/establishment_id", "unknown_establishment")]);
        }
    }
}
