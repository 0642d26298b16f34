//! Handing over what somebody has filed for another: a code for that person, and a receipt of their own for it.

use std::time::Duration;

use diesel::prelude::*;

use super::care::{confirm, end, insert, lock, lock_good};
use super::holder::{ReceiptHolder, by_hash, hash_of, refuse_wrong};
use super::{ReceiptOrigin, ReceiptRow, ReceiptScope, ReceiptStatus, SubjectKind, hash};
use crate::identity::case_keys::{CaseAccess, CaseKey, withhold_from_receipt};
use crate::platform::clock::Time;
use crate::platform::crypto::ReceiptCode;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::{Context, Services};
use crate::platform::ids::Id;
use crate::platform::problem::{
    GONE, Problem, ProblemCode, RECEIPT_EXPIRED, UNKNOWN_RECEIPT, problem_code,
};
use crate::schema::receipts;

/// How long a code for handing over is good.
const HANDOVER_DAYS: u64 = 90;

/// The person has taken over already, or was never to.
pub const NOTHING_TO_HAND_OVER: ProblemCode = problem_code("nothing_to_hand_over", 409);

/// How things stand between who filed and for whom it was filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handover {
    /// Whether the person for whom it was filed has yet to take over.
    pub required: bool,
    /// Whether who filed it still sees how far it is, although the person has taken over.
    pub filer_follows: bool,
}

/// How that stands for something that was filed.
pub fn find_handover(conn: &mut Conn, kind: SubjectKind, subject: Id) -> Result<Handover, DbError> {
    let rows = list(conn, kind, subject)?;
    let has = |origin: ReceiptOrigin| rows.iter().any(|row| row.origin == origin);
    let taken = has(ReceiptOrigin::TakeOver);
    let filers = rows
        .iter()
        .filter(|row| row.origin == ReceiptOrigin::Filing);
    Ok(Handover {
        required: has(ReceiptOrigin::Handover) && !taken,
        filer_follows: taken && filers.into_iter().any(is_good),
    })
}

const fn is_good(row: &ReceiptRow) -> bool {
    matches!(row.status, ReceiptStatus::Issued | ReceiptStatus::Confirmed)
}

fn list(conn: &mut Conn, kind: SubjectKind, subject: Id) -> Result<Vec<ReceiptRow>, DbError> {
    Ok(receipts::table
        .filter(receipts::subject_kind.eq(kind))
        .filter(receipts::subject_id.eq(subject))
        .select(ReceiptRow::as_select())
        .load(conn)?)
}

/// Makes the code with which the person for whom something is filed takes over. It opens the case, as the receipt
/// of the filing does. Of the time, the hour is kept: how long it is good must not tell more than the filing does.
pub fn issue_handover(
    conn: &mut Conn,
    services: &Services,
    case: &CaseKey,
    (kind, subject): (SubjectKind, Id),
    now: Time,
) -> Result<ReceiptCode, Problem> {
    let hour = full_hour(now);
    let code = ReceiptCode::generate(&*services.randomness);
    let row = ReceiptRow {
        // Its id tells no time.
        id: Id::random(&*services.randomness),
        code_hash: hash(&services.lookup, &code).to_vec(),
        subject_kind: kind,
        subject_id: subject,
        status: ReceiptStatus::Issued,
        created_at: hour.date().first_of_month().start().unwrap_or(hour),
        origin: ReceiptOrigin::Handover,
        scope: ReceiptScope::Everything,
        successor_id: None,
        expires_at: Some(hour.plus(Duration::from_hours(24 * HANDOVER_DAYS))),
        second_word_hash: None,
    };
    case.give_to_receipt(conn, &services.vault, row.key_holder(), &code)?;
    insert(conn, row)?;
    Ok(code)
}

/// Makes another code for handing over, and ends the one before.
pub fn reissue_handover<K>(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<K>,
    now: Time,
) -> Result<ReceiptCode, Problem> {
    let own = lock_good(conn, &services.lookup, holder)?;
    let about = (own.subject_kind, own.subject_id);
    if !find_handover(conn, about.0, about.1)?.required {
        return Err(Problem::new(&NOTHING_TO_HAND_OVER));
    }
    for row in list(conn, about.0, about.1)? {
        if row.origin == ReceiptOrigin::Handover && is_good(&row) {
            end(conn, &row, ReceiptStatus::Rotated)?;
        }
    }
    let case = CaseKey::open(conn, &holder.case_access(), own.subject_id)?;
    issue_handover(conn, services, &case, about, now)
}

fn full_hour(now: Time) -> Time {
    let midnight = now.date().start().unwrap_or(now);
    midnight.plus(Duration::from_hours(now.since(midnight).as_secs() / 3600))
}

/// What somebody takes over.
pub struct TakenOver {
    /// The code of their own receipt.
    pub code: ReceiptCode,
    /// What it opens.
    pub kind: SubjectKind,
}

/// A code for handing over that was found, before it is used.
pub struct FoundHandover {
    row: Id,
    filing: Id,
    code: ReceiptCode,
}

