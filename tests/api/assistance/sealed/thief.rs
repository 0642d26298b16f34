//! A thief has the database and the master key, and no secret of a worker or a handler.

use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::{Binary, Text};
use reqwest::Method;
use serde_json::{Value, json};
use tulay::platform::clock::Clock as _;
use tulay::platform::crypto::{Class, OpeningKey, Purpose, open_under};
use tulay::platform::db::{Conn, DbError};
use tulay::platform::ids::Id;
use tulay::platform::vault::SubjectKey;

use super::super::attachments::attach_named;
use super::super::{Filed, NAME, NARRATIVE, PHONE, RECEIPT, uuid};
use super::{custodian, filed_with, handler, sealed};
use crate::harness::{Person, TestApp};
use crate::on_both;

/// Where something is sealed that has to do with a case: table, the column with the id, the sealed column.
const SEALED: [(&str, &str, &str); 20] = [
    ("assistance_requests", "id", "sealed_content"),
    ("assistance_requests", "id", "sealed_identity"),
    ("messages", "id", "sealed_body"),
    ("assistance_attachments", "id", "sealed_facts"),
    ("assistance_case_plans", "request_id", "sealed_plan"),
    ("assistance_work_items", "id", "sealed_item"),
    ("assistance_diary_entries", "id", "sealed_entry"),
    ("assistance_outcome_statements", "id", "sealed_amounts"),
    ("assistance_data_consents", "id", "sealed_reason"),
    ("assistance_data_consents", "id", "sealed_witness"),
    ("assistance_referrals", "id", "sealed_file"),
    ("assistance_referrals", "id", "sealed_identity"),
    ("assistance_referrals", "id", "sealed_reason"),
    ("assistance_referrals", "report_id", "sealed_report"),
    ("assistance_holds", "id", "sealed_reference"),
    ("case_key_holders", "case_id", "sealed_private_key"),
    ("account_keys", "account_id", "sealed_private_key"),
    ("sessions", "id", "sealed_account_key"),
    ("sessions", "id", "previous_account_key"),
    ("refresh_tokens", "session_id", "sealed_account_key"),
];
/// What the sealed values of a case are called.
const FIELDS: [&str; 15] = [
    "assistance_request.content",
    "assistance_request.identity",
    "message.body",
    "assistance_attachments.facts",
    "assistance_work.plan",
    "assistance_work.item",
    "assistance_diary.entry",
    "assistance_outcome.amounts",
    "assistance_consent.reason",
    "assistance_consent.witness",
    "assistance_referral.file",
    "assistance_referral.identity",
    "assistance_referral.reason",
    "assistance_referral.report",
    "assistance_hold.reference",
];
/// What is written on the way, a part each.
const WRITTEN: [&str; 8] = [
    "Planted plan for the labour office",
    "Planted note on her room mate",
    "Planted unloading of crates",
    "2417.35",
    "Planted reason: they have a bed",
    "Planted Witness Example",
    "Planted: she has slept here for three nights",
    "Planted: the line broke off while somebody beat the door",
];
/// A court's file number: the server opens it by itself in either mode.
const COURT: &str = "Planted Court, 12 of 2026";
/// For what private keys are sealed under a secret.
const LABELS: [&str; 4] = [
    "case-key-of-receipt",
    "account-key",
    "account-key-of-session",
    "account-key-of-refresh-token",
];
/// What the database knows instead of secrets: table, the column with an id, the column.
const HASHES: [(&str, &str, &str); 5] = [
    ("receipts", "subject_id", "code_hash"),
    ("refresh_tokens", "session_id", "token_hash"),
    ("account_keys", "account_id", "salt"),
    ("account_keys", "account_id", "public_key"),
    ("case_keys", "case_id", "public_key"),
];

#[derive(QueryableByName)]
struct Blob {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Binary)]
    bytes: Vec<u8>,
}

/// Every value of a column, with the id beside it.
async fn read(app: &TestApp, (table, id, column): (&str, &str, &str)) -> Vec<(Id, Vec<u8>)> {
    let of = format!("{column} AS bytes FROM {table} WHERE {column} IS NOT NULL");
    let sqlite = format!("SELECT lower(hex({id})) AS id, {of}");
    #[cfg(feature = "postgres")]
    let postgres = format!("SELECT replace({id}::text, '-', '') AS id, {of}");
    let load = move |conn: &mut Conn| -> Result<Vec<Blob>, DbError> {
        Ok(match conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => diesel::sql_query(postgres).load(conn)?,
            Conn::Sqlite(conn) => diesel::sql_query(sqlite).load(conn)?,
        })
    };
    let found = app.shared.services.db.read(load).await.unwrap();
    let whose = |id: &str| Id::from(uuid::Uuid::parse_str(id).unwrap());
    found
        .into_iter()
        .map(|blob| (whose(&blob.id), blob.bytes))
        .collect()
}

