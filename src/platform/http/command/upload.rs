//! Files as the bodies of unsafe requests.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{Command, Intent, idempotency_key, media_type, read_body};
use crate::platform::http::Context;
use crate::platform::problem::{Problem, UNSUPPORTED_MEDIA_TYPE};

/// An unsafe request whose body is a file in one of the media types of the contract: kept in memory
/// up to the limit, and bound to its
/// idempotency key by a hash.
pub struct Upload {
    /// The file as it came.
    pub bytes: web::Bytes,
    /// The SHA-256 of it.
    pub sha256: [u8; 32],
    command: Command<()>,
}

impl Upload {
    /// Splits off the file, so that it can be moved into the work.
    pub fn take_file(self) -> (web::Bytes, [u8; 32], Command<()>) {
        (self.bytes, self.sha256, self.command)
    }
}

impl FromRequest for Upload {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let context = Context::of(&request)?;
            let route = request.match_pattern().unwrap_or_default();
            let contract = context.services().contract();
            contract.read_query(request.method(), &route, request.query_string())?;
            let key = idempotency_key(&request)?;
            let accepted = contract.media_types(request.method(), &route);
            let sent = media_type(&request);
            if !accepted.iter().any(|own| own.eq_ignore_ascii_case(sent)) {
                let expected = accepted.join(", ");
                return Err(Problem::new(&UNSUPPORTED_MEDIA_TYPE).with("expected", expected));
            }
            let limit = context.services().config.evidence_limit;
            let bytes = read_body(&request, payload, limit).await?;
            let sha256: [u8; 32] = Sha256::digest(&bytes).into();
            let mut fingerprint = Zeroizing::new(sha256.to_vec());
            fingerprint.extend_from_slice(request.query_string().as_bytes());
            let operation = format!("{} {}", request.method(), request.path());
            let intent = Intent {
                key,
                operation,
                fingerprint,
            };
            let command = Command { body: (), intent };
            Ok(Self {
                bytes,
                sha256,
                command,
            })
        })
    }
}
