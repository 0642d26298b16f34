//! What a conversation remembers, sealed under a key of its own for a day.

use std::time::Duration;

use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{Problem, UNAVAILABLE};
use crate::texting::model::Conversation;
use crate::texting::store::{self, ConversationRow};

/// Names what is sealed; it must never change.
const CONVERSATION: &str = "sms_conversation.state";
/// How long a conversation is remembered after its last text.
const REMEMBERED: Duration = Duration::from_hours(24);

/// A conversation on its place in the database.
pub struct Kept {
    number: [u8; 32],
    row: Option<ConversationRow>,
}

impl Kept {
    /// The conversation with a number, locked; a new one when there is none or its time is over.
    pub fn find(
        conn: &mut Conn,
        services: &Services,
        number: [u8; 32],
        now: Time,
    ) -> Result<(Self, Conversation), Problem> {
        let mut kept = Self {
            number,
            row: store::find_locked(conn, &number)?,
        };
        if kept.row.as_ref().is_some_and(|row| row.expires_at <= now) {
            kept.forget(conn, services)?;
        }
        let talk = match &kept.row {
            Some(row) => {
                let key = services.vault.key(conn, row.id, Class::Confidential)?;
                key.open_json(row.id, CONVERSATION, &row.sealed)?
            }
            None => Conversation::default(),
        };
        Ok((kept, talk))
    }

    /// Remembers what a conversation knows now.
    pub fn keep(
        self,
        conn: &mut Conn,
        services: &Services,
        talk: &Conversation,
        now: Time,
    ) -> Result<(), Problem> {
        let expires_at = now.plus(REMEMBERED);
        let vault = &services.vault;
        if let Some(row) = self.row {
            let key = vault.key(conn, row.id, Class::Confidential)?;
            let sealed = key.seal_json(row.id, CONVERSATION, talk)?;
            let row = ConversationRow {
                sealed,
                expires_at,
                ..row
            };
            return Ok(store::update(conn, &row)?);
        }
        let id = Id::random(&*services.randomness);
        let key = vault.create_key(conn, id, Class::Confidential, now)?;
        let row = ConversationRow {
            number_hash: self.number.to_vec(),
            id,
            sealed: key.seal_json(id, CONVERSATION, talk)?,
            expires_at,
        };
        // Another instance has just begun a conversation with this number: the gateway brings the text again.
        store::insert(conn, row).map_err(|error| match error.constraint() {
            Some(_) => Problem::new(&UNAVAILABLE),
            None => error.into(),
        })
    }

    /// Forgets the conversation, with its key.
    pub fn forget(&mut self, conn: &mut Conn, services: &Services) -> Result<(), Problem> {
        if let Some(row) = self.row.take() {
            services.vault.destroy(conn, row.id)?;
            store::delete(conn, &row.number_hash)?;
        }
        Ok(())
    }
}

/// Forgets conversations whose time is over, and the ids of texts that cannot come again.
pub fn forget_expired(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    store::forget_texts(conn, now)?;
    let over = store::list_over(conn, now)?;
    for row in &over {
        // Locked: a text may just be reviving it.
        let Ok(number) = <[u8; 32]>::try_from(row.number_hash.as_slice()) else {
            continue;
        };
        let found = store::find_locked(conn, &number)?;
        let is_over = found.is_some_and(|found| found.expires_at <= now);
        if is_over {
            services.vault.destroy(conn, row.id)?;
            store::delete(conn, &row.number_hash)?;
        }
    }
    Ok(over.len())
}
