//! `…/records/{record_id}/uploads`: the file of a record of evidence, part by part (tus 1.0.0).

use std::sync::Arc;

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, delete, get, options, patch, post};

use crate::files::{Desk, Destinations, FilePart, UploadShown, protocol};
use crate::inspections::evidence::VisitFiles;
use crate::inspections::evidence::actions::{Inspector, Place};
use crate::inspections::evidence::destination::OfRecord;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Where an inspector's upload is worked on.
fn desk(
    by: Inspector,
    which: Place,
    (files, all): (&VisitFiles, &Destinations),
    context: Context,
) -> Desk {
    let files = files.clone();
    Desk {
        context,
        destination: Arc::new(OfRecord { files, by, which }),
        parts: all.parts().clone(),
    }
}

/// Ask what this server knows of the tus protocol.
#[utoipa::path(tag = "staff", operation_id = "describe_visit_uploads",
    params(("id" = Id, Path, description = "The visit."), ("record_id" = Id, Path, description = "The record of evidence.")),
    responses((status = 204, description = "What is spoken here", headers(
        ("Tus-Version" = String, description = "The versions of the protocol."),
        ("Tus-Extension" = String, description = "The extensions."),
        ("Tus-Max-Size" = u64, description = "The most bytes of one file."),
        ("Tus-Checksum-Algorithm" = String, description = "The checksums that are known.")))),
    extensions(("x-protocol" = json!("tus-1.0.0"))))]
#[options("/staff/visits/{id}/records/{record_id}/uploads")]
pub async fn describe_visit_uploads(
    _by: Inspector,
    _ids: PathOf<(Id, Id)>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> HttpResponse {
    protocol::describe(&context)
}

/// Begin to upload the file of a record of evidence, part by part (tus 1.0.0); only the team of the visit can.
///
/// As soon as it is whole, the file is that of the record, as if it had been posted in one request. `Location` says where to send it.
/// Only who has begun an upload goes on with it, on any tablet, as long as the visit is theirs. Ten may be unfinished for one record;
/// the first that is whole is its file.
#[utoipa::path(tag = "staff", operation_id = "begin_visit_upload",
    params(
        ("id" = Id, Path, description = "The visit."), ("record_id" = Id, Path, description = "The record of evidence."),
        ("Tus-Resumable" = String, Header, description = "The version of the protocol.", pattern = r"^1\.0\.0$",
            example = "1.0.0"),
        ("Upload-Length" = u64, Header, description = "Bytes of the whole file; at most `Tus-Max-Size`.",
            maximum = 1_073_741_824, example = 183_220),
        ("Upload-Metadata" = Option<String>, Header, description = "None of these pairs is kept with the file.",
            max_length = 4096, pattern = r"^([!-+\--~]+( [A-Za-z0-9+/=]*)?(, ?[!-+\--~]+( [A-Za-z0-9+/=]*)?)*)?$",
            example = "filename c2Fob2QuanBn")),
    responses((status = 201, description = "The upload has begun", headers(
        ("Upload-Offset" = u64, description = "Bytes that have come in: none."),
        ("Upload-Expires" = String, description = "When it is forgotten (RFC 9110).")))),
    extensions(("x-protocol" = json!("tus-1.0.0")),
        ("x-problems" = json!(["tus_version_not_supported", "too_many_uploads", "body_too_large", "not_of_the_team",
            "not_evidence"]))))]
#[post("/staff/visits/{id}/records/{record_id}/uploads")]
pub async fn begin_visit_upload(
    by: Inspector,
    ids: PathOf<(Id, Id)>,
    _query: QueryOf<NoParameters>,
    request: HttpRequest,
    files: Data<VisitFiles>,
    all: Data<Destinations>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (visit, record) = ids.0;
    let path = format!("/v1/staff/visits/{visit}/records/{record}/uploads");
    let desk = desk(by, ids.0, (&files, &all), context);
    protocol::begin(&desk, &request, &path).await
}

