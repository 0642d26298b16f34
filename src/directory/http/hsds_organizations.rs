//! `/v1/hsds/organizations`.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;

use super::envelope::{Envelope, HsdsFormat, Part, answer_list, contains_all, full, simple};
use crate::directory::catalogue::{self, Catalogue};
use crate::directory::hsds::shapes::{Organization, Service};
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};

/// Which organisations are wanted, and how.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct HsdsOrganizationsQuery {
    /// Those in whose texts all of these words are.
    #[param(max_length = 200)]
    search: Option<String>,
    /// With the services of each.
    full: Option<bool>,
    /// With everything that is shown of each service.
    full_service: Option<bool>,
    /// The page; 1 when left out.
    #[param(minimum = 1, maximum = 1_000_000)]
    page: Option<u32>,
    /// Entries on a page; 50 when left out.
    #[param(minimum = 1, maximum = 1000)]
    per_page: Option<u32>,
    /// The form; `ndjson` has no pages.
    #[param(inline)]
    format: Option<HsdsFormat>,
}

/// An organisation with its services.
fn with_services(
    context: &Context,
    organization: Organization,
    all: &[Service],
    is_full: bool,
) -> Organization {
    let lists = context.services().code_lists();
    let own = all
        .iter()
        .filter(|service| service.organization_id == Some(organization.id))
        .cloned();
    let own = own.map(|service| {
        let mut shown = if is_full {
            full(service, &lists, context.now())
        } else {
            simple(service)
        };
        // It stands around them.
        shown.organization = None;
        shown
    });
    Organization {
        services: own.collect(),
        ..organization
    }
}

/// List organisations of the directory (HSDS 3).
#[utoipa::path(tag = "directory", operation_id = "list_hsds_organizations",
    params(HsdsOrganizationsQuery),
    responses((status = 200, description = "A page of organisations",
        content((Envelope = "application/json"), (String = "application/x-ndjson")))))]
#[get("/hsds/organizations")]
pub(super) async fn list_hsds_organizations(
    context: Context,
    query: QueryOf<HsdsOrganizationsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = query.0;
    let part = Part {
        page: wanted.page,
        per_page: wanted.per_page,
        format: wanted.format,
    };
    let find = async {
        let Catalogue {
            services,
            organizations,
        } = context.public_db().read_snapshot(catalogue::public).await?;
        let with_full = wanted.full_service == Some(true);
        let nested = with_full || wanted.full == Some(true);
        let found = organizations.into_iter().filter(|one| {
            let text = format!("{} {}", one.name, one.description);
            let words = wanted.search.as_deref();
            words.is_none_or(|words| contains_all(&text, words))
        });
        let shown = found.map(|one| {
            if nested {
                with_services(&context, one, &services, with_full)
            } else {
                one
            }
        });
        Ok(shown.collect::<Vec<_>>())
    };
    answer_list(&context, &request, part, find).await
}

/// How an organisation is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct HsdsOrganizationQuery {
    /// With everything that is shown of each service.
    full_service: Option<bool>,
}

/// Read an organisation of the directory with its services (HSDS 3).
#[utoipa::path(tag = "directory", operation_id = "get_hsds_organization",
    params(("id" = Id, Path, description = "The organisation"), HsdsOrganizationQuery),
    responses((status = 200, description = "The organisation", body = Organization)))]
#[get("/hsds/organizations/{id}")]
pub(super) async fn get_hsds_organization(
    id: PathOf<Id>,
    query: QueryOf<HsdsOrganizationQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let found = context.public_db().read_snapshot(catalogue::public).await?;
        let mut organizations = found.organizations.into_iter();
        let one = organizations.find(|one| one.id == id.0);
        let one = one.ok_or_else(|| Problem::new(&NOT_FOUND))?;
        let is_full = query.0.full_service == Some(true);
        let shown = with_services(&context, one, &found.services, is_full);
        Ok(Found::new(shown).not_shown_when_old())
    };
    answer(&context, &request, find).await
}
