//! What the holder of a report's receipt code can do, below `/v1/receipt/safety-report`.

use actix_web::{HttpResponse, delete, get, post, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::check_ins::{OwnCheckIn, question};
use crate::correspondence::{
    DueDates, NextStep, OrganisationName, Outlook, Remainder, StatusChange, label, left_when_erased,
};
use crate::identity::{Erasable, ReceiptHolder, SafetyReports, SubjectKind};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Bare, Context, QueryOf};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::Problem;
use crate::rights::{ContactShown, EmergencyNumberShown};
use crate::safety::actions::{self, Followed};
use crate::safety::dangers::AlertShown;
use crate::safety::evidence::EvidenceStore;
use crate::safety::good_practices::is_published;
use crate::safety::merging::CorroborationBand;
use crate::safety::model::{KindCode, Status};

pub(super) type Holder = ReceiptHolder<SafetyReports>;

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
    /// Whether somebody was called because of danger, and whether anybody has seen it; null when nobody was in danger,
    /// and when it is over.
    danger_alert: Option<AlertShown>,
    /// How many photos it has.
    evidence_count: i64,
    /// How many others saw the danger too, of those to whom the reporter passed on a reference.
    corroborations: CorroborationBand,
    /// Whether the reporter wishes to hear what became of it.
    wants_update: bool,
    /// How it came there, oldest first.
    history: Vec<StatusChange>,
    /// What it was asked whether somebody takes revenge, 7, 30 and 90 days after filing; answer it at
    /// `…/check-ins/{id}/answer`. Nobody is contacted for it: it waits here.
    check_ins: Vec<OwnCheckIn>,
    /// The question, in the caller's language; null when none of them waits for an answer.
    check_in_question: Option<String>,
    /// What comes next, the most pressing first.
    next_steps: Vec<NextStep>,
    /// Numbers to call in that country, as long as somebody is in danger or no organisation has the
    /// report.
    emergency_numbers: Vec<EmergencyNumberShown>,
    /// Whom to turn to when the organisation cannot help or none has the report; otherwise empty.
    contacts: Vec<ContactShown>,
    /// What would be left if the report were erased now.
    left_when_erased: Vec<Remainder>,
    /// The language of the texts in this answer.
    language: Language,
}

impl FollowedReport {
    fn of(conn: &mut Conn, context: &Context, followed: Followed) -> Result<Self, DbError> {
        let Followed {
            report,
            history,
            asked,
            alert,
            corroborations,
        } = followed;
        let due = report.due(context.now());
        let outlook = Outlook::find(conn, context, &report.situation(due))?;
        let status = report.standing.status;
        Ok(Self {
            id: report.id,
            status_label: label(context, "safety_statuses", status.as_str()),
            kind: KindCode::known(report.kind),
            status,
            filed_at: report.filed_at,
            due,
            organisation: outlook.organisation,
            danger_alert: alert
                .map(|alert| AlertShown::of(context, &alert, &outlook.emergency_numbers)),
            evidence_count: report.photo_count,
            corroborations,
            wants_update: report.wants_update,
            history,
            check_ins: asked.check_ins,
            check_in_question: asked
                .waits
                .then(|| question(context, SubjectKind::SafetyReport)),
            next_steps: outlook.next_steps,
            emergency_numbers: outlook.emergency_numbers,
            contacts: outlook.contacts,
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
        let followed = actions::follow(conn, &holder, of_job.now())?;
        Ok::<_, Problem>(FollowedReport::of(conn, &of_job, followed)?)
    };
    Ok(HttpResponse::Ok().json(context.db().read_snapshot(follow).await?))
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
    let was_published = published(&context, holder.subject()).await?;
    let withdraw = move |conn: &mut Conn| {
        let followed = actions::withdraw(conn, &holder, of_job.now())?;
        Answer::changed(&FollowedReport::of(conn, &of_job, followed)?)
    };
    let answer = command.run(&context, by, withdraw).await?;
    if was_published {
        context.services().public.forget();
    }
    Ok(answer)
}

/// Whether something of a report is shown in public: only then does the public see that it is gone.
async fn published(context: &Context, report: Id) -> Result<bool, Problem> {
    let find = move |conn: &mut Conn| is_published(conn, report);
    Ok(context.db().read(find).await?)
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
    let was_published = published(&context, report).await?;
    let erase = move |conn: &mut Conn| {
        actions::erase(conn, &holder, of_job.services())?;
        Ok(Answer::done())
    };
    let answer = command.run(&context, by, erase).await?;
    if was_published {
        context.services().public.forget();
    }
    // Their key is gone already: what cannot be removed now is noise until it is swept away.
    if let Err(error) = evidence.remove_all(report).await {
        tracing::warn!(%error, "Files of an erased report wait for the next sweep");
    }
    Ok(answer)
}
