//! Telephone numbers.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A telephone number as E.164 writes it: `+`, country code, number. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct PhoneNumber(String);

/// The text is not a telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a telephone number such as +6591234567")]
pub struct NotAPhoneNumber;

const PATTERN: &str = r"^\+[1-9][0-9]{6,14}$";

impl PhoneNumber {
    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NotAPhoneNumber;

    fn try_from(text: String) -> Result<Self, NotAPhoneNumber> {
        let digits = text.strip_prefix('+').ok_or(NotAPhoneNumber)?;
        let are_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        if are_digits && !digits.starts_with('0') && (7..=15).contains(&digits.len()) {
            Ok(Self(text))
        } else {
            Err(NotAPhoneNumber)
        }
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(…)")
    }
}

impl PartialSchema for PhoneNumber {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A telephone number (E.164)."))
            .min_length(Some(8))
            .max_length(Some(16))
            .pattern(Some(PATTERN))
            .examples(["+6591234567"])
            .into()
    }
}

impl ToSchema for PhoneNumber {
    fn name() -> std::borrow::Cow<'static, str> {
        "PhoneNumber".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_e164_is_read_and_nothing_is_shown() {
        let read = |text: &str| PhoneNumber::try_from(text.to_owned());
        assert_eq!(
            format!("{:?}", read("+6591234567").unwrap()),
            "PhoneNumber(…)"
        );
        for text in [
            "",
            "+",
            "6591234567",
            "+0591234567",
            "+65 9123",
            "+1234567890123456",
        ] {
            assert_eq!(read(text), Err(NotAPhoneNumber), "{text}");
        }
    }
}
