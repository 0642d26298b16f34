//! What belongs to a visit: making, reading and changing it.

use actix_web::{HttpResponse, get, patch, post};

use super::Inspector;
use super::shapes::{NewVisitRecord, VisitRecord, VisitRecordChanges};
use crate::identity::audit::{Action, Subject};
use crate::inspections::error::InspectionError;
use crate::inspections::records::RecordKind;
use crate::inspections::visits::actions::{self, hand, tag_of};
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::merge_patch::MergePatch;
use crate::platform::problem::{Fault, Problem};

/// Faults of a document, told at the place where it was sent.
fn within(error: InspectionError) -> Problem {
    let InspectionError::Invalid(faults) = error else {
        return error.into();
    };
    let inside = faults.into_iter().map(|fault| Fault {
        pointer: format!("/document{}", fault.pointer),
        ..fault
    });
    Problem::invalid(inside.collect())
}

/// Write down something about a visit: an answer, a finding, a measure, what is done about it, or evidence.
///
/// Only the team of the visit can. `document` has the schema of its kind: `InspectionAnswer`, `InspectionFinding`,
/// `InspectionMeasure`, `InspectionRemediationAction` or `InspectionEvidence`. Interviews have a way of their own.
#[utoipa::path(tag = "staff", operation_id = "make_visit_record",
    params(("id" = Id, Path, description = "The visit.")),
    request_body = NewVisitRecord,
    responses((status = 201, description = "It is written down", body = VisitRecord)),
    extensions(("x-problems" = json!(["id_taken", "not_of_the_team"]))))]
#[post("/staff/visits/{id}/records")]
pub(super) async fn make_visit_record(
    by: Inspector,
    id: PathOf<Id>,
    command: Command<NewVisitRecord>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let own = new.id.map_or_else(|| here.new_id(), Id::from);
        let what = (own, new.document);
        let made = actions::make_record(conn, hand(&here, &by), (id.0, new.kind), what);
        let made = made.map_err(within)?;
        let (action, subject) = (Action::VisitChanged, Subject::Visit);
        let detail = Some(new.kind.as_str());
        by.record(conn, here.now(), action, subject, id.0, detail)?;
        let location = format!("/v1/staff/visits/{}/records/{own}", id.0);
        let tag = tag_of(&made);
        Ok(Answer::created(location, &VisitRecord::of(made))?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}

/// Read something that is written down about a visit.
#[utoipa::path(tag = "staff", operation_id = "get_visit_record",
    params(("id" = Id, Path, description = "The visit."), ("record_id" = Id, Path, description = "The record.")),
    responses((status = 200, description = "The record", body = VisitRecord)))]
#[get("/staff/visits/{id}/records/{record_id}")]
pub(super) async fn get_visit_record(
    by: Inspector,
    ids: PathOf<(Id, Id)>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut Conn| {
        let (found, _) = actions::find(conn, by.organisation(), ids.0.0)?;
        let wanted = |own: &crate::inspections::records::Record| {
            own.id == ids.0.1 && own.kind != RecordKind::Visit
        };
        let found = found.into_iter().find(wanted);
        found.ok_or(InspectionError::NotFound)
    };
    let found = context.db().read_snapshot(find).await?;
    Ok(HttpResponse::Ok()
        .insert_header(("ETag", tag_of(&found).to_string()))
        .json(VisitRecord::of(found)))
}

/// Change something that is written down about a visit.
///
/// Only the team of the visit can. Nothing is overwritten: what it said before is in the history.
#[utoipa::path(tag = "staff", operation_id = "change_visit_record",
    params(("id" = Id, Path, description = "The visit."), ("record_id" = Id, Path, description = "The record.")),
    request_body = VisitRecordChanges,
    responses((status = 200, description = "The record as it is now", body = VisitRecord)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["not_of_the_team"]))))]
#[patch("/staff/visits/{id}/records/{record_id}")]
pub(super) async fn change_visit_record(
    by: Inspector,
    ids: PathOf<(Id, Id)>,
    if_match: IfMatch,
    command: Command<MergePatch>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (patch, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let (visit, record) = ids.0;
        if visit == record {
            return Err(InspectionError::NotFound.into());
        }
        let changed = actions::change_record(conn, hand(&here, &by), ids.0, &patch.0, &if_match)?;
        let (action, subject) = (Action::VisitChanged, Subject::Visit);
        let detail = Some(changed.kind.as_str());
        by.record(conn, here.now(), action, subject, visit, detail)?;
        let tag = tag_of(&changed);
        Ok(Answer::changed(&VisitRecord::of(changed))?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}
