//! Keyset paging: opaque markers, signed, and bound to the list and filter that made them.

use actix_web::HttpRequest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use utoipa::ToSchema;

use super::context::Context;
use crate::platform::crypto::SecretKey;
use crate::platform::problem::{INVALID_CURSOR, Problem};

/// Entries on a page when the caller does not say.
pub const DEFAULT_LIMIT: u8 = 20;
/// Most entries on a page.
pub const MAX_LIMIT: u8 = 100;

const SIGNATURE_LENGTH: usize = 16;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The entries, best or newest first.
    pub items: Vec<T>,
    /// The marker of the next page, to be sent as `cursor`; null on the last page.
    pub next: Option<String>,
}

/// The part of a list's query that says which page is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct PageQuery {
    /// Entries on a page.
    pub limit: Option<u8>,
    /// The marker of a page.
    pub cursor: Option<String>,
}

/// Signs and reads the markers of one list under one filter.
pub struct Cursors {
    key: SecretKey,
    bound_to: String,
}

impl Cursors {
    /// Markers for this request: they are valid for the same path and the same filter only.
    pub fn of(context: &Context, request: &HttpRequest) -> Self {
        let filter: Vec<(String, String)> =
            url::form_urlencoded::parse(request.query_string().as_bytes())
                .into_owned()
                .filter(|(name, _)| !matches!(name.as_str(), "cursor" | "limit" | "lang"))
                .collect();
        Self::new(
            context.services().cursor_key.clone(),
            request.path(),
            filter,
        )
    }

    /// Markers under this key for one path and one filter, in whatever order it was written.
    pub fn new(key: SecretKey, path: &str, mut filter: Vec<(String, String)>) -> Self {
        filter.sort();
        let mut bound_to = path.to_owned();
        for (name, value) in filter {
            bound_to.push('\n');
            bound_to.push_str(&name);
            bound_to.push('=');
            bound_to.push_str(&value);
        }
        Self { key, bound_to }
    }

    fn signature(&self, position: &[u8]) -> Vec<u8> {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.key.as_slice()) else {
            return Vec::new();
        };
        mac.update(self.bound_to.as_bytes());
        mac.update(&[0]);
        mac.update(position);
        mac.finalize()
            .into_bytes()
            .iter()
            .take(SIGNATURE_LENGTH)
            .copied()
            .collect()
    }

    /// A marker for what comes after `position`.
    pub fn marker<P: Serialize>(&self, position: &P) -> Option<String> {
        let position = serde_json::to_vec(position).ok()?;
        let mut bytes = self.signature(&position);
        bytes.extend(position);
        Some(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The position in a marker, after checking that we made it for this list and filter.
    pub fn position<P: DeserializeOwned>(&self, page: &PageQuery) -> Result<Option<P>, Problem> {
        let Some(cursor) = &page.cursor else {
            return Ok(None);
        };
        let refused = || Problem::new(&INVALID_CURSOR);
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refused())?;
        let (signature, position) = bytes
            .split_at_checked(SIGNATURE_LENGTH)
            .ok_or_else(refused)?;
        let same: bool =
            subtle::ConstantTimeEq::ct_eq(signature, self.signature(position).as_slice()).into();
        if !same {
            return Err(refused());
        }
        serde_json::from_slice(position)
            .map(Some)
            .map_err(|_| refused())
    }

    /// Makes a page out of up to `limit + 1` rows: the surplus row only shows that there is more.
    pub fn page<R, T, P: Serialize>(
        &self,
        page: &PageQuery,
        rows: Vec<R>,
        position: impl Fn(&R) -> P,
        show: impl FnMut(R) -> T,
    ) -> Page<T> {
        let Page { items, next } = self.rows(page, rows, position);
        Page {
            items: items.into_iter().map(show).collect(),
            next,
        }
    }

    /// The same, of rows that may turn out not to be readable.
    pub fn try_page<R, T, P: Serialize>(
        &self,
        page: &PageQuery,
        rows: Vec<R>,
        position: impl Fn(&R) -> P,
        show: impl FnMut(R) -> Result<T, Problem>,
    ) -> Result<Page<T>, Problem> {
        let Page { items, next } = self.rows(page, rows, position);
        let items: Result<Vec<T>, Problem> = items.into_iter().map(show).collect();
        Ok(Page {
            items: items?,
            next,
        })
    }

    fn rows<R, P: Serialize>(
        &self,
        page: &PageQuery,
        mut rows: Vec<R>,
        position: impl Fn(&R) -> P,
    ) -> Page<R> {
        let limit = page.limit();
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows
            .last()
            .filter(|_| more)
            .and_then(|last| self.marker(&position(last)));
        Page { items: rows, next }
    }
}

impl PageQuery {
    /// Entries wanted on the page.
    pub fn limit(&self) -> usize {
        usize::from(self.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT))
    }

    /// Rows to ask the database for: one more than wanted, to see whether there is a next page.
    pub fn rows(&self) -> i64 {
        i64::from(self.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)) + 1
    }
}
