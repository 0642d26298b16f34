//! Filing a review.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::receipt::OwnReview;
use super::tag;
use crate::agencies::EntryKind;
use crate::platform::chosen_id::ChosenId;
use crate::platform::http::{Answer, Command, Context, Originator, PathOf};
use crate::platform::ids::Id;
use crate::platform::money::Money;
use crate::platform::problem::Problem;
use crate::reviews::actions::{self, Desk, Proof, ReviewError};
use crate::reviews::model::{
    AuthorSecret, Comment, Content, Corridor, Facts, FeeItem, Month, Occupation, Relationship,
    Score, Stage, Stars, Terms,
};
use crate::vouching::VouchingToken;

/// What a worker says about an agency or an employer.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "stage": "working",
    "corridor": { "origin": "PH", "destination": "SG" },
    "occupation": "5311",
    "recruited_month": "2025-09",
    "overall": 2,
    "scores": [
        { "dimension": "fees", "score": 1 },
        { "dimension": "contract", "score": 3 }
    ],
    "fee_items": [{
        "category": "recruitment_fee",
        "paid": { "amount": "1250.00", "currency": "SGD" },
        "paid_to": "agency",
        "paid_how": "deduction",
        "receipt": "refused"
    }],
    "facts": { "documents": { "holder": "employer", "can_get_it_back": "no" } },
    "terms": { "wage": { "contract": { "amount": "900.00", "currency": "SGD" },
        "reality": { "amount": "600.00", "currency": "SGD" } } },
    "contract_months": 24,
    "first_month_income": { "amount": "600.00", "currency": "SGD" },
    "would_recommend": false,
    "comment": { "text": "Six months of my wages were deducted.", "language": "en" }
}))]
pub struct NewReview {
    /// The review's id, when the client wants to choose it.
    pub(super) id: Option<ChosenId>,
    /// Where in the journey you are.
    #[schema(value_type = Stage)]
    stage: Stage,
    /// From where to where.
    corridor: Corridor,
    /// As what.
    #[schema(value_type = Option<Occupation>)]
    occupation: Option<Occupation>,
    /// When you first dealt with the agency or employer; not in the future.
    recruited_month: Option<Month>,
    /// Your score for all of it.
    overall: Stars,
    /// Scores on single sides of it, each dimension once, and only dimensions that apply to it.
    #[serde(default)]
    #[schema(max_items = 40)]
    scores: Vec<Score>,
    /// What you had to pay. Read by moderators, never shown of a single review.
    #[serde(default)]
    #[schema(max_items = 40)]
    fee_items: Vec<FeeItem>,
    /// Facts by dimension, likewise. Read by moderators, shown only in sums of many.
    facts: Option<Facts>,
    /// What was promised, what the contract says, and what it really is; likewise.
    terms: Option<Terms>,
    /// Months for which the contract is.
    #[schema(minimum = 1, maximum = 120)]
    contract_months: Option<u8>,
    /// What you earned in your first whole month there, before deductions for fees; likewise.
    first_month_income: Option<Money>,
    /// Whether you would recommend it to a friend.
    would_recommend: Option<bool>,
    /// Your comment. A moderator reads it and takes out what would tell who somebody is.
    comment: Option<Comment>,
    /// A random secret that your app makes once, keeps, and sends with each review: it keeps anybody from
    /// writing two about one recruitment, and says nothing of you. Only a keyed hash of it with agency
    /// and month is kept.
    #[schema(value_type = Option<AuthorSecret>)]
    author_secret: Option<AuthorSecret>,
    /// A token with which an organisation that knows you vouches for you; it is used up.
    vouching_token: Option<VouchingToken>,
    /// What you have to do with the agency or employer besides having been recruited or employed.
    #[serde(default = "unrelated")]
    relationship_declared: Relationship,
}

/// Who says nothing of an interest has none.
const fn unrelated() -> Relationship {
    Relationship::Unrelated
}

impl NewReview {
    /// The member that is to prove it, if there is one.
    pub(super) fn proof_member(&self) -> Option<&'static str> {
        let secret = self.author_secret.as_ref().map(|_| "/review/author_secret");
        let token = self.vouching_token.as_ref();
        secret.or_else(|| token.map(|_| "/review/vouching_token"))
    }
}

impl From<NewReview> for Content {
    fn from(new: NewReview) -> Self {
        Self {
            stage: new.stage,
            corridor: new.corridor,
            occupation: new.occupation,
            recruited_month: new.recruited_month,
            overall: new.overall,
            scores: new.scores,
            fee_items: new.fee_items,
            facts: new.facts,
            terms: new.terms,
            contract_months: new.contract_months,
            first_month_income: new.first_month_income,
            would_recommend: new.would_recommend,
            comment: new.comment,
            relationship_declared: new.relationship_declared,
        }
    }
}

