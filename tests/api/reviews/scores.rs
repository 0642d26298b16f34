//! Scores by corridor, what reviews tell of costs, and that stored and counted are the same.

use std::process::Command;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use serde_json::{Value, json};
use tulay::platform::db::{Conn, DbError};
use tulay::platform::ids::Id;

use super::{Filed, agency_with, decide, file, filed, moderator, publish, review, reviews_of};
use crate::harness::{Person, TestApp, WholeTables};
use crate::on_both;

const OWN: &str = "/v1/receipt/review";
const DAY: Duration = Duration::from_hours(24);

/// Does what a running server does once a minute.
pub async fn keep(app: &TestApp) {
    use tulay::platform::clock::Clock as _;
    let services = &app.shared.services;
    let mut keeper = tulay::reviews::ScoreKeeper::default();
    while keeper.keep(services, services.clock.now()).await.unwrap() > 0 {}
    services.public.forget();
}

/// Publishes a review with these members; null takes one out.
async fn publish_with(app: &TestApp, by: &Person<'_>, agency: Id, members: &Value) -> Filed {
    let mut body = review(2);
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    let one = filed(&app.post(&reviews_of(agency), &body).await);
    publish(by, &one).await;
    one
}

fn from(origin: &str) -> Value {
    json!({ "corridor": { "origin": origin, "destination": "SG" } })
}

/// Who paid so many dollars, and earned 400 in the first month.
fn paid(usd: &str) -> Value {
    json!({
        "fee_items": [{ "category": "recruitment_fee", "paid": { "amount": usd, "currency": "USD" }, "paid_to": "agency" }],
        "first_month_income": { "amount": "400.00", "currency": "USD" }
    })
}

async fn profile(app: &TestApp, agency: Id) -> Value {
    let page = app.get(&format!("/v1/agencies/{agency}")).await;
    page.assert_status(200).json()["rating"].clone()
}

async fn execute(app: &TestApp, sql: &'static str) {
    let run = move |conn: &mut Conn| Ok::<_, DbError>(conn.batch_execute(sql)?);
    app.shared.services.db.write(run).await.unwrap();
}

/// Runs `tulay recompute` as the operator does.
pub fn recompute(app: &TestApp, arguments: &[&str]) -> (bool, String) {
    let config = &app.shared.services.config;
    let output = Command::new(env!("CARGO_BIN_EXE_tulay"))
        .arg("recompute")
        .args(arguments)
        .env("TULAY_DATA_DIR", &config.data_dir)
        .env("TULAY_MASTER_KEY_FILE", &config.master_key_file)
        .env("DATABASE_URL", &config.database_url)
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(printed).unwrap())
}

pub fn assert_sound(app: &TestApp) {
    let (sound, printed) = recompute(app, &[]);
    assert!(sound && printed.contains("0 differed"), "{printed}");
}

/// The figures of the costs from the Philippines to Singapore.
pub async fn costs(app: &TestApp, query: &str) -> Value {
    let path = format!("/v1/recruitment-costs?origin=PH&destination=SG{query}");
    app.get(&path).await.assert_status(200).json()["figures"].clone()
}

/// Five agencies with a published review each.
async fn five_agencies(app: &TestApp) -> Vec<Filed> {
    let by = moderator(app).await;
    let mut all = Vec::new();
    for amount in ["100.00", "200.00", "300.00", "400.00", "1500.00"] {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        all.push(publish_with(app, &by, agency, &paid(amount)).await);
    }
    all
}

pub async fn next_day(app: &TestApp) {
    app.clock.advance(DAY);
    keep(app).await;
}

