//! Exporting.

use std::collections::BTreeSet;

use super::mapping::Mapping;
use super::model::{HtcdsCase, Known};
use super::store;
use crate::assistance::actions::{confidential_key, ensure_consent, open_content, record};
use crate::assistance::consents::{DataPurpose, ReferralField, covered};
use crate::assistance::problems::CONSENT_WITHDRAWN;
use crate::assistance::read_codes;
use crate::assistance::referrals::limits;
use crate::assistance::store::RequestRow;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::HandleAssistance;
use crate::identity::{Caller, CaseKeyError};
use crate::platform::clock::Time;
use crate::platform::crypto::{Domain, LookupKey};
use crate::platform::db::Conn;
use crate::platform::encoded::hexadecimal;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, Problem};

/// Which part of an export is wanted.
pub(super) struct Wanted {
    pub recipient: Id,
    /// The case after which it begins, as the recipient knows it.
    pub after: Option<String>,
    /// Cases, with one more to see whether there are others.
    pub rows: usize,
}

/// A part of an export.
pub(super) struct Exported {
    pub standard: String,
    /// In the order of their numbers, which says nothing of when they were filed.
    pub cases: Vec<HtcdsCase>,
    /// Cases of the organisation whose people have not agreed to this export, in all.
    pub without_consent: i64,
    /// Cases of this part that the caller holds no key of.
    pub not_opened: usize,
}

/// A case whose person has agreed.
struct Agreed {
    /// Its number for the recipient.
    id: String,
    row: RequestRow,
    /// To what.
    covered: BTreeSet<ReferralField>,
}

/// The number of a case for one recipient: nobody without the service's key can tell of which case it is, nor whether two
/// recipients have the same.
fn pseudonym(lookup: &LookupKey, recipient: Id, request: Id) -> String {
    let parts = [recipient.as_bytes().as_slice(), request.as_bytes()].concat();
    let hash = lookup.hash(Domain::ExportedCase, &parts);
    hexadecimal(hash.first_chunk::<16>().map_or(&hash, <[u8; 16]>::as_slice))
}

/// Exports what may be exported; the audit log names each case, and the recipient.
pub(super) fn export(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    wanted: &Wanted,
    now: Time,
) -> Result<Exported, Problem> {
    let mapping = Mapping::built_in().map_err(|error| {
        tracing::error!(%error, "The tables of HTCDS cannot be read");
        Problem::new(&INTERNAL_ERROR)
    })?;
    let mut agreed = Vec::new();
    for row in store::list_asked(conn, caller.organisation(), wanted.recipient)? {
        let covered = covered(conn, row.id, (DataPurpose::Export, wanted.recipient), now)?;
        if !covered.is_empty() {
            let id = pseudonym(&services.lookup, wanted.recipient, row.id);
            agreed.push(Agreed { id, row, covered });
        }
    }
    let of_organisation = store::count(conn, caller.organisation())?;
    let without_consent = of_organisation - i64::try_from(agreed.len()).unwrap_or_default();
    agreed.retain(|case| wanted.after.as_ref().is_none_or(|after| case.id > *after));
    agreed.sort_by(|one, other| one.id.cmp(&other.id));
    let (mut cases, mut exported, mut not_opened) = (Vec::new(), Vec::new(), 0);
    for agreed in agreed {
        if cases.len() >= wanted.rows {
            break;
        }
        match case(conn, services, caller, (&mapping, &agreed), now)? {
            Some(case) => {
                cases.push(case);
                exported.push(agreed.row.id);
            }
            None => not_opened += 1,
        }
    }
    // The one more that was read is not handed out here.
    for id in exported.into_iter().take(wanted.rows.saturating_sub(1)) {
        record(conn, caller, now, Action::Downloaded, id, "htcds")?;
    }
    let (action, of) = (Action::Downloaded, Subject::Organisation);
    caller.record(conn, now, action, of, wanted.recipient, Some("htcds"))?;
    Ok(Exported {
        standard: mapping.standard,
        cases,
        without_consent,
        not_opened,
    })
}

/// One case; `None` when the caller cannot open it.
fn case(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (mapping, agreed): (&Mapping, &Agreed),
    now: Time,
) -> Result<Option<HtcdsCase>, Problem> {
    let row = &agreed.row;
    match ensure_consent(conn, caller, row.id) {
        Err(problem) if problem.code == &CONSENT_WITHDRAWN => return Ok(None),
        checked => checked?,
    }
    let key = match confidential_key(conn, &services.vault, &caller.case_access(), row.id) {
        Ok(key) => key,
        Err(CaseKeyError::NotHeld) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // Who took the request over exports no more of the time before than it reads.
    let content =
        limits(conn, row.id, caller.organisation(), now)?.content(open_content(&key, row)?);
    let known = Known {
        status: row.status,
        reason: row.reason.as_deref(),
        issue_codes: &read_codes(&row.issue_codes)?,
        content: &content,
    };
    let id = agreed.id.clone();
    Ok(Some(HtcdsCase::of(mapping, id, &known, &agreed.covered)))
}
