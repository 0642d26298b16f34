//! `…/report`, `…/reports`, and the check by anybody.

use actix_web::http::header;
use actix_web::rt::task::spawn_blocking;
use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use validator::Validate;

use super::actions::{self, draft, find_report};
use super::content::FORM;
use super::printing;
use super::store::{self, ReportRow, SigningMethod};
use super::words::ReportLanguage;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::InspectEstablishments;
use crate::identity::{Caller, TokenKeys};
use crate::inspections::error::InspectionError;
use crate::platform::clock::{Date, Time};
use crate::platform::db::Conn;
use crate::platform::encoded::hexadecimal;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, PathOf, QueryOf, Routes};
use crate::platform::ids::Id;
use crate::platform::print::PdfFile;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem};

type Inspector = Caller<InspectEstablishments>;

/// Adds the routes of reports.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(draft_visit_report)
        .service(sign_visit_report)
        .service(list_visit_reports)
        .service(get_visit_report)
        .service(print_visit_report)
        .service(get_visit_report_signature)
        .service(check_visit_report);
}

/// What the report of a visit would say now.
#[derive(Debug, Serialize, ToSchema)]
struct VisitReportDraft {
    /// SHA-256 of the canonical JSON (RFC 8785) of `content`, hexadecimal. Whoever signs names it.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
    /// What it says; `docs/inspections.md` says what each member holds.
    #[schema(value_type = Object)]
    content: Value,
    /// The number of the signed report that says the same; null: there is none, or something was changed since.
    signed_as: Option<i64>,
}

/// A signed report.
#[derive(Debug, Serialize, ToSchema)]
struct SignedVisitReport {
    /// The report.
    id: Id,
    /// Counts the reports of the visit, from 1.
    number: i64,
    /// SHA-256 of the canonical JSON (RFC 8785) of `content`, hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
    /// Who signed it.
    signed_by: Id,
    /// When.
    signed_at: Time,
    /// How.
    method: SigningMethod,
    /// What was signed; null in lists.
    #[schema(value_type = Option<Object>)]
    content: Option<Value>,
}

impl SignedVisitReport {
    fn listed(row: &ReportRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            sha256: row.sha256.clone(),
            signed_by: row.signed_by,
            signed_at: row.signed_at,
            method: row.method,
            content: None,
        }
    }

    fn of(row: &ReportRow) -> Result<Self, InspectionError> {
        Ok(Self {
            content: Some(row.content.read()?),
            ..Self::listed(row)
        })
    }
}

/// The signed reports of a visit.
#[derive(Debug, Serialize, ToSchema)]
struct SignedVisitReports {
    /// The reports, the newest first.
    items: Vec<SignedVisitReport>,
}

/// Read what the report of a visit would say now.
///
/// It says nothing of why the workplace was visited, and nothing of interviews.
#[utoipa::path(tag = "staff", operation_id = "draft_visit_report",
    params(("id" = Id, Path, description = "The visit.")),
    responses((status = 200, description = "What it would say", body = VisitReportDraft)))]
#[get("/staff/visits/{id}/report")]
async fn draft_visit_report(
    by: Inspector,
    id: PathOf<Id>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let read = move |conn: &mut Conn| draft(conn, by.organisation(), id.0);
    let found = context.db().read_snapshot(read).await?;
    let newest = found.signed.first();
    let same = newest.filter(|own| own.sha256 == found.sha256);
    Ok(HttpResponse::Ok().json(VisitReportDraft {
        signed_as: same.map(|own| own.number),
        sha256: found.sha256,
        content: found.content,
    }))
}

/// The digest of what was read.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" }))]
pub struct VisitReportSigning {
    /// The `sha256` of the draft that was read and is signed.
    #[schema(pattern = "^[0-9a-f]{64}$", max_length = 64)]
    sha256: String,
}

