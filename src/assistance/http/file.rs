//! `POST /v1/assistance-requests`.

use actix_web::{HttpResponse, post};
use serde::Serialize;
use utoipa::ToSchema;

use crate::assistance::actions::{self, Filed, Filing};
use crate::assistance::model::{AssistanceStatus, NewRequest, RequestChannel};
use crate::assistance::routing::offered_to;
use crate::correspondence::{DueDates, NextStep, OrganisationName, Outlook, Situation};
use crate::platform::clock::Time;
use crate::platform::crypto::ReceiptCode;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, Originator};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::rights::{ContactShown, EmergencyNumberShown};

/// A request that was filed. The receipt code is shown this once.
#[derive(Serialize, ToSchema)]
#[schema(as = FiledAssistanceRequest)]
struct FiledRequest {
    /// Its id.
    id: Id,
    /// The code that opens it, to be written on paper. Null in a repetition that comes after its first use.
    #[schema(example = "7K3Q-9ZV0-1M4T-XW2A-C8RH")]
    receipt_code: Option<String>,
    /// The same code in digits, for telephones with keys only and for saying it aloud; null as the code is.
    #[schema(example = "0940-5114-6663-6848-2926-6662-6485-6444")]
    receipt_code_digits: Option<String>,
    /// When it was filed for somebody else: the code to be given to that person, who gets a receipt of their own for
    /// it (`POST /v1/receipts/take-over`). Null as the receipt code is.
    #[schema(example = "3M9C-1Z7V-5K2Q-8TWA-N4XJ")]
    handover_code: Option<String>,
    /// The same code in digits.
    #[schema(example = "0449-8868-6553-0767-2985-5788-5353-3339")]
    handover_code_digits: Option<String>,
    /// Whether the person for whom it was filed has to take over.
    handover_required: bool,
    /// Where it stands.
    status: AssistanceStatus,
    /// In which hour it was filed; nothing finer is kept.
    filed_at: Time,
    /// The organisation that has it; null as long as none has taken it.
    organisation: Option<OrganisationName>,
    /// By when the person hears from somebody.
    due: DueDates,
    /// What comes next, the most pressing first.
    next_steps: Vec<NextStep>,
    /// The numbers to dial in the country of the place; empty unless somebody is in danger or no
    /// organisation has the request.
    emergency_numbers: Vec<EmergencyNumberShown>,
    /// Whom to turn to meanwhile; empty when an organisation has the request.
    contacts: Vec<ContactShown>,
    /// The language of the texts in this answer.
    language: Language,
}

impl FiledRequest {
    fn of(conn: &mut Conn, context: &Context, filed: &Filed) -> Result<Self, Problem> {
        let (row, due) = (&filed.row, filed.row.due(context.now()));
        let offer = offered_to(conn, row.id)?;
        let situation = Situation {
            offered: offer.map(|offer| (offer.organisation_id, offer.answer_by)),
            ..row.situation(due)
        };
        let outlook = Outlook::find(conn, context, &situation)?;
        Ok(Self {
            id: row.id,
            receipt_code: Some(filed.code.expose()),
            receipt_code_digits: Some(filed.code.expose_digits()),
            handover_code: filed.handover.as_ref().map(ReceiptCode::expose),
            handover_code_digits: filed.handover.as_ref().map(ReceiptCode::expose_digits),
            handover_required: filed.handover.is_some(),
            status: row.status,
            filed_at: row.filed_at,
            due,
            next_steps: outlook.next_steps,
            organisation: outlook.organisation,
            emergency_numbers: outlook.emergency_numbers,
            contacts: outlook.contacts,
            language: context.language(),
        })
    }
}

/// Ask for help.
///
/// No account is needed. What happened, the place, the employer and the safe-contact plan are sealed;
/// they are read only by the organisation that the person chose or that takes the request, and each
/// reading is logged. An organisation that is only asked sees coded parts of it. Name and number are never
/// needed, and are read only with `share_identity`.
/// The answer holds the receipt code; repeating the request with the same `Idempotency-Key` gives the same
/// answer again, until the code is used for the first time: from then on without the code.
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
        channel: RequestChannel::App,
    };
    let work = move |conn: &mut Conn| {
        let filed = actions::file(conn, here.services(), filing)?;
        let mut shown = FiledRequest::of(conn, &here, &filed)?;
        let answer = Answer::created("/v1/receipt/assistance-request".to_owned(), &shown)?;
        (shown.receipt_code, shown.receipt_code_digits) = (None, None);
        (shown.handover_code, shown.handover_code_digits) = (None, None);
        let codes = [&filed.code].into_iter().chain(&filed.handover);
        answer.shown_once(&here.services().lookup, codes, &shown)
    };
    command.run(&context, Originator::Anonymous, work).await
}
