//! Employers: the same list and page as those of agencies, without what only a licence has.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::list::{RatingSummary, Wanted, WantedEntries, find_entries};
use super::profile::{AgencySource, get_profile};
use super::show::{Show, alternate_names};
use super::{CountryCode, SectorCode};
use crate::agencies::model::EntryKind;
use crate::agencies::rating::Rating;
use crate::agencies::replies::{Replies, ReplyCounts};
use crate::agencies::store::{Filter, ListRow, Profile};
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// The language of names whose language is not known.
const UNDETERMINED: &str = "und";

/// Which employers are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListEmployers {
    /// The country in which the work is.
    #[param(example = "SG")]
    country: Option<CountryCode>,
    /// The sector of the work. Employers of whom it is not known are not found by this.
    #[param(example = "F")]
    sector: Option<SectorCode>,
    /// A name in any script, with or without diacritics, in any order of its words, also with
    /// typing errors; or a registration number. The best match comes first; at most 500 are found.
    #[param(inline, example = "meridian shipyard")]
    search: Option<Wanted>,
    /// Entries on a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u8>,
    /// The marker of a page, from `next` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

impl From<ListEmployers> for WantedEntries {
    fn from(query: ListEmployers) -> Self {
        Self {
            filter: Filter {
                kind: EntryKind::Employer,
                country: query.country.map(Code::into_inner),
                licence_status: None,
                destination: None,
                sector: query.sector.map(Code::into_inner),
            },
            search: query.search,
            page: PageQuery {
                limit: query.limit,
                cursor: query.cursor,
            },
        }
    }
}

/// An employer in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e70",
    "name": "MERIDIAN SAMPLE SHIPYARD PTE. LTD.",
    "alternate_names": ["Meridian Yard"],
    "country": "SG",
    "place": "Singapore",
    "registration_number": "202600000Z",
    "missing_from_list_since": null,
    "rating": { "review_count": 4, "minimum_reviews": 3, "mean": 3.6 }
}))]
pub struct EmployerSummary {
    /// The employer.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its other names.
    pub alternate_names: Vec<String>,
    /// The country in which the work is.
    pub country: CountryCode,
    /// The city or the address, as its source writes it.
    pub place: Option<String>,
    /// Its number in a register of companies.
    pub registration_number: Option<String>,
    /// The day of the first list on which it was no longer found.
    pub missing_from_list_since: Option<Date>,
    /// How workers rate it.
    pub rating: RatingSummary,
}

/// Find employers.
///
/// By name, or with `search` the best match first. They come from registers of companies and from
/// workers; whoever a worker names is looked up by a person first, and private households are never
/// here. One that is missing can be named with `POST /v1/employers`.
#[utoipa::path(tag = "employers", operation_id = "list_employers", params(ListEmployers),
    responses((status = 200, description = "Employers", body = Page<EmployerSummary>)))]
#[get("/employers")]
pub(super) async fn list_employers(
    query: QueryOf<ListEmployers>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let wanted = query.0.into();
    let find = find_entries(&context, &cursors, wanted, summary);
    answer(&context, &request, find).await
}

fn summary(show: &Show<'_>, row: ListRow) -> Result<EmployerSummary, Problem> {
    let rating = show.rating_summary(row.rating_count, row.rating.as_ref())?;
    Ok(EmployerSummary {
        id: row.id,
        name: row.name,
        alternate_names: alternate_names(&row.alternate_names)?,
        country: Code::known(row.country),
        place: row.address,
        registration_number: row.licence_number,
        missing_from_list_since: row.missing_since,
        rating,
    })
}

