//! Appeals of authors against rejections.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::receipt::OwnReview;
use super::staff::decided;
use super::{moderators_tag, tag};
use crate::identity::permissions::ModerateReviews;
use crate::identity::{Caller, ReceiptHolder, Reviews};
use crate::platform::clock::Date;
use crate::platform::http::command::Bare;
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::reviews::actions::{self, Desk};
use crate::reviews::model::{
    Appeal, AppealStatement, AppealStatus, DAYS_TO_DECIDE_APPEAL, days_after,
};

/// An appeal, as its author and moderators see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewAppeal {
    /// How far it has come.
    status: AppealStatus,
    /// What the author says.
    statement: String,
    /// The day on which it was filed.
    filed_on: Date,
    /// The day by which it is to be decided.
    decide_by: Date,
    /// The day on which it was decided.
    decided_on: Option<Date>,
}

impl From<Appeal> for ReviewAppeal {
    fn from(appeal: Appeal) -> Self {
        Self {
            status: appeal.status,
            statement: appeal.statement.into_inner(),
            decide_by: days_after(appeal.filed_on, DAYS_TO_DECIDE_APPEAL),
            filed_on: appeal.filed_on,
            decided_on: appeal.decided_on,
        }
    }
}

/// An appeal against a rejection.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "statement": "I named nobody: Luz is the name of the town." }))]
pub struct NewReviewAppeal {
    /// Why the rejection is wrong. Moderators read it; it is never published.
    statement: AppealStatement,
}

/// Appeal against the rejection of your review.
///
/// Another moderator reads your statement and the review and decides within 14 days. You can appeal once
/// against each rejection, within 90 days.
#[utoipa::path(tag = "receipt", operation_id = "appeal_own_review",
    request_body = NewReviewAppeal,
    responses((status = 201, description = "Stored; another moderator will decide", body = OwnReview)),
    extensions(("x-problems" = json!(["not_found", "cannot_appeal"]))))]
#[post("/receipt/review/appeal")]
pub(super) async fn appeal_review(
    author: ReceiptHolder<Reviews>,
    command: Command<NewReviewAppeal>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (desk, of_work, by) = (Desk::of(&context), context.clone(), author.originator());
    let work = move |conn: &mut _| {
        let review = actions::get_locked(conn, &desk, author.subject())?;
        actions::appeal(conn, &desk, &author, &review, &new.statement)?;
        let tag = tag(&review);
        let own = OwnReview::of(conn, &of_work, review)?;
        Ok(Answer::created("/v1/receipt/review".to_owned(), &own)?.tagged(&tag))
    };
    command.run(&context, by, work).await
}

/// Dismiss the appeal of an author: the rejection stands.
///
/// To grant it, publish the review. Whoever rejected it can do neither.
#[utoipa::path(tag = "staff", operation_id = "dismiss_review_appeal",
    params(("review_id" = Id, Path, description = "The review")),
    responses((status = 200, description = "Dismissed", body = super::staff::DecidedReview)),
    extensions(("x-problems" = json!(["conflict", "own_decision"])), ("x-if-match" = json!(true))))]
#[post("/staff/reviews/{review_id}/dismiss-appeal")]
pub(super) async fn dismiss_review_appeal(
    moderator: Caller<ModerateReviews>,
    review: PathOf<Id>,
    if_match: IfMatch,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (desk, by) = (Desk::of(&context), moderator.originator());
    let work = move |conn: &mut _| {
        let review = actions::get_for_moderator(conn, &desk, &moderator, review.0)?;
        if_match.check(&moderators_tag(&review))?;
        actions::dismiss_appeal(conn, &desk, &moderator, &review)?;
        decided(review)
    };
    command.run(&context, by, work).await
}
