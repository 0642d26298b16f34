//! What the author of a review does with the receipt code.

use actix_web::http::header;
use actix_web::{HttpResponse, delete, get, patch, post};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::appeals::ReviewAppeal;
use super::batches::ReviewCollection;
use super::recordings::ReviewRecording;
use super::{WholeReview, tag};
use crate::agencies::{self, EntryKind};
use crate::identity::{Erasable, ReceiptHolder, Reviews};
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, IfMatch, QueryOf};
use crate::platform::money::Money;
use crate::platform::problem::Problem;
use crate::reviews::actions::{self, Changes, CommentEdit, Desk, Edit, ReviewError};
use crate::reviews::model::{
    CommentText, Country, Facts, FeeItem, Language, ModerationStatus, Month, Occupation,
    Relationship, Review, Score, Stage, Stars, Terms,
};

/// A review as its author sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnReview {
    /// What happens next, in the caller's language.
    #[schema(example = "A moderator reads your review before anybody else can.")]
    what_happens_next: String,
    /// The day by which a moderator is to have decided, while none has or it is being checked.
    decide_by: Option<Date>,
    /// The last day on which you can appeal against the rejection.
    may_appeal_until: Option<Date>,
    /// Your appeal.
    appeal: Option<ReviewAppeal>,
    /// Who collected it from you on paper; null when you sent it yourself.
    collected: Option<ReviewCollection>,
    /// Your comment as you spoke it; it can be heard by moderators only.
    recording: Option<ReviewRecording>,
    /// The review.
    #[serde(flatten)]
    review: WholeReview,
}

impl OwnReview {
    pub(super) fn of(
        conn: &mut Conn,
        context: &Context,
        review: Review,
    ) -> Result<Self, ReviewError> {
        let kind = agencies::kind(conn, review.agency)?;
        let name = match (review.state.status(), kind) {
            (ModerationStatus::Pending, Some(EntryKind::ProposedEmployer)) => {
                "review-next-proposed"
            }
            (ModerationStatus::Rejected, Some(EntryKind::RefusedEmployer)) => {
                "review-next-employer-refused"
            }
            (ModerationStatus::Pending, _) => "review-next-pending",
            (ModerationStatus::Accepted, _) => "review-next-accepted",
            (ModerationStatus::Published, _) if review.suspicion.held_since.is_some() => {
                "review-next-checked"
            }
            (ModerationStatus::Published, _) => "review-next-published",
            (ModerationStatus::Rejected, _) => "review-next-rejected",
            (ModerationStatus::Withdrawn, _) => "review-next-withdrawn",
        };
        let services = context.services();
        let arguments = vec![("minimum", services.config.rating_minimum.to_string())];
        let desk = Desk::of(context);
        Ok(Self {
            what_happens_next: context.say(name, None, &arguments),
            decide_by: actions::decide_by(conn, &review, review.suspicion.held_since)?,
            may_appeal_until: actions::may_appeal_until(conn, &desk, &review)?,
            appeal: actions::last_appeal(conn, &desk, &review)?.map(Into::into),
            collected: ReviewCollection::of(conn, &desk, review.id)?,
            recording: ReviewRecording::of(conn, &desk, review.id)?,
            review: WholeReview::of(conn, review)?,
        })
    }
}

/// See the review that a receipt code opens, and how far it has come.
#[utoipa::path(tag = "receipt", operation_id = "get_own_review",
    responses((status = 200, description = "The review", body = OwnReview)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[get("/receipt/review")]
pub(super) async fn get_own_review(
    author: ReceiptHolder<Reviews>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (desk, of_work) = (Desk::of(&context), context.clone());
    let read = move |conn: &mut _| {
        let review = actions::get(conn, &desk, author.subject())?;
        let tag = tag(&review);
        Ok::<_, ReviewError>((tag, OwnReview::of(conn, &of_work, review)?))
    };
    let (tag, own) = context.db().read_snapshot(read).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(own))
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Edit<T> {
    /// A member that is null is taken out; one that is not there at all never comes here.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

/// A change of a corridor.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorridorChange {
    /// The country from which.
    #[serde(default)]
    #[schema(value_type = Country, required = false)]
    origin: Option<Country>,
    /// The country to which.
    #[serde(default)]
    #[schema(value_type = Country, required = false)]
    destination: Option<Country>,
}

/// A change of a comment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentChange {
    /// The text.
    #[serde(default)]
    #[schema(value_type = CommentText, required = false)]
    text: Option<CommentText>,
    /// Its language.
    #[serde(default)]
    #[schema(value_type = Language, required = false)]
    language: Option<Language>,
}

/// A change of a review (JSON Merge Patch, RFC 7396): what is left out stays, what is null is taken
/// out, lists are replaced whole.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "overall": 1, "occupation": null,
    "comment": { "text": "Seven months of my wages were deducted." } }))]
