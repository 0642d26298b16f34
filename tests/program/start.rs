//! Starting, stopping, and what the program says to who runs it.

use std::os::unix::fs::PermissionsExt as _;

use crate::harness::Place;

/// When what was imported and which keys were made: a second start would leave its mark here.
const REMEMBERED: &str = "SELECT (SELECT group_concat(source || imported_at) FROM reference_imports) \
     || (SELECT group_concat(hex(id) || created_at) FROM signing_keys) AS text";

#[tokio::test]
async fn the_first_start_needs_nothing_and_the_second_changes_nothing() {
    let place = Place::on_sqlite();
    let running = place.serve();
    assert_eq!(running.api.get("/readyz").await.status(), 200);
    assert!(running.greeting.contains("serves on"));
    assert!(running.stop(), "{}", place.read_log());

    let keys = place.data_dir().join("keys/master.toml");
    assert_eq!(
        std::fs::metadata(&keys).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let before = std::fs::read(&keys).unwrap();
    let remembered = place.query_text(REMEMBERED);

    let again = place.serve();
    assert_eq!(again.api.get("/readyz").await.status(), 200);
    assert!(again.stop());
    assert!(
        std::fs::read(&keys).unwrap() == before,
        "the keys have changed"
    );
    assert_eq!(place.query_text(REMEMBERED), remembered);
}

#[test]
fn a_setting_that_cannot_be_used_stops_the_start_with_one_line() {
    let place = Place::on_sqlite();
    let cases = [
        (
            "TULAY_CORS_ORIGIN",
            "https://a.example",
            "TULAY_CORS_ORIGIN is not a setting",
        ),
        ("TULAY_WORKERS", "none", "TULAY_WORKERS"),
        (
            "TULAY_RATING_MINIMUM",
            "1",
            "TULAY_RATING_MINIMUM: 1 is not between 3",
        ),
        ("DATABASE_URL", "tulay.db", "DATABASE_URL must start with"),
        ("TULAY_PUBLIC_URL", "not a url", "TULAY_PUBLIC_URL"),
    ];
    for (name, value, expected) in cases {
        let output = place.command(&["serve"]).env(name, value).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{name}");
        assert_eq!(told.lines().count(), 1, "{told}");
        assert!(told.replace(": must", " must").contains(expected), "{told}");
    }
    assert!(!place.data_dir().exists(), "nothing was begun");
}

#[tokio::test]
async fn the_doctor_looks_and_changes_nothing() {
    let place = Place::on_sqlite();
    let before = place.run(&["doctor"]);
    assert!(
        before.status.success(),
        "{}",
        String::from_utf8_lossy(&before.stdout)
    );
    assert!(!place.data_dir().exists());

    place.serve().stop();
    let well = place.run(&["doctor"]);
    let told = String::from_utf8(well.stdout).unwrap();
    assert!(well.status.success(), "{told}");
    for what in [
        "keys",
        "storage",
        "reference data",
        "database",
        "clock",
        "audit log",
    ] {
        assert!(told.contains(&format!("ok    {what}:")), "{told}");
    }
    for setting in tulay::config::SETTINGS {
        assert!(told.contains(setting.name));
    }

    let keys = place.data_dir().join("keys/master.toml");
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o644)).unwrap();
    let unwell = place.run(&["doctor"]);
    assert!(!unwell.status.success());
    assert!(
        String::from_utf8(unwell.stdout)
            .unwrap()
            .contains("WRONG keys:")
    );
}

#[tokio::test]
async fn a_database_that_was_migrated_without_keys_is_sealed_at_the_first_start() {
    let place = Place::on_sqlite();
    let told = |arguments: &[&str]| {
        let done = place.run(arguments);
        let told = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success(), "{told}");
        told
    };
    told(&["migrate"]);
    assert!(told(&["doctor"]).contains("ok    audit log: no entries yet"));
    place.serve().stop();
    assert!(told(&["doctor"]).contains("ok    audit log: 0 entries, whole"));
}

#[test]
fn a_password_in_the_address_is_not_shown() {
    let place = Place::on_sqlite();
    let mut command = place.command(&["doctor"]);
    command.env(
        "DATABASE_URL",
        "postgres://tulay:hush-hush@127.0.0.1:1/tulay",
    );
    let output = command.output().unwrap();
    let told =
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("WRONG database"), "{told}");
    assert!(!told.contains("hush-hush"), "{told}");
}
