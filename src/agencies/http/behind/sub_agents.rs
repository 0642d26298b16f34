//! Who acts for an agency: what anybody reads, and what is told to who asks for one name or number.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::licences::HistoryPage;
use super::super::show::Show;
use crate::agencies::behind::model::SourceOf;
use crate::agencies::behind::sub_agents::{
    self, Asked, Named, Reader, SubAgentRow, SubAgentStanding, Weight, Witness,
};
use crate::agencies::model::EntryKind;
use crate::agencies::store::find_of_kind;
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, ListName as _, SubAgentAnswers, SubAgentWitnesses};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::phone::PhoneNumber;
use crate::platform::problem::{Fault, NOT_FOUND, Problem};
use crate::platform::text::Line;

type SubAgentAnswerCode = Code<SubAgentAnswers>;
type WitnessCode = Code<SubAgentWitnesses>;

/// The answer about somebody of whom nothing is known.
const NOT_KNOWN: &str = "not_known";

/// Somebody who acts for an agency, or a company of which the agency denies it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "name": "Village Desk (made up)",
    "is_person": false, "standing": "confirmed",
    "standing_label": "Confirmed: acts for this agency", "said_by": "agency",
    "said_by_label": "The agency", "answered_on": "2026-11-20", "source": null
}))]
pub struct AgencySubAgent {
    /// Names it here.
    pub id: Id,
    /// The name.
    pub name: String,
    /// Whether it is a person.
    pub is_person: bool,
    /// How it stands.
    pub standing: SubAgentAnswerCode,
    /// The same in the caller's language.
    pub standing_label: String,
    /// Who says so.
    pub said_by: WitnessCode,
    /// The same in the caller's language.
    pub said_by_label: String,
    /// The day on which the agency said so.
    pub answered_on: Option<Date>,
    /// The public register that says so.
    pub source: Option<SourceOf>,
}

/// Who says how it stands: what a claim rests on is not told, because it may be a worker.
const fn speaker(row: &SubAgentRow) -> Option<Witness> {
    match row.stand().weight() {
        Weight::Register => Some(Witness::Register),
        Weight::Agency => Some(Witness::Agency),
        Weight::Hearsay => None,
    }
}

fn public_source(row: &SubAgentRow) -> Result<Option<SourceOf>, Problem> {
    let is_public = row.said_by == Witness::Register;
    is_public.then(|| row.source()).transpose()
}

impl AgencySubAgent {
    fn of(show: &Show<'_>, (row, named): (SubAgentRow, Named)) -> Result<Self, Problem> {
        // One that is only claimed is in no list.
        let said_by = speaker(&row).unwrap_or(Witness::Agency).as_str();
        Ok(Self {
            source: public_source(&row)?,
            id: row.id,
            name: named.name,
            is_person: row.is_person,
            standing_label: show.label(SubAgentAnswers::NAME, row.standing.as_str()),
            standing: Code::known(row.standing.as_str().to_owned()),
            said_by_label: show.label(SubAgentWitnesses::NAME, said_by),
            said_by: Code::known(said_by.to_owned()),
            answered_on: row.answered_on,
        })
    }
}

/// List who acts for an agency, as a public register or the agency says.
///
/// Companies of which the agency denies it are shown as well. A person is listed only when a public register
/// says so, and a company not when nobody but the agency has written its name here: ask `/sub-agents/check`,
/// which knows them all.
#[utoipa::path(tag = "agencies", operation_id = "list_agency_sub_agents",
    params(("agency_id" = Id, Path, description = "The agency."), HistoryPage),
    responses((status = 200, description = "Sub-agents", body = Page<AgencySubAgent>)))]
#[get("/agencies/{agency_id}/sub-agents")]
pub(super) async fn list_agency_sub_agents(
    agency: PathOf<Id>,
    query: QueryOf<HistoryPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let found = find(&context, &cursors, agency.0, query.0.into());
    answer(&context, &request, found).await
}

async fn find(
    context: &Context,
    cursors: &Cursors,
    agency: Id,
    page: PageQuery,
) -> Result<Found<Page<AgencySubAgent>>, Problem> {
    let after: Option<Id> = cursors.position(&page)?;
    let (rows, of_job) = (page.rows(), context.clone());
    let read = move |conn: &mut Conn| -> Result<Vec<(SubAgentRow, Named)>, Problem> {
        let agency = find_of_kind(conn, agency, EntryKind::RecruitmentAgency)?
            .ok_or_else(|| Problem::new(&NOT_FOUND))?;
        let rows = sub_agents::list(conn, agency, Reader::Public, after, rows)?;
        let public = rows.into_iter().filter(SubAgentRow::is_public);
        let opened = public.map(|row| {
            let named = sub_agents::open(conn, of_job.services(), &row)?;
            Ok((row, named))
        });
        opened.collect()
    };
    let rows = context.db().read_snapshot(read).await?;
    let show = Show::of(context);
    let position = |row: &(SubAgentRow, Named)| row.0.id;
    let page = cursors.try_page(&page, rows, position, |row| AgencySubAgent::of(&show, row))?;
    // A name that is taken out must be gone soon, wherever the list was kept.
    Ok(show.found(page).not_shown_when_old())
}

