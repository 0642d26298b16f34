//! What a worker says in a review.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{Facts, FeeItem, Month, Terms, WrongRefund};
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, Countries, Occupations, ReviewDimensions, ReviewStages};
use crate::platform::money::{Money, NotCountable};
use crate::platform::text::Prose;
use crate::text_enum;

pub use crate::platform::language::Language;

/// Where in the journey the author is.
pub type Stage = Code<ReviewStages>;
/// What a score is about.
pub type Dimension = Code<ReviewDimensions>;
/// ISCO-08.
pub type Occupation = Code<Occupations>;
/// As [`Occupation`], where a macro needs another name for the contract.
pub type CodeOfOccupation = Code<Occupations>;
/// ISO 3166-1 alpha-2.
pub type Country = Code<Countries>;
/// What somebody writes about an agency.
pub type CommentText = Prose<4000>;

/// A score from 1 (worst) to 5 (best).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "u8")]
pub struct Stars(u8);

/// The number is not a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a score is a whole number from 1 to 5")]
pub struct NotAScore;

impl Stars {
    /// The worst.
    pub const MIN: u8 = 1;
    /// The best.
    pub const MAX: u8 = 5;
}

impl TryFrom<u8> for Stars {
    type Error = NotAScore;

    fn try_from(number: u8) -> Result<Self, NotAScore> {
        if (Self::MIN..=Self::MAX).contains(&number) {
            Ok(Self(number))
        } else {
            Err(NotAScore)
        }
    }
}

impl TryFrom<f64> for Stars {
    type Error = NotAScore;

    /// In JSON `5.0` is the same whole number as `5`, and some clients write it so.
    fn try_from(number: f64) -> Result<Self, NotAScore> {
        let is_it = |score: &u8| (f64::from(*score) - number).abs() < f64::EPSILON;
        let score = (Self::MIN..=Self::MAX).find(is_it).ok_or(NotAScore)?;
        Ok(Self(score))
    }
}

impl From<Stars> for u8 {
    fn from(stars: Stars) -> Self {
        stars.0
    }
}

impl PartialSchema for Stars {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .description(Some("A score from 1 (worst) to 5 (best)."))
            .minimum(Some(Self::MIN))
            .maximum(Some(Self::MAX))
            .examples([4])
            .into()
    }
}

impl ToSchema for Stars {
    fn name() -> std::borrow::Cow<'static, str> {
        "Stars".into()
    }
}

text_enum! {
    /// What the author has to do with the agency besides having been recruited. Moderators read
    /// reviews of people with an interest, but those are never published.
    pub enum Relationship {
        /// Nothing.
        Unrelated => "none",
        /// Works for the agency.
        Employee => "employee",
        /// Works for or owns a competitor.
        Competitor => "competitor",
        /// A relative of the agency's people.
        RelativeOfAgency => "relative_of_agency",
    }
}

/// From where to where somebody was recruited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Corridor {
    /// The country from which.
    #[schema(value_type = Country)]
    pub origin: Country,
    /// The country to which.
    #[schema(value_type = Country)]
    pub destination: Country,
}

/// A score on one side of an agency's work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewScore)]
pub struct Score {
    /// What it is about; each only once in a review.
    #[schema(value_type = Dimension)]
    pub dimension: Dimension,
    /// The score.
    pub score: Stars,
}

/// What somebody writes about an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewComment)]
pub struct Comment {
    /// The text.
    #[schema(value_type = CommentText)]
    pub text: CommentText,
    /// Its language.
    pub language: Language,
}

/// Everything that its author says in a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReviewContent)]
pub struct Content {
    /// Where in the journey the author is.
    #[schema(value_type = Stage)]
    pub stage: Stage,
    /// From where to where.
    pub corridor: Corridor,
    /// As what.
    #[schema(value_type = Option<Occupation>)]
    pub occupation: Option<Occupation>,
    /// When the agency was first dealt with.
    pub recruited_month: Option<Month>,
    /// The score for all of it.
    pub overall: Stars,
    /// Scores on single sides of the agency's work.
    pub scores: Vec<Score>,
    /// What had to be paid.
    pub fee_items: Vec<FeeItem>,
    /// Facts by dimension.
    pub facts: Option<Facts>,
    /// What was promised, what the contract says, and what it is.
    pub terms: Option<Terms>,
    /// Months for which the contract is.
    pub contract_months: Option<u8>,
    /// What was earned in the first whole month at the destination, before deductions for fees.
    pub first_month_income: Option<Money>,
    /// Whether the author would recommend the agency to a friend.
    pub would_recommend: Option<bool>,
    /// The comment.
    pub comment: Option<Comment>,
    /// What the author has to do with the agency.
    pub relationship_declared: Relationship,
}

