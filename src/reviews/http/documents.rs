//! Documents: what an author does with them.

use actix_web::web;
use actix_web::{HttpResponse, delete, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::document_file::DocumentFile;
use crate::identity::{ReceiptHolder, Reviews};
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Bare, Command, Context, PathOf, QueryOf, Received, Upload};
use crate::platform::ids::Id;
use crate::platform::photo::PhotoError;
use crate::platform::problem::{INTERNAL_ERROR, Problem, ProblemCode, problem_code};
use crate::reviews::actions::{self, Desk, DocumentError, KeptDocument};
use crate::reviews::files::ReviewFiles;
use crate::reviews::model::{
    DAYS_UNTIL_DECIDED, Document, DocumentKind, DocumentRefusal, DocumentStatus, days_after,
};

/// What was sent is neither a picture nor a PDF.
pub const NOT_A_DOCUMENT: ProblemCode = problem_code("not_a_document", 415);
/// The picture or PDF is cut off or damaged.
pub const DAMAGED_DOCUMENT: ProblemCode = problem_code("damaged_document", 422);
/// The review has as many documents as it may have.
pub const TOO_MANY_DOCUMENTS: ProblemCode = problem_code("too_many_documents", 409);

impl From<DocumentError> for Problem {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Content(PhotoError::Unsupported) => Self::new(&NOT_A_DOCUMENT),
            DocumentError::Content(PhotoError::Broken) => Self::new(&DAMAGED_DOCUMENT),
            DocumentError::Review(error) => error.into(),
            DocumentError::Store(error) => error.into(),
            DocumentError::CutOff => Self::new(&INTERNAL_ERROR),
        }
    }
}

/// What is said about a document besides its bytes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct NewDocument {
    /// What it is.
    #[param(example = "contract")]
    kind: DocumentKind,
    /// Whether it is kept after a moderator has seen it; it is destroyed when this is left out.
    keep: Option<bool>,
    /// An id of the client's own, so that a document that was photographed offline has one.
    id: Option<ChosenId>,
}

/// A document that is to prove a review. Null is what was destroyed with it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-4d30-9a52-1a2b3c4d5e6f", "kind": "contract", "status": "waiting",
    "reason": null, "keep": false, "is_stored": true, "media_type": "image/jpeg", "bytes": 183_220,
    "orientation": 6,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "received_sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "added_on": "2026-11-23", "decided_on": null, "destroyed_by": "2027-02-21" }))]
pub(super) struct ReviewDocument {
    /// Its id.
    id: Id,
    /// What it is.
    #[schema(value_type = DocumentKind)]
    kind: DocumentKind,
    /// How far it has come.
    status: DocumentStatus,
    /// Why it proves nothing.
    #[schema(value_type = Option<DocumentRefusal>)]
    reason: Option<DocumentRefusal>,
    /// Whether it is kept after a moderator has seen it.
    keep: bool,
    /// Whether it is still there.
    is_stored: bool,
    /// What it is by its content.
    media_type: Option<String>,
    /// Bytes of the stored file; a picture has lost all that its camera knew.
    bytes: Option<u64>,
    /// How to turn a picture for viewing, as EXIF counts: 1 (as it is) to 8.
    orientation: Option<u8>,
    /// SHA-256 of the stored file, in hexadecimal.
    sha256: Option<String>,
    /// SHA-256 of the file as it was received, so that the sender can see that it arrived whole.
    received_sha256: Option<String>,
    /// The day on which it was added.
    added_on: Date,
    /// The day on which a moderator decided on it, or nobody had in time.
    decided_on: Option<Date>,
    /// While it waits: the day on which it is destroyed if no moderator has seen it by then.
    destroyed_by: Option<Date>,
}

impl From<Document> for ReviewDocument {
    fn from(document: Document) -> Self {
        let waits = document.status == DocumentStatus::Waiting;
        let until = days_after(document.added_on, DAYS_UNTIL_DECIDED + 1);
        let facts = document.facts;
        let of = facts.as_ref();
        Self {
            id: document.id,
            kind: document.kind,
            status: document.status,
            reason: document.reason,
            keep: document.keep,
            is_stored: document.file.is_some(),
            bytes: of.map(|facts| facts.bytes),
            orientation: of.map(|facts| facts.orientation),
            sha256: of.map(|facts| facts.sha256.clone()),
            received_sha256: of.map(|facts| facts.received_sha256.clone()),
            media_type: facts.map(|facts| facts.media_type),
            added_on: document.added_on,
            decided_on: document.decided_on,
            destroyed_by: waits.then_some(until),
        }
    }
}

/// The documents of a review.
#[derive(Debug, Serialize, ToSchema)]
struct ReviewDocuments {
    /// The documents, oldest day first.
    items: Vec<ReviewDocument>,
}

