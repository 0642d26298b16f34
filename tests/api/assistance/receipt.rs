//! What the holder of a receipt code can do.

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::{SubjectKind, issue_receipt};

use super::{
    CODE_WORD, EMPLOYER, LANGUAGE, NAME, NARRATIVE, PHONE, PLACE, QUEUE, RECEIPT, SUBDIVISION,
    changed, least, request, steps, texts, uuid,
};
use crate::harness::{Response, TestApp};
use crate::on_both;

/// Every file of the database, read raw.
fn raw_files(app: &TestApp) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(app.data_dir()).unwrap();
    let files = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file());
    files
        .map(|path| (path.display().to_string(), std::fs::read(path).unwrap()))
        .collect()
}

pub(super) fn assert_nowhere(app: &TestApp, words: &[&str]) {
    for (file, bytes) in raw_files(app) {
        for word in words {
            let found = bytes
                .windows(word.len())
                .any(|window| window == word.as_bytes());
            assert!(!found, "{word} is in {file}");
        }
    }
}

on_both! {
    async fn the_code_shows_how_far_it_is_and_nothing_that_was_told(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&request()).await;
        let response = app.holder_of(&filed.code).get(RECEIPT).await;
        response.assert_status(200);
        assert_eq!(response.header("cache-control"), Some("no-store"));
        let body = response.json();
        assert_eq!(body["id"], filed.id);
        assert_eq!(body["status"], "received");
        assert_eq!(body["organisation"]["id"], centre.to_string());
        assert_eq!(body["due"]["acknowledged_at"], Value::Null);
        assert_eq!(body["history"].as_array().unwrap().len(), 1);
        assert_eq!(body["history"][0]["by"], "reporter");
        let text = String::from_utf8(response.body.clone()).unwrap();
        for word in [NARRATIVE, NAME, PHONE, PLACE, EMPLOYER, CODE_WORD, "unpaid_wages", "passport"] {
            assert!(!text.contains(word), "{word}");
        }
    }

    async fn wrong_altered_and_foreign_codes_open_nothing(app: TestApp) {
        app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let other = app.ask_for_help(&least()).await;
        let mut altered: Vec<char> = filed.code.chars().collect();
        altered[0] = if altered[0] == '0' { '1' } else { '0' };
        let altered: String = altered.into_iter().collect();
        for path in ["", "/messages"] {
            let path = format!("{RECEIPT}{path}");
            for code in [altered.as_str(), "nonsense"] {
                app.holder_of(code).get(&path).await.assert_problem(401, "unknown_receipt");
            }
            app.get(&path).await.assert_problem(401, "unauthenticated");
        }
        let seen = app.holder_of(&other.code).get(RECEIPT).await.json();
        assert_eq!(seen["id"], other.id, "each code opens its own");
        let services = app.shared.services.clone();
        let issued = services.db.write({
            let services = services.clone();
            move |conn| {
                let (id, now) = (services.new_id(), services.clock.now());
                let kind = SubjectKind::SafetyReport;
                issue_receipt(conn, &services.lookup, &*services.randomness, kind, id, now)
            }
        });
        let of_other_kind = issued.await.unwrap().code.expose();
        let holder = app.holder_of(&of_other_kind);
        holder.get(RECEIPT).await.assert_problem(404, "not_found");
        holder.post(&format!("{RECEIPT}/messages"), &json!({ "body": "Hello" })).await
            .assert_problem(404, "not_found");
        holder.delete(RECEIPT).await.assert_problem(404, "not_found");
    }

    async fn a_code_is_no_staff_token_and_a_token_no_code(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        app.holder_of(&filed.code).get(QUEUE).await.assert_problem(401, "unauthenticated");
        app.case_worker(centre).await.get(RECEIPT).await.assert_problem(401, "unauthenticated");
    }

    async fn messages_go_both_ways_in_order_and_in_pages(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = app.ask_for_help(&request()).await;
        let holder = app.holder_of(&filed.code);
        let path = format!("{RECEIPT}/messages");
        for number in 0..3 {
            app.clock.advance(std::time::Duration::from_secs(1));
            let sent = holder.post(&path, &json!({ "body": format!("question {number}") })).await;
            sent.assert_status(201);
            assert_eq!(sent.json()["author"], "reporter");
            app.clock.advance(std::time::Duration::from_secs(1));
            let answer = json!({ "body": format!("answer {number}") });
            worker.post(&filed.sub("messages"), &answer).await.assert_status(201);
        }
        let first = holder.get(&format!("{path}?limit=4")).await;
        first.assert_status(200);
        assert!(first.header("link").unwrap().contains("rel=\"next\""));
        let first = first.json();
        let texts = |page: &Value| -> Vec<String> {
            let items = page["items"].as_array().unwrap().iter();
            items.map(|item| item["body"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(texts(&first), ["question 0", "answer 0", "question 1", "answer 1"]);
        assert!(first["items"][1].get("account_id").is_none(), "an organisation speaks, not a person");
        let next = first["next"].as_str().unwrap();
        let second = holder.get(&format!("{path}?limit=4&cursor={next}")).await.json();
        assert_eq!(texts(&second), ["question 2", "answer 2"]);
        assert_eq!(second["next"], Value::Null);
        let of_staff = worker.get(&filed.sub("messages")).await.json();
        assert_eq!(texts(&of_staff).len(), 6);
        assert_eq!(of_staff["items"][1]["account_id"], worker.account.unwrap().to_string());
        // A marker belongs to its list.
        let elsewhere = worker.get(&format!("{}?cursor={next}", filed.sub("messages"))).await;
        elsewhere.assert_problem(400, "invalid_cursor");
    }

    async fn messages_of_the_same_moment_are_all_there_on_pages_of_one(app: TestApp) {
        app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let holder = app.holder_of(&filed.code);
        let path = format!("{RECEIPT}/messages");
        for number in 0..5 {
            holder.post(&path, &json!({ "body": number.to_string() })).await.assert_status(201);
        }
        let (mut found, mut query) = (Vec::new(), String::new());
        loop {
            let page = holder.get(&format!("{path}?limit=1{query}")).await.json();
            found.push(page["items"][0]["body"].as_str().unwrap().to_owned());
            let Some(next) = page["next"].as_str() else { break };
            query = format!("&cursor={next}");
        }
        found.sort();
        assert_eq!(found, ["0", "1", "2", "3", "4"]);
    }

    async fn a_message_has_the_id_that_the_app_chose_and_is_sent_once(app: TestApp) {
        app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let holder = app.holder_of(&filed.code);
        let path = format!("{RECEIPT}/messages");
        let message = json!({ "id": uuid(), "body": "Written offline" });
        let send = |key: &'static str| {
            let request = holder.request(Method::POST, &path).header("Idempotency-Key", key);
            Response::of(request.json(&message))
        };
        let first = send("\"offline-1\"").await;
        first.assert_status(201);
        assert_eq!(first.json()["id"], message["id"]);
        let again = send("\"offline-1\"").await;
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(first.body, again.body);
        send("\"offline-2\"").await.assert_problem(409, "id_taken");
        let all = holder.get(&path).await.json();
        assert_eq!(all["items"].as_array().unwrap().len(), 1);
        let blank = holder.post(&path, &json!({ "body": " \n" })).await;
        blank.assert_problem(422, "invalid_request");
        let long = holder.post(&path, &json!({ "body": "x".repeat(4001) })).await;
        assert_eq!(long.faults(), [("/body".to_owned(), "too_long".to_owned())]);
    }

    async fn facts_can_be_added_and_are_read_by_staff_only(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = app.ask_for_help(&least()).await;
        let holder = app.holder_of(&filed.code);
        let addition = json!({ "body": "The safe is in the upper office" });
        let added = holder.post(&format!("{RECEIPT}/additions"), &addition).await;
        added.assert_status(201);
        assert!(added.json().get("body").is_none());
        let own = holder.get(&format!("{RECEIPT}/messages")).await.json();
        assert_eq!(own["items"], json!([]), "what was told is not shown again");
        let read = worker.get(&filed.sub("messages")).await.json();
        assert_eq!(read["items"][0]["kind"], "addition");
        assert_eq!(read["items"][0]["body"], addition["body"]);
    }

    async fn what_was_taken_back_is_no_longer_read_by_staff(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let consents = json!({ "share_identity": true });
        let filed = app.ask_for_help(&changed(request(), &json!({ "consents": consents }))).await;
        let holder = app.holder_of(&filed.code);
        holder.post(&format!("{RECEIPT}/messages"), &json!({ "body": "planted message" })).await
            .assert_status(201);
        let withdraw = holder.request(Method::POST, &format!("{RECEIPT}/withdraw"));
        let withdrawn = Response::of(withdraw).await;
        withdrawn.assert_status(200);
        let body = withdrawn.json();
        assert_eq!(body["status"], "withdrawn");
        assert_eq!(body["history"][1]["by"], "reporter");
        assert!(body["consents"].as_array().unwrap().iter().all(|c| !c["withdrawn_at"].is_null()));

        let opened = worker.get(&filed.path()).await;
        opened.assert_status(200);
        assert_eq!(opened.json()["content"], Value::Null);
        assert_eq!(opened.json()["identity"], Value::Null);
        worker.get(&filed.sub("messages")).await.assert_problem(403, "consent_withdrawn");
        worker.post(&filed.sub("messages"), &json!({ "body": "Hello?" })).await
            .assert_problem(403, "consent_withdrawn");
        let tag = opened.header("etag").unwrap();
        let step = &steps(&["acknowledged"])[0];
        worker.change(&filed.sub("status"), tag, step).await
            .assert_problem(409, "status_not_reachable");
        let to_me = json!({ "assigned_to": worker.account.unwrap().to_string() });
        worker.change(&filed.sub("assignment"), tag, &to_me).await
            .assert_problem(409, "request_withdrawn");

        for what in ["messages", "additions"] {
            let more = holder.post(&format!("{RECEIPT}/{what}"), &json!({ "body": "more" })).await;
            more.assert_problem(409, "request_withdrawn");
        }
        let again = Response::of(holder.request(Method::POST, &format!("{RECEIPT}/withdraw"))).await;
        again.assert_status(200);
        assert_eq!(again.json()["history"].as_array().unwrap().len(), 2, "nothing changes");
    }

    async fn what_was_erased_is_gone_for_everybody(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = app.ask_for_help(&request()).await;
        let holder = app.holder_of(&filed.code);
        for what in ["messages", "additions"] {
            holder.post(&format!("{RECEIPT}/{what}"), &json!({ "body": "planted message" })).await
                .assert_status(201);
        }
        worker.get(&filed.path()).await.assert_status(200);
        let erased = holder.delete(RECEIPT).await;
        erased.assert_status(204);
        for path in [RECEIPT.to_owned(), format!("{RECEIPT}/messages")] {
            holder.get(&path).await.assert_problem(410, "gone");
        }
        holder.post(&format!("{RECEIPT}/messages"), &json!({ "body": "more" })).await
            .assert_problem(410, "gone");
        holder.delete(RECEIPT).await.assert_status(204);
        holder.get(RECEIPT).await.assert_problem(410, "gone");
        worker.get(&filed.path()).await.assert_problem(404, "not_found");
        worker.get(&filed.sub("messages")).await.assert_problem(404, "not_found");
        assert_eq!(worker.get(QUEUE).await.json()["items"], json!([]));
        let left = |table: &str, rows: &str| (table.to_owned(), rows.to_owned());
        assert_eq!(remains(&app, &filed.id).await, [
            left("data_keys", "0"), left("messages", "0"), left("status_changes", "0"),
            left("assistance_requests", "0"), left("assistance_consents", "0"),
            left("assistance_tombstones", "1"), left("of the same id", "0"), left("receipts", "1"),
        ]);
        assert_eq!(receipt_times(&app, &filed.id).await, [first_of_month(&app)]);
    }

    async fn nothing_that_was_told_is_in_the_database_in_the_clear(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let consents = json!({ "share_identity": true });
        let filed = app.ask_for_help(&changed(request(), &json!({ "consents": consents }))).await;
        let holder = app.holder_of(&filed.code);
        holder.post(&format!("{RECEIPT}/messages"), &json!({ "body": "planted question" })).await
            .assert_status(201);
        worker.post(&filed.sub("messages"), &json!({ "body": "planted answer" })).await
            .assert_status(201);
        worker.get(&filed.path()).await.assert_status(200);
        let bare = filed.code.replace('-', "");
        let words = [NARRATIVE, NAME, PHONE, PLACE, EMPLOYER, CODE_WORD, "planted question",
            "planted answer", "a cousin", "Planted", LANGUAGE, SUBDIVISION, filed.code.as_str(),
            bare.as_str()];
        assert_nowhere(&app, &words);
        assert_in_no_table(&app, &words).await;
        // Every SQLite file holds the code lists themselves.
        assert_in_no_table(&app, &["money_owed"]).await;
        holder.delete(RECEIPT).await.assert_status(204);
        assert_nowhere(&app, &words);
        assert_in_no_table(&app, &words).await;
    }
}

/// How many rows each table still has of something, and how many tombstones there are.
async fn remains(app: &TestApp, id: &str) -> Vec<(String, String)> {
    let of = |table: &str, column: &str| {
        format!(
            "SELECT '{table}' AS one, cast(count(*) AS text) AS two FROM {table} WHERE {column} = {{id}}"
        )
    };
    let counts = [
        of("data_keys", "subject_id"),
        of("messages", "subject_id"),
        of("status_changes", "subject_id"),
        of("assistance_requests", "id"),
        of("assistance_consents", "request_id"),
        "SELECT 'assistance_tombstones', cast(count(*) AS text) FROM assistance_tombstones"
            .to_owned(),
        "SELECT 'of the same id', cast(count(*) AS text) FROM assistance_tombstones WHERE id = {id}"
            .to_owned(),
        of("receipts", "subject_id"),
    ];
    texts(app, &counts.join(" UNION ALL "), id).await
}

fn is_postgres(app: &TestApp) -> bool {
    let url = &app.shared.services.config.database_url;
    url.starts_with("postgres")
}

/// When the receipt of something was issued, as far as that is still known: microseconds since 1970.
async fn receipt_times(app: &TestApp, id: &str) -> Vec<i64> {
    let time = if is_postgres(app) {
        "cast(extract(epoch FROM created_at) * 1000000 AS bigint)"
    } else {
        "created_at"
    };
    let query = format!(
        "SELECT cast({time} AS text) AS one, '' AS two FROM receipts WHERE subject_id = {{id}}"
    );
    let rows = texts(app, &query, id).await.into_iter();
    rows.map(|(time, _)| time.parse().unwrap()).collect()
}

fn first_of_month(app: &TestApp) -> i64 {
    use tulay::platform::clock::{Clock as _, Date};

    let today = app.clock.now().date().to_string();
    let first = Date::parse(&format!("{}-01", &today[..7])).unwrap();
    first.start().unwrap().as_microsecond()
}

/// Looks through every column of a PostgreSQL database; a SQLite file is read raw. Left out is what
/// was imported before anybody sent anything, because it is long.
pub(super) async fn assert_in_no_table(app: &TestApp, words: &[&str]) {
    if !is_postgres(app) {
        return;
    }
    let names = "SELECT table_name::text AS one, '' AS two FROM information_schema.tables \
         WHERE table_schema = 'public' AND table_name !~ '^(agenc|article|contact|code_lists)'";
    let mut rows = Vec::new();
    for (table, _) in texts(app, names, "").await {
        let query = format!("SELECT t::text AS one, '' AS two FROM {table} t");
        rows.extend(texts(app, &query, "").await);
    }
    assert!(rows.len() > 5);
    // Bytes are shown in hexadecimal.
    let hexadecimal = |word: &&str| -> String {
        let bytes: Vec<String> = word.bytes().map(|byte| format!("{byte:02x}")).collect();
        bytes.concat()
    };
    let as_bytes: Vec<String> = words.iter().map(hexadecimal).collect();
    for (row, _) in rows {
        for (word, bytes) in words.iter().zip(&as_bytes) {
            assert!(!row.contains(word), "{word}");
            assert!(!row.contains(bytes), "{word} as bytes");
        }
    }
}
