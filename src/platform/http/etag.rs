//! Entity tags (RFC 9110, section 8.8): strong, and different for each content coding.

use std::fmt;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::platform::problem::{PRECONDITION_REQUIRED, Problem, STALE};

/// The opaque part of an entity tag, without quotes and without the content coding's suffix.
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

    /// The header value for a representation in this content coding (`None`: not coded).
    pub fn header_value(&self, coding: Option<&str>) -> String {
        match coding {
            None => format!("\"{}\"", self.0),
            Some(coding) => format!("\"{}.{coding}\"", self.0),
        }
    }

    /// Whether one of the tags listed in `If-Match` or `If-None-Match` names this representation,
    /// in whatever content coding it was served.
    pub fn is_listed(&self, list: &str) -> bool {
        list.split(',').map(str::trim).any(|item| {
            let item = item.strip_prefix("W/").unwrap_or(item);
            let opaque = item.trim_matches('"');
            let base = opaque.split_once('.').map_or(opaque, |(base, _)| base);
            item == "*" || base == self.0
        })
    }
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
        if current.is_listed(list) {
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
        for list in ["", "\"v33\"", "\"v\"", "v3x"] {
            assert!(!tag.is_listed(list), "{list}");
        }
        assert_ne!(tag.header_value(Some("br")), tag.header_value(None));
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
