//! What inspectors do.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::db::{Conn, DbError};

use super::{DESCRIPTION, EMPLOYER, PLACE, QUEUE, RECEIPT, changed, least, report, texts, uuid};
use crate::harness::{Person, Response, TestApp, WholeTables};
use crate::on_both;

#[derive(QueryableByName)]
struct Entry {
    #[diesel(sql_type = Text)]
    action: String,
    #[diesel(sql_type = Nullable<Text>)]
    detail: Option<String>,
}

/// What the audit log holds of one report: action and detail, oldest first.
async fn audit_of(app: &TestApp, id: &str) -> Vec<String> {
    let plain = id.replace('-', "");
    let query = |id: String| {
        format!(
            "SELECT action, detail FROM audit_entries \
             WHERE subject_kind = 'safety_report' AND subject_id = {id} ORDER BY sequence"
        )
    };
    let (of_sqlite, of_postgres) = (query(format!("x'{plain}'")), query(format!("'{id}'")));
    let load = move |conn: &mut Conn| -> Result<Vec<Entry>, DbError> {
        Ok(match conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => diesel::sql_query(of_postgres).load(conn)?,
            Conn::Sqlite(conn) => {
                drop(of_postgres);
                diesel::sql_query(of_sqlite).load(conn)?
            }
        })
    };
    let entries = app.shared.services.db.read(load).await.unwrap().into_iter();
    entries
        .map(|entry| format!("{} {}", entry.action, entry.detail.unwrap_or_default()))
        .collect()
}

async fn ids(person: &Person<'_>, query: &str) -> Vec<String> {
    let page = person.get(&format!("{QUEUE}{query}")).await;
    page.assert_status(200);
    texts(&page.json()["items"], "id")
}

