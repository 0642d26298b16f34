//! The history of licences, and what is kept of each import.

use std::fmt::Write as _;

use diesel::connection::SimpleConnection as _;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tulay::platform::db::{Conn, DbError};

use super::register::{HEADER, Register, acts, id_of, refusal, report, runs};
use super::{items, walk};
use crate::harness::{Response, TestApp};
use crate::on_both;

const LIST: &str = "L1,Merantau Sample,1 Road,,,2025-01-01,2026-12-31,Aktif\n\
    L2,Bahtera Sample,2 Road,,,,,Aktif\n";

/// One row as it was, the same once more, and two that are broken.
const DIRTY_LIST: &str = "L1,Merantau Sample,1 Road,,,2025-01-01,2026-12-31,Aktif\n\
    L1,Merantau Sample,1 Road,,,2025-01-01,2026-12-31,Aktif\n\
    L2,Bahtera Sample,2 Road,,,,,Siti 012-3456789\n\
    L3,Cahaya Sample,3 Road,,,yesterday,,Aktif\n";

/// Renewed, suspended, reinstated, in another office, gone, and back.
const NEWER_LISTS: [(&str, &str); 6] = [
    (
        "2026-02-01",
        "L1,Merantau Sample,1 Road,,,2025-01-01,2027-12-31,Aktif\n",
    ),
    (
        "2026-03-01",
        "L1,Merantau Jaya Sample,1 Road,,,2025-01-01,2027-12-31,Digantung\n",
    ),
    (
        "2026-04-01",
        "L1,Merantau Jaya Sample,1 Road,,,2025-01-01,2027-12-31,Aktif\n",
    ),
    (
        "2026-05-01",
        "L1,Merantau Jaya Sample,7 Road,,,2025-01-01,2027-12-31,Aktif\n",
    ),
    ("2026-06-01", "L9,Enggang Sample,9 Road,,,,,Aktif\n"),
    (
        "2026-07-01",
        "L1,Merantau Jaya Sample,7 Road,,,2025-01-01,2027-12-31,Aktif\n",
    ),
];

fn suspended(run: &Value) -> Value {
    json!({
        "act": "suspended", "act_label": "Suspended", "observed_on": "2026-03-01",
        "name": "Merantau Jaya Sample", "licence_number": "L1", "status": "suspended",
        "status_label": "Suspended", "status_in_register": "Digantung",
        "status_basis": "stated", "valid_from": "2025-01-01", "expires_on": "2027-12-31",
        "missing_from_list_since": null, "run_id": run["id"]
    })
}

/// Everything that is stored about agencies, as their pages show it.
async fn everything(app: &TestApp) -> Vec<Value> {
    let mut all = walk(app, "/v1/agencies?country=MY&limit=100").await;
    for number in ["L1", "L2"] {
        let path = format!("/v1/agencies/{}/licences", id_of(app, number).await);
        all.extend(walk(app, &path).await);
    }
    all.extend(runs(app).await);
    all
}

