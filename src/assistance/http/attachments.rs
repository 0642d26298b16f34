//! `/v1/receipt/assistance-request/attachments`: photos, recordings and documents of the worker; and the same
//! for case workers.

use actix_web::http::header::{self, ContentDisposition};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};

use super::receipt::Holder;
use crate::assistance::actions::{self, Attachment, Handled};
use crate::assistance::files::AttachmentStore;
use crate::files::custody::CustodyLog;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, SteppedHolder};
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Context, PathOf, QueryOf, Received, Upload};
use crate::platform::ids::Id;
use crate::platform::intake::{Arrival, readable_name};
use crate::platform::media::FileKind;
use crate::platform::problem::Problem;
use crate::platform::thumbnail;
use crate::platform::vault::SubjectKey;

/// An attachment as the body of a request or an answer.
pub(super) struct AttachmentFile;

impl utoipa::PartialSchema for AttachmentFile {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of the file."))
            .examples(["(the bytes of the file)"])
            .into()
    }
}

impl ToSchema for AttachmentFile {
    fn name() -> std::borrow::Cow<'static, str> {
        "AttachmentFile".into()
    }
}

/// What can be said about an attachment besides its bytes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AttachmentQuery {
    /// An id of the client's own, so that a file that was added offline has one.
    id: Option<ChosenId>,
}

/// An attachment as the holder of the receipt code sees it: a found code does not tell what it shows, or what it
/// is called.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnAssistanceAttachment, example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "kind": "photo", "media_type": "image/jpeg",
    "bytes": 183_220, "received_at": "2026-11-30T08:15:30Z",
    "received_sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752" }))]
struct OwnAttachment {
    /// Its id.
    id: Id,
    /// What it is.
    kind: FileKind,
    /// What it is by its content.
    media_type: String,
    /// Bytes of the stored file.
    bytes: u64,
    /// SHA-256 of the file as it was received, so that the sender can see that it arrived whole.
    received_sha256: String,
    /// When it came in.
    received_at: Time,
}

impl From<Attachment> for OwnAttachment {
    fn from(attachment: Attachment) -> Self {
        Self {
            id: attachment.id,
            kind: attachment.facts.kind(),
            media_type: attachment.facts.media_type,
            bytes: attachment.facts.bytes,
            received_sha256: attachment.facts.received_sha256,
            received_at: attachment.received_at,
        }
    }
}

/// The attachments of a request.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnAssistanceAttachments)]
struct OwnAttachments {
    /// The attachments, oldest first.
    items: Vec<OwnAttachment>,
}

/// An attachment as case workers see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AssistanceAttachment, example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "kind": "photo", "media_type": "image/jpeg",
    "bytes": 183_220, "orientation": 6, "seconds": null, "has_thumbnail": true, "file_name": "payslip March.jpg",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "received_sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "received_at": "2026-11-30T08:15:30Z" }))]
struct StaffAttachment {
    /// Its id.
    id: Id,
    /// What it is.
    kind: FileKind,
    /// What it is by its content.
    media_type: String,
    /// Bytes of the stored file.
    bytes: u64,
    /// How to turn a picture for viewing, as EXIF counts: 1 (as it is) to 8.
    orientation: Option<u8>,
    /// How long a recording or a video plays, in begun seconds.
    seconds: Option<u64>,
    /// Whether there is a small picture of it.
    has_thumbnail: bool,
    /// What the worker calls it.
    file_name: Option<String>,
    /// SHA-256 of the stored file, in hexadecimal.
    sha256: String,
    /// SHA-256 of the file as it was received.
    received_sha256: String,
    /// When it came in.
    received_at: Time,
}

impl From<Attachment> for StaffAttachment {
    fn from(attachment: Attachment) -> Self {
        let facts = attachment.facts;
        Self {
            id: attachment.id,
            kind: facts.kind(),
            media_type: facts.media_type,
            bytes: facts.bytes,
            orientation: facts.orientation,
            seconds: facts.seconds,
            has_thumbnail: facts.has_thumbnail,
            file_name: facts.file_name,
            sha256: facts.sha256,
            received_sha256: facts.received_sha256,
            received_at: attachment.received_at,
        }
    }
}

