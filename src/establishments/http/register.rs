//! Registering and changing establishments.

use std::collections::BTreeSet;

use actix_web::http::Method;
use actix_web::{HttpResponse, patch, post};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::changes::EstablishmentChanges;
use super::shapes::Establishment;
use super::{Inspector, changed, tag_of};
use crate::establishments::actions::{
    Cause, Desk, change, document, facts_of, lock_standing, register, set_operating, show,
};
use crate::establishments::error::EstablishmentError;
use crate::establishments::isic::IsicCode;
use crate::establishments::model::{
    EstablishmentAct, EstablishmentName, Facts, Identifier, Operating, Owner, SizeBand, Workers,
};
use crate::platform::chosen_id::ChosenId;
use crate::platform::code_lists::{Code, HazardCodes};
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf};
use crate::platform::ids::Id;
use crate::platform::merge_patch::{MergePatch, merge_patch};
use crate::platform::place::Place;
use crate::platform::problem::Problem;
use crate::platform::text::Line;

type WorkplaceHazardCode = Code<HazardCodes>;

/// An establishment that is to be registered.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "names": [{ "name": "Meridian Sample Yard", "language": "en" }],
    "identifiers": [{ "scheme": "company_register", "value": "2026-0077Z" }],
    "isic": ["4100"],
    "place": { "country": "MY", "subdivision": "MY-10", "precision": "exact", "text": "7 Sample Road, Klang",
        "point": { "type": "Point", "coordinates": [101.45, 3.04] } },
    "size_band": "medium",
    "workers": { "total": 120, "women": 30, "migrant": 90,
        "by_nationality": [{ "nationality": "BD", "band": "21_100" }] },
    "housing_provided": true
}))]
pub struct NewEstablishment {
    /// An id of your own choice.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    id: Option<ChosenId>,
    /// Its names; the first is the one that lists show.
    #[schema(min_items = 1, max_items = 20)]
    names: Vec<EstablishmentName>,
    /// Its numbers.
    #[serde(default)]
    #[schema(max_items = 30)]
    identifiers: Vec<Identifier>,
    /// What is done there.
    #[serde(default)]
    #[schema(max_items = 30)]
    isic: BTreeSet<IsicCode>,
    /// Where it is; `text` is its address.
    place: Place,
    /// How large it is.
    #[serde(default)]
    size_band: Option<SizeBand>,
    /// Who works there.
    #[serde(default)]
    workers: Option<Workers>,
    /// Whether the employer houses workers; null: not known.
    #[serde(default)]
    housing_provided: Option<bool>,
    /// What is dangerous there, as inspectors know it. Never copy it from a report: that would show that somebody spoke.
    #[serde(default)]
    #[schema(max_items = 30)]
    hazard_codes: BTreeSet<WorkplaceHazardCode>,
    /// The legal entity, when it is among the employers (`/v1/employers`).
    #[serde(default)]
    employer_id: Option<Id>,
    /// Companies that own it. Name no person.
    #[serde(default)]
    #[schema(max_items = 30)]
    owners: Vec<Owner>,
}

impl NewEstablishment {
    fn split(self) -> (Option<Id>, Facts) {
        let facts = Facts {
            names: self.names,
            identifiers: self.identifiers,
            isic: self.isic,
            place: self.place,
            size_band: self.size_band,
            workers: self.workers,
            housing_provided: self.housing_provided,
            hazard_codes: self.hazard_codes,
            employer_id: self.employer_id,
            owners: self.owners,
        };
        (self.id.map(Id::from), facts)
    }
}

/// Register an establishment of a country of the own inspectorate.
///
/// Those that may be the same are put into the queue of matches.
#[utoipa::path(tag = "staff", operation_id = "register_establishment",
    request_body = NewEstablishment,
    responses((status = 201, description = "Registered", body = Establishment)),
    extensions(("x-problems" = json!(["id_taken"]))))]
#[post("/staff/establishments")]
pub(super) async fn register_establishment(
    by: Inspector,
    command: Command<NewEstablishment>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let (chosen, facts) = new.split();
        let id = chosen.unwrap_or_else(|| here.new_id());
        let cause = Cause::of(EstablishmentAct::Registered);
        let row = register(conn, &desk, id, facts, cause)?;
        let tag = tag_of(&row);
        let shown = Establishment::of(show(conn, &desk, row)?)?;
        desk.record_change(conn, id, "registered")?;
        let location = format!("/v1/staff/establishments/{id}");
        Ok(Answer::created(location, &shown)?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}

/// Change what is known of an establishment.
///
/// Nothing is overwritten: who changed what when, from what to what, is in its history.
#[utoipa::path(tag = "staff", operation_id = "change_establishment",
    params(("id" = Id, Path, description = "The establishment.")),
    request_body = EstablishmentChanges,
    responses((status = 200, description = "The establishment as it is now", body = Establishment)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["establishment_merged"]))))]
#[patch("/staff/establishments/{id}")]
pub(super) async fn change_establishment(
    by: Inspector,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<MergePatch>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (patch, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let row = lock_standing(conn, &desk, id.0)?;
        if_match.check(&tag_of(&row))?;
        let facts = patched(&here, document(&facts_of(&row)?)?, &patch)?;
        let cause = Cause::of(EstablishmentAct::Changed);
        let row = change(conn, &desk, &row, facts, cause)?;
        let answer = changed(conn, &desk, row)?;
        desk.record_change(conn, id.0, "changed")?;
        Ok(answer)
    };
    command.run(&context, originator, work).await
}

/// What is known after a change, checked against the contract as if it were registered anew.
fn patched(context: &Context, mut known: Value, patch: &MergePatch) -> Result<Facts, Problem> {
    merge_patch(&mut known, &patch.0);
    let contract = context.services().contract();
    contract.check_body(&Method::POST, "/v1/staff/establishments", &known)?;
    let facts = serde_json::from_value(known).map_err(EstablishmentError::from)?;
    Ok(facts)
}

/// Whether people work there.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "operating": "closed", "reason": "The gate was locked and the site was empty." }))]
pub struct EstablishmentOperating {
    /// Whether people work there.
    operating: Operating,
    /// Where it moved to; needed with `moved_to`, and only there.
    #[serde(default)]
    moved_to_id: Option<Id>,
    /// How you know. Nothing that shows that somebody spoke.
    #[serde(default)]
    reason: Option<Line<500>>,
}

/// Say that an establishment was closed, opened again or moved.
#[utoipa::path(tag = "staff", operation_id = "set_establishment_operating",
    params(("id" = Id, Path, description = "The establishment.")),
    request_body = EstablishmentOperating,
    responses((status = 200, description = "The establishment as it is now", body = Establishment)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["establishment_merged"]))))]
#[post("/staff/establishments/{id}/operating")]
pub(super) async fn set_establishment_operating(
    by: Inspector,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<EstablishmentOperating>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (said, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let row = lock_standing(conn, &desk, id.0)?;
        if_match.check(&tag_of(&row))?;
        let state = (said.operating, said.moved_to_id);
        let row = set_operating(conn, &desk, &row, state, said.reason.map(Line::into_inner))?;
        let answer = changed(conn, &desk, row)?;
        desk.record_change(conn, id.0, said.operating.as_str())?;
        Ok(answer)
    };
    command.run(&context, originator, work).await
}
