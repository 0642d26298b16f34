//! Finding an agency, and its page.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{StatusBasis, Telephone, status_on};
use super::rating::Rating;
use super::search::Search;
use super::store::{self, Filter, Hit, ListRow, Profile, ProfileRow, RegisterRow};
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, Countries, LicenceStatuses, ListName as _, Sectors};
use crate::platform::db::{DbError, Json};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem};
use crate::platform::text::Line;

type CountryCode = Code<Countries>;
type StatusCode = Code<LicenceStatuses>;
type SectorCode = Code<Sectors>;
type Wanted = Line<200>;

/// Adds the routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_agencies).service(get_agency);
}

/// Which agencies are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListAgencies {
    /// The country whose register lists the agency.
    #[param(example = "BD")]
    country: Option<CountryCode>,
    /// What the register says about the licence.
    #[param(example = "valid")]
    licence_status: Option<StatusCode>,
    /// A country to which the agency sends people. Agencies whose register does not tell are not
    /// found by this.
    #[param(example = "SG")]
    destination: Option<CountryCode>,
    /// A sector for which it recruits. Agencies whose register does not tell are not found by this.
    #[param(example = "T")]
    sector: Option<SectorCode>,
    /// A name in any script, with or without diacritics, in any order of its words, also with
    /// typing errors; or a licence number. The best match comes first; at most 500 are found.
    #[param(inline, example = "bao thinh")]
    search: Option<Wanted>,
    /// Entries on a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u8>,
    /// The marker of a page, from `next` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// An agency in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "name": "MERIDIAN SAMPLE EMPLOYMENT PTE. LTD.",
    "alternate_names": ["Meridian Maids"],
    "country": "SG",
    "licence_number": "00C0000",
    "licence_status": "valid",
    "licence_status_label": "Valid",
    "retrieved_on": "2026-08-22",
    "missing_from_list_since": null,
    "rating": { "review_count": 4, "minimum_reviews": 3, "mean": 3.6 }
}))]
pub struct AgencySummary {
    /// The agency.
    pub id: Id,
    /// The name under which the register lists it.
    pub name: String,
    /// Its other names.
    pub alternate_names: Vec<String>,
    /// The country whose register lists it.
    pub country: CountryCode,
    /// The licence number as the register writes it.
    pub licence_number: Option<String>,
    /// What the register says about the licence.
    pub licence_status: StatusCode,
    /// The same in the caller's language.
    pub licence_status_label: String,
    /// The day of the list that says so.
    pub retrieved_on: Date,
    /// The day of the first list on which the agency was no longer found.
    pub missing_from_list_since: Option<Date>,
    /// How workers rate it.
    pub rating: RatingSummary,
}

/// A rating in one line.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingSummary {
    /// Published reviews that count.
    pub review_count: u32,
    /// Reviews below which there is no mean.
    pub minimum_reviews: u32,
    /// The mean, 1 to 5, drawn towards the mean of all agencies while there are few reviews.
    pub mean: Option<f64>,
}

