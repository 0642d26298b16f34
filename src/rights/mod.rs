//! Rights information: articles, contacts, emergency numbers and code lists.
//!
//! What must always be true: every statement names its source; a reader is told in which language a
//! text is and who reviewed it, also when nobody did; a text that exists is never answered as
//! nothing because it lacks a translation.

mod actions;
mod http;
mod import;
mod languages;
mod model;
mod search;
mod store;

pub use self::http::{ChannelShown, ContactShown, EmergencyNumberShown, routes};
pub use self::import::{Changes, Material, Refused, StoreError, read_folder, replace_with};
pub use self::model::{Contact, EmergencyNumber, LegalBasis, Source};
pub use self::store::{find_contacts, find_emergency_numbers, list_all_contacts};

use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];
