//! Photos: adding them with the receipt code, and downloading them as a member of staff.

use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shapes::{Evidence, Picture};
use crate::files::custody::CustodyLog;
use crate::identity::permissions::HandleSafetyReports;
use crate::identity::{Caller, ReceiptHolder, SafetyReports};
use crate::platform::chosen_id::ChosenId;
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Context, PathOf, QueryOf, Received, Upload};
use crate::platform::ids::Id;
use crate::platform::intake::Arrival;
use crate::platform::problem::Problem;
use crate::platform::thumbnail;
use crate::platform::vault::SubjectKey;
use crate::safety::actions::{self, Handled};
use crate::safety::evidence::{EvidenceStore, intake};
use crate::safety::model::Photo;

type Holder = ReceiptHolder<SafetyReports>;

/// What can be said about a photo besides its bytes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct EvidenceQuery {
    /// An id of the client's own, so that a photo that was taken offline has one.
    id: Option<ChosenId>,
}

/// The photos of a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SafetyEvidenceList)]
struct EvidenceList {
    /// The photos, oldest first.
    items: Vec<Evidence>,
}

/// Add a photo, a recording or a video to a safety report.
///
/// The body is the file itself. What it is, is decided by its content; all that its camera or recorder knew
/// is removed, and it is stored sealed. A report takes ten files. Repeat a request that was cut off
/// with the same `Idempotency-Key`: the file is stored once. Where the network is bad, `POST /v1/receipt/uploads`
/// takes a file part by part.
#[utoipa::path(tag = "receipt", operation_id = "add_safety_evidence", params(EvidenceQuery),
    request_body(description = "The file",
        content((Picture = "image/jpeg"), (Picture = "image/png"), (Picture = "image/webp"),
            (Picture = "audio/ogg"), (Picture = "audio/webm"), (Picture = "audio/mp4"), (Picture = "audio/m4a"),
            (Picture = "audio/x-m4a"), (Picture = "audio/aac"), (Picture = "audio/3gpp"), (Picture = "audio/amr"),
            (Picture = "audio/mpeg"), (Picture = "audio/wav"), (Picture = "audio/x-wav"), (Picture = "video/mp4"),
            (Picture = "video/webm"))),
    responses((status = 201, description = "The photo is stored", body = Evidence)),
    extensions(("x-problems" = json!(["not_evidence", "damaged_evidence", "too_much_evidence",
        "report_withdrawn", "id_taken"]))))]
#[post("/receipt/safety-report/evidence")]
pub(super) async fn add_safety_evidence(
    holder: Holder,
    query: QueryOf<EvidenceQuery>,
    upload: Upload,
    evidence: web::Data<EvidenceStore>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let Received {
        bytes,
        sha256,
        command,
        seat,
    } = upload.receive(&context, holder.subject()).await?;
    let id = query.0.id.map_or_else(|| context.new_id(), Id::from);
    let (by, place) = (holder.originator(), (holder.subject(), context.new_id()));
    let (of_job, of_holder, of_key) = (context.clone(), holder.clone(), context.clone());
    let intake = intake(&evidence);
    let arrival = Arrival {
        content: bytes,
        sha256,
        file_name: None,
    };
    let key = context.db().read(move |conn| {
        let vault = &of_key.services().vault;
        Ok(actions::key_with_room(conn, &holder, vault)?)
    });
    let keep = intake.keep(place, arrival, key);
    let add = move |conn: &mut Conn, kept| {
        let vault = &of_job.services().vault;
        let photo = actions::add_photo(conn, &of_holder, vault, (id, kept), of_job.now())?;
        let location = format!("/v1/receipt/safety-report/evidence/{id}");
        Answer::created(location, &Evidence::from(photo))
    };
    let answer = command.run_after(&context, by, keep, add).await;
    intake.give_up_refused(place, &answer).await?;
    drop(seat);
    answer
}

/// List the photos of a safety report, oldest first.
#[utoipa::path(tag = "receipt", operation_id = "list_safety_evidence",
    responses((status = 200, description = "The photos", body = EvidenceList)))]
#[get("/receipt/safety-report/evidence")]
pub(super) async fn list_safety_evidence(
    holder: Holder,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let vault = context.services().vault.clone();
    let list = move |conn: &mut Conn| actions::list_photos(conn, &holder, &vault);
    let photos = context.db().read(list).await?;
    let items = photos.into_iter().map(Evidence::from).collect();
    Ok(HttpResponse::Ok().json(EvidenceList { items }))
}

/// Read what is known about a photo of a safety report.
#[utoipa::path(tag = "receipt", operation_id = "get_safety_evidence",
    params(("evidence_id" = Id, Path, description = "The photo.")),
    responses((status = 200, description = "The photo without its picture", body = Evidence)))]
