//! Entity tags (RFC 9110, section 8.8): strong, and different for each content coding.

use std::fmt;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::compress::Coding;
use crate::platform::problem::{Fault, MALFORMED_REQUEST, PRECONDITION_REQUIRED, Problem, STALE};

/// The opaque part of an entity tag, without quotes and without the content coding: a hash; or a
/// version, and of what is read after a dot the hash of this representation of it.
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

    /// The tag of something that counts its own versions, and apart from them what else whoever reads it is to have
    /// read; as long as there was nothing, it is that of the version alone.
    pub fn of_versions(version: i64, besides: i64) -> Self {
        match besides {
            0 => Self::of_version(version),
            _ => Self(format!("v{version}-{besides}")),
        }
    }

    /// The tag of this very representation of a version: what is shown of one may change without a new
    /// one, because it is read in another language, has become late, or is seen by somebody else.
    #[must_use]
    pub fn of_content(&self, bytes: &[u8]) -> Self {
        let Self(content) = Self::of_bytes(bytes);
        Self(format!("{}.{content}", self.0))
    }

    /// The header value for a representation in this content coding (`None`: not coded).
    pub fn header_value(&self, coding: Option<&str>) -> String {
        match coding {
            None => format!("\"{}\"", self.0),
            Some(coding) => format!("\"{}.{coding}\"", self.0),
        }
    }

    /// Whether one of the tags listed in `If-None-Match` names this representation, in whatever
    /// content coding it was served; weak tags count (RFC 9110, section 13.1.2), and a list that is
    /// none names nothing.
    pub fn is_listed(&self, list: &str) -> bool {
        list.trim() == "*"
            || read_list(list)
                .iter()
                .flatten()
                .any(|tag| without_coding(&tag.opaque) == self.0)
    }
}

fn version(opaque: &str) -> &str {
    opaque
        .split_once('.')
        .map_or(opaque, |(version, _)| version)
}

fn without_coding(opaque: &str) -> &str {
    // The last is zstd with a dictionary, which bundles alone have.
    let ends = Coding::ALL.iter().map(|coding| coding.token());
    let mut ends = ends.chain(["dcz"]);
    ends.find_map(|end| opaque.strip_suffix(end)?.strip_suffix('.'))
        .unwrap_or(opaque)
}

/// One of the tags that a caller lists.
#[derive(Debug, Clone)]
struct ListedTag {
    is_weak: bool,
    opaque: String,
}

impl ListedTag {
    /// Whether it names the version of a representation, however that was read.
    fn is_version_of(&self, tag: &EntityTag) -> bool {
        version(&self.opaque) == version(&tag.0)
    }
}

/// The tags of a list; `None` when it does not have the form of one, as when a tag lacks its quotes.
fn read_list(list: &str) -> Option<Vec<ListedTag>> {
    let mut tags = Vec::new();
    let mut rest = list.trim();
    while !rest.is_empty() {
        let strong = rest.strip_prefix("W/");
        let (opaque, after) = strong.unwrap_or(rest).strip_prefix('"')?.split_once('"')?;
        if !opaque.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        tags.push(ListedTag {
            is_weak: strong.is_some(),
            opaque: opaque.to_owned(),
        });
        let after = after.trim_start();
        // After a comma another tag must come, or none of what was read counts.
        rest = match after.strip_prefix(',').map(str::trim_start) {
            Some(more) if !more.is_empty() => more,
            None if after.is_empty() => after,
            Some(_) | None => return None,
        };
    }
    Some(tags).filter(|tags| !tags.is_empty())
}

impl fmt::Display for EntityTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0)
    }
}

/// The version that the caller read before changing something that several people edit.
#[derive(Debug, Clone)]
pub enum IfMatch {
    /// Nothing was sent, or `*`, which names no version: who sends it has not said what they read.
    Nothing,
    /// What was sent is no list of tags.
    Malformed,
    /// These versions.
    Versions(Tags),
}

/// The tags that a caller lists.
#[derive(Debug, Clone)]
pub struct Tags(Vec<ListedTag>);

impl IfMatch {
    fn read(list: Option<&str>) -> Self {
        let Some(list) = list else {
            return Self::Nothing;
        };
        if list.split(',').any(|tag| tag.trim() == "*") {
            return Self::Nothing;
        }
        read_list(list).map_or(Self::Malformed, |tags| Self::Versions(Tags(tags)))
    }