/// The attachments of a request.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AssistanceAttachments)]
struct StaffAttachments {
    /// The attachments, oldest first.
    items: Vec<StaffAttachment>,
}

/// The name that a client gives a file (RFC 6266), without folders and without what cannot be seen. It comes in a
/// header because addresses end up in logs.
fn file_name(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(header::CONTENT_DISPOSITION)?;
    let disposition = ContentDisposition::from_raw(value).ok()?;
    let extended = disposition.get_filename_ext();
    let extended = extended.and_then(|name| String::from_utf8(name.value.clone()).ok());
    let name = extended.or_else(|| disposition.get_filename().map(str::to_owned))?;
    readable_name(&name)
}

/// Add a photo, a recording, a video or a document to a request.
///
/// The body is the file itself; what it is, is decided by its content. All that a camera or a recorder knew is
/// removed; a PDF stays as it is. It is stored sealed, with its name, which may come as `Content-Disposition:
/// attachment; filename*=…`. A request takes twenty. Repeat a request that was cut off with the same
/// `Idempotency-Key`: the file is stored once. Where the network is bad, `POST /v1/receipt/uploads` takes a file part
/// by part.
#[utoipa::path(tag = "receipt", operation_id = "add_assistance_attachment", params(AttachmentQuery),
    request_body(description = "The file",
        content((AttachmentFile = "image/jpeg"), (AttachmentFile = "image/png"), (AttachmentFile = "image/webp"),
            (AttachmentFile = "application/pdf"), (AttachmentFile = "audio/ogg"), (AttachmentFile = "audio/webm"),
            (AttachmentFile = "audio/mp4"), (AttachmentFile = "audio/m4a"), (AttachmentFile = "audio/x-m4a"),
            (AttachmentFile = "audio/aac"), (AttachmentFile = "audio/3gpp"), (AttachmentFile = "audio/amr"),
            (AttachmentFile = "audio/mpeg"), (AttachmentFile = "audio/wav"), (AttachmentFile = "audio/x-wav"),
            (AttachmentFile = "video/mp4"), (AttachmentFile = "video/webm"))),
    responses((status = 201, description = "The file is stored", body = OwnAttachment)),
    extensions(("x-problems" = json!(["not_found", "not_an_attachment", "damaged_attachment",
        "too_many_attachments", "request_withdrawn", "id_taken"]))))]
#[post("/receipt/assistance-request/attachments")]
pub(super) async fn add_assistance_attachment(
    holder: Holder,
    query: QueryOf<AttachmentQuery>,
    request: HttpRequest,
    upload: Upload,
    files: web::Data<AttachmentStore>,
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
    let intake = files.intake();
    let arrival = Arrival {
        content: bytes,
        sha256,
        file_name: file_name(&request),
    };
    let key = context
        .db()
        .read(move |conn| actions::key_with_room(conn, &of_key.services().vault, &holder));
    let keep = intake.keep(place, arrival, key);
    let add = move |conn: &mut Conn, kept| {
        let (vault, now) = (&of_job.services().vault, of_job.now());
        let added = actions::add_attachment(conn, vault, &of_holder, (id, kept), now)?;
        let location = "/v1/receipt/assistance-request/attachments".to_owned();
        Answer::created(location, &OwnAttachment::from(added))
    };
    let answer = command.run_after(&context, by, keep, add).await;
    intake.give_up_refused(place, &answer).await?;
    drop(seat);
    answer
}

