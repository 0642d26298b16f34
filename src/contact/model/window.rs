//! Times of the week by the clock of a place.

mod hours;

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::text_enum;

text_enum! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Monday => "monday",
        /// Tuesday.
        Tuesday => "tuesday",
        /// Wednesday.
        Wednesday => "wednesday",
        /// Thursday.
        Thursday => "thursday",
        /// Friday.
        Friday => "friday",
        /// Saturday.
        Saturday => "saturday",
        /// Sunday.
        Sunday => "sunday",
    }
}

/// A time of the week.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactWindow {
    /// On which days.
    #[schema(min_items = 1, max_items = 7)]
    pub days: Vec<Weekday>,
    /// From when on, `HH:MM`.
    pub from: ClockTime,
    /// Until when, `HH:MM`; past midnight when it is earlier than `from`.
    pub until: ClockTime,
    /// Where the clock hangs (IANA time zone).
    pub time_zone: ZoneName,
}

/// The text does not have its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("does not have the form that is expected")]
pub struct Malformed;

/// A time of day, `HH:MM`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ClockTime(String);

impl ClockTime {
    /// Minutes since midnight.
    pub fn minutes(&self) -> i64 {
        let (hour, minute) = self.0.split_once(':').unwrap_or_default();
        let number = |part: &str| part.parse::<i64>().unwrap_or_default();
        number(hour) * 60 + number(minute)
    }
}

impl TryFrom<String> for ClockTime {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        let two = |part: &str, least_too_many: u8| {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            digits
                && part
                    .parse::<u8>()
                    .is_ok_and(|number| number < least_too_many)
        };
        match text.split_once(':') {
            Some((hour, minute)) if two(hour, 24) && two(minute, 60) => Ok(Self(text)),
            _ => Err(Malformed),
        }
    }
}

impl PartialSchema for ClockTime {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A time of day."))
            .max_length(Some(5))
            .pattern(Some("^([01][0-9]|2[0-3]):[0-5][0-9]$"))
            .examples(["19:30"])
            .into()
    }
}

impl ToSchema for ClockTime {
    fn name() -> std::borrow::Cow<'static, str> {
        "ClockTime".into()
    }
}

/// The name of a time zone (IANA), for example `Asia/Singapore`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ZoneName(String);

impl ZoneName {
    /// Whether there is such a zone. Where the system keeps no time zones, any may be one.
    pub fn is_known(&self) -> bool {
        let zones = jiff::tz::db();
        zones.is_definitively_empty() || zones.get(&self.0).is_ok()
    }
}

impl fmt::Debug for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ZoneName(…)")
    }
}

impl TryFrom<String> for ZoneName {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        let is_symbol = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-' | '/');
        let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic());
        if starts_well && (2..=40).contains(&text.len()) && text.chars().all(is_symbol) {
            Ok(Self(text))
        } else {
            Err(Malformed)
        }
    }
}

impl PartialSchema for ZoneName {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A time zone (IANA)."))
            .min_length(Some(2))
            .max_length(Some(40))
            .pattern(Some("^[A-Za-z][A-Za-z0-9_+/-]*$"))
            .examples(["Asia/Singapore"])
            .into()
    }
}

impl ToSchema for ZoneName {
    fn name() -> std::borrow::Cow<'static, str> {
        "ZoneName".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_read_strictly() {
        let read = |text: &str| ClockTime::try_from(text.to_owned()).is_ok();
        assert!(read("00:00") && read("23:59"));
        for text in [
            "", "24:00", "9:30", "09:60", "09:3", "09-30", "+9:30", "09:30:00",
        ] {
            assert!(!read(text), "{text}");
        }
    }
}
