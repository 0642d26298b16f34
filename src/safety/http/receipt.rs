//! What the holder of a report's receipt code can do, below `/v1/receipt/safety-report`.

use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::{Situation, contacts_without, next_steps, numbers_for, status_label};
use crate::correspondence::{
    Addition, DueDates, Message, MessageKind, MessagesQuery, NewMessage, NextStep,
    OrganisationName, Remainder, StatusChange, Writer, left_when_erased, message_page,
    messages_shown,
};
use crate::identity::{Erasable, ReceiptHolder, SafetyReports};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Bare, Command, Context, Page, QueryOf};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::rights::{ContactShown, EmergencyNumberShown};
use crate::safety::actions::{self, Followed};
use crate::safety::evidence::EvidenceStore;
use crate::safety::model::{Danger, KindCode, Status};

const HERE: &str = "/v1/receipt/safety-report";

type Holder = ReceiptHolder<SafetyReports>;

/// How a report stands. What was told is not repeated: a code that somebody else found must not
/// open it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FollowedSafetyReport)]
struct FollowedReport {
    /// The report's id.
    id: Id,
    /// What kind of report it is.
    kind: KindCode,
    /// Where it stands.
    status: Status,
    /// Where it stands, in the caller's language.
    #[schema(example = "Being investigated")]
    status_label: String,
    /// When it was filed.
    filed_at: Time,
    /// By when the reporter hears of it.
    due: DueDates,
    /// The organisation that has it; null when none covers the country: then nobody reads it yet.
    organisation: Option<OrganisationName>,
    /// How many photos it has.
    evidence_count: i64,
    /// Whether the reporter wishes to hear what became of it.
    wants_update: bool,
    /// How it came there, oldest first.
    history: Vec<StatusChange>,
    /// What comes next, the most pressing first.
    next_steps: Vec<NextStep>,
    /// Numbers to call in that country, when somebody was in danger and it is not over.
    emergency_numbers: Vec<EmergencyNumberShown>,
    /// Whom to turn to meanwhile; empty when an organisation has the report.
    contacts: Vec<ContactShown>,
    /// What would be left if the report were erased now.
    left_when_erased: Vec<Remainder>,
    /// The language of the texts in this answer.
    language: Language,
}

impl FollowedReport {
    fn of(conn: &mut Conn, context: &Context, followed: Followed) -> Result<Self, DbError> {
        let Followed { report, history } = followed;
        let is_over = report.standing.status.is_over();
        let danger = if is_over {
            Danger::NotNow
        } else {
            report.danger
        };
        let emergency_numbers = numbers_for(conn, context, danger, &report.country)?;
        let organisation = OrganisationName::find(conn, report.organisation)?;
        let contacts = contacts_without(organisation.as_ref(), conn, context, &report.country)?;
        let situation = Situation {
            standing: &report.standing,
            danger,
            organisation: organisation.as_ref(),
            has_numbers: !emergency_numbers.is_empty(),
        };
        Ok(Self {
            next_steps: next_steps(context, &situation),
            status_label: status_label(context, &report),
            id: report.id,
            kind: KindCode::known(report.kind),
            status: report.standing.status,
            filed_at: report.filed_at,
            due: report.standing.due.at(context.now(), is_over),
            organisation,
            evidence_count: report.photo_count,
            wants_update: report.wants_update,
            history,
            emergency_numbers,
            contacts,
            left_when_erased: left_when_erased(context, "safety"),
            language: context.language(),
        })
    }
}

/// Follow a safety report: how it stands, how it came there, and what comes next.
#[utoipa::path(tag = "receipt", operation_id = "follow_safety_report",
    responses((status = 200, description = "How the report stands", body = FollowedReport)))]
#[get("/receipt/safety-report")]
pub(super) async fn follow_safety_report(
    holder: Holder,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let of_job = context.clone();
    let follow = move |conn: &mut Conn| {
        let followed = actions::follow(conn, &holder)?;
        Ok::<_, Problem>(FollowedReport::of(conn, &of_job, followed)?)
    };
    Ok(HttpResponse::Ok().json(context.db().read_snapshot(follow).await?))
}

/// Read the messages with the organisation that has the report, oldest first.
#[utoipa::path(tag = "receipt", operation_id = "list_own_safety_messages",
    params(MessagesQuery),
    responses((status = 200, description = "A page of messages", body = Page<Message>)))]
