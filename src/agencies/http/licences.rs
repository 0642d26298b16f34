//! The history of an agency's licence.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::behind::{LinkedAgency, linked};
use super::show::Show;
use super::{ActCode, StatusCode};
use crate::agencies::behind::successions::{Direction, follow};
use crate::agencies::history::{self, StateRow};
use crate::agencies::model::{EntryKind, StatusBasis};
use crate::agencies::store::find_of_kind;
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, LicenceActs, ListName as _};
use crate::platform::db::DbError;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};

/// Which page is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryPage {
    /// Entries on a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u8>,
    /// The marker of a page, from `next` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

impl From<HistoryPage> for PageQuery {
    fn from(page: HistoryPage) -> Self {
        Self {
            limit: page.limit,
            cursor: page.cursor,
        }
    }
}

/// What was known of a licence from a day on, and the act that led to it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "act": "suspended", "act_label": "Suspended", "observed_on": "2026-11-20",
    "name": "MERIDIAN SAMPLE EMPLOYMENT PTE. LTD.", "licence_number": "00C0000",
    "status": "suspended", "status_label": "Suspended", "status_in_register": "Suspended",
    "status_basis": "stated", "valid_from": "2025-01-01", "expires_on": "2027-12-31",
    "missing_from_list_since": null, "run_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f"
}))]
pub struct LicenceState {
    /// What happened.
    pub act: ActCode,
    /// The same in the caller's language.
    pub act_label: String,
    /// The day of the list, or of the decision, that says so.
    pub observed_on: Date,
    /// The name under which the agency was listed.
    pub name: String,
    /// The licence number as the register wrote it.
    pub licence_number: Option<String>,
    /// The status that the register gave it.
    pub status: StatusCode,
    /// The same in the caller's language.
    pub status_label: String,
    /// The status in the register's own words.
    pub status_in_register: Option<String>,
    /// How the status was known.
    pub status_basis: StatusBasis,
    /// The first day on which it was valid.
    pub valid_from: Option<Date>,
    /// The last day on which it was valid.
    pub expires_on: Option<Date>,
    /// The day of the first list on which the agency was no longer found.
    pub missing_from_list_since: Option<Date>,
    /// The import that brought it (`/v1/registers/{register}/runs`); null for what was known before
    /// imports were kept, and for a person's decision.
    pub run_id: Option<Id>,
}

/// A page of the history of a licence, and the agencies from which its holder came.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "items": [{
        "act": "listed", "act_label": "Listed for the first time", "observed_on": "2026-11-20",
        "name": "MERIDIAN SAMPLE EMPLOYMENT PTE. LTD.", "licence_number": "00C0000",
        "status": "valid", "status_label": "Valid", "status_in_register": null,
        "status_basis": "listed", "valid_from": null, "expires_on": null,
        "missing_from_list_since": null, "run_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f"
    }],
    "next": null, "comes_from": []
}))]
pub struct LicenceHistory {
    /// What was known, newest first.
    pub items: Vec<LicenceState>,
    /// The marker of the next page, to be sent as `cursor`; null on the last page.
    pub next: Option<String>,
    /// The agencies from which its holder came, nearest first: each has a history of its own, which
    /// may have ended in a licence that was taken away.
    pub comes_from: Vec<LinkedAgency>,
}

/// Read the history of an agency's licence, newest first.
///
/// A state is never changed or taken away. That an agency left a list is `missing_from_source`: it is
/// not delisted by that. Of two entries that a person joined, this is the history of both.
#[utoipa::path(tag = "agencies", operation_id = "list_agency_licences",
    params(("agency_id" = Id, Path, description = "The agency."), HistoryPage),
    responses((status = 200, description = "The history", body = LicenceHistory)))]
#[get("/agencies/{agency_id}/licences")]
pub(super) async fn list_agency_licences(
    agency: PathOf<Id>,
    query: QueryOf<HistoryPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let found = find(&context, &cursors, agency.0, query.0.into());
    answer(&context, &request, found).await
}

async fn find(
    context: &Context,
    cursors: &Cursors,
    agency: Id,
    page: PageQuery,
) -> Result<Found<LicenceHistory>, Problem> {
    let before: Option<i64> = cursors.position(&page)?;
    let rows = page.rows();
    let found = context
        .public_db()
        .read_snapshot(move |conn| -> Result<_, DbError> {
            let kind = EntryKind::RecruitmentAgency;
            let Some(agency) = find_of_kind(conn, agency, kind)? else {
                return Ok(None);
            };
            let states = history::list(conn, agency, before, rows)?;
            Ok(Some((states, follow(conn, agency, Direction::Back)?)))
        })
        .await?;
    let (rows, predecessors) = found.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    let show = Show::of(context);
    let Page { items, next } = cursors.page(
        &page,
        rows,
        |row| row.sequence,
        |row| LicenceState::of(&show, row),
    );
    let history = LicenceHistory {
        items,
        next,
        comes_from: linked(&show, predecessors)?,
    };
    Ok(show.found(history))
}

impl LicenceState {
    fn of(show: &Show<'_>, row: StateRow) -> Self {
        Self {
            act_label: show.label(LicenceActs::NAME, row.act.as_str()),
            act: Code::known(row.act.as_str().to_owned()),
            observed_on: row.observed_on,
            name: row.name,
            licence_number: row.licence_number,
            status_label: show.status_label(&row.status),
            status: Code::known(row.status),
            status_in_register: row.status_source,
            status_basis: row.status_basis,
            valid_from: row.valid_from,
            expires_on: row.expires_on,
            missing_from_list_since: row.missing_since,
            run_id: row.run_id,
        }
    }
}
