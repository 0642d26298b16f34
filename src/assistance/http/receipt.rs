//! `/v1/receipt/assistance-request`: what the holder of a receipt code can do.
//!
//! A code may be found by somebody else, so the least is shown: how far the request has come and
//! what the organisation writes, not what it is about or who they are, and what the person told only after a
//! second step (`narrative.rs`).

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, post, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::assistance::actions::{self, Erasure, Followed, SharedWith, Told};
use crate::assistance::clocks::http::{EscalationShown, PauseShown};
use crate::assistance::files::AttachmentStore;
use crate::assistance::model::AssistanceStatus;
use crate::assistance::retention::http::{HoldShown, RetentionShown};
use crate::assistance::routing::http::OfferShown;
use crate::assistance::store::{ConsentPurpose, ConsentRow};
use crate::correspondence::{
    DueDates, NextStep, OrganisationName, Outlook, Remainder, Situation, StatusChange, label,
    left_when_erased,
};
use crate::danger::Standing;
use crate::identity::{AssistanceRequests, Erasable, ReceiptFollower, ReceiptHolder, ReceiptScope};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Context, QueryOf};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::rights::{ContactShown, EmergencyNumberShown};

pub(in crate::assistance) type Holder = ReceiptHolder<AssistanceRequests>;

/// How far a request has come.
#[derive(Serialize, ToSchema)]
#[schema(as = FollowedAssistanceRequest)]
pub(in crate::assistance) struct FollowedRequest {
    /// Its id.
    id: Id,
    /// Where it stands.
    status: AssistanceStatus,
    /// The same for people, in the caller's language.
    status_label: String,
    /// How it ended (`assistance_outcomes`) or why it was declined (`decline_reasons`).
    reason: Option<String>,
    /// In which hour it was filed; nothing finer is kept.
    filed_at: Time,
    /// The organisation that has it; null as long as none has taken it.
    organisation: Option<OrganisationName>,
    /// Whether somebody was called because of danger; null when nobody was, or it is over.
    danger_alert: Option<DangerAlertShown>,
    /// By when the person hears from somebody.
    due: DueDates,
    /// Its states until now, oldest first.
    history: Vec<StatusChange>,
    /// What was not done in time, and who was told.
    escalations: Vec<EscalationShown>,
    /// Why the clocks stand still; null when they run.
    pause: Option<PauseShown>,
    /// Who has it, had it, or was asked to take it, in this order.
    offers: Vec<OfferShown>,
    /// What comes next, the most pressing first.
    next_steps: Vec<NextStep>,
    /// To what the person has agreed.
    consents: Vec<Consent>,
    /// Whether the person for whom it was filed has yet to take over.
    handover_required: bool,
    /// Whether who filed it for its holder still sees how far it is; end that with `DELETE /v1/receipt/filer`.
    filer_follows: bool,
    /// In which hours somebody with the code took the second step, which opens what was told, the latest first. If
    /// it was not you, replace the code.
    second_steps_at: Vec<Time>,
    /// Whom to turn to when the organisation cannot help or none has the request; otherwise empty.
    contacts: Vec<ContactShown>,
    /// The numbers to dial in the country of the place, as long as somebody is in danger or no
    /// organisation has the request; otherwise empty.
    emergency_numbers: Vec<EmergencyNumberShown>,
    /// For how long it is kept; null as long as it is open.
    retention: Option<RetentionShown>,
    /// What keeps it from being destroyed; null when nothing does.
    legal_hold: Option<HoldShown>,
    /// What would be left if the request were erased now.
    left_when_erased: Vec<Remainder>,
    /// The language of the texts in this answer.
    language: Language,
}

/// Somebody was called because of danger.
#[derive(Serialize, ToSchema)]
#[schema(as = DangerAlertOfRequest)]
struct DangerAlertShown {
    /// In which hour.
    called_at: Time,
    /// When somebody said that they look after it; null as long as nobody has.
    acknowledged_at: Option<Time>,
    /// The same for people, in the caller's language.
    text: String,
}

