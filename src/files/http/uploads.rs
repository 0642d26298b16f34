//! `/v1/receipt/uploads`: files of whoever holds a receipt code, part by part.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, delete, get, options, patch, post};

use super::protocol;
use super::shapes::{FilePart, UploadShown};
use crate::files::actions::Desk;
use crate::files::destination::{Destinations, Holder};
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Context, PathOf, QueryOf, tus};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Where the holder's uploads are worked on.
fn desk(holder: &Holder, destinations: &Destinations, context: Context) -> Result<Desk, Problem> {
    Ok(Desk {
        context,
        destination: destinations.of(holder)?,
        parts: destinations.parts().clone(),
    })
}

/// Ask what this server knows of the tus protocol.
#[utoipa::path(tag = "receipt", operation_id = "describe_uploads",
    responses((status = 204, description = "What is spoken here", headers(
        ("Tus-Version" = String, description = "The versions of the protocol."),
        ("Tus-Extension" = String, description = "The extensions."),
        ("Tus-Max-Size" = u64, description = "The most bytes of one file."),
        ("Tus-Checksum-Algorithm" = String, description = "The checksums that are known.")))),
    extensions(("x-protocol" = json!("tus-1.0.0"))))]
#[options("/receipt/uploads")]
pub(super) async fn describe_uploads(
    _holder: Holder,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> HttpResponse {
    protocol::describe(&context)
}

/// Begin to upload a file, part by part (tus 1.0.0).
///
/// The file belongs to what the receipt code opens: it becomes evidence of a safety report, or an attachment of a
/// request for help, with the id of the upload, as soon as it is whole. `Location` says where to send it. Of the metadata only
/// `filename` is kept, sealed, and it is never shown again to the holder of the code. Ten uploads may be unfinished.
#[utoipa::path(tag = "receipt", operation_id = "begin_upload",
    params(
        ("Tus-Resumable" = String, Header, description = "The version of the protocol.", pattern = r"^1\.0\.0$",
            example = "1.0.0"),
        ("Upload-Length" = u64, Header, description = "Bytes of the whole file; at most `Tus-Max-Size`.",
            maximum = 1_073_741_824, example = 183_220),
        ("Upload-Metadata" = Option<String>, Header, description = "Of these pairs `filename` is kept.",
            max_length = 4096, pattern = r"^([!-+\--~]+( [A-Za-z0-9+/=]*)?(, ?[!-+\--~]+( [A-Za-z0-9+/=]*)?)*)?$",
            example = "filename c2Fob2QuanBn")),
    responses((status = 201, description = "The upload has begun", headers(
        ("Upload-Offset" = u64, description = "Bytes that have come in: none."),
        ("Upload-Expires" = String, description = "When it is forgotten (RFC 9110).")))),
    extensions(("x-protocol" = json!("tus-1.0.0")),
        ("x-problems" = json!(["tus_version_not_supported", "too_many_uploads", "body_too_large", "gone",
            "too_much_evidence", "report_withdrawn", "not_evidence", "too_many_attachments", "request_withdrawn",
            "not_an_attachment"]))))]
#[post("/receipt/uploads")]
pub(super) async fn begin_upload(
    holder: Holder,
    _query: QueryOf<NoParameters>,
    request: HttpRequest,
    destinations: Data<Destinations>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let desk = desk(&holder, &destinations, context)?;
    protocol::begin(&desk, &request, tus::PATH).await
}

/// Ask how far an upload has come; `HEAD` asks for the headers alone, as the protocol does.
#[utoipa::path(tag = "receipt", operation_id = "get_upload",
    params(("upload_id" = Id, Path, description = "The upload."),
        ("Tus-Resumable" = Option<String>, Header, description = "The version of the protocol.",
            pattern = r"^1\.0\.0$", example = "1.0.0")),
    responses((status = 200, description = "How far it has come", body = UploadShown, headers(
        ("Upload-Offset" = u64, description = "Bytes that have come in."),
        ("Upload-Length" = u64, description = "Bytes of the whole file."),
        ("Upload-Expires" = String, description = "When it is forgotten, as long as it is unfinished.")))),
    extensions(("x-protocol" = json!("tus-1.0.0")),
        ("x-problems" = json!(["tus_version_not_supported", "upload_expired", "gone"]))))]
#[get("/receipt/uploads/{upload_id}")]
pub(super) async fn get_upload(
    holder: Holder,
    id: PathOf<Id>,
    request: HttpRequest,
    destinations: Data<Destinations>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let desk = desk(&holder, &destinations, context)?;
    protocol::show(&desk, &request, id.0).await
}

/// Go on with an upload (tus 1.0.0): the bytes of the file from the offset on.
///
/// What has come in of a request that breaks off is kept, unless it had a checksum. With the last byte the file is taken
/// or refused for good; an upload of a file that was refused is gone. Of two requests at the same offset one wins.
#[utoipa::path(tag = "receipt", operation_id = "continue_upload",
    params(("upload_id" = Id, Path, description = "The upload."),
        ("Tus-Resumable" = String, Header, description = "The version of the protocol.", pattern = r"^1\.0\.0$",
            example = "1.0.0"),
        ("Upload-Offset" = u64, Header, description = "How far the upload has come.",
            maximum = 1_073_741_824, example = 65_536),
        ("Upload-Checksum" = Option<String>, Header, description = "A checksum of these bytes, in Base64.",
            pattern = r"^(sha1 [A-Za-z0-9+/]{26}[AEIMQUYcgkosw048]=|sha256 [A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)$",
            example = "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=")),
    request_body(description = "The bytes", content((FilePart = "application/offset+octet-stream"))),
    responses((status = 204, description = "The bytes are stored", headers(
        ("Upload-Offset" = u64, description = "How far the upload has come."),
        ("Upload-Expires" = String, description = "When it is forgotten, as long as it is unfinished.")))),
    extensions(("x-protocol" = json!("tus-1.0.0")),
        ("x-problems" = json!(["tus_version_not_supported", "upload_offset_mismatch", "checksum_mismatch",
            "checksum_not_supported", "upload_expired", "gone", "id_taken",
            "not_evidence", "damaged_evidence", "too_much_evidence", "report_withdrawn",
            "not_an_attachment", "damaged_attachment", "too_many_attachments", "request_withdrawn"]))))]
#[patch("/receipt/uploads/{upload_id}")]
pub(super) async fn continue_upload(
    holder: Holder,
    id: PathOf<Id>,
    request: HttpRequest,
    payload: Payload,
    destinations: Data<Destinations>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let desk = desk(&holder, &destinations, context)?;
    protocol::go_on(desk, request, payload, id.0).await
}

/// End an upload and free what it holds (tus 1.0.0).
///
/// A file that is whole stays with what it belongs to; only the upload is forgotten.
#[utoipa::path(tag = "receipt", operation_id = "terminate_upload",
    params(("upload_id" = Id, Path, description = "The upload."),
        ("Tus-Resumable" = String, Header, description = "The version of the protocol.", pattern = r"^1\.0\.0$",
            example = "1.0.0")),
    responses((status = 204, description = "It is gone")),
    extensions(("x-protocol" = json!("tus-1.0.0")),
        ("x-problems" = json!(["tus_version_not_supported"]))))]
#[delete("/receipt/uploads/{upload_id}")]
pub(super) async fn terminate_upload(
    holder: Holder,
    id: PathOf<Id>,
    request: HttpRequest,
    destinations: Data<Destinations>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let desk = desk(&holder, &destinations, context)?;
    protocol::end(&desk, &request, id.0).await
}
