//! Finding and reading visits.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;

use super::Inspector;
use super::shapes::{ListedVisit, StaffVisit, VisitedEstablishment};
use crate::establishments::Locality;
use crate::inspections::error::InspectionError;
use crate::inspections::records::{self, Found, Visit, VisitFilter, VisitStatus};
use crate::inspections::visits::actions::{find, places};
use crate::platform::clock::{Date, Time};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Which visits are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct VisitsQuery {
    /// One's own only; those of the whole inspectorate when left out.
    mine: Option<bool>,
    /// In this state.
    #[param(inline)]
    status: Option<VisitStatus>,
    /// Planned for this day.
    planned_on: Option<Date>,
    /// To this establishment.
    establishment_id: Option<Id>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

impl VisitsQuery {
    fn filter(&self, account: Id) -> VisitFilter {
        VisitFilter {
            account: self.mine.unwrap_or(false).then_some(account),
            status: self.status,
            planned_on: self.planned_on,
            establishment: self.establishment_id,
        }
    }
}

type Around = (Vec<(Id, Id)>, BTreeMap<Id, Locality>);

/// List visits of the own inspectorate, the newest first.
#[utoipa::path(tag = "staff", operation_id = "list_visits", params(VisitsQuery),
    responses((status = 200, description = "A page of visits", body = Page<ListedVisit>)))]
#[get("/staff/visits")]
pub(super) async fn list_visits(
    by: Inspector,
    query: QueryOf<VisitsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor.clone(),
    };
    let after: Option<(Time, Id)> = cursors.position(&page)?;
    let rows = page.rows();
    let filter = query.0.filter(by.account());
    let list = move |conn: &mut Conn| -> Result<(Vec<Found>, Around), InspectionError> {
        let organisation = by.organisation();
        let found = records::list_visits(conn, organisation, &filter, after, rows)?;
        let ids: BTreeSet<Id> = found.iter().map(|one| one.id).collect();
        let mut of = BTreeSet::new();
        for one in &found {
            let visit: Visit = one.document.read()?;
            of.insert(visit.establishment_id);
        }
        let teams = records::teams_of(conn, &ids)?;
        Ok((found, (teams, places(conn, organisation, &of)?)))
    };
    let (found, (teams, places)) = context.db().read_snapshot(list).await?;
    let show = |one: Found| {
        let visit: Visit = one.document.read().map_err(InspectionError::from)?;
        let team = teams.iter().filter(|(of, _)| *of == one.id);
        Ok(ListedVisit {
            id: one.id,
            version: one.version,
            establishment: VisitedEstablishment::of(visit.establishment_id, &places),
            team: team.map(|(_, account)| *account).collect(),
            visit,
        })
    };
    let position = |one: &Found| (one.created_at, one.id);
    Ok(HttpResponse::Ok().json(cursors.try_page(&page, found, position, show)?))
}

/// Read a visit with everything that is written down about it.
#[utoipa::path(tag = "staff", operation_id = "get_visit",
    params(("id" = Id, Path, description = "The visit.")),
    responses((status = 200, description = "The visit", body = StaffVisit)))]
#[get("/staff/visits/{id}")]
pub(super) async fn get_visit(
    by: Inspector,
    id: PathOf<Id>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let organisation = by.organisation();
    let read = move |conn: &mut Conn| shown(conn, organisation, id.0);
    let shown = context.db().read_snapshot(read).await?;
    Ok(HttpResponse::Ok()
        .insert_header(("ETag", EntityTag::of_version(shown.version).to_string()))
        .json(shown))
}

/// A visit as it is answered.
pub(super) fn shown(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> Result<StaffVisit, InspectionError> {
    let (found, team) = find(conn, organisation, id)?;
    let first = found.first().ok_or(InspectionError::NotFound)?;
    let visit: Visit = super::super::actions::read(&first.document)?;
    let places = places(
        conn,
        organisation,
        &BTreeSet::from([visit.establishment_id]),
    )?;
    StaffVisit::of(found, team, &places)
}
