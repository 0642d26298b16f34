//! Rows, and how a review becomes one and comes back.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::ids::Id;
use crate::platform::money::Money;
use crate::reviews::model::{
    Comment, Content, Corridor, Facts, FeeItem, ModerationStatus, Month, ProofTier, Publication,
    Relationship, Review, ReviewEventKind, Score, ShownComment, Stars, State, Suspicion, Terms,
};
use crate::schema::{review_events, reviews};

/// A row cannot be read as what it was written as; only a damaged database has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a stored review cannot be read")]
pub struct Unreadable;

#[derive(Queryable, Selectable)]
#[diesel(table_name = reviews)]
pub struct ReviewRow {
    pub id: Id,
    pub agency_id: Id,
    pub status: ModerationStatus,
    pub stage: String,
    pub origin: String,
    pub destination: String,
    pub overall: i64,
    pub would_recommend: Option<bool>,
    pub relationship_declared: Relationship,
    pub sealed_content: Vec<u8>,
    pub comment_language: Option<String>,
    pub published_text: Option<String>,
    pub published_language: Option<String>,
    pub published_month: Option<String>,
    pub public_id: Option<Id>,
    pub rejection_reason: Option<String>,
    pub version: i64,
    pub filed_on: Date,
    pub proof_tier: ProofTier,
    pub suspected_on: Option<Date>,
    pub held_on: Option<Date>,
    pub hold_follows_on: Option<Date>,
    pub oddities: i64,
    pub appears_on: Option<Date>,
}

/// What of a review is sealed: whatever an agency could find in its books, and the author's words.
#[derive(Serialize, Deserialize)]
pub struct SealedContent {
    occupation: Option<String>,
    recruited_month: Option<Month>,
    fee_items: Vec<SealedFee>,
    comment: Option<String>,
    #[serde(default)]
    facts: Option<Facts>,
    #[serde(default)]
    terms: Option<Terms>,
    #[serde(default)]
    contract_months: Option<u8>,
    #[serde(default)]
    first_month_income: Option<Money>,
}

/// A fee item among it.
#[derive(Serialize, Deserialize)]
struct SealedFee {
    category: String,
    /// In the currency's smallest unit.
    amount_minor: i64,
    currency: String,
    paid_to: String,
    paid_how: Option<String>,
    receipt: Option<String>,
    #[serde(default)]
    sub_item: Option<String>,
    #[serde(default)]
    paid_month: Option<Month>,
    #[serde(default)]
    refund_promised: Option<bool>,
    #[serde(default)]
    refunded_minor: Option<i64>,
}

/// Something that happened to a review.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = review_events)]
pub struct EventRow {
    pub happened_on: Date,
    pub kind: ReviewEventKind,
    pub reason: Option<String>,
}

/// A review as the database has it: part of it is sealed.
pub struct Stored {
    pub(super) row: ReviewRow,
    pub(super) scores: Vec<(String, i64)>,
    /// What an accepted review will show of its comment.
    pub(super) sealed_text: Option<Vec<u8>>,
}

pub fn stars(number: i64) -> Result<Stars, Unreadable> {
    let number = u8::try_from(number).map_err(|_| Unreadable)?;
    Stars::try_from(number).map_err(|_| Unreadable)
}

impl Stored {
    /// What is sealed.
    pub fn sealed_content(&self) -> &[u8] {
        &self.row.sealed_content
    }

    /// What is sealed of what it will show, when it was accepted.
    pub fn sealed_text(&self) -> Option<&[u8]> {
        self.sealed_text.as_deref()
    }

    /// The review, given what is sealed of it.
    pub fn into_review(
        self,
        opened: SealedContent,
        accepted: Option<ShownComment>,
    ) -> Result<Review, Unreadable> {
        let state = self.row.state(accepted)?;
        let (id, agency, version) = (self.row.id, self.row.agency_id, self.row.version);
        let (filed_on, oddities) = (self.row.filed_on, self.row.oddities);
        let suspicion = Suspicion {
            since: self.row.suspected_on,
            held_since: self.row.held_on,
            follows_on: self.row.hold_follows_on,
        };
        let proof = self.row.proof_tier;
        Ok(Review {
            id,
            agency,
            version,
            state,
            content: self.into_content(opened)?,
            filed_on,
            proof,
            suspicion,
            oddities,
        })
    }