/// What anybody may read of agencies, and the tables in which it is kept ready. Not one of them has a
/// row for each review.
pub fn public_reads(
    agency: Id,
    (origin, destination): (&str, &str),
) -> [(String, &'static [&'static str]); 7] {
    const PROFILE: [&str; 8] = [
        "agencies",
        "registers",
        "agency_destinations",
        "agency_sectors",
        "agency_reply_counts",
        "agency_claims",
        "agency_successions",
        "entry_sources",
    ];
    // Of reviews those on the page, along their index.
    const LIST: [&str; 9] = [
        "agencies",
        "review_shelves",
        "review_removals",
        "reviews",
        "review_scores",
        "review_publications",
        "review_replies",
        "agency_claims",
        "agency_successions",
    ];
    let costs = format!("/v1/recruitment-costs?origin={origin}&destination={destination}");
    [
        ("/v1/agencies".to_owned(), &["agencies"]),
        ("/v1/agencies?country=BD".to_owned(), &["agencies"]),
        (
            "/v1/agencies?search=international".to_owned(),
            &["agencies", "agency_trigrams"],
        ),
        (format!("/v1/agencies/{agency}"), &PROFILE),
        (format!("/v1/agencies/{agency}/reviews"), &LIST),
        (costs.clone(), &["recruitment_costs"]),
        (format!("{costs}&occupation=5311"), &["recruitment_costs"]),
    ]
}

