//! What the author of a review can do with the receipt.

use super::subject::foreign;
use super::{
    Desk, ReviewError, consider, erase_rows, log, move_on, prove, score, sealed_content, speak,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::identity::{ReceiptHolder, Reviews};
use crate::platform::db::Conn;
use crate::platform::money::Money;
use crate::reviews::model::{
    BrokenRule, Comment, CommentText, Content, Country, FeeItem, Language, Month, Occupation,
    Relationship, Review, ReviewEventKind, Score, Stage, Stars, State, Suspicion,
};
use crate::reviews::model::{Corridor, ModerationStatus};
use crate::reviews::store;
use crate::transparency::DecisionKind;

/// What a change says about one member that may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Edit<T> {
    /// Nothing: it stays.
    #[default]
    Keep,
    /// It is taken out.
    Clear,
    /// It is replaced.
    Set(T),
}

impl<T> Edit<T> {
    fn apply(self, to: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *to = None,
            Self::Set(value) => *to = Some(value),
        }
    }
}

/// A change of a comment; what is not given stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommentEdit {
    /// The new text.
    pub text: Option<CommentText>,
    /// The new language.
    pub language: Option<Language>,
}

/// A change of a review; what is not given stays.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// The new stage.
    pub stage: Option<Stage>,
    /// The new country of origin.
    pub origin: Option<Country>,
    /// The new country of destination.
    pub destination: Option<Country>,
    /// The new occupation.
    pub occupation: Edit<Occupation>,
    /// The new month of recruitment.
    pub recruited_month: Edit<Month>,
    /// The new overall score.
    pub overall: Option<Stars>,
    /// The new scores, all of them.
    pub scores: Option<Vec<Score>>,
    /// The new fee items, all of them.
    pub fee_items: Option<Vec<FeeItem>>,
    /// What of the facts is new, to be merged.
    pub facts: Edit<Value>,
    /// What of the terms is new, to be merged.
    pub terms: Edit<Value>,
    /// The new length of the contract.
    pub contract_months: Edit<u8>,
    /// The new first income.
    pub first_month_income: Edit<Money>,
    /// The new recommendation.
    pub would_recommend: Edit<bool>,
    /// The change of the comment.
    pub comment: Edit<CommentEdit>,
    /// The new relationship.
    pub relationship_declared: Option<Relationship>,
}

impl Changes {
    /// What the review then says; and what of the change makes no sense.
    fn apply(self, content: Content) -> Result<(Content, Vec<BrokenRule>), ReviewError> {
        let Corridor {
            origin,
            destination,
        } = content.corridor;
        let mut changed = Content {
            stage: self.stage.unwrap_or(content.stage),
            corridor: Corridor {
                origin: self.origin.unwrap_or(origin),
                destination: self.destination.unwrap_or(destination),
            },
            overall: self.overall.unwrap_or(content.overall),
            scores: self.scores.unwrap_or(content.scores),
            fee_items: self.fee_items.unwrap_or(content.fee_items),
            relationship_declared: self
                .relationship_declared
                .unwrap_or(content.relationship_declared),
            ..content
        };
        self.occupation.apply(&mut changed.occupation);
        self.recruited_month.apply(&mut changed.recruited_month);
        self.would_recommend.apply(&mut changed.would_recommend);
        self.contract_months.apply(&mut changed.contract_months);
        self.first_month_income
            .apply(&mut changed.first_month_income);
        changed.facts = merged(changed.facts, self.facts)?;
        changed.terms = merged(changed.terms, self.terms)?;
        let broken = edit_comment(self.comment, &mut changed.comment);
        Ok((changed, broken))
    }
}

/// JSON Merge Patch (RFC 7396) of something that may not be there.
fn merged<T: Serialize + DeserializeOwned>(
    before: Option<T>,
    edit: Edit<Value>,
) -> Result<Option<T>, ReviewError> {
    let patch = match edit {
        Edit::Keep => return Ok(before),
        Edit::Clear => return Ok(None),
        Edit::Set(patch) => patch,
    };
    let before = before.map(serde_json::to_value).transpose();
    let mut value = before
        .map_err(|_| ReviewError::Unreadable)?
        .unwrap_or_default();
    merge(&mut value, patch);
    let after = serde_json::from_value(value).map_err(|_| ReviewError::Unreadable)?;
    Ok(Some(after))
}

fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else {
        return;
    };
    for (name, value) in patch {
        if value.is_null() {
            target.remove(&name);
        } else {
            merge(target.entry(name).or_insert(Value::Null), value);
        }
    }
}

fn edit_comment(edit: Edit<CommentEdit>, comment: &mut Option<Comment>) -> Vec<BrokenRule> {
    let edit = match edit {
        Edit::Keep => return Vec::new(),
        Edit::Clear => {
            *comment = None;
            return Vec::new();
        }
        Edit::Set(edit) => edit,
    };
    let before = comment.take();
    let (text, language) = before.map_or((None, None), |c| (Some(c.text), Some(c.language)));
    match (edit.text.or(text), edit.language.or(language)) {
        (Some(text), Some(language)) => {
            *comment = Some(Comment { text, language });
            Vec::new()
        }
        (text, language) => {
            let lacking = [
                text.is_none().then_some(BrokenRule::CommentWithoutText),
                language
                    .is_none()
                    .then_some(BrokenRule::CommentWithoutLanguage),
            ];
            lacking.into_iter().flatten().collect()
        }
    }
}

/// Changes a review. It waits for a moderator again, also when it had been published or rejected;
/// a change that changes nothing leaves it as it is.
pub fn revise(
    conn: &mut Conn,
    desk: &Desk,
    _author: &ReceiptHolder<Reviews>,
    review: Review,
    changes: Changes,
) -> Result<Review, ReviewError> {
    let (content, mut broken) = changes.apply(review.content.clone())?;
    broken.extend(content.broken_rules(desk.now.date()));
    broken.extend(foreign(conn, desk, review.agency, &content)?);
    if !broken.is_empty() {
        return Err(ReviewError::Broken(broken));
    }
    let state = review.state.clone().revise()?;
    if content.recruited_month != review.content.recruited_month {
        prove::require_open(conn, &review)?;
    }
    if content == review.content {
        return Ok(review);
    }
    let after = Review {
        state,
        content,
        suspicion: Suspicion::default(),
        ..review.clone()
    };
    let after = move_on(conn, desk, &review, after, (ReviewEventKind::Edited, None))?;
    let sealed = sealed_content(conn, desk, &after)?;
    store::update_content(conn, &after, sealed)?;
    consider(conn, desk, &after)?;
    Ok(after)
}

/// Takes a review back: it is no longer shown and no longer counts, its documents and what was spoken are
/// destroyed, and its author may write another one. Doing so again changes nothing.
pub fn withdraw(
    conn: &mut Conn,
    desk: &Desk,
    _author: &ReceiptHolder<Reviews>,
    review: Review,
) -> Result<Review, ReviewError> {
    if review.state.status() == ModerationStatus::Withdrawn {
        return Ok(review);
    }
    prove::forget_proofs(conn, desk, review.id)?;
    speak::destroy_recording(conn, desk, review.id)?;
    let after = Review {
        state: State::withdraw(review.state.clone()),
        suspicion: Suspicion::default(),
        ..review.clone()
    };
    move_on(
        conn,
        desk,
        &review,
        after,
        (ReviewEventKind::Withdrawn, None),
    )
}

/// Erases a review, and counts the agency's rating without it.
pub fn erase(
    conn: &mut Conn,
    desk: &Desk,
    _author: &ReceiptHolder<Reviews>,
    review: &Review,
) -> Result<(), ReviewError> {
    erase_rows(conn, desk, review.id)?;
    log::note_end(conn, desk, review, DecisionKind::WithdrawnByAuthor, None)?;
    if review.is_public() {
        score::follow(conn, desk, review, None)?;
    }
    Ok(())
}
