//! The versions of the method: the one that comes with the program is stored when it is new, and none is ever changed.

use diesel::prelude::*;
use serde::Deserialize;

use super::method::Method;
use crate::platform::clock::Time;
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::db::{Conn, DbError, Json, MultiBackend};
use crate::schema::establishment_risk_methods;

/// Part of the program: no establishment is without a risk.
const FILE: &str = include_str!("../../../data/establishments/risk-method.toml");

/// The lock under which versions get their numbers.
const ADVISORY_LOCK: i64 = 0x7269_736b;

/// Why a method cannot be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum MethodError {
    /// The file is not as it must be; only a broken build meets it.
    #[error("data/establishments/risk-method.toml: {0}")]
    Form(#[from] toml::de::Error),
    /// What it says makes no sense, or would show single reports.
    #[error("data/establishments/risk-method.toml: {0}")]
    Unsound(String),
    /// It cannot be written or read as JSON.
    #[error("the method of risks cannot be stored or read: {0}")]
    Json(#[from] serde_json::Error),
    /// There is none: the service has never started.
    #[error("there is no method of risks yet; start the service once")]
    Missing,
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for MethodError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// A version as it is stored.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = establishment_risk_methods)]
pub struct MethodRow {
    /// Its number.
    pub version: i64,
    /// What it is called.
    pub title: String,
    /// On what it is based.
    pub source: String,
    /// What it says.
    pub method: Json,
    /// Since when it holds.
    pub in_force_from: Time,
}

/// The method that comes with the program.
pub(super) struct Shipped {
    title: String,
    source: String,
    pub method: Method,
}

pub(super) fn shipped() -> Result<Shipped, MethodError> {
    let mut table: toml::Table = toml::from_str(FILE)?;
    let mut text = |name: &str| {
        let value = table.remove(name);
        let text = value.as_ref().and_then(toml::Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let (title, source) = (text("title"), text("source"));
    let method = Method::deserialize(toml::Value::Table(table))?;
    if let Some(fault) = method.fault() {
        return Err(MethodError::Unsound(fault));
    }
    Ok(Shipped {
        title,
        source,
        method,
    })
}

/// Stores the method that comes with the program as the next version, unless it is the newest.
pub fn ensure_method(conn: &mut Conn, now: Time) -> Result<(), MethodError> {
    one_at_a_time(conn, ADVISORY_LOCK)?;
    let shipped = shipped()?;
    let newest = newest(conn)?;
    if let Some(newest) = &newest
        && newest.method.read::<Method>()? == shipped.method
    {
        return Ok(());
    }
    let row = MethodRow {
        version: newest.map_or(0, |row| row.version) + 1,
        title: shipped.title,
        source: shipped.source,
        method: Json::of(&shipped.method)?,
        in_force_from: now,
    };
    diesel::insert_into(establishment_risk_methods::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

fn newest(conn: &mut Conn) -> QueryResult<Option<MethodRow>> {
    establishment_risk_methods::table
        .order(establishment_risk_methods::version.desc())
        .select(MethodRow::as_select())
        .first(conn)
        .optional()
}

/// The method in force, with its number.
pub fn method_in_force(conn: &mut Conn) -> Result<(i64, Method), MethodError> {
    let row = newest(conn)?.ok_or(MethodError::Missing)?;
    Ok((row.version, row.method.read()?))
}

/// The versions before one of them, newest first.
pub fn list_methods(
    conn: &mut Conn,
    before: Option<i64>,
    rows: i64,
) -> QueryResult<Vec<MethodRow>> {
    let mut query = establishment_risk_methods::table
        .order(establishment_risk_methods::version.desc())
        .limit(rows)
        .select(MethodRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(before) = before {
        query = query.filter(establishment_risk_methods::version.lt(before));
    }
    query.load(conn)
}
