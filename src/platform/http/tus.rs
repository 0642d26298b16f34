//! What the tus protocol asks of the edge (<https://tus.io/protocols/resumable-upload>, version 1.0.0): its version
//! on every answer, refusals included, and methods in a header for networks that let only `GET` and `POST` through.

use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

/// The version that is spoken.
pub const VERSION: &str = "1.0.0";
/// Where uploads of whoever holds a receipt code are.
pub const PATH: &str = "/v1/receipt/uploads";
/// What uploads of other paths are below.
const OF_VISITS: &str = "/v1/staff/visits/";
/// The header with the version of the protocol.
pub const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");

fn is_of_uploads(path: &str) -> bool {
    let of_holders = path.strip_prefix(PATH);
    of_holders.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) || is_of_a_visit(path)
}

/// `…/visits/{id}/records/{record_id}/uploads`, and what is below.
fn is_of_a_visit(path: &str) -> bool {
    let mut parts = path
        .strip_prefix(OF_VISITS)
        .into_iter()
        .flat_map(|rest| rest.split('/'));
    let (visit, records) = (parts.next(), parts.next());
    let (record, uploads) = (parts.next(), parts.next());
    visit.is_some() && records == Some("records") && record.is_some() && uploads == Some("uploads")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_are_told_from_everything_else() {
        for path in [
            "/v1/receipt/uploads",
            "/v1/receipt/uploads/1",
            "/v1/staff/visits/1/records/2/uploads",
            "/v1/staff/visits/1/records/2/uploads/3",
        ] {
            assert!(is_of_uploads(path), "{path}");
        }
        for path in [
            "/v1/receipt/uploads_of_others",
            "/v1/staff/visits/1/records/2/file",
            "/v1/staff/visits/1/records/uploads",
            "/v1/staff/visits/1/reports/2/uploads",
        ] {
            assert!(!is_of_uploads(path), "{path}");
        }
    }
}
