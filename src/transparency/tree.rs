//! The tree in the database: appending, and reading hashes for tiles and proofs.

use std::cell::RefCell;
use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tlog_tiles::{
    Error as TlogError, Hash, HashReader, stored_hash_index, stored_hashes, tree_hash,
};

use super::model::{CannotSign, Decision, DecisionKind, LogKey, origin_of};
use super::store::{self, CheckpointRow, PendingRow};
use crate::platform::clock::Date;
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;

/// Decisions that go into the log in one go, so that nobody waits for long.
const AT_ONCE: i64 = 500;
/// The number under which instances wait for each other.
const ONE_AT_A_TIME: i64 = 0x7472_616e_7370;

/// Why the log cannot be continued or read.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The tree head cannot be signed.
    #[error(transparent)]
    Signing(#[from] CannotSign),
    /// What is stored is not a tree; somebody changed the tables.
    #[error("the stored log is damaged: {0}")]
    Damaged(String),
}

impl From<diesel::result::Error> for TreeError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Reads stored hashes for the library that computes proofs.
pub struct Hashes<'c> {
    conn: RefCell<&'c mut Conn>,
    failed: RefCell<Option<DbError>>,
}

impl<'c> Hashes<'c> {
    /// Those of the log in this database.
    pub const fn of(conn: &'c mut Conn) -> Self {
        Self {
            conn: RefCell::new(conn),
            failed: RefCell::new(None),
        }
    }

    /// Computes something from them.
    pub fn compute<T>(
        self,
        work: impl FnOnce(&Self) -> Result<T, TlogError>,
    ) -> Result<T, TreeError> {
        let outcome = work(&self);
        match (outcome, self.failed.into_inner()) {
            (_, Some(error)) => Err(error.into()),
            (outcome, None) => outcome.map_err(|error| TreeError::Damaged(error.to_string())),
        }
    }
}

impl HashReader for Hashes<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, TlogError> {
        let lacking = || TlogError::InvalidInput("a stored hash is missing".to_owned());
        let positions: Result<Vec<i64>, _> = indexes.iter().map(|at| i64::try_from(*at)).collect();
        let positions = positions.map_err(|_| lacking())?;
        let found = store::hashes(&mut self.conn.borrow_mut(), positions.clone());
        let found: BTreeMap<i64, Vec<u8>> = match found {
            Ok(found) => found.into_iter().collect(),
            Err(error) => {
                self.failed.replace(Some(error));
                return Err(lacking());
            }
        };
        let hash = |at: &i64| {
            let bytes = found
                .get(at)
                .and_then(|hash| hash.as_slice().try_into().ok());
            bytes.map(Hash).ok_or_else(lacking)
        };
        positions.iter().map(hash).collect()
    }
}

/// Puts the decisions of the days before `today` into the log and signs the new tree head. Returns the
/// publications among them, by their public ids, with their entries; and nothing when nothing is due.
pub fn append_due(
    conn: &mut Conn,
    key: &LogKey,
    public_url: &str,
    today: Date,
) -> Result<Vec<(Id, i64)>, TreeError> {
    one_at_a_time(conn, ONE_AT_A_TIME)?;
    let head = store::head(conn)?;
    let before = head.as_ref().map_or(0, |head| head.size);
    let mut tree = Growing { conn, size: before };
    let mut published = Vec::new();
    for row in store::list_due(tree.conn, today, true, AT_ONCE)? {
        let entry = tree.append(&row)?;
        if let Some(subject) = row.subject {
            store::set_ended(tree.conn, subject, entry)?;
            published.push((subject, entry));
        }
    }
    // Read after the publications: those that end with them know their entries now.
    for row in store::list_due(tree.conn, today, false, AT_ONCE)? {
        tree.append(&row)?;
    }
    let size = tree.size;
    if size > before {
        // A log keeps the name that it began with, also at another address.
        let origin = head.map_or_else(|| origin_of(public_url), |head| head.origin);
        sign(conn, key, origin, size, today)?;
    }
    Ok(published)
}

struct Growing<'c> {
    conn: &'c mut Conn,
    size: i64,
}

impl Growing<'_> {
    fn append(&mut self, row: &PendingRow) -> Result<i64, TreeError> {
        let entry = self.size;
        let damaged = |_| TreeError::Damaged("an entry has no place".to_owned());
        let leaf = leaf(row)?;
        store::insert_entry(self.conn, entry, &leaf)?;
        let place = u64::try_from(entry).map_err(damaged)?;
        let hashes = Hashes::of(self.conn);
        let hashes = hashes.compute(|stored| stored_hashes(place, leaf.as_bytes(), stored))?;
        for (position, hash) in (stored_hash_index(0, place)..).zip(hashes) {
            let position = i64::try_from(position).map_err(damaged)?;
            store::insert_hash(self.conn, position, &hash.0)?;
        }
        store::delete_pending(self.conn, row.id)?;
        self.size += 1;
        Ok(entry)
    }
}

fn leaf(row: &PendingRow) -> Result<String, TreeError> {
    let day = row.noted_on.to_string();
    let is_publication = row.commitment.is_some();
    let is_end = !matches!(
        row.decision,
        DecisionKind::Suspended | DecisionKind::Reinstated
    );
    let decision = Decision {
        version: Decision::VERSION,
        decision: row.decision,
        month: day.get(..7).unwrap_or_default().to_owned(),
        reason: row.reason.clone(),
        legal_order: row.reason.as_deref() == Some(Decision::LEGAL_ORDER),
        ends_entry: row.ends_entry.filter(|_| !is_publication && is_end),
        of_entry: row.ends_entry.filter(|_| !is_end),
        commitment: row.commitment.as_ref().map(|hash| STANDARD.encode(hash)),
    };
    serde_json::to_string(&decision).map_err(|error| TreeError::Damaged(error.to_string()))
}

fn sign(
    conn: &mut Conn,
    key: &LogKey,
    origin: String,
    size: i64,
    today: Date,
) -> Result<(), TreeError> {
    let whole = u64::try_from(size).map_err(|error| TreeError::Damaged(error.to_string()))?;
    let root = Hashes::of(conn).compute(|stored| tree_hash(whole, stored))?;
    let head = CheckpointRow {
        note: key.sign(&origin, whole, root)?,
        size,
        origin,
        root: root.0.to_vec(),
        signed_on: today,
    };
    Ok(store::insert_checkpoint(conn, &head)?)
}
