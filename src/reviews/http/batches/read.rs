//! Reading again what became of batches.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ReviewBatch;
use crate::identity::Caller;
use crate::identity::permissions::CollectReviews;
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::reviews::actions::{self, Desk, ReviewError};
use crate::reviews::model::{BatchStates, CollectedRow, ReviewRowOutcome};
use crate::reviews::store::{self, BatchRow};

/// Which batches are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedBatches {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List the batches that your organisation uploaded, newest day first.
#[utoipa::path(tag = "staff", operation_id = "list_review_batches", params(WantedBatches),
    responses((status = 200, description = "Batches", body = Page<ReviewBatch>)))]
#[get("/staff/review-batches")]
pub(in crate::reviews::http) async fn list_review_batches(
    by: Caller<CollectReviews>,
    query: QueryOf<WantedBatches>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let WantedBatches { limit, cursor } = query.0;
    let page = PageQuery { limit, cursor };
    let cursors = Cursors::of(&context, &request);
    let after: Option<(Date, Id)> = cursors.position(&page)?;
    let (organisation, rows) = (by.organisation(), page.rows());
    let read = move |conn: &mut Conn| store::list_batches(conn, organisation, after, rows);
    let rows: Vec<BatchRow> = context.db().read(read).await?;
    let position = |row: &BatchRow| (row.received_on, row.id);
    let show = |row: BatchRow| ReviewBatch::from(&row);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, position, show)))
}

/// How far the reviews of a batch have come: how many, never which.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewBatchStates {
    /// Waiting for a moderator.
    #[schema(minimum = 0)]
    pending: i64,
    /// Public.
    #[schema(minimum = 0)]
    published: i64,
    /// Not published, taken back or erased; which of these is not told.
    #[schema(minimum = 0)]
    not_published: i64,
}

impl From<BatchStates> for ReviewBatchStates {
    fn from(states: BatchStates) -> Self {
        Self {
            pending: states.pending,
            published: states.published,
            not_published: states.not_published,
        }
    }
}

/// A fault of a row, without its text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "pointer": "/review/overall", "code": "too_large" }))]
pub struct ReviewRowFault {
    /// Where in the row.
    pointer: String,
    /// What.
    code: String,
}

/// What became of a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewBatchRow {
    /// The line on which it stood.
    line: usize,
    /// The number on the form, if it could be read.
    #[schema(example = "KL-2026-0017")]
    form_reference: Option<String>,
    /// What became of it.
    outcome: ReviewRowOutcome,
    /// Of a duplicate: the batch with which the form came in.
    earlier_batch_id: Option<Id>,
    /// What was wrong with it.
    faults: Vec<ReviewRowFault>,
}

impl From<CollectedRow> for ReviewBatchRow {
    fn from(row: CollectedRow) -> Self {
        let faults = row.faults.into_iter();
        Self {
            line: row.line,
            form_reference: row.form_reference,
            outcome: row.outcome,
            earlier_batch_id: row.earlier_batch,
            faults: faults
                .map(|(pointer, code)| ReviewRowFault { pointer, code })
                .collect(),
        }
    }
}

/// A batch with what became of its rows, without receipt codes and without a word of what workers said.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeReviewBatch {
    /// The batch.
    #[serde(flatten)]
    batch: ReviewBatch,
    /// How far its reviews have come; null when fewer than five were accepted, because it would tell of single ones.
    states: Option<ReviewBatchStates>,
    /// Its rows; null two years after, when they are forgotten.
    rows: Option<Vec<ReviewBatchRow>>,
}

/// Read what became of a batch of your organisation; the audit log says that you did.
#[utoipa::path(tag = "staff", operation_id = "get_review_batch",
    params(("batch_id" = Id, Path, description = "The batch")),
    responses((status = 200, description = "The batch", body = WholeReviewBatch)))]
#[get("/staff/review-batches/{batch_id}")]
pub(in crate::reviews::http) async fn get_review_batch(
    by: Caller<CollectReviews>,
    batch: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let desk = Desk::of(&context);
    // Opening is written down, so this read is a write.
    let work = move |conn: &mut Conn| {
        let (batch, rows) = actions::open_batch(conn, &desk, &by, batch.0)?;
        let rows = rows.map(|rows| rows.into_iter().map(Into::into).collect());
        Ok::<_, ReviewError>(WholeReviewBatch {
            states: actions::batch_states(conn, &batch)?.map(Into::into),
            batch: ReviewBatch::from(&batch),
            rows,
        })
    };
    Ok(HttpResponse::Ok().json(context.db().write(work).await?))
}
