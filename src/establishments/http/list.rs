//! Finding and reading establishments, and what became of them.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::shapes::{Establishment, ListedEstablishment};
use super::{Inspector, read};
use crate::establishments::actions::{Desk, show};
use crate::establishments::error::EstablishmentError;
use crate::establishments::isic::IsicCode;
use crate::establishments::model::{EstablishmentAct, EstablishmentRiskBand, Operating};
use crate::establishments::store::{self, EventRow, Filter, Hit, Order, Position};
use crate::platform::clock::Time;
use crate::platform::code_lists::{Code, Countries, EstablishmentIdentifierSchemes};
use crate::platform::db::{Conn, Json};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::place::Subdivision;
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::platform::text::Line;

type CountryCode = Code<Countries>;
type SchemeCode = Code<EstablishmentIdentifierSchemes>;

/// Which establishments are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct EstablishmentsQuery {
    /// A name in any script, or a number.
    #[param(inline)]
    q: Option<Line<200>>,
    /// In this country; all countries of the inspectorate when left out.
    #[param(example = "MY")]
    country: Option<CountryCode>,
    /// In this district (ISO 3166-2).
    #[param(inline)]
    subdivision: Option<Subdivision>,
    /// With exactly this number, however it is written.
    #[param(inline)]
    identifier: Option<Line<100>>,
    /// Whose number `identifier` is.
    identifier_scheme: Option<SchemeCode>,
    /// Of this industry or a narrower one.
    #[param(inline)]
    isic: Option<IsicCode>,
    /// With a risk of this band.
    #[param(inline)]
    risk_band: Option<EstablishmentRiskBand>,
    /// Open, closed or moved.
    #[param(inline)]
    operating: Option<Operating>,
    /// By name (with `q` the best match first) or the greatest risk first; with `q` always the best match.
    #[param(inline)]
    order: Option<Order>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

impl EstablishmentsQuery {
    fn page(&self) -> PageQuery {
        PageQuery {
            limit: self.limit,
            cursor: self.cursor.clone(),
        }
    }

    /// The filter within these countries.
    fn filter(self, mut countries: Vec<String>) -> Filter {
        if let Some(country) = self.country {
            countries.retain(|own| own == country.as_str());
        }
        let scheme = self.identifier_scheme.map(Code::into_inner);
        Filter {
            countries,
            subdivision: self.subdivision.map(|code| code.as_str().to_owned()),
            isic: self.isic.map(|code| code.as_str().to_owned()),
            identifier: self.identifier.map(|number| (scheme, number.into_inner())),
            risk_band: self.risk_band,
            operating: self.operating,
        }
    }
}

/// Find establishments of the countries of the own inspectorate.
#[utoipa::path(tag = "staff", operation_id = "list_establishments", params(EstablishmentsQuery),
    responses((status = 200, description = "A page of establishments", body = Page<ListedEstablishment>)))]
#[get("/staff/establishments")]
pub(super) async fn list_establishments(
    by: Inspector,
    query: QueryOf<EstablishmentsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (page, cursors) = (query.0.page(), Cursors::of(&context, &request));
    let after: Option<Position> = cursors.position(&page)?;
    let (rows, here) = (page.rows(), context.clone());
    let order = query.0.order.unwrap_or(Order::Name);
    let find = move |conn: &mut Conn| -> Result<Vec<Hit>, EstablishmentError> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let text = query.0.q.clone();
        let filter = query.0.filter(desk.countries);
        Ok(find_hits(conn, &filter, (text, order), after, rows)?)
    };
    let found = context.db().read_snapshot(find).await?;
    let position = |hit: &Hit| position_of(hit, order);
    let show = |hit: Hit| Ok(ListedEstablishment::of(&hit.row)?);
    Ok(HttpResponse::Ok().json(cursors.try_page(&page, found, position, show)?))
}

/// Establishments by name, by risk, or the best answers to a search.
pub(super) fn find_hits(
    conn: &mut Conn,
    filter: &Filter,
    (text, order): (Option<Line<200>>, Order),
    after: Option<Position>,
    rows: i64,
) -> diesel::QueryResult<Vec<Hit>> {
    if let Some(text) = text {
        let rows = usize::try_from(rows).unwrap_or(0);
        return store::search(conn, filter, text.as_str(), after.as_ref(), rows);
    }
    let found = store::list(conn, filter, order, after, rows)?.into_iter();
    let unranked = found.map(|row| Hit {
        row,
        relevance: None,
    });
    Ok(unranked.collect())
}