impl DangerAlertShown {
    fn of(context: &Context, standing: &Standing) -> Self {
        let name = match standing.acknowledged_at {
            Some(_) => "assistance-danger-acknowledged",
            None => "assistance-danger-called",
        };
        Self {
            called_at: standing.raised_at,
            acknowledged_at: standing.acknowledged_at,
            text: context.say(name, None, &Vec::new()),
        }
    }
}

/// Something to which the person has agreed.
#[derive(Serialize, ToSchema)]
#[schema(as = AssistanceConsent)]
struct Consent {
    /// To what.
    purpose: ConsentPurpose,
    /// For which organisation; null as long as none has the request.
    organisation_id: Option<Id>,
    /// Since when.
    given_at: Time,
    /// When it was taken back; null as long as it stands.
    withdrawn_at: Option<Time>,
}

impl From<ConsentRow> for Consent {
    fn from((purpose, organisation_id, given_at, withdrawn_at): ConsentRow) -> Self {
        Self {
            purpose,
            organisation_id,
            given_at,
            withdrawn_at,
        }
    }
}

impl FollowedRequest {
    pub(in crate::assistance) fn of(
        conn: &mut Conn,
        context: &Context,
        followed: Followed,
    ) -> Result<Self, Problem> {
        let (row, alert) = (followed.row, followed.alert);
        let due = row.due(context.now());
        let open = followed.offers.iter().find(|offer| offer.outcome.is_none());
        let situation = Situation {
            offered: open.map(|offer| (offer.organisation_id, offer.answer_by)),
            ..row.situation(due)
        };
        let outlook = Outlook::find(conn, context, &situation)?;
        let escalations = followed.escalations.iter();
        let told = |row| EscalationShown::of(context, row);
        let mut next_steps = outlook.next_steps;
        next_steps.extend(followed.kept.next_steps(context));
        next_steps.extend(followed.told.iter().map(|told| step_of(context, *told)));
        let consents = followed.consents.into_iter();
        Ok(Self {
            id: row.id,
            status: row.status,
            status_label: label(context, "assistance_statuses", row.status.as_str()),
            filed_at: row.filed_at,
            danger_alert: alert.map(|alert| DangerAlertShown::of(context, &alert)),
            due,
            reason: row.reason,
            organisation: outlook.organisation,
            history: followed.history,
            offers: OfferShown::list(conn, context, followed.offers)?,
            escalations: escalations.map(told).collect(),
            pause: PauseShown::current(context, followed.pauses),
            next_steps,
            retention: followed.kept.retention_shown(),
            legal_hold: followed.kept.hold_shown(context),
            consents: consents.map(Consent::from).collect(),
            handover_required: followed.handover.required,
            filer_follows: followed.handover.filer_follows,
            second_steps_at: followed.second_steps_at,
            contacts: outlook.contacts,
            emergency_numbers: outlook.emergency_numbers,
            left_when_erased: left_when_erased(context, "request"),
            language: context.language(),
        })
    }
}

fn step_of(context: &Context, told: Told) -> NextStep {
    let name = format!("assistance-next-{}", told.code());
    NextStep {
        code: told.code(),
        text: context.say(&name, None, &Vec::new()),
        by: None,
    }
}

