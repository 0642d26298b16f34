//! Importing lists of establishments, again and again: the same list changes nothing, a changed row changes its
//! establishment, and a row that is gone is told, never deleted.

mod list;
mod mapping;
mod report;
mod row;
mod run;
mod store;

pub use list::{List, read_list};
pub use mapping::Mapping;
pub use report::{ImportReport, MissingRow, RowFaultEntry, RunCounts};
pub use row::{COLUMNS, Row, RowFault};
pub use run::{ImportError, Run, import_list};
pub use store::{ImportRow, find_import, list_imports};