    /// Refuses a change that was not made on the current version. A weak tag names none: it says only
    /// that what was read was much the same (RFC 9110, section 13.1.1).
    pub fn check(&self, current: &EntityTag) -> Result<(), Problem> {
        match self {
            Self::Nothing => Err(Problem::new(&PRECONDITION_REQUIRED)),
            Self::Malformed => Err(Problem {
                faults: vec![Fault::new("/header/If-Match", "malformed")],
                ..Problem::new(&MALFORMED_REQUEST)
            }),
            Self::Versions(Tags(tags)) => {
                if tags
                    .iter()
                    .any(|tag| !tag.is_weak && tag.is_version_of(current))
                {
                    return Ok(());
                }
                Err(Problem::new(&STALE).header(header::ETAG, &current.to_string()))
            }
        }
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    /// Never fails: who may not do it at all is told that first.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let sent = request.headers().get_all(header::IF_MATCH);
        let sent: Option<Vec<&str>> = sent.map(|value| value.to_str().ok()).collect();
        std::future::ready(Ok(match sent.as_deref() {
            Some([]) => Self::Nothing,
            Some(lists) => Self::read(Some(&lists.join(", "))),
            None => Self::Malformed,
        }))
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
        for list in [
            "",
            "\"v33\"",
            "\"v\"",
            "v3x",
            "v3",
            "\"x, v3\"",
            "\"v3.fil\"",
        ] {
            assert!(!tag.is_listed(list), "{list}");
        }
        assert_ne!(tag.header_value(Some("br")), tag.header_value(None));
    }

    #[test]
    fn what_else_is_to_be_read_makes_another_version() {
        let tag = EntityTag::of_versions(3, 1);
        assert_eq!(EntityTag::of_versions(3, 0), EntityTag::of_version(3));
        let read = IfMatch::read(Some(&tag.of_content(b"x").header_value(Some("br"))));
        assert!(read.check(&tag).is_ok());
        for other in [EntityTag::of_version(3), EntityTag::of_versions(3, 2)] {
            assert!(read.check(&other).is_err(), "{other}");
        }
    }

    fn refusal(list: &str) -> Option<&'static str> {
        let checked = IfMatch::read(Some(list)).check(&EntityTag::of_version(3));
        checked.err().map(|problem| problem.code.name)
    }

    #[test]
    fn a_change_names_the_version_that_was_read() {
        for list in ["\"v3\"", "\"v3.zstd\"", "\"x\", \"v3\"", " \"v3\",\"y\" "] {
            assert_eq!(refusal(list), None, "{list}");
        }
        // A weak tag is never the same, and a comma within quotes divides nothing.
        for list in ["\"v2\"", "W/\"v3\"", "W/\"v3\", \"v2\"", "\"a,v3\"", "\"\""] {
            assert_eq!(refusal(list), Some("stale"), "{list}");
        }
    }

    #[test]
    fn each_representation_has_a_tag_and_all_the_same_version() {
        let tag = EntityTag::of_version(3);
        let (one, other) = (
            tag.of_content(b"Salamat"),
            tag.of_content("Cảm ơn".as_bytes()),
        );
        assert!(one.is_listed(&one.header_value(Some("br"))));
        assert!(!one.is_listed(&other.to_string()) && !one.is_listed(&tag.to_string()));
        for read in [&one, &other, &tag] {
            let sent = IfMatch::read(Some(&read.header_value(Some("gzip"))));
            assert!(sent.check(&tag).is_ok(), "{read}");
            assert!(sent.check(&EntityTag::of_version(4)).is_err(), "{read}");
        }
    }

    #[test]
    fn any_version_is_no_version() {
        for list in ["*", "\"v3\", *", " * "] {
            assert_eq!(refusal(list), Some("precondition_required"), "{list}");
        }
        let absent = IfMatch::read(None).check(&EntityTag::of_version(3));
        assert_eq!(absent.unwrap_err().code, &PRECONDITION_REQUIRED);
    }

    #[test]
    fn what_is_no_list_of_tags_is_refused() {
        let broken = [
            "",
            "v3",
            "'v3'",
            "\"v3",
            "v3\"",
            "\"v3\" \"v4\"",
            "\"v3\",",
            "w/\"v3\"",
            "\"v 3\"",
        ];
        for list in broken {
            assert_eq!(refusal(list), Some("malformed_request"), "{list}");
        }
    }
}
