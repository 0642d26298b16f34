//! Receipt codes: how somebody without an account follows up what they filed.
//!
//! A code is stored as a keyed hash and sent as `Authorization: Receipt …`. A wrong code, an unknown one and one
//! for another kind of thing take the same time: the same hash and the same single look-up. A right code is never
//! made to wait by what others do wrong. The stored answer in which a code stands is wiped when the code is used
//! for the first time. See decision 28.

mod care;
mod gathered;
mod handover;
mod holder;
mod presented;
mod proofs;
mod second_step;
mod words;

use diesel::prelude::*;

pub(in crate::identity) use self::care::{revoke, rotate};
pub(in crate::identity) use self::gathered::{
    GatheredReceipt, confirm_gathered, find_gathered, hold_gathered,
};
pub use self::handover::{
    Handover, NOTHING_TO_HAND_OVER, expire_handovers, find_handover, issue_handover,
};
pub(in crate::identity) use self::handover::{
    end_filer, find_handed_over, reissue_handover, take_over,
};
pub use self::holder::{Erasable, ReceiptFollower, ReceiptHolder, hold};
pub(in crate::identity) use self::holder::{ReplaceableReceipt, RevocableReceipt};
pub use self::presented::PresentedCode;
pub use self::proofs::{FilingDays, FilingStates, TOO_MANY_PROOFS};
pub(in crate::identity) use self::proofs::{find_proof, prove, withdraw_proofs};
pub use self::second_step::{SECOND_STEP_NEEDED, StepToken, SteppedHolder, take_second_step};
pub use self::words::{
    SECOND_WORD_NEEDED, SECOND_WORD_WRONG, SecondWord, TriedWord, hash_second_word,
    prove_second_word, put_second_word,
};
use crate::platform::clock::Time;
use crate::platform::crypto::{Domain, LookupKey, ReceiptCode};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::{Id, Randomness};
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
        /// Its code was replaced by another.
        Rotated => "rotated",
        /// It was given up: nobody follows with it any more.
        Revoked => "revoked",
        /// It was not used in time.
        Expired => "expired",
        /// What it opened was erased.
        Erased => "erased",
    }
}

text_enum! {
    /// How a receipt came about.
    pub enum ReceiptOrigin {
        /// With what was filed.
        Filing => "filing",
        /// It is the code that a receipt had before.
        Rotation => "rotation",
        /// To be given to the person for whom something was filed.
        Handover => "handover",
        /// The person for whom something was filed has taken it over.
        TakeOver => "take_over",
    }
}

text_enum! {
    /// How much a receipt opens.
    pub enum ReceiptScope {
        /// All that a receipt opens.
        Everything => "everything",
        /// How far it is, and nothing else.
        Status => "status",
    }
}

/// A receipt as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = receipts)]
struct ReceiptRow {
    id: Id,
    code_hash: Vec<u8>,
    subject_kind: SubjectKind,
    subject_id: Id,
    status: ReceiptStatus,
    created_at: Time,
    origin: ReceiptOrigin,
    scope: ReceiptScope,
    successor_id: Option<Id>,
    expires_at: Option<Time>,
    second_word_hash: Option<String>,
}

impl ReceiptRow {
    /// As which holder of the case's key its code counts.
    const fn key_holder(&self) -> Id {
        match self.origin {
            ReceiptOrigin::Filing => self.subject_id,
            ReceiptOrigin::Rotation | ReceiptOrigin::Handover | ReceiptOrigin::TakeOver => self.id,
        }
    }
}

fn hash(lookup: &LookupKey, code: &ReceiptCode) -> [u8; 32] {
    lookup.hash(Domain::Receipt, code.as_bytes())
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
    /// The code, to be shown until it is used.
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
            receipts::code_hash.eq(hash(lookup, &code).as_slice()),
            receipts::subject_kind.eq(kind),
            receipts::subject_id.eq(subject),
            receipts::status.eq(ReceiptStatus::Issued),
            receipts::created_at.eq(now),
            receipts::origin.eq(ReceiptOrigin::Filing),
            receipts::scope.eq(ReceiptScope::Everything),
        ))
        .execute(conn)?;
    Ok(IssuedReceipt { code })
}

/// Remembers that what receipts opened was erased, so that their holders are told so and nothing else takes its
/// id; of the time at which it was filed, only the month.
pub fn erase_receipt(conn: &mut Conn, kind: SubjectKind, subject: Id) -> Result<(), DbError> {
    let rows = receipts::table
        .filter(receipts::subject_kind.eq(kind))
        .filter(receipts::subject_id.eq(subject));
    let issued: Option<Time> = rows
        .filter(receipts::origin.eq(ReceiptOrigin::Filing))
        .select(receipts::created_at)
        .first(conn)
        .optional()?;
    let Some(issued) = issued else {
        return Ok(());
    };
    let month = issued.date().first_of_month().start();
    diesel::update(rows)
        .set((
            receipts::status.eq(ReceiptStatus::Erased),
            receipts::created_at.eq(month.unwrap_or(Time::EPOCH)),
            receipts::expires_at.eq(None::<Time>),
            receipts::second_word_hash.eq(None::<String>),
        ))
        .execute(conn)?;
    withdraw_proofs(conn, kind, subject)
}
