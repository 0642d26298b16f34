//! Asking, hearing, and putting first what must be seen to.

use super::model::{Note, Said};
use super::store;
use crate::check_ins::{
    self, CHECK_IN_ANSWERED, CHECK_IN_NOT_DUE, CheckIn, CheckInAnswer, OwnCheckIn,
};
use crate::identity::{ReceiptHolder, SafetyReports, hold};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::platform::vault::{Vault, VaultError};
use crate::safety::actions::subject;
use crate::safety::merging::leads_of;
use crate::safety::model::{NewReport, Report, SafetyError, Status};
use crate::safety::store as reports;

/// Names what is sealed; it must never change.
const NOTE: &str = "safety_report.retaliation";
/// The kind of report of which nobody is afraid.
const HARMLESS: &str = "good_practice";

/// Plans when the reporter is asked.
pub fn plan(
    conn: &mut Conn,
    services: &Services,
    new: &NewReport,
    now: Time,
) -> Result<(), DbError> {
    if new.kind == HARMLESS {
        return Ok(());
    }
    check_ins::plan(conn, services, subject(new.id), now)
}

/// The check-ins of a report that are due.
pub struct Asked {
    /// In the order in which they were due.
    pub check_ins: Vec<OwnCheckIn>,
    /// Whether one waits for an answer.
    pub waits: bool,
}

/// What its reporter is asked now.
pub fn asked_of(conn: &mut Conn, report: &Report, now: Time) -> Result<Asked, DbError> {
    let all = check_ins::list(conn, subject(report.id))?.into_iter();
    let due: Vec<CheckIn> = all.filter(|check_in| check_in.due_at <= now).collect();
    let waits = due.iter().any(|check_in| check_in.answered_at.is_none());
    // Nothing is sent: it is asked as soon as it is due.
    let shown = |check_in: CheckIn| CheckIn {
        asked_at: Some(check_in.due_at),
        ..check_in
    };
    Ok(Asked {
        check_ins: due.into_iter().map(shown).map(OwnCheckIn::from).collect(),
        waits,
    })
}

/// Takes the reporter's answer. That it was answered is in the clear, what was answered is sealed.
pub(super) fn answer(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<SafetyReports>,
    (id, answer): (Id, CheckInAnswer),
    now: Time,
) -> Result<OwnCheckIn, SafetyError> {
    let report = reports::lock_of_reporter(conn, holder)?.standing_by()?;
    let all = check_ins::list(conn, subject(report.id))?.into_iter();
    let found = all.into_iter().find(|check_in| check_in.id == id);
    let check_in = found.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    if check_in.due_at > now {
        return Err(Problem::new(&CHECK_IN_NOT_DUE).into());
    }
    if check_in.answered_at.is_some() {
        return Err(Problem::new(&CHECK_IN_ANSWERED).into());
    }
    check_ins::mark_asked(conn, id, check_in.due_at)?;
    check_ins::answer(conn, id, None, now)?;
    note(conn, services, &report, answer, now)?;
    Ok(OwnCheckIn::from(CheckIn {
        asked_at: Some(check_in.due_at),
        answered_at: Some(now),
        ..check_in
    }))
}

/// Somebody files something else and says that it is revenge for the report that this code opens. A code that opens none is
/// passed over: the answer to whoever files is the same.
///
/// # Errors
///
/// When the database is away.
pub fn note_by_code(
    conn: &mut Conn,
    services: &Services,
    code: &str,
    now: Time,
) -> Result<(), Problem> {
    let holder: ReceiptHolder<SafetyReports> = match hold(conn, &services.lookup, code) {
        Ok(holder) => holder,
        Err(problem) if problem.code.status < 500 => return Ok(()),
        Err(problem) => return Err(problem),
    };
    let Some(report) = reports::lock(conn, holder.subject())? else {
        return Ok(());
    };
    if report.standing.status == Status::Withdrawn {
        return Ok(());
    }
    Ok(note(
        conn,
        services,
        &report,
        CheckInAnswer::Retaliation,
        now,
    )?)
}

/// Keeps what was said, and puts the report first, together with those behind which it stands. The report is locked.
fn note(
    conn: &mut Conn,
    services: &Services,
    report: &Report,
    answer: CheckInAnswer,
    now: Time,
) -> Result<(), SafetyError> {
    if answer == CheckInAnswer::Fine {
        return Ok(());
    }
    let key = services.vault.key(conn, report.id, Class::Confidential)?;
    let mut note = open(conn, &services.vault, report.id)?;
    note.add(answer, now.date());
    store::put_sealed(conn, report.id, &key.seal_json(report.id, NOTE, &note)?)?;
    if answer != CheckInAnswer::Retaliation {
        return Ok(());
    }
    store::raise(conn, report)?;
    raise_leads(conn, report.id)
}

/// Puts first what a report stands behind, because somebody takes revenge on its reporter: there it is worked on.
pub fn raise_leads(conn: &mut Conn, report: Id) -> Result<(), SafetyError> {
    for lead in leads_of(conn, report)? {
        if let Some(lead) = reports::lock(conn, lead)? {
            store::raise(conn, &lead)?;
        }
    }
    Ok(())
}

fn open(conn: &mut Conn, vault: &Vault, report: Id) -> Result<Note, VaultError> {
    let Some(sealed) = store::find_sealed(conn, report)? else {
        return Ok(Note::default());
    };
    let key = vault.key(conn, report, Class::Confidential)?;
    key.open_json(report, NOTE, &sealed)
}

/// What the reporters of these reports said, for the inspector who has them.
pub fn said_about(
    conn: &mut Conn,
    vault: &Vault,
    of: impl IntoIterator<Item = Id>,
) -> Result<Vec<(Id, Said)>, VaultError> {
    let mut found = Vec::new();
    for report in of {
        let note = open(conn, vault, report)?;
        found.extend(note.said.into_iter().map(|said| (report, said)));
    }
    Ok(found)
}

/// The reporter took the report back: nobody asks any more.
pub fn cancel(conn: &mut Conn, report: Id) -> Result<(), DbError> {
    check_ins::delete_unasked(conn, subject(report))
}

/// The report is erased.
pub fn forget(conn: &mut Conn, report: Id) -> Result<(), DbError> {
    check_ins::delete(conn, subject(report))
}
