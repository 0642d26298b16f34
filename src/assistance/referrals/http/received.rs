//! `/v1/staff/assistance-referrals`: what was referred to an organisation, and what it has referred.

use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::shown::{OpenedShown, ReferralShown};
use crate::assistance::model::DeclineCode;
use crate::assistance::referrals::actions::{self, Answered, Listed};
use crate::assistance::referrals::model::{ReferralOutcome, ReferralStatus};
use crate::assistance::referrals::store::{ReferralRow, Side};
use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Prose;
use crate::text_enum;

text_enum! {
    /// On which side of a referral an organisation is.
    pub enum ReferralDirection {
        /// It is asked.
        Received => "received",
        /// It made it.
        Sent => "sent",
    }
}

/// Which referrals are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReferralsQuery {
    /// Those that were referred to the own organisation, or those that it has made; the first when left out.
    #[param(inline)]
    direction: Option<ReferralDirection>,
    /// Only those that have come this far.
    status: Option<ReferralStatus>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List referrals to the own organisation, or of it.
///
/// The newest first. Nothing sealed is shown.
#[utoipa::path(tag = "staff", operation_id = "list_assistance_referrals", params(ReferralsQuery),
    responses((status = 200, description = "A page of referrals", body = Page<ReferralShown>)))]
#[get("/staff/assistance-referrals")]
pub(super) async fn list_assistance_referrals(
    caller: Caller<HandleAssistance>,
    context: Context,
    query: QueryOf<ReferralsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let side = match query.0.direction {
        Some(ReferralDirection::Sent) => Side::Sender,
        Some(ReferralDirection::Received) | None => Side::Recipient,
    };
    let status = query.0.status;
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let cursors = Cursors::of(&context, &request);
    let after: Option<(Time, Id)> = cursors.position(&page)?;
    let (own, rows) = (caller.organisation(), page.rows());
    let read = move |conn: &mut Conn| actions::list(conn, (own, side), status, after, rows);
    let rows = context.db().read_snapshot(read).await?;
    let position = |listed: &Listed| (listed.row.made_at, listed.row.id);
    let page = cursors.page(&page, rows, position, |listed| {
        ReferralShown::of(listed, own)
    });
    let items: Result<Vec<ReferralShown>, Problem> = page.items.into_iter().collect();
    Ok(HttpResponse::Ok().json(Page {
        items: items?,
        next: page.next,
    }))
}

/// Open a referral: what it carries, and what the recipient reports.
///
/// As far as it is covered now: the person can narrow the consent or take it back at any time. Her safe-contact plan binds whoever reads it.
/// The audit log remembers who opened it.
#[utoipa::path(tag = "staff", operation_id = "open_assistance_referral",
    params(("id" = Id, Path, description = "The referral.")),
    responses((status = 200, description = "The referral, opened", body = OpenedShown)),
    extensions(("x-problems" = json!(["case_key_locked", "case_key_not_held"]))))]
#[get("/staff/assistance-referrals/{id}")]
pub(super) async fn open_assistance_referral(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let (here, own) = (context.clone(), caller.organisation());
    // A write, because the audit log is written before anything is answered.
    let work =
        move |conn: &mut Conn| actions::open(conn, here.services(), &caller, id.0, here.now());
    let opened = context.db().write(work).await?;
    Ok(HttpResponse::Ok().json(OpenedShown::of(opened, own)?))
}

/// Accept a referral. Of a transfer the request comes along.
///
/// The new owner reads what was said from then on, and of the time before what the person's consent covers. `consent_not_covering` when the
/// consent has ended meanwhile. Doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "accept_assistance_referral",
    params(("id" = Id, Path, description = "The referral.")),
    responses((status = 200, description = "Accepted", body = ReferralShown)),
    extensions(("x-problems" = json!(["consent_not_covering", "referral_over"]))))]
#[post("/staff/assistance-referrals/{id}/acceptance")]
pub(super) async fn accept_assistance_referral(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let row = actions::accept(conn, here.services(), &caller, id.0, here.now())?;
        shown(conn, row, &caller)
    };
    command.run(&context, by, work).await
}

fn shown(
    conn: &mut Conn,
    row: ReferralRow,
    caller: &Caller<HandleAssistance>,
) -> Result<Answer, Problem> {
    let listed = Listed::of(conn, row)?;
    Answer::changed(&ReferralShown::of(listed, caller.organisation())?)
}

/// Why an organisation does not help.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferralRejection, example = json!({ "reason": "no_capacity" }))]
struct Rejection {
    /// Why; the sender and the person are told.
    reason: DeclineCode,
}

/// Reject a referral, or give back one that was accepted.
///
/// It comes back to its sender, and what it carried is destroyed. A transfer that was accepted is passed on or declined like any
/// other request. Doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "reject_assistance_referral",
    params(("id" = Id, Path, description = "The referral.")),
    request_body = Rejection,
    responses((status = 200, description = "Rejected", body = ReferralShown)),
    extensions(("x-problems" = json!(["referral_over"]))))]
#[post("/staff/assistance-referrals/{id}/rejection")]
pub(super) async fn reject_assistance_referral(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Command<Rejection>,
) -> Result<HttpResponse, Problem> {
    let (rejection, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let answer = Answered::Rejected {
            reason: rejection.reason,
        };
        let said = (id.0, &answer);
        let row = actions::reject(conn, here.services(), &caller, said, here.now())?;
        shown(conn, row, &caller)
    };
    command.run(&context, by, work).await
}

/// What came of a referral.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferralCompletion, example = json!({ "outcome": "service_given",
    "report": "She has slept here for three nights and has a room from Monday on." }))]
struct Completion {
    /// What; the person is told.
    #[schema(value_type = ReferralOutcome)]
    outcome: ReferralOutcome,
    /// More about it, for the sender only; it is kept sealed.
    #[serde(default)]
    report: Option<Prose<4000>>,
}

/// Tell what came of a referral that was accepted.
///
/// From then on the case file is gone; keep what you need before. Doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "complete_assistance_referral",
    params(("id" = Id, Path, description = "The referral.")),
    request_body = Completion,
    responses((status = 200, description = "Done", body = ReferralShown)),
    extensions(("x-problems" = json!(["referral_over"]))))]
#[post("/staff/assistance-referrals/{id}/completion")]
pub(super) async fn complete_assistance_referral(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Command<Completion>,
) -> Result<HttpResponse, Problem> {
    let (completion, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let answer = Answered::Done {
            outcome: completion.outcome,
            report: completion.report,
        };
        let said = (id.0, &answer);
        let row = actions::complete(conn, here.services(), &caller, said, here.now())?;
        shown(conn, row, &caller)
    };
    command.run(&context, by, work).await
}
