//! Words on the outcome.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::assistance::model::AssistanceStatus;
use crate::correspondence::Author;
use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::platform::money::{Money, NotCountable};
use crate::platform::problem::Fault;
use crate::text_enum;

text_enum! {
    /// Whether the person says that it is resolved.
    pub enum Resolution {
        /// It is.
        Yes => "yes",
        /// In part.
        Partly => "partly",
        /// It is not.
        No => "no",
    }
}

/// The money of an outcome, as far as there is any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OutcomeAmounts, example = json!({
    "claimed": { "amount": "2400.00", "currency": "SGD" },
    "agreed": { "amount": "2000.00", "currency": "SGD" }
}))]
pub struct Amounts {
    /// What the person asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed: Option<Money>,
    /// What was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Money>,
    /// What the person has in hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Money>,
}

impl Amounts {
    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.claimed.is_none() && self.agreed.is_none() && self.received.is_none()
    }

    /// Amounts that are finer than their currency.
    pub fn faults(&self, at: &str) -> Vec<Fault> {
        let named = [
            ("claimed", &self.claimed),
            ("agreed", &self.agreed),
            ("received", &self.received),
        ];
        let of = |(name, money): (&str, &Option<Money>)| {
            money
                .as_ref()
                .and_then(|money| too_fine(money, &format!("{at}/{name}")))
        };
        named.into_iter().filter_map(of).collect()
    }
}

/// The fault of an amount that is finer than its currency.
pub(in crate::assistance) fn too_fine(money: &Money, at: &str) -> Option<Fault> {
    match money.minor_units() {
        Ok(_) | Err(NotCountable::Malformed) => None,
        Err(NotCountable::TooFine { decimals }) => {
            Some(Fault::new(format!("{at}/amount"), "too_many_decimals").with("limit", decimals))
        }
    }
}

/// What the person says about the outcome.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = OwnOutcomeStatement, example = json!({ "resolved": "partly",
    "received": { "amount": "500.00", "currency": "SGD" }, "satisfaction": 3 }))]
pub struct SaidByWorker {
    /// Whether it is resolved.
    pub resolved: Resolution,
    /// What the person really has in hand.
    #[serde(default)]
    pub received: Option<Money>,
    /// How satisfied the person is with the help, 1 (not at all) to 5 (very); can be said once.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 5)]
    pub satisfaction: Option<u8>,
}

impl SaidByWorker {
    /// What the contract cannot say.
    pub fn faults(&self) -> Vec<Fault> {
        let received = self.received.as_ref();
        received
            .and_then(|money| too_fine(money, "/received"))
            .into_iter()
            .collect()
    }
}

/// One word on the outcome, as it stands for ever.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = OutcomeStatement, example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "author": "organisation", "status": "remedy_agreed",
    "outcome": null, "resolved": null, "satisfaction": null,
    "amounts": { "agreed": { "amount": "2000.00", "currency": "SGD" } },
    "stated_at": "2026-11-23T08:15:30Z" }))]
pub struct Statement {
    /// Its id.
    pub id: Id,
    /// Whose word it is.
    pub author: Author,
    /// Where the request stood.
    pub status: AssistanceStatus,
    /// How it ended (`assistance_outcomes`), where the organisation closed it.
    pub outcome: Option<String>,
    /// Whether it is resolved; said by the person.
    pub resolved: Option<Resolution>,
    /// How satisfied the person is, 1 to 5.
    #[schema(minimum = 1, maximum = 5)]
    pub satisfaction: Option<i64>,
    /// The money, as far as it was told.
    pub amounts: Option<Amounts>,
    /// When it was said.
    pub stated_at: Time,
}

/// All that was said on the outcome.
#[derive(Serialize, ToSchema)]
#[schema(as = AssistanceOutcome)]
pub struct Outcome {
    /// Every word of both sides, oldest first.
    pub statements: Vec<Statement>,
    /// What the person said last on whether it is resolved.
    pub worker_says_resolved: Option<Resolution>,
    /// How satisfied the person is, if they have said so.
    #[schema(minimum = 1, maximum = 5)]
    pub satisfaction: Option<i64>,
}

impl Outcome {
    /// What follows from the statements.
    pub fn of(statements: Vec<Statement>) -> Self {
        let word = LastWord::of(
            statements
                .iter()
                .map(|said| (said.resolved, said.satisfaction)),
        );
        Self {
            statements,
            worker_says_resolved: word.resolved,
            satisfaction: word.satisfaction,
        }
    }
}

/// What the person said last, as statistics keep it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LastWord {
    /// Whether it is resolved.
    pub resolved: Option<Resolution>,
    /// How satisfied they are.
    pub satisfaction: Option<i64>,
}

impl LastWord {
    /// Of words in their order.
    pub fn of(words: impl Iterator<Item = (Option<Resolution>, Option<i64>)>) -> Self {
        words.fold(Self::default(), |before, (resolved, satisfaction)| Self {
            resolved: resolved.or(before.resolved),
            satisfaction: satisfaction.or(before.satisfaction),
        })
    }
}
