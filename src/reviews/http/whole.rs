//! A review as its author and moderators read it.

use serde::Serialize;
use utoipa::ToSchema;

use super::assessment::ReviewAssessment;
use crate::agencies::{self, EntryKind};
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::reviews::actions::{self, ReviewError};
use crate::reviews::model::{
    CommentText, Content, ModerationStatus, ProofTier, RejectionReason, Review, ReviewEventKind,
    State,
};
use crate::reviews::store::EventRow;

/// Something that happened to a review.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewEvent {
    /// The day on which it happened; no hour is kept.
    on: Date,
    /// What.
    kind: ReviewEventKind,
    /// Why, when a moderator rejected it or took it down.
    #[schema(value_type = Option<RejectionReason>)]
    reason: Option<RejectionReason>,
}

impl From<EventRow> for ReviewEvent {
    fn from(row: EventRow) -> Self {
        Self {
            on: row.happened_on,
            kind: row.kind,
            reason: row.reason.map(Code::known),
        }
    }
}

/// A review as its author and moderators see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
    "agency_id": "0195f1a2-0000-7b1e-9a55-3f0c8d2e4b61",
    "about": "recruitment_agency",
    "status": "pending",
    "rejection_reason": null,
    "published_text": null,
    "proof_tier": "self_declared",
    "history": [{ "on": "2026-03-01", "kind": "filed", "reason": null }],
    "stage": "working",
    "corridor": { "origin": "PH", "destination": "SG" },
    "occupation": "5311",
    "recruited_month": "2025-09",
    "overall": 2,
    "scores": [{ "dimension": "fees", "score": 1 }],
    "fee_items": [{
        "category": "recruitment_fee",
        "paid": { "amount": "1250.00", "currency": "SGD" },
        "paid_to": "agency", "paid_how": "deduction", "receipt": "refused"
    }],
    "would_recommend": false,
    "comment": { "text": "Six months of my wages were deducted.", "language": "en" },
    "relationship_declared": "none"
}))]
pub struct WholeReview {
    /// Its id.
    id: Id,
    /// The agency or employer that it is about.
    agency_id: Id,
    /// What that is.
    about: EntryKind,
    /// How far it has come.
    status: ModerationStatus,
    /// Why it is not public, when a moderator so decided.
    #[schema(value_type = Option<RejectionReason>)]
    rejection_reason: Option<RejectionReason>,
    /// The comment as published: without what would have told who somebody is.
    published_text: Option<String>,
    /// How it is known that the author was recruited by the agency.
    proof_tier: ProofTier,
    /// What happened, oldest first.
    history: Vec<ReviewEvent>,
    /// What its author says.
    #[serde(flatten)]
    content: Content,
    /// What follows from it.
    assessment: ReviewAssessment,
}

impl WholeReview {
    /// A review, with what follows from it.
    pub(super) fn of(conn: &mut Conn, review: Review) -> Result<Self, ReviewError> {
        let assessment = ReviewAssessment::of(conn, &review)?;
        let history = actions::history(conn, review.id)?;
        let about = agencies::kind(conn, review.agency)?.ok_or(ReviewError::UnknownAgency)?;
        let status = review.state.status();
        let (published_text, rejection_reason) = match review.state {
            State::Published(publication) => (publication.text, None),
            State::Rejected { reason } => (None, Some(reason)),
            State::Accepted { text, .. } => (text.map(|(text, _)| text), None),
            State::Pending | State::Withdrawn => (None, None),
        };
        Ok(Self {
            id: review.id,
            agency_id: review.agency,
            about,
            status,
            rejection_reason,
            proof_tier: review.proof,
            published_text: published_text.map(CommentText::into_inner),
            history: history.into_iter().map(Into::into).collect(),
            content: review.content,
            assessment,
        })
    }
}
