//! Refusals as `GeoReport` v2 has them.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde::Serialize;

use crate::platform::http::edge::ShapedElsewhere;
use crate::platform::problem::Problem;

/// Why something is refused.
#[derive(Debug)]
pub enum Refusal {
    /// As the standard has it: a status, and what for people.
    Told(StatusCode, String),
    /// What has no shape of its own there: allowances, the database.
    Problem(Problem),
}

/// A refusal, as one of a list.
#[derive(Serialize)]
struct Shown<'a> {
    code: u16,
    description: &'a str,
}

impl Refusal {
    /// Something that was given is wrong, or something needed is missing.
    pub fn bad(description: impl Into<String>) -> Self {
        Self::Told(StatusCode::BAD_REQUEST, description.into())
    }

    /// It is not there.
    pub fn unknown(what: &str) -> Self {
        Self::Told(StatusCode::NOT_FOUND, format!("{what} was not found"))
    }

    /// The key is missing or wrong.
    pub fn key() -> Self {
        let text = "Missing or invalid api_key: ask whoever runs this service for one";
        Self::Told(StatusCode::FORBIDDEN, text.to_owned())
    }

    /// The answer.
    pub fn respond(self) -> Result<HttpResponse, Problem> {
        let (status, text) = match self {
            Self::Told(status, text) => (status, text),
            Self::Problem(problem) => return Err(problem),
        };
        let shown = [Shown {
            code: status.as_u16(),
            description: &text,
        }];
        let mut response = HttpResponse::build(status);
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        response.extensions_mut().insert(ShapedElsewhere);
        Ok(response.json(shown))
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}
