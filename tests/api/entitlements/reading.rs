//! What comes with the repository can be read; what has faults keeps the program from starting, and every fault is told.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tulay::entitlements::{Fault, read_library};
use tulay::platform::code_lists::CodeLists;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

fn lists() -> CodeLists {
    CodeLists::read_folder(&data().join("code-lists")).unwrap()
}

/// The reference data with something replaced in one file.
fn with(file: &str, changes: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for part in ["entitlements", "checks"] {
        std::fs::create_dir(folder.path().join(part)).unwrap();
        for entry in std::fs::read_dir(data().join(part)).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(
                &path,
                folder.path().join(part).join(path.file_name().unwrap()),
            )
            .unwrap();
        }
    }
    std::os::unix::fs::symlink(data().join("rights"), folder.path().join("rights")).unwrap();
    let path = folder.path().join(file);
    let mut text = std::fs::read_to_string(&path).unwrap();
    for (before, after) in changes {
        assert!(text.contains(before), "{file} has no {before}");
        text = text.replacen(before, after, 1);
    }
    std::fs::write(path, text).unwrap();
    folder
}

fn faults(folder: &TempDir) -> Vec<Fault> {
    read_library(folder.path(), &lists())
        .unwrap_err()
        .faults()
        .to_vec()
}

#[test]
fn what_comes_with_the_repository_has_no_faults() {
    let library = read_library(&data(), &lists());
    let library = library.unwrap_or_else(|refused| panic!("{refused}"));
    assert!(library.entitlements.len() >= 321);
    assert!(library.contract.is_some() && library.self_checks.len() == 1);
    let nothing = read_library(TempDir::new().unwrap().path(), &lists()).unwrap();
    assert!(nothing.entitlements.is_empty());
}

/// A change of the file of Malaysia, of which entitlement a fault is told, and what is told.
const FAULTY: [((&str, &str), &str, &str); 11] = [
    (
        (r#"kind = "minimum_wage""#, r#"kind = "least_wage""#),
        "my_minimum_wage_month_2025_02",
        "there is no kind",
    ),
    (
        (r#"sectors = ["T"]"#, r#"sectors = ["household"]"#),
        "my_",
        "code list sectors",
    ),
    (
        (r#"factor = "1.5""#, r#"factor = "0/0""#),
        "file",
        "neither a decimal nor a fraction",
    ),
    (
        (r#"currency = "MYR""#, r#"currency = "XXR""#),
        "my_minimum_wage_month_2025_02",
        "code list currencies",
    ),
    (
        (
            r#"article = "wages-malaysia""#,
            r#"article = "wages-nowhere""#,
        ),
        "my_",
        "there is no article",
    ),
    (
        (
            "effective_to = \"2025-07-31\"",
            "effective_to = \"2024-07-31\"",
        ),
        "my_",
        "ends before it begins",
    ),
    (
        ("monthly_wage / 26", "monthly_wage / days"),
        "my_overtime_normal_day",
        "no name that a formula may use",
    ),
    (
        (
            "conditions = [{ days_per_week = 6 }]",
            "conditions = [{ days_per_week = \"6\" }]",
        ),
        "my_minimum_wage_day_6_2025_08",
        "another type",
    ),
    (
        (
            "conditions = [{ days_per_week = 6 }]",
            "conditions = [{ height = 6 }]",
        ),
        "my_minimum_wage_day_6_2025_08",
        "is no condition",
    ),
    (
        ("code = \"my_passport\"", "code = \"my_wage_payment\""),
        "my_wage_payment",
        "there twice",
    ),
    (
        (
            "kind = \"minimum_wage\"",
            "kind = \"minimum_wage\"\nsurprise = true",
        ),
        "file",
        "surprise",
    ),
];

#[test]
fn every_fault_is_told_with_file_code_and_reason() {
    for (changes, code, reason) in FAULTY {
        let folder = with("entitlements/MY.toml", &[changes]);
        let faults = faults(&folder);
        let told = faults.iter().any(|fault| {
            fault.file.ends_with("MY.toml")
                && fault.code.starts_with(code)
                && fault.reason.contains(reason)
        });
        assert!(told, "{changes:?}: {faults:#?}");
    }
}

#[test]
fn a_version_that_was_published_never_changes() {
    let folder = with("checks/red-flags.1.toml", &[("score = 3", "score = 1")]);
    assert!(
        faults(&folder)
            .iter()
            .any(|fault| fault.reason.contains("published with other words"))
    );
    let folder = with("checks/contract.toml", &[("version = 2", "version = 3")]);
    assert!(
        faults(&folder)
            .iter()
            .any(|fault| fault.reason.contains("is not in published.txt"))
    );
    let folder = with(
        "checks/red-flags.1.toml",
        &[(
            "who = [\"agency\", \"person\", \"online\"]",
            "who = [\"nobody\"]",
        )],
    );
    assert!(
        faults(&folder)
            .iter()
            .any(|fault| fault.reason.contains("does not stand before"))
    );
}

#[test]
fn all_faults_are_told_at_once() {
    let folder = with(
        "entitlements/kinds.toml",
        &[("code = \"rest_break\"", "code = \"pause\"")],
    );
    let faults = faults(&folder);
    assert!(faults.len() > 8, "{faults:#?}");
    assert!(
        faults
            .iter()
            .any(|fault| fault.file.ends_with("contract.toml"))
    );
}
