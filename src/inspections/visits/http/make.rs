//! Making and changing visits, and saying whose they are.

use actix_web::{HttpResponse, patch, post};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::Inspector;
use super::list::shown;
use super::shapes::StaffVisit;
use crate::identity::audit::{Action, Subject};
use crate::inspections::records::{Visit, VisitKind, VisitStatus};
use crate::inspections::visits::actions::{self, hand};
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::{Date, Time};
use crate::platform::db::Conn;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf};
use crate::platform::ids::Id;
use crate::platform::merge_patch::MergePatch;
use crate::platform::problem::Problem;

/// A visit that is to be planned, or that begins now.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "establishment_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "kind": "routine",
    "planned_on": "2026-12-07" }))]
pub struct NewVisit {
    /// An id of your own choice.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    id: Option<ChosenId>,
    /// The establishment, in a country of the inspectorate.
    establishment_id: Id,
    /// Why you go there, as anybody may know it.
    kind: VisitKind,
    /// The day for which it is planned.
    #[serde(default)]
    planned_on: Option<Date>,
    /// Whether the employer is told before.
    #[serde(default)]
    announced: bool,
    /// When it began, if you are there already; it is planned when left out.
    #[serde(default)]
    started_at: Option<Time>,
    /// The checklist by which answers are given, by its hash.
    #[serde(default)]
    #[schema(pattern = "^[0-9a-f]{64}$", max_length = 64)]
    checklist_hash: Option<String>,
    /// The inspectors whose visit it is; you alone when left out.
    #[serde(default)]
    #[schema(required = false, nullable = false, min_items = 1, max_items = 20)]
    team: Option<Vec<Id>>,
}

/// Plan a visit by hand, or begin one that was not planned.
#[utoipa::path(tag = "staff", operation_id = "make_visit",
    request_body = NewVisit,
    responses((status = 201, description = "The visit", body = StaffVisit)),
    extensions(("x-problems" = json!(["id_taken"]))))]
#[post("/staff/visits")]
pub(super) async fn make_visit(
    by: Inspector,
    command: Command<NewVisit>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let id = new.id.map_or_else(|| here.new_id(), Id::from);
        let team = new.team.unwrap_or_else(|| vec![by.account()]);
        let status = new
            .started_at
            .map_or(VisitStatus::Planned, |_| VisitStatus::UnderWay);
        let visit = Visit {
            establishment_id: new.establishment_id,
            kind: new.kind,
            status,
            campaign_id: None,
            planned_on: new.planned_on,
            announced: new.announced,
            started_at: new.started_at,
            ended_at: None,
            people_met: Vec::new(),
            areas_seen: Vec::new(),
            obstruction: None,
            checklist_hash: new.checklist_hash,
            outcome: None,
            summary: None,
            not_done_reason: None,
        };
        actions::make_visit(conn, hand(&here, &by), (id, &visit), &team)?;
        let shown = shown(conn, by.organisation(), id)?;
        let tag = EntityTag::of_version(shown.version);
        let (action, subject) = (Action::VisitChanged, Subject::Visit);
        by.record(conn, here.now(), action, subject, id, Some("made"))?;
        Ok(Answer::created(format!("/v1/staff/visits/{id}"), &shown)?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}

/// Change what is known of a visit; only its team can.
///
/// A merge patch of the schema `InspectionVisit`: what is left out stays, null takes a member away. The establishment
/// never changes. From `planned` a visit goes to `under_way`, `done`, `not_done` or `cancelled`, from `under_way` to `done`
/// or `not_done`, from `not_done` and `cancelled` back to `planned`.
#[utoipa::path(tag = "staff", operation_id = "change_visit",
    params(("id" = Id, Path, description = "The visit.")),
    request_body = super::shapes::VisitChanges,
    responses((status = 200, description = "The visit as it is now", body = StaffVisit)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["not_of_the_team"]))))]
#[patch("/staff/visits/{id}")]
pub(super) async fn change_visit(
    by: Inspector,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<MergePatch>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (patch, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let own = (id.0, id.0);
        actions::change_record(conn, hand(&here, &by), own, &patch.0, &if_match)?;
        let shown = shown(conn, by.organisation(), id.0)?;
        let tag = EntityTag::of_version(shown.version);
        let (action, subject) = (Action::VisitChanged, Subject::Visit);
        by.record(conn, here.now(), action, subject, id.0, Some("changed"))?;
        Ok(Answer::changed(&shown)?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}

/// Whose a visit is.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "team": ["01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60"] }))]
pub struct NewVisitTeam {
    /// All inspectors whose visit it is from now on.
    #[schema(min_items = 1, max_items = 20)]
    team: Vec<Id>,
}

/// Give a visit to these inspectors and to nobody else.
///
/// Any inspector of the inspectorate can; who it was and who had it before stays in its history. The tablets of
/// those who are new get all of it, those of others are told to forget it.
#[utoipa::path(tag = "staff", operation_id = "set_visit_team",
    params(("id" = Id, Path, description = "The visit.")),
    request_body = NewVisitTeam,
    responses((status = 200, description = "The visit as it is now", body = StaffVisit)))]
#[post("/staff/visits/{id}/team")]
pub(super) async fn set_visit_team(
    by: Inspector,
    id: PathOf<Id>,
    command: Command<NewVisitTeam>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        actions::set_team(conn, hand(&here, &by), id.0, &new.team)?;
        let shown = shown(conn, by.organisation(), id.0)?;
        let tag = EntityTag::of_version(shown.version);
        let (action, subject) = (Action::VisitChanged, Subject::Visit);
        by.record(conn, here.now(), action, subject, id.0, Some("team"))?;
        Ok(Answer::changed(&shown)?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}
