//! Opening a review.

use actix_web::http::header;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::appeals::ReviewAppeal;
use super::super::batches::ReviewCollection;
use super::super::moderators_tag;
use super::super::recordings::ReviewRecording;
use super::super::signals::ReviewSuspicion;
use super::super::whole::WholeReview;
use crate::identity::Caller;
use crate::identity::permissions::ModerateReviews;
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::platform::http::{Context, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::reviews::actions::{self, Desk, ReviewError};
use crate::reviews::model::{CommentMark, Review, marks, without};

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

/// Open a review, with its comment as the author wrote it.
///
/// That you opened it is written into the audit log.
#[utoipa::path(tag = "staff", operation_id = "get_review_for_moderation",
    params(("review_id" = Id, Path, description = "The review")),
    responses((status = 200, description = "The review", body = ReviewForModeration)))]
#[get("/staff/reviews/{review_id}")]
pub async fn get_review_for_moderation(
    moderator: Caller<ModerateReviews>,
    review: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (desk, of_work) = (Desk::of(&context), context.clone());
    // Opening is written down, so this read is a write.
    let work = move |conn: &mut _| {
        let review = actions::open_for_moderation(conn, &desk, &moderator, review.0)?;
        let tag = moderators_tag(&review);
        let whole = ReviewForModeration::of(conn, &of_work, &desk, &moderator, review)?;
        Ok::<_, ReviewError>((tag, whole))
    };
    let (tag, whole) = context.db().write(work).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(whole))
}
