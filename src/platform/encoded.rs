//! Bytes as texts.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};
use zeroize::Zeroizing;

/// The last character may hold bits that say nothing; a pattern cannot ask for them to be zero.
const CODING: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// `LENGTH` bytes, in base64 for URLs without padding (RFC 4648, section 5). They may be a secret:
/// they are wiped when dropped, and `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Encoded<const LENGTH: usize>(Zeroizing<Vec<u8>>);

impl<const LENGTH: usize> Encoded<LENGTH> {
    const CHARACTERS: usize = (LENGTH * 8).div_ceil(6);

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Bytes in hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes have another length, or the text holds none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not base64 for URLs of as many bytes as there must be")]
pub struct OtherLength;

impl<const LENGTH: usize> FromStr for Encoded<LENGTH> {
    type Err = OtherLength;

    fn from_str(text: &str) -> Result<Self, OtherLength> {
        let bytes = CODING.decode(text.as_bytes()).map_err(|_| OtherLength)?;
        Self::try_from(bytes)
    }
}

impl<const LENGTH: usize> TryFrom<Vec<u8>> for Encoded<LENGTH> {
    type Error = OtherLength;

    fn try_from(bytes: Vec<u8>) -> Result<Self, OtherLength> {
        let bytes = Zeroizing::new(bytes);
        (bytes.len() == LENGTH)
            .then_some(Self(bytes))
            .ok_or(OtherLength)
    }
}

impl<const LENGTH: usize> fmt::Debug for Encoded<LENGTH> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encoded({LENGTH} bytes)")
    }
}

impl<const LENGTH: usize> Serialize for Encoded<LENGTH> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&CODING.encode(self.as_bytes()))
    }
}

impl<'de, const LENGTH: usize> Deserialize<'de> for Encoded<LENGTH> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let bytes = CODING.decode(text.as_bytes());
        let bytes = bytes.map_err(|_| serde::de::Error::custom("not base64 for URLs"))?;
        Self::try_from(bytes).map_err(serde::de::Error::custom)
    }
}

impl<const LENGTH: usize> PartialSchema for Encoded<LENGTH> {
    fn schema() -> RefOr<Schema> {
        let about = format!("{LENGTH} bytes in base64 for URLs, without padding.");
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(about))
            .pattern(Some(format!("^[A-Za-z0-9_-]{{{}}}$", Self::CHARACTERS)))
            .examples([CODING.encode(vec![0x5a; LENGTH])])
            .into()
    }
}

impl<const LENGTH: usize> ToSchema for Encoded<LENGTH> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("Encoded{LENGTH}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_other_lengths_are_refused() {
        let read = |text: &str| serde_json::from_str::<Encoded<4>>(&format!("\"{text}\""));
        let bytes = read("_-8B_w").unwrap();
        assert_eq!(bytes.as_bytes(), [0xff, 0xef, 0x01, 0xff]);
        assert_eq!(serde_json::to_string(&bytes).unwrap(), "\"_-8B_w\"");
        // What the pattern lets through is read.
        assert_eq!(read("_-8B_x").unwrap(), bytes);
        for text in ["", "_-8B", "_-8B_w==", "_-8B_wAA", "+/8B/w", "_-8B w"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(format!("{bytes:?}"), "Encoded(4 bytes)");
    }
}
