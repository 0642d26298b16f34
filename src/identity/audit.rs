//! The log of what staff opened and did, chained by hashes so that tampering shows.
//!
//! Each entry's hash covers the entry and the hash before it; `tulay doctor` walks the chain. The
//! log holds ids and words of closed lists, never what was read.

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{accounts, audit_entries, audit_head};
use crate::text_enum;

text_enum! {
    /// What was done.
    pub enum Action {
        /// A sealed record was opened and read.
        Opened => "opened",
        /// A message was written to the reporter.
        Answered => "answered",
        /// The state was changed.
        MovedOn => "moved_on",
        /// It was given to an organisation or a member of staff.
        Assigned => "assigned",
        /// Evidence was downloaded.
        Downloaded => "downloaded",
        /// A review was published or rejected.
        Moderated => "moderated",
        /// Somebody signed in.
        SignedIn => "signed_in",
        /// A refresh token was used twice; the session was ended.
        TokenReused => "token_reused",
        /// An account was made or changed.
        AccountChanged => "account_changed",
        /// Somebody signed out, here or everywhere.
        SignedOut => "signed_out",
        /// An organisation was made.
        OrganisationCreated => "organisation_created",
    }
}

text_enum! {
    /// What it was done to.
    pub enum Subject {
        /// An assistance request.
        AssistanceRequest => "assistance_request",
        /// A safety report.
        SafetyReport => "safety_report",
        /// A review.
        Review => "review",
        /// A staff account.
        Account => "account",
        /// A sign-in.
        Session => "session",
        /// An organisation.
        Organisation => "organisation",
        /// Two entries of a register that may be one agency.
        AgencyMatch => "agency_match",
    }
}

