//! Unsafe requests, done once however often they are sent.
//!
//! The answer of a write is stored in the transaction of the write itself, so that it is there if
//! and only if the work is. It is sealed under the `Idempotency-Key`, which the database never
//! holds: a stored answer may contain a receipt code.

use std::collections::HashSet;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use diesel::prelude::*;
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::time::timeout;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};
use zeroize::Zeroizing;

use super::context::Context;
use super::etag::EntityTag;
use crate::platform::crypto::{Domain, Purpose, SecretKey, open_under, seal_under};
use crate::platform::db::{Conn, DbError, constraint};
use crate::platform::problem::{
    BODY_TOO_LARGE, Fault, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_MISSING,
    IDEMPOTENCY_KEY_REUSED, IN_PROGRESS, INTERNAL_ERROR, MALFORMED_REQUEST, Problem,
    UNSUPPORTED_MEDIA_TYPE,
};
use crate::schema::idempotency;

mod upload;

pub use upload::{Received, Upload};

/// Longest `Idempotency-Key`.
pub const KEY_MAX: usize = 255;
const SEAL_LABEL: &str = "idempotent answer";
const SECONDS_PER_DAY: u64 = 86_400;

/// Who sends a command: part of what an idempotency key is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Originator {
    /// Somebody without a token; must send an idempotency key.
    Anonymous,
    /// A receipt or account, by its id.
    Known(crate::platform::ids::Id),
}

/// The answer to a write.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    status: u16,
    location: Option<String>,
    tag: Option<String>,
    body: Option<Box<serde_json::value::RawValue>>,
}

impl Answer {
    /// 201: something was stored, and here it is.
    pub fn created<T: Serialize>(location: String, body: &T) -> Result<Self, Problem> {
        Ok(Self {
            status: 201,
            location: Some(location),
            tag: None,
            body: Some(raw(body)?),
        })
    }

    /// 200: something was changed, and here it is.
    pub fn changed<T: Serialize>(body: &T) -> Result<Self, Problem> {
        Ok(Self {
            status: 200,
            location: None,
            tag: None,
            body: Some(raw(body)?),
        })
    }

    /// 204: done, and there is nothing to show.
    pub const fn done() -> Self {
        Self {
            status: 204,
            location: None,
            tag: None,
            body: None,
        }
    }

    /// Adds the version that a later `If-Match` must name.
    #[must_use]
    pub fn tagged(mut self, tag: &EntityTag) -> Self {
        self.tag = Some(tag.to_string());
        self
    }

