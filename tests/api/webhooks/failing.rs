//! Servers that do not answer, and what is sent when they are back.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use tulay::platform::db::Conn;

use super::ALL;
use crate::harness::{Posted, Receiver};
use crate::on_both;

const ASSIGNED: &[&str] = &["assistance_request.assigned"];

on_both! {
    async fn a_receiver_that_is_down_for_a_day_gets_every_event_once_it_is_back(app: TestApp) {
        let receiver = Receiver::start();
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        app.chief_of(centre).await.endpoint("down", ASSIGNED).await;
        receiver.answers("/down", "hang up");
        let mut filed = BTreeSet::new();
        for hour in 0..24 {
            filed.insert(app.need_help().await.0);
            if hour == 12 {
                receiver.answers("/down", "503 Service Unavailable");
            }
            for _ in 0..4 {
                app.deliver(&receiver).await;
                app.clock.advance(Duration::from_mins(15));
            }
        }
        // However many events wait, it is not asked for each of them.
        assert!(receiver.posted().len() < 110, "{}", receiver.posted().len());
        receiver.answers("/down", "200 OK");
        for _ in 0..24 {
            app.clock.advance(Duration::from_hours(1));
            app.deliver(&receiver).await;
        }
        let taken = receiver.taken("/down");
        assert_eq!(taken.len(), 24);
        assert_eq!(taken.iter().map(Posted::subject).collect::<BTreeSet<_>>(), filed);
        // Each attempt had the same id, so that a receiver can tell repetitions.
        let ids: BTreeSet<String> = receiver.posted().iter().map(|one| one.id().to_owned()).collect();
        assert_eq!(ids.len(), 24);
        let chief = app.chief_of(centre).await;
        let shown = chief.get(super::ENDPOINTS).await.json();
        assert_eq!(shown["items"][0]["status"], "enabled");
        assert_eq!(shown["items"][0]["failing_since"], Value::Null);
    }

    async fn after_three_days_it_is_disabled_told_and_what_it_missed_can_be_replayed(app: TestApp) {
        let receiver = Receiver::start();
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief_of(centre).await;
        let endpoint = chief.endpoint("down", ASSIGNED).await;
        chief.endpoint("watch", &["webhook_endpoint.disabled"]).await;
        receiver.answers("/down", "500 Internal Server Error");
        let (before, mut filed) = (app.shared.services.clock.now(), BTreeSet::new());
        for _ in 0..100 {
            app.deliver(&receiver).await;
            if filed.len() < 3 {
                filed.insert(app.need_help().await.0);
            }
            app.clock.advance(Duration::from_hours(1));
        }
        let chief = app.chief_of(centre).await;
        let shown = chief.get(&endpoint.path).await.json();
        assert_eq!((&shown["status"], &shown["disabled_because"]), (&json!("disabled"), &json!("failing")));
        let told = receiver.taken("/watch");
        assert_eq!(told.len(), 1);
        assert!(endpoint.path.ends_with(&told[0].subject()));
        let log = chief.get("/v1/staff/audit-entries?action=webhook_endpoint_changed").await.json();
        let entry = &log["items"][0];
        assert_eq!((&entry["detail"], &entry["account_id"]), (&json!("failing"), &Value::Null));
        let dead = chief.deliveries(&endpoint, "&status=dead").await;
        assert!(dead.len() == 3 && dead.iter().any(|one| one["response_status"] == 500 && one["attempts"].as_i64() > Some(5)));
        // What happens while it is disabled waits for a replay, too.
        filed.insert(app.need_help().await.0);
        let again = json!({ "since": before });
        chief.post(&endpoint.sub("replays"), &again).await.assert_problem(409, "webhook_endpoint_disabled");
        receiver.answers("/down", "200 OK");
        chief.post(&endpoint.sub("enable"), &json!({})).await.assert_status(200);
        app.deliver(&receiver).await;
        assert!(receiver.taken("/down").is_empty());
        let replayed = chief.post(&endpoint.sub("replays"), &again).await.json();
        assert_eq!(replayed, json!({ "deliveries": 4 }));
        app.deliver(&receiver).await;
        let taken = receiver.taken("/down");
        let subjects: BTreeSet<String> = taken.iter().map(Posted::subject).collect();
        assert_eq!((taken.len(), subjects), (4, filed));
    }

    async fn one_delivery_can_be_sent_again(app: TestApp) {
        let receiver = Receiver::start();
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief_of(centre).await;
        let endpoint = chief.endpoint("all", ASSIGNED).await;
        app.need_help().await;
        app.deliver(&receiver).await;
        let sent = chief.deliveries(&endpoint, "").await.remove(0);
        assert_eq!((&sent["status"], &sent["response_status"]), (&json!("delivered"), &json!(204)));
        let path = endpoint.sub(&format!("deliveries/{}", sent["id"].as_str().unwrap()));
        let again = chief.post(&format!("{path}/replay"), &json!({})).await;
        assert_eq!(again.json()["status"], "pending");
        app.deliver(&receiver).await;
        let taken = receiver.taken("/all");
        assert_eq!((taken.len(), taken[0].id()), (2, taken[1].id()));
        assert_eq!(chief.get(&path).await.json()["status"], "delivered");
    }

    async fn nobody_is_followed_elsewhere_and_who_is_gone_is_left_alone(app: TestApp) {
        let receiver = Receiver::start();
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief_of(centre).await;
        let moved = chief.endpoint("moved", ASSIGNED).await;
        let gone = chief.endpoint("gone", ASSIGNED).await;
        receiver.answers("/moved", "302 Found\r\nLocation: /elsewhere");
        receiver.answers("/gone", "410 Gone");
        app.need_help().await;
        app.deliver(&receiver).await;
        assert!(receiver.posted().iter().all(|one| one.path != "/elsewhere"));
        let sent = chief.deliveries(&moved, "").await.remove(0);
        assert_eq!((&sent["status"], &sent["failure"]), (&json!("pending"), &json!("redirected")));
        let shown = chief.get(&gone.path).await.json();
        assert_eq!((&shown["status"], &shown["disabled_because"]), (&json!("disabled"), &json!("gone")));
        let dead = chief.deliveries(&gone, "&status=dead").await.remove(0);
        assert_eq!((&dead["response_status"], &dead["failure"]), (&json!(410), &json!("gone")));
    }

    async fn what_nobody_can_reach_is_told_and_what_is_old_is_forgotten(app: TestApp) {
        let receiver = Receiver::start();
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief_of(centre).await;
        let endpoint = chief.endpoint("all", &ALL).await;
        receiver.answers("/all", "hang up");
        app.need_help().await;
        app.deliver(&receiver).await;
        let sent = chief.deliveries(&endpoint, "&status=pending").await.remove(0);
        assert_eq!((&sent["failure"], &sent["response_status"]), (&json!("not_reached"), &Value::Null));
        assert!(sent["next_attempt_at"].is_string());
        app.clock.advance(Duration::from_hours(24 * 31));
        let services = app.shared.services.clone();
        let now = services.clock.now();
        let forget = move |conn: &mut Conn| tulay::webhooks::forget_old(conn, now);
        assert_eq!(services.db.write(forget).await.unwrap(), 1);
        let chief = app.chief_of(centre).await;
        assert!(chief.deliveries(&endpoint, "").await.is_empty());
    }
}
