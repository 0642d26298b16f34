//! A check-in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::text_enum;

/// After how many days it is asked.
pub const AFTER_DAYS: [i64; 3] = [7, 30, 90];

text_enum! {
    /// How the person is since.
    pub enum CheckInAnswer {
        /// Nobody does them anything.
        Fine => "fine",
        /// Things have become worse.
        Worse => "worse",
        /// Somebody takes revenge because they asked for help or reported a danger.
        Retaliation => "retaliation",
    }
}

/// A check-in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "after_days": 7,
    "due_at": "2026-11-30T08:15:30Z", "asked_at": "2026-11-30T08:16:00Z", "answer": null,
    "answered_at": null }))]
pub struct CheckIn {
    /// Its id.
    pub id: Id,
    /// How many days later: after things were settled, or a report was filed: 7, 30 or 90.
    pub after_days: i64,
    /// When it is asked.
    pub due_at: Time,
    /// When it was asked; null as long as it is not due.
    pub asked_at: Option<Time>,
    /// What the person answered; null as long as they have not.
    pub answer: Option<CheckInAnswer>,
    /// When they answered.
    pub answered_at: Option<Time>,
}

/// A check-in as the holder of the receipt code sees it: a found code does not tell what was answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "after_days": 7,
    "due_at": "2026-11-30T08:15:30Z", "asked_at": "2026-11-30T08:16:00Z", "answered_at": null }))]
pub struct OwnCheckIn {
    /// Its id.
    pub id: Id,
    /// How many days later: after things were settled, or a report was filed: 7, 30 or 90.
    pub after_days: i64,
    /// When it is asked.
    pub due_at: Time,
    /// When it was asked; null as long as it is not due.
    pub asked_at: Option<Time>,
    /// When the person answered; null as long as they have not.
    pub answered_at: Option<Time>,
}

impl From<CheckIn> for OwnCheckIn {
    fn from(check_in: CheckIn) -> Self {
        Self {
            id: check_in.id,
            after_days: check_in.after_days,
            due_at: check_in.due_at,
            asked_at: check_in.asked_at,
            answered_at: check_in.answered_at,
        }
    }
}

/// What the person answers.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = AnswerToCheckIn, example = json!({ "answer": "fine" }))]
pub struct GivenAnswer {
    /// How they are.
    pub answer: CheckInAnswer,
}
