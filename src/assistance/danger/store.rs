//! Queries.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::{danger_alerts, danger_calls, duty_rosters};
use crate::text_enum;

text_enum! {
    /// Who is called, in this order.
    pub enum Stop {
        /// Whoever is first on duty.
        DutyContact => "duty_contact",
        /// Whoever is next on duty.
        NextDutyContact => "next_duty_contact",
        /// Every case worker of the organisation.
        CaseWorkers => "case_workers",
        /// The organisation's administrators.
        Administrators => "administrators",
        /// Whoever runs the service.
        OperatorDesk => "operator_desk",
    }
}

text_enum! {
    /// Why nobody is called any more.
    pub enum ClosedBecause {
        /// The person has taken the request back.
        Withdrawn => "withdrawn",
        /// The work on the request ended.
        Ended => "ended",
        /// A case worker found that it is not critical.
        Lowered => "lowered",
        /// An organisation was found, and is called instead.
        HandedOn => "handed_on",
    }
}

text_enum! {
    /// How an alert stands.
    pub enum AlertState {
        /// Nobody has answered.
        Open => "open",
        /// Somebody has answered.
        Acknowledged => "acknowledged",
        /// Nobody needs to answer any more.
        Closed => "closed",
    }
}

/// An alert as it is stored.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = danger_alerts)]
pub struct AlertRow {
    pub id: Id,
    pub request_id: Id,
    pub organisation_id: Option<Id>,
    pub country: String,
    pub reasons: Json,
    pub stop: Stop,
    /// The hour.
    pub raised_at: Time,
    pub escalates_at: Option<Time>,
    pub acknowledged_at: Option<Time>,
    pub acknowledged_by: Option<Id>,
    pub closed_at: Option<Time>,
    pub closed_because: Option<ClosedBecause>,
}

impl AlertRow {
    pub const fn state(&self) -> AlertState {
        match (self.acknowledged_at, self.closed_at) {
            (Some(_), _) => AlertState::Acknowledged,
            (None, Some(_)) => AlertState::Closed,
            (None, None) => AlertState::Open,
        }
    }
}

