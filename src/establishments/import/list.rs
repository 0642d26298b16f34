//! A list, read by its mapping.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::mapping::Mapping;
use super::row::COLUMNS;
use crate::establishments::error::EstablishmentError;
use crate::platform::problem::Fault;
use crate::platform::table::{Cells, Place, Table};

/// A list that has come in.
pub struct List {
    /// The country of its establishments.
    pub country: String,
    /// What the list is called here.
    pub source: String,
    pub(super) columns: BTreeSet<String>,
    pub(super) rows: Vec<(Place, Cells)>,
    pub(super) sha256: [u8; 32],
    pub(super) bytes: i64,
}

/// Reads the bytes of a list; what is wrong with the whole of it refuses it.
pub fn read_list(
    bytes: &[u8],
    mapping: &Mapping,
    (country, source): (String, String),
    most_rows: usize,
) -> Result<List, EstablishmentError> {
    let table = Table::read(bytes, mapping.form())
        .map_err(|_| EstablishmentError::fault("", "list_unreadable"))?;
    if table.rows.len() > most_rows {
        let fault = Fault::new("", "too_many_items").with("limit", most_rows);
        return Err(EstablishmentError::Invalid(vec![fault]));
    }
    let columns: BTreeSet<String> = table
        .columns
        .iter()
        .filter_map(|theirs| mapping.ours(theirs).map(str::to_owned))
        .collect();
    let unknown = columns
        .iter()
        .filter(|own| !COLUMNS.contains(&own.as_str()));
    let mut faults: Vec<Fault> = unknown
        .map(|name| Fault::new(format!("/columns/{name}"), "unknown_column"))
        .collect();
    for needed in ["key", "name"] {
        if !columns.contains(needed) {
            faults.push(Fault::new(format!("/columns/{needed}"), "missing_column"));
        }
    }
    if !faults.is_empty() {
        return Err(EstablishmentError::Invalid(faults));
    }
    let rows = table.rows.into_iter();
    let rows = rows.map(|(place, cells)| (place, cells.map(|cells| ours(mapping, cells))));
    Ok(List {
        country,
        source,
        columns,
        rows: rows.collect(),
        sha256: Sha256::digest(bytes).into(),
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    })
}

/// Cells by our columns, in our words.
fn ours(mapping: &Mapping, cells: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let used = cells.into_iter().filter_map(|(theirs, cell)| {
        let column = mapping.ours(&theirs)?.to_owned();
        let meaning = mapping.meaning(&column, cell.trim()).to_owned();
        Some((column, meaning))
    });
    used.collect()
}
