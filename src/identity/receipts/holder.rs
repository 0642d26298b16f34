//! Proofs that a caller holds a code, as arguments of handlers.

use std::marker::PhantomData;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use diesel::prelude::*;

use super::care::confirm;
use super::{ReceiptOrigin, ReceiptRow, ReceiptScope, ReceiptStatus, Receiptable, SubjectKind};
use crate::identity::case_keys::CaseAccess;
use crate::platform::crypto::{Domain, LookupKey, ReceiptCode};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::asking::{self, Reading};
use crate::platform::http::context::mark_proved;
use crate::platform::http::rates::come_back_in;
use crate::platform::http::{Context, Originator};
use crate::platform::ids::Id;
use crate::platform::problem::{
    GONE, HANDOVER_CODE_ONLY, NOT_FOUND, Problem, RECEIPT_EXPIRED, RECEIPT_REVOKED,
    RECEIPT_ROTATED, RECEIPT_SHOWS_STATUS_ONLY, UNAUTHENTICATED, UNKNOWN_RECEIPT,
};
use crate::schema::receipts;

/// Proof that the caller holds the receipt code of one thing of the kind `K`, with all that it opens.
#[derive(Debug, Clone)]
pub struct ReceiptHolder<K> {
    receipt: Id,
    kind: SubjectKind,
    subject: Id,
    scope: ReceiptScope,
    code: Arc<ReceiptCode>,
    of: PhantomData<fn() -> K>,
}

impl<K> ReceiptHolder<K> {
    fn of(row: &ReceiptRow, code: Arc<ReceiptCode>) -> Self {
        Self {
            receipt: row.id,
            kind: row.subject_kind,
            subject: row.subject_id,
            scope: row.scope,
            code,
            of: PhantomData,
        }
    }

    /// What the receipt opens.
    pub const fn subject(&self) -> Id {
        self.subject
    }

    /// The kind of what it opens.
    pub const fn kind(&self) -> SubjectKind {
        self.kind
    }

    /// The same holder as that of one kind of thing, if that is what the code opens.
    pub fn narrowed<T: Receiptable>(&self) -> Option<ReceiptHolder<T>> {
        (T::KIND == Some(self.kind)).then(|| ReceiptHolder {
            receipt: self.receipt,
            kind: self.kind,
            subject: self.subject,
            scope: self.scope,
            code: Arc::clone(&self.code),
            of: PhantomData,
        })
    }

    /// The receipt.
    pub(in crate::identity) const fn receipt(&self) -> Id {
        self.receipt
    }

    /// How much it opens.
    pub const fn scope(&self) -> ReceiptScope {
        self.scope
    }

    /// The code that was shown.
    pub(in crate::identity) fn code(&self) -> &ReceiptCode {
        &self.code
    }

    /// What the holder shows to open a case.
    pub fn case_access(&self) -> CaseAccess {
        CaseAccess::Code(Arc::clone(&self.code))
    }

    /// The holder as the originator of a command.
    pub const fn originator(&self) -> Originator {
        Originator::Known(self.receipt)
    }
}

impl<K: Receiptable> FromRequest for ReceiptHolder<K> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let of_proof = request.clone();
        asking::prove(request, async move {
            let holder = find(&of_proof).await?;
            match holder.scope {
                ReceiptScope::Everything => Ok(holder),
                ReceiptScope::Status => Err(Problem::new(&RECEIPT_SHOWS_STATUS_ONLY)),
            }
        })
    }
}

/// Proof that the caller may see how far it is: the holder, or somebody who filed it for them and may still
/// follow.
#[derive(Debug, Clone)]
pub struct ReceiptFollower<K>(pub ReceiptHolder<K>);

impl<K: Receiptable> FromRequest for ReceiptFollower<K> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let of_proof = request.clone();
        asking::prove(request, async move { find(&of_proof).await.map(Self) })
    }
}

/// What the holder of a code may erase: it still stands, or it was erased already and there is
/// nothing left to do. Erasing twice is no error, because the first answer may have been lost.
#[derive(Debug, Clone)]
pub enum Erasable<K> {
    /// It stands.
    Standing(ReceiptHolder<K>),
    /// It was erased.
    Erased,
}

impl<K: Receiptable> FromRequest for Erasable<K> {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let holder = ReceiptHolder::from_request(request, payload);
        asking::prove(request, async move {
            match holder.await {
                Ok(holder) => Ok(Self::Standing(holder)),
                Err(problem) if problem.code == &GONE => Ok(Self::Erased),
                Err(problem) => Err(problem),
            }
        })
    }
}

/// A receipt whose code is to be replaced, or was: the answer with the new one may have been lost.
pub(in crate::identity) enum ReplaceableReceipt {
    /// The code is good.
    Standing(ReceiptHolder<super::Anything>),
    /// It was replaced; this receipt goes on under another code.
    Replaced(Id),
}

impl FromRequest for ReplaceableReceipt {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let of_proof = request.clone();
        asking::prove(request, async move {
            let (row, code) = look_up(&of_proof).await?;
            match (row.status, row.successor_id) {
                (ReceiptStatus::Rotated, Some(successor)) => Ok(Self::Replaced(successor)),
                _ => used(&of_proof, row, code).await.map(Self::Standing),
            }
        })
    }
}

/// A receipt that is to be given up, or was already.
pub(in crate::identity) enum RevocableReceipt {
    /// The code is good.
    Standing(ReceiptHolder<super::Anything>),
    /// It was given up.
    Revoked,
}

impl FromRequest for RevocableReceipt {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let of_proof = request.clone();
        asking::prove(request, async move {
            match find(&of_proof).await {
                Ok(holder) => Ok(Self::Standing(holder)),
                Err(problem) if problem.code == &RECEIPT_REVOKED => Ok(Self::Revoked),
                Err(problem) => Err(problem),
            }
        })
    }
}

