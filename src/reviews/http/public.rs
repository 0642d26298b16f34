//! What everybody may read.

use actix_web::{HttpRequest, HttpResponse, get};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::agencies::{self, EntryKind};
use crate::platform::code_lists::Code;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::reviews::actions::{self, PublicReview, ReviewError, Shelf};
use crate::reviews::model::{Corridor, Dimension, Occupation, ProofTier, RejectionReason, Stage};
use crate::reviews::store::PublicPosition;

/// Which page of a list is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedPage {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// What was published of a comment.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedComment {
    /// The text, from which a moderator may have taken names and numbers.
    text: String,
    /// Its language.
    language: String,
}

/// What the agency answers to a review; a moderator has read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedReply {
    /// The text, from which a moderator may have taken names and numbers.
    text: String,
    /// Its language.
    #[schema(example = "fil")]
    language: String,
    /// The month in which it was published.
    #[schema(example = "2026-12")]
    published_month: String,
}

/// A score in a published review.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedScore {
    /// What it is about.
    #[schema(value_type = Dimension)]
    dimension: Dimension,
    /// From 1 (worst) to 5 (best).
    score: i64,
}

/// How a published review is found in the transparency log, and how it is checked.
#[derive(Debug, Serialize, ToSchema)]
pub struct InTransparencyLog {
    /// Its entry in the log; null until the day of its publication is over.
    entry: Option<i64>,
    /// The salt of its commitment, in base64 for URLs. The commitment in the entry is the SHA-256 of nine
    /// lines, each ended by a newline: `tulay-review-1`, this salt, `id`, `agency_id`,
    /// `published_month`, `overall`, `would_recommend` (`true`, `false` or nothing), the language
    /// of the comment or nothing, the SHA-256 of its text in hexadecimal or nothing.
    salt: String,
    /// The agency or employer under which it was published.
    agency_id: Id,
}

/// A published review. Null is what was not stated and what would single its author out alike.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedReview {
    /// Names it in public.
    id: Id,
    /// The month in which it was published.
    #[schema(example = "2026-11")]
    published_month: String,
    /// The score for all of it, from 1 (worst) to 5 (best).
    overall: i64,
    /// Scores on dimensions on which enough reviews say something.
    scores: Vec<PublishedScore>,
    /// Whether the author would recommend the agency to a friend.
    would_recommend: Option<bool>,
    /// The comment.
    comment: Option<PublishedComment>,
    /// Where in the journey the author was.
    #[schema(value_type = Option<Stage>)]
    stage: Option<Stage>,
    /// From where to where.
    corridor: Option<Corridor>,
    /// The year of the recruitment.
    recruited_year: Option<i16>,
    /// As what.
    #[schema(value_type = Option<Occupation>)]
    occupation: Option<Occupation>,
    /// How it is known that the author was recruited by the agency; null where few have this proof.
    proof_tier: Option<ProofTier>,
    /// Whether it is being checked: until a moderator has looked it does not count in any number.
    under_review: bool,
    /// How to check that it is what was published, and that it cannot vanish quietly.
    transparency: Option<InTransparencyLog>,
    /// What the agency answers.
    reply: Option<PublishedReply>,
}

/// How often published reviews were taken down for one reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemovalCount {
    /// Why.
    #[schema(value_type = RejectionReason)]
    reason: RejectionReason,
    /// How often.
    count: i64,
}

/// A page of an agency's published reviews.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "items": [{
        "id": "8e03978e-40d5-43dd-bc93-6894a57f9324",
        "published_month": "2026-03",
        "overall": 2,
        "scores": [{ "dimension": "fees", "score": 1 }],
        "would_recommend": false,
        "comment": { "text": "Six months of my wages were deducted.", "language": "en" },
        "stage": "working",
        "corridor": { "origin": "PH", "destination": "SG" },
        "recruited_year": 2025,
        "occupation": null,
        "proof_tier": "self_declared",
        "under_review": false,
        "transparency": { "entry": 640, "salt": "4l2Wq0mVn0m1pJm3o2kXbA",
            "agency_id": "0195f1a2-0000-7b1e-9a55-3f0c8d2e4b61" },
        "reply": { "text": "We do not deduct fees any more.", "language": "en",
            "published_month": "2026-04" }
    }],
    "next": null,
    "removals": [{ "reason": "legal_order", "count": 1 }],
    "under_review": 0
}))]
pub struct PublishedReviews {
    /// The reviews, latest month first; none while there are fewer than a rating needs.
    items: Vec<PublishedReview>,
    /// The marker of the next page, to be sent as `cursor`; null on the last page.
    next: Option<String>,
    /// How often a moderator took a published review of this agency down.
    removals: Vec<RemovalCount>,
    /// How many of the listed reviews are being checked, and do not count meanwhile.
    under_review: i64,
}

