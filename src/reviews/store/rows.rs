//! Rows, and how a review becomes one and comes back.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::code_lists::Code;
use crate::platform::ids::Id;
use crate::platform::money::{Money, NotCountable};
use crate::reviews::model::{
    Comment, Content, Corridor, FeeItem, ModerationStatus, Publication, Relationship, Review,
    ReviewEventKind, Score, Stars, State,
};
use crate::schema::{review_events, review_fee_items, reviews};

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
    pub occupation: Option<String>,
    pub recruited_month: Option<String>,
    pub overall: i64,
    pub would_recommend: Option<bool>,
    pub relationship_declared: Relationship,
    pub sealed_comment: Option<Vec<u8>>,
    pub comment_language: Option<String>,
    pub published_text: Option<String>,
    pub published_month: Option<String>,
    pub public_id: Option<Id>,
    pub rejection_reason: Option<String>,
    pub version: i64,
    pub created_at: Time,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = review_fee_items)]
pub struct FeeRow {
    pub category: String,
    pub amount_minor: i64,
    pub currency: String,
    pub paid_to: String,
    pub paid_how: Option<String>,
    pub receipt: Option<String>,
}

/// Something that happened to a review.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = review_events)]
pub struct EventRow {
    pub at: Time,
    pub kind: ReviewEventKind,
    pub reason: Option<String>,
}

/// A review as the database has it: the comment is sealed.
pub struct Stored {
    pub(super) row: ReviewRow,
    pub(super) scores: Vec<(String, i64)>,
    pub(super) fees: Vec<FeeRow>,
}

pub fn stars(number: i64) -> Result<Stars, Unreadable> {
    let number = u8::try_from(number).map_err(|_| Unreadable)?;
    Stars::try_from(number).map_err(|_| Unreadable)
}

impl Stored {
    /// The sealed comment.
    pub fn sealed_comment(&self) -> Option<&[u8]> {
        self.row.sealed_comment.as_deref()
    }

    /// The review, given the text of its comment.
    pub fn into_review(self, comment_text: Option<String>) -> Result<Review, Unreadable> {
        let state = self.row.state()?;
        let (id, agency, version, filed_at) = (
            self.row.id,
            self.row.agency_id,
            self.row.version,
            self.row.created_at,
        );
        Ok(Review {
            id,
            agency,
            version,
            state,
            content: self.into_content(comment_text)?,
            filed_at,
        })
    }

    fn into_content(self, comment_text: Option<String>) -> Result<Content, Unreadable> {
        let row = self.row;
        let month = row.recruited_month.map(|month| month.parse());
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
            occupation: row.occupation.map(Code::known),
            recruited_month: month.transpose().map_err(|_| Unreadable)?,
            overall: stars(row.overall)?,
            scores: scores.collect::<Result<_, _>>()?,
            fee_items: self.fees.into_iter().map(FeeRow::into_item).collect(),
            would_recommend: row.would_recommend,
            comment: comment(comment_text, row.comment_language)?,
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
    fn state(&self) -> Result<State, Unreadable> {
        match self.status {
            ModerationStatus::Pending => Ok(State::Pending),
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
                Ok(State::Published(Publication {
                    public_id: self.public_id.ok_or(Unreadable)?,
                    month: month.parse().map_err(|_| Unreadable)?,
                    text: text.transpose().map_err(|_| Unreadable)?,
                }))
            }
        }
    }
}

impl FeeRow {
    fn into_item(self) -> FeeItem {
        FeeItem {
            category: Code::known(self.category),
            paid: Money::of_minor_units(self.amount_minor, Code::known(self.currency)),
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
    occupation: Option<String>,
    recruited_month: Option<String>,
    overall: i64,
    would_recommend: Option<bool>,
    relationship_declared: Relationship,
    sealed_comment: Option<Vec<u8>>,
    comment_language: Option<String>,
}

pub fn content_columns(content: &Content, sealed_comment: Option<Vec<u8>>) -> ContentColumns {
    let language = content.comment.as_ref().map(|comment| &comment.language);
    ContentColumns {
        stage: content.stage.as_str().to_owned(),
        origin: content.corridor.origin.as_str().to_owned(),
        destination: content.corridor.destination.as_str().to_owned(),
        occupation: content.occupation.clone().map(Code::into_inner),
        recruited_month: content.recruited_month.map(|month| month.to_string()),
        overall: i64::from(u8::from(content.overall)),
        would_recommend: content.would_recommend,
        relationship_declared: content.relationship_declared,
        sealed_comment,
        comment_language: language.map(|language| language.as_str().to_owned()),
    }
}

/// The columns that hold the state and its facts.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = reviews, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct StateColumns {
    status: ModerationStatus,
    published_text: Option<String>,
    published_month: Option<String>,
    public_id: Option<Id>,
    rejection_reason: Option<String>,
}

pub fn state_columns(state: &State) -> StateColumns {
    let (publication, reason) = match state {
        State::Published(publication) => (Some(publication), None),
        State::Rejected { reason } => (None, Some(reason)),
        State::Pending | State::Withdrawn => (None, None),
    };
    let text = publication.and_then(|publication| publication.text.as_ref());
    StateColumns {
        status: state.status(),
        published_text: text.map(|text| text.as_str().to_owned()),
        published_month: publication.map(|publication| publication.month.to_string()),
        public_id: publication.map(|publication| publication.public_id),
        rejection_reason: reason.map(|reason| reason.as_str().to_owned()),
    }
}

/// The columns that hold a fee item.
#[derive(Insertable)]
#[diesel(table_name = review_fee_items, treat_none_as_default_value = false)]
pub struct FeeColumns {
    category: String,
    amount_minor: i64,
    currency: String,
    paid_to: String,
    paid_how: Option<String>,
    receipt: Option<String>,
}

pub fn fee_columns(item: &FeeItem) -> Result<FeeColumns, NotCountable> {
    Ok(FeeColumns {
        category: item.category.as_str().to_owned(),
        amount_minor: item.paid.minor_units()?,
        currency: item.paid.currency.as_str().to_owned(),
        paid_to: item.paid_to.as_str().to_owned(),
        paid_how: item.paid_how.clone().map(Code::into_inner),
        receipt: item.receipt.clone().map(Code::into_inner),
    })
}
