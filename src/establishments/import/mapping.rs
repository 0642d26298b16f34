//! How a list is read whose columns have other names: `data/establishments/<source>.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::row::COLUMNS;
use crate::platform::table::{Form, Format};

/// How one source's list is read. Without a file the columns bear our names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What the list is, for who reads the file.
    #[serde(default)]
    pub title: String,
    /// Its character encoding, by a name of the WHATWG standard.
    #[serde(default = "utf_8")]
    encoding: String,
    /// What stands between two cells.
    #[serde(default = "comma")]
    delimiter: char,
    /// Which of their columns is which of ours.
    #[serde(default)]
    pub(super) columns: BTreeMap<String, String>,
    /// Their columns that are not used.
    #[serde(default)]
    pub(super) ignored: Vec<String>,
    /// By our column, what their words mean.
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, String>>,
}

/// Why a mapping file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct MappingError {
    file: String,
    reason: String,
}

fn utf_8() -> String {
    "utf-8".to_owned()
}

const fn comma() -> char {
    ','
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            title: String::new(),
            encoding: utf_8(),
            delimiter: comma(),
            columns: BTreeMap::new(),
            ignored: Vec::new(),
            words: BTreeMap::new(),
        }
    }
}

impl Mapping {
    /// The mapping of a source, from the folder of reference data.
    pub fn find(reference: &Path, source: &str) -> Result<Self, MappingError> {
        let file = reference
            .join("establishments")
            .join(format!("{source}.toml"));
        if !file.is_file() {
            return Ok(Self::default());
        }
        let broken = |reason: String| MappingError {
            file: file.display().to_string(),
            reason,
        };
        let text = std::fs::read_to_string(&file).map_err(|error| broken(error.to_string()))?;
        let mapping: Self = toml::from_str(&text).map_err(|error| broken(error.to_string()))?;
        let ours = mapping.columns.values().chain(mapping.words.keys());
        match ours
            .into_iter()
            .find(|name| !COLUMNS.contains(&name.as_str()))
        {
            Some(name) => Err(broken(format!("`{name}` is none of our columns"))),
            None => Ok(mapping),
        }
    }

    /// The form of the list.
    pub(super) fn form(&self) -> Form<'_> {
        Form {
            format: Format::Csv,
            encoding: &self.encoding,
            delimiter: self.delimiter,
            rows: "",
        }
    }

    /// Our name of one of their columns; nothing when it is not used.
    pub(super) fn ours<'a>(&'a self, theirs: &'a str) -> Option<&'a str> {
        if self.ignored.iter().any(|ignored| ignored == theirs) {
            return None;
        }
        Some(self.columns.get(theirs).map_or(theirs, String::as_str))
    }

    /// What their word in one of our columns means.
    pub(super) fn meaning<'a>(&'a self, column: &str, word: &'a str) -> &'a str {
        let meaning = self.words.get(column).and_then(|words| words.get(word));
        meaning.map_or(word, String::as_str)
    }
}
