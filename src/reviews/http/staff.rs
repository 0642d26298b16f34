//! What moderators read and decide.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::appeals::ReviewAppeal;
use super::batches::ReviewCollection;
use super::recordings::ReviewRecording;
use super::signals::{ReviewSuspicion, SignalName, standing_signals};
use super::{WholeReview, moderators_tag as tag};
use crate::agencies::{self, EntryKind};
use crate::claims::{self, Interests};
use crate::identity::Caller;
use crate::identity::permissions::ModerateReviews;
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::reviews::actions::{self, Desk, Edit, PublishedComment, ReviewError};
use crate::reviews::model::{
    CommentMark, CommentText, Corridor, DAYS_TO_DECIDE, Language, ModerationStatus, QueueStatus,
    RejectionReason, Relationship, Review, Stage, State, days_after, marks, without,
};
use crate::reviews::store::{self, QueueFilter, QueueRow};

/// Which reviews are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedReviews {
    /// How far they have come; `pending` when left out.
    #[param(inline)]
    status: Option<QueueStatus>,
    /// Of this agency or employer.
    #[param(inline)]
    agency_id: Option<Id>,
    /// With a comment in this language.
    #[param(inline)]
    language: Option<Language>,
    /// Only rejected ones against which there is an open appeal; `status` is then `rejected`.
    appealed: Option<bool>,
    /// Only those under suspicion, or only those that are not. Those under suspicion are listed whatever their
    /// `status` when none is given.
    suspected: Option<bool>,
    /// Collected on paper by this organisation.
    #[param(inline)]
    collected_by: Option<Id>,
    /// Uploaded with this batch.
    #[param(inline)]
    batch_id: Option<Id>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// A review in the queue: enough to choose it, nothing that is sealed.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueuedReview {
    /// Its id.
    id: Id,
    /// The agency or employer that it is about.
    agency_id: Id,
    /// What that is. Of an employer who is only proposed nothing can be published yet.
    about: EntryKind,
    /// Its name; null while it is only proposed.
    #[schema(example = "Sunrise Manpower")]
    agency_name: Option<String>,
    /// How far it has come.
    status: ModerationStatus,
    /// Where in the journey the author is.
    #[schema(value_type = Stage)]
    stage: Stage,
    /// From where to where.
    corridor: Corridor,
    /// The score for all of it, from 1 (worst) to 5 (best).
    overall: i64,
    /// The language of the comment; null when there is none.
    #[schema(example = "fil")]
    comment_language: Option<String>,
    /// What the author has to do with the agency.
    relationship_declared: Relationship,
    /// The day on which it was filed.
    filed_on: Date,
    /// The day by which it is to be decided on, while it is pending or under suspicion.
    decide_by: Option<Date>,
    /// The day with whose batch it appears, when a moderator let it through.
    appears_on: Option<Date>,
    /// Whether it is under suspicion: then it does not count until a moderator has looked.
    suspected: bool,
    /// What is odd about it, as long as no moderator has looked.
    #[schema(value_type = Vec<SignalName>)]
    signals: Vec<SignalName>,
    /// The organisation that collected it on paper; null when its author sent it.
    collected_by: Option<Id>,
    /// What it was uploaded with.
    batch_id: Option<Id>,
}

/// A review as moderators read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewForModeration {
    /// Parts of the comment that may tell who somebody is. They are suggestions: some are missed, some
    /// are none.
    marks: Vec<CommentMark>,
    /// The comment without these parts; null when there are none.
    suggested_text: Option<String>,
    /// The day by which it is to be decided on, while it is pending or under suspicion.
    decide_by: Option<Date>,
    /// The author's appeal against a rejection.
    appeal: Option<ReviewAppeal>,
    /// What is odd about it.
    suspicion: ReviewSuspicion,
    /// Who collected it on paper; null when its author sent it.
    collected: Option<ReviewCollection>,
    /// The comment as it was spoken: listen to it, and write down what is to be published.
    recording: Option<ReviewRecording>,
    /// The review.
    #[serde(flatten)]
    review: WholeReview,
}

impl ReviewForModeration {
    fn of(
        conn: &mut Conn,
        context: &Context,
        desk: &Desk,
        moderator: &Caller<ModerateReviews>,
        review: Review,
    ) -> Result<Self, ReviewError> {
        let comment = review.content.comment.as_ref();
        let comment = comment.map_or("", |comment| comment.text.as_str());
        let marks = marks(comment);
        Ok(Self {
            suggested_text: (!marks.is_empty()).then(|| without(comment, &marks)),
            marks,
            decide_by: actions::decide_by(conn, &review, review.suspicion.since)?,
            appeal: actions::last_appeal(conn, desk, &review)?.map(Into::into),
            suspicion: ReviewSuspicion::of(conn, context, desk, moderator, &review)?,
            collected: ReviewCollection::of(conn, desk, review.id)?,
            recording: ReviewRecording::of(conn, desk, review.id)?,
            review: WholeReview::of(conn, review)?,
        })
    }
}