/// An employer: who it is, and how workers rate it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e70",
    "merged_into": null,
    "name": "MERIDIAN SAMPLE SHIPYARD PTE. LTD.",
    "alternate_names": ["Meridian Yard"],
    "name_language": "en",
    "country": "SG",
    "place": "1 Sample Quay, Singapore",
    "sectors": ["C"],
    "website": null,
    "registration_number": "202600000Z",
    "missing_from_list_since": null,
    "source": {
        "name": "A register of companies", "url": "https://tulay.example/registers",
        "licence_note": "Facts as published by the register.", "retrieved_on": "2026-08-22"
    },
    "rating": {
        "review_count": 0, "minimum_reviews": 3, "effective_count": null, "mean": null,
        "interval_low": null, "interval_high": null, "distribution": null, "dimensions": {},
        "corridors": [], "method": "none", "as_of": null,
        "told": { "fees_usd": null, "over_limit": null, "contract_substitution": null }
    },
    "replies": { "claimed": false, "answered_share": null, "answered_soon_share": null },
    "links": {
        "self": "/v1/employers/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e70",
        "reviews": "/v1/employers/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e70/reviews"
    }
}))]
pub struct EmployerProfile {
    /// The employer.
    pub id: Id,
    /// Set when the id that was asked for was joined into this employer: a person found the two to be
    /// one. Everything here is about the one into which it was joined, which this names again.
    pub merged_into: Option<Id>,
    /// Its name.
    pub name: String,
    /// Its other names.
    pub alternate_names: Vec<String>,
    /// The language of these names, where it is known.
    pub name_language: Option<String>,
    /// The country in which the work is.
    pub country: CountryCode,
    /// The city or the address, as its source writes it.
    pub place: Option<String>,
    /// Sectors of the work; empty: not known.
    pub sectors: Vec<SectorCode>,
    /// Its website.
    pub website: Option<String>,
    /// Its number in a register of companies.
    pub registration_number: Option<String>,
    /// The day of the first list on which it was no longer found.
    pub missing_from_list_since: Option<Date>,
    /// Where these facts come from.
    pub source: AgencySource,
    /// How workers rate it.
    pub rating: Rating,
    /// How it answers them.
    pub replies: Replies,
    /// Where there is more.
    pub links: EmployerLinks,
}

/// Where there is more about an employer.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmployerLinks {
    /// This page.
    #[serde(rename = "self")]
    pub this: String,
    /// What workers say, and where to say more.
    pub reviews: String,
}

/// Read who an employer is, and its rating.
///
/// An employer whom a worker has named is not here before somebody has looked it up.
#[utoipa::path(tag = "employers", operation_id = "get_employer",
    params(("employer_id" = Id, Path, description = "The employer.")),
    responses((status = 200, description = "The employer", body = EmployerProfile)))]
#[get("/employers/{employer_id}")]
pub(super) async fn get_employer(
    employer: PathOf<Id>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    answer(&context, &request, find_employer(&context, employer.0)).await
}

async fn find_employer(context: &Context, id: Id) -> Result<Found<EmployerProfile>, Problem> {
    let (profile, counts) = get_profile(context, id, EntryKind::Employer).await?;
    let show = Show::of(context);
    let employer = employer(&show, profile, counts)?;
    Ok(show.found(employer))
}

fn employer(
    show: &Show<'_>,
    profile: Profile,
    counts: Option<ReplyCounts>,
) -> Result<EmployerProfile, Problem> {
    let (row, register) = (profile.agency, profile.register);
    let rating = show.rating(row.rating_count, row.rating.as_ref())?;
    let (reviews, minimum) = (rating.review_count, rating.minimum_reviews);
    let of_register = (register.source_name, register.source_url);
    let (source_name, source_url) = profile.source.unwrap_or(of_register);
    Ok(EmployerProfile {
        id: row.id,
        merged_into: profile.merged_into,
        alternate_names: alternate_names(&row.alternate_names)?,
        name_language: Some(register.language).filter(|language| language != UNDETERMINED),
        country: Code::known(row.country),
        place: row.address,
        sectors: profile.sectors.into_iter().map(Code::known).collect(),
        website: row.website,
        registration_number: row.licence_number,
        missing_from_list_since: row.missing_since,
        source: AgencySource {
            name: source_name,
            url: source_url,
            licence_note: register.licence_note,
            retrieved_on: row.retrieved_on,
        },
        rating,
        replies: Replies::of(counts, reviews, minimum),
        links: EmployerLinks {
            this: format!("/v1/employers/{}", row.id),
            reviews: format!("/v1/employers/{}/reviews", row.id),
        },
        name: row.name,
    })
}
