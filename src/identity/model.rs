//! What comes in when somebody proves who they are. `Debug` shows nothing of any of it.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};
use zeroize::Zeroizing;

use crate::platform::crypto::{PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS};

/// The name with which a member of staff signs in, in lower case; often an e-mail address.
///
/// ASCII without spaces and colons: no two names look alike, and authenticator apps, which split at
/// a colon, show it whole.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountName(String);

/// The text is no [`AccountName`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an account name has 3 to 200 letters, digits or any of . _ % + - @")]
pub struct NotAnAccountName;

impl AccountName {
    const MIN: usize = 3;
    const MAX: usize = 200;

    /// Reads a name, whatever its case.
    pub fn parse(text: &str) -> Result<Self, NotAnAccountName> {
        let fits = (Self::MIN..=Self::MAX).contains(&text.len());
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-@".contains(&byte);
        if fits && text.bytes().all(known) {
            return Ok(Self(text.to_ascii_lowercase()));
        }
        Err(NotAnAccountName)
    }

    /// The name in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for AccountName {
    type Err = NotAnAccountName;

    fn from_str(text: &str) -> Result<Self, NotAnAccountName> {
        Self::parse(text)
    }
}

impl<'de> Deserialize<'de> for AccountName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for AccountName {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "The name with which somebody signs in; case does not matter.",
            ))
            .min_length(Some(Self::MIN))
            .max_length(Some(Self::MAX))
            .pattern(Some("^[A-Za-z0-9._%+@-]+$"))
            .examples(["sita@ngo.example"])
            .into()
    }
}

impl ToSchema for AccountName {
    fn name() -> Cow<'static, str> {
        "AccountName".into()
    }
}

/// A password as it was typed; wiped when dropped. One that is being chosen has at least `MIN`
/// characters, one that is being tried has at least one.
#[derive(Clone)]
pub struct Password<const MIN: usize>(Zeroizing<String>);

/// A password that is being chosen.
pub type NewPassword = Password<PASSWORD_MIN_CHARACTERS>;
/// A password that is being tried.
pub type TriedPassword = Password<1>;

impl<const MIN: usize> Password<MIN> {
    /// The text, to be hashed or compared.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<'de, const MIN: usize> Deserialize<'de> for Password<MIN> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Zeroizing::new(String::deserialize(deserializer)?)))
    }
}

impl<const MIN: usize> PartialSchema for Password<MIN> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
            .description(Some("A password. Length counts, not kinds of characters."))
            .min_length(Some(MIN))
            .max_length(Some(PASSWORD_MAX_CHARACTERS))
            .examples([if MIN == 4 {
                "kalabasa"
            } else {
                "four words nobody guesses"
            }])
            .into()
    }
}

impl<const MIN: usize> ToSchema for Password<MIN> {
    fn name() -> Cow<'static, str> {
        let name = match MIN {
            0 | 1 => "Password",
            PASSWORD_MIN_CHARACTERS => "NewPassword",
            _ => "SecondWord",
        };
        name.into()
    }
}

/// The six digits that an authenticator app shows.
#[derive(Clone)]
pub struct OneTimeCode(Zeroizing<String>);

impl OneTimeCode {
    /// The digits.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for OneTimeCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Zeroizing::new(String::deserialize(deserializer)?)))
    }
}

impl PartialSchema for OneTimeCode {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "The six digits that the authenticator app shows now (RFC 6238).",
            ))
            .pattern(Some("^[0-9]{6}$"))
            .examples(["492039"])
            .into()
    }
}

impl ToSchema for OneTimeCode {
    fn name() -> Cow<'static, str> {
        "OneTimeCode".into()
    }
}

/// A refresh or set-up token as it came in.
#[derive(Clone)]
pub struct OpaqueToken(Zeroizing<String>);

impl OpaqueToken {
    /// The text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for OpaqueToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Zeroizing::new(String::deserialize(deserializer)?)))
    }
}

impl PartialSchema for OpaqueToken {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A token of 43 characters; it says nothing."))
            .pattern(Some("^[A-Za-z0-9_-]{43}$"))
            .examples(["pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo"])
            .into()
    }
}

impl ToSchema for OpaqueToken {
    fn name() -> Cow<'static, str> {
        "OpaqueToken".into()
    }
}

macro_rules! silent {
    ($($name:ty => $shown:literal),+) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($shown)
            }
        })+
    };
}

silent!(AccountName => "AccountName(…)", OneTimeCode => "OneTimeCode(…)", OpaqueToken => "OpaqueToken(…)");

impl<const MIN: usize> fmt::Debug for Password<MIN> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_name_is_plain_and_in_lower_case() {
        assert_eq!(
            AccountName::parse("Sita@NGO.example").unwrap().as_str(),
            "sita@ngo.example"
        );
        for wrong in [
            "",
            "ab",
            "si ta@ngo.example",
            "sita:ngo",
            "sítа@ngo.example",
        ] {
            assert_eq!(AccountName::parse(wrong), Err(NotAnAccountName), "{wrong}");
        }
        assert!(AccountName::parse(&"a".repeat(201)).is_err());
    }

    #[test]
    fn debug_shows_nothing() {
        let password: TriedPassword = serde_json::from_str("\"secret\"").unwrap();
        assert_eq!(format!("{password:?}"), "Password(…)");
        assert_eq!(
            format!("{:?}", AccountName::parse("sita").unwrap()),
            "AccountName(…)"
        );
    }
}
