//! Danger comes first.

use serde_json::{Value, json};

use super::{Line, NUMBER, case_worker, code_in, hand_in, only_request};
use crate::on_both;

on_both! {
    async fn danger_is_answered_with_numbers_and_filed_in_two_more_texts(app: TestApp) {
        let line = Line::new(&app);
        let (_, worker) = case_worker(&line.app).await;
        let phone = line.phone(NUMBER);
        let numbers = phone.texts(&["hi", "3", "1", "1", "1"]).await;
        assert!(numbers[0].starts_with("Dalam bahaya hubungi: 99"), "{numbers:?}");
        assert!(numbers[0].contains("Kirim 1 untuk minta bantuan sekarang."), "{numbers:?}");
        code_in(&phone.texts(&["1", "2"]).await);
        let opened = only_request(&worker).await;
        assert_eq!((&opened["urgency"], &opened["priority"]), (&json!("danger_now"), &json!("critical")));
        assert_eq!(opened["issue_codes"], json!(["other"]));
        assert_eq!(opened["content"]["narrative"], Value::Null);
    }

    async fn a_cry_for_help_is_answered_at_any_point_in_its_language(app: TestApp) {
        let line = Line::new(&app);
        let phone = line.phone(NUMBER);
        let first = phone.text("SAKLOLO!!").await;
        assert!(first[0].starts_with("Kung may panganib, tawagan: 99"), "{first:?}");
        assert!(first[0].ends_with("Nasa Singapore ka ba?\n1 Oo\n2 Hindi"), "{first:?}");
        let other = line.phone("+6598765432");
        let meanwhile = other.texts(&["hi", "1", "1", "1", "3", "1", "My boss hits me", "sos"]).await;
        assert!(meanwhile[0].starts_with("In danger call: 99"), "{meanwhile:?}");
        // A number that tells no country.
        let nowhere = line.phone("+12025550123");
        let asked = nowhere.text("danger").await;
        assert!(asked[0].starts_with("In danger call the police where you are."), "{asked:?}");
        let told = nowhere.text("Malaysia").await;
        assert!(told[0].starts_with("In danger call: 999"), "{told:?}");
    }

    async fn emergency_numbers_need_no_request(app: TestApp) {
        let line = Line::new(&app);
        let told = line.phone(NUMBER).texts(&["hi", "1", "3"]).await;
        assert!(told[0].starts_with("In danger call: 99"), "{told:?}");
        let elsewhere = line.phone(NUMBER).text("hong kong").await;
        assert!(elsewhere[0].starts_with("In danger call: 999"), "{elsewhere:?}");
    }

    async fn after_stop_danger_still_reaches_the_organisation(app: TestApp) {
        let line = Line::new(&app);
        let (_, worker) = case_worker(&line.app).await;
        let phone = line.phone(NUMBER);
        let code = phone.file().await;
        phone.text("STOP").await;
        let body = json!({ "from": NUMBER, "text": "hi" }).to_string();
        assert_eq!(hand_in(&line.app, "m1", &body).await.json(), json!({ "outcome": "stopped" }));
        assert_ne!(only_request(&worker).await["priority"], "critical");
        // Nothing is sent to the number; the organisation is called.
        let nothing: Vec<String> = Vec::new();
        assert_eq!(phone.texts(&["sos", &code]).await, nothing);
        let opened = only_request(&worker).await;
        assert_eq!((&opened["urgency"], &opened["priority"]), (&json!("danger_now"), &json!("critical")));
    }

    async fn after_stop_the_code_may_come_first(app: TestApp) {
        let line = Line::new(&app);
        let (_, worker) = case_worker(&line.app).await;
        let phone = line.phone(NUMBER);
        let code = phone.file().await;
        phone.text("STOP").await;
        let nothing: Vec<String> = Vec::new();
        assert_eq!(phone.texts(&[&code, "SAKLOLO!!"]).await, nothing);
        assert_eq!(only_request(&worker).await["priority"], "critical");
        assert_eq!(phone.text("START").await.len(), 1);
    }
}
