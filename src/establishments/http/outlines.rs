//! What others than its inspectors see of an establishment: enough to find it, nothing that only inspectors know.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::list::{find_hits, position_of};
use crate::establishments::actions::facts_of;
use crate::establishments::error::EstablishmentError;
use crate::establishments::isic::IsicCode;
use crate::establishments::model::{EstablishmentName, Operating};
use crate::establishments::store::{EstablishmentRow, Filter, Hit, Order, Position};
use crate::identity::Caller;
use crate::identity::permissions::FindEstablishments;
use crate::platform::code_lists::{Code, Countries, PlacePrecisions};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::ids::Id;
use crate::platform::place::{Place, Subdivision};
use crate::platform::problem::Problem;
use crate::platform::text::Line;

type CountryCode = Code<Countries>;

/// Which establishments are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct OutlinesQuery {
    /// In this country.
    #[param(example = "MY")]
    country: CountryCode,
    /// A name in any script, or a number.
    #[param(inline)]
    q: Option<Line<200>>,
    /// In this district (ISO 3166-2).
    #[param(inline)]
    subdivision: Option<Subdivision>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// An establishment, for who is to name it and not to inspect it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "operating": "open",
    "names": [{ "name": "Meridian Sample Yard", "language": "en" }], "isic": ["4100"],
    "place": { "country": "MY", "subdivision": "MY-10", "precision": "district",
        "point": { "type": "Point", "coordinates": [101.45, 3.04] } } }))]
struct EstablishmentOutline {
    /// Its id.
    id: Id,
    /// Whether people work there.
    operating: Operating,
    /// Its names.
    names: Vec<EstablishmentName>,
    /// What is done there.
    isic: Vec<IsicCode>,
    /// Where it is, to the district.
    place: Place,
}

impl EstablishmentOutline {
    fn of(row: &EstablishmentRow) -> Result<Self, EstablishmentError> {
        let facts = facts_of(row)?;
        Ok(Self {
            id: row.id,
            operating: row.operating,
            names: facts.names,
            isic: facts.isic.into_iter().collect(),
            place: to_the_district(facts.place),
        })
    }
}

/// A place without its address, and no more exact than a district.
fn to_the_district(mut place: Place) -> Place {
    place.text = None;
    if ["exact", "street"].contains(&place.precision.as_str()) {
        place.precision = Code::<PlacePrecisions>::known("district".to_owned());
    }
    place.reduced()
}

/// Find establishments, to name one: without address, workers, owners, connections, risk or anything about reports.
#[utoipa::path(tag = "staff", operation_id = "list_establishment_outlines", params(OutlinesQuery),
    responses((status = 200, description = "A page of establishments", body = Page<EstablishmentOutline>)))]
#[get("/staff/establishment-outlines")]
pub(super) async fn list_establishment_outlines(
    _by: Caller<FindEstablishments>,
    query: QueryOf<OutlinesQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let query = query.0;
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let after: Option<Position> = cursors.position(&page)?;
    let rows = page.rows();
    let filter = Filter {
        countries: vec![query.country.into_inner()],
        subdivision: query.subdivision.map(|code| code.as_str().to_owned()),
        ..Filter::default()
    };
    let wanted = (query.q, Order::Name);
    let find = move |conn: &mut Conn| -> Result<Vec<Hit>, DbError> {
        Ok(find_hits(conn, &filter, wanted, after, rows)?)
    };
    let found = context.db().read_snapshot(find).await?;
    let position = |hit: &Hit| position_of(hit, Order::Name);
    let show = |hit: Hit| Ok(EstablishmentOutline::of(&hit.row)?);
    Ok(HttpResponse::Ok().json(cursors.try_page(&page, found, position, show)?))
}
