//! What a worker wrote about an employer.

use actix_web::http::header;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::{EmployerProposal, desk, tag};
use crate::agencies::Alike;
use crate::employers::actions::{self, Opened};
use crate::employers::model::{Content, Sector};
use crate::identity::Caller;
use crate::identity::permissions::DecideOnEmployers;
use crate::platform::code_lists::Code;
use crate::platform::db::Conn;
use crate::platform::http::{Context, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// What a worker wrote about an employer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposedContent {
    /// Its name.
    name: String,
    /// The city, or the address.
    place: String,
    /// What kind of place it is.
    what_it_is: String,
    /// The sector of the work.
    #[schema(value_type = Option<Sector>)]
    sector: Option<Sector>,
    /// Its website, or where else it can be found.
    found_at: Option<String>,
    /// Its number in a register of companies.
    registration_number: Option<String>,
}

impl From<Content> for ProposedContent {
    fn from(content: Content) -> Self {
        Self {
            name: content.name,
            place: content.place,
            what_it_is: content.what_it_is,
            sector: content.sector.map(Code::known),
            found_at: content.found_at,
            registration_number: content.registration_number,
        }
    }
}

/// An employer that may be the one that a worker names.
#[derive(Debug, Serialize, ToSchema)]
pub struct AlikeEmployer {
    /// The employer.
    id: Id,
    /// Its name.
    name: String,
    /// The city, or the address.
    place: Option<String>,
}

impl From<Alike> for AlikeEmployer {
    fn from(alike: Alike) -> Self {
        Self {
            id: alike.id,
            name: alike.name,
            place: alike.place,
        }
    }
}

/// A proposal with what the worker wrote.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedProposal {
    /// The proposal.
    #[serde(flatten)]
    proposal: EmployerProposal,
    /// What the worker wrote; null once somebody has decided, because it is deleted then.
    written: Option<ProposedContent>,
    /// Known employers of the country whose names resemble this one, the best match first.
    alike: Vec<AlikeEmployer>,
    /// Reviews of it that wait: they are published only after it is accepted or joined, and rejected when it
    /// is refused.
    reviews_waiting: i64,
}

impl From<Opened> for OpenedProposal {
    fn from(opened: Opened) -> Self {
        Self {
            proposal: opened.row.into(),
            written: opened.content.map(Into::into),
            alike: opened.alike.into_iter().map(Into::into).collect(),
            reviews_waiting: opened.waiting,
        }
    }
}

/// Open what a worker wrote about an employer.
///
/// That you opened it is written into the audit log.
#[utoipa::path(tag = "staff", operation_id = "get_employer_proposal",
    params(("proposal_id" = Id, Path, description = "The proposal")),
    responses((status = 200, description = "The proposal", body = OpenedProposal)))]
#[get("/staff/employers/proposals/{proposal_id}")]
pub(in crate::employers::http) async fn get_employer_proposal(
    by: Caller<DecideOnEmployers>,
    proposal: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let of_work = context.clone();
    // Opening is written down, so this read is a write.
    let work = move |conn: &mut Conn| actions::open(conn, desk(&of_work), &by, proposal.0);
    let opened = context.db().write(work).await?;
    let tag = tag(&opened.row);
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(OpenedProposal::from(opened)))
}
