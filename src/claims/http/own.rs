//! What the representatives of agencies do.

use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{AgencyClaim, tag};
use crate::claims::actions;
use crate::claims::model::{EvidenceReference, Statement};
use crate::claims::store::{self, ClaimRow};
use crate::identity::Caller;
use crate::identity::permissions::SpeakForAgency;
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, Page, PageQuery, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// A claim to speak for an agency.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "statement": "I am the secretary of this agency and answer for it.",
    "evidence": "Certificate 00C0000 of the licensing authority; call the office to confirm"
}))]
pub struct NewAgencyClaim {
    /// The agency, or the employer.
    agency_id: Id,
    /// Who you are in the agency. Only moderators read it.
    #[schema(value_type = Statement)]
    statement: Statement,
    /// Where the evidence is found: the number of a certificate, an entry of a public register, an
    /// address at the agency's own domain. No identity document is asked for.
    #[schema(value_type = EvidenceReference)]
    evidence: EvidenceReference,
}

/// Claim the profile of an agency or employer for one's own organisation.
///
/// What is said here of agencies holds for employers, too. A moderator reads it. Until it is approved nothing follows from it. An agency that another
/// organisation already speaks for can be claimed as well; a moderator sees that it is contested.
#[utoipa::path(tag = "staff", operation_id = "file_agency_claim",
    request_body = NewAgencyClaim,
    responses((status = 201, description = "Stored; it waits for a moderator", body = AgencyClaim)),
    extensions(("x-problems" = json!(["claim_repeated", "too_many_claims"]))))]
#[post("/staff/agency-claims")]
pub(super) async fn file_agency_claim(
    representative: Caller<SpeakForAgency>,
    command: Command<NewAgencyClaim>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (vault, now, id) = (
        context.services().vault.clone(),
        context.now(),
        context.new_id(),
    );
    let by = representative.originator();
    let work = move |conn: &mut Conn| {
        let (of, said) = ((id, new.agency_id), (new.statement, new.evidence));
        let claim = actions::file(conn, &vault, &representative, of, said, now)?;
        let tag = tag(&claim);
        let location = "/v1/staff/own-agency-claims".to_owned();
        Ok(Answer::created(location, &AgencyClaim::from(claim))?.tagged(&tag))
    };
    command.run(&context, by, work).await
}

/// Which page of a list is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedPage {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

impl WantedPage {
    pub(super) fn into_page(self) -> PageQuery {
        PageQuery {
            limit: self.limit,
            cursor: self.cursor,
        }
    }
}

/// List the claims of one's own organisation, newest day first.
#[utoipa::path(tag = "staff", operation_id = "list_own_agency_claims", params(WantedPage),
    responses((status = 200, description = "Claims", body = Page<AgencyClaim>)))]
#[get("/staff/own-agency-claims")]
pub(super) async fn list_own_agency_claims(
    representative: Caller<SpeakForAgency>,
    query: QueryOf<WantedPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let cursors = Cursors::of(&context, &request);
    let after: Option<(Date, Id)> = cursors.position(&page)?;
    let (rows, own) = (page.rows(), representative.organisation());
    let read = move |conn: &mut Conn| store::list_own(conn, own, after, rows);
    let rows = context.db().read(read).await?;
    let position = |row: &ClaimRow| (row.filed_on, row.id);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, position, AgencyClaim::from)))
}
