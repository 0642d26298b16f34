//! What is sent, to whom, and how it is signed.

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tulay::identity::permissions::Role;
use tulay::platform::db::{Conn, DbError};
use tulay::webhooks::{EventType, Happening, announce};

use super::{ALL, help};
use crate::harness::{Posted, Receiver};
use crate::on_both;

on_both! {
    async fn an_organisation_is_told_what_happens_with_ids_only_and_signed(app: TestApp) {
        let receiver = Receiver::start();
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let other = app.organisation("Example Abroad", &["MY"], &["assistance"]).await;
        let endpoint = app.chief_of(centre).await.endpoint("all", &ALL).await;
        app.chief_of(other).await.endpoint("other", &ALL).await;
        let (id, code) = app.need_help().await;
        assert_eq!(app.deliver(&receiver).await, 1);
        let (first, now) = (&receiver.taken("/all")[0], app.shared.services.clock.now());
        assert_eq!(first.headers["content-type"], "application/json");
        assert_eq!(first.signatures_by(&endpoint.secret), 1);
        assert_eq!(first.headers["webhook-timestamp"], now.as_second().to_string());
        let hour = now.to_string().split(':').next().unwrap().to_owned() + ":00:00Z";
        let expected = json!({ "type": "assistance_request.assigned", "timestamp": hour,
            "data": { "id": id, "kind": "assistance_request" } });
        assert_eq!(first.json(), expected);

        let holder = app.holder_of(&code);
        let receipt = "/v1/receipt/assistance-request";
        let path = |what: &str| format!("{receipt}/{what}");
        holder.post(&path("messages"), &json!({ "body": "Planted message" })).await.assert_status(201);
        let worker = app.member(centre, &[Role::CaseWorker]).await;
        let request = format!("/v1/staff/assistance-requests/{id}");
        let tag = worker.get(&request).await.header("etag").unwrap().to_owned();
        let moved = worker.decide(&format!("{request}/status"), &tag, &json!({ "status": "acknowledged" })).await;
        moved.assert_status(200);
        // What the organisation writes itself it need not be told.
        worker.post(&format!("{request}/messages"), &json!({ "body": "Hello" })).await.assert_status(201);
        holder.post(&path("withdraw"), &json!({})).await.assert_status(200);
        holder.delete(receipt).await.assert_status(204);
        app.deliver(&receiver).await;
        let kinds: BTreeSet<String> = receiver.kinds("/all").into_iter().collect();
        for kind in &ALL[..5] {
            assert!(kinds.contains(*kind), "{kinds:?}");
        }
        for posted in receiver.posted() {
            assert!(!posted.body.contains("Planted"));
            assert_eq!(posted.signatures_by(&endpoint.secret), 1);
            assert_eq!(posted.subject(), id);
        }
        assert!(receiver.taken("/other").is_empty());
    }

    async fn of_safety_reports_the_same_is_told(app: TestApp) {
        let receiver = Receiver::start();
        let inspectors = app.organisation("Example Inspectorate", &["MY"], &["safety_inspection"]).await;
        app.chief_of(inspectors).await.endpoint("safety", &ALL).await;
        let report = json!({ "kind": "hazard", "danger_now": false, "description": "A loose cable",
            "place": { "country": "MY", "precision": "country" } });
        let filed = app.post("/v1/safety-reports", &report).await.json();
        let holder = app.holder_of(filed["receipt_code"].as_str().unwrap());
        let path = "/v1/receipt/safety-report";
        holder.post(&format!("{path}/messages"), &json!({ "body": "Hello" })).await.assert_status(201);
        holder.delete(path).await.assert_status(204);
        app.deliver(&receiver).await;
        let kinds: BTreeSet<String> = receiver.kinds("/safety").into_iter().collect();
        let expected = ["assigned", "erased", "message_received"].map(|kind| format!("safety_report.{kind}"));
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), expected);
    }

    async fn a_request_that_found_an_organisation_later_is_told(app: TestApp) {
        let receiver = Receiver::start();
        let (id, _) = app.need_help().await;
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        app.chief_of(centre).await.endpoint("later", &ALL).await;
        assert_eq!(app.route().await, 1);
        app.deliver(&receiver).await;
        assert_eq!(receiver.taken("/later")[0].subject(), id);
    }

    async fn danger_is_told_when_it_is_raised_and_when_the_next_ones_are_called(app: TestApp) {
        let receiver = Receiver::start();
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let events = ["danger_alert.raised", "danger_alert.escalated"];
        app.chief_of(centre).await.endpoint("danger", &events).await;
        app.member(centre, &[Role::CaseWorker]).await;
        let mut request = help();
        request["urgency"] = json!("danger_now");
        app.post("/v1/assistance-requests", &request).await.assert_status(201);
        app.deliver(&receiver).await;
        assert_eq!(receiver.kinds("/danger"), ["danger_alert.raised"]);
        let services = app.shared.services.clone();
        app.clock.advance(Duration::from_hours(2));
        let (now, of_job) = (services.clock.now(), services.clone());
        let escalate = move |conn: &mut Conn| tulay::danger::escalate_due(conn, &of_job, now);
        services.db.write(escalate).await.unwrap();
        app.deliver(&receiver).await;
        let kinds: BTreeSet<String> = receiver.kinds("/danger").into_iter().collect();
        assert_eq!(kinds.len(), 2, "{kinds:?}");
        for posted in receiver.posted() {
            assert_eq!(posted.json()["data"]["kind"], "danger_alert");
        }
    }

    async fn nothing_is_sent_for_a_change_that_was_undone(app: TestApp) {
        let receiver = Receiver::start();
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        app.chief_of(centre).await.endpoint("all", &ALL).await;
        // Refused after everything was written.
        let mut twice = help();
        twice["id"] = json!(app.shared.services.new_id());
        app.post("/v1/assistance-requests", &twice).await.assert_status(201);
        app.post("/v1/assistance-requests", &twice).await.assert_problem(409, "id_taken");
        let services = app.shared.services.clone();
        let (subject, at) = (services.new_id(), services.clock.now());
        let undone = services.db.write(move |conn: &mut Conn| {
            let happening = Happening {
                event: EventType::AssistanceRequestErased,
                organisation: Some(centre),
                subject,
                occurrence: "",
                at,
            };
            announce(conn, &happening)?;
            Err::<(), DbError>(DbError::Busy)
        });
        assert!(undone.await.is_err());
        assert_eq!(app.deliver(&receiver).await, 1);
        assert_eq!(receiver.kinds("/all"), ["assistance_request.assigned"]);
        // The same thing is announced once.
        for _ in 0..2 {
            let again = services.db.write(move |conn: &mut Conn| {
                let event = EventType::AssistanceRequestErased;
                let organisation = Some(centre);
                announce(conn, &Happening { event, organisation, subject, occurrence: "", at })
            });
            again.await.unwrap();
        }
        assert_eq!(app.deliver(&receiver).await, 1);
    }

    async fn two_instances_deliver_each_once(app: TestApp) {
        let receiver = Receiver::start();
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief_of(centre).await;
        for name in ["one", "two", "three"] {
            chief.endpoint(name, &["assistance_request.assigned"]).await;
        }
        let mut filed = BTreeSet::new();
        for _ in 0..15 {
            filed.insert(app.need_help().await.0);
        }
        let other = app.another();
        let (here, there) = tokio::join!(app.deliver(&receiver), other.deliver(&receiver));
        assert_eq!(here + there, 45);
        for path in ["/one", "/two", "/three"] {
            let taken = receiver.taken(path);
            assert_eq!(taken.len(), 15, "{path}");
            assert_eq!(taken.iter().map(Posted::subject).collect::<BTreeSet<_>>(), filed);
        }
    }

    async fn a_rotated_secret_signs_together_with_the_one_before_for_a_day(app: TestApp) {
        let receiver = Receiver::start();
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief_of(centre).await;
        let endpoint = chief.endpoint("all", &ALL).await;
        let key = "\"rotation\"";
        let rotate = || {
            let request = chief.request(Method::POST, &endpoint.sub("secrets"));
            crate::harness::Response::of(request.header("Idempotency-Key", key))
        };
        let rotated = rotate().await.json();
        // A lost answer is given again, and does not rotate twice.
        assert_eq!(rotate().await.json(), rotated);
        let secret = rotated["secret"].as_str().unwrap();
        assert_ne!(secret, endpoint.secret);
        assert!(rotated["endpoint"]["previous_secret_until"].is_string());
        app.need_help().await;
        app.deliver(&receiver).await;
        let first = receiver.posted().pop().unwrap();
        assert_eq!((first.signatures_by(secret), first.signatures_by(&endpoint.secret)), (1, 1));
        app.clock.advance(Duration::from_hours(25));
        app.need_help().await;
        app.deliver(&receiver).await;
        let second = receiver.posted().pop().unwrap();
        assert_eq!((second.signatures_by(secret), second.signatures_by(&endpoint.secret)), (1, 0));
    }
}