/// List reviews for moderation, oldest day first.
///
/// Those of an agency in which one has an interest are not among them, nor those that one's own organisation collected;
/// who belongs to an organisation in the business sees none.
#[utoipa::path(tag = "staff", operation_id = "list_reviews_for_moderation",
    params(WantedReviews),
    responses((status = 200, description = "Reviews", body = Page<QueuedReview>)))]
#[get("/staff/reviews")]
pub(super) async fn list_reviews_for_moderation(
    moderator: Caller<ModerateReviews>,
    query: QueryOf<WantedReviews>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (mut filter, page) = query.0.split();
    let cursors = Cursors::of(&context, &request);
    let after: Option<(Date, Id)> = cursors.position(&page)?;
    let rows = page.rows();
    let read = move |conn: &mut Conn| {
        filter.except = claims::interests(conn, &moderator)?;
        filter.not_collected_by = Some(moderator.organisation());
        let rows = store::queue(conn, &filter, after, rows)?;
        let of: Vec<Id> = rows.iter().map(|row| row.agency_id).collect();
        let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
        let (names, kinds) = (agencies::names(conn, &of)?, agencies::kinds(conn, &of)?);
        let about = (names, kinds, store::collectors_of(conn, &ids)?);
        Ok::<_, DbError>((rows, about, standing_signals(conn, &ids)?))
    };
    let (rows, (names, kinds, collectors), signals) = context.db().read_snapshot(read).await?;
    let position = |row: &QueueRow| (row.filed_on, row.id);
    let show = |row| QueuedReview::of(row, &names, &kinds, &signals, &collectors);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, position, show)))
}

impl WantedReviews {
    fn split(self) -> (QueueFilter, PageQuery) {
        let appealed = self.appealed == Some(true);
        let filter = QueueFilter {
            status: match self.status {
                Some(status) => Some(status),
                None if appealed => Some(QueueStatus::Rejected),
                None if self.suspected == Some(true) => None,
                None => Some(QueueStatus::Pending),
            },
            appealed,
            suspected: self.suspected,
            agency: self.agency_id,
            language: self.language.map(|language| language.as_str().to_owned()),
            except: Interests::Nowhere,
            collected_by: self.collected_by,
            batch: self.batch_id,
            not_collected_by: None,
        };
        let page = PageQuery {
            limit: self.limit,
            cursor: self.cursor,
        };
        (filter, page)
    }
}

impl QueuedReview {
    pub(super) fn of(
        row: QueueRow,
        names: &BTreeMap<Id, String>,
        kinds: &BTreeMap<Id, EntryKind>,
        signals: &BTreeMap<Id, Vec<SignalName>>,
        collectors: &BTreeMap<Id, (Id, Id)>,
    ) -> Self {
        let kind = kinds.get(&row.agency_id).copied();
        let status = row.status();
        let since = match (status, row.suspected_on) {
            (ModerationStatus::Pending, _) => Some(row.changed_on),
            (_, since) => since,
        };
        let collector = collectors.get(&row.id);
        Self {
            collected_by: collector.map(|(organisation, _)| *organisation),
            batch_id: collector.map(|(_, batch)| *batch),
            suspected: row.suspected_on.is_some(),
            signals: signals.get(&row.id).cloned().unwrap_or_default(),
            id: row.id,
            agency_id: row.agency_id,
            // Every review is about an entry: a constraint of the table says so.
            about: kind.unwrap_or(EntryKind::ProposedEmployer),
            agency_name: names.get(&row.agency_id).cloned(),
            status,
            appears_on: row.appears_on,
            stage: Code::known(row.stage),
            corridor: Corridor {
                origin: Code::known(row.origin),
                destination: Code::known(row.destination),
            },
            overall: row.overall,
            comment_language: row.comment_language,
            relationship_declared: row.relationship_declared,
            filed_on: row.filed_on,
            decide_by: since.map(|since| days_after(since, DAYS_TO_DECIDE)),
        }
    }
}

/// Open a review, with its comment as the author wrote it.
///
/// That you opened it is written into the audit log.
#[utoipa::path(tag = "staff", operation_id = "get_review_for_moderation",
    params(("review_id" = Id, Path, description = "The review")),
    responses((status = 200, description = "The review", body = ReviewForModeration)))]
#[get("/staff/reviews/{review_id}")]
pub(super) async fn get_review_for_moderation(
    moderator: Caller<ModerateReviews>,
    review: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (desk, of_work) = (Desk::of(&context), context.clone());
    // Opening is written down, so this read is a write.
    let work = move |conn: &mut _| {
        let review = actions::open_for_moderation(conn, &desk, &moderator, review.0)?;
        let tag = tag(&review);
        let whole = ReviewForModeration::of(conn, &of_work, &desk, &moderator, review)?;
        Ok::<_, ReviewError>((tag, whole))
    };
    let (tag, whole) = context.db().write(work).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(whole))
}

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
pub(super) async fn publish_review(
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
        if_match.check(&tag(&review))?;
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
pub(super) async fn reject_review(
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
        if_match.check(&tag(&review))?;
        let review = actions::reject(conn, &desk, &moderator, &review, &reject.reason)?;
        decided(review)
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}

pub(super) fn decided(review: Review) -> Result<Answer, Problem> {
    let tag = tag(&review);
    Ok(Answer::changed(&DecidedReview::from(review))?.tagged(&tag))
}