/// Add a document that proves your review.
///
/// The body is the picture or PDF itself; what it is, is decided by its content. All that a camera knew is
/// removed; a PDF stays as it is. It is stored sealed, shown to a moderator, and destroyed with the
/// decision unless you want it kept. A review takes five. Repeat a request that was cut off with the
/// same `Idempotency-Key`: the document is stored once.
#[utoipa::path(tag = "receipt", operation_id = "add_review_document", params(NewDocument),
    request_body(description = "The picture or PDF",
        content((DocumentFile = "image/jpeg"), (DocumentFile = "image/png"),
            (DocumentFile = "image/webp"), (DocumentFile = "application/pdf"))),
    responses((status = 201, description = "The document is stored", body = ReviewDocument)),
    extensions(("x-problems" = json!(["not_a_document", "damaged_document", "too_many_documents",
        "conflict", "id_taken"]))))]
#[post("/receipt/review/documents")]
pub(super) async fn add_review_document(
    author: ReceiptHolder<Reviews>,
    query: QueryOf<NewDocument>,
    upload: Upload,
    files: web::Data<ReviewFiles>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let Received {
        bytes,
        sha256,
        command,
        seat,
    } = upload.receive(&context, author.subject()).await?;
    let NewDocument { kind, keep, id } = query.0;
    // Ids of ours tell no time, as those of version 7 would.
    let random = || Id::random(&*context.services().randomness);
    let (id, file) = (id.map_or_else(random, Id::from), random());
    let (desk, by, of_work) = (Desk::of(&context), author.originator(), author.clone());
    let keeping = async {
        let (stores, received) = ((context.db(), &files.documents), (bytes, sha256));
        Ok(actions::keep_document(stores, &desk, &author, file, received).await?)
    };
    let of_desk = desk.clone();
    let add = move |conn: &mut Conn, kept: KeptDocument| {
        let said = (&kind, keep == Some(true));
        let document = actions::add_document(conn, &of_desk, &of_work, id, said, &kept)?;
        let location = "/v1/receipt/review/documents".to_owned();
        Answer::created(location, &ReviewDocument::from(document))
    };
    let answer = command.run_after(&context, by, keeping, add).await;
    // Only a refusal for certain: after a lost connection the row may be there, and the next sweep
    // finds out.
    if answer
        .as_ref()
        .is_err_and(|problem| problem.code.status < 500)
    {
        files.documents.give_up(file).await;
    }
    drop(seat);
    answer
}

/// List the documents of your review, oldest day first.
#[utoipa::path(tag = "receipt", operation_id = "list_review_documents",
    responses((status = 200, description = "The documents", body = ReviewDocuments)))]
#[get("/receipt/review/documents")]
pub(super) async fn list_review_documents(
    author: ReceiptHolder<Reviews>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let desk = Desk::of(&context);
    let list = move |conn: &mut Conn| actions::list_documents(conn, &desk, &author);
    let documents = context.db().read_snapshot(list).await?;
    let items = documents.into_iter().map(ReviewDocument::from).collect();
    Ok(HttpResponse::Ok().json(ReviewDocuments { items }))
}

/// What is to become of a document.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "keep": true }))]
struct ReviewDocumentChange {
    /// Whether it is kept after a moderator has seen it.
    keep: bool,
}

/// Say whether a document is kept after a moderator has seen it.
///
/// One that was seen already and is not to be kept any longer is destroyed at once.
#[utoipa::path(tag = "receipt", operation_id = "change_review_document",
    params(("document_id" = Id, Path, description = "The document")),
    request_body = ReviewDocumentChange,
    responses((status = 200, description = "The document", body = ReviewDocument)),
    extensions(("x-problems" = json!(["conflict"]))))]
#[patch("/receipt/review/documents/{document_id}")]
pub(super) async fn change_review_document(
    author: ReceiptHolder<Reviews>,
    document: PathOf<Id>,
    command: Command<ReviewDocumentChange>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (change, command) = command.take_body();
    let (desk, by) = (Desk::of(&context), author.originator());
    let work = move |conn: &mut Conn| {
        let changed = actions::set_keep(conn, &desk, &author, document.0, change.keep)?;
        Answer::changed(&ReviewDocument::from(changed))
    };
    command.run(&context, by, work).await
}

/// Destroy a document now.
///
/// What it has proved stays proved. One that no moderator has decided on is forgotten.
#[utoipa::path(tag = "receipt", operation_id = "destroy_review_document",
    params(("document_id" = Id, Path, description = "The document")),
    responses((status = 204, description = "Destroyed")),
    extensions(("x-problems" = json!(["conflict"]))))]
#[delete("/receipt/review/documents/{document_id}")]
pub(super) async fn destroy_review_document(
    author: ReceiptHolder<Reviews>,
    document: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (desk, by) = (Desk::of(&context), author.originator());
    let work = move |conn: &mut Conn| {
        actions::destroy_document(conn, &desk, &author, document.0)?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}
