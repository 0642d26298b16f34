//! Unsafe requests, done once however often they are sent.
//!
//! The answer of a write is stored in the transaction of the write itself, so that it is there if
//! and only if the work is. It is sealed under the `Idempotency-Key`, which the database never
//! holds: a stored answer may contain a receipt code.
//!
//! | what | where |
//! | --- | --- |
//! | the key | [`key`] |
//! | the body, checked against the contract | [`body`], [`json`] |
//! | a file as the body | [`upload`] |
//! | many things in one body, each on a line | [`lines`] |
//! | doing it once | [`once`] |
//! | what is answered and stored | [`answer`] |

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::de::DeserializeOwned;
use validator::Validate;
use zeroize::Zeroizing;

use self::body::{parse, read_body, require_media_type};
pub(super) use self::key::idempotency_key;
use self::once::{Refusal, Ticket, UnderWay};
use super::asking::{self, Reading};
use super::context::Context;
use crate::platform::db::Conn;
use crate::platform::problem::{IDEMPOTENCY_KEY_MISSING, Problem};

mod answer;
mod body;
mod json;
mod key;
mod lines;
mod once;
mod upload;

pub use answer::Answer;
pub use json::read as read_json;
pub use key::KEY_MAX;
pub use lines::{LineLimits, ReadLine, ReceivedLines, RefusedLine};
pub use once::{KeysUnderWay, forget_expired, wipe_shown};
pub use upload::{Received, Upload};

/// Who sends a command: part of what an idempotency key is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Originator {
    /// Somebody without a token; must send an idempotency key.
    Anonymous,
    /// A receipt or account, by its id.
    Known(crate::platform::ids::Id),
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

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Command<T> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let context = Context::of(&request)?;
            // It comes in meanwhile: a connection whose requests are read to their end can be used again.
            let bytes = read_body(&request, payload, context.services().config.body_limit).await;
            asking::proved(&request).await;
            let route = request.match_pattern().unwrap_or_default();
            let contract = context.services().contract();
            contract.read_query(request.method(), &route, request.query_string())?;
            let key = idempotency_key(&request)?;
            require_media_type(&request, &contract, &route)?;
            let bytes = bytes?;
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

/// A question with a body, checked against the contract. It stores nothing, so it takes no idempotency key, and what was
/// asked is kept nowhere.
pub struct Question<T>(pub T);

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Question<T> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let context = Context::of(&request)?;
            let bytes = read_body(&request, payload, context.services().config.body_limit).await;
            asking::proved(&request).await;
            let route = request.match_pattern().unwrap_or_default();
            let contract = context.services().contract();
            contract.read_query(request.method(), &route, request.query_string())?;
            require_media_type(&request, &contract, &route)?;
            let bytes = bytes?;
            Ok(Self(parse::<T>(&request, &contract, &route, &bytes)?))
        })
    }
}

/// An unsafe request without a body.
pub struct Bare(Command<()>);

impl Bare {
    /// The command, which must have a key: its answer holds what is shown once.
    pub fn keyed(self) -> Result<Command<()>, Problem> {
        match &self.0.intent.key {
            Some(_) => Ok(self.0),
            None => Err(Problem::new(&IDEMPOTENCY_KEY_MISSING)),
        }
    }

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
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        asking::read(request, |request| {
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
        })
    }
}
