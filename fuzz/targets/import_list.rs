//! Lists of workplaces (CSV): the whole of them by the mapping, then each row by our columns.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tulay::establishments::{Mapping, Row, read_list};
use tulay::platform::table::{Form, Format, Table};

const MOST_ROWS: usize = 1000;

fuzz_target!(|bytes: &[u8]| {
    let country = || ("SG".to_owned(), "a-list".to_owned());
    let whole = read_list(bytes, &Mapping::default(), country(), MOST_ROWS);
    for (format, encoding, delimiter) in [
        (Format::Csv, "utf-8", ','),
        (Format::Csv, "windows-1252", ';'),
        (Format::Json, "utf-8", ','),
    ] {
        let form = Form {
            format,
            encoding,
            delimiter,
            rows: "",
        };
        let Ok(table) = Table::read(bytes, form) else {
            continue;
        };
        for (_, cells) in &table.rows {
            let Ok(cells) = cells else { continue };
            let row = Row {
                country: "SG",
                columns: &table.columns,
                cells,
            };
            let _ = (row.key(), row.stated(), row.country_only());
        }
    }
    drop(whole);
});