/// An agency: what its register says, and how workers rate it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "name": "MERIDIAN SAMPLE EMPLOYMENT PTE. LTD.",
    "alternate_names": ["Meridian Maids"],
    "name_language": "en",
    "country": "SG",
    "licence": {
        "number": "00C0000", "status": "valid", "status_label": "Valid",
        "status_in_register": null, "status_basis": "listed",
        "valid_from": null, "expires_on": null, "missing_from_list_since": null,
        "register": "sg_mom", "register_title": "Directory of employment agencies",
        "regulator": "Ministry of Manpower", "regulator_url": null,
        "note": "This is a copy of the register “Directory of employment agencies” of 2026-08-22. A licence can have ended since. Check with Ministry of Manpower before you pay or sign anything."
    },
    "source": {
        "name": "Ministry of Manpower", "url": "https://tulay.example/registers",
        "licence_note": "Facts as published by the regulator.", "retrieved_on": "2026-08-22"
    },
    "destinations": ["SG"],
    "sectors": ["T"],
    "address": "1 Sample Street",
    "telephones": [{ "number": "6000 0000", "e164": null, "remark": null }],
    "website": null,
    "rating": {
        "review_count": 0, "minimum_reviews": 3, "mean": null, "interval_low": null,
        "interval_high": null, "distribution": null, "dimensions": {}, "method": "none"
    },
    "links": {
        "self": "/v1/agencies/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
        "reviews": "/v1/agencies/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f/reviews"
    }
}))]
pub struct Agency {
    /// The agency.
    pub id: Id,
    /// The name under which the register lists it.
    pub name: String,
    /// Its other names.
    pub alternate_names: Vec<String>,
    /// The language of these names.
    pub name_language: String,
    /// The country whose register lists it.
    pub country: CountryCode,
    /// What the register says about its licence.
    pub licence: Licence,
    /// Where this comes from.
    pub source: Source,
    /// Countries to which it sends people, as far as the register tells; empty: it does not tell.
    pub destinations: Vec<CountryCode>,
    /// Sectors for which it recruits, as far as the register tells; empty: it does not tell.
    pub sectors: Vec<SectorCode>,
    /// The address of its office, as the register writes it.
    pub address: Option<String>,
    /// The telephones of its office.
    pub telephones: Vec<Telephone>,
    /// Its website.
    pub website: Option<String>,
    /// How workers rate it.
    pub rating: Rating,
    /// Where there is more.
    pub links: AgencyLinks,
}

/// What a register says about a licence.
#[derive(Debug, Serialize, ToSchema)]
pub struct Licence {
    /// The number as the register writes it; null where the register has none.
    pub number: Option<String>,
    /// The status, which is `expired` once `expires_on` is over.
    pub status: StatusCode,
    /// The same in the caller's language.
    pub status_label: String,
    /// The status in the register's own words.
    pub status_in_register: Option<String>,
    /// How the status is known.
    pub status_basis: StatusBasis,
    /// The first day on which it is valid.
    pub valid_from: Option<Date>,
    /// The last day on which it is valid.
    pub expires_on: Option<Date>,
    /// The day of the first list on which the agency was no longer found.
    pub missing_from_list_since: Option<Date>,
    /// The register's name here.
    pub register: String,
    /// What the register is called.
    pub register_title: String,
    /// The authority that keeps it.
    pub regulator: String,
    /// Where the authority can be reached.
    pub regulator_url: Option<String>,
    /// What to bear in mind about all this, in the caller's language.
    pub note: String,
}

/// Where the facts about an agency come from.
#[derive(Debug, Serialize, ToSchema)]
pub struct Source {
    /// The place.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Under what terms the copy is used.
    pub licence_note: String,
    /// The day of the newest list that had the agency.
    pub retrieved_on: Date,
}

/// Where there is more about an agency.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyLinks {
    /// This page.
    #[serde(rename = "self")]
    pub this: String,
    /// What workers say, and where to say more.
    pub reviews: String,
}

/// Find recruitment agencies.
///
/// By name, or with `search` the best match first. Every agency comes from a register of licences;
/// one that is not found here is not thereby unlicensed: ask the regulator.
#[utoipa::path(tag = "agencies", operation_id = "list_agencies", params(ListAgencies),
    responses((status = 200, description = "Agencies", body = Page<AgencySummary>)))]
#[get("/agencies")]
async fn list_agencies(
    query: QueryOf<ListAgencies>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    answer(
        &context,
        &request,
        find_agencies(&context, &cursors, query.0),
    )
    .await
}

/// Read what a register says about an agency, and its rating.
#[utoipa::path(tag = "agencies", operation_id = "get_agency",
    params(("agency_id" = Id, Path, description = "The agency.")),
    responses((status = 200, description = "The agency", body = Agency)))]
#[get("/agencies/{agency_id}")]
async fn get_agency(
    agency: PathOf<Id>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    answer(&context, &request, find_agency(&context, agency.0)).await
}