/// Something in a review that no schema can rule out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenRule {
    /// The recruitment lies in the future.
    FutureMonth,
    /// This score is the second one on its dimension.
    RepeatedDimension {
        /// Its place in the list.
        index: usize,
    },
    /// This fee is finer than the smallest unit of its currency.
    TooManyDecimals {
        /// Its place in the list.
        index: usize,
        /// Decimals of the currency.
        decimals: usize,
    },
    /// This fee was paid in the future.
    FuturePayment {
        /// Its place in the list.
        index: usize,
    },
    /// What was paid back of this fee cannot be right.
    WrongRefund {
        /// Its place in the list.
        index: usize,
        /// Why.
        why: WrongRefund,
    },
    /// This amount is finer than the smallest unit of its currency.
    TooFine {
        /// Where it stands.
        at: &'static str,
        /// Decimals of the currency.
        decimals: usize,
    },
    /// This score is on a dimension that is not for what the review is about.
    ForeignScore {
        /// Its place in the list.
        index: usize,
    },
    /// Facts on a dimension that is not for what the review is about.
    ForeignFacts {
        /// The dimension.
        dimension: &'static str,
    },
    /// The corridor leads elsewhere than to the employer.
    NotWhereTheEmployerIs,
    /// The comment is new and lacks its text.
    CommentWithoutText,
    /// The comment is new and lacks its language.
    CommentWithoutLanguage,
}

impl Content {
    /// Everything that is wrong with it.
    pub fn broken_rules(&self, today: Date) -> Vec<BrokenRule> {
        let mut broken = Vec::new();
        if self.recruited_month > Some(Month::of(today)) {
            broken.push(BrokenRule::FutureMonth);
        }
        let mut seen = BTreeSet::new();
        for (index, score) in self.scores.iter().enumerate() {
            if !seen.insert(score.dimension.as_str()) {
                broken.push(BrokenRule::RepeatedDimension { index });
            }
        }
        for (index, item) in self.fee_items.iter().enumerate() {
            broken.extend(broken_by_fee(index, item, today));
        }
        broken.extend(self.too_fine());
        broken
    }

    /// Amounts outside the ledger that are finer than their currency.
    fn too_fine(&self) -> impl Iterator<Item = BrokenRule> {
        let wage = self.terms.as_ref().and_then(|terms| terms.wage.as_ref());
        let of = |at, money: Option<&Money>| match money.map(Money::minor_units) {
            Some(Err(NotCountable::TooFine { decimals })) => {
                Some(BrokenRule::TooFine { at, decimals })
            }
            _ => None,
        };
        let found = [
            of(
                "/first_month_income/amount",
                self.first_month_income.as_ref(),
            ),
            of(
                "/terms/wage/promised/amount",
                wage.and_then(|w| w.promised.as_ref()),
            ),
            of(
                "/terms/wage/contract/amount",
                wage.and_then(|w| w.contract.as_ref()),
            ),
            of(
                "/terms/wage/reality/amount",
                wage.and_then(|w| w.reality.as_ref()),
            ),
        ];
        found.into_iter().flatten()
    }
}

fn broken_by_fee(index: usize, item: &FeeItem, today: Date) -> Vec<BrokenRule> {
    let mut broken = Vec::new();
    if let Err(NotCountable::TooFine { decimals }) = item.paid.minor_units() {
        broken.push(BrokenRule::TooManyDecimals { index, decimals });
    }
    if item.paid_month > Some(Month::of(today)) {
        broken.push(BrokenRule::FuturePayment { index });
    }
    if let Some(why) = item.wrong_refund() {
        broken.push(BrokenRule::WrongRefund { index, why });
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_a_whole_number_from_1_to_5_however_it_is_written() {
        let read = |text: &str| serde_json::from_str::<Stars>(text).ok().map(u8::from);
        assert_eq!(read("5"), Some(5));
        assert_eq!(read("5.0"), Some(5));
        assert_eq!(read("1"), Some(1));
        for text in ["0", "6", "-1", "4.5", "\"5\"", "null"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
