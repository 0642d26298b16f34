//! Legal limits of fees, and what currencies were worth.

use diesel::prelude::*;

use crate::platform::db::{Conn, DbError, Json};
use crate::reviews::model::{FeeCap, Month, Rates};
use crate::schema::{exchange_rates, fee_caps};

/// Why stored limits cannot be replaced or read.
#[derive(Debug, thiserror::Error)]
pub enum CapsError {
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
    /// They cannot be written or read as JSON.
    #[error("a limit of fees cannot be stored: {0}")]
    Json(#[from] serde_json::Error),
}

impl From<diesel::result::Error> for CapsError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// All limits, by their codes.
pub fn caps(conn: &mut Conn) -> Result<Vec<FeeCap>, CapsError> {
    let contents: Vec<Json> = fee_caps::table
        .order(fee_caps::code)
        .select(fee_caps::content)
        .load(conn)?;
    let caps = contents.iter().map(Json::read);
    Ok(caps.collect::<Result<_, _>>()?)
}

/// Puts these limits in the place of all others.
pub fn replace_caps(conn: &mut Conn, caps: &[FeeCap]) -> Result<(), CapsError> {
    diesel::delete(fee_caps::table).execute(conn)?;
    for cap in caps {
        diesel::insert_into(fee_caps::table)
            .values((
                fee_caps::code.eq(&cap.code),
                fee_caps::content.eq(Json::of(cap)?),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The rates of some currencies in some months.
pub fn rates(conn: &mut Conn, currencies: Vec<String>, months: &[Month]) -> Result<Rates, DbError> {
    let months: Vec<String> = months.iter().map(Month::to_string).collect();
    let rows: Vec<(String, String, i64)> = exchange_rates::table
        .filter(exchange_rates::currency.eq_any(currencies))
        .filter(exchange_rates::month.eq_any(months))
        .select((
            exchange_rates::currency,
            exchange_rates::month,
            exchange_rates::micro_units_per_usd,
        ))
        .load(conn)?;
    let mut rates = Rates::default();
    for (currency, month, micro) in rows {
        if let Ok(month) = month.parse() {
            rates.insert(currency, month, micro);
        }
    }
    Ok(rates)
}

/// A rate of a month as a list has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateRow {
    /// ISO 4217.
    pub currency: String,
    /// The month of which it is the average.
    pub month: Month,
    /// How many millionths of the currency's unit a US dollar was.
    pub micro_units_per_usd: i64,
}

/// What became of a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateChange {
    /// There was none.
    Added,
    /// There was another one.
    Changed,
    /// It was the same.
    Unchanged,
}

/// Stores a rate.
pub fn put_rate(conn: &mut Conn, row: &RateRow, source: &str) -> Result<RateChange, DbError> {
    let month = row.month.to_string();
    let stored = exchange_rates::table.find((&row.currency, &month));
    let before: Option<i64> = stored
        .select(exchange_rates::micro_units_per_usd)
        .first(conn)
        .optional()?;
    if before == Some(row.micro_units_per_usd) {
        return Ok(RateChange::Unchanged);
    }
    diesel::delete(stored).execute(conn)?;
    diesel::insert_into(exchange_rates::table)
        .values((
            exchange_rates::currency.eq(&row.currency),
            exchange_rates::month.eq(&month),
            exchange_rates::micro_units_per_usd.eq(row.micro_units_per_usd),
            exchange_rates::source.eq(source),
        ))
        .execute(conn)?;
    Ok(before.map_or(RateChange::Added, |_| RateChange::Changed))
}
