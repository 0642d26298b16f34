//! `/v1/receipt/safety-report/check-ins/{id}/answer`, and what the inspector is shown.

use actix_web::{HttpResponse, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::actions;
use super::model::Said;
use crate::check_ins::{CheckInAnswer, GivenAnswer, OwnCheckIn};
use crate::identity::{ReceiptHolder, SafetyReports};
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

const LOCATION: &str = "/v1/receipt/safety-report";

/// That a reporter said that things have become worse, or that somebody takes revenge.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetaliationSaid, example = json!({ "report_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "answer": "retaliation", "month": "2026-11" }))]
pub(in crate::safety) struct SaidShown {
    /// About which report: this one, or one that stands behind it.
    report_id: Id,
    /// What: `worse` or `retaliation`.
    answer: CheckInAnswer,
    /// In which month. By which way is not kept.
    #[schema(example = "2026-11")]
    month: String,
}

impl SaidShown {
    pub(in crate::safety) fn of((report_id, said): (Id, Said)) -> Self {
        let Said { answer, month } = said;
        Self {
            report_id,
            answer,
            month: month.to_string().chars().take(7).collect(),
        }
    }
}

/// Answer a check-in about a safety report.
///
/// The report's `check_ins` say what is asked. `worse` and `retaliation` are shown to the inspector who has the report, and
/// `retaliation` puts it among the most pressing. What was answered is not shown again.
#[utoipa::path(tag = "receipt", operation_id = "answer_safety_check_in",
    params(("check_in_id" = Id, Path, description = "The check-in.")),
    request_body = GivenAnswer,
    responses((status = 201, description = "Answered", body = OwnCheckIn)),
    extensions(("x-problems" = json!(["not_found", "report_withdrawn", "check_in_not_due",
        "check_in_answered"]))))]
#[post("/receipt/safety-report/check-ins/{check_in_id}/answer")]
pub(in crate::safety) async fn answer_safety_check_in(
    holder: ReceiptHolder<SafetyReports>,
    context: Context,
    id: PathOf<Id>,
    command: Command<GivenAnswer>,
) -> Result<HttpResponse, Problem> {
    let (given, command) = command.take_body();
    let (here, now, by) = (context.clone(), context.now(), holder.originator());
    let work = move |conn: &mut Conn| {
        let given = (id.0, given.answer);
        let answered = actions::answer(conn, here.services(), &holder, given, now)?;
        Answer::created(LOCATION.to_owned(), &answered)
    };
    command.run(&context, by, work).await
}
