//! The claim, and by what it is reckoned.

use super::{MOST_ENTRIES, RULE, open};
use crate::assistance::actions::{confidential_key, ensure_consent, not_found, record};
use crate::assistance::consents::ReferralField;
use crate::assistance::diary::model::{Claim, ClaimRule, EntryContent, reckon};
use crate::assistance::diary::store;
use crate::assistance::model::AssistanceStatus;
use crate::assistance::problems::{CLAIM_TOO_LARGE, NO_CLAIM_RULE, REQUEST_WITHDRAWN};
use crate::assistance::referrals::limits;
use crate::assistance::store::{find, find_locked, find_of, find_of_locked};
use crate::correspondence::Author;
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::vault::{SubjectKey, Vault};

/// A claim with the rule that led to it.
pub(in crate::assistance) struct Reckoned {
    pub rule: ClaimRule,
    /// Whose rule it is.
    pub author: Author,
    pub stated_at: Time,
    pub claim: Claim,
}

/// Keeps the person's rule.
pub(in crate::assistance::diary) fn put_rule(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
    rule: &ClaimRule,
    now: Time,
) -> Result<(), Problem> {
    let row = find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    let key = confidential_key(conn, vault, &holder.case_access(), row.id)?;
    let sealed = key.seal_json(row.id, RULE, rule)?;
    Ok(store::put_rule(
        conn,
        row.id,
        Author::Reporter,
        &sealed,
        now,
    )?)
}

/// Keeps the organisation's rule; the person's stays beside it.
pub(in crate::assistance::diary) fn put_rule_for_staff(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    (id, rule): (Id, &ClaimRule),
    now: Time,
) -> Result<(), Problem> {
    let row = find_of_locked(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let key = confidential_key(conn, vault, &caller.case_access(), row.id)?;
    let sealed = key.seal_json(row.id, RULE, rule)?;
    store::put_rule(conn, row.id, Author::Organisation, &sealed, now)?;
    record(conn, caller, now, Action::Stated, id, "claim_rule")
}

/// Reckons the claim, for the person.
pub(in crate::assistance::diary) fn claim(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
    by: Option<Author>,
) -> Result<Reckoned, Problem> {
    let row = find(conn, holder.subject())?.ok_or_else(not_found)?;
    let key = confidential_key(conn, vault, &holder.case_access(), row.id)?;
    let found = claim_of(conn, &key, row.id, (Author::Reporter, by))?;
    found.ok_or(Problem::new(&NO_CLAIM_RULE))
}

/// Reckons the claim, for the organisation; the audit log says so.
pub(in crate::assistance::diary) fn claim_for_staff(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    (id, by): (Id, Option<Author>),
    now: Time,
) -> Result<Reckoned, Problem> {
    let row = find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    limits(conn, id, caller.organisation(), now)?.require(ReferralField::Diary)?;
    let key = confidential_key(conn, vault, &caller.case_access(), row.id)?;
    let found = claim_of(conn, &key, row.id, (Author::Organisation, by))?;
    let reckoned = found.ok_or(Problem::new(&NO_CLAIM_RULE))?;
    record(conn, caller, now, Action::Opened, id, "claim")?;
    Ok(reckoned)
}

/// The claim by the rule of the side that is wanted; when none is, by the own side's or else the
/// other's. `None` when there is no such rule.
pub(in crate::assistance) fn claim_of(
    conn: &mut Conn,
    key: &SubjectKey,
    request: Id,
    (own, by): (Author, Option<Author>),
) -> Result<Option<Reckoned>, Problem> {
    let other = match own {
        Author::Reporter => Author::Organisation,
        Author::Organisation => Author::Reporter,
    };
    let order = by.map_or_else(|| vec![own, other], |by| vec![by]);
    let mut found = None;
    for author in order {
        let stored = store::find_rule(conn, request, author)?;
        found = found.or(stored.map(|(sealed, stated_at)| (author, sealed, stated_at)));
    }
    let Some((author, sealed, stated_at)) = found else {
        return Ok(None);
    };
    let rule: ClaimRule = key.open_json(request, RULE, &sealed)?;
    let mut entries: Vec<(Id, EntryContent)> = Vec::new();
    for row in store::list(conn, request, None, MOST_ENTRIES)? {
        entries.push((row.id, open(key, row.id, &row.sealed_entry)?));
    }
    let claim = reckon(&entries, &rule).ok_or(Problem::new(&CLAIM_TOO_LARGE))?;
    Ok(Some(Reckoned {
        rule,
        author,
        stated_at,
        claim,
    }))
}
