//! The chain: how an entry hangs on the one before it, and how tampering is found.
//!
//! What must always be true: only whoever has the key can make a link or seal the end. Entries from
//! before there was a key are chained by bare hashes; how many they are is under the seal, so that
//! nothing later can be passed off as one of them.

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::platform::clock::Time;
use crate::platform::crypto::ChainKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{accounts, audit_entries, audit_head};

/// The migration with which the chain got its key.
pub const SEALED_SINCE: &str = "20261124000011";

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_entries)]
pub(super) struct EntryRow {
    pub sequence: i64,
    pub at: Time,
    pub account_id: Option<Id>,
    pub organisation_id: Option<Id>,
    pub action: String,
    pub subject_kind: String,
    pub subject_id: Id,
    pub detail: Option<String>,
    pub hash: Vec<u8>,
}

impl EntryRow {
    /// The entry as bytes; every part is preceded by its length, so that no two different entries
    /// read the same.
    fn encoded(&self) -> Vec<u8> {
        let id = |id: Option<Id>| id.map_or_else(String::new, |id| id.to_string());
        let parts: [String; 8] = [
            self.sequence.to_string(),
            self.at.as_microsecond().to_string(),
            id(self.account_id),
            id(self.organisation_id),
            self.action.clone(),
            self.subject_kind.clone(),
            self.subject_id.to_string(),
            self.detail.clone().unwrap_or_default(),
        ];
        let parts = parts.map(|part| format!("{}:{part}", part.len()));
        parts.concat().into_bytes()
    }

    /// The link of an entry from before there was a key.
    fn bare_link(&self, previous: &[u8]) -> Vec<u8> {
        let hasher = Sha256::new().chain_update(previous);
        hasher.chain_update(self.encoded()).finalize().to_vec()
    }

    fn keyed_link(&self, key: &ChainKey, previous: &[u8]) -> Vec<u8> {
        key.link(previous, &self.encoded()).to_vec()
    }
}

/// The end of the chain.
#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_head)]
pub(super) struct Head {
    /// The number of the last entry.
    pub sequence: i64,
    hash: Vec<u8>,
    /// How many entries are from before there was a key.
    unkeyed: i64,
    key_id: Option<String>,
    seal: Option<Vec<u8>>,
}

impl Head {
    /// The end, locked until the commit.
    pub(super) fn lock(conn: &mut Conn) -> Result<Self, DbError> {
        let heads: Vec<Self> =
            crate::lock!(conn, audit_head::table.find(1).select(Self::as_select()))?;
        let head = heads.into_iter().next();
        Ok(head.ok_or(diesel::result::Error::NotFound)?)
    }

    /// The link of the entry that comes next: a bare one as long as nothing is sealed, which an
    /// instance that has just been updated mends by [`seal_head`].
    pub(super) fn link(&self, key: &ChainKey, next: &EntryRow) -> Vec<u8> {
        match self.seal {
            Some(_) => next.keyed_link(key, &self.hash),
            None => next.bare_link(&self.hash),
        }
    }

    /// Makes the entry with this link the last one. A seal that somebody else made is left as it
    /// is: sealing anew would make a chain whole that was cut off.
    pub(super) fn move_on(
        self,
        conn: &mut Conn,
        key: &ChainKey,
        hash: Vec<u8>,
    ) -> Result<(), DbError> {
        let is_ours = self.is_sealed_by(key);
        if self.seal.is_some() && !is_ours {
            tracing::error!("The end of the audit log was changed from outside: run tulay doctor");
        }
        let next = Self {
            sequence: self.sequence + 1,
            hash,
            ..self
        };
        let seal = if is_ours {
            Some(next.seal_by(key))
        } else {
            next.seal
        };
        diesel::update(audit_head::table.find(1))
            .set((
                audit_head::sequence.eq(next.sequence),
                audit_head::hash.eq(next.hash),
                audit_head::seal.eq(seal),
            ))
            .execute(conn)?;
        Ok(())
    }

    fn seal_by(&self, key: &ChainKey) -> Vec<u8> {
        let mut end = self.sequence.to_be_bytes().to_vec();
        end.extend_from_slice(&self.unkeyed.to_be_bytes());
        end.extend_from_slice(&self.hash);
        key.seal(&end).to_vec()
    }

    fn is_sealed_by(&self, key: &ChainKey) -> bool {
        self.seal.as_ref() == Some(&self.seal_by(key))
    }
}

