//! What a write answers, in the form in which it is stored for repetitions.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde::{Deserialize, Serialize};

use crate::platform::crypto::{Domain, LookupKey, ReceiptCode};
use crate::platform::http::context::Spoken;
use crate::platform::http::etag::EntityTag;
use crate::platform::problem::{INTERNAL_ERROR, Problem};

/// The answer to a write.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    status: u16,
    location: Option<String>,
    tag: Option<String>,
    /// The languages of the texts in it: a repetition may ask in another one.
    #[serde(default)]
    languages: Option<String>,
    body: Option<Box<serde_json::value::RawValue>>,
    /// The codes in it, hashed, and what is answered instead once one of them was used.
    #[serde(skip)]
    once: Option<ShownOnce>,
}

/// What a stored answer shows until it was used.
#[derive(Debug, Clone)]
pub(super) struct ShownOnce {
    pub(super) secret_hashes: Vec<[u8; 32]>,
    without: Box<serde_json::value::RawValue>,
}

/// Under what a code is found that stands in a stored answer.
pub(super) fn secret_hash(lookup: &LookupKey, code: &ReceiptCode) -> [u8; 32] {
    lookup.hash(Domain::ShownOnce, code.as_bytes())
}

impl Answer {
    /// 201: something was stored, and here it is.
    pub fn created<T: Serialize>(location: String, body: &T) -> Result<Self, Problem> {
        Ok(Self {
            status: 201,
            location: Some(location),
            tag: None,
            languages: None,
            body: Some(raw(body)?),
            once: None,
        })
    }

    /// 200: something was changed, and here it is.
    pub fn changed<T: Serialize>(body: &T) -> Result<Self, Problem> {
        Ok(Self {
            status: 200,
            location: None,
            tag: None,
            languages: None,
            body: Some(raw(body)?),
            once: None,
        })
    }

    /// 202: it is done later; here is how it stands.
    pub fn accepted<T: Serialize>(body: &T) -> Result<Self, Problem> {
        Ok(Self {
            status: 202,
            ..Self::changed(body)?
        })
    }

    /// 204: done, and there is nothing to show.
    pub const fn done() -> Self {
        Self {
            status: 204,
            location: None,
            tag: None,
            languages: None,
            body: None,
            once: None,
        }
    }

    /// Adds the version that a later `If-Match` must name.
    #[must_use]
    pub fn tagged(mut self, tag: &EntityTag) -> Self {
        self.tag = Some(tag.to_string());
        self
    }

    /// Says that these codes stand in it: once one of them was used, a repetition is answered with the body
    /// `without` them, and the answer that had them is gone. A phone that repeats late so learns that its work
    /// was done; whoever finds the phone learns no code.
    pub fn shown_once<'a, T: Serialize>(
        mut self,
        lookup: &LookupKey,
        codes: impl IntoIterator<Item = &'a ReceiptCode>,
        without: &T,
    ) -> Result<Self, Problem> {
        let codes = codes.into_iter();
        self.once = Some(ShownOnce {
            secret_hashes: codes.map(|code| secret_hash(lookup, code)).collect(),
            without: raw(without)?,
        });
        Ok(self)
    }

    /// The codes that it shows, and the same answer without them.
    pub(super) fn take_once(&mut self) -> Option<(Vec<[u8; 32]>, Self)> {
        let once = self.once.take()?;
        let mut without = self.clone();
        without.body = Some(once.without);
        Some((once.secret_hashes, without))
    }

    /// Remembers in which languages it is, before it is stored.
    pub(super) fn spoken(&mut self, spoken: &Spoken) {
        self.languages = spoken.field();
    }

    pub(super) fn into_response(self, replayed: bool) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        if let Some(tag) = self.tag {
            response.insert_header((header::ETAG, tag));
        }
        if let Some(languages) = self.languages {
            response.insert_header((header::CONTENT_LANGUAGE, languages));
        }
        if replayed {
            response.insert_header(("Idempotency-Replayed", "true"));
        }
        match self.body {
            Some(body) => response
                .content_type("application/json")
                .body(body.get().to_owned()),
            None => response.finish(),
        }
    }
}

fn raw<T: Serialize>(body: &T) -> Result<Box<serde_json::value::RawValue>, Problem> {
    serde_json::value::to_raw_value(body).map_err(|error| {
        tracing::error!(%error, "An answer cannot be written as JSON");
        Problem::new(&INTERNAL_ERROR)
    })
}
