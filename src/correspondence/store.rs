//! Queries.

use diesel::dsl::max;
use diesel::prelude::*;

use super::events;
use super::model::{
    Author, ChangedBy, CorrespondenceError, Letter, Message, MessageKind, MessagePage,
    MessagePosition, StatusChange, Subject, Writer,
};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::{SubjectKey, VaultError};
use crate::schema::{messages, status_changes};

const BODY: &str = "message.body";

/// Stores a message, or facts that were added, sealed under the key of its subject.
pub fn send(
    conn: &mut Conn,
    subject: Subject,
    key: &SubjectKey,
    letter: Letter,
) -> Result<Message, CorrespondenceError> {
    let Letter {
        id,
        kind,
        writer,
        body,
        sent_at,
    } = letter;
    let sealed = key.seal(id, BODY, body.as_bytes())?;
    if matches!(writer, Writer::Reporter) {
        events::message_received(conn, subject, id, sent_at)?;
    }
    let inserted = diesel::insert_into(messages::table)
        .values((
            messages::id.eq(id),
            messages::subject_kind.eq(subject.kind),
            messages::subject_id.eq(subject.id),
            messages::kind.eq(kind),
            messages::author.eq(writer.author()),
            messages::account_id.eq(writer.account()),
            messages::sealed_body.eq(sealed),
            messages::sent_at.eq(sent_at),
        ))
        .execute(conn)
        .map_err(DbError::from);
    match inserted {
        Ok(_) => Ok(Message {
            id,
            kind,
            author: writer.author(),
            account_id: writer.account(),
            body,
            sent_at,
        }),
        Err(error) if error.constraint().as_deref() == Some("messages_id_key") => {
            Err(CorrespondenceError::IdTaken)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages)]
struct MessageRow {
    id: Id,
    kind: MessageKind,
    author: Author,
    account_id: Option<Id>,
    sealed_body: Vec<u8>,
    sent_at: Time,
}

impl MessageRow {
    fn open(self, key: &SubjectKey) -> Result<Message, VaultError> {
        Ok(Message {
            body: key.open_text(self.id, BODY, &self.sealed_body)?,
            id: self.id,
            kind: self.kind,
            author: self.author,
            account_id: self.account_id,
            sent_at: self.sent_at,
        })
    }
}

/// The messages of a subject, oldest first, opened.
pub fn list_messages(
    conn: &mut Conn,
    subject: Subject,
    key: &SubjectKey,
    page: MessagePage,
) -> Result<Vec<Message>, VaultError> {
    let mut query = messages::table
        .filter(messages::subject_id.eq(subject.id))
        .filter(messages::subject_kind.eq(subject.kind))
        .into_boxed();
    if let Some(kind) = page.kind {
        query = query.filter(messages::kind.eq(kind));
    }
    if let Some(MessagePosition(sent_at, id)) = page.after {
        let later = messages::sent_at.gt(sent_at);
        let same = messages::sent_at.eq(sent_at).and(messages::id.gt(id));
        query = query.filter(later.or(same));
    }
    let rows: Vec<MessageRow> = query
        .order((messages::sent_at, messages::id))
        .limit(page.rows)
        .select(MessageRow::as_select())
        .load(conn)?;
    rows.into_iter().map(|row| row.open(key)).collect()
}

/// One message of a subject, opened.
pub fn find_message(
    conn: &mut Conn,
    subject: Subject,
    key: &SubjectKey,
    id: Id,
) -> Result<Option<Message>, VaultError> {
    let row: Option<MessageRow> = messages::table
        .find(id)
        .filter(messages::subject_id.eq(subject.id))
        .filter(messages::subject_kind.eq(subject.kind))
        .select(MessageRow::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| row.open(key)).transpose()
}

/// Adds a change of state to the history of a subject. The caller has just changed the subject's
/// row in the same transaction, so that no two changes can come at once.
pub fn record_change(
    conn: &mut Conn,
    subject: Subject,
    change: &StatusChange,
) -> Result<(), DbError> {
    // What begins has no change before this one.
    let last = match change.from {
        None => 0,
        Some(_) => last_change(conn, subject)?,
    };
    diesel::insert_into(status_changes::table)
        .values((
            status_changes::subject_kind.eq(subject.kind),
            status_changes::subject_id.eq(subject.id),
            status_changes::sequence.eq(last + 1),
            status_changes::from_status.eq(change.from.as_deref()),
            status_changes::to_status.eq(&change.to),
            status_changes::changed_by.eq(change.by),
            status_changes::reason.eq(change.reason.as_deref()),
            status_changes::changed_at.eq(change.at),
        ))
        .execute(conn)?;
    events::status_changed(conn, subject, change, last + 1)
}

/// The number of the last change of a subject.
fn last_change(conn: &mut Conn, subject: Subject) -> Result<i64, DbError> {
    let last: Option<i64> = status_changes::table
        .filter(status_changes::subject_kind.eq(subject.kind))
        .filter(status_changes::subject_id.eq(subject.id))
        .select(max(status_changes::sequence))
        .first(conn)?;
    Ok(last.unwrap_or(0))
}

type ChangeRow = (Option<String>, String, ChangedBy, Option<String>, Time);

/// The history of a subject's states, oldest first.
pub fn list_changes(conn: &mut Conn, subject: Subject) -> Result<Vec<StatusChange>, DbError> {
    let rows: Vec<ChangeRow> = status_changes::table
        .filter(status_changes::subject_kind.eq(subject.kind))
        .filter(status_changes::subject_id.eq(subject.id))
        .order(status_changes::sequence)
        .select((
            status_changes::from_status,
            status_changes::to_status,
            status_changes::changed_by,
            status_changes::reason,
            status_changes::changed_at,
        ))
        .load(conn)?;
    let show = |(from, to, by, reason, at)| StatusChange {
        from,
        to,
        by,
        reason,
        at,
    };
    Ok(rows.into_iter().map(show).collect())
}

/// Deletes all messages and the history of a subject that is being erased.
pub fn delete_all(conn: &mut Conn, subject: Subject) -> Result<(), DbError> {
    let of_messages = messages::table
        .filter(messages::subject_id.eq(subject.id))
        .filter(messages::subject_kind.eq(subject.kind));
    diesel::delete(of_messages).execute(conn)?;
    let of_changes = status_changes::table
        .filter(status_changes::subject_id.eq(subject.id))
        .filter(status_changes::subject_kind.eq(subject.kind));
    diesel::delete(of_changes).execute(conn)?;
    Ok(())
}
