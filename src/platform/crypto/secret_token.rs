//! Opaque tokens: refresh tokens and one-time set-up tokens.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;
use zeroize::Zeroizing;

use super::derivation::SecretKey;
use crate::platform::ids::Randomness;

/// The text is no token: not 43 characters of unpadded base64url.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not a well-formed token")]
pub struct MalformedToken;

/// A token of 256 random bits. It says nothing; the database keeps only its keyed hash.
pub struct SecretToken(SecretKey);

impl SecretToken {
    /// Make a new token.
    #[must_use]
    pub fn generate(randomness: &dyn Randomness) -> Self {
        let mut bytes = SecretKey::default();
        randomness.fill(bytes.as_mut_slice());
        Self(bytes)
    }

    /// Read a token as a client sent it.
    pub fn parse(text: &str) -> Result<Self, MalformedToken> {
        let decoded = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).map_err(|_| MalformedToken)?);
        let mut bytes = SecretKey::default();
        if decoded.len() != bytes.len() {
            return Err(MalformedToken);
        }
        bytes.copy_from_slice(&decoded);
        Ok(Self(bytes))
    }

    /// The text for its owner: 43 characters of unpadded base64url. Never log or store it.
    #[must_use]
    pub fn expose(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_slice())
    }

    /// The bytes to hash for a look-up.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::chance;
    use super::*;

    #[test]
    fn a_token_comes_back() {
        let token = SecretToken::generate(&chance(1));

        let text = token.expose();

        assert_eq!(text.len(), 43);
        assert_eq!(
            SecretToken::parse(&text).unwrap().as_bytes(),
            token.as_bytes()
        );
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let text = SecretToken::generate(&chance(1)).expose();

        for wrong in [
            "",
            "abc",
            &text[..42],
            &format!("{text}="),
            &format!("{text}A"),
            &format!(" {text}"),
            // The last character carries four bits: another one with the same four must not
            // be a second spelling of the same token.
            &format!("{}{}", &text[..42], '9'),
        ] {
            assert_eq!(SecretToken::parse(wrong).unwrap_err(), MalformedToken);
        }
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(
            format!("{:?}", SecretToken::generate(&chance(1))),
            "SecretToken(…)"
        );
    }
}
