//! Asking the service whose log is checked.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use tlog_tiles::Tile;
use ureq::Agent;

use super::VerifyError;
use crate::platform::ids::Id;
use crate::transparency::ORIGIN_PATH;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of an answer beyond which it is not read: a bundle holds 256 short lines.
const LARGEST: u64 = 8 * 1024 * 1024;
const TILE_HEIGHT: u8 = 8;
const TILE_WIDTH: u64 = 256;

pub(super) struct Client {
    http: Agent,
    service: String,
}

#[derive(Deserialize)]
struct Named {
    verifier_key: String,
}

/// A review as the service shows it; only what is committed to is looked at.
#[derive(Debug, Deserialize)]
pub(super) struct ShownReview {
    pub id: Id,
    pub published_month: String,
    pub overall: i64,
    pub would_recommend: Option<bool>,
    pub comment: Option<ShownComment>,
    pub transparency: Option<ShownProof>,
    #[serde(default)]
    pub under_review: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct ShownComment {
    pub text: String,
    pub language: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct ShownProof {
    pub entry: Option<i64>,
    pub salt: String,
    pub agency_id: Id,
}

#[derive(Deserialize)]
struct Profile {
    rating: Rating,
}

#[derive(Deserialize)]
struct Rating {
    minimum_reviews: usize,
}

#[derive(Deserialize)]
struct ReviewsPage {
    items: Vec<ShownReview>,
    next: Option<String>,
}

impl Client {
    pub fn new(service: &str) -> Self {
        let settings = Agent::config_builder().timeout_global(Some(PATIENCE));
        Self {
            http: settings.build().into(),
            service: service.trim_end_matches('/').to_owned(),
        }
    }

    pub fn verifier_key(&self) -> Result<String, VerifyError> {
        let named: Named = self.json(ORIGIN_PATH)?;
        Ok(named.verifier_key)
    }

    pub fn checkpoint(&self) -> Result<Vec<u8>, VerifyError> {
        self.bytes(&format!("{ORIGIN_PATH}/checkpoint"))
    }

    /// The entries of a log of this size.
    pub fn entries(&self, size: u64) -> Result<Vec<String>, VerifyError> {
        let mut entries = Vec::new();
        for number in 0..size.div_ceil(TILE_WIDTH) {
            let width = (size - number * TILE_WIDTH).min(TILE_WIDTH);
            let Ok(wide) = u32::try_from(width) else {
                continue;
            };
            let tile = Tile::new(TILE_HEIGHT, 0, number, wide, true).path();
            let name = tile.strip_prefix("tile/8/data/").unwrap_or(&tile);
            let path = format!("{ORIGIN_PATH}/tile/entries/{name}");
            let bytes = self.bytes(&path)?;
            let bundle = read_bundle(&bytes);
            let whole = bundle.filter(|bundle| u64::try_from(bundle.len()) == Ok(width));
            let bundle = whole.ok_or_else(|| answer_error(&path, &"no bundle of entries"))?;
            entries.extend(bundle);
        }
        Ok(entries)
    }

    /// All reviews that are shown on a page.
    pub fn reviews(&self, of_page: &str) -> Result<Vec<ShownReview>, VerifyError> {
        let first = format!("{of_page}/reviews?limit=100");
        let mut reviews = Vec::new();
        let mut path = first.clone();
        loop {
            let page: ReviewsPage = self.json(&path)?;
            reviews.extend(page.items);
            match page.next {
                Some(next) => path = format!("{first}&cursor={next}"),
                None => return Ok(reviews),
            }
        }
    }

    /// Reviews below which those on a page are not shown.
    pub fn minimum(&self, of_page: &str) -> Result<usize, VerifyError> {
        let profile: Profile = self.json(of_page)?;
        Ok(profile.rating.minimum_reviews)
    }

    /// Where an agency or employer is found: an id tells nobody which of the two it is. Nothing when it is
    /// neither, or no longer.
    pub fn page_of(&self, of: Id) -> Result<Option<String>, VerifyError> {
        for page in [format!("/v1/agencies/{of}"), format!("/v1/employers/{of}")] {
            match self.get(&page) {
                Ok(_) => return Ok(Some(page)),
                Err(ureq::Error::StatusCode(404)) => {}
                Err(error) => return Err(answer_error(&self.address(&page), &error)),
            }
        }
        Ok(None)
    }

    fn json<T: DeserializeOwned>(&self, path: &str) -> Result<T, VerifyError> {
        let bytes = self.bytes(path)?;
        serde_json::from_slice(&bytes).map_err(|error| answer_error(path, &error))
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.service)
    }

    fn get(&self, path: &str) -> Result<Vec<u8>, ureq::Error> {
        let mut answer = self.http.get(&self.address(path)).call()?;
        let body = answer.body_mut().with_config().limit(LARGEST);
        body.read_to_vec()
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, VerifyError> {
        let refused = |error: ureq::Error| answer_error(&self.address(path), &error);
        self.get(path).map_err(refused)
    }
}

/// Entries, each after its length in two bytes.
fn read_bundle(mut bytes: &[u8]) -> Option<Vec<String>> {
    let mut entries = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        entries.push(String::from_utf8(entry.to_vec()).ok()?);
        bytes = rest;
    }
    bytes.is_empty().then_some(entries)
}

fn answer_error(address: &str, reason: &dyn std::fmt::Display) -> VerifyError {
    VerifyError::Answer {
        address: address.to_owned(),
        reason: reason.to_string(),
    }
}
