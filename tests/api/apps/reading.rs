//! A file with faults is not used, and every fault is told.

use tempfile::TempDir;
use tulay::apps::read_apps;
use tulay::start::{Sources, start};

use super::shipped;

const APP: &str = "[[apps]]\napp = \"tulay-reference-client\"\nplatform = \"web\"\nminimum_version = \"0.1.0\"\nrecommended_version = \"0.1.0\"\n";

/// What is changed in the file that comes with the program, and what is told.
const FAULTY: [(&str, &str, &str); 10] = [
    (
        r#"minimum_version = "0.1.0""#,
        r#"minimum_version = "0.01""#,
        "a version is",
    ),
    (
        r#"minimum_version = "0.1.0""#,
        r#"minimum_version = "0.10.0""#,
        "older than its minimum",
    ),
    (
        r#"platform = "web""#,
        r#"platform = "phone""#,
        "unknown variant",
    ),
    (
        r#"platform = "web""#,
        "platform = \"web\"\nupdate_url = \"http://tulay.example/\"",
        "not https",
    ),
    (
        r#"app = "tulay-reference-client""#,
        r#"app = "Tulay!""#,
        "not a name",
    ),
    (
        r#"cover_title = "Weather""#,
        r#"cover_title = "Tulay""#,
        "safe_exit.en.cover_title: names the app",
    ),
    (
        r#"cover_title = "Weather""#,
        r#"cover_title = " ""#,
        "safe_exit.en.cover_title: needs 1 to 40",
    ),
    ("[safe_exit.en]", "[safe_exit.de]", "lacks en"),
    (
        "[safe_exit.fil]",
        "[safe_exit.tl]",
        "`tl` is not a language tag",
    ),
    (
        r#"button = "Weather""#,
        "button = \"Weather\"\nbotton = \"x\"",
        "unknown field",
    ),
];

fn with(before: &str, after: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("apps")).unwrap();
    let text = std::fs::read_to_string(shipped()).unwrap();
    assert!(text.contains(before), "{before}");
    let text = text.replacen(before, after, 1);
    std::fs::write(folder.path().join("apps/config.toml"), text).unwrap();
    folder
}

#[test]
fn what_comes_with_the_program_has_no_faults() {
    let file = read_apps(&shipped()).unwrap_or_else(|refused| panic!("{refused}"));
    assert_eq!((file.apps.len(), file.safe_exit.len()), (1, 13));
}

#[test]
fn each_fault_is_told() {
    for (before, after, told) in FAULTY {
        let folder = with(before, after);
        let refused = read_apps(&folder.path().join("apps/config.toml")).unwrap_err();
        assert!(refused.to_string().contains(told), "{after}: {refused}");
    }
    let twice = with(APP, &format!("{APP}{APP}"));
    let refused = read_apps(&twice.path().join("apps/config.toml")).unwrap_err();
    assert!(refused.faults[0].contains("is there twice"), "{refused}");
}

#[test]
fn a_file_with_faults_keeps_the_program_from_starting() {
    let folder = with(r#"cover_title = "Weather""#, r#"cover_title = "Tulay""#);
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for part in ["code-lists", "rights", "contacts"] {
        std::os::unix::fs::symlink(repository.join(part), folder.path().join(part)).unwrap();
    }
    let kept = TempDir::new().unwrap();
    let variables = [
        ("TULAY_DATA_DIR", kept.path().display().to_string()),
        ("TULAY_REFERENCE_DIR", folder.path().display().to_string()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    let config = tulay::config::Config::from_variables(variables).unwrap();
    let refused = start(config, &Sources::default()).err().unwrap();
    assert!(refused.to_string().contains("names the app"), "{refused}");
}
