//! What a row says, read by the mapping: a record, or the reason for which the row is rejected.

use std::collections::BTreeMap;

use serde::Serialize;

use super::clean::clean;
use super::fault::{FaultCode, RowFault};
use super::mapping::{LeaveOut, Mapping, OnUnknown};
use super::report::Told;
use crate::agencies::behind::model::KnownName;
use crate::agencies::history::Facts;
use crate::agencies::model::{StatusBasis, Telephone};
use crate::platform::clock::Date;
use crate::platform::table::{Place, Table};
use crate::platform::text::fold;

/// Longer than any agency's name or address; what is longer is a row that was torn.
const LONGEST_NAME: usize = 300;
const LONGEST_TEXT: usize = 1000;

/// A licence status for which the mapping has no word.
const UNKNOWN: &str = "unknown";

/// What a register says about one agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Record {
    /// What names the agency within its register.
    pub key: String,
    pub name: String,
    pub alternate_names: Vec<KnownName>,
    pub address: Option<String>,
    pub telephones: Vec<Telephone>,
    pub website: Option<String>,
    pub licence_number: Option<String>,
    pub licence_status: String,
    /// The register's own words for the status.
    pub licence_status_source: Option<String>,
    pub licence_status_basis: StatusBasis,
    pub licence_valid_from: Option<Date>,
    pub licence_expires_on: Option<Date>,
}

/// A list, read.
#[derive(Debug, Default)]
pub(super) struct List {
    pub records: Vec<(Place, Record)>,
    pub rejected: Vec<(Place, RowFault)>,
    /// Parts of rows that were left out on purpose.
    pub left_out: Vec<Told>,
    /// Keys of rejected rows that could be read: their agencies are on the list all the same.
    pub rejected_keys: Vec<String>,
}

/// A row cannot be taken over.
struct Rejected {
    key: Option<String>,
    fault: RowFault,
}

impl List {
    /// Reads the bytes of a list.
    pub fn of_bytes(mapping: &Mapping, bytes: &[u8]) -> Result<Self, String> {
        let table = Table::read(bytes, mapping.file.form())?;
        check_columns(mapping, &table)?;
        let mut list = Self::default();
        for (place, cells) in table.rows {
            let mut row = Row {
                mapping,
                cells: BTreeMap::new(),
                left_out: Vec::new(),
            };
            let torn = |words| Rejected::of(RowFault::of_row(FaultCode::RowTorn, words));
            match cells.map_err(torn).and_then(|cells| row.read(cells)) {
                Ok(record) => list.records.push((place, record)),
                Err(rejected) => {
                    list.rejected_keys.extend(rejected.key);
                    list.rejected.push((place, rejected.fault));
                    continue;
                }
            }
            list.left_out.extend(tell_each_once(place, row.left_out));
        }
        Ok(list)
    }
}

fn tell_each_once(place: Place, left_out: Vec<String>) -> Vec<Told> {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for what in left_out {
        *counted.entry(what).or_default() += 1;
    }
    let tell = |(what, times)| match times {
        1 => Told::new(place, what),
        times => Told::new(place, format!("{what}, {times} times")),
    };
    counted.into_iter().map(tell).collect()
}

fn check_columns(mapping: &Mapping, table: &Table) -> Result<(), String> {
    let known = mapping.known_columns();
    if table.rows.is_empty() {
        return Err("holds no rows".to_owned());
    }
    if let Some(new) = table
        .columns
        .iter()
        .find(|name| !known.contains(name.as_str()))
    {
        return Err(format!(
            "the column `{new}` is new: the mapping must use it or name it in `columns.ignored`"
        ));
    }
    if let Some(gone) = known.iter().find(|name| !table.columns.contains(**name)) {
        return Err(format!("there is no column `{gone}`"));
    }
    Ok(())
}

impl Rejected {
    const fn of(fault: RowFault) -> Self {
        Self { key: None, fault }
    }
}

struct Row<'a> {
    mapping: &'a Mapping,
    cells: BTreeMap<String, String>,
    left_out: Vec<String>,
}