/// Where an establishment stands in the answer.
pub(super) fn position_of(hit: &Hit, order: Order) -> Position {
    match (hit.relevance, order) {
        (Some(relevance), _) => Position {
            rank: Some(i64::from(relevance)),
            key: hit.row.sort_key.clone(),
        },
        (None, Order::Name) => Position {
            rank: None,
            key: hit.row.sort_key.clone(),
        },
        (None, Order::Risk) => Position {
            rank: Some(hit.row.risk_value),
            key: hit.row.id.to_string(),
        },
    }
}

/// Read an establishment.
///
/// One that was merged is answered as the one that stayed. Only inspectors of its country see it, and with it how many
/// reports are about it, never fewer than five and as of the end of the month before.
#[utoipa::path(tag = "staff", operation_id = "get_establishment",
    params(("id" = Id, Path, description = "The establishment.")),
    responses((status = 200, description = "The establishment", body = Establishment)))]
#[get("/staff/establishments/{id}")]
pub(super) async fn get_establishment(
    by: Inspector,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let find = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let row = store::find_current(conn, id.0, &desk.countries)?;
        show(conn, &desk, row.ok_or(EstablishmentError::NotFound)?)
    };
    read(context.db().read_snapshot(find).await?)
}

/// Something that became of an establishment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "version": 2, "act": "changed",
    "at": "2026-11-23T08:15:30Z", "account_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60",
    "organisation_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e61", "before": { "size_band": null },
    "after": { "size_band": "medium" }, "reason": null, "other_id": null, "import_id": null }))]
struct EstablishmentEvent {
    /// The event.
    id: Id,
    /// The version that it made.
    version: i64,
    /// What was done.
    act: EstablishmentAct,
    /// When.
    at: Time,
    /// Who; null: whoever runs the service.
    account_id: Option<Id>,
    /// For which inspectorate.
    organisation_id: Id,
    /// Members that are different now, as they were.
    #[schema(value_type = Object)]
    before: BTreeMap<String, Value>,
    /// The same as they are.
    #[schema(value_type = Object)]
    after: BTreeMap<String, Value>,
    /// Why, in the words of who did it.
    reason: Option<String>,
    /// The other establishment.
    other_id: Option<Id>,
    /// The list that said so.
    import_id: Option<Id>,
}

impl EstablishmentEvent {
    fn of(row: EventRow) -> Result<Self, Problem> {
        let members = |json: Option<Json>| -> Result<BTreeMap<String, Value>, EstablishmentError> {
            let read = json.map(|json| json.read()).transpose()?;
            Ok(read.unwrap_or_default())
        };
        Ok(Self {
            id: row.id,
            version: row.sequence,
            act: row.act,
            at: row.at,
            account_id: row.account_id,
            organisation_id: row.organisation_id,
            before: members(row.before)?,
            after: members(row.after)?,
            reason: row.reason,
            other_id: row.other_id,
            import_id: row.import_id,
        })
    }
}

/// Which page is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct EventsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List what became of an establishment, newest first.
///
/// Of one that was merged its own history, until it was and after that was undone.
#[utoipa::path(tag = "staff", operation_id = "list_establishment_events",
    params(("id" = Id, Path, description = "The establishment."), EventsQuery),
    responses((status = 200, description = "A page of events", body = Page<EstablishmentEvent>)))]
#[get("/staff/establishments/{id}/events")]
pub(super) async fn list_establishment_events(
    by: Inspector,
    id: PathOf<Id>,
    query: QueryOf<EventsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let before: Option<i64> = cursors.position(&page)?;
    let (rows, here) = (page.rows(), context.clone());
    let find = move |conn: &mut Conn| -> Result<Vec<EventRow>, Problem> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let known = store::find(conn, id.0, &desk.countries)?;
        known.ok_or_else(|| Problem::new(&NOT_FOUND))?;
        Ok(store::list_events(conn, id.0, before, rows)?)
    };
    let found = context.db().read_snapshot(find).await?;
    let page = cursors.try_page(&page, found, |row| row.sequence, EstablishmentEvent::of)?;
    Ok(HttpResponse::Ok().json(page))
}
