//! Reading `data/rights` and `data/contacts`, and putting what they say into the database.
//!
//! Nothing is stored unless everything can be read: one wrong file refuses the whole import, with
//! every fault of every file.

mod articles;
mod changes;
mod code_lists;
mod contacts;
mod markdown;
mod members;
mod replace;

use std::fmt;
use std::path::Path;

use super::model::{Article, ArticleText, Contact, EmergencyNumber};
use crate::platform::code_lists::CodeLists;
use crate::platform::text::keeps_its_direction;

pub use self::changes::Changes;
pub(super) use self::markdown::faults_of;
pub(super) use self::members::is_jurisdiction;
pub use self::replace::replace_with;

/// What the folders hold, after every check.
#[derive(Debug, Clone, Default)]
pub struct Material {
    pub(super) articles: Vec<(Article, Vec<ArticleText>)>,
    pub(super) contacts: Vec<Contact>,
    pub(super) numbers: Vec<EmergencyNumber>,
}

/// Files that cannot be imported, with all that is wrong with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refused(Vec<(String, String)>);

impl Refused {
    /// Each fault as file and reason.
    pub fn faults(&self) -> &[(String, String)] {
        &self.0
    }

    fn add(&mut self, file: &Path, reasons: impl IntoIterator<Item = String>) {
        let file = file.display().to_string();
        let faults = reasons.into_iter().map(|reason| (file.clone(), reason));
        self.0.extend(faults);
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "nothing was imported, because these files are not as they must be:"
        )?;
        for (file, reason) in &self.0 {
            write!(f, "\n  {file}: {reason}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

/// Reads `rights` and `contacts` below a folder of reference data, and checks its code lists.
pub fn read_folder(folder: &Path, lists: &CodeLists) -> Result<Material, Refused> {
    let mut refused = Refused::default();
    code_lists::check(&folder.join("code-lists"), lists, &mut refused);
    let contacts = folder.join("contacts");
    let material = Material {
        articles: articles::read(&folder.join("rights"), lists, &mut refused),
        contacts: contacts::read(&contacts.join("contacts.toml"), lists, &mut refused),
        numbers: contacts::read_numbers(
            &contacts.join("emergency-numbers.toml"),
            lists,
            &mut refused,
        ),
    };
    if refused.0.is_empty() {
        Ok(material)
    } else {
        Err(refused)
    }
}

/// A file as text in the form that the folders agree on, or why not.
fn read_text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())?;
    if text.starts_with('\u{FEFF}') {
        return Err("begins with a byte order mark".to_owned());
    }
    if text.contains('\r') {
        return Err("has line ends other than LF".to_owned());
    }
    if !icu_normalizer::ComposingNormalizerBorrowed::new_nfc().is_normalized(&text) {
        return Err("is not in NFC".to_owned());
    }
    if !keeps_its_direction(&text) {
        return Err(
            "has controls of direction that override, or are not closed in their line".to_owned(),
        );
    }
    Ok(text)
}
