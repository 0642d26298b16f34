//! Proving a review that was filed.

use actix_web::{HttpResponse, post};

use super::receipt::OwnReview;
use super::tag;
use crate::identity::{ReceiptHolder, Reviews};
use crate::platform::http::{Answer, Command, Context};
use crate::platform::problem::{Problem, ProblemCode, problem_code};
use crate::reviews::actions::{self, Desk};
use crate::vouching::VouchingToken;

/// The author has a review of this agency and recruitment.
pub const REVIEW_DUPLICATE: ProblemCode = problem_code("review_duplicate", 409);
/// The month of recruitment cannot be changed any more.
pub const RECRUITMENT_FIXED: ProblemCode = problem_code("recruitment_fixed", 409);

/// Prove your review with a vouching token, which is used up.
///
/// Which organisation vouches is not kept. A review that has as good a proof already takes none, and a
/// published one counts with its new proof at once.
#[utoipa::path(tag = "receipt", operation_id = "add_vouching_token",
    request_body = VouchingToken,
    responses((status = 200, description = "The review, proved", body = OwnReview)),
    extensions(("x-problems" = json!(["not_found", "conflict", "vouching_token_spent"]))))]
#[post("/receipt/review/vouching-token")]
pub(super) async fn add_vouching_token(
    author: ReceiptHolder<Reviews>,
    command: Command<VouchingToken>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (token, command) = command.take_body();
    let (desk, of_work, by) = (Desk::of(&context), context.clone(), author.originator());
    let work = move |conn: &mut _| {
        let review = actions::get_locked(conn, &desk, author.subject())?;
        let review = actions::redeem(conn, &desk, review, &token)?;
        let tag = tag(&review);
        Ok(Answer::changed(&OwnReview::of(conn, &of_work, review)?)?.tagged(&tag))
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}