/// List what workers say about an agency.
///
/// Nothing is listed while there are fewer published reviews than a rating needs, and of each review
/// only what does not single out its author.
#[utoipa::path(tag = "reviews", operation_id = "list_reviews",
    params(("agency_id" = Id, Path, description = "The agency"), WantedPage),
    responses((status = 200, description = "Published reviews", body = PublishedReviews)))]
#[get("/agencies/{agency_id}/reviews")]
pub(super) async fn list_reviews(
    agency: PathOf<Id>,
    query: QueryOf<WantedPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let about = (agency.0, EntryKind::RecruitmentAgency);
    list(about, query.0, &context, &request).await
}

/// List what workers say about an employer.
///
/// As of an agency. `removals` are those of this employer, and `agency_id` in `transparency` names it.
#[utoipa::path(tag = "reviews", operation_id = "list_employer_reviews",
    params(("employer_id" = Id, Path, description = "The employer"), WantedPage),
    responses((status = 200, description = "Published reviews", body = PublishedReviews)))]
#[get("/employers/{employer_id}/reviews")]
pub(super) async fn list_employer_reviews(
    employer: PathOf<Id>,
    query: QueryOf<WantedPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let about = (employer.0, EntryKind::Employer);
    list(about, query.0, &context, &request).await
}

async fn list(
    (about, kind): (Id, EntryKind),
    query: WantedPage,
    context: &Context,
    request: &HttpRequest,
) -> Result<HttpResponse, Problem> {
    let page = query.into_page();
    let cursors = Cursors::of(context, request);
    let after: Option<PublicPosition> = cursors.position(&page)?;
    let (rows, minimum) = (page.rows(), context.services().config.rating_minimum);
    let read = move |conn: &mut _| {
        let about = agencies::resolve_as(conn, about, kind)?.ok_or(ReviewError::UnknownAgency)?;
        actions::shelf(conn, about, after, rows, minimum)
    };
    let find = async {
        let shelf = context.public_db().read_snapshot(read).await?;
        Ok(Found::new(present(shelf, &cursors, &page)))
    };
    answer(context, request, find).await
}

impl WantedPage {
    pub(super) fn into_page(self) -> PageQuery {
        PageQuery {
            limit: self.limit,
            cursor: self.cursor,
        }
    }
}

fn present(shelf: Shelf, cursors: &Cursors, page: &PageQuery) -> PublishedReviews {
    let position = |review: &PublicReview| {
        let row = &review.row;
        (row.published_month.clone(), row.public_id)
    };
    let page = cursors.page(page, shelf.reviews, position, PublishedReview::from);
    let removals = shelf
        .removals
        .into_iter()
        .map(|(reason, count)| RemovalCount {
            reason: Code::known(reason),
            count,
        });
    PublishedReviews {
        items: page.items,
        next: page.next,
        removals: removals.collect(),
        under_review: shelf.under_review,
    }
}

impl From<PublicReview> for PublishedReview {
    fn from(review: PublicReview) -> Self {
        let PublicReview {
            row,
            shown,
            scores,
            publication,
            reply,
        } = review;
        let reply = reply.map(|reply| PublishedReply {
            text: reply.text,
            language: reply.language,
            published_month: reply.published_month,
        });
        let transparency = publication.map(|publication| InTransparencyLog {
            entry: publication.entry,
            salt: URL_SAFE_NO_PAD.encode(publication.salt),
            agency_id: publication.agency_id,
        });
        let language = row.published_language.or(row.comment_language);
        let comment = row.published_text.zip(language);
        let scores = scores.into_iter().map(|(dimension, score)| PublishedScore {
            dimension: Code::known(dimension),
            score,
        });
        Self {
            id: row.public_id,
            published_month: row.published_month,
            overall: row.overall,
            scores: scores.collect(),
            would_recommend: row.would_recommend,
            comment: comment.map(|(text, language)| PublishedComment { text, language }),
            stage: shown.stage,
            corridor: shown.corridor,
            recruited_year: shown.recruited_year,
            occupation: shown.occupation,
            proof_tier: shown.proof,
            under_review: row.is_held,
            transparency,
            reply,
        }
    }
}
