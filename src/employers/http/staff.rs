//! What those read and decide who look employers up.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::agencies::{Alike, Followers, LookedUp};
use crate::employers::actions::{self, Desk, Opened};
use crate::employers::model::{
    Content, Country, EmployerName, EmployerPlace, EmployerRefusal, ProposalStatus,
    RegistrationNumber, Sector, Verdict,
};
use crate::employers::store::{self, ProposalRow, QueueFilter};
use crate::identity::Caller;
use crate::identity::permissions::DecideOnEmployers;
use crate::platform::clock::Date;
use crate::platform::code_lists::Code;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem};
use crate::platform::text::Line;

/// An address on the web.
type WebAddress = Line<500>;
/// What a source is called.
type SourceName = Line<200>;

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

/// List employers whom workers have named, oldest day first.
#[utoipa::path(tag = "staff", operation_id = "list_employer_proposals", params(WantedProposals),
    responses((status = 200, description = "Proposals", body = Page<EmployerProposal>)))]
#[get("/staff/employers/proposals")]
pub(super) async fn list_employer_proposals(
    _by: Caller<DecideOnEmployers>,
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
    let filter = QueueFilter {
        status: wanted.status.unwrap_or(ProposalStatus::Open),
        country: wanted.country.map(Code::into_inner),
    };
    let rows = page.rows();
    let read = move |conn: &mut Conn| store::queue(conn, &filter, after, rows);
    let rows = context.db().read(read).await?;
    let position = |row: &ProposalRow| (row.proposed_on, row.agency_id);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, position, EmployerProposal::from)))
}

/// Open what a worker wrote about an employer.
///
/// That you opened it is written into the audit log.
#[utoipa::path(tag = "staff", operation_id = "get_employer_proposal",
    params(("proposal_id" = Id, Path, description = "The proposal")),
    responses((status = 200, description = "The proposal", body = OpenedProposal)))]
#[get("/staff/employers/proposals/{proposal_id}")]
pub(super) async fn get_employer_proposal(
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

/// Where somebody has looked an employer up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEmployerSource {
    /// What it is: a register of companies, the employer's own site.
    #[schema(value_type = SourceName)]
    name: SourceName,
    /// Its address on the web.
    #[schema(value_type = WebAddress)]
    url: WebAddress,
}

/// What is public of an employer. It is written by who looked it up, not by the worker.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "MERIDIAN SAMPLE SHIPYARD PTE. LTD.",
    "alternate_names": ["Meridian Yard"],
    "place": "Jurong, Singapore",
    "sector": "C",
    "registration_number": "202600000Z",
    "source": { "name": "A register of companies", "url": "https://tulay.example/companies/202600000Z" }
}))]
pub struct AcceptEmployer {
    /// Its name, as the source has it.
    #[schema(value_type = EmployerName)]
    name: EmployerName,
    /// Other names under which workers know it.
    #[serde(default)]
    #[schema(value_type = Vec<EmployerName>, max_items = 10)]
    alternate_names: Vec<EmployerName>,
    /// The city, or the address.
    #[schema(value_type = Option<EmployerPlace>)]
    place: Option<EmployerPlace>,
    /// The sector of the work.
    #[schema(value_type = Option<Sector>)]
    sector: Option<Sector>,
    /// Its website.
    #[schema(value_type = Option<WebAddress>)]
    website: Option<WebAddress>,
    /// Its number in a register of companies.
    #[schema(value_type = Option<RegistrationNumber>)]
    registration_number: Option<RegistrationNumber>,
    /// Where you found that it exists and is no private person; its page shows it.
    source: NewEmployerSource,
}

impl AcceptEmployer {
    /// Everything that is no address on the web.
    fn faults(&self) -> Vec<Fault> {
        let website = self.website.as_ref().map(|url| ("/website", url));
        let all = website
            .into_iter()
            .chain([("/source/url", &self.source.url)]);
        let broken = all.filter(|(_, text)| !is_web(text.as_str()));
        broken
            .map(|(at, _)| Fault::new(at, "not_a_web_address"))
            .collect()
    }
}

fn is_web(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| {
        let is_plain = url.username().is_empty() && url.password().is_none();
        matches!(url.scheme(), "http" | "https") && url.has_host() && is_plain
    })
}

impl From<AcceptEmployer> for LookedUp {
    fn from(accept: AcceptEmployer) -> Self {
        let names = accept.alternate_names.into_iter();
        Self {
            name: accept.name.into_inner(),
            alternate_names: names.map(EmployerName::into_inner).collect(),
            place: accept.place.map(EmployerPlace::into_inner),
            sector: accept.sector.map(Code::into_inner),
            website: accept.website.map(WebAddress::into_inner),
            registration_number: accept
                .registration_number
                .map(RegistrationNumber::into_inner),
            source_name: accept.source.name.into_inner(),
            source_url: accept.source.url.into_inner(),
        }
    }
}

/// Give an employer whom a worker has named a page.
///
/// Only an organisation that a public source tells of: never a private household, and no person. Reviews
/// of it can be published from now on.
#[utoipa::path(tag = "staff", operation_id = "accept_employer_proposal",
    params(("proposal_id" = Id, Path, description = "The proposal")),
    request_body = AcceptEmployer,
    responses((status = 200, description = "Accepted", body = EmployerProposal)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/employers/proposals/{proposal_id}/accept")]
pub(super) async fn accept_employer_proposal(
    by: Caller<DecideOnEmployers>,
    proposal: PathOf<Id>,
    if_match: IfMatch,
    command: Command<AcceptEmployer>,
    followers: web::Data<Followers>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (accept, command) = command.take_body();
    let faults = accept.faults();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let verdict = Verdict::Accept(Box::new(accept.into()));
    let deciding = (by, proposal.0, if_match, *followers.get_ref());
    decide(deciding, verdict, command, &context).await
}

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
pub(super) async fn join_employer_proposal(
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
pub(super) async fn refuse_employer_proposal(
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

type Deciding = (Caller<DecideOnEmployers>, Id, IfMatch, Followers);

async fn decide(
    (by, proposal, if_match, followers): Deciding,
    verdict: Verdict,
    command: Command<()>,
    context: &Context,
) -> Result<HttpResponse, Problem> {
    let (originator, of_work) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let row = actions::get_for(conn, &by, proposal)?;
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
