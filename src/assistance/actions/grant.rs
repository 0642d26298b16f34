//! Handing the keys of cases to a case worker who lacks them.

use crate::assistance::referrals;
use crate::assistance::store;
use crate::identity::audit::{Action, Subject};
use crate::identity::{Caller, CaseKey, CaseKeyError, Handler, find_handler, is_shared};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem};
use crate::platform::vault::Vault;
use crate::text_enum;

/// Keys that are handed over with one request.
const AT_ONCE: usize = 200;
/// Requests that are looked at with one query.
const ROWS: i64 = 500;

text_enum! {
    /// Why keys are handed over.
    pub enum GrantReason {
        /// The case worker is new.
        Joined => "joined",
        /// The case worker's own key was lost with their password or passphrase.
        KeyLost => "key_lost",
        /// The organisation was found when nobody could give it the keys.
        OrganisationFound => "organisation_found",
    }
}

/// What became of it.
#[derive(Debug, Default, Clone, Copy)]
pub struct Granted {
    /// Requests that the case worker opens from now on.
    pub cases: usize,
    /// Requests of which the caller has no key either.
    pub not_held: usize,
    /// Whether there are more: the same again continues.
    pub has_more: bool,
}

/// Gives a case worker the key of every request of their organisation that the caller can open. `within` is
/// the organisation in which the caller may do so; a custodian may in all.
pub fn grant_keys<C>(
    conn: &mut Conn,
    vault: &Vault,
    (caller, within): (&Caller<C>, Option<Id>),
    (to, reason): (Id, GrantReason),
    now: Time,
) -> Result<Granted, Problem> {
    let handler = find_handler(conn, to)?
        .filter(|handler| within.is_none_or(|own| own == handler.organisation))
        .ok_or_else(|| Problem::invalid(vec![Fault::new("/account_id", "no_case_key")]))?;
    let mut granting = Granting {
        done: Granted::default(),
        granted: Vec::new(),
    };
    let kinds: [(Subject, ListSealed); 2] = [
        (Subject::AssistanceRequest, store::list_sealed),
        (Subject::Referral, referrals::list_readable),
    ];
    for (subject, list) in kinds {
        granting.all(conn, vault, (caller, &handler), (subject, list))?;
    }
    let mut done = granting.done;
    done.cases = granting.granted.len();
    for (subject, case) in granting.granted {
        let (action, detail) = (Action::KeyGranted, Some(reason.as_str()));
        caller.record(conn, now, action, subject, case, detail)?;
    }
    Ok(done)
}

/// What of an organisation may be sealed, from after an id on, and at most so many.
type ListSealed = fn(&mut Conn, Id, Option<Id>, i64) -> Result<Vec<Id>, DbError>;

struct Granting {
    done: Granted,
    granted: Vec<(Subject, Id)>,
}

impl Granting {
    fn all<C>(
        &mut self,
        conn: &mut Conn,
        vault: &Vault,
        (caller, handler): (&Caller<C>, &Handler),
        (subject, list): (Subject, ListSealed),
    ) -> Result<(), Problem> {
        let mut after = None;
        loop {
            let page = list(conn, handler.organisation, after, ROWS)?;
            let Some(latest) = page.last().copied() else {
                return Ok(());
            };
            after = Some(latest);
            for case in page {
                if self.granted.len() == AT_ONCE {
                    self.done.has_more = true;
                    return Ok(());
                }
                match grant(conn, vault, caller, handler, case) {
                    Ok(true) => self.granted.push((subject, case)),
                    Ok(false) => {}
                    Err(CaseKeyError::NotHeld) => self.done.not_held += 1,
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }
}

/// Whether the key was handed over; it is not when the case worker has it.
fn grant<C>(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<C>,
    handler: &Handler,
    case: Id,
) -> Result<bool, CaseKeyError> {
    if handler.holds(conn, case)? || is_shared(conn, case, &[handler.organisation])? {
        return Ok(false);
    }
    let open = CaseKey::open(conn, &caller.case_access(), case)?;
    open.share(conn, vault, &[handler.organisation])?;
    Ok(true)
}
