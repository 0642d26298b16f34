//! `/v1/staff/assistance-offers`: for the case workers who are asked.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::assistance::http::{QueuedRequest, changed};
use crate::assistance::model::{DeclineCode, ForWhomCode, IssueCode, Priority, Urgency, WantCode};
use crate::assistance::read_codes;
use crate::assistance::routing::answer::{self, Offered};
use crate::assistance::routing::rank::OfferReason;
use crate::assistance::routing::store::OfferOutcome;
use crate::assistance::triage::ReasonCode;
use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{
    Answer, Bare, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf,
};
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::place::Subdivision;
use crate::platform::problem::Problem;

/// Which offers are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct OffersQuery {
    /// Only those that wait for an answer, or only those that do not; all when left out.
    open: Option<bool>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// A request that the organisation was asked to take. It holds nothing that a person wrote.
#[derive(Debug, Serialize, ToSchema)]
struct AssistanceOffer {
    /// Its id.
    id: Id,
    /// The request; it can be opened once the offer is accepted.
    request_id: Id,
    /// Why this organisation (code list `offer_reasons`).
    reasons: Vec<OfferReason>,
    /// In which hour it was asked.
    offered_at: Time,
    /// By when it answers; then the next one is asked. Null once it is over.
    answer_by: Option<Time>,
    /// What became of it (code list `offer_outcomes`); null as long as it is open.
    outcome: Option<OfferOutcome>,
    /// Why it was declined (code list `decline_reasons`).
    decline_reason: Option<String>,
    /// What the request is about; null once the offer is over.
    request: Option<OfferedRequest>,
}

/// The coded parts of a request that is offered.
#[derive(Debug, Serialize, ToSchema)]
struct OfferedRequest {
    /// The country of the place.
    #[schema(example = "SG")]
    country: String,
    /// What it is about.
    issue_codes: BTreeSet<IssueCode>,
    /// How urgent the person says it is.
    urgency: Urgency,
    /// How soon somebody should look.
    priority: Priority,
    /// Why: coarse, and no finding of law.
    priority_reasons: Vec<ReasonCode>,
    /// In which hour it was filed.
    filed_at: Time,
    /// By when somebody has seen it.
    acknowledge_by: Time,
    /// What is sealed, as far as it is coded: only when one offer is opened, and null when the key of a
    /// request in sealed mode has not come to the caller.
    sealed: Option<OfferedFacts>,
}

/// What is sealed of a request, as far as it is coded.
#[derive(Debug, Serialize, ToSchema)]
struct OfferedFacts {
    /// For whom help is asked.
    for_whom: ForWhomCode,
    /// What the person wishes.
    wants: BTreeSet<WantCode>,
    /// The language in which the person wants to be answered.
    language: Language,
    /// The district.
    subdivision: Option<Subdivision>,
}

impl AssistanceOffer {
    fn of(offered: Offered) -> Result<Self, Problem> {
        let (offer, row) = (offered.offer, offered.request);
        let request = match offer.outcome {
            Some(_) => None,
            None => Some(OfferedRequest {
                issue_codes: read_codes(&row.issue_codes)?,
                priority_reasons: read_codes(&row.priority_reasons)?,
                country: row.country,
                urgency: row.urgency,
                priority: row.priority,
                filed_at: row.filed_at,
                acknowledge_by: row.acknowledge_by,
                sealed: offered.content.map(|content| OfferedFacts {
                    for_whom: content.for_whom,
                    wants: content.wants,
                    language: content.language,
                    subdivision: content.place.subdivision,
                }),
            }),
        };
        Ok(Self {
            id: offer.id,
            request_id: offer.request_id,
            reasons: read_codes(&offer.reasons)?,
            offered_at: offer.offered_at,
            answer_by: offer.answer_by,
            outcome: offer.outcome,
            decline_reason: offer.reason,
            request,
        })
    }
}

/// List the requests that the own organisation was asked to take.
///
/// The newest hour first. Nothing sealed is shown.
#[utoipa::path(tag = "staff", operation_id = "list_assistance_offers", params(OffersQuery),
    responses((status = 200, description = "A page of offers", body = Page<AssistanceOffer>)))]
