//! What the holder of the receipt code can do.

use super::subject;
use crate::correspondence::{
    self, ChangedBy, ErasedBecause, Letter, Message, MessagePage, StatusChange, delete_all, events,
    list_changes, list_messages, record_change,
};

use crate::files::{self, custody};
use crate::identity::{ReceiptHolder, SafetyReports, SubjectKind, erase_receipt};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::vault::Vault;
use crate::safety::model::{Report, SafetyError, Standing};
use crate::safety::store;

/// A report as its reporter follows it.
pub struct Followed {
    /// The report.
    pub report: Report,
    /// The history of its states.
    pub history: Vec<StatusChange>,
}

/// Finds how a report stands and how it came there.
pub fn follow(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
) -> Result<Followed, SafetyError> {
    let report = store::get_of_reporter(conn, holder)?;
    let history = list_changes(conn, subject(report.id))?;
    Ok(Followed { report, history })
}

/// Reads the messages between the reporter and the organisation.
pub fn read_messages(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    vault: &Vault,
    page: MessagePage,
) -> Result<Vec<Message>, SafetyError> {
    let report = store::get_of_reporter(conn, holder)?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    let messages = list_messages(conn, subject(report.id), &key, page)?;
    Ok(messages.into_iter().map(Message::for_reporter).collect())
}

/// Reads one message.
pub fn find_message(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    vault: &Vault,
    message: Id,
) -> Result<Message, SafetyError> {
    let report = store::get_of_reporter(conn, holder)?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    let found = correspondence::find_message(conn, subject(report.id), &key, message)?;
    let shown = found.and_then(Message::shown_to_reporter);
    shown.ok_or(SafetyError::NotFound)
}

/// Writes to the organisation.
pub fn write_message(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    vault: &Vault,
    letter: Letter,
) -> Result<Message, SafetyError> {
    let report = store::lock_of_reporter(conn, holder)?.standing_by()?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    store::mark_unanswered(conn, &report, letter.sent_at)?;
    let of = subject(report.id);
    Ok(correspondence::send(conn, of, &key, letter)?)
}

/// Adds facts to what was told.
pub fn add_facts(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    vault: &Vault,
    letter: Letter,
) -> Result<Message, SafetyError> {
    let report = store::lock_of_reporter(conn, holder)?.standing_by()?;
    let key = vault.key(conn, report.id, Class::Confidential)?;
    store::touch(conn, &report)?;
    store::mark_unanswered(conn, &report, letter.sent_at)?;
    let of = subject(report.id);
    Ok(correspondence::send(conn, of, &key, letter)?)
}

/// Takes the report back: nobody reads it or works on it any more. What was told stays sealed until
/// its time is over or its reporter erases it.
pub fn withdraw(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    now: Time,
) -> Result<Followed, SafetyError> {
    let report = store::lock_of_reporter(conn, holder)?;
    let standing = report.standing.withdrawn(now);
    if standing != report.standing {
        change(conn, &report, standing, ChangedBy::Reporter, now)?;
    }
    follow(conn, holder)
}

/// Destroys what was told, with messages, history and the rows of the photos. The files go after
/// the commit; what is left of them until then does not open any more.
pub fn erase(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    services: &Services,
) -> Result<Report, SafetyError> {
    let report = store::lock_of_reporter(conn, holder)?;
    let tombstone = Id::random(&*services.randomness);
    let (because, now) = (ErasedBecause::Wished, services.clock.now());
    destroy(conn, &report, &services.vault, tombstone, because, now)?;
    Ok(report)
}

/// Erases a report, at its reporter's wish or when its time is over. What is left of it gets a random
/// id.
pub(super) fn destroy(
    conn: &mut Conn,
    report: &Report,
    vault: &Vault,
    tombstone: Id,
    because: ErasedBecause,
    now: Time,
) -> Result<(), SafetyError> {
    events::erased(conn, subject(report.id), report.organisation, now)?;
    store::bury(conn, report, tombstone, because)?;
    delete_all(conn, subject(report.id))?;
    files::let_go(conn, SubjectKind::SafetyReport, report.id)?;
    custody::forget(conn, SubjectKind::SafetyReport, report.id)?;
    vault.destroy(conn, report.id)?;
    Ok(erase_receipt(conn, SubjectKind::SafetyReport, report.id)?)
}

/// Writes a change of state into the report and into its history.
pub(super) fn change(
    conn: &mut Conn,
    report: &Report,
    standing: Standing,
    by: ChangedBy,
    now: Time,
) -> Result<(), SafetyError> {
    store::put_standing(conn, report, &standing)?;
    let change = StatusChange {
        from: Some(report.standing.status.to_string()),
        to: standing.status.to_string(),
        by,
        reason: None,
        at: now,
    };
    Ok(record_change(conn, subject(report.id), &change)?)
}
