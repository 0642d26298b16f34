//! What is kept of another server's referrals, for how long, and what is heard of it.

use std::time::Duration;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::peers::{self, Post};
use tulay::platform::ids::Id;

use super::line::Mood;
use super::{NARRATIVE, Pair, REFERRALS, Site};
use crate::assistance::sealed::{forgotten::reset, handler};
use crate::on_both;

const MINUTES: Duration = Duration::from_mins(10);
const DAY: Duration = Duration::from_hours(24);
const SEALED: &[(&str, &str)] = &[("TULAY_CASE_KEYS", "sealed")];
/// A letter of three bytes.
const LETTER: &str = "\u{1000}";

impl Pair {
    /// A referral that has arrived; its id at the destination.
    async fn arrived(&self) -> String {
        assert_eq!(self.origin.deliver().await, 1);
        let received = self.destination.referrals("received").await;
        received[0]["id"].as_str().unwrap().to_owned()
    }

    /// Time passes in which nothing of the destination arrives.
    async fn unheard(&self, times: u32, pause: Duration) {
        self.origin.line.be(Mood::Cut);
        for _ in 0..times {
            self.destination.deliver().await;
            self.advance(pause);
        }
    }
}

/// Something that waits for a server, about one referral.
async fn put_into_outbox(site: &Site, peer: Id, about: Id) {
    let services = site.app.shared.services.clone();
    let (of_job, now) = (services.clone(), services.clock.now());
    let post = move |conn: &mut _| {
        let post = Post {
            peer,
            about,
            kind: "answer",
            is_last: false,
            is_patient: true,
            body: json!({ "status": "accepted" }),
        };
        peers::send(conn, &of_job, post, now)
    };
    services.db.write(post).await.unwrap();
}