    fn into_response(self, replayed: bool) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        if let Some(tag) = self.tag {
            response.insert_header((header::ETAG, tag));
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

/// An unsafe request: its body, checked against the contract, and its idempotency key.
pub struct Command<T> {
    /// The body.
    pub body: T,
    intent: Intent,
}

/// What makes two requests the same.
#[derive(Clone)]
struct Intent {
    key: Option<Zeroizing<String>>,
    operation: String,
    fingerprint: Zeroizing<Vec<u8>>,
}

impl<T> Command<T> {
    /// The stored answer, when this very request was done before: for operations that check
    /// something costly or perishable (a password, a one-time code) before they do their work.
    pub async fn replay(
        &self,
        context: &Context,
        by: &Originator,
    ) -> Result<Option<HttpResponse>, Problem> {
        let Some(key) = &self.intent.key else {
            return match by {
                Originator::Anonymous => Err(Problem::new(&IDEMPOTENCY_KEY_MISSING)),
                Originator::Known(_) => Ok(None),
            };
        };
        let ticket = Ticket::new(context, &self.intent, key, by);
        let found = context.db().read(move |conn| ticket.find(conn)).await;
        let answer = found.map_err(Refusal::into_problem)?;
        Ok(answer.map(|answer| answer.into_response(true)))
    }

    /// Splits off the body, so that it can be moved into the work.
    pub fn take_body(self) -> (T, Command<()>) {
        (
            self.body,
            Command {
                body: (),
                intent: self.intent,
            },
        )
    }

    /// Does the work once: stores its answer with it, and answers a repetition from what is stored.
    pub async fn run<F>(
        self,
        context: &Context,
        by: Originator,
        work: F,
    ) -> Result<HttpResponse, Problem>
    where
        F: FnOnce(&mut Conn) -> Result<Answer, Problem> + Send + 'static,
    {
        let Some(key) = self.intent.key.clone() else {
            if by == Originator::Anonymous {
                return Err(Problem::new(&IDEMPOTENCY_KEY_MISSING));
            }
            let answer = context.db().write(work).await?;
            return Ok(answer.into_response(false));
        };
        let ticket = Ticket::new(context, &self.intent, &key, &by);
        let _under_way = UnderWay::enter(context, ticket.key_hash)?;
        ticket.settle(context, work).await
    }

    /// As [`run`](Self::run), for work that needs something outside the database first, such as a
    /// file that must be on the disk before the row that names it. A repetition that is answered
    /// from what is stored does not do it again.
    pub async fn run_after<P, F>(
        self,
        context: &Context,
        by: Originator,
        before: impl Future<Output = Result<P, Problem>>,
        work: F,
    ) -> Result<HttpResponse, Problem>
    where
        P: Send + 'static,
        F: FnOnce(&mut Conn, P) -> Result<Answer, Problem> + Send + 'static,
    {
        let Some(key) = self.intent.key.clone() else {
            if by == Originator::Anonymous {
                return Err(Problem::new(&IDEMPOTENCY_KEY_MISSING));
            }
            let prepared = before.await?;
            let work = move |conn: &mut Conn| work(conn, prepared);
            return Ok(context.db().write(work).await?.into_response(false));
        };
        let ticket = Ticket::new(context, &self.intent, &key, &by);
        let _under_way = UnderWay::enter(context, ticket.key_hash)?;
        if let Some(answer) = ticket.look(context).await? {
            return Ok(answer.into_response(true));
        }
        let prepared = before.await?;
        ticket
            .settle(context, move |conn| work(conn, prepared))
            .await
    }
}

enum Refusal {
    Problem(Problem),
    Overtaken,
}

impl Refusal {
    fn into_problem(self) -> Problem {
        match self {
            Self::Problem(problem) => problem,
            Self::Overtaken => Problem::new(&IN_PROGRESS).retry_after(1),
        }
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<diesel::result::Error> for Refusal {
    fn from(error: diesel::result::Error) -> Self {
        DbError::from(error).into()
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Everything needed to recognise a repetition.
#[derive(Clone)]
struct Ticket {
    key: Zeroizing<String>,
    key_hash: [u8; 32],
    request_hash: [u8; 32],
    /// From the master key file: a poor key ("1") cannot be tried on a stolen database.
    pepper: SecretKey,
    expires_at: crate::platform::clock::Time,
    randomness: Arc<dyn crate::platform::ids::Randomness>,
}

impl Ticket {
    fn new(context: &Context, intent: &Intent, key: &Zeroizing<String>, by: &Originator) -> Self {
        let services = context.services();
        let by = match by {
            Originator::Anonymous => "anonymous".to_owned(),
            Originator::Known(id) => id.to_string(),
        };
        let bound = format!("{by}\n{}\n{}", intent.operation, key.as_str());
        let days = u64::from(services.config.idempotency_days);
        Self {
            key: key.clone(),
            key_hash: services.lookup.hash(Domain::Idempotency, bound.as_bytes()),
            // Keyed: a plain hash of a short body could be guessed by who steals the database.
            request_hash: services
                .lookup
                .hash(Domain::Idempotency, &intent.fingerprint),
            pepper: services.keyring.derive(Purpose::Idempotency),
            expires_at: context
                .now()
                .plus(Duration::from_secs(days * SECONDS_PER_DAY)),
            randomness: Arc::clone(&services.randomness),
        }
    }

    /// The stored answer, before anything is done.
    async fn look(&self, context: &Context) -> Result<Option<Answer>, Problem> {
        let again = self.clone();
        let found = context.db().read(move |conn| again.find(conn)).await;
        found.map_err(Refusal::into_problem)
    }

    /// Does the work in a transaction together with its answer.
    async fn settle<F>(self, context: &Context, work: F) -> Result<HttpResponse, Problem>
    where
        F: FnOnce(&mut Conn) -> Result<Answer, Problem> + Send + 'static,
    {
        let again = self.clone();
        let outcome = context.db().write(move |conn| self.redeem(conn, work));
        match outcome.await {
            Ok((answer, replayed)) => Ok(answer.into_response(replayed)),
            // Another instance committed the same key between our look and our insert.
            Err(Refusal::Overtaken) => match again.look(context).await? {
                Some(answer) => Ok(answer.into_response(true)),
                None => Err(Problem::new(&IN_PROGRESS).retry_after(1)),
            },
            Err(refusal) => Err(refusal.into_problem()),
        }
    }

    fn redeem<F>(self, conn: &mut Conn, work: F) -> Result<(Answer, bool), Refusal>
    where
        F: FnOnce(&mut Conn) -> Result<Answer, Problem>,
    {
        if let Some(answer) = self.find(conn)? {
            return Ok((answer, true));
        }
        let answer = work(conn)?;
        let plain = Zeroizing::new(serde_json::to_vec(&answer).map_err(unreadable)?);
        let secret: [&[u8]; 3] = [
            self.key.as_bytes(),
            &self.request_hash,
            self.pepper.as_slice(),
        ];
        let sealed = seal_under(
            &*self.randomness,
            &secret,
            SEAL_LABEL,
            &self.key_hash,
            &plain,
        )
        .map_err(unreadable)?;
        let inserted = diesel::insert_into(idempotency::table)
            .values((
                idempotency::key_hash.eq(self.key_hash.as_slice()),
                idempotency::request_hash.eq(self.request_hash.as_slice()),
                idempotency::answer.eq(sealed),
                idempotency::expires_at.eq(self.expires_at),
            ))
            .execute(conn);
        match inserted {
            Ok(_) => Ok((answer, false)),
            Err(error) if is_taken(&error) => Err(Refusal::Overtaken),
            Err(error) => Err(error.into()),
        }
    }

    fn find(&self, conn: &mut Conn) -> Result<Option<Answer>, Refusal> {
        let stored: Option<(Vec<u8>, Vec<u8>)> = idempotency::table
            .filter(idempotency::key_hash.eq(self.key_hash.as_slice()))
            .select((idempotency::request_hash, idempotency::answer))
            .first(conn)
            .optional()?;
        let Some((request_hash, sealed)) = stored else {
            return Ok(None);
        };
        if request_hash != self.request_hash {
            return Err(Problem::new(&IDEMPOTENCY_KEY_REUSED).into());
        }
        let secret: [&[u8]; 3] = [
            self.key.as_bytes(),
            &self.request_hash,
            self.pepper.as_slice(),
        ];
        let plain = open_under(&secret, SEAL_LABEL, &self.key_hash, &sealed).map_err(unreadable)?;
        serde_json::from_slice(&plain)
            .map(Some)
            .map_err(|error| unreadable(error).into())
    }
}

fn unreadable(error: impl std::fmt::Display) -> Problem {
    tracing::error!(%error, "A stored answer cannot be written or read");
    Problem::new(&INTERNAL_ERROR)
}

fn is_taken(error: &diesel::result::Error) -> bool {
    constraint(error).as_deref() == Some("idempotency_key_hash_key")
}

/// Forgets answers whose time is over.
pub fn forget_expired(
    conn: &mut Conn,
    now: crate::platform::clock::Time,
) -> Result<usize, DbError> {
    let expired = idempotency::table.filter(idempotency::expires_at.lt(now));
    Ok(diesel::delete(expired).execute(conn)?)
}

/// The keys that are being worked on by this instance.
#[derive(Default)]
pub struct KeysUnderWay(Mutex<HashSet<[u8; 32]>>);

struct UnderWay {
    context: Context,
    key_hash: [u8; 32],
}

impl UnderWay {
    fn enter(context: &Context, key_hash: [u8; 32]) -> Result<Self, Problem> {
        let keys = &context.services().keys_under_way.0;
        let entered = keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key_hash);
        if entered {
            return Ok(Self {
                context: context.clone(),
                key_hash,
            });
        }
        Err(Problem::new(&IN_PROGRESS).retry_after(1))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let keys = &self.context.services().keys_under_way.0;
        keys.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.key_hash);
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Command<T> {
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
            require_json(&request)?;
            let bytes = read_body(&request, payload, context.services().config.body_limit).await?;
            let body = parse::<T>(&request, &contract, &route, &bytes)?;
            let mut fingerprint = Zeroizing::new(bytes.to_vec());
            fingerprint.extend_from_slice(request.query_string().as_bytes());
            let operation = format!("{} {}", request.method(), request.path());
            Ok(Self {
                body,
                intent: Intent {
                    key,
                    operation,
                    fingerprint,
                },
            })
        })
    }
}

/// An unsafe request without a body.
pub struct Bare(Command<()>);

impl Bare {
    /// See [`Command::run`].
    pub async fn run<F>(
        self,
        context: &Context,
        by: Originator,
        work: F,
    ) -> Result<HttpResponse, Problem>
    where
        F: FnOnce(&mut Conn) -> Result<Answer, Problem> + Send + 'static,
    {
        self.0.run(context, by, work).await
    }
}

impl FromRequest for Bare {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = || {
            let context = Context::of(request)?;
            let route = request.match_pattern().unwrap_or_default();
            let contract = context.services().contract();
            contract.read_query(request.method(), &route, request.query_string())?;
            let key = idempotency_key(request)?;
            let operation = format!("{} {}", request.method(), request.path());
            let fingerprint = Zeroizing::new(request.query_string().as_bytes().to_vec());
            Ok(Self(Command {
                body: (),
                intent: Intent {
                    key,
                    operation,
                    fingerprint,
                },
            }))
        };
        std::future::ready(read())
    }
}

/// An RFC 8941 string; a bare value without quotes is taken too, since many clients send that.
pub(super) fn idempotency_key(request: &HttpRequest) -> Result<Option<Zeroizing<String>>, Problem> {
    let Some(value) = request.headers().get("Idempotency-Key") else {
        return Ok(None);
    };
    let malformed = || Problem::new(&IDEMPOTENCY_KEY_MALFORMED);
    let text = value.to_str().map_err(|_| malformed())?.trim();
    let inner = match text.strip_prefix('"') {
        Some(rest) => unquote(rest).ok_or_else(malformed)?,
        None if text.bytes().all(is_of_a_word) => text.to_owned(),
        None => return Err(malformed()),
    };
    if inner.is_empty()
        || inner.len() > KEY_MAX
        || !inner.bytes().all(|b| (0x20..0x7f).contains(&b))
    {
        return Err(malformed());
    }
    Ok(Some(Zeroizing::new(inner)))
}

/// What a key without quotes may hold.
const fn is_of_a_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'_' | b'.' | b':' | b'~' | b'+' | b'/' | b'=' | b'-')
}

