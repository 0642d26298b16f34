//! That a text comes from the gateway.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::platform::clock::Time;
use crate::platform::crypto::authenticate_message;

/// How far the gateway's clock may be off, and how long a text may be under way.
const TOLERANCE: Duration = Duration::from_mins(5);

/// The text does not come from the gateway, or not now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature, or the time of it, is wrong")]
pub struct Unsigned;

/// A gateway, as far as it proves that it is the one.
pub struct Gateway<'a> {
    /// Its secrets, as the operator's file has them: the present one, and one that is being replaced.
    secrets: Vec<&'a str>,
}

impl<'a> Gateway<'a> {
    /// The gateway that has one of the secrets of a file: one in each line.
    pub fn new(file: &'a str) -> Self {
        let lines = file.lines().map(str::trim);
        Self {
            secrets: lines.filter(|line| !line.is_empty()).collect(),
        }
    }

    /// Checks the headers of Standard Webhooks: `v1,` and the HMAC-SHA-256 of `{id}.{seconds}.{body}` in base64.
    pub fn check_signature(
        &self,
        (id, seconds, signatures): (&str, &str, &str),
        body: &[u8],
        now: Time,
    ) -> Result<(), Unsigned> {
        let sent: i64 = seconds.parse().map_err(|_| Unsigned)?;
        let off = now.as_second().abs_diff(sent);
        if id.is_empty() || off > TOLERANCE.as_secs() {
            return Err(Unsigned);
        }
        let content = [format!("{id}.{seconds}.").as_bytes(), body].concat();
        let given = signatures
            .split(' ')
            .filter_map(|one| one.strip_prefix("v1,"));
        let given: Vec<Vec<u8>> = given.filter_map(|one| STANDARD.decode(one).ok()).collect();
        let is_ours = |secret: &&str| {
            let code = authenticate_message(&bytes_of(secret), &content);
            given.iter().any(|given| is_same(given, &code))
        };
        if self.secrets.iter().any(is_ours) {
            Ok(())
        } else {
            Err(Unsigned)
        }
    }

    /// Checks a secret that is sent itself, by systems that cannot sign: `Token …` in `Authorization`.
    pub fn check_token(&self, authorization: &str) -> Result<(), Unsigned> {
        let (scheme, given) = authorization.split_once(' ').ok_or(Unsigned)?;
        let is_known = |secret: &&str| is_same(secret.as_bytes(), given.trim().as_bytes());
        let takes = ["Token", "Bearer"]
            .iter()
            .any(|one| scheme.eq_ignore_ascii_case(one));
        if takes && self.secrets.iter().any(is_known) {
            Ok(())
        } else {
            Err(Unsigned)
        }
    }
}

/// The bytes of a secret: base64 after `whsec_`, otherwise the text itself.
fn bytes_of(secret: &str) -> Zeroizing<Vec<u8>> {
    let decoded = secret
        .strip_prefix("whsec_")
        .and_then(|coded| STANDARD.decode(coded).ok());
    Zeroizing::new(decoded.unwrap_or_else(|| secret.as_bytes().to_vec()))
}

/// In a time that does not depend on where they differ.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    // The example of the Standard Webhooks specification's libraries.
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const HEADERS: (&str, &str, &str) = (
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );

    fn at(seconds: i64) -> Time {
        Time::from_microsecond(seconds * 1_000_000).unwrap()
    }

    #[test]
    fn what_the_gateway_signed_is_taken_for_five_minutes() {
        let gateway = Gateway::new(SECRET);
        let check = |seconds| gateway.check_signature(HEADERS, BODY, at(seconds));
        assert_eq!(check(1_614_265_330), Ok(()));
        assert_eq!(check(1_614_265_330 + 300), Ok(()));
        assert_eq!(check(1_614_265_330 + 301), Err(Unsigned));
        assert_eq!(check(1_614_265_330 - 301), Err(Unsigned));
    }

    #[test]
    fn nothing_else_is_taken() {
        let gateway = Gateway::new(SECRET);
        let now = at(1_614_265_330);
        let (id, seconds, signature) = HEADERS;
        for wrong in [
            ("msg_other", seconds, signature),
            ("", seconds, signature),
            (id, "1614265331", signature),
            (id, seconds, "v1,AAAA"),
            (id, seconds, ""),
        ] {
            assert_eq!(gateway.check_signature(wrong, BODY, now), Err(Unsigned));
        }
        assert_eq!(gateway.check_signature(HEADERS, b"{}", now), Err(Unsigned));
        let nobody = Gateway::new("\n");
        assert_eq!(nobody.check_signature(HEADERS, BODY, now), Err(Unsigned));
        assert_eq!(nobody.check_token("Token "), Err(Unsigned));
    }

    #[test]
    fn while_a_secret_is_replaced_both_are_taken() {
        let both = format!("another-secret-of-more-than-24-letters\n{SECRET}\n");
        let gateway = Gateway::new(&both);
        let now = at(1_614_265_330);
        assert_eq!(gateway.check_signature(HEADERS, BODY, now), Ok(()));
        assert_eq!(gateway.check_token(&format!("Token {SECRET}")), Ok(()));
        assert_eq!(
            gateway.check_token(&format!("Basic {SECRET}")),
            Err(Unsigned)
        );
    }
}
