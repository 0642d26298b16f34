//! Time: what it is, and where it comes from.
//!
//! Every instant is a [`Time`], cut to microseconds because `PostgreSQL` keeps no more: a value that
//! was answered to a client equals the value read back. Nothing in the crate asks the operating
//! system for the time except [`SystemClock`]; everybody else is given a [`Clock`].

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::platform::db::types::{DbDate, DbTime};

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

impl Time {
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
        if microseconds < FIRST_MICROSECOND {
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
        let latest = Timestamp::MAX.as_microsecond();
        let moved = self
            .as_microsecond()
            .saturating_add(in_microseconds(duration))
            .min(latest);

        Self::from_microsecond(moved).unwrap_or(self)
    }

    /// This much earlier; never earlier than the year 0000.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        let moved = self
            .as_microsecond()
            .saturating_sub(in_microseconds(duration));

        Self::from_microsecond(moved.max(FIRST_MICROSECOND)).unwrap_or(self)
    }

    /// How long ago `earlier` was; zero when it lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        let gone = self
            .as_microsecond()
            .saturating_sub(earlier.as_microsecond());

        Duration::from_micros(u64::try_from(gone).unwrap_or(0))
    }

    /// The calendar day in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        Date(self.0.to_zoned_datetime(TimeZone::UTC).date())
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

/// Compares byte by byte; `0` stands for any digit, `T` also for `t`.
fn has_shape(text: &[u8], shape: &[u8]) -> bool {
    text.len() == shape.len()
        && text
            .iter()
            .zip(shape)
            .all(|(byte, expected)| match expected {
                b'0' => byte.is_ascii_digit(),
                _ => byte.eq_ignore_ascii_case(expected),
            })
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

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Time;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Time {
        (**self).now()
    }
}

/// The operating system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the system"
    )]
    fn now(&self) -> Time {
        let now = Timestamp::now().as_microsecond();

        Time(Timestamp::from_microsecond(now).unwrap_or(Timestamp::UNIX_EPOCH))
    }
}

/// A clock that stands still until it is moved, for tests; share it in an [`Arc`].
#[derive(Debug)]
pub struct ManualClock {
    microseconds: AtomicI64,
}

impl ManualClock {
    /// A clock that shows this instant.
    #[must_use]
    pub fn at(now: Time) -> Self {
        Self {
            microseconds: AtomicI64::new(now.as_microsecond()),
        }
    }

    /// Shows another instant from now on; it may lie in the past.
    pub fn set(&self, now: Time) {
        self.microseconds
            .store(now.as_microsecond(), Ordering::SeqCst);
    }

    /// Moves forward and returns the new instant.
    pub fn advance(&self, duration: Duration) -> Time {
        let now = self.now().plus(duration);
        self.set(now);

        now
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Time {
        let microseconds = self.microseconds.load(Ordering::SeqCst);

        Time(Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::UNIX_EPOCH))
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
    fn a_time_moves_without_ever_leaving_its_range() {
        let time = Time::parse("2026-03-01T08:30:00Z").unwrap();
        let hour = Duration::from_secs(3600);

        assert_eq!(time.plus(hour).to_string(), "2026-03-01T09:30:00Z");
        assert_eq!(time.minus(hour).to_string(), "2026-03-01T07:30:00Z");
        assert_eq!(time.plus(hour).since(time), hour);
        assert_eq!(time.since(time.plus(hour)), Duration::ZERO);
        assert!(time.plus(Duration::MAX) > time);
        assert_eq!(
            time.minus(Duration::MAX).to_string(),
            "0000-01-01T00:00:00Z"
        );
        assert_eq!(time.date().to_string(), "2026-03-01");
        assert_eq!(Time::from_microsecond(time.as_microsecond()), Ok(time));
        assert_eq!(Time::from_microsecond(i64::MIN), Err(NotATime));
    }

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

    #[test]
    fn json_is_the_text() {
        let time: Time = serde_json::from_str("\"2026-03-01T08:30:00.25Z\"").unwrap();
        let day: Date = serde_json::from_str("\"2026-03-01\"").unwrap();

        assert_eq!(
            serde_json::to_string(&(time, day)).unwrap(),
            r#"["2026-03-01T08:30:00.25Z","2026-03-01"]"#
        );
        assert!(serde_json::from_str::<Time>("1").is_err());
    }

    #[test]
    fn clocks_show_microseconds_and_the_manual_one_obeys() {
        let system = SystemClock.now();
        let clock = Arc::new(ManualClock::at(system));

        assert_eq!(Time::parse(&system.to_string()), Ok(system));
        assert_eq!(Clock::now(&clock), system);
        assert_eq!(
            clock.advance(Duration::from_secs(1)).since(system),
            Duration::from_secs(1)
        );
        clock.set(system);
        assert_eq!(clock.now(), system);
    }
}
