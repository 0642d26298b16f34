//! `…/records/{record_id}/file`.

use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::bytes::EvidenceBytes;
use super::{VisitFiles, actions};
use crate::identity::Caller;
use crate::identity::permissions::InspectEstablishments;
use crate::inspections::visits::{VisitRecord, tag_of};
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Context, PathOf, QueryOf, Received, Upload};
use crate::platform::ids::Id;
use crate::platform::intake::Arrival;
use crate::platform::problem::Problem;

type Inspector = Caller<InspectEstablishments>;

/// Adds the routes of files of evidence.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(add_visit_evidence_file)
        .service(download_visit_evidence_file);
}

/// Add the file to a record of evidence; only the team of the visit can.
///
/// The body is the file itself. What it is, is decided by its content; all that its camera or recorder knew is removed, and it is
/// stored sealed. The record then has its hashes, as it was received and as it is kept. A file is never replaced. Repeat a request
/// that was cut off with the same `Idempotency-Key`: the file is stored once.
#[utoipa::path(tag = "staff", operation_id = "add_visit_evidence_file",
    params(("id" = Id, Path, description = "The visit."), ("record_id" = Id, Path, description = "The record of evidence.")),
    request_body(description = "The file",
        content((EvidenceBytes = "image/jpeg"), (EvidenceBytes = "image/png"), (EvidenceBytes = "image/webp"),
            (EvidenceBytes = "audio/ogg"), (EvidenceBytes = "audio/mp4"), (EvidenceBytes = "audio/aac"),
            (EvidenceBytes = "audio/mpeg"), (EvidenceBytes = "audio/wav"), (EvidenceBytes = "video/mp4"),
            (EvidenceBytes = "video/webm"))),
    responses((status = 201, description = "The record with its file", body = VisitRecord)),
    extensions(("x-problems" = json!(["not_evidence", "damaged_evidence", "not_of_the_team"]))))]
#[post("/staff/visits/{id}/records/{record_id}/file")]
async fn add_visit_evidence_file(
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
    let key = context
        .db()
        .write(move |conn| actions::key_with_room(conn, &of_key, &by_of_key, which));
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
            (EvidenceBytes = "video/mp4"), (EvidenceBytes = "video/webm")))))]
#[get("/staff/visits/{id}/records/{record_id}/file")]
async fn download_visit_evidence_file(
    by: Inspector,
    ids: PathOf<(Id, Id)>,
    files: web::Data<VisitFiles>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let (here, which) = (context.clone(), ids.0);
    let open = move |conn: &mut Conn| actions::open_file(conn, &here, &by, which);
    let (media_type, file, key) = context.db().write(open).await?;
    let bytes = files.0.get(which.0, file, key.data_key()).await?;
    let extension = media_type.rsplit('/').next().unwrap_or("bin");
    let disposition = format!("attachment; filename=\"{}.{extension}\"", which.1);
    Ok(HttpResponse::Ok()
        .content_type(media_type.as_str())
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(Bytes::copy_from_slice(&bytes)))
}
