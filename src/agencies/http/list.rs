//! Lists of agencies and of employers: by name, or by how well they answer a search.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::behind::{Badge, badges_today};
use super::show::{Show, alternate_names};
use super::{CountryCode, SectorCode, StatusCode};
use crate::agencies::model::{EntryKind, status_on};
use crate::agencies::search::Search;
use crate::agencies::store::{self, Filter, Hit, ListRow};
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::db::DbError;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Line;

pub(super) type Wanted = Line<200>;

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
    "badges": [{ "kind": "certificate", "code": "iris", "label": "IRIS ethical recruitment (IOM)",
        "since": "2026-01-01", "until": "2027-12-31", "in_force": true }],
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
    /// Sanctions and certificates that hold today, newest first.
    pub badges: Vec<Badge>,
    /// How workers rate it.
    pub rating: RatingSummary,
}

/// A rating in one line.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingSummary {
    /// Published reviews on which this rests; 0 as long as there are fewer than `minimum_reviews`.
    pub review_count: u32,
    /// Reviews below which there is no mean.
    pub minimum_reviews: u32,
    /// The mean, 1 to 5, drawn towards the middle of the scale while there are few reviews.
    pub mean: Option<f64>,
}

/// Find recruitment agencies.
///
/// By name, or with `search` the best match first. Every agency comes from a register of licences;
/// one that is not found here is not thereby unlicensed: ask the regulator.
#[utoipa::path(tag = "agencies", operation_id = "list_agencies", params(ListAgencies),
    responses((status = 200, description = "Agencies", body = Page<AgencySummary>)))]
#[get("/agencies")]
pub(super) async fn list_agencies(
    query: QueryOf<ListAgencies>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let wanted = query.0.into();
    let find = find_entries(&context, &cursors, wanted, summary);
    answer(&context, &request, find).await
}

/// Which entries of one kind are wanted.
pub(super) struct WantedEntries {
    pub filter: Filter,
    pub search: Option<Wanted>,
    pub page: PageQuery,
}

impl From<ListAgencies> for WantedEntries {
    fn from(query: ListAgencies) -> Self {
        Self {
            filter: Filter {
                kind: EntryKind::RecruitmentAgency,
                country: query.country.map(Code::into_inner),
                licence_status: query.licence_status.map(Code::into_inner),
                destination: query.destination.map(Code::into_inner),
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

/// A page of entries of one kind, each shown as `show_row` says.
pub(super) async fn find_entries<T>(
    context: &Context,
    cursors: &Cursors,
    wanted: WantedEntries,
    show_row: fn(&Show<'_>, ListRow) -> Result<T, Problem>,
) -> Result<Found<Page<T>>, Problem> {
    let WantedEntries {
        filter,
        search,
        page,
    } = wanted;
    let after: Option<Position> = cursors.position(&page)?;
    let rows = match search {
        None => by_name(context, filter, after, page.rows()).await?,
        Some(text) => by_relevance(context, filter, text.as_str(), after, page.rows()).await?,
    };
    let show = Show::of(context);
    let page = cursors.try_page(
        &page,
        rows,
        |(relevance, row)| Position {
            relevance: *relevance,
            key: row.sort_key.clone(),
        },
        |(_, row)| show_row(&show, row),
    )?;
    Ok(show.found(page))
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
        .public_db()
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
        .public_db()
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

fn summary(show: &Show<'_>, row: ListRow) -> Result<AgencySummary, Problem> {
    let status = status_on(&row.licence_status, row.licence_expires_on, show.today);
    Ok(AgencySummary {
        id: row.id,
        name: row.name,
        alternate_names: alternate_names(&row.alternate_names)?,
        country: Code::known(row.country),
        licence_number: row.licence_number,
        licence_status_label: show.status_label(status),
        licence_status: Code::known(status.to_owned()),
        retrieved_on: row.retrieved_on,
        missing_from_list_since: row.missing_since,
        badges: badges_today(show, &row.marks)?,
        rating: show.rating_summary(row.rating_count, row.rating.as_ref())?,
    })
}
