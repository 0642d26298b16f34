//! Refusing an employer whom a worker has named.

use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{EmployerProposal, decide};
use crate::agencies::Followers;
use crate::employers::model::{EmployerRefusal, Verdict};
use crate::identity::Caller;
use crate::identity::permissions::DecideOnEmployers;
use crate::platform::http::{Command, Context, IfMatch, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Why an employer has no page.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "private_household" }))]
pub struct RefuseEmployer {
    /// The reason.
    #[schema(value_type = EmployerRefusal)]
    reason: EmployerRefusal,
}

/// Refuse an employer whom a worker has named.
///
/// Its reviews that wait are rejected with the reason `employer_refused`, which their authors read with
/// where else to turn. One that is known already is joined instead, so that its reviews are not lost. One
/// that was accepted and turns out to be a private person is refused, too: its page and its reviews are
/// taken down.
#[utoipa::path(tag = "staff", operation_id = "refuse_employer_proposal",
    params(("proposal_id" = Id, Path, description = "The proposal")),
    request_body = RefuseEmployer,
    responses((status = 200, description = "Refused", body = EmployerProposal)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/employers/proposals/{proposal_id}/refuse")]
pub(in crate::employers::http) async fn refuse_employer_proposal(
    by: Caller<DecideOnEmployers>,
    proposal: PathOf<Id>,
    if_match: IfMatch,
    command: Command<RefuseEmployer>,
    followers: web::Data<Followers>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (refuse, command) = command.take_body();
    let verdict = Verdict::Refuse(refuse.reason);
    let deciding = (by, proposal.0, if_match, *followers.get_ref());
    decide(deciding, verdict, command, &context).await
}
