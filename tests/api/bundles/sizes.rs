//! How many bytes it takes: `benches/bundles` prints this.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::transport::{dictionary_of, raw};
use super::{Copy, change, get_with, publish};
use crate::harness::{Database, TestApp};

/// Eight ways on which many go.
const CORRIDORS: [&str; 8] = [
    "ID-MY", "NP-MY", "BD-MY", "VN-MY", "PH-SG", "PH-HK", "MM-TH", "KH-TH",
];
/// What it must not exceed.
const WHOLE: usize = 60 * 1024;
const NOTHING_NEW: usize = 200;
const ONE_STATEMENT: usize = 1536;

struct Measured {
    path: String,
    copy: Copy,
    bytes: BTreeMap<&'static str, usize>,
}

async fn languages(app: &TestApp, corridor: &str) -> Vec<String> {
    let (origin, destination) = corridor.split_once('-').unwrap();
    let path = format!("/v1/bundles?origin={origin}&destination={destination}&limit=100");
    let page = app.get(&path).await.json();
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|one| one["language"].as_str().unwrap().to_owned())
        .collect()
}

async fn measure(app: &TestApp, path: String) -> Measured {
    let copy = Copy::of(app, &path).await;
    let mut bytes = BTreeMap::from([("plain", copy.answer.len())]);
    for coding in ["zstd", "br", "gzip"] {
        let answer = get_with(app, &path, &[("accept-encoding", coding)]).await;
        bytes.insert(coding, answer.body.len());
    }
    let known = format!(
        "if-none-match: \"{}\"\r\naccept-encoding: zstd, br, gzip\r\n",
        copy.version()
    );
    let (head, body) = raw(app, &path, &known).await;
    bytes.insert("nothing", head.len() + body.len());
    Measured { path, copy, bytes }
}

/// After one statement has changed.
async fn measure_change(app: &TestApp, measured: &mut Measured) {
    let since = format!("{}?since={}", measured.path, measured.copy.version());
    for (name, coding) in [("delta_zstd", "zstd"), ("delta_br", "br")] {
        let answer = get_with(app, &since, &[("accept-encoding", coding)]).await;
        measured.bytes.insert(name, answer.body.len());
    }
    let answer = get_with(
        app,
        &format!("{since}&splices=true"),
        &[("accept-encoding", "br")],
    )
    .await;
    measured.bytes.insert("spliced", answer.body.len());
    let offered = dictionary_of(&measured.copy);
    let headers = [
        ("accept-encoding", "dcz"),
        ("available-dictionary", offered.as_str()),
    ];
    let answer = get_with(app, &measured.path, &headers).await;
    measured.bytes.insert("dcz", answer.body.len());
}

/// Bytes of each kind in the document, to see where they are.
fn by_kind(copy: &Copy) -> String {
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let bundle: Value = copy.json();
    for item in bundle["items"].as_array().unwrap() {
        let kind = kinds
            .entry(item["kind"].as_str().unwrap().to_owned())
            .or_default();
        kind.0 += 1;
        kind.1 += item.to_string().len();
    }
    let told = kinds
        .iter()
        .map(|(kind, (items, bytes))| format!("{kind} {items}: {bytes}"));
    told.collect::<Vec<_>>().join(", ")
}

#[actix_web::test]
#[ignore = "a measurement: benches/bundles"]
async fn of_every_corridor_and_language() {
    let app = TestApp::start(Database::Sqlite).unwrap();
    let mut all = Vec::new();
    for corridor in CORRIDORS {
        for language in languages(&app, corridor).await {
            all.push(measure(&app, format!("/v1/bundles/{corridor}/{language}")).await);
        }
    }
    app.clock.advance(Duration::from_mins(1));
    // One sentence more in one article of each country.
    for slug in [
        "passport-malaysia",
        "passport-singapore",
        "passport-hong-kong",
        "passport-thailand",
    ] {
        change(
            &app,
            &format!(
                "UPDATE article_texts SET body = body || '\n\nKeep a copy of it.' WHERE slug = '{slug}'"
            ),
        );
    }
    assert_eq!(publish(&app).await, all.len());
    for measured in &mut all {
        measure_change(&app, measured).await;
    }
    print(&all);
}

#[expect(clippy::print_stdout, reason = "a measurement is there to be read")]
fn print(all: &[Measured]) {
    println!(
        "| bundle | plain | zstd | br | gzip | nothing new | one statement: delta zstd | delta br | delta br, splices | dcz |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let names = [
        "plain",
        "zstd",
        "br",
        "gzip",
        "nothing",
        "delta_zstd",
        "delta_br",
        "spliced",
        "dcz",
    ];
    for measured in all {
        let figures = names
            .map(|name| measured.bytes[name].to_string())
            .join(" | ");
        println!(
            "| {} | {figures} |",
            measured.path.trim_start_matches("/v1/bundles/")
        );
    }
    let most = |name: &str| all.iter().map(|one| one.bytes[name]).max().unwrap();
    for (what, name, goal) in [
        ("whole, zstd", "zstd", WHOLE),
        ("whole, br", "br", WHOLE),
        ("nothing new", "nothing", NOTHING_NEW),
        ("one statement, delta br", "delta_br", ONE_STATEMENT),
        ("one statement, spliced", "spliced", ONE_STATEMENT),
        ("one statement, dcz", "dcz", ONE_STATEMENT),
    ] {
        let is_met = if most(name) <= goal { "met" } else { "MISSED" };
        println!("{what}: at most {} of {goal} bytes: {is_met}", most(name));
    }
    let biggest = all.iter().max_by_key(|one| one.bytes["br"]).unwrap();
    println!("{}: {}", biggest.path, by_kind(&biggest.copy));
}
