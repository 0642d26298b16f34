//! Checking a log from outside: what a journalist, a union or another server runs (`tulay verify-log`).
//!
//! It believes nothing that the service says. The whole log is read and its tree computed anew; the
//! signed tree head must be its root, and the head that was seen last time the root of its beginning.
//! Then the reviews of some agencies: each must be what its entry commits to, and one that was seen
//! before and is gone must have an entry that says why.

mod client;
mod reviews;
mod watch;

use std::collections::BTreeMap;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use signed_note::{Note, StandardVerifier, VerifierList};
use tlog_tiles::{Checkpoint, Error as TlogError, Hash, HashReader, stored_hashes, tree_hash};

use self::client::Client;
use self::watch::Watch;
use super::model::{Decision, DecisionKind};
use crate::platform::clock::Date;
use crate::platform::ids::Id;

/// Why a log could not be checked. What is found to be wrong with it is no error but a fault in
/// [`Verification`].
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The service does not answer as it should.
    #[error("{address}: {reason}")]
    Answer {
        /// What was asked for.
        address: String,
        /// What came.
        reason: String,
    },
    /// The file in which it is kept what was seen cannot be read or written.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
}

/// What is to be checked.
#[derive(Debug, Clone)]
pub struct Order {
    /// The address of the service.
    pub service: String,
    /// The key that signs tree heads; otherwise that of last time, otherwise the one that the service
    /// names.
    pub verifier_key: Option<String>,
    /// Where it is kept what was seen.
    pub kept_in: Option<PathBuf>,
    /// The agencies whose reviews are checked.
    pub agencies: Vec<Id>,
    /// Today.
    pub today: Date,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Verification {
    /// The name of the log.
    pub origin: String,
    /// Entries in it.
    pub size: u64,
    /// How often each was decided.
    pub decisions: BTreeMap<DecisionKind, usize>,
    /// Reviews that were checked.
    pub reviews: usize,
    /// What is worth knowing.
    pub notices: Vec<String>,
    /// What is wrong. Without any the log is sound.
    pub faults: Vec<String>,
}

/// Checks a log. The file with what was seen is written only when nothing is wrong, so that the proof of
/// what was seen before is not lost.
pub fn verify(order: &Order) -> Result<Verification, VerifyError> {
    let client = Client::new(&order.service);
    let mut watch = Watch::read(order.kept_in.as_deref())?;
    let mut found = Verification::default();
    let Some(head) = signed_head(&client, order, &mut watch, &mut found)? else {
        return Ok(found);
    };
    let leaves = client.entries(head.size())?;
    let log = Log::of(&leaves, &mut found.faults);
    check_tree(&log, &head, &watch, &mut found);
    watch.size = head.size();
    watch.root = STANDARD.encode(head.hash().0);
    for agency in &order.agencies {
        reviews::check(&client, *agency, &log, order.today, &mut watch, &mut found)?;
    }
    if found.faults.is_empty() {
        watch.write(order.kept_in.as_deref())?;
    }
    Ok(found)
}

/// The newest tree head, when its signature is right.
fn signed_head(
    client: &Client,
    order: &Order,
    watch: &mut Watch,
    found: &mut Verification,
) -> Result<Option<Checkpoint>, VerifyError> {
    let known = order
        .verifier_key
        .clone()
        .or_else(|| watch.verifier_key.clone());
    let key = if let Some(key) = known {
        key
    } else {
        let key = client.verifier_key()?;
        found.notices.push(format!(
            "The key is the one that the service names now: {key}"
        ));
        key
    };
    let note = client.checkpoint()?;
    match open(&note, &key) {
        Ok(head) => {
            watch.verifier_key = Some(key);
            head.origin().clone_into(&mut found.origin);
            found.size = head.size();
            Ok(Some(head))
        }
        Err(reason) => {
            found
                .faults
                .push(format!("The tree head is not signed with {key}: {reason}"));
            Ok(None)
        }
    }
}

fn open(note: &[u8], key: &str) -> Result<Checkpoint, String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let verifier = StandardVerifier::new(key).map_err(|e| text(&e))?;
    let note = Note::from_bytes(note).map_err(|e| text(&e))?;
    let known = VerifierList::new(vec![Box::new(verifier)]);
    note.verify(&known).map_err(|e| text(&e))?;
    Checkpoint::from_bytes(note.text()).map_err(|e| text(&e))
}

/// A log that was read whole.
struct Log {
    entries: Vec<Option<Decision>>,
    hashes: InMemory,
    /// By which entry a publication was ended.
    ended_by: BTreeMap<i64, usize>,
    /// How often more a publication was suspended than it was let count again.
    suspended: BTreeMap<i64, i64>,
}

