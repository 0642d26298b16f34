//! Tablets: registering one, and saying that one is trusted no more.

use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::own_sessions::PageParameters;
use crate::identity::caller::Caller;
use crate::identity::devices::{self, DeviceError, DeviceRow, NewDevice, RevokedBecause};
use crate::identity::permissions::{CarryTablet, SeeTablets};
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, Page, PageQuery, PathOf, QueryOf, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Line;

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(register_device)
        .service(list_devices)
        .service(get_device)
        .service(revoke_device)
        .service(report_device_lost);
}

/// A tablet of an inspector.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61", "account_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b62",
    "name": "Tablet 12", "key_thumbprint": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
    "registered_at": "2026-11-23T08:15:30Z", "revoked_at": null, "revoked_because": null
}))]
struct Device {
    /// The tablet.
    id: Id,
    /// Whose it is.
    account_id: Id,
    /// What its holder calls it.
    name: String,
    /// The thumbprint of its key (RFC 7638, SHA-256).
    key_thumbprint: String,
    /// When it was registered.
    registered_at: Time,
    /// Since when it is trusted no more.
    revoked_at: Option<Time>,
    /// Why.
    #[schema(required)]
    revoked_because: Option<RevokedBecause>,
}

impl From<DeviceRow> for Device {
    fn from(row: DeviceRow) -> Self {
        Self {
            id: row.id,
            account_id: row.account_id,
            name: row.name,
            key_thumbprint: row.key_thumbprint,
            registered_at: row.registered_at,
            revoked_at: row.revoked_at,
            revoked_because: row.revoked_because,
        }
    }
}

/// A tablet that is to be registered.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDevice, example = json!({ "name": "Tablet 12" }))]
struct NewTablet {
    /// An id of your own choice.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    id: Option<ChosenId>,
    /// What you call it.
    name: Line<100>,
}

/// Register the tablet that asks.
///
/// Sign in on the tablet with a `DPoP` proof first: the tablet is known by the key to which the session is bound. One key
/// is one tablet of one inspector; who shares a tablet makes a key for each.
#[utoipa::path(tag = "staff", operation_id = "register_device",
    request_body = NewTablet,
    responses((status = 201, description = "The tablet", body = Device)),
    extensions(("x-problems" = json!(["device_key_missing", "device_key_taken", "id_taken"]))))]
#[post("/staff/devices")]
async fn register_device(
    caller: Caller<CarryTablet>,
    command: Command<NewTablet>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let new = NewDevice {
        id: new.id.map_or_else(|| context.new_id(), Id::from),
        name: new.name.into_inner(),
    };
    let (by, now) = (caller.originator(), context.now());
    let work = move |conn: &mut Conn| {
        let row = devices::register(conn, &caller, new, now)?;
        let location = format!("/v1/staff/devices/{}", row.id);
        Answer::created(location, &Device::from(row))
    };
    command.run(&context, by, work).await
}

/// List tablets, newest first.
///
/// An inspector sees the own ones, an administrator those of the organisation.
#[utoipa::path(tag = "staff", operation_id = "list_devices", params(PageParameters),
    responses((status = 200, description = "A page of tablets", body = Page<Device>)))]
#[get("/staff/devices")]
async fn list_devices(
    caller: Caller<SeeTablets>,
    query: QueryOf<PageParameters>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery::from(query.0);
    let before: Option<Id> = cursors.position(&page)?;
    let wanted = page.rows();
    let list = move |conn: &mut Conn| -> Result<Vec<DeviceRow>, DeviceError> {
        let scope = devices::scope_of(&caller);
        Ok(devices::list(conn, scope, before, wanted)?)
    };
    let rows = context.db().read(list).await?;
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, |row| row.id, Device::from)))
}

/// Read a tablet.
#[utoipa::path(tag = "staff", operation_id = "get_device",
    params(("device_id" = Id, Path, description = "The tablet.")),
    responses((status = 200, description = "The tablet", body = Device)))]
#[get("/staff/devices/{device_id}")]
async fn get_device(
    caller: Caller<SeeTablets>,
    path: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut Conn| -> Result<DeviceRow, DeviceError> {
        let found = devices::find(conn, devices::scope_of(&caller), path.0)?;
        found.ok_or(DeviceError::NotFound)
    };
    let row = context.db().read(find).await?;
    Ok(HttpResponse::Ok().json(Device::from(row)))
}

/// Say that a tablet is trusted no more.
///
/// For good: whatever it asks from now on, also to sign in or to refresh, is answered with 403 `device_revoked`, on which
/// its app wipes itself. An inspector says so of the own tablets, an administrator of those of the organisation.
#[utoipa::path(tag = "staff", operation_id = "revoke_device",
    params(("device_id" = Id, Path, description = "The tablet.")),
    responses((status = 200, description = "The tablet as it is now", body = Device)))]
#[post("/staff/devices/{device_id}/revoke")]
async fn revoke_device(
    caller: Caller<SeeTablets>,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    end(caller, (path.0, RevokedBecause::Revoked), command, context).await
}

/// Report that a tablet is lost.
///
/// The same as to revoke it, and says why.
#[utoipa::path(tag = "staff", operation_id = "report_device_lost",
    params(("device_id" = Id, Path, description = "The tablet.")),
    responses((status = 200, description = "The tablet as it is now", body = Device)))]
#[post("/staff/devices/{device_id}/report-lost")]
async fn report_device_lost(
    caller: Caller<SeeTablets>,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    end(caller, (path.0, RevokedBecause::Lost), command, context).await
}

async fn end(
    caller: Caller<SeeTablets>,
    what: (Id, RevokedBecause),
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (by, now) = (caller.originator(), context.now());
    let work = move |conn: &mut Conn| {
        let row = devices::revoke(conn, &caller, what, now)?;
        Answer::changed(&Device::from(row))
    };
    command.run(&context, by, work).await
}
