//! The log of what staff did: everything is there, in order, and tampering shows.

use diesel::prelude::*;
use serde_json::{Value, json};
use tulay::identity::audit::{self, ChainState, verify};
use tulay::identity::permissions::Role;
use tulay::platform::crypto::{ChainKey, Keyring};
use tulay::platform::db::{Access, Conn, DbError, DbUuid, pending};
use tulay::platform::ids::Id;

use super::{invited, refreshing};
use crate::harness::{Person, TestApp};
use crate::on_both;

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use super::DbUuid;
    audit_entries (sequence) {
        sequence -> BigInt,
        action -> Text,
        subject_id -> DbUuid,
    }
}

/// What was done to something, oldest first.
pub async fn actions_of(app: &TestApp, subject: &Value) -> Vec<String> {
    let subject: Id = subject.as_str().unwrap().parse().unwrap();
    let list = move |conn: &mut Conn| {
        let actions: Vec<String> = audit_entries::table
            .filter(audit_entries::subject_id.eq(subject))
            .order(audit_entries::sequence)
            .select(audit_entries::action)
            .load(conn)?;
        Ok::<_, DbError>(actions)
    };
    app.shared.services.db.read(list).await.unwrap()
}

async fn chain(app: &TestApp) -> ChainState {
    let key = ChainKey::new(&app.shared.services.keyring);
    let work = move |conn: &mut Conn| verify(conn, &key);
    app.shared.services.db.read(work).await.unwrap()
}

async fn tamper(app: &TestApp, sql: &'static str) {
    let work = move |conn: &mut Conn| {
        diesel::sql_query(sql).execute(conn)?;
        Ok::<_, DbError>(())
    };
    app.shared.services.db.write(work).await.unwrap();
}

const fn whole(entries: i64) -> ChainState {
    ChainState::Whole {
        entries,
        unkeyed: 0,
    }
}

/// Empties the log, as somebody may who can write to the database.
async fn empty(app: &TestApp) {
    tamper(app, "DELETE FROM audit_entries").await;
    tamper(
        app,
        "UPDATE audit_head SET sequence = 0, unkeyed = 0, seal = NULL, key_id = NULL",
    )
    .await;
    let zeros = if app.database_url().starts_with("sqlite") {
        "UPDATE audit_head SET hash = zeroblob(32)"
    } else {
        "UPDATE audit_head SET hash = decode(repeat('00', 32), 'hex')"
    };
    tamper(app, zeros).await;
}

/// Writes entries by the program's own rules, but under this key.
async fn write(app: &TestApp, key: &ChainKey, entries: i64) {
    let services = &app.shared.services;
    let now = tulay::platform::clock::Clock::now(&app.clock);
    for _ in 0..entries {
        let entry = audit::Entry {
            at: now,
            account: None,
            organisation: None,
            action: audit::Action::Opened,
            subject: audit::Subject::AssistanceRequest,
            subject_id: services.new_id(),
            detail: None,
        };
        let key = key.clone();
        let work = move |conn: &mut Conn| audit::record(conn, &key, &entry);
        services.db.write(work).await.unwrap();
    }
}

async fn seal(app: &TestApp, key: &ChainKey) -> bool {
    let key = key.clone();
    let work = move |conn: &mut Conn| audit::seal_head(conn, &key);
    app.shared.services.db.write(work).await.unwrap()
}

/// The key of this installation, and one that somebody else made.
fn keys(app: &TestApp) -> (ChainKey, ChainKey) {
    let services = &app.shared.services;
    let theirs = Keyring::generate(&*services.randomness, 0);
    (ChainKey::new(&services.keyring), ChainKey::new(&theirs))
}

#[test]
fn the_migration_that_brings_the_key_is_the_one_that_exists() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("new.db").display());
    let mut conn = Conn::open(&url, Access::Write).unwrap();
    let missing = pending(&mut conn).unwrap();
    assert!(missing.iter().any(|version| version == audit::SEALED_SINCE));
}

/// The entries that somebody reads.
async fn read(reader: &Person<'_>, query: &str) -> Vec<Value> {
    let page = reader.get(&format!("/v1/staff/audit-entries{query}")).await;
    page.assert_status(200);
    page.json()["items"].as_array().unwrap().clone()
}

/// What was done, with the word that says more.
fn words(entries: &[Value]) -> Vec<String> {
    let words = entries.iter().map(|entry| {
        let detail = entry["detail"].as_str().unwrap_or("-");
        format!("{} {detail}", entry["action"].as_str().unwrap())
    });
    words.collect()
}

/// Some acts: an invitation, a set-up, two sign-ins, one sign-out.
async fn some_acts(app: &TestApp) -> Id {
    some_acts_of(app, "sita").await
}

