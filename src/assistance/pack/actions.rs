//! Gathering what is in a pack.

use super::model::{CustodyEntry, CustodyRole, PackAttachment, PackRequest};
use crate::assistance::actions::{Attachment, opened_attachments};
use crate::assistance::actions::{confidential_key, ensure_consent, not_found, record};
use crate::assistance::consents::ReferralField;
use crate::assistance::diary::{self, Entry, Reckoned};
use crate::assistance::outcome::{self, Statement};
use crate::assistance::referrals::limits;
use crate::assistance::store::{RequestRow, find, find_of};
use crate::correspondence::{Author, ChangedBy, Message, find_message, list_changes};
use crate::identity::audit::{self, Action, Subject};
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem};
use crate::platform::vault::{SubjectKey, Vault};

/// What is wanted in a pack.
pub(super) struct Wanted {
    /// By whose rule the claim is reckoned.
    pub by: Option<Author>,
    /// Which messages.
    pub messages: Vec<Id>,
}

/// What is in a pack.
pub(super) struct Contents {
    pub request: PackRequest,
    pub made_for: Author,
    pub claim: Option<Reckoned>,
    pub diary: Vec<Entry>,
    pub messages: Vec<Message>,
    pub outcome: Vec<Statement>,
    pub attachments: Vec<PackAttachment>,
    pub custody: Vec<CustodyEntry>,
}

/// Gathers a pack for the person.
pub(super) fn gather(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
    wanted: &Wanted,
) -> Result<Contents, Problem> {
    let row = find(conn, holder.subject())?.ok_or_else(not_found)?;
    let key = confidential_key(conn, vault, &holder.case_access(), row.id)?;
    contents(conn, &key, &row, Author::Reporter, wanted)
}

/// Gathers a pack for the organisation; the audit log says so.
pub(super) fn gather_for_staff(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    (id, wanted): (Id, &Wanted),
    now: Time,
) -> Result<Contents, Problem> {
    let row = find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let limits = limits(conn, id, caller.organisation(), now)?;
    for field in [
        ReferralField::Diary,
        ReferralField::Outcome,
        ReferralField::Messages,
        ReferralField::Attachments,
    ] {
        limits.require(field)?;
    }
    let key = confidential_key(conn, vault, &caller.case_access(), row.id)?;
    let contents = contents(conn, &key, &row, Author::Organisation, wanted)?;
    record(conn, caller, now, Action::Downloaded, id, "evidence_pack")?;
    Ok(contents)
}

fn contents(
    conn: &mut Conn,
    key: &SubjectKey,
    row: &RequestRow,
    made_for: Author,
    wanted: &Wanted,
) -> Result<Contents, Problem> {
    let diary = diary::all(conn, key, row.id)?;
    let outcome = outcome::list(conn, key, row.id)?;
    let attachments = opened_attachments(conn, key, row.id)?;
    Ok(Contents {
        request: PackRequest {
            id: row.id,
            country: row.country.clone(),
            filed_at: row.filed_at,
            status: row.status,
        },
        made_for,
        claim: diary::claim_of(conn, key, row.id, (made_for, wanted.by))?,
        messages: messages(conn, key, row, &wanted.messages)?,
        custody: custody(conn, row, &diary, &outcome, &attachments)?,
        attachments: attachments.into_iter().map(PackAttachment::from).collect(),
        diary,
        outcome,
    })
}

/// The messages that were chosen, in that order; who of the staff wrote one is not told.
fn messages(
    conn: &mut Conn,
    key: &SubjectKey,
    row: &RequestRow,
    chosen: &[Id],
) -> Result<Vec<Message>, Problem> {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    for id in chosen {
        let message = find_message(conn, row.subject(), key, *id)?;
        match message.and_then(Message::shown_to_reporter) {
            Some(message) => found.push(message),
            None if faults.is_empty() => {
                faults.push(Fault::new("/query/message_id", "unknown_message"));
            }
            None => {}
        }
    }
    if faults.is_empty() {
        Ok(found)
    } else {
        Err(Problem::invalid(faults))
    }
}

fn custody(
    conn: &mut Conn,
    row: &RequestRow,
    diary: &[Entry],
    outcome: &[Statement],
    attachments: &[Attachment],
) -> Result<Vec<CustodyEntry>, Problem> {
    let mut log = Vec::new();
    for change in list_changes(conn, row.subject())? {
        let role = match change.by {
            ChangedBy::Reporter => CustodyRole::Reporter,
            ChangedBy::Organisation => CustodyRole::Organisation,
            ChangedBy::System => CustodyRole::System,
        };
        log.push(entry(change.at, role, "status_changed", Some(change.to)));
    }
    log.extend(diary.iter().flat_map(written));
    for said in outcome {
        let role = match said.author {
            Author::Reporter => CustodyRole::Reporter,
            Author::Organisation => CustodyRole::Organisation,
        };
        log.push(entry(said.stated_at, role, "outcome_stated", None));
    }
    log.extend(attachments.iter().map(received));
    for act in audit::list_of_subject(conn, Subject::AssistanceRequest, row.id)? {
        let role = if act.by_staff {
            CustodyRole::CaseWorker
        } else {
            CustodyRole::System
        };
        log.push(entry(act.at, role, act.action.as_str(), act.detail));
    }
    log.sort();
    Ok(log)
}

/// Each version of an entry of the diary.
fn written(of: &Entry) -> Vec<CustodyEntry> {
    let earlier = of.earlier.iter();
    let earlier = earlier.map(|said| (said.version, said.recorded_at));
    let versions = earlier.chain([(of.version, of.recorded_at)]);
    let noted = versions.map(|(version, at)| CustodyEntry {
        entry_id: Some(of.id),
        version: Some(version),
        ..entry(at, CustodyRole::Reporter, "diary_entry_recorded", None)
    });
    noted.collect()
}

fn received(of: &Attachment) -> CustodyEntry {
    let role = CustodyRole::Reporter;
    CustodyEntry {
        attachment_id: Some(of.id),
        ..entry(of.received_at, role, "attachment_received", None)
    }
}

fn entry(
    at: Time,
    role: CustodyRole,
    action: &'static str,
    detail: Option<String>,
) -> CustodyEntry {
    CustodyEntry {
        at,
        role,
        action,
        detail,
        entry_id: None,
        version: None,
        attachment_id: None,
    }
}
