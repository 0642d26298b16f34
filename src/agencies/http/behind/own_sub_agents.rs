//! What the representative of an agency says of who acts for it.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::super::licences::HistoryPage;
use super::staff_sub_agents::{SubAgent, tag};
use crate::agencies::Speakers;
use crate::agencies::behind::get_to_change;
use crate::agencies::behind::model::SourceOf;
use crate::agencies::behind::sub_agents::{self, Named, Reader, Said, SubAgentRow, Witness};
use crate::agencies::store::find_current;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::SpeakForAgency;
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{
    Answer, Bare, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf,
};
use crate::platform::ids::Id;
use crate::platform::phone::PhoneNumber;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem};
use crate::platform::text::Line;

type Short = Line<200>;

/// Refuses an agency for which the caller's organisation does not speak: others are not there.
fn speaking(
    conn: &mut Conn,
    speakers: Speakers,
    by: &Caller<SpeakForAgency>,
    agency: Id,
) -> Result<Id, Problem> {
    if (speakers.0)(conn, agency)? == Some(by.organisation()) {
        Ok(agency)
    } else {
        Err(Problem::new(&NOT_FOUND))
    }
}

/// The agency that this id means today, for who reads.
fn own(
    conn: &mut Conn,
    speakers: Speakers,
    by: &Caller<SpeakForAgency>,
    agency: Id,
) -> Result<Id, Problem> {
    let agency = find_current(conn, agency)?;
    let agency = agency.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    speaking(conn, speakers, by, agency)
}

/// The same for who writes: until the commit it is not joined into another one.
fn own_to_change(
    conn: &mut Conn,
    speakers: Speakers,
    by: &Caller<SpeakForAgency>,
    agency: Id,
) -> Result<Id, Problem> {
    let agency = get_to_change(conn, agency)?;
    speaking(conn, speakers, by, agency)
}

/// List who is said to act for the agency for which one speaks, oldest first.
#[utoipa::path(tag = "staff", operation_id = "list_own_sub_agents",
    params(("agency_id" = Id, Path, description = "The agency."), HistoryPage),
    responses((status = 200, description = "Sub-agents", body = Page<SubAgent>)))]
#[get("/staff/agencies/{agency_id}/own-sub-agents")]
pub(super) async fn list_own_sub_agents(
    by: Caller<SpeakForAgency>,
    agency: PathOf<Id>,
    query: QueryOf<HistoryPage>,
    speakers: web::Data<Speakers>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let page: PageQuery = query.0.into();
    let cursors = Cursors::of(&context, &request);
    let after: Option<Id> = cursors.position(&page)?;
    let (rows, speakers) = (page.rows(), *speakers.get_ref());
    let read = move |conn: &mut Conn| -> Result<Vec<SubAgentRow>, Problem> {
        let agency = own(conn, speakers, &by, agency.0)?;
        Ok(sub_agents::list(
            conn,
            agency,
            Reader::Trusted,
            after,
            rows,
        )?)
    };
    let rows = context.db().read_snapshot(read).await?;
    let shown = |row: SubAgentRow| SubAgent::from(&row);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, |row| row.id, shown)))
}

/// Somebody who is said to act for an agency, with the name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60", "is_person": true,
    "standing": "claimed", "by_register": false, "recorded_on": "2026-11-20",
    "answered_on": null, "name": "A made-up name", "telephone": "+639170000000"
}))]
pub struct OpenedSubAgent {
    /// How it stands.
    #[serde(flatten)]
    sub_agent: SubAgent,
    /// The name.
    name: String,
    /// The telephone.
    telephone: Option<PhoneNumber>,
}

/// Open who is said to act for the agency for which one speaks.
///
/// That you opened it is written into the audit log. Who said so is not told.
#[utoipa::path(tag = "staff", operation_id = "get_own_sub_agent",
    params(("agency_id" = Id, Path, description = "The agency."),
        ("sub_agent_id" = Id, Path, description = "Who.")),
    responses((status = 200, description = "The sub-agent", body = OpenedSubAgent)))]
#[get("/staff/agencies/{agency_id}/own-sub-agents/{sub_agent_id}")]
pub(super) async fn get_own_sub_agent(
    by: Caller<SpeakForAgency>,
    of: PathOf<(Id, Id)>,
    speakers: web::Data<Speakers>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (of_job, speakers) = (context.clone(), *speakers.get_ref());
    // Opening is written down, so this read is a write.
    let work = move |conn: &mut Conn| -> Result<(SubAgentRow, Named), Problem> {
        let agency = own(conn, speakers, &by, of.0.0)?;
        let row = sub_agents::get(conn, agency, of.0.1)?;
        let named = sub_agents::open(conn, of_job.services(), &row)?;
        by.record(
            conn,
            of_job.now(),
            Action::Opened,
            Subject::SubAgent,
            row.id,
            None,
        )?;
        Ok((row, named))
    };
    let (row, named) = context.db().write(work).await?;
    let opened = OpenedSubAgent {
        sub_agent: SubAgent::from(&row),
        name: named.name,
        telephone: named.telephone,
    };
    let tag = (header::ETAG, tag(&row).to_string());
    Ok(HttpResponse::Ok().insert_header(tag).json(opened))
}

