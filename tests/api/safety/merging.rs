//! Reports of one danger: proposed, put together by a person, and taken apart again.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde_json::{Value, json};
use tulay::platform::db::{Conn, DbError};

use super::{Filed, QUEUE, RECEIPT, changed, least, report, texts};
use crate::harness::{Person, TestApp};
use crate::on_both;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many pairs of rows have the same hash of who filed them.
pub async fn equal_witnesses(app: &TestApp) -> i64 {
    let query = "SELECT count(*) AS count FROM safety_report_merges a \
         JOIN safety_report_merges b ON a.witness_hash = b.witness_hash AND a.report_id < b.report_id";
    let load = move |conn: &mut Conn| -> Result<Count, DbError> {
        Ok(match conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => diesel::sql_query(query).get_result(conn)?,
            Conn::Sqlite(conn) => diesel::sql_query(query).get_result(conn)?,
        })
    };
    app.shared.services.db.read(load).await.unwrap().count
}

const ONE: &str = "The guard of the big press in the second hall has been taken off and nobody has put it back, \
    so that everybody who works there has to reach under the moving part with bare hands";
const ALMOST: &str = "The guard of the big press in the second hall has been taken off and nobody puts it back, \
    so that everybody who works there must reach under the moving part with bare hands";
const ELSE: &str = "There are forty of us in a room for twelve, one toilet for all, and the door is locked from \
    outside at night by the supervisor who keeps the only key";

fn at(longitude: f64, latitude: f64, description: &str, hazards: &[&str]) -> Value {
    changed(
        least(),
        json!({ "description": description, "hazard_codes": hazards,
        "place": { "country": "MY", "precision": "exact",
            "point": { "type": "Point", "coordinates": [longitude, latitude] } } }),
    )
}

async fn merge(inspector: &Person<'_>, one: &Filed, into: &Filed) {
    let tag = inspector
        .get(&one.path())
        .await
        .header("etag")
        .unwrap()
        .to_owned();
    let wish = json!({ "into_report_id": into.id });
    let merged = inspector
        .post_if_match(&one.sub("merge"), &tag, &wish)
        .await;
    merged.assert_status(200);
}

