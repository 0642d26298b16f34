//! Each refusal: nothing is sent, and both sides read why.

use serde_json::{Value, json};

use super::super::least;
use super::{OPENS, any_time, attempts, outcomes, plan, write_to};
use crate::harness::Receiver;
use crate::on_both;

/// Plans that allow no text, and why.
fn refused() -> Vec<(Value, Value, &'static str)> {
    let none = json!({});
    vec![
        (
            none.clone(),
            json!({ "service_may_send": false }),
            "not_chosen",
        ),
        // Nothing is kept for the sender then, so that it does not even know that.
        (
            none.clone(),
            json!({ "do_not_contact": true }),
            "not_chosen",
        ),
        (json!({ "channel": "voice" }), none.clone(), "no_method"),
        (json!({ "channel": "whatsapp" }), none.clone(), "no_method"),
        (
            json!({ "ok_to_leave_message": false }),
            none.clone(),
            "no_message",
        ),
        (
            json!({ "owner": "employer" }),
            none.clone(),
            "employers_phone",
        ),
        (
            none.clone(),
            json!({ "phone_checked_by_employer": true }),
            "checked_phone",
        ),
        (
            json!({ "owner": "shared" }),
            json!({ "phone_checked_by_employer": true }),
            "checked_phone",
        ),
        (json!({ "address": "9000 7777" }), none.clone(), "no_number"),
        (none, json!({ "methods": [] }), "no_method"),
    ]
}

on_both! {
    async fn what_the_plan_does_not_allow_is_refused_and_written_to_the_case(app: TestApp) {
        app.on_sunday(OPENS, 30);
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (_, worker) = app.asks(&any_time()).await;
        for (of_method, of_plan, expected) in refused() {
            let filed = app.ask_for_help(&super::asking(&plan(&of_method, &of_plan))).await;
            write_to(&worker, &filed).await;
            assert_eq!(outcomes(&app, &filed).await, [format!("refused: {expected}")]);
            let of_staff = worker.get(&filed.sub("contact-attempts")).await.json();
            assert_eq!(of_staff["attempts"][0]["refusal"], expected);
            assert_eq!(of_staff["attempts"][0]["by_staff"], false);
        }
        let without = app.ask_for_help(&least()).await;
        write_to(&worker, &without).await;
        assert_eq!(outcomes(&app, &without).await, ["refused: not_chosen"]);
        app.send_texts().await;
        assert_eq!(gateway.posted().len(), 0);
    }

    async fn who_thought_of_the_employer_or_has_a_friends_telephone_is_reached(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (_, worker) = app.asks(&any_time()).await;
        let checked = json!({ "phone_checked_by_employer": true });
        for (of_method, of_plan) in [
            (json!({ "windows": null, "owner": "employer", "safe_though_checked": true }), json!({})),
            (json!({ "windows": null, "safe_though_checked": true }), checked.clone()),
            (json!({ "windows": null, "owner": "friend" }), checked),
        ] {
            let filed = app.ask_for_help(&super::asking(&plan(&of_method, &of_plan))).await;
            write_to(&worker, &filed).await;
            app.send_texts().await;
            assert_eq!(outcomes(&app, &filed).await, ["sent"]);
        }
        assert_eq!(gateway.texts().len(), 3);
    }

    async fn without_a_gateway_nothing_waits(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&super::asking(&any_time())).await;
        let worker = app.case_worker(centre).await;
        write_to(&worker, &filed).await;
        write_to(&worker, &filed).await;
        assert_eq!(outcomes(&app, &filed).await, ["refused: no_gateway"], "once a day is enough");
        assert_eq!(super::rows(&app, "outgoing_texts").await, 0);
        app.clock.advance(std::time::Duration::from_hours(25));
        let again = app.case_worker(centre).await;
        write_to(&again, &filed).await;
        assert_eq!(outcomes(&app, &filed).await.len(), 2);
    }

    async fn never_means_never(app: TestApp) {
        app.on_sunday(OPENS, 30);
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (_, worker) = app.asks(&any_time()).await;
        let today = json!([{ "days": ["sunday"], "from": "14:00", "until": "15:30", "time_zone": "Asia/Singapore" }]);
        let (day, week) = (app.at(0, 0)[..10].to_owned(), app.at(8, 0)[..10].to_owned());
        let away = json!([{ "from": day, "until": week, "time_zone": "Asia/Singapore" }]);
        let always = json!([{ "days": ["sunday"], "from": "00:00", "until": "00:00", "time_zone": "Asia/Singapore" }]);
        for (of_plan, expected) in [
            (json!({ "never": today }), ("waiting", json!(app.at(0, OPENS).replace("T06:00", "T07:30")))),
            (json!({ "never_on": away }), ("waiting", json!(app.at(14, OPENS)))),
            (json!({ "never": always }), ("refused", Value::Null)),
        ] {
            let filed = app.ask_for_help(&super::asking(&plan(&json!({}), &of_plan))).await;
            write_to(&worker, &filed).await;
            let attempt = attempts(&app, &filed).await.remove(0);
            assert_eq!((&attempt["outcome"], &attempt["not_before"]), (&json!(expected.0), &expected.1));
            app.send_texts().await;
        }
        assert_eq!(gateway.posted().len(), 0);
    }

    async fn the_trusted_person_is_written_to_when_no_own_way_is_allowed(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (_, worker) = app.asks(&any_time()).await;
        let trusted = json!({ "fallback": "trusted_person", "trusted_person": { "channel": "sms",
            "address": "+639170000000", "owner": "friend", "ok_to_leave_message": true, "message_text": "Si Ate ito" } });
        let own = json!({ "windows": null, "ok_to_leave_message": false });
        let filed = app.ask_for_help(&super::asking(&plan(&own, &trusted))).await;
        write_to(&worker, &filed).await;
        app.send_texts().await;
        assert_eq!(gateway.texts(), [("+639170000000".to_owned(), "Si Ate ito".to_owned())]);
        assert_eq!(attempts(&app, &filed).await[0]["to_trusted_person"], true);
        let only_named = json!({ "trusted_person": trusted["trusted_person"] });
        let filed = app.ask_for_help(&super::asking(&plan(&own, &only_named))).await;
        write_to(&worker, &filed).await;
        assert_eq!(outcomes(&app, &filed).await, ["refused: no_message"]);
    }
}
