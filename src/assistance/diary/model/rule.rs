//! By what a claim is reckoned: given as data by who knows the law, with its source.

use std::str::FromStr as _;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::entry::{Rate, RatePer};
use crate::platform::code_lists::{Code, Currencies};
use crate::platform::problem::Fault;
use crate::platform::text::Line;

type CurrencyCode = Code<Currencies>;

/// By what a claim is reckoned. It has no `Debug`, which would show what somebody earns.
#[derive(Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "currency": "SGD", "agreed_rate": { "amount": "800.00", "currency": "SGD", "per": "month" },
    "hours_per_day": "8", "hours_per_week": "44", "days_per_month": "26",
    "overtime_multiplier": "1.5", "rest_day_multiplier": "2",
    "source": "Employment Act 1968, Part 4; contract of 3 March 2026" }))]
pub struct ClaimRule {
    /// The currency of the claim (ISO 4217).
    #[schema(value_type = CurrencyCode)]
    pub currency: CurrencyCode,
    /// What was agreed; an entry with a rate of its own is reckoned by that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_rate: Option<Rate>,
    /// Hours of a normal day; what is worked beyond is overtime.
    #[schema(pattern = r"^([1-9]|1[0-9]|2[0-3])(\.[0-9]{1,2})?$", max_length = 5)]
    pub hours_per_day: String,
    /// Hours of a normal week, from Monday on; what is worked beyond is overtime too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(
        pattern = r"^([1-9]|[1-9][0-9]|1[0-5][0-9]|16[0-7])(\.[0-9]{1,2})?$",
        max_length = 6
    )]
    pub hours_per_week: Option<String>,
    /// Days by which a monthly rate is divided; needed with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(pattern = r"^([1-9]|1[0-9]|2[0-9]|30)(\.[0-9]{1,2})?$", max_length = 5)]
    pub days_per_month: Option<String>,
    /// By what an hour of overtime is multiplied.
    #[schema(pattern = r"^[1-9](\.[0-9]{1,2})?$", max_length = 4)]
    pub overtime_multiplier: String,
    /// By what an hour on a rest day is multiplied.
    #[schema(pattern = r"^[1-9](\.[0-9]{1,2})?$", max_length = 4)]
    pub rest_day_multiplier: String,
    /// Where this comes from: the law with its section, the contract, a collective agreement.
    #[schema(value_type = Line<500>)]
    pub source: Line<500>,
}

impl ClaimRule {
    /// What the contract cannot say.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Some(rate) = &self.agreed_rate {
            if rate.currency != self.currency {
                faults.push(Fault::new("/agreed_rate/currency", "other_than_claim"));
            }
            if rate.per == RatePer::Month && self.days_per_month.is_none() {
                faults.push(Fault::new("/days_per_month", "missing_member"));
            }
        }
        faults
    }
}

/// The numbers of a rule.
pub(super) struct Numbers {
    pub day_minutes: i64,
    pub week_minutes: Option<i64>,
    pub hours_per_day: Decimal,
    pub days_per_month: Option<Decimal>,
    pub overtime: Decimal,
    pub rest_day: Decimal,
}

impl Numbers {
    /// `None` for a rule that the contract would not have let in.
    pub fn of(rule: &ClaimRule) -> Option<Self> {
        let number = |text: &String| Decimal::from_str(text).ok();
        let minutes = |hours: Decimal| i64::try_from((hours * Decimal::from(60)).round()).ok();
        let hours_per_day = number(&rule.hours_per_day)?;
        let week = rule.hours_per_week.as_ref().and_then(number);
        Some(Self {
            day_minutes: minutes(hours_per_day)?,
            week_minutes: week.and_then(minutes),
            hours_per_day,
            days_per_month: rule.days_per_month.as_ref().and_then(number),
            overtime: number(&rule.overtime_multiplier)?,
            rest_day: number(&rule.rest_day_multiplier)?,
        })
    }
}
