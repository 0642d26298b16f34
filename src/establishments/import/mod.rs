//! Importing lists of establishments, again and again: the same list changes nothing, a changed row changes its
//! establishment, and a row that is gone is told, never deleted.

mod mapping;
mod row;
mod run;
mod store;

pub use mapping::Mapping;
#[cfg(test)]
pub use row::RowFault;
pub use run::{ImportError, ImportReport, List, MissingRow, RowFaultEntry, Run, RunCounts};
pub use run::{import_list, read_list};
pub use store::{ImportRow, find_import, list_imports};