/// Where a page of a list ended: by name, or by relevance and then by name.
#[derive(Debug, Serialize, Deserialize)]
struct Position {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    relevance: Option<u32>,
    key: String,
}

impl Position {
    fn precedes(&self, hit: &Hit) -> bool {
        let relevance = self.relevance.unwrap_or(u32::MAX);
        (relevance, hit.sort_key.as_str()) > (hit.relevance, self.key.as_str())
    }
}

async fn find_agencies(
    context: &Context,
    cursors: &Cursors,
    query: ListAgencies,
) -> Result<Found<Page<AgencySummary>>, Problem> {
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let after: Option<Position> = cursors.position(&page)?;
    let filter = Filter {
        country: query.country.map(Code::into_inner),
        licence_status: query.licence_status.map(Code::into_inner),
        destination: query.destination.map(Code::into_inner),
        sector: query.sector.map(Code::into_inner),
    };
    let rows = match query.search {
        None => by_name(context, filter, after, page.rows()).await?,
        Some(text) => by_relevance(context, filter, text.as_str(), after, page.rows()).await?,
    };
    let show = Show::of(context);
    let page = cursors.page(
        &page,
        rows,
        |(relevance, row)| Position {
            relevance: *relevance,
            key: row.sort_key.clone(),
        },
        |(_, row)| show.summary(row),
    );
    let items: Result<Vec<AgencySummary>, Problem> = page.items.into_iter().collect();
    let page = Page {
        items: items?,
        next: page.next,
    };
    Ok(Found::in_language(page, show.language))
}

type Rows = Vec<(Option<u32>, ListRow)>;

async fn by_name(
    context: &Context,
    filter: Filter,
    after: Option<Position>,
    rows: i64,
) -> Result<Rows, Problem> {
    let today = context.now().date();
    let after = after.map(|position| position.key);
    let found: Vec<ListRow> = context
        .db()
        .read(move |conn| -> Result<_, DbError> {
            Ok(store::list(conn, &filter, after, rows, today)?)
        })
        .await?;
    Ok(found.into_iter().map(|row| (None, row)).collect())
}

async fn by_relevance(
    context: &Context,
    filter: Filter,
    text: &str,
    after: Option<Position>,
    rows: i64,
) -> Result<Rows, Problem> {
    let Some(search) = Search::read(text) else {
        return Ok(Rows::new());
    };
    let today = context.now().date();
    let rows = usize::try_from(rows).unwrap_or(0);
    let found: Vec<(Hit, ListRow)> = context
        .db()
        .read_snapshot(move |conn| -> Result<_, DbError> {
            let mut hits = store::search(conn, &filter, &search, today)?;
            if let Some(after) = after {
                hits.retain(|hit| after.precedes(hit));
            }
            hits.truncate(rows);
            Ok(store::load(conn, hits)?)
        })
        .await?;
    let found = found.into_iter();
    Ok(found.map(|(hit, row)| (Some(hit.relevance), row)).collect())
}

async fn find_agency(context: &Context, agency: Id) -> Result<Found<Agency>, Problem> {
    let found = context
        .db()
        .read_snapshot(move |conn| -> Result<_, DbError> { Ok(store::find_profile(conn, agency)?) })
        .await?;
    let profile = found.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    let show = Show::of(context);
    Ok(Found::in_language(show.agency(profile)?, show.language))
}

/// How rows are shown to one caller.
struct Show<'a> {
    context: &'a Context,
    language: Language,
    today: Date,
}

impl<'a> Show<'a> {
    fn of(context: &'a Context) -> Self {
        Self {
            context,
            language: context.language(),
            today: context.now().date(),
        }
    }

    fn summary(&self, row: ListRow) -> Result<AgencySummary, Problem> {
        let rating = self.rating(row.rating_count, row.rating.as_ref())?;
        let status = status_on(&row.licence_status, row.licence_expires_on, self.today);
        Ok(AgencySummary {
            id: row.id,
            name: row.name,
            alternate_names: read(&row.alternate_names)?,
            country: Code::known(row.country),
            licence_number: row.licence_number,
            licence_status_label: self.status_label(status),
            licence_status: Code::known(status.to_owned()),
            retrieved_on: row.retrieved_on,
            missing_from_list_since: row.missing_since,
            rating: RatingSummary {
                review_count: rating.review_count,
                minimum_reviews: rating.minimum_reviews,
                mean: rating.mean,
            },
        })
    }

