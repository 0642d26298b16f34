//! Receipts as a pseudonymous account gathers them.

use std::sync::Arc;

use super::care::confirm;
use super::holder::{ReceiptHolder, by_hash, hash_of, holder_of_good, refuse_wrong};
use super::{Anything, ReceiptStatus, SubjectKind, hash};
use crate::platform::crypto::{LookupKey, ReceiptCode};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::problem::{Problem, UNKNOWN_RECEIPT};

/// What a gathered code opens now.
pub(in crate::identity) struct GatheredReceipt {
    /// What was filed.
    pub kind: SubjectKind,
    /// The thing itself.
    pub subject: Id,
    /// How far the receipt has come.
    pub status: ReceiptStatus,
}

/// What a code opens, whatever has become of it.
pub(in crate::identity) fn find_gathered(
    conn: &mut Conn,
    lookup: &LookupKey,
    code: &ReceiptCode,
) -> Result<Option<GatheredReceipt>, DbError> {
    let found = by_hash(conn, &hash(lookup, code))?;
    Ok(found.map(|row| GatheredReceipt {
        kind: row.subject_kind,
        subject: row.subject_id,
        status: row.status,
    }))
}

/// The holder of a code that stood in an account.
pub(in crate::identity) fn hold_gathered(
    conn: &mut Conn,
    lookup: &LookupKey,
    code: ReceiptCode,
) -> Result<ReceiptHolder<Anything>, Problem> {
    let row = by_hash(conn, &hash(lookup, &code))?.ok_or(Problem::new(&UNKNOWN_RECEIPT))?;
    holder_of_good(&row, Arc::new(code))
}

/// A code that is to be gathered, which so is used; wrong ones are counted.
pub(in crate::identity) async fn confirm_gathered(
    context: &Context,
    text: &str,
) -> Result<ReceiptCode, Problem> {
    let lookup = Arc::clone(&context.services().lookup);
    let wanted = hash_of(&lookup, text);
    let found = context
        .db()
        .read(move |conn| by_hash(conn, &wanted))
        .await?;
    let (Some(row), Ok(code)) = (found, ReceiptCode::parse(text)) else {
        return Err(refuse_wrong(context));
    };
    let code = Arc::new(code);
    let _: ReceiptHolder<Anything> = holder_of_good(&row, Arc::clone(&code))?;
    let used = Arc::clone(&code);
    let note = move |conn: &mut Conn| confirm(conn, &lookup, &used);
    context.db().write(note).await?;
    ReceiptCode::parse(&code.expose()).map_err(|_| refuse_wrong(context))
}
