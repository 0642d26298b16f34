//! The transparency log: nothing can be taken down, changed or slipped in quietly.

use std::collections::BTreeSet;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use diesel::connection::SimpleConnection as _;
use reqwest::Method;
use serde_json::{Value, json};
use tlog_tiles::{Checkpoint, Hash, check_record, check_tree, record_hash};
use tulay::identity::permissions::Role;
use tulay::platform::clock::Clock as _;
use tulay::platform::db::DbError;
use tulay::platform::ids::Id;
use tulay::platform::problem::Problem;
use tulay::reviews;
use tulay::transparency::{Order, Verification, verify};

use super::{Filed, agency_with, decide, file, moderator, publish, reviews_of};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

const LOG: &str = "/v1/transparency-log";

/// A day goes by, and the service does what it does each minute.
pub async fn a_day_goes_by(app: &TestApp) {
    app.clock.advance(Duration::from_hours(24));
    keep_log(app).await;
}

/// A moderator of the next day, when the token of the first has expired.
pub async fn another_moderator(app: &TestApp) -> Person<'_> {
    let organisation = app
        .organisation("Second Reading Room", &["PH"], &["other"])
        .await;
    app.member(organisation, &[Role::Moderator]).await
}

async fn keep_log(app: &TestApp) {
    let services = app.shared.services.clone();
    let now = services.clock.now();
    let kept = app.shared.services.db.write(move |conn| {
        reviews::note_unlogged(conn, &services, now)?;
        reviews::keep_log(conn, &services, now)?;
        Ok::<_, Problem>(())
    });
    kept.await.unwrap();
    app.shared.services.public.forget();
}

async fn shown(app: &TestApp, agency: Id) -> Vec<Value> {
    let page = app.get(&format!("{}?limit=100", reviews_of(agency))).await;
    page.assert_status(200).json()["items"]
        .as_array()
        .unwrap()
        .clone()
}

pub async fn entries(app: &TestApp) -> Vec<Value> {
    let page = app.get(&format!("{LOG}/entries?limit=100")).await;
    page.assert_status(200).json()["items"]
        .as_array()
        .unwrap()
        .clone()
}

async fn head(app: &TestApp) -> Checkpoint {
    let note = app.get(&format!("{LOG}/checkpoint")).await;
    note.assert_status(200);
    let (text, _) = std::str::from_utf8(&note.body)
        .unwrap()
        .split_once("\n\n")
        .unwrap();
    Checkpoint::from_bytes(format!("{text}\n").as_bytes()).unwrap()
}

fn hashes(list: &Value) -> Vec<Hash> {
    let hash = |text: &Value| {
        Hash(
            STANDARD
                .decode(text.as_str().unwrap())
                .unwrap()
                .try_into()
                .unwrap(),
        )
    };
    list.as_array().unwrap().iter().map(hash).collect()
}

fn order(app: &TestApp, agency: Id) -> Order {
    Order {
        service: app.url.clone(),
        verifier_key: None,
        kept_in: Some(app.data_dir().join("watch.json")),
        agencies: vec![agency],
        today: app.clock.now().date(),
    }
}

pub fn check(app: &TestApp, agency: Id) -> Verification {
    verify(&order(app, agency)).unwrap()
}

#[track_caller]
fn assert_fault(found: &Verification, words: &str) {
    let told = found.faults.iter().any(|fault| fault.contains(words));
    assert!(told, "{words}: {:?}", found.faults);
}

/// Somebody with access to the database changes it.
async fn tamper(app: &TestApp, sql: &'static str) {
    let done = app
        .shared
        .services
        .db
        .write(move |conn| Ok::<_, DbError>(conn.batch_execute(sql)?));
    done.await.unwrap();
    app.shared.services.public.forget();
}

