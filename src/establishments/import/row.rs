//! What a row says of an establishment, as members of its facts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::platform::problem::Fault;
use crate::platform::text::Line;
use crate::text_enum;

/// The columns that a list may have. `key` and `name` it must have.
pub const COLUMNS: [&str; 20] = [
    "key",
    "name",
    "name_language",
    "other_names",
    "identifiers",
    "isic",
    "address",
    "subdivision",
    "longitude",
    "latitude",
    "precision",
    "size_band",
    "workers_total",
    "workers_women",
    "workers_migrant",
    "nationalities",
    "housing_provided",
    "hazard_codes",
    "owners",
    "remark",
];
const PLACE: [&str; 5] = [
    "address",
    "subdivision",
    "longitude",
    "latitude",
    "precision",
];
const WORKERS: [&str; 4] = [
    "workers_total",
    "workers_women",
    "workers_migrant",
    "nationalities",
];

text_enum! {
    /// What is wrong with a row (code list `establishment_row_faults`).
    pub enum RowFault {
        /// A cell that must be filled is empty.
        CellEmpty => "cell_empty",
        /// A cell does not have the form that is expected.
        CellUnreadable => "cell_unreadable",
        /// A code is in no list.
        UnknownCode => "unknown_code",
        /// It does not fit what else the row says.
        DoesNotFit => "does_not_fit",
        /// The row has other cells than the list.
        RowTorn => "row_torn",
        /// Another row has the same key.
        RepeatsKey => "repeats_key",
    }
}

/// What is wrong, and in which of our columns, when it is in one.
pub type Wrong = (RowFault, Option<&'static str>);

/// A row by our columns.
pub struct Row<'a> {
    /// The country of the list.
    pub country: &'a str,
    /// The columns that the list has.
    pub columns: &'a BTreeSet<String>,
    /// Its cells.
    pub cells: &'a BTreeMap<String, String>,
}

impl Row<'_> {
    fn has_one_of(&self, columns: &[&str]) -> bool {
        columns.iter().any(|column| self.columns.contains(*column))
    }

    /// A cell; nothing when it is blank.
    fn cell(&self, column: &str) -> Option<&str> {
        let cell = self.cells.get(column).map(|cell| cell.trim());
        cell.filter(|cell| !cell.is_empty())
    }

    fn parts(&self, column: &str) -> Vec<&str> {
        let parts = self
            .cell(column)
            .unwrap_or_default()
            .split(';')
            .map(str::trim);
        parts.filter(|part| !part.is_empty()).collect()
    }

    /// What names the row in its list.
    pub fn key(&self) -> Result<String, Wrong> {
        let cell = self.cell("key").ok_or((RowFault::CellEmpty, Some("key")))?;
        let key = Line::<200>::try_from(cell);
        let key = key.map_err(|_| (RowFault::CellUnreadable, Some("key")))?;
        Ok(key.into_inner())
    }

    /// The members that the list's columns speak of. A blank cell says that it is not known.
    pub fn stated(&self) -> Result<Map<String, Value>, Wrong> {
        let mut said = Map::new();
        said.insert("names".to_owned(), self.names()?);
        if self.has_one_of(&["identifiers"]) {
            said.insert("identifiers".to_owned(), self.identifiers()?);
        }
        for column in ["isic", "hazard_codes"] {
            if self.has_one_of(&[column]) {
                let mut parts = self.parts(column);
                parts.sort_unstable();
                parts.dedup();
                said.insert(column.to_owned(), json!(parts));
            }
        }
        if self.has_one_of(&PLACE) {
            said.insert("place".to_owned(), self.place()?);
        }
        if self.has_one_of(&["size_band"]) {
            said.insert("size_band".to_owned(), json!(self.cell("size_band")));
        }
        if self.has_one_of(&WORKERS) {
            said.insert("workers".to_owned(), self.workers()?);
        }
        if self.has_one_of(&["housing_provided"]) {
            said.insert("housing_provided".to_owned(), self.housing()?);
        }
        if self.has_one_of(&["owners"]) {
            let owners = self.parts("owners").into_iter();
            let owners: Vec<Value> = owners
                .map(|name| json!({ "name": name, "identifier": null }))
                .collect();
            said.insert("owners".to_owned(), Value::Array(owners));
        }
        Ok(said)
    }

    /// The place, as far as the list tells it.
    pub fn country_only(&self) -> Value {
        json!({ "country": self.country, "precision": "country" })
    }

    fn names(&self) -> Result<Value, Wrong> {
        let first = self
            .cell("name")
            .ok_or((RowFault::CellEmpty, Some("name")))?;
        let first = json!({ "name": first, "language": self.cell("name_language") });
        let others = self.parts("other_names").into_iter();
        let others = others.map(|name| json!({ "name": name, "language": null }));
        Ok(std::iter::once(first).chain(others).collect())
    }

    fn identifiers(&self) -> Result<Value, Wrong> {
        let pairs = self.parts("identifiers").into_iter().map(|part| {
            let pair = part
                .split_once(':')
                .map(|(scheme, value)| (scheme.trim(), value.trim()));
            let (scheme, value) = pair.ok_or((RowFault::CellUnreadable, Some("identifiers")))?;
            Ok(json!({ "scheme": scheme, "value": value }))
        });
        pairs.collect()
    }

    fn place(&self) -> Result<Value, Wrong> {
        let longitude = self.number::<f64>("longitude")?;
        let latitude = self.number::<f64>("latitude")?;
        let point = longitude.zip(latitude);
        if longitude.is_some() != latitude.is_some() {
            return Err((RowFault::CellEmpty, Some("latitude")));
        }
        let told = match (point, self.cell("address"), self.cell("subdivision")) {
            (Some(_), _, _) => "exact",
            (None, Some(_), _) => "street",
            (None, None, Some(_)) => "region",
            (None, None, None) => "country",
        };
        let mut place = Map::new();
        place.insert("country".to_owned(), json!(self.country));
        let precision = self.cell("precision").unwrap_or(told);
        place.insert("precision".to_owned(), json!(precision));
        for (member, column) in [("text", "address"), ("subdivision", "subdivision")] {
            if let Some(cell) = self.cell(column) {
                place.insert(member.to_owned(), json!(cell));
            }
        }
        if let Some((longitude, latitude)) = point {
            let point = json!({ "type": "Point", "coordinates": [longitude, latitude] });
            place.insert("point".to_owned(), point);
        }
        Ok(Value::Object(place))
    }

    fn number<T: std::str::FromStr>(&self, column: &'static str) -> Result<Option<T>, Wrong> {
        let cell = self.cell(column).map(str::parse::<T>).transpose();
        cell.map_err(|_| (RowFault::CellUnreadable, Some(column)))
    }

    fn workers(&self) -> Result<Value, Wrong> {
        let nationalities = self.parts("nationalities").into_iter().map(|part| {
            let (nationality, band) = part
                .split_once(':')
                .ok_or((RowFault::CellUnreadable, Some("nationalities")))?;
            Ok(json!({ "nationality": nationality.trim(), "band": band.trim() }))
        });
        let nationalities: Vec<Value> = nationalities.collect::<Result<_, Wrong>>()?;
        Ok(json!({
            "total": self.number::<u32>("workers_total")?,
            "women": self.number::<u32>("workers_women")?,
            "migrant": self.number::<u32>("workers_migrant")?,
            "by_nationality": nationalities
        }))
    }

    fn housing(&self) -> Result<Value, Wrong> {
        match self.cell("housing_provided") {
            None => Ok(Value::Null),
            Some("yes" | "true" | "1") => Ok(json!(true)),
            Some("no" | "false" | "0") => Ok(json!(false)),
            Some(_) => Err((RowFault::CellUnreadable, Some("housing_provided"))),
        }
    }
}

