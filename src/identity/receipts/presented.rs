//! A receipt code as somebody sends it within a body.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};
use zeroize::Zeroizing;

/// A receipt code that was typed, right or wrong; wiped when dropped, and never shown by `Debug`.
#[derive(Clone)]
pub struct PresentedCode(Zeroizing<String>);

impl PresentedCode {
    /// The text, to be looked up.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PresentedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PresentedCode(…)")
    }
}

impl<'de> Deserialize<'de> for PresentedCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Zeroizing::new(String::deserialize(deserializer)?)))
    }
}

impl PartialSchema for PresentedCode {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A receipt code, or its form in digits."))
            .min_length(Some(20))
            .max_length(Some(40))
            .pattern(Some("^[0-9A-Za-z .-]+$"))
            .examples(["3M9C-1Z7V-5K2Q-8TWA-N4XJ"])
            .into()
    }
}

impl ToSchema for PresentedCode {
    fn name() -> Cow<'static, str> {
        "PresentedReceiptCode".into()
    }
}
