//! A load of generated reviews over the real registers, in which no agency has its name: that lists,
//! search, profiles and costs stay reads of summaries. `benches/ratings` runs it; how many reviews
//! there are is `TULAY_LOAD_REVIEWS`, 250,000 unless told.

mod people;
mod registers;
mod reviews;

use std::time::{Duration, Instant};

use tulay::platform::clock::Clock as _;
use tulay::platform::ids::Id;

use crate::harness::{Database, TestApp, WholeTables};
use crate::reviews::scores::public_reads;
use people::Crowd;
use registers::pseudonymous;
pub use reviews::Dice;

/// Where the chance of a load begins.
const SEED: u64 = 20_261_124;
/// In so many steps, of [`STEP`] each, the reviews arrive.
const STEPS: usize = 50;
const STEP: Duration = Duration::from_hours(24 * 10);
const READS: usize = 50;
/// A corridor in which there are reviews.
const CORRIDOR: (&str, &str) = ("BD", "SA");

#[actix_web::test]
#[ignore = "takes minutes: benches/ratings runs it"]
async fn a_quarter_of_a_million_reviews_on_sqlite() {
    load(Database::Sqlite).await;
}

#[actix_web::test]
#[ignore = "takes minutes: benches/ratings runs it"]
async fn a_quarter_of_a_million_reviews_on_postgres() {
    load(Database::Postgres).await;
}

async fn load(kind: Database) {
    let wanted = std::env::var("TULAY_LOAD_REVIEWS").map_or(250_000, |text| text.parse().unwrap());
    let reference = pseudonymous();
    let settings = [("TULAY_TRUSTED_PROXIES", "127.0.0.1/32")];
    let Some(app) = TestApp::start_with_reference(kind, reference.path(), &settings) else {
        say("not run: TULAY_TEST_POSTGRES_URL is not set");
        return;
    };
    let crowd = Crowd::of(&app).await;
    let empty = timings(&app, crowd.agencies[0].id).await;
    let began = Instant::now();
    crowd.fill(&app, wanted).await;
    let seconds = began.elapsed().as_secs_f64();
    say(&format!(
        "{kind:?}: {wanted} reviews of {} agencies in {seconds:.0} s",
        crowd.agencies.len()
    ));
    app.analyse().await;

    let busiest = crowd.agencies[0].id;
    let profile = app.get(&format!("/v1/agencies/{busiest}")).await.json();
    say(&format!(
        "the first agency has {} reviews",
        profile["rating"]["review_count"]
    ));
    assert_summaries(&app, busiest).await;
    let full = timings(&app, busiest).await;
    say(&format!(
        "| read, nothing in memory | without reviews | with {wanted} | ratio |\n| --- | --- | --- | --- |"
    ));
    for ((path, before), (_, after)) in empty.iter().zip(&full) {
        say(&format!(
            "| `{path}` | {before:.2} ms | {after:.2} ms | {:.2} |",
            after / before
        ));
    }
}

async fn assert_summaries(app: &TestApp, agency: Id) {
    for (path, summaries) in public_reads(agency, CORRIDOR) {
        for plan in app.watched().plans_of(&path, WholeTables::Allowed).await {
            let tables = plan.tables();
            assert!(
                tables.iter().all(|table| summaries.contains(table)),
                "{path}: {plan:#?}"
            );
        }
    }
}

/// The median time of some reads, each of something that nobody has read since the last change.
async fn timings(app: &TestApp, agency: Id) -> Vec<(String, f64)> {
    let mut found = Vec::new();
    for (path, _) in public_reads(agency, CORRIDOR) {
        let mut all = Vec::new();
        for _ in 0..READS {
            app.shared.services.public.forget();
            let began = Instant::now();
            app.get(&path).await.assert_status(200);
            all.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        all.sort_by(f64::total_cmp);
        found.push((
            path.replace(&agency.to_string(), "{agency_id}"),
            all[READS / 2],
        ));
    }
    found
}

/// Does what a running server does once a minute, until nothing is left to do.
async fn keep_house(app: &TestApp) {
    let services = &app.shared.services;
    let mut keeper = tulay::reviews::ScoreKeeper::default();
    while keeper.keep(services, services.clock.now()).await.unwrap() > 0 {}
    services.public.forget();
}

/// Tells whoever waits for the figures.
#[expect(clippy::print_stdout, reason = "a measurement is there to be read")]
fn say(line: &str) {
    println!("{line}");
}

/// Chance of its own for each part of a load.
fn dice(part: u64) -> Dice {
    Dice::from(SEED.wrapping_add(part))
}