/// A fault of the facts, as one of the row: the first of its place in the order of the columns.
pub fn wrong_of(fault: &Fault) -> Wrong {
    let code = match fault.code {
        "unknown_value" | "unknown_employer" => RowFault::UnknownCode,
        "more_than_total" | "not_in_country" | "not_a_country_of_yours" => RowFault::DoesNotFit,
        _ => RowFault::CellUnreadable,
    };
    (code, column_of(&fault.pointer))
}

fn column_of(pointer: &str) -> Option<&'static str> {
    let known = [
        ("/names/0/language", "name_language"),
        ("/names/0", "name"),
        ("/names", "other_names"),
        ("/identifiers", "identifiers"),
        ("/isic", "isic"),
        ("/place/text", "address"),
        ("/place/subdivision", "subdivision"),
        ("/place/point/coordinates/0", "longitude"),
        ("/place/point", "latitude"),
        ("/place/precision", "precision"),
        ("/size_band", "size_band"),
        ("/workers/total", "workers_total"),
        ("/workers/women", "workers_women"),
        ("/workers/migrant", "workers_migrant"),
        ("/workers/by_nationality", "nationalities"),
        ("/housing_provided", "housing_provided"),
        ("/hazard_codes", "hazard_codes"),
        ("/owners", "owners"),
    ];
    let found = known.into_iter().find(|(at, _)| pointer.starts_with(at));
    found.map(|(_, column)| column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(cells: &[(&str, &str)]) -> Result<Map<String, Value>, Wrong> {
        let cells: BTreeMap<String, String> = cells
            .iter()
            .map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned()))
            .collect();
        let columns = cells.keys().cloned().collect();
        Row {
            country: "MY",
            columns: &columns,
            cells: &cells,
        }
        .stated()
    }

    #[test]
    fn a_list_speaks_only_of_what_it_has_columns_for() {
        let said = stated(&[("key", "1"), ("name", "Sample"), ("isic", "4100; F")]).unwrap();
        assert_eq!(said.keys().collect::<Vec<_>>(), ["isic", "names"]);
        assert_eq!(said["isic"], json!(["4100", "F"]));
        let blank = stated(&[
            ("name", "Sample"),
            ("workers_total", ""),
            ("size_band", " "),
        ])
        .unwrap();
        assert_eq!(blank["workers"]["total"], Value::Null);
        assert_eq!(blank["size_band"], Value::Null);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_column() {
        for (cells, column) in [
            (vec![("name", "")], "name"),
            (
                vec![("name", "S"), ("identifiers", "no scheme")],
                "identifiers",
            ),
            (
                vec![("name", "S"), ("workers_total", "many")],
                "workers_total",
            ),
            (
                vec![("name", "S"), ("longitude", "101.5"), ("latitude", "")],
                "latitude",
            ),
            (
                vec![("name", "S"), ("housing_provided", "perhaps")],
                "housing_provided",
            ),
        ] {
            assert_eq!(stated(&cells).unwrap_err().1, Some(column));
        }
        assert_eq!(column_of("/workers/women"), Some("workers_women"));
        assert_eq!(column_of("/place/point/coordinates/1"), Some("latitude"));
    }
}
