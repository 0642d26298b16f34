//! What the organisation that has a report can do. Each opening of what is sealed is written to the
//! audit log in the same transaction.

use super::following_up::change;
use super::subject;
use crate::correspondence::{
    self, ChangedBy, Letter, Message, MessagePage, QueuePosition, StatusChange, list_changes,
    list_messages,
};
use crate::danger::{self, ClosedBecause, Endangered};
use crate::establishments;
use crate::identity::audit::{Action, Subject as Audited};
use crate::identity::permissions::{HandleSafetyReports, Role, SeeSafetyQueue};
use crate::identity::{Caller, is_member};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::Vault;
use crate::safety::audiences::Audience;
use crate::safety::merging::{Company, company_of, find_lead, refuse_merged};
use crate::safety::model::{Photo, QueueFilter, Report, SafetyError, Statement, Status};
use crate::safety::retaliation::{Said, said_about};
use crate::safety::store;

/// A report with what stands behind it; nothing is opened.
pub struct Queued {
    /// The report.
    pub report: Report,
    /// The reports behind it.
    pub company: Company,
}

impl Queued {
    /// Finds what stands behind some reports.
    pub fn all(conn: &mut Conn, reports: Vec<Report>) -> Result<Vec<Self>, DbError> {
        let ids: Vec<Id> = reports.iter().map(|report| report.id).collect();
        let mut company = company_of(conn, &ids)?;
        let with = |report: Report| Self {
            company: company.remove(&report.id).unwrap_or_default(),
            report,
        };
        Ok(reports.into_iter().map(with).collect())
    }

    /// Finds what stands behind a report.
    pub fn of(conn: &mut Conn, report: Report) -> Result<Self, DbError> {
        let mut company = company_of(conn, &[report.id])?;
        Ok(Self {
            company: company.remove(&report.id).unwrap_or_default(),
            report,
        })
    }
}

/// A report whose sealed part has been opened.
pub struct Opened {
    /// The report, with what stands behind it.
    pub queued: Queued,
    /// The report that it stands behind.
    pub lead: Option<Id>,
    /// As whom it is read.
    pub audience: Audience,
    /// What was told; nothing when the reporter took it back.
    pub told: Option<Statement>,
    /// What was said about revenge.
    pub retaliation: Vec<(Id, Said)>,
    /// The establishment that it is about, as its inspectors found out.
    pub establishment: Option<Id>,
    /// The photos; none when the reporter took the report back.
    pub photos: Vec<Photo>,
    /// The history of its states.
    pub history: Vec<StatusChange>,
}

/// The queue of the caller's organisation.
pub fn list_queue(
    conn: &mut Conn,
    by: &Caller<SeeSafetyQueue>,
    filter: &QueueFilter,
    after: Option<QueuePosition>,
    rows: i64,
) -> Result<Vec<Queued>, DbError> {
    let found = store::list_queue(conn, by.organisation(), filter, after, rows)?;
    Queued::all(conn, found)
}

/// A report of the caller's organisation, locked until the commit; nothing is opened.
pub fn find(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    id: Id,
) -> Result<Report, SafetyError> {
    let report = store::lock_of_organisation(conn, by.organisation(), id)?;
    report.ok_or(SafetyError::NotFound)
}

