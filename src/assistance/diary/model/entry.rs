//! One day's work, or one payment, as the person wrote it down.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::assistance::model::ClockTime;
use crate::assistance::outcome::too_fine;
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::{Code, Currencies, PlacePrecisions};
use crate::platform::ids::Id;
use crate::platform::money::Money;
use crate::platform::problem::{Fault, FaultBody};
use crate::platform::text::Line;
use crate::text_enum;

type CurrencyCode = Code<Currencies>;
type PlacePrecisionCode = Code<PlacePrecisions>;

/// Minutes of a day.
pub const DAY_MINUTES: i64 = 24 * 60;

text_enum! {
    /// For what a rate is paid.
    pub enum RatePer {
        /// For each hour.
        Hour => "hour",
        /// For each day.
        Day => "day",
        /// For each month.
        Month => "month",
        /// For each piece.
        Piece => "piece",
    }
}

/// What is paid for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PayRate, example = json!({ "amount": "18.50", "currency": "SGD", "per": "day" }))]
pub struct Rate {
    /// A decimal number; it may be finer than the currency.
    #[schema(pattern = r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,4})?$", max_length = 17)]
    pub amount: String,
    /// ISO 4217.
    #[schema(value_type = CurrencyCode)]
    pub currency: CurrencyCode,
    /// For what.
    pub per: RatePer,
}

/// What an entry says. It has no `Debug`, which would show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DiaryContent, example = json!({
    "date": "2026-11-20", "start": "20:00", "end": "06:30", "break_minutes": 30,
    "task": "Unloading", "place": "Tuas", "place_precision": "district",
    "paid": { "amount": "20.00", "currency": "SGD" }, "paid_on": "2026-11-21" }))]
pub struct EntryContent {
    /// The day on which the work began, or for which was paid.
    pub date: Date,
    /// When it began, by the clock of the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<ClockTime>,
    /// When it ended; at or before `start` means on the next day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<ClockTime>,
    /// Minutes of breaks in it.
    #[serde(default)]
    #[schema(maximum = 1439)]
    pub break_minutes: u16,
    /// Whether it was a rest day or a public holiday.
    #[serde(default)]
    pub rest_day: bool,
    /// What was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<Line<200>>,
    /// For whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employer: Option<Line<200>>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Line<200>>,
    /// How exactly the place is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<PlacePrecisionCode>)]
    pub place_precision: Option<PlacePrecisionCode>,
    /// What was to be paid, where it is not the agreed rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// How many pieces were made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 1_000_000)]
    pub pieces: Option<u32>,
    /// What was paid for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Money>,
    /// When that was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_on: Option<Date>,
}

impl EntryContent {
    /// From when to when it lasts, in minutes after the midnight at which the day begins.
    pub fn span(&self) -> Option<(i64, i64)> {
        let (start, end) = (self.start.as_ref()?.minutes(), self.end.as_ref()?.minutes());
        let next_day = if end <= start { DAY_MINUTES } else { 0 };
        Some((start, end + next_day))
    }

    /// Minutes that were worked.
    pub fn minutes(&self) -> i64 {
        let whole = self.span().map_or(0, |(start, end)| end - start);
        (whole - i64::from(self.break_minutes)).max(0)
    }

    /// What the contract cannot say. `latest` is the last day that has begun anywhere.
    pub fn faults(&self, at: &str, latest: Date) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault = |name: &str, code| faults.push(Fault::new(format!("{at}/{name}"), code));
        if self.date > latest {
            fault("date", "in_the_future");
        }
        if self.paid_on.is_some_and(|day| day > latest) {
            fault("paid_on", "in_the_future");
        }
        match (&self.start, &self.end) {
            (Some(_), None) => fault("end", "missing_member"),
            (None, Some(_)) => fault("start", "missing_member"),
            (Some(_), Some(_)) | (None, None) => {}
        }
        let whole = self.span().map_or(0, |(start, end)| end - start);
        let breaks = i64::from(self.break_minutes);
        if breaks > 0 && breaks >= whole {
            let limit = (whole - 1).max(0);
            let at = format!("{at}/break_minutes");
            faults.push(Fault::new(at, "too_large").with("limit", limit));
        }
        let paid = self.paid.as_ref();
        faults.extend(paid.and_then(|money| too_fine(money, &format!("{at}/paid"))));
        faults
    }
}

/// An entry on its way into the diary.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDiaryEntry)]
pub struct NewEntry {
    /// An id of the client's own; the same id again edits the entry.
    pub id: ChosenId,
    /// When it was written, by the clock of the telephone.
    pub entered_at: Time,
    /// What it says.
    pub entry: EntryContent,
}

/// An entry of the diary.
#[derive(Serialize, ToSchema)]
#[schema(as = DiaryEntry)]
#[expect(
    clippy::struct_field_names,
    reason = "the member bears this name on the wire"
)]
pub struct Entry {
    /// Its id.
    pub id: Id,
    /// 1 as it was first written; one more with each edit.
    pub version: i64,
    /// Whether it was changed after it was first written.
    pub edited: bool,
    /// When it was written, by the clock of the telephone.
    pub entered_at: Time,
    /// When it arrived here.
    pub recorded_at: Time,
    /// What it says.
    pub entry: EntryContent,
    /// What it said before, the oldest first.
    pub earlier: Vec<Earlier>,
}

/// What an entry said before it was edited.
#[derive(Serialize, ToSchema)]
#[schema(as = EarlierDiaryEntry)]
pub struct Earlier {
    /// The version.
    pub version: i64,
    /// When it was written, by the clock of the telephone.
    pub entered_at: Time,
    /// When it arrived here.
    pub recorded_at: Time,
    /// What it said.
    pub entry: EntryContent,
}

text_enum! {
    /// What became of an entry that was sent.
    pub enum EntryResultCode {
        /// It is new, and kept.
        Created => "created",
        /// It is kept in place of what it said before, which stays readable.
        Changed => "changed",
        /// It is here already, and says the same.
        Unchanged => "unchanged",
        /// What is here was written later and stays.
        Older => "older",
        /// Something is wrong with it; it is not kept.
        Refused => "refused",
    }
}

/// What became of one entry that was sent.
#[derive(Serialize, ToSchema)]
#[schema(as = DiaryEntryResult, example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "result": "created", "version": 1, "errors": [] }))]
pub struct EntryResult {
    /// The entry.
    pub id: Id,
    /// What became of it.
    pub result: EntryResultCode,
    /// The version that stands here now; null when it is not kept.
    pub version: Option<i64>,
    /// What is wrong with it.
    pub errors: Vec<FaultBody>,
}
