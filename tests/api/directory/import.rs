//! Lists of other directories: as tables and as JSON, again and again, all of it or nothing.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tulay::directory::{Import, ImportError, Imported, import_services};
use tulay::platform::ids::Id;

use crate::harness::TestApp;
use crate::on_both;

const CLINIC: &str = "6f1c9a52-1b7e-4b0e-8a51-0c2d3e4f5a01";
const SHELTER: &str = "7a2d0b63-2c8f-4c1f-9b62-1d3e4f5a6b01";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/hsds")
        .join(name)
}

async fn import(
    app: &TestApp,
    path: PathBuf,
    organisation: Option<Id>,
) -> Result<Imported, ImportError> {
    let import = Import {
        path,
        organisation,
        country: None,
        time_zone: None,
        is_trial: false,
    };
    let services = app.shared.services.clone();
    let (now, of_job) = (services.clock.now(), services.clone());
    let imported = services
        .db
        .write(move |conn| import_services(conn, &of_job, &import, now))
        .await;
    services.public.forget();
    imported
}

async fn shown(app: &TestApp, id: &str) -> Value {
    let found = app.get(&format!("/v1/hsds/services/{id}")).await;
    found.assert_status(200);
    found.json()
}

fn counted(imported: Imported) -> [usize; 3] {
    [imported.created, imported.changed, imported.unchanged]
}

/// A copy of a list with some words replaced.
fn copy(folder: &Path, name: &str, file: &str, was: &str, is: &str) -> PathBuf {
    let to = folder.join(name);
    let from = fixture(name);
    if from.is_file() {
        let text = std::fs::read_to_string(&from).unwrap();
        assert!(text.contains(was));
        std::fs::write(&to, text.replace(was, is)).unwrap();
        return to;
    }
    std::fs::create_dir(&to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let mut text = std::fs::read_to_string(&path).unwrap();
        if path.ends_with(file) {
            assert!(text.contains(was));
            text = text.replace(was, is);
        }
        std::fs::write(to.join(path.file_name().unwrap()), text).unwrap();
    }
    to
}

on_both! {
    async fn json_is_imported_and_again_changes_nothing(app: TestApp) {
        let (centre, chief) = app.helpers("Example Workers' Centre").await;
        assert_eq!(counted(import(&app, fixture("services.json"), Some(centre)).await.unwrap()), [2, 0, 0]);
        let clinic = shown(&app, CLINIC).await;
        assert_eq!((&clinic["service_types"], &clinic["assured_date"]), (&json!(["wage_recovery"]), &json!("2026-10-01")));
        assert_eq!((&clinic["phones"][0]["number"], &clinic["phones"][1]["channel"]), (&json!("+63 2 5550 0100 ext. 100"), &json!("messenger")));
        assert_eq!((&clinic["time_zone"], &clinic["schedules"][0]["timezone"]), (&json!("Etc/GMT-8"), &json!(8.0)));
        assert_eq!((&clinic["service_areas"][0]["name"], &clinic["organization"]["year_incorporated"]), (&json!("PH"), &json!(2011)));
        assert_eq!(clinic["service_at_locations"][0]["id"], "6f1c9a52-1b7e-4b0e-8a51-0c2d3e4f5a06");
        assert_eq!(clinic["service_at_locations"][0]["location"]["id"], "6f1c9a52-1b7e-4b0e-8a51-0c2d3e4f5a07");
        assert_eq!(counted(import(&app, fixture("services.json"), Some(centre)).await.unwrap()), [0, 0, 2]);
        assert_eq!(shown(&app, CLINIC).await["last_modified"], clinic["last_modified"]);
        let folder = tempfile::tempdir().unwrap();
        let other = copy(folder.path(), "services.json", "", "Wage clinic", "Wage and visa clinic");
        assert_eq!(counted(import(&app, other, Some(centre)).await.unwrap()), [0, 1, 1]);
        assert_eq!(shown(&app, CLINIC).await["name"], "Wage and visa clinic");
        // The staff of the organisation look after it from now on, and see what the list changed.
        let events = chief.get(&format!("{}/{CLINIC}/events", super::SERVICES)).await.json();
        assert_eq!((&events["items"][0]["act"], &events["items"][0]["before"]["name"]), (&json!("imported"), &json!("Wage clinic")));
    }

    async fn tables_are_put_together_and_a_hidden_house_stays_hidden(app: TestApp) {
        assert_eq!(counted(import(&app, fixture("tables"), None).await.unwrap()), [3, 0, 0]);
        assert_eq!(counted(import(&app, fixture("tables"), None).await.unwrap()), [0, 0, 3]);
        let shelter = shown(&app, SHELTER).await;
        assert_eq!((&shelter["service_types"], &shelter["minimum_age"]), (&json!(["food", "shelter"]), &json!(18)));
        assert_eq!((&shelter["languages"][0]["code"], &shelter["phones"][0]["languages"][0]["code"]), (&json!("my"), &json!("km")));
        assert_eq!((&shelter["schedules"][0]["opens_at"], &shelter["time_zone"]), (&json!("18:00:00"), &json!("Asia/Bangkok")));
        assert_eq!(shelter["service_at_locations"][0]["location"]["redacted"], true);
        // The number of the house names the service as well: it is the house's all the same.
        let text = shelter.to_string();
        for word in ["Canal Walk", "+66 2 555 0188", "100.5012", "Sample Quarter"] {
            assert!(!text.contains(word), "{word}");
            assert!(app.where_is(word).await.is_empty(), "{word}");
        }
        assert_eq!(shelter["phones"].as_array().unwrap().len(), 1);
    }

    async fn every_fault_is_told_with_its_file_and_nothing_is_stored(app: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let broken = copy(folder.path(), "tables", "services.csv", "Asia/Bangkok", "Asia/Nowhere");
        std::fs::write(broken.join("service_areas.csv"), "id,service_id,name,extent,extent_type\n").unwrap();
        let refused = import(&app, broken, None).await.unwrap_err().to_string();
        assert!(refused.contains("services.csv: Night shelter: /time_zone unknown_time_zone"), "{refused}");
        assert!(refused.contains("services.csv: Language line: /areas"), "{refused}");
        app.get(&format!("/v1/hsds/services/{SHELTER}")).await.assert_problem(404, "not_found");
        let organizations = app.get("/v1/hsds/organizations?search=sample%20sisters").await.json();
        assert_eq!(organizations["total_items"], 0);
        let file = folder.path().join("broken.json");
        std::fs::write(&file, "[{]").unwrap();
        let refused = import(&app, file, None).await.unwrap_err().to_string();
        assert!(refused.contains("broken.json: "), "{refused}");
        let nowhere = import(&app, folder.path().join("nowhere"), None).await.unwrap_err().to_string();
        assert!(nowhere.contains("nowhere: "), "{nowhere}");
    }
}
