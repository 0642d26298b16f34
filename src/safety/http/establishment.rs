//! At which establishment a report's danger is.

use actix_web::{HttpResponse, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::staff::Inspector;
use crate::platform::db::Conn;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::safety::actions;

/// At which establishment the danger is.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = SafetyReportPlacement,
    example = json!({ "establishment_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" }))]
struct Placement {
    /// An establishment of the report's country; null: it is not known.
    #[schema(required)]
    establishment_id: Option<Id>,
}

/// At which establishment the danger is, as it is kept now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlacedSafetyReport, example = json!({ "report_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60",
    "establishment_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f" }))]
struct Placed {
    /// The report.
    report_id: Id,
    /// The establishment; of one that was merged, the one that stayed.
    establishment_id: Option<Id>,
}

/// Say at which establishment the danger of a safety report is.
///
/// It is sealed with the report. Nothing at the establishment shows it: no event, no version, no list; reports are counted
/// there from five on, as of the end of the month before. Of a report that stands behind another nothing is said: it is said
/// of that one.
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
        let told = (report, body.establishment_id);
        let (report, meant) = actions::place(conn, &by, here.services(), told, here.now())?;
        let placed = Placed {
            report_id: report.id,
            establishment_id: meant,
        };
        Ok(Answer::changed(&placed)?.tagged(&EntityTag::of_version(report.version)))
    };
    command.run(&context, originator, place).await
}
