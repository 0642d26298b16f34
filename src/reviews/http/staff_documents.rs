//! Documents: what moderators do with them.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::document_file::DocumentFile;
use super::documents::ReviewDocument;
use crate::agencies;
use crate::claims::{self, Interests};
use crate::identity::Caller;
use crate::identity::audit::Action;
use crate::identity::permissions::ModerateReviews;
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{GONE, Problem, ProblemCode, problem_code};
use crate::reviews::actions::{self, ConfirmedDocument, Desk};
use crate::reviews::files::ReviewFiles;
use crate::reviews::model::{
    DecisionFacts, Document, DocumentKind, DocumentNumber, DocumentRefusal, DocumentStatus, Issuer,
};
use crate::reviews::store::{self, DocumentFilter, QueuedDocument};

/// The document has proved another review of the agency.
pub const DOCUMENT_USED: ProblemCode = problem_code("document_used", 409);

/// Which documents are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct WantedDocuments {
    /// How far they have come; `waiting` when left out.
    #[param(inline)]
    status: Option<DocumentStatus>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// A document in the queue: enough to choose it.
#[derive(Debug, Serialize, ToSchema)]
struct QueuedReviewDocument {
    /// Its id.
    id: Id,
    /// The review that it is to prove.
    review_id: Id,
    /// The agency that the review is about.
    agency_id: Id,
    /// That agency's name.
    #[schema(example = "Sunrise Manpower")]
    agency_name: Option<String>,
    /// What its author says that it is.
    #[schema(value_type = DocumentKind)]
    kind: DocumentKind,
    /// How far it has come.
    status: DocumentStatus,
    /// The day on which it was added.
    added_on: Date,
}

/// What was written down of a decision that confirms a review; never public.
#[derive(Debug, Serialize, ToSchema)]
struct ConfirmingDecision {
    /// Who decided.
    #[schema(value_type = Issuer)]
    authority: Issuer,
    /// When.
    decided_on: Date,
    /// The reference of the decision.
    #[schema(value_type = DocumentNumber)]
    reference: DocumentNumber,
}

/// A document as moderators see it, without its content.
#[derive(Debug, Serialize, ToSchema)]
struct DocumentForModeration {
    /// The review that it is to prove.
    review_id: Id,
    /// What was written down of a decision.
    decision: Option<ConfirmingDecision>,
    /// The document.
    #[serde(flatten)]
    document: ReviewDocument,
}

impl From<Document> for DocumentForModeration {
    fn from(mut document: Document) -> Self {
        let decision = document.decision.take();
        Self {
            review_id: document.review,
            decision: decision.map(|facts: DecisionFacts| ConfirmingDecision {
                authority: facts.authority,
                decided_on: facts.decided_on,
                reference: facts.reference,
            }),
            document: document.into(),
        }
    }
}

fn tag(document: &Document) -> EntityTag {
    EntityTag::of_version(document.version)
}

/// List documents that are to prove reviews, oldest day first.
///
/// Those of an agency in which one's own organisation has an interest are not among them.
#[utoipa::path(tag = "staff", operation_id = "list_documents_for_moderation",
    params(WantedDocuments),
    responses((status = 200, description = "Documents", body = Page<QueuedReviewDocument>)))]
#[get("/staff/review-documents")]
pub(super) async fn list_documents_for_moderation(
    moderator: Caller<ModerateReviews>,
    query: QueryOf<WantedDocuments>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let mut filter = DocumentFilter {
        status: query.0.status.unwrap_or(DocumentStatus::Waiting),
        except: Interests::default(),
        not_collected_by: moderator.organisation(),
    };
    let cursors = Cursors::of(&context, &request);
    let after: Option<(Date, Id)> = cursors.position(&page)?;
    let rows = page.rows();
    let read = move |conn: &mut Conn| {
        filter.except = claims::interests(conn, &moderator)?;
        let rows = store::document_queue(conn, &filter, after, rows)?;
        let of: Vec<Id> = rows.iter().map(|row| row.agency_id).collect();
        Ok::<_, DbError>((rows, agencies::names(conn, &of)?))
    };
    let (rows, names) = context.db().read_snapshot(read).await?;
    let position = |row: &QueuedDocument| (row.added_on, row.id);
    let show = |row| QueuedReviewDocument::of(row, &names);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, position, show)))
}

impl QueuedReviewDocument {
    fn of(row: QueuedDocument, names: &BTreeMap<Id, String>) -> Self {
        Self {
            id: row.id,
            review_id: row.review_id,
            agency_id: row.agency_id,
            agency_name: names.get(&row.agency_id).cloned(),
            kind: Code::known(row.kind),
            status: row.status,
            added_on: row.added_on,
        }
    }
}

/// Open what is known of a document.
///
/// That you opened it is written into the audit log.
#[utoipa::path(tag = "staff", operation_id = "get_document_for_moderation",
    params(("document_id" = Id, Path, description = "The document")),
    responses((status = 200, description = "The document", body = DocumentForModeration)))]
#[get("/staff/review-documents/{document_id}")]
pub(super) async fn get_document_for_moderation(
    moderator: Caller<ModerateReviews>,
    document: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let desk = Desk::of(&context);
    // Opening is written down, so this read is a write.
    let open = move |conn: &mut Conn| {
        actions::get_document(conn, &desk, &moderator, document.0, Action::Opened)
    };
    let (document, _) = context.db().write(open).await?;
    let tag = tag(&document);
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(DocumentForModeration::from(document)))
}

