//! What a write answers, in the form in which it is stored for repetitions.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde::{Deserialize, Serialize};

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
        }
    }

    /// Adds the version that a later `If-Match` must name.
    #[must_use]
    pub fn tagged(mut self, tag: &EntityTag) -> Self {
        self.tag = Some(tag.to_string());
        self
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
