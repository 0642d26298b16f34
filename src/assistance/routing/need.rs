//! What is needed of an organisation.

use std::collections::BTreeSet;

use super::coverage::SexCode;
use crate::assistance::model::{Content, IssueCode, NewRequest, Priority};
use crate::assistance::read_codes;
use crate::assistance::store::RequestRow;
use crate::platform::clock::Time;
use crate::platform::language::Language;
use crate::platform::problem::Problem;

/// What is sealed of a request and helps to find an organisation. It is known only while somebody is there
/// who opens it: at filing, and at visits of the person and of a case worker.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    subdivision: Option<String>,
    language: Option<Language>,
    sex: Option<SexCode>,
}

impl From<&NewRequest> for Facts {
    fn from(request: &NewRequest) -> Self {
        let place = request.place.clone().reduced();
        Self {
            subdivision: place.subdivision.map(|part| part.as_str().to_owned()),
            language: Some(request.language.clone()),
            sex: request.sex.clone(),
        }
    }
}

impl From<&Content> for Facts {
    fn from(content: &Content) -> Self {
        let subdivision = content.place.subdivision.as_ref();
        Self {
            subdivision: subdivision.map(|part| part.as_str().to_owned()),
            language: Some(content.language.clone()),
            sex: content.sex.clone(),
        }
    }
}

/// What is needed of an organisation.
pub struct Need {
    /// Where the person is.
    pub country: String,
    /// In which district, if that is known.
    pub subdivision: Option<String>,
    /// What it is about.
    pub issues: BTreeSet<IssueCode>,
    /// In which language, if that is known.
    pub language: Option<Language>,
    /// Who needs it, if that is known.
    pub sex: Option<SexCode>,
    /// Whether somebody may be in danger.
    pub is_critical: bool,
    /// When it is asked.
    pub now: Time,
}

impl Need {
    /// What a request needs.
    pub fn of(row: &RequestRow, facts: Facts, now: Time) -> Result<Self, Problem> {
        Ok(Self {
            country: row.country.clone(),
            issues: read_codes(&row.issue_codes)?,
            is_critical: row.priority == Priority::Critical,
            subdivision: facts.subdivision,
            language: facts.language,
            sex: facts.sex,
            now,
        })
    }
}
