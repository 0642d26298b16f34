//! The name of a violated constraint, the same on both databases.
//!
//! `PostgreSQL` names it; `SQLite` says `table.column`. An unnamed `UNIQUE (a, b)` of table `t` is
//! called `t_a_b_key` by `PostgreSQL`, so that is what we make of `SQLite`'s text. Therefore in the
//! migrations: a primary key whose violation matters is written on `PostgreSQL` as `CONSTRAINT
//! t_a_key PRIMARY KEY`, a partial unique index is named `t_a_key`, and every `CHECK` has a name.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};

/// Which constraint the error says was violated: `agencies_state_slug_key`, `rating_range`,
/// `agencies_name_not_null`.
///
/// `None` for every other error, and for foreign keys, which `SQLite` cannot name: look the parent
/// up first.
#[must_use]
pub fn constraint(error: &Error) -> Option<String> {
    let Error::DatabaseError(kind, information) = error else {
        return None;
    };

    let information = information.as_ref();
    if matches!(kind, DatabaseErrorKind::UniqueViolation) {
        unique(information)
    } else if matches!(kind, DatabaseErrorKind::CheckViolation) {
        named(information).or_else(|| told(information))
    } else if matches!(kind, DatabaseErrorKind::NotNullViolation) {
        not_null(information)
    } else {
        None
    }
}

type Information<'a> = &'a (dyn DatabaseErrorInformation + Send + Sync);

fn named(information: Information<'_>) -> Option<String> {
    information.constraint_name().map(ToOwned::to_owned)
}

/// What `SQLite` says after the colon.
fn told(information: Information<'_>) -> Option<String> {
    let (_, what) = information.message().split_once("constraint failed: ")?;

    Some(what.to_owned())
}

fn unique(information: Information<'_>) -> Option<String> {
    if let Some(name) = named(information) {
        return Some(name);
    }
    let what = told(information)?;
    // An index over expressions is told by its name: index 'people_lower_key'.
    if let Some(index) = what.strip_prefix("index '") {
        return Some(index.trim_end_matches('\'').to_owned());
    }
    let (table, _) = what.split_once('.')?;
    let columns: Vec<_> = what
        .split(", ")
        .filter_map(|each| each.split_once('.'))
        .map(|(_, column)| column)
        .collect();

    Some(format!("{table}_{}_key", columns.join("_")))
}

fn not_null(information: Information<'_>) -> Option<String> {
    if let (Some(table), Some(column)) = (information.table_name(), information.column_name()) {
        return Some(format!("{table}_{column}_not_null"));
    }
    let what = told(information)?;
    let (table, column) = what.split_once('.')?;

    Some(format!("{table}_{column}_not_null"))
}
