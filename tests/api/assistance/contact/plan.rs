//! The plan: the person changes it, and sees what it leads to.

use reqwest::Method;
use serde_json::{Value, json};

use super::super::changed;
use super::{
    CLOSES, NUMBER, OPENS, OWN_CODE, OWN_TEXT, any_time, attempts, own, plan, put_plan, whole,
};
use crate::harness::Receiver;
use crate::on_both;

on_both! {
    async fn the_person_sees_which_words_go_out_and_when(app: TestApp) {
        app.on_sunday(CLOSES, 30);
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (filed, _) = app.asks(&any_time()).await;
        let effect = put_plan(&app, &filed, &whole()).await;
        assert_eq!((&effect["service_sends"], &effect["text"]), (&json!(true), &json!(OWN_TEXT)));
        assert_eq!(effect["not_before"], app.at(7, OPENS));
        let checked = plan(&json!({}), &json!({ "phone_checked_by_employer": true }));
        let effect = put_plan(&app, &filed, &checked).await;
        assert_eq!((&effect["service_sends"], &effect["refusal"]), (&json!(false), &json!("checked_phone")));
        assert_eq!(effect["refusal_label"], "The employer looks into the telephone");
    }

    async fn without_own_words_the_sentence_is_anybodys_and_a_name_needs_leave(app: TestApp) {
        let gateway = Receiver::start();
        let app = app.another_texting(&gateway);
        let (filed, _) = app.asks(&any_time()).await;
        for language in ["en", "fil", "id", "vi", "km"] {
            let bare = json!({ "message_text": null, "code_word": null, "windows": null, "language": language });
            let effect = put_plan(&app, &filed, &plan(&bare, &json!({}))).await;
            let words = effect["text"].as_str().unwrap().to_lowercase();
            for word in ["tulay", "centre", "case", "work", "labour", "http", "code", "kaso", "kasus", "request"] {
                assert!(!words.contains(word), "{words}");
            }
            assert!(words.len() > 10);
        }
        let named = json!({ "message_text": null, "windows": null, "ok_to_name_organisation": true, "language": "en" });
        let effect = put_plan(&app, &filed, &plan(&named, &json!({}))).await;
        let words = effect["text"].as_str().unwrap();
        assert_eq!(words, format!("Example Workers' Centre: there is something new for you. Use your code to read it. - {OWN_CODE}"));
    }

    async fn both_sides_see_that_it_was_changed_and_the_code_does_not_show_it(app: TestApp) {
        let (filed, worker) = app.asks(&whole()).await;
        let before = worker.get(&filed.path()).await.json();
        assert_eq!(before["content"]["safe_contact_reviewed_at"], Value::Null);
        put_plan(&app, &filed, &plan(&json!({ "address": "+6590009999" }), &json!({}))).await;
        let after = worker.get(&filed.path()).await.json();
        assert_eq!(after["content"]["safe_contact"]["methods"][0]["address"], "+6590009999");
        assert!(after["content"]["safe_contact_reviewed_at"].is_string());
        assert_eq!(attempts(&app, &filed).await[0]["outcome"], "plan_changed");
        let of_staff = worker.get(&filed.sub("contact-attempts")).await.json();
        assert_eq!(of_staff["attempts"][0]["outcome"], "plan_changed");
        let holder = app.holder_of(&filed.code);
        for path in [super::super::RECEIPT.to_owned(), own("contact-attempts")] {
            let shown = String::from_utf8(holder.get(&path).await.body.clone()).unwrap();
            for word in ["9999", NUMBER, OWN_CODE, super::OWN_WORDS] {
                assert!(!shown.contains(word), "{path} {word}");
            }
        }
        holder.delete(&own("contact-plan")).await.assert_status(204);
        holder.delete(&own("contact-plan")).await.assert_status(204);
        let after = worker.get(&filed.path()).await.json();
        assert_eq!(after["content"]["safe_contact"], Value::Null);
        let seen = attempts(&app, &filed).await;
        assert_eq!((seen.len(), &seen[0]["outcome"]), (2, &json!("plan_removed")));
    }

    async fn who_found_the_code_cannot_change_it_without_the_second_word(app: TestApp) {
        let (filed, _) = app.asks(&whole()).await;
        let holder = app.holder_of(&filed.code);
        let word = json!({ "second_word": "kalabasa" });
        holder.send(Method::PUT, &own("second-word"), &word).await.assert_status(204);
        let path = own("contact-plan");
        let bare = json!({ "plan": whole() });
        holder.send(Method::PUT, &path, &bare).await.assert_problem(403, "second_word_needed");
        let wrong = changed(bare.clone(), &json!({ "second_word": "talong" }));
        holder.send(Method::PUT, &path, &wrong).await.assert_problem(403, "second_word_wrong");
        let right = changed(bare, &word);
        holder.send(Method::PUT, &path, &right).await.assert_status(200);
        holder.delete(&path).await.assert_status(204);
    }

    async fn a_plan_that_cannot_be_kept_is_refused_with_every_fault(app: TestApp) {
        let (filed, _) = app.asks(&whole()).await;
        let windows = json!([{ "days": ["sunday"], "from": "14:00", "until": "17:00", "time_zone": "Asia/Nowhere" }]);
        let wrong = plan(&json!({ "windows": windows }), &json!({ "fallback": "trusted_person",
            "never_on": [{ "from": "2026-12-02", "until": "2026-12-01", "time_zone": "Asia/Singapore" }] }));
        let refused = app.holder_of(&filed.code).send(Method::PUT, &own("contact-plan"), &json!({ "plan": wrong })).await;
        let fault = |at: &str, code: &str| (at.to_owned(), code.to_owned());
        assert_eq!(refused.faults(), [
            fault("/plan/methods/0/windows/0/time_zone", "unknown_time_zone"),
            fault("/plan/never_on/0/until", "ends_before_it_begins"),
            fault("/plan/trusted_person", "missing_member"),
        ]);
    }
}
