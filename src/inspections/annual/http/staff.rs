//! Reading the report of a year of the own inspectorate.

use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Planner;
use super::shapes::{AnnualReportCsv, AnnualReportView, csv, file, pdf};
use crate::inspections::annual::actions::{self, Report};
use crate::inspections::annual::model::AnnualReport;
use crate::inspections::report::ReportLanguage;
use crate::platform::db::Conn;
use crate::platform::http::{Context, PathOf, QueryOf};
use crate::platform::print::PdfFile;
use crate::platform::problem::Problem;

/// What of it is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct OwnReportQuery {
    /// The edition; what the records say now when left out.
    #[param(minimum = 1, example = 1)]
    edition: Option<i64>,
    /// `exact` when left out.
    #[param(inline)]
    view: Option<AnnualReportView>,
}

/// The same with a language.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct OwnReportPrintQuery {
    /// The edition; what the records say now when left out.
    #[param(minimum = 1, example = 1)]
    edition: Option<i64>,
    /// `exact` when left out.
    #[param(inline)]
    view: Option<AnnualReportView>,
    /// The language beside English; English alone when left out.
    #[param(inline)]
    language: Option<ReportLanguage>,
}

/// The annual report of the own inspectorate.
#[derive(Debug, Serialize, ToSchema)]
struct OwnAnnualReport {
    /// SHA-256 of the canonical JSON (RFC 8785) of the view `published`, hexadecimal. Whoever publishes names it.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
    /// The edition; null: it is what the records say now.
    edition: Option<i64>,
    /// The year is over, so that its report can be published.
    is_year_over: bool,
    /// For whom the figures are.
    view: AnnualReportView,
    /// What it says.
    content: AnnualReport,
}

async fn found(
    by: Planner,
    year: i16,
    edition: Option<i64>,
    context: &Context,
) -> Result<(Report, bool), Problem> {
    let here = context.clone();
    let (organisation, now) = (by.organisation(), context.now());
    let find = move |conn: &mut Conn| {
        let wanted = ((year, now), edition);
        actions::find(conn, here.services(), organisation, wanted)
    };
    Ok(context.db().read_snapshot(find).await?)
}

/// Read the annual report of the own inspectorate for a year (ILO C081, Art. 21).
///
/// As the records are now, or as an edition was published. Read the view `published` before you publish it. Accidents and diseases are
/// those that workers reported to this inspectorate. A year that has not begun has none.
#[utoipa::path(tag = "staff", operation_id = "get_own_annual_report",
    params(("year" = i16, Path, description = "The calendar year.", example = 2026), OwnReportQuery),
    responses((status = 200, description = "The report", body = OwnAnnualReport)))]
#[get("/staff/inspection-annual-reports/{year}")]
pub async fn get_own_annual_report(
    by: Planner,
    year: PathOf<i16>,
    query: QueryOf<OwnReportQuery>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let view = query.0.view.unwrap_or(AnnualReportView::Exact);
    let (report, is_year_over) = found(by, year.0, query.0.edition, &context).await?;
    Ok(HttpResponse::Ok().json(OwnAnnualReport {
        content: view.of(&report).clone(),
        sha256: report.sha256,
        edition: report.edition,
        is_year_over,
        view,
    }))
}

/// Get the annual report of the own inspectorate as a table (CSV).
///
/// One line for each number, for statistical programs. The rows of each table add up to its row `total`.
#[utoipa::path(tag = "staff", operation_id = "get_own_annual_report_table",
    params(("year" = i16, Path, description = "The calendar year.", example = 2026), OwnReportQuery),
    responses((status = 200, description = "The table", content((AnnualReportCsv = "text/csv")))))]
#[get("/staff/inspection-annual-reports/{year}/csv")]
pub async fn get_own_annual_report_table(
    by: Planner,
    year: PathOf<i16>,
    query: QueryOf<OwnReportQuery>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let view = query.0.view.unwrap_or(AnnualReportView::Exact);
    let (report, _) = found(by, year.0, query.0.edition, &context).await?;
    let text = csv(&context, &report, view)?;
    Ok(file("text/csv", "annual-report.csv", text.into_bytes()))
}

/// Get the annual report of the own inspectorate as a PDF, in a language and in English.
///
/// What it says is attached to it as JSON.
#[utoipa::path(tag = "staff", operation_id = "print_own_annual_report",
    params(("year" = i16, Path, description = "The calendar year.", example = 2026), OwnReportPrintQuery),
    responses((status = 200, description = "The report", content((PdfFile = "application/pdf")))))]
#[get("/staff/inspection-annual-reports/{year}/pdf")]
pub async fn print_own_annual_report(
    by: Planner,
    year: PathOf<i16>,
    query: QueryOf<OwnReportPrintQuery>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let view = query.0.view.unwrap_or(AnnualReportView::Exact);
    let language = query.0.language.unwrap_or(ReportLanguage::English);
    let (report, _) = found(by, year.0, query.0.edition, &context).await?;
    let bytes = pdf(&context, report, (view, language)).await?;
    Ok(file("application/pdf", "annual-report.pdf", bytes))
}
