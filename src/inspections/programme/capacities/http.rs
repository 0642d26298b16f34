//! Reading and setting when inspectors work outside.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationErrors};

use super::model::Capacity;
use super::store::{self, CapacityRow};
use crate::identity::permissions::{PlanInspections, Role};
use crate::identity::{Caller, is_member};
use crate::inspections::error::InspectionError;
use crate::inspections::programme::plans::parameters;
use crate::platform::db::{Conn, Json};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

type Planner = Caller<PlanInspections>;

/// When an inspector works outside.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "inspector_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "is_assumed": false,
    "capacity": { "minutes_by_weekday": [360, 360, 0, 360, 360, 0, 0], "leave": [], "base": null } }))]
pub struct InspectorCapacity {
    /// The inspector's account.
    inspector_id: Id,
    /// Nobody has said anything: this is what the planner assumes.
    is_assumed: bool,
    /// When.
    capacity: Capacity,
}

impl InspectorCapacity {
    fn of(row: &CapacityRow) -> Result<Self, Problem> {
        Ok(Self {
            inspector_id: row.account_id,
            is_assumed: false,
            capacity: row.document.read().map_err(InspectionError::from)?,
        })
    }
}

impl Validate for Capacity {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

/// Which page is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::inspections::programme) struct CapacitiesQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List when inspectors of the own inspectorate work outside, as far as somebody has said it.
#[utoipa::path(tag = "staff", operation_id = "list_inspection_capacities", params(CapacitiesQuery),
    responses((status = 200, description = "A page of them", body = Page<InspectorCapacity>)))]
#[get("/staff/inspection-capacities")]
pub async fn list_inspection_capacities(
    by: Planner,
    query: QueryOf<CapacitiesQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let after: Option<Id> = cursors.position(&page)?;
    let (rows, organisation) = (page.rows(), by.organisation());
    let find = move |conn: &mut Conn| -> Result<Vec<CapacityRow>, InspectionError> {
        Ok(store::list(conn, organisation, after, rows)?)
    };
    let found = context.db().read(find).await?;
    let show = |row: CapacityRow| InspectorCapacity::of(&row);
    Ok(HttpResponse::Ok().json(cursors.try_page(&page, found, |row| row.account_id, show)?))
}

fn not_there(conn: &mut Conn, by: &Planner, account: Id) -> Result<(), InspectionError> {
    if is_member(conn, account, by.organisation(), Role::Inspector)? {
        return Ok(());
    }
    Err(InspectionError::NotFound)
}

/// Read when an inspector of the own inspectorate works outside.
#[utoipa::path(tag = "staff", operation_id = "get_inspection_capacity",
    params(("id" = Id, Path, description = "The inspector's account.")),
    responses((status = 200, description = "When", body = InspectorCapacity)))]
#[get("/staff/inspection-capacities/{id}")]
pub async fn get_inspection_capacity(
    by: Planner,
    id: PathOf<Id>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut Conn| -> Result<(InspectorCapacity, i64), Problem> {
        not_there(conn, &by, id.0)?;
        let found = store::find(conn, by.organisation(), id.0)?;
        match found {
            Some(row) => Ok((InspectorCapacity::of(&row)?, row.version)),
            None => Ok((
                InspectorCapacity {
                    inspector_id: id.0,
                    is_assumed: true,
                    capacity: Capacity::usual(&parameters()?),
                },
                0,
            )),
        }
    };
    let (shown, version) = context.db().read_snapshot(find).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, EntityTag::of_version(version).to_string()))
        .json(shown))
}

/// Say when an inspector of the own inspectorate works outside. Plans that were made stay.
#[utoipa::path(tag = "staff", operation_id = "set_inspection_capacity",
    params(("id" = Id, Path, description = "The inspector's account.")),
    request_body = Capacity,
    responses((status = 200, description = "Kept", body = InspectorCapacity)),
    extensions(("x-if-match" = json!(true))))]
#[put("/staff/inspection-capacities/{id}")]
pub async fn set_inspection_capacity(
    by: Planner,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<Capacity>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (said, command) = command.take_body();
    let (originator, now) = (by.originator(), context.now());
    let work = move |conn: &mut Conn| -> Result<Answer, Problem> {
        not_there(conn, &by, id.0)?;
        let version = store::lock(conn, by.organisation(), id.0)?.map_or(0, |row| row.version);
        if_match.check(&EntityTag::of_version(version))?;
        let faults = said.faults();
        if !faults.is_empty() {
            return Err(Problem::invalid(faults));
        }
        let row = CapacityRow {
            account_id: id.0,
            organisation_id: by.organisation(),
            document: Json::of(&said).map_err(InspectionError::from)?,
            version: version + 1,
            updated_at: now,
        };
        let shown = InspectorCapacity::of(&row)?;
        store::put(conn, row)?;
        Ok(Answer::changed(&shown)?.tagged(&EntityTag::of_version(version + 1)))
    };
    command.run(&context, originator, work).await
}
