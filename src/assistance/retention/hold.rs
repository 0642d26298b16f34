//! Legal holds: placing and lifting them, and the person's wish that waits for the end of one.

use super::model::{NewLegalHold, binds_the_person};
use super::store::{self, HoldRow};
use crate::assistance::actions::{erase_row, not_found, record};
use crate::assistance::consents::ReferralField;
use crate::assistance::problems::ERASURE_WAITS;
use crate::assistance::referrals::Limits;
use crate::assistance::store::{RequestRow, count_version_up, find_of_locked};
use crate::correspondence::ErasedBecause;
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{Caller, list_of_organisation};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::vault::{Vault, VaultError};

/// What the sealed reference is called in its associated data; it must never change.
const REFERENCE: &str = "assistance_hold.reference";

/// Places a hold, or changes the one that there is; its five years count from the first day.
pub(super) fn place(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    id: Id,
    new: &NewLegalHold,
    (seen, now): (&IfMatch, Time),
) -> Result<(RequestRow, HoldRow), Problem> {
    let found = find_of_locked(conn, caller.organisation(), id)?;
    let mut row = found.ok_or_else(not_found)?;
    seen.check(&EntityTag::of_version(row.version))?;
    let before = store::find_hold(conn, id)?;
    let wish = before.as_ref().and_then(|hold| hold.erasure_wished_at);
    if wish.is_some() && !binds_the_person(new.reason.as_str()) {
        return Err(Problem::new(&ERASURE_WAITS));
    }
    let placed_at = before.as_ref().map_or(now, |hold| hold.placed_at);
    if let Some(fault) = new.fault(placed_at, now) {
        return Err(Problem::invalid(vec![fault]));
    }
    forget(conn, &services.vault, before)?;
    let hold_id = Id::random(&*services.randomness);
    let vault = &services.vault;
    let key = vault.create_key(conn, hold_id, Class::Confidential, now)?;
    let hold = HoldRow {
        request_id: id,
        id: hold_id,
        reason: new.reason.as_str().to_owned(),
        placed_by: caller.account(),
        placed_at,
        held_until: new.ends_at().unwrap_or(now),
        erasure_wished_at: wish,
        sealed_reference: key.seal_json(hold_id, REFERENCE, &new.reference)?,
    };
    store::insert_hold(conn, hold.clone())?;
    count_version_up(conn, id)?;
    row.version += 1;
    record(conn, caller, now, Action::Stated, id, "legal_hold")?;
    Ok((row, hold))
}

/// Lifts the hold; a wish that waited for this is fulfilled. Doing it again changes nothing.
pub(super) fn lift(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<(), Problem> {
    let found = find_of_locked(conn, caller.organisation(), id)?;
    let row = found.ok_or_else(not_found)?;
    if end_hold(conn, services, row)? {
        record(conn, caller, now, Action::Withdrawn, id, "legal_hold")?;
    }
    Ok(())
}

/// Ends a hold, and erases the request if its person has been waiting for that; says whether there
/// was a hold.
pub(super) fn end_hold(
    conn: &mut Conn,
    services: &Services,
    row: RequestRow,
) -> Result<bool, Problem> {
    let Some(hold) = store::find_hold(conn, row.id)? else {
        return Ok(false);
    };
    let is_wished = hold.erasure_wished_at.is_some();
    forget(conn, &services.vault, Some(hold))?;
    if is_wished {
        erase_row(conn, services, row, ErasedBecause::Wished)?;
    } else {
        count_version_up(conn, row.id)?;
    }
    Ok(true)
}

/// Remembers that the person wishes to have the request erased, if a court's order stands against
/// it; says whether that is so.
pub(in crate::assistance) fn wish_erasure(
    conn: &mut Conn,
    request: Id,
    now: Time,
) -> Result<bool, Problem> {
    let Some(hold) = store::find_hold(conn, request)? else {
        return Ok(false);
    };
    if hold.held_until <= now || !binds_the_person(&hold.reason) {
        return Ok(false);
    }
    store::note_wish(conn, request, now)?;
    Ok(true)
}

/// Deletes a hold with the key of its reference.
pub(super) fn forget(
    conn: &mut Conn,
    vault: &Vault,
    hold: Option<HoldRow>,
) -> Result<(), VaultError> {
    if let Some(hold) = hold {
        vault.destroy(conn, hold.id)?;
        store::remove_hold(conn, hold.request_id)?;
    }
    Ok(())
}

/// The order or the proceedings for which something is held, for the organisation that wrote it, or one to which the notes
/// were handed over with the request.
pub(in crate::assistance) fn open_reference(
    conn: &mut Conn,
    vault: &Vault,
    hold: Option<&HoldRow>,
    (organisation, limits): (Id, &Limits),
) -> Result<Option<String>, VaultError> {
    let Some(hold) = hold else {
        return Ok(None);
    };
    let is_own = !list_of_organisation(conn, organisation, &[hold.placed_by])?.is_empty();
    if !is_own && !limits.hand_over(ReferralField::CaseNotes) {
        return Ok(None);
    }
    let key = vault.key(conn, hold.id, Class::Confidential)?;
    key.open_json(hold.id, REFERENCE, &hold.sealed_reference)
}
