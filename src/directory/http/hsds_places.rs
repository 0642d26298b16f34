//! `/v1/hsds/service_at_locations`.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;

use super::envelope::{Envelope, HsdsFormat, Part, Wanted, answer_list, simple};
use crate::directory::catalogue;
use crate::directory::distance::{metres, middle};
use crate::directory::hsds::shapes::{Location, Service, ServiceAtLocation};
use crate::platform::clock::Time;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::place::Point;
use crate::platform::problem::{Fault, NOT_FOUND, Problem};

/// Which services at places are wanted, and how.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct HsdsPlacesQuery {
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
    /// With everything that is shown of each place.
    full: Option<bool>,
    /// Those whose address has this postcode. With `proximity`, the middle of the addresses with it.
    #[param(min_length = 1, max_length = 20)]
    postcode: Option<String>,
    /// Metres from the middle of the postcode.
    #[param(minimum = 1, maximum = 1_000_000)]
    proximity: Option<u32>,
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

/// The point of a place, when it is shown.
pub(super) fn point_of(location: &Location) -> Option<Point> {
    let (longitude, latitude) = location.longitude.zip(location.latitude)?;
    Some(Point::new(longitude, latitude))
}

fn postcode_key(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

fn has_postcode(location: &Location, key: &str) -> bool {
    let mut addresses = location.addresses.iter();
    addresses.any(|address| postcode_key(&address.postal_code) == key)
}

/// Which places lie where it is wanted, by what is shown of them.
fn within(all: &mut Vec<ServiceAtLocation>, postcode: &str, proximity: Option<u32>) {
    let key = postcode_key(postcode);
    let Some(metres_away) = proximity.map(f64::from) else {
        all.retain(|at| has_postcode(&at.location, &key));
        return;
    };
    let there = all.iter().map(|at| &at.location);
    let there = there.filter(|location| has_postcode(location, &key));
    let centre = middle(&there.filter_map(point_of).collect::<Vec<_>>());
    all.retain(|at| {
        let point = centre.as_ref().zip(point_of(&at.location));
        point.is_some_and(|(centre, point)| metres(centre, &point) <= metres_away)
    });
}

/// The places of a service.
fn places_of(service: &Service) -> Vec<ServiceAtLocation> {
    service.service_at_locations.clone()
}

fn shown(at: ServiceAtLocation, service: Service, is_full: bool) -> ServiceAtLocation {
    let service = Some(Box::new(simple(service)));
    if is_full {
        return ServiceAtLocation { service, ..at };
    }
    ServiceAtLocation {
        phones: Vec::new(),
        schedules: Vec::new(),
        location: Location {
            addresses: Vec::new(),
            ..at.location
        },
        service,
        ..at
    }
}

fn found_in(all: &[Service], query: HsdsPlacesQuery) -> Vec<ServiceAtLocation> {
    let wanted = Wanted {
        search: query.search,
        taxonomy_term_id: query.taxonomy_term_id,
        taxonomy_id: query.taxonomy_id,
        organization_id: query.organization_id,
        modified_after: query.modified_after,
    };
    let is_full = query.full == Some(true);
    let mut places = Vec::new();
    for service in all {
        places.extend(places_of(service));
    }
    if let Some(postcode) = &query.postcode {
        within(&mut places, postcode, query.proximity);
    }
    let with_service = places.into_iter().filter_map(|at| {
        let service = all.iter().find(|one| Some(one.id) == at.service_id)?;
        let text = text_of(&at.location);
        wanted
            .fits(service, &text)
            .then(|| shown(at, service.clone(), is_full))
    });
    with_service.collect()
}

fn text_of(location: &Location) -> String {
    let addresses = location.addresses.iter();
    let towns: Vec<&str> = addresses.map(|one| one.city.as_str()).collect();
    let name = location.name.as_deref().unwrap_or_default();
    format!("{name} {}", towns.join(" "))
}

/// List services at places (HSDS 3).
///
/// Of a place that is not for everybody it is said that there is one; it lies in no postcode and near nothing.
#[utoipa::path(tag = "directory", operation_id = "list_hsds_service_at_locations", params(HsdsPlacesQuery),
    responses((status = 200, description = "A page of services at places",
        content((Envelope = "application/json"), (String = "application/x-ndjson")))))]
#[get("/hsds/service_at_locations")]
pub(super) async fn list_hsds_service_at_locations(
    context: Context,
    query: QueryOf<HsdsPlacesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = query.0;
    let part = Part {
        page: wanted.page,
        per_page: wanted.per_page,
        format: wanted.format,
    };
    let find = async {
        if wanted.proximity.is_some() && wanted.postcode.is_none() {
            let fault = Fault::new("/query/postcode", "missing_member");
            return Err(Problem::invalid(vec![fault]));
        }
        let found = context.public_db().read_snapshot(catalogue::public).await?;
        Ok(found_in(&found.services, wanted))
    };
    answer_list(&context, &request, part, find).await
}

/// Read a service at a place with everything that is shown of it (HSDS 3).
#[utoipa::path(tag = "directory", operation_id = "get_hsds_service_at_location",
    params(("id" = Id, Path, description = "The service at a place")),
    responses((status = 200, description = "The service at a place", body = ServiceAtLocation)))]
#[get("/hsds/service_at_locations/{id}")]
pub(super) async fn get_hsds_service_at_location(
    id: PathOf<Id>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let found = context.public_db().read_snapshot(catalogue::public).await?;
        let mut all = found.services.into_iter();
        let one = all.find_map(|service| {
            let mut places = places_of(&service).into_iter();
            let at = places.find(|at| at.id == id.0)?;
            Some(shown(at, service, true))
        });
        let one = one.ok_or_else(|| Problem::new(&NOT_FOUND))?;
        Ok(Found::new(one).not_shown_when_old())
    };
    answer(&context, &request, find).await
}
