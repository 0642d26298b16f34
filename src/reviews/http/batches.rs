//! Reviews on paper: uploading them, and reading again what became of them.

use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::openapi::schema::{ArrayBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};
use validator::Validate;

use super::fault;
use super::file::NewReview;
use crate::identity::Caller;
use crate::identity::permissions::CollectReviews;
use crate::organisations;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::command::{LineLimits, ReadLine, ReceivedLines, RefusedLine};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Context, Page, PageQuery, PathOf, QueryOf, Upload};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, FaultBody, Problem};
use crate::platform::text::Line;
use crate::reviews::actions::{self, Batch, Desk, Form, Named, ReviewError, RowRefusal, Taken};
use crate::reviews::model::{
    BatchStates, Collected, CollectedRow, Country, FormReference, MOST_ROWS, ReceiptWish,
    ReviewChannel, ReviewRowOutcome,
};
use crate::reviews::store::{self, BatchRow};

/// How much is uploaded at once.
const LIMITS: LineLimits = LineLimits {
    bytes: 2 * 1024 * 1024,
    lines: MOST_ROWS,
    faults: 20,
};

/// An agency by its licence, as a form names it.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct LicensedAgency {
    /// The country that gave the licence.
    #[schema(value_type = Country)]
    country: Country,
    /// The number, however it is written.
    #[schema(value_type = Line<100>)]
    licence_number: Line<100>,
}

/// What a worker wrote on a paper form.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "form_reference": "KL-2026-0017",
    "agency": { "country": "PH", "licence_number": "POEA-000-MADE-UP" },
    "collected_on": "2026-11-20",
    "review": {
        "stage": "working", "corridor": { "origin": "PH", "destination": "SG" }, "overall": 2,
        "comment": { "text": "Six months of my wages were deducted.", "language": "en" }
    }
}))]
pub struct CollectedReview {
    /// The number that is printed on the form. Each is taken once from an organisation; it is kept only as a
    /// keyed hash, and sealed in what you read again of the batch.
    #[schema(value_type = FormReference)]
    form_reference: FormReference,
    /// The agency; or else `agency`.
    agency_id: Option<Id>,
    /// The agency by its licence; or else `agency_id`. It must be in a list that is held here, and one agency alone must
    /// have or have had the number.
    agency: Option<LicensedAgency>,
    /// The day on which the form was filled in; not in the future.
    collected_on: Option<Date>,
    /// Whether the worker wants a receipt code. With `none` nobody gets one: the review can then be neither changed nor
    /// taken back.
    #[serde(default = "wanted")]
    receipt: ReceiptWish,
    /// What the worker says.
    #[validate(nested)]
    review: NewReview,
}

/// Who says nothing gets a code.
const fn wanted() -> ReceiptWish {
    ReceiptWish::Code
}

/// The body of an upload: one [`CollectedReview`] on each line. As in OpenAPI 3.2 its schema is that of the array of
/// its lines.
struct CollectedReviews;

impl PartialSchema for CollectedReviews {
    fn schema() -> RefOr<Schema> {
        ArrayBuilder::new()
            .items(Ref::from_schema_name(CollectedReview::name()))
            .min_items(Some(1))
            .max_items(Some(MOST_ROWS))
            .description(Some("One review on each line (NDJSON)."))
            .into()
    }
}

impl ToSchema for CollectedReviews {
    fn name() -> std::borrow::Cow<'static, str> {
        "CollectedReviews".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        let name = CollectedReview::name().into_owned();
        schemas.push((name, CollectedReview::schema()));
        CollectedReview::schemas(schemas);
    }
}

/// Reviews that an organisation uploaded in one go.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewBatch {
    /// Its id.
    id: Id,
    /// The day on which it was received.
    received_on: Date,
    /// Rows that are reviews now.
    #[schema(minimum = 0)]
    accepted: i64,
    /// Rows whose form was in already.
    #[schema(minimum = 0)]
    duplicates: i64,
    /// Rows that could not be taken.
    #[schema(minimum = 0)]
    refused: i64,
}

impl From<&BatchRow> for ReviewBatch {
    fn from(row: &BatchRow) -> Self {
        Self {
            id: row.id,
            received_on: row.received_on,
            accepted: row.accepted,
            duplicates: row.duplicates,
            refused: row.refused,
        }
    }
}

