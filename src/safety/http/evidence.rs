//! Photos: adding them with the receipt code, and downloading them as a member of staff.

use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shapes::{Evidence, Picture};
use crate::identity::permissions::HandleSafetyReports;
use crate::identity::{Caller, ReceiptHolder, SafetyReports};
use crate::platform::chosen_id::ChosenId;
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Context, PathOf, QueryOf, Received, Upload};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::safety::actions;
use crate::safety::evidence::EvidenceStore;

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

/// Add a photo to a safety report.
///
/// The body is the picture itself. What it is, is decided by its content; all that its camera knew
/// is removed, and it is stored sealed. A report takes ten photos. Repeat a request that was cut off
/// with the same `Idempotency-Key`: the photo is stored once.
#[utoipa::path(tag = "receipt", operation_id = "add_safety_evidence", params(EvidenceQuery),
    request_body(description = "The picture",
        content((Picture = "image/jpeg"), (Picture = "image/png"), (Picture = "image/webp"))),
    responses((status = 201, description = "The photo is stored", body = Evidence)),
    extensions(("x-problems" = json!(["not_a_picture", "damaged_picture", "too_many_photos",
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
        bytes: photo,
        sha256,
        command,
        seat,
    } = upload.receive(&context, holder.subject()).await?;
    let id = query.0.id.map_or_else(|| context.new_id(), Id::from);
    let (report, by, file) = (holder.subject(), holder.originator(), context.new_id());
    let (of_job, of_holder) = (context.clone(), holder.clone());
    let keep = async {
        let vault = &context.services().vault;
        let upload = (photo, sha256);
        let kept = actions::keep_photo(context.db(), vault, &evidence, &holder, file, upload);
        Ok(kept.await?)
    };
    let add = move |conn: &mut Conn, kept| {
        let vault = &of_job.services().vault;
        let photo = actions::add_photo(conn, &of_holder, vault, id, kept, of_job.now())?;
        let location = format!("/v1/receipt/safety-report/evidence/{id}");
        Answer::created(location, &Evidence::from(photo))
    };
    let answer = command.run_after(&context, by, keep, add).await;
    // Only a refusal for certain: after a lost connection the row may be there, and the next sweep
    // finds out.
    if answer
        .as_ref()
        .is_err_and(|problem| problem.code.status < 500)
    {
        evidence.remove(report, file).await?;
    }
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

/// Download a photo of a report of the own organisation; the audit log says so.
#[utoipa::path(tag = "staff", operation_id = "download_safety_evidence",
    params(("id" = Id, Path, description = "The report."),
        ("evidence_id" = Id, Path, description = "The photo.")),
    responses((status = 200, description = "The picture",
        content((Picture = "image/jpeg"), (Picture = "image/png"), (Picture = "image/webp")))),
    extensions(("x-problems" = json!(["gone", "report_withdrawn"]))))]
#[get("/staff/safety-reports/{id}/evidence/{evidence_id}")]
pub(super) async fn download_safety_evidence(
    by: Caller<HandleSafetyReports>,
    path: PathOf<(Id, Id)>,
    evidence: web::Data<EvidenceStore>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (of_job, (report, id)) = (context.clone(), path.0);
    let open = move |conn: &mut Conn| {
        let (vault, now) = (&of_job.services().vault, of_job.now());
        actions::open_photo(conn, &by, vault, (report, id), now)
    };
    let (photo, key) = context.db().write(open).await?;
    let picture = evidence.get(report, photo.file, key.data_key()).await?;
    let extension = photo.facts.media_type.trim_start_matches("image/");
    let disposition = format!("attachment; filename=\"{id}.{extension}\"");
    Ok(HttpResponse::Ok()
        .content_type(photo.facts.media_type.as_str())
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(Bytes::copy_from_slice(&picture)))
}
