//! Declining, not answering, giving back; by several instances at once.

use std::time::Duration;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{OFFERS, RECEIPT, changed, least, outcomes, request, texts};
use crate::assistance::sealed::handler;
use crate::assistance::{NARRATIVE, steps};
use crate::on_both;

on_both! {
    async fn after_a_refusal_the_next_one_is_asked_and_the_person_sees_why(app: TestApp) {
        let one = app.declared("Example One", &json!({ "languages": ["en"] })).await;
        let two = app.declared("Example Two", &json!({})).await;
        let filed = app.ask_for_help(&least()).await;
        let worker = app.case_worker(one).await;
        let offer = worker.offer().await;
        let declined = worker.decline(&offer, "conflict_of_interest").await.assert_status(200).json();
        assert_eq!((&declined["outcome"], &declined["request"]), (&json!("declined"), &Value::Null));
        worker.decline(&offer, "other").await.assert_status(200);
        assert_eq!(app.asked(&filed).await,
            outcomes(&[("Example One", Some("declined")), ("Example Two", None)]));
        let seen = app.holder_of(&filed.code).get(&format!("{RECEIPT}?lang=vi")).await.json();
        assert_eq!(seen["offers"][0]["reason"], "conflict_of_interest");
        assert_eq!(seen["offers"][0]["outcome_label"], "Không thể nhận yêu cầu của bạn");
        // It is not asked again, also when there is nobody else.
        let other = app.case_worker(two).await;
        other.decline(&other.offer().await, "no_capacity").await.assert_status(200);
        assert_eq!(app.route().await, 0);
        assert_eq!(worker.offers().await, Vec::<Value>::new());
        assert_eq!(app.owner(&filed).await, Value::Null);
        worker.accept(&offer).await.assert_problem(409, "offer_over");
    }

    async fn of_two_instances_one_lets_an_offer_lapse(app: TestApp) {
        for name in ["Example One", "Example Two", "Example Three"] {
            app.declared(name, &json!({})).await;
        }
        let filed = [app.ask_for_help(&least()).await, app.ask_for_help(&least()).await];
        let other = app.another();
        app.clock.advance(Duration::from_hours(26));
        let (a, b, c) = tokio::join!(app.route(), other.route(), app.route());
        assert_eq!(a + b + c, 2);
        for one in &filed {
            let asked = app.asked(one).await;
            let ended: Vec<&Value> = asked.iter().map(|(_, outcome)| outcome).collect();
            assert_eq!(ended, [&json!("lapsed"), &Value::Null]);
        }
        // As after a restart: nothing more is due.
        assert_eq!(app.another().route().await, 0);
    }

    async fn others_offers_are_not_there(app: TestApp) {
        let one = app.declared("Example One", &json!({})).await;
        let elsewhere = app.organisation("Example Elsewhere", &["MY"], &["assistance"]).await;
        app.ask_for_help(&least()).await;
        let offer = app.case_worker(one).await.offer().await;
        let stranger = app.case_worker(elsewhere).await;
        assert_eq!(stranger.offers().await, Vec::<Value>::new());
        stranger.get(&offer).await.assert_problem(404, "not_found");
        stranger.accept(&offer).await.assert_problem(404, "not_found");
        stranger.decline(&offer, "other").await.assert_problem(404, "not_found");
        let chief = app.member(one, &[Role::Administrator]).await;
        chief.get(OFFERS).await.assert_problem(403, "forbidden");
        chief.accept(&offer).await.assert_problem(403, "forbidden");
        app.get(OFFERS).await.assert_problem(401, "unauthenticated");
    }

    async fn what_is_passed_on_is_no_longer_there(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&request()).await;
        let worker = app.case_worker(centre).await;
        let refusal = json!({ "reason": "outside_area" });
        let alone = worker.change(&filed.sub("pass-on"), "\"v1\"", &refusal).await;
        alone.assert_problem(409, "nobody_else");
        let other = app.declared("Example Other", &json!({})).await;
        let tag = worker.move_through(&filed, "\"v1\"", &steps(&["acknowledged", "in_review"])).await;
        worker.change(&filed.sub("pass-on"), "\"v1\"", &refusal).await.assert_problem(412, "stale");
        worker.change(&filed.sub("pass-on"), &tag, &refusal).await.assert_status(204);
        worker.get(&filed.path()).await.assert_problem(404, "not_found");
        assert_eq!(app.asked(&filed).await,
            outcomes(&[("Example Workers' Centre", Some("declined")), ("Example Other", None)]));
        let seen = app.holder_of(&filed.code).get(RECEIPT).await.json();
        assert_eq!(seen["status"], "received");
        assert!(seen["consents"].as_array().unwrap().iter().all(|one| one["organisation_id"] == Value::Null));
        let taker = app.case_worker(other).await;
        taker.accept(&taker.offer().await).await.assert_status(200);
        let opened = taker.get(&filed.path()).await.assert_status(200).json();
        assert_eq!(opened["content"]["narrative"], NARRATIVE);
    }

    async fn what_is_taken_back_or_erased_is_offered_to_nobody(app: TestApp) {
        let one = app.declared("Example One", &json!({})).await;
        app.declared("Example Two", &json!({})).await;
        let (back, erased) = (app.ask_for_help(&least()).await, app.ask_for_help(&least()).await);
        app.holder_of(&back.code).post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        app.holder_of(&erased.code).delete(RECEIPT).await.assert_status(204);
        let worker = app.case_worker(one).await;
        assert_eq!(worker.offers().await, Vec::<Value>::new());
        assert_eq!(app.asked(&back).await.iter().filter(|(_, outcome)| outcome == "withdrawn").count(), 1);
        app.clock.advance(Duration::from_hours(30));
        assert_eq!(app.route().await, 0);
        let left = "SELECT 'left' AS one, '' AS two FROM assistance_offers WHERE request_id = {id}";
        assert_eq!(texts(&app, left, &erased.id).await, []);
    }

    async fn in_sealed_mode_whoever_is_asked_has_the_key_and_loses_it(app: TestApp) {
        let app = app.another_with(&[("TULAY_CASE_KEYS", "sealed")]);
        let one = app.declared("Example One", &json!({ "languages": ["fil"] })).await;
        let two = app.declared("Example Two", &json!({})).await;
        let (_, sita) = handler(&app, one, "sita").await;
        let (_, joy) = handler(&app, two, "joy").await;
        let filed = app.ask_for_help(&changed(request(), &json!({ "language": "fil" }))).await;
        let holders = "SELECT holder_kind AS one, cast(count(*) AS text) AS two FROM case_key_holders \
            WHERE case_id = {id} GROUP BY holder_kind ORDER BY 1";
        let count = |handlers: &str| vec![("handler".to_owned(), handlers.to_owned()),
            ("receipt".to_owned(), "1".to_owned())];
        assert_eq!(texts(&app, holders, &filed.id).await, count("2"));
        let offer = sita.offer().await;
        assert_eq!(sita.get(&offer).await.json()["request"]["sealed"]["language"], "fil");
        sita.get(&filed.path()).await.assert_problem(404, "not_found");
        sita.decline(&offer, "no_capacity").await.assert_status(200);
        joy.accept(&joy.offer().await).await.assert_status(200);
        assert_eq!(texts(&app, holders, &filed.id).await, count("1"));
        let opened = joy.get(&filed.path()).await.assert_status(200).json();
        assert_eq!(opened["content"]["narrative"], NARRATIVE);
    }
}
