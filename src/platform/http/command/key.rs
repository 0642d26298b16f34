//! The `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header).

use actix_web::HttpRequest;
use zeroize::Zeroizing;

use crate::platform::problem::{IDEMPOTENCY_KEY_MALFORMED, Problem};

/// Longest `Idempotency-Key`.
pub const KEY_MAX: usize = 255;

/// An RFC 8941 string; a bare value without quotes is taken too, since many clients send that.
pub(in crate::platform::http) fn idempotency_key(
    request: &HttpRequest,
) -> Result<Option<Zeroizing<String>>, Problem> {
    let Some(value) = request.headers().get("Idempotency-Key") else {
        return Ok(None);
    };
    let malformed = || Problem::new(&IDEMPOTENCY_KEY_MALFORMED);
    let text = value.to_str().map_err(|_| malformed())?.trim();
    let inner = match text.strip_prefix('"') {
        Some(rest) => unquote(rest).ok_or_else(malformed)?,
        None if text.bytes().all(is_of_a_word) => text.to_owned(),
        None => return Err(malformed()),
    };
    if inner.is_empty()
        || inner.len() > KEY_MAX
        || !inner.bytes().all(|b| (0x20..0x7f).contains(&b))
    {
        return Err(malformed());
    }
    Ok(Some(Zeroizing::new(inner)))
}

/// What a key without quotes may hold.
const fn is_of_a_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'_' | b'.' | b':' | b'~' | b'+' | b'/' | b'=' | b'-')
}

fn unquote(rest: &str) -> Option<String> {
    let mut inner = String::new();
    let mut letters = rest.chars();
    loop {
        match letters.next()? {
            '"' => break,
            '\\' => match letters.next()? {
                escaped @ ('"' | '\\') => inner.push(escaped),
                _ => return None,
            },
            letter => inner.push(letter),
        }
    }
    letters.next().is_none().then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_rfc_8941_strings() {
        assert_eq!(unquote("abc\""), Some("abc".to_owned()));
        assert_eq!(unquote("a\\\"b\""), Some("a\"b".to_owned()));
        for broken in ["abc", "a\"b", "a\\x\""] {
            assert_eq!(unquote(broken), None, "{broken}");
        }
    }
}
