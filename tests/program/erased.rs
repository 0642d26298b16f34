//! What is left of what was erased: nothing that anybody could read, not even with the master key, in
//! the database, its log, the evidence, or the program's log.

use std::time::{Duration, Instant};

use diesel::sql_types::{Binary, Text};
use diesel::{QueryableByName, RunQueryDsl as _};
use serde_json::Value;
use tulay::platform::crypto::{Class, DataKey, Keyring, WrappedKey};
use tulay::platform::db::{Access, Conn};
use tulay::platform::ids::Id;

use crate::harness::{Api, Database, Place, read};
use crate::thief::{code, holds, loot};
use crate::told::{everything_about_a_report, everything_about_a_request, text, texting};

/// Whatever of a request or a report is kept sealed, and the wrapped keys with which it opens.
const SEALED: [&str; 22] = [
    "SELECT master_key_id AS name, wrapped AS bytes FROM data_keys \
     WHERE class IN ('confidential', 'identity')",
    "SELECT 'request' AS name, sealed_content AS bytes FROM assistance_requests",
    "SELECT 'message' AS name, sealed_body AS bytes FROM messages",
    "SELECT 'report' AS name, sealed_report AS bytes FROM safety_reports",
    "SELECT 'identity' AS name, sealed_identity AS bytes FROM assistance_requests",
    "SELECT 'plan of contact' AS name, sealed AS bytes FROM contact_plans",
    "SELECT 'conversation by text' AS name, sealed AS bytes FROM sms_conversations",
    "SELECT 'fact about a file' AS name, sealed_facts AS bytes FROM assistance_attachments",
    "SELECT 'diary entry' AS name, sealed_entry AS bytes FROM assistance_diary_entries",
    "SELECT 'earlier diary entry' AS name, sealed_entry AS bytes FROM assistance_diary_versions",
    "SELECT 'claim rule' AS name, sealed_rule AS bytes FROM assistance_claim_rules",
    "SELECT 'outcome' AS name, sealed_amounts AS bytes FROM assistance_outcome_statements \
     WHERE sealed_amounts IS NOT NULL",
    "SELECT 'plan' AS name, sealed_plan AS bytes FROM assistance_case_plans",
    "SELECT 'note' AS name, sealed_item AS bytes FROM assistance_work_items",
    "SELECT 'reply' AS name, sealed_reply AS bytes FROM assistance_work_items \
     WHERE sealed_reply IS NOT NULL",
    "SELECT 'reason' AS name, sealed_reason AS bytes FROM assistance_data_consents \
     WHERE sealed_reason IS NOT NULL",
    "SELECT 'witness' AS name, sealed_witness AS bytes FROM assistance_data_consents \
     WHERE sealed_witness IS NOT NULL",
    "SELECT 'report of a referral' AS name, sealed_report AS bytes FROM assistance_referrals \
     WHERE sealed_report IS NOT NULL",
    "SELECT 'fact about evidence' AS name, sealed_facts AS bytes FROM safety_evidence",
    "SELECT 'word on revenge' AS name, sealed_retaliation AS bytes FROM safety_reports \
     WHERE sealed_retaliation IS NOT NULL",
    "SELECT 'place of a report' AS name, sealed_establishment AS bytes \
     FROM safety_report_establishments",
    "SELECT 'wish for a visit' AS name, sealed_wish AS bytes FROM inspection_wanted_visits",
];

/// What is in the clear about a request or a report and goes with it.
const ROWS: [&str; 12] = [
    "check_ins",
    "danger_alerts",
    "danger_calls",
    "assistance_diary_entries",
    "assistance_diary_versions",
    "assistance_work_items",
    "assistance_outcome_statements",
    "assistance_data_consents",
    "assistance_referrals",
    "assistance_attachments",
    "safety_evidence",
    "inspection_wanted_visits",
];

#[derive(QueryableByName)]
struct Sealed {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Binary)]
    bytes: Vec<u8>,
}

fn sealed(place: &Place) -> Vec<Sealed> {
    let mut conn = Conn::open(&place.database_url(), Access::Read).unwrap();
    let mut found = Vec::new();
    for query in SEALED {
        let rows: Vec<Sealed> = match &mut conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => diesel::sql_query(query).load(conn).unwrap(),
            Conn::Sqlite(conn) => diesel::sql_query(query).load(conn).unwrap(),
        };
        assert!(!rows.is_empty(), "nothing to erase: {query}");
        found.extend(rows);
    }
    found
}

/// Photos as they lie in the evidence and with requests, by their files.
fn evidence(place: &Place) -> Vec<(String, Vec<u8>)> {
    let mut files = loot(place);
    files.retain(|(file, _)| file.contains("/evidence/") || file.contains("/attachments/"));
    files
}

