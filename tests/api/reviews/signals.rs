//! What is odd about reviews: marked for moderators, not counted while they wait, never removed silently.

use std::time::Duration;

use diesel::RunQueryDsl as _;
use diesel::sql_types::BigInt;
use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::clock::Clock as _;
use tulay::platform::db::{Conn, DbError};
use tulay::platform::ids::Id;
use tulay::reviews;
use tulay::transparency::{Order, verify};

use super::{Filed, decide, filed, moderator, publish, review, reviews_of};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;
use crate::replies::{first_public, reply_path, said, speaker};

const QUEUE: &str = "/v1/staff/reviews";
/// A header of ours says where a test's request comes from.
pub const BEHIND_A_PROXY: &[(&str, &str)] = &[("TULAY_TRUSTED_PROXIES", "127.0.0.0/8")];
const STORIES: [&str; 12] = [
    "They promised work in a bakery and I was sent to clean two houses every day instead",
    "My contract said nine hundred but the employer paid six hundred and kept the rest",
    "Nobody met me at the airport and I slept on a bench until the next morning",
    "The medical was done twice and both times I had to pay for it in cash",
    "After four months the agency still had my diploma and would not send it back",
    "The lady at the desk was rude but she answered every question that I had",
    "We were eleven in one room with a single fan and no window that could be opened",
    "My salary came late in June, in July and again when I went on my leave",
    "When I was ill the driver brought me to a clinic and the agency paid the bill",
    "The loan for my placement was larger than what they had told my brother",
    "I signed a paper in a language that I cannot read one hour before my flight",
    "They helped my cousin to change employers after she had called them three times",
];

/// A review of somebody who tells a story and what was paid.
pub fn told(overall: u8, story: &str) -> Value {
    let mut body = review(overall);
    body["comment"] = json!({ "text": story, "language": "en" });
    body
}

/// Stars and, at most, praise.
pub fn bare(overall: u8, text: Option<&str>) -> Value {
    json!({
        "stage": "working",
        "corridor": { "origin": "PH", "destination": "SG" },
        "overall": overall,
        "comment": text.map(|text| json!({ "text": text, "language": "en" })),
    })
}

pub async fn file_from(app: &TestApp, agency: Id, body: &Value, address: &str) -> Filed {
    let key = format!("\"{}\"", app.shared.services.new_id());
    let request = app.request(Method::POST, &reviews_of(agency));
    let request = request.header("X-Forwarded-For", address);
    filed(&Response::of(request.header("Idempotency-Key", key).json(body)).await)
}

/// Does once what the server does each minute.
pub async fn keep_watch(app: &TestApp) -> usize {
    let services = app.shared.services.clone();
    let now = services.clock.now();
    let of_job = services.clone();
    let work = move |conn: &mut Conn| reviews::keep_watch(conn, &of_job, now);
    let kept = services.db.write(work);
    let suspended = kept.await.unwrap();
    services.public.forget();
    suspended
}

/// What of the agency's rating is not what follows from its reviews.
pub async fn check(app: &TestApp, agency: Id) -> Vec<String> {
    let services = app.shared.services.clone();
    let now = services.clock.now();
    let of_job = services.clone();
    let checked = services
        .db
        .write(move |conn| reviews::check_rating(conn, &of_job, now, agency, false));
    checked.await.unwrap()
}

async fn count(app: &TestApp, sql: &'static str) -> i64 {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        number: i64,
    }
    let read = move |conn: &mut Conn| {
        let query = diesel::sql_query(sql);
        let row: Row = match conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => query.get_result(conn)?,
            Conn::Sqlite(conn) => query.get_result(conn)?,
        };
        Ok::<_, DbError>(row.number)
    };
    app.shared.services.db.read(read).await.unwrap()
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    let id = |item: &Value| item["id"].as_str().unwrap().to_owned();
    items.iter().map(id).collect()
}

/// The codes of what is odd about a review, in order.
async fn codes(by: &Person<'_>, review: &Filed) -> Vec<String> {
    let read = by.get(&format!("{QUEUE}/{}", review.id)).await.json();
    let signals = read["suspicion"]["signals"].as_array().unwrap();
    let code = |signal: &Value| signal["code"].as_str().unwrap().to_owned();
    let mut codes: Vec<String> = signals.iter().map(code).collect();
    codes.sort();
    codes
}

async fn clear(by: &Person<'_>, review: &Filed) -> Response {
    let reason = json!({ "reason": "I asked the desk that filed it" });
    decide(by, review, "signals/clear", &reason).await
}

