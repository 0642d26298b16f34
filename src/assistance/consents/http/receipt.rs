//! `/v1/receipt/assistance-request/data-consents`: who may know what, and what the person says to it.

use actix_web::{HttpResponse, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::shown::DataConsentShown;
use crate::assistance::consents::actions;
use crate::assistance::consents::model::{Agreed, Given};
use crate::assistance::http::Holder;
use crate::assistance::referrals::http::{OwnReferral, own_referrals};
use crate::assistance::store::{ConsentPurpose, list_consents};
use crate::correspondence::OrganisationName;
use crate::identity::{AssistanceRequests, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Who may know what about the person: all of it.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnDataConsents)]
struct WhoKnows {
    /// Who reads the request because they have it, or had it.
    handling: Vec<Handling>,
    /// What others may know, or somebody asks that they may.
    consents: Vec<DataConsentShown>,
    /// What was really shown to others, with or without consent.
    referrals: Vec<OwnReferral>,
}

/// An organisation that has the request, or none yet.
#[derive(Serialize, ToSchema)]
#[schema(as = HandlingConsent)]
struct Handling {
    /// What for.
    purpose: ConsentPurpose,
    /// The organisation; null as long as none has taken the request.
    organisation: Option<OrganisationName>,
    /// Since when.
    given_at: Time,
    /// When it was taken back; null as long as it stands.
    withdrawn_at: Option<Time>,
}

fn who_knows(
    conn: &mut Conn,
    context: &Context,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<WhoKnows, Problem> {
    let mut handling = Vec::new();
    for (purpose, organisation, given_at, withdrawn_at) in list_consents(conn, holder.subject())? {
        handling.push(Handling {
            purpose,
            organisation: OrganisationName::find(conn, organisation)?,
            given_at,
            withdrawn_at,
        });
    }
    let consents = actions::list_for_person(conn, context.services(), holder)?;
    Ok(WhoKnows {
        handling,
        consents: DataConsentShown::all(conn, consents, context.now())?,
        referrals: own_referrals(conn, context, holder)?,
    })
}

/// Read who may know what about you.
///
/// All of it in one answer: who handles the request, what others may know and until when, and what was really shown to
/// whom. Where your consent was overridden because your life was in danger, the reason is here.
#[utoipa::path(tag = "receipt", operation_id = "list_own_data_consents",
    responses((status = 200, description = "Who may know what", body = WhoKnows)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[get("/receipt/assistance-request/data-consents")]
pub(super) async fn list_own_data_consents(
    holder: Holder,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let read = move |conn: &mut Conn| who_knows(conn, &here, &holder);
    Ok(HttpResponse::Ok().json(context.db().read_snapshot(read).await?))
}

/// Let an organisation know something.
///
/// For one purpose, with the fields that you choose. Nothing is sent by this: it allows whoever handles the request to do so.
#[utoipa::path(tag = "receipt", operation_id = "give_own_data_consent",
    request_body = Given,
    responses((status = 200, description = "Given", body = WhoKnows)),
    extensions(("x-problems" = json!(["not_found", "request_withdrawn", "too_many_consents"]))))]
#[post("/receipt/assistance-request/data-consents")]
pub(super) async fn give_own_data_consent(
    holder: Holder,
    context: Context,
    command: Command<Given>,
) -> Result<HttpResponse, Problem> {
    let (given, command) = command.take_body();
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        actions::give(conn, here.services(), &holder, &given, here.now())?;
        Answer::changed(&who_knows(conn, &here, &holder)?)
    };
    command.run(&context, by, work).await
}

/// Agree to what was asked, or to more or less than before.
///
/// From now on exactly `fields` may be known. What an organisation here holds besides is no longer shown to it; an
/// organisation of another server is told to forget all of it.
#[utoipa::path(tag = "receipt", operation_id = "agree_to_own_data_consent",
    params(("consent_id" = Id, Path, description = "The consent.")),
    request_body = Agreed,
    responses((status = 200, description = "Agreed", body = WhoKnows)),
    extensions(("x-problems" = json!(["not_found", "request_withdrawn"]))))]
#[post("/receipt/assistance-request/data-consents/{consent_id}/agreement")]
pub(super) async fn agree_to_own_data_consent(
    holder: Holder,
    context: Context,
    id: PathOf<Id>,
    command: Command<Agreed>,
) -> Result<HttpResponse, Problem> {
    let (agreed, command) = command.take_body();
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        let agreed = (id.0, &agreed);
        actions::agree(conn, here.services(), &holder, agreed, here.now())?;
        Answer::changed(&who_knows(conn, &here, &holder)?)
    };
    command.run(&context, by, work).await
}

/// Refuse what was asked, or take back what you gave.
///
/// What was shown by this consent is destroyed for its recipient. An organisation that took the request over by it no longer
/// has the request: another one is asked. Doing it again changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "end_own_data_consent",
    params(("consent_id" = Id, Path, description = "The consent.")),
    responses((status = 200, description = "Refused or taken back", body = WhoKnows)),
    extensions(("x-problems" = json!(["not_found"]))))]
#[post("/receipt/assistance-request/data-consents/{consent_id}/withdrawal")]
pub(super) async fn end_own_data_consent(
    holder: Holder,
    context: Context,
    id: PathOf<Id>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        actions::end(conn, here.services(), &holder, id.0, here.now())?;
        Answer::changed(&who_knows(conn, &here, &holder)?)
    };
    command.run(&context, by, work).await
}
