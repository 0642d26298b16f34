//! The second factor of staff: time-based one-time passwords (RFC 6238).

use std::fmt;

use thiserror::Error;
use totp_rs::{Builder, Secret};
use url::Url;
use zeroize::Zeroizing;

use crate::platform::ids::Randomness;

/// Bytes of a secret, as long as the output of SHA-1 (RFC 4226, section 4).
const SECRET_LENGTH: usize = 20;
const STEP_SECONDS: u64 = 30;
const ACCEPTED_STEPS_AROUND: u16 = 1;
const DIGITS: u8 = 6;
const BASE32: [u8; 32] = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Why a one-time password could not be set up.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum TotpError {
    /// The stored secret is not 20 bytes long.
    #[error("a one-time password secret has 20 bytes")]
    Secret,
    /// A name with a colon cannot be shown by authenticator apps, which split there.
    #[error("the issuer or account name is empty or contains a colon")]
    Name,
}

/// The secret that an authenticator app shares with the account; sealed at rest.
///
/// SHA-1, six digits and thirty seconds, because some apps ignore other wishes silently; for this
/// use SHA-1's collisions do no harm (RFC 4226, appendix B.2).
pub struct TotpSecret(Zeroizing<[u8; SECRET_LENGTH]>);

impl TotpSecret {
    /// Make a new secret.
    #[must_use]
    pub fn generate(randomness: &dyn Randomness) -> Self {
        let mut secret = Zeroizing::new([0; SECRET_LENGTH]);
        randomness.fill(secret.as_mut_slice());
        Self(secret)
    }

    /// Take a secret from its unsealed bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TotpError> {
        let secret = <[u8; SECRET_LENGTH]>::try_from(bytes).map_err(|_| TotpError::Secret)?;
        Ok(Self(Zeroizing::new(secret)))
    }

    /// The bytes, to be sealed.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// The secret in base32, for those who cannot scan a picture.
    #[must_use]
    pub fn expose_base32(&self) -> String {
        // Five bytes are eight symbols of five bits; 20 bytes come out even, without padding.
        self.0
            .chunks(5)
            .flat_map(|group| {
                let bits = group
                    .iter()
                    .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
                (0..8)
                    .rev()
                    .map(move |place| base32_symbol(bits >> (5 * place)))
            })
            .collect()
    }

    /// The `otpauth://` address that authenticator apps read from a picture.
    pub fn expose_uri(&self, issuer: &str, account: &str) -> Result<String, TotpError> {
        if [issuer, account]
            .iter()
            .any(|name| name.trim().is_empty() || name.contains(':'))
        {
            return Err(TotpError::Name);
        }
        let mut uri = Url::parse("otpauth://totp").map_err(|_| TotpError::Name)?;
        uri.path_segments_mut()
            .map_err(|()| TotpError::Name)?
            .push(&format!("{issuer}:{account}"));
        // Not `query_pairs_mut`: it writes a space as `+`, which some apps show as a plus sign.
        let issuer = uri_component(issuer);
        let secret = Zeroizing::new(self.expose_base32());
        let query = format!(
            "secret={}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}",
            *secret,
        );
        uri.set_query(Some(&query));
        Ok(uri.into())
    }

    /// Check a code at `now` (seconds since 1970), one step of 30 seconds early or late included.
    ///
    /// Answers the step that the code belongs to. The caller stores it in the transaction that
    /// accepts the code and gives it as `last_used` next time: a code works once (RFC 6238,
    /// section 5.2), also for somebody who looked over a shoulder.
    #[must_use]
    pub fn verify(&self, code: &str, now: u64, last_used: Option<u64>) -> Option<u64> {
        let step = Builder::new()
            .with_secret(Secret::new_stack(*self.0))
            .with_digits(DIGITS)
            .with_skew(ACCEPTED_STEPS_AROUND)
            .with_step_duration(STEP_SECONDS)
            .build_noncompliant()
            .check(code, now)?;
        last_used
            .is_none_or(|last_used| step > last_used)
            .then_some(step)
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "five bits are below the 32 symbols"
)]
fn base32_symbol(bits: u64) -> char {
    let [.., lowest] = bits.to_be_bytes();
    char::from(BASE32[usize::from(lowest & 31)])
}

fn uri_component(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::super::testing::chance;
    use super::*;

    /// The secret of RFC 6238, appendix B, whose SHA-1 codes end in these six digits.
    fn published() -> TotpSecret {
        TotpSecret::from_bytes(b"12345678901234567890").unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (now, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(published().verify(code, now, None), Some(now / 30), "{now}");
        }
    }

    #[test]
    fn one_step_early_or_late_is_accepted_and_no_more() {
        let (code, step) = ("005924", 1_234_567_890 / 30);

        for (distance, expected) in [(1, Some(step)), (2, None)] {
            assert_eq!(
                published().verify(code, (step + distance) * 30, None),
                expected
            );
            assert_eq!(
                published().verify(code, (step - distance) * 30, None),
                expected
            );
        }
    }

    #[test]
    fn a_code_works_once() {
        let (code, now) = ("005924", 1_234_567_890);

        let step = published().verify(code, now, None).unwrap();

        assert_eq!(published().verify(code, now, Some(step)), None);
        assert_eq!(published().verify(code, now, Some(step + 1)), None);
        assert_eq!(published().verify(code, now, Some(step - 1)), Some(step));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for wrong in [
            "", "005925", "5924", "+05924", "00592４", " 05924", "0005924",
        ] {
            assert_eq!(
                published().verify(wrong, 1_234_567_890, None),
                None,
                "{wrong}"
            );
        }
    }

    #[test]
    fn the_secret_is_shown_in_base32() {
        assert_eq!(
            published().expose_base32(),
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        );
    }

    #[test]
    fn the_address_is_what_authenticators_read() {
        let uri = published()
            .expose_uri("Tulay & Co", "case worker+1@example.org")
            .unwrap();

        assert_eq!(
            uri,
            "otpauth://totp/Tulay%20&%20Co:case%20worker+1@example.org\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tulay%20%26%20Co\
             &algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(published().expose_uri("Tu:lay", "a"), Err(TotpError::Name));
        assert_eq!(published().expose_uri("Tulay", " "), Err(TotpError::Name));
    }

    #[test]
    fn secrets_differ_and_come_back_from_bytes() {
        let secret = TotpSecret::generate(&chance(1));

        assert_ne!(
            secret.as_bytes(),
            TotpSecret::generate(&chance(2)).as_bytes()
        );
        assert_eq!(
            TotpSecret::from_bytes(secret.as_bytes()).unwrap().0,
            secret.0
        );
        assert_eq!(
            TotpSecret::from_bytes(b"short").unwrap_err(),
            TotpError::Secret
        );
        assert_eq!(format!("{secret:?}"), "TotpSecret(…)");
    }
}