/// By a moderator's decision, by a change, by taking it back and by erasing it.
async fn end_in_four_ways(app: &TestApp, by: &Person<'_>, all: &[Filed]) {
    decide(by, &all[0], "reject", &json!({ "reason": "legal_order" }))
        .await
        .assert_status(200);
    let changed = app.holder_of(&all[1].code);
    let own = changed.get("/v1/receipt/review").await;
    changed
        .patch(
            "/v1/receipt/review",
            own.header("etag").unwrap(),
            &json!({ "overall": 1 }),
        )
        .await
        .assert_status(200);
    let withdrawn = app.holder_of(&all[2].code);
    withdrawn
        .post("/v1/receipt/review/withdraw", &json!({}))
        .await
        .assert_status(200);
    app.holder_of(&all[3].code)
        .delete("/v1/receipt/review")
        .await
        .assert_status(204);
}

on_both! {
    async fn a_log_without_entries_has_a_signed_head(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let log = app.get(LOG).await.assert_status(200).json();
        assert_eq!(log["size"], 0);
        assert!(log["origin"].as_str().unwrap().ends_with(LOG));
        assert!(log["verifier_key"].as_str().unwrap().starts_with(log["origin"].as_str().unwrap()));
        assert_eq!(entries(&app).await, Vec::<Value>::new());
        app.get(&format!("{LOG}/entries/0")).await.assert_problem(404, "not_found");
        assert_eq!(check(&app, agency).faults, Vec::<String>::new());
    }

    async fn a_publication_can_be_proved_from_the_next_day_on(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 5]).await;
        keep_log(&app).await;
        // On the day itself the log says nothing: it would tell when a review was published.
        assert_eq!(app.get(LOG).await.json()["size"], 0);
        for review in shown(&app, agency).await {
            assert_eq!(review["transparency"]["entry"], Value::Null);
        }
        a_day_goes_by(&app).await;
        let newest = head(&app).await;
        assert_eq!(newest.size(), 3);
        let mut seen = BTreeSet::new();
        for review in shown(&app, agency).await {
            let entry = review["transparency"]["entry"].as_u64().unwrap();
            assert!(seen.insert(entry));
            let proved = app.get(&format!("{LOG}/entries/{entry}")).await.assert_status(200).json();
            assert_eq!(proved["decision"], "published");
            assert_eq!(proved["month"], review["published_month"]);
            assert_eq!(proved["tree_size"], 3);
            let leaf = record_hash(proved["leaf"].as_str().unwrap().as_bytes());
            let proof = hashes(&proved["inclusion_proof"]);
            check_record(&proof, 3, *newest.hash(), entry, leaf).unwrap();
        }
        assert_eq!(check(&app, agency).faults, Vec::<String>::new());
    }

    async fn each_way_in_which_a_publication_ends_is_told_but_not_whose(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 4, 5, 5, 5]).await;
        let refused = file(&app, agency, 2).await;
        decide(&by, &refused, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        a_day_goes_by(&app).await;
        let before = entries(&app).await;
        assert_eq!(before.len(), 8);
        let public: Vec<String> = shown(&app, agency).await.iter()
            .map(|review| review["id"].as_str().unwrap().to_owned()).collect();

        let by = another_moderator(&app).await;
        end_in_four_ways(&app, &by, &all).await;
        a_day_goes_by(&app).await;

        let all_entries = entries(&app).await;
        assert_eq!(all_entries[..8], before[..]);
        let mut told: Vec<(&str, Value, bool)> = all_entries[8..].iter().map(|entry| {
            let ended = usize::try_from(entry["ends_entry"].as_u64().unwrap()).unwrap();
            assert_eq!(all_entries[ended]["decision"], "published");
            let decision = entry["decision"].as_str().unwrap();
            (decision, entry["reason"].clone(), entry["legal_order"].as_bool().unwrap())
        }).collect();
        told.sort_by_key(|(decision, ..)| *decision);
        assert_eq!(told, [
            ("changed_by_author", Value::Null, false),
            ("taken_down", json!("legal_order"), true),
            ("withdrawn_by_author", Value::Null, false),
            ("withdrawn_by_author", Value::Null, false),
        ]);
        let refusal = before.iter().find(|entry| entry["decision"] == "rejected").unwrap();
        assert_eq!((&refusal["reason"], &refusal["ends_entry"]), (&json!("pii"), &Value::Null));
        // No entry leads to an agency or a review.
        for entry in &all_entries {
            let leaf = entry["leaf"].as_str().unwrap();
            assert!(!leaf.contains(&agency.to_string()));
            assert!(public.iter().all(|id| !leaf.contains(id)));
        }
        let found = check(&app, agency);
        assert_eq!((found.faults, found.reviews), (Vec::new(), 3));
    }

    async fn what_was_published_and_taken_down_on_one_day_is_told_too(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 4]).await;
        decide(&by, &all[0], "reject", &json!({ "reason": "legal_order" })).await.assert_status(200);
        a_day_goes_by(&app).await;
        let told = entries(&app).await;
        assert_eq!(told.len(), 5);
        assert_eq!(told[4]["decision"], "taken_down");
        let ended = usize::try_from(told[4]["ends_entry"].as_u64().unwrap()).unwrap();
        assert_eq!(told[ended]["decision"], "published");
        assert_eq!(check(&app, agency).faults, Vec::<String>::new());
    }

    async fn what_became_of_an_appeal_is_told(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (granted, dismissed) = (file(&app, agency, 1).await, file(&app, agency, 2).await);
        for one in [&granted, &dismissed] {
            decide(&by, one, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
            let appeal = json!({ "statement": "It names nobody" });
            app.holder_of(&one.code).post("/v1/receipt/review/appeal", &appeal).await.assert_status(201);
        }
        let other = another_moderator(&app).await;
        publish(&other, &granted).await;
        let path = format!("/v1/staff/reviews/{}", dismissed.id);
        let tag = other.get(&path).await.header("etag").unwrap().to_owned();
        let request = other.request(Method::POST, &format!("{path}/dismiss-appeal"));
        Response::of(request.header("If-Match", tag)).await.assert_status(200);
        a_day_goes_by(&app).await;
        let mut told: Vec<String> = entries(&app).await.iter()
            .map(|entry| entry["decision"].as_str().unwrap().to_owned()).collect();
        told.sort();
        assert_eq!(told, ["appeal_dismissed", "appeal_granted", "published", "rejected", "rejected"]);
        assert_eq!(check(&app, agency).faults, Vec::<String>::new());
    }

    async fn the_log_only_grows_and_proves_it(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        a_day_goes_by(&app).await;
        let earlier = head(&app).await;
        let by = another_moderator(&app).await;
        for overall in [4, 5] {
            publish(&by, &file(&app, agency, overall).await).await;
        }
        a_day_goes_by(&app).await;
        let later = head(&app).await;
        let proved = app.get(&format!("{LOG}/consistency?from=3")).await.assert_status(200).json();
        assert_eq!((&proved["from"], &proved["to"]), (&json!(3), &json!(5)));
        let proof = hashes(&proved["proof"]);
        check_tree(&proof, 5, *later.hash(), 3, *earlier.hash()).unwrap();
        for (query, pointer) in [("from=6", "/query/from"), ("from=1&to=6", "/query/to")] {
            let refused = app.get(&format!("{LOG}/consistency?{query}")).await;
            refused.assert_problem(422, "invalid_request");
            assert_eq!(refused.faults(), [(pointer.to_owned(), "too_large".to_owned())]);
        }
        app.get(&format!("{LOG}/consistency?from=0")).await.assert_problem(422, "invalid_request");
        app.get(&format!("{LOG}/consistency")).await.assert_problem(422, "invalid_request");
        // Nothing new: nothing happens.
        a_day_goes_by(&app).await;
        assert_eq!(head(&app).await, later);
    }

    async fn entries_come_in_pages_from_anywhere(app: TestApp) {
        let by = moderator(&app).await;
        agency_with(&app, &by, &[1, 2, 3, 4, 5]).await;
        a_day_goes_by(&app).await;
        let first = app.get(&format!("{LOG}/entries?from=1&limit=2")).await.assert_status(200).json();
        let numbers = |page: &Value| -> Vec<u64> {
            page["items"].as_array().unwrap().iter().map(|e| e["entry"].as_u64().unwrap()).collect()
        };
        assert_eq!(numbers(&first), [1, 2]);
        let next = first["next"].as_str().unwrap();
        let second = app.get(&format!("{LOG}/entries?from=1&limit=2&cursor={next}")).await;
        assert_eq!(numbers(&second.assert_status(200).json()), [3, 4]);
        assert_eq!(second.json()["next"], Value::Null);
    }

    async fn tiles_are_served_as_tools_expect_them(app: TestApp) {
        let by = moderator(&app).await;
        agency_with(&app, &by, &[1, 2, 3]).await;
        a_day_goes_by(&app).await;
        let tile = app.get(&format!("{LOG}/tile/0/000.p/3")).await;
        assert_eq!(tile.assert_status(200).body.len(), 3 * 32);
        assert_eq!(tile.header("content-type"), Some("application/octet-stream"));
        assert!(tile.header("cache-control").unwrap().contains("immutable"));
        let known = app.request(Method::GET, &format!("{LOG}/tile/0/000.p/3"));
        Response::of(known.header("If-None-Match", tile.header("etag").unwrap())).await.assert_status(304);
        let bundle = app.get(&format!("{LOG}/tile/entries/000.p/3")).await;
        let length = usize::from(u16::from_be_bytes(bundle.body[..2].try_into().unwrap()));
        let leaf = &bundle.body[2..2 + length];
        assert_eq!(leaf, entries(&app).await[0]["leaf"].as_str().unwrap().as_bytes());
        assert_eq!(record_hash(leaf).0, tile.body[..32]);
        for path in ["0/000.p/4", "0/000", "1/000.p/1", "0/000.p/0", "0/000.p/256", "64/000", "255/000.p/1",
            "data/000.p/3", "0/0", "entries/x001/000", "0/x018/x446/x744/x073/x709/551/615.p/1"] {
            app.get(&format!("{LOG}/tile/{path}")).await.assert_problem(404, "not_found");
        }
    }

    async fn instances_continue_one_log_together(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let other = app.another();
        app.clock.advance(Duration::from_hours(24));
        tokio::join!(keep_log(&app), keep_log(&other), keep_log(&app), keep_log(&other));
        assert_eq!(entries(&app).await.len(), 3);
        assert_eq!(check(&app, agency).faults, Vec::<String>::new());
        assert_eq!(head(&other).await, head(&app).await);
    }

    async fn reviews_of_before_the_log_are_taken_into_it(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 4]).await;
        tamper(&app, "DELETE FROM transparency_pending; DELETE FROM review_publications").await;
        assert_eq!(shown(&app, agency).await[0]["transparency"], Value::Null);
        // One is taken down before its turn comes.
        decide(&by, &all[0], "reject", &json!({ "reason": "other" })).await.assert_status(200);
        keep_log(&app).await;
        a_day_goes_by(&app).await;
        let told = entries(&app).await;
        assert_eq!(told.iter().filter(|entry| entry["decision"] == "published").count(), 4);
        assert_eq!(told.len(), 5);
        let found = check(&app, agency);
        assert_eq!((found.faults, found.reviews), (Vec::new(), 3));
    }

    async fn a_quiet_removal_is_found(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 4, 5]).await;
        a_day_goes_by(&app).await;
        assert_eq!(check(&app, agency).faults, Vec::<String>::new());
        // One is taken down as it should be, one quietly.
        let by = another_moderator(&app).await;
        decide(&by, &all[4], "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        tamper(&app, "UPDATE reviews SET status = 'rejected', rejection_reason = 'other', published_month = NULL, \
            public_id = NULL, published_text = NULL, published_occupation = NULL, \
            published_recruited_year = NULL WHERE overall = 1").await;
        let at_once = check(&app, agency);
        assert_eq!((at_once.faults, at_once.notices.len()), (Vec::new(), 2));
        for _ in 0..3 {
            a_day_goes_by(&app).await;
        }
        let found = check(&app, agency);
        assert_eq!(found.faults.len(), 1);
        assert_fault(&found, "is gone since");
    }

    async fn a_changed_review_is_found(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        a_day_goes_by(&app).await;
        tamper(&app, "UPDATE reviews SET overall = 5 WHERE overall = 1").await;
        let found = check(&app, agency);
        assert_eq!(found.faults.len(), 1);
        assert_fault(&found, "is not what entry");
    }

    async fn reviews_of_an_agency_that_was_joined_into_another_are_still_what_was_published(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let other = app.agency("Sunset Manpower (made up)").await;
        a_day_goes_by(&app).await;
        // As a person's decision on two entries of a register does.
        tamper(&app, "UPDATE reviews SET agency_id = (SELECT id FROM agencies WHERE name LIKE 'Sunset%')").await;
        let found = check(&app, other);
        assert_eq!((found.faults, found.reviews), (Vec::new(), 3));
        assert_eq!(shown(&app, other).await[0]["transparency"]["agency_id"], agency.to_string());
    }

    async fn a_changed_or_cut_log_is_found(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 4]).await;
        a_day_goes_by(&app).await;
        let by = another_moderator(&app).await;
        decide(&by, &all[0], "reject", &json!({ "reason": "legal_order" })).await.assert_status(200);
        a_day_goes_by(&app).await;
        assert_eq!(check(&app, agency).faults, Vec::<String>::new());
        tamper(&app, "UPDATE transparency_entries SET leaf = replace(leaf, 'legal_order\",\"legal_order\":true', \
            'off_topic\",\"legal_order\":false') WHERE entry = 4").await;
        assert_fault(&check(&app, agency), "is not their root");
        // Cut back to what it was before, with a head that was really signed.
        tamper(&app, "DELETE FROM transparency_checkpoints WHERE size = 5").await;
        assert_fault(&check(&app, agency), "had 5 entries and now has 4");
    }

    async fn a_log_under_another_key_is_another_log(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let key = app.get(LOG).await.json()["verifier_key"].as_str().unwrap().to_owned();
        let known = Order { verifier_key: Some(key.clone()), ..order(&app, agency) };
        assert_eq!(verify(&known).unwrap().faults, Vec::<String>::new());
        // The key's last part is its bytes in base64; the first of them names the algorithm.
        let place = key.match_indices('+').nth(1).unwrap().0 + 10;
        let mut other: Vec<char> = key.chars().collect();
        other[place] = if other[place] == 'A' { 'B' } else { 'A' };
        let other: String = other.into_iter().collect();
        let altered = Order { verifier_key: Some(other), ..known };
        assert_fault(&verify(&altered).unwrap(), "is not signed with");
    }

    async fn the_program_checks_a_log(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        a_day_goes_by(&app).await;
        let run = || {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tulay"));
            command.args(["verify-log", &app.url, "--agency", &agency.to_string(), "--state"]);
            command.arg(app.data_dir().join("seen.json")).output().unwrap()
        };
        let sound = run();
        let printed = String::from_utf8(sound.stdout).unwrap();
        assert!(sound.status.success(), "{printed}");
        assert!(printed.contains("with 3 entries") && printed.contains("published: 3"), "{printed}");
        tamper(&app, "UPDATE transparency_entries SET leaf = replace(leaf, '\"month\":\"2', '\"month\":\"1') WHERE entry = 0").await;
        let unsound = run();
        let printed = String::from_utf8(unsound.stdout).unwrap();
        assert!(!unsound.status.success() && printed.contains("WRONG"), "{printed}");
    }
}
