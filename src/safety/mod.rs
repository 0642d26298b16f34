//! Workplace-safety reports and their evidence.
//!
//! What must always be true:
//! - A photo loses everything that says who took it, where and with what before it is stored.
//! - What was told is sealed under the report's own key. Plain is only what routes and sorts: the
//!   country, the kind, the hazards, whether somebody is in danger, and how the work stands.
//! - A report is opened only with its receipt code or by the organisation that has it, and then the
//!   audit log says so.
//! - Nothing that a workplace could see shows that somebody spoke: there is no public list, count,
//!   map or feed of reports but of good practices, by their reporters' choice; filing leaves nothing on any public page or in any kept answer, no
//!   message leaves the service, and whether an id names a report is told to its organisation only.
//!   Whoever adds a public figure must publish it for groups only (see `privacy.md` of the design:
//!   at least five, complementary cells withheld). The only one is in the annual report of an inspectorate: accidents and
//!   diseases of a whole year in whole groups of five (`statistics.rs`, decision 41).

mod actions;
mod audiences;
mod blur;
mod boards;
mod dangers;
pub mod evidence;
mod forms;
mod good_practices;
mod http;
mod merging;
mod model;
mod open311;
mod retaliation;
mod statistics;
mod store;

pub use actions::{Housekeeper, count_open, find_filing_day, find_filing_state};
pub use http::{OF_FILES, PROBLEMS, routes};
pub use model::SafetyError;
pub use open311::open311_routes;
pub use retaliation::note_by_code as note_retaliation;
pub use statistics::{Harm, HarmDay, ReportedHarm, list_harms};
