//! Receipt codes: how somebody without an account follows up what they filed.
//!
//! A code is shown once and stored as a keyed hash. It is sent as `Authorization: Receipt …`. A
//! wrong code, an unknown one and one for another kind of thing take the same time: the same hash and
//! the same single look-up. A right code is never made to wait by what others do wrong.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use diesel::prelude::*;

use super::case_keys::CaseAccess;
use crate::platform::clock::Time;
use crate::platform::crypto::{Domain, LookupKey, ReceiptCode};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::context::mark_proved;
use crate::platform::http::rates::come_back_in;
use crate::platform::http::{Context, Originator};
use crate::platform::ids::{Id, Randomness};
use crate::platform::problem::{GONE, NOT_FOUND, Problem, UNAUTHENTICATED, UNKNOWN_RECEIPT};
use crate::schema::receipts;
use crate::text_enum;

text_enum! {
    /// What a receipt opens.
    pub enum SubjectKind {
        /// A review of an agency.
        Review => "review",
        /// A request for help.
        AssistanceRequest => "assistance_request",
        /// A report of a danger.
        SafetyReport => "safety_report",
    }
}

text_enum! {
    /// How far a receipt has come.
    pub enum ReceiptStatus {
        /// Its code was shown; nobody has used it yet.
        Issued => "issued",
        /// Its code was used.
        Confirmed => "confirmed",
        /// What it opened was erased.
        Erased => "erased",
    }
}

/// Names a kind of subject at the level of types.
pub trait Receiptable: 'static {
    /// The kind; `None` for any.
    const KIND: Option<SubjectKind>;
}

macro_rules! receiptable {
    ($($(#[$doc:meta])* $name:ident = $kind:expr;)*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}
        impl Receiptable for $name { const KIND: Option<SubjectKind> = $kind; })*
    };
}

receiptable! {
    /// Reviews of agencies.
    Reviews = Some(SubjectKind::Review);
    /// Requests for help.
    AssistanceRequests = Some(SubjectKind::AssistanceRequest);
    /// Reports of dangers.
    SafetyReports = Some(SubjectKind::SafetyReport);
    /// Whatever the code opens.
    Anything = None;
}

/// A receipt that has just been issued: the only moment at which its code is known.
pub struct IssuedReceipt {
    /// The code, to be shown once.
    pub code: ReceiptCode,
}

/// Makes a receipt for something that is being filed.
pub fn issue_receipt(
    conn: &mut Conn,
    lookup: &LookupKey,
    randomness: &dyn Randomness,
    kind: SubjectKind,
    subject: Id,
    now: Time,
) -> Result<IssuedReceipt, DbError> {
    let code = ReceiptCode::generate(randomness);
    diesel::insert_into(receipts::table)
        .values((
            receipts::id.eq(Id::from_parts(now, randomness)),
            receipts::code_hash.eq(lookup.hash(Domain::Receipt, code.as_bytes()).as_slice()),
            receipts::subject_kind.eq(kind),
            receipts::subject_id.eq(subject),
            receipts::status.eq(ReceiptStatus::Issued),
            receipts::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(IssuedReceipt { code })
}

/// Remembers that what the receipt opened was erased, so that its holder is told so and nothing else
/// takes its id; of the time at which it was filed, only the month.
pub fn erase_receipt(conn: &mut Conn, kind: SubjectKind, subject: Id) -> Result<(), DbError> {
    let row = receipts::table
        .filter(receipts::subject_kind.eq(kind))
        .filter(receipts::subject_id.eq(subject));
    let issued: Option<Time> = row.select(receipts::created_at).first(conn).optional()?;
    let Some(issued) = issued else {
        return Ok(());
    };
    let month = issued.date().first_of_month().start();
    diesel::update(row)
        .set((
            receipts::status.eq(ReceiptStatus::Erased),
            receipts::created_at.eq(month.unwrap_or(Time::EPOCH)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Proof that the caller holds the receipt code of one thing of the kind `K`.
#[derive(Debug, Clone)]
pub struct ReceiptHolder<K> {
    receipt: Id,
    kind: SubjectKind,
    subject: Id,
    code: Arc<ReceiptCode>,
    of: PhantomData<fn() -> K>,
}

impl<K> ReceiptHolder<K> {
    /// What the receipt opens.
    pub const fn subject(&self) -> Id {
        self.subject
    }

    /// The kind of what it opens.
    pub const fn kind(&self) -> SubjectKind {
        self.kind
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
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { find(&request).await })
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
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            match find(&request).await {
                Ok(holder) => Ok(Self::Standing(holder)),
                Err(problem) if problem.code == &GONE => Ok(Self::Erased),
                Err(problem) => Err(problem),
            }
        })
    }
}

async fn find<K: Receiptable>(request: &HttpRequest) -> Result<ReceiptHolder<K>, Problem> {
    let context = Context::of(request)?;
    let text = presented(request)?;
    let hash = hash_of(&context.services().lookup, &text);
    let found = context.db().read(move |conn| by_hash(conn, &hash)).await?;
    // What cannot be a code was looked up all the same, and is none.
    let (Some((receipt, kind, subject, status)), Ok(code)) = (found, ReceiptCode::parse(&text))
    else {
        return Err(refuse_wrong(&context));
    };
    mark_proved(request);
    if K::KIND.is_some_and(|wanted| wanted != kind) {
        return Err(Problem::new(&NOT_FOUND));
    }
    if status == ReceiptStatus::Erased {
        return Err(Problem::new(&GONE));
    }
    Ok(ReceiptHolder {
        receipt,
        kind,
        subject,
        code: Arc::new(code),
        of: PhantomData,
    })
}

/// Only wrong codes are counted and made to wait: whoever guesses behind the same carrier's address
/// keeps nobody from what they filed.
fn refuse_wrong(context: &Context) -> Problem {
    let wrong_codes = context.services().rates.wrong_codes();
    match wrong_codes.take(context.network().key(), context.now()) {
        Ok(()) => challenge(Problem::new(&UNKNOWN_RECEIPT)),
        Err(seconds) => come_back_in(seconds),
    }
}

/// A code that cannot be one is looked up all the same: it takes as long as any other.
fn hash_of(lookup: &LookupKey, text: &str) -> [u8; 32] {
    match ReceiptCode::parse(text) {
        Ok(code) => lookup.hash(Domain::Receipt, code.as_bytes()),
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

type Found = (Id, SubjectKind, Id, ReceiptStatus);

fn by_hash(conn: &mut Conn, hash: &[u8; 32]) -> Result<Option<Found>, DbError> {
    Ok(receipts::table
        .filter(receipts::code_hash.eq(hash.as_slice()))
        .select((
            receipts::id,
            receipts::subject_kind,
            receipts::subject_id,
            receipts::status,
        ))
        .first(conn)
        .optional()?)
}
