//! Queries.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{sms_conversations, sms_texts};

/// A conversation as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = sms_conversations)]
pub struct ConversationRow {
    /// The keyed hash of the number.
    pub number_hash: Vec<u8>,
    /// Names its key.
    pub id: Id,
    /// What it remembers.
    pub sealed: Vec<u8>,
    /// Until when.
    pub expires_at: Time,
}

/// The conversation with a number, locked.
pub fn find_locked(conn: &mut Conn, number: &[u8; 32]) -> Result<Option<ConversationRow>, DbError> {
    let rows: Vec<ConversationRow> = crate::lock!(
        conn,
        sms_conversations::table
            .find(number.as_slice())
            .select(ConversationRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Stores a conversation that begins.
pub fn insert(conn: &mut Conn, row: ConversationRow) -> Result<(), DbError> {
    diesel::insert_into(sms_conversations::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Stores what a conversation remembers now.
pub fn update(conn: &mut Conn, row: &ConversationRow) -> Result<(), DbError> {
    diesel::update(sms_conversations::table.find(&row.number_hash))
        .set((
            sms_conversations::sealed.eq(&row.sealed),
            sms_conversations::expires_at.eq(row.expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets a conversation; its key is destroyed by whoever calls this.
pub fn delete(conn: &mut Conn, number: &[u8]) -> Result<(), DbError> {
    diesel::delete(sms_conversations::table.find(number)).execute(conn)?;
    Ok(())
}

/// Conversations whose time is over, a hundred at most.
pub fn list_over(conn: &mut Conn, now: Time) -> Result<Vec<ConversationRow>, DbError> {
    Ok(sms_conversations::table
        .filter(sms_conversations::expires_at.le(now))
        .select(ConversationRow::as_select())
        .limit(100)
        .load(conn)?)
}

/// Whether a text was taken before.
pub fn was_taken(conn: &mut Conn, message: &[u8; 32]) -> Result<bool, DbError> {
    let found: Option<Vec<u8>> = sms_texts::table
        .find(message.as_slice())
        .select(sms_texts::message_hash)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Remembers that a text was taken. Of two at once, one fails.
pub fn remember(conn: &mut Conn, message: &[u8; 32], until: Time) -> Result<(), DbError> {
    diesel::insert_into(sms_texts::table)
        .values((
            sms_texts::message_hash.eq(message.as_slice()),
            sms_texts::expires_at.eq(until),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets texts that cannot come again.
pub fn forget_texts(conn: &mut Conn, now: Time) -> Result<(), DbError> {
    diesel::delete(sms_texts::table.filter(sms_texts::expires_at.le(now))).execute(conn)?;
    Ok(())
}
