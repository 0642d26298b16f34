//! What the tus protocol asks of the edge (<https://tus.io/protocols/resumable-upload>, version 1.0.0): its version
//! on every answer, refusals included, and methods in a header for networks that let only `GET` and `POST` through.

use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

/// The version that is spoken.
pub const VERSION: &str = "1.0.0";
/// Where uploads are.
pub const PATH: &str = "/v1/receipt/uploads";
/// The header with the version of the protocol.
pub const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");

fn is_of_uploads(path: &str) -> bool {
    path.strip_prefix(PATH)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The method that is meant, when a header names another than that of the request.
pub fn meant_method(request: &ServiceRequest) -> Option<Method> {
    if request.method() != Method::POST || !is_of_uploads(request.path()) {
        return None;
    }
    let named = request.headers().get("X-HTTP-Method-Override")?;
    let named = Method::from_bytes(named.as_bytes()).ok()?;
    [Method::PATCH, Method::DELETE, Method::HEAD]
        .contains(&named)
        .then_some(named)
}

/// Says which version of the protocol an answer speaks, if it is about uploads.
pub fn mark(headers: &mut HeaderMap, path: &str) {
    if is_of_uploads(path) {
        headers.insert(RESUMABLE, HeaderValue::from_static(VERSION));
    }
}