on_both! {
    async fn the_queue_shows_dangers_first_then_what_is_due(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let minute = std::time::Duration::from_mins(1);
        let first = app.report(&least()).await;
        app.clock.advance(minute);
        let over = app.report(&changed(report(), json!({ "danger_now": true }))).await;
        app.clock.advance(minute);
        let second = app.report(&least()).await;
        app.clock.advance(minute);
        let danger = app.report(&changed(least(), json!({ "danger_now": true }))).await;
        let end = json!({ "status": "duplicate" });
        inspector.post_if_match(&over.sub("status"), "\"v1\"", &end).await.assert_status(200);

        let all = ids(&inspector, "").await;
        assert_eq!(all, [&danger, &first, &second, &over].map(|filed| filed.id.clone()));
        let page = inspector.get(&format!("{QUEUE}?limit=3")).await;
        let item = &page.json()["items"][0];
        assert_eq!(item["danger_now"], true);
        assert_eq!(item["kind"], "hazard");
        assert_eq!(item["country"], "MY");
        assert_eq!(item["assigned_to"], Value::Null);
        let text = String::from_utf8(inspector.get(QUEUE).await.body).unwrap();
        for word in [DESCRIPTION, PLACE, EMPLOYER, "A loose cable"] {
            assert!(!text.contains(word), "{word}");
        }
        let cursor = page.json()["next"].as_str().unwrap().to_owned();
        assert_eq!(ids(&inspector, &format!("?limit=3&cursor={cursor}")).await, [over.id.as_str()]);
        let other = inspector.get(&format!("{QUEUE}?kind=heat&cursor={cursor}")).await;
        other.assert_problem(400, "invalid_cursor");
        assert!(audit_of(&app, &first.id).await.is_empty(), "nothing was opened");
        // Every entry of the queue is found page by page, each once.
        let (mut walked, mut path) = (Vec::new(), format!("{QUEUE}?limit=1"));
        loop {
            let page = inspector.get(&path).await.json();
            walked.extend(texts(&page["items"], "id"));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("{QUEUE}?limit=1&cursor={next}");
        }
        assert_eq!(walked, all);
    }

    async fn the_queue_of_one_status_or_inspector_has_an_index(app: TestApp) {
        let inspector = app.inspector(app.inspectorate().await).await;
        let asked = inspector.request(Method::GET, "/").build().unwrap();
        let token = &asked.headers()["authorization"];
        let watched = app.watched();
        for (query, index) in [
            ("status=confirmed", "safety_reports_of_status"),
            ("assigned_to=me", "safety_reports_of_assignee"),
        ] {
            watched.statements();
            let request = watched.app().request(Method::GET, &format!("{QUEUE}?{query}"));
            Response::of(request.header("Authorization", token)).await.assert_status(200);
            let plans = watched.plans(WholeTables::Avoided).await;
            let uses = plans.iter().find(|plan| plan.text().contains(index));
            assert!(uses.is_some_and(|plan| !plan.sorts()), "{query}: {plans:#?}");
        }
    }

    async fn the_queue_can_be_filtered(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let injury = app.report(&report()).await;
        let cable = app.report(&changed(least(), json!({ "danger_now": true, "hazard_codes": ["electricity"] }))).await;
        let me = inspector.account.unwrap().to_string();
        let given = json!({ "assigned_to": me });
        inspector.post_if_match(&injury.sub("assignment"), "\"v1\"", &given).await.assert_status(200);
        let confirmed = json!({ "status": "confirmed" });
        inspector.post_if_match(&injury.sub("status"), "\"v2\"", &confirmed).await.assert_status(200);
        assert_eq!(ids(&inspector, "?assigned_to=me").await, [injury.id.as_str()]);
        app.clock.advance(std::time::Duration::from_hours(30));
        // Tokens are good for minutes only.
        let inspector = app.inspector(inspectorate).await;
        for (query, expected) in [
            ("?status=confirmed", vec![&injury]),
            ("?status=received", vec![&cable]),
            ("?kind=injury", vec![&injury]),
            ("?kind=heat", vec![]),
            ("?danger_now=true", vec![&cable]),
            ("?danger_now=false", vec![&injury]),
            ("?hazard_code=moving_machinery", vec![&injury]),
            ("?hazard_code=electricity", vec![&cable]),
            ("?hazard_code=mechanical", vec![&cable, &injury]),
            ("?hazard_code=chemical", vec![]),
            ("?assigned_to=me", vec![]),
            ("?assigned_to=nobody", vec![&cable]),
            ("?overdue=true", vec![&cable]),
            ("?overdue=false", vec![&injury]),
            ("?overdue=true&danger_now=true&status=received", vec![&cable]),
        ] {
            let expected: Vec<String> = expected.iter().map(|filed| filed.id.clone()).collect();
            assert_eq!(ids(&inspector, query).await, expected, "{query}");
        }
        assert_eq!(ids(&inspector, &format!("?assigned_to={me}")).await, [injury.id.as_str()]);
        for (query, status) in [("?kind=gossip", 422), ("?status=lost", 422), ("?danger_now=maybe", 400),
            ("?assigned_to=them", 422), ("?gossip=1", 400), ("?limit=101", 422), ("?cursor=x", 400)] {
            inspector.get(&format!("{QUEUE}{query}")).await.assert_status(status);
        }
    }

    async fn opening_a_report_is_in_the_audit_log(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let filed = app.report(&report()).await;
        let photo = app.holder_of(&filed.code).add_photo("baseline.clean.jpg").await;
        let me = json!({ "assigned_to": inspector.account.unwrap().to_string() });
        inspector.post_if_match(&filed.sub("assignment"), "\"v2\"", &me).await.assert_status(200);
        let opened = inspector.get(&filed.path()).await;
        opened.assert_status(200);
        assert!(opened.header("etag").unwrap().starts_with("\"v3."));
        assert_eq!(opened.header("cache-control"), Some("no-store"));
        let body = opened.json();
        let content = &body["content"];
        assert_eq!(content["description"], DESCRIPTION);
        assert_eq!(content["employer"], EMPLOYER);
        assert_eq!(content["place"]["text"], PLACE);
        let point = &content["place"]["point"]["coordinates"];
        assert_eq!(point, &json!([101.52, 3.07]), "no more exact than a district");
        assert_eq!(content["injury"], report()["injury"]);
        assert_eq!((&content["told_employer"], &content["reporter_relation"]), (&json!("afraid"), &json!("coworker")));
        assert_eq!((&content["happening"], &content["people_exposed"]), (&json!("repeated"), &json!("6_20")));
        assert_eq!((&content["occurred_on"], &content["occurred_precision"]), (&json!("2026-01-01"), &json!("month")));
        assert_eq!((&content["occurred_at"], &content["language"]), (&Value::Null, &json!("id")));
        assert_eq!(body["hazard_codes"], json!(["fire_explosion", "moving_machinery"]));
        assert_eq!(body["wants_update"], true);
        assert_eq!(body["next_statuses"][0], "confirmed");
        assert_eq!(audit_of(&app, &filed.id).await, ["assigned to_self", "opened content"]);

        inspector.get(&filed.sub("messages")).await.assert_status(200);
        inspector.post(&filed.sub("messages"), &json!({ "body": "Thank you" })).await.assert_status(201);
        let picture = filed.sub(&format!("evidence/{}", photo["id"].as_str().unwrap()));
        inspector.get(&picture).await.assert_status(200);
        inspector.post_if_match(&filed.sub("status"), "\"v3\"", &json!({ "status": "confirmed" })).await.assert_status(200);
        assert_eq!(
            audit_of(&app, &filed.id).await,
            ["assigned to_self", "opened content", "opened messages", "answered ", "downloaded ", "moved_on confirmed"]
        );
    }

    async fn a_report_goes_its_way(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let filed = app.report(&report()).await;
        let mut tag = inspector.get(&filed.path()).await.header("etag").unwrap().to_owned();
        for status in ["confirmed", "investigating", "action_scheduled", "in_progress", "fixed", "closed", "investigating"] {
            app.clock.advance(std::time::Duration::from_mins(1));
            let moved = inspector.post_if_match(&filed.sub("status"), &tag, &json!({ "status": status })).await;
            moved.assert_status(200);
            assert_eq!(moved.json()["status"], status);
            assert_ne!(moved.header("etag"), Some(tag.as_str()));
            moved.header("etag").unwrap().clone_into(&mut tag);
        }
        let seen = app.holder_of(&filed.code).get(RECEIPT).await.json();
        assert_eq!(
            texts(&seen["history"], "to"),
            ["received", "confirmed", "investigating", "action_scheduled", "in_progress", "fixed", "closed", "investigating"]
        );
        assert_eq!(seen["history"][1]["by"], "organisation");
        assert_eq!(seen["due"]["acknowledged_at"], seen["history"][1]["at"]);
        assert_eq!(texts(&seen["next_steps"], "code"), ["keep_code", "feedback", "come_back"]);
    }

    async fn what_has_become_late_is_not_taken_for_what_was_in_time(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let filed = app.report(&changed(least(), json!({ "danger_now": true }))).await;
        let inspector = app.inspector(inspectorate).await;
        let in_time = inspector.get(&filed.path()).await;
        assert_eq!(in_time.json()["due"]["overdue"], false);
        app.clock.advance(std::time::Duration::from_hours(30));
        let inspector = app.inspector(inspectorate).await;
        let unless = |tag: &str| {
            let request = inspector.request(Method::GET, &filed.path());
            Response::of(request.header("If-None-Match", tag))
        };
        let late = unless(in_time.header("etag").unwrap()).await;
        late.assert_status(200);
        assert_eq!(late.json()["due"]["overdue"], true);
        // The tag of what is late names the version all the same.
        let to = json!({ "status": "confirmed" });
        let tag = late.header("etag").unwrap();
        let moved = inspector.post_if_match(&filed.sub("status"), tag, &to).await;
        moved.assert_status(200);
        unless(tag).await.assert_status(200);
        let read = inspector.get(&filed.path()).await;
        unless(read.header("etag").unwrap()).await.assert_status(304);
    }

    async fn a_report_goes_no_other_way(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let filed = app.report(&report()).await;
        let path = filed.sub("status");
        for status in ["fixed", "closed", "received", "withdrawn", "action_scheduled"] {
            let refused = inspector.post_if_match(&path, "\"v1\"", &json!({ "status": status })).await;
            let body = refused.assert_problem(409, "report_status_not_reachable");
            assert!(body["detail"].as_str().unwrap().contains("confirmed"), "{body}");
        }
        let to = json!({ "status": "confirmed" });
        inspector.post(&path, &to).await.assert_problem(428, "precondition_required");
        let stale = inspector.post_if_match(&path, "\"v7\"", &to).await;
        stale.assert_problem(412, "stale");
        assert_eq!(stale.header("etag"), Some("\"v1\""));
        for (body, status, problem) in [
            (json!({ "status": "erased" }), 422, "invalid_request"),
            (json!({ "status": "lost" }), 422, "invalid_request"),
            (json!({}), 422, "invalid_request"),
            (json!({ "status": "confirmed", "why": "x" }), 400, "malformed_request"),
        ] {
            inspector.post_if_match(&path, "\"v1\"", &body).await.assert_problem(status, problem);
        }
        inspector.post_if_match(&path, "\"v1\"", &to).await.assert_status(200);
        inspector.post_if_match(&path, "\"v1\"", &to).await.assert_problem(412, "stale");
    }

    async fn a_report_is_given_to_inspectors_of_the_organisation_only(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let elsewhere = app.organisation("Another Inspectorate", &["SG"], &["safety_inspection"]).await;
        let (inspector, colleague) = (app.inspector(inspectorate).await, app.inspector(inspectorate).await);
        let filed = app.report(&report()).await;
        let path = filed.sub("assignment");
        for stranger in [
            app.inspector(elsewhere).await.account.unwrap().to_string(),
            app.member(inspectorate, &[Role::CaseWorker]).await.account.unwrap().to_string(),
            uuid(),
        ] {
            let refused = inspector.post_if_match(&path, "\"v1\"", &json!({ "assigned_to": stranger })).await;
            refused.assert_problem(422, "invalid_request");
            assert_eq!(refused.faults(), [("/assigned_to".to_owned(), "not_an_inspector".to_owned())]);
        }
        inspector.post(&path, &json!({ "assigned_to": null })).await.assert_problem(428, "precondition_required");
        inspector.post_if_match(&path, "\"v1\"", &json!({})).await.assert_problem(422, "invalid_request");
        let to = json!({ "assigned_to": colleague.account.unwrap().to_string() });
        let given = inspector.post_if_match(&path, "\"v1\"", &to).await;
        given.assert_status(200);
        assert_eq!(given.json()["assigned_to"], to["assigned_to"]);
        inspector.post_if_match(&path, "\"v1\"", &to).await.assert_problem(412, "stale");
        let tag = given.header("etag").unwrap();
        let back = inspector.post_if_match(&path, tag, &json!({ "assigned_to": null })).await;
        back.assert_status(200);
        assert_eq!(back.json()["assigned_to"], Value::Null);
        assert_eq!(audit_of(&app, &filed.id).await, ["assigned to_colleague", "assigned to_nobody"]);
    }

    async fn other_organisations_and_other_roles_see_nothing(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let filed = app.report(&report()).await;
        let elsewhere = app.organisation("Another Inspectorate", &["MY"], &["safety_inspection"]).await;
        let stranger = app.inspector(elsewhere).await;
        assert!(ids(&stranger, "").await.is_empty());
        let (message, to) = (json!({ "body": "Hello" }), json!({ "status": "confirmed" }));
        let given = json!({ "assigned_to": null });
        stranger.get(&filed.path()).await.assert_problem(404, "not_found");
        stranger.get(&filed.sub("messages")).await.assert_problem(404, "not_found");
        stranger.post(&filed.sub("messages"), &message).await.assert_problem(404, "not_found");
        stranger.post_if_match(&filed.sub("status"), "\"v1\"", &to).await.assert_problem(404, "not_found");
        stranger.post_if_match(&filed.sub("assignment"), "\"v1\"", &given).await.assert_problem(404, "not_found");
        stranger.get(&format!("{QUEUE}/nonsense")).await.assert_problem(404, "not_found");

        let others = [Role::CaseWorker, Role::Moderator, Role::Editor, Role::Administrator];
        let worker = app.member(inspectorate, &others).await;
        let path = filed.path();
        for path in [QUEUE, path.as_str()] {
            worker.get(path).await.assert_problem(403, "forbidden");
            app.get(path).await.assert_problem(401, "unauthenticated");
        }
        worker.post_if_match(&filed.sub("status"), "\"v1\"", &to).await.assert_problem(403, "forbidden");
        assert!(audit_of(&app, &filed.id).await.is_empty());
    }

    async fn the_public_sees_nothing_of_a_report(app: TestApp) {
        app.inspectorate().await;
        let filed = app.report(&report()).await;
        app.get("/v1/safety-reports").await.assert_problem(405, "method_not_allowed");
        app.get(&format!("/v1/safety-reports/{}", filed.id)).await.assert_problem(404, "not_found");
        let document = app.get("/openapi.json").await.json();
        let paths = document["paths"].as_object().unwrap();
        let readable = paths.iter().filter(|(path, item)| {
            let is_public = !path.starts_with("/v1/staff") && !path.starts_with("/v1/receipt");
            path.contains("safety") && is_public && item.get("get").is_some()
        });
        // What is asked is known to everybody; it is of no report.
        let names: Vec<&String> = readable.map(|(path, _)| path).collect();
        assert_eq!(names, ["/v1/safety-report-forms", "/v1/safety-report-forms/{form_hash}"]);
    }
}
