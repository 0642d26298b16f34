//! Reading a part of a file, also one that breaks off.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut, Payload};
use futures_util::StreamExt as _;
use tokio::time::{Instant, timeout};

use crate::platform::problem::{BODY_TOO_LARGE, Problem, UNSUPPORTED_MEDIA_TYPE};

/// How long nothing may come before a part counts as cut off.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
/// How long one part may take; then what has come is kept, and the sender goes on from there.
const LONGEST: Duration = Duration::from_mins(10);

/// What has come in.
pub(super) struct Part {
    pub bytes: Bytes,
    /// Whether more was announced or on its way.
    pub is_cut_off: bool,
}

/// Reads at most so many bytes; more are refused, and nothing of them is kept.
pub(super) async fn read(
    request: &HttpRequest,
    mut payload: Payload,
    most: u64,
) -> Result<Part, Problem> {
    let headers = request.headers();
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Problem::new(&UNSUPPORTED_MEDIA_TYPE).with("expected", "identity"));
    }
    let too_large = || Problem::new(&BODY_TOO_LARGE).with("limit", most);
    let announced = headers.get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let (mut bytes, began, mut is_cut_off) = (BytesMut::new(), Instant::now(), true);
    while began.elapsed() < LONGEST {
        match timeout(LONGEST_PAUSE, payload.next()).await {
            Ok(Some(Ok(chunk))) => bytes.extend_from_slice(&chunk),
            Ok(None) => {
                is_cut_off = announced.is_some_and(|length| length > count(&bytes));
                break;
            }
            Ok(Some(Err(_))) | Err(_) => break,
        }
        if count(&bytes) > most {
            return Err(too_large());
        }
    }
    Ok(Part {
        bytes: bytes.freeze(),
        is_cut_off,
    })
}

fn count(bytes: &BytesMut) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