#[get("/staff/assistance-offers")]
pub async fn list_assistance_offers(
    caller: Caller<HandleAssistance>,
    context: Context,
    query: QueryOf<OffersQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let is_open = query.0.open;
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let cursors = Cursors::of(&context, &request);
    let after: Option<(Time, Id)> = cursors.position(&page)?;
    let (organisation, rows) = (caller.organisation(), page.rows());
    let read = move |conn: &mut Conn| answer::list(conn, organisation, is_open, after, rows);
    let rows = context.db().read_snapshot(read).await?;
    let position = |row: &Offered| (row.offer.offered_at, row.offer.id);
    let page = cursors.page(&page, rows, position, AssistanceOffer::of);
    let items: Result<Vec<AssistanceOffer>, Problem> = page.items.into_iter().collect();
    Ok(HttpResponse::Ok().json(Page {
        items: items?,
        next: page.next,
    }))
}

/// Open an offer: what is coded of what the person told.
///
/// What the person wrote, the employer and how they are contacted are read only once it is accepted. The audit
/// log remembers who opened it.
#[utoipa::path(tag = "staff", operation_id = "open_assistance_offer",
    params(("id" = Id, Path, description = "The offer.")),
    responses((status = 200, description = "The offer", body = AssistanceOffer)))]
#[get("/staff/assistance-offers/{id}")]
pub async fn open_assistance_offer(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    // A write, because the audit log is written before anything is answered.
    let work =
        move |conn: &mut Conn| answer::open(conn, here.services(), &caller, id.0, here.now());
    let offered = context.db().write(work).await?;
    Ok(HttpResponse::Ok().json(AssistanceOffer::of(offered)?))
}

/// Accept an offer: the own organisation has the request from now on.
///
/// Doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "accept_assistance_offer",
    params(("id" = Id, Path, description = "The offer.")),
    responses((status = 200, description = "The request", body = QueuedRequest)),
    extensions(("x-problems" = json!(["offer_over"]))))]
#[post("/staff/assistance-offers/{id}/acceptance")]
pub async fn accept_assistance_offer(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let row = answer::accept(conn, here.services(), &caller, id.0, here.now())?;
        changed(row, here.now())
    };
    command.run(&context, by, work).await
}

/// Why an organisation does not take a request.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = OfferRefusal, example = json!({ "reason": "no_capacity" }))]
struct Refusal {
    /// Why; the person is told.
    reason: DeclineCode,
}

/// Decline an offer: the next organisation is asked.
///
/// Doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "decline_assistance_offer",
    params(("id" = Id, Path, description = "The offer.")),
    request_body = Refusal,
    responses((status = 200, description = "Declined", body = AssistanceOffer)),
    extensions(("x-problems" = json!(["offer_over"]))))]
#[post("/staff/assistance-offers/{id}/refusal")]
pub async fn decline_assistance_offer(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Command<Refusal>,
) -> Result<HttpResponse, Problem> {
    let (refusal, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let refused = (id.0, &refusal.reason);
        let offered = answer::decline(conn, here.services(), &caller, refused, here.now())?;
        Answer::changed(&AssistanceOffer::of(offered)?)
    };
    command.run(&context, by, work).await
}

/// Pass a request on that the own organisation has: another one is asked.
///
/// The person is told why. `nobody_else` when there is nobody who could take it, or the person wants nobody
/// else: then decline it, so that they learn where else to turn.
#[utoipa::path(tag = "staff", operation_id = "pass_assistance_request_on",
    params(("id" = Id, Path, description = "The request.")),
    request_body = Refusal,
    responses((status = 204, description = "Passed on; the organisation no longer has it")),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["case_key_locked",
        "case_key_not_held", "nobody_else", "request_ended"]))))]
#[post("/staff/assistance-requests/{id}/pass-on")]
pub async fn pass_assistance_request_on(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    seen: IfMatch,
    command: Command<Refusal>,
) -> Result<HttpResponse, Problem> {
    let (refusal, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let (services, now) = (here.services(), here.now());
        let passed = (id.0, &refusal.reason);
        answer::pass_on(conn, services, &caller, passed, &seen, now)?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}
