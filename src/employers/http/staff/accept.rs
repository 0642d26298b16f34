//! Giving an employer whom a worker has named a page.

use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::{EmployerProposal, decide};
use crate::agencies::{Followers, LookedUp};
use crate::employers::model::{EmployerName, EmployerPlace, RegistrationNumber, Sector, Verdict};
use crate::identity::Caller;
use crate::identity::permissions::DecideOnEmployers;
use crate::platform::code_lists::Code;
use crate::platform::http::{Command, Context, IfMatch, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem};
use crate::platform::text::Line;

/// An address on the web.
type WebAddress = Line<500>;
/// What a source is called.
type SourceName = Line<200>;

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
pub(in crate::employers::http) async fn accept_employer_proposal(
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
