//! What a thief of the database, its backup, the evidence or the log finds: nothing that anybody told
//! in confidence, and nothing that opens a door.

use std::path::Path;

use base64::Engine as _;
use serde_json::{Value, json};

use crate::harness::{Api, Place, read};
use crate::staff;

const PASSWORD: &str = "planted-password with four words";
const NAME: &str = "planted.sita@ngo.example";

/// What people tell, as it is planted.
const TOLD: [&str; 9] = [
    "planted-narrative: hawak ng amo ang pasaporte ko",
    "planted-place behind the market",
    "Planted Employer Example Ltd",
    "+6591234567",
    "Planted Name Example",
    "planted-codeword",
    "planted-message from her",
    "planted-message from the organisation",
    "planted-comment about the agency",
];

/// Every bytes that a thief may get hold of, by where they lie.
pub fn loot(place: &Place) -> Vec<(String, Vec<u8>)> {
    let mut found = vec![("log".to_owned(), std::fs::read(place.log()).unwrap())];
    collect(&place.data_dir(), &mut found);
    if let Some(dump) = place.dump() {
        found.push(("dump".to_owned(), dump));
    }
    found
}

/// The master keys lie apart from what is stolen; they are the one file left out.
fn collect(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if !path.ends_with("keys/master.toml") {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

/// As it is, as a dump writes bytes, and as JSON might carry bytes.
fn disguises(secret: &str) -> [Vec<u8>; 3] {
    let hex = secret
        .bytes()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    let base64 = base64::engine::general_purpose::STANDARD_NO_PAD.encode(secret);
    [
        secret.as_bytes().to_vec(),
        hex.into_bytes(),
        base64.into_bytes(),
    ]
}

pub fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn assert_not_found(place: &Place, secrets: &[String]) {
    for (file, bytes) in loot(place) {
        for secret in secrets {
            for disguise in disguises(secret) {
                assert!(!holds(&bytes, &disguise), "`{secret}` is in {file}");
            }
        }
    }
}

async fn agency(api: &Api) -> String {
    let agencies: Value = api.get("/v1/agencies?limit=1").await.json().await.unwrap();
    agencies["items"][0]["id"].as_str().unwrap().to_owned()
}

/// A worker's own words, filed; returns the answer.
async fn file(api: &Api, path: &str, key: &str, body: &Value) -> Value {
    let (status, answer) = api.post(path, key, body).await.unwrap();
    assert_eq!(status, 201, "{answer}");
    answer
}

pub fn code(answer: &Value) -> String {
    answer["receipt_code"].as_str().unwrap().to_owned()
}

pub async fn a_worker_asks(api: &Api) -> Value {
    let request = json!({
        "for_whom": "self", "urgency": "danger_now", "issue_codes": ["passport_held"],
        "narrative": TOLD[0], "language": "fil", "employer": { "name": TOLD[2] },
        "place": { "country": "SG", "precision": "district", "text": TOLD[1] },
        "safe_contact": { "methods": [{ "channel": "sms", "address": TOLD[3], "owner": "friend",
            "ok_to_leave_message": false, "ok_to_name_organisation": false, "code_word": TOLD[5] }] },
        "identity": { "name": TOLD[4], "phone": TOLD[3] },
        "consents": { "share_identity": true }
    });
    let asked = file(
        api,
        "/v1/assistance-requests",
        "planted-key-request",
        &request,
    )
    .await;
    let receipt = format!("Receipt {}", code(&asked));
    let path = "/v1/receipt/assistance-request/messages";
    let sent = api
        .post_as(path, &receipt, &json!({ "body": TOLD[6] }))
        .await;
    assert_eq!(sent.0, 201, "{}", sent.1);
    asked
}

pub async fn a_worker_reports(api: &Api) -> Value {
    let mut report = api.example("post", "/v1/safety-reports").await;
    report["description"] = json!(TOLD[0]);
    report["employer"] = json!(TOLD[2]);
    let reported = file(api, "/v1/safety-reports", "planted-key-report", &report).await;
    let photo = include_bytes!("../fixtures/photos/baseline.planted.jpg").to_vec();
    let upload = api
        .write("/v1/receipt/safety-report/evidence", "planted-key-photo")
        .header("Authorization", format!("Receipt {}", code(&reported)))
        .header("Content-Type", "image/jpeg")
        .body(photo);
    let (status, stored) = read(upload).await.unwrap();
    assert_eq!(status, 201, "{stored}");
    reported
}

async fn a_worker_reviews(api: &Api) -> Value {
    let mut review = api
        .example("post", "/v1/agencies/{agency_id}/reviews")
        .await;
    review["comment"] = json!({ "text": TOLD[8], "language": "en" });
    let path = format!("/v1/agencies/{}/reviews", agency(api).await);
    file(api, &path, "planted-key-review", &review).await
}

async fn a_thief_finds_nothing(place: Place) {
    let running = place.serve();
    let api = &running.api;
    let sita = staff::sign_up(&place, api, NAME, PASSWORD, "case_worker").await;
    let asked = a_worker_asks(api).await;
    let answers = [
        &asked,
        &a_worker_reports(api).await,
        &a_worker_reviews(api).await,
    ];
    let codes = answers.map(code);

    let request = asked["id"].as_str().unwrap();
    let path = format!("/v1/staff/assistance-requests/{request}");
    let opened = api.get_as(&path, &sita.authorization).await;
    assert_eq!(opened["content"]["narrative"], TOLD[0]);
    assert_eq!(opened["identity"]["name"], TOLD[4]);
    let answer = json!({ "body": TOLD[7] });
    let sent = api
        .post_as(&format!("{path}/messages"), &sita.authorization, &answer)
        .await;
    assert_eq!(sent.0, 201, "{}", sent.1);

    let mut secrets: Vec<String> = TOLD.iter().map(|told| (*told).to_owned()).collect();
    secrets.extend(["planted-key-request", "planted-key-photo", PASSWORD, NAME].map(str::to_owned));
    secrets.push("PLANTED".to_owned());
    secrets.extend(sita.secrets);
    for code in codes {
        secrets.push(code.replace('-', ""));
        secrets.push(code);
    }
    assert_not_found(&place, &secrets);
    assert!(running.stop());
    assert_not_found(&place, &secrets);
    // The search itself works: what is not secret is found.
    let plain = loot(&place)
        .iter()
        .any(|(_, bytes)| holds(bytes, staff::ORGANISATION.as_bytes()));
    assert!(plain, "the search finds nothing at all");
}

#[tokio::test]
async fn a_thief_finds_nothing_on_sqlite() {
    a_thief_finds_nothing(Place::on_sqlite()).await;
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn a_thief_finds_nothing_on_postgres() {
    match Place::on_postgres("thief") {
        Some(place) => a_thief_finds_nothing(place).await,
        None => eprintln!("not run: TULAY_TEST_POSTGRES_URL is not set"),
    }
}
