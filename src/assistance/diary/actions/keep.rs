//! Writing in the diary: new entries, edits, and taking one out.

use super::{ENTRY, MOST_ENTRIES, open};
use crate::assistance::actions::{confidential_key, not_found};
use crate::assistance::diary::model::{EntryContent, EntryResultCode, NewEntry};
use crate::assistance::diary::store::{self, EntryRow};
use crate::assistance::model::AssistanceStatus;
use crate::assistance::problems::{DIARY_FULL, REQUEST_WITHDRAWN};
use crate::assistance::retention;
use crate::assistance::store::find_locked;
use crate::identity::{AssistanceRequests, ReceiptHolder};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, ID_TAKEN, Problem};
use crate::platform::vault::SubjectKey;

/// What became of an entry.
pub(in crate::assistance::diary) struct Kept {
    pub id: Id,
    pub result: EntryResultCode,
    pub version: Option<i64>,
    pub faults: Vec<Fault>,
}

/// Keeps entries, each by itself: what is wrong with one refuses no other.
pub(in crate::assistance::diary) fn keep(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    entries: Vec<NewEntry>,
    now: Time,
) -> Result<Vec<Kept>, Problem> {
    let row = find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    let key = confidential_key(conn, &services.vault, &holder.case_access(), row.id)?;
    let diary = Diary {
        request: row.id,
        key: &key,
        now,
        // Somewhere it is tomorrow already.
        latest: Date::from_day(now.date().as_day() + 1).unwrap_or_else(|_| now.date()),
    };
    let kept = entries.into_iter().enumerate();
    let kept: Result<Vec<Kept>, Problem> = kept
        .map(|(number, entry)| diary.keep(conn, number, &entry))
        .collect();
    if store::count(conn, row.id)? > MOST_ENTRIES {
        return Err(Problem::new(&DIARY_FULL).with("limit", MOST_ENTRIES));
    }
    retention::note_activity(conn, row.id, now)?;
    kept
}

/// The diary that is being written in.
struct Diary<'k> {
    request: Id,
    key: &'k SubjectKey,
    now: Time,
    latest: Date,
}

impl Diary<'_> {
    fn keep(&self, conn: &mut Conn, number: usize, new: &NewEntry) -> Result<Kept, Problem> {
        let (id, at) = (Id::from(new.id), format!("/entries/{number}"));
        let mut faults = new.entry.faults(&format!("{at}/entry"), self.latest);
        let before = store::find(conn, id)?;
        if before
            .as_ref()
            .is_some_and(|row| row.request_id != self.request)
        {
            faults.push(Fault::new(format!("{at}/id"), "id_in_use"));
        }
        if !faults.is_empty() {
            return Ok(Kept {
                id,
                result: EntryResultCode::Refused,
                version: None,
                faults,
            });
        }
        // A telephone whose clock is ahead would otherwise forbid every later edit.
        let entered_at = new.entered_at.min(self.now);
        let (result, version) = match before {
            None => self.create(conn, id, entered_at, &new.entry)?,
            Some(before) => self.change(conn, before, entered_at, &new.entry)?,
        };
        Ok(Kept {
            id,
            result,
            version: Some(version),
            faults,
        })
    }

    fn create(
        &self,
        conn: &mut Conn,
        id: Id,
        entered_at: Time,
        entry: &EntryContent,
    ) -> Result<(EntryResultCode, i64), Problem> {
        let row = self.row(id, 1, entered_at, entry)?;
        store::insert(conn, &row).map_err(taken)?;
        Ok((EntryResultCode::Created, row.version))
    }

    fn change(
        &self,
        conn: &mut Conn,
        before: EntryRow,
        entered_at: Time,
        entry: &EntryContent,
    ) -> Result<(EntryResultCode, i64), Problem> {
        if open(self.key, before.id, &before.sealed_entry)? == *entry {
            return Ok((EntryResultCode::Unchanged, before.version));
        }
        if entered_at < before.entered_at {
            return Ok((EntryResultCode::Older, before.version));
        }
        let row = self.row(before.id, before.version + 1, entered_at, entry)?;
        store::replace(conn, before, &row)?;
        Ok((EntryResultCode::Changed, row.version))
    }

    fn row(
        &self,
        id: Id,
        version: i64,
        entered_at: Time,
        entry: &EntryContent,
    ) -> Result<EntryRow, Problem> {
        Ok(EntryRow {
            id,
            request_id: self.request,
            version,
            entered_at,
            recorded_at: self.now,
            sealed_entry: self.key.seal_json(id, ENTRY, entry)?,
        })
    }
}

/// Two requests that choose one id at once.
fn taken(error: DbError) -> Problem {
    match error.constraint().as_deref() {
        Some("assistance_diary_entries_id_key") => Problem::new(&ID_TAKEN),
        _ => error.into(),
    }
}

/// Takes an entry out for good, with all that it ever said. Doing it again changes nothing.
pub(in crate::assistance::diary) fn remove(
    conn: &mut Conn,
    holder: &ReceiptHolder<AssistanceRequests>,
    entry: Id,
) -> Result<(), Problem> {
    let row = find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    Ok(store::delete(conn, row.id, entry)?)
}
