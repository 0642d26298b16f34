//! Records: what inspectors write down, one document each, and every change of it.

mod kinds;
mod notebook;
mod store;

pub use kinds::{Answer, RecordKind, Visit, VisitKind, VisitStatus};
pub use notebook::{Entry, Hand, Notebook, Record};
pub use store::{
    EventRow, assign, events_after, find, find_elsewhere, team_of, teams_of, tell_of_establishments,
};
