//! Entity tags (RFC 9110, section 8.8): strong, and different for each content coding.

use std::fmt;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::compress::Coding;
use crate::platform::problem::{PRECONDITION_REQUIRED, Problem, STALE};

/// The opaque part of an entity tag, without quotes and without the content coding: a version or a
/// hash, and after dots what else tells this representation from others of the same version (its
/// language, being late).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityTag(String);

impl EntityTag {
    /// The tag of a representation known only by its bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        let short: Vec<u8> = digest.iter().take(15).copied().collect();
        Self(URL_SAFE_NO_PAD.encode(short))
    }

    /// The tag that a handler has put into the header, without a coding.
    pub fn of_header(value: &str) -> Self {
        Self(value.trim_matches('"').to_owned())
    }

    /// The tag of something that counts its own versions.
    pub fn of_version(version: i64) -> Self {
        Self(format!("v{version}"))
    }

    /// The tag of the same version in another state than usual.
    #[must_use]
    pub fn in_state(&self, state: &str) -> Self {
        Self(format!("{}.{state}", self.0))
    }

    /// The tag of the same version in these languages, as `Content-Language` lists them.
    #[must_use]
    pub fn in_language(&self, languages: &str) -> Self {
        self.in_state(&languages.replace(", ", "+"))
    }

    /// The header value for a representation in this content coding (`None`: not coded).
    pub fn header_value(&self, coding: Option<&str>) -> String {
        match coding {
            None => format!("\"{}\"", self.0),
            Some(coding) => format!("\"{}.{coding}\"", self.0),
        }
    }

    /// Whether one of the tags listed in `If-None-Match` names this representation, in whatever
    /// content coding it was served.
    pub fn is_listed(&self, list: &str) -> bool {
        list.split(',').map(str::trim).any(|item| {
            let item = item.strip_prefix("W/").unwrap_or(item);
            item == "*" || without_coding(item.trim_matches('"')) == self.0
        })
    }

    /// Whether one of the tags listed in `If-Match` names the version of this representation, in
    /// whatever language and content coding it was read.
    fn is_version_listed(&self, list: &str) -> bool {
        let mut items = list.split(',').map(str::trim);
        items.any(|item| version(item.trim_matches('"')) == version(&self.0))
    }
}

fn version(opaque: &str) -> &str {
    opaque
        .split_once('.')
        .map_or(opaque, |(version, _)| version)
}

fn without_coding(opaque: &str) -> &str {
    let mut ends = Coding::ALL.iter().map(|coding| coding.token());
    ends.find_map(|end| opaque.strip_suffix(end)?.strip_suffix('.'))
        .unwrap_or(opaque)
}

impl fmt::Display for EntityTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0)
    }
}

/// The version that the caller read before changing something that several people edit.
#[derive(Debug, Clone)]
pub struct IfMatch(Option<String>);

impl IfMatch {
    /// Refuses a change that was not made on the current version. `*` names none: who sends it has
    /// not said what they read.
    pub fn check(&self, current: &EntityTag) -> Result<(), Problem> {
        let names_versions = |list: &&String| !list.split(',').any(|tag| tag.trim() == "*");
        let Some(list) = self.0.as_ref().filter(names_versions) else {
            return Err(Problem::new(&PRECONDITION_REQUIRED));
        };
        if current.is_version_listed(list) {
            return Ok(());
        }
        Err(Problem::new(&STALE).header(header::ETAG, &current.to_string()))
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let value = request
            .headers()
            .get(header::IF_MATCH)
            .and_then(|value| value.to_str().ok());
        std::future::ready(Ok(Self(value.map(str::to_owned))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_in_any_coding_and_list() {
        let tag = EntityTag::of_version(3);
        for list in ["\"v3\"", "\"v3.zstd\"", "\"x\", \"v3.br\"", "*", "W/\"v3\""] {
            assert!(tag.is_listed(list), "{list}");
        }
        for list in ["", "\"v33\"", "\"v\"", "v3x", "\"v3.fil\""] {
            assert!(!tag.is_listed(list), "{list}");
        }
        assert_ne!(tag.header_value(Some("br")), tag.header_value(None));
    }

    #[test]
    fn each_language_has_a_tag_and_all_the_same_version() {
        let tag = EntityTag::of_version(3);
        let (fil, vi) = (tag.in_language("fil"), tag.in_language("vi, en"));
        assert!(fil.is_listed(&fil.header_value(Some("br"))));
        assert!(!fil.is_listed(&vi.to_string()) && !fil.is_listed(&tag.to_string()));
        for read in [&fil, &vi, &tag] {
            let sent = IfMatch(Some(read.header_value(Some("gzip"))));
            assert!(sent.check(&tag).is_ok(), "{read}");
            assert!(sent.check(&EntityTag::of_version(4)).is_err(), "{read}");
        }
    }

    #[test]
    fn any_version_is_no_version() {
        let tag = EntityTag::of_version(3);
        for list in ["*", "\"v3\", *", " * "] {
            let refused = IfMatch(Some(list.to_owned())).check(&tag);
            assert_eq!(refused.unwrap_err().code, &PRECONDITION_REQUIRED, "{list}");
        }
        assert!(IfMatch(Some("\"v3\"".to_owned())).check(&tag).is_ok());
    }
}
