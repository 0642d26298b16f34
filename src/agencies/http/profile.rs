//! An agency's page.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::behind::{AgencyName, Badge, LinkedAgency, badges_today, linked, names};
use super::show::{Show, alternate_names, read};
use super::{CountryCode, SectorCode, StatusCode};
use crate::agencies::model::{EntryKind, StatusBasis, Telephone, status_on};
use crate::agencies::rating::Rating;
use crate::agencies::replies::{Replies, ReplyCounts, find_reply_counts};
use crate::agencies::store::{self, Profile, ProfileRow, RegisterRow};
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::db::DbError;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem};

/// An agency: what its register says, and how workers rate it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "merged_into": null,
    "name": "MERIDIAN SAMPLE EMPLOYMENT PTE. LTD.",
    "alternate_names": ["Meridian Maids"],
    "name_language": "en",
    "names": [{ "name": "MERIDIAN SAMPLE EMPLOYMENT PTE. LTD.", "language": "en",
        "kind": "registered", "kind_label": "Registered name" }],
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
    "badges": [],
    "predecessors": [],
    "successors": [],
    "rating": {
        "review_count": 0, "minimum_reviews": 3, "effective_count": null, "mean": null,
        "interval_low": null, "interval_high": null, "distribution": null, "dimensions": {},
        "corridors": [], "method": "none", "as_of": null,
        "told": { "fees_usd": null, "over_limit": null, "contract_substitution": null }
    },
    "replies": { "claimed": false, "answered_share": null, "answered_soon_share": null },
    "links": {
        "self": "/v1/agencies/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
        "licences": "/v1/agencies/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f/licences",
        "reviews": "/v1/agencies/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f/reviews",
        "names": "/v1/agencies/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f/names",
        "branches": "/v1/agencies/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f/branches",
        "sub_agents": "/v1/agencies/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f/sub-agents",
        "principals": "/v1/agencies/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f/principals",
        "job_orders": "/v1/agencies/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f/job-orders",
        "sanctions": "/v1/agencies/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f/sanctions",
        "certificates": "/v1/agencies/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f/certificates"
    }
}))]
pub struct Agency {
    /// The agency.
    pub id: Id,
    /// Set when the id that was asked for was joined into this agency: a person found the two to be
    /// one. Everything here is about the one into which it was joined, which this names again.
    pub merged_into: Option<Id>,
    /// The name under which the register lists it.
    pub name: String,
    /// Its other names.
    pub alternate_names: Vec<String>,
    /// The language of these names.
    pub name_language: String,
    /// All its names, with their languages: also those that other sources give it, and former ones.
    pub names: Vec<AgencyName>,
    /// The country whose register lists it.
    pub country: CountryCode,
    /// What the register says about its licence.
    pub licence: AgencyLicence,
    /// Where this comes from.
    pub source: AgencySource,
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
    /// Sanctions and certificates that hold today, newest first.
    pub badges: Vec<Badge>,
    /// The agencies from which it came, nearest first: a new licence shows the history it comes from.
    pub predecessors: Vec<LinkedAgency>,
    /// The agencies that came out of it, nearest first.
    pub successors: Vec<LinkedAgency>,
    /// How workers rate it. Its predecessors have ratings of their own.
    pub rating: Rating,
    /// How it answers them.
    pub replies: Replies,
    /// Where there is more.
    pub links: AgencyLinks,
}

/// What a register says about a licence.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyLicence {
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

/// Where the facts about an agency or employer come from.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencySource {
    /// The place.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Under what terms the copy is used.
    pub licence_note: String,
    /// The day of the newest list that had it, or on which it was looked up.
    pub retrieved_on: Date,
}

/// Where there is more about an agency.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyLinks {
    /// This page.
    #[serde(rename = "self")]
    pub this: String,
    /// The history of its licence.
    pub licences: String,
    /// What workers say, and where to say more.
    pub reviews: String,
    /// Where its names come from.
    pub names: String,
    /// Its branches.
    pub branches: String,
    /// Who acts for it.
    pub sub_agents: String,
    /// The employers for whom it recruits.
    pub principals: String,
    /// Its approved job orders.
    pub job_orders: String,
    /// What authorities have imposed on it, also what is over.
    pub sanctions: String,
    /// By whom it was certified, also what has run out.
    pub certificates: String,
}

/// Read what a register says about an agency, and its rating.
#[utoipa::path(tag = "agencies", operation_id = "get_agency",
    params(("agency_id" = Id, Path, description = "The agency.")),
    responses((status = 200, description = "The agency", body = Agency)))]
