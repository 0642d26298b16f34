//! Instants.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use super::Date;
use super::shape::has_shape;
use crate::platform::db::types::DbTime;

/// An instant in UTC with microsecond precision, within the years 0000 to 9999.
///
/// On the wire and in `Display` it is RFC 3339 with `Z`; in the database `timestamptz` or integer
/// microseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = DbTime)]
pub struct Time(Timestamp);

/// The text or number is not a [`Time`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 time such as 2026-03-01T08:30:00Z")]
pub struct NotATime;

/// 0000-01-01T00:00:00Z: RFC 3339 has no way to write what lies before.
const FIRST_MICROSECOND: i64 = -62_167_219_200_000_000;
/// 9999-12-30T22:00:00Z, where `jiff` ends so that every time zone stays within the year 9999.
const LAST_MICROSECOND: i64 = 253_402_207_200_000_000;

impl Time {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(Timestamp::UNIX_EPOCH);

    /// Reads an RFC 3339 time with `Z` or a numeric offset, and nothing looser: what the contract
    /// forbids (a space for the `T`, a missing second, a bracketed zone) is refused.
    pub fn parse(text: &str) -> Result<Self, NotATime> {
        if !is_rfc3339(text.as_bytes()) {
            return Err(NotATime);
        }
        let instant: Timestamp = text.parse().map_err(|_| NotATime)?;

        Self::try_from(instant)
    }

    /// The instant that many microseconds after 1970-01-01T00:00:00Z.
    pub fn from_microsecond(microseconds: i64) -> Result<Self, NotATime> {
        if !(FIRST_MICROSECOND..=LAST_MICROSECOND).contains(&microseconds) {
            return Err(NotATime);
        }

        Timestamp::from_microsecond(microseconds)
            .map(Self)
            .map_err(|_| NotATime)
    }

    /// Whole microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn as_microsecond(self) -> i64 {
        self.0.as_microsecond()
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, as JSON web tokens count them.
    #[must_use]
    pub fn as_second(self) -> i64 {
        self.0.as_second()
    }

    /// The instant as `jiff` sees it, for calculations with time zones.
    #[must_use]
    pub fn as_timestamp(self) -> Timestamp {
        self.0
    }

    /// This much later; never later than the last instant there is.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        let moved = self
            .as_microsecond()
            .saturating_add(in_microseconds(duration));

        Self::from_microsecond(moved.min(LAST_MICROSECOND)).unwrap_or(self)
    }

    /// This much earlier; never earlier than the year 0000.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        let moved = self
            .as_microsecond()
            .saturating_sub(in_microseconds(duration));

        Self::from_microsecond(moved.max(FIRST_MICROSECOND)).unwrap_or(self)
    }

    /// So many calendar months later (earlier when negative), on the same day of the month or the
    /// last that there is.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let zoned = self.0.to_zoned_datetime(TimeZone::UTC);
        let moved = zoned.checked_add(Span::new().months(months));

        moved.map_or(self, |moved| {
            Self::try_from(moved.timestamp()).unwrap_or(self)
        })
    }

    /// How long ago `earlier` was; zero when it lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        let gone = self
            .as_microsecond()
            .saturating_sub(earlier.as_microsecond());

        Duration::from_micros(u64::try_from(gone).unwrap_or(0))
    }

    /// The full hour: what remains of a time that could lead back to a person.
    #[must_use]
    pub fn hour(self) -> Self {
        let into = self.as_microsecond().rem_euclid(3_600_000_000);
        self.minus(Duration::from_micros(u64::try_from(into).unwrap_or(0)))
    }

    /// The calendar day in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        Date::of(self.0.to_zoned_datetime(TimeZone::UTC).date())
    }
}