#[get("/receipt/safety-report/messages")]
pub(super) async fn list_own_safety_messages(
    holder: Holder,
    query: QueryOf<MessagesQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (page, cursors) = (query.0.page(), Cursors::of(&context, &request));
    let wanted = message_page(&cursors, &page, Some(MessageKind::Message))?;
    let vault = context.services().vault.clone();
    let read = move |conn: &mut Conn| actions::read_messages(conn, &holder, &vault, wanted);
    let rows = context.db().read(read).await?;
    let rows = rows.into_iter().map(Message::for_reporter).collect();
    Ok(HttpResponse::Ok().json(messages_shown(&cursors, &page, rows)))
}

/// Write to the organisation that has the report.
#[utoipa::path(tag = "receipt", operation_id = "send_own_safety_message",
    request_body = NewMessage,
    responses((status = 201, description = "The message is stored", body = Message)),
    extensions(("x-problems" = json!(["id_taken", "report_withdrawn"]))))]
#[post("/receipt/safety-report/messages")]
pub(super) async fn send_own_safety_message(
    holder: Holder,
    command: Command<NewMessage>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let (kind, now) = (MessageKind::Message, context.now());
    let letter = body.into_letter(kind, Writer::Reporter, context.new_id(), now);
    let (by, vault) = (holder.originator(), context.services().vault.clone());
    let send = move |conn: &mut Conn| {
        let sent = actions::write_message(conn, &holder, &vault, letter)?;
        Answer::created(format!("{HERE}/messages"), &sent)
    };
    command.run(&context, by, send).await
}

/// Add facts to a safety report.
#[utoipa::path(tag = "receipt", operation_id = "add_to_safety_report",
    request_body = NewMessage,
    responses((status = 201, description = "The addition is stored", body = Addition)),
    extensions(("x-problems" = json!(["id_taken", "report_withdrawn"]))))]
#[post("/receipt/safety-report/additions")]
pub(super) async fn add_to_safety_report(
    holder: Holder,
    command: Command<NewMessage>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (body, command) = command.take_body();
    let (kind, now) = (MessageKind::Addition, context.now());
    let letter = body.into_letter(kind, Writer::Reporter, context.new_id(), now);
    let (by, vault) = (holder.originator(), context.services().vault.clone());
    let add = move |conn: &mut Conn| {
        let added = actions::add_facts(conn, &holder, &vault, letter)?;
        Answer::created(HERE.to_owned(), &Addition::from(added))
    };
    command.run(&context, by, add).await
}

/// Take a safety report back: nobody reads it or works on it any more.
///
/// It stays stored, sealed, until it is erased or its time is over. Doing it again changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "withdraw_safety_report",
    responses((status = 200, description = "Taken back", body = FollowedReport)))]
#[post("/receipt/safety-report/withdraw")]
pub(super) async fn withdraw_safety_report(
    holder: Holder,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (by, of_job) = (holder.originator(), context.clone());
    let withdraw = move |conn: &mut Conn| {
        let followed = actions::withdraw(conn, &holder, of_job.now())?;
        Answer::changed(&FollowedReport::of(conn, &of_job, followed)?)
    };
    command.run(&context, by, withdraw).await
}

/// Erase a safety report: what was told, its messages, photos and history, for good.
///
/// Its key is destroyed and its files are removed. What remains is what `left_when_erased` of the
/// report's state lists: one line of statistics (country, month, kind, last state) that leads back to
/// nobody; in the audit log the id, with who of the staff opened it and when; the hash of the receipt
/// code with the id of what it opened and the month, so that the code answers 410 and nothing else takes
/// the id; answers that were stored for repetition, sealed under the app's own `Idempotency-Key`, until
/// they expire; and older copies of the database.
#[utoipa::path(tag = "receipt", operation_id = "erase_safety_report",
    responses((status = 204, description = "Erased")))]
#[delete("/receipt/safety-report")]
pub(super) async fn erase_safety_report(
    holder: Erasable<SafetyReports>,
    command: Bare,
    evidence: web::Data<EvidenceStore>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let Erasable::Standing(holder) = holder else {
        return Ok(HttpResponse::NoContent().finish());
    };
    let (report, by) = (holder.subject(), holder.originator());
    let of_job = context.clone();
    let erase = move |conn: &mut Conn| {
        actions::erase(conn, &holder, of_job.services())?;
        Ok(Answer::done())
    };
    let answer = command.run(&context, by, erase).await?;
    // Their key is gone already: what cannot be removed now is noise until it is swept away.
    if let Err(error) = evidence.remove_all(report).await {
        tracing::warn!(%error, "Files of an erased report wait for the next sweep");
    }
    Ok(answer)
}
