use std::path::Path;

use super::*;

const MAPPING: &str = r#"
name = "xx_test"
country = "MY"
title = "A register"
regulator = "An authority"
language = "en"

[file]
path = "list.csv"
format = "csv"

[source]
name = "A place"
url = "https://register.example/list"
retrieved_on = "2026-11-01"
licence_note = "Facts."

[row]
key = ["number"]

[columns]
name = "name"
licence_number = "number"

[status]
listed_means = "valid"
"#;

fn lists() -> CodeLists {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
    CodeLists::read_folder(&folder).unwrap()
}

/// Reads a mapping from a file named as its `name` says.
fn read(text: &str) -> Result<Mapping, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("xx_test.toml");
    std::fs::write(&file, text).unwrap();
    Mapping::read(&file, &lists()).map_err(|error| error.to_string())
}

#[test]
fn a_mapping_is_read() {
    let mapping = read(MAPPING).unwrap();
    assert_eq!(mapping.list_path().file_name().unwrap(), "list.csv");
    assert_eq!(mapping.file.delimiter, ',');
    assert_eq!(mapping.status.on_unknown, OnUnknown::Reject);
    assert_eq!(Vec::from_iter(mapping.known_columns()), ["name", "number"]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one row per fault")]
fn what_is_wrong_with_a_mapping_is_said() {
    let cases = [
        (
            "name = \"xx_test\"",
            "name = \"yy\"",
            "`name` is `yy`, the file is `xx_test`",
        ),
        (
            "country = \"MY\"",
            "country = \"XX\"",
            "`country`: `XX` is not in the code list `countries`",
        ),
        (
            "country = \"MY\"",
            "country = \"MY\"\ncolour = 1",
            "unknown field `colour`",
        ),
        (
            "country = \"MY\"",
            "country = \"MY\"\nsectors = [\"ZZ\"]",
            "`sectors`: `ZZ` is not in",
        ),
        (
            "country = \"MY\"",
            "country = \"MY\"\ndestinations = [\"Q\"]",
            "`destinations`: `Q`",
        ),
        (
            "language = \"en\"",
            "language = \"english\"",
            "must be a language tag",
        ),
        (
            "path = \"list.csv\"",
            "path = \"../list.csv\"",
            "must name a file beside the mapping",
        ),
        (
            "format = \"csv\"",
            "format = \"xls\"",
            "unknown variant `xls`",
        ),
        (
            "format = \"csv\"",
            "format = \"csv\"\nencoding = \"utf-9\"",
            "`utf-9` is not known",
        ),
        ("2026-11-01", "2026-11-31", "not a date"),
        (
            "https://register.example/list",
            "register.example",
            "`source.url` must be an http",
        ),
        (
            "title = \"A register\"",
            "title = \" \"",
            "`title` must not be empty",
        ),
        (
            "key = [\"number\"]",
            "key = []",
            "`row.key` must name at least one column",
        ),
        (
            "key = [\"number\"]",
            "key = [\"no\"]",
            "the column `no` is neither used nor ignored",
        ),
        (
            "listed_means = \"valid\"",
            "listed_means = \"fine\"",
            "`status`: `fine` is not in the code list",
        ),
        (
            "listed_means = \"valid\"",
            "",
            "`status` needs `listed_means` or `column`",
        ),
        (
            "listed_means = \"valid\"",
            "listed_means = \"valid\"\ncolumn = \"name\"",
            "not both",
        ),
        (
            "listed_means = \"valid\"",
            "column = \"name\"\nwords = { \"Aktif\" = \"valid\", \"AKTIF\" = \"expired\" }",
            "`status.words` has `Aktif` twice",
        ),
    ];
    for (from, to, expected) in cases {
        assert!(MAPPING.contains(from), "{from}");
        let error = read(&MAPPING.replacen(from, to, 1)).unwrap_err();
        assert!(error.starts_with("register mapping "), "{error}");
        assert!(error.contains(expected), "{to}: {error}");
    }
}

#[test]
fn the_mappings_that_come_with_the_program_are_right() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/registers");
    let mappings = super::super::read_mappings(&folder, &lists()).unwrap();
    let names: Vec<&str> = mappings
        .iter()
        .map(|mapping| mapping.name.as_str())
        .collect();
    assert_eq!(names, ["bd_bmet", "sg_mom", "vn_dolab"]);
}
