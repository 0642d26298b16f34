//! `/v1/receipt/uploads`: the tus protocol, version 1.0.0, with creation, expiration, checksum and termination.
//!
//! Here the protocol stands where the conventions of the interface say otherwise: offsets take the place of the
//! `Idempotency-Key`, a `PATCH` carries bytes, what was deleted is not found. `HEAD` is answered as `GET` without the body.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder, delete, get, options, patch, post, rt,
};

use super::headers::{Checksum, http_date};
use super::shapes::{FilePart, UploadShown};
use super::{body, headers};
use crate::files::actions::{self, Desk, Upload};
use crate::files::destination::{Destinations, Holder};
use crate::files::problems::UPLOAD_OFFSET_MISMATCH;
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Context, PathOf, QueryOf, tus};
use crate::platform::ids::Id;
use crate::platform::problem::{BODY_TOO_LARGE, Fault, INTERNAL_ERROR, Problem, UNAVAILABLE};
use crate::platform::vault::SubjectKey;

/// When to come back when too many files come in at once.
const COME_BACK: Duration = Duration::from_secs(5);

fn answer(status: StatusCode, upload: &Upload) -> HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer.insert_header(("Upload-Offset", upload.offset().to_string()));
    if !upload.is_finished {
        answer.insert_header(("Upload-Expires", http_date(upload.expires_at)));
    }
    answer
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
    let largest = context.services().config.evidence_limit;
    HttpResponse::NoContent()
        .insert_header(("Tus-Version", tus::VERSION))
        .insert_header(("Tus-Extension", "creation,expiration,checksum,termination"))
        .insert_header(("Tus-Max-Size", largest.to_string()))
        .insert_header(("Tus-Checksum-Algorithm", "sha1,sha256"))
        .finish()
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
    headers::require_version(&request)?;
    let new = headers::beginning(&request)?;
    let largest = u64::try_from(context.services().config.evidence_limit).unwrap_or(u64::MAX);
    if new.0 > largest {
        let fault = Fault::new("/header/Upload-Length", "too_large").with("limit", largest);
        return Err(Problem {
            faults: vec![fault],
            ..Problem::new(&BODY_TOO_LARGE).with("limit", largest)
        });
    }
    let desk = Desk {
        holder,
        destinations: destinations.get_ref().clone(),
        context,
    };
    let (of_job, length) = (desk.clone(), new.0);
    let begin = move |conn: &mut Conn| actions::begin(conn, &of_job, new);
    let upload = desk.context.db().write(begin).await?;
    if length == 0 {
        // It is whole already, and no file that is taken is empty.
        actions::go_on(&desk, at_once(&desk, upload.id).await?, Vec::new().into()).await?;
    }
    Ok(answer(StatusCode::CREATED, &upload)
        .insert_header(("Location", format!("{}/{}", tus::PATH, upload.id)))
        .finish())
}

type Found = (Upload, SubjectKey);

async fn at_once(desk: &Desk, id: Id) -> Result<Found, Problem> {
    let of_job = desk.clone();
    let find = move |conn: &mut Conn| actions::find(conn, &of_job, id);
    desk.context.db().read_snapshot(find).await
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
    headers::allow_version(&request)?;
    let desk = Desk {
        holder,
        destinations: destinations.get_ref().clone(),
        context,
    };
    let (upload, _) = at_once(&desk, id.0).await?;
    Ok(answer(StatusCode::OK, &upload)
        .insert_header(("Upload-Length", upload.state.length.to_string()))
        .json(UploadShown {
            id: upload.id,
            length: upload.state.length,
            offset: upload.offset(),
            is_finished: upload.is_finished,
            expires_at: upload.expires_at,
        }))
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
    headers::require_version(&request)?;
    headers::require_part(&request)?;
    let desk = Desk {
        holder,
        destinations: destinations.get_ref().clone(),
        context,
    };
    // A task of its own: what has come in is stored although nobody waits for the answer any more.
    let work = rt::spawn(async move { take(&desk, id.0, request, payload).await });
    let upload = work.await.map_err(|error| {
        tracing::error!(%error, "A part of a file could not be worked on");
        Problem::new(&INTERNAL_ERROR)
    })??;
    Ok(answer(StatusCode::NO_CONTENT, &upload).finish())
}

async fn take(
    desk: &Desk,
    id: Id,
    request: HttpRequest,
    payload: Payload,
) -> Result<Upload, Problem> {
    let (offset, checksum) = (headers::offset(&request)?, Checksum::of(&request)?);
    let (upload, key) = at_once(desk, id).await?;
    if offset != upload.offset() {
        return Err(Problem::new(&UPLOAD_OFFSET_MISMATCH));
    }
    let seats = &desk.context.services().seats;
    let seat = seats.take(desk.holder.subject());
    let seat = seat.ok_or_else(|| Problem::new(&UNAVAILABLE).retry_after(COME_BACK.as_secs()))?;
    let part = body::read(&request, payload, upload.missing()).await?;
    if let Some(checksum) = &checksum {
        checksum.check(&part.bytes)?;
    }
    tracing::debug!(part.is_cut_off, "A part of a file has come in");
    let after = actions::go_on(desk, (upload, key), part.bytes).await;
    drop(seat);
    after
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
    headers::require_version(&request)?;
    let desk = Desk {
        holder,
        destinations: destinations.get_ref().clone(),
        context,
    };
    actions::give_up(&desk, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}