fn in_microseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// Whether the text has the shape of RFC 3339, section 5.6; the ranges are left to the parser.
fn is_rfc3339(text: &[u8]) -> bool {
    let Some((start, rest)) = text.split_at_checked("2026-03-01T08:30:00".len()) else {
        return false;
    };
    let Some(zone) = without_fraction(rest) else {
        return false;
    };

    has_shape(start, b"0000-00-00T00:00:00")
        && (matches!(zone, b"Z" | b"z") || has_shape(zone, b"+00:00") || has_shape(zone, b"-00:00"))
}

fn without_fraction(rest: &[u8]) -> Option<&[u8]> {
    let Some(fraction) = rest.strip_prefix(b".") else {
        return Some(rest);
    };
    let digits = fraction
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();

    if digits == 0 {
        None
    } else {
        fraction.get(digits..)
    }
}

impl TryFrom<Timestamp> for Time {
    type Error = NotATime;

    /// Cuts what is finer than a microsecond.
    fn try_from(instant: Timestamp) -> Result<Self, NotATime> {
        Self::from_microsecond(instant.as_microsecond())
    }
}

impl FromStr for Time {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        Self::parse(text)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;

        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for Time {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some(
                "An instant, RFC 3339. The server answers in UTC with `Z`.",
            ))
            .examples(["2026-03-01T08:30:00Z"])
            .into()
    }
}

impl ToSchema for Time {
    fn name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_strictly_and_written_in_utc() {
        for (text, shown) in [
            ("2026-03-01T08:30:00Z", "2026-03-01T08:30:00Z"),
            ("2026-03-01t08:30:00.5z", "2026-03-01T08:30:00.5Z"),
            (
                "2026-03-01T08:30:00.123456789Z",
                "2026-03-01T08:30:00.123456Z",
            ),
            ("2026-03-01T08:30:00+08:00", "2026-03-01T00:30:00Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ] {
            assert_eq!(Time::parse(text).unwrap().to_string(), shown, "{text}");
        }
        for text in [
            "",
            "2026-03-01",
            "2026-03-01T08:30Z",
            "2026-03-01 08:30:00Z",
            "2026-03-01T08:30:00",
            "2026-03-01T08:30:00.Z",
            "2026-13-01T08:30:00Z",
            "2026-02-30T08:30:00Z",
            "2026-03-01T08:30:00Z[UTC]",
            "+002026-03-01T08:30:00Z",
            "20260301T083000Z",
            "0000-01-01T00:00:00+01:00",
            "2026-03-01T08:30:00+0800",
            "２026-03-01T08:30:00Z",
        ] {
            assert_eq!(Time::parse(text), Err(NotATime), "{text}");
        }
    }

    #[test]
    fn a_month_has_as_many_days_as_it_has() {
        let time = Time::parse("2026-11-30T08:30:00Z").unwrap();

        assert_eq!(time.plus_months(3).to_string(), "2027-02-28T08:30:00Z");
        assert_eq!(time.plus_months(-24).to_string(), "2024-11-30T08:30:00Z");
    }

    #[test]
    fn a_time_moves_without_ever_leaving_its_range() {
        let time = Time::parse("2026-03-01T08:30:00Z").unwrap();
        let hour = Duration::from_hours(1);

        assert_eq!(time.plus(hour).to_string(), "2026-03-01T09:30:00Z");
        assert_eq!(time.minus(hour).to_string(), "2026-03-01T07:30:00Z");
        assert_eq!(time.plus(hour).since(time), hour);
        assert_eq!(time.since(time.plus(hour)), Duration::ZERO);
        assert_eq!(time.plus(Duration::MAX).to_string(), "9999-12-30T22:00:00Z");
        assert_eq!(Time::from_microsecond(i64::MAX), Err(NotATime));
        assert_eq!(
            time.minus(Duration::MAX).to_string(),
            "0000-01-01T00:00:00Z"
        );
        assert_eq!(time.date().to_string(), "2026-03-01");
        assert_eq!(Time::from_microsecond(time.as_microsecond()), Ok(time));
        assert_eq!(Time::from_microsecond(i64::MIN), Err(NotATime));
    }
}
