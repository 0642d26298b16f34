//! Reading a list (CSV or JSON) into rows, before anything is known about what its columns mean.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use encoding_rs::Encoding;
use serde::Deserialize;
use serde_json::Value;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Lines of cells below a line of column names.
    Csv,
    /// An array of flat objects.
    Json,
}

/// The form of a list.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    /// Of which kind it is.
    pub format: Format,
    /// Its character encoding, by a name of the WHATWG standard.
    pub encoding: &'a str,
    /// What stands between two cells of a CSV line.
    pub delimiter: char,
    /// Where the array of rows is inside a JSON document (RFC 6901); empty: it is the document.
    pub rows: &'a str,
}

/// Where a row stands in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The line of a CSV file on which the row begins.
    Line(u64),
    /// The place in a JSON array, counted from 1.
    Row(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Row(row) => write!(f, "row {row}"),
        }
    }
}

/// A row's cells by column, or why it has none.
pub type Cells = Result<BTreeMap<String, String>, String>;

/// A list as it was found.
#[derive(Debug)]
pub struct Table {
    /// The names of its columns.
    pub columns: BTreeSet<String>,
    /// Its rows, each with its place.
    pub rows: Vec<(Place, Cells)>,
}

impl Table {
    /// Reads the bytes of a list; what is wrong with the whole of it is an error, what is wrong
    /// with one row is told with the row.
    pub fn read(bytes: &[u8], form: Form<'_>) -> Result<Self, String> {
        let encoding = Encoding::for_label(form.encoding.as_bytes())
            .ok_or_else(|| format!("the encoding `{}` is not known", form.encoding))?;
        let (text, _, had_errors) = encoding.decode(bytes);
        if had_errors {
            return Err(format!("is not written in {}", encoding.name()));
        }
        match form.format {
            Format::Csv => Self::read_csv(&text, form.delimiter),
            Format::Json => Self::read_json(&text, form.rows),
        }
    }

    fn read_csv(text: &str, delimiter: char) -> Result<Self, String> {
        let delimiter = u8::try_from(delimiter).map_err(|error| error.to_string())?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|error| error.to_string())?;
        let headers: Vec<String> = headers.iter().map(|name| name.trim().to_owned()).collect();
        let columns: BTreeSet<String> = headers.iter().cloned().collect();
        if columns.len() != headers.len() {
            return Err("two columns have the same name".to_owned());
        }
        let mut rows = Vec::new();
        let mut lines = Lines::of(text);
        for record in reader.records() {
            let record = record.map_err(|error| error.to_string())?;
            let begin = record.position().map_or(0, csv::Position::byte);
            let place = Place::Line(lines.at(begin));
            rows.push((place, csv_cells(&headers, &record)));
        }
        Ok(Self { columns, rows })
    }

    fn read_json(text: &str, pointer: &str) -> Result<Self, String> {
        let document: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let rows = document.pointer(pointer).and_then(Value::as_array);
        let rows = rows.ok_or_else(|| format!("there is no array of rows at `{pointer}`"))?;
        let mut table = Self {
            columns: BTreeSet::new(),
            rows: Vec::with_capacity(rows.len()),
        };
        for (number, row) in (1..).zip(rows) {
            let cells = json_cells(row);
            if let Ok(cells) = &cells {
                table.columns.extend(cells.keys().cloned());
            }
            table.rows.push((Place::Row(number), cells));
        }
        Ok(table)
    }
}

/// Counts lines; the reader's own count is one too few where lines end with CR and LF.
struct Lines<'a> {
    rest: &'a [u8],
    counted: u64,
    line: u64,
}

impl<'a> Lines<'a> {
    const fn of(text: &'a str) -> Self {
        Self {
            rest: text.as_bytes(),
            counted: 0,
            line: 1,
        }
    }

