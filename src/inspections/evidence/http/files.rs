//! `…/records/{record_id}/file`: the whole file in one request, and reading it.

use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, get, post};

use crate::files::custody::CustodyLog;
use crate::inspections::evidence::VisitFiles;
use crate::inspections::evidence::actions::{self, Handled, Inspector};
use crate::inspections::evidence::bytes::EvidenceBytes;
use crate::inspections::visits::{VisitRecord, tag_of};
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Context, PathOf, QueryOf, Received, Upload};
use crate::platform::ids::Id;
use crate::platform::intake::Arrival;
use crate::platform::problem::Problem;
use crate::platform::thumbnail;
use crate::platform::vault::SubjectKey;

/// Add the file to a record of evidence; only the team of the visit can.
///
/// The body is the file itself. What it is, is decided by its content; all that its camera or recorder knew is removed, and it is
/// stored sealed. The record then has its hashes, as it was received and as it is kept. A file is never replaced. Repeat a request
/// that was cut off with the same `Idempotency-Key`: the file is stored once. Where the network is bad, `…/uploads` takes a file part
/// by part.
#[utoipa::path(tag = "staff", operation_id = "add_visit_evidence_file",
    params(("id" = Id, Path, description = "The visit."), ("record_id" = Id, Path, description = "The record of evidence.")),
    request_body(description = "The file",
        content((EvidenceBytes = "image/jpeg"), (EvidenceBytes = "image/png"), (EvidenceBytes = "image/webp"),
            (EvidenceBytes = "audio/ogg"), (EvidenceBytes = "audio/mp4"), (EvidenceBytes = "audio/aac"),
            (EvidenceBytes = "audio/mpeg"), (EvidenceBytes = "audio/wav"), (EvidenceBytes = "video/mp4"),
            (EvidenceBytes = "video/webm"), (EvidenceBytes = "application/pdf"))),
    responses((status = 201, description = "The record with its file", body = VisitRecord)),
    extensions(("x-problems" = json!(["not_evidence", "damaged_evidence", "not_of_the_team"]))))]
#[post("/staff/visits/{id}/records/{record_id}/file")]
pub async fn add_visit_evidence_file(
    by: Inspector,
    ids: PathOf<(Id, Id)>,
    upload: Upload,
    files: web::Data<VisitFiles>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let Received {
        bytes,
        sha256,
        command,
        seat,
    } = upload.receive(&context, by.account()).await?;
    let which = ids.0;
    let (originator, place) = (by.originator(), (which.0, context.new_id()));
    let (of_key, of_job, by_of_key) = (context.clone(), context.clone(), by.clone());
    let intake = files.intake();
    let arrival = Arrival {
        content: bytes,
        sha256,
        file_name: None,
    };
    let key = context.db().write(move |conn| {
        actions::make_ready(conn, &of_key, &by_of_key, which)?;
        actions::key_with_room(conn, &of_key, &by_of_key, which)
    });
    let keep = intake.keep(place, arrival, key);
    let add = move |conn: &mut Conn, kept| {
        let record = actions::add(conn, &of_job, &by, which, kept)?;
        let location = format!("/v1/staff/visits/{}/records/{}/file", which.0, which.1);
        let tag = tag_of(&record);
        Ok(Answer::created(location, &VisitRecord::of(record))?.tagged(&tag))
    };
    let answer = command.run_after(&context, originator, keep, add).await;
    intake.give_up_refused(place, &answer).await?;
    drop(seat);
    answer
}

/// Download the file of a record of evidence; the audit log says so.
#[utoipa::path(tag = "staff", operation_id = "download_visit_evidence_file",
    params(("id" = Id, Path, description = "The visit."), ("record_id" = Id, Path, description = "The record of evidence.")),
    responses((status = 200, description = "The file",
        content((EvidenceBytes = "image/jpeg"), (EvidenceBytes = "image/png"), (EvidenceBytes = "image/webp"),
            (EvidenceBytes = "audio/ogg"), (EvidenceBytes = "audio/aac"), (EvidenceBytes = "audio/amr"),
            (EvidenceBytes = "audio/amr-wb"), (EvidenceBytes = "audio/mpeg"), (EvidenceBytes = "audio/wav"),
            (EvidenceBytes = "video/mp4"), (EvidenceBytes = "video/webm"), (EvidenceBytes = "application/pdf")))))]
#[get("/staff/visits/{id}/records/{record_id}/file")]
pub async fn download_visit_evidence_file(
    by: Inspector,
    ids: PathOf<(Id, Id)>,
    files: web::Data<VisitFiles>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let which = ids.0;
    let (media_type, file, key) = open(&context, by, (which, Handled::Downloaded)).await?;
    let bytes = files.0.get(which.0, file, key.data_key()).await?;
    let extension = media_type.rsplit('/').next().unwrap_or("bin");
    let disposition = format!("attachment; filename=\"{}.{extension}\"", which.1);
    Ok(HttpResponse::Ok()
        .content_type(media_type.as_str())
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(Bytes::copy_from_slice(&bytes)))
}

async fn open(
    context: &Context,
    by: Inspector,
    what: ((Id, Id), Handled),
) -> Result<(String, Id, SubjectKey), Problem> {
    let here = context.clone();
    let open = move |conn: &mut Conn| actions::open_file(conn, &here, &by, what);
    context.db().write(open).await
}

/// Look at a small picture of evidence, turned for viewing; the audit log says so, and the custody log.
///
/// There is one when `has_thumbnail` says so: of pictures that are not too large to be decoded.
#[utoipa::path(tag = "staff", operation_id = "see_visit_evidence",
    params(("id" = Id, Path, description = "The visit."), ("record_id" = Id, Path, description = "The record of evidence.")),
    responses((status = 200, description = "At most 320 pixels across and down", content((EvidenceBytes = "image/jpeg")))))]
#[get("/staff/visits/{id}/records/{record_id}/file/thumbnail")]
pub async fn see_visit_evidence(
    by: Inspector,
    ids: PathOf<(Id, Id)>,
    files: web::Data<VisitFiles>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let which = ids.0;
    let (_, file, key) = open(&context, by, (which, Handled::Seen)).await?;
    let picture = files
        .0
        .get_thumbnail((which.0, file), key.data_key())
        .await?;
    Ok(HttpResponse::Ok()
        .content_type(thumbnail::MEDIA_TYPE)
        .body(Bytes::copy_from_slice(&picture)))
}

/// Read who had evidence of a visit in their hands, oldest first.
#[utoipa::path(tag = "staff", operation_id = "list_visit_evidence_custody",
    params(("id" = Id, Path, description = "The visit."), ("record_id" = Id, Path, description = "The record of evidence.")),
    responses((status = 200, description = "Its custody log", body = CustodyLog)))]
#[get("/staff/visits/{id}/records/{record_id}/file/custody")]
pub async fn list_visit_evidence_custody(
    by: Inspector,
    ids: PathOf<(Id, Id)>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let list = move |conn: &mut Conn| actions::list_custody(conn, &by, ids.0);
    Ok(HttpResponse::Ok().json(context.db().read_snapshot(list).await?))
}