/// Sign the report of a visit; only its team can.
///
/// What is signed is what the draft said when it was read. A signed report never changes: what is changed afterwards makes
/// another one, with the next number.
#[utoipa::path(tag = "staff", operation_id = "sign_visit_report",
    params(("id" = Id, Path, description = "The visit.")),
    request_body = VisitReportSigning,
    responses((status = 201, description = "Signed", body = SignedVisitReport)),
    extensions(("x-problems" = json!(["not_of_the_team", "visit_not_ended", "report_changed"]))))]
#[post("/staff/visits/{id}/reports")]
async fn sign_visit_report(
    by: Inspector,
    id: PathOf<Id>,
    command: Command<VisitReportSigning>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (read, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let row = actions::sign(conn, &here, &by, (id.0, &read.sha256))?;
        let (action, subject) = (Action::ReportSigned, Subject::Visit);
        by.record(conn, here.now(), action, subject, id.0, None)?;
        let location = format!("/v1/staff/visits/{}/reports/{}", id.0, row.number);
        Answer::created(location, &SignedVisitReport::of(&row)?)
    };
    command.run(&context, originator, work).await
}

/// List the signed reports of a visit, the newest first, without what they say.
#[utoipa::path(tag = "staff", operation_id = "list_visit_reports",
    params(("id" = Id, Path, description = "The visit.")),
    responses((status = 200, description = "The reports", body = SignedVisitReports)))]
#[get("/staff/visits/{id}/reports")]
async fn list_visit_reports(
    by: Inspector,
    id: PathOf<Id>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let list = move |conn: &mut Conn| -> Result<Vec<ReportRow>, InspectionError> {
        Ok(draft(conn, by.organisation(), id.0)?.signed)
    };
    let found = context.db().read_snapshot(list).await?;
    let items = found.iter().map(SignedVisitReport::listed).collect();
    Ok(HttpResponse::Ok().json(SignedVisitReports { items }))
}

/// Read a signed report of a visit.
#[utoipa::path(tag = "staff", operation_id = "get_visit_report",
    params(("id" = Id, Path, description = "The visit."), ("number" = i64, Path, description = "Its number.")),
    responses((status = 200, description = "The report", body = SignedVisitReport)))]
#[get("/staff/visits/{id}/reports/{number}")]
async fn get_visit_report(
    by: Inspector,
    which: PathOf<(Id, i64)>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut Conn| find_report(conn, by.organisation(), which.0);
    let found = context.db().read_snapshot(find).await?;
    Ok(HttpResponse::Ok().json(SignedVisitReport::of(&found)?))
}

/// In which language beside English.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PrintQuery {
    /// The language beside English; English alone when left out.
    #[param(inline)]
    language: Option<ReportLanguage>,
}

/// A report as a PDF. Shaping text takes a while, so on a thread of its own.
async fn printed(
    context: &Context,
    by: Inspector,
    which: (Id, i64),
    language: ReportLanguage,
) -> Result<(ReportRow, Vec<u8>), Problem> {
    let find = move |conn: &mut Conn| find_report(conn, by.organisation(), which);
    let found = context.db().read_snapshot(find).await?;
    let said: Value = found.content.read().map_err(InspectionError::from)?;
    let row = found.clone();
    let written = spawn_blocking(move || printing::write(&row, &said, language)).await;
    let written = written.map_err(|_| Problem::new(&INTERNAL_ERROR))?;
    let bytes = written.map_err(|error| {
        tracing::error!(%error, "The report of a visit cannot be printed");
        Problem::new(&INTERNAL_ERROR)
    })?;
    Ok((found, bytes))
}

/// Get a signed report of a visit as a PDF, in a language and in English.
///
/// What was signed is attached to it as JSON. The same report in the same language is the same file, whose signature is
/// at `…/signature`.
#[utoipa::path(tag = "staff", operation_id = "print_visit_report",
    params(("id" = Id, Path, description = "The visit."), ("number" = i64, Path, description = "Its number."), PrintQuery),
    responses((status = 200, description = "The report", content((PdfFile = "application/pdf")))))]
