//! Queries.

use diesel::prelude::*;

use super::model::{AlertState, ClosedBecause, Duty, Endangered, Stop};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::{danger_alerts, danger_calls, duty_rosters};

/// An alert as it is stored.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = danger_alerts)]
pub struct AlertRow {
    /// Its id.
    pub id: Id,
    /// What kind of thing it is about.
    pub duty: Duty,
    /// What it is about.
    pub subject_id: Id,
    /// The organisation whose people are called; without one, whoever runs the service is.
    pub organisation_id: Option<Id>,
    /// The country of the place of a request; of a report nothing is told.
    pub country: Option<String>,
    /// What made a request critical.
    pub reasons: Option<Json>,
    /// How far the calling has come.
    pub stop: Stop,
    /// The hour in which it was raised.
    pub raised_at: Time,
    /// When the first was called: of a report to the second, as its reporter sees it, of a request the hour.
    pub called_at: Option<Time>,
    /// When the next ones are called; `None` when nobody further is.
    pub escalates_at: Option<Time>,
    /// When somebody answered.
    pub acknowledged_at: Option<Time>,
    /// Who.
    pub acknowledged_by: Option<Id>,
    /// When it was closed.
    pub closed_at: Option<Time>,
    /// Why.
    pub closed_because: Option<ClosedBecause>,
}

impl AlertRow {
    /// What it is about.
    pub const fn about(&self) -> Endangered {
        Endangered {
            duty: self.duty,
            id: self.subject_id,
        }
    }

    /// How it stands.
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
            danger_alerts::called_at.eq(row.called_at),
            danger_alerts::escalates_at.eq(row.escalates_at),
            danger_alerts::acknowledged_at.eq(row.acknowledged_at),
            danger_alerts::acknowledged_by.eq(row.acknowledged_by),
            danger_alerts::closed_at.eq(row.closed_at),
            danger_alerts::closed_because.eq(row.closed_because),
        ))
        .execute(conn)?;
    Ok(())
}

/// The open alert about something, and nobody else changes it before the commit.
pub fn find_open_locked(conn: &mut Conn, about: Endangered) -> Result<Option<AlertRow>, DbError> {
    let rows: Vec<AlertRow> = crate::lock!(
        conn,
        danger_alerts::table
            .filter(danger_alerts::subject_id.eq(about.id))
            .filter(danger_alerts::duty.eq(about.duty))
            .filter(danger_alerts::acknowledged_at.is_null())
            .filter(danger_alerts::closed_at.is_null())
            .select(AlertRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// An alert of this kind for which this account was called, and nobody else changes it before the commit.
pub fn find_called_locked(
    conn: &mut Conn,
    (account, duty): (Id, Duty),
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
            .filter(danger_alerts::id.eq(alert))
            .filter(danger_alerts::duty.eq(duty))
            .select(AlertRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Every alert about something.
pub fn list_of(conn: &mut Conn, about: Endangered) -> Result<Vec<AlertRow>, DbError> {
    Ok(danger_alerts::table
        .filter(danger_alerts::subject_id.eq(about.id))
        .filter(danger_alerts::duty.eq(about.duty))
        .select(AlertRow::as_select())
        .load(conn)?)
}

/// The alerts of a kind for which an account was called: the newest hour first.
pub fn list_called(
    conn: &mut Conn,
    (account, duty): (Id, Duty),
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
        .filter(a::duty.eq(duty))
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

/// Deletes every alert about something, with the calls.
pub fn delete_of(conn: &mut Conn, about: Endangered) -> Result<(), DbError> {
    let alerts = danger_alerts::table
        .filter(danger_alerts::subject_id.eq(about.id))
        .filter(danger_alerts::duty.eq(about.duty));
    let ids: Vec<Id> = alerts.select(danger_alerts::id).load(conn)?;
    let calls = danger_calls::table.filter(danger_calls::alert_id.eq_any(ids));
    diesel::delete(calls).execute(conn)?;
    diesel::delete(alerts).execute(conn)?;
    Ok(())
}

/// A roster as it is stored.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = duty_rosters)]
pub struct RosterRow {
    pub organisation_id: Id,
    pub duty: Duty,
    pub version: i64,
    /// Accounts with their hours and deputies, without telephones.
    pub contacts: Json,
    pub changed_at: Time,
    /// Under which key the telephones are sealed.
    pub key_id: Option<Id>,
    pub sealed_telephones: Option<Vec<u8>>,
}

/// The roster of an organisation.
pub fn find_roster(
    conn: &mut Conn,
    organisation: Id,
    duty: Duty,
) -> Result<Option<RosterRow>, DbError> {
    Ok(duty_rosters::table
        .find((organisation, duty))
        .select(RosterRow::as_select())
        .first(conn)
        .optional()?)
}

/// Puts another roster in the place of the one with the version of this row; says whether it still had that version.
pub fn put_roster(conn: &mut Conn, row: RosterRow) -> Result<bool, DbError> {
    let version = row.version + 1;
    if row.version == 0 {
        diesel::insert_into(duty_rosters::table)
            .values(RosterRow { version, ..row })
            .execute(conn)?;
        return Ok(true);
    }
    let unchanged = duty_rosters::table
        .find((row.organisation_id, row.duty))
        .filter(duty_rosters::version.eq(row.version));
    let written = diesel::update(unchanged)
        .set((
            duty_rosters::version.eq(version),
            duty_rosters::contacts.eq(row.contacts),
            duty_rosters::changed_at.eq(row.changed_at),
            duty_rosters::key_id.eq(row.key_id),
            duty_rosters::sealed_telephones.eq(row.sealed_telephones),
        ))
        .execute(conn)?;
    Ok(written == 1)
}
