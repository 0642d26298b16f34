//! Stating what a source says of an agency, and withdrawing it.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::super::show::Show;
use super::shown::{
    AgencyBranch, AgencyCertificate, AgencyPrincipal, AgencySanction, JobOrder, Shown, StatedName,
};
use crate::agencies::behind::model::{
    NewBranch, NewCertificate, NewJobOrder, NewName, NewPrincipal, NewSanction, StatementKind,
};
use crate::agencies::behind::statements::{self, StatementRow, Stating};
use crate::agencies::impartial::Impartial;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::TendAgencies;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem};
use crate::platform::text::Line;

/// State another name of an agency, in any script.
///
/// It is shown on its page and found by the search. The same name again takes the place of what was
/// stated.
#[utoipa::path(tag = "staff", operation_id = "state_agency_name",
    params(("agency_id" = Id, Path, description = "The agency.")),
    request_body = NewName,
    responses((status = 201, description = "Stated", body = StatedName)))]
#[post("/staff/agencies/{agency_id}/names")]
pub(super) async fn state_agency_name(
    caller: Impartial<TendAgencies>,
    agency: PathOf<Id>,
    command: Command<NewName>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    state(caller, agency.0, command, context, "names").await
}

/// State a branch of an agency.
///
/// The same address again takes the place of what was stated.
#[utoipa::path(tag = "staff", operation_id = "state_agency_branch",
    params(("agency_id" = Id, Path, description = "The agency.")),
    request_body = NewBranch,
    responses((status = 201, description = "Stated", body = AgencyBranch)))]
#[post("/staff/agencies/{agency_id}/branches")]
pub(super) async fn state_agency_branch(
    caller: Impartial<TendAgencies>,
    agency: PathOf<Id>,
    command: Command<NewBranch>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    state(caller, agency.0, command, context, "branches").await
}

/// State an employer for whom an agency recruits.
///
/// The same name and country again take the place of what was stated.
#[utoipa::path(tag = "staff", operation_id = "state_agency_principal",
    params(("agency_id" = Id, Path, description = "The agency.")),
    request_body = NewPrincipal,
    responses((status = 201, description = "Stated", body = AgencyPrincipal)))]
#[post("/staff/agencies/{agency_id}/principals")]
pub(super) async fn state_agency_principal(
    caller: Impartial<TendAgencies>,
    agency: PathOf<Id>,
    command: Command<NewPrincipal>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    state(caller, agency.0, command, context, "principals").await
}

/// State a job order of an agency.
///
/// The same number again takes the place of what was stated, for example with another status.
#[utoipa::path(tag = "staff", operation_id = "state_agency_job_order",
    params(("agency_id" = Id, Path, description = "The agency.")),
    request_body = NewJobOrder,
    responses((status = 201, description = "Stated", body = JobOrder)))]
#[post("/staff/agencies/{agency_id}/job-orders")]
pub(super) async fn state_agency_job_order(
    caller: Impartial<TendAgencies>,
    agency: PathOf<Id>,
    command: Command<NewJobOrder>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    state(caller, agency.0, command, context, "job-orders").await
}

/// State what an authority has imposed on an agency.
///
/// The same kind, first day and authority again take the place of what was stated, for example with
/// the day on which it was lifted: what is over stays in the history.
#[utoipa::path(tag = "staff", operation_id = "state_agency_sanction",
    params(("agency_id" = Id, Path, description = "The agency.")),
    request_body = NewSanction,
    responses((status = 201, description = "Stated", body = AgencySanction)))]
#[post("/staff/agencies/{agency_id}/sanctions")]
pub(super) async fn state_agency_sanction(
    caller: Impartial<TendAgencies>,
    agency: PathOf<Id>,
    command: Command<NewSanction>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    state(caller, agency.0, command, context, "sanctions").await
}