#[get("/agencies/{agency_id}")]
pub(super) async fn get_agency(
    agency: PathOf<Id>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    answer(&context, &request, find_agency(&context, agency.0)).await
}

/// What is known of an entry of a kind, and how many of its reviews are answered.
pub(super) async fn get_profile(
    context: &Context,
    id: Id,
    kind: EntryKind,
) -> Result<(Profile, Option<ReplyCounts>), Problem> {
    let found = context
        .public_db()
        .read_snapshot(move |conn| -> Result<_, DbError> {
            let Some(profile) = store::find_profile(conn, id, kind)? else {
                return Ok(None);
            };
            let counts = find_reply_counts(conn, profile.agency.id)?;
            Ok(Some((profile, counts)))
        })
        .await?;
    found.ok_or_else(|| Problem::new(&NOT_FOUND))
}

async fn find_agency(context: &Context, id: Id) -> Result<Found<Agency>, Problem> {
    let (profile, counts) = get_profile(context, id, EntryKind::RecruitmentAgency).await?;
    let show = Show::of(context);
    Ok(show.found(agency(&show, profile, counts)?))
}

fn agency(
    show: &Show<'_>,
    profile: Profile,
    counts: Option<ReplyCounts>,
) -> Result<Agency, Problem> {
    let Profile {
        merged_into,
        agency: row,
        register,
        destinations,
        sectors,
        source: _,
        predecessors,
        successors,
    } = profile;
    let name = (row.name.as_str(), register.language.as_str());
    let rating = show.rating(row.rating_count, row.rating.as_ref())?;
    let (reviews, minimum) = (rating.review_count, rating.minimum_reviews);
    Ok(Agency {
        id: row.id,
        merged_into,
        alternate_names: alternate_names(&row.alternate_names)?,
        names: names(show, name, &row.alternate_names, &row.stated_names)?,
        badges: badges_today(show, &row.marks)?,
        predecessors: linked(show, predecessors)?,
        successors: linked(show, successors)?,
        name_language: register.language.clone(),
        country: Code::known(row.country.clone()),
        licence: licence(show, &row, &register)?,
        source: AgencySource {
            name: register.source_name,
            url: register.source_url,
            licence_note: register.licence_note,
            retrieved_on: row.retrieved_on,
        },
        destinations: destinations.into_iter().map(Code::known).collect(),
        sectors: sectors.into_iter().map(Code::known).collect(),
        telephones: read(&row.telephones)?,
        rating,
        replies: Replies::of(counts, reviews, minimum),
        links: AgencyLinks::of(row.id),
        name: row.name,
        address: row.address,
        website: row.website,
    })
}

impl AgencyLinks {
    fn of(agency: Id) -> Self {
        let this = format!("/v1/agencies/{agency}");
        let below = |name: &str| format!("{this}/{name}");
        Self {
            licences: below("licences"),
            reviews: below("reviews"),
            names: below("names"),
            branches: below("branches"),
            sub_agents: below("sub-agents"),
            principals: below("principals"),
            job_orders: below("job-orders"),
            sanctions: below("sanctions"),
            certificates: below("certificates"),
            this,
        }
    }
}

fn licence(
    show: &Show<'_>,
    row: &ProfileRow,
    register: &RegisterRow,
) -> Result<AgencyLicence, Problem> {
    let status = status_on(&row.licence_status, row.licence_expires_on, show.today);
    let basis: StatusBasis = row.licence_status_basis.parse().map_err(|error| {
        tracing::error!(%error, agency.id = %row.id, "A stored agency cannot be read");
        Problem::new(&INTERNAL_ERROR)
    })?;
    Ok(AgencyLicence {
        number: row.licence_number.clone(),
        status_label: show.status_label(status),
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
        note: note(show, row, register, basis),
    })
}

/// The most important first: that the agency is gone from the list.
fn note(show: &Show<'_>, row: &ProfileRow, register: &RegisterRow, basis: StatusBasis) -> String {
    let mut sentences = Vec::new();
    if let Some(day) = row.missing_since {
        sentences.push(show.text("agency-note-missing", &vec![("date", day.to_string())]));
    }
    let of_copy = vec![
        ("register", register.title.clone()),
        ("date", row.retrieved_on.to_string()),
        ("regulator", register.regulator.clone()),
    ];
    sentences.push(show.text("agency-note-copy", &of_copy));
    if basis == StatusBasis::Listed {
        sentences.push(show.text("agency-note-listed", &Vec::new()));
    }
    sentences.join(" ")
}
