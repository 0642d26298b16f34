//! Where a request stands, and where it may go from there.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use crate::assistance::outcome::{Amounts, with_money};
use crate::platform::code_lists::{AssistanceOutcomes, Code, DeclineReasons};
use crate::platform::problem::Fault;
use crate::text_enum;

text_enum! {
    /// Where a request stands (code list `assistance_statuses`).
    pub enum AssistanceStatus {
        /// Stored; nobody has read it yet.
        Received => "received",
        /// An organisation has seen it.
        Acknowledged => "acknowledged",
        /// A case worker is deciding how to help.
        InReview => "in_review",
        /// There is a question for the person.
        NeedInfo => "need_info",
        /// The person does not answer the question; their answer wakes it.
        Dormant => "dormant",
        /// An organisation has agreed to help.
        Accepted => "accepted",
        /// Help is under way.
        InProgress => "in_progress",
        /// Somebody else has to act first.
        AwaitingOther => "awaiting_other",
        /// It was handed to another organisation.
        Referred => "referred",
        /// The other organisation has agreed to help.
        AcceptedElsewhere => "accepted_elsewhere",
        /// The other organisation has given it back.
        Returned => "returned",
        /// The organisation cannot help.
        Declined => "declined",
        /// There is an offer.
        RemedyProposed => "remedy_proposed",
        /// The person has agreed to the offer.
        RemedyAgreed => "remedy_agreed",
        /// The person has received what was agreed.
        RemedyReceived => "remedy_received",
        /// The organisation looks whether things stay well.
        Monitoring => "monitoring",
        /// It has ended.
        Closed => "closed",
        /// The person has taken it back.
        Withdrawn => "withdrawn",
        /// It was no request for help.
        SpamClosed => "spam_closed",
    }
}

impl AssistanceStatus {
    /// Where staff may move it from here. Going back to `in_review` is reopening.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Received => &[Self::Acknowledged, Self::SpamClosed],
            Self::Acknowledged | Self::Declined | Self::Closed => &[Self::InReview],
            Self::InReview => &[
                Self::Accepted,
                Self::Referred,
                Self::Declined,
                Self::NeedInfo,
            ],
            // A person who no longer answers must not keep a case open for ever.
            Self::NeedInfo => &[Self::InReview, Self::Dormant, Self::Closed],
            Self::Dormant | Self::Returned => &[Self::InReview, Self::Closed],
            Self::Referred => &[
                Self::AcceptedElsewhere,
                Self::Returned,
                Self::InReview,
                Self::Closed,
            ],
            Self::AcceptedElsewhere => &[Self::Returned, Self::Monitoring, Self::Closed],
            Self::Accepted => &[
                Self::InProgress,
                Self::AwaitingOther,
                Self::RemedyProposed,
                Self::Referred,
                Self::Closed,
            ],
            Self::InProgress => &[
                Self::AwaitingOther,
                Self::RemedyProposed,
                Self::Referred,
                Self::Closed,
            ],
            Self::AwaitingOther => &[Self::InProgress, Self::RemedyProposed, Self::Closed],
            Self::RemedyProposed => &[Self::RemedyAgreed, Self::InProgress, Self::Closed],
            Self::RemedyAgreed => &[Self::RemedyReceived, Self::InProgress, Self::Closed],
            Self::RemedyReceived => &[Self::Monitoring, Self::Closed],
            Self::Monitoring => &[Self::Closed, Self::InReview],
            Self::Withdrawn | Self::SpamClosed => &[],
        }
    }

    /// Whether nothing more is due.
    pub const fn has_ended(self) -> bool {
        matches!(
            self,
            Self::Declined | Self::Closed | Self::Withdrawn | Self::SpamClosed
        )
    }

    /// The status after a step of staff, if the step can be taken from here.
    pub fn after(self, step: &Step) -> Result<Self, CannotMove> {
        let to = step.status();
        if self.next().contains(&to) {
            Ok(to)
        } else {
            Err(CannotMove { from: self, to })
        }
    }
}

/// The step leads nowhere from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a request that is {from} cannot become {to}")]
pub struct CannotMove {
    /// Where it stands.
    pub from: AssistanceStatus,
    /// Where it was to go.
    pub to: AssistanceStatus,
}

type OutcomeCode = Code<AssistanceOutcomes>;
/// A code of the list `decline_reasons`.
pub type DeclineCode = Code<DeclineReasons>;

