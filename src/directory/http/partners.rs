//! `/v1/staff/hsds`: the same services as organisations that help see them.

use actix_web::{HttpResponse, get};

use super::envelope::{Envelope, full};
use super::hsds_services::HsdsServicesQuery;
use crate::directory::catalogue;
use crate::directory::hsds::shapes::Service;
use crate::identity::Caller;
use crate::identity::permissions::SeePartnerDirectory;
use crate::platform::db::Conn;
use crate::platform::http::{Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};

/// List services (HSDS 3) as organisations that help see them: with numbers, places and room that are for partners.
///
/// `format` is always `json` here. Where a shelter is, partners do not see either: they call.
#[utoipa::path(tag = "staff", operation_id = "list_partner_services", params(HsdsServicesQuery),
    responses((status = 200, description = "A page of services", body = Envelope)),
    extensions(("x-client-scope" = json!("directory:read_partner"))))]
#[get("/staff/hsds/services")]
pub(super) async fn list_partner_services(
    _by: Caller<SeePartnerDirectory>,
    query: QueryOf<HsdsServicesQuery>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let find = move |conn: &mut Conn| catalogue::for_partners(conn, here.services(), None);
    let found = context.db().read_snapshot(find).await?;
    let part = query.0.part();
    let shown = query.0.shown(&context, found.services)?;
    Ok(HttpResponse::Ok().json(part.page_of(&shown)?))
}

/// Read a service (HSDS 3) as organisations that help see it.
#[utoipa::path(tag = "staff", operation_id = "get_partner_service",
    params(("id" = Id, Path, description = "The service")),
    responses((status = 200, description = "The service", body = Service)),
    extensions(("x-client-scope" = json!("directory:read_partner"))))]
#[get("/staff/hsds/services/{id}")]
pub(super) async fn get_partner_service(
    _by: Caller<SeePartnerDirectory>,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let find = move |conn: &mut Conn| catalogue::for_partners(conn, here.services(), Some(id.0));
    let found = context.db().read_snapshot(find).await?.take(id.0);
    let found = found.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    let lists = context.services().code_lists();
    Ok(HttpResponse::Ok().json(full(found, &lists, context.now())))
}
