//! Names of articles, and whose law something is, as the interface has them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::model::is_slug;

/// What a name does not look like.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("does not have the form of such a name")]
pub struct BadName;

/// The name of an article in addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ArticleSlug(String);

impl ArticleSlug {
    /// The text, taken out of its type.
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl TryFrom<String> for ArticleSlug {
    type Error = BadName;

    fn try_from(text: String) -> Result<Self, BadName> {
        if is_slug(&text) {
            Ok(Self(text))
        } else {
            Err(BadName)
        }
    }
}

impl PartialSchema for ArticleSlug {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "Lower-case ASCII letters, digits and hyphens; it never changes.",
            ))
            .min_length(Some(1))
            .max_length(Some(80))
            .pattern(Some("^[a-z0-9-]{1,80}$"))
            .examples(["passport-malaysia"])
            .into()
    }
}

impl ToSchema for ArticleSlug {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("ArticleSlug")
    }
}

/// Whose law something is: a country (ISO 3166-1), a part of one (ISO 3166-2), or what holds between countries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Jurisdiction(pub String);

impl Jurisdiction {
    /// Whether what holds under this law is found by whoever asks for `wanted`: it is that one or a part of it.
    pub fn is_within(own: &str, wanted: &str) -> bool {
        own == wanted
            || own
                .split_once('-')
                .is_some_and(|(country, _)| country == wanted)
    }
}

impl PartialSchema for Jurisdiction {
    fn schema() -> RefOr<Schema> {
        let description =
            "A country (ISO 3166-1 alpha-2), a part of one (ISO 3166-2), or `international`.";
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(description))
            .max_length(Some(13))
            .pattern(Some("^(international|[A-Z]{2}(-[A-Z0-9]{1,3})?)$"))
            .examples(["MY"])
            .into()
    }
}

impl ToSchema for Jurisdiction {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Jurisdiction")
    }
}
