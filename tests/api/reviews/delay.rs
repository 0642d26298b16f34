//! What a moderator lets through appears with the batch of a later day, so that who watches the page cannot tie it
//! to a decision.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use tulay::platform::clock::{Clock as _, Time};
use tulay::platform::db::Conn;
use tulay::platform::ids::Id;
use tulay::reviews;

use super::signals::{bare, check, file_from, told};
use super::{Filed, decide, file, filed, moderator, publish, review, reviews_of};
use crate::harness::{Person, TestApp};
use crate::on_both;

const OWN: &str = "/v1/receipt/review";
const QUEUE: &str = "/v1/staff/reviews";
const DAY: Duration = Duration::from_hours(24);
const NEXT_DAY: &[(&str, &str)] = &[("TULAY_PUBLISHING_DELAY_DAYS", "0")];
pub const NEXT_DAY_BEHIND_A_PROXY: &[(&str, &str)] = &[
    ("TULAY_PUBLISHING_DELAY_DAYS", "0"),
    ("TULAY_TRUSTED_PROXIES", "127.0.0.0/8"),
];
const BY_CHANCE: &[(&str, &str)] = &[("TULAY_PUBLISHING_DELAY_DAYS", "6")];

/// Does once what the server does each minute; returns how many reviews appeared.
pub async fn tick(app: &TestApp) -> usize {
    let services = app.shared.services.clone();
    let now = services.clock.now();
    let of_job = services.clone();
    let work = move |conn: &mut Conn| reviews::let_appear(conn, &of_job, now);
    let appeared = services.db.write(work).await.unwrap();
    services.public.forget();
    appeared
}

async fn shown(app: &TestApp, agency: Id) -> Vec<Value> {
    let page = app.get(&format!("{}?limit=100", reviews_of(agency))).await;
    page.assert_status(200).json()["items"]
        .as_array()
        .unwrap()
        .clone()
}

async fn status(app: &TestApp, one: &Filed) -> String {
    let own = app.holder_of(&one.code).get(OWN).await.json();
    own["status"].as_str().unwrap().to_owned()
}

/// Files reviews of an agency and lets them through.
async fn accepted(app: &TestApp, by: &Person<'_>, agency: Id, scores: &[u8]) -> Vec<Filed> {
    let mut all = Vec::new();
    for score in scores {
        let one = file(app, agency, *score).await;
        let decided = decide(by, &one, "publish", &json!({})).await;
        assert_eq!(decided.assert_status(200).json()["status"], "accepted");
        all.push(one);
    }
    all
}

/// What everybody sees of an agency, and what an author sees of a review.
#[derive(Debug, PartialEq)]
struct Seen {
    page: Value,
    rating: Value,
    own: Value,
    tag: String,
}

async fn seen(app: &TestApp, agency: Id, one: &Filed) -> Seen {
    let own = app.holder_of(&one.code).get(OWN).await;
    Seen {
        page: app
            .get(&format!("{}?limit=100", reviews_of(agency)))
            .await
            .json(),
        rating: app.rating(agency).await,
        tag: own.header("etag").unwrap().to_owned(),
        own: own.json(),
    }
}

/// An agency of which four honest reviews and three with praise have appeared, on a Tuesday.
async fn praised(app: &TestApp) -> (Id, Vec<Filed>) {
    app.clock.set(Time::parse("2027-01-04T08:00:00Z").unwrap());
    let by = moderator(app).await;
    let agency = app.agency("Sunrise Manpower (made up)").await;
    let mut all = Vec::new();
    for number in 0..7 {
        let one = if number < 4 {
            let place = format!("198.51.{number}.7");
            file_from(app, agency, &told(2, &format!("Story {number}")), &place).await
        } else {
            file_from(app, agency, &bare(5, None), "203.0.113.9").await
        };
        publish(&by, &one).await;
        all.push(one);
    }
    app.clock.advance(DAY);
    assert_eq!(tick(app).await, 7);
    (agency, all.split_off(4))
}

