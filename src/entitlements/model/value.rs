//! The values that entitlements have.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::exact::Figure;
use crate::platform::code_lists::{Code, Currencies};
use crate::text_enum;

type CurrencyCode = Code<Currencies>;

text_enum! {
    /// For what a sum of money is.
    pub enum Per {
        /// An hour.
        Hour => "hour",
        /// A day.
        Day => "day",
        /// A week.
        Week => "week",
        /// A month.
        Month => "month",
        /// One case.
        Case => "case",
    }
}

/// Money for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MoneyFor)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// How much.
    pub amount: Figure,
    /// ISO 4217.
    #[schema(value_type = CurrencyCode)]
    pub currency: CurrencyCode,
    /// For what.
    pub per: Per,
}

/// A multiple of a basis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimesOf {
    /// How many times.
    pub factor: Figure,
    /// `hourly_rate`, `hourly_basic_rate`, `hourly_rate_of_that_day`, `daily_rate` or `daily_basic_rate`.
    pub of: String,
}

/// A step of a rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateStep {
    /// The first hour of overtime of that day, from 1.
    pub from_hour: u32,
    /// The last; all further when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_hour: Option<u32>,
    /// How many times the basis.
    pub factor: Figure,
}

/// A rate that rises with the hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateSteps {
    /// The basis.
    pub of: String,
    /// The steps.
    pub steps: Vec<RateStep>,
}

/// A number in a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoursPer {
    /// How many.
    pub count: Figure,
    /// `day`, `week`, `month`, `year` or `three_weeks`.
    pub per: String,
}

/// Days in a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DaysPer {
    /// How many.
    pub count: Figure,
    /// `week`, `month`, `year`, `two_years` or `event`.
    pub per: String,
    /// `full`, `part`, `none` or `unknown`.
    pub pay: String,
    /// How many of them are paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_count: Option<Figure>,
    /// Which share of the wage is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_share: Option<Figure>,
    /// Days more …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plus: Option<Figure>,
    /// … for each so many full years of service after the first such period …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plus_per_years: Option<u32>,
    /// … up to so many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<Figure>,
}

/// A length of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DurationOf {
    /// How many.
    pub count: u32,
    /// `days`, `working_days`, `weeks`, `months` or `wage_periods`.
    pub unit: String,
    /// After what: `wage_period`, `wage_due`, `end_of_work` or `start_of_work`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// At most so many months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_months: Option<u32>,
    /// Which share of the wage is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_share: Option<Figure>,
    /// Who pays: `full`, `social_insurance` and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay: Option<String>,
}

/// Wages of a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WagesOf {
    /// How many.
    pub count: Figure,
    /// `days`, `weeks` or `months` of wage.
    pub unit: String,
    /// For what: `year_of_service` or `end_of_work`.
    pub per: String,
}

/// A share of wages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareOf {
    /// No more than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Figure>,
    /// No less than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Figure>,
    /// `wages_of_month`, `wages_of_period`, `net_wages_of_month` or `basic_wages_of_year`.
    pub of: String,
}

/// A break during work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakAfter {
    /// How long.
    pub minutes: u32,
    /// After so many hours of work, or `unknown`.
    pub after_hours: String,
}

/// Room for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaPer {
    /// Square metres.
    pub square_metres: Figure,
    /// `person`.
    pub per: String,
}

/// Hours of a day in a part of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DailyWindow {
    /// From this local time.
    pub from: String,
    /// To this local time.
    pub to: String,
    /// From this day of the year, `MM-DD`.
    pub from_day: String,
    /// To this day of the year, `MM-DD`.
    pub to_day: String,
}

/// A value: one member, which is its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a few hundred, read once")]
pub enum EntitlementValue {
    /// Money.
    Money(Money),
    /// A multiple of a basis.
    Times(TimesOf),
    /// A rate that rises with the hours.
    RateSteps(RateSteps),
    /// Multiples of bases that are added.
    TimesSum(Vec<TimesOf>),
    /// Hours.
    Hours(HoursPer),
    /// Days.
    Days(DaysPer),
    /// A length of time.
    Duration(DurationOf),
    /// Wages of a time.
    Wages(WagesOf),
    /// A share of wages.
    Share(ShareOf),
    /// A break.
    Break(BreakAfter),
    /// Room.
    Area(AreaPer),
    /// Hours of a day.
    DailyWindow(DailyWindow),
    /// That it must not happen; always true.
    Prohibited(bool),
    /// That it must happen; always true.
    Duty(bool),
    /// When it is allowed.
    AllowedWhen(Vec<String>),
}

impl EntitlementValue {
    /// The name of its type.
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Money(_) => "money",
            Self::Times(_) => "times",
            Self::RateSteps(_) => "rate_steps",
            Self::TimesSum(_) => "times_sum",
            Self::Hours(_) => "hours",
            Self::Days(_) => "days",
            Self::Duration(_) => "duration",
            Self::Wages(_) => "wages",
            Self::Share(_) => "share",
            Self::Break(_) => "break",
            Self::Area(_) => "area",
            Self::DailyWindow(_) => "daily_window",
            Self::Prohibited(_) => "prohibited",
            Self::Duty(_) => "duty",
            Self::AllowedWhen(_) => "allowed_when",
        }
    }

    /// The unit in which it counts, as far as rules of other units are not compared with it.
    pub fn unit(&self) -> String {
        match self {
            Self::Money(money) => format!("{} {}", money.currency.as_str(), money.per),
            Self::Hours(hours) => hours.per.clone(),
            Self::Days(days) => days.per.clone(),
            Self::Share(share) => share.of.clone(),
            Self::Duration(duration) => duration.after.clone().unwrap_or_default(),
            Self::Times(_)
            | Self::RateSteps(_)
            | Self::TimesSum(_)
            | Self::Wages(_)
            | Self::Break(_)
            | Self::Area(_)
            | Self::DailyWindow(_)
            | Self::Prohibited(_)
            | Self::Duty(_)
            | Self::AllowedWhen(_) => String::new(),
        }
    }
}