    fn into_content(self, opened: SealedContent) -> Result<Content, Unreadable> {
        let row = self.row;
        let scores = self.scores.into_iter().map(|(dimension, score)| {
            Ok(Score {
                dimension: Code::known(dimension),
                score: stars(score)?,
            })
        });
        Ok(Content {
            stage: Code::known(row.stage),
            corridor: Corridor {
                origin: Code::known(row.origin),
                destination: Code::known(row.destination),
            },
            occupation: opened.occupation.map(Code::known),
            recruited_month: opened.recruited_month,
            overall: stars(row.overall)?,
            scores: scores.collect::<Result<_, _>>()?,
            fee_items: opened
                .fee_items
                .into_iter()
                .map(SealedFee::into_item)
                .collect(),
            facts: opened.facts,
            terms: opened.terms,
            contract_months: opened.contract_months,
            first_month_income: opened.first_month_income,
            would_recommend: row.would_recommend,
            comment: comment(opened.comment, row.comment_language)?,
            relationship_declared: row.relationship_declared,
        })
    }
}

fn comment(text: Option<String>, language: Option<String>) -> Result<Option<Comment>, Unreadable> {
    let (Some(text), Some(language)) = (text, language) else {
        return Ok(None);
    };
    Ok(Some(Comment {
        text: text.try_into().map_err(|_| Unreadable)?,
        language: language.parse().map_err(|_| Unreadable)?,
    }))
}

impl ReviewRow {
    fn state(&self, accepted: Option<ShownComment>) -> Result<State, Unreadable> {
        match self.status {
            ModerationStatus::Pending | ModerationStatus::Accepted => {
                Ok(self.appears_on.map_or(State::Pending, |appears_on| {
                    let text = accepted;
                    State::Accepted { appears_on, text }
                }))
            }
            ModerationStatus::Withdrawn => Ok(State::Withdrawn),
            ModerationStatus::Rejected => {
                let reason = self.rejection_reason.clone().ok_or(Unreadable)?;
                Ok(State::Rejected {
                    reason: Code::known(reason),
                })
            }
            ModerationStatus::Published => {
                let month = self.published_month.as_ref().ok_or(Unreadable)?;
                let text = self.published_text.clone().map(TryInto::try_into);
                let language = self.published_language.as_ref().map(|tag| tag.parse());
                Ok(State::Published(Publication {
                    public_id: self.public_id.ok_or(Unreadable)?,
                    month: month.parse().map_err(|_| Unreadable)?,
                    text: text.transpose().map_err(|_| Unreadable)?,
                    language: language.transpose().map_err(|_| Unreadable)?,
                }))
            }
        }
    }
}

impl SealedContent {
    /// What is to be sealed of a review whose rules were checked.
    pub fn of(content: &Content) -> Result<Self, Unreadable> {
        let fee_items = content.fee_items.iter().map(SealedFee::of);
        let comment = content.comment.as_ref();
        Ok(Self {
            occupation: content.occupation.clone().map(Code::into_inner),
            recruited_month: content.recruited_month,
            fee_items: fee_items.collect::<Result<_, _>>()?,
            comment: comment.map(|comment| comment.text.as_str().to_owned()),
            facts: content.facts.clone(),
            terms: content.terms.clone(),
            contract_months: content.contract_months,
            first_month_income: content.first_month_income.clone(),
        })
    }
}

impl SealedFee {
    fn of(item: &FeeItem) -> Result<Self, Unreadable> {
        let refunded = item.refunded.as_ref().map(Money::minor_units);
        Ok(Self {
            category: item.category.as_str().to_owned(),
            amount_minor: item.paid.minor_units().map_err(|_| Unreadable)?,
            currency: item.paid.currency.as_str().to_owned(),
            paid_to: item.paid_to.as_str().to_owned(),
            paid_how: item.paid_how.clone().map(Code::into_inner),
            receipt: item.receipt.clone().map(Code::into_inner),
            sub_item: item.sub_item.clone().map(Code::into_inner),
            paid_month: item.paid_month,
            refund_promised: item.refund_promised,
            refunded_minor: refunded.transpose().map_err(|_| Unreadable)?,
        })
    }

