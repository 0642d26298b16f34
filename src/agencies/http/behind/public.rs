//! Lists of what is said of an agency.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;

use super::super::CountryCode;
use super::super::licences::HistoryPage;
use super::super::show::Show;
use super::shown::{
    AgencyBranch, AgencyCertificate, AgencyPrincipal, AgencySanction, JobOrder, Shown, StatedName,
};
use crate::agencies::behind::model::{
    NewBranch, NewCertificate, NewJobOrder, NewName, NewPrincipal, NewSanction,
};
use crate::agencies::behind::statements::{self, StatementFilter, StatementRow};
use crate::agencies::model::EntryKind;
use crate::agencies::store::find_of_kind;
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, JobOrderStatuses, Occupations};
use crate::platform::db::DbError;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};

type OccupationCode = Code<Occupations>;
type JobOrderStatusCode = Code<JobOrderStatuses>;

/// List the names that sources give an agency beside its register, newest first.
#[utoipa::path(tag = "agencies", operation_id = "list_agency_names",
    params(("agency_id" = Id, Path, description = "The agency."), HistoryPage),
    responses((status = 200, description = "Names", body = Page<StatedName>)))]
#[get("/agencies/{agency_id}/names")]
pub(super) async fn list_agency_names(
    agency: PathOf<Id>,
    query: QueryOf<HistoryPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    list::<NewName>(&context, &request, agency.0, query.0).await
}

/// List the branches of an agency, newest first.
#[utoipa::path(tag = "agencies", operation_id = "list_agency_branches",
    params(("agency_id" = Id, Path, description = "The agency."), HistoryPage),
    responses((status = 200, description = "Branches", body = Page<AgencyBranch>)))]
#[get("/agencies/{agency_id}/branches")]
pub(super) async fn list_agency_branches(
    agency: PathOf<Id>,
    query: QueryOf<HistoryPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    list::<NewBranch>(&context, &request, agency.0, query.0).await
}

/// List the employers for whom an agency recruits, newest first.
#[utoipa::path(tag = "agencies", operation_id = "list_agency_principals",
    params(("agency_id" = Id, Path, description = "The agency."), HistoryPage),
    responses((status = 200, description = "Employers", body = Page<AgencyPrincipal>)))]
#[get("/agencies/{agency_id}/principals")]
pub(super) async fn list_agency_principals(
    agency: PathOf<Id>,
    query: QueryOf<HistoryPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    list::<NewPrincipal>(&context, &request, agency.0, query.0).await
}

/// List what authorities have imposed on an agency, also what is over, newest first.
#[utoipa::path(tag = "agencies", operation_id = "list_agency_sanctions",
    params(("agency_id" = Id, Path, description = "The agency."), HistoryPage),
    responses((status = 200, description = "Sanctions", body = Page<AgencySanction>)))]
#[get("/agencies/{agency_id}/sanctions")]
pub(super) async fn list_agency_sanctions(
    agency: PathOf<Id>,
    query: QueryOf<HistoryPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    list::<NewSanction>(&context, &request, agency.0, query.0).await
}

/// List by whom an agency was certified, also what has run out, newest first.
#[utoipa::path(tag = "agencies", operation_id = "list_agency_certificates",
    params(("agency_id" = Id, Path, description = "The agency."), HistoryPage),
    responses((status = 200, description = "Certificates", body = Page<AgencyCertificate>)))]
#[get("/agencies/{agency_id}/certificates")]
pub(super) async fn list_agency_certificates(
    agency: PathOf<Id>,
    query: QueryOf<HistoryPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    list::<NewCertificate>(&context, &request, agency.0, query.0).await
}

/// Which job orders are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedJobOrders {
    /// Where people will work.
    #[param(example = "SG")]
    destination: Option<CountryCode>,
    /// As what.
    #[param(example = "7212")]
    occupation: Option<OccupationCode>,
    /// How they stand today.
    #[param(example = "approved")]
    status: Option<JobOrderStatusCode>,
    /// Entries on a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u8>,
    /// The marker of a page, from `next` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List the job orders of an agency that an authority has approved, newest first.
#[utoipa::path(tag = "agencies", operation_id = "list_agency_job_orders",
    params(("agency_id" = Id, Path, description = "The agency."), WantedJobOrders),
    responses((status = 200, description = "Job orders", body = Page<JobOrder>)))]
#[get("/agencies/{agency_id}/job-orders")]
pub(super) async fn list_agency_job_orders(
    agency: PathOf<Id>,
    query: QueryOf<WantedJobOrders>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = query.0;
    let page = PageQuery {
        limit: wanted.limit,
        cursor: wanted.cursor,
    };
    let today = context.now().date();
    let filter = StatementFilter {
        destination: wanted.destination.map(Code::into_inner),
        occupation: wanted.occupation.map(Code::into_inner),
        status: wanted.status.map(|status| (status.into_inner(), today)),
    };
    let cursors = Cursors::of(&context, &request);
    let found = find::<NewJobOrder>(&context, &cursors, agency.0, page, filter);
    answer(&context, &request, found).await
}

async fn list<T: Shown>(
    context: &Context,
    request: &HttpRequest,
    agency: Id,
    page: HistoryPage,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(context, request);
    let filter = StatementFilter::default();
    let found = find::<T>(context, &cursors, agency, page.into(), filter);
    answer(context, request, found).await
}

async fn find<T: Shown>(
    context: &Context,
    cursors: &Cursors,
    agency: Id,
    page: PageQuery,
    filter: StatementFilter,
) -> Result<Found<Page<T::Wire>>, Problem> {
    let after: Option<(Date, Id)> = cursors.position(&page)?;
    let rows = page.rows();
    let found = context
        .public_db()
        .read_snapshot(move |conn| -> Result<_, DbError> {
            let Some(agency) = find_of_kind(conn, agency, EntryKind::RecruitmentAgency)? else {
                return Ok(None);
            };
            let found = statements::list(conn, agency, T::KIND, filter, after, rows)?;
            Ok(Some(found))
        })
        .await?;
    let rows = found.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    let show = Show::of(context);
    let position = |row: &StatementRow| (row.since, row.id);
    let shown = |row: StatementRow| Ok(row.read::<T>()?.shown(&row, &show));
    let page = cursors.try_page(&page, rows, position, shown)?;
    Ok(show.found(page))
}
