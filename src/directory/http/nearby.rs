//! `/v1/services`: who helps here, in few bytes.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::hsds_places::point_of;
use crate::directory::catalogue;
use crate::directory::distance::metres;
use crate::directory::hsds::shapes::{Phone, Service};
use crate::directory::model::{DocumentedStatus, OpeningState, ServiceStatus};
use crate::directory::opening;
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::{
    Code, ContactChannels, Countries, Languages, ServiceTypes, Sexes,
};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::ids::Id;
use crate::platform::place::{Point, Subdivision};
use crate::platform::problem::{Fault, Problem};
use crate::platform::text::fold;

type CountryCode = Code<Countries>;
type ServiceTypeCode = Code<ServiceTypes>;
type LanguageCode = Code<Languages>;
type SexCode = Code<Sexes>;
type ChannelCode = Code<ContactChannels>;

/// Kilometres that are looked around a point when nothing is said.
const KILOMETRES: u16 = 50;
/// Numbers that are shown of each service.
const MOST_PHONES: usize = 3;
/// Characters of a name by which pages are cut. Cursors hold them, so they are few.
const SORTED_CHARACTERS: usize = 60;

/// Which services are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ServicesQuery {
    /// Where one is. Two decimals are enough, and tell nobody which house.
    #[param(minimum = -180.0, maximum = 180.0, example = 101.69)]
    longitude: Option<f64>,
    /// Where one is.
    #[param(minimum = -90.0, maximum = 90.0, example = 3.139)]
    latitude: Option<f64>,
    /// How far away at most; 50 when left out.
    #[param(minimum = 1, maximum = 1000, example = 25)]
    within_km: Option<u16>,
    /// The country in which one is. With a point, those are found as well that help in this country and show no place:
    /// hotlines, shelters.
    #[param(example = "MY")]
    country: Option<CountryCode>,
    /// The province, state or region in which one is.
    #[param(inline)]
    subdivision: Option<Subdivision>,
    /// What kind of help.
    #[param(example = "shelter")]
    service_type: Option<ServiceTypeCode>,
    /// A language that is spoken there.
    #[param(example = "id")]
    language: Option<LanguageCode>,
    /// A nationality that is helped.
    #[param(example = "ID")]
    nationality: Option<CountryCode>,
    /// A sex that is helped.
    #[param(example = "female")]
    sex: Option<SexCode>,
    /// Those that help people without papers.
    without_papers: Option<bool>,
    /// Those of which it is known that they are open now.
    open_now: Option<bool>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// How a service is reached.
#[derive(Debug, Serialize, ToSchema)]
struct FoundServicePhone {
    /// The number or account.
    #[schema(example = "+60 3 5550 0100")]
    number: String,
    /// What it is dialled or written to with.
    channel: ChannelCode,
    /// Whether the call is free; null: nobody has said.
    free_number: Option<bool>,
    /// Whether the call stands on the bill, which an employer may read; null: nobody has said.
    appears_on_bill: Option<bool>,
}

impl FoundServicePhone {
    fn of(phone: &Phone) -> Option<Self> {
        let channel = phone.channel.clone()?;
        Some(Self {
            number: phone.number.clone(),
            channel: Code::known(channel),
            free_number: phone.free_number,
            appears_on_bill: phone.appears_on_bill,
        })
    }
}

/// A service that helps here. All that is shown of it: `/v1/hsds/services/{id}`.
#[derive(Debug, Serialize, ToSchema)]
struct FoundService {
    /// The service.
    id: Id,
    /// What it is called.
    #[schema(example = "Safe house for women")]
    name: String,
    /// Who offers it.
    #[schema(example = "Example Workers' Centre")]
    organisation: Option<String>,
    /// What kind of help it is.
    service_types: Vec<ServiceTypeCode>,
    /// The languages that are spoken there.
    languages: Vec<LanguageCode>,
    /// How far it is; null when no place is shown.
    #[schema(example = 3.2)]
    distance_km: Option<f64>,
    /// Where it is; null when no place is shown.
    #[schema(example = "7 Sample Road, Sample Town")]
    address: Option<String>,
    /// Whether it has a place that is not shown: call first.
    place_hidden: bool,
    /// Whether it is open now.
    open: OpeningState,
    /// Whether the employer hears nothing; null: nobody has said.
    confidential_to_employer: Option<bool>,
    /// How it is reached; the first ones.
    phones: Vec<FoundServicePhone>,
    /// What is different at present.
    alert: Option<String>,
    /// On which day somebody made sure last that this is right; null: nobody has.
    verified_on: Option<Date>,
}

/// A service that fits, and how far it is.
struct Fitting {
    metres: Option<f64>,
    open: OpeningState,
    key: (u64, String, Id),
    service: Service,
}

impl ServicesQuery {
    fn point(&self) -> Result<Option<Point>, Problem> {
        let missing = |name: &str| {
            let fault = Fault::new(format!("/query/{name}"), "missing_member");
            Err(Problem::invalid(vec![fault]))
        };
        match (self.longitude, self.latitude) {
            (Some(longitude), Some(latitude)) => Ok(Some(Point::new(longitude, latitude))),
            (None, None) => Ok(None),
            (Some(_), None) => missing("latitude"),
            (None, Some(_)) => missing("longitude"),
        }
    }

