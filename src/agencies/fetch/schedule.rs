//! Which list is due, and who fetches it: one row is one lease, however many instances there are.

use std::time::Duration;

use diesel::prelude::*;

use crate::agencies::registers::runs::{Obtained, RunOutcome};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, dialect};
use crate::platform::ids::Randomness;
use crate::schema::{import_runs, register_fetches};

/// Under which number instances agree that one of them looks for what is due.
const ADVISORY_LOCK: i64 = 7_421_685_192;
/// How long one fetch may hold a list; longer than a fetch and an import can take.
const LEASE: Duration = Duration::from_mins(15);
/// How long after the first failure it is tried again; twice as long after each further one.
const FIRST_PAUSE: Duration = Duration::from_mins(5);

/// A list that may be due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    pub register: String,
    pub url: String,
    /// Names what the mapping says. A list that was read by another mapping is read again, also when
    /// its server has nothing newer: the mapping may leave out what it did not leave out before.
    pub mapping: String,
}

/// The right to fetch a list for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lease {
    pub register: String,
    mapping: String,
    /// The tag of the list in force, when that one was fetched.
    pub etag: Option<String>,
    failures: i64,
    until: Time,
}

/// How a fetch ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ended {
    /// There is a list; `None`: it has no tag.
    Well(Option<String>),
    /// There is none, for this reason.
    Badly(&'static str),
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = register_fetches)]
struct FetchRow {
    url: String,
    etag: Option<String>,
    due_at: Time,
    leased_until: Option<Time>,
    failures: i64,
}

/// Takes the lease of a list when it is due and nobody else has it.
pub(super) fn claim(conn: &mut Conn, wish: Wish, now: Time) -> Result<Option<Lease>, DbError> {
    dialect::one_at_a_time(conn, ADVISORY_LOCK)?;
    let row: Option<FetchRow> = register_fetches::table
        .find(&wish.register)
        .select(FetchRow::as_select())
        .first(conn)
        .optional()?;
    let until = now.plus(LEASE);
    let Some(row) = row else {
        insert(conn, &wish, until, now)?;
        return Ok(Some(wish.granted(None, 0, until)));
    };
    let is_moved = row.url != wish.url;
    let is_taken = row.leased_until.is_some_and(|until| until > now);
    if is_taken || (row.due_at > now && !is_moved) {
        return Ok(None);
    }
    diesel::update(register_fetches::table.find(&wish.register))
        .set((
            register_fetches::url.eq(&wish.url),
            register_fetches::leased_until.eq(Some(until)),
            register_fetches::attempted_at.eq(Some(now)),
        ))
        .execute(conn)?;
    let is_in_force = !is_moved && last_import_was_fetched(conn, &wish.register)?;
    let etag = row.etag.filter(|_| is_in_force);
    let etag = etag.and_then(|kept| {
        kept.strip_prefix(&tagged(&wish.mapping, ""))
            .map(str::to_owned)
    });
    Ok(Some(wish.granted(etag, row.failures, until)))
}

fn insert(conn: &mut Conn, wish: &Wish, until: Time, now: Time) -> QueryResult<()> {
    diesel::insert_into(register_fetches::table)
        .values((
            register_fetches::register.eq(&wish.register),
            register_fetches::url.eq(&wish.url),
            register_fetches::due_at.eq(now),
            register_fetches::leased_until.eq(Some(until)),
            register_fetches::failures.eq(0_i64),
            register_fetches::attempted_at.eq(Some(now)),
        ))
        .execute(conn)?;
    Ok(())
}

impl Wish {
    fn granted(self, etag: Option<String>, failures: i64, until: Time) -> Lease {
        Lease {
            register: self.register,
            mapping: self.mapping,
            etag,
            failures,
            until,
        }
    }
}

/// A list's tag together with the mapping by which the list was read.
fn tagged(mapping: &str, etag: &str) -> String {
    format!("{mapping} {etag}")
}

/// Whether "nothing is new" from the server would be about the list in force: somebody may have
/// brought another one since.
fn last_import_was_fetched(conn: &mut Conn, register: &str) -> QueryResult<bool> {
    let last: Option<Obtained> = import_runs::table
        .filter(import_runs::register.eq(register))
        .filter(import_runs::outcome.eq(RunOutcome::Imported))
        .order((import_runs::imported_at.desc(), import_runs::id.desc()))
        .select(import_runs::obtained)
        .first(conn)
        .optional()?;
    Ok(last == Some(Obtained::Fetched))
}

/// Gives the lease back and says when the list is due again, unless another instance has it by now.
pub(super) fn settle(
    conn: &mut Conn,
    lease: &Lease,
    ended: &Ended,
    every: Duration,
    randomness: &dyn Randomness,
    now: Time,
) -> Result<(), DbError> {
    let (failures, pause) = match ended {
        Ended::Well(_) => (0, every),
        Ended::Badly(_) => {
            let failures = lease.failures.saturating_add(1);
            (failures, pause_after(failures, every))
        }
    };
    let due_at = now.plus(jittered(pause, randomness));
    let ours = register_fetches::table
        .find(&lease.register)
        .filter(register_fetches::leased_until.eq(Some(lease.until)));
    let common = (
        register_fetches::due_at.eq(due_at),
        register_fetches::leased_until.eq(None::<Time>),
        register_fetches::failures.eq(failures),
    );
    match ended {
        Ended::Well(etag) => diesel::update(ours)
            .set((
                common,
                register_fetches::etag.eq(etag.as_ref().map(|etag| tagged(&lease.mapping, etag))),
                register_fetches::succeeded_at.eq(Some(now)),
                register_fetches::refusal.eq(None::<String>),
            ))
            .execute(conn)?,
        Ended::Badly(refusal) => diesel::update(ours)
            .set((common, register_fetches::refusal.eq(Some(*refusal))))
            .execute(conn)?,
    };
    Ok(())
}

/// How many fetches of each list have failed since the last that did not.
pub(super) fn list_failures(conn: &mut Conn) -> QueryResult<Vec<(String, i64)>> {
    register_fetches::table
        .order(register_fetches::register)
        .select((register_fetches::register, register_fetches::failures))
        .load(conn)
}

/// Twice as long after each failure, and at most as long as between two fetches that go well.
fn pause_after(failures: i64, every: Duration) -> Duration {
    let doublings = u32::try_from(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    let factor = 2_u32.saturating_pow(doublings.min(16));
    FIRST_PAUSE.saturating_mul(factor).min(every)
}

/// Up to a quarter longer, so that instances and services do not all ask in the same minute.
fn jittered(pause: Duration, randomness: &dyn Randomness) -> Duration {
    let mut byte = [0_u8];
    randomness.fill(&mut byte);
    let [byte] = byte;
    pause.saturating_add(pause.saturating_mul(u32::from(byte)) / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_and_end_at_the_usual_one() {
        let day = Duration::from_hours(24);
        let minutes = |failures| pause_after(failures, day).as_secs() / 60;
        assert_eq!([1, 2, 3, 4, 8].map(minutes), [5, 10, 20, 40, 640]);
        assert_eq!(pause_after(9, day), Duration::from_mins(1280));
        assert_eq!(pause_after(i64::MAX, day), day);
        assert_eq!(
            pause_after(1, Duration::from_mins(1)),
            Duration::from_mins(1)
        );
    }
}
