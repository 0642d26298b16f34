//! Reading the body of an unsafe request.

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{HttpRequest, web};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::timeout;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::json;
use crate::platform::http::contract::Contract;
use crate::platform::problem::{
    BODY_TOO_LARGE, Fault, MALFORMED_REQUEST, Problem, UNSUPPORTED_MEDIA_TYPE,
};

/// The media type that a request says its body has, without parameters.
pub(super) fn media_type(request: &HttpRequest) -> &str {
    let value = request.headers().get(header::CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next());
    essence.unwrap_or_default().trim()
}

/// Refuses a body in a form that the contract does not name for this operation.
pub(super) fn require_media_type(
    request: &HttpRequest,
    contract: &Contract,
    route: &str,
) -> Result<(), Problem> {
    let essence = media_type(request);
    let taken = contract.media_types(request.method(), route);
    if taken.iter().any(|kind| kind.eq_ignore_ascii_case(essence)) {
        return Ok(());
    }
    Err(Problem::new(&UNSUPPORTED_MEDIA_TYPE).with("expected", taken.join(", ")))
}

/// How long a body may stand still before the request counts as cut off. A bad network is slow; a
/// connection on which nothing comes for this long is gone, or holds memory on purpose.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

pub(super) async fn read_body(
    request: &HttpRequest,
    mut payload: Payload,
    limit: usize,
) -> Result<web::Bytes, Problem> {
    // A coded body would be another way to the limit's far side; no phone needs it for a few kilobytes.
    if request.headers().contains_key(header::CONTENT_ENCODING) {
        return Err(Problem::new(&UNSUPPORTED_MEDIA_TYPE).with("expected", "identity"));
    }
    let too_large = || Problem::new(&BODY_TOO_LARGE).with("limit", limit);
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    let mut body = web::BytesMut::new();
    let cut_off = || Problem::new(&MALFORMED_REQUEST);
    while let Some(chunk) = timeout(LONGEST_PAUSE, payload.next())
        .await
        .map_err(|_| cut_off())?
    {
        let chunk = chunk.map_err(|_| cut_off())?;
        if body.len() + chunk.len() > limit {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Reads a body and checks it against the contract and against the rules that no schema can state.
pub(super) fn parse<T: DeserializeOwned + Validate>(
    request: &HttpRequest,
    contract: &Contract,
    route: &str,
    bytes: &[u8],
) -> Result<T, Problem> {
    let value = json::read(bytes)?;
    contract.check_body(request.method(), route, &value)?;
    read_value(&value, route)
}

/// Reads a value that the contract accepts, and checks it against the rules that no schema can state.
pub(super) fn read_value<T: DeserializeOwned + Validate>(
    value: &Value,
    route: &str,
) -> Result<T, Problem> {
    let body = T::deserialize(value).map_err(|error| {
        // The text of the error may quote what was sent, so only its kind is logged.
        let kind = format!("{:?}", error.classify());
        tracing::warn!(
            kind,
            route,
            "The contract accepts a body that the code cannot read"
        );
        Problem {
            faults: vec![Fault::new("", "invalid")],
            ..Problem::new(&MALFORMED_REQUEST)
        }
    })?;
    body.validate()
        .map_err(|errors| Problem::invalid(rule_faults(&errors, "")))?;
    Ok(body)
}

/// What a schema cannot say is checked by `validator`; its errors become faults like all others.
fn rule_faults(errors: &ValidationErrors, base: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (field, kind) in errors.errors() {
        let at = if field == "__all__" {
            base.to_owned()
        } else {
            format!("{base}/{field}")
        };
        match kind {
            ValidationErrorsKind::Field(errors) => faults.extend(errors.iter().map(|error| {
                let pointer = error
                    .message
                    .as_ref()
                    .map_or(at.clone(), |to| format!("{base}{to}"));
                Fault::new(pointer, fault_name(&error.code))
            })),
            ValidationErrorsKind::Struct(inner) => faults.extend(rule_faults(inner, &at)),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    faults.extend(rule_faults(inner, &format!("{at}/{index}")));
                }
            }
        }
    }
    faults
}

#[expect(clippy::ptr_arg, reason = "only a borrowed name is one of ours")]
fn fault_name(code: &std::borrow::Cow<'static, str>) -> &'static str {
    match code {
        std::borrow::Cow::Borrowed(name) => name,
        std::borrow::Cow::Owned(_) => "invalid",
    }
}
