//! Texts from workers' telephones: a gateway hands them in, and a conversation by menu files a request for help or
//! follows one up.
//!
//! What must always be true: nothing is taken that the gateway has not signed, and nothing twice; no text that goes out
//! repeats a word of the worker's; nothing goes out past `contact`; what a conversation remembers is sealed, and gone
//! a day after its last text.

mod actions;
mod http;
mod model;
mod store;
mod wording;

pub use actions::forget_expired;
pub use http::gateway_routes;
pub use model::{Form, Incoming, NotAText, read as read_incoming};