/// An agency with twelve honest reviews, and, forty days later, four false ones that a moderator published before it was plain what
/// they were; then six more come.
async fn attacked(app: &TestApp) -> (Id, Vec<Filed>) {
    let agency = app.agency("Sunrise Manpower (made up)").await;
    let by = moderator(app).await;
    for (number, story) in STORIES.iter().enumerate() {
        let stars = u8::try_from(number % 3 + 1).unwrap();
        let place = format!("198.51.{number}.7");
        publish(
            &by,
            &file_from(app, agency, &told(stars, story), &place).await,
        )
        .await;
    }
    app.clock.advance(Duration::from_hours(24 * 40));
    let by = moderator(app).await;
    let mut fakes = Vec::new();
    for number in 0..10 {
        fakes.push(file_from(app, agency, &bare(5, None), "203.0.113.9").await);
        if number < 4 {
            publish(&by, fakes.last().unwrap()).await;
        }
    }
    (agency, fakes)
}

on_both! {
    async fn copies_are_held_and_what_they_copy_is_not(app: TestApp) {
        let app = app.another_with(BEHIND_A_PROXY);
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut honest = Vec::new();
        for story in &STORIES[..3] {
            honest.push(file_from(&app, agency, &told(1, story), "198.51.100.7").await);
            publish(&by, honest.last().unwrap()).await;
        }
        let before = app.rating(agency).await;
        let mut copies = Vec::new();
        for number in 0..40 {
            let text = STORIES[0].replace("two houses", ["two houses", "two flats", "the houses"][number % 3]);
            let place = format!("203.0.{number}.9");
            copies.push(file_from(&app, agency, &told(1, &text), &place).await);
        }
        assert_eq!(keep_watch(&app).await, 0);
        assert_eq!(app.rating(agency).await, before);
        let page = app.get(&reviews_of(agency)).await.json();
        assert_eq!((&page["under_review"], page["items"].as_array().unwrap().len()), (&json!(0), 3));
        assert!(codes(&by, &copies[5]).await.contains(&"near_duplicate".to_owned()));
        let suspected = by.get(&format!("{QUEUE}?suspected=true&limit=100")).await.json();
        let held = ids(&suspected);
        assert!(held.len() >= 39 && honest.iter().all(|one| !held.contains(&one.id)), "{}", held.len());
        assert_eq!(ids(&by.get(&format!("{QUEUE}?suspected=false")).await.json()).len(), 40 - held.len());
        let cluster = by.get(&format!("{QUEUE}/{}/cluster", copies[9].id)).await;
        assert!(ids(&cluster.assert_status(200).json()).contains(&honest[0].id));
        assert_eq!(check(&app, agency).await, [""; 0]);
    }

    async fn published_ones_stop_counting_in_the_open(app: TestApp) {
        let app = app.another_with(BEHIND_A_PROXY);
        let (agency, fakes) = attacked(&app).await;
        let fooled = app.rating(agency).await;
        assert_eq!(fooled["distribution"], json!([4, 4, 4, 0, 4]));
        assert_eq!(keep_watch(&app).await, 4);
        assert_eq!(app.rating(agency).await["distribution"], json!([4, 4, 4, 0, 0]));
        let page = app.get(&format!("{}?limit=100", reviews_of(agency))).await.json();
        let items = page["items"].as_array().unwrap();
        assert_eq!((items.len(), &page["under_review"]), (16, &json!(4)));
        assert!(items.iter().all(|item| item["under_review"] == (item["overall"] == 5)));
        let own = app.holder_of(&fakes[0].code).get("/v1/receipt/review").await.json();
        assert_eq!(own["status"], "published");
        assert!(own["what_happens_next"].as_str().unwrap().contains("being checked"));
        assert!(own["decide_by"].is_string() && own.get("suspicion").is_none());
        // Looking again changes nothing, and counting anew gives the same.
        assert_eq!(keep_watch(&app).await, 0);
        assert_eq!(check(&app, agency).await, [""; 0]);
    }

    async fn what_a_moderator_clears_counts_again_and_stays_clear(app: TestApp) {
        let app = app.another_with(BEHIND_A_PROXY);
        let (agency, fakes) = attacked(&app).await;
        let by = moderator(&app).await;
        keep_watch(&app).await;
        let cleared = clear(&by, &fakes[0]).await;
        cleared.assert_status(200);
        assert_eq!(app.rating(agency).await["distribution"], json!([4, 4, 4, 0, 1]));
        clear(&by, &fakes[0]).await.assert_problem(409, "conflict");
        let read = by.get(&format!("{QUEUE}/{}", fakes[0].id)).await.json();
        assert_eq!(read["suspicion"]["clearances"][0]["reason"], "I asked the desk that filed it");
        for _ in 0..10 {
            file_from(&app, agency, &bare(5, None), "203.0.113.9").await;
        }
        assert_eq!(keep_watch(&app).await, 0);
        assert_eq!(app.rating(agency).await["distribution"], json!([4, 4, 4, 0, 1]));
        // Another of them goes for good; its author changes a third.
        let fraud = json!({ "reason": "fraud_suspected" });
        decide(&by, &fakes[1], "reject", &fraud).await.assert_status(200);
        let holder = app.holder_of(&fakes[2].code);
        let tag = holder.get("/v1/receipt/review").await.header("etag").unwrap().to_owned();
        holder.patch("/v1/receipt/review", &tag, &json!({ "overall": 4 })).await.assert_status(200);
        let page = app.get(&reviews_of(agency)).await.json();
        assert_eq!(page["under_review"], 1);
        assert_eq!(page["removals"], json!([{ "reason": "fraud_suspected", "count": 1 }]));
        assert_eq!(check(&app, agency).await, [""; 0]);
    }

    async fn the_log_says_what_was_suspended(app: TestApp) {
        let app = app.another_with(BEHIND_A_PROXY);
        let (agency, fakes) = attacked(&app).await;
        let by = moderator(&app).await;
        keep_watch(&app).await;
        clear(&by, &fakes[0]).await.assert_status(200);
        app.clock.advance(Duration::from_hours(24));
        let services = app.shared.services.clone();
        let now = services.clock.now();
        let of_job = services.clone();
        services.db.write(move |conn| reviews::keep_log(conn, &of_job, now)).await.unwrap();
        services.public.forget();
        let entries = app.get("/v1/transparency-log/entries?limit=100").await.json();
        let of = |kind: &str| {
            let items = entries["items"].as_array().unwrap();
            let of_kind = items.iter().filter(|entry| entry["decision"] == kind);
            of_kind.map(|entry| entry["of_entry"].as_i64().unwrap_or(-1)).collect::<Vec<_>>()
        };
        let (suspended, reinstated) = (of("suspended"), of("reinstated"));
        assert_eq!((suspended.len(), reinstated.len()), (4, 1));
        assert!(suspended.contains(&reinstated[0]) && suspended.iter().all(|entry| (0..16).contains(entry)));
        let order = Order {
            service: app.url.clone(),
            verifier_key: None,
            kept_in: None,
            agencies: vec![agency],
            today: now.date(),
        };
        let found = tokio::task::spawn_blocking(move || verify(&order)).await.unwrap().unwrap();
        assert_eq!((found.faults, found.reviews), (Vec::new(), 16));
        assert!(found.notices.iter().all(|notice| !notice.contains("shown as")), "{:?}", found.notices);
    }

    async fn many_honest_complaints_at_once_are_marked_and_count(app: TestApp) {
        let app = app.another_with(BEHIND_A_PROXY);
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut all = Vec::new();
        for story in &STORIES {
            // A help desk files for all of them.
            all.push(file_from(&app, agency, &told(1, story), "198.51.100.7").await);
        }
        assert_eq!(codes(&by, &all[11]).await, ["burst", "one_network"]);
        let suspected = by.get(&format!("{QUEUE}?suspected=true")).await.json();
        assert_eq!(ids(&suspected), [""; 0]);
        for one in &all {
            publish(&by, one).await;
        }
        file_from(&app, agency, &told(1, "And I too was told that I had to pay again before I could fly"), "198.51.100.7").await;
        assert_eq!(keep_watch(&app).await, 0);
        assert_eq!(app.rating(agency).await["distribution"], json!([12, 0, 0, 0, 0]));
        let opened = by.get(&format!("{QUEUE}/{}", all[11].id)).await.json();
        let because = opened["suspicion"]["signals"][0]["because"].as_str().unwrap();
        assert!(because.starts_with("13 reviews of this agency within 1 days"), "{because}");
    }

    async fn an_agency_that_praises_itself_is_noticed(app: TestApp) {
        let app = app.another_with(BEHIND_A_PROXY);
        let by = moderator(&app).await;
        let (agency, _) = super::agency_with(&app, &by, &[1, 2, 3]).await;
        let other = app.agency("Harbour Link (made up)").await;
        let (clerk, _) = speaker(&app, &by, agency).await;
        let public = first_public(&app, agency).await;
        clerk.post(&reply_path(agency, &public), &said("No")).await.assert_status(201);
        // The clerk's request came from this machine, without a proxy.
        let here = "127.0.0.1";
        let praise = file_from(&app, agency, &bare(5, None), here).await;
        assert_eq!(codes(&by, &praise).await, ["agency_network", "nothing_checkable"]);
        let complaint = file_from(&app, agency, &bare(1, None), here).await;
        assert_eq!(codes(&by, &complaint).await, ["nothing_checkable"]);
        let of_rival = file_from(&app, other, &bare(1, None), here).await;
        assert_eq!(codes(&by, &of_rival).await, ["nothing_checkable", "rival_network"]);
        let elsewhere = file_from(&app, agency, &bare(5, None), "198.51.100.7").await;
        assert_eq!(codes(&by, &elsewhere).await, ["nothing_checkable"]);
    }

    async fn where_a_representative_signs_in_is_noticed(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        speaker(&app, &by, agency).await;
        let organisation = "SELECT COUNT(*) AS number FROM representative_networks";
        assert_eq!(count(&app, organisation).await, 0);
        let speaking = app.shared.services.db.read(move |conn| tulay::claims::find_standing(conn, agency)).await;
        let speaking = speaking.unwrap().unwrap().organisation;
        let name = "rosa";
        let roles = [Role::AgencyRepresentative];
        crate::staff::invited(&app, speaking, name, &roles).await.set_up(&app).await.sign_in(&app).await;
        assert_eq!(count(&app, organisation).await, 1);
        let praise = filed(&app.post(&reviews_of(agency), &bare(5, None)).await);
        assert_eq!(codes(&by, &praise).await, ["agency_network", "nothing_checkable"]);
        // Who speaks for nobody is not looked at.
        crate::staff::case_worker(&app, "sita").await.sign_in(&app).await;
        assert_eq!(count(&app, organisation).await, 1);
    }

    async fn what_it_is_found_by_is_forgotten(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = filed(&app.post(&reviews_of(agency), &told(1, STORIES[0])).await);
        let other = filed(&app.post(&reviews_of(agency), &told(1, STORIES[0])).await);
        assert_eq!(codes(&by, &other).await, ["near_duplicate"]);
        assert_eq!(count(&app, "SELECT COUNT(*) AS number FROM review_sketch_bands").await, 32);
        app.holder_of(&one.code).delete("/v1/receipt/review").await.assert_status(204);
        assert_eq!(count(&app, "SELECT COUNT(*) AS number FROM review_sketch_bands").await, 16);
        assert_eq!(count(&app, "SELECT COUNT(*) AS number FROM review_signal_peers").await, 0);
        assert_eq!(count(&app, "SELECT COUNT(*) AS number FROM review_origins").await, 1);
        app.holder_of(&other.code).post("/v1/receipt/review/withdraw", &Value::Null).await;
        let kept = "SELECT (SELECT COUNT(*) FROM review_sketch_bands) + (SELECT COUNT(*) FROM review_origins) \
            + (SELECT COUNT(*) FROM review_signals) + (SELECT COUNT(*) FROM signals_due) AS number";
        assert_eq!(count(&app, kept).await, 0);
        filed(&app.post(&reviews_of(agency), &told(1, STORIES[1])).await);
        let weeks = "SELECT COUNT(*) AS number FROM network_weeks";
        assert_eq!(count(&app, weeks).await, 1);
        app.clock.advance(Duration::from_hours(24 * 7));
        keep_watch(&app).await;
        assert_eq!(count(&app, weeks).await, 0);
        app.clock.advance(Duration::from_hours(24 * 8));
        keep_watch(&app).await;
        assert_eq!(count(&app, "SELECT COUNT(*) AS number FROM review_origins").await, 0);
    }

    async fn what_came_up_since_a_moderator_read_it_is_not_decided_with_it(app: TestApp) {
        let app = app.another_with(BEHIND_A_PROXY);
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let (odd, told_of) = (file_from(&app, agency, &bare(5, None), "203.0.113.9").await,
            file_from(&app, agency, &told(5, STORIES[0]), "203.0.113.9").await);
        let mut before = Vec::new();
        for one in [&odd, &told_of] {
            let read = by.get(&format!("{QUEUE}/{}", one.id)).await;
            let own = app.holder_of(&one.code).get("/v1/receipt/review").await;
            before.push((one, read.header("etag").unwrap().to_owned(), own));
        }
        for _ in 0..7 {
            file_from(&app, agency, &bare(5, None), "203.0.113.9").await;
        }
        keep_watch(&app).await;
        // One is under suspicion now; of the other there is a new signal.
        assert_eq!(codes(&by, &odd).await, ["burst", "nothing_checkable", "one_network"]);
        assert_eq!(codes(&by, &told_of).await, ["burst", "one_network"]);
        for (one, tag, own) in before {
            for (decision, body) in [("publish", json!({})), ("signals/clear", json!({ "reason": "I asked them" }))] {
                let path = format!("{QUEUE}/{}/{decision}", one.id);
                let late = by.decide(&path, &tag, &body).await;
                late.assert_problem(412, "stale");
                assert_ne!(late.header("etag"), Some(tag.as_str()));
            }
            // Its author is told nothing of it.
            let after = app.holder_of(&one.code).get("/v1/receipt/review").await;
            assert_eq!((after.header("etag"), &after.body), (own.header("etag"), &own.body));
            assert!(codes(&by, one).await.contains(&"burst".to_owned()));
            publish(&by, one).await;
        }
    }

    async fn a_rejected_review_is_not_cleared(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        filed(&app.post(&reviews_of(agency), &told(1, STORIES[0])).await);
        let copy = filed(&app.post(&reviews_of(agency), &told(1, STORIES[0])).await);
        decide(&by, &copy, "reject", &json!({ "reason": "fraud_suspected" })).await.assert_status(200);
        clear(&by, &copy).await.assert_problem(409, "conflict");
        let read = by.get(&format!("{QUEUE}/{}", copy.id)).await.json();
        assert_eq!(read["suspicion"]["clearances"], json!([]));
        assert_eq!(read["suspicion"]["signals"][0]["cleared_on"], Value::Null);
    }

    async fn peers_are_named_to_who_may_see_them(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let other = app.agency("Harbour Link (made up)").await;
        let original = filed(&app.post(&reviews_of(other), &told(1, STORIES[0])).await);
        let copy = filed(&app.post(&reviews_of(agency), &told(1, STORIES[0])).await);
        let (impartial, interested) = (moderator(&app).await, moderator(&app).await);
        let body = json!({ "agency_id": other, "reason": "I worked there until last year" });
        interested.post("/v1/staff/interests", &body).await.assert_status(201);
        for (by, seen) in [(&impartial, json!([original.id])), (&interested, json!([]))] {
            let read = by.get(&format!("{QUEUE}/{}", copy.id)).await.json();
            assert_eq!(read["suspicion"]["signals"][0]["code"], "copied_elsewhere");
            assert_eq!(read["suspicion"]["signals"][0]["peers"], seen);
            let cluster = by.get(&format!("{QUEUE}/{}/cluster", copy.id)).await.json();
            assert_eq!(ids(&cluster).contains(&original.id), seen != json!([]));
        }
    }

    async fn only_who_moderates_sees_signals(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = filed(&app.post(&reviews_of(agency), &told(1, STORIES[0])).await);
        let clear_path = format!("{QUEUE}/{}/signals/clear", one.id);
        let cluster = format!("{QUEUE}/{}/cluster", one.id);
        let organisation = app.organisation("Help Desk", &["PH"], &["other"]).await;
        let other = app.member(organisation, &[Role::CaseWorker, Role::Administrator]).await;
        let reason = json!({ "reason": "I asked the desk that filed it" });
        other.get(&cluster).await.assert_problem(403, "forbidden");
        app.get(&cluster).await.assert_problem(401, "unauthenticated");
        other.decide(&clear_path, "\"v1\"", &reason).await.assert_problem(403, "forbidden");
        by.post(&clear_path, &reason).await.assert_problem(428, "precondition_required");
        by.decide(&clear_path, "\"v1\"", &json!({})).await.assert_problem(422, "invalid_request");
        // Nothing is odd about it.
        by.decide(&clear_path, "\"v1\"", &reason).await.assert_problem(409, "conflict");
        let nothing = "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f";
        by.get(&format!("{QUEUE}/{nothing}/cluster")).await.assert_problem(404, "not_found");
        let copy = filed(&app.post(&reviews_of(agency), &told(1, STORIES[0])).await);
        clear(&by, &copy).await.assert_status(200);
        let account = by.account.unwrap();
        assert!(app.audited(account).await.contains(&"moderated review signals_cleared".to_owned()));
        // The author is told nothing that would teach an attacker.
        let own = app.holder_of(&copy.code).get("/v1/receipt/review").await;
        let text = String::from_utf8(own.body).unwrap();
        assert!(!text.contains("near_duplicate") && !text.contains("signal") && !text.contains("suspic"));
    }
}
