//! Connections between establishments.

use actix_web::{HttpResponse, delete, post};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::shapes::Establishment;
use super::{Inspector, changed};
use crate::establishments::actions::{Desk, link, unlink};
use crate::establishments::model::EstablishmentLinkKind;
use crate::establishments::store::Link;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Bare, Command, Context, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// How an establishment is connected with another.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "supplies_labour_to", "to": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" }))]
pub struct NewEstablishmentLink {
    /// What it does for the other.
    kind: EstablishmentLinkKind,
    /// The other establishment.
    to: Id,
}

/// Connect an establishment with another: as contractor, labour supplier, of the same owner, or on its premises.
///
/// Both histories say so, and the risk of both is reckoned anew.
#[utoipa::path(tag = "staff", operation_id = "link_establishments",
    params(("id" = Id, Path, description = "The establishment from which the connection leads.")),
    request_body = NewEstablishmentLink,
    responses((status = 200, description = "The establishment as it is now", body = Establishment)),
    extensions(("x-problems" = json!(["establishment_merged", "conflict"]))))]
#[post("/staff/establishments/{id}/links")]
pub(super) async fn link_establishments(
    by: Inspector,
    id: PathOf<Id>,
    command: Command<NewEstablishmentLink>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let new = Link {
            from: id.0,
            to: new.to,
            kind: new.kind,
        };
        let row = link(conn, &desk, new)?;
        let answer = changed(conn, &desk, row)?;
        desk.record_change(conn, id.0, "linked")?;
        Ok(answer)
    };
    command.run(&context, originator, work).await
}

/// Take a connection off. Doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "unlink_establishments",
    params(("id" = Id, Path, description = "One of the two establishments."),
        ("link_id" = Id, Path, description = "The connection.")),
    responses((status = 204, description = "It is gone")))]
#[delete("/staff/establishments/{id}/links/{link_id}")]
pub(super) async fn unlink_establishments(
    by: Inspector,
    ids: PathOf<(Id, Id)>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        if unlink(conn, &desk, ids.0)?.is_some() {
            desk.record_change(conn, ids.0.0, "unlinked")?;
        }
        Ok(Answer::done())
    };
    command.run(&context, originator, work).await
}
