//! What is shared by those who read reports: forms, and bodies that are no JSON.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::rt::task::spawn_blocking;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::inspections::annual::actions::Report;
use crate::inspections::annual::model::AnnualReport;
use crate::inspections::annual::printing;
use crate::inspections::annual::store::EditionRow;
use crate::inspections::report::ReportLanguage;
use crate::platform::clock::Time;
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::text_enum;

text_enum! {
    /// For whom figures are.
    pub enum AnnualReportView {
        /// Exact, for the inspectorate.
        Exact => "exact",
        /// As everybody reads them when they are published.
        Published => "published",
    }
}

impl AnnualReportView {
    /// That part of a report.
    pub const fn of(self, report: &Report) -> &AnnualReport {
        match self {
            Self::Exact => &report.exact,
            Self::Published => &report.published,
        }
    }
}

/// An edition of an annual report, without what it says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "year": 2026, "edition": 1,
    "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    "published_at": "2027-03-01T02:00:00Z", "published_by": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60" }))]
pub struct AnnualReportEdition {
    /// Its id, by which everybody reads it at `/v1/inspection-annual-reports/{id}`.
    pub id: Id,
    /// The year.
    pub year: i64,
    /// Counts the editions of the year, from 1.
    pub edition: i64,
    /// SHA-256 of the canonical JSON (RFC 8785) of what was published, hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// When it was published.
    pub published_at: Time,
    /// Who published it.
    pub published_by: Id,
}

impl From<&EditionRow> for AnnualReportEdition {
    fn from(row: &EditionRow) -> Self {
        Self {
            id: row.id,
            year: row.year,
            edition: row.edition,
            sha256: row.sha256.clone(),
            published_at: row.published_at,
            published_by: row.published_by,
        }
    }
}

/// A table as the body of an answer.
pub struct AnnualReportCsv;

impl utoipa::PartialSchema for AnnualReportCsv {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "A table (RFC 4180) with a line of names, and a line for each number. A text that a spreadsheet could take \
                 for a formula has an apostrophe before it.",
            ))
            .examples(["year,edition,paragraph,table,row,row_name,column,value,unit,rounded_down_to\r\n"])
            .into()
    }
}

impl ToSchema for AnnualReportCsv {
    fn name() -> std::borrow::Cow<'static, str> {
        "AnnualReportCsv".into()
    }
}

/// A report as a table.
pub fn csv(context: &Context, report: &Report, view: AnnualReportView) -> Result<String, Problem> {
    let lists = context.services().code_lists();
    printing::table((view.of(report), report), &lists).map_err(|error| {
        tracing::error!(%error, "An annual report cannot be written as a table");
        Problem::new(&INTERNAL_ERROR)
    })
}

/// A report as a PDF. Shaping text takes a while, so on a thread of its own.
pub async fn pdf(
    context: &Context,
    report: Report,
    (view, language): (AnnualReportView, ReportLanguage),
) -> Result<Vec<u8>, Problem> {
    let lists = context.services().code_lists();
    let write = move || printing::write((view.of(&report), &report), &lists, language);
    let written = spawn_blocking(write).await;
    let written = written.map_err(|_| Problem::new(&INTERNAL_ERROR))?;
    written.map_err(|error| {
        tracing::error!(%error, "An annual report cannot be printed");
        Problem::new(&INTERNAL_ERROR)
    })
}

/// A file as an answer.
pub fn file(media_type: &'static str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    let name = format!("attachment; filename=\"{name}\"");
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(bytes)
}
