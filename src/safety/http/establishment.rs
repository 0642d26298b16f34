//! At which establishment a report's danger is.

use actix_web::http::header;
use actix_web::{HttpResponse, get, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::staff::Inspector;
use crate::inspections::programme::{VisitWish, WantedVisit};
use crate::platform::db::Conn;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::safety::actions::{self, Site};

/// At which establishment the danger is.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = SafetyReportPlacement,
    example = json!({ "establishment_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" }))]
struct Placement {
    /// An establishment of the report's country; null: it is not known.
    #[schema(required)]
    establishment_id: Option<Id>,
    /// The visit that whoever has the report wants made there; null: none. From a colleague, who may only correct the
    /// place, nothing is taken and an earlier wish for the same place stays.
    #[serde(default)]
    visit: Option<VisitWish>,
}

/// At which establishment the danger is, as it is kept now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlacedSafetyReport, example = json!({ "report_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60",
    "establishment_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" }))]
struct Placed {
    /// The report.
    report_id: Id,
    /// The establishment; of one that was merged, the one that stayed. What is wanted there is not repeated here: the
    /// answer that is kept for a repetition is as long with a wish as without.
    establishment_id: Option<Id>,
}

/// At which establishment the danger is, and what became of the wish for a visit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SafetyReportSite, example = json!({ "report_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60",
    "establishment_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "visit": { "urgency": "usual", "wanted_by": "2027-02-28",
        "state": "waiting", "is_late": false, "visit_id": null } }))]
struct ReportSite {
    /// The report.
    report_id: Id,
    /// The establishment; null: it is not known, or somebody else has the report.
    establishment_id: Option<Id>,
    /// The visit that is wanted there; null: none, or somebody else has the report.
    visit: Option<WantedVisit>,
}

/// Say at which establishment the danger of a safety report is, and whether a visit is wanted there.
///
/// It is sealed with the report. Nothing at the establishment shows it: no event, no version, no list; reports are counted
/// there from five on, as of the end of the month before. Of a report that stands behind another nothing is said: it is said
/// of that one.
///
/// A visit that is wanted comes into one of the next plans with others that are alike, by lot, so that neither the visit nor its day
/// points at anybody. Nothing of the visit ever says why it was made. Taking the report back or erasing it forgets the wish and
/// leaves a planned visit as it is. Who is in danger now is visited at once: `visit-rounds`.
#[utoipa::path(tag = "staff", operation_id = "place_safety_report",
    params(("id" = Id, Path, description = "The report.")),
    request_body = Placement,
    responses((status = 200, description = "Kept", body = Placed)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["report_withdrawn", "report_merged"]))))]
#[put("/staff/safety-reports/{id}/establishment")]
pub(super) async fn place_safety_report(
    by: Inspector,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<Placement>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let place = move |conn: &mut Conn| {
        let report = actions::find(conn, &by, id.0)?;
        if_match.check(&EntityTag::of_version(report.version))?;
        let site = Site {
            establishment: body.establishment_id,
            visit: body.visit,
        };
        let kept = actions::place(conn, &by, here.services(), (report, site), here.now())?;
        let tag = EntityTag::of_version(kept.report.version);
        let placed = Placed {
            report_id: kept.report.id,
            establishment_id: kept.establishment,
        };
        Ok(Answer::changed(&placed)?.tagged(&tag))
    };
    command.run(&context, originator, place).await
}

/// Read at which establishment the danger of a safety report is, and what became of the wish for a visit.
///
/// Only whoever has the report is told; the audit log says that it was opened.
#[utoipa::path(tag = "staff", operation_id = "get_safety_report_establishment",
    params(("id" = Id, Path, description = "The report.")),
    responses((status = 200, description = "Where it is", body = ReportSite)),
    extensions(("x-problems" = json!(["report_withdrawn"]))))]
#[get("/staff/safety-reports/{id}/establishment")]
pub(super) async fn get_safety_report_establishment(
    by: Inspector,
    id: PathOf<Id>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let find =
        move |conn: &mut Conn| actions::find_site(conn, &by, here.services(), id.0, here.now());
    let kept = context.db().write(find).await?;
    let tag = EntityTag::of_version(kept.report.version);
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(ReportSite {
            report_id: kept.report.id,
            establishment_id: kept.establishment,
            visit: kept.visit,
        }))
}