#[get("/receipt/safety-report/evidence/{evidence_id}")]
pub(super) async fn get_safety_evidence(
    holder: Holder,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let vault = context.services().vault.clone();
    let find = move |conn: &mut Conn| actions::find_photo(conn, &holder, &vault, id.0);
    let photo = context.db().read(find).await?;
    Ok(HttpResponse::Ok().json(Evidence::from(photo)))
}

/// Download evidence of a report of the own organisation; the audit log says so.
#[utoipa::path(tag = "staff", operation_id = "download_safety_evidence",
    params(("id" = Id, Path, description = "The report."),
        ("evidence_id" = Id, Path, description = "The photo, recording or video.")),
    responses((status = 200, description = "The file",
        content((Picture = "image/jpeg"), (Picture = "image/png"), (Picture = "image/webp"),
            (Picture = "audio/ogg"), (Picture = "audio/aac"), (Picture = "audio/amr"), (Picture = "audio/amr-wb"),
            (Picture = "audio/mpeg"), (Picture = "audio/wav"), (Picture = "video/mp4"), (Picture = "video/webm")))),
    extensions(("x-problems" = json!(["gone", "report_withdrawn"]))))]
#[get("/staff/safety-reports/{id}/evidence/{evidence_id}")]
pub(super) async fn download_safety_evidence(
    by: Caller<HandleSafetyReports>,
    path: PathOf<(Id, Id)>,
    evidence: web::Data<EvidenceStore>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (report, id) = path.0;
    let (photo, key) = open(&context, by, (report, id, Handled::Downloaded)).await?;
    let file = evidence.get(report, photo.file, key.data_key()).await?;
    let media_type = photo.facts.media_type;
    let extension = media_type.rsplit('/').next().unwrap_or("bin");
    let disposition = format!("attachment; filename=\"{id}.{extension}\"");
    Ok(HttpResponse::Ok()
        .content_type(media_type.as_str())
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(Bytes::copy_from_slice(&file)))
}

async fn open(
    context: &Context,
    by: Caller<HandleSafetyReports>,
    which: (Id, Id, Handled),
) -> Result<(Photo, SubjectKey), Problem> {
    let of_job = context.clone();
    let open = move |conn: &mut Conn| {
        let (vault, now) = (&of_job.services().vault, of_job.now());
        actions::open_photo(conn, &by, vault, which, now)
    };
    Ok(context.db().write(open).await?)
}

/// Look at a small picture of evidence, turned for viewing; the audit log says so.
///
/// There is one when `has_thumbnail` says so: of pictures that are not too large to be decoded.
#[utoipa::path(tag = "staff", operation_id = "see_safety_evidence",
    params(("id" = Id, Path, description = "The report."),
        ("evidence_id" = Id, Path, description = "The photo.")),
    responses((status = 200, description = "At most 320 pixels across and down", content((Picture = "image/jpeg")))),
    extensions(("x-problems" = json!(["gone", "report_withdrawn"]))))]
#[get("/staff/safety-reports/{id}/evidence/{evidence_id}/thumbnail")]
pub(super) async fn see_safety_evidence(
    by: Caller<HandleSafetyReports>,
    path: PathOf<(Id, Id)>,
    evidence: web::Data<EvidenceStore>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (report, id) = path.0;
    let (photo, key) = open(&context, by, (report, id, Handled::Seen)).await?;
    let place = (report, photo.file);
    let picture = evidence.get_thumbnail(place, key.data_key()).await?;
    Ok(HttpResponse::Ok()
        .content_type(thumbnail::MEDIA_TYPE)
        .body(Bytes::copy_from_slice(&picture)))
}

/// Read who had evidence in their hands, oldest first.
#[utoipa::path(tag = "staff", operation_id = "list_safety_evidence_custody",
    params(("id" = Id, Path, description = "The report."),
        ("evidence_id" = Id, Path, description = "The photo, recording or video.")),
    responses((status = 200, description = "Its custody log", body = CustodyLog)),
    extensions(("x-problems" = json!(["gone", "report_withdrawn"]))))]
#[get("/staff/safety-reports/{id}/evidence/{evidence_id}/custody")]
pub(super) async fn list_safety_evidence_custody(
    by: Caller<HandleSafetyReports>,
    path: PathOf<(Id, Id)>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let vault = context.services().vault.clone();
    let list = move |conn: &mut Conn| actions::list_custody(conn, &by, &vault, path.0);
    Ok(HttpResponse::Ok().json(context.db().read(list).await?))
}
