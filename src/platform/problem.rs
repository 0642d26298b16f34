//! The one shape of a refusal: RFC 9457 problem details.
//!
//! An area turns its own error into a [`Problem`] by an exhaustive match; the text is added at the
//! edge (`platform::http::edge`), which alone knows the caller's language and the request id.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use super::clock::Time;
use super::db::DbError;
use super::messages::Arguments;

/// One entry of the closed list of problems: its name in URLs and its status.
///
/// The texts are `problem-<name>` in `locales/`.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemCode {
    /// `snake_case`; the last segment of the problem's `type` and stable for clients.
    pub name: &'static str,
    /// The HTTP status it is answered with.
    pub status: u16,
}

/// Declares a problem of an area.
pub const fn problem_code(name: &'static str, status: u16) -> ProblemCode {
    ProblemCode { name, status }
}

macro_rules! platform_problems {
    ($($constant:ident = $name:literal, $status:literal;)*) => {
        $(#[doc = concat!("`", $name, "`, answered with ", stringify!($status), ".")]
        pub const $constant: ProblemCode = problem_code($name, $status);)*
        /// The problems that any route may answer.
        pub const PLATFORM_PROBLEMS: &[&ProblemCode] = &[$(&$constant),*];
    };
}

platform_problems! {
    MALFORMED_REQUEST = "malformed_request", 400;
    INVALID_CURSOR = "invalid_cursor", 400;
    IDEMPOTENCY_KEY_MISSING = "idempotency_key_missing", 400;
    IDEMPOTENCY_KEY_MALFORMED = "idempotency_key_malformed", 400;
    UNAUTHENTICATED = "unauthenticated", 401;
    INVALID_TOKEN = "invalid_token", 401;
    INVALID_DPOP_PROOF = "invalid_dpop_proof", 401;
    UNKNOWN_RECEIPT = "unknown_receipt", 401;
    FORBIDDEN = "forbidden", 403;
    DEVICE_REVOKED = "device_revoked", 403;
    CROSS_ORIGIN_REFUSED = "cross_origin_refused", 403;
    RECEIPT_SHOWS_STATUS_ONLY = "receipt_shows_status_only", 403;
    HANDOVER_CODE_ONLY = "handover_code_only", 403;
    NOT_FOUND = "not_found", 404;
    METHOD_NOT_ALLOWED = "method_not_allowed", 405;
    NOT_ACCEPTABLE = "not_acceptable", 406;
    IN_PROGRESS = "in_progress", 409;
    CONFLICT = "conflict", 409;
    ID_TAKEN = "id_taken", 409;
    GONE = "gone", 410;
    RECEIPT_ROTATED = "receipt_rotated", 410;
    RECEIPT_REVOKED = "receipt_revoked", 410;
    RECEIPT_EXPIRED = "receipt_expired", 410;
    STALE = "stale", 412;
    BODY_TOO_LARGE = "body_too_large", 413;
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type", 415;
    INVALID_REQUEST = "invalid_request", 422;
    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused", 422;
    PRECONDITION_REQUIRED = "precondition_required", 428;
    TOO_MANY_REQUESTS = "too_many_requests", 429;
    PROOF_OF_WORK_REQUIRED = "proof_of_work_required", 429;
    INTERNAL_ERROR = "internal_error", 500;
    UNAVAILABLE = "unavailable", 503;
}

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: a JSON pointer (RFC 6901) into the body, or `/query/<name>` for a query parameter.
    pub pointer: String,
    /// What: the name of a `fault-…` text.
    pub code: &'static str,
    /// Values that the text mentions.
    pub arguments: Arguments,
}

impl Fault {
    /// A fault whose text mentions no values.
    pub fn new(pointer: impl Into<String>, code: &'static str) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            arguments: Vec::new(),
        }
    }

    /// Adds a value that the text mentions.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }
}

/// A refusal on its way to the caller.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Which of the closed list.
    pub code: &'static ProblemCode,
    /// Every fault found in the input.
    pub faults: Vec<Fault>,
    /// Values that title or detail mention.
    pub arguments: Arguments,
    /// Headers that belong to the refusal, such as `Retry-After`.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The puzzle whose solution would have let the request in.
    pub proof_of_work: Option<Box<ProofOfWorkBody>>,
}

impl Problem {
    /// A refusal without further particulars.
    pub const fn new(code: &'static ProblemCode) -> Self {
        Self {
            code,
            faults: Vec::new(),
            arguments: Vec::new(),
            headers: Vec::new(),
            proof_of_work: None,
        }
    }

