//! Who may hand texts in, and in which forms.

use reqwest::Method;
use serde_json::json;
use tulay::platform::clock::Clock as _;

use super::{Line, NUMBER, SECRET, TEXTS, hand_in, hand_in_signed, signature};
use crate::harness::{Response, TestApp};
use crate::on_both;

const RAPIDPRO: &str = "/sms/rapidpro";
const LANGUAGES: &str = "1 English\n2 Filipino\n3 Bahasa Indonesia\n4 Tieng Viet";

fn hello() -> String {
    json!({ "from": NUMBER, "text": "hi" }).to_string()
}

async fn post(app: &TestApp, token: Option<&str>, kind: &str, body: String) -> Response {
    let mut request = app
        .request(Method::POST, RAPIDPRO)
        .header("content-type", kind);
    if let Some(token) = token {
        request = request.header("authorization", format!("Token {token}"));
    }
    Response::of(request.body(body)).await
}

on_both! {
    async fn only_what_the_gateway_has_just_signed_is_taken(app: TestApp) {
        let line = Line::new(&app);
        let (app, body) = (&line.app, hello());
        let now = app.clock.now().as_second();
        let right = signature(SECRET, "m1", now, &body);
        let foreign = signature("whsec_YW5vdGhlci1zZWNyZXQtb2Ytc29tZWJvZHktZWxzZQ==", "m1", now, &body);
        let old = signature(SECRET, "m1", now - 301, &body);
        let early = signature(SECRET, "m1", now + 301, &body);
        for signed in [
            ("m1", now, foreign.as_str()),
            ("m2", now, right.as_str()),
            ("m1", now + 1, right.as_str()),
            ("m1", now - 301, old.as_str()),
            ("m1", now + 301, early.as_str()),
            ("m1", now, ""),
        ] {
            hand_in_signed(app, signed, &body).await.assert_problem(401, "unauthenticated");
        }
        let altered = json!({ "from": "+6598765432", "text": "hi" }).to_string();
        hand_in_signed(app, ("m1", now, &right), &altered).await.assert_problem(401, "unauthenticated");
        let unsigned = app.post(TEXTS, &json!({ "from": NUMBER, "text": "hi" })).await;
        unsigned.assert_problem(401, "unauthenticated");
        app.send_texts().await;
        assert_eq!(line.gateway.texts(), []);
        let both = format!("{foreign} {right}");
        hand_in_signed(app, ("m1", now, &both), &body).await.assert_status(200);
    }

    async fn a_text_is_taken_once(app: TestApp) {
        let line = Line::new(&app);
        let (phone, body) = (line.phone(NUMBER), hello());
        let first = hand_in(&line.app, "m1", &body).await;
        assert_eq!(first.json(), json!({ "outcome": "taken" }));
        line.app.clock.advance(std::time::Duration::from_mins(20));
        let again = hand_in(&line.app, "m1", &body).await;
        again.assert_status(200);
        assert_eq!(again.json(), json!({ "outcome": "repeated" }));
        line.app.send_texts().await;
        assert_eq!(phone.heard(), [LANGUAGES]);
    }

    async fn without_the_settings_there_is_nothing(app: TestApp) {
        hand_in(&app, "m1", &hello()).await.assert_problem(404, "not_found");
        post(&app, Some(SECRET), "application/json", hello()).await.assert_problem(404, "not_found");
        // With a secret, and nothing that would take the answers.
        let secret = app.data_dir().join("inbound-secret");
        std::fs::write(&secret, SECRET).unwrap();
        let mute = app.another_with(&[("TULAY_SMS_SECRET_FILE", &secret.display().to_string())]);
        hand_in(&mute, "m1", &hello()).await.assert_problem(404, "not_found");
    }

    async fn what_is_no_text_is_refused(app: TestApp) {
        let line = Line::new(&app);
        for body in ["", "[]", "{}", r#"{"from":"INFO","text":"hi"}"#, r#"{"text":"hi"}"#] {
            hand_in(&line.app, "m1", body).await.assert_problem(400, "malformed_request");
        }
        let odd = json!({ "from": NUMBER, "text": "\u{0}\u{200b}" }).to_string();
        hand_in(&line.app, "m1", &odd).await.assert_status(200);
    }

    async fn rapidpro_hands_texts_in_as_its_flows_do(app: TestApp) {
        let line = Line::new(&app);
        let (app, phone) = (&line.app, line.phone(NUMBER));
        let flow = json!({
            "contact": { "uuid": "5d76d86b-3bb9-4d5a-b822-c9d86f5d8e4f", "name": null, "urn": "tel:+6591234567" },
            "flow": { "uuid": "f1", "name": "Texts" }, "path": [], "results": {},
            "run": { "uuid": "r1", "created_on": "2026-11-30T08:00:00.000000Z" },
            "input": { "attachments": [], "channel": { "uuid": "c1", "name": "SIM", "address": "+6577999" },
                "created_on": "2026-11-30T08:00:00.000000Z", "text": "hi", "type": "msg",
                "urn": { "display": "9123 4567", "path": "+6591234567", "scheme": "tel" }, "uuid": "i1" },
            "channel": { "uuid": "c1", "name": "SIM", "address": "+6577999" }
        });
        let json = "application/json";
        for token in [None, Some("wrong"), Some("")] {
            post(app, token, json, flow.to_string()).await.assert_problem(401, "unauthenticated");
        }
        let taken = post(app, Some(SECRET), json, flow.to_string()).await;
        assert_eq!(taken.json(), json!({ "outcome": "taken" }));
        let again = post(app, Some(SECRET), json, flow.to_string()).await;
        assert_eq!(again.json(), json!({ "outcome": "repeated" }));
        let form = "event=mo_sms&relayer=254&sms=912&phone=%2B6591234567&text=2&status=P&direction=I";
        let kind = "application/x-www-form-urlencoded";
        let taken = post(app, Some(SECRET), kind, form.to_owned()).await;
        assert_eq!(taken.json(), json!({ "outcome": "taken" }));
        let alarm = post(app, Some(SECRET), kind, "event=alarm&phone=%2B6591234567".to_owned()).await;
        assert_eq!(alarm.json(), json!({ "outcome": "ignored" }));
        app.send_texts().await;
        let mut heard = phone.heard();
        heard.sort();
        assert!(heard[0].starts_with("1 English") && heard[1].starts_with("1 Humingi"), "{heard:?}");
    }

    async fn a_flood_from_one_number_waits_and_nobody_else(app: TestApp) {
        let line = Line::new(&app);
        let mut refused = 0;
        for number in 0..60 {
            let taken = hand_in(&line.app, &format!("m{number}"), &hello()).await;
            if taken.status == 429 {
                refused += 1;
                assert!(taken.header("retry-after").is_some());
                let body = String::from_utf8(taken.body.clone()).unwrap();
                assert!(!body.contains(NUMBER));
            }
        }
        assert!((5..=20).contains(&refused), "{refused}");
        assert_eq!(line.phone("+6598765432").text("hi").await, [LANGUAGES]);
    }
}