/// Stores an alert.
pub fn insert(conn: &mut Conn, row: AlertRow) -> Result<(), DbError> {
    diesel::insert_into(danger_alerts::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Writes how an alert stands that is locked.
pub fn update(conn: &mut Conn, row: &AlertRow) -> Result<(), DbError> {
    diesel::update(danger_alerts::table.find(row.id))
        .set((
            danger_alerts::stop.eq(row.stop),
            danger_alerts::escalates_at.eq(row.escalates_at),
            danger_alerts::acknowledged_at.eq(row.acknowledged_at),
            danger_alerts::acknowledged_by.eq(row.acknowledged_by),
            danger_alerts::closed_at.eq(row.closed_at),
            danger_alerts::closed_because.eq(row.closed_because),
        ))
        .execute(conn)?;
    Ok(())
}

/// The open alert of a request, and nobody else changes it before the commit.
pub fn find_open_locked(conn: &mut Conn, request: Id) -> Result<Option<AlertRow>, DbError> {
    let rows: Vec<AlertRow> = crate::lock!(
        conn,
        danger_alerts::table
            .filter(danger_alerts::request_id.eq(request))
            .filter(danger_alerts::acknowledged_at.is_null())
            .filter(danger_alerts::closed_at.is_null())
            .select(AlertRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// An alert for which this account was called, and nobody else changes it before the commit.
pub fn find_called_locked(
    conn: &mut Conn,
    account: Id,
    alert: Id,
) -> Result<Option<AlertRow>, DbError> {
    let called: Option<Id> = danger_calls::table
        .find((account, alert))
        .select(danger_calls::alert_id)
        .first(conn)
        .optional()?;
    if called.is_none() {
        return Ok(None);
    }
    let rows: Vec<AlertRow> = crate::lock!(
        conn,
        danger_alerts::table
            .find(alert)
            .select(AlertRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Every alert of a request.
pub fn list_of(conn: &mut Conn, request: Id) -> Result<Vec<AlertRow>, DbError> {
    Ok(danger_alerts::table
        .filter(danger_alerts::request_id.eq(request))
        .select(AlertRow::as_select())
        .load(conn)?)
}

/// The alerts for which an account was called: the newest hour first.
pub fn list_called(
    conn: &mut Conn,
    account: Id,
    state: Option<AlertState>,
    after: Option<(Time, Id)>,
    rows: i64,
) -> Result<Vec<AlertRow>, DbError> {
    use danger_alerts as a;
    let called = danger_calls::table
        .filter(danger_calls::account_id.eq(account))
        .select(danger_calls::alert_id);
    let mut query = a::table
        .filter(a::id.eq_any(called))
        .order((a::raised_at.desc(), a::id.desc()))
        .select(AlertRow::as_select())
        .limit(rows)
        .into_boxed();
    query = match state {
        None => query,
        Some(AlertState::Open) => query
            .filter(a::acknowledged_at.is_null())
            .filter(a::closed_at.is_null()),
        Some(AlertState::Acknowledged) => query.filter(a::acknowledged_at.is_not_null()),
        Some(AlertState::Closed) => query
            .filter(a::acknowledged_at.is_null())
            .filter(a::closed_at.is_not_null()),
    };
    if let Some((raised_at, id)) = after {
        let same_hour = a::raised_at.eq(raised_at).and(a::id.lt(id));
        query = query.filter(a::raised_at.lt(raised_at).or(same_hour));
    }
    Ok(query.load(conn)?)
}

/// Alerts whose next step is due and on which no other instance is working.
pub fn claim_due(conn: &mut Conn, now: Time, most: i64) -> Result<Vec<AlertRow>, DbError> {
    Ok(crate::claim!(
        conn,
        danger_alerts::table
            .filter(danger_alerts::escalates_at.le(now))
            .order(danger_alerts::escalates_at)
            .select(AlertRow::as_select())
            .limit(most)
    )?)
}

/// The accounts that were called for an alert.
pub fn list_calls(conn: &mut Conn, alert: Id) -> Result<Vec<Id>, DbError> {
    Ok(danger_calls::table
        .filter(danger_calls::alert_id.eq(alert))
        .select(danger_calls::account_id)
        .load(conn)?)
}

/// Notes that an account is called.
pub fn insert_call(conn: &mut Conn, alert: Id, account: Id, stop: Stop) -> Result<(), DbError> {
    diesel::insert_into(danger_calls::table)
        .values((
            danger_calls::account_id.eq(account),
            danger_calls::alert_id.eq(alert),
            danger_calls::stop.eq(stop),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes every alert of a request, with the calls.
pub fn delete_of(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    let alerts = danger_alerts::table.filter(danger_alerts::request_id.eq(request));
    let ids: Vec<Id> = alerts.select(danger_alerts::id).load(conn)?;
    let calls = danger_calls::table.filter(danger_calls::alert_id.eq_any(ids));
    diesel::delete(calls).execute(conn)?;
    diesel::delete(alerts).execute(conn)?;
    Ok(())
}

/// The roster of an organisation: its version and its contacts.
pub fn find_roster(conn: &mut Conn, organisation: Id) -> Result<Option<(i64, Json)>, DbError> {
    Ok(duty_rosters::table
        .find(organisation)
        .select((duty_rosters::version, duty_rosters::contacts))
        .first(conn)
        .optional()?)
}

/// Puts another roster in the place of the one with this version; says whether it still had that version.
pub fn put_roster(
    conn: &mut Conn,
    organisation: Id,
    seen: i64,
    contacts: Json,
    now: Time,
) -> Result<bool, DbError> {
    if seen == 0 {
        diesel::insert_into(duty_rosters::table)
            .values((
                duty_rosters::organisation_id.eq(organisation),
                duty_rosters::version.eq(1_i64),
                duty_rosters::contacts.eq(contacts),
                duty_rosters::changed_at.eq(now),
            ))
            .execute(conn)?;
        return Ok(true);
    }
    let unchanged = duty_rosters::table
        .find(organisation)
        .filter(duty_rosters::version.eq(seen));
    let written = diesel::update(unchanged)
        .set((
            duty_rosters::version.eq(seen + 1),
            duty_rosters::contacts.eq(contacts),
            duty_rosters::changed_at.eq(now),
        ))
        .execute(conn)?;
    Ok(written == 1)
}
