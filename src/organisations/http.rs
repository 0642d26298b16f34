//! Who would read what a worker writes.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::{self, Filter};
use crate::identity::Caller;
use crate::identity::permissions::BeSignedIn;
use crate::platform::code_lists::{Code, Countries, OrganisationCompetences, OrganisationKinds};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::input::NoParameters;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};

type CountryCode = Code<Countries>;
type CompetenceCode = Code<OrganisationCompetences>;
type KindCode = Code<OrganisationKinds>;

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_organisations)
        .service(get_organisation)
        .service(get_own_organisation);
}

/// Which organisations are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct OrganisationsQuery {
    /// Those that work in this country.
    #[param(example = "MY")]
    country: Option<CountryCode>,
    /// Those that can do this.
    #[param(example = "assistance")]
    competence: Option<CompetenceCode>,
    /// Entries on a page.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// An organisation that takes up requests or reports.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b60",
    "name": "An organisation",
    "kind": "ngo",
    "countries": ["MY", "SG"],
    "competences": ["assistance"]
}))]
struct Organisation {
    /// The organisation.
    id: Id,
    /// Its name.
    name: String,
    /// What it is.
    kind: KindCode,
    /// Countries in which it works and whose requests it takes.
    countries: Vec<CountryCode>,
    /// What it can do.
    competences: Vec<CompetenceCode>,
}

impl From<store::Organisation> for Organisation {
    fn from(found: store::Organisation) -> Self {
        Self {
            id: found.id,
            name: found.name,
            kind: Code::known(found.kind),
            countries: found.countries.into_iter().map(Code::known).collect(),
            competences: found.competences.into_iter().map(Code::known).collect(),
        }
    }
}

/// List the organisations that take up requests and reports.
///
/// In the order in which a request is given to them: of those that work in its country and have its
/// competence, the first on this list.
#[utoipa::path(tag = "assistance", operation_id = "list_organisations", params(OrganisationsQuery),
    responses((status = 200, description = "The organisations", body = Page<Organisation>)))]
#[get("/organisations")]
async fn list_organisations(
    context: Context,
    query: QueryOf<OrganisationsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    answer(&context, &request, find_page(&context, query.0, &request)).await
}

async fn find_page(
    context: &Context,
    query: OrganisationsQuery,
    request: &HttpRequest,
) -> Result<Found<Page<Organisation>>, Problem> {
    let cursors = Cursors::of(context, request);
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let filter = Filter {
        country: query.country.map(Code::into_inner),
        competence: query.competence.map(Code::into_inner),
        after: cursors.position(&page)?,
    };
    let wanted = page.rows();
    let list = move |conn: &mut Conn| store::list(conn, &filter, wanted);
    let rows = context.public_db().read_snapshot(list).await?;
    let found = cursors.page(&page, rows, |row| row.id, Organisation::from);
    Ok(Found::new(found))
}

/// Show an organisation that takes up requests or reports.
#[utoipa::path(tag = "assistance", operation_id = "get_organisation",
    params(("organisation_id" = Id, Path, description = "The organisation")),
    responses((status = 200, description = "The organisation", body = Organisation)))]
#[get("/organisations/{organisation_id}")]
async fn get_organisation(
    context: Context,
    path: PathOf<Id>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async { Ok(Found::new(find_one(&context, path.0).await?)) };
    answer(&context, &request, find).await
}

/// Show one's own organisation.
#[utoipa::path(tag = "staff", operation_id = "get_own_organisation",
    responses((status = 200, description = "The organisation", body = Organisation)))]
#[get("/staff/organisation")]
async fn get_own_organisation(
    caller: Caller<BeSignedIn>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let found = find_one(&context, caller.organisation()).await?;
    Ok(HttpResponse::Ok().json(found))
}

async fn find_one(context: &Context, id: Id) -> Result<Organisation, Problem> {
    let find = move |conn: &mut Conn| store::find(conn, id);
    let found = context.public_db().read_snapshot(find).await?;
    found
        .map(Organisation::from)
        .ok_or(Problem::new(&NOT_FOUND))
}
