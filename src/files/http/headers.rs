//! The headers of the protocol.

use std::time::{Duration, UNIX_EPOCH};

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HttpDate};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use crate::files::problems::{CHECKSUM_MISMATCH, CHECKSUM_NOT_SUPPORTED, other_version};
use crate::platform::clock::Time;
use crate::platform::http::tus;
use crate::platform::intake::readable_name;
use crate::platform::problem::{Fault, MALFORMED_REQUEST, Problem, UNSUPPORTED_MEDIA_TYPE};

/// The media type of parts of files.
pub const PART: &str = "application/offset+octet-stream";
/// The longest `Upload-Metadata`, in bytes.
const LONGEST_METADATA: usize = 4096;
/// The most digits of a number of bytes.
const MOST_DIGITS: usize = 18;

fn malformed(header: &str, code: &'static str) -> Problem {
    Problem {
        faults: vec![Fault::new(format!("/header/{header}"), code)],
        ..Problem::new(&MALFORMED_REQUEST)
    }
}

/// A header that may come once.
fn once<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Problem> {
    let mut all = headers.get_all(name);
    let Some(value) = all.next() else {
        return Ok(None);
    };
    let text = value.to_str().ok().filter(|_| all.next().is_none());
    text.map(|text| Some(text.trim()))
        .ok_or_else(|| malformed(name, "malformed"))
}

/// Refuses another version of the protocol; one that is not named, too, where something is changed.
pub fn require_version(request: &HttpRequest) -> Result<(), Problem> {
    match once(request.headers(), tus::RESUMABLE.as_str())? {
        Some(tus::VERSION) => Ok(()),
        Some(_) | None => Err(other_version()),
    }
}

/// The same where something is only asked: it need not be named.
pub fn allow_version(request: &HttpRequest) -> Result<(), Problem> {
    match once(request.headers(), tus::RESUMABLE.as_str())? {
        None | Some(tus::VERSION) => Ok(()),
        Some(_) => Err(other_version()),
    }
}

/// Refuses anything but parts of files.
pub fn require_part(request: &HttpRequest) -> Result<(), Problem> {
    let sent = once(request.headers(), CONTENT_TYPE.as_str())?.unwrap_or_default();
    if sent.eq_ignore_ascii_case(PART) {
        return Ok(());
    }
    Err(Problem::new(&UNSUPPORTED_MEDIA_TYPE).with("expected", PART))
}

fn number(headers: &HeaderMap, name: &str) -> Result<u64, Problem> {
    let text = once(headers, name)?.ok_or_else(|| malformed(name, "missing_member"))?;
    let is_number = text.len() <= MOST_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    let value = is_number.then(|| text.parse().ok()).flatten();
    value.ok_or_else(|| malformed(name, "malformed"))
}

/// Where the sender goes on.
pub fn offset(request: &HttpRequest) -> Result<u64, Problem> {
    number(request.headers(), "Upload-Offset")
}

/// The length of the whole file and its name. A length that comes later is not taken: a phone knows its files.
pub fn beginning(request: &HttpRequest) -> Result<(u64, Option<String>), Problem> {
    let headers = request.headers();
    let length = number(headers, "Upload-Length")?;
    // Some clients send the header also when there is nothing to say.
    let name = match once(headers, "Upload-Metadata")? {
        None | Some("") => None,
        Some(metadata) => file_name(metadata)?,
    };
    Ok((length, name))
}

/// The name of the file in `Upload-Metadata`. Whatever else is there is not kept: what a file is, is found by its
/// content. A name that cannot be read is none.
fn file_name(metadata: &str) -> Result<Option<String>, Problem> {
    let is_key = |byte: u8| byte.is_ascii_graphic() && byte != b',';
    let is_value = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let mut name = None;
    for pair in metadata.split(',') {
        let pair = pair.strip_prefix(' ').unwrap_or(pair);
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let is_whole = !key.is_empty() && key.bytes().all(is_key) && value.bytes().all(is_value);
        if !is_whole || metadata.len() > LONGEST_METADATA {
            return Err(malformed("Upload-Metadata", "malformed"));
        }
        if key == "filename" {
            let value = STANDARD.decode(value).ok();
            let value = value.and_then(|value| String::from_utf8(value).ok());
            name = value.as_deref().and_then(readable_name);
        }
    }
    Ok(name)
}

/// What the sender says of the bytes of one request.
pub enum Checksum {
    /// SHA-1, which every client of the protocol knows.
    Sha1(Vec<u8>),
    /// SHA-256.
    Sha256(Vec<u8>),
}

impl Checksum {
    /// The checksum of a request, if it has one.
    pub fn of(request: &HttpRequest) -> Result<Option<Self>, Problem> {
        let name = "Upload-Checksum";
        let Some(value) = once(request.headers(), name)? else {
            return Ok(None);
        };
        let (algorithm, sum) = value
            .split_once(' ')
            .ok_or_else(|| malformed(name, "malformed"))?;
        let make = match algorithm {
            "sha1" => Self::Sha1,
            "sha256" => Self::Sha256,
            _ => return Err(Problem::new(&CHECKSUM_NOT_SUPPORTED)),
        };
        let sum = STANDARD.decode(sum.trim());
        sum.map(|sum| Some(make(sum)))
            .map_err(|_| malformed(name, "malformed"))
    }

    /// Refuses other bytes than those that were sent.
    pub fn check(&self, bytes: &[u8]) -> Result<(), Problem> {
        let is_right = match self {
            Self::Sha1(sum) => Sha1::digest(bytes).as_slice() == sum.as_slice(),
            Self::Sha256(sum) => Sha256::digest(bytes).as_slice() == sum.as_slice(),
        };
        is_right
            .then_some(())
            .ok_or_else(|| Problem::new(&CHECKSUM_MISMATCH))
    }
}

/// A time as HTTP writes it (RFC 9110, section 5.6.7).
pub fn http_date(time: Time) -> String {
    let seconds = u64::try_from(time.as_second()).unwrap_or_default();
    HttpDate::from(UNIX_EPOCH + Duration::from_secs(seconds)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_metadata_the_name_is_kept_and_nothing_else() {
        let name = STANDARD.encode("../sahod Maño.jpg");
        let metadata = format!("filetype aW1hZ2UvanBlZw==,filename {name},is_confidential");
        assert_eq!(
            file_name(&metadata).unwrap().as_deref(),
            Some("sahod Maño.jpg")
        );
        assert_eq!(file_name("is_confidential").unwrap(), None);
        assert_eq!(file_name("filename YQ").unwrap(), None, "no Base64");
        for broken in [
            "",
            "filename ?",
            "a b c",
            ",",
            "filename YQ==,",
            "filename  YQ==",
        ] {
            assert!(file_name(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn a_checksum_fits_these_bytes_only() {
        let sums = [
            Checksum::Sha1(STANDARD.decode("Kq5sNclPz7QV2+lfQIuc6R7oRu0=").unwrap()),
            Checksum::Sha256(Sha256::digest(b"hello world").to_vec()),
        ];
        for sum in sums {
            assert!(sum.check(b"hello world").is_ok());
            assert!(sum.check(b"hello worle").is_err());
        }
    }

    #[test]
    fn a_time_is_written_as_http_writes_it() {
        let time = Time::parse("2014-06-25T16:00:00Z").unwrap();
        assert_eq!(http_date(time), "Wed, 25 Jun 2014 16:00:00 GMT");
    }
}
