//! Classes of retention, and legal holds.

use std::time::Duration;

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::assistance::model::AssistanceStatus;
use crate::config::Config;
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::{Code, LegalHoldReasons};
use crate::platform::problem::Fault;
use crate::platform::text::Line;
use crate::text_enum;

text_enum! {
    /// For how long a request is kept once it has ended (code list `retention_classes`).
    pub enum RetentionClass {
        /// It was no request for help: 30 days.
        RejectedSpam => "rejected_spam",
        /// Nothing came of it: `TULAY_RETENTION_UNSUBSTANTIATED_MONTHS`.
        Unsubstantiated => "unsubstantiated",
        /// The person has taken it back: as long as the one above.
        Withdrawn => "withdrawn",
        /// A case that was handled: `TULAY_RETENTION_CASE_MONTHS`.
        ValidCase => "valid_case",
    }
}

/// For so long both sides are told before anything is erased, and so long is added by what is said.
pub(super) const GRACE: Duration = Duration::from_hours(30 * 24);
/// For how long at most something may be held.
const LONGEST_HOLD_YEARS: i32 = 5;
/// The only reason that stands against the wish of the person.
const COURT_ORDER: &str = "court_order";

/// Outcomes after which nothing is left to show for.
const WITHOUT_SUBSTANCE: &[&str] = &["not_substantiated", "out_of_scope", "duplicate"];

/// For how long this service keeps what.
#[derive(Debug, Clone, Copy)]
pub(super) struct RetentionPolicy {
    /// Months for which a case that was handled is kept.
    pub case_months: i32,
    /// Months for which one is kept of which nothing came.
    pub unsubstantiated_months: i32,
}

impl RetentionPolicy {
    /// The policy that is in force.
    pub const fn of(config: &Config) -> Self {
        Self {
            case_months: config.retention_case_months,
            unsubstantiated_months: config.retention_unsubstantiated_months,
        }
    }
}

impl RetentionClass {
    /// The class of a request that stands like this; `None` as long as it is open.
    pub fn of(status: AssistanceStatus, reason: Option<&str>) -> Option<Self> {
        let is_empty = reason.is_some_and(|reason| WITHOUT_SUBSTANCE.contains(&reason));
        if !status.has_ended() {
            None
        } else if status == AssistanceStatus::SpamClosed {
            Some(Self::RejectedSpam)
        } else if status == AssistanceStatus::Withdrawn {
            Some(Self::Withdrawn)
        } else if is_empty {
            Some(Self::Unsubstantiated)
        } else {
            Some(Self::ValidCase)
        }
    }

    /// When the time of a request of this class is over.
    pub(super) fn expires(self, ended_at: Time, policy: RetentionPolicy) -> Time {
        match self {
            Self::RejectedSpam => ended_at.plus(GRACE),
            Self::Unsubstantiated | Self::Withdrawn => {
                ended_at.plus_months(policy.unsubstantiated_months)
            }
            Self::ValidCase => ended_at.plus_months(policy.case_months),
        }
    }
}

/// A code of the list `legal_hold_reasons`.
pub(super) type HoldReason = Code<LegalHoldReasons>;

/// Whether the reason stands against the wish of the person.
pub(super) fn binds_the_person(reason: &str) -> bool {
    reason == COURT_ORDER
}

/// A legal hold that is being placed.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "pending_proceedings", "held_until": "2028-06-30",
    "reference": "Sample Labour Court, 12 of 2026" }))]
pub(super) struct NewLegalHold {
    /// Why (`legal_hold_reasons`).
    pub reason: HoldReason,
    /// The order or the proceedings, so that somebody else can check whether the hold is still needed.
    pub reference: Line<200>,
    /// The last day of the hold, at most five years after its first.
    pub held_until: Date,
}

impl NewLegalHold {
    /// When the hold is over: at the end of its last day.
    pub fn ends_at(&self) -> Option<Time> {
        let last_day = self.held_until.start().ok()?;
        Some(last_day.plus(Duration::from_hours(24)))
    }

    /// What is wrong with a hold that began then.
    pub fn fault(&self, placed_at: Time, now: Time) -> Option<Fault> {
        let at = "/held_until";
        match self.ends_at() {
            Some(end) if end <= now => Some(Fault::new(at, "in_the_past")),
            Some(end) if end <= placed_at.plus_months(12 * LONGEST_HOLD_YEARS) => None,
            _ => Some(Fault::new(at, "too_far_ahead").with("years", LONGEST_HOLD_YEARS)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::platform::code_lists::CodeLists;

    const POLICY: RetentionPolicy = RetentionPolicy {
        case_months: 24,
        unsubstantiated_months: 3,
    };

    #[test]
    fn every_end_has_a_class_and_what_is_open_has_none() {
        for status in AssistanceStatus::ALL {
            let class = RetentionClass::of(*status, None);
            assert_eq!(class.is_some(), status.has_ended(), "{status}");
        }
        let closed = |reason| RetentionClass::of(AssistanceStatus::Closed, Some(reason));
        assert_eq!(closed("wages_paid_full"), Some(RetentionClass::ValidCase));
        assert_eq!(closed("duplicate"), Some(RetentionClass::Unsubstantiated));
    }

    #[test]
    fn each_class_has_its_time() {
        let ended = Time::parse("2026-11-30T08:00:00Z").unwrap();
        let expires = |class: RetentionClass| class.expires(ended, POLICY).to_string();
        assert_eq!(
            expires(RetentionClass::RejectedSpam),
            "2026-12-30T08:00:00Z"
        );
        assert_eq!(expires(RetentionClass::Withdrawn), "2027-02-28T08:00:00Z");
        assert_eq!(expires(RetentionClass::ValidCase), "2028-11-30T08:00:00Z");
    }

    #[test]
    fn the_code_lists_name_what_the_code_knows() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        let codes = |name: &str| -> Vec<String> {
            let list = lists.find(name).unwrap();
            list.codes.iter().map(|entry| entry.code.clone()).collect()
        };
        let classes: Vec<&str> = RetentionClass::ALL.iter().map(|c| c.as_str()).collect();
        assert_eq!(classes, codes("retention_classes"));
        assert!(codes("legal_hold_reasons").contains(&COURT_ORDER.to_owned()));
        let outcomes = codes("assistance_outcomes");
        for outcome in WITHOUT_SUBSTANCE {
            assert!(outcomes.contains(&(*outcome).to_owned()), "{outcome}");
        }
    }
}
