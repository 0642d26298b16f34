//! Calendar days.

use std::fmt;
use std::str::FromStr;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use super::shape::has_shape;
use super::{NotATime, Time};
use crate::platform::db::types::DbDate;

/// A calendar day without a time zone, within the years 0000 to 9999.
///
/// On the wire `YYYY-MM-DD`; in the database `date` or that text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = DbDate)]
pub struct Date(civil::Date);

/// The text or number is not a [`Date`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date such as 2026-03-01")]
pub struct NotADate;

const EPOCH_DAY: civil::Date = civil::Date::constant(1970, 1, 1);

impl Date {
    /// Reads `YYYY-MM-DD` and nothing looser.
    pub fn parse(text: &str) -> Result<Self, NotADate> {
        if !has_shape(text.as_bytes(), b"0000-00-00") {
            return Err(NotADate);
        }

        text.parse().map(Self).map_err(|_| NotADate)
    }

    /// The day of a [`Time`], which knows no year before 0000.
    pub(super) fn of(day: civil::Date) -> Self {
        Self(day)
    }

    /// The day that many days after 1970-01-01.
    pub fn from_day(days: i32) -> Result<Self, NotADate> {
        let span = jiff::Span::new().try_days(days).map_err(|_| NotADate)?;
        let day = EPOCH_DAY.checked_add(span).map_err(|_| NotADate)?;

        Self::try_from(day)
    }

    /// Whole days since 1970-01-01.
    #[must_use]
    pub fn as_day(self) -> i32 {
        // A jiff date is at most four million days away, so the conversion cannot fail.
        i32::try_from(self.0.duration_since(EPOCH_DAY).as_hours() / 24).unwrap_or(i32::MAX)
    }

    /// The day as `jiff` sees it, for calculations with months and years.
    #[must_use]
    pub fn as_civil(self) -> civil::Date {
        self.0
    }

    /// The first day of its month: what remains of a day that could lead back to a person.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        Self(self.0.first_of_month())
    }

    /// Midnight in UTC at which the day begins.
    pub fn start(self) -> Result<Time, NotATime> {
        let midnight = self
            .0
            .to_zoned_datetime(TimeZone::UTC)
            .map_err(|_| NotATime)?;

        Time::try_from(midnight.timestamp())
    }
}

impl TryFrom<civil::Date> for Date {
    type Error = NotADate;

    fn try_from(day: civil::Date) -> Result<Self, NotADate> {
        if day.year() < 0 {
            Err(NotADate)
        } else {
            Ok(Self(day))
        }
    }
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        Self::parse(text)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;

        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for Date {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .description(Some("A calendar day, `YYYY-MM-DD`."))
            .examples(["2026-03-01"])
            .into()
    }
}

impl ToSchema for Date {
    fn name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_strictly_and_counts_days() {
        let day = Date::parse("2026-03-01").unwrap();

        assert_eq!(day.as_day(), 20_513);
        assert_eq!(Date::from_day(20_513), Ok(day));
        assert_eq!(Date::from_day(-1).unwrap().to_string(), "1969-12-31");
        assert_eq!(Date::parse("1969-12-31").unwrap().as_day(), -1);
        assert_eq!(day.start().unwrap().to_string(), "2026-03-01T00:00:00Z");
        for text in [
            "",
            "2026-3-1",
            "20260301",
            "2026-02-29",
            "2026-03-01T00:00:00Z",
            "-001-01-01",
        ] {
            assert_eq!(Date::parse(text), Err(NotADate), "{text}");
        }
    }
}
