//! The queue of employers whom workers have named.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Deserialize;

use super::EmployerProposal;
use crate::claims;
use crate::employers::model::{Country, ProposalStatus};
use crate::employers::store::{self, ProposalRow, QueueFilter};
use crate::identity::Caller;
use crate::identity::permissions::DecideOnEmployers;
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, Page, PageQuery, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Which proposals are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedProposals {
    /// What became of them; `open` when left out.
    #[param(inline)]
    status: Option<ProposalStatus>,
    /// In this country.
    #[param(value_type = Option<Country>, example = "SG")]
    country: Option<Country>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List employers whom workers have named, oldest day first.
///
/// Those in whom you have an interest are not among them.
#[utoipa::path(tag = "staff", operation_id = "list_employer_proposals", params(WantedProposals),
    responses((status = 200, description = "Proposals", body = Page<EmployerProposal>)))]
#[get("/staff/employers/proposals")]
pub(in crate::employers::http) async fn list_employer_proposals(
    by: Caller<DecideOnEmployers>,
    query: QueryOf<WantedProposals>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = query.0;
    let page = PageQuery {
        limit: wanted.limit,
        cursor: wanted.cursor,
    };
    let cursors = Cursors::of(&context, &request);
    let after: Option<(Date, Id)> = cursors.position(&page)?;
    let rows = page.rows();
    let read = move |conn: &mut Conn| {
        let filter = QueueFilter {
            status: wanted.status.unwrap_or(ProposalStatus::Open),
            country: wanted.country.map(Code::into_inner),
            except: claims::interests(conn, &by)?,
        };
        store::queue(conn, &filter, after, rows)
    };
    let rows = context.db().read_snapshot(read).await?;
    let position = |row: &ProposalRow| (row.proposed_on, row.agency_id);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, position, EmployerProposal::from)))
}