/// Puts the chain as it is under the key, if it is not yet: later entries are keyed. Returns whether
/// there was something to do.
///
/// Whatever is in the chain now counts as written by us, so this is done once, with the migration
/// that makes it possible; never by itself for a chain that has entries.
pub fn seal_head(conn: &mut Conn, key: &ChainKey) -> Result<bool, DbError> {
    let mut head = Head::lock(conn)?;
    if head.seal.is_some() {
        return Ok(false);
    }
    head.unkeyed = head.sequence;
    diesel::update(audit_head::table.find(1))
        .set((
            audit_head::unkeyed.eq(head.unkeyed),
            audit_head::key_id.eq(Some(key.id())),
            audit_head::seal.eq(Some(head.seal_by(key))),
        ))
        .execute(conn)?;
    Ok(true)
}

/// The same for an installation that nobody has used: no entry, and no account, without which there
/// is no entry.
pub fn seal_unless_used(conn: &mut Conn, key: &ChainKey) -> Result<(), DbError> {
    let accounts: i64 = accounts::table.count().get_result(conn)?;
    if accounts == 0 && !has_entries(conn)? {
        seal_head(conn, key)?;
    }
    Ok(())
}

/// Whether anything was ever recorded.
pub fn has_entries(conn: &mut Conn) -> Result<bool, DbError> {
    let entries: i64 = audit_entries::table.count().get_result(conn)?;
    Ok(entries > 0)
}

/// What walking the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainState {
    /// All entries fit together, and the end is the one that was sealed.
    Whole {
        /// How many there are.
        entries: i64,
        /// How many of them are from before there was a key.
        unkeyed: i64,
    },
    /// This entry, or the one before it, was changed, added or taken out.
    BrokenAt {
        /// The entry's number.
        sequence: i64,
    },
    /// All entries fit together, but the end is not the one that was sealed: newer entries were cut
    /// off, also if more were written since.
    EndForged,
    /// All entries fit together, but nothing is sealed: whoever can write to the database may have
    /// made them.
    Unsealed {
        /// How many there are.
        entries: i64,
    },
    /// It is sealed by the key of another keyring, so nothing can be said.
    OtherKey {
        /// The key's id.
        id: String,
    },
}

/// Walks the whole chain.
pub fn verify(conn: &mut Conn, key: &ChainKey) -> Result<ChainState, DbError> {
    let head: Head = audit_head::table
        .find(1)
        .select(Head::as_select())
        .first(conn)?;
    if let Some(id) = &head.key_id
        && *id != key.id()
    {
        return Ok(ChainState::OtherKey { id: id.clone() });
    }
    let bare = match head.seal {
        Some(_) => head.unkeyed,
        None => i64::MAX,
    };
    let (last, hash) = match walk(conn, key, bare)? {
        Walked::ToTheEnd { last, hash } => (last, hash),
        Walked::BrokenAt(sequence) => return Ok(ChainState::BrokenAt { sequence }),
    };
    Ok(if (head.sequence, &head.hash) != (last, &hash) {
        // The newest entries were cut off: the head remembers them.
        ChainState::BrokenAt { sequence: last + 1 }
    } else if head.seal.is_none() {
        ChainState::Unsealed { entries: last }
    } else if head.is_sealed_by(key) {
        ChainState::Whole {
            entries: last,
            unkeyed: head.unkeyed,
        }
    } else {
        ChainState::EndForged
    })
}

enum Walked {
    ToTheEnd { last: i64, hash: Vec<u8> },
    BrokenAt(i64),
}

/// Entries read at once while walking the chain.
const STRETCH: i64 = 1000;

/// Compares every entry with its link; those up to `bare` are from before there was a key.
fn walk(conn: &mut Conn, key: &ChainKey, bare: i64) -> Result<Walked, DbError> {
    let (mut last, mut previous) = (0, vec![0; 32]);
    loop {
        let rows: Vec<EntryRow> = audit_entries::table
            .filter(audit_entries::sequence.gt(last))
            .order(audit_entries::sequence)
            .limit(STRETCH)
            .select(EntryRow::as_select())
            .load(conn)?;
        if rows.is_empty() {
            return Ok(Walked::ToTheEnd {
                last,
                hash: previous,
            });
        }
        for row in rows {
            let link = if row.sequence <= bare {
                row.bare_link(&previous)
            } else {
                row.keyed_link(key, &previous)
            };
            if row.sequence != last + 1 || link != row.hash {
                return Ok(Walked::BrokenAt(row.sequence));
            }
            (last, previous) = (row.sequence, link);
        }
    }
}