/// Download a document; the audit log says so.
#[utoipa::path(tag = "staff", operation_id = "download_review_document",
    params(("document_id" = Id, Path, description = "The document")),
    responses((status = 200, description = "The picture or PDF",
        content((DocumentFile = "image/jpeg"), (DocumentFile = "image/png"),
            (DocumentFile = "image/webp"), (DocumentFile = "application/pdf")))),
    extensions(("x-problems" = json!(["gone"]))))]
#[get("/staff/review-documents/{document_id}/file")]
pub(super) async fn download_document(
    moderator: Caller<ModerateReviews>,
    document: PathOf<Id>,
    files: web::Data<ReviewFiles>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (desk, id) = (Desk::of(&context), document.0);
    let open = move |conn: &mut Conn| {
        actions::get_document(conn, &desk, &moderator, id, Action::Downloaded)
    };
    let (document, key) = context.db().write(open).await?;
    let (Some(file), Some(facts), Some(key)) = (document.file, document.facts, key) else {
        return Err(Problem::new(&GONE));
    };
    let opened = files.documents.get(file, key.data_key()).await?;
    let (_, extension) = facts.media_type.split_once('/').unwrap_or_default();
    let disposition = format!("attachment; filename=\"{id}.{extension}\"");
    Ok(HttpResponse::Ok()
        .content_type(facts.media_type.as_str())
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(Bytes::copy_from_slice(&opened)))
}

/// Who decided, and when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecisionSeen {
    /// The court, tribunal or ministry.
    #[schema(value_type = Issuer)]
    authority: Issuer,
    /// When it decided; not in the future.
    decided_on: Date,
}

/// What was seen of a document that proves its review.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "number": "MOM-2025-118-32" }))]
struct ConfirmDocument {
    /// The number that it carries; of a decision, its reference. Only a keyed hash of it is kept, so that
    /// one document does not prove two reviews of an agency. Left out when there is none.
    #[schema(value_type = Option<DocumentNumber>)]
    number: Option<DocumentNumber>,
    /// For documents of the kind `decision` only, and needed there; sealed, with the reference.
    decision: Option<DecisionSeen>,
}

impl From<ConfirmDocument> for ConfirmedDocument {
    fn from(confirm: ConfirmDocument) -> Self {
        let decision = confirm.decision;
        Self {
            number: confirm.number,
            decision: decision.map(|seen| (seen.authority, seen.decided_on)),
        }
    }
}

/// What became of a document. It is kept for a repetition of the request, and so holds nothing of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-4d30-9a52-1a2b3c4d5e6f",
    "review_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
    "status": "confirmed", "reason": null, "is_stored": false
}))]
struct DecidedDocument {
    /// Its id.
    id: Id,
    /// The review.
    review_id: Id,
    /// How far it has come.
    status: DocumentStatus,
    /// Why it proves nothing.
    #[schema(value_type = Option<DocumentRefusal>)]
    reason: Option<DocumentRefusal>,
    /// Whether it is still there, because its author wants it kept.
    is_stored: bool,
}

fn decided(document: Document) -> Result<Answer, Problem> {
    let tag = tag(&document);
    let decided = DecidedDocument {
        id: document.id,
        review_id: document.review,
        status: document.status,
        reason: document.reason,
        is_stored: document.file.is_some(),
    };
    Ok(Answer::changed(&decided)?.tagged(&tag))
}

/// Confirm that a document proves its review.
///
/// The review counts as proved from now on. The document is destroyed, unless its author wants it kept.
#[utoipa::path(tag = "staff", operation_id = "confirm_review_document",
    params(("document_id" = Id, Path, description = "The document")),
    request_body = ConfirmDocument,
    responses((status = 200, description = "Confirmed", body = DecidedDocument)),
    extensions(("x-problems" = json!(["conflict", "document_used"])),
        ("x-if-match" = json!(true))))]
#[post("/staff/review-documents/{document_id}/confirm")]
pub(super) async fn confirm_document(
    moderator: Caller<ModerateReviews>,
    document: PathOf<Id>,
    if_match: IfMatch,
    command: Command<ConfirmDocument>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (confirm, command) = command.take_body();
    let confirmed = ConfirmedDocument::from(confirm);
    let (desk, by) = (Desk::of(&context), moderator.originator());
    let work = move |conn: &mut Conn| {
        let id = document.0;
        let (review, document) = actions::get_document_for_moderator(conn, &desk, &moderator, id)?;
        if_match.check(&tag(&document))?;
        let of = (review, document);
        decided(actions::confirm(conn, &desk, &moderator, of, &confirmed)?)
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Why a document proves nothing.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "unreadable" }))]
struct RefuseDocument {
    /// The reason, which the author is told.
    #[schema(value_type = DocumentRefusal)]
    reason: DocumentRefusal,
}

/// Say why a document does not prove its review.
///
/// The document is destroyed, unless its author wants it kept; the review stays as it is.
#[utoipa::path(tag = "staff", operation_id = "refuse_review_document",
    params(("document_id" = Id, Path, description = "The document")),
    request_body = RefuseDocument,
    responses((status = 200, description = "Refused", body = DecidedDocument)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/review-documents/{document_id}/refuse")]
pub(super) async fn refuse_document(
    moderator: Caller<ModerateReviews>,
    document: PathOf<Id>,
    if_match: IfMatch,
    command: Command<RefuseDocument>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (refuse, command) = command.take_body();
    let (desk, by) = (Desk::of(&context), moderator.originator());
    let work = move |conn: &mut Conn| {
        let id = document.0;
        let (review, document) = actions::get_document_for_moderator(conn, &desk, &moderator, id)?;
        if_match.check(&tag(&document))?;
        let of = (review, document);
        decided(actions::refuse(
            conn,
            &desk,
            &moderator,
            of,
            &refuse.reason,
        )?)
    };
    command.run(&context, by, work).await
}