/// An entry to be written.
#[derive(Debug, Clone)]
pub struct Entry {
    /// When.
    pub at: Time,
    /// Which account did it; `None` for the command line and for jobs.
    pub account: Option<Id>,
    /// The organisation of that account; of the command line's acts the one that they are about,
    /// so that its administrators read them.
    pub organisation: Option<Id>,
    /// What was done.
    pub action: Action,
    /// To what kind of thing.
    pub subject: Subject,
    /// To which one.
    pub subject_id: Id,
    /// A word of a closed list that says more, such as the new state.
    pub detail: Option<&'static str>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_entries)]
pub(super) struct EntryRow {
    pub sequence: i64,
    pub at: Time,
    pub account_id: Option<Id>,
    pub organisation_id: Option<Id>,
    pub action: String,
    pub subject_kind: String,
    pub subject_id: Id,
    pub detail: Option<String>,
    pub hash: Vec<u8>,
}

/// Adds an entry to the chain. The end of the chain is locked until the commit, so call it last.
#[expect(clippy::too_many_lines, reason = "one line per column")]
pub fn record(conn: &mut Conn, entry: &Entry) -> Result<(), DbError> {
    let heads: Vec<(i64, Vec<u8>)> = crate::lock!(
        conn,
        audit_head::table
            .find(1)
            .select((audit_head::sequence, audit_head::hash))
    )?;
    let (last, previous) = heads
        .into_iter()
        .next()
        .ok_or(diesel::result::Error::NotFound)?;
    let row = EntryRow {
        sequence: last + 1,
        at: entry.at,
        account_id: entry.account,
        organisation_id: entry.organisation,
        action: entry.action.as_str().to_owned(),
        subject_kind: entry.subject.as_str().to_owned(),
        subject_id: entry.subject_id,
        detail: entry.detail.map(str::to_owned),
        hash: Vec::new(),
    };
    let hash = chained(&previous, &row);
    diesel::insert_into(audit_entries::table)
        .values((
            audit_entries::sequence.eq(row.sequence),
            audit_entries::at.eq(row.at),
            audit_entries::account_id.eq(row.account_id),
            audit_entries::organisation_id.eq(row.organisation_id),
            audit_entries::action.eq(row.action),
            audit_entries::subject_kind.eq(row.subject_kind),
            audit_entries::subject_id.eq(row.subject_id),
            audit_entries::detail.eq(row.detail),
            audit_entries::hash.eq(&hash),
        ))
        .execute(conn)?;
    diesel::update(audit_head::table.find(1))
        .set((
            audit_head::sequence.eq(last + 1),
            audit_head::hash.eq(&hash),
        ))
        .execute(conn)?;
    Ok(())
}

/// The entry's hash together with the one before it; every part is preceded by its length, so that
/// no two different entries read the same.
fn chained(previous: &[u8], row: &EntryRow) -> Vec<u8> {
    let id = |id: Option<Id>| id.map_or_else(String::new, |id| id.to_string());
    let parts: [String; 8] = [
        row.sequence.to_string(),
        row.at.as_microsecond().to_string(),
        id(row.account_id),
        id(row.organisation_id),
        row.action.clone(),
        row.subject_kind.clone(),
        row.subject_id.to_string(),
        row.detail.clone().unwrap_or_default(),
    ];
    let mut hasher = Sha256::new();
    hasher.update(previous);
    for part in parts {
        hasher.update(part.len().to_string().as_bytes());
        hasher.update(b":");
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_vec()
}

/// An entry as the organisation's administrators read it.
#[derive(Queryable)]
pub(super) struct ReadRow {
    pub sequence: i64,
    pub at: Time,
    pub account_id: Option<Id>,
    pub account_display_name: Option<String>,
    pub action: Action,
    pub subject_kind: Subject,
    pub subject_id: Id,
    pub detail: Option<String>,
}

/// Which entries are wanted.
#[derive(Debug, Clone)]
pub(super) struct Filter {
    pub organisation: Id,
    pub subject_id: Option<Id>,
    pub account_id: Option<Id>,
    pub action: Option<Action>,
    pub before: Option<i64>,
}

/// Entries about an organisation, newest first.
pub(super) fn list(conn: &mut Conn, wanted: &Filter, rows: i64) -> Result<Vec<ReadRow>, DbError> {
    let mut query = audit_entries::table
        .left_join(accounts::table.on(audit_entries::account_id.eq(accounts::id.nullable())))
        .filter(audit_entries::organisation_id.eq(wanted.organisation))
        .order(audit_entries::sequence.desc())
        .limit(rows)
        .select((
            audit_entries::sequence,
            audit_entries::at,
            audit_entries::account_id,
            accounts::display_name.nullable(),
            audit_entries::action,
            audit_entries::subject_kind,
            audit_entries::subject_id,
            audit_entries::detail,
        ))
        .into_boxed();
    if let Some(subject) = wanted.subject_id {
        query = query.filter(audit_entries::subject_id.eq(subject));
    }
    if let Some(account) = wanted.account_id {
        query = query.filter(audit_entries::account_id.eq(account));
    }
    if let Some(action) = wanted.action {
        query = query.filter(audit_entries::action.eq(action));
    }
    if let Some(before) = wanted.before {
        query = query.filter(audit_entries::sequence.lt(before));
    }
    Ok(query.load(conn)?)
}

/// What walking the chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainState {
    /// All entries fit together.
    Whole {
        /// How many there are.
        entries: i64,
    },
    /// This entry, or the one before it, was changed, added or taken out.
    BrokenAt {
        /// The entry's number.
        sequence: i64,
    },
}

/// Entries read at once while walking the chain.
const STRETCH: i64 = 1000;

/// Walks the whole chain.
pub fn verify(conn: &mut Conn) -> Result<ChainState, DbError> {
    let mut last = 0;
    let mut previous = vec![0; 32];
    loop {
        let rows: Vec<EntryRow> = audit_entries::table
            .filter(audit_entries::sequence.gt(last))
            .order(audit_entries::sequence)
            .limit(STRETCH)
            .select(EntryRow::as_select())
            .load(conn)?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let hash = chained(&previous, &row);
            if row.sequence != last + 1 || hash != row.hash {
                return Ok(ChainState::BrokenAt {
                    sequence: row.sequence,
                });
            }
            last = row.sequence;
            previous = hash;
        }
    }
    let head: (i64, Vec<u8>) = audit_head::table
        .find(1)
        .select((audit_head::sequence, audit_head::hash))
        .first(conn)?;
    if head == (last, previous) {
        return Ok(ChainState::Whole { entries: last });
    }
    // The newest entries were cut off: the head remembers them.
    Ok(ChainState::BrokenAt { sequence: last + 1 })
}