/// Who is asked about: one of the two.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CheckSubAgent {
    /// The whole name, as they gave it.
    #[param(inline, example = "Village Desk (made up)")]
    name: Option<Line<200>>,
    /// The telephone, in the international form.
    #[param(inline, example = "+639170000000")]
    telephone: Option<PhoneNumber>,
}

impl CheckSubAgent {
    fn asked(self) -> Result<Asked, Problem> {
        match (self.name, self.telephone) {
            (Some(name), None) => Ok(Asked::Name(name.into_inner())),
            (None, Some(telephone)) => Ok(Asked::Telephone(telephone)),
            (None, None) => Err(fault("/query/name", "missing_member")),
            (Some(_), Some(_)) => Err(fault("/query/telephone", "given_twice")),
        }
    }
}

fn fault(at: &'static str, code: &'static str) -> Problem {
    Problem::invalid(vec![Fault::new(at, code)])
}

/// Whether somebody acts for an agency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "answer": "denied",
    "answer_label": "The agency denies it",
    "statement": "This agency says that they do not act for it. Pay nothing, and give no document.",
    "said_by": "agency", "said_by_label": "The agency", "answered_on": "2026-11-20", "source": null
}))]
pub struct SubAgentCheck {
    /// The agency.
    pub agency_id: Id,
    /// The answer.
    pub answer: SubAgentAnswerCode,
    /// The same in the caller's language.
    pub answer_label: String,
    /// The answer as a sentence for the worker, in the caller's language.
    pub statement: String,
    /// Who says so; null when nothing is known.
    pub said_by: Option<WitnessCode>,
    /// The same in the caller's language.
    pub said_by_label: Option<String>,
    /// The day on which the agency said so.
    pub answered_on: Option<Date>,
    /// The public register that says so.
    pub source: Option<SourceOf>,
}

/// Does somebody act for this agency?
///
/// Only who gives the whole name or the telephone is told how it stands; names that were only said
/// are listed nowhere. That somebody is not known here does not mean that they do not act for it.
#[utoipa::path(tag = "agencies", operation_id = "check_sub_agent",
    params(("agency_id" = Id, Path, description = "The agency."), CheckSubAgent),
    responses((status = 200, description = "The answer", body = SubAgentCheck)),
    extensions(("x-problems" = json!(["invalid_request"]))))]
#[get("/agencies/{agency_id}/sub-agents/check")]
pub(super) async fn check_sub_agent(
    agency: PathOf<Id>,
    query: QueryOf<CheckSubAgent>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (asked, of_job) = (query.0.asked()?, context.clone());
    let read = move |conn: &mut Conn| -> Result<(Id, Option<SubAgentRow>), Problem> {
        let agency = find_of_kind(conn, agency.0, EntryKind::RecruitmentAgency)?
            .ok_or_else(|| Problem::new(&NOT_FOUND))?;
        let lookup = &of_job.services().lookup;
        Ok((
            agency,
            sub_agents::find_asked(conn, lookup, agency, &asked)?,
        ))
    };
    let (agency, found) = context.db().read_snapshot(read).await?;
    let show = Show::of(&context);
    // About a person, so it is kept by nobody on the way.
    Ok(HttpResponse::Ok().json(SubAgentCheck::of(&show, agency, found.as_ref())?))
}

impl SubAgentCheck {
    fn of(show: &Show<'_>, agency: Id, found: Option<&SubAgentRow>) -> Result<Self, Problem> {
        let answer = found.map_or(NOT_KNOWN, |row| row.standing.as_str());
        let text = match found.map(|row| row.standing) {
            Some(SubAgentStanding::Confirmed) => "sub-agent-confirmed",
            Some(SubAgentStanding::Claimed) => "sub-agent-claimed",
            Some(SubAgentStanding::Denied) => "sub-agent-denied",
            None => "sub-agent-not-known",
        };
        let said_by = found.and_then(|row| speaker(row).map(Witness::as_str));
        Ok(Self {
            agency_id: agency,
            answer_label: show.label(SubAgentAnswers::NAME, answer),
            answer: Code::known(answer.to_owned()),
            statement: show.text(text, &Vec::new()),
            said_by_label: said_by.map(|code| show.label(SubAgentWitnesses::NAME, code)),
            said_by: said_by.map(|code| Code::known(code.to_owned())),
            answered_on: found.and_then(|row| row.answered_on),
            source: found.map(public_source).transpose()?.flatten(),
        })
    }
}
