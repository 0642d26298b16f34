//! What may be said of an agency, and what follows from it for a day.

mod job_order;
mod statement;

pub(in crate::agencies) use job_order::{NewJobOrder, NewPrincipal};
pub(in crate::agencies) use statement::{
    NewBranch, NewCertificate, NewName, NewSanction, SourceOf, Stated, StatementKind,
};

use serde::{Deserialize, Serialize};

use crate::platform::clock::Date;
use crate::platform::ids::Id;
use crate::text_enum;

text_enum! {
    /// Whether a badge speaks against an agency or for it.
    pub enum BadgeKind {
        /// An authority has imposed something on it.
        Sanction => "sanction",
        /// Somebody has certified it.
        Certificate => "certificate",
    }
}

/// A sanction or a certificate in short, as it is kept beside its agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::agencies) struct Mark {
    pub id: Id,
    pub kind: BadgeKind,
    pub code: String,
    pub since: Date,
    pub until: Option<Date>,
}

impl Mark {
    /// Whether it holds on a day.
    pub fn holds(&self, on: Date) -> bool {
        self.since <= on && self.until.is_none_or(|last| on <= last)
    }
}

/// A name of an agency beside the one under which it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub(in crate::agencies) struct KnownName {
    pub name: String,
    /// The language in which it is, where that is known.
    pub language: Option<String>,
    /// Of the code list `agency_name_kinds`.
    pub kind: String,
}

/// What is taken for the kind of a name of which nothing is known.
const OTHER: &str = "other";
/// The kind of a name that an agency no longer has.
pub(in crate::agencies) const FORMER: &str = "former";
/// The kind of the name under which its register lists it.
pub(in crate::agencies) const REGISTERED: &str = "registered";

/// Names were kept without particulars once.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Plain(String),
    Whole {
        name: String,
        language: Option<String>,
        kind: String,
    },
}

impl From<Written> for KnownName {
    fn from(written: Written) -> Self {
        match written {
            Written::Plain(name) => Self {
                name,
                language: None,
                kind: OTHER.to_owned(),
            },
            Written::Whole {
                name,
                language,
                kind,
            } => Self {
                name,
                language,
                kind,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_holds_from_its_first_to_its_last_day() {
        let day = |text: &str| Date::parse(text).unwrap();
        let mark = |until: Option<&str>| Mark {
            id: Id::parse("01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f").unwrap(),
            kind: BadgeKind::Certificate,
            code: "iris".to_owned(),
            since: day("2026-02-01"),
            until: until.map(day),
        };
        assert!(!mark(None).holds(day("2026-01-31")));
        assert!(mark(None).holds(day("2026-02-01")));
        assert!(mark(Some("2026-03-01")).holds(day("2026-03-01")));
        assert!(!mark(Some("2026-03-01")).holds(day("2026-03-02")));
    }

    #[test]
    fn names_that_were_kept_without_particulars_are_read() {
        let read: Vec<KnownName> = serde_json::from_str(
            r#"["Rimba", { "name": "รีมบา", "language": "th", "kind": "trading" }]"#,
        )
        .unwrap();
        assert_eq!(
            (read[0].name.as_str(), read[0].kind.as_str()),
            ("Rimba", "other")
        );
        assert_eq!(read[1].language.as_deref(), Some("th"));
    }
}
