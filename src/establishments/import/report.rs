//! What became of a list.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::clock::Time;
use crate::platform::code_lists::{Code, EstablishmentRowFaults};
use crate::platform::ids::Id;

type RowFaultCode = Code<EstablishmentRowFaults>;

/// What became of the rows of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EstablishmentImportCounts)]
pub struct RunCounts {
    /// Rows of the list.
    pub rows: u32,
    /// Establishments that were new.
    pub added: u32,
    /// Rows that turned out to be about an establishment that was known already.
    pub recognised: u32,
    /// Establishments of which it said something else than before.
    pub changed: u32,
    /// Rows that changed nothing.
    pub unchanged: u32,
    /// Rows that were not taken over.
    pub rejected: u32,
    /// Rows of an earlier list that are not on it. Nothing happens to their establishments.
    pub missing: u32,
    /// Rows that an earlier list had lost.
    pub returned: u32,
}

/// Something that was wrong with a row: where and what, not what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EstablishmentRowFault, example = json!({ "line": 3, "code": "cell_empty", "column": "name" }))]
pub struct RowFaultEntry {
    /// The line of the list.
    pub line: u64,
    /// What was wrong.
    pub code: RowFaultCode,
    /// The column, by our name, when it is about one.
    pub column: Option<String>,
}

/// A row that is no longer on its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MissingEstablishmentRow, example = json!({ "key": "F-17",
    "establishment_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" }))]
pub struct MissingRow {
    /// What names it in the list.
    pub key: String,
    /// The establishment of which it spoke.
    pub establishment_id: Id,
}

/// What became of a list.
#[derive(Debug, Clone)]
pub struct ImportReport {
    /// The import.
    pub id: Id,
    /// The country of its establishments.
    pub country: String,
    /// What the list is called.
    pub source: String,
    /// When it was.
    pub imported_at: Time,
    /// SHA-256 of the list.
    pub content_sha256: [u8; 32],
    /// Its length in bytes.
    pub content_bytes: i64,
    /// What became of its rows.
    pub counts: RunCounts,
    /// What was wrong with rows, at most the first 1000.
    pub faults: Vec<RowFaultEntry>,
    /// Rows of an earlier list that are not on it, at most 1000.
    pub missing: Vec<MissingRow>,
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.counts;
        write!(
            f,
            "{} of {}: {} rows, {} added, {} recognised, {} changed, {} unchanged, {} rejected, {} missing, {} returned",
            self.source,
            self.country,
            counts.rows,
            counts.added,
            counts.recognised,
            counts.changed,
            counts.unchanged,
            counts.rejected,
            counts.missing,
            counts.returned
        )?;
        for fault in &self.faults {
            let column = fault.column.as_deref().unwrap_or("-");
            write!(
                f,
                "\n  rejected   line {}: {} ({column})",
                fault.line,
                fault.code.as_str()
            )?;
        }
        for row in &self.missing {
            write!(f, "\n  missing    {} ({})", row.key, row.establishment_id)?;
        }
        Ok(())
    }
}
