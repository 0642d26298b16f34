//! Queries.

use diesel::dsl::max;
use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{assistance_escalations, assistance_pauses, assistance_requests};
use crate::text_enum;

text_enum! {
    /// What was not done in time.
    pub enum ClockKind {
        /// Nobody has said that they have seen the request.
        Acknowledgement => "acknowledgement",
        /// Nobody has told the person what was done.
        Feedback => "feedback",
        /// The person says that it does not go on.
        Worker => "worker",
    }
}

text_enum! {
    /// To whom it was told.
    pub enum Level {
        /// The administrators of the organisation.
        Administrators => "administrators",
        /// Whoever runs the service.
        OperatorDesk => "operator_desk",
    }
}

/// An escalation as it is stored.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = assistance_escalations)]
pub struct EscalationRow {
    pub id: Id,
    pub request_id: Id,
    pub clock: ClockKind,
    pub due_at: Time,
    pub level: Level,
    pub organisation_id: Option<Id>,
    pub reason: Option<String>,
    /// The hour.
    pub escalated_at: Time,
    /// When the operator's desk is told.
    pub goes_further_at: Option<Time>,
    pub settled_at: Option<Time>,
}

/// A pause as it is stored.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = assistance_pauses)]
pub struct PauseRow {
    pub request_id: Id,
    pub sequence: i64,
    pub reason: String,
    pub paused_at: Time,
    pub until: Time,
    pub resumed_at: Option<Time>,
}

impl PauseRow {
    /// Whether clocks stand still.
    pub fn holds(&self, now: Time) -> bool {
        self.resumed_at.is_none() && now < self.until
    }
}

/// Stores an escalation.
pub fn insert(conn: &mut Conn, row: EscalationRow) -> Result<(), DbError> {
    diesel::insert_into(assistance_escalations::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The escalations of a request, the oldest first.
pub fn list_of(conn: &mut Conn, request: Id) -> Result<Vec<EscalationRow>, DbError> {
    Ok(assistance_escalations::table
        .filter(assistance_escalations::request_id.eq(request))
        .order((
            assistance_escalations::escalated_at,
            assistance_escalations::level,
            assistance_escalations::id,
        ))
        .select(EscalationRow::as_select())
        .load(conn)?)
}

/// Notes that the organisation has done something.
pub fn settle(conn: &mut Conn, request: Id, now: Time) -> Result<(), DbError> {
    let open = assistance_escalations::table
        .filter(assistance_escalations::request_id.eq(request))
        .filter(assistance_escalations::settled_at.is_null());
    diesel::update(open)
        .set((
            assistance_escalations::settled_at.eq(now),
            assistance_escalations::goes_further_at.eq(None::<Time>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Open requests whose date is over and has not been escalated, the latest first. Whoever escalates one
/// locks it and looks again.
pub fn list_silent(conn: &mut Conn, now: Time, ended: i64, most: i64) -> Result<Vec<Id>, DbError> {
    use assistance_requests as r;
    let told = assistance_escalations::table
        .filter(assistance_escalations::request_id.eq(r::id))
        .filter(assistance_escalations::due_at.eq(r::due_at))
        .filter(assistance_escalations::clock.ne(ClockKind::Worker))
        .select(assistance_escalations::request_id);
    Ok(r::table
        .filter(r::queue_rank.lt(ended))
        .filter(r::due_at.lt(now))
        .filter(diesel::dsl::not(diesel::dsl::exists(told)))
        .order((r::due_at, r::id))
        .select(r::id)
        .limit(most)
        .load(conn)?)
}

/// What administrators were told so long ago that the operator's desk is told as well; nobody else is working
/// on it.
pub fn claim_going_further(
    conn: &mut Conn,
    now: Time,
    most: i64,
) -> Result<Vec<EscalationRow>, DbError> {
    Ok(crate::claim!(
        conn,
        assistance_escalations::table
            .filter(assistance_escalations::goes_further_at.le(now))
            .order((
                assistance_escalations::goes_further_at,
                assistance_escalations::id
            ))
            .select(EscalationRow::as_select())
            .limit(most)
    )?)
}

/// Notes that the operator's desk was told.
pub fn mark_gone_further(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    diesel::update(assistance_escalations::table.find(id))
        .set(assistance_escalations::goes_further_at.eq(None::<Time>))
        .execute(conn)?;
    Ok(())
}

/// Whose escalations are wanted.
pub enum Reader {
    /// Of an organisation.
    Organisation(Id),
    /// Those that came as far as whoever runs the service, and those of their own organisation.
    Operator(Id),
}

/// Escalations, the newest hour first.
pub fn list(
    conn: &mut Conn,
    reader: &Reader,
    is_open: Option<bool>,
    after: Option<(Time, Id)>,
    rows: i64,
) -> Result<Vec<EscalationRow>, DbError> {
    use assistance_escalations as e;
    let mut query = e::table
        .order((e::escalated_at.desc(), e::id.desc()))
        .select(EscalationRow::as_select())
        .limit(rows)
        .into_boxed();
    query = match reader {
        Reader::Organisation(own) => query.filter(e::organisation_id.eq(*own)),
        Reader::Operator(own) => {
            let of_operator = e::level.eq(Level::OperatorDesk).nullable();
            query.filter(of_operator.or(e::organisation_id.eq(*own)))
        }
    };
    query = match is_open {
        None => query,
        Some(true) => query.filter(e::settled_at.is_null()),
        Some(false) => query.filter(e::settled_at.is_not_null()),
    };
    if let Some((at, id)) = after {
        let same_hour = e::escalated_at.eq(at).and(e::id.lt(id));
        query = query.filter(e::escalated_at.lt(at).or(same_hour));
    }
    Ok(query.load(conn)?)
}

/// The pauses of a request, the oldest first.
pub fn list_pauses(conn: &mut Conn, request: Id) -> Result<Vec<PauseRow>, DbError> {
    Ok(assistance_pauses::table
        .filter(assistance_pauses::request_id.eq(request))
        .order(assistance_pauses::sequence)
        .select(PauseRow::as_select())
        .load(conn)?)
}

/// Stores a pause as the last of its request.
pub fn insert_pause(conn: &mut Conn, mut row: PauseRow) -> Result<(), DbError> {
    let last: Option<i64> = assistance_pauses::table
        .filter(assistance_pauses::request_id.eq(row.request_id))
        .select(max(assistance_pauses::sequence))
        .first(conn)?;
    row.sequence = last.unwrap_or(0) + 1;
    diesel::insert_into(assistance_pauses::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Ends a pause before its time.
pub fn resume(conn: &mut Conn, pause: &PauseRow, now: Time) -> Result<(), DbError> {
    diesel::update(assistance_pauses::table.find((pause.request_id, pause.sequence)))
        .set(assistance_pauses::resumed_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Deletes whatever is known of the clocks of a request.
pub fn delete_all(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    let escalations =
        assistance_escalations::table.filter(assistance_escalations::request_id.eq(request));
    diesel::delete(escalations).execute(conn)?;
    let pauses = assistance_pauses::table.filter(assistance_pauses::request_id.eq(request));
    diesel::delete(pauses).execute(conn)?;
    Ok(())
}