on_both! {
    async fn a_licence_is_a_history_of_states_with_their_acts(app: TestApp) {
        let register = Register::with_list(LIST);
        report(&register.import(&app, &[]));
        let id = id_of(&app, "L1").await;
        for (day, list) in NEWER_LISTS {
            report(&register.import_newer(&app, day, list));
        }
        let history = items(&app.get(&format!("/v1/agencies/{id}/licences")).await);
        let told: Vec<(&str, &str, &str)> = history
            .iter()
            .map(|state| (
                state["act"].as_str().unwrap(),
                state["observed_on"].as_str().unwrap(),
                state["status"].as_str().unwrap(),
            ))
            .collect();
        // Another office is no other licence.
        assert_eq!(told, [
            ("returned_to_source", "2026-07-01", "valid"),
            ("missing_from_source", "2026-06-01", "valid"),
            ("reinstated", "2026-04-01", "valid"),
            ("suspended", "2026-03-01", "suspended"),
            ("renewed", "2026-02-01", "valid"),
            ("listed", "2026-01-10", "valid"),
        ]);
        assert_eq!(history[1]["missing_from_list_since"], "2026-06-01");
        assert_eq!(history[3], suspended(&runs(&app).await[4]));
        let paged = walk(&app, &format!("/v1/agencies/{id}/licences?limit=2")).await;
        assert_eq!(paged, history);
        let request = app.request(Method::GET, &format!("/v1/agencies/{id}/licences?limit=1"));
        let indonesian = Response::of(request.header("Accept-Language", "id")).await;
        assert_eq!(items(&indonesian)[0]["act_label"], "Ada lagi dalam daftar");
        app.get("/v1/agencies/0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61/licences").await
            .assert_problem(404, "not_found");
    }

    async fn every_import_is_kept_also_one_that_was_refused(app: TestApp) {
        let register = Register::with_list(LIST);
        report(&register.import(&app, &[]));
        report(&register.import_newer(&app, "2026-02-01", DIRTY_LIST));
        report(&register.import_newer(&app, "2026-02-01", DIRTY_LIST));
        refusal(&register.import_newer(&app, "2026-01-31", DIRTY_LIST));
        let all = runs(&app).await;
        let outcomes: Vec<&Value> = all.iter().map(|run| &run["outcome"]).collect();
        assert_eq!(outcomes, ["refused", "imported", "imported", "imported"]);
        assert_eq!(all[0]["refusal"], "older_than_in_force");
        assert_eq!(all[0]["refusal_label"], "The list is older than the one in force");
        assert_eq!(all[3]["obtained"], "shipped");
        assert_eq!(all[3]["counts"]["added"], 2);
        let counts = json!({
            "rows": 4, "added": 0, "changed": 0, "unchanged": 1, "duplicates": 1,
            "rejected": 2, "left_out": 0, "missing": 0, "returned": 0, "doubtful": 0
        });
        // The same list again changes nothing; that it came is kept.
        assert_eq!((&all[2]["counts"], &all[1]["counts"]), (&counts, &counts));
        assert_eq!(all[1]["content_sha256"], all[2]["content_sha256"]);
        let paged = walk(&app, "/v1/registers/my_test/runs?limit=3").await;
        assert_eq!(paged, all);
        for nowhere in ["nowhere", "a%00b", "MY_TEST", "%F0%9F%8F%97"] {
            let path = format!("/v1/registers/{nowhere}/runs");
            app.get(&path).await.assert_problem(404, "not_found");
        }
    }

    async fn a_run_shows_where_faults_are_and_nothing_of_what_stands_there(app: TestApp) {
        let register = Register::with_list(LIST);
        report(&register.import(&app, &[]));
        report(&register.import_newer(&app, "2026-02-01", DIRTY_LIST));
        let run = runs(&app).await[0].clone();
        let bytes = format!("{HEADER}{DIRTY_LIST}");
        let hash = Sha256::digest(&bytes).iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        });
        assert_eq!(run["content_sha256"], hash);
        assert_eq!(run["content_bytes"], bytes.len());
        assert_eq!(run["faults"], json!([
            { "line": 3, "row": null, "code": "repeats_row", "column": null },
            { "line": 4, "row": null, "code": "status_unknown", "column": "status" },
            { "line": 5, "row": null, "code": "date_unreadable", "column": "from" }
        ]));
        let text = run.to_string();
        for secret in ["Siti", "012-3456789", "yesterday", "newer.csv"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }

    async fn a_trial_tells_every_difference_and_stores_nothing(app: TestApp) {
        let register = Register::with_list(LIST);
        report(&register.import(&app, &[]));
        let before = everything(&app).await;
        let list = "L1,Merantau Sample,5 Road,,,2025-01-01,2027-12-31,Aktif\n\
            L3,Cahaya Sample,3 Road,,,,,Aktif\n";
        let file = register.put("trial.csv", &format!("{HEADER}{list}")).display().to_string();
        let arguments = [
            "--register", "my_test", "--file", &file, "--retrieved-on", "2026-02-01", "--dry-run",
        ];
        assert_eq!(
            report(&register.import(&app, &arguments)),
            "my_test of 2026-02-01: 1 added, 1 changed, 0 unchanged, 0 duplicate, 0 rejected, 1 missing\n  \
             added      line 3: Cahaya Sample\n  \
             changed    line 2: Merantau Sample (expires on: 2026-12-31 → 2027-12-31; address)\n  \
             missing    Bahtera Sample (`l2`)\n\
             a trial: nothing was stored\n"
        );
        assert_eq!(everything(&app).await, before);
    }

    async fn the_registers_say_how_old_and_how_whole_they_are(app: TestApp) {
        let all = items(&app.get("/v1/registers").await);
        let names: Vec<&Value> = all.iter().map(|register| &register["register"]).collect();
        assert_eq!(names, ["bd_bmet", "sg_mom", "vn_dolab"]);
        for register in &all {
            assert_eq!(register["is_official"], false);
            assert_eq!(register["is_complete"], false);
            assert_eq!(register["last_run"]["outcome"], "imported");
            assert_eq!(register["missing"], 0);
        }
        assert_eq!(all[0]["listed"], 249);
        assert_eq!(all[1]["source"]["retrieved_on"], "2026-08-22");
        assert!(all[1]["age_days"].as_u64().unwrap() > 90);
        assert_eq!(all[2]["has_licence_numbers"], false);
        let runs = items(&app.get("/v1/registers/bd_bmet/runs").await);
        assert_eq!(runs[0]["faults"], json!([
            { "line": 226, "row": null, "code": "cell_empty", "column": "rl_no" }
        ]));
    }

    async fn what_was_known_before_histories_is_their_first_state(app: TestApp) {
        let register = Register::with_list(LIST);
        report(&register.import(&app, &[]));
        let take_over = |conn: &mut Conn| -> Result<(), DbError> {
            let migration = match conn {
                #[cfg(feature = "postgres")]
                Conn::Postgres(_) => include_str!(
                    "../../../migrations/postgres/2026-11-24-000012_licence_history/up.sql"
                ),
                Conn::Sqlite(_) => include_str!(
                    "../../../migrations/sqlite/2026-11-24-000012_licence_history/up.sql"
                ),
            };
            let begin = migration.find("INSERT INTO licence_states").unwrap();
            let statement = migration[begin..].split_inclusive(';').next().unwrap();
            Ok(conn.batch_execute(&format!("DELETE FROM licence_states; {statement}"))?)
        };
        app.shared.services.db.write(take_over).await.unwrap();
        let id = id_of(&app, "L1").await;
        let history = items(&app.get(&format!("/v1/agencies/{id}/licences")).await);
        assert_eq!(history.len(), 1);
        assert_eq!(history[0]["act"], "taken_over");
        assert_eq!(history[0]["expires_on"], "2026-12-31");
        assert_eq!(history[0]["observed_on"], "2026-01-10");
        assert_eq!(history[0]["run_id"], Value::Null);
        report(&register.import_newer(&app, "2026-02-01", "L1,Merantau Sample,,,,,,Digantung\n"));
        assert_eq!(acts(&app, &id).await, ["suspended", "taken_over"]);
    }
}
