//! Organisations that take up requests and reports: NGOs, unions, embassies, inspectorates.
//!
//! What must always be true: an organisation is given only what lies in a country and a competence
//! of its own and only while it is active; the public can see who that is, so that a worker knows who would read what she
//! writes.

mod areas;
mod http;
mod store;

pub use areas::{Area, Covered, covered, find_covering_place};
pub use http::routes;
pub use store::{
    Activity, Filter, NewOrganisation, Organisation, UnknownCode, find, find_by_id_or_name,
    find_covering, find_name, find_names, has_competence, hold, insert, list, list_inactive,
    list_with_competence, lock, put_activity, replace,
};

use crate::platform::problem::ProblemCode;

/// The competences that whoever runs the service gives for what is everybody's. Without an operator's desk
/// these organisations stand in for it.
pub const OF_THE_SERVICE: &[&str] = &["triage_rules", "moderation", "registers"];

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];
