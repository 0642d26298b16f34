//! Files as the bodies of unsafe requests.

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use sha2::{Digest as _, Sha256};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::body::{media_type, read_body};
use super::key::idempotency_key;
use super::{Command, Intent};
use crate::platform::http::Context;
use crate::platform::http::asking::{self, Reading};
use crate::platform::http::seats::Seat;
use crate::platform::ids::Id;
use crate::platform::problem::{MALFORMED_REQUEST, Problem, UNAVAILABLE, UNSUPPORTED_MEDIA_TYPE};

/// How long a whole file may take: ten megabytes at a little under one megabit a second.
const LONGEST: Duration = Duration::from_mins(2);
/// When to come back when all seats are taken, in seconds.
const COME_BACK: u64 = 5;

/// An unsafe request whose body is a file in one of the media types of the contract. The file is
/// read only when its sender has proved who they are: [`Upload::receive`].
pub struct Upload {
    pub(super) request: HttpRequest,
    payload: Payload,
    pub(super) key: Option<Zeroizing<String>>,
}

/// A file that has come in whole, kept in memory and bound to its idempotency key by a hash.
pub struct Received {
    /// The file as it came.
    pub bytes: web::Bytes,
    /// The SHA-256 of it.
    pub sha256: [u8; 32],
    /// What remains to be run.
    pub command: Command<()>,
    /// Held until the file is no longer in memory.
    pub seat: Seat,
}

impl Upload {
    /// Reads the file of this holder, up to the limit; 503 when too many files come in at once.
    pub async fn receive(self, context: &Context, holder: Id) -> Result<Received, Problem> {
        let limit = context.services().config.evidence_limit;
        self.receive_up_to(context, holder, limit).await
    }

    /// The same, up to a limit of the operation's own.
    pub async fn receive_up_to(
        self,
        context: &Context,
        holder: Id,
        limit: usize,
    ) -> Result<Received, Problem> {
        let services = context.services();
        let seat = services
            .seats
            .take(holder)
            .ok_or_else(|| Problem::new(&UNAVAILABLE).retry_after(COME_BACK))?;
        let bytes = timeout(LONGEST, read_body(&self.request, self.payload, limit));
        let bytes = bytes
            .await
            .map_err(|_| Problem::new(&MALFORMED_REQUEST))??;
        let sha256: [u8; 32] = Sha256::digest(&bytes).into();
        let mut fingerprint = Zeroizing::new(sha256.to_vec());
        fingerprint.extend_from_slice(self.request.query_string().as_bytes());
        let intent = Intent {
            key: self.key,
            operation: format!("{} {}", self.request.method(), self.request.path()),
            fingerprint,
        };
        Ok(Received {
            bytes,
            sha256,
            command: Command { body: (), intent },
            seat,
        })
    }
}

impl FromRequest for Upload {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = payload.take();
        asking::read(request, |request| {
            Ok(Self {
                key: check(request)?,
                request: request.clone(),
                payload,
            })
        })
    }
}

/// Everything that can be refused before a byte of the file is read.
fn check(request: &HttpRequest) -> Result<Option<Zeroizing<String>>, Problem> {
    let context = Context::of(request)?;
    let route = request.match_pattern().unwrap_or_default();
    let contract = context.services().contract();
    contract.read_query(request.method(), &route, request.query_string())?;
    let accepted = contract.media_types(request.method(), &route);
    let sent = media_type(request);
    if !accepted.iter().any(|own| own.eq_ignore_ascii_case(sent)) {
        let expected = accepted.join(", ");
        return Err(Problem::new(&UNSUPPORTED_MEDIA_TYPE).with("expected", expected));
    }
    idempotency_key(request)
}