    fn into_item(self) -> FeeItem {
        let currency = Code::known(self.currency);
        let money = |units| Money::of_minor_units(units, currency.clone());
        FeeItem {
            category: Code::known(self.category),
            sub_item: self.sub_item.map(Code::known),
            paid: money(self.amount_minor),
            paid_month: self.paid_month,
            refund_promised: self.refund_promised,
            refunded: self.refunded_minor.map(money),
            paid_to: Code::known(self.paid_to),
            paid_how: self.paid_how.map(Code::known),
            receipt: self.receipt.map(Code::known),
        }
    }
}

/// The columns that hold what the author says.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = reviews, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ContentColumns {
    stage: String,
    origin: String,
    destination: String,
    overall: i64,
    would_recommend: Option<bool>,
    relationship_declared: Relationship,
    sealed_content: Vec<u8>,
    comment_language: Option<String>,
}

pub fn content_columns(content: &Content, sealed_content: Vec<u8>) -> ContentColumns {
    let language = content.comment.as_ref().map(|comment| &comment.language);
    ContentColumns {
        stage: content.stage.as_str().to_owned(),
        origin: content.corridor.origin.as_str().to_owned(),
        destination: content.corridor.destination.as_str().to_owned(),
        overall: i64::from(u8::from(content.overall)),
        would_recommend: content.would_recommend,
        relationship_declared: content.relationship_declared,
        sealed_content,
        comment_language: language.map(|language| language.as_str().to_owned()),
    }
}

/// The columns that hold the state and its facts.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = reviews, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct StateColumns {
    status: ModerationStatus,
    published_text: Option<String>,
    published_language: Option<String>,
    published_occupation: Option<String>,
    published_recruited_year: Option<i64>,
    published_month: Option<String>,
    public_id: Option<Id>,
    rejection_reason: Option<String>,
    suspected_on: Option<Date>,
    held_on: Option<Date>,
    hold_follows_on: Option<Date>,
    appears_on: Option<Date>,
}

/// What of sealed circumstances everybody may know once a review is published: the year of recruitment, and
/// the occupation.
pub fn told_in_public(content: &Content) -> (Option<i64>, Option<String>) {
    let year = content.recruited_month.map(|month| i64::from(month.year()));
    (year, content.occupation.clone().map(Code::into_inner))
}

pub fn state_columns(review: &Review) -> StateColumns {
    let (publication, reason) = match &review.state {
        State::Published(publication) => (Some(publication), None),
        State::Rejected { reason } => (None, Some(reason)),
        State::Pending | State::Accepted { .. } | State::Withdrawn => (None, None),
    };
    let appears_on = match &review.state {
        State::Accepted { appears_on, .. } => Some(*appears_on),
        State::Pending | State::Published(_) | State::Rejected { .. } | State::Withdrawn => None,
    };
    let text = publication.and_then(|publication| publication.text.as_ref());
    let language = publication.and_then(|publication| publication.language.as_ref());
    // Plain only while it is public.
    let content = publication.map(|_| &review.content);
    let (recruited_year, occupation) = content.map(told_in_public).unwrap_or_default();
    StateColumns {
        status: review.state.status().stored(),
        published_text: text.map(|text| text.as_str().to_owned()),
        published_language: language.map(|language| language.as_str().to_owned()),
        published_occupation: occupation,
        published_recruited_year: recruited_year,
        published_month: publication.map(|publication| publication.month.to_string()),
        public_id: publication.map(|publication| publication.public_id),
        rejection_reason: reason.map(|reason| reason.as_str().to_owned()),
        suspected_on: review.suspicion.since,
        held_on: review.suspicion.held_since,
        hold_follows_on: review.suspicion.follows_on,
        appears_on,
    }
}