/// List the attachments of a request, oldest first.
///
/// What they show and what they are called is not shown again: somebody else may have found the code. The evidence pack
/// tells it after the second step.
#[utoipa::path(tag = "receipt", operation_id = "list_own_assistance_attachments",
    responses((status = 200, description = "The attachments", body = OwnAttachments)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[get("/receipt/assistance-request/attachments")]
pub(super) async fn list_own_assistance_attachments(
    holder: Holder,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let vault = context.services().vault.clone();
    let list = move |conn: &mut Conn| {
        let access = holder.case_access();
        actions::list_attachments(conn, &vault, &access, holder.subject())
    };
    let listed = context.db().read_snapshot(list).await?;
    let items = listed.into_iter().map(OwnAttachment::from).collect();
    Ok(HttpResponse::Ok().json(OwnAttachments { items }))
}

/// Download an attachment of one's own.
///
/// The file as it is stored: without what a camera or a recorder knew. Its SHA-256 is in the evidence pack.
#[utoipa::path(tag = "receipt", operation_id = "download_own_assistance_attachment",
    params(("attachment_id" = Id, Path, description = "The attachment.")),
    responses((status = 200, description = "The file",
        content((AttachmentFile = "image/jpeg"), (AttachmentFile = "image/png"), (AttachmentFile = "image/webp"),
            (AttachmentFile = "application/pdf"), (AttachmentFile = "audio/ogg"), (AttachmentFile = "audio/aac"),
            (AttachmentFile = "audio/amr"), (AttachmentFile = "audio/amr-wb"), (AttachmentFile = "audio/mpeg"),
            (AttachmentFile = "audio/wav"), (AttachmentFile = "video/mp4"), (AttachmentFile = "video/webm")))),
    extensions(("x-second-step" = json!(true)), ("x-problems" = json!(["not_found", "gone"]))))]
#[get("/receipt/assistance-request/attachments/{attachment_id}")]
pub(super) async fn download_own_assistance_attachment(
    stepped: SteppedHolder<AssistanceRequests>,
    id: PathOf<Id>,
    files: web::Data<AttachmentStore>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (vault, holder, id) = (context.services().vault.clone(), stepped.0, id.0);
    let owner = holder.subject();
    let open = move |conn: &mut Conn| actions::open_own_attachment(conn, &vault, &holder, id);
    let (attachment, key) = context.db().read_snapshot(open).await?;
    let plain = files.0.get(owner, attachment.file, key.data_key()).await?;
    Ok(file_answer(&attachment, &plain))
}

/// List the attachments of a request, oldest first; the audit log says so.
#[utoipa::path(tag = "staff", operation_id = "list_assistance_attachments",
    params(("id" = Id, Path, description = "The request.")),
    responses((status = 200, description = "The attachments", body = StaffAttachments)),
    extensions(("x-problems" = json!(["consent_withdrawn", "case_key_locked", "case_key_not_held"]))))]
#[get("/staff/assistance-requests/{id}/attachments")]
pub(super) async fn list_assistance_attachments(
    caller: Caller<HandleAssistance>,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (vault, now, id) = (context.services().vault.clone(), context.now(), id.0);
    let list =
        move |conn: &mut Conn| actions::list_attachments_for_staff(conn, &vault, &caller, id, now);
    let listed = context.db().write(list).await?;
    let items = listed.into_iter().map(StaffAttachment::from).collect();
    Ok(HttpResponse::Ok().json(StaffAttachments { items }))
}

/// Download an attachment; the audit log says so.
#[utoipa::path(tag = "staff", operation_id = "download_assistance_attachment",
    params(("id" = Id, Path, description = "The request."),
        ("attachment_id" = Id, Path, description = "The attachment.")),
    responses((status = 200, description = "The file",
        content((AttachmentFile = "image/jpeg"), (AttachmentFile = "image/png"), (AttachmentFile = "image/webp"),
            (AttachmentFile = "application/pdf"), (AttachmentFile = "audio/ogg"), (AttachmentFile = "audio/aac"),
            (AttachmentFile = "audio/amr"), (AttachmentFile = "audio/amr-wb"), (AttachmentFile = "audio/mpeg"),
            (AttachmentFile = "audio/wav"), (AttachmentFile = "video/mp4"), (AttachmentFile = "video/webm")))),
    extensions(("x-problems" = json!(["gone", "consent_withdrawn", "case_key_locked",
        "case_key_not_held"]))))]
#[get("/staff/assistance-requests/{id}/attachments/{attachment_id}")]
pub(super) async fn download_assistance_attachment(
    caller: Caller<HandleAssistance>,
    path: PathOf<(Id, Id)>,
    files: web::Data<AttachmentStore>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (id, attachment) = path.0;
    let which = (id, attachment, Handled::Downloaded);
    let (attachment, key) = open(&context, caller, which).await?;
    let plain = files.0.get(id, attachment.file, key.data_key()).await?;
    Ok(file_answer(&attachment, &plain))
}