/// What became of an uploaded row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "line": 1, "form_reference": "KL-2026-0017", "outcome": "accepted",
    "review_id": "5e0f7b7e-6c0b-4b8e-9d3f-2f1d1c9b8a70",
    "receipt_code": "7Q2M-9XKD-4TRW-J8BN-0C5H", "earlier_batch_id": null, "faults": []
}))]
pub struct UploadedReview {
    /// The line on which it stands, from 1; empty lines are counted, too.
    line: usize,
    /// The number on the form, if it could be read.
    form_reference: Option<String>,
    /// What became of it.
    outcome: ReviewRowOutcome,
    /// The new review.
    review_id: Option<Id>,
    /// Opens the review, and is shown only this once: hand it to the worker, and keep no copy.
    receipt_code: Option<String>,
    /// Of a duplicate: the batch with which the form came in; this one when the form is in it twice.
    earlier_batch_id: Option<Id>,
    /// What is wrong with it, the first twenty faults; pointers are within the row.
    faults: Vec<FaultBody>,
}

impl UploadedReview {
    fn kept(&self) -> CollectedRow {
        let faults = self.faults.iter();
        CollectedRow {
            line: self.line,
            form_reference: self.form_reference.clone(),
            outcome: self.outcome,
            earlier_batch: self.earlier_batch_id,
            faults: faults
                .map(|fault| (fault.pointer.clone(), fault.code.clone()))
                .collect(),
        }
    }
}

/// A batch that was just uploaded, with what became of each row.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadedReviewBatch {
    /// The batch.
    #[serde(flatten)]
    batch: ReviewBatch,
    /// The rows in their order.
    rows: Vec<UploadedReview>,
}

/// Upload reviews that workers wrote on paper.
///
/// The body is NDJSON: one review on each line, at most 500 lines and 2 MiB. Each row stands by itself: what is wrong with
/// one refuses no other, and the answer says of each whether it was `accepted`, is a `duplicate` (its form is in already,
/// or the same was said in words in this batch), or was `refused`, and why. Repeat a request whose answer was lost with the same
/// `Idempotency-Key`, which is needed: the receipt codes are shown in no other answer. Reviews of an agency that your
/// organisation claims are refused. That you uploaded it is written into the audit log.
#[utoipa::path(tag = "staff", operation_id = "upload_review_batch",
    request_body(content = inline(CollectedReviews), content_type = "application/x-ndjson",
        description = "One review on each line"),
    responses((status = 201, description = "What became of each row", body = UploadedReviewBatch)),
    extensions(("x-problems" = json!(["idempotency_key_missing"])), ("x-needs-key" = json!(true))))]
#[post("/staff/review-batches")]
pub(super) async fn upload_review_batch(
    by: Caller<CollectReviews>,
    upload: Upload,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let received = upload.receive_lines::<CollectedReview>(&context, by.account(), LIMITS);
    let ReceivedLines {
        lines,
        command,
        seat,
    } = received.await?;
    let (of_work, originator) = (context.clone(), by.originator());
    let work = move |conn: &mut Conn| take_up(conn, &of_work, &by, lines);
    let answer = command.run(&context, originator, work).await;
    drop(seat);
    answer
}

fn take_up(
    conn: &mut Conn,
    context: &Context,
    by: &Caller<CollectReviews>,
    lines: Vec<ReadLine<CollectedReview>>,
) -> Result<Answer, Problem> {
    // Not `Desk::of`: where the organisation has its office tells nothing of where the workers are.
    let desk = Desk::at(context.services(), context.now());
    let mut batch = Batch::begin(conn, &desk, by)?;
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        rows.push(take_line(conn, context, &desk, &mut batch, line)?);
    }
    let kept: Vec<CollectedRow> = rows.iter().map(UploadedReview::kept).collect();
    let batch = batch.end(conn, &desk, by, &kept)?;
    let location = format!("/v1/staff/review-batches/{}", batch.id);
    let batch = ReviewBatch::from(&batch);
    Answer::created(location, &UploadedReviewBatch { batch, rows })
}

fn take_line(
    conn: &mut Conn,
    context: &Context,
    desk: &Desk,
    batch: &mut Batch,
    line: ReadLine<CollectedReview>,
) -> Result<UploadedReview, Problem> {
    let mut row = UploadedReview {
        line: line.number,
        form_reference: None,
        outcome: ReviewRowOutcome::Refused,
        review_id: None,
        receipt_code: None,
        earlier_batch_id: None,
        faults: Vec::new(),
    };
    let faults = match line.read {
        Err(refused) => {
            row.form_reference = reference_of(&refused);
            refused.faults
        }
        Ok(form) => {
            let wish = form.receipt;
            row.form_reference = Some(form.form_reference.as_str().to_owned());
            match form.read() {
                Ok(form) => row.fill(batch.take(conn, desk, form)?, wish),
                Err(faults) => faults,
            }
        }
    };
    if !faults.is_empty() {
        let (messages, language) = (&context.services().messages, context.language());
        let told = faults.iter().take(LIMITS.faults);
        row.faults = told.map(|f| FaultBody::of(f, messages, &language)).collect();
    }
    Ok(row)
}

