//! The mapping file of a register: everything about its list that is not the same everywhere.
//!
//! `docs/adding-a-register.md` explains the file to the person who writes one. A key that is not
//! known, a code that is in no list, or a column that is neither used nor ignored stops the import:
//! whatever is misunderstood here would be wrong on a thousand pages.

mod check;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::RegisterError;
use crate::agencies::model::EntryKind;
use crate::platform::clock::Date;
use crate::platform::code_lists::CodeLists;
use crate::platform::language::Language;
use crate::platform::table::{Form, Format};

/// How one register's list is read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The register's name here, the same as the file's.
    pub name: String,
    /// What it lists: recruitment agencies when left out, or employers, who have no licence.
    #[serde(default = "agencies")]
    pub kind: EntryKind,
    /// The country whose register it is (code list `countries`).
    pub country: String,
    /// What the register is called, in English.
    pub title: String,
    /// The authority that keeps it.
    pub regulator: String,
    /// Where the authority can be reached, when that is known.
    pub regulator_url: Option<String>,
    /// The language of the agencies' names.
    pub language: Language,
    /// Countries to which every agency of this register sends people; empty: it does not say.
    #[serde(default)]
    pub destinations: BTreeSet<String>,
    /// Sectors for which every agency of this register recruits; empty: it does not say.
    #[serde(default)]
    pub sectors: BTreeSet<String>,
    /// The list's form.
    pub(super) file: FileForm,
    /// Where the copy comes from.
    pub source: Source,
    /// What makes a row.
    pub(super) row: RowRules,
    /// Which column holds what.
    pub(super) columns: Columns,
    /// Further names of the agency.
    #[serde(default)]
    pub(super) alternate_names: Vec<Splitting>,
    /// How telephones are read.
    #[serde(default)]
    pub(super) telephones: TelephoneRules,
    /// What is left out of a column, with the reason.
    #[serde(default)]
    pub(super) leave_out: Vec<LeaveOut>,
    /// How the status of a licence is known; of employers there is none.
    #[serde(default)]
    pub(super) status: StatusRules,
    /// Where the file lies; set by [`Mapping::read`].
    #[serde(skip)]
    folder: PathBuf,
    /// Names what the file says: another text, another digest. Set by [`Mapping::read`].
    #[serde(skip)]
    digest: String,
}

const fn agencies() -> EntryKind {
    EntryKind::RecruitmentAgency
}

/// The form of a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileForm {
    /// The list, beside the mapping.
    pub path: PathBuf,
    /// Of which kind it is.
    pub format: Format,
    /// Its character encoding, by a name of the WHATWG standard.
    #[serde(default = "utf_8")]
    pub encoding: String,
    /// What stands between two cells of a CSV line.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// Where the array of rows is inside a JSON document (RFC 6901); empty: it is the document.
    #[serde(default)]
    pub rows: String,
    /// Whether `&amp;` and its like stand for characters.
    #[serde(default)]
    pub html_entities: bool,
}

impl FileForm {
    /// As its reader wants it.
    pub(super) fn form(&self) -> Form<'_> {
        Form {
            format: self.format,
            encoding: &self.encoding,
            delimiter: self.delimiter,
            rows: &self.rows,
        }
    }
}

fn utf_8() -> String {
    "utf-8".to_owned()
}

const fn comma() -> char {
    ','
}

/// Where the copy of a list comes from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The place in words.
    pub name: String,
    /// Its address.
    pub url: String,
    /// The day on which the register said so.
    pub retrieved_on: Date,
    /// Under what terms the copy is used.
    pub licence_note: String,
    /// Whether the authority itself publishes what stands at that address.
    #[serde(default)]
    pub official: bool,
    /// Whether the list holds every licence of the register, so that absence from it says something.
    #[serde(default)]
    pub complete: bool,
    /// How the list is fetched; without it, somebody brings it.
    pub fetch: Option<FetchRules>,
}

/// How a list is fetched from its address.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchRules {
    /// Where the list itself is, an https address.
    pub url: String,
    /// How often it is asked for.
    #[serde(default = "daily")]
    pub every_hours: u32,
    /// The largest list that is taken.
    #[serde(default = "largest_list")]
    pub limit_bytes: usize,
    /// How much of the register may be missing at once; a list that lacks more is refused.
    #[serde(default = "a_fifth")]
    pub most_missing_percent: usize,
}

const fn daily() -> u32 {
    24
}

const fn largest_list() -> usize {
    32 * 1024 * 1024
}

const fn a_fifth() -> usize {
    20
}

/// What makes a row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowRules {
    /// The columns that name the agency within the register; none of them may be empty.
    pub key: Vec<String>,
    /// Further columns without which a row is rejected.
    #[serde(default)]
    pub required: Vec<String>,
}

