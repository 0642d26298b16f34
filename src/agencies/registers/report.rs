//! What an import did, for the person who started it.

use std::fmt;

use super::table::Place;
use crate::platform::clock::Date;

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
    /// Agencies that are new.
    pub added: usize,
    /// Agencies about which the list says something else than before.
    pub changed: Vec<Told>,
    /// Agencies about which it says the same.
    pub unchanged: usize,
    /// Rows that repeat another row word by word.
    pub duplicates: Vec<Told>,
    /// Rows that were not taken over, with the reason.
    pub rejected: Vec<Told>,
    /// Parts of rows that were left out on purpose.
    pub left_out: Vec<Told>,
    /// Agencies that are no longer on the list; they stay, and their pages say so.
    pub missing: Vec<String>,
}

impl ImportReport {
    /// A report of nothing yet.
    pub(super) const fn new(register: String, retrieved_on: Date) -> Self {
        Self {
            register,
            retrieved_on,
            added: 0,
            changed: Vec::new(),
            unchanged: 0,
            duplicates: Vec::new(),
            rejected: Vec::new(),
            left_out: Vec::new(),
            missing: Vec::new(),
        }
    }

    fn summary(&self) -> String {
        format!(
            "{} of {}: {} added, {} changed, {} unchanged, {} duplicate, {} rejected, {} missing",
            self.register,
            self.retrieved_on,
            self.added,
            self.changed.len(),
            self.unchanged,
            self.duplicates.len(),
            self.rejected.len(),
            self.missing.len()
        )
    }

    /// Writes it to the log: one line, and one for each row that was not taken over.
    pub(super) fn log(&self) {
        tracing::info!(register = self.register, "{}", self.summary());
        for told in &self.rejected {
            tracing::warn!(register = self.register, "Not taken over, {told}");
        }
    }
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.summary())?;
        let parts = [
            ("changed", &self.changed),
            ("duplicate", &self.duplicates),
            ("rejected", &self.rejected),
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
        Ok(())
    }
}
