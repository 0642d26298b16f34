//! `/v1/staff/duty-contacts`: who is called first.

use actix_web::{HttpResponse, get, put};

use crate::danger::{Duty, Roster, http};
use crate::identity::Caller;
use crate::identity::permissions::{Administer, AnswerDanger};
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Command, Context, IfMatch, QueryOf};
use crate::platform::problem::Problem;

/// Read who of the own organisation is called when somebody is in danger.
#[utoipa::path(tag = "staff", operation_id = "get_duty_roster",
    responses((status = 200, description = "The roster", body = Roster)))]
#[get("/staff/duty-contacts")]
pub(super) async fn get_duty_roster(
    caller: Caller<AnswerDanger>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let of = (caller.organisation(), Duty::AssistanceRequests);
    http::read_roster(&context, of).await
}

/// Write who of the own organisation is called when somebody is in danger.
///
/// The whole roster, in the order in which people are called. The version of one that was never written is
/// `"v0"`, as reading it says.
#[utoipa::path(tag = "staff", operation_id = "put_duty_roster",
    request_body = Roster,
    responses((status = 200, description = "Written", body = Roster)),
    extensions(("x-if-match" = json!(true))))]
#[put("/staff/duty-contacts")]
pub(super) async fn put_duty_roster(
    caller: Caller<Administer>,
    context: Context,
    seen: IfMatch,
    command: Command<Roster>,
) -> Result<HttpResponse, Problem> {
    let by = (caller, Duty::AssistanceRequests);
    http::write_roster(&context, by, seen, command).await
}