    /// Well-formed input that is not valid, with every fault.
    pub fn invalid(faults: Vec<Fault>) -> Self {
        Self {
            faults,
            ..Self::new(&INVALID_REQUEST)
        }
    }

    /// Adds a value that title or detail mention.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    /// Adds a header to the answer; a value that cannot be a header is left out.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// Says after how many seconds a repetition may succeed.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.header(actix_web::http::header::RETRY_AFTER, &seconds.to_string())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.name)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The body is written at the edge, which finds the problem among the response's extensions.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        if is_passing(&error) {
            tracing::warn!(%error, "The database cannot take this now");
            return Self::new(&UNAVAILABLE).retry_after(2);
        }
        tracing::error!(%error, "A database job failed");
        Self::new(&INTERNAL_ERROR)
    }
}

/// Whether the same request may succeed when it is repeated.
fn is_passing(error: &DbError) -> bool {
    match error {
        DbError::Busy
        | DbError::Down
        | DbError::Lost(_)
        | DbError::Conflict(_)
        | DbError::Full(_)
        | DbError::Timeout(_) => true,
        DbError::Panic
        | DbError::Swallowed(_)
        | DbError::Address(_)
        | DbError::Open(_)
        | DbError::Migration(_)
        | DbError::Query(_) => false,
    }
}

impl From<diesel::result::Error> for Problem {
    fn from(error: diesel::result::Error) -> Self {
        DbError::from(error).into()
    }
}

/// What a refusal looks like to the caller (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "https://tulay.example/problems/invalid_request",
    "title": "Some of what was sent is not valid",
    "status": 422,
    "detail": "Please correct the listed members and send it again. Nothing was stored.",
    "instance": "urn:uuid:01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "errors": [{ "pointer": "/fees/0/amount", "code": "malformed",
        "detail": "does not have the form that is expected here" }]
}))]
pub struct ProblemBody {
    /// A page that explains the problem; its last segment is stable and meant for programs.
    #[serde(rename = "type")]
    #[schema(format = Uri)]
    pub kind: String,
    /// What went wrong, in the caller's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do about it, in the caller's language.
    pub detail: String,
    /// The request id, to be told to the operator.
    pub instance: String,
    /// Every fault in the input; left out when the problem is not about input.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FaultBody>,
    /// Only with `proof_of_work_required`: the puzzle whose solution lets the request in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub proof_of_work: Option<Box<ProofOfWorkBody>>,
}

/// A puzzle: find a nonce of 1 to 15 letters and digits such that the SHA-256 hash of
/// `<challenge>.<nonce>` begins with `zero_bits` zero bits, and send exactly that text as
/// `Proof-Of-Work` with the same request and the same `Idempotency-Key`.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ProofOfWork, example = json!({
    "challenge": "v1.12.1790000000.AAAAAAAAAAAAAAAAAAAAAA", "algorithm": "sha-256",
    "zero_bits": 12, "expires_at": "2026-09-21T14:13:20Z"
}))]
pub struct ProofOfWorkBody {
    /// The challenge, good for this operation and `Idempotency-Key`, from this network.
    #[schema(
        max_length = 40,
        pattern = r"^v1\.[0-9]{1,2}\.[0-9]{1,12}\.[A-Za-z0-9_-]{22}$"
    )]
    pub challenge: String,
    /// The hash function.
    #[schema(pattern = "^sha-256$")]
    pub algorithm: &'static str,
    /// How many zero bits the hash must begin with; 2 to the power of this many hashes on average.
    #[schema(minimum = 12, maximum = 16)]
    pub zero_bits: u8,
    /// Until when the proof is accepted.
    pub expires_at: Time,
}

/// One fault in the input.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fault)]
pub struct FaultBody {
    /// Where: a JSON pointer into the body, or `/query/<name>`, `/path/<name>`, `/header/<name>`.
    pub pointer: String,
    /// What, for programs.
    pub code: String,
    /// What, for people, in the caller's language.
    pub detail: String,
}

impl FaultBody {
    /// A fault with what `say` says of it.
    pub fn of(fault: &Fault, say: impl FnOnce(&str, &Arguments) -> String) -> Self {
        Self {
            pointer: fault.pointer.clone(),
            code: fault.code.to_owned(),
            detail: say(&format!("fault-{}", fault.code), &fault.arguments),
        }
    }
}