/// State by whom an agency was certified.
///
/// The same scheme, first day and issuer again take the place of what was stated.
#[utoipa::path(tag = "staff", operation_id = "state_agency_certificate",
    params(("agency_id" = Id, Path, description = "The agency.")),
    request_body = NewCertificate,
    responses((status = 201, description = "Stated", body = AgencyCertificate)))]
#[post("/staff/agencies/{agency_id}/certificates")]
pub(super) async fn state_agency_certificate(
    caller: Impartial<TendAgencies>,
    agency: PathOf<Id>,
    command: Command<NewCertificate>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    state(caller, agency.0, command, context, "certificates").await
}

async fn state<T: Shown>(
    caller: Impartial<TendAgencies>,
    agency: Id,
    command: Command<T>,
    context: Context,
    list: &'static str,
) -> Result<HttpResponse, Problem> {
    let (said, command) = command.take_body();
    let (by, of_job) = (caller.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let agency = caller.get_to_change(conn, agency)?;
        if let Some((other, at)) = said.other()
            && !caller.may_decide(conn, &[other])?
        {
            return Err(Problem::invalid(vec![Fault::new(at, "unknown_agency")]));
        }
        let stating = Stating {
            by: Some(caller.account()),
            now: of_job.now(),
            id: of_job.new_id(),
        };
        let (row, _) = statements::put(conn, agency, &said, stating)?;
        let (action, subject) = (Action::Stated, Subject::AgencyStatement);
        let kind = Some(T::KIND.as_str());
        caller.record(conn, stating.now, action, subject, row.id, kind)?;
        let location = format!("/v1/agencies/{}/{list}", row.agency_id);
        Answer::created(location, &said.shown(&row, &Show::of(&of_job)))
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Why a statement is withdrawn.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "The notice was about another agency of this name." }))]
pub struct WithdrawStatement {
    /// How you know that it is wrong. Name no person in it.
    reason: Line<500>,
}

/// A statement that is no longer shown.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60", "kind": "sanction",
    "withdrawn_at": "2026-11-24T08:00:00Z",
    "reason": "The notice was about another agency of this name."
}))]
pub struct WithdrawnStatement {
    /// The statement.
    pub id: Id,
    /// The agency.
    pub agency_id: Id,
    /// What it was about.
    pub kind: StatementKind,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Time>,
    /// Why.
    pub reason: Option<String>,
}

impl From<StatementRow> for WithdrawnStatement {
    fn from(row: StatementRow) -> Self {
        Self {
            id: row.id,
            agency_id: row.agency_id,
            kind: row.kind,
            withdrawn_at: row.withdrawn_at,
            reason: row.withdrawal_reason,
        }
    }
}

/// Withdraw a statement that should never have been made.
///
/// It is no longer shown anywhere. What is over is not withdrawn: a sanction that was lifted is
/// stated again with the day.
#[utoipa::path(tag = "staff", operation_id = "withdraw_agency_statement",
    params(("statement_id" = Id, Path, description = "The statement.")),
    request_body = WithdrawStatement,
    responses((status = 200, description = "Withdrawn", body = WithdrawnStatement)),
    extensions(("x-problems" = json!(["conflict"]))))]
#[post("/staff/agency-statements/{statement_id}/withdraw")]
pub(super) async fn withdraw_agency_statement(
    caller: Impartial<TendAgencies>,
    statement: PathOf<Id>,
    command: Command<WithdrawStatement>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (withdraw, command) = command.take_body();
    let (by, now) = (caller.originator(), context.now());
    let work = move |conn: &mut Conn| {
        let (id, reason) = (statement.0, withdraw.reason.as_str());
        let check = |conn: &mut Conn, row: &StatementRow| caller.require(conn, &[row.agency_id]);
        let row = statements::withdraw(conn, id, reason, (caller.account(), now), check)?;
        let (action, subject) = (Action::Withdrawn, Subject::AgencyStatement);
        caller.record(conn, now, action, subject, id, Some(row.kind.as_str()))?;
        Answer::changed(&WithdrawnStatement::from(row))
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}
