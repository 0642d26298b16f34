//! The conversation, without the database: what a text means at which point of it.

mod calling_codes;
mod conversation;
mod hearing;
mod incoming;
mod keywords;
mod menus;
mod signature;

pub use calling_codes::country_of;
pub use conversation::{CODE_REMEMBERED, Conversation, Draft, HeldCode, Step};
pub use hearing::{Act, Effect, Heard, Listing, Say, hear, prompt};
pub use incoming::{Form, Incoming, NotAText, read};
pub use keywords::{Keyword, Lexicon};
pub use menus::page_of;
pub use signature::{Gateway, Unsigned};
