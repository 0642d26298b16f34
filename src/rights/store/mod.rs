//! Queries.

mod articles;
mod contacts;
mod emergency_numbers;
mod error;
pub(super) mod projection;

use crate::platform::db::{DbError, Json};

pub use self::articles::languages_of_articles;
pub(super) use self::articles::{
    Searched, find_article, find_body, list_articles, list_bodies, list_searched,
};
pub(super) use self::contacts::{ContactFilter, list_contacts};
pub use self::contacts::{find_contacts, list_all_contacts};
pub use self::emergency_numbers::find_emergency_numbers;
pub(super) use self::emergency_numbers::{list_all_numbers, list_numbers};
pub use self::error::StoreError;

/// Stored JSON as a value.
fn read<T: serde::de::DeserializeOwned>(json: &Json) -> Result<T, DbError> {
    json.read().map_err(unreadable)
}

/// Something stored that this version of the program cannot read.
fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> DbError {
    diesel::result::Error::DeserializationError(Box::new(error)).into()
}
