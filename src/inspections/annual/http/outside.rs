//! What everybody may read: published editions.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shapes::{AnnualReportCsv, AnnualReportView, csv, file, pdf};
use crate::inspections::annual::actions::{Report, opened};
use crate::inspections::annual::model::AnnualReport;
use crate::inspections::annual::store::{self, ListedEdition};
use crate::inspections::error::InspectionError;
use crate::inspections::report::ReportLanguage;
use crate::organisations;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::input::NoParameters;
use crate::platform::http::public::{Found, Text, answer, answer_text};
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::print::PdfFile;
use crate::platform::problem::Problem;

/// Which are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AnnualReportsQuery {
    /// Of this inspectorate.
    #[param(example = "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f")]
    inspectorate_id: Option<Id>,
    /// Of this year.
    #[param(minimum = 2000, maximum = 9998, example = 2026)]
    year: Option<i16>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// A published edition.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "inspectorate_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60",
    "inspectorate": "Labour Inspectorate (made up)", "year": 2026, "edition": 1, "is_newest": true,
    "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", "published_at": "2027-03-01T02:00:00Z" }))]
struct PublishedAnnualReportEntry {
    /// Its id.
    id: Id,
    /// The inspectorate.
    inspectorate_id: Id,
    /// The name of the inspectorate.
    inspectorate: String,
    /// The year.
    year: i64,
    /// Counts the editions of the year, from 1.
    edition: i64,
    /// No edition of the same year was published after it.
    is_newest: bool,
    /// SHA-256 of the canonical JSON (RFC 8785) of `content`, hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
    /// When it was published.
    published_at: Time,
}

/// A published edition with what it says.
#[derive(Debug, Serialize, ToSchema)]
struct PublishedAnnualReport {
    /// Its id.
    id: Id,
    /// The inspectorate.
    inspectorate_id: Id,
    /// Counts the editions of the year, from 1.
    edition: i64,
    /// No edition of the same year was published after it.
    is_newest: bool,
    /// SHA-256 of the canonical JSON (RFC 8785) of `content`, hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
    /// When it was published.
    published_at: Time,
    /// What it says.
    content: AnnualReport,
}

/// List published annual reports of labour inspectorates, newest first (ILO C081, Art. 20).
#[utoipa::path(tag = "rights", operation_id = "list_annual_reports", params(AnnualReportsQuery),
    responses((status = 200, description = "A page of reports", body = Page<PublishedAnnualReportEntry>)))]
#[get("/inspection-annual-reports")]
pub async fn list_annual_reports(
    query: QueryOf<AnnualReportsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async { Ok(Found::new(page_of(&context, query.0, &request).await?)) };
    answer(&context, &request, find).await
}

async fn page_of(
    context: &Context,
    query: AnnualReportsQuery,
    request: &HttpRequest,
) -> Result<Page<PublishedAnnualReportEntry>, Problem> {
    let wanted = (query.inspectorate_id, query.year);
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let cursors = Cursors::of(context, request);
    let (before, rows) = (cursors.position(&page)?, page.rows());
    let list = move |conn: &mut Conn| -> Result<Vec<PublishedAnnualReportEntry>, InspectionError> {
        let found = store::list_published(conn, wanted, before, rows)?;
        entries(conn, found)
    };
    let found = context.public_db().read_snapshot(list).await?;
    Ok(cursors.page(&page, found, |entry| entry.id, |entry| entry))
}

fn entries(
    conn: &mut Conn,
    found: Vec<ListedEdition>,
) -> Result<Vec<PublishedAnnualReportEntry>, InspectionError> {
    let inspectorates: BTreeSet<Id> = found.iter().map(|row| row.1).collect();
    let newest = store::newest_of(conn, inspectorates.iter().copied().collect())?;
    let names = organisations::find_names(conn, inspectorates.into_iter().collect())?;
    let entries = found.into_iter().map(
        |(id, inspectorate_id, year, edition, sha256, published_at)| PublishedAnnualReportEntry {
            id,
            inspectorate: names.get(&inspectorate_id).cloned().unwrap_or_default(),
            is_newest: newest.get(&(inspectorate_id, year)) == Some(&edition),
            inspectorate_id,
            year,
            edition,
            sha256,
            published_at,
        },
    );
    Ok(entries.collect())
}

/// An edition, and what belongs to it.
async fn edition_of(context: &Context, id: Id) -> Result<(Report, PublishedAnnualReport), Problem> {
    let find = move |conn: &mut Conn| -> Result<(Report, PublishedAnnualReport), InspectionError> {
        let row = store::find_edition(conn, id)?;
        let row = row.ok_or(InspectionError::NotFound)?;
        let newest = store::newest_of(conn, vec![row.organisation_id])?;
        let report = opened(&row)?;
        let shown = PublishedAnnualReport {
            id: row.id,
            inspectorate_id: row.organisation_id,
            edition: row.edition,
            is_newest: newest.get(&(row.organisation_id, row.year)) == Some(&row.edition),
            sha256: row.sha256,
            published_at: row.published_at,
            content: report.published.clone(),
        };
        Ok((report, shown))
    };
    Ok(context.public_db().read_snapshot(find).await?)
}

/// Read a published annual report of a labour inspectorate.
///
/// Accidents and diseases that workers reported are told in whole groups of five, industries with fewer than five workplaces
/// together. The rows of every table add up to its total.
#[utoipa::path(tag = "rights", operation_id = "get_annual_report",
    params(("id" = Id, Path, description = "The edition.")),
    responses((status = 200, description = "The report", body = PublishedAnnualReport)))]
#[get("/inspection-annual-reports/{id}")]
pub async fn get_annual_report(
    id: PathOf<Id>,
    _query: QueryOf<NoParameters>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async { Ok(Found::new(edition_of(&context, id.0).await?.1)) };
    answer(&context, &request, find).await
}

/// Get a published annual report as a table (CSV): one line for each number.
#[utoipa::path(tag = "rights", operation_id = "get_annual_report_table",
    params(("id" = Id, Path, description = "The edition.")),
    responses((status = 200, description = "The table", body = AnnualReportCsv, content_type = "text/csv")))]
#[get("/inspection-annual-reports/{id}/csv")]
pub async fn get_annual_report_table(
    id: PathOf<Id>,
    _query: QueryOf<NoParameters>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let (report, _) = edition_of(&context, id.0).await?;
        let body = csv(&context, &report, AnnualReportView::Published)?;
        Ok(Found::new(Text { body, next: None }).as_media("text/csv"))
    };
    answer_text(&context, &request, find).await
}

/// In which language beside English.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AnnualReportPrintQuery {
    /// The language beside English; English alone when left out.
    #[param(inline)]
    language: Option<ReportLanguage>,
}

/// Get a published annual report as a PDF, in a language and in English. What it says is attached to it as JSON.
#[utoipa::path(tag = "rights", operation_id = "print_annual_report",
    params(("id" = Id, Path, description = "The edition."), AnnualReportPrintQuery),
    responses((status = 200, description = "The report", content((PdfFile = "application/pdf")))))]
#[get("/inspection-annual-reports/{id}/pdf")]
pub async fn print_annual_report(
    id: PathOf<Id>,
    query: QueryOf<AnnualReportPrintQuery>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let language = query.0.language.unwrap_or(ReportLanguage::English);
    let (report, _) = edition_of(&context, id.0).await?;
    let bytes = pdf(&context, report, (AnnualReportView::Published, language)).await?;
    Ok(file("application/pdf", "annual-report.pdf", bytes))
}
