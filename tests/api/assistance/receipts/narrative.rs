//! What was told is shown again only after a second step, and the holder sees that it was.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::super::sealed::{filed_with, sealed};
use super::super::{NARRATIVE, RECEIPT, least, request, texts};
use super::second_step::{NARRATIVE_OF, SECOND_WORD, STEP, take, word};
use crate::on_both;

on_both! {
    async fn what_was_told_has_to_be_asked_for_and_that_is_seen(app: TestApp) {
        app.centre().await;
        let filed = app.ask_for_help(&request()).await;
        let holder = app.holder_of(&filed.code);
        let followed = holder.get(RECEIPT).await;
        assert!(!String::from_utf8(followed.body.clone()).unwrap().contains("Planted"));
        assert_eq!(followed.json()["second_steps_at"], json!([]));
        let stepped = app.holder_of(&filed.code).stepped().await;
        let shown = stepped.get(NARRATIVE_OF).await;
        shown.assert_status(200);
        assert_eq!(shown.json()["narrative"], NARRATIVE);
        assert_eq!(shown.header("cache-control"), Some("no-store"));
        let first = holder.get(RECEIPT).await.json()["second_steps_at"].clone();
        assert!(first[0].as_str().unwrap().ends_with(":00:00Z"), "{first}");
        app.clock.advance(Duration::from_hours(2));
        for _ in 0..2 {
            holder.post(STEP, &json!({})).await.assert_status(200);
        }
        let both = holder.get(RECEIPT).await.json()["second_steps_at"].clone();
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
        holder.post(STEP, &json!({})).await.assert_problem(403, "second_word_needed");
        holder.post(STEP, &word("mangga")).await.assert_problem(403, "second_word_wrong");
        holder.get(NARRATIVE_OF).await.assert_problem(403, "second_step_needed");
        assert_eq!(holder.get(RECEIPT).await.json()["second_steps_at"], json!([]));
        let stepped = take(app.holder_of(&filed.code), &word("Kalabasa ")).await;
        assert_eq!(stepped.get(NARRATIVE_OF).await.json()["narrative"], NARRATIVE);
        let taken = json!({ "second_word": null });
        holder.send(Method::PUT, SECOND_WORD, &taken).await.assert_problem(403, "second_word_needed");
        let with_word = json!({ "second_word": null, "present_word": "kalabasa" });
        holder.send(Method::PUT, SECOND_WORD, &with_word).await.assert_status(204);
        holder.post(STEP, &json!({})).await.assert_status(200);
        let short = holder.send(Method::PUT, SECOND_WORD, &word("abc")).await;
        assert_eq!(short.faults(), [("/second_word".to_owned(), "too_short".to_owned())]);
    }

    async fn words_are_not_guessed_one_after_the_other(app: TestApp) {
        app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let holder = app.holder_of(&filed.code);
        holder.send(Method::PUT, SECOND_WORD, &word("kalabasa")).await.assert_status(204);
        for number in 0..5 {
            holder.post(STEP, &word(&format!("guess{number}"))).await
                .assert_problem(403, "second_word_wrong");
        }
        holder.post(STEP, &word("kalabasa")).await.assert_problem(403, "second_word_wrong");
        app.clock.advance(Duration::from_mins(2));
        holder.post(STEP, &word("kalabasa")).await.assert_status(200);
    }

    async fn in_sealed_mode_the_code_opens_it_too(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let filed = filed_with(&app, centre).await;
        let shown = app.holder_of(&filed.code).stepped().await.get(NARRATIVE_OF).await;
        assert_eq!(shown.json()["narrative"], NARRATIVE);
    }
}
