//! Why something is refused, as callers are told.

use super::{
    CANNOT_APPEAL, DECLARED_INTEREST, EMPLOYER_NOT_ACCEPTED, OWN_DECISION, documents, proof,
    recordings, staff_documents,
};
use crate::platform::problem::{CONFLICT, Fault, ID_TAKEN, INTERNAL_ERROR, NOT_FOUND, Problem};
use crate::reviews::actions::ReviewError;
use crate::reviews::model::{BrokenRule, CannotMove, MOST_DOCUMENTS, WrongRefund};

impl From<ReviewError> for Problem {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::UnknownAgency | ReviewError::NotFound => Self::new(&NOT_FOUND),
            ReviewError::OnlyProposed => Self::new(&EMPLOYER_NOT_ACCEPTED),
            ReviewError::IdTaken => Self::new(&ID_TAKEN),
            ReviewError::Broken(rules) => Self::invalid(rules.iter().map(fault).collect()),
            ReviewError::NoComment => Self::invalid(vec![Fault::new("/published_text", "invalid")]),
            ReviewError::NoLanguage => {
                Self::invalid(vec![Fault::new("/language", "missing_member")])
            }
            ReviewError::AlreadyRecorded => Self::new(&recordings::ALREADY_RECORDED),
            ReviewError::CannotMove(CannotMove::From(_)) | ReviewError::Overtaken => {
                Self::new(&CONFLICT)
            }
            ReviewError::CannotMove(CannotMove::DeclaredInterest) => Self::new(&DECLARED_INTEREST),
            ReviewError::Log(error) => error.into(),
            ReviewError::CannotAppeal => Self::new(&CANNOT_APPEAL),
            ReviewError::OwnDecision => Self::new(&OWN_DECISION),
            ReviewError::Duplicate => Self::new(&proof::REVIEW_DUPLICATE),
            ReviewError::RecruitmentFixed => Self::new(&proof::RECRUITMENT_FIXED),
            ReviewError::Token(error) => error.into_problem(""),
            ReviewError::TooManyDocuments => {
                Self::new(&documents::TOO_MANY_DOCUMENTS).with("limit", MOST_DOCUMENTS)
            }
            ReviewError::DocumentUsed => Self::new(&staff_documents::DOCUMENT_USED),
            ReviewError::Undecidable(faults) => {
                let faults = faults.iter().map(|(at, code)| Fault::new(*at, code));
                Self::invalid(faults.collect())
            }
            ReviewError::Vault(error) => error.into(),
            ReviewError::Database(error) => error.into(),
            ReviewError::Unreadable | ReviewError::Caps(_) => {
                tracing::error!(%error, "A review cannot be read");
                Self::new(&INTERNAL_ERROR)
            }
        }
    }
}

/// What is wrong with a review, and where.
pub fn fault(rule: &BrokenRule) -> Fault {
    match rule {
        BrokenRule::FutureMonth => Fault::new("/recruited_month", "in_the_future"),
        BrokenRule::RepeatedDimension { index } => {
            Fault::new(format!("/scores/{index}/dimension"), "duplicate_items")
        }
        BrokenRule::ForeignScore { index } => {
            Fault::new(format!("/scores/{index}/dimension"), "not_rated_here")
        }
        BrokenRule::ForeignFacts { dimension } => {
            Fault::new(format!("/facts/{dimension}"), "not_rated_here")
        }
        BrokenRule::NotWhereTheEmployerIs => {
            Fault::new("/corridor/destination", "not_where_the_employer_is")
        }
        BrokenRule::TooManyDecimals { index, decimals } => {
            let at = format!("/fee_items/{index}/paid/amount");
            Fault::new(at, "too_many_decimals").with("limit", decimals)
        }
        BrokenRule::FuturePayment { index } => {
            Fault::new(format!("/fee_items/{index}/paid_month"), "in_the_future")
        }
        BrokenRule::WrongRefund { index, why } => {
            let at = format!("/fee_items/{index}/refunded");
            match why {
                WrongRefund::OtherCurrency => {
                    Fault::new(format!("{at}/currency"), "other_currency")
                }
                WrongRefund::MoreThanPaid => Fault::new(format!("{at}/amount"), "more_than_paid"),
            }
        }
        BrokenRule::TooFine { at, decimals } => {
            Fault::new(*at, "too_many_decimals").with("limit", decimals)
        }
        BrokenRule::CommentWithoutText => Fault::new("/comment/text", "missing_member"),
        BrokenRule::CommentWithoutLanguage => Fault::new("/comment/language", "missing_member"),
    }
}