impl Row<'_> {
    fn read(&mut self, cells: BTreeMap<String, String>) -> Result<Record, Rejected> {
        self.clean(cells).map_err(Rejected::of)?;
        let key = self.key().map_err(Rejected::of)?;
        let record = self.record(&key);
        record.map_err(|fault| Rejected {
            key: Some(key),
            fault,
        })
    }

    fn clean(&mut self, cells: BTreeMap<String, String>) -> Result<(), RowFault> {
        let ignored = &self.mapping.columns.ignored;
        let keyed = &self.mapping.row.key;
        for (column, text) in cells {
            // What is not used may hold what it likes.
            if ignored.contains(&column) && !keyed.contains(&column) {
                continue;
            }
            let text = clean(&text, self.mapping.file.html_entities).map_err(|reason| {
                RowFault::in_column(FaultCode::CellUnreadable, &column, reason)
            })?;
            self.cells.insert(column, text);
        }
        Ok(())
    }

    fn key(&self) -> Result<String, RowFault> {
        let mut parts = Vec::new();
        for column in &self.mapping.row.key {
            let text = self.cell(column);
            if text.is_empty() {
                return Err(empty(column));
            }
            parts.push(text.to_lowercase());
        }
        Ok(parts.join(" | "))
    }

    fn record(&mut self, key: &str) -> Result<Record, RowFault> {
        let mapping = self.mapping;
        let columns = &mapping.columns;
        for column in mapping.row.required.iter().chain([&columns.name]) {
            if self.cell(column).is_empty() {
                return Err(empty(column));
            }
        }
        let remarks = self.take_remarks();
        self.leave_out();
        let (status, words, basis) = self.status(&remarks)?;
        let record = Record {
            key: key.to_owned(),
            name: self.cell(&columns.name).to_owned(),
            alternate_names: self.alternate_names(),
            address: self.optional(columns.address.as_ref()),
            telephones: self.telephones(),
            website: self.website(),
            licence_number: self.optional(columns.licence_number.as_ref()),
            licence_status: status,
            licence_status_source: words,
            licence_status_basis: basis,
            licence_valid_from: self.date(columns.valid_from.as_ref())?,
            licence_expires_on: self.date(columns.expires_on.as_ref())?,
        };
        record.check_lengths()?;
        Ok(record)
    }

    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    fn optional(&self, column: Option<&String>) -> Option<String> {
        let text = self.cell(column?);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Takes words about the licence out of the columns in which they do not belong.
    fn take_remarks(&mut self) -> Vec<String> {
        let mut remarks = Vec::new();
        for elsewhere in &self.mapping.status.elsewhere {
            let text = self.cell(&elsewhere.column);
            if !elsewhere.text.is_empty() && text.contains(&elsewhere.text) {
                let without = text.replacen(&elsewhere.text, " ", 1);
                let without = without.split_whitespace().collect::<Vec<_>>().join(" ");
                self.cells.insert(elsewhere.column.clone(), without);
                remarks.push(elsewhere.words.clone());
            }
        }
        remarks
    }

    fn leave_out(&mut self) {
        for rule in &self.mapping.leave_out {
            while let Some(rest) = without(self.cell(&rule.column), rule) {
                self.left_out
                    .push(format!("{} in `{}`", rule.what, rule.column));
                self.cells.insert(rule.column.clone(), rest);
            }
        }
    }

    fn status(
        &self,
        remarks: &[String],
    ) -> Result<(String, Option<String>, StatusBasis), RowFault> {
        let rules = &self.mapping.status;
        let words = |own: Option<&str>| {
            let all: Vec<&str> = own
                .into_iter()
                .chain(remarks.iter().map(String::as_str))
                .collect();
            (!all.is_empty()).then(|| all.join("; "))
        };
        let (Some(column), None) = (&rules.column, &rules.listed_means) else {
            let status = rules.listed_means.as_deref().unwrap_or(UNKNOWN);
            return Ok((status.to_owned(), words(None), StatusBasis::Listed));
        };
        let own = self.cell(column);
        let folded = fold(own);
        let code = rules.words.iter().find(|(known, _)| fold(known) == folded);
        let code = match (code, rules.on_unknown) {
            (Some((_, code)), _) => code.as_str(),
            (None, OnUnknown::Keep) => UNKNOWN,
            // The words are not repeated: whatever stands here may be somebody's address.
            (None, OnUnknown::Reject) if own.is_empty() => {
                return Err(empty(column));
            }
            (None, OnUnknown::Reject) => {
                let words = "holds no status that the mapping knows";
                return Err(RowFault::in_column(FaultCode::StatusUnknown, column, words));
            }
        };
        let own = (!own.is_empty()).then_some(own);
        Ok((code.to_owned(), words(own), StatusBasis::Stated))
    }

    fn alternate_names(&self) -> Vec<KnownName> {
        let name = self.cell(&self.mapping.columns.name);
        let mut names: Vec<KnownName> = Vec::new();
        for rule in &self.mapping.alternate_names {
            let mut parts = vec![self.cell(&rule.column)];
            for separator in rule.split.iter().filter(|text| !text.is_empty()) {
                parts = parts
                    .into_iter()
                    .flat_map(|part| part.split(separator.as_str()))
                    .collect();
            }
            for part in parts.into_iter().map(str::trim) {
                let is_new = part != name && !names.iter().any(|known| known.name == part);
                if !part.is_empty() && is_new {
                    names.push(KnownName {
                        name: part.to_owned(),
                        language: rule.language.as_ref().map(ToString::to_string),
                        kind: rule.kind.clone(),
                    });
                }
            }
        }
        names
    }

    fn telephones(&mut self) -> Vec<Telephone> {
        let cell = self.optional(self.mapping.columns.telephones.as_ref());
        let found = self.mapping.telephones.read(&cell.unwrap_or_default());
        self.left_out.extend(found.left_out);
        found.kept
    }

    fn website(&mut self) -> Option<String> {
        let text = self.optional(self.mapping.columns.website.as_ref())?;
        let with_scheme = if text.contains("://") {
            text
        } else {
            format!("https://{text}")
        };
        let is_web = url::Url::parse(&with_scheme)
            .is_ok_and(|url| url.scheme().starts_with("http") && url.host_str().is_some());
        if !is_web {
            self.left_out
                .push("a website that is no address".to_owned());
            return None;
        }
        Some(with_scheme)
    }

    fn date(&self, column: Option<&String>) -> Result<Option<Date>, RowFault> {
        let (Some(column), Some(text)) = (column, self.optional(column)) else {
            return Ok(None);
        };
        let day = jiff::civil::Date::strptime(&self.mapping.columns.date_format, &text);
        let day = day.ok().and_then(|day| Date::try_from(day).ok());
        let words = "holds no date of the mapping's form";
        day.map(Some)
            .ok_or_else(|| RowFault::in_column(FaultCode::DateUnreadable, column, words))
    }
}

