//! `/v1/receipt/safety-report/reference`: what the reporter passes on to others who saw it too.

use actix_web::{HttpResponse, delete, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::receipt::Holder;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::{Answer, Context};
use crate::platform::problem::Problem;
use crate::safety::actions::{self, Reference};

/// What the reporter passes on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SafetyReportReference)]
struct Passed {
    /// The reference. Whoever has it can say that they saw the danger too, and learns nothing else; but having it shows
    /// that somebody reported it. It is shown only now.
    reference: Reference,
}

/// Make a reference to pass on to others who saw the danger too.
///
/// They name it at `POST /v1/safety-corroborations`. An earlier one names nothing any more.
#[utoipa::path(tag = "receipt", operation_id = "make_safety_reference",
    responses((status = 201, description = "The reference", body = Passed)),
    extensions(("x-problems" = json!(["idempotency_key_missing", "report_withdrawn"])), ("x-needs-key" = json!(true))))]
#[post("/receipt/safety-report/reference")]
pub(super) async fn make_safety_reference(
    holder: Holder,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (by, of_job) = (holder.originator(), context.clone());
    let make = move |conn: &mut Conn| {
        let reference = actions::make_reference(conn, &holder, of_job.services())?;
        Answer::created(
            "/v1/receipt/safety-report".to_owned(),
            &Passed { reference },
        )
    };
    command.keyed()?.run(&context, by, make).await
}

/// Take the reference back: it names nothing any more. What others said with it stays.
#[utoipa::path(tag = "receipt", operation_id = "take_safety_reference_back",
    responses((status = 204, description = "Taken back")))]
#[delete("/receipt/safety-report/reference")]
pub(super) async fn take_safety_reference_back(
    holder: Holder,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let by = holder.originator();
    let take = move |conn: &mut Conn| {
        actions::take_reference_back(conn, &holder)?;
        Ok(Answer::done())
    };
    command.run(&context, by, take).await
}