async fn find<K: Receiptable>(request: &HttpRequest) -> Result<ReceiptHolder<K>, Problem> {
    let (row, code) = look_up(request).await?;
    used(request, row, code).await
}

/// What a code opens, whatever has become of it.
async fn look_up(request: &HttpRequest) -> Result<(ReceiptRow, ReceiptCode), Problem> {
    let context = Context::of(request)?;
    let text = presented(request)?;
    let hash = hash_of(&context.services().lookup, &text);
    let found = context.db().read(move |conn| by_hash(conn, &hash)).await?;
    // What cannot be a code was looked up all the same, and is none.
    let (Some(row), Ok(code)) = (found, ReceiptCode::parse(&text)) else {
        return Err(refuse_wrong(&context));
    };
    mark_proved(request);
    Ok((row, code))
}

/// The holder of a code that is good, which counts as used from now on.
async fn used<K: Receiptable>(
    request: &HttpRequest,
    row: ReceiptRow,
    code: ReceiptCode,
) -> Result<ReceiptHolder<K>, Problem> {
    if K::KIND.is_some_and(|wanted| wanted != row.subject_kind) {
        return Err(Problem::new(&NOT_FOUND));
    }
    let is_new = row.status == ReceiptStatus::Issued;
    let code = Arc::new(code);
    let holder = holder_of_good(&row, Arc::clone(&code))?;
    if is_new {
        let (context, of_work) = (Context::of(request)?, Arc::clone(&code));
        let lookup = Arc::clone(&context.services().lookup);
        let confirmed = context
            .db()
            .write(move |conn| confirm(conn, &lookup, &of_work));
        // The person goes on all the same; the next use tries again.
        if let Err(error) = confirmed.await {
            tracing::warn!(%error, "A receipt could not be marked as used yet");
        }
    }
    Ok(holder)
}

/// The holder of a code, if it is good.
pub(super) fn holder_of_good<K>(
    row: &ReceiptRow,
    code: Arc<ReceiptCode>,
) -> Result<ReceiptHolder<K>, Problem> {
    require_good(row)?;
    Ok(ReceiptHolder::of(row, code))
}

/// The holder of a code that did not come in a request's header, such as one that was texted; the code counts as used
/// from now on. Whoever calls this makes wrong codes ([`UNKNOWN_RECEIPT`]) cost time.
pub fn hold<K: Receiptable>(
    conn: &mut Conn,
    lookup: &LookupKey,
    text: &str,
) -> Result<ReceiptHolder<K>, Problem> {
    let found = by_hash(conn, &hash_of(lookup, text))?;
    let (Some(row), Ok(code)) = (found, ReceiptCode::parse(text)) else {
        return Err(Problem::new(&UNKNOWN_RECEIPT));
    };
    if K::KIND.is_some_and(|wanted| wanted != row.subject_kind) {
        return Err(Problem::new(&NOT_FOUND));
    }
    require_good(&row)?;
    if row.status == ReceiptStatus::Issued {
        confirm(conn, lookup, &code)?;
    }
    Ok(ReceiptHolder::of(&row, Arc::new(code)))
}

/// Refuses a code that opens nothing any more, and says why: whoever holds it had it once.
fn require_good(row: &ReceiptRow) -> Result<(), Problem> {
    match row.status {
        ReceiptStatus::Erased => Err(Problem::new(&GONE)),
        ReceiptStatus::Rotated => Err(Problem::new(&RECEIPT_ROTATED)),
        ReceiptStatus::Revoked => Err(Problem::new(&RECEIPT_REVOKED)),
        ReceiptStatus::Expired => Err(Problem::new(&RECEIPT_EXPIRED)),
        ReceiptStatus::Issued | ReceiptStatus::Confirmed => {
            if row.origin == ReceiptOrigin::Handover {
                return Err(Problem::new(&HANDOVER_CODE_ONLY));
            }
            Ok(())
        }
    }
}

/// Only wrong codes are counted and made to wait: whoever guesses behind the same carrier's address
/// keeps nobody from what they filed.
pub(super) fn refuse_wrong(context: &Context) -> Problem {
    let wrong_codes = context.services().rates.wrong_codes();
    match wrong_codes.take(context.network().key(), context.now()) {
        Ok(()) => challenge(Problem::new(&UNKNOWN_RECEIPT)),
        Err(seconds) => come_back_in(seconds),
    }
}

/// A code that cannot be one is looked up all the same: it takes as long as any other.
pub(super) fn hash_of(lookup: &LookupKey, text: &str) -> [u8; 32] {
    match ReceiptCode::parse(text) {
        Ok(code) => super::hash(lookup, &code),
        Err(_) => lookup.hash(Domain::Receipt, text.as_bytes()),
    }
}

fn presented(request: &HttpRequest) -> Result<String, Problem> {
    let value = request.headers().get(header::AUTHORIZATION);
    let value = value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    match value.split_once(' ') {
        Some((scheme, code)) if scheme.eq_ignore_ascii_case("Receipt") => {
            Ok(code.trim().to_owned())
        }
        _ => Err(challenge(Problem::new(&UNAUTHENTICATED))),
    }
}

fn challenge(problem: Problem) -> Problem {
    problem.header(header::WWW_AUTHENTICATE, "Receipt realm=\"tulay\"")
}

pub(super) fn by_hash(conn: &mut Conn, hash: &[u8; 32]) -> Result<Option<ReceiptRow>, DbError> {
    Ok(receipts::table
        .filter(receipts::code_hash.eq(hash.as_slice()))
        .select(ReceiptRow::as_select())
        .first(conn)
        .optional()?)
}
