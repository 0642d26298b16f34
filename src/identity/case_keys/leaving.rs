//! Taking keys away from an account, unless a case would be left that nobody can open.

use diesel::prelude::*;

use super::holders::HolderKind;
use crate::identity::accounts::AccountStatus;
use crate::identity::keeper::KeepingError;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{accounts, case_key_holders, case_keys};

/// Cases that are looked at with one query.
const AT_ONCE: usize = 500;
/// Cases that a refusal names.
const MOST_NAMED: usize = 20;

/// Takes away the keys that an account holds as one of these kinds. Refused while it is the only one of its
/// organisation who can open a case, and no custodian can: an organisation that is only asked to take a case, or
/// was shown something of it, loses its key with its answer.
pub(in crate::identity) fn release(
    conn: &mut Conn,
    account: Id,
    kinds: &[HolderKind],
) -> Result<(), KeepingError> {
    let cases: Vec<Id> = case_key_holders::table
        .filter(case_key_holders::holder_id.eq(account))
        .filter(case_key_holders::holder_kind.eq_any(kinds.to_vec()))
        .order(case_key_holders::case_id)
        .select(case_key_holders::case_id)
        .load(conn)?;
    // Locked, so that of two who leave at the same time one sees that the other has gone.
    let held = case_key_holders::table
        .filter(case_key_holders::holder_id.eq(account))
        .select(case_key_holders::case_id);
    let _locked: Vec<Id> = crate::lock!(
        conn,
        case_keys::table
            .filter(case_keys::case_id.eq_any(held))
            .order(case_keys::case_id)
            .select(case_keys::case_id)
    )?;
    let mut stranded = Vec::new();
    for some in cases.chunks(AT_ONCE) {
        stranded.extend(without_another(conn, account, kinds, some)?);
    }
    if !stranded.is_empty() {
        stranded.truncate(MOST_NAMED);
        return Err(KeepingError::CasesStranded(stranded));
    }
    let held = case_key_holders::table
        .filter(case_key_holders::holder_id.eq(account))
        .filter(case_key_holders::holder_kind.eq_any(kinds.to_vec()));
    diesel::delete(held).execute(conn)?;
    Ok(())
}

fn organisation_of(conn: &mut Conn, account: Id) -> Result<Option<Id>, DbError> {
    Ok(accounts::table
        .find(account)
        .select(accounts::organisation_id)
        .first(conn)
        .optional()?)
}

/// Those of the cases that nobody else could open who is there to stay.
fn without_another(
    conn: &mut Conn,
    account: Id,
    kinds: &[HolderKind],
    cases: &[Id],
) -> Result<Vec<Id>, DbError> {
    let cases = cases.to_vec();
    let held: Vec<(Id, HolderKind, Id, Id)> = case_key_holders::table
        .inner_join(accounts::table.on(accounts::id.eq(case_key_holders::holder_id)))
        .filter(case_key_holders::case_id.eq_any(cases.clone()))
        .filter(accounts::status.eq(AccountStatus::Active))
        .select((
            case_key_holders::case_id,
            case_key_holders::holder_kind,
            case_key_holders::holder_id,
            accounts::organisation_id,
        ))
        .load(conn)?;
    let own = organisation_of(conn, account)?;
    let goes = |kind: HolderKind, holder: Id| holder == account && kinds.contains(&kind);
    let stays = |case: &Id| {
        let of_case = || held.iter().filter(|(of, ..)| of == case);
        let handles = of_case()
            .any(|(_, kind, holder, _)| *holder == account && *kind == HolderKind::Handler);
        of_case().any(|(_, kind, holder, organisation)| {
            // Whom a custodian leaves behind are those who handle the case.
            let counts = *kind == HolderKind::Custodian || !handles || Some(*organisation) == own;
            counts && !goes(*kind, *holder)
        })
    };
    Ok(cases.into_iter().filter(|case| !stays(case)).collect())
}