/// Follow a request.
///
/// What the person told is not shown here: somebody else may have found the code. In sealed mode this visit is
/// also what opens the request for an organisation that was found, or a case worker who has joined, since.
#[utoipa::path(tag = "receipt", operation_id = "follow_assistance_request",
    responses((status = 200, description = "How far it has come", body = FollowedRequest)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[get("/receipt/assistance-request")]
pub(super) async fn follow_assistance_request(
    visitor: ReceiptFollower<AssistanceRequests>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let holder = visitor.0;
    let (here, of_read) = (context.clone(), holder.clone());
    let shows_all = holder.scope() == ReceiptScope::Everything;
    let work = move |conn: &mut Conn| {
        let mut followed = actions::follow(conn, &of_read)?;
        if !shows_all {
            followed.second_steps_at.clear();
            followed.told.clear();
            followed.escalations.clear();
        }
        let shared_with = followed.shared_with;
        Ok::<_, Problem>((FollowedRequest::of(conn, &here, followed)?, shared_with))
    };
    let (followed, shared_with) = context.db().read_snapshot(work).await?;
    if shows_all && shared_with == SharedWith::NotYetAll {
        let vault = context.services().vault.clone();
        let share = move |conn: &mut Conn| actions::share_key(conn, &vault, &holder);
        // The worker reads it all the same; the next visit tries again.
        if let Err(problem) = context.db().write(share).await {
            tracing::warn!(%problem, "The key of a request could not be shared yet");
        }
    }
    Ok(HttpResponse::Ok().json(followed))
}

/// Take a request back, with every consent.
///
/// The organisation can no longer read it. It stays stored, sealed, until it is erased or its time is
/// over. Doing it again changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "withdraw_assistance_request",
    responses((status = 200, description = "Taken back", body = FollowedRequest)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[post("/receipt/assistance-request/withdraw")]
pub(super) async fn withdraw_assistance_request(
    holder: Holder,
    context: Context,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        let withdrawn = actions::withdraw(conn, here.services(), &holder, here.now())?;
        Answer::changed(&FollowedRequest::of(conn, &here, withdrawn)?)
    };
    command.run(&context, by, work).await
}

/// Take back the consent to know who the person is.
///
/// Name and number are destroyed for good; the request itself goes on. Doing it again changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "forget_assistance_identity",
    responses((status = 204, description = "Forgotten")),
    extensions(("x-problems" = json!(["not_found"]))))]
#[delete("/receipt/assistance-request/identity")]
pub(super) async fn forget_assistance_identity(
    holder: Holder,
    context: Context,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        actions::forget_identity(conn, here.services(), &holder, here.now())?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}

/// Erase a request.
///
/// Its keys are destroyed; the sealed text, the messages, the attachments and the history are deleted. What remains:
/// one line of statistics (country, month, urgency, issue codes, last status) that leads back to
/// nobody; the hash of the receipt code with the id of what it opened and the month, so that the code
/// answers 410 and nothing else takes the id; and in the audit log the id, with who of the staff opened
/// it and when. Answers that were stored for repetition
/// stay sealed under the app's own `Idempotency-Key` until they expire.
///
/// A court's order can delay this (`legal_hold`): then 202 is answered, every consent is taken back so
/// that nobody reads the request any more, and it is erased when the hold ends.
#[utoipa::path(tag = "receipt", operation_id = "erase_assistance_request",
    responses(
        (status = 202, description = "Closed to everybody, and erased when the court's order ends",
            body = FollowedRequest),
        (status = 204, description = "Erased")),
    extensions(("x-problems" = json!(["not_found"]))))]
#[delete("/receipt/assistance-request")]
pub(super) async fn erase_assistance_request(
    holder: Erasable<AssistanceRequests>,
    context: Context,
    files: web::Data<AttachmentStore>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let Erasable::Standing(holder) = holder else {
        return Ok(HttpResponse::NoContent().finish());
    };
    let (here, by, owner) = (context.clone(), holder.originator(), holder.subject());
    let work =
        move |conn: &mut Conn| match actions::erase(conn, here.services(), &holder, here.now())? {
            Erasure::Done => Ok(Answer::done()),
            Erasure::Waits(request) => {
                Answer::accepted(&FollowedRequest::of(conn, &here, *request)?)
            }
        };
    let answer = command.run(&context, by, work).await?;
    if answer.status() != StatusCode::NO_CONTENT {
        return Ok(answer);
    }
    // They are noise by now; what cannot be removed is swept away later.
    if let Err(error) = files.0.remove_all(owner).await {
        tracing::warn!(%error, "Attachments of an erased request could not be removed yet");
    }
    Ok(answer)
}
