//! Uploading reviews that workers wrote on paper.

use actix_web::{HttpResponse, post};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::super::problems::fault;
use super::ReviewBatch;
use super::body::CollectedReviews;
use super::row::CollectedReview;
use crate::identity::Caller;
use crate::identity::permissions::CollectReviews;
use crate::platform::crypto::ReceiptCode;
use crate::platform::db::Conn;
use crate::platform::http::command::{LineLimits, ReadLine, ReceivedLines, RefusedLine};
use crate::platform::http::{Answer, Context, Upload};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, FaultBody, Problem};
use crate::reviews::actions::{Batch, Desk, RowRefusal, Taken};
use crate::reviews::model::{
    CollectedRow, FormReference, MOST_ROWS, ReceiptWish, ReviewRowOutcome,
};

/// How much is uploaded at once.
const LIMITS: LineLimits = LineLimits {
    bytes: 2 * 1024 * 1024,
    lines: MOST_ROWS,
    faults: 20,
};

/// What became of an uploaded row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "line": 1, "form_reference": "KL-2026-0017", "outcome": "accepted",
    "review_id": "5e0f7b7e-6c0b-4b8e-9d3f-2f1d1c9b8a70",
    "receipt_code": "7Q2M-9XKD-4TRW-J8BN-0C5H",
    "receipt_code_digits": "0955-8534-8261-2558-8842-3549-9968-5995", "earlier_batch_id": null, "faults": []
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
    /// Opens the review: hand it to the worker, and keep no copy. Null in a repetition that comes after one of the
    /// batch's codes was used.
    receipt_code: Option<String>,
    /// The same code in digits, for telephones with keys only and for saying it aloud; null as the code is.
    receipt_code_digits: Option<String>,
    /// Of a duplicate: the batch with which the form came in; this one when the form is in it twice.
    earlier_batch_id: Option<Id>,
    /// What is wrong with it, the first twenty faults; pointers are within the row.
    faults: Vec<FaultBody>,
    /// The same code, as long as it is known.
    #[serde(skip)]
    code: Option<ReceiptCode>,
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
pub(in crate::reviews::http) async fn upload_review_batch(
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
        rows.push(take_line(conn, context, (&desk, by), &mut batch, line)?);
    }
    let kept: Vec<CollectedRow> = rows.iter().map(UploadedReview::kept).collect();
    let batch = batch.end(conn, &desk, by, &kept)?;
    let location = format!("/v1/staff/review-batches/{}", batch.id);
    let batch = ReviewBatch::from(&batch);
    let mut uploaded = UploadedReviewBatch { batch, rows };
    let answer = Answer::created(location, &uploaded)?;
    let taken = uploaded.rows.iter_mut().map(|row| {
        (row.receipt_code, row.receipt_code_digits) = (None, None);
        row.code.take()
    });
    // Whoever uses one of them has it from this answer, which so has arrived.
    let codes: Vec<ReceiptCode> = taken.flatten().collect();
    answer.shown_once(&context.services().lookup, &codes, &uploaded)
}

fn take_line(
    conn: &mut Conn,
    context: &Context,
    (desk, by): (&Desk, &Caller<CollectReviews>),
    batch: &mut Batch,
    line: ReadLine<CollectedReview>,
) -> Result<UploadedReview, Problem> {
    let mut row = UploadedReview {
        line: line.number,
        form_reference: None,
        outcome: ReviewRowOutcome::Refused,
        review_id: None,
        receipt_code: None,
        receipt_code_digits: None,
        earlier_batch_id: None,
        faults: Vec::new(),
        code: None,
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
                Ok(form) => row.fill(batch.take(conn, desk, by, form)?, wish),
                Err(faults) => faults,
            }
        }
    };
    if !faults.is_empty() {
        let told = faults.iter().take(LIMITS.faults);
        row.faults = told
            .map(|f| FaultBody::of(f, |name, given| context.say(name, None, given)))
            .collect();
    }
    Ok(row)
}

/// The number on a form that could not be read, so that the paper is found again.
fn reference_of(refused: &RefusedLine) -> Option<String> {
    let reference = refused
        .value
        .get("form_reference")
        .and_then(Value::as_str)?;
    let reference = FormReference::try_from(reference).ok()?;
    Some(reference.into_inner())
}

impl UploadedReview {
    /// Notes what became of the row; returns what is wrong with it.
    fn fill(&mut self, taken: Taken, wish: ReceiptWish) -> Vec<Fault> {
        match taken {
            Taken::Accepted { review, code } => {
                self.outcome = ReviewRowOutcome::Accepted;
                self.review_id = Some(review);
                if wish == ReceiptWish::Code {
                    self.receipt_code = Some(code.expose());
                    self.receipt_code_digits = Some(code.expose_digits());
                    self.code = Some(code);
                }
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