#[get("/staff/visits/{id}/reports/{number}/pdf")]
async fn print_visit_report(
    by: Inspector,
    which: PathOf<(Id, i64)>,
    query: QueryOf<PrintQuery>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let language = query.0.language.unwrap_or(ReportLanguage::English);
    let (_, bytes) = printed(&context, by, which.0, language).await?;
    let name = "attachment; filename=\"visit-report.pdf\"";
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(bytes))
}

/// What the service says of a PDF.
#[derive(Debug, Serialize)]
struct Statement<'a> {
    iss: &'a str,
    form: &'a str,
    pdf_sha256: &'a str,
    report_sha256: &'a str,
    number: i64,
    language: ReportLanguage,
    signed_at: Time,
}

/// The signature of a PDF by the service.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "pdf_sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    "statement": "eyJ0eXAiOiJ0dWxheS12aXNpdC1yZXBvcnQrand0In0.eyJudW1iZXIiOjF9.c2lnbmF0dXJl" }))]
struct VisitReportSignature {
    /// SHA-256 of the PDF in this language, hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pdf_sha256: String,
    /// The signed statement (JWS, RFC 7515, compact; `EdDSA`, with a key of `/.well-known/jwks.json`): `iss`, `form`,
    /// `pdf_sha256`, `report_sha256`, `number`, `language` and `signed_at`.
    statement: String,
}

/// Get the service's signature of the PDF of a report.
///
/// Give it to whoever gets the PDF. It can be checked as long as its key is published; whether a report with this digest was signed can
/// be asked at `/v1/visit-reports/{sha256}` at any time.
#[utoipa::path(tag = "staff", operation_id = "get_visit_report_signature",
    params(("id" = Id, Path, description = "The visit."), ("number" = i64, Path, description = "Its number."), PrintQuery),
    responses((status = 200, description = "The signature", body = VisitReportSignature)))]
#[get("/staff/visits/{id}/reports/{number}/signature")]
async fn get_visit_report_signature(
    by: Inspector,
    which: PathOf<(Id, i64)>,
    query: QueryOf<PrintQuery>,
    keys: web::Data<TokenKeys>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let language = query.0.language.unwrap_or(ReportLanguage::English);
    let signer = keys.signer(context.db(), context.now()).await?;
    let (row, bytes) = printed(&context, by, which.0, language).await?;
    let pdf_sha256 = hexadecimal(&Sha256::digest(&bytes));
    let statement = Statement {
        iss: signer.issuer(),
        form: FORM,
        pdf_sha256: &pdf_sha256,
        report_sha256: &row.sha256,
        number: row.number,
        language,
        signed_at: row.signed_at,
    };
    let statement = signer.sign_statement("tulay-visit-report+jwt", &statement)?;
    Ok(HttpResponse::Ok().json(VisitReportSignature {
        pdf_sha256,
        statement,
    }))
}

/// What is known of a report with a digest.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "number": 1, "signed_on": "2026-11-30", "is_newest": true }))]
struct CheckedVisitReport {
    /// Its number among the reports of its visit.
    number: i64,
    /// The day on which it was signed, in UTC.
    signed_on: Date,
    /// No report of the same visit was signed after it.
    is_newest: bool,
}

/// Check that a report of a visit was signed with this service.
///
/// For whoever holds a printed report, on which its digest stands. It says nothing of what is in it.
#[utoipa::path(tag = "rights", operation_id = "check_visit_report",
    params(("sha256" = String, Path, description = "The digest that is printed on the report.")),
    responses((status = 200, description = "It was signed", body = CheckedVisitReport)))]
#[get("/visit-reports/{sha256}")]
async fn check_visit_report(
    sha256: PathOf<String>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut Conn| store::with_digest(conn, &sha256.0);
    let found = context.db().read(find).await?;
    let (number, signed_at, is_newest) = found.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    Ok(HttpResponse::Ok().json(CheckedVisitReport {
        number,
        signed_on: signed_at.date(),
        is_newest,
    }))
}