async fn some_acts_of(app: &TestApp, name: &str) -> Id {
    let organisation = app
        .organisation("Test helpers", &["MY"], &["assistance"])
        .await;
    let sita = invited(app, organisation, name, &[Role::CaseWorker])
        .await
        .set_up(app)
        .await;
    sita.sign_in(app).await;
    let opened = sita.sign_in(app).await;
    let path = "/v1/staff/sessions/current";
    super::with_token(app, reqwest::Method::DELETE, path, super::access(&opened))
        .await
        .assert_status(204);
    organisation
}

on_both! {
    async fn every_act_is_in_the_log_newest_first(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let sita = invited(&app, organisation, "sita", &[Role::CaseWorker]).await.set_up(&app).await;
        sita.sign_in(&app).await;
        let account = format!("/v1/staff/accounts/{}", sita.account);
        chief.get(&format!("{account}/name")).await.assert_status(200);
        for act in ["disable", "enable", "reset"] {
            chief.post(&format!("{account}/{act}"), &json!({})).await.assert_status(200);
        }
        let all = read(&chief, "").await;
        assert_eq!(words(&all), ["account_changed reset", "account_changed enabled",
            "account_changed disabled", "opened name", "signed_in -", "account_changed set_up",
            "account_changed invited"]);
        assert_eq!(all[0]["account_id"], json!(chief.account.unwrap()));
        assert_eq!(all[0]["account_display_name"], "A member of staff");
        // The invitation was made on the command line.
        assert_eq!(all[6]["account_id"], json!(null));
        assert_eq!(chain(&app).await, whole(7));
    }

    async fn the_log_is_read_by_subject_account_and_action(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let sita = invited(&app, organisation, "sita", &[Role::CaseWorker]).await.set_up(&app).await;
        let opened = sita.sign_in(&app).await;
        app.post("/v1/sessions/refresh", &refreshing(&opened)).await.assert_status(201);
        app.post("/v1/sessions/refresh", &refreshing(&opened)).await
            .assert_problem(401, "token_reused");
        chief.get(&format!("/v1/staff/accounts/{}/name", sita.account)).await.assert_status(200);
        let about = read(&chief, &format!("?subject_id={}", opened["id"].as_str().unwrap())).await;
        assert_eq!(words(&about), ["token_reused -", "signed_in -"]);
        assert_eq!(words(&read(&chief, "?action=opened").await), ["opened name"]);
        let by_sita = read(&chief, &format!("?account_id={}&limit=2", sita.account)).await;
        assert_eq!(words(&by_sita), ["token_reused -", "signed_in -"]);
        let unknown = chief.get("/v1/staff/audit-entries?action=danced").await;
        unknown.assert_problem(422, "invalid_request");
    }

    async fn other_organisations_acts_are_not_shown(app: TestApp) {
        some_acts(&app).await;
        let elsewhere = app.organisation("Other helpers", &["SG"], &["assistance"]).await;
        let chief = app.member(elsewhere, &[Role::Administrator]).await;
        let page = chief.get("/v1/staff/audit-entries").await.json();
        assert_eq!(page["items"], json!([]));
    }

    async fn the_log_has_pages(app: TestApp) {
        let organisation = some_acts(&app).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let mut path = "/v1/staff/audit-entries?limit=2".to_owned();
        let mut seen = Vec::new();
        loop {
            let page = chief.get(&path).await.json();
            let items = page["items"].as_array().unwrap().iter();
            seen.extend(items.map(|entry| entry["sequence"].as_i64().unwrap()));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/v1/staff/audit-entries?limit=2&cursor={next}");
        }
        assert_eq!(seen, [5, 4, 3, 2, 1]);
    }

    async fn an_altered_entry_is_found(app: TestApp) {
        some_acts(&app).await;
        assert_eq!(chain(&app).await, whole(5));
        tamper(&app, "UPDATE audit_entries SET action = 'answered' WHERE sequence = 3").await;
        assert_eq!(chain(&app).await, ChainState::BrokenAt { sequence: 3 });
    }

    async fn a_removed_entry_is_found(app: TestApp) {
        some_acts(&app).await;
        tamper(&app, "DELETE FROM audit_entries WHERE sequence = 2").await;
        assert_eq!(chain(&app).await, ChainState::BrokenAt { sequence: 3 });
    }

    async fn removed_newest_entries_are_found(app: TestApp) {
        some_acts(&app).await;
        tamper(&app, "DELETE FROM audit_entries WHERE sequence > 3").await;
        assert_eq!(chain(&app).await, ChainState::BrokenAt { sequence: 4 });
    }

    async fn a_chain_that_was_set_back_is_found_also_later(app: TestApp) {
        let organisation = some_acts(&app).await;
        tamper(&app, "DELETE FROM audit_entries WHERE sequence > 3").await;
        tamper(&app, "UPDATE audit_head SET sequence = 3, \
            hash = (SELECT hash FROM audit_entries WHERE sequence = 3)").await;
        assert_eq!(chain(&app).await, ChainState::EndForged);
        invited(&app, organisation, "dewi", &[Role::CaseWorker]).await;
        assert_eq!(chain(&app).await, ChainState::EndForged);
    }

    async fn a_chain_made_anew_without_the_key_is_found(app: TestApp) {
        let (ours, theirs) = keys(&app);
        some_acts(&app).await;
        // By bare hashes, as if there had never been a key.
        empty(&app).await;
        write(&app, &theirs, 3).await;
        assert_eq!(chain(&app).await, ChainState::Unsealed { entries: 3 });
        // Neither the next acts nor the next start make it good.
        some_acts_of(&app, "other").await;
        assert_eq!(chain(&app).await, ChainState::Unsealed { entries: 8 });
        drop(tulay::start::start(app.shared.services.config.clone(), &tulay::start::Sources::default()));
        assert_eq!(chain(&app).await, ChainState::Unsealed { entries: 8 });

        // By another key.
        empty(&app).await;
        seal(&app, &theirs).await;
        write(&app, &theirs, 3).await;
        assert_eq!(chain(&app).await, ChainState::OtherKey { id: theirs.id() });
        // The same under our key's name.
        let name = format!("UPDATE audit_head SET key_id = '{}'", ours.id());
        tamper(&app, name.leak()).await;
        assert_eq!(chain(&app).await, ChainState::BrokenAt { sequence: 1 });
        // The same, called older than the key.
        tamper(&app, "UPDATE audit_head SET unkeyed = 3").await;
        assert_eq!(chain(&app).await, ChainState::BrokenAt { sequence: 1 });
    }

    async fn bare_entries_after_the_key_are_not_passed_off_as_older(app: TestApp) {
        let (ours, theirs) = keys(&app);
        some_acts(&app).await;
        empty(&app).await;
        write(&app, &theirs, 3).await;
        // Whatever stands here for the seal.
        let head = format!("UPDATE audit_head SET unkeyed = 3, key_id = '{}', seal = hash", ours.id());
        tamper(&app, head.leak()).await;
        assert_eq!(chain(&app).await, ChainState::EndForged);
    }

    async fn entries_from_before_the_key_stay_verifiable_and_are_sealed(app: TestApp) {
        let (ours, _) = keys(&app);
        empty(&app).await;
        write(&app, &ours, 3).await;
        assert_eq!(chain(&app).await, ChainState::Unsealed { entries: 3 });
        assert!(super::command_line::seal_audit_log(&app).contains("is sealed"));
        assert!(!seal(&app, &ours).await, "once is enough");
        assert_eq!(chain(&app).await, ChainState::Whole { entries: 3, unkeyed: 3 });
        some_acts(&app).await;
        assert_eq!(chain(&app).await, ChainState::Whole { entries: 8, unkeyed: 3 });
        tamper(&app, "UPDATE audit_head SET unkeyed = 2").await;
        assert_eq!(chain(&app).await, ChainState::BrokenAt { sequence: 3 });
        tamper(&app, "UPDATE audit_head SET unkeyed = 3").await;
        tamper(&app, "UPDATE audit_entries SET action = 'answered' WHERE sequence = 2").await;
        assert_eq!(chain(&app).await, ChainState::BrokenAt { sequence: 2 });
    }

    async fn an_update_from_a_version_without_the_key_seals_what_is_there(app: TestApp) {
        let (ours, _) = keys(&app);
        empty(&app).await;
        write(&app, &ours, 3).await;
        // As the version before left it.
        for column in ["seal", "key_id", "unkeyed"] {
            let drop = format!("ALTER TABLE audit_head DROP COLUMN {column}");
            tamper(&app, drop.leak()).await;
        }
        let forget = format!("DELETE FROM __diesel_schema_migrations WHERE version = '{}'",
            audit::SEALED_SINCE);
        tamper(&app, forget.leak()).await;
        let migrated = super::command_line::tulay(&app, &["migrate"]);
        assert!(super::command_line::succeeds(&migrated).contains("1 migrations applied"));
        assert_eq!(chain(&app).await, ChainState::Whole { entries: 3, unkeyed: 3 });
        some_acts(&app).await;
        let doctor = super::command_line::succeeds(&super::command_line::tulay(&app, &["doctor"]));
        assert!(doctor.contains("8 entries, whole; the first 3 are from before they had a key"), "{doctor}");
    }

    async fn concurrent_acts_make_one_chain(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let chief = app.member(organisation, &[Role::Administrator]).await;
        let invitations = (0..20).map(|number| {
            let body = json!({ "name": format!("name{number}"), "display_name": "Somebody",
                "roles": ["editor"] });
            let chief = &chief;
            async move { chief.post("/v1/staff/accounts", &body).await.status }
        });
        let done = futures_util::future::join_all(invitations).await;
        assert!(done.iter().all(|status| *status == 201), "{done:?}");
        assert_eq!(chain(&app).await, whole(20));
    }
}
