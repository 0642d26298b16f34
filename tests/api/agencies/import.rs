//! Importing registers: the real ones, and what newer lists do.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tulay::config::Config;
use tulay::start::{Sources, start};

use super::register::{HEADER, MAPPING, Register, agencies, import, refusal, report};
use super::{names, walk};
use crate::on_both;

const TRIAL: &str = "a trial: nothing was stored\n";

fn reference() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// What is said of the rows of the real lists, whether they are new or known.
fn about_rows_of(register: &str) -> &'static str {
    match register {
        "bd_bmet" => "  rejected   line 226: `rl_no` is empty\n",
        "vn_dolab" => {
            "  left out   row 19: a telephone without a digit
  left out   row 68: a telephone without a digit
"
        }
        _ => "",
    }
}

fn expected(counts: [&str; 3]) -> String {
    let registers = [
        ("bd_bmet of 2026-11-23", "1 rejected"),
        ("sg_mom of 2026-08-22", "0 rejected"),
        ("vn_dolab of 2026-11-23", "0 rejected"),
    ];
    let parts = registers.into_iter().zip(counts);
    let lines = parts.map(|((register, rejected), counts)| {
        let rows = about_rows_of(register.split(' ').next().unwrap());
        format!("{register}: {counts}, 0 duplicate, {rejected}, 0 missing\n{rows}")
    });
    lines.collect()
}

#[test]
fn the_real_registers_are_imported_whole_and_a_trial_stores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("tulay.db").display());
    let run = |arguments: &[&str]| report(&import(folder.path(), &url, &reference(), arguments));
    let added = expected([
        "249 added, 0 changed, 0 unchanged",
        "13 added, 0 changed, 0 unchanged",
        "180 added, 0 changed, 0 unchanged",
    ]);
    assert_eq!(run(&["--dry-run"]), format!("{added}{TRIAL}"));
    assert_eq!(run(&[]), added);
}

const FIRST_LIST: &str = "L1,Merantau Sample,1 Road,,,,,Aktif\n\
    L2,Bahtera Sample,2 Road,,,,,Aktif\n\
    L3,Cahaya Sample,3 Road,,,,,Aktif\n\
    L4,Delima Sample,4 Road,,,,,Aktif\n";

/// One row is new, one differs, one repeats another, one is broken, two name the same agency, and
/// one is gone.
const NEWER_LIST: &str = "L1,Merantau Jaya Sample,1 Road,,,,,Digantung\n\
    L2,Bahtera Sample,2 Road,,,,,Aktif\n\
    L2,Bahtera Sample,2  Road,,,,,Aktif\n\
    L3,Cahaya Sample,3 Road,,,,,somebody@mail.example\n\
    L5,Enggang Sample,5 Road,,,,,Aktif\n\
    L5,Falak Sample,5 Road,,,,,Aktif\n";

fn of_number(all: &[Value], number: &str) -> Value {
    let found = all.iter().find(|agency| agency["licence_number"] == number);
    found.cloned().unwrap()
}

