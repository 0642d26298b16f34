//! A file of what sources say of agencies beside their registers.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use super::{editor, page, source, two};
use crate::agencies::items;
use crate::agencies::register::report;
use crate::harness::TestApp;
use crate::on_both;

fn import(app: &TestApp, lines: &[String], arguments: &[&str]) -> Output {
    let file = app.data_dir().join("relations.ndjson");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_tulay"))
        .args(["import", "relations"])
        .arg(&file)
        .args(arguments)
        .env("TULAY_DATA_DIR", app.data_dir())
        .env("DATABASE_URL", app.database_url())
        .env(
            "TULAY_REFERENCE_DIR",
            Path::new(env!("CARGO_MANIFEST_DIR")).join("data"),
        )
        .output()
        .unwrap();
    std::fs::remove_file(&file).unwrap();
    app.shared.services.public.forget();
    output
}

fn line(number: &str, kind: &str, said: &Value) -> String {
    let agency = json!({ "country": "MY", "licence_number": number });
    let mut line = json!({ "agency": agency });
    line[kind] = said.clone();
    line.to_string()
}

fn with_source(mut said: Value) -> Value {
    said["source"] = source();
    said
}

fn all() -> Vec<String> {
    let said = [
        (
            "name",
            json!({ "name": "বাহতেরা নমুনা", "language": "bn", "kind": "local_script" }),
        ),
        (
            "branch",
            json!({ "address": "7 Sample Road", "country": "MY" }),
        ),
        (
            "principal",
            json!({ "name": "Example Shipyard", "country": "SG" }),
        ),
        (
            "job_order",
            json!({ "number": "JO-1", "principal": "Example Shipyard", "destination": "SG",
            "occupation": "7212", "approved_on": "2026-01-01", "status": "approved" }),
        ),
        (
            "sanction",
            json!({ "kind": "fine", "since": "2026-01-01", "authority": "Sample Authority" }),
        ),
        (
            "certificate",
            json!({ "scheme": "iris", "issued_by": "Sample Certifier", "valid_from": "2026-01-01" }),
        ),
        (
            "sub_agent",
            json!({ "name": "Village Desk (made up)", "is_person": false, "said_by": "register" }),
        ),
        (
            "predecessor",
            json!({ "agency": { "country": "MY", "licence_number": "l-1" }, "kind": "renamed" }),
        ),
    ];
    said.map(|(kind, said)| line("L2", kind, &with_source(said)))
        .to_vec()
}

on_both! {
    async fn every_kind_comes_from_a_file_and_the_same_file_changes_nothing(app: TestApp) {
        let (_register, earlier, agency) = two(&app).await;
        let trial = report(&import(&app, &all(), &["--dry-run"]));
        assert!(trial.contains("8 added, 0 changed, 0 unchanged, 0 rejected"), "{trial}");
        assert_eq!(page(&app, &agency).await["badges"], json!([]));
        let text = report(&import(&app, &all(), &[]));
        assert!(text.contains("8 added, 0 changed, 0 unchanged, 0 rejected"), "{text}");
        for list in ["names", "branches", "principals", "job-orders", "sanctions", "certificates", "sub-agents"] {
            let shown = items(&app.get(&format!("/v1/agencies/{agency}/{list}")).await);
            assert_eq!((shown.len(), &shown[0]["source"]), (1, &source()), "{list}");
        }
        let shown = page(&app, &agency).await;
        assert_eq!(shown["badges"].as_array().unwrap().len(), 2);
        // A file does not decide who came out of whom.
        assert_eq!(shown["predecessors"], json!([]));
        let editor = editor(&app).await;
        let waiting = items(&editor.get("/v1/staff/agency-successions").await);
        assert_eq!(waiting[0]["reasons"], json!(["stated_by_source"]));
        assert_eq!((&waiting[0]["earlier"]["agency_id"], &waiting[0]["kind"]), (&json!(earlier), &json!("renamed")));
        assert_eq!(waiting[0]["source"], source());

        let again = report(&import(&app, &all(), &[]));
        assert!(again.contains("0 added, 0 changed, 8 unchanged, 0 rejected"), "{again}");
        let lifted = with_source(json!({ "kind": "fine", "since": "2026-01-01", "lifted_on": "2026-02-01", "authority": "Sample Authority" }));
        let changed = report(&import(&app, &[line("L2", "sanction", &lifted)], &[]));
        assert!(changed.contains("0 added, 1 changed"), "{changed}");
    }

    async fn a_line_that_is_wrong_is_told_with_its_place_and_the_others_are_taken(app: TestApp) {
        let (_register, _, agency) = two(&app).await;
        let fine = |member: &str, value: Value| {
            let mut said = with_source(json!({ "kind": "fine", "since": "2026-01-01", "authority": "Sample Authority" }));
            said[member] = value;
            said
        };
        let lines = [
            line("L2", "sanction", &fine("kind", json!("fine"))),
            String::new(),
            "not JSON".to_owned(),
            line("L2", "sanction", &fine("kind", json!("frown"))),
            line("L2", "sanction", &fine("until", json!("2025-01-01"))),
            line("L2", "sanction", &fine("colour", json!("red"))),
            line("L99", "sanction", &fine("kind", json!("fine"))),
            line("L2", "rumour", &fine("kind", json!("fine"))),
            json!({ "sanction": fine("kind", json!("fine")) }).to_string(),
            line("L2", "predecessor", &with_source(json!({ "agency": { "country": "MY", "licence_number": "L2" }, "kind": "renamed" }))),
            line("L2", "predecessor", &with_source(json!({ "agency": { "name": "Somebody" }, "kind": "renamed" }))),
        ];
        let text = report(&import(&app, &lines, &[]));
        for told in [
            "1 added, 0 changed, 0 unchanged, 9 rejected",
            "line 3: is not a JSON object",
            "line 4: /kind unknown_code",
            "line 5: /until ends_before_it_begins",
            "line 6: /colour unknown_member",
            "line 7: /agency unknown_agency",
            "line 8: /rumour unknown_member",
            "line 9: /agency missing_member",
            "line 10: /predecessor/agency is the agency itself",
            "line 11: /predecessor/agency must be",
        ] {
            assert!(text.contains(told), "{told}\n{text}");
        }
        assert_eq!(page(&app, &agency).await["badges"].as_array().unwrap().len(), 1);
        let missing = Command::new(env!("CARGO_BIN_EXE_tulay")).args(["import", "relations", "/nowhere.ndjson"])
            .env("TULAY_DATA_DIR", app.data_dir()).env("DATABASE_URL", app.database_url()).output().unwrap();
        assert!(!missing.status.success());
    }
}
