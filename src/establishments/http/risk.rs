//! How risks are reckoned.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Inspector;
use crate::establishments::error::EstablishmentError;
use crate::establishments::risk::{Method, MethodRow, list_methods};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::problem::Problem;

/// Which page is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct MethodsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// A version of the method by which risks are reckoned.
#[derive(Debug, Serialize, ToSchema)]
struct EstablishmentRiskMethodVersion {
    /// Its number.
    version: i64,
    /// What it is called.
    title: String,
    /// On what it is based.
    source: String,
    /// Since when it holds, until the next one does.
    in_force_from: Time,
    /// What it says.
    method: Method,
}

impl EstablishmentRiskMethodVersion {
    fn of(row: MethodRow) -> Result<Self, EstablishmentError> {
        Ok(Self {
            version: row.version,
            title: row.title,
            source: row.source,
            in_force_from: row.in_force_from,
            method: row.method.read()?,
        })
    }
}

/// List the methods by which risks are and were reckoned, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_establishment_risk_methods", params(MethodsQuery),
    responses((status = 200, description = "A page of methods", body = Page<EstablishmentRiskMethodVersion>)))]
#[get("/staff/establishment-risk-methods")]
pub(super) async fn list_establishment_risk_methods(
    _by: Inspector,
    query: QueryOf<MethodsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let before: Option<i64> = cursors.position(&page)?;
    let rows = page.rows();
    let find = move |conn: &mut Conn| -> Result<Vec<MethodRow>, DbError> {
        Ok(list_methods(conn, before, rows)?)
    };
    let found = context.db().read_snapshot(find).await?;
    let show = |row| Ok(EstablishmentRiskMethodVersion::of(row)?);
    Ok(HttpResponse::Ok().json(cursors.try_page(&page, found, |row| row.version, show)?))
}
