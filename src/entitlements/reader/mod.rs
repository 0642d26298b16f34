//! Reading `data/entitlements` and `data/checks`.
//!
//! Nothing is used unless everything can be read: one wrong file keeps the program from starting, and every fault of every
//! file is told.

mod codes;
mod contract;
mod entitlements;
mod self_checks;

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use serde::de::DeserializeOwned;

use super::model::Library;
use crate::platform::canonical_json::{canonical, sha256};
use crate::platform::code_lists::{CodeLists, Texts};

/// Files that cannot be used, with all that is wrong with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refused(Vec<Fault>);

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// What it is about: the code of an entitlement, a member, a question.
    pub code: String,
    /// What is wrong.
    pub reason: String,
}

impl Refused {
    /// Every fault.
    pub fn faults(&self) -> &[Fault] {
        &self.0
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "entitlements and checks cannot be used, because these files are not as they must be:"
        )?;
        for Fault { file, code, reason } in &self.0 {
            write!(f, "\n  {file}: {code}: {reason}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

/// Reads `entitlements` and `checks` below a folder of reference data. A folder that is not there holds nothing.
pub fn read_library(folder: &Path, lists: &CodeLists) -> Result<Library, Refused> {
    let mut reading = Reading {
        folder,
        lists,
        articles: articles(&folder.join("rights")),
        refused: Refused::default(),
    };
    let mut library = Library::default();
    if folder.join("entitlements").is_dir() {
        entitlements::read(&mut reading, &mut library);
    }
    if folder.join("checks").is_dir() {
        contract::read(&mut reading, &mut library);
        self_checks::read(&mut reading, &mut library);
    }
    if reading.refused.0.is_empty() {
        Ok(library)
    } else {
        Err(reading.refused)
    }
}

/// What a text in four languages must have.
const LANGUAGES: [&str; 4] = ["en", "fil", "id", "vi"];

/// The slugs of the articles that are there.
fn articles(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    folders
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}

/// What is being read, and what was found wrong.
struct Reading<'r> {
    folder: &'r Path,
    lists: &'r CodeLists,
    articles: BTreeSet<String>,
    refused: Refused,
}

/// About what a fault is.
#[derive(Clone, Copy)]
struct About<'a> {
    file: &'a Path,
    code: &'a str,
}

impl Reading<'_> {
    fn fault(&mut self, about: About<'_>, reason: impl Into<String>) {
        self.refused.0.push(Fault {
            file: about.file.display().to_string(),
            code: about.code.to_owned(),
            reason: reason.into(),
        });
    }

    /// A file as text and as what it says; a fault where it cannot be read.
    fn file<T: DeserializeOwned>(&mut self, file: &Path) -> Option<(String, T)> {
        let about = About { file, code: "file" };
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) => {
                self.fault(about, error.to_string());
                return None;
            }
        };
        match toml::from_str(&text) {
            Ok(read) => Some((text, read)),
            Err(error) => {
                self.fault(about, error.to_string().replace('\n', " "));
                None
            }
        }
    }

    /// The files of a folder, by name.
    fn files(&mut self, folder: &Path) -> Vec<std::path::PathBuf> {
        let Ok(entries) = std::fs::read_dir(folder) else {
            self.fault(
                About {
                    file: folder,
                    code: "folder",
                },
                "cannot be read",
            );
            return Vec::new();
        };
        let paths = entries.flatten().map(|entry| entry.path());
        let is_toml = |path: &std::path::PathBuf| path.extension().is_some_and(|e| e == "toml");
        let mut paths: Vec<_> = paths.filter(is_toml).collect();
        paths.sort();
        paths
    }

    /// A label must be there in four languages.
    fn label(&mut self, about: About<'_>, label: &Texts) {
        for language in LANGUAGES {
            if label
                .get(language)
                .is_none_or(|text| text.trim().is_empty())
            {
                self.fault(about, format!("the label lacks {language}"));
            }
        }
    }

    /// The article must be there.
    fn article(&mut self, about: About<'_>, slug: Option<&String>) {
        if let Some(slug) = slug.filter(|slug| !self.articles.contains(*slug)) {
            self.fault(about, format!("there is no article {slug}"));
        }
    }

    /// The file must be the one that was published; its hash.
    fn published(&mut self, about: About<'_>, version: u32, text: &str) -> String {
        let content: serde_json::Value = toml::from_str(text).unwrap_or_default();
        let hash = sha256(&canonical(&content));
        let list = self.folder.join("checks").join("published.txt");
        let published = std::fs::read_to_string(list).unwrap_or_default();
        let line = published.lines().find_map(|line| {
            line.strip_prefix(&format!("{} {version} ", about.code))
                .map(str::trim)
        });
        match line {
            None => self.fault(
                about,
                format!("version {version} is not in published.txt: {hash}"),
            ),
            Some(known) if known != hash => {
                let reason = format!(
                    "version {version} was published with other words: {known}, now {hash}"
                );
                self.fault(about, reason);
            }
            Some(_) => {}
        }
        hash
    }
}