/// How many rows there are of each of what goes with a request or a report.
fn rows(place: &Place) -> Vec<(&'static str, String)> {
    let count = |table: &&'static str| {
        let count = format!("SELECT CAST(count(*) AS text) AS text FROM {table}");
        (*table, place.query_text(&count))
    };
    ROWS.iter().map(count).collect()
}

fn in_digits(bytes: &[u8]) -> String {
    let add = |digits, byte: &u8| format!("{digits}{byte:02x}");
    bytes.iter().fold(String::new(), add)
}

/// Which of the sealed values can still be found, and where. A dump writes bytes as hexadecimal digits.
fn still_there(place: &Place, sealed: &[Sealed]) -> Option<String> {
    let files = loot(place);
    for value in sealed {
        let digits = in_digits(&value.bytes);
        for (file, bytes) in &files {
            if holds(bytes, &value.bytes) || holds(bytes, digits.as_bytes()) {
                return Some(format!("a sealed {} is in {file}", value.name));
            }
        }
    }
    (!evidence(place).is_empty()).then(|| "a photo is in the evidence".to_owned())
}

async fn erase(api: &Api, what: &str, answer: &Value) {
    let request = api.erasure(
        &format!("/v1/receipt/{what}"),
        &format!("erase-{}", answer["id"].as_str().unwrap()),
    );
    let request = request.header("Authorization", format!("Receipt {}", code(answer)));
    assert_eq!(read(request).await.unwrap().0, 204);
}

/// The program clears away once a minute, the first time when it starts.
async fn wait_until_gone(place: &Place, sealed: &[Sealed]) {
    let begin = Instant::now();
    while let Some(left) = still_there(place, sealed) {
        assert!(begin.elapsed() < Duration::from_mins(3), "{left}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn nothing_is_left(place: Place) {
    let place = texting(place);
    let running = place.serve();
    let asked = everything_about_a_request(&place, &running.api).await;
    let reported = everything_about_a_report(&place, &running.api).await;
    let sealed = sealed(&place);
    let none: Vec<_> = rows(&place)
        .into_iter()
        .filter(|(_, count)| count == "0")
        .collect();
    assert!(none.is_empty(), "nothing to erase: {none:?}");
    assert!(
        still_there(&place, &sealed).is_some(),
        "the search finds nothing at all"
    );
    assert!(evidence(&place).len() >= 2);

    erase(&running.api, "assistance-request", &asked).await;
    for report in &reported {
        erase(&running.api, "safety-report", report).await;
    }
    // A conversation by text is forgotten after a day, or at this word.
    text(&running.api, &["STOP"]).await;
    // Not even the end of the program is needed, and a sudden one does no harm.
    running.kill();
    let running = place.serve();
    wait_until_gone(&place, &sealed).await;
    assert!(running.stop());
    assert_eq!(still_there(&place, &sealed), None);
    assert!(
        rows(&place).iter().all(|(_, count)| count == "0"),
        "{:?}",
        rows(&place)
    );

    for act in ["rotate-master", "rewrap", "drop-master"] {
        let done = place.run(&["keys", act]);
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{said}");
    }
    assert_nothing_opens(&place, &sealed, asked["id"].as_str().unwrap());
    assert!(place.run(&["doctor"]).status.success());
}

/// Whoever has an older backup or the database's own log finds keys that nothing opens any more.
fn assert_nothing_opens(place: &Place, sealed: &[Sealed], request: &str) {
    let keyring = Keyring::load(&place.data_dir().join("keys/master.toml")).unwrap();
    let subject: Id = request.parse().unwrap();
    for value in sealed.iter().filter(|value| value.name.starts_with("mk-")) {
        let wrapped = WrappedKey {
            master_key_id: value.name.clone(),
            bytes: value.bytes.clone(),
        };
        for class in [Class::Confidential, Class::Identity] {
            assert!(DataKey::unwrap(&keyring, &subject, class, &wrapped).is_err());
        }
        assert!(keyring.wrapping_ids().all(|(id, _)| id != value.name));
    }
}

#[tokio::test]
async fn nothing_is_left_on_sqlite() {
    let place = Place::on_sqlite();
    assert!(matches!(place.database, Database::Sqlite));
    nothing_is_left(place).await;
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn nothing_is_left_on_postgres() {
    match Place::on_postgres("erased") {
        Some(place) => nothing_is_left(place).await,
        None => eprintln!("not run: TULAY_TEST_POSTGRES_URL is not set"),
    }
}
