//! Using a code for the first time, replacing it, and giving a receipt up.

use diesel::prelude::*;

use super::holder::ReceiptHolder;
use super::{Anything, ReceiptOrigin, ReceiptRow, ReceiptScope, ReceiptStatus, hash};
use crate::identity::case_keys::{CaseKey, CaseKeyError, withhold_from_receipt};
use crate::platform::crypto::{LookupKey, ReceiptCode};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::http::command::wipe_shown;
use crate::platform::ids::Id;
use crate::platform::problem::{GONE, NOT_FOUND, Problem, RECEIPT_REVOKED, RECEIPT_ROTATED};
use crate::schema::receipts;

/// Remembers that a code was used, and takes it out of the stored answer that showed it.
pub(super) fn confirm(
    conn: &mut Conn,
    lookup: &LookupKey,
    code: &ReceiptCode,
) -> Result<(), DbError> {
    let hash = hash(lookup, code);
    let row = receipts::table
        .filter(receipts::code_hash.eq(hash.as_slice()))
        .filter(receipts::status.eq(ReceiptStatus::Issued));
    diesel::update(row)
        .set(receipts::status.eq(ReceiptStatus::Confirmed))
        .execute(conn)?;
    wipe_shown(conn, lookup, code)
}

/// The receipt of a code, locked, if it is still good with that code.
pub(super) fn lock_good<K>(
    conn: &mut Conn,
    lookup: &LookupKey,
    holder: &ReceiptHolder<K>,
) -> Result<ReceiptRow, Problem> {
    let row = lock(conn, holder.receipt())?.ok_or(Problem::new(&NOT_FOUND))?;
    if row.status == ReceiptStatus::Erased {
        return Err(Problem::new(&GONE));
    }
    if row.status == ReceiptStatus::Revoked {
        return Err(Problem::new(&RECEIPT_REVOKED));
    }
    if row.code_hash != hash(lookup, holder.code()) {
        return Err(Problem::new(&RECEIPT_ROTATED));
    }
    Ok(row)
}

pub(super) fn lock(conn: &mut Conn, receipt: Id) -> Result<Option<ReceiptRow>, DbError> {
    let rows: Vec<ReceiptRow> = crate::lock!(
        conn,
        receipts::table
            .find(receipt)
            .select(ReceiptRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Replaces the code of a receipt. The one before is dead from now on and keeps a row that leads to the
/// receipt, so that a lost answer can be asked for again with it.
pub(in crate::identity) fn rotate(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<Anything>,
) -> Result<ReceiptCode, Problem> {
    let row = lock_good(conn, &services.lookup, holder)?;
    let code = ReceiptCode::generate(&*services.randomness);
    diesel::update(receipts::table.find(row.id))
        .set((
            receipts::code_hash.eq(hash(&services.lookup, &code).as_slice()),
            receipts::status.eq(ReceiptStatus::Issued),
        ))
        .execute(conn)
        .map_err(DbError::from)?;
    let dead = ReceiptRow {
        // Its id tells no time.
        id: Id::random(&*services.randomness),
        status: ReceiptStatus::Rotated,
        origin: ReceiptOrigin::Rotation,
        scope: ReceiptScope::Status,
        successor_id: Some(row.id),
        expires_at: None,
        second_word_hash: None,
        ..row.clone()
    };
    insert(conn, dead)?;
    match CaseKey::open(conn, &holder.case_access(), row.subject_id) {
        Ok(case) => case.give_to_receipt(conn, &services.vault, row.key_holder(), &code)?,
        // Who may see the status only holds no key.
        Err(CaseKeyError::NotHeld) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(code)
}

pub(super) fn insert(conn: &mut Conn, row: ReceiptRow) -> Result<(), DbError> {
    diesel::insert_into(receipts::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Gives a receipt up: nobody follows with it any more. What was filed stays with whoever handles it. Who has taken
/// something over ends with it what its filer still sees.
pub(in crate::identity) fn revoke(
    conn: &mut Conn,
    lookup: &LookupKey,
    holder: &ReceiptHolder<Anything>,
) -> Result<(), Problem> {
    let row = lock_good(conn, lookup, holder)?;
    let of_subject: Vec<ReceiptRow> = receipts::table
        .filter(receipts::subject_kind.eq(row.subject_kind))
        .filter(receipts::subject_id.eq(row.subject_id))
        .filter(receipts::status.eq_any([ReceiptStatus::Issued, ReceiptStatus::Confirmed]))
        .select(ReceiptRow::as_select())
        .load(conn)
        .map_err(DbError::from)?;
    // Whoever filed it for somebody ends neither the code for that person nor their receipt.
    let is_theirs = row.origin == ReceiptOrigin::TakeOver;
    let goes = |other: &ReceiptRow| other.id == row.id || is_theirs;
    for other in of_subject.iter().filter(|other| goes(other)) {
        end(conn, other, ReceiptStatus::Revoked)?;
    }
    Ok(())
}

/// Ends a receipt, and takes the key of the case from it.
pub(super) fn end(conn: &mut Conn, row: &ReceiptRow, status: ReceiptStatus) -> Result<(), DbError> {
    diesel::update(receipts::table.find(row.id))
        .set((
            receipts::status.eq(status),
            receipts::second_word_hash.eq(None::<String>),
        ))
        .execute(conn)?;
    withhold_from_receipt(conn, row.subject_id, row.key_holder())
}