/// What staff send to move a request on.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = AssistanceMove, example = json!({ "status": "acknowledged" }))]
pub struct ChangeStatus {
    /// The new status. Which ones can follow is told by `status_not_reachable`.
    pub status: AssistanceStatus,
    /// How it ended: with `closed`, and only with it.
    #[serde(default)]
    pub outcome: Option<OutcomeCode>,
    /// Why the organisation cannot help: with `declined`, and only with it.
    #[serde(default)]
    pub decline_reason: Option<DeclineCode>,
    /// The money of the outcome: with `remedy_proposed`, `remedy_agreed`, `remedy_received` and
    /// `closed`, and only with these. The person sees it and says what was really received.
    #[serde(default)]
    pub amounts: Option<Amounts>,
    /// Whether the person has agreed to be asked after 7, 30 and 90 days how things are: with
    /// `closed`, and only with it. `monitoring` asks in any case.
    #[serde(default)]
    pub check_ins: bool,
}

/// A step of staff, and the money that is told with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The step.
    pub step: Step,
    /// The money, if any is told.
    pub amounts: Option<Amounts>,
    /// Whether the person has agreed to be asked later how things are.
    pub check_ins: bool,
}

impl TryFrom<ChangeStatus> for Move {
    type Error = Vec<Fault>;

    fn try_from(mut change: ChangeStatus) -> Result<Self, Vec<Fault>> {
        let amounts = change.amounts.take().filter(|amounts| !amounts.is_empty());
        let mut faults = amounts
            .as_ref()
            .map_or_else(Vec::new, |amounts| amounts.faults("/amounts"));
        if amounts.is_some() && !with_money(change.status) {
            let needed = "remedy_proposed, remedy_agreed, remedy_received, closed";
            faults.push(Fault::new("/amounts", "only_with").with("expected", needed));
        }
        let check_ins = change.check_ins;
        if check_ins && change.status != AssistanceStatus::Closed {
            let needed = AssistanceStatus::Closed;
            faults.push(Fault::new("/check_ins", "only_with").with("expected", needed));
        }
        match Step::try_from(change) {
            Ok(step) if faults.is_empty() => Ok(Self {
                step,
                amounts,
                check_ins,
            }),
            Ok(_) => Err(faults),
            Err(of_step) => Err(of_step.into_iter().chain(faults).collect()),
        }
    }
}

/// A step of staff with the facts that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into a status that needs no reason.
    Plainly(AssistanceStatus),
    /// The organisation cannot help.
    Decline(DeclineCode),
    /// It has ended.
    Close(OutcomeCode),
}

impl Step {
    /// The status into which the step leads.
    pub const fn status(&self) -> AssistanceStatus {
        match self {
            Self::Plainly(status) => *status,
            Self::Decline(_) => AssistanceStatus::Declined,
            Self::Close(_) => AssistanceStatus::Closed,
        }
    }

    /// The code that says how or why it ends.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Plainly(_) => None,
            Self::Decline(reason) => Some(reason.as_str()),
            Self::Close(outcome) => Some(outcome.as_str()),
        }
    }
}

impl TryFrom<ChangeStatus> for Step {
    type Error = Vec<Fault>;

