//! The interface of this area: wire types and handlers.

mod changes;
mod csv_body;
mod imports;
mod links;
mod list;
mod matches;
mod merges;
mod outlines;
mod register;
mod risk;
mod shapes;

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::establishments::actions::{Desk, Shown, show};
use crate::establishments::store::EstablishmentRow;
use crate::identity::Caller;
use crate::identity::permissions::KeepEstablishments;
use crate::platform::db::Conn;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Routes};
use crate::platform::problem::Problem;
use shapes::Establishment;

/// A member of the inspectorate of a country.
type Inspector = Caller<KeepEstablishments>;

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list::list_establishments)
        .service(register::register_establishment)
        .service(list::get_establishment)
        .service(register::change_establishment)
        .service(register::set_establishment_operating)
        .service(list::list_establishment_events)
        .service(links::link_establishments)
        .service(links::unlink_establishments)
        .service(imports::import_establishments)
        .service(imports::list_establishment_imports)
        .service(imports::get_establishment_import)
        .service(matches::list_establishment_matches)
        .service(matches::propose_establishment_match)
        .service(matches::get_establishment_match)
        .service(matches::decide_establishment_match)
        .service(merges::list_establishment_merges)
        .service(merges::get_establishment_merge)
        .service(merges::undo_establishment_merge)
        .service(risk::list_establishment_risk_methods)
        .service(outlines::list_establishment_outlines);
}

fn tag_of(row: &EstablishmentRow) -> EntityTag {
    EntityTag::of_version(row.version)
}

/// An establishment's page, as an answer to a change.
fn changed(conn: &mut Conn, desk: &Desk<'_>, row: EstablishmentRow) -> Result<Answer, Problem> {
    let tag = tag_of(&row);
    let shown = show(conn, desk, row)?;
    Ok(Answer::changed(&Establishment::of(shown)?)?.tagged(&tag))
}

/// The same, as an answer to a question.
fn read(shown: Shown) -> Result<HttpResponse, Problem> {
    let tag = tag_of(&shown.row).to_string();
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag))
        .json(Establishment::of(shown)?))
}
