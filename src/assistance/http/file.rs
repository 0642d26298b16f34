//! `POST /v1/assistance-requests`.

use actix_web::{HttpResponse, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::OrganisationName;
use super::help::{self, NextStep};
use super::help::{ContactShown, EmergencyNumberShown};
use crate::assistance::actions::{self, Filed, Filing};
use crate::assistance::model::{NewRequest, Status, Urgency};
use crate::correspondence::DueDates;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, Originator};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// A request that was filed. The receipt code is shown this once.
#[derive(Serialize, ToSchema)]
struct FiledRequest {
    /// Its id.
    id: Id,
    /// The code that opens it: shown once, to be written on paper.
    #[schema(example = "7K3Q-9ZV0-1M4T-XW2A-C8RH")]
    receipt_code: String,
    /// Where it stands.
    status: Status,
    /// When it was filed.
    filed_at: Time,
    /// The organisation that has it; null when no organisation covers the country yet.
    organisation: Option<OrganisationName>,
    /// By when the person hears from somebody.
    due: DueDates,
    /// What happens next, in the caller's language.
    next_steps: Vec<NextStep>,
    /// The numbers to dial in the country of the place; empty unless somebody is in danger.
    emergency_numbers: Vec<EmergencyNumberShown>,
    /// Whom to turn to meanwhile; empty when an organisation has the request.
    contacts: Vec<ContactShown>,
}

impl FiledRequest {
    fn of(conn: &mut Conn, context: &Context, filed: &Filed) -> Result<Self, Problem> {
        let row = &filed.row;
        let organisation = OrganisationName::find(conn, row.organisation_id)?;
        let emergency_numbers = match row.urgency {
            Urgency::DangerNow => help::emergency_numbers(conn, context, &row.country)?,
            Urgency::ThisWeek | Urgency::NotUrgent => Vec::new(),
        };
        let contacts = match organisation {
            None => help::contacts(conn, context, &row.country)?,
            Some(_) => Vec::new(),
        };
        Ok(Self {
            id: row.id,
            receipt_code: filed.code.expose(),
            status: row.status,
            filed_at: row.filed_at,
            due: row.due(context.now()),
            next_steps: next_steps(context, filed, organisation.as_ref()),
            organisation,
            emergency_numbers,
            contacts,
        })
    }
}

fn next_steps(
    context: &Context,
    filed: &Filed,
    organisation: Option<&OrganisationName>,
) -> Vec<NextStep> {
    let (row, due) = (&filed.row, filed.row.due(context.now()));
    let mut steps = Vec::new();
    if row.urgency == Urgency::DangerNow {
        steps.push(NextStep::new(context, "danger"));
    }
    steps.push(NextStep::new(context, "keep_code"));
    if let Some(organisation) = organisation {
        let name = Some(organisation.name.as_str());
        steps.push(NextStep::by(
            context,
            "organisation_reads",
            due.acknowledge_by,
            name,
        ));
        steps.push(NextStep::by(context, "feedback", due.feedback_by, name));
    } else {
        steps.push(NextStep::new(context, "nobody_covers"));
    }
    steps.push(NextStep::new(context, "come_back"));
    steps
}

/// Ask for help.
///
/// No account is needed. What happened, the place, the employer and the safe-contact plan are sealed;
/// they are read only by the organisation that the person chose or that the answer names, and each
/// reading is logged. Name and number are never needed, and are read only with `share_identity`.
/// The answer holds the receipt code once; repeating the request with the same `Idempotency-Key`
/// gives the same answer again.
#[utoipa::path(tag = "assistance", operation_id = "file_assistance_request",
    request_body = NewRequest,
    responses((status = 201, description = "Stored, with the receipt code", body = FiledRequest)),
    extensions(("x-problems" = json!(["id_taken"]))))]
#[post("/assistance-requests")]
pub(super) async fn file_assistance_request(
    context: Context,
    command: Command<NewRequest>,
) -> Result<HttpResponse, Problem> {
    let (request, command) = command.take_body();
    let here = context.clone();
    let filing = Filing {
        request,
        new_id: context.new_id(),
        now: context.now(),
    };
    let work = move |conn: &mut Conn| {
        let filed = actions::file(conn, here.services(), filing)?;
        let shown = FiledRequest::of(conn, &here, &filed)?;
        Answer::created("/v1/receipt/assistance-request".to_owned(), &shown)
    };
    command.run(&context, Originator::Anonymous, work).await
}