fn empty(column: &str) -> RowFault {
    RowFault::in_column(FaultCode::CellEmpty, column, "is empty")
}

/// The text without what the rule names, or nothing when it names nothing in it.
fn without(text: &str, rule: &LeaveOut) -> Option<String> {
    let found = rule.from.iter().filter_map(|marker| {
        let start = text.find(marker.as_str())?;
        Some((start, start + marker.len()))
    });
    let (start, marker_end) = found.min()?;
    let before = text.get(..start)?;
    let after = text.get(marker_end..)?;
    let end = rule
        .until
        .iter()
        .filter_map(|marker| after.find(marker.as_str()))
        .min();
    let rest = end.and_then(|end| after.get(end..)).unwrap_or_default();
    // The punctuation that led up to it goes with it.
    let before = before.trim_end_matches([' ', ',', ';', '-', '–']);
    Some(format!("{before}{rest}"))
}

impl Record {
    /// What it says of the licence.
    pub fn facts(&self) -> Facts {
        Facts {
            name: self.name.clone(),
            licence_number: self.licence_number.clone(),
            status: self.licence_status.clone(),
            status_source: self.licence_status_source.clone(),
            status_basis: self.licence_status_basis,
            valid_from: self.licence_valid_from,
            expires_on: self.licence_expires_on,
        }
    }

    fn check_lengths(&self) -> Result<(), RowFault> {
        let others = self.alternate_names.iter().map(|known| &known.name);
        let names = others.chain([&self.name]);
        let names = names.map(|name| ("a name", name, LONGEST_NAME));
        let texts = [
            ("the key", Some(&self.key)),
            ("the licence number", self.licence_number.as_ref()),
            ("the address", self.address.as_ref()),
            ("the website", self.website.as_ref()),
            ("the status", self.licence_status_source.as_ref()),
        ];
        let texts = texts
            .into_iter()
            .filter_map(|(what, text)| Some((what, text?, LONGEST_TEXT)));
        for (what, text, longest) in names.chain(texts) {
            if text.chars().nth(longest).is_some() {
                let words = format!("{what} has more than {longest} characters");
                return Err(RowFault::of_row(FaultCode::TooLong, words));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
