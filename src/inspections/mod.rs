//! What labour inspectors do: visits to establishments, and everything that is written down about them.
//!
//! A visit, an answer, a finding, a measure … is a *record*: a document with a version. Whoever changes one, at a desk or
//! with a tablet that was offline, does it through a [`Notebook`](records::Notebook), which writes the document, the
//! event and what tablets are told in one transaction.
//!
//! What must always be true:
//!
//! - Nothing is overwritten: each change is an event with who, when, what was and what is.
//! - Nothing here says why a workplace is visited: no record, event, list or printed form knows of a report (C081,
//!   Art. 15 c).
//! - A tablet is told of every change of what it holds, in the order of the commits.

mod annual;
mod calendars;
mod checklists;
mod error;
mod evidence;
pub(crate) mod feed;
mod interviews;
pub mod programme;
pub(crate) mod records;
mod report;
mod sync;
mod visits;

pub use calendars::find as find_calendar;
pub use error::{InspectionError, PROBLEMS};
pub use evidence::{VisitFileKeeper, VisitFiles};
pub use records::{
    Answer, Evidence, Finding, Hand, Interview, Measure, RemediationAction,
    SCHEMAS as DOCUMENT_SCHEMAS, Visit, assign, tell_of_establishments,
};
pub use sync::{SyncOperation, reject_overdue};

use crate::platform::http::Routes;

/// The routes of this area: each part adds its own.
pub fn routes(config: &mut Routes<'_, '_>) {
    programme::routes(config);
    sync::routes(config);
    visits::routes(config);
    report::routes(config);
    interviews::routes(config);
    evidence::routes(config);
    checklists::routes(config);
    calendars::routes(config);
    annual::routes(config);
}
