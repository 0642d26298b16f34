//! What an import did, for the person who started it.

use std::fmt;

use super::fault::RowFault;
use super::runs::{RunCounts, RunFault};
use crate::platform::clock::Date;
use crate::platform::table::Place;

/// Something about one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Where the row stands.
    pub place: Place,
    /// What there is to say.
    pub what: String,
}

impl Told {
    pub(super) const fn new(place: Place, what: String) -> Self {
        Self { place, what }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// What became of every row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// The register.
    pub register: String,
    /// The day of the list.
    pub retrieved_on: Date,
    /// Rows of the list.
    pub rows: usize,
    /// Agencies that are new.
    pub added: Vec<Told>,
    /// Agencies about which the list says something else than before.
    pub changed: Vec<Told>,
    /// Agencies about which it says the same.
    pub unchanged: usize,
    /// Rows that repeat another row word by word.
    pub duplicates: Vec<Told>,
    /// Rows that were not taken over, with the reason.
    pub rejected: Vec<Told>,
    /// New agencies that may be known ones; a person decides.
    pub doubtful: Vec<Told>,
    /// Agencies that an earlier list had lost and that are on this one.
    pub returned: usize,
    /// Parts of rows that were left out on purpose.
    pub left_out: Vec<Told>,
    /// Agencies that are no longer on the list; they stay, and their pages say so.
    pub missing: Vec<String>,
    /// Agencies that may have come out of others; a person decides.
    pub may_come_from: Vec<String>,
    /// Whether nothing of it was stored, so that every row that would be new is told.
    pub is_trial: bool,
    /// What is published of rows that were not taken over.
    pub(super) faults: Vec<RunFault>,
}

impl ImportReport {
    /// A report of nothing yet.
    pub(super) const fn new(register: String, retrieved_on: Date) -> Self {
        Self {
            register,
            retrieved_on,
            rows: 0,
            added: Vec::new(),
            changed: Vec::new(),
            unchanged: 0,
            duplicates: Vec::new(),
            rejected: Vec::new(),
            doubtful: Vec::new(),
            returned: 0,
            left_out: Vec::new(),
            missing: Vec::new(),
            may_come_from: Vec::new(),
            is_trial: false,
            faults: Vec::new(),
        }
    }

    /// Tells of a row that is not taken over.
    pub(super) fn reject(&mut self, place: Place, fault: RowFault) {
        self.faults.push(RunFault::new(place, &fault));
        self.rejected.push(Told::new(place, fault.words));
    }

    /// Tells of a row that repeats another one.
    pub(super) fn repeat(&mut self, place: Place, fault: RowFault) {
        self.faults.push(RunFault::new(place, &fault));
        self.duplicates.push(Told::new(place, fault.words));
    }

    /// Brings what is told into the order of the list.
    pub(super) fn sort(&mut self) {
        self.rejected.sort_by_key(|told| told.place);
        self.added.sort_by_key(|told| told.place);
        self.changed.sort_by_key(|told| told.place);
        self.doubtful.sort_by_key(|told| told.place);
        self.faults.sort_by_key(|fault| (fault.line, fault.row));
        self.missing.sort();
    }

    /// How many rows of which kind.
    pub(super) fn counts(&self) -> RunCounts {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        RunCounts {
            rows: count(self.rows),
            added: count(self.added.len()),
            changed: count(self.changed.len()),
            unchanged: count(self.unchanged),
            duplicates: count(self.duplicates.len()),
            rejected: count(self.rejected.len()),
            left_out: count(self.left_out.len()),
            missing: count(self.missing.len()),
            returned: count(self.returned),
            doubtful: count(self.doubtful.len()),
        }
    }

    fn summary(&self) -> String {
        format!(
            "{} of {}: {} added, {} changed, {} unchanged, {} duplicate, {} rejected, {} missing",
            self.register,
            self.retrieved_on,
            self.added.len(),
            self.changed.len(),
            self.unchanged,
            self.duplicates.len(),
            self.rejected.len(),
            self.missing.len()
        )
    }

    /// Writes it to the log: one line, and one for each row that was not taken over.
    pub(in crate::agencies) fn log(&self) {
        tracing::info!(register = self.register, "{}", self.summary());
        for told in &self.rejected {
            tracing::warn!(register = self.register, "Not taken over, {told}");
        }
    }
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.summary())?;
        // Of a list that is new as a whole nothing is gained by repeating it.
        let is_all_new =
            self.added.len() + self.rejected.len() + self.duplicates.len() == self.rows;
        let added: &[Told] = if self.is_trial && !is_all_new {
            &self.added
        } else {
            &[]
        };
        let parts = [
            ("added", added),
            ("changed", &self.changed),
            ("duplicate", &self.duplicates),
            ("rejected", &self.rejected),
            ("doubtful", &self.doubtful),
            ("left out", &self.left_out),
        ];
        for (label, all) in parts {
            for told in all {
                write!(f, "\n  {label:<9}  {told}")?;
            }
        }
        for agency in &self.missing {
            write!(f, "\n  {:<9}  {agency}", "missing")?;
        }
        for pair in &self.may_come_from {
            write!(f, "\n  {:<9}  {pair}", "successor")?;
        }
        Ok(())
    }
}
