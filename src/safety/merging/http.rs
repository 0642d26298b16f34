//! `/v1/staff/safety-reports/{id}/similar` and `…/merge`.

use actix_web::{HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::actions;
use super::alike::Likeness;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::safety::actions::{Queued, find};
use crate::safety::http::staff::{Inspector, changed};
use crate::safety::http::staff_shapes::QueuedReport;

/// A report that may be of the same danger.
#[derive(Serialize, ToSchema)]
#[schema(as = SimilarSafetyReport)]
struct Similar {
    /// The report.
    report: QueuedReport,
    /// In what they are alike.
    alike: Vec<Likeness>,
}

/// Reports that may be of the same danger.
#[derive(Serialize, ToSchema)]
#[schema(as = SimilarSafetyReports)]
struct SimilarList {
    /// The reports, the most alike first.
    items: Vec<Similar>,
}

/// Find reports of the own organisation that may be of the same danger.
///
/// They are alike in place, employer, hazard, words or time. It is a proposal: a person decides, with `…/merge`. What
/// the others say is not opened for it. The audit log says that this one was.
#[utoipa::path(tag = "staff", operation_id = "list_similar_safety_reports",
    params(("id" = Id, Path, description = "The report.")),
    responses((status = 200, description = "The reports", body = SimilarList)),
    extensions(("x-problems" = json!(["report_withdrawn"]))))]
#[get("/staff/safety-reports/{id}/similar")]
pub(in crate::safety) async fn list_similar_safety_reports(
    by: Inspector,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (of_job, now) = (context.clone(), context.now());
    let propose = move |conn: &mut Conn| {
        let proposed = actions::propose(conn, &by, of_job.services(), id.0, now)?;
        let (reports, alike): (Vec<_>, Vec<_>) = proposed
            .into_iter()
            .map(|proposed| (proposed.report, proposed.alike))
            .unzip();
        let queued = Queued::all(conn, reports)?;
        let show = |(queued, alike): (Queued, _)| Similar {
            report: QueuedReport::of(queued, now),
            alike: Vec::from_iter::<std::collections::BTreeSet<Likeness>>(alike),
        };
        let items = queued.into_iter().zip(alike).map(show).collect();
        Ok::<_, Problem>(SimilarList { items })
    };
    Ok(HttpResponse::Ok().json(context.db().write(propose).await?))
}

/// Behind which report one is put.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = SafetyReportMerge,
    example = json!({ "into_report_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" }))]
pub(in crate::safety) struct MergeWish {
    /// A report of the own organisation, which is worked on from now on.
    into_report_id: Id,
}

/// Put a safety report behind another that tells of the same danger.
///
/// It is worked on there from now on, and leaves the queue. Its reporter keeps the receipt and sees from now on what is
/// done about the danger, but not that somebody else reported it. `DELETE` makes both exactly as they were.
#[utoipa::path(tag = "staff", operation_id = "merge_safety_report",
    params(("id" = Id, Path, description = "The report.")),
    request_body = MergeWish,
    responses((status = 200, description = "The report as it stands now", body = QueuedReport)),
    extensions(("x-if-match" = json!(true)),
        ("x-problems" = json!(["report_withdrawn", "report_merged"]))))]
#[post("/staff/safety-reports/{id}/merge")]
pub(in crate::safety) async fn merge_safety_report(
    by: Inspector,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<MergeWish>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let (originator, now) = (by.originator(), context.now());
    let merge = move |conn: &mut Conn| {
        let report = find(conn, &by, id.0)?;
        if_match.check(&EntityTag::of_version(report.version))?;
        let merged = actions::merge(conn, &by, &report, body.into_report_id, now)?;
        changed(conn, merged, now)
    };
    command.run(&context, originator, merge).await
}

/// Take a safety report from behind another: both are as they were. Doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "unmerge_safety_report",
    params(("id" = Id, Path, description = "The report.")),
    responses((status = 204, description = "It stands for itself")))]
#[delete("/staff/safety-reports/{id}/merge")]
pub(in crate::safety) async fn unmerge_safety_report(
    by: Inspector,
    id: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (originator, now) = (by.originator(), context.now());
    let unmerge = move |conn: &mut Conn| {
        actions::unmerge(conn, &by, id.0, now)?;
        Ok(Answer::done())
    };
    command.run(&context, originator, unmerge).await
}