    /// The line of the first character at or after a byte that ends no line; bytes only grow.
    fn at(&mut self, byte: u64) -> u64 {
        while let Some((first, rest)) = self.rest.split_first() {
            if self.counted >= byte && !matches!(first, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(*first == b'\n');
            self.counted += 1;
            self.rest = rest;
        }
        self.line
    }
}

fn csv_cells(headers: &[String], record: &csv::StringRecord) -> Cells {
    if record.len() == headers.len() {
        let cells = headers
            .iter()
            .cloned()
            .zip(record.iter().map(str::to_owned));
        return Ok(cells.collect());
    }
    let reason = format!("has {} cells instead of {}", record.len(), headers.len());
    // An opening quotation mark without its fellow swallows the lines that follow.
    let breaks: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
    Err(if breaks == 0 {
        reason
    } else {
        format!("{reason}, over {} lines", breaks + 1)
    })
}

fn json_cells(row: &Value) -> Cells {
    let Value::Object(members) = row else {
        return Err("is not an object".to_owned());
    };
    let mut cells = BTreeMap::new();
    for (name, value) in members {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Array(_) | Value::Object(_) => {
                return Err(format!("`{name}` holds more than a text"));
            }
        };
        cells.insert(name.clone(), text);
    }
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(delimiter: char) -> Form<'static> {
        Form {
            format: Format::Csv,
            encoding: "utf-8",
            delimiter,
            rows: "",
        }
    }

    fn json(rows: &str) -> Form<'_> {
        Form {
            format: Format::Json,
            rows,
            ..csv(',')
        }
    }

    #[test]
    fn a_csv_row_keeps_its_line_and_a_short_or_swallowed_one_is_told() {
        let text = "\u{FEFF}id;name\n1;\"two\nlines\"\n2\n3;ok\n4;\"open\n5;ok";
        let table = Table::read(text.as_bytes(), csv(';')).unwrap();
        assert_eq!(Vec::from_iter(&table.columns), ["id", "name"]);
        let places: Vec<String> = table.rows.iter().map(|(p, _)| p.to_string()).collect();
        assert_eq!(places, ["line 2", "line 4", "line 5", "line 6"]);
        assert_eq!(table.rows[0].1.as_ref().unwrap()["name"], "two\nlines");
        assert_eq!(
            table.rows[1].1.as_ref().unwrap_err(),
            "has 1 cells instead of 2"
        );
        assert_eq!(table.rows[3].1.as_ref().unwrap()["name"], "open\n5;ok");
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        let text = "a\r\n1\r\n\r\n\"x\r\ny\"\r\n2\r\n";
        let table = Table::read(text.as_bytes(), csv(',')).unwrap();
        let places: Vec<Place> = table.rows.iter().map(|(place, _)| *place).collect();
        assert_eq!(places, [Place::Line(2), Place::Line(4), Place::Line(6)]);
    }

    #[test]
    fn a_json_row_may_lie_deeper_and_must_be_flat() {
        let text = br#"{"data":[{"a":"x","b":1},{"a":null},["a"],{"a":{}}]}"#;
        let table = Table::read(text, json("/data")).unwrap();
        assert_eq!(table.rows[0].1.as_ref().unwrap()["b"], "1");
        assert_eq!(table.rows[1].1.as_ref().unwrap()["a"], "");
        assert_eq!(table.rows[2].1.as_ref().unwrap_err(), "is not an object");
        assert_eq!(
            table.rows[3],
            (Place::Row(4), Err("`a` holds more than a text".to_owned()))
        );
        let nowhere = Table::read(text, json("")).unwrap_err();
        assert_eq!(nowhere, "there is no array of rows at ``");
    }

    #[test]
    fn other_encodings_are_read_and_wrong_ones_refused() {
        let read = |encoding: &str, bytes: &[u8]| {
            let form = Form {
                encoding,
                ..csv(',')
            };
            Table::read(bytes, form)
        };
        let table = read("windows-1252", b"name\nCaf\xE9\n").unwrap();
        assert_eq!(table.rows[0].1.as_ref().unwrap()["name"], "Café");
        assert_eq!(
            read("utf-8", b"name\nCaf\xE9\n").unwrap_err(),
            "is not written in UTF-8"
        );
    }
}
