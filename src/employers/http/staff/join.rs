//! Saying which known employer it is that a worker has named.

use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{EmployerProposal, decide};
use crate::agencies::Followers;
use crate::employers::model::Verdict;
use crate::identity::Caller;
use crate::identity::permissions::DecideOnEmployers;
use crate::platform::http::{Command, Context, IfMatch, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Which employer the proposed one is.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "employer_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e70" }))]
pub struct JoinEmployer {
    /// A known employer of the same country.
    employer_id: Id,
}

/// Say which known employer it is that a worker has named.
///
/// Its id means that employer from now on, and its reviews are that employer's. For good.
#[utoipa::path(tag = "staff", operation_id = "join_employer_proposal",
    params(("proposal_id" = Id, Path, description = "The proposal")),
    request_body = JoinEmployer,
    responses((status = 200, description = "Joined", body = EmployerProposal)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/employers/proposals/{proposal_id}/join")]
pub(in crate::employers::http) async fn join_employer_proposal(
    by: Caller<DecideOnEmployers>,
    proposal: PathOf<Id>,
    if_match: IfMatch,
    command: Command<JoinEmployer>,
    followers: web::Data<Followers>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (join, command) = command.take_body();
    let verdict = Verdict::Join(join.employer_id);
    let deciding = (by, proposal.0, if_match, *followers.get_ref());
    decide(deciding, verdict, command, &context).await
}
