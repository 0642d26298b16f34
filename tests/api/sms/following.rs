//! A request that is followed by text, with its code in digits.

use serde_json::json;
use tulay::identity::permissions::Role;

use super::{Line, NUMBER, QUEUE, RECEIPT, case_worker, count, only_request};
use crate::harness::Person;
use crate::on_both;
use crate::staff::{access, invited};

/// An answer of the organisation.
async fn answer(worker: &Person<'_>, request: &str, text: &str) {
    let sent = worker
        .post(
            &format!("{QUEUE}/{request}/messages"),
            &json!({ "body": text }),
        )
        .await;
    sent.assert_status(201);
}

async fn filed_in_app(line: &Line) -> (String, String) {
    let body = json!({
        "for_whom": "self", "urgency": "not_urgent", "issue_codes": ["other"],
        "narrative": "plantednarrative", "place": { "country": "SG", "precision": "country" },
        "language": "en", "consents": { "share_identity": false }
    });
    let filed = line.app.post("/v1/assistance-requests", &body).await;
    filed.assert_status(201);
    let filed = filed.json();
    let text = |name: &str| filed[name].as_str().unwrap().to_owned();
    (text("id"), text("receipt_code_digits"))
}

on_both! {
    async fn status_and_answers_are_read_with_the_code_and_the_own_words_never(app: TestApp) {
        let line = Line::new(&app);
        let (_, worker) = case_worker(&line.app).await;
        let phone = line.phone(NUMBER);
        let code = phone.file().await;
        let id = only_request(&worker).await["id"].as_str().unwrap().to_owned();
        // As people type it.
        let spaced = code.replace(' ', "  ");
        let asked = phone.text(&spaced).await;
        assert_eq!(asked, ["1 English\n2 Filipino\n3 Bahasa Indonesia\n4 Tieng Viet"]);
        assert!(phone.text("1").await[0].starts_with("1 Status\n2 Read answers"));
        let status = phone.text("1").await;
        assert!(status[0].contains("You hear more by 20"), "{status:?}");
        assert!(!status[0].contains("Example Workers"), "an organisation's name would say what it is");
        assert_eq!(phone.text("2").await, ["No answer yet."]);
        answer(&worker, &id, "Come on Sunday, 14:00").await;
        line.app.clock.advance(std::time::Duration::from_secs(1));
        answer(&worker, &id, "Bring your papers").await;
        // The plan that she agreed to sends a text of its own that says nothing.
        line.app.send_texts().await;
        assert!(phone.text("3").await[0].starts_with("Text your message"));
        assert!(phone.text("plantedmessage one").await[0].starts_with("Noted."));
        assert!(phone.text("and two").await[0].starts_with("Noted."));
        assert_eq!(phone.text("1").await, ["Sent."]);
        assert!(phone.text("2").await[0].ends_with(": Bring your papers"));
        assert!(phone.text("2").await[0].ends_with(": Come on Sunday, 14:00"));
        assert_eq!(phone.text("2").await, ["There is no older answer."]);
        let messages = worker.get(&format!("{QUEUE}/{id}/messages")).await.json();
        let bodies: Vec<&str> = messages["items"].as_array().unwrap().iter()
            .filter(|message| message["author"] == "reporter")
            .map(|message| message["body"].as_str().unwrap()).collect();
        assert_eq!(bodies, ["plantedmessage one\nand two"]);
        assert!(phone.heard().iter().all(|text| !text.contains("planted")), "{:?}", phone.heard());
    }

    async fn a_request_is_taken_back_and_erased_by_text(app: TestApp) {
        let line = Line::new(&app);
        let (_, _worker) = case_worker(&line.app).await;
        let phone = line.phone(NUMBER);
        let code = phone.file().await;
        phone.texts(&[&code, "1"]).await;
        assert!(phone.text("4").await[0].contains("1 Take back"));
        assert!(phone.text("0").await[0].starts_with("1 Status"), "asked for twice");
        assert_eq!(phone.texts(&["4", "1"]).await, ["Taken back."]);
        let status = line.app.holder_of(&code).get(RECEIPT).await.json();
        assert_eq!(status["status"], "withdrawn");
        let unheard = phone.texts(&["3", "are you there", "1"]).await;
        assert_eq!(unheard, ["It was taken back. Nothing can be written."]);
        assert_eq!(phone.texts(&["5", "1"]).await, ["Erased. Delete the texts on your phone, too."]);
        line.app.holder_of(&code).get(RECEIPT).await.assert_problem(410, "gone");
        assert_eq!(phone.text(&code).await, ["That code opens nothing any more."]);
    }

    async fn a_wrong_code_opens_nothing_and_costs_time(app: TestApp) {
        let line = Line::with(&app, &[("TULAY_RATE_WRONG_CODES_PER_MINUTE", "3")]);
        case_worker(&line.app).await;
        let (_, right) = filed_in_app(&line).await;
        let phone = line.phone(NUMBER);
        phone.texts(&["hi", "1", "2"]).await;
        let wrong = "0940 5114 6663 6848 2926 6662 6485 6444";
        let mistyped = "0940 5114 6663 6848 2926 6662 6485 6445";
        for code in [wrong, mistyped, "kalabasa"] {
            let said = phone.text(code).await;
            assert_eq!(said, ["That code opens nothing. Check each group. 0: back"], "{code}");
        }
        let wait = ["Too many wrong codes. Try again in some minutes."];
        assert_eq!(phone.text(&right).await, wait, "the right one is not heard either");
        let other = line.phone("+6598765432");
        assert!(other.texts(&[&right, "1"]).await[0].starts_with("1 Status"), "nobody else waits");
        line.app.clock.advance(std::time::Duration::from_mins(1));
        assert!(phone.text(&right).await[0].starts_with("1 Status"));
    }

    async fn a_code_of_something_else_is_said_so(app: TestApp) {
        let line = Line::new(&app);
        let report = json!({
            "kind": "hazard", "danger_now": false, "description": "A loose cable",
            "place": { "country": "MY", "precision": "country" }
        });
        let filed = line.app.post("/v1/safety-reports", &report).await;
        filed.assert_status(201);
        let code = filed.json()["receipt_code_digits"].as_str().unwrap().to_owned();
        let said = line.phone(NUMBER).text(&code).await;
        assert_eq!(said, ["That code is for something else. Use it in the app."]);
    }

    async fn danger_with_a_code_calls_the_organisation(app: TestApp) {
        let line = Line::new(&app);
        let (_, worker) = case_worker(&line.app).await;
        let (_, code) = filed_in_app(&line).await;
        let phone = line.phone("+639171234567");
        let told = phone.texts(&[&code, "1", "SOS"]).await;
        assert!(told[0].contains("In danger call: 99"), "of Singapore, too: {told:?}");
        assert!(told[0].contains("We have told the organisation."), "{told:?}");
        assert_eq!(only_request(&worker).await["priority"], "critical");
    }

    async fn a_code_is_remembered_for_half_an_hour(app: TestApp) {
        let line = Line::new(&app);
        case_worker(&line.app).await;
        let (_, code) = filed_in_app(&line).await;
        let phone = line.phone(NUMBER);
        phone.texts(&[&code, "1", "3", "A message that is not lost"]).await;
        line.app.clock.advance(std::time::Duration::from_mins(29));
        assert!(phone.text("more of it").await[0].starts_with("Noted."));
        line.app.clock.advance(std::time::Duration::from_mins(2));
        assert_eq!(phone.text("1").await, ["Please text your code again."]);
        assert!(phone.text(&code).await[0].starts_with("Text your message"));
        assert_eq!(phone.text("1").await, ["Sent."]);
    }

    async fn a_case_of_sealed_mode_is_followed_and_one_that_was_texted_is_none(app: TestApp) {
        let line = Line::with(&app, &[("TULAY_CASE_KEYS", "sealed")]);
        let centre = line.app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let opened = invited(&line.app, centre, "worker", &[Role::CaseWorker]).await
            .set_up(&line.app).await.sign_in(&line.app).await;
        let worker = Person { app: &line.app, authorization: format!("Bearer {}", access(&opened)), account: None, second_step: None };
        let (id, code) = filed_in_app(&line).await;
        answer(&worker, &id, "We have called your embassy").await;
        let phone = line.phone(NUMBER);
        let read = phone.texts(&[&code, "1", "2"]).await;
        assert!(read[0].ends_with(": We have called your embassy"), "{read:?}");
        assert_eq!(phone.texts(&["3", "Thank you", "1"]).await, ["Sent."]);
        let sealed = "SELECT COUNT(*) AS number FROM case_keys";
        assert_eq!(count(&line.app, sealed).await, 1);
        line.phone("+6598765432").file().await;
        assert_eq!(count(&line.app, sealed).await, 1, "telephone companies have read it: it has no key pair");
    }
}