struct InMemory(Vec<Hash>);

impl HashReader for InMemory {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, TlogError> {
        let at = |index: &u64| self.0.get(usize::try_from(*index).ok()?).copied();
        let found = indexes
            .iter()
            .map(|index| at(index).ok_or(TlogError::IndexesNotInTree));
        found.collect()
    }
}

impl Log {
    fn of(leaves: &[String], faults: &mut Vec<String>) -> Self {
        let mut log = Self {
            entries: Vec::new(),
            hashes: InMemory(Vec::new()),
            ended_by: BTreeMap::new(),
            suspended: BTreeMap::new(),
        };
        for (place, leaf) in (0_u64..).zip(leaves) {
            match stored_hashes(place, leaf.as_bytes(), &log.hashes) {
                Ok(hashes) => log.hashes.0.extend(hashes),
                Err(error) => faults.push(format!("Entry {place} has no place in a tree: {error}")),
            }
            let decision: Result<Decision, _> = serde_json::from_str(leaf);
            if let Err(error) = &decision {
                faults.push(format!("Entry {place} cannot be read: {error}"));
            }
            log.entries.push(decision.ok());
            log.check_end(faults);
        }
        log
    }

    /// Whether the newest entry, when it ends a publication, ends one that there is, once.
    fn check_end(&mut self, faults: &mut Vec<String>) {
        let place = self.entries.len().saturating_sub(1);
        let Some(Some(decision)) = self.entries.last() else {
            return;
        };
        let ends = match decision.decision {
            DecisionKind::Published
            | DecisionKind::Rejected
            | DecisionKind::AppealGranted
            | DecisionKind::AppealDismissed => return,
            DecisionKind::Suspended | DecisionKind::Reinstated => {
                self.check_suspicion(faults);
                return;
            }
            DecisionKind::TakenDown
            | DecisionKind::ChangedByAuthor
            | DecisionKind::WithdrawnByAuthor => decision.ends_entry,
        };
        let is_publication = ends.and_then(|ended| self.entry(ended));
        let is_publication =
            is_publication.is_some_and(|ended| ended.decision == DecisionKind::Published);
        let (Some(ends), true) = (ends, is_publication) else {
            faults.push(format!("Entry {place} ends nothing that was published"));
            return;
        };
        if let Some(before) = self.ended_by.insert(ends, place) {
            faults.push(format!(
                "Entries {before} and {place} end the same publication"
            ));
        }
    }

    /// Whether the newest entry, which suspends a publication or lets it count again, is about one that there is,
    /// and changes something.
    fn check_suspicion(&mut self, faults: &mut Vec<String>) {
        let place = self.entries.len().saturating_sub(1);
        let Some(Some(decision)) = self.entries.last() else {
            return;
        };
        let begins = decision.decision == DecisionKind::Suspended;
        let of = decision.of_entry;
        let is_publication = of.and_then(|of| self.entry(of));
        let is_publication =
            is_publication.is_some_and(|of| of.decision == DecisionKind::Published);
        match of {
            Some(of) if is_publication => {
                // Those of one day are in no order.
                let standing = self.suspended.entry(of).or_default();
                *standing += if begins { 1 } else { -1 };
            }
            Some(_) | None => {
                let fault = format!("Entry {place} suspends nothing that was published");
                faults.push(fault);
            }
        }
    }

    /// Whether a publication is under suspicion, as the log has it.
    fn is_suspended(&self, entry: i64) -> bool {
        self.suspended
            .get(&entry)
            .is_some_and(|standing| *standing > 0)
    }

    fn entry(&self, entry: i64) -> Option<&Decision> {
        self.entries.get(usize::try_from(entry).ok()?)?.as_ref()
    }
}

fn check_tree(log: &Log, head: &Checkpoint, watch: &Watch, found: &mut Verification) {
    let root = |size: u64| tree_hash(size, &log.hashes).ok().map(|hash| hash.0);
    if root(head.size()) != Some(head.hash().0) {
        let fault = format!("The tree head of {} entries is not their root", head.size());
        found.faults.push(fault);
    }
    if watch.size > head.size() {
        let fault = format!(
            "The log had {} entries and now has {}",
            watch.size,
            head.size()
        );
        found.faults.push(fault);
    } else if watch.size > 0
        && root(watch.size).map(|root| STANDARD.encode(root)).as_ref() != Some(&watch.root)
    {
        let fault = format!(
            "The first {} entries are not those that were seen before",
            watch.size
        );
        found.faults.push(fault);
    }
    for decision in log.entries.iter().flatten() {
        *found.decisions.entry(decision.decision).or_default() += 1;
    }
}