/// What the thief has: the data keys that the master key opens, and all that could pass for a secret.
struct Loot {
    keys: Vec<SubjectKey>,
    secrets: Vec<Vec<u8>>,
}

async fn steal(app: &TestApp) -> Loot {
    let subjects = read(app, ("data_keys", "subject_id", "wrapped")).await;
    let vault = app.shared.services.vault.clone();
    let open = move |conn: &mut Conn| -> Result<Vec<SubjectKey>, DbError> {
        let mut keys = Vec::new();
        for (subject, _) in &subjects {
            for class in [Class::Confidential, Class::Identity, Class::Account] {
                keys.extend(vault.key(conn, *subject, class).ok());
            }
        }
        Ok(keys)
    };
    let keys = app.shared.services.db.read(open).await.unwrap();
    let mut secrets = Vec::new();
    for column in HASHES {
        secrets.extend(read(app, column).await.into_iter().map(|(_, bytes)| bytes));
    }
    let keyring = &app.shared.services.keyring;
    for purpose in [
        Purpose::Idempotency,
        Purpose::AccountKeyPepper,
        Purpose::LookupHash,
    ] {
        secrets.push(keyring.derive(purpose).to_vec());
    }
    Loot { keys, secrets }
}

/// What the thief reads with it, of everything that is sealed.
async fn plunder(app: &TestApp, loot: &Loot) -> Vec<String> {
    let mut read_all = Vec::new();
    for column in SEALED {
        for (id, sealed) in read(app, column).await {
            for field in FIELDS {
                let opened = loot
                    .keys
                    .iter()
                    .filter_map(|key| key.open(id, field, &sealed).ok());
                read_all.extend(opened.map(|text| String::from_utf8_lossy(&text).into_owned()));
            }
            for (label, secret) in LABELS
                .iter()
                .flat_map(|l| loot.secrets.iter().map(move |s| (l, s)))
            {
                let opened = open_under(&[secret], label, id.as_bytes(), &sealed);
                assert!(opened.is_err(), "{column:?} opens as {label}");
            }
        }
    }
    read_all
}

/// A case with everything in it.
async fn case(app: &TestApp) -> Id {
    let centre = app.centre().await;
    let (_, sita) = handler(app, centre, "sita").await;
    let (_, _kim) = custodian(app, "kim").await;
    let filed = filed_with(app, centre).await;
    let holder = app.holder_of(&filed.code);
    let said = json!({ "body": "Planted message: they know my cousin" });
    holder
        .post(&format!("{RECEIPT}/messages"), &said)
        .await
        .assert_status(201);
    let added = attach_named(&holder, "Planted payslip.jpg").await;
    added.assert_status(201);
    sita.get(&filed.path()).await.assert_status(200);
    sita.get(&filed.sub("attachments")).await.assert_status(200);
    write(app, &sita, &filed).await;
    refer(app, &sita, &filed).await;
    let until = app.clock.now().plus(Duration::from_hours(2400)).date();
    let hold =
        json!({ "reason": "court_order", "held_until": until.to_string(), "reference": COURT });
    change(&sita, &filed, "legal-hold", &hold).await;
    filed.id.parse().unwrap()
}

/// Changes the present version of a request.
async fn change(worker: &Person<'_>, filed: &Filed, what: &str, body: &Value) -> Value {
    let opened = worker.get(&filed.path()).await;
    let tag = opened.header("etag").unwrap().to_owned();
    let changed = worker.change(&filed.sub(what), &tag, body).await;
    assert!(changed.status < 300, "{what}");
    changed.json()
}

/// What both sides write on the way.
async fn write(app: &TestApp, worker: &Person<'_>, filed: &Filed) {
    let note = format!("work/notes/{}", uuid());
    for (path, content) in [
        ("work/plan", json!({ "plan": WRITTEN[0] })),
        (note.as_str(), json!({ "text": WRITTEN[1] })),
    ] {
        let body = json!({ "version": 0, "content": content });
        let put = worker.send(Method::PUT, &filed.sub(path), &body).await;
        put.assert_status(200);
    }
    let holder = app.holder_of(&filed.code).stepped().await;
    let entry = json!({ "id": uuid(), "entered_at": app.clock.now().to_string(),
        "entry": { "date": "2026-03-18", "start": "20:00", "end": "06:30", "break_minutes": 30,
            "task": WRITTEN[2], "place_precision": "district" } });
    let diary = format!("{RECEIPT}/diary");
    let kept = holder.post(&diary, &json!({ "entries": [entry] })).await;
    assert_eq!(
        kept.assert_status(200).json()["results"][0]["result"],
        "created"
    );
    let claimed = json!({ "claimed": { "amount": WRITTEN[3], "currency": "SGD" } });
    let way = [
        json!({ "status": "acknowledged" }),
        json!({ "status": "in_review" }),
        json!({ "status": "accepted" }),
        json!({ "status": "remedy_proposed", "amounts": claimed }),
    ];
    for step in way {
        change(worker, filed, "status", &step).await;
    }
}

