//! The diary that a person keeps, and the claim that follows from it.

use reqwest::Method;
use serde_json::{Value, json};

use super::super::receipt::{assert_in_no_table, assert_nowhere};
use super::super::staff::audit_of;
use super::super::{Filed, RECEIPT, request, texts, uuid};
use super::{dollars, own};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

const TASK: &str = "Planted unloading of crates";

fn shift(id: &str, date: &str, members: &Value) -> Value {
    let mut entry = json!({ "date": date, "start": "20:00", "end": "06:30", "break_minutes": 30,
        "task": TASK, "place_precision": "district" });
    for (name, value) in members.as_object().unwrap() {
        entry[name] = value.clone();
    }
    json!({ "id": id, "entered_at": "2026-03-20T10:00:00Z", "entry": entry })
}

fn rule() -> Value {
    json!({ "currency": "SGD", "agreed_rate": { "amount": "10.00", "currency": "SGD", "per": "hour" },
        "hours_per_day": "8", "overtime_multiplier": "1.5", "rest_day_multiplier": "2",
        "source": "Made-up Act, section 38" })
}

async fn write(holder: &Person<'_>, entries: &[Value]) -> Vec<(String, Value)> {
    let kept = holder
        .post(&own("diary"), &json!({ "entries": entries }))
        .await;
    kept.assert_status(200);
    let results = kept.json()["results"].as_array().unwrap().clone();
    let shown = |result: &Value| {
        (
            result["result"].as_str().unwrap().to_owned(),
            result["version"].clone(),
        )
    };
    results.iter().map(shown).collect()
}

async fn filed(app: &TestApp) -> Filed {
    app.ask_for_help(&request()).await
}

