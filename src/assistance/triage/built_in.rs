//! The rules that come with the program: in force until an authority publishes others.

use serde::Deserialize;

use super::rules::Rules;
use super::store::{self, Origin, RuleSetRow};
use crate::platform::clock::Time;
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;

/// Part of the program and not of the reference data: no setting may leave danger without rules.
const FILE: &str = include_str!("../../../data/triage/rules.toml");

/// The lock under which versions get their numbers.
pub(super) const ADVISORY_LOCK: i64 = 0x7472_6961_6765;

/// Why the rules that come with the program cannot be stored.
#[derive(Debug, thiserror::Error)]
pub enum BuiltInError {
    /// The file is not as it must be; only a broken build meets it.
    #[error("data/triage/rules.toml: {0}")]
    Form(#[from] toml::de::Error),
    /// The rules cannot be written as JSON.
    #[error("triage rules cannot be stored: {0}")]
    Json(#[from] serde_json::Error),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for BuiltInError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// The rules that come with the program, with what is said about them.
pub(super) struct BuiltIn {
    pub title: String,
    pub source: String,
    pub rules: Rules,
}

#[derive(Deserialize)]
struct Heading {
    title: String,
    source: String,
}

/// Reads the rules that come with the program.
pub(super) fn built_in() -> Result<BuiltIn, toml::de::Error> {
    let mut table: toml::Table = toml::from_str(FILE)?;
    let heading = Heading::deserialize(toml::Value::Table(table.clone()))?;
    table.remove("title");
    table.remove("source");
    Ok(BuiltIn {
        title: heading.title,
        source: heading.source,
        rules: Rules::deserialize(toml::Value::Table(table))?,
    })
}

/// Publishes the rules that come with the program, unless these very rules are the newest or an
/// authority has published its own: then only the authority changes them.
pub fn ensure_built_in(conn: &mut Conn, id: Id, now: Time) -> Result<(), BuiltInError> {
    one_at_a_time(conn, ADVISORY_LOCK)?;
    let built_in = built_in()?;
    let newest = store::find_newest(conn)?;
    if let Some(newest) = &newest {
        let same = newest
            .rules
            .read::<Rules>()
            .is_ok_and(|rules| rules == built_in.rules);
        if newest.origin == Origin::Authority || same {
            return Ok(());
        }
    }
    let version = newest.and_then(|row| row.version).unwrap_or(0) + 1;
    let row = RuleSetRow {
        id,
        version: Some(version),
        origin: Origin::BuiltIn,
        title: built_in.title,
        source: built_in.source,
        rules: Json::of(&built_in.rules)?,
        drafted_at: now,
        drafted_by: None,
        published_at: Some(now),
        published_by: None,
        valid_from: Some(now),
    };
    Ok(store::insert(conn, row)?)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::platform::code_lists::CodeLists;

    #[test]
    fn the_rules_of_the_program_name_only_codes_that_exist() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        let ensure = |list: &str, code: &str| {
            let list = lists.find(list).unwrap();
            assert!(list.codes.iter().any(|entry| entry.code == code), "{code}");
        };
        for rule in built_in().unwrap().rules.rules {
            ensure("triage_reasons", rule.reason.as_str());
            rule.issue_codes
                .iter()
                .for_each(|code| ensure("issue_codes", code.as_str()));
            for code in &rule.vulnerabilities {
                ensure("vulnerabilities", code.as_str());
            }
            for code in rule
                .indicators
                .iter()
                .flat_map(|condition| &condition.codes)
            {
                ensure("ilo_indicators", code.as_str());
            }
        }
    }
}