on_both! {
    async fn in_sealed_mode_nothing_is_taken_that_nobody_could_open(app: TestApp) {
        let pair = Pair::start_with(&app, SEALED).await;
        let case = pair.need_help().await;
        case.refer().await;
        pair.origin.deliver().await;
        assert_eq!(pair.destination.referrals("received").await.len(), 0);
        assert_eq!(case.seen_by_worker().await["status"], "offered");
        let there = &pair.destination;
        let (lost, joy) = handler(&there.app, there.organisation, "joy").await;
        pair.advance(MINUTES);
        pair.origin.deliver().await;
        let received = joy.get(&format!("{REFERRALS}?direction=received")).await.json();
        let path = format!("{REFERRALS}/{}", received["items"][0]["id"].as_str().unwrap());
        assert_eq!(joy.get(&path).await.assert_status(200).json()["case_file"]["narrative"], NARRATIVE);
        // When the last key is lost, it goes back to who can ask somebody else.
        let chief = there.app.member(there.organisation, &[Role::Administrator]).await;
        reset(&there.app, &chief, &lost).await;
        there.app.keep_house().await;
        there.deliver().await;
        let seen = case.seen_by_worker().await;
        assert_eq!((&seen["status"], &seen["reason"]), (&json!("rejected"), &json!("not_delivered")));
    }

    async fn a_long_conversation_arrives_with_its_newest_part(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help_with(&["messages", "narrative"]).await;
        for number in 0..50 {
            let body = format!("{number} {}", LETTER.repeat(3_990));
            let path = "/v1/receipt/assistance-request/messages";
            case.worker.post(path, &json!({ "body": body })).await.assert_status(201);
            pair.advance(Duration::from_secs(1));
        }
        case.refer().await;
        let opened = pair.destination.open(&pair.arrived().await).await;
        let file = &opened["case_file"];
        let messages = file["messages"].as_array().unwrap();
        assert!(messages.last().unwrap()["body"].as_str().unwrap().starts_with("49 "));
        assert!(messages.len() > 15, "{}", messages.len());
        assert_eq!(file["messages_left_out"], json!(50 - messages.len()));
        assert_eq!(file["narrative"], NARRATIVE);
    }

    async fn an_answer_is_tried_for_longer_than_three_days(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        case.refer().await;
        let here = pair.arrived().await;
        pair.destination.say(&here, "acceptance", &json!({})).await;
        pair.unheard(50, Duration::from_hours(2)).await;
        assert_eq!(case.seen_by_worker().await["status"], "offered");
        pair.origin.line.be(Mood::Good);
        pair.destination.deliver().await;
        assert_eq!(case.seen_by_worker().await["status"], "accepted");
    }

    async fn two_answers_in_one_go_arrive_in_one_go(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        case.refer().await;
        let here = pair.arrived().await;
        pair.destination.say(&here, "acceptance", &json!({})).await;
        let given = json!({ "outcome": "service_given", "report": "The employer has paid." });
        pair.destination.say(&here, "completion", &given).await;
        // The second waits for the first, and for nothing else.
        pair.destination.deliver().await;
        let seen = case.seen_by_worker().await;
        assert_eq!((&seen["status"], &seen["outcome"]), (&json!("done"), &json!("service_given")));
    }

    async fn who_answers_and_is_never_heard_is_told(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        case.refer().await;
        let here = pair.arrived().await;
        pair.destination.say(&here, "acceptance", &json!({})).await;
        pair.unheard(32, DAY).await;
        let opened = pair.destination.open(&here).await;
        assert_eq!((&opened["status"], &opened["revoked_by"]), (&json!("revoked"), &json!("service")));
        assert_eq!(opened["case_file"], Value::Null);
    }

    async fn what_came_from_a_server_that_was_removed_is_read_no_longer(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        case.refer().await;
        let here = pair.arrived().await;
        pair.destination.say(&here, "acceptance", &json!({})).await;
        let from = pair.destination.add(&pair.origin).await;
        pair.destination.remove(from).await;
        pair.destination.app.keep_house().await;
        let opened = pair.destination.open(&here).await;
        assert_eq!((&opened["status"], &opened["revoked_by"]), (&json!("revoked"), &json!("service")));
        assert_eq!(opened["case_file"], Value::Null);
    }

    async fn what_nobody_says_the_end_of_is_given_back_after_a_year(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        case.refer().await;
        let here = pair.arrived().await;
        pair.destination.say(&here, "acceptance", &json!({})).await;
        pair.destination.deliver().await;
        pair.advance(DAY * 360);
        pair.destination.app.keep_house().await;
        assert_eq!(pair.destination.open(&here).await["status"], "accepted");
        pair.advance(DAY * 10);
        pair.destination.app.keep_house().await;
        let opened = pair.destination.open(&here).await;
        assert_eq!((&opened["status"], &opened["case_file"]), (&json!("rejected"), &Value::Null));
        pair.destination.deliver().await;
        assert_eq!(case.seen_by_worker().await["status"], "rejected");
    }

    async fn a_server_that_is_down_does_not_hold_up_another_one(app: TestApp) {
        let pair = Pair::start(&app).await;
        let other = Site::start(&app, "Example Union in Dubai", "AE").await;
        let there = pair.origin.add(&other).await;
        other.add(&pair.origin).await;
        pair.origin.deliver().await;
        pair.destination.line.be(Mood::Cut);
        let services = &pair.origin.app.shared.services;
        let about: Vec<Id> = (0..40).map(|_| services.new_id()).collect();
        for one in &about {
            put_into_outbox(&pair.origin, pair.there, *one).await;
        }
        for _ in 0..3 {
            pair.origin.deliver().await;
        }
        for one in &about {
            put_into_outbox(&pair.origin, pair.there, *one).await;
        }
        pair.origin.app.clock.advance(Duration::from_secs(1));
        put_into_outbox(&pair.origin, there, services.new_id()).await;
        pair.origin.deliver().await;
        assert_eq!(other.line.messages().len(), 1);
    }
}
