//! The service directory: who helps, where, in which language, and whether it is open now.
//!
//! It is read as HSDS 3 has it (`/v1/hsds`), and found in few bytes by apps (`/v1/services`).
//!
//! What must always be true:
//!
//! - What the public may see of a service is worked out when it is written and stored apart; all that is known of it is
//!   sealed. A public read has nothing hidden in its hands, so that neither a search by distance nor a count, an order, a
//!   time or an id gives away where a shelter is.
//! - What is hidden says that it is: `redacted`.
//! - Nothing is overwritten: each change is an event with who, when, what was and what is, sealed as well.
//! - What people say of a service is read by who looks after it, and by nobody else.

mod actions;
mod bundled;
mod catalogue;
mod contacts;
mod distance;
mod error;
mod hsds;
mod http;
mod import;
mod model;
mod opening;
mod procedures;
mod recurrence;
mod store;

pub use actions::forget_reports;
pub use bundled::CarriedDirectory;
pub use error::{DirectoryError, PROBLEMS};
pub use http::routes;
pub use import::{Import, ImportError, Imported, import_services};
