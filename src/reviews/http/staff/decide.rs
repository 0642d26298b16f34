//! Publishing and rejecting.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::super::moderators_tag;
use crate::identity::Caller;
use crate::identity::permissions::ModerateReviews;
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::reviews::actions::{self, Desk, Edit, PublishedComment};
use crate::reviews::model::{
    CommentText, Language, ModerationStatus, RejectionReason, Review, State,
};

/// How a review is published.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "published_text": "Six months of my wages were deducted." }))]
pub struct PublishReview {
    /// The comment without names and numbers, or what is said in the recording. Left out, the comment is published as
    /// written, and nothing of a recording; null, none of it is.
    #[serde(default)]
    #[schema(value_type = Option<CommentText>)]
    published_text: Edit<CommentText>,
    /// The language of `published_text`; that of the written comment when left out. Needed where the comment is
    /// only spoken.
    language: Option<Language>,
}

impl From<PublishReview> for PublishedComment {
    fn from(publish: PublishReview) -> Self {
        match publish.published_text {
            Edit::Keep => Self::AsWritten,
            Edit::Clear => Self::LeftOut,
            Edit::Set(text) => Self::Edited(text, publish.language),
        }
    }
}

/// What became of a review. It is kept for a repetition of the request, and so holds nothing of what
/// the author wrote.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
    "agency_id": "0195f1a2-0000-7b1e-9a55-3f0c8d2e4b61",
    "status": "accepted",
    "rejection_reason": null
}))]
pub struct DecidedReview {
    /// Its id.
    id: Id,
    /// The agency that it is about.
    agency_id: Id,
    /// How far it has come.
    status: ModerationStatus,
    /// Why it is not public.
    #[schema(value_type = Option<RejectionReason>)]
    rejection_reason: Option<RejectionReason>,
}

impl From<Review> for DecidedReview {
    fn from(review: Review) -> Self {
        Self {
            id: review.id,
            agency_id: review.agency,
            status: review.state.status(),
            rejection_reason: match review.state {
                State::Rejected { reason } => Some(reason),
                State::Pending
                | State::Accepted { .. }
                | State::Published(_)
                | State::Withdrawn => None,
            },
        }
    }
}

/// Let a review through.
///
/// It is `accepted`, and appears and counts with the batch of the next day; while few reviews of the agency are shown,
/// up to some days later, by chance (`TULAY_PUBLISHING_DELAY_DAYS`). Until then its author can still take it back.
#[utoipa::path(tag = "staff", operation_id = "publish_review",
    params(("review_id" = Id, Path, description = "The review")),
    request_body = PublishReview,
    responses((status = 200, description = "Let through", body = DecidedReview)),
    extensions(("x-problems" = json!(["conflict", "declared_interest", "own_decision",
            "employer_not_accepted"])),
        ("x-if-match" = json!(true))))]
#[post("/staff/reviews/{review_id}/publish")]
pub async fn publish_review(
    moderator: Caller<ModerateReviews>,
    review: PathOf<Id>,
    if_match: IfMatch,
    command: Command<PublishReview>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (publish, command) = command.take_body();
    let (desk, by) = (Desk::of(&context), moderator.originator());
    let work = move |conn: &mut _| {
        let review = actions::get_for_moderator(conn, &desk, &moderator, review.0)?;
        if_match.check(&moderators_tag(&review))?;
        let review = actions::publish(conn, &desk, &moderator, &review, publish.into())?;
        decided(review)
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Why a review is rejected.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "pii" }))]
pub struct RejectReview {
    /// The reason, which the author is told.
    #[schema(value_type = RejectionReason)]
    reason: RejectionReason,
}

/// Reject a review, or take down a published one.
///
/// That a published review was taken down is counted in public, by reason.
#[utoipa::path(tag = "staff", operation_id = "reject_review",
    params(("review_id" = Id, Path, description = "The review")),
    request_body = RejectReview,
    responses((status = 200, description = "Rejected", body = DecidedReview)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/reviews/{review_id}/reject")]
pub async fn reject_review(
    moderator: Caller<ModerateReviews>,
    review: PathOf<Id>,
    if_match: IfMatch,
    command: Command<RejectReview>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (reject, command) = command.take_body();
    let (desk, by) = (Desk::of(&context), moderator.originator());
    let work = move |conn: &mut _| {
        let review = actions::get_for_moderator(conn, &desk, &moderator, review.0)?;
        if_match.check(&moderators_tag(&review))?;
        let review = actions::reject(conn, &desk, &moderator, &review, &reject.reason)?;
        decided(review)
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// The answer to a decision.
pub fn decided(review: Review) -> Result<Answer, Problem> {
    let tag = moderators_tag(&review);
    Ok(Answer::changed(&DecidedReview::from(review))?.tagged(&tag))
}