    fn agency(&self, profile: Profile) -> Result<Agency, Problem> {
        let Profile {
            agency: row,
            register,
            destinations,
            sectors,
        } = profile;
        Ok(Agency {
            id: row.id,
            alternate_names: read(&row.alternate_names)?,
            name_language: register.language.clone(),
            country: Code::known(row.country.clone()),
            licence: self.licence(&row, &register)?,
            source: Source {
                name: register.source_name,
                url: register.source_url,
                licence_note: register.licence_note,
                retrieved_on: row.retrieved_on,
            },
            destinations: destinations.into_iter().map(Code::known).collect(),
            sectors: sectors.into_iter().map(Code::known).collect(),
            telephones: read(&row.telephones)?,
            rating: self.rating(row.rating_count, row.rating.as_ref())?,
            links: AgencyLinks {
                this: format!("/v1/agencies/{}", row.id),
                reviews: format!("/v1/agencies/{}/reviews", row.id),
            },
            name: row.name,
            address: row.address,
            website: row.website,
        })
    }

    fn licence(&self, row: &ProfileRow, register: &RegisterRow) -> Result<Licence, Problem> {
        let status = status_on(&row.licence_status, row.licence_expires_on, self.today);
        let basis: StatusBasis = row.licence_status_basis.parse().map_err(|error| {
            tracing::error!(%error, agency.id = %row.id, "A stored agency cannot be read");
            Problem::new(&INTERNAL_ERROR)
        })?;
        Ok(Licence {
            number: row.licence_number.clone(),
            status_label: self.status_label(status),
            status: Code::known(status.to_owned()),
            status_in_register: row.licence_status_source.clone(),
            status_basis: basis,
            valid_from: row.licence_valid_from,
            expires_on: row.licence_expires_on,
            missing_from_list_since: row.missing_since,
            register: register.name.clone(),
            register_title: register.title.clone(),
            regulator: register.regulator.clone(),
            regulator_url: register.regulator_url.clone(),
            note: self.note(row, register, basis),
        })
    }

    /// The most important first: that the agency is gone from the list.
    fn note(&self, row: &ProfileRow, register: &RegisterRow, basis: StatusBasis) -> String {
        let mut sentences = Vec::new();
        if let Some(day) = row.missing_since {
            sentences.push(self.text("agency-note-missing", vec![("date", day.to_string())]));
        }
        let of_copy = vec![
            ("register", register.title.clone()),
            ("date", row.retrieved_on.to_string()),
            ("regulator", register.regulator.clone()),
        ];
        sentences.push(self.text("agency-note-copy", of_copy));
        if basis == StatusBasis::Listed {
            sentences.push(self.text("agency-note-listed", Vec::new()));
        }
        sentences.join(" ")
    }

    fn text(&self, name: &str, arguments: Vec<(&'static str, String)>) -> String {
        let messages = &self.context.services().messages;
        messages.text(&self.language, name, None, &arguments)
    }

    fn status_label(&self, status: &str) -> String {
        let lists = self.context.services().code_lists();
        let label = lists.label(LicenceStatuses::NAME, status, &self.language);
        label.unwrap_or(status).to_owned()
    }

    fn rating(&self, count: i64, stored: Option<&Json>) -> Result<Rating, Problem> {
        let minimum = self.context.services().config.rating_minimum;
        Rating::stored(count, stored, minimum).map_err(unreadable)
    }
}

fn read<T: serde::de::DeserializeOwned>(json: &Json) -> Result<T, Problem> {
    json.read().map_err(unreadable)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn unreadable(error: serde_json::Error) -> Problem {
    tracing::error!(%error, "A stored agency cannot be read");
    Problem::new(&INTERNAL_ERROR)
}
