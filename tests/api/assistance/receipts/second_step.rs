//! The second step: what a code that is found does not open.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::super::work::own;
use super::super::{Filed, request, uuid};
use super::{ROTATE, code_in};
use crate::harness::{Person, TestApp};
use crate::on_both;

pub const NARRATIVE_OF: &str = "/v1/receipt/assistance-request/narrative";
pub const SECOND_WORD: &str = "/v1/receipt/assistance-request/second-word";
pub const STEP: &str = "/v1/receipt/assistance-request/second-step";

pub fn word(word: &str) -> Value {
    json!({ "second_word": word })
}

/// The holder, who has taken the second step with this body.
pub async fn take<'a>(mut holder: Person<'a>, body: &Value) -> Person<'a> {
    let taken = holder.post(STEP, body).await;
    taken.assert_status(200);
    holder.second_step = Some(taken.json()["second_step"].as_str().unwrap().to_owned());
    holder
}

/// What is read behind the second step; there is something in each.
fn behind(attachment: &str) -> Vec<String> {
    let names = [
        "narrative",
        "diary",
        "claim",
        "claim?by=organisation",
        "outcome",
        "appointments",
        "evidence-pack",
        "evidence-pack/pdf",
    ];
    let mut paths: Vec<String> = names.iter().map(|name| own(name)).collect();
    paths.push(own(&format!("attachments/{attachment}")));
    paths
}

/// A request with a diary, rules, an appointment and an attachment, all of it written with the code alone; the attachment.
async fn full(app: &TestApp) -> (Filed, String) {
    let centre = app.centre().await;
    let worker = app.case_worker(centre).await;
    let filed = app.ask_for_help(&request()).await;
    let holder = app.holder_of(&filed.code);
    let entry = json!({ "date": "2026-03-18", "start": "08:00", "end": "16:00" });
    let batch = json!({ "entries": [{ "id": uuid(), "entered_at": "2026-03-18T10:00:00Z", "entry": entry }] });
    holder.post(&own("diary"), &batch).await.assert_status(200);
    let rule = json!({ "currency": "SGD", "agreed_rate": { "amount": "10.00", "currency": "SGD", "per": "hour" },
        "hours_per_day": "8", "overtime_multiplier": "1.5", "rest_day_multiplier": "2", "source": "Made-up Act" });
    holder
        .send(Method::PUT, &own("claim-rule"), &rule)
        .await
        .assert_status(200);
    worker
        .send(Method::PUT, &filed.sub("claim-rule"), &rule)
        .await
        .assert_status(200);
    let appointment = filed.sub(&format!("work/appointments/{}", uuid()));
    let meeting =
        json!({ "starts_at": "2026-12-06T06:00:00Z", "purpose": "Going through the diary" });
    let new = json!({ "version": 0, "content": meeting });
    worker
        .send(Method::PUT, &appointment, &new)
        .await
        .assert_status(200);
    let added = super::super::attachments::attach_named(&holder, "payslip.jpg").await;
    added.assert_status(201);
    (filed, added.json()["id"].as_str().unwrap().to_owned())
}

/// Refuses to show anything to this holder.
async fn assert_shut(holder: &Person<'_>, attachment: &str) {
    for path in behind(attachment) {
        holder
            .get(&path)
            .await
            .assert_problem(403, "second_step_needed");
    }
}

on_both! {
    async fn the_code_alone_reads_nothing_of_what_was_told_and_of_the_work(app: TestApp) {
        let (filed, attachment) = full(&app).await;
        let mut holder = app.holder_of(&filed.code);
        assert_shut(&holder, &attachment).await;
        let stepped = app.holder_of(&filed.code).stepped().await;
        let good = stepped.second_step.clone().unwrap();
        let other = if good.get(20..21) == Some("A") { "B" } else { "A" };
        let altered = format!("{}{other}{}", &good[..20], &good[21..]);
        for nonsense in ["x".repeat(54), "A".to_owned(), "_".repeat(54), altered] {
            holder.second_step = Some(nonsense);
            assert_shut(&holder, &attachment).await;
        }
        for path in behind(&attachment) {
            stepped.get(&path).await.assert_status(200);
        }
    }

    async fn a_second_step_is_for_one_code_and_ends_with_its_time(app: TestApp) {
        let (filed, attachment) = full(&app).await;
        let mut stepped = app.holder_of(&filed.code).stepped().await;
        let other = app.ask_for_help(&request()).await;
        let mut stranger = app.holder_of(&other.code);
        stranger.second_step.clone_from(&stepped.second_step);
        stranger.get(NARRATIVE_OF).await.assert_problem(403, "second_step_needed");
        app.clock.advance(Duration::from_mins(14));
        stepped.get(NARRATIVE_OF).await.assert_status(200);
        app.clock.advance(Duration::from_mins(1));
        assert_shut(&stepped, &attachment).await;
        stepped = app.holder_of(&filed.code).stepped().await;
        let rotated = stepped.post_bare(ROTATE, "\"r\"").await;
        let mut anew = app.holder_of(&code_in(&rotated));
        anew.second_step.clone_from(&stepped.second_step);
        anew.get(NARRATIVE_OF).await.assert_problem(403, "second_step_needed");
        anew.stepped().await.get(NARRATIVE_OF).await.assert_status(200);
    }

    async fn a_second_word_shuts_all_of_it_for_who_does_not_know_it(app: TestApp) {
        let (filed, attachment) = full(&app).await;
        let finder = app.holder_of(&filed.code).stepped().await;
        finder.send(Method::PUT, SECOND_WORD, &word("kalabasa")).await.assert_status(204);
        assert_shut(&finder, &attachment).await;
        finder.post(STEP, &json!({})).await.assert_problem(403, "second_word_needed");
        finder.post(STEP, &word("mangga")).await.assert_problem(403, "second_word_wrong");
        let stepped = take(app.holder_of(&filed.code), &word("kalabasa")).await;
        for path in behind(&attachment) {
            stepped.get(&path).await.assert_status(200);
        }
        let another = json!({ "second_word": "bayabas", "present_word": "kalabasa" });
        stepped.send(Method::PUT, SECOND_WORD, &another).await.assert_status(204);
        assert_shut(&stepped, &attachment).await;
    }

    async fn a_second_step_is_good_on_every_instance(app: TestApp) {
        let (filed, _) = full(&app).await;
        let stepped = app.holder_of(&filed.code).stepped().await;
        let elsewhere = app.another();
        let mut there = elsewhere.holder_of(&filed.code);
        there.second_step.clone_from(&stepped.second_step);
        there.get(NARRATIVE_OF).await.assert_status(200);
    }
}