async fn more_praise(app: &TestApp, agency: Id) {
    for _ in 0..9 {
        file_from(app, agency, &bare(5, None), "203.0.113.9").await;
    }
}

on_both! {
    async fn a_day_goes_by_before_reviews_appear_together(app: TestApp) {
        let app = app.another_with(NEXT_DAY);
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let all = accepted(&app, &by, agency, &[1, 2, 3]).await;
        assert_eq!(tick(&app).await, 0);
        assert!(shown(&app, agency).await.is_empty());
        assert_eq!(app.rating(agency).await, Value::Null);
        let own = app.holder_of(&all[0].code).get(OWN).await.json();
        assert!(own["what_happens_next"].as_str().unwrap().contains("within the next days"), "{own}");
        assert_eq!(own["decide_by"], Value::Null);
        let queued = by.get(&format!("{QUEUE}?status=accepted")).await.json();
        assert_eq!(queued["items"].as_array().unwrap().len(), 3);
        assert_eq!(queued["items"][0]["status"], "accepted");
        assert_eq!(by.get(QUEUE).await.json()["items"], json!([]));
        decide(&by, &all[0], "publish", &json!({})).await.assert_problem(409, "conflict");

        app.clock.advance(DAY);
        assert_eq!(tick(&app).await, 3);
        assert_eq!(tick(&app).await, 0);
        let page = shown(&app, agency).await;
        assert_eq!(page.len(), 3);
        assert!(page.iter().all(|one| one["published_month"] == app.clock_month().as_str()));
        assert_eq!(app.rating(agency).await["distribution"], json!([1, 1, 1, 0, 0]));
        assert_eq!(status(&app, &all[0]).await, "published");
        let own = app.holder_of(&all[0].code).get(OWN).await.json();
        assert_eq!(own["history"].as_array().unwrap().len(), 2);
        assert_eq!(check(&app, agency).await, [""; 0]);
        // The log hears of it when it is public, and only then.
        let waiting = app.shared.services.clone();
        let now = waiting.clock.now();
        let of_job = waiting.clone();
        let logged = waiting.db.write(move |conn| reviews::keep_log(conn, &of_job, now)).await.unwrap();
        assert_eq!(logged, 0);
    }

    async fn what_is_taken_back_meanwhile_never_appears(app: TestApp) {
        let app = app.another_with(NEXT_DAY);
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let all = accepted(&app, &by, agency, &[1, 2, 3, 4, 5, 5]).await;
        let holder = |number: usize| app.holder_of(&all[number].code);
        holder(0).post("/v1/receipt/review/withdraw", &Value::Null).await.assert_status(200);
        let tag = holder(1).get(OWN).await.header("etag").unwrap().to_owned();
        let change = json!({ "comment": { "text": "Something that nobody has read" } });
        holder(1).patch(OWN, &tag, &change).await.assert_status(200);
        holder(2).delete(OWN).await.assert_status(204);
        decide(&by, &all[3], "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        app.clock.advance(DAY);
        assert_eq!(tick(&app).await, 2);
        assert_eq!(status(&app, &all[0]).await, "withdrawn");
        assert_eq!(status(&app, &all[1]).await, "pending");
        assert_eq!(status(&app, &all[3]).await, "rejected");
        // It was never public, so there is nothing to count as taken down.
        let page = app.get(&reviews_of(agency)).await.json();
        assert_eq!((&page["items"], &page["removals"]), (&json!([]), &json!([])));
    }

    async fn what_was_taken_out_stays_sealed_until_the_rest_appears(app: TestApp) {
        let app = app.another_with(NEXT_DAY);
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut all = Vec::new();
        for number in 0..3 {
            let one = filed(&app.post(&reviews_of(agency), &told(2, "Quetzalcoatlus of Nowhere Street took it")).await);
            let edited = match number {
                0 => json!({ "published_text": "[a name] took it" }),
                1 => json!({ "published_text": null }),
                _ => json!({}),
            };
            decide(&by, &one, "publish", &edited).await.assert_status(200);
            all.push(one);
        }
        let opened = by.get(&format!("{QUEUE}/{}", all[0].id)).await.json();
        assert_eq!((&opened["status"], &opened["published_text"]), (&json!("accepted"), &json!("[a name] took it")));
        app.clock.advance(DAY);
        assert_eq!(tick(&app).await, 3);
        let texts: BTreeSet<String> = shown(&app, agency).await.iter().map(|one| one["comment"]["text"].to_string()).collect();
        let wanted = ["\"[a name] took it\"", "null", "\"Quetzalcoatlus of Nowhere Street took it\""];
        assert_eq!(texts, BTreeSet::from(wanted.map(str::to_owned)));
    }

    async fn while_few_are_shown_the_day_is_drawn(app: TestApp) {
        let app = app.another_with(BY_CHANCE);
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        accepted(&app, &by, agency, &[1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4]).await;
        let queued = by.get(&format!("{QUEUE}?status=accepted&limit=100")).await.json();
        let items = queued["items"].as_array().unwrap().clone();
        let days: BTreeSet<&str> = items.iter().map(|item| item["appears_on"].as_str().unwrap()).collect();
        let today = app.shared.services.clock.now().date();
        assert!(days.len() > 2 && days.iter().all(|day| **day > *today.to_string()), "{days:?}");
        let mut appeared = 0;
        for _ in 0..7 {
            app.clock.advance(DAY);
            appeared += tick(&app).await;
        }
        assert_eq!(appeared, 24);
        // Among so many one more tells nothing: the next day will do.
        let by = moderator(&app).await;
        accepted(&app, &by, agency, &[1, 2, 3, 4, 5]).await;
        app.clock.advance(DAY);
        assert_eq!(tick(&app).await, 5);
    }

    async fn one_under_suspicion_waits_until_a_moderator_has_looked(app: TestApp) {
        let app = app.another_with(NEXT_DAY);
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut first = Vec::new();
        for _ in 0..3 {
            let mut praise = review(5);
            praise["fee_items"] = json!([]);
            praise["recruited_month"] = Value::Null;
            praise["comment"] = Value::Null;
            first.push(filed(&app.post(&reviews_of(agency), &praise).await));
            publish(&by, first.last().unwrap()).await;
        }
        for _ in 0..5 {
            file(&app, agency, 5).await;
        }
        super::signals::keep_watch(&app).await;
        app.clock.advance(DAY);
        assert_eq!(tick(&app).await, 0);
        let by = moderator(&app).await;
        let reason = json!({ "reason": "They came from one help desk" });
        for one in &first {
            let read = by.get(&format!("{QUEUE}/{}", one.id)).await.json();
            assert!(read["decide_by"].is_string(), "{read}");
            let own = app.holder_of(&one.code).get(OWN).await.json();
            assert_eq!((&own["status"], &own["decide_by"]), (&json!("accepted"), &Value::Null));
            decide(&by, one, "signals/clear", &reason).await.assert_status(200);
        }
        // The hour of that decision is told to nobody either.
        assert_eq!(tick(&app).await, 0);
        let queued = by.get(&format!("{QUEUE}?status=accepted")).await.json();
        let today = app.shared.services.clock.now().date().to_string();
        assert!(queued["items"].as_array().unwrap().iter().all(|item| item["appears_on"].as_str() > Some(&today)), "{queued}");
        app.clock.advance(DAY);
        assert_eq!(tick(&app).await, 3);
        assert_eq!(shown(&app, agency).await.len(), 3);
    }

    async fn the_public_sees_a_suspicion_with_the_batch_of_the_next_day(app: TestApp) {
        let app = app.another_with(NEXT_DAY_BEHIND_A_PROXY);
        let (agency, praise) = praised(&app).await;
        let before = seen(&app, agency, &praise[0]).await;
        assert_eq!(before.rating["distribution"], json!([0, 4, 0, 0, 3]));
        more_praise(&app, agency).await;
        super::signals::keep_watch(&app).await;
        let by = moderator(&app).await;
        let suspected = by.get(&format!("{QUEUE}?status=published&suspected=true")).await.json();
        assert_eq!(suspected["items"].as_array().unwrap().len(), 3);
        assert!(suspected["items"][0]["decide_by"].is_string());
        // Nobody else sees anything of it before the day is over.
        assert_eq!((tick(&app).await, seen(&app, agency, &praise[0]).await), (0, before));
        assert_eq!(check(&app, agency).await, [""; 0]);
        app.clock.advance(DAY);
        assert_eq!(tick(&app).await, 3);
        let held = seen(&app, agency, &praise[0]).await;
        assert_eq!((&held.page["under_review"], &held.rating["distribution"]), (&json!(3), &json!([0, 4, 0, 0, 0])));
        assert!(held.own["what_happens_next"].as_str().unwrap().contains("being checked"));
        assert!(held.own["decide_by"].is_string());
        assert_eq!(check(&app, agency).await, [""; 0]);
        // Its end shows likewise.
        let by = moderator(&app).await;
        let reason = json!({ "reason": "They came from one help desk" });
        decide(&by, &praise[0], "signals/clear", &reason).await.assert_status(200);
        assert_eq!((tick(&app).await, seen(&app, agency, &praise[0]).await), (0, held));
        app.clock.advance(DAY);
        assert_eq!(tick(&app).await, 1);
        let cleared = seen(&app, agency, &praise[0]).await;
        assert_eq!((&cleared.page["under_review"], &cleared.rating["distribution"]), (&json!(2), &json!([0, 4, 0, 0, 1])));
        assert_eq!(check(&app, agency).await, [""; 0]);
    }

    async fn a_suspicion_of_which_nothing_comes_on_its_day_is_never_seen(app: TestApp) {
        let app = app.another_with(NEXT_DAY_BEHIND_A_PROXY);
        let (agency, praise) = praised(&app).await;
        let before = seen(&app, agency, &praise[0]).await;
        more_praise(&app, agency).await;
        super::signals::keep_watch(&app).await;
        let by = moderator(&app).await;
        let reason = json!({ "reason": "They came from one help desk" });
        for one in &praise {
            decide(&by, one, "signals/clear", &reason).await.assert_status(200);
        }
        app.clock.advance(DAY);
        assert_eq!((tick(&app).await, seen(&app, agency, &praise[0]).await), (0, before));
        // Nor in the log, which would have told it.
        let log = app.shared.services.clone();
        let (now, of_job) = (log.clock.now(), log.clone());
        log.db.write(move |conn| reviews::keep_log(conn, &of_job, now)).await.unwrap();
        log.public.forget();
        let entries = app.get("/v1/transparency-log/entries?limit=100").await.json();
        let entries = entries["items"].as_array().unwrap();
        assert!(!entries.is_empty() && entries.iter().all(|entry| entry["decision"] == "published"), "{entries:?}");
    }

    async fn an_appeal_that_is_granted_appears_like_any_other(app: TestApp) {
        let app = app.another_with(NEXT_DAY);
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        accepted(&app, &by, agency, &[1, 2]).await;
        let one = file(&app, agency, 3).await;
        decide(&by, &one, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        let statement = json!({ "statement": "I named nobody" });
        app.holder_of(&one.code).post("/v1/receipt/review/appeal", &statement).await.assert_status(201);
        decide(&by, &one, "publish", &json!({})).await.assert_problem(403, "own_decision");
        let other = moderator(&app).await;
        decide(&other, &one, "publish", &json!({})).await.assert_status(200);
        let own = app.holder_of(&one.code).get(OWN).await.json();
        assert_eq!((&own["status"], &own["appeal"]["status"]), (&json!("accepted"), &json!("granted")));
        app.clock.advance(DAY);
        assert_eq!(tick(&app).await, 3);
    }
}
