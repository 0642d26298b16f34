//! The log as the administrators of an organisation read it.

use diesel::prelude::*;

use super::{Action, Subject};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{accounts, audit_entries, clients};

/// An entry as the organisation's administrators read it.
#[derive(Queryable)]
pub(in crate::identity) struct ReadRow {
    pub sequence: i64,
    pub at: Time,
    pub account_id: Option<Id>,
    pub account_display_name: Option<String>,
    pub client_name: Option<String>,
    pub action: Action,
    pub subject_kind: Subject,
    pub subject_id: Id,
    pub detail: Option<String>,
}

/// Which entries are wanted.
#[derive(Debug, Clone)]
pub(in crate::identity) struct Filter {
    pub organisation: Id,
    pub subject_id: Option<Id>,
    pub account_id: Option<Id>,
    pub action: Option<Action>,
    pub before: Option<i64>,
}

/// Entries about an organisation, newest first.
pub(in crate::identity) fn list(
    conn: &mut Conn,
    wanted: &Filter,
    rows: i64,
) -> Result<Vec<ReadRow>, DbError> {
    let mut query = audit_entries::table
        .left_join(accounts::table.on(audit_entries::account_id.eq(accounts::id.nullable())))
        .left_join(clients::table.on(audit_entries::account_id.eq(clients::id.nullable())))
        .filter(audit_entries::organisation_id.eq(wanted.organisation))
        .order(audit_entries::sequence.desc())
        .limit(rows)
        .select((
            audit_entries::sequence,
            audit_entries::at,
            audit_entries::account_id,
            accounts::display_name.nullable(),
            clients::name.nullable(),
            audit_entries::action,
            audit_entries::subject_kind,
            audit_entries::subject_id,
            audit_entries::detail,
        ))
        .into_boxed();
    if let Some(subject) = wanted.subject_id {
        query = query.filter(audit_entries::subject_id.eq(subject));
    }
    if let Some(account) = wanted.account_id {
        query = query.filter(audit_entries::account_id.eq(account));
    }
    if let Some(action) = wanted.action {
        query = query.filter(audit_entries::action.eq(action));
    }
    if let Some(before) = wanted.before {
        query = query.filter(audit_entries::sequence.lt(before));
    }
    Ok(query.load(conn)?)
}

/// Something that was done to a subject, without who did it.
#[derive(Debug, Clone)]
pub struct ActRow {
    /// When.
    pub at: Time,
    /// Whether a member of staff did it, and not the service.
    pub by_staff: bool,
    /// What was done.
    pub action: Action,
    /// A word that says more.
    pub detail: Option<String>,
}

/// Everything that was done to a subject, oldest first.
pub fn list_of_subject(conn: &mut Conn, subject: Subject, id: Id) -> Result<Vec<ActRow>, DbError> {
    let rows: Vec<(Time, Option<Id>, Action, Option<String>)> = audit_entries::table
        .filter(audit_entries::subject_id.eq(id))
        .filter(audit_entries::subject_kind.eq(subject))
        .order(audit_entries::sequence)
        .select((
            audit_entries::at,
            audit_entries::account_id,
            audit_entries::action,
            audit_entries::detail,
        ))
        .load(conn)?;
    let act = |(at, account, action, detail): (Time, Option<Id>, Action, Option<String>)| ActRow {
        at,
        by_staff: account.is_some(),
        action,
        detail,
    };
    Ok(rows.into_iter().map(act).collect())
}
