//! That the inspector of a report wants its workplace visited, and to which visit that led: the only place that knows both.
//!
//! The wish is sealed under the report's key and found by a keyed hash of the workplace. Each report of which somebody said
//! where it is has a row, wish or no wish, of the same length; when visits are made, all rows of the inspectorate are sealed anew.
//! So neither a thief with one copy of the database nor one with two sees where a visit was wanted. Nothing here writes to a
//! visit, and nothing of a visit is read to decide anything here but what its inspector is shown.

mod model;
mod store;

pub use model::{VisitUrgency, VisitWish, WantedVisit};
pub use store::{Said, Told, note as note_wanted_visit};
pub use store::{
    find_wish as find_wanted_visit, forget as forget_wanted_visit, link_visits, wanted_places,
};
