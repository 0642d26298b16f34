//! What was told is shown again only after a second step, and the holder sees that it was.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::super::sealed::{filed_with, sealed};
use super::super::{NARRATIVE, RECEIPT, least, request, texts};
use crate::on_both;

const NARRATIVE_OF: &str = "/v1/receipt/assistance-request/narrative";
const SECOND_WORD: &str = "/v1/receipt/assistance-request/second-word";

fn word(word: &str) -> Value {
    json!({ "second_word": word })
}

on_both! {
    async fn what_was_told_has_to_be_asked_for_and_that_is_seen(app: TestApp) {
        app.centre().await;
        let filed = app.ask_for_help(&request()).await;
        let holder = app.holder_of(&filed.code);
        let followed = holder.get(RECEIPT).await;
        assert!(!String::from_utf8(followed.body.clone()).unwrap().contains("Planted"));
        assert_eq!(followed.json()["narrative_shown_at"], json!([]));
        let shown = holder.post(NARRATIVE_OF, &json!({})).await;
        shown.assert_status(200);
        assert_eq!(shown.json()["narrative"], NARRATIVE);
        let first = holder.get(RECEIPT).await.json()["narrative_shown_at"].clone();
        assert!(first[0].as_str().unwrap().ends_with(":00:00Z"), "{first}");
        app.clock.advance(Duration::from_hours(2));
        holder.post(NARRATIVE_OF, &json!({})).await.assert_status(200);
        holder.post(NARRATIVE_OF, &json!({})).await.assert_status(200);
        let both = holder.get(RECEIPT).await.json()["narrative_shown_at"].clone();
        assert_eq!(both.as_array().unwrap().len(), 2, "once for each hour");
        assert_eq!(both[1], first[0]);
        let stored = "SELECT cast(count(*) AS text) AS one, '' AS two FROM idempotency";
        assert_eq!(texts(&app, stored, "").await[0].0, "1", "no answer is kept but that of filing");
        holder.delete(RECEIPT).await.assert_status(204);
        let left = "SELECT cast(count(*) AS text) AS one, '' AS two FROM narrative_readings";
        assert_eq!(texts(&app, left, "").await[0].0, "0");
    }

    async fn a_second_word_keeps_a_finder_of_the_code_out(app: TestApp) {
        app.centre().await;
        let filed = app.ask_for_help(&request()).await;
        let holder = app.holder_of(&filed.code);
        holder.send(Method::PUT, SECOND_WORD, &word("kalabasa")).await.assert_status(204);
        holder.post(NARRATIVE_OF, &json!({})).await.assert_problem(403, "second_word_needed");
        holder.post(NARRATIVE_OF, &word("mangga")).await.assert_problem(403, "second_word_wrong");
        holder.get(RECEIPT).await.assert_status(200);
        assert_eq!(holder.get(RECEIPT).await.json()["narrative_shown_at"], json!([]));
        let shown = holder.post(NARRATIVE_OF, &word("Kalabasa ")).await;
        assert_eq!(shown.json()["narrative"], NARRATIVE);
        let taken = json!({ "second_word": null });
        holder.send(Method::PUT, SECOND_WORD, &taken).await.assert_problem(403, "second_word_needed");
        let with_word = json!({ "second_word": null, "present_word": "kalabasa" });
        holder.send(Method::PUT, SECOND_WORD, &with_word).await.assert_status(204);
        holder.post(NARRATIVE_OF, &json!({})).await.assert_status(200);
        let short = holder.send(Method::PUT, SECOND_WORD, &word("abc")).await;
        assert_eq!(short.faults(), [("/second_word".to_owned(), "too_short".to_owned())]);
    }

    async fn words_are_not_guessed_one_after_the_other(app: TestApp) {
        app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let holder = app.holder_of(&filed.code);
        holder.send(Method::PUT, SECOND_WORD, &word("kalabasa")).await.assert_status(204);
        for number in 0..5 {
            holder.post(NARRATIVE_OF, &word(&format!("guess{number}"))).await
                .assert_problem(403, "second_word_wrong");
        }
        holder.post(NARRATIVE_OF, &word("kalabasa")).await.assert_problem(403, "second_word_wrong");
        app.clock.advance(Duration::from_mins(2));
        holder.post(NARRATIVE_OF, &word("kalabasa")).await.assert_status(200);
    }

    async fn in_sealed_mode_the_code_opens_it_too(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let filed = filed_with(&app, centre).await;
        let shown = app.holder_of(&filed.code).post(NARRATIVE_OF, &json!({})).await;
        assert_eq!(shown.json()["narrative"], NARRATIVE);
    }
}
