//! Calendar months, the finest that is asked about a recruitment and told about a publication.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::Date;

/// A calendar month of the years 1990 to 2099; on the wire and in the database `YYYY-MM`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

/// The text is not a [`Month`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a month such as 2026-03")]
pub struct NotAMonth;

const FIRST_YEAR: i16 = 1990;
const LAST_YEAR: i16 = 2099;
const PATTERN: &str = "^(199[0-9]|20[0-9]{2})-(0[1-9]|1[0-2])$";

impl Month {
    /// The month of a day, which the clock keeps within the years that there are here.
    pub fn of(day: Date) -> Self {
        let day = day.as_civil();
        Self {
            year: day.year().clamp(FIRST_YEAR, LAST_YEAR),
            month: day.month(),
        }
    }

    /// The month after it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self.month {
            12 => Self {
                year: self.year + 1,
                month: 1,
            },
            month => Self {
                year: self.year,
                month: month + 1,
            },
        }
    }

    /// The month that lies so many after it.
    #[must_use]
    pub fn plus(self, months: u32) -> Self {
        (0..months).fold(self, |month, _| month.next())
    }

    /// The month that lies so many before it.
    #[must_use]
    pub fn minus(self, months: u32) -> Self {
        (0..months).fold(self, |month, _| month.previous())
    }

    const fn previous(self) -> Self {
        match self.month {
            1 => Self {
                year: self.year - 1,
                month: 12,
            },
            month => Self {
                year: self.year,
                month: month - 1,
            },
        }
    }

    /// Its first day.
    pub fn first_day(self) -> Result<Date, super::NotADate> {
        Date::parse(&format!("{self}-01"))
    }

    /// The year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// How many months it lies after another one; 0 when it does not.
    pub fn months_since(self, other: Self) -> u32 {
        let count = |month: Self| i32::from(month.year) * 12 + i32::from(month.month);
        u32::try_from(count(self) - count(other)).unwrap_or(0)
    }
}

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let (year, month) = text.split_once('-').ok_or(NotAMonth)?;
        let is_number = |part: &str, length| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_number(year, 4) || !is_number(month, 2) {
            return Err(NotAMonth);
        }
        let read = Self {
            year: year.parse().map_err(|_| NotAMonth)?,
            month: month.parse().map_err(|_| NotAMonth)?,
        };
        let is_real =
            (FIRST_YEAR..=LAST_YEAR).contains(&read.year) && (1..=12).contains(&read.month);
        is_real.then_some(read).ok_or(NotAMonth)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for Month {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A calendar month, `YYYY-MM`."))
            .pattern(Some(PATTERN))
            .examples(["2026-03"])
            .into()
    }
}

impl ToSchema for Month {
    fn name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_across_years() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        assert_eq!(month("2026-03").months_since(month("2024-11")), 16);
        assert_eq!(month("2024-11").months_since(month("2026-03")), 0);
        assert_eq!(month("2024-11").plus(3), month("2025-02"));
        assert_eq!(month("2025-02").minus(3), month("2024-11"));
        assert_eq!(month("2025-02").first_day(), Date::parse("2025-02-01"));
    }

    #[test]
    fn a_month_is_read_strictly_and_sorts_by_time() {
        let month: Month = "2026-03".parse().unwrap();
        assert_eq!(month.to_string(), "2026-03");
        assert_eq!(Month::of(Date::parse("2026-03-31").unwrap()), month);
        assert!("1999-12".parse::<Month>().unwrap() < month);
        for text in [
            "",
            "2026",
            "2026-3",
            "2026-13",
            "2026-00",
            "1989-12",
            "+026-03",
            "2026-03-01",
        ] {
            assert_eq!(text.parse::<Month>(), Err(NotAMonth), "{text}");
        }
    }
}