/// Which column holds what.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Columns {
    pub name: String,
    /// Of employers, the number in a register of companies.
    #[serde(alias = "registration_number")]
    pub licence_number: Option<String>,
    pub address: Option<String>,
    pub telephones: Option<String>,
    pub website: Option<String>,
    pub valid_from: Option<String>,
    pub expires_on: Option<String>,
    /// How dates are written, as for `strptime`.
    #[serde(default = "iso_date")]
    pub date_format: String,
    /// Columns that say nothing about a licence.
    #[serde(default)]
    pub ignored: Vec<String>,
}

fn iso_date() -> String {
    "%Y-%m-%d".to_owned()
}

/// A column that holds one or more names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Splitting {
    pub column: String,
    /// What stands between two names.
    #[serde(default)]
    pub split: Vec<String>,
    /// The language of these names, where it is known of all of them.
    pub language: Option<Language>,
    /// What kind of names they are (code list `agency_name_kinds`).
    #[serde(default = "other")]
    pub kind: String,
}

fn other() -> String {
    "other".to_owned()
}

/// How telephones are read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TelephoneRules {
    /// The country's calling code, without `+`.
    pub country_code: Option<String>,
    /// The national numbers that are certain, without the leading zero. Others are shown as the
    /// register writes them, and not in the international form.
    #[serde(default)]
    pub national_numbers: Vec<NationalNumber>,
    /// Words of a remark in brackets that say that the numbers before it are not the office's.
    #[serde(default)]
    pub private_remarks: Vec<String>,
}

/// A kind of national number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NationalNumber {
    /// Its first digits.
    pub begins: String,
    /// How many digits it has.
    pub digits: usize,
}

/// What is left out of a column.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeaveOut {
    pub column: String,
    /// Where it begins; all of these are left out together with what follows.
    pub from: Vec<String>,
    /// Before which of these it ends; without any, or when none follows, at the column's end.
    #[serde(default)]
    pub until: Vec<String>,
    /// What it is, for the report.
    pub what: String,
}

/// How the status of a licence is known.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusRules {
    /// The status of whoever is listed, when the register has no column for it.
    pub listed_means: Option<String>,
    /// The column with the status.
    pub column: Option<String>,
    /// The register's words and our codes.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// What an unknown word, or none, makes of the row.
    #[serde(default)]
    pub on_unknown: OnUnknown,
    /// Words about the licence that stand in another column.
    #[serde(default)]
    pub elsewhere: Vec<Elsewhere>,
}

/// What a status that the mapping does not know makes of a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OnUnknown {
    /// The row is rejected: its columns may be out of place.
    #[default]
    Reject,
    /// The status is `unknown`, and the register's words are shown.
    Keep,
}

/// Words about the licence that stand in another column, from which they are taken.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Elsewhere {
    pub column: String,
    /// The text as it stands there.
    pub text: String,
    /// What is added to the register's words.
    pub words: String,
}

impl Mapping {
    /// Reads and checks a mapping file.
    pub fn read(file: &Path, lists: &CodeLists) -> Result<Self, RegisterError> {
        let broken = |reason: String| RegisterError::Mapping {
            file: file.display().to_string(),
            reason,
        };
        let text = std::fs::read_to_string(file).map_err(|error| broken(error.to_string()))?;
        let mut mapping: Self = toml::from_str(&text).map_err(|error| broken(error.to_string()))?;
        mapping.folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
        mapping.digest = URL_SAFE_NO_PAD.encode(Sha256::digest(&text));
        let stem = file.file_stem().and_then(|stem| stem.to_str());
        mapping
            .check(stem.unwrap_or_default(), lists)
            .map_err(broken)?;
        Ok(mapping)
    }

    /// The list that lies beside the mapping.
    pub(super) fn list_path(&self) -> PathBuf {
        self.folder.join(&self.file.path)
    }

    /// Names what the mapping file says.
    pub(in crate::agencies) fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether its rows have licence numbers.
    pub(super) const fn has_licence_numbers(&self) -> bool {
        self.columns.licence_number.is_some()
    }

    /// How much of the register a list that nobody has looked at may lack.
    pub(super) fn most_missing_percent(&self) -> usize {
        let fetch = self.source.fetch.as_ref();
        fetch.map_or_else(a_fifth, |rules| rules.most_missing_percent)
    }

    /// Every column that the mapping speaks of.
    pub(super) fn known_columns(&self) -> BTreeSet<&str> {
        let columns = &self.columns;
        let optional = [
            &columns.licence_number,
            &columns.address,
            &columns.telephones,
            &columns.website,
            &columns.valid_from,
            &columns.expires_on,
            &self.status.column,
        ];
        let used = optional.into_iter().flatten().map(String::as_str);
        let names = self
            .alternate_names
            .iter()
            .map(|names| names.column.as_str());
        let ignored = columns.ignored.iter().map(String::as_str);
        used.chain([columns.name.as_str()])
            .chain(names)
            .chain(ignored)
            .collect()
    }
}

#[cfg(test)]
mod tests;
