//! How a person may be contacted without being put at risk: a plan that binds whoever reads it.

mod hours;

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::platform::code_lists::{Code, ContactOwners, SafeContactChannels};
use crate::platform::language::Language;
use crate::platform::problem::Fault;
use crate::platform::text::{Line, Prose};
use crate::text_enum;

type ChannelCode = Code<SafeContactChannels>;
type OwnerCode = Code<ContactOwners>;

/// How the person may be contacted. Without it, nobody contacts them: messages wait for the receipt
/// code.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SafeContact {
    /// Nobody may contact the person by any way of their own.
    #[serde(default)]
    pub do_not_contact: bool,
    /// The employer looks into the telephone.
    #[serde(default)]
    pub phone_checked_by_employer: bool,
    /// The ways, the best first.
    #[serde(default)]
    #[schema(max_items = 5)]
    pub methods: Vec<ContactMethod>,
    /// What to do when none of the ways works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Fallback>,
    /// What else is to be known before contacting the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose<500>>,
}

text_enum! {
    /// What to do when no way of contact works.
    pub enum Fallback {
        /// Nothing: do not try.
        Nothing => "none",
        /// Wait until the person asks with the receipt code.
        WaitForReceipt => "wait_for_receipt",
    }
}

/// A way of contact and its conditions.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactMethod {
    /// The channel.
    pub channel: ChannelCode,
    /// The number, name or address on that channel.
    pub address: Line<200>,
    /// Whose telephone or account it is.
    pub owner: OwnerCode,
    /// Whether a message may be left.
    #[serde(default)]
    pub ok_to_leave_message: bool,
    /// Whether the organisation may say its name.
    #[serde(default)]
    pub ok_to_name_organisation: bool,
    /// As what the organisation should introduce itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disguise_as: Option<Line<100>>,
    /// A word by which both know that it is the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_word: Option<Line<60>>,
    /// The language to speak.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// When, in the person's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Line<200>>,
    /// When, exactly. With windows, at no other time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 14)]
    pub windows: Vec<ContactWindow>,
}

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

/// A time at which contact is safe.
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

impl SafeContact {
    /// What the contract cannot say: the time zones exist. `at` points to the plan.
    pub fn faults(&self, at: &str) -> Vec<Fault> {
        let of_method = |(number, method): (usize, &ContactMethod)| {
            let at = format!("{at}/methods/{number}/windows");
            let unknown = |(window, of): (usize, &ContactWindow)| {
                let pointer = format!("{at}/{window}/time_zone");
                (!of.time_zone.is_known()).then(|| Fault::new(pointer, "unknown_time_zone"))
            };
            let windows = method.windows.iter().enumerate();
            windows.filter_map(unknown).collect::<Vec<_>>()
        };
        self.methods
            .iter()
            .enumerate()
            .flat_map(of_method)
            .collect()
    }
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

    #[test]
    fn an_unknown_time_zone_is_a_fault() {
        let plan = |zone: &str| -> SafeContact {
            serde_json::from_value(serde_json::json!({ "methods": [{ "channel": "sms",
                "address": "+6590000000", "owner": "self", "windows": [{ "days": ["sunday"],
                "from": "14:00", "until": "17:00", "time_zone": zone }] }] }))
            .unwrap()
        };
        assert_eq!(plan("Asia/Singapore").faults("/safe_contact"), []);
        if !jiff::tz::db().is_definitively_empty() {
            let at = "/safe_contact/methods/0/windows/0/time_zone";
            assert_eq!(
                plan("Asia/Nowhere").faults("/safe_contact"),
                [Fault::new(at, "unknown_time_zone")]
            );
        }
    }
}
