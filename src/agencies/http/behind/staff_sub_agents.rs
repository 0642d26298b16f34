//! Stating that somebody is said to act for an agency, for who looks after the registers.

use actix_web::{HttpResponse, delete, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::agencies::behind::model::SourceOf;
use crate::agencies::behind::sub_agents::{
    self, Named, Said, SubAgentRow, SubAgentStanding, Witness,
};
use crate::agencies::impartial::Impartial;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::TendAgencies;
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Bare, Command, Context, PathOf};
use crate::platform::ids::Id;
use crate::platform::phone::PhoneNumber;
use crate::platform::problem::{Fault, Problem};
use crate::platform::text::Line;
use crate::text_enum;

type Short = Line<200>;

text_enum! {
    /// Who says that somebody acts for an agency.
    pub enum Reported {
        /// A public register: it is confirmed.
        Register => "register",
        /// They themselves.
        SubAgent => "sub_agent",
        /// A worker.
        Worker => "worker",
    }
}

impl Reported {
    const fn witness(self) -> Witness {
        match self {
            Self::Register => Witness::Register,
            Self::SubAgent => Witness::SubAgent,
            Self::Worker => Witness::Worker,
        }
    }
}

/// Somebody who is said to act for an agency.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Village Desk (made up)", "is_person": false, "telephone": "+639170000000",
    "said_by": "worker",
    "source": { "name": "Told at the sample help desk", "url": null, "retrieved_on": "2026-11-20" }
}))]
pub struct NewSubAgent {
    /// The name.
    #[schema(value_type = Short)]
    pub name: Short,
    /// Whether it is a person. Of a person nothing is published before it is confirmed.
    pub is_person: bool,
    /// The telephone.
    pub telephone: Option<PhoneNumber>,
    /// Who says so.
    pub said_by: Reported,
    /// Where this comes from. Name no worker in it.
    #[validate(nested)]
    pub source: SourceOf,
}

impl NewSubAgent {
    /// What is kept, or what is wrong with it.
    pub fn said(self, today: Date) -> Result<Said, Problem> {
        if self.source.retrieved_on > today {
            let fault = Fault::new("/source/retrieved_on", "in_the_future");
            return Err(Problem::invalid(vec![fault]));
        }
        Ok(Said {
            named: Named {
                name: self.name.into_inner(),
                telephone: self.telephone,
            },
            is_person: self.is_person,
            by: self.said_by.witness(),
            source: self.source,
        })
    }
}

/// Somebody who is said to act for an agency, without the name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60", "is_person": true,
    "standing": "claimed", "by_register": false, "recorded_on": "2026-11-20",
    "answered_on": null
}))]
pub struct SubAgent {
    /// Names it here.
    pub id: Id,
    /// The agency.
    pub agency_id: Id,
    /// Whether it is a person.
    pub is_person: bool,
    /// How it stands.
    pub standing: SubAgentStanding,
    /// Whether a public register says so, which an agency cannot deny.
    pub by_register: bool,
    /// The day on which it was first said here.
    pub recorded_on: Date,
    /// The day on which the agency said yes or no.
    pub answered_on: Option<Date>,
}

impl From<&SubAgentRow> for SubAgent {
    fn from(row: &SubAgentRow) -> Self {
        Self {
            id: row.id,
            agency_id: row.agency_id,
            is_person: row.is_person,
            standing: row.standing,
            by_register: row.said_by == Witness::Register,
            recorded_on: row.recorded_at.date(),
            answered_on: row.answered_on,
        }
    }
}

/// The version that a later `If-Match` names.
pub(super) fn tag(row: &SubAgentRow) -> EntityTag {
    EntityTag::of_version(row.version)
}

/// State that somebody is said to act for an agency.
///
/// What a public register says is confirmed, whatever the agency has said; what a worker or they themselves say
/// is a claim, which the agency confirms or denies. The same name again answers what is known. A company that so
/// far only the agency has named is listed from then on: state it when you have looked it up.
#[utoipa::path(tag = "staff", operation_id = "state_sub_agent",
    params(("agency_id" = Id, Path, description = "The agency.")),
    request_body = NewSubAgent,
    responses((status = 201, description = "Stated", body = SubAgent)))]
#[post("/staff/agencies/{agency_id}/sub-agents")]
pub(super) async fn state_sub_agent(
    caller: Impartial<TendAgencies>,
    agency: PathOf<Id>,
    command: Command<NewSubAgent>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (by, of_job) = (caller.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let now = of_job.now();
        let said = new.said(now.date())?;
        let agency = caller.get_to_change(conn, agency.0)?;
        let (row, _) = sub_agents::put(conn, of_job.services(), agency, &said, now)?;
        let standing = Some(row.standing.as_str());
        caller.record(
            conn,
            now,
            Action::Stated,
            Subject::SubAgent,
            row.id,
            standing,
        )?;
        let location = format!("/v1/agencies/{agency}/sub-agents");
        Ok(Answer::created(location, &SubAgent::from(&row))?.tagged(&tag(&row)))
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Forget who was said to act for an agency.
///
/// For what should never have been stated: name and telephone are destroyed.
#[utoipa::path(tag = "staff", operation_id = "forget_sub_agent",
    params(("agency_id" = Id, Path, description = "The agency."),
        ("sub_agent_id" = Id, Path, description = "Who.")),
    responses((status = 204, description = "Forgotten")))]
#[delete("/staff/agencies/{agency_id}/sub-agents/{sub_agent_id}")]
pub(super) async fn forget_sub_agent(
    caller: Impartial<TendAgencies>,
    of: PathOf<(Id, Id)>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (by, of_job) = (caller.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let (agency, id) = of.0;
        let agency = caller.get_to_change(conn, agency)?;
        if sub_agents::forget(conn, of_job.services(), (agency, id))? {
            let (action, subject) = (Action::Withdrawn, Subject::SubAgent);
            caller.record(conn, of_job.now(), action, subject, id, None)?;
        }
        Ok(Answer::done())
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}
