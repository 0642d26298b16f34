//! Texts: when they go out, what they say, and that each goes out once.

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tulay::platform::clock::Clock as _;

use super::super::{NARRATIVE, RECEIPT, steps};
use super::{
    CLOSES, NUMBER, OPENS, OWN_TEXT, any_time, attempts, outcomes, own, plan, put_plan, rows,
    whole, write_to,
};
use crate::harness::{GATEWAY, GATEWAY_SECRET, Receiver, Response};
use crate::on_both;

const DAY: Duration = Duration::from_hours(24);

fn text(words: &str) -> (String, String) {
    (NUMBER.to_owned(), words.to_owned())
}

on_both! {
    async fn in_its_window_a_text_goes_out_that_says_nothing(app: TestApp) {
        app.on_sunday(OPENS, 30);
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (filed, worker) = app.asks(&whole()).await;
        assert_eq!(outcomes(&app, &filed).await, Vec::<String>::new());
        write_to(&worker, &filed).await;
        assert_eq!(outcomes(&app, &filed).await, ["waiting"]);
        assert_eq!(app.send_texts().await, 1);
        assert_eq!(gateway.texts(), [text(OWN_TEXT)]);
        let posted = gateway.posted().remove(0);
        assert_eq!(posted.headers["authorization"], format!("Bearer {GATEWAY_SECRET}"));
        let body = posted.json();
        let names: BTreeSet<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, BTreeSet::from(["id", "text", "to"]));
        for word in ["Planted message", "Centre", "ulay", "http", NARRATIVE] {
            assert!(!posted.body.contains(word), "{word}");
        }
        let sent = attempts(&app, &filed).await.remove(0);
        assert_eq!((&sent["outcome"], &sent["occasion"], &sent["channel"]), (&json!("sent"), &json!("message"), &json!("sms")));
        assert_eq!(sent["at"], app.at(0, OPENS), "the hour and nothing finer");
        let of_staff = worker.get(&filed.sub("contact-attempts")).await.json();
        assert_eq!(of_staff["attempts"][0]["id"], sent["id"]);
        assert_eq!(of_staff["service_may_send"], true);
        // Nothing of it is kept, and it goes out once.
        assert_eq!(rows(&app, "outgoing_texts").await, 0);
        assert_eq!(app.send_texts().await, 0);
    }

    async fn outside_it_waits_for_the_next_by_the_clock_of_the_place(app: TestApp) {
        // Half past five in the afternoon in Singapore, half past nine in the morning in London.
        app.on_sunday(CLOSES, 30);
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (filed, worker) = app.asks(&whole()).await;
        write_to(&worker, &filed).await;
        let waiting = attempts(&app, &filed).await.remove(0);
        assert_eq!((&waiting["outcome"], &waiting["not_before"]), (&json!("waiting"), &json!(app.at(7, OPENS))));
        assert_eq!(app.send_texts().await, 0);
        app.clock.advance(DAY * 3);
        assert_eq!(app.send_texts().await, 0);
        app.on_sunday(OPENS, 1);
        app.send_texts().await;
        assert_eq!(gateway.texts(), [text(OWN_TEXT)]);
    }

    async fn a_window_that_has_closed_meanwhile_is_closed(app: TestApp) {
        app.on_sunday(CLOSES - 1, 59);
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (filed, worker) = app.asks(&whole()).await;
        write_to(&worker, &filed).await;
        assert_eq!(attempts(&app, &filed).await[0]["not_before"], json!(null));
        app.clock.advance(Duration::from_mins(2));
        assert_eq!(app.send_texts().await, 1);
        assert_eq!(gateway.texts(), []);
        let waiting = attempts(&app, &filed).await.remove(0);
        assert_eq!((&waiting["outcome"], &waiting["not_before"]), (&json!("waiting"), &json!(app.at(7, OPENS))));
    }

    async fn the_plan_in_force_when_it_is_sent_counts(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (filed, worker) = app.asks(&any_time()).await;
        write_to(&worker, &filed).await;
        let elsewhere = plan(&json!({ "windows": null, "address": "+6590008888", "message_text": "Musta" }), &json!({}));
        put_plan(&app, &filed, &elsewhere).await;
        app.send_texts().await;
        assert_eq!(gateway.texts(), [("+6590008888".to_owned(), "Musta - planteddurian".to_owned())]);
        write_to(&worker, &filed).await;
        put_plan(&app, &filed, &plan(&json!({}), &json!({ "service_may_send": false }))).await;
        app.send_texts().await;
        let seen = outcomes(&app, &filed).await;
        assert_eq!(seen, ["plan_changed", "refused: not_chosen", "plan_changed", "sent"]);
        put_plan(&app, &filed, &any_time()).await;
        write_to(&worker, &filed).await;
        let removed = app.holder_of(&filed.code).delete(&own("contact-plan")).await;
        removed.assert_status(204);
        app.send_texts().await;
        assert_eq!(outcomes(&app, &filed).await[..2], ["plan_removed", "refused: not_chosen"]);
        assert_eq!(gateway.texts().len(), 1);
    }

    async fn what_was_taken_back_or_erased_meanwhile_is_not_sent(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (filed, worker) = app.asks(&any_time()).await;
        write_to(&worker, &filed).await;
        let holder = app.holder_of(&filed.code);
        let withdraw = holder.request(Method::POST, &own("withdraw"));
        Response::of(withdraw).await.assert_status(200);
        assert_eq!(rows(&app, "contact_plans").await, 0);
        assert_eq!(outcomes(&app, &filed).await, ["refused: withdrawn"]);
        let other = app.ask_for_help(&super::asking(&any_time())).await;
        write_to(&worker, &other).await;
        app.holder_of(&other.code).delete(RECEIPT).await.assert_status(204);
        assert_eq!(app.send_texts().await, 0);
        assert_eq!(gateway.texts(), []);
        for (table, left) in [("outgoing_texts", 0), ("contact_plans", 0), ("contact_attempts", 1)] {
            assert_eq!(rows(&app, table).await, left, "{table}");
        }
    }

    async fn much_is_told_by_one_text_and_two_a_day_are_enough(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (filed, worker) = app.asks(&any_time()).await;
        for _ in 0..3 {
            write_to(&worker, &filed).await;
        }
        app.send_texts().await;
        assert_eq!(gateway.texts().len(), 1);
        assert_eq!(outcomes(&app, &filed).await, ["folded", "folded", "sent"]);
        for expected in [2, 2, 2] {
            write_to(&worker, &filed).await;
            app.send_texts().await;
            assert_eq!(gateway.texts().len(), expected);
        }
        app.clock.advance(DAY + Duration::from_hours(2));
        app.send_texts().await;
        assert_eq!(gateway.texts().len(), 3, "the third went out on the next day");
    }

    async fn of_two_instances_one_sends(app: TestApp) {
        let gateway = Receiver::start();
        let (one, other) = (app.another_texting(&gateway), app.another_texting(&gateway));
        let centre = app.centre().await;
        let worker = one.case_worker(centre).await;
        for _ in 0..6 {
            let filed = one.ask_for_help(&super::asking(&any_time())).await;
            write_to(&worker, &filed).await;
        }
        futures_util::future::join(one.send_texts(), other.send_texts()).await;
        assert_eq!(gateway.texts().len(), 6);
    }

    async fn a_gateway_that_is_down_is_asked_again_for_a_day(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (filed, worker) = app.asks(&any_time()).await;
        write_to(&worker, &filed).await;
        gateway.answers(GATEWAY, "503 Service Unavailable");
        app.send_texts().await;
        app.send_texts().await;
        assert_eq!(gateway.posted().len(), 1, "not at once again");
        app.clock.advance(Duration::from_secs(31));
        gateway.answers(GATEWAY, "302 Found\r\nLocation: http://elsewhere.example/");
        app.send_texts().await;
        app.clock.advance(Duration::from_mins(3));
        gateway.answers(GATEWAY, "200 OK");
        app.send_texts().await;
        assert_eq!(outcomes(&app, &filed).await, ["sent"]);
        let ids: Vec<_> = gateway.posted().iter().map(|posted| posted.json()["id"].clone()).collect();
        assert_eq!(ids, vec![ids[0].clone(); 3], "the same id each time");
        write_to(&worker, &filed).await;
        gateway.answers(GATEWAY, "500 Oh");
        for _ in 0..40 {
            app.send_texts().await;
            app.clock.advance(Duration::from_hours(1));
        }
        assert_eq!(outcomes(&app, &filed).await, ["refused: gateway_failed", "sent"]);
        let tried = gateway.posted().len();
        assert!((10..25).contains(&tried), "{tried}");
        assert_eq!(rows(&app, "outgoing_texts").await, 0);
    }

    async fn a_number_that_the_gateway_refuses_is_not_tried_again(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (filed, worker) = app.asks(&any_time()).await;
        write_to(&worker, &filed).await;
        gateway.answers(GATEWAY, "422 No");
        app.send_texts().await;
        app.clock.advance(DAY);
        app.send_texts().await;
        assert_eq!(gateway.posted().len(), 1);
        assert_eq!(outcomes(&app, &filed).await, ["refused: gateway_failed"]);
    }

    async fn a_step_that_needs_the_person_and_a_check_in_are_told(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (filed, worker) = app.asks(&any_time()).await;
        let way = steps(&["acknowledged", "in_review", "need_info"]);
        let tag = worker.move_through(&filed, "\"v1\"", &way).await;
        app.send_texts().await;
        let way = steps(&["in_review", "accepted", "in_progress", "remedy_proposed", "remedy_agreed",
            "remedy_received", "monitoring"]);
        worker.move_through(&filed, &tag, &way).await;
        app.clock.advance(DAY * 7);
        let (services, of_job) = (app.shared.services.clone(), app.shared.services.clone());
        let now = services.clock.now();
        services.db.write(move |conn| tulay::assistance::keep_house(conn, &of_job, now)).await.unwrap();
        app.send_texts().await;
        let told: Vec<_> = attempts(&app, &filed).await.iter().map(|one| one["occasion"].clone()).collect();
        assert_eq!(told, ["check_in", "need_info"]);
        assert_eq!(gateway.texts(), [text(OWN_TEXT), text(OWN_TEXT)]);
    }

    async fn rapidpro_is_asked_in_its_own_way(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting_with(&gateway, &[("TULAY_TEXT_GATEWAY_FORM", "rapidpro")]);
        let (filed, worker) = app.asks(&any_time()).await;
        write_to(&worker, &filed).await;
        app.send_texts().await;
        let posted = gateway.posted().remove(0);
        assert_eq!(posted.json(), json!({ "urns": [format!("tel:{NUMBER}")], "text": OWN_TEXT }));
        assert_eq!(posted.headers["authorization"], format!("Token {GATEWAY_SECRET}"));
    }
}