    fn try_from(change: ChangeStatus) -> Result<Self, Vec<Fault>> {
        let only_with = |pointer, status: AssistanceStatus| {
            Fault::new(pointer, "only_with").with("expected", status)
        };
        let mut faults = Vec::new();
        if change.outcome.is_some() && change.status != AssistanceStatus::Closed {
            faults.push(only_with("/outcome", AssistanceStatus::Closed));
        }
        if change.decline_reason.is_some() && change.status != AssistanceStatus::Declined {
            faults.push(only_with("/decline_reason", AssistanceStatus::Declined));
        }
        let missing = |pointer| Fault::new(pointer, "missing_member");
        let step = match (change.status, change.outcome, change.decline_reason) {
            (AssistanceStatus::Closed, Some(outcome), _) => Some(Self::Close(outcome)),
            (AssistanceStatus::Declined, _, Some(reason)) => Some(Self::Decline(reason)),
            (AssistanceStatus::Closed, None, _) => {
                faults.push(missing("/outcome"));
                None
            }
            (AssistanceStatus::Declined, _, None) => {
                faults.push(missing("/decline_reason"));
                None
            }
            (status, _, _) => Some(Self::Plainly(status)),
        };
        step.filter(|_| faults.is_empty()).ok_or(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(json: serde_json::Value) -> Result<Step, Vec<Fault>> {
        Step::try_from(serde_json::from_value::<ChangeStatus>(json).unwrap())
    }

    #[test]
    fn the_code_lists_name_what_the_code_knows() {
        use crate::assistance::model::{IndicatorAnswer, Urgency};
        use crate::platform::code_lists::CodeLists;
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        let codes = |name: &str| -> Vec<String> {
            let list = lists.find(name).unwrap();
            list.codes.iter().map(|entry| entry.code.clone()).collect()
        };
        let mut statuses: Vec<&str> = AssistanceStatus::ALL.iter().map(|s| s.as_str()).collect();
        let mut listed = codes("assistance_statuses");
        // What was erased has no status any more; the word is for apps.
        listed.retain(|code| code != "erased");
        statuses.sort_unstable();
        listed.sort_unstable();
        assert_eq!(statuses, listed);
        let urgencies: Vec<&str> = Urgency::ALL.iter().map(|u| u.as_str()).collect();
        assert_eq!(urgencies, codes("urgency"));
        let answers: Vec<&str> = IndicatorAnswer::ALL.iter().map(|a| a.as_str()).collect();
        assert_eq!(answers, codes("indicator_answers"));
    }

    /// The whole table, as people read it: from, then to where. Whoever changes one changes the other.
    const TABLE: &[(&str, &str)] = &[
        ("received", "acknowledged spam_closed"),
        ("acknowledged", "in_review"),
        ("in_review", "accepted referred declined need_info"),
        ("need_info", "in_review dormant closed"),
        ("dormant", "in_review closed"),
        (
            "accepted",
            "in_progress awaiting_other remedy_proposed referred closed",
        ),
        (
            "in_progress",
            "awaiting_other remedy_proposed referred closed",
        ),
        ("awaiting_other", "in_progress remedy_proposed closed"),
        ("referred", "accepted_elsewhere returned in_review closed"),
        ("accepted_elsewhere", "returned monitoring closed"),
        ("returned", "in_review closed"),
        ("declined", "in_review"),
        ("remedy_proposed", "remedy_agreed in_progress closed"),
        ("remedy_agreed", "remedy_received in_progress closed"),
        ("remedy_received", "monitoring closed"),
        ("monitoring", "closed in_review"),
        ("closed", "in_review"),
        ("withdrawn", ""),
        ("spam_closed", ""),
    ];

    #[test]
    fn every_pair_is_as_the_table_says() {
        assert_eq!(TABLE.len(), AssistanceStatus::ALL.len());
        for (from, next) in TABLE {
            let from: AssistanceStatus = from.parse().unwrap();
            for to in AssistanceStatus::ALL {
                let is_listed = next.split(' ').any(|word| word == to.as_str());
                let step = Step::Plainly(*to);
                assert_eq!(from.after(&step).is_ok(), is_listed, "{from} to {to}");
            }
        }
    }

    #[test]
    fn every_status_but_the_first_can_be_reached_and_every_open_one_be_left() {
        for status in AssistanceStatus::ALL {
            let reached = AssistanceStatus::ALL
                .iter()
                .any(|from| from.next().contains(status));
            let by_staff = !matches!(
                status,
                AssistanceStatus::Received | AssistanceStatus::Withdrawn
            );
            assert_eq!(reached, by_staff, "{status}");
            assert!(status.has_ended() || !status.next().is_empty(), "{status}");
            assert!(!status.next().contains(status), "{status}");
        }
    }

    #[test]
    fn a_step_that_leads_nowhere_is_refused() {
        let accept = Step::Plainly(AssistanceStatus::Accepted);
        assert_eq!(
            AssistanceStatus::InReview.after(&accept),
            Ok(AssistanceStatus::Accepted)
        );
        let refused = CannotMove {
            from: AssistanceStatus::Received,
            to: AssistanceStatus::Accepted,
        };
        assert_eq!(AssistanceStatus::Received.after(&accept), Err(refused));
        let withdraw = Step::Plainly(AssistanceStatus::Withdrawn);
        assert!(
            AssistanceStatus::ALL
                .iter()
                .all(|status| status.after(&withdraw).is_err()),
            "only the person takes a request back"
        );
    }

    #[test]
    fn an_end_needs_its_reason_and_only_its_own() {
        let close = change(serde_json::json!({ "status": "closed", "outcome": "wages_paid_full" }));
        assert_eq!(close.unwrap().reason(), Some("wages_paid_full"));
        for (json, expected) in [
            (
                serde_json::json!({ "status": "closed" }),
                vec![("/outcome", "missing_member")],
            ),
            (
                serde_json::json!({ "status": "declined", "outcome": "other" }),
                vec![
                    ("/outcome", "only_with"),
                    ("/decline_reason", "missing_member"),
                ],
            ),
            (
                serde_json::json!({ "status": "in_review", "decline_reason": "other" }),
                vec![("/decline_reason", "only_with")],
            ),
        ] {
            let faults = change(json).unwrap_err();
            let faults: Vec<(&str, &str)> = faults
                .iter()
                .map(|f| (f.pointer.as_str(), f.code))
                .collect();
            assert_eq!(faults, expected);
        }
    }
}
