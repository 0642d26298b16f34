//! `POST /v1/assistance-requests`.

use actix_web::{HttpResponse, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::help;
use super::help::{ContactShown, EmergencyNumberShown};
use crate::assistance::actions::{self, Filed, Filing};
use crate::assistance::model::{AssistanceStatus, NewRequest, Urgency};
use crate::correspondence::{DueDates, NextStep, NextSteps, OrganisationName};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, Originator};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// A request that was filed. The receipt code is shown this once.
#[derive(Serialize, ToSchema)]
#[schema(as = FiledAssistanceRequest)]
struct FiledRequest {
    /// Its id.
    id: Id,
    /// The code that opens it: shown once, to be written on paper.
    #[schema(example = "7K3Q-9ZV0-1M4T-XW2A-C8RH")]
    receipt_code: String,
    /// Where it stands.
    status: AssistanceStatus,
    /// In which hour it was filed; nothing finer is kept.
    filed_at: Time,
    /// The organisation that has it; null when no organisation covers the country yet.
    organisation: Option<OrganisationName>,
    /// By when the person hears from somebody.
    due: DueDates,
    /// What happens next, in the caller's language.
    next_steps: Vec<NextStep>,
    /// The numbers to dial in the country of the place; empty unless somebody is in danger or no
    /// organisation has the request.
    emergency_numbers: Vec<EmergencyNumberShown>,
    /// Whom to turn to meanwhile; empty when an organisation has the request.
    contacts: Vec<ContactShown>,
}

impl FiledRequest {
    fn of(conn: &mut Conn, context: &Context, filed: &Filed) -> Result<Self, Problem> {
        let row = &filed.row;
        let organisation = OrganisationName::find(conn, row.organisation_id)?;
        let nobody_has_it = organisation.is_none();
        let emergency_numbers = if nobody_has_it || row.urgency == Urgency::DangerNow {
            help::emergency_numbers(conn, context, &row.country)?
        } else {
            Vec::new()
        };
        let contacts = if nobody_has_it {
            help::contacts(conn, context, &row.country)?
        } else {
            Vec::new()
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
    let texts = NextSteps {
        context,
        texts: "assistance-next",
        organisation,
    };
    let row = &filed.row;
    let mut steps = Vec::new();
    if row.urgency == Urgency::DangerNow {
        steps.push(texts.step("danger", None));
    }
    steps.push(texts.step("keep_code", None));
    if organisation.is_some() {
        steps.push(texts.step("organisation_reads", Some(row.acknowledge_by)));
        steps.push(texts.step("feedback", Some(row.feedback_by)));
    } else {
        steps.push(texts.step("nobody_covers", None));
    }
    steps.push(texts.step("come_back", None));
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
        // It does not tell when it was made: it stays in the audit log.
        new_id: Id::random(&*context.services().randomness),
        now: context.now(),
    };
    let work = move |conn: &mut Conn| {
        let filed = actions::file(conn, here.services(), filing)?;
        let shown = FiledRequest::of(conn, &here, &filed)?;
        Answer::created("/v1/receipt/assistance-request".to_owned(), &shown)
    };
    command.run(&context, Originator::Anonymous, work).await
}