fn file_answer(attachment: &Attachment, plain: &[u8]) -> HttpResponse {
    // Its own name is in the list; here a name that is harmless everywhere.
    let media_type = attachment.facts.media_type.as_str();
    let extension = media_type.rsplit('/').next().unwrap_or("bin");
    let disposition = format!("attachment; filename=\"{}.{extension}\"", attachment.id);
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(Bytes::copy_from_slice(plain))
}

async fn open(
    context: &Context,
    caller: Caller<HandleAssistance>,
    which: (Id, Id, Handled),
) -> Result<(Attachment, SubjectKey), Problem> {
    let (vault, now) = (context.services().vault.clone(), context.now());
    let open = move |conn: &mut Conn| actions::open_attachment(conn, &vault, &caller, which, now);
    context.db().write(open).await
}

/// Look at a small picture of an attachment, turned for viewing; the audit log says so.
///
/// There is one when `has_thumbnail` says so: of pictures that are not too large to be decoded.
#[utoipa::path(tag = "staff", operation_id = "see_assistance_attachment",
    params(("id" = Id, Path, description = "The request."),
        ("attachment_id" = Id, Path, description = "The attachment.")),
    responses((status = 200, description = "At most 320 pixels across and down",
        content((AttachmentFile = "image/jpeg")))),
    extensions(("x-problems" = json!(["gone", "consent_withdrawn", "case_key_locked",
        "case_key_not_held"]))))]
#[get("/staff/assistance-requests/{id}/attachments/{attachment_id}/thumbnail")]
pub(super) async fn see_assistance_attachment(
    caller: Caller<HandleAssistance>,
    path: PathOf<(Id, Id)>,
    files: web::Data<AttachmentStore>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (id, attachment) = path.0;
    let (attachment, key) = open(&context, caller, (id, attachment, Handled::Seen)).await?;
    let place = (id, attachment.file);
    let picture = files.0.get_thumbnail(place, key.data_key()).await?;
    Ok(HttpResponse::Ok()
        .content_type(thumbnail::MEDIA_TYPE)
        .body(Bytes::copy_from_slice(&picture)))
}

/// Read who had an attachment in their hands, oldest first.
#[utoipa::path(tag = "staff", operation_id = "list_assistance_attachment_custody",
    params(("id" = Id, Path, description = "The request."),
        ("attachment_id" = Id, Path, description = "The attachment.")),
    responses((status = 200, description = "Its custody log", body = CustodyLog)),
    extensions(("x-problems" = json!(["consent_withdrawn"]))))]
#[get("/staff/assistance-requests/{id}/attachments/{attachment_id}/custody")]
pub(super) async fn list_assistance_attachment_custody(
    caller: Caller<HandleAssistance>,
    path: PathOf<(Id, Id)>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let now = context.now();
    let list = move |conn: &mut Conn| actions::list_custody(conn, &caller, path.0, now);
    Ok(HttpResponse::Ok().json(context.db().read(list).await?))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn named(value: &str) -> Option<String> {
        let request = TestRequest::default().insert_header(("Content-Disposition", value));
        file_name(&request.to_http_request())
    }

    #[test]
    fn the_name_of_a_file_is_its_last_part_and_what_can_be_seen() {
        let payslip = "attachment; filename*=UTF-8''sahod%20Ma%C3%B1o.jpg";
        assert_eq!(named(payslip).as_deref(), Some("sahod Maño.jpg"));
        let folders = "attachment; filename=\"../../secret/pay.pdf\"";
        assert_eq!(named(folders).as_deref(), Some("pay.pdf"));
        let turned = "attachment; filename*=UTF-8''pay%E2%80%AEfdp.exe";
        assert_eq!(named(turned).as_deref(), Some("payfdp.exe"));
        for nothing in [
            "attachment",
            "",
            "nonsense;;;",
            "attachment; filename=\"/\"",
        ] {
            assert_eq!(named(nothing), None, "{nothing}");
        }
    }
}