on_both! {
    async fn the_start_imports_the_registers(app: TestApp) {
        for (country, count) in [("BD", 249), ("SG", 13), ("VN", 180)] {
            let all = walk(&app, &format!("/v1/agencies?country={country}&limit=100")).await;
            assert_eq!(all.len(), count, "{country}");
        }
    }

    async fn a_second_import_finds_every_row_unchanged(app: TestApp) {
        let before = walk(&app, "/v1/agencies?limit=100").await;
        let output = import(app.data_dir(), app.database_url(), &reference(), &[]);
        let unchanged = expected([
            "0 added, 0 changed, 249 unchanged",
            "0 added, 0 changed, 13 unchanged",
            "0 added, 0 changed, 180 unchanged",
        ]);
        assert_eq!(report(&output), unchanged);
        app.shared.services.public.forget();
        assert_eq!(walk(&app, "/v1/agencies?limit=100").await, before);
    }

    async fn every_row_of_a_newer_list_is_accounted_for(app: TestApp) {
        let register = Register::with_list(FIRST_LIST);
        assert_eq!(
            report(&register.import(&app, &[])),
            "my_test of 2026-01-10: 4 added, 0 changed, 0 unchanged, 0 duplicate, 0 rejected, 0 missing\n"
        );
        let expected = "my_test of 2026-02-01: 1 added, 1 changed, 1 unchanged, 1 duplicate, 2 rejected, 1 missing\n  \
             changed    line 2: Merantau Jaya Sample (name: Merantau Sample → Merantau Jaya Sample; status: valid → suspended)\n  \
             duplicate  line 4: repeats line 3\n  \
             rejected   line 5: `status` holds no status that the mapping knows\n  \
             rejected   line 7: names the same agency as line 6 (`l5`) and says something else\n  \
             missing    Delima Sample (`l4`)\n";
        assert_eq!(report(&register.import_newer(&app, "2026-02-01", NEWER_LIST)), expected);
        // Once more the same list: nothing is new, and what could not be taken over is told again.
        let again = report(&register.import_newer(&app, "2026-02-01", NEWER_LIST));
        assert!(again.contains("0 added, 0 changed, 3 unchanged, 1 duplicate, 2 rejected, 1 missing"), "{again}");
    }

    async fn a_newer_list_changes_what_differs_and_removes_nothing(app: TestApp) {
        let register = Register::with_list(FIRST_LIST);
        report(&register.import(&app, &[]));
        let before = agencies(&app).await;
        assert_eq!(
            names(&before),
            ["Bahtera Sample", "Cahaya Sample", "Delima Sample", "Merantau Sample"]
        );
        report(&register.import_newer(&app, "2026-02-01", NEWER_LIST));
        let after = agencies(&app).await;
        for number in ["L1", "L2", "L3", "L4"] {
            assert_eq!(of_number(&after, number)["id"], of_number(&before, number)["id"], "{number}");
        }
        assert_eq!(of_number(&after, "L1")["name"], "Merantau Jaya Sample");
        assert_eq!(of_number(&after, "L1")["licence_status"], "suspended");
        assert_eq!(of_number(&after, "L2")["retrieved_on"], "2026-02-01");
        // A row that is rejected says nothing new, and its agency is not missing.
        assert_eq!(of_number(&after, "L3"), of_number(&before, "L3"));
        assert_eq!(of_number(&after, "L4")["missing_from_list_since"], "2026-02-01");
        assert_eq!(of_number(&after, "L4")["licence_status"], "valid");
        assert_eq!(of_number(&after, "L5")["name"], "Enggang Sample");

        let found = app.get("/v1/agencies?search=jaya").await.json();
        assert_eq!(found["items"][0]["licence_number"], "L1");

        // Back on the list.
        let row = "L4,Delima Sample,4 Road,,,,,Aktif\n";
        report(&register.import_newer(&app, "2026-03-01", row));
        let delima = of_number(&agencies(&app).await, "L4");
        assert_eq!(delima["missing_from_list_since"], Value::Null);
        assert_eq!(delima["retrieved_on"], "2026-03-01");
    }

    async fn of_two_imports_at_once_one_finds_the_other_done(app: TestApp) {
        let register = Register::with_list(FIRST_LIST);
        let mut reports = register.import_twice(&app).map(|output| report(&output));
        reports.sort();
        assert!(reports[0].contains("0 added, 0 changed, 4 unchanged"), "{reports:?}");
        assert!(reports[1].contains("4 added, 0 changed, 0 unchanged"), "{reports:?}");
    }

    async fn of_two_rows_with_one_number_the_known_agency_is_kept(app: TestApp) {
        let register = Register::with_list("L1,Merantau Sample,1 Road,,,,,Aktif\n");
        report(&register.import(&app, &[]));
        let list = "L1,Rimba Sample,9 Road,,,,,Aktif\nL1,MERANTAU Sample,1 Road,,,,,Aktif\n";
        let text = report(&register.import_newer(&app, "2026-02-01", list));
        assert!(text.contains("rejected   line 2: names the same agency as line 3 (`l1`)"), "{text}");
        assert_eq!(names(&agencies(&app).await), ["MERANTAU Sample"]);
    }

    async fn what_cannot_be_imported_is_said_in_one_line_and_stores_nothing(app: TestApp) {
        let register = Register::with_list("L1,Merantau Sample,1 Road,,,,,Aktif\n");
        let row = "L9,Zamrud Sample,9 Road,,,,,Aktif\n";
        report(&register.import(&app, &[]));
        let refused = [
            (register.import_newer(&app, "2025-12-31", row),
             "my_test: the list of 2025-12-31 is older than the one in force, of 2026-01-10"),
            (register.import_newer(&app, "2999-01-01", row),
             "my_test: a list of 2999-01-01 cannot have been retrieved yet"),
            (register.import(&app, &["--register", "nowhere"]), "there is no register `nowhere`"),
            (register.import(&app, &["--file", "x.csv"]), "--register"),
        ];
        for (output, expected) in refused {
            let error = refusal(&output);
            assert!(error.contains(expected), "{error}");
        }
        register.put("list.csv", &HEADER.replace("phones", "phones,fax"));
        assert!(refusal(&register.import(&app, &[])).contains("list.csv: holds no rows"));
        register.put("list.csv", &format!("{},fax\nL1,A,,,,,,Aktif,7\n", HEADER.trim()));
        assert!(refusal(&register.import(&app, &[])).contains("the column `fax` is new"));
        register.put("my_test.toml", &MAPPING.replace("language", "tongue"));
        let error = refusal(&register.import(&app, &[]));
        assert!(error.contains("my_test.toml") && error.contains("unknown field `tongue`"), "{error}");
        assert_eq!(names(&agencies(&app).await), ["Merantau Sample"]);
    }
}

#[test]
fn a_second_start_writes_nothing_about_registers() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("tulay.db").display());
    let variables = [
        ("TULAY_DATA_DIR", folder.path().display().to_string()),
        ("DATABASE_URL", url),
        ("TULAY_REFERENCE_DIR", reference().display().to_string()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    let begin = || {
        let config = Config::from_variables(variables.clone()).unwrap();
        let shared = start(config, &Sources::default()).unwrap();
        let writes = shared.services.db.jobs_run().writes;
        shared.services.db.shutdown();
        writes
    };
    assert!(begin() >= 5);
    // The key of access tokens and the seal of the audit log are looked for in a transaction that may make them,
    // and so are the rules of triage.
    assert_eq!(begin(), 2);
}