/// The number on a form that could not be read, so that the paper is found again.
fn reference_of(refused: &RefusedLine) -> Option<String> {
    let reference = refused.value.get("form_reference").and_then(Value::as_str)?;
    let reference = FormReference::try_from(reference).ok()?;
    Some(reference.into_inner())
}

impl CollectedReview {
    /// The form, if it names its agency in one way.
    fn read(self) -> Result<Form, Vec<Fault>> {
        let about = match (self.agency_id, self.agency) {
            (Some(id), None) => Named::Id(id),
            (None, Some(agency)) => Named::Licence {
                country: agency.country.into_inner(),
                number: agency.licence_number.into_inner(),
            },
            (None, None) => return Err(vec![Fault::new("/agency_id", "missing_member")]),
            (Some(_), Some(_)) => return Err(vec![Fault::new("/agency", "given_twice")]),
        };
        Ok(Form {
            reference: self.form_reference,
            about,
            collected_on: self.collected_on,
            id: self.review.id.map(Into::into),
            content: self.review.into(),
        })
    }
}

impl UploadedReview {
    /// Notes what became of the row; returns what is wrong with it.
    fn fill(&mut self, taken: Taken, wish: ReceiptWish) -> Vec<Fault> {
        match taken {
            Taken::Accepted { review, code } => {
                self.outcome = ReviewRowOutcome::Accepted;
                self.review_id = Some(review);
                self.receipt_code = (wish == ReceiptWish::Code).then(|| code.expose());
                Vec::new()
            }
            Taken::Duplicate(batch) => {
                self.outcome = ReviewRowOutcome::Duplicate;
                self.earlier_batch_id = Some(batch);
                Vec::new()
            }
            Taken::Refused(refusal) => refusal.faults(),
        }
    }
}

impl RowRefusal {
    fn faults(&self) -> Vec<Fault> {
        vec![match self {
            Self::UnknownAgency => Fault::new("/agency_id", "unknown_agency"),
            Self::UnknownLicence => Fault::new("/agency/licence_number", "unknown_licence"),
            Self::SeveralAgencies => Fault::new("/agency/licence_number", "several_agencies"),
            Self::OwnInterest => Fault::new("", "own_interest"),
            Self::IdTaken => Fault::new("/review/id", "id_in_use"),
            Self::NotCollectedYet => Fault::new("/collected_on", "in_the_future"),
            Self::Broken(rules) => return rules.iter().map(|rule| below(fault(rule))).collect(),
        }]
    }
}

/// A fault of a review where a row has it.
fn below(fault: Fault) -> Fault {
    Fault {
        pointer: format!("/review{}", fault.pointer),
        ..fault
    }
}

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
pub(super) async fn list_review_batches(
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
pub(super) async fn get_review_batch(
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

/// Who collected a review on paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewCollection {
    /// How it came in.
    channel: ReviewChannel,
    /// The organisation that collected it.
    organisation_id: Id,
    /// Its name.
    #[schema(example = "Helping Hands")]
    organisation_name: Option<String>,
    /// What it was uploaded with.
    batch_id: Id,
    /// The day on which the form was filled in.
    collected_on: Option<Date>,
}

impl ReviewCollection {
    /// Who collected a review; nobody when its author sent it.
    pub(super) fn of(
        conn: &mut Conn,
        desk: &Desk,
        review: Id,
    ) -> Result<Option<Self>, ReviewError> {
        let collected = actions::collected(conn, desk, review)?;
        let shown = collected.map(|collected| Self::named(conn, collected));
        Ok(shown.transpose()?)
    }

    fn named(conn: &mut Conn, collected: Collected) -> Result<Self, DbError> {
        Ok(Self {
            channel: collected.channel,
            organisation_id: collected.organisation,
            organisation_name: organisations::find_name(conn, collected.organisation)?,
            batch_id: collected.batch,
            collected_on: collected.collected_on,
        })
    }
}