on_both! {
    async fn entries_written_without_a_line_arrive_together_and_each_has_its_result(app: TestApp) {
        app.centre().await;
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        let (one, two, three) = (uuid(), uuid(), uuid());
        let batch = [
            shift(&one, "2026-03-18", &json!({})),
            shift(&two, "2026-03-19", &json!({ "break_minutes": 700 })),
            shift(&three, "2099-01-01", &json!({ "paid": dollars("1.001") })),
            shift(&one, "2026-03-18", &json!({})),
        ];
        let sent = json!({ "entries": batch });
        let kept = holder.post(&own("diary"), &sent).await;
        kept.assert_status(200);
        let results = kept.json()["results"].clone();
        assert_eq!((&results[0]["result"], &results[0]["version"]), (&json!("created"), &json!(1)));
        assert_eq!(results[1]["result"], "refused");
        assert_eq!(results[1]["errors"][0]["pointer"], "/entries/1/entry/break_minutes");
        assert_eq!(results[1]["errors"][0]["code"], "too_large");
        let pointers: Vec<&str> = results[2]["errors"].as_array().unwrap().iter()
            .map(|fault| fault["pointer"].as_str().unwrap()).collect();
        assert_eq!(pointers, ["/entries/2/entry/date", "/entries/2/entry/paid/amount"]);
        assert_eq!(results[3]["result"], "unchanged");
        let page = holder.get(&own("diary")).await.json();
        assert_eq!(page["items"].as_array().unwrap().len(), 1, "what is wrong holds up nothing");
        assert_eq!(page["items"][0]["entry"]["task"], TASK);
        assert_eq!(page["items"][0]["edited"], false);
    }

    async fn an_edit_keeps_what_was_said_before_and_an_older_one_changes_nothing(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        let id = uuid();
        let mut late = shift(&id, "2026-03-18", &json!({ "start": "19:00" }));
        late["entered_at"] = json!("2026-03-19T10:00:00Z");
        let mut ahead = shift(&id, "2026-03-18", &json!({ "start": "21:00" }));
        ahead["entered_at"] = json!("2026-03-21T10:00:00Z");
        assert_eq!(write(&holder, &[shift(&id, "2026-03-18", &json!({}))]).await, [("created".to_owned(), json!(1))]);
        assert_eq!(write(&holder, &[late]).await, [("older".to_owned(), json!(1))]);
        assert_eq!(write(&holder, &[ahead]).await, [("changed".to_owned(), json!(2))]);
        let page = worker.get(&filed.sub("diary")).await.json();
        let entry = &page["items"][0];
        assert_eq!((&entry["version"], &entry["edited"]), (&json!(2), &json!(true)));
        assert_eq!(entry["entry"]["start"], "21:00");
        assert_eq!(entry["earlier"][0]["entry"]["start"], "20:00");
        assert_eq!(entry["earlier"][0]["version"], 1);
        assert_eq!(audit_of(&app, &filed.id).await.last(), Some(&("opened".to_owned(), "diary".to_owned())));
        for _ in 0..2 {
            holder.delete(&own(&format!("diary/{id}"))).await.assert_status(204);
        }
        assert_eq!(holder.get(&own("diary")).await.json()["items"], json!([]));
    }

    async fn a_claim_is_reckoned_from_the_diary_by_a_rule_with_its_source(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        holder.get(&own("claim")).await.assert_problem(409, "no_claim_rule");
        let paid = json!({ "paid": dollars("60.00"), "paid_on": "2026-04-02" });
        write(&holder, &[
            shift(&uuid(), "2026-03-18", &paid),
            shift(&uuid(), "2026-04-01", &json!({ "rest_day": true })),
            shift(&uuid(), "2026-04-02", &json!({ "rate": { "amount": "9", "currency": "PHP", "per": "hour" } })),
        ]).await;
        holder.send(Method::PUT, &own("claim-rule"), &rule()).await.assert_status(200);
        let claim = holder.get(&own("claim")).await.json();
        assert_eq!(claim["rule_author"], "reporter");
        assert_eq!(claim["rule"]["source"], "Made-up Act, section 38");
        let months = claim["months"].as_array().unwrap();
        assert_eq!((&months[0]["month"], &months[0]["sums"]["owed"]), (&json!("2026-03"), &dollars("50.00")));
        assert_eq!((&months[1]["month"], &months[1]["sums"]["owed"]), (&json!("2026-04"), &dollars("200.00")));
        assert_eq!(claim["total"]["entitled"], dollars("310.00"));
        assert_eq!(claim["total"]["paid"], dollars("60.00"));
        assert_eq!(claim["total"]["owed"], dollars("250.00"));
        assert_eq!(claim["total"]["overtime_minutes"], 120);
        assert_eq!(claim["remarks"][0]["code"], "other_currency");
        assert!(claim["assumptions"].as_array().unwrap().len() >= 6);
        // The organisation reckons by the law that it knows; the person's rule stays.
        let mut of_law = rule();
        of_law["overtime_multiplier"] = json!("2");
        worker.send(Method::PUT, &filed.sub("claim-rule"), &of_law).await.assert_status(200);
        let by_law = worker.get(&filed.sub("claim")).await.json();
        assert_eq!((&by_law["rule_author"], &by_law["total"]["owed"]), (&json!("organisation"), &dollars("260.00")));
        let own_rule = worker.get(&filed.sub("claim?by=reporter")).await.json();
        assert_eq!(own_rule["total"]["owed"], dollars("250.00"));
        let shown = holder.get(&own("claim?by=organisation")).await.json();
        assert_eq!(shown["total"]["owed"], dollars("260.00"));
        let in_vietnamese = holder.get(&own("claim?lang=vi")).await;
        assert_eq!(in_vietnamese.header("content-language"), Some("vi"));
        let audit = audit_of(&app, &filed.id).await;
        assert_eq!(audit, [("stated", "claim_rule"), ("opened", "claim"), ("opened", "claim")]
            .map(|(action, detail)| (action.to_owned(), detail.to_owned())));
    }

    async fn a_rule_that_says_too_little_is_refused(app: TestApp) {
        app.centre().await;
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        let monthly = json!({ "amount": "800", "currency": "PHP", "per": "month" });
        let mut rule_of_month = rule();
        rule_of_month["agreed_rate"] = monthly;
        let refused = holder.send(Method::PUT, &own("claim-rule"), &rule_of_month).await;
        let fault = |at: &str, code: &str| (at.to_owned(), code.to_owned());
        assert_eq!(refused.faults(), [fault("/agreed_rate/currency", "other_than_claim"), fault("/days_per_month", "missing_member")]);
        for (name, wrong, code) in [("hours_per_day", "0", "malformed"), ("hours_per_day", "25", "malformed"),
            ("overtime_multiplier", "0.5", "malformed"), ("currency", "XXQ", "unknown_code")] {
            let mut changed = rule();
            changed[name] = json!(wrong);
            let refused = holder.send(Method::PUT, &own("claim-rule"), &changed).await;
            assert_eq!(refused.faults(), [fault(&format!("/{name}"), code)], "{name} {wrong}");
        }
        let mut unsourced = rule();
        unsourced.as_object_mut().unwrap().remove("source");
        let refused = holder.send(Method::PUT, &own("claim-rule"), &unsourced).await;
        assert_eq!(refused.faults(), [fault("/source", "missing_member")]);
    }

    async fn a_diary_is_its_own_persons(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (one, other) = (filed(&app).await, filed(&app).await);
        let (mine, stranger) = (app.holder_of(&one.code).stepped().await, app.holder_of(&other.code).stepped().await);
        let id = uuid();
        write(&mine, &[shift(&id, "2026-03-18", &json!({}))]).await;
        let stolen = stranger.post(&own("diary"), &json!({ "entries": [shift(&id, "2026-03-19", &json!({}))] })).await;
        let result = stolen.json()["results"][0].clone();
        assert_eq!((&result["result"], &result["errors"][0]["code"]), (&json!("refused"), &json!("id_in_use")));
        stranger.delete(&own(&format!("diary/{id}"))).await.assert_status(204);
        assert_eq!(stranger.get(&own("diary")).await.json()["items"], json!([]));
        assert_eq!(mine.get(&own("diary")).await.json()["items"].as_array().unwrap().len(), 1);
        let elsewhere = app.organisation("Example Elsewhere", &["MY"], &["assistance"]).await;
        let outsider = app.case_worker(elsewhere).await;
        for path in [one.sub("diary"), one.sub("claim")] {
            outsider.get(&path).await.assert_problem(404, "not_found");
            app.get(&path).await.assert_problem(401, "unauthenticated");
        }
        outsider.send(Method::PUT, &one.sub("claim-rule"), &rule()).await.assert_problem(404, "not_found");
        Response::of(mine.request(Method::POST, &own("withdraw"))).await.assert_status(200);
        for path in [one.sub("diary"), one.sub("claim")] {
            worker.get(&path).await.assert_problem(403, "consent_withdrawn");
        }
        worker.send(Method::PUT, &one.sub("claim-rule"), &rule()).await.assert_problem(403, "consent_withdrawn");
        let more = mine.post(&own("diary"), &json!({ "entries": [shift(&uuid(), "2026-03-19", &json!({}))] })).await;
        more.assert_problem(409, "request_withdrawn");
        mine.send(Method::PUT, &own("claim-rule"), &rule()).await.assert_problem(409, "request_withdrawn");
        assert_eq!(mine.get(&own("diary")).await.json()["items"].as_array().unwrap().len(), 1, "it stays readable for its person");
    }

    async fn pages_of_the_diary_follow_each_other(app: TestApp) {
        app.centre().await;
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        let entries: Vec<Value> = (1..=5).map(|day| shift(&uuid(), &format!("2026-03-0{day}"), &json!({}))).collect();
        write(&holder, &entries).await;
        let (mut path, mut seen) = (own("diary?limit=2"), Vec::new());
        loop {
            let page = holder.get(&path).await.json();
            seen.extend(page["items"].as_array().unwrap().iter().map(|entry| entry["id"].clone()));
            let Some(next) = page["next"].as_str() else { break };
            path = own(&format!("diary?limit=2&cursor={next}"));
        }
        assert_eq!(seen.len(), 5);
        holder.get(&own("diary?cursor=nonsense")).await.assert_problem(400, "invalid_cursor");
        let none = holder.post(&own("diary"), &json!({ "entries": [] })).await;
        assert_eq!(none.faults(), [("/entries".to_owned(), "too_few_items".to_owned())]);
        let half = json!({ "entries": [shift(&uuid(), "2026-03-09", &json!({ "end": null }))] });
        let half = holder.post(&own("diary"), &half).await.json();
        assert_eq!(half["results"][0]["errors"][0]["code"], "missing_member");
    }

    async fn nothing_of_a_diary_is_in_the_clear_and_nothing_is_left_when_it_is_erased(app: TestApp) {
        app.centre().await;
        let filed = filed(&app).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        let id = uuid();
        write(&holder, &[shift(&id, "2026-03-18", &json!({ "paid": dollars("7654321.09") }))]).await;
        let mut edit = shift(&id, "2026-03-18", &json!({ "paid": dollars("7654320.98") }));
        edit["entered_at"] = json!("2026-03-22T10:00:00Z");
        write(&holder, &[edit]).await;
        let mut secret = rule();
        secret["source"] = json!("Planted contract of the ninth");
        holder.send(Method::PUT, &own("claim-rule"), &secret).await.assert_status(200);
        let words = [TASK, "7654321.09", "7654320.98", "Planted contract"];
        assert_nowhere(&app, &words);
        assert_in_no_table(&app, &words).await;
        holder.delete(RECEIPT).await.assert_status(204);
        for table in ["assistance_diary_entries", "assistance_diary_versions", "assistance_claim_rules"] {
            let rows = texts(&app, &format!("SELECT cast(count(*) AS text) AS one, '' AS two FROM {table}"), "").await;
            assert_eq!(rows[0].0, "0", "{table}");
        }
        holder.get(&own("diary")).await.assert_problem(410, "gone");
    }
}
