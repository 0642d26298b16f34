//! `/v1/staff/assistance-requests/{id}/data-consents`: what others may know, for who handles the request.

use actix_web::{HttpResponse, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::shown::DataConsentShown;
use crate::assistance::consents::actions;
use crate::assistance::consents::model::{AskedFor, Recorded};
use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context, PathOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// The consents of a request.
#[derive(Serialize, ToSchema)]
#[schema(as = DataConsents)]
struct Consents {
    /// In the order in which they were asked for or given.
    consents: Vec<DataConsentShown>,
}

/// List what others may know of a request.
///
/// The audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "list_data_consents",
    params(("id" = Id, Path, description = "The request.")),
    responses((status = 200, description = "The consents", body = Consents)),
    extensions(("x-problems" = json!(["case_key_locked", "case_key_not_held", "consent_withdrawn"]))))]
#[get("/staff/assistance-requests/{id}/data-consents")]
pub(super) async fn list_data_consents(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    // A write, because the audit log is written before anything is answered.
    let work = move |conn: &mut Conn| {
        let (services, now) = (here.services(), here.now());
        let consents = actions::list_for_staff(conn, services, &caller, id.0, now)?;
        DataConsentShown::all(conn, consents, now)
    };
    let consents = context.db().write(work).await?;
    Ok(HttpResponse::Ok().json(Consents { consents }))
}

/// Ask the person whether somebody may know something.
///
/// With the reason in plain words, which the person reads with the receipt code. Nothing may be shown to anybody until the
/// person has agreed. `consent_ended` when she was asked twice for the same recipient and purpose, and has not said yes.
#[utoipa::path(tag = "staff", operation_id = "ask_for_data_consent",
    params(("id" = Id, Path, description = "The request.")),
    request_body = AskedFor,
    responses((status = 201, description = "Asked", body = DataConsentShown)),
    extensions(("x-problems" = json!(["case_key_locked", "case_key_not_held", "consent_ended",
        "consent_withdrawn", "request_ended", "too_many_consents"]))))]
#[post("/staff/assistance-requests/{id}/data-consent-questions")]
pub(super) async fn ask_for_data_consent(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Command<AskedFor>,
) -> Result<HttpResponse, Problem> {
    let (asked, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let (services, now) = (here.services(), here.now());
        let consent = actions::ask(conn, services, &caller, (id.0, &asked), now)?;
        let shown = DataConsentShown::of(conn, consent, now)?;
        Answer::created(location(id.0), &shown)
    };
    command.run(&context, by, work).await
}

/// Write down a consent that the person has spoken.
///
/// With a recording or a document among the attachments, or with a witness. The person sees it with the receipt code and
/// can take it back. `consent_ended` when the person has said no to this recipient: then only she says yes.
#[utoipa::path(tag = "staff", operation_id = "record_spoken_data_consent",
    params(("id" = Id, Path, description = "The request.")),
    request_body = Recorded,
    responses((status = 201, description = "Written down", body = DataConsentShown)),
    extensions(("x-problems" = json!(["case_key_locked", "case_key_not_held", "consent_ended",
        "consent_withdrawn", "request_ended", "too_many_consents"]))))]
#[post("/staff/assistance-requests/{id}/data-consents")]
pub(super) async fn record_spoken_data_consent(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    command: Command<Recorded>,
) -> Result<HttpResponse, Problem> {
    let (recorded, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let (services, now) = (here.services(), here.now());
        let consent = actions::write_down(conn, services, &caller, (id.0, &recorded), now)?;
        let shown = DataConsentShown::of(conn, consent, now)?;
        Answer::created(location(id.0), &shown)
    };
    command.run(&context, by, work).await
}

fn location(request: Id) -> String {
    format!("/v1/staff/assistance-requests/{request}/data-consents")
}
