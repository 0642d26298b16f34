//! `/v1/staff/assistance-requests/{id}/referrals`: what an organisation refers of a request that it has.

use actix_web::{HttpResponse, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::shown::ReferralShown;
use crate::assistance::referrals::actions::{self, Listed};
use crate::assistance::referrals::model::NewReferral;
use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::etag::IfMatch;
use crate::platform::http::{Answer, Command, Context, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Refer a request to another organisation, or hand it over.
///
/// The case file carries the fields that are named and nothing else; each must be covered by `consent_id`, a consent for this
/// recipient and purpose. With `vital_interests` a life is in danger and the person could not be asked: a written reason,
/// which the audit log and the person see, only what is needed to find and protect her, and never to whom she has said no.
/// A transfer leaves the request with its sender until the recipient accepts.
#[utoipa::path(tag = "staff", operation_id = "make_assistance_referral",
    params(("id" = Id, Path, description = "The request.")),
    request_body = NewReferral,
    responses((status = 201, description = "Made", body = ReferralShown)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["case_key_locked",
        "case_key_not_held", "consent_not_covering", "consent_withdrawn", "no_danger_to_life",
        "recipient_refused", "request_ended", "status_not_reachable", "too_many_consents",
        "transfer_open"]))))]
#[post("/staff/assistance-requests/{id}/referrals")]
pub(super) async fn make_assistance_referral(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    seen: IfMatch,
    command: Command<NewReferral>,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let (services, when) = (here.services(), (&seen, here.now()));
        let row = actions::make(conn, services, &caller, (id.0, &new), when)?;
        let location = format!("/v1/staff/assistance-referrals/{}", row.id);
        let listed = Listed::of(conn, row)?;
        Answer::created(location, &ReferralShown::of(listed, caller.organisation())?)
    };
    command.run(&context, by, work).await
}

/// The referrals of a request.
#[derive(Serialize, ToSchema)]
#[schema(as = ReferralsOfRequest)]
struct Referrals {
    /// The oldest first.
    referrals: Vec<ReferralShown>,
}

/// List what the own organisation has referred of a request.
#[utoipa::path(tag = "staff", operation_id = "list_referrals_of_request",
    params(("id" = Id, Path, description = "The request.")),
    responses((status = 200, description = "The referrals", body = Referrals)))]
#[get("/staff/assistance-requests/{id}/referrals")]
pub(super) async fn list_referrals_of_request(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let own = caller.organisation();
    let read = move |conn: &mut Conn| actions::list_of_request(conn, &caller, id.0);
    let listed = context.db().read_snapshot(read).await?.into_iter();
    let referrals: Result<Vec<ReferralShown>, Problem> = listed
        .map(|listed| ReferralShown::of(listed, own))
        .collect();
    Ok(HttpResponse::Ok().json(Referrals {
        referrals: referrals?,
    }))
}

/// Take a referral back that the own organisation has made.
///
/// What it carried is destroyed; its recipient reads it no longer. `referral_over` when it was rejected or is done, or a
/// transfer was accepted. Doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "revoke_assistance_referral",
    params(("id" = Id, Path, description = "The referral.")),
    responses((status = 200, description = "Taken back", body = ReferralShown)),
    extensions(("x-problems" = json!(["referral_over"]))))]
#[post("/staff/assistance-referrals/{id}/revocation")]
pub(super) async fn revoke_assistance_referral(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let row = actions::revoke(conn, here.services(), &caller, id.0, here.now())?;
        let listed = Listed::of(conn, row)?;
        Answer::changed(&ReferralShown::of(listed, caller.organisation())?)
    };
    command.run(&context, by, work).await
}
