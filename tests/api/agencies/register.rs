//! A made-up register, and the command that imports it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::items;
use crate::harness::TestApp;

pub const MAPPING: &str = r#"
name = "my_test"
country = "MY"
title = "Register of sample agencies"
regulator = "Sample Authority"
regulator_url = "https://authority.example/"
language = "ms"
destinations = ["SG", "MY"]
sectors = ["F"]

[file]
path = "list.csv"
format = "csv"

[source]
name = "A sample"
url = "https://register.example/list"
retrieved_on = "2026-01-10"
licence_note = "Invented for a test."

[row]
key = ["number"]

[columns]
name = "name"
licence_number = "number"
address = "address"
telephones = "phones"
website = "web"
valid_from = "from"
expires_on = "until"

[telephones]
country_code = "60"
national_numbers = [{ begins = "3", digits = 9 }]

[status]
column = "status"
words = { "Aktif" = "valid", "Digantung" = "suspended" }
"#;

pub const HEADER: &str = "number,name,address,phones,web,from,until,status\n";

/// A folder of reference data with one made-up register.
pub struct Register {
    folder: TempDir,
}

impl Register {
    pub fn with_list(list: &str) -> Self {
        let register = Self::with_mapping(MAPPING);
        register.put("list.csv", &format!("{HEADER}{list}"));
        register
    }

    pub fn with_mapping(mapping: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let lists = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        std::os::unix::fs::symlink(lists, folder.path().join("code-lists")).unwrap();
        std::fs::create_dir(folder.path().join("registers")).unwrap();
        let register = Self { folder };
        register.put("my_test.toml", mapping);
        register
    }

    /// Where its mapping file lies.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("registers")
    }

    pub fn put(&self, file: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join("registers").join(file);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Runs `tulay import agencies` on the app's database.
    pub fn import(&self, app: &TestApp, arguments: &[&str]) -> Output {
        let output = import(
            app.data_dir(),
            app.database_url(),
            self.folder.path(),
            arguments,
        );
        // The command is another process, and the app keeps its answers for a minute.
        app.shared.services.public.forget();
        output
    }

    /// Runs it twice at the same time.
    pub fn import_twice(&self, app: &TestApp) -> [Output; 2] {
        let begin = || {
            let mut command = command(app.data_dir(), app.database_url(), self.folder.path());
            command.spawn().unwrap()
        };
        [begin(), begin()].map(|child| child.wait_with_output().unwrap())
    }

    /// Imports a newer list.
    pub fn import_newer(&self, app: &TestApp, day: &str, list: &str) -> Output {
        let file = self.put("newer.csv", &format!("{HEADER}{list}"));
        let file = file.display().to_string();
        let arguments = [
            "--register",
            "my_test",
            "--file",
            &file,
            "--retrieved-on",
            day,
        ];
        self.import(app, &arguments)
    }
}

/// Runs `tulay import agencies`.
pub fn import(data_dir: &Path, url: &str, reference: &Path, arguments: &[&str]) -> Output {
    command(data_dir, url, reference)
        .args(arguments)
        .output()
        .unwrap()
}

fn command(data_dir: &Path, url: &str, reference: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tulay"));
    command
        .args(["import", "agencies"])
        .env("TULAY_DATA_DIR", data_dir)
        .env("DATABASE_URL", url)
        .env("TULAY_REFERENCE_DIR", reference)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[track_caller]
pub fn report(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
pub fn refusal(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The agencies of the made-up register.
pub async fn agencies(app: &TestApp) -> Vec<Value> {
    items(&app.get("/v1/agencies?country=MY&limit=100").await)
}

/// The agency of the made-up register that has this number.
pub async fn of_number(app: &TestApp, number: &str) -> Value {
    let all = agencies(app).await;
    let found = all.iter().find(|agency| agency["licence_number"] == number);
    found.cloned().unwrap_or_default()
}

/// The id of that agency.
pub async fn id_of(app: &TestApp, number: &str) -> String {
    let found = of_number(app, number).await;
    found["id"].as_str().unwrap().to_owned()
}

/// What was done to an agency's licence, newest first.
pub async fn acts(app: &TestApp, agency: &str) -> Vec<String> {
    let history = items(&app.get(&format!("/v1/agencies/{agency}/licences")).await);
    let act = |state: &Value| state["act"].as_str().unwrap().to_owned();
    history.iter().map(act).collect()
}

/// What came of each list of the made-up register, newest first.
pub async fn runs(app: &TestApp) -> Vec<Value> {
    items(&app.get("/v1/registers/my_test/runs?limit=100").await)
}