    /// Whether a service helps whoever asks.
    fn serves(&self, service: &Service) -> bool {
        let is = |wanted: Option<&str>, listed: &[String], empty_is_all: bool| {
            wanted.is_none_or(|wanted| {
                (empty_is_all && listed.is_empty()) || listed.iter().any(|own| own == wanted)
            })
        };
        let languages: Vec<String> = service
            .languages
            .iter()
            .map(|one| one.code.clone())
            .collect();
        let of_type = self.service_type.as_ref().map(Code::as_str);
        let language = self.language.as_ref().map(Code::as_str);
        let serves = service.serves.as_ref();
        is(of_type, &service.service_types, false)
            && is(language, &languages, false)
            && serves.is_none_or(|serves| {
                let papers = serves.documented_status == DocumentedStatus::DocumentedOnly;
                is(
                    self.nationality.as_ref().map(Code::as_str),
                    &serves.nationalities,
                    true,
                ) && is(self.sex.as_ref().map(Code::as_str), &serves.sexes, true)
                    && !(self.without_papers == Some(true) && papers)
            })
    }

    /// Whether a service helps where one is.
    fn covers(&self, service: &Service) -> bool {
        let Some(country) = self.country.as_ref().map(Code::as_str) else {
            return true;
        };
        let part = self.subdivision.as_ref().map(Subdivision::as_str);
        let mut areas = service
            .service_areas
            .iter()
            .filter(|area| area.name == country);
        areas.any(|area| {
            let whole = area.extent == country;
            whole || part.is_none_or(|part| area.extent.split(',').any(|own| own == part))
        })
    }

    /// How well a service fits; `None` when it does not.
    fn fit(&self, service: Service, point: Option<&Point>, now: Time) -> Option<Fitting> {
        let gone = matches!(
            service.status,
            ServiceStatus::Defunct | ServiceStatus::Inactive
        );
        if gone || !self.serves(&service) {
            return None;
        }
        let places = service.service_at_locations.iter();
        let points: Vec<Point> = places.filter_map(|at| point_of(&at.location)).collect();
        let metres = point.and_then(|here| {
            let all = points.iter().map(|there| metres(here, there));
            all.min_by(f64::total_cmp)
        });
        let within = f64::from(self.within_km.unwrap_or(KILOMETRES)) * 1000.0;
        let fits = match (point, metres) {
            (Some(_), Some(metres)) => metres <= within,
            (Some(_), None) => self.country.is_some() && self.covers(&service),
            (None, _) => self.covers(&service),
        };
        let open = opening::state(&service, now);
        let is_open = self.open_now != Some(true) || open == OpeningState::Open;
        (fits && is_open).then(|| Fitting {
            key: (rounded(metres), sorted(&service.name), service.id),
            metres,
            open,
            service,
        })
    }
}

/// Metres as a whole number, those that are not known last.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::as_conversions,
    reason = "a distance on the earth is a number between 0 and 20,100,000"
)]
fn rounded(metres: Option<f64>) -> u64 {
    metres.map_or(u64::MAX, |metres| metres.round() as u64)
}

fn sorted(name: &str) -> String {
    fold(name).chars().take(SORTED_CHARACTERS).collect()
}

impl FoundService {
    fn of(fitting: Fitting) -> Self {
        let Fitting {
            metres,
            open,
            service,
            ..
        } = fitting;
        let places = &service.service_at_locations;
        let shown = places.iter().find_map(|at| at.location.addresses.first());
        let address = shown.map(|one| {
            let parts = [&one.address_1, &one.postal_code, &one.city];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            parts.cloned().collect::<Vec<_>>().join(", ")
        });
        let there = places.iter().flat_map(|at| &at.phones);
        let phones = service.phones.iter().chain(there);
        let phones = phones.filter(|phone| !phone.redacted);
        Self {
            id: service.id,
            organisation: service.organization.map(|one| one.name),
            languages: service
                .languages
                .into_iter()
                .map(|one| Code::known(one.code))
                .collect(),
            distance_km: metres.map(|metres| (metres / 100.0).round() / 10.0),
            address: address.filter(|text| !text.is_empty()),
            place_hidden: places.iter().any(|at| at.location.redacted),
            open,
            confidential_to_employer: service.confidential_to_employer,
            phones: phones
                .filter_map(FoundServicePhone::of)
                .take(MOST_PHONES)
                .collect(),
            alert: service.alert,
            verified_on: service.assured_date,
            service_types: service.service_types.into_iter().map(Code::known).collect(),
            name: service.name,
        }
    }
}

/// Find services that help here.
///
/// With a point the nearest come first; without one they come by name. What is not for everybody decides nothing: a shelter is
/// found by its country and never by its distance.
#[utoipa::path(tag = "directory", operation_id = "find_services", params(ServicesQuery),
    responses((status = 200, description = "A page of services", body = Page<FoundService>)))]
#[get("/services")]
pub(super) async fn find_services(
    context: Context,
    query: QueryOf<ServicesQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async {
        let page = page_of(&context, query.0, &request).await?;
        Ok(Found::new(page).not_shown_when_old())
    };
    answer(&context, &request, find).await
}

async fn page_of(
    context: &Context,
    query: ServicesQuery,
    request: &HttpRequest,
) -> Result<Page<FoundService>, Problem> {
    let point = query.point()?;
    let cursors = Cursors::of(context, request);
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor.clone(),
    };
    let after: Option<(u64, String, Id)> = cursors.position(&page)?;
    let found = context.public_db().read_snapshot(catalogue::public).await?;
    let now = context.now();
    let fitting = found.services.into_iter();
    let mut fitting: Vec<Fitting> = fitting
        .filter_map(|service| query.fit(service, point.as_ref(), now))
        .filter(|one| after.as_ref().is_none_or(|after| one.key > *after))
        .collect();
    fitting.sort_by(|one, other| one.key.cmp(&other.key));
    fitting.truncate(page.limit() + 1);
    Ok(cursors.page(&page, fitting, |one| one.key.clone(), FoundService::of))
}