/// Finds what a code hands over. Wrong codes are counted, and unknown ones answered like those of another kind.
pub async fn find_handed_over(context: &Context, text: &str) -> Result<FoundHandover, Problem> {
    let hash = hash_of(&context.services().lookup, text);
    let find = move |conn: &mut Conn| -> Result<_, DbError> {
        let Some(row) = by_hash(conn, &hash)? else {
            return Ok(None);
        };
        let rows = list(conn, row.subject_kind, row.subject_id)?;
        let filing = rows
            .into_iter()
            .find(|other| other.origin == ReceiptOrigin::Filing);
        Ok(filing.map(|filing| (row, filing.id)))
    };
    let found = context.db().read(find).await?;
    let (Some((row, filing)), Ok(code)) = (found, ReceiptCode::parse(text)) else {
        return Err(refuse_wrong(context));
    };
    if row.origin != ReceiptOrigin::Handover {
        return Err(refuse_wrong(context));
    }
    Ok(FoundHandover {
        row: row.id,
        filing,
        code,
    })
}

/// Gives the person for whom something was filed a receipt of their own. Who filed it sees nothing any more, or, if
/// the person wishes so, how far it is.
pub fn take_over(
    conn: &mut Conn,
    services: &Services,
    found: FoundHandover,
    keep_filer: bool,
    now: Time,
) -> Result<TakenOver, Problem> {
    // Always the receipt of the filing first: of two who take over at the same time, one comes too late.
    let filing = lock(conn, found.filing)?.ok_or(Problem::new(&UNKNOWN_RECEIPT))?;
    let offered = lock(conn, found.row)?.ok_or(Problem::new(&UNKNOWN_RECEIPT))?;
    require_open(&offered, now)?;
    let code = ReceiptCode::generate(&*services.randomness);
    let own = ReceiptRow {
        id: Id::random(&*services.randomness),
        code_hash: hash(&services.lookup, &code).to_vec(),
        status: ReceiptStatus::Issued,
        origin: ReceiptOrigin::TakeOver,
        expires_at: None,
        ..offered.clone()
    };
    let access = CaseAccess::Code(std::sync::Arc::new(found.code));
    let case = CaseKey::open(conn, &access, own.subject_id)?;
    case.give_to_receipt(conn, &services.vault, own.key_holder(), &code)?;
    if let CaseAccess::Code(used) = &access {
        confirm(conn, &services.lookup, used)?;
    }
    end(conn, &offered, ReceiptStatus::Confirmed)?;
    let kind = own.subject_kind;
    insert(conn, own)?;
    if is_good(&filing) {
        if keep_filer {
            narrow(conn, &filing)?;
        } else {
            end(conn, &filing, ReceiptStatus::Revoked)?;
        }
    }
    Ok(TakenOver { code, kind })
}

fn require_open(offered: &ReceiptRow, now: Time) -> Result<(), Problem> {
    match offered.status {
        ReceiptStatus::Erased => Err(Problem::new(&GONE)),
        ReceiptStatus::Issued if offered.expires_at.is_none_or(|until| now < until) => Ok(()),
        ReceiptStatus::Issued | ReceiptStatus::Expired | ReceiptStatus::Rotated => {
            Err(Problem::new(&RECEIPT_EXPIRED))
        }
        ReceiptStatus::Confirmed | ReceiptStatus::Revoked => {
            Err(Problem::new(&NOTHING_TO_HAND_OVER))
        }
    }
}

/// Leaves to a receipt how far things are, and takes the key of the case from it.
fn narrow(conn: &mut Conn, filing: &ReceiptRow) -> Result<(), DbError> {
    diesel::update(receipts::table.find(filing.id))
        .set((
            receipts::scope.eq(ReceiptScope::Status),
            receipts::second_word_hash.eq(None::<String>),
        ))
        .execute(conn)?;
    withhold_from_receipt(conn, filing.subject_id, filing.key_holder())
}

/// Ends what who filed it still sees. Doing it again changes nothing.
pub fn end_filer<K>(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<K>,
) -> Result<(), Problem> {
    let own = lock_good(conn, &services.lookup, holder)?;
    if own.origin != ReceiptOrigin::TakeOver {
        return Ok(());
    }
    for row in list(conn, own.subject_kind, own.subject_id)? {
        if row.origin == ReceiptOrigin::Filing && is_good(&row) {
            end(conn, &row, ReceiptStatus::Revoked)?;
        }
    }
    Ok(())
}

/// Ends the codes for handing over whose time is over, with their keys; says how many.
pub fn expire_handovers(conn: &mut Conn, now: Time) -> Result<usize, DbError> {
    let over: Vec<ReceiptRow> = receipts::table
        .filter(receipts::origin.eq(ReceiptOrigin::Handover))
        .filter(receipts::status.eq(ReceiptStatus::Issued))
        .filter(receipts::expires_at.le(now))
        .select(ReceiptRow::as_select())
        .limit(100)
        .load(conn)?;
    for row in &over {
        end(conn, row, ReceiptStatus::Expired)?;
    }
    Ok(over.len())
}