pub struct ReviewChange {
    /// Where in the journey you are.
    #[serde(default)]
    #[schema(value_type = Stage, required = false)]
    stage: Option<Stage>,
    /// From where to where.
    #[serde(default)]
    #[schema(value_type = CorridorChange, required = false)]
    corridor: CorridorChange,
    /// As what.
    #[serde(default)]
    #[schema(value_type = Option<Occupation>)]
    occupation: Edit<Occupation>,
    /// When you first dealt with the agency; not in the future.
    #[serde(default)]
    #[schema(value_type = Option<Month>)]
    recruited_month: Edit<Month>,
    /// Your score for all of it.
    #[serde(default)]
    #[schema(value_type = Stars, required = false)]
    overall: Option<Stars>,
    /// Scores on single sides of the agency's work, each dimension once.
    #[serde(default)]
    #[schema(value_type = Vec<Score>, required = false, max_items = 40)]
    scores: Option<Vec<Score>>,
    /// What you had to pay.
    #[serde(default)]
    #[schema(value_type = Vec<FeeItem>, required = false, max_items = 40)]
    fee_items: Option<Vec<FeeItem>>,
    /// Facts by dimension; merged, member by member.
    #[serde(default)]
    #[schema(value_type = Option<Facts>)]
    facts: Edit<Value>,
    /// What was promised, what the contract says, and what it really is; likewise.
    #[serde(default)]
    #[schema(value_type = Option<Terms>)]
    terms: Edit<Value>,
    /// Months for which the contract is.
    #[serde(default)]
    #[schema(value_type = Option<u8>, minimum = 1, maximum = 120)]
    contract_months: Edit<u8>,
    /// What you earned in your first whole month there.
    #[serde(default)]
    #[schema(value_type = Option<Money>)]
    first_month_income: Edit<Money>,
    /// Whether you would recommend the agency to a friend.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    would_recommend: Edit<bool>,
    /// Your comment.
    #[serde(default)]
    #[schema(value_type = Option<CommentChange>)]
    comment: Edit<CommentChange>,
    /// What you have to do with the agency besides having been recruited.
    #[serde(default)]
    #[schema(value_type = Relationship, required = false)]
    relationship_declared: Option<Relationship>,
}

impl From<ReviewChange> for Changes {
    fn from(change: ReviewChange) -> Self {
        Self {
            stage: change.stage,
            origin: change.corridor.origin,
            destination: change.corridor.destination,
            occupation: change.occupation,
            recruited_month: change.recruited_month,
            overall: change.overall,
            scores: change.scores,
            fee_items: change.fee_items,
            facts: change.facts,
            terms: change.terms,
            contract_months: change.contract_months,
            first_month_income: change.first_month_income,
            would_recommend: change.would_recommend,
            comment: match change.comment {
                Edit::Keep => Edit::Keep,
                Edit::Clear => Edit::Clear,
                Edit::Set(CommentChange { text, language }) => {
                    Edit::Set(CommentEdit { text, language })
                }
            },
            relationship_declared: change.relationship_declared,
        }
    }
}

/// Change your review.
///
/// It waits for a moderator again: one that had been published is neither shown nor counted until
/// it is published anew. A review that was taken back can no longer be changed.
#[utoipa::path(tag = "receipt", operation_id = "change_own_review",
    request_body = ReviewChange,
    responses((status = 200, description = "The changed review", body = OwnReview)),
    extensions(("x-problems" = json!(["not_found", "conflict", "employer_not_accepted"])),
        ("x-if-match" = json!(true))))]
#[patch("/receipt/review")]
pub(super) async fn change_review(
    author: ReceiptHolder<Reviews>,
    if_match: IfMatch,
    command: Command<ReviewChange>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (change, command) = command.take_body();
    let (desk, of_work, by) = (Desk::of(&context), context.clone(), author.originator());
    let work = move |conn: &mut _| {
        let review = actions::get_locked(conn, &desk, author.subject())?;
        if_match.check(&tag(&review))?;
        let review = actions::revise(conn, &desk, &author, review, change.into())?;
        let tag = tag(&review);
        Ok(Answer::changed(&OwnReview::of(conn, &of_work, review)?)?.tagged(&tag))
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Take your review back.
///
/// It is no longer shown and no longer counts; what you spoke is destroyed. You can still read what you wrote, and
/// erase it. Doing so twice changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "withdraw_own_review",
    responses((status = 200, description = "The review, taken back", body = OwnReview)),
    extensions(("x-problems" = json!(["not_found", "conflict"]))))]
#[post("/receipt/review/withdraw")]
pub(super) async fn withdraw_review(
    author: ReceiptHolder<Reviews>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (desk, of_work, by) = (Desk::of(&context), context.clone(), author.originator());
    let work = move |conn: &mut _| {
        let review = actions::get_locked(conn, &desk, author.subject())?;
        let review = actions::withdraw(conn, &desk, &author, review)?;
        let tag = tag(&review);
        Ok(Answer::changed(&OwnReview::of(conn, &of_work, review)?)?.tagged(&tag))
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Erase your review.
///
/// Everything that it says is deleted, its key is destroyed, with its documents and theirs, and the agency's
/// rating is computed without it. What remains: a keyed hash of the receipt code with the id of the review, so that the
/// code is answered with 410 from now on; in the audit log, by that id, which moderator opened or
/// decided on it when; in the count of reviews taken down, by reason and month, that there was one if
/// a moderator had taken it down; in the transparency log, when it had been published, that a review
/// was published and withdrawn, with a hash that nobody can undo, because its salt is deleted; and for some days the answers to what you sent, sealed under your
/// own idempotency keys, which we do not have.
#[utoipa::path(tag = "receipt", operation_id = "erase_own_review",
    responses((status = 204, description = "Erased")),
    extensions(("x-problems" = json!(["not_found", "conflict"]))))]
#[delete("/receipt/review")]
pub(super) async fn erase_review(
    author: Erasable<Reviews>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let Erasable::Standing(author) = author else {
        return Ok(HttpResponse::NoContent().finish());
    };
    let (desk, by) = (Desk::of(&context), author.originator());
    let work = move |conn: &mut _| {
        let review = actions::get_locked(conn, &desk, author.subject())?;
        actions::erase(conn, &desk, &author, &review)?;
        Ok(Answer::done())
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}