/// Ask how far an upload has come; `HEAD` asks for the headers alone, as the protocol does.
#[utoipa::path(tag = "staff", operation_id = "get_visit_upload",
    params(
        ("id" = Id, Path, description = "The visit."), ("record_id" = Id, Path, description = "The record of evidence."),
        ("upload_id" = Id, Path, description = "The upload."),
        ("Tus-Resumable" = Option<String>, Header, description = "The version of the protocol.",
            pattern = r"^1\.0\.0$", example = "1.0.0")),
    responses((status = 200, description = "How far it has come", body = UploadShown, headers(
        ("Upload-Offset" = u64, description = "Bytes that have come in."),
        ("Upload-Length" = u64, description = "Bytes of the whole file."),
        ("Upload-Expires" = String, description = "When it is forgotten, as long as it is unfinished.")))),
    extensions(("x-protocol" = json!("tus-1.0.0")),
        ("x-problems" = json!(["tus_version_not_supported", "upload_expired", "not_of_the_team"]))))]
#[get("/staff/visits/{id}/records/{record_id}/uploads/{upload_id}")]
pub async fn get_visit_upload(
    by: Inspector,
    ids: PathOf<(Id, Id, Id)>,
    request: HttpRequest,
    files: Data<VisitFiles>,
    all: Data<Destinations>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (visit, record, id) = ids.0;
    let desk = desk(by, (visit, record), (&files, &all), context);
    protocol::show(&desk, &request, id).await
}

/// Go on with an upload (tus 1.0.0): the bytes of the file from the offset on.
///
/// What has come in of a request that breaks off is kept, unless it had a checksum. With the last byte the file is taken
/// or refused for good; an upload of a file that was refused is gone. Keep the file on the tablet until then.
#[utoipa::path(tag = "staff", operation_id = "continue_visit_upload",
    params(
        ("id" = Id, Path, description = "The visit."), ("record_id" = Id, Path, description = "The record of evidence."),
        ("upload_id" = Id, Path, description = "The upload."),
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
            "checksum_not_supported", "upload_expired", "gone", "not_evidence", "damaged_evidence", "not_of_the_team"]))))]
#[patch("/staff/visits/{id}/records/{record_id}/uploads/{upload_id}")]
pub async fn continue_visit_upload(
    by: Inspector,
    ids: PathOf<(Id, Id, Id)>,
    request: HttpRequest,
    payload: Payload,
    files: Data<VisitFiles>,
    all: Data<Destinations>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (visit, record, id) = ids.0;
    let desk = desk(by, (visit, record), (&files, &all), context);
    protocol::go_on(desk, request, payload, id).await
}

/// End an upload and free what it holds (tus 1.0.0).
///
/// A file that is whole stays that of its record; only the upload is forgotten.
#[utoipa::path(tag = "staff", operation_id = "terminate_visit_upload",
    params(
        ("id" = Id, Path, description = "The visit."), ("record_id" = Id, Path, description = "The record of evidence."),
        ("upload_id" = Id, Path, description = "The upload."),
        ("Tus-Resumable" = String, Header, description = "The version of the protocol.", pattern = r"^1\.0\.0$",
            example = "1.0.0")),
    responses((status = 204, description = "It is gone")),
    extensions(("x-protocol" = json!("tus-1.0.0")),
        ("x-problems" = json!(["tus_version_not_supported"]))))]
#[delete("/staff/visits/{id}/records/{record_id}/uploads/{upload_id}")]
pub async fn terminate_visit_upload(
    by: Inspector,
    ids: PathOf<(Id, Id, Id)>,
    request: HttpRequest,
    files: Data<VisitFiles>,
    all: Data<Destinations>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (visit, record, id) = ids.0;
    let desk = desk(by, (visit, record), (&files, &all), context);
    protocol::end(&desk, &request, id).await
}