fn unquote(rest: &str) -> Option<String> {
    let mut inner = String::new();
    let mut letters = rest.chars();
    loop {
        match letters.next()? {
            '"' => break,
            '\\' => match letters.next()? {
                escaped @ ('"' | '\\') => inner.push(escaped),
                _ => return None,
            },
            letter => inner.push(letter),
        }
    }
    letters.next().is_none().then_some(inner)
}

/// The media type that a request says its body has, without parameters.
fn media_type(request: &HttpRequest) -> &str {
    let value = request.headers().get(header::CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next());
    essence.unwrap_or_default().trim()
}

fn require_json(request: &HttpRequest) -> Result<(), Problem> {
    let essence = media_type(request);
    let is_json = essence.eq_ignore_ascii_case("application/json")
        || essence.eq_ignore_ascii_case("application/merge-patch+json");
    if is_json {
        return Ok(());
    }
    Err(Problem::new(&UNSUPPORTED_MEDIA_TYPE).with("expected", "application/json"))
}

/// How long a body may stand still before the request counts as cut off. A bad network is slow; a
/// connection on which nothing comes for this long is gone, or holds memory on purpose.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

async fn read_body(
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

fn parse<T: DeserializeOwned + Validate>(
    request: &HttpRequest,
    contract: &super::contract::Contract,
    route: &str,
    bytes: &[u8],
) -> Result<T, Problem> {
    let not_json = |_| Problem {
        faults: vec![Fault::new("", "not_json")],
        ..Problem::new(&MALFORMED_REQUEST)
    };
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(not_json)?;
    contract.check_body(request.method(), route, &value)?;
    let body: T = serde_json::from_value(value).map_err(|error| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_rfc_8941_strings() {
        assert_eq!(unquote("abc\""), Some("abc".to_owned()));
        assert_eq!(unquote("a\\\"b\""), Some("a\"b".to_owned()));
        for broken in ["abc", "a\"b", "a\\x\""] {
            assert_eq!(unquote(broken), None, "{broken}");
        }
    }
}
