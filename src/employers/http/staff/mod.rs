//! What those read and decide who look employers up.

mod accept;
mod join;
mod list;
mod open;
mod refuse;

pub(super) use accept::accept_employer_proposal;
pub(super) use join::join_employer_proposal;
pub(super) use list::list_employer_proposals;
pub(super) use open::get_employer_proposal;
pub(super) use refuse::refuse_employer_proposal;

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use crate::agencies::Followers;
use crate::employers::actions::{self, Desk};
use crate::employers::model::{Country, EmployerRefusal, ProposalStatus, Verdict};
use crate::employers::store::ProposalRow;
use crate::identity::Caller;
use crate::identity::permissions::DecideOnEmployers;
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::db::Conn;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// An employer whom a worker has named, without what the worker wrote.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-4d30-9a52-1a2b3c4d5e70", "country": "SG", "status": "open",
    "reason": null, "joined_into": null, "proposed_on": "2026-11-24", "decided_on": null
}))]
pub struct EmployerProposal {
    /// The employer's id, which is the proposal's.
    id: Id,
    /// The country in which the work is.
    #[schema(value_type = Country)]
    country: Country,
    /// What became of it.
    status: ProposalStatus,
    /// Why it has no page.
    #[schema(value_type = Option<EmployerRefusal>)]
    reason: Option<EmployerRefusal>,
    /// The employer that it turned out to be.
    joined_into: Option<Id>,
    /// The day on which it was named.
    proposed_on: Date,
    /// The day on which somebody decided.
    decided_on: Option<Date>,
}

impl From<ProposalRow> for EmployerProposal {
    fn from(row: ProposalRow) -> Self {
        Self {
            id: row.agency_id,
            country: Code::known(row.country),
            status: row.status,
            reason: row.reason.map(Code::known),
            joined_into: row.joined_into,
            proposed_on: row.proposed_on,
            decided_on: row.decided_on,
        }
    }
}

type Deciding = (Caller<DecideOnEmployers>, Id, IfMatch, Followers);

async fn decide(
    (by, proposal, if_match, followers): Deciding,
    verdict: Verdict,
    command: Command<()>,
    context: &Context,
) -> Result<HttpResponse, Problem> {
    let (originator, of_work) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let row = actions::get_to_decide(conn, &by, proposal, &verdict)?;
        if_match.check(&tag(&row))?;
        let desk = desk(&of_work);
        let row = actions::decide(conn, desk, &by, &row, &verdict, followers)?;
        let tag = tag(&row);
        Ok(Answer::changed(&EmployerProposal::from(row))?.tagged(&tag))
    };
    let answer = command.run(context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}

fn desk(context: &Context) -> Desk<'_> {
    Desk {
        services: context.services(),
        now: context.now(),
    }
}

/// The version that a later `If-Match` names.
fn tag(row: &ProposalRow) -> EntityTag {
    EntityTag::of_version(row.version)
}
