//! What the holder of the receipt code can do.

use super::corroborating::{Reference, reference_hash};
use super::placing::forget_site;
use super::subject;
use crate::correspondence::{
    self, ChangedBy, ErasedBecause, Letter, Message, MessagePage, StatusChange, delete_all, events,
    list_messages, record_change,
};
use crate::danger::{self, ClosedBecause, Endangered};
use crate::files::{self, FileOwner, custody};
use crate::identity::{ReceiptHolder, SafetyReports, SubjectKind, erase_receipt};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::vault::{Vault, VaultError};
use crate::safety::good_practices;
use crate::safety::merging::{Company, CorroborationBand, company_of, forget, leave, shown};
use crate::safety::model::{Report, SafetyError, Standing};
use crate::safety::open311;
use crate::safety::retaliation::{self, Asked, asked_of};
use crate::safety::store;

/// A report as its reporter follows it.
pub struct Followed {
    /// The report.
    pub report: Report,
    /// The history of its states.
    pub history: Vec<StatusChange>,
    /// What its reporter is asked.
    pub asked: Asked,
    /// Whether somebody was called because of danger.
    pub alert: Option<danger::Standing>,
    /// How many others saw the danger too, of those who have the reference.
    pub corroborations: CorroborationBand,
}

/// Finds how a report stands and how it came there.
pub fn follow(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    now: Time,
) -> Result<Followed, SafetyError> {
    let mut report = store::get_of_reporter(conn, holder)?;
    let (standing, history) = shown(conn, &report)?;
    report.standing = standing;
    let company = company_of(conn, &[report.id])?;
    let count = company.get(&report.id).map_or(0, Company::invited);
    Ok(Followed {
        asked: asked_of(conn, &report, now)?,
        alert: danger::standing(conn, Endangered::report(report.id))?,
        report,
        history,
        corroborations: CorroborationBand::of(count),
    })
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

/// Makes what the reporter passes on, so that others can say that they saw it too; an earlier one names nothing any more.
pub fn make_reference(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
    services: &Services,
) -> Result<Reference, SafetyError> {
    let report = store::lock_of_reporter(conn, holder)?.standing_by()?;
    let mut bytes = vec![0; 16];
    services.randomness.fill(&mut bytes);
    let hash = reference_hash(&services.lookup, &bytes);
    store::put_reference(conn, report.id, Some(&hash))?;
    Reference::try_from(bytes).map_err(|_| VaultError::Form.into())
}

/// Takes it back: nobody says any more that they saw it too.
pub fn take_reference_back(
    conn: &mut Conn,
    holder: &ReceiptHolder<SafetyReports>,
) -> Result<(), SafetyError> {
    let report = store::lock_of_reporter(conn, holder)?;
    Ok(store::put_reference(conn, report.id, None)?)
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
        forget_site(conn, report.id)?;
        leave(conn, report.id)?;
        store::put_reference(conn, report.id, None)?;
        good_practices::forget(conn, report.id)?;
        let about = Endangered::report(report.id);
        danger::close(conn, about, ClosedBecause::Withdrawn, now)?;
        retaliation::cancel(conn, report.id)?;
        open311::forget(conn, report.id)?;
    }
    follow(conn, holder, now)
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
    forget_site(conn, report.id)?;
    forget(conn, report.id)?;
    good_practices::forget(conn, report.id)?;
    danger::forget(conn, Endangered::report(report.id))?;
    retaliation::forget(conn, report.id)?;
    open311::forget(conn, report.id)?;
    store::bury(conn, report, tombstone, because)?;
    delete_all(conn, subject(report.id))?;
    files::let_go(conn, FileOwner::SafetyReport, report.id)?;
    custody::forget(conn, FileOwner::SafetyReport, report.id)?;
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