async fn similar(inspector: &Person<'_>, filed: &Filed) -> Vec<(String, Vec<String>)> {
    let found = inspector.get(&filed.sub("similar")).await;
    found.assert_status(200);
    let found = found.json();
    let show = |item: &Value| {
        let alike = item["alike"].as_array().unwrap().iter();
        let alike = alike
            .map(|word| word.as_str().unwrap().to_owned())
            .collect();
        (item["report"]["id"].as_str().unwrap().to_owned(), alike)
    };
    found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(show)
        .collect()
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

on_both! {
    async fn reports_are_proposed_by_place_hazard_text_and_time(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let one = app.report(&at(101.518, 3.073, ONE, &["moving_machinery"])).await;
        // Almost the same words from elsewhere; the same hazard over the border of an area.
        let words_alike = app.report(&at(100.31, 5.41, ALMOST, &["noise"])).await;
        let beside = app.report(&at(101.526, 3.079, ELSE, &["moving_machinery"])).await;
        // The same hazard alone is not the same danger.
        let far = app.report(&at(101.9, 3.5, "A loose chain", &["moving_machinery"])).await;
        let inspector = app.inspector(inspectorate).await;
        let found = similar(&inspector, &one).await;
        assert_eq!(found, [
            (beside.id.clone(), words(&["place", "hazard", "time"])),
            (words_alike.id.clone(), words(&["text", "time"])),
        ]);
        assert!(similar(&inspector, &far).await.is_empty());
        // What stands together is not proposed again.
        merge(&inspector, &beside, &one).await;
        assert_eq!(similar(&inspector, &one).await.len(), 1);
        app.holder_of(&words_alike.code).post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        assert!(similar(&inspector, &one).await.is_empty());
    }

    async fn a_merged_report_is_worked_on_there_and_its_reporter_sees_it(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let (one, other) = (app.report(&report()).await, app.report(&report()).await);
        inspector.post_if_match(&one.sub("status"), "\"v1\"", &json!({ "status": "investigating" })).await.assert_status(200);
        app.clock.advance(std::time::Duration::from_mins(1));
        merge(&inspector, &other, &one).await;
        let queue = inspector.get(QUEUE).await.json();
        assert_eq!(texts(&queue["items"], "id"), [one.id.as_str()]);
        assert_eq!(queue["items"][0]["corroborations"], 1);
        let follow = async || app.holder_of(&other.code).get(RECEIPT).await.json();
        let seen = follow().await;
        assert_eq!(seen["status"], "received", "what was done before tells that somebody else reported it");
        assert!(!seen.to_string().contains("duplicate"));
        app.clock.advance(std::time::Duration::from_mins(1));
        let tag = inspector.get(&one.path()).await.header("etag").unwrap().to_owned();
        inspector.post_if_match(&one.sub("status"), &tag, &json!({ "status": "fixed" })).await.assert_status(200);
        assert_eq!(texts(&follow().await["history"], "to"), ["received", "fixed"]);
        // It is worked on there and nowhere else; its reporter is answered all the same, and waiting is seen there.
        let tag = inspector.get(&other.path()).await.header("etag").unwrap().to_owned();
        let moved = inspector.post_if_match(&other.sub("status"), &tag, &json!({ "status": "confirmed" })).await;
        moved.assert_problem(409, "report_merged");
        let given = inspector.post_if_match(&other.sub("assignment"), &tag, &json!({ "assigned_to": null })).await;
        given.assert_problem(409, "report_merged");
        let holder = app.holder_of(&other.code);
        holder.post(&format!("{RECEIPT}/messages"), &json!({ "body": "Is it over?" })).await.assert_status(201);
        let waiting = inspector.get(QUEUE).await.json()["items"][0]["unanswered_since"].clone();
        assert!(waiting.is_string());
        inspector.post(&other.sub("messages"), &json!({ "body": "Yes." })).await.assert_status(201);
        assert_eq!(inspector.get(QUEUE).await.json()["items"][0]["unanswered_since"], Value::Null);
    }

    async fn taking_them_apart_makes_both_exactly_as_they_were(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let (one, other, third) = (app.report(&report()).await, app.report(&report()).await, app.report(&report()).await);
        inspector.post_if_match(&other.sub("status"), "\"v1\"", &json!({ "status": "confirmed" })).await.assert_status(200);
        merge(&inspector, &third, &other).await;
        let all = async || {
            let mut all = Vec::new();
            for filed in [&one, &other, &third] {
                all.push(inspector.get(&filed.path()).await.json());
                all.push(app.holder_of(&filed.code).get(RECEIPT).await.json());
            }
            all.push(inspector.get(QUEUE).await.json());
            all
        };
        let before = all().await;
        // One that has another behind it goes with it.
        merge(&inspector, &other, &one).await;
        assert_eq!(inspector.get(&one.path()).await.json()["corroborations"], 2);
        assert_ne!(all().await, before);
        for _ in 0..2 {
            inspector.delete(&other.sub("merge")).await.assert_status(204);
        }
        assert_eq!(all().await, before);
    }

    async fn a_report_is_merged_into_another_of_the_organisation_only(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let (one, other) = (app.report(&report()).await, app.report(&report()).await);
        let elsewhere = app.organisation("Another Inspectorate", &["SG"], &["safety_inspection"]).await;
        let foreign = app.report(&changed(least(), json!({ "place": { "country": "SG", "precision": "country" } }))).await;
        let stranger = app.inspector(elsewhere).await;
        let wish = |into: &str| json!({ "into_report_id": into });
        for into in [&one.id, &foreign.id, &super::uuid()] {
            let refused = inspector.post_if_match(&one.sub("merge"), "\"v1\"", &wish(into)).await;
            refused.assert_problem(422, "invalid_request");
            assert_eq!(refused.faults(), [("/into_report_id".to_owned(), "unknown_report".to_owned())]);
        }
        inspector.post(&one.sub("merge"), &wish(&other.id)).await.assert_problem(428, "precondition_required");
        inspector.post_if_match(&one.sub("merge"), "\"v7\"", &wish(&other.id)).await.assert_problem(412, "stale");
        stranger.post_if_match(&one.sub("merge"), "\"v1\"", &wish(&other.id)).await.assert_problem(404, "not_found");
        stranger.get(&one.sub("similar")).await.assert_problem(404, "not_found");
        stranger.delete(&one.sub("merge")).await.assert_problem(404, "not_found");
        merge(&inspector, &one, &other).await;
        // No circle, and behind one report only.
        let tag = inspector.get(&other.path()).await.header("etag").unwrap().to_owned();
        let circle = inspector.post_if_match(&other.sub("merge"), &tag, &wish(&one.id)).await;
        assert_eq!(circle.faults(), [("/into_report_id".to_owned(), "unknown_report".to_owned())]);
        let tag = inspector.get(&one.path()).await.header("etag").unwrap().to_owned();
        inspector.post_if_match(&one.sub("merge"), &tag, &wish(&other.id)).await.assert_problem(409, "report_merged");
    }

    async fn what_is_merged_is_forgotten_with_the_report_it_stands_behind(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let (one, other) = (app.report(&report()).await, app.report(&report()).await);
        merge(&inspector, &other, &one).await;
        let tag = inspector.get(&one.path()).await.header("etag").unwrap().to_owned();
        inspector.post_if_match(&one.sub("status"), &tag, &json!({ "status": "not_responsible" })).await.assert_status(200);
        app.clock.advance(std::time::Duration::from_hours(24 * 735));
        app.tidy_up().await;
        for filed in [&one, &other] {
            app.holder_of(&filed.code).get(RECEIPT).await.assert_problem(410, "gone");
        }
    }
}
