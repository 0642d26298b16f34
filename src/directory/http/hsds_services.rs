//! `/v1/hsds/services`.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;
use serde_json::{Value, json};

use super::envelope::{Envelope, HsdsFormat, Part, Wanted, answer_list, full, simple};
use crate::directory::catalogue;
use crate::directory::error::DirectoryError;
use crate::directory::hsds::shapes::Service;
use crate::platform::clock::Time;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};

/// Which services are wanted, and how.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct HsdsServicesQuery {
    /// Those in whose texts all of these words are.
    #[param(max_length = 200)]
    search: Option<String>,
    /// Those of which this term is said.
    taxonomy_term_id: Option<Id>,
    /// Those of which some term of this taxonomy is said.
    taxonomy_id: Option<Id>,
    /// Those of this organisation.
    organization_id: Option<Id>,
    /// Those of which what is shown was changed at this time or later.
    modified_after: Option<Time>,
    /// Only ids and times of change.
    minimal: Option<bool>,
    /// With everything that is shown of each.
    full: Option<bool>,
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

impl HsdsServicesQuery {
    pub(super) const fn part(&self) -> Part {
        Part {
            page: self.page,
            per_page: self.per_page,
            format: self.format,
        }
    }

    /// Those of some services that are wanted, as they are wanted.
    pub(super) fn shown(self, context: &Context, all: Vec<Service>) -> Result<Vec<Value>, Problem> {
        let wanted = Wanted {
            search: self.search,
            taxonomy_term_id: self.taxonomy_term_id,
            taxonomy_id: self.taxonomy_id,
            organization_id: self.organization_id,
            modified_after: self.modified_after,
        };
        let (lists, now) = (context.services().code_lists(), context.now());
        let found = all.into_iter().filter(|service| wanted.fits(service, ""));
        let shown = found.map(|service| {
            if self.minimal == Some(true) {
                let modified = service.last_modified;
                return Ok(json!({ "id": service.id, "modified_date": modified }));
            }
            serde_json::to_value(if self.full == Some(true) {
                full(service, &lists, now)
            } else {
                simple(service)
            })
        });
        let shown: Result<Vec<Value>, _> = shown.collect();
        Ok(shown.map_err(DirectoryError::from)?)
    }
}

/// List services (HSDS 3).
///
/// What is not for everybody is `redacted`, and decides nothing: neither what is found nor how it is sorted or counted.
#[utoipa::path(tag = "directory", operation_id = "list_hsds_services", params(HsdsServicesQuery),
    responses((status = 200, description = "A page of services",
        content((Envelope = "application/json"), (String = "application/x-ndjson")))))]
#[get("/hsds/services")]
pub(super) async fn list_hsds_services(
    context: Context,
    query: QueryOf<HsdsServicesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = query.0;
    let part = wanted.part();
    let find = async {
        let found = context.public_db().read_snapshot(catalogue::public).await?;
        wanted.shown(&context, found.services)
    };
    answer_list(&context, &request, part, find).await
}

/// Read a service with everything that is shown of it (HSDS 3).
#[utoipa::path(tag = "directory", operation_id = "get_hsds_service",
    params(("id" = Id, Path, description = "The service")),
    responses((status = 200, description = "The service", body = Service)))]
#[get("/hsds/services/{id}")]
pub(super) async fn get_hsds_service(
    id: PathOf<Id>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let find = move |conn: &mut _| catalogue::find_public(conn, id.0);
        let found = context.public_db().read_snapshot(find).await?;
        let found = found.ok_or_else(|| Problem::new(&NOT_FOUND))?;
        let shown = full(found, &context.services().code_lists(), context.now());
        Ok(Found::new(shown).not_shown_when_old())
    };
    answer(&context, &request, find).await
}
