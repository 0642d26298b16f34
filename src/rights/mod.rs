//! Rights information: articles, contacts, emergency numbers and code lists.
//!
//! What must always be true: every statement names its source; a reader is told in which language a
//! text is and who reviewed it, also when nobody did; a text that exists is never answered as
//! nothing because it lacks a translation.

mod actions;
mod audio;
mod bundled;
mod export;
mod http;
mod import;
mod languages;
mod links;
mod model;
mod names;
mod reading;
mod search;
mod snippet;
mod store;
mod versions;

pub use self::audio::ArticleAudioStore;
pub use self::bundled::{CarriedRights, Overview};
pub use self::export::{ExportError, Exported, export};
pub use self::http::{ChannelShown, ContactShown, EmergencyNumberShown, routes};
pub use self::import::{Changes, Material, Refused, read_folder, replace_with};
pub use self::links::LinkChecker;
pub use self::model::{Contact, EmergencyNumber, LegalBasis, Source, TranslationStatus};
pub use self::store::{
    StoreError, find_contacts, find_emergency_numbers, languages_of_articles, list_all_contacts,
};
pub use self::versions::publish::TakeOver;

use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = versions::PROBLEMS;
