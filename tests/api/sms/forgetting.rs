//! STOP, START, and what is forgotten by itself.

use std::time::Duration;

use serde_json::json;

use super::{Line, NUMBER, STORY, count, hand_in};
use crate::on_both;

const LEFT: &str = "SELECT COUNT(*) AS number FROM sms_conversations";

on_both! {
    async fn stop_is_heard_in_each_language_and_start_begins_again(app: TestApp) {
        let line = Line::new(&app);
        for (number, language, stop, start, said) in [
            ("+6590000001", "1", "STOP", "START", "No more texts will come."),
            ("+6590000002", "2", "Tigil", "Simula", "Wala nang darating na text."),
            ("+6590000003", "3", "BERHENTI", "mulai", "Tidak ada SMS lagi."),
            ("+6590000004", "4", "h\u{1ee7}y", "bat dau", "Se khong co tin nua."),
        ] {
            let phone = line.phone(number);
            let stopped = phone.texts(&["hi", language, "1", stop]).await;
            assert_eq!(stopped.len(), 1);
            assert!(stopped[0].starts_with(said), "{stopped:?}");
            let before = phone.heard().len();
            let body = json!({ "from": number, "text": "1" }).to_string();
            let unheard = hand_in(&line.app, &format!("after {number}"), &body).await;
            assert_eq!(unheard.json(), json!({ "outcome": "stopped" }));
            line.app.send_texts().await;
            assert_eq!(phone.heard().len(), before, "nothing comes after STOP");
            assert_eq!(phone.text(start).await.len(), 1, "{start}");
        }
    }

    async fn stop_forgets_what_was_told(app: TestApp) {
        let line = Line::new(&app);
        line.phone(NUMBER).texts(&["hi", "1", "1", "1", "2", "1", STORY, "stop"]).await;
        assert_eq!(count(&line.app, LEFT).await, 0);
    }

    async fn help_leaves_everything_where_it_is(app: TestApp) {
        let line = Line::new(&app);
        let phone = line.phone(NUMBER);
        let help = phone.texts(&["hi", "1", "1", "1", "2", "1", STORY, "HELP"]).await;
        assert!(help[0].starts_with("Free help for workers."), "{help:?}");
        assert!(help[0].contains("Text what happened"), "{help:?}");
        let other = phone.texts(&["language", "2"]).await;
        assert!(other[0].starts_with("I-text ang nangyari"), "{other:?}");
    }

    async fn a_conversation_is_forgotten_after_a_day(app: TestApp) {
        let line = Line::new(&app);
        let phone = line.phone(NUMBER);
        phone.texts(&["hi", "1", "1", "1", "2", "1", STORY]).await;
        line.app.clock.advance(Duration::from_hours(23));
        assert!(phone.text("more").await[0].starts_with("Noted."));
        line.app.clock.advance(Duration::from_hours(25));
        assert!(phone.text("1").await[0].starts_with("1 English"), "it begins anew");
        assert_eq!(count(&line.app, LEFT).await, 1);
        let keys = "SELECT COUNT(*) AS number FROM data_keys WHERE class = 'confidential'";
        let before = count(&line.app, keys).await;
        line.app.clock.advance(Duration::from_hours(25));
        let services = line.app.shared.services.clone();
        let now = services.clock.now();
        let of_job = services.clone();
        let forgotten = services.db.write(move |conn| tulay::texting::forget_expired(conn, &of_job, now));
        assert_eq!(forgotten.await.unwrap(), 1);
        assert_eq!(count(&line.app, LEFT).await, 0);
        assert_eq!(count(&line.app, keys).await, before - 1, "with its key");
        line.app.clock.advance(Duration::from_hours(24 * 7));
        let now = services.clock.now();
        let of_job = services.clone();
        let again = services.db.write(move |conn| tulay::texting::forget_expired(conn, &of_job, now));
        assert_eq!(again.await.unwrap(), 0);
        assert_eq!(count(&line.app, "SELECT COUNT(*) AS number FROM sms_texts").await, 0);
    }
}
