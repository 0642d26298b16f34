//! CSV and PDF: the same figures in other forms.

use std::collections::BTreeMap;
use std::io::Read as _;

use serde_json::{Value, json};

use super::{LATER, PUBLIC, STAFF, THEN, id_of, inspector, inspectorate, set_clock};
use crate::harness::TestApp;
use crate::on_both;

const LANGUAGES: [&str; 8] = ["en", "fil", "id", "km", "ms", "my", "th", "vi"];

fn lines(body: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(body);
    let read = |row: Result<csv::StringRecord, csv::Error>| {
        row.unwrap().iter().map(str::to_owned).collect()
    };
    reader.records().map(read).collect()
}

/// Every number of a report by table, row and column.
fn numbers(content: &Value) -> BTreeMap<(String, String, String), String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut found = BTreeMap::new();
    for table in content["tables"].as_array().unwrap() {
        let total = json!({ "code": "total", "values": table["total"] });
        let rows = table["rows"].as_array().unwrap().iter().chain([&total]);
        for row in rows {
            let columns = table["columns"].as_array().unwrap().iter();
            for (column, value) in columns.zip(row["values"].as_array().unwrap()) {
                let at = (text(&table["code"]), text(&row["code"]), text(column));
                let value = value
                    .as_i64()
                    .map_or_else(String::new, |own| own.to_string());
                found.insert(at, value);
            }
        }
    }
    found
}

/// The JSON that is attached to a PDF.
fn attached(pdf: &[u8]) -> Value {
    let mut from = 0;
    let find = |from: usize, what: &[u8]| {
        let at = pdf[from..].windows(what.len()).position(|own| own == what);
        at.map(|at| from + at)
    };
    while let Some(start) = find(from, b"stream\n") {
        let start = start + b"stream\n".len();
        let end = find(start, b"endstream").unwrap();
        let mut whole = String::new();
        let mut decoder = flate2::read::ZlibDecoder::new(&pdf[start..end]);
        if decoder.read_to_string(&mut whole).is_ok()
            && let Ok(value @ Value::Object(_)) = serde_json::from_str(&whole)
        {
            return value;
        }
        from = end + b"endstream".len();
    }
    panic!("nothing is attached");
}

async fn with_something(app: &TestApp) {
    app.injuries(7, "F").await;
    app.harm("fatality", json!({})).await;
}

on_both! {
    async fn the_table_has_every_number_and_is_safe_to_open(app: TestApp) {
        set_clock(&app, THEN);
        let own = inspectorate(&app).await;
        with_something(&app).await;
        let sita = inspector(&app, own).await;
        let staff = json!([{ "title": "=HYPERLINK(\"https://evil.example\")", "is_inspector": true, "women": 1, "men": 0 }]);
        sita.state(&json!({ "staff": staff, "convictions": 3 })).await.assert_status(200);
        for view in ["exact", "published"] {
            let content = sita.annual(&format!("view={view}")).await["content"].clone();
            let answer = sita.get(&format!("{STAFF}/2027/csv?view={view}")).await;
            answer.assert_status(200);
            assert_eq!(answer.header("content-type"), Some("text/csv"));
            let mut expected = numbers(&content);
            let mut written = BTreeMap::new();
            for line in lines(&answer.body) {
                assert_eq!((line.len(), line[0].as_str(), line[1].as_str()), (10, "2027", ""));
                assert!(line.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{line:?}");
                let row = line[4].strip_prefix('\'').unwrap_or(&line[4]).to_owned();
                if line[3] == "written" {
                    written.insert(row, line[7].clone());
                } else {
                    let value = expected.remove(&(line[3].clone(), row, line[6].clone()));
                    assert_eq!(value.as_ref(), Some(&line[7]), "{line:?}");
                }
            }
            assert!(expected.is_empty(), "not in the table: {expected:?}");
            assert_eq!((written["convictions"].as_str(), written["young_workers"].as_str()), ("3", ""));
        }
    }

    async fn it_is_printed_in_every_language_with_what_it_says_attached(app: TestApp) {
        set_clock(&app, THEN);
        let own = inspectorate(&app).await;
        with_something(&app).await;
        set_clock(&app, LATER);
        let sita = inspector(&app, own).await;
        let id = id_of(&sita.publish().await);
        let shown = app.get(&format!("{PUBLIC}/{id}")).await.json();
        let mut sizes = Vec::new();
        for language in LANGUAGES {
            let pdf = app.get(&format!("{PUBLIC}/{id}/pdf?language={language}")).await;
            pdf.assert_status(200);
            assert_eq!(pdf.header("content-type"), Some("application/pdf"));
            assert!(pdf.body.starts_with(b"%PDF-"));
            assert_eq!(attached(&pdf.body), shown["content"], "{language}");
            let again = app.get(&format!("{PUBLIC}/{id}/pdf?language={language}")).await;
            assert_eq!(again.body, pdf.body, "the same is the same bytes");
            sizes.push(pdf.body.len());
        }
        sizes.dedup();
        assert_eq!(sizes.len(), LANGUAGES.len(), "each language prints something else");
        let exact = sita.get(&format!("{STAFF}/2027/pdf?edition=1&view=exact")).await;
        let kept = sita.annual("edition=1").await;
        assert_eq!(attached(&exact.body), kept["content"]);
        let csv = app.get(&format!("{PUBLIC}/{id}/csv")).await;
        csv.assert_status(200);
        assert!(lines(&csv.body).iter().all(|line| line[1] == "1"));
        let refused = app.get(&format!("{PUBLIC}/{id}/pdf?language=xx")).await;
        let fault = ("/query/language".to_owned(), "unknown_value".to_owned());
        assert_eq!(refused.faults(), [fault]);
    }
}