/// In this body a token is a member.
fn at_filing(error: ReviewError) -> Problem {
    if let ReviewError::Token(error) = error {
        return error.into_problem("/vouching_token");
    }
    error.into()
}

/// A review that has just been filed.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiledReview {
    /// Opens the review: let the person write it down. Null in a repetition that comes after its first use.
    #[schema(example = "7Q2M-9XKD-4TRW-J8BN-0C5H")]
    receipt_code: Option<String>,
    /// The same code in digits, for telephones with keys only and for saying it aloud; null as the code is.
    #[schema(example = "0955-8534-8261-2558-8842-3549-9968-5995")]
    receipt_code_digits: Option<String>,
    /// The review.
    #[serde(flatten)]
    review: OwnReview,
}

/// File a review of an agency, without an account.
///
/// A moderator reads it before anything of it is shown. The answer holds a receipt code with which
/// it can be followed, changed, taken back and erased.
#[utoipa::path(tag = "reviews", operation_id = "file_review",
    params(("agency_id" = Id, Path, description = "The agency")),
    request_body = NewReview,
    responses((status = 201, description = "Stored; it waits for a moderator", body = FiledReview)),
    extensions(("x-problems" = json!(["id_taken", "review_duplicate", "vouching_token_spent"]))))]
#[post("/agencies/{agency_id}/reviews")]
pub(super) async fn file_review(
    agency: PathOf<Id>,
    command: Command<NewReview>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    file(agency.0, EntryKind::RecruitmentAgency, command, &context).await
}

/// File a review of an employer, without an account.
///
/// As of an agency. The corridor leads to the employer's country, and scores and facts are on the
/// dimensions that apply to employers (code list `review_dimensions`). An employer whom you have just
/// named (`POST /v1/employers`) can be reviewed at once: nothing is shown before somebody has looked
/// it up.
#[utoipa::path(tag = "reviews", operation_id = "file_employer_review",
    params(("employer_id" = Id, Path, description = "The employer")),
    request_body(content = NewReview, example = json!({
        "stage": "working",
        "corridor": { "origin": "BD", "destination": "SG" },
        "occupation": "7212",
        "overall": 2,
        "scores": [{ "dimension": "wages", "score": 1 }, { "dimension": "living", "score": 3 }],
        "facts": { "wages": { "paid_in_full": "no", "late_by_days": 20 },
            "hours_rest": { "hours_per_day": 12, "rest_days_per_month": 2 },
            "documents": { "holder": "employer", "can_get_it_back": "no" } },
        "comment": { "text": "Wages came three weeks late.", "language": "en" }
    })),
    responses((status = 201, description = "Stored; it waits for a moderator", body = FiledReview)),
    extensions(("x-problems" = json!(["id_taken", "review_duplicate", "vouching_token_spent"]))))]
#[post("/employers/{employer_id}/reviews")]
pub(super) async fn file_employer_review(
    employer: PathOf<Id>,
    command: Command<NewReview>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    file(employer.0, EntryKind::Employer, command, &context).await
}

async fn file(
    about: Id,
    kind: EntryKind,
    command: Command<NewReview>,
    context: &Context,
) -> Result<HttpResponse, Problem> {
    let (mut new, command) = command.take_body();
    let proof = Proof {
        author_secret: new.author_secret.take(),
        vouching_token: new.vouching_token.take(),
    };
    let (desk, of_work) = (Desk::of(context), context.clone());
    // An id of ours tells no time, as one of version 7 would.
    let random = || Id::random(&*context.services().randomness);
    let id = new.id.map_or_else(random, Into::into);
    let work = move |conn: &mut _| {
        let (review, receipt) = actions::file(conn, &desk, (about, kind), id, new.into())?;
        let review = actions::prove_at_filing(conn, &desk, review, &proof);
        let review = review.map_err(at_filing)?;
        let tag = tag(&review);
        let mut filed = FiledReview {
            receipt_code: Some(receipt.code.expose()),
            receipt_code_digits: Some(receipt.code.expose_digits()),
            review: OwnReview::of(conn, &of_work, review)?,
        };
        let answer = Answer::created("/v1/receipt/review".to_owned(), &filed)?.tagged(&tag);
        (filed.receipt_code, filed.receipt_code_digits) = (None, None);
        answer.shown_once(&of_work.services().lookup, [&receipt.code], &filed)
    };
    command.run(context, Originator::Anonymous, work).await
}
