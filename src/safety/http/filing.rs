//! `POST /v1/safety-reports`.

use actix_web::{HttpResponse, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::new_report::NewSafetyReport;
use crate::correspondence::{DueDates, NextStep, OrganisationName, Outlook};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::{Answer, Command, Context, Originator};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::rights::{ContactShown, EmergencyNumberShown};
use crate::safety::actions;
use crate::safety::boards::find_by_token;
use crate::safety::dangers::AlertShown;
use crate::safety::model::{NewReport, Status};
use crate::safety::retaliation::note_by_code;

/// Where the holder of the receipt code finds the report.
const LOCATION: &str = "/v1/receipt/safety-report";

/// What the reporter of a danger gets: the only moment at which the receipt code is shown.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FiledSafetyReport)]
pub(super) struct FiledReport {
    /// The report's id. Only an answer that has it means that the report is stored.
    id: Id,
    /// The code that opens the report from now on; to be written down. Null in a repetition that comes after its
    /// first use.
    #[schema(example = "7K3M-9QWX-2F5D-8HTR-4BNZ")]
    receipt_code: Option<String>,
    /// The same code in digits, for telephones with keys only and for saying it aloud; null as the code is.
    #[schema(example = "0940-5001-0366-2369-6101-9744-7922-1067")]
    receipt_code_digits: Option<String>,
    /// Where the report stands.
    status: Status,
    /// When it was filed.
    filed_at: Time,
    /// By when the reporter hears of it.
    due: DueDates,
    /// The organisation that was given the report; null when none covers the country: then nobody
    /// reads it yet.
    organisation: Option<OrganisationName>,
    /// Whether somebody was called because of danger; null when nobody is in danger now.
    danger_alert: Option<AlertShown>,
    /// What comes next, the most pressing first.
    next_steps: Vec<NextStep>,
    /// Numbers to call in that country, when somebody is in danger now or no organisation has the
    /// report.
    emergency_numbers: Vec<EmergencyNumberShown>,
    /// Whom to turn to meanwhile; empty when an organisation has the report.
    contacts: Vec<ContactShown>,
    /// The language of the texts in this answer.
    language: Language,
}

/// Report a danger at work.
///
/// No account is needed. The answer holds the receipt code with which the report is followed up, what
/// happens next and by when, and for a danger the emergency numbers of that country.
#[utoipa::path(tag = "safety", operation_id = "file_safety_report",
    request_body = NewSafetyReport,
    responses((status = 201, description = "The report is stored", body = FiledReport)),
    extensions(("x-problems" = json!(["id_taken"]))))]
#[post("/safety-reports")]
pub(super) async fn file_safety_report(
    command: Command<NewSafetyReport>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (mut body, command) = command.take_body();
    let earlier = body.retaliation_for.take();
    let of_job = context.clone();
    let file = move |conn: &mut Conn| {
        let services = of_job.services();
        let board = match body.board_token() {
            Some(token) => find_by_token(conn, &services.lookup, token)?,
            None => None,
        };
        let new = body.into_report(&of_job, board.as_ref())?;
        let filed = actions::file(conn, services, &new, of_job.now())?;
        if let Some(code) = &earlier {
            note_by_code(conn, services, code.expose(), of_job.now())?;
        }
        filed_answer(conn, &of_job, &new, &filed)
    };
    command.run(&context, Originator::Anonymous, file).await
}

/// What is answered to whoever filed something: the only moment at which the code is shown.
pub(super) fn filed_answer(
    conn: &mut Conn,
    context: &Context,
    new: &NewReport,
    filed: &actions::Filed,
) -> Result<Answer, Problem> {
    let mut shown = told(conn, context, new, filed)?;
    let answer = Answer::created(LOCATION.to_owned(), &shown)?;
    (shown.receipt_code, shown.receipt_code_digits) = (None, None);
    answer.shown_once(&context.services().lookup, [&filed.code], &shown)
}

fn told(
    conn: &mut Conn,
    context: &Context,
    new: &NewReport,
    filed: &actions::Filed,
) -> Result<FiledReport, DbError> {
    let (standing, country) = (filed.standing, new.told.place.country.as_str());
    let situation = standing.situation(country, new.danger, filed.organisation, standing.due);
    let outlook = Outlook::find(conn, context, &situation)?;
    Ok(FiledReport {
        id: new.id,
        receipt_code: Some(filed.code.expose()),
        receipt_code_digits: Some(filed.code.expose_digits()),
        status: standing.status,
        filed_at: context.now(),
        due: standing.due,
        danger_alert: filed
            .alert
            .map(|alert| AlertShown::of(context, &alert, &outlook.emergency_numbers)),
        next_steps: outlook.next_steps,
        organisation: outlook.organisation,
        emergency_numbers: outlook.emergency_numbers,
        contacts: outlook.contacts,
        language: context.language(),
    })
}