on_both! {
    async fn a_corridor_is_scored_once_its_reviews_and_those_of_the_rest_are_enough(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        for origin in ["PH", "PH", "PH", "ID", "ID"] {
            publish_with(&app, &by, agency, &from(origin)).await;
        }
        let rating = profile(&app, agency).await;
        assert_eq!(rating["review_count"], 5);
        // Two came from elsewhere: the difference would tell what they say.
        assert_eq!(rating["corridors"], json!([]));
        let last = publish_with(&app, &by, agency, &from("ID")).await;
        let corridors = profile(&app, agency).await["corridors"].clone();
        let seen = |n: usize| (corridors[n]["origin"].clone(), corridors[n]["score"]["review_count"].clone());
        assert_eq!((seen(0), seen(1)), ((json!("ID"), json!(3)), (json!("PH"), json!(3))));
        let score = &corridors[0]["score"];
        assert_eq!((&score["mean"], &score["distribution"]), (&json!(2.63), &json!([0, 3, 0, 0, 0])));
        assert!(score["interval_low"].as_f64() < Some(2.63) && score["interval_high"].as_f64() > Some(2.63));
        assert_eq!(corridors[0]["dimensions"]["fees"]["review_count"], 3);
        app.holder_of(&last.code).delete(OWN).await.assert_status(204);
        assert_eq!(profile(&app, agency).await["corridors"], json!([]));
        assert_sound(&app);
    }

    async fn what_many_paid_is_told_and_what_one_paid_is_not(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let hours = |reality: u8| json!({ "terms": { "hours": { "contract": 8, "reality": reality } } });
        for (number, amount) in ["10.00", "20.00", "333.00", "4771.00"].into_iter().enumerate() {
            let mut members = paid(amount);
            if number < 3 {
                members["terms"] = hours(if number == 0 { 14 } else { 8 })["terms"].clone();
            }
            publish_with(&app, &by, agency, &members).await;
        }
        let told = profile(&app, agency).await["told"].clone();
        assert_eq!(told["fees_usd"], Value::Null);
        assert_eq!(told["over_limit"], Value::Null);
        assert_eq!(told["contract_substitution"], json!({ "review_count": 3, "share": 0.33 }));
        let fifth = publish_with(&app, &by, agency, &paid("5000.00")).await;
        let rating = profile(&app, agency).await;
        let expected = json!({ "review_count": 5, "lower_quartile": 20.0, "median": 330.0, "upper_quartile": 4800.0 });
        assert_eq!(rating["told"]["fees_usd"], expected);
        assert_eq!(rating["corridors"][0]["told"]["fees_usd"], expected);
        // A thief of the database finds no amount and not even what the figures are called.
        // With a sign that is in no hexadecimal dump of sealed bytes.
        for secret in ["4771.00", ":477100", "by_category", "total_usd"] {
            assert_eq!(app.where_is(secret).await, Vec::<String>::new(), "{secret}");
        }
        app.holder_of(&fifth.code).post("/v1/receipt/review/withdraw", &json!({})).await.assert_status(200);
        assert_eq!(profile(&app, agency).await["told"]["fees_usd"], Value::Null);
        assert_sound(&app);
    }

    async fn more_than_a_legal_limit_is_told_as_a_share(app: TestApp) {
        super::facts::with_caps(&app).await;
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        // Philippine agencies may charge domestic workers nothing.
        for amount in ["900.00", "0.00", "0.00"] {
            let mut members = paid(amount);
            members["occupation"] = json!("9111");
            publish_with(&app, &by, agency, &members).await;
        }
        let told = profile(&app, agency).await["told"].clone();
        assert_eq!(told["over_limit"], json!({ "review_count": 3, "share": 0.33 }));
    }

    async fn whatever_happens_stored_and_counted_anew_are_the_same(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 4, 5]).await;
        let other = publish_with(&app, &by, agency, &from("ID")).await;
        let holder = app.holder_of(&all[1].code);
        let tag = holder.get(OWN).await.header("etag").unwrap().to_owned();
        let change = json!({ "corridor": { "origin": "NP", "destination": "MY" }, "scores": [] });
        holder.patch(OWN, &tag, &change).await.assert_status(200);
        assert_sound(&app);
        publish(&by, &all[1]).await;
        decide(&by, &all[2], "reject", &json!({ "reason": "fraud_suspected" })).await.assert_status(200);
        app.holder_of(&all[3].code).post("/v1/receipt/review/withdraw", &json!({})).await.assert_status(200);
        app.holder_of(&other.code).delete(OWN).await.assert_status(204);
        assert_eq!(app.rating(agency).await["distribution"], json!([1, 1, 0, 0, 1]));
        assert_sound(&app);
    }

    async fn recompute_finds_what_is_wrong_and_repairs_only_when_told(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let (other, _) = agency_with(&app, &by, &[4, 4, 4]).await;
        let before = app.rating(agency).await;
        execute(&app, "UPDATE score_statistics SET fives = fives + 1 WHERE dimension = 'overall' AND ones = 1").await;
        let (sound, printed) = recompute(&app, &["--agency", &other.to_string()]);
        assert!(sound, "{printed}");
        let (sound, printed) = recompute(&app, &[]);
        assert!(!sound && printed.contains("stored [1, 1, 1, 0, 1], counted [1, 1, 1, 0, 0]"), "{printed}");
        assert!(printed.contains("2 agencies counted anew, 1 differed"), "{printed}");
        execute(&app, "UPDATE agencies SET rating_count = 9, rating = '{\"mean\": 5}' WHERE rating_count > 0").await;
        let (sound, printed) = recompute(&app, &["--repair"]);
        assert!(!sound && printed.contains("rating.mean: stored 5"), "{printed}");
        assert_eq!(app.rating(agency).await, before);
        assert_sound(&app);
    }

    async fn what_a_page_is_shown_by_is_counted_anew_when_it_makes_no_sense(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 4, 5]).await;
        let shown = app.get(&reviews_of(agency)).await.json();
        let empty = "UPDATE review_shelves SET content = '{\"circumstances\": [], \"dimensions\": {}, \"held\": 0}'";
        execute(&app, empty).await;
        let (sound, printed) = recompute(&app, &[]);
        assert!(!sound && printed.contains("what the page of reviews is shown by differs"), "{printed}");
        app.holder_of(&all[0].code).post("/v1/receipt/review/withdraw", &json!({})).await.assert_status(200);
        assert_sound(&app);
        publish(&by, &file(&app, agency, 1).await).await;
        assert_sound(&app);
        let page = app.get(&reviews_of(agency)).await.json();
        let count = |page: &Value| page["items"].as_array().unwrap().len();
        assert_eq!((count(&page), count(&shown)), (5, 5));
    }

    async fn with_a_new_month_reviews_grow_older(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[5, 5, 5, 5]).await;
        keep(&app).await;
        let young = profile(&app, agency).await;
        assert_eq!(young["effective_count"], 4.0);
        app.clock.advance(DAY * 731);
        // Reading alone changes nothing.
        app.shared.services.public.forget();
        assert_eq!(profile(&app, agency).await, young);
        keep(&app).await;
        let old = profile(&app, agency).await;
        assert_eq!((&old["effective_count"], &old["review_count"]), (&json!(2.0), &json!(4)));
        assert_ne!(old["as_of"], young["as_of"]);
        // (2 × 5 + 15) / 7
        assert_eq!(old["mean"], 3.57);
        assert_sound(&app);
    }

    async fn a_new_agency_is_expected_to_be_like_the_others_of_its_corridor(app: TestApp) {
        let by = moderator(&app).await;
        for _ in 0..4 {
            agency_with(&app, &by, &[1, 1, 1, 1, 1]).await;
        }
        keep(&app).await;
        app.clock.advance(DAY * 31);
        keep(&app).await;
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[5, 5, 5]).await;
        let mean = profile(&app, agency).await["mean"].as_f64().unwrap();
        assert!(mean < 3.0, "{mean}");
        assert_sound(&app);
    }

    async fn reviews_of_before_there_were_statistics_are_counted(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3]).await;
        let (other, _) = agency_with(&app, &by, &[3, 3, 3]).await;
        let forget = "DELETE FROM score_statistics; DELETE FROM scored_agencies; DELETE FROM told_figures; \
            UPDATE agencies SET rating = '{\"review_count\": 3, \"minimum_reviews\": 3, \"mean\": 2.6, \
            \"interval_low\": 2, \"interval_high\": 3, \"distribution\": [1, 1, 1, 0, 0], \
            \"dimensions\": {\"fees\": {\"review_count\": 3, \"mean\": 2.3}}, \"method\": \"shrunken-mean-1\"}' \
            WHERE rating_count > 0";
        execute(&app, forget).await;
        // What an earlier version stored can be read.
        assert_eq!(profile(&app, agency).await["method"], "shrunken-mean-1");
        // A change counts all of them, and so does the next housekeeping.
        app.holder_of(&all[0].code).delete(OWN).await.assert_status(204);
        publish(&by, &file(&app, agency, 3).await).await;
        keep(&app).await;
        for (agency, distribution) in [(agency, json!([0, 1, 2, 0, 0])), (other, json!([0, 0, 3, 0, 0]))] {
            let rating = profile(&app, agency).await;
            assert_eq!((&rating["method"], &rating["distribution"]), (&json!("corridor-mean-3"), &distribution));
        }
        assert_sound(&app);
    }

    async fn the_method_is_explained_in_four_languages(app: TestApp) {
        let mut texts = std::collections::BTreeSet::new();
        for language in ["en", "fil", "id", "vi"] {
            let page = app.get(&format!("/v1/methodology/ratings?lang={language}")).await;
            let method = page.assert_status(200).json();
            assert_eq!(page.header("content-language"), Some(language));
            assert_eq!(method["method"], "corridor-mean-3");
            let constants = &method["constants"];
            assert_eq!((&constants["half_life_months"], &constants["minimum_reviews"]), (&json!(24), &json!(3)));
            assert_eq!(constants["weights_by_proof"], json!([
                { "proof": "self_declared", "weight": 1.0 }, { "proof": "document_seen", "weight": 1.5 },
                { "proof": "vouched", "weight": 1.5 }, { "proof": "confirmed_by_decision", "weight": 2.0 },
            ]));
            for paragraph in method["paragraphs"].as_array().unwrap() {
                let text = paragraph["text"].as_str().unwrap().to_owned();
                assert!(text.len() > 100 && !text.contains('{'), "{text}");
                assert!(texts.insert(text));
            }
        }
        assert_eq!(texts.len(), 4 * 10);
    }

    async fn costs_of_a_corridor_are_told_of_five_with_the_next_day(app: TestApp) {
        let nothing = costs(&app, "").await;
        assert_eq!(nothing, json!({ "total_usd": null, "categories_usd": {}, "months_of_income": null, "over_limit": null }));
        let all = five_agencies(&app).await;
        keep(&app).await;
        assert_eq!(costs(&app, "").await, nothing);
        next_day(&app).await;
        let quartiles = json!({ "reviews_at_least": 5, "lower_quartile": 200.0, "median": 300.0, "upper_quartile": 400.0 });
        let months = json!({ "reviews_at_least": 5, "lower_quartile": 0.5, "median": 0.8, "upper_quartile": 1.0 });
        for query in ["", "&occupation=5", "&occupation=53", "&occupation=5311"] {
            let told = costs(&app, query).await;
            assert_eq!(told["total_usd"], quartiles, "{query}");
            assert_eq!(told["categories_usd"], json!({ "recruitment_fee": quartiles }));
            assert_eq!(told["months_of_income"], months);
        }
        assert_eq!(costs(&app, "&occupation=7126").await, nothing);
        // What ends is no longer in it; four are too few.
        app.holder_of(&all[0].code).delete(OWN).await.assert_status(204);
        next_day(&app).await;
        assert_eq!(costs(&app, "").await, nothing);
    }

    async fn costs_of_a_group_are_hidden_where_the_difference_would_tell_of_one(app: TestApp) {
        five_agencies(&app).await;
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut other = paid("900.00");
        other["occupation"] = json!("7126");
        publish_with(&app, &by, agency, &other).await;
        next_day(&app).await;
        assert_eq!(costs(&app, "").await["total_usd"]["median"], 350.0);
        for query in ["&occupation=5", "&occupation=5311", "&occupation=7", "&occupation=7126"] {
            assert_eq!(costs(&app, query).await["total_usd"], Value::Null, "{query}");
        }
        let by = moderator(&app).await;
        for _ in 0..4 {
            publish_with(&app, &by, agency, &other).await;
        }
        next_day(&app).await;
        assert_eq!(costs(&app, "&occupation=7").await["total_usd"]["median"], 900.0);
        assert_eq!(costs(&app, "&occupation=5").await["total_usd"]["median"], 300.0);
    }

    async fn costs_are_asked_for_by_codes(app: TestApp) {
        let wrong = app.get("/v1/recruitment-costs?origin=XX&destination=SG&occupation=99999").await;
        wrong.assert_problem(422, "invalid_request");
        app.get("/v1/recruitment-costs?origin=PH").await.assert_problem(422, "invalid_request");
        let page = app.get("/v1/recruitment-costs?origin=PH&destination=SG").await;
        assert!(page.header("cache-control").unwrap().starts_with("public"));
    }

    async fn what_is_public_is_read_from_summaries(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[3, 4, 5]).await;
        for (path, summaries) in public_reads(agency, ("PH", "SG")) {
            let plans = app.watched().plans_of(&path, WholeTables::Avoided).await;
            assert!(!plans.is_empty(), "{path} asks nothing");
            for plan in plans {
                assert!(plan.tables().iter().all(|table| summaries.contains(table)), "{path}: {plan:#?}");
                assert!(plan.whole_tables().is_empty(), "{path}: {plan:#?}");
            }
        }
    }

    async fn the_reviews_of_an_agency_are_found_by_its_own_index(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[3, 4, 5]).await;
        for plan in app.watched().plans_of(&reviews_of(agency), WholeTables::Avoided).await {
            assert!(plan.whole_tables().is_empty(), "{plan:#?}");
            // A page costs what is on it: how many there are is known.
            let counts = plan.statement.to_lowercase().contains("count(");
            assert!(!(counts && plan.tables().contains(&"reviews")), "{plan:#?}");
        }
    }
}
