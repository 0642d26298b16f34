//! What a person has coming to them.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::clock::Month;
use crate::platform::code_lists::{Code, Currencies};
use crate::platform::ids::Id;
use crate::platform::money::decimals_of;
use crate::text_enum;

type CurrencyCode = Code<Currencies>;

/// An amount that may be below zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SignedMoney, example = json!({ "amount": "-12.50", "currency": "SGD" }))]
pub struct Signed {
    /// A decimal number with as many decimals as the currency has.
    #[schema(pattern = r"^-?(0|[1-9][0-9]{0,27})(\.[0-9]{1,4})?$", max_length = 34)]
    pub amount: String,
    /// ISO 4217.
    #[schema(value_type = CurrencyCode)]
    pub currency: CurrencyCode,
}

impl Signed {
    /// An amount that is as fine as its currency.
    pub fn of(amount: Decimal, currency: &CurrencyCode) -> Self {
        let decimals = u32::try_from(decimals_of(currency.as_str())).unwrap_or(2);
        let mut amount = rounded(amount, currency);
        amount.rescale(decimals);
        if amount.is_zero() {
            amount.set_sign_positive(true);
        }
        Self {
            amount: amount.to_string(),
            currency: currency.clone(),
        }
    }
}

/// To the smallest unit of the currency, half a unit away from zero.
pub(super) fn rounded(amount: Decimal, currency: &CurrencyCode) -> Decimal {
    let decimals = u32::try_from(decimals_of(currency.as_str())).unwrap_or(2);
    amount.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// Hours and money of a month, or of all months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ClaimSums)]
pub struct Sums {
    /// Minutes within the normal day and week.
    pub ordinary_minutes: i64,
    /// Minutes beyond.
    pub overtime_minutes: i64,
    /// Minutes on rest days.
    pub rest_day_minutes: i64,
    /// Pieces that were made.
    pub pieces: i64,
    /// What the person is entitled to.
    pub entitled: Signed,
    /// What was paid.
    pub paid: Signed,
    /// What is still owed: below zero when more was paid than is due.
    pub owed: Signed,
}

/// Hours and money of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ClaimMonth)]
pub struct ClaimMonth {
    /// The month.
    pub month: Month,
    /// Its sums.
    pub sums: Sums,
}

text_enum! {
    /// What a claim assumes.
    pub enum AssumptionCode {
        /// Hours are as the person wrote them down.
        HoursAsWritten => "hours_as_written",
        /// Breaks are not paid.
        BreaksUnpaid => "breaks_unpaid",
        /// Overtime is what goes beyond the day and, where given, the week.
        OvertimeBeyond => "overtime_beyond",
        /// Rest days are those that the person marked; their hours do not count towards the week.
        RestDaysAsMarked => "rest_days_as_marked",
        /// An hour of a daily rate is the rate divided by the hours of the day.
        DailyRateDivided => "daily_rate_divided",
        /// An hour of a monthly rate is the rate divided by days and hours.
        MonthlyRateDivided => "monthly_rate_divided",
        /// Pieces are paid by their number alone.
        PiecesWithoutOvertime => "pieces_without_overtime",
        /// A payment counts in the month of its entry.
        PaymentsInMonthOfEntry => "payments_in_month_of_entry",
        /// Each month is rounded to the smallest unit, once.
        RoundedPerMonth => "rounded_per_month",
    }
}

text_enum! {
    /// What is to be said about an entry.
    pub enum RemarkCode {
        /// Neither it nor the rule has a rate; its hours are not counted.
        NoRate => "no_rate",
        /// Its rate or payment is in another currency and is not counted.
        OtherCurrency => "other_currency",
        /// Its rate is monthly and the rule has no days by which to divide; not counted.
        NoDaysPerMonth => "no_days_per_month",
        /// It is paid by the piece and says no number; not counted.
        NoPieces => "no_pieces",
        /// It overlaps another entry; both are counted.
        Overlaps => "overlaps",
    }
}

/// Something about an entry that a reader of the claim must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The entry.
    pub entry: Id,
    /// What.
    pub code: RemarkCode,
}

/// A claim.
pub struct Claim {
    /// Month by month.
    pub months: Vec<ClaimMonth>,
    /// The sum of the months.
    pub total: Sums,
    /// What it assumes.
    pub assumptions: Vec<AssumptionCode>,
    /// What is to be said about entries.
    pub remarks: Vec<Remark>,
}