/// Opens a report, as far as its reporter still lets it be read.
pub fn open(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    vault: &Vault,
    id: Id,
    now: Time,
) -> Result<Opened, SafetyError> {
    let report = find(conn, by, id)?;
    let is_withdrawn = report.standing.status == Status::Withdrawn;
    let mut opened = Opened {
        audience: Audience::of(&report, by.account()),
        lead: find_lead(conn, id)?,
        history: list_changes(conn, subject(id))?,
        queued: Queued::of(conn, report)?,
        told: None,
        retaliation: Vec::new(),
        establishment: None,
        photos: Vec::new(),
    };
    if is_withdrawn {
        return Ok(opened);
    }
    let key = vault.key(conn, id, Class::Confidential)?;
    opened.told = Some(store::open(conn, &key, id)?);
    opened.photos = store::list_photos(conn, &opened.queued.report, &key)?;
    let detail = match opened.audience {
        Audience::Inspector => {
            opened.establishment = establishments::find_reported(conn, &key, id)?;
            let behind = opened.queued.company.0.iter().map(|behind| behind.report);
            let of: Vec<Id> = std::iter::once(id).chain(behind).collect();
            opened.retaliation = said_about(conn, vault, of)?;
            Some("content")
        }
        Audience::Organisation => Some("district"),
    };
    by.record(conn, now, Action::Opened, Audited::SafetyReport, id, detail)?;
    Ok(opened)
}

/// Reads the messages with the reporter.
pub fn read_messages_of_report(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    vault: &Vault,
    id: Id,
    page: MessagePage,
    now: Time,
) -> Result<Vec<Message>, SafetyError> {
    let report = find(conn, by, id)?.standing_by()?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    let messages = list_messages(conn, subject(id), &key, page)?;
    let detail = Some("messages");
    by.record(conn, now, Action::Opened, Audited::SafetyReport, id, detail)?;
    Ok(messages)
}

/// Reads one message or addition.
pub fn open_message(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    vault: &Vault,
    (id, message): (Id, Id),
    now: Time,
) -> Result<Message, SafetyError> {
    let report = find(conn, by, id)?.standing_by()?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    let found = correspondence::find_message(conn, subject(id), &key, message)?;
    let opened = found.ok_or(SafetyError::NotFound)?;
    let detail = Some("message");
    by.record(conn, now, Action::Opened, Audited::SafetyReport, id, detail)?;
    Ok(opened)
}

/// Writes to the reporter.
pub fn answer(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    vault: &Vault,
    id: Id,
    letter: Letter,
) -> Result<Message, SafetyError> {
    let report = find(conn, by, id)?.standing_by()?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    let now = letter.sent_at;
    let sent = correspondence::send(conn, subject(id), &key, letter)?;
    store::mark_answered(conn, &report)?;
    by.record(conn, now, Action::Answered, Audited::SafetyReport, id, None)?;
    Ok(sent)
}

/// Moves a report on, on the version that the caller has read.
pub fn move_on(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    report: &Report,
    to: Status,
    now: Time,
) -> Result<Report, SafetyError> {
    refuse_merged(conn, report.id)?;
    let standing = report.standing.moved(to, now)?;
    change(conn, report, standing, ChangedBy::Organisation, now)?;
    if to.is_over() {
        let about = Endangered::report(report.id);
        danger::close(conn, about, ClosedBecause::Ended, now)?;
    }
    let (action, detail) = (Action::MovedOn, Some(to.as_str()));
    by.record(conn, now, action, Audited::SafetyReport, report.id, detail)?;
    find(conn, by, report.id)
}

/// Gives a report to a colleague, or back to nobody.
pub fn assign(
    conn: &mut Conn,
    by: &Caller<HandleSafetyReports>,
    report: &Report,
    account: Option<Id>,
    now: Time,
) -> Result<Report, SafetyError> {
    if report.standing.status == Status::Withdrawn {
        return Err(SafetyError::Withdrawn);
    }
    refuse_merged(conn, report.id)?;
    if let Some(account) = account
        && !is_member(conn, account, by.organisation(), Role::Inspector)?
    {
        return Err(SafetyError::NotAnInspector);
    }
    store::assign(conn, report, account)?;
    let detail = match account {
        Some(account) if account == by.account() => "to_self",
        Some(_) => "to_colleague",
        None => "to_nobody",
    };
    let (action, detail) = (Action::Assigned, Some(detail));
    by.record(conn, now, action, Audited::SafetyReport, report.id, detail)?;
    find(conn, by, report.id)
}