/// Somebody who acts for the own agency.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Village Desk (made up)", "is_person": false, "telephone": "+639170000000"
}))]
pub struct NewOwnSubAgent {
    /// The name. Who asks for it is told that it is confirmed; see `POST`.
    #[schema(value_type = Short)]
    name: Short,
    /// Whether it is a person.
    is_person: bool,
    /// The telephone. It is not published; who asks for it is told that it is confirmed.
    telephone: Option<PhoneNumber>,
}

impl NewOwnSubAgent {
    fn said(self, today: Date) -> Result<Said, Problem> {
        let name = Line::try_from("The agency").map_err(|error| {
            tracing::error!(%error, "The name of a source is refused");
            Problem::new(&INTERNAL_ERROR)
        })?;
        Ok(Said {
            named: Named {
                name: self.name.into_inner(),
                telephone: self.telephone,
            },
            is_person: self.is_person,
            by: Witness::Agency,
            source: SourceOf {
                name,
                url: None,
                retrieved_on: today,
            },
        })
    }
}

/// Name somebody who acts for the agency for which one speaks.
///
/// It is confirmed by that, for who asks for the very name or telephone; so is who was said to act for it under this
/// name. The public list names a company only after whoever looks after the registers has written its name as
/// well, and a person only when a public register does. What a public register says stays as it is.
#[utoipa::path(tag = "staff", operation_id = "name_own_sub_agent",
    params(("agency_id" = Id, Path, description = "The agency.")),
    request_body = NewOwnSubAgent,
    responses((status = 201, description = "Confirmed", body = SubAgent)))]
#[post("/staff/agencies/{agency_id}/own-sub-agents")]
pub(super) async fn name_own_sub_agent(
    by: Caller<SpeakForAgency>,
    agency: PathOf<Id>,
    command: Command<NewOwnSubAgent>,
    speakers: web::Data<Speakers>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, of_job) = (by.originator(), context.clone());
    let speakers = *speakers.get_ref();
    let work = move |conn: &mut Conn| {
        let now = of_job.now();
        let agency = own_to_change(conn, speakers, &by, agency.0)?;
        let said = new.said(now.date())?;
        let (row, _) = sub_agents::put(conn, of_job.services(), agency, &said, now)?;
        let standing = Some(row.standing.as_str());
        by.record(
            conn,
            now,
            Action::Stated,
            Subject::SubAgent,
            row.id,
            standing,
        )?;
        let location = format!("/v1/staff/agencies/{agency}/own-sub-agents/{}", row.id);
        Ok(Answer::created(location, &SubAgent::from(&row))?.tagged(&tag(&row)))
    };
    let answer = command.run(&context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Confirm that somebody acts for the agency for which one speaks.
///
/// Who asks for the very name or telephone is told so. A company is listed by that, a person is not.
#[utoipa::path(tag = "staff", operation_id = "confirm_own_sub_agent",
    params(("agency_id" = Id, Path, description = "The agency."),
        ("sub_agent_id" = Id, Path, description = "Who.")),
    responses((status = 200, description = "Confirmed", body = SubAgent)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/agencies/{agency_id}/own-sub-agents/{sub_agent_id}/confirm")]
pub(super) async fn confirm_own_sub_agent(
    by: Caller<SpeakForAgency>,
    of: PathOf<(Id, Id)>,
    if_match: IfMatch,
    command: Bare,
    speakers: web::Data<Speakers>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let verdict = (if_match, true);
    decide(by, of.0, verdict, command, *speakers.get_ref(), context).await
}

/// Deny that somebody acts for the agency for which one speaks.
///
/// A denial is shown to who asks. What a public register says cannot be denied here.
#[utoipa::path(tag = "staff", operation_id = "deny_own_sub_agent",
    params(("agency_id" = Id, Path, description = "The agency."),
        ("sub_agent_id" = Id, Path, description = "Who.")),
    responses((status = 200, description = "Denied", body = SubAgent)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/agencies/{agency_id}/own-sub-agents/{sub_agent_id}/deny")]
pub(super) async fn deny_own_sub_agent(
    by: Caller<SpeakForAgency>,
    of: PathOf<(Id, Id)>,
    if_match: IfMatch,
    command: Bare,
    speakers: web::Data<Speakers>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let verdict = (if_match, false);
    decide(by, of.0, verdict, command, *speakers.get_ref(), context).await
}

async fn decide(
    by: Caller<SpeakForAgency>,
    (agency, id): (Id, Id),
    (if_match, yes): (IfMatch, bool),
    command: Bare,
    speakers: Speakers,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (originator, now) = (by.originator(), context.now());
    let work = move |conn: &mut Conn| {
        let agency = own_to_change(conn, speakers, &by, agency)?;
        let check = |row: &SubAgentRow| if_match.check(&tag(row));
        let row = sub_agents::answer(conn, (agency, id), yes, now.date(), check)?;
        let word = Some(row.standing.as_str());
        by.record(conn, now, Action::MovedOn, Subject::SubAgent, row.id, word)?;
        Ok(Answer::changed(&SubAgent::from(&row))?.tagged(&tag(&row)))
    };
    let answer = command.run(&context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}