/// What is shown to another organisation, and why.
async fn refer(app: &TestApp, worker: &Person<'_>, filed: &Filed) {
    let shelter = app.shelter().await;
    let (_, joy) = handler(app, shelter, "joy").await;
    let recipient = json!({ "organisation_id": shelter.to_string() });
    let asked = json!({ "purpose": "referral", "recipient": recipient, "fields": ["identity"], "reason": WRITTEN[4] });
    let path = filed.sub("data-consent-questions");
    worker.post(&path, &asked).await.assert_status(201);
    let spoken = json!({ "purpose": "referral", "recipient": recipient, "fields": ["narrative", "identity"],
        "via": "witnessed", "witness_name": WRITTEN[5] });
    let spoken = worker.post(&filed.sub("data-consents"), &spoken).await;
    let consent = spoken.assert_status(201).json()["id"].clone();
    let wanted = json!({ "kind": "referral", "recipient": recipient, "service_type": "shelter",
        "fields": ["narrative", "identity"], "legitimate_basis": "consent", "consent_id": consent });
    change(worker, filed, "referrals", &wanted).await;
    let done = change(worker, filed, "referrals", &wanted).await;
    let done = format!(
        "/v1/staff/assistance-referrals/{}",
        done["id"].as_str().unwrap()
    );
    for (what, body) in [
        ("acceptance", json!({})),
        (
            "completion",
            json!({ "outcome": "service_given", "report": WRITTEN[6] }),
        ),
    ] {
        joy.post(&format!("{done}/{what}"), &body)
            .await
            .assert_status(200);
    }
    let worse = json!({ "urgency": "danger_now" });
    let path = format!("{RECEIPT}/triage-answers");
    app.holder_of(&filed.code)
        .post(&path, &worse)
        .await
        .assert_status(200);
    let vital = json!({ "kind": "referral", "recipient": recipient, "service_type": "shelter", "fields": ["place"],
        "legitimate_basis": "vital_interests", "override_reason": WRITTEN[7] });
    change(worker, filed, "referrals", &vital).await;
}

on_both! {
    async fn database_and_master_key_open_nothing_of_a_sealed_case(app: TestApp) {
        let app = sealed(&app);
        let case = case(&app).await;
        let loot = steal(&app).await;
        assert!(loot.keys.len() >= 3, "accounts and signing keys do open");
        for column in SEALED.into_iter().filter(|(_, _, column)| *column != "previous_account_key") {
            assert!(!read(&app, column).await.is_empty(), "{column:?} is empty");
        }
        assert_eq!(plunder(&app, &loot).await, [format!("\"{COURT}\"")], "docs/case-keys.md names it");
        let (vault, secrets) = (app.shared.services.vault.clone(), loot.secrets.clone());
        let guess = move |conn: &mut Conn| -> Result<usize, DbError> {
            let mut opened = 0;
            for key in secrets.iter().filter_map(|secret| OpeningKey::from_bytes(secret).ok()) {
                for class in [Class::Confidential, Class::Identity] {
                    let found = vault.key_of_case(conn, (case, &key), (case, class));
                    opened += usize::from(found.is_ok());
                    assert!(vault.key(conn, case, class).is_err());
                }
            }
            Ok(opened)
        };
        assert_eq!(app.shared.services.db.read(guess).await.unwrap(), 0);
        let others = [NARRATIVE, NAME, PHONE, "Planted message", "Planted payslip", COURT];
        for word in others.into_iter().chain(WRITTEN) {
            assert_eq!(app.where_is(word).await, Vec::<String>::new(), "{word}");
        }
    }

    async fn the_same_thief_reads_a_case_of_server_mode(app: TestApp) {
        case(&app).await;
        let loot = steal(&app).await;
        let texts = plunder(&app, &loot).await;
        let others = [NARRATIVE, NAME, "Planted message", "Planted payslip", COURT];
        for word in others.into_iter().chain(WRITTEN) {
            assert!(texts.iter().any(|text| text.contains(word)), "{word}: the thief's tools work");
        }
    }
}
