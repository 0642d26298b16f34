//! What the person sees of who was asked, and decides about it.

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::assistance::actions;
use crate::assistance::http::{FollowedRequest, Holder};
use crate::assistance::routing::choice::{self, Choice};
use crate::assistance::routing::store::{OfferOutcome, OfferRow};
use crate::correspondence::{OrganisationName, label};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::{Answer, Command, Context};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// An organisation that has the request, had it, or was asked to take it.
#[derive(Serialize, ToSchema)]
#[schema(as = OfferOfRequest)]
pub struct OfferShown {
    /// The organisation.
    organisation: Option<OrganisationName>,
    /// In which hour it was asked.
    offered_at: Time,
    /// By when it answers; null once it has, or its time is over.
    answer_by: Option<Time>,
    /// What became of it (code list `offer_outcomes`); null as long as it is asked.
    outcome: Option<OfferOutcome>,
    /// The same for people, in the caller's language.
    outcome_label: Option<String>,
    /// Why it was declined (code list `decline_reasons`).
    reason: Option<String>,
    /// The same for people, in the caller's language.
    reason_label: Option<String>,
}

impl OfferShown {
    /// Offers as the person sees them.
    pub fn list(
        conn: &mut Conn,
        context: &Context,
        rows: Vec<OfferRow>,
    ) -> Result<Vec<Self>, DbError> {
        let shown = rows.into_iter().map(|row| Self::of(conn, context, row));
        shown.collect()
    }

    fn of(conn: &mut Conn, context: &Context, row: OfferRow) -> Result<Self, DbError> {
        let outcome = row.outcome.map(OfferOutcome::as_str);
        let reason = row.reason.as_deref();
        Ok(Self {
            organisation: OrganisationName::find(conn, Some(row.organisation_id))?,
            offered_at: row.offered_at,
            answer_by: row.answer_by,
            outcome: row.outcome,
            outcome_label: outcome.map(|code| label(context, "offer_outcomes", code)),
            reason_label: reason.map(|code| label(context, "decline_reasons", code)),
            reason: row.reason,
        })
    }
}

/// The organisation that the person wants.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ChosenOrganisation, example = json!({
    "organisation_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "only_this_organisation": false,
    "share_identity": false }))]
struct Chosen {
    /// The organisation; it has the request from now on.
    organisation_id: Id,
    /// Whether nobody else is asked if it does not help.
    #[serde(default)]
    only_this_organisation: bool,
    /// Whether it may also know who the person is.
    #[serde(default)]
    share_identity: bool,
}

/// Choose the organisation that has the request.
///
/// Whoever had it, or was asked, can no longer read it. Also after an organisation has declined it.
#[utoipa::path(tag = "receipt", operation_id = "choose_assistance_organisation",
    request_body = Chosen,
    responses((status = 200, description = "Chosen", body = FollowedRequest)),
    extensions(("x-problems" = json!(["not_found", "request_ended", "request_withdrawn"]))))]
#[post("/receipt/assistance-request/organisation")]
pub async fn choose_assistance_organisation(
    holder: Holder,
    context: Context,
    command: Command<Chosen>,
) -> Result<HttpResponse, Problem> {
    let (chosen, command) = command.take_body();
    let (here, by) = (context.clone(), holder.originator());
    let choice = Choice {
        organisation: chosen.organisation_id,
        is_only: chosen.only_this_organisation,
        share_identity: chosen.share_identity,
    };
    let work = move |conn: &mut Conn| {
        choice::choose(conn, here.services(), &holder, &choice, here.now())?;
        let followed = actions::follow(conn, &holder)?;
        Answer::changed(&FollowedRequest::of(conn, &here, followed)?)
    };
    command.run(&context, by, work).await
}

/// Organisations that the person does not want.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ExcludedOrganisations, example = json!({
    "organisation_ids": ["01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f"] }))]
struct Excluded {
    /// The organisations.
    #[schema(min_items = 1, max_items = 20)]
    organisation_ids: Vec<Id>,
}

/// Exclude organisations.
///
/// They are not asked. Whoever of them has the request can no longer read it, and another one is asked.
#[utoipa::path(tag = "receipt", operation_id = "exclude_assistance_organisations",
    request_body = Excluded,
    responses((status = 200, description = "Excluded", body = FollowedRequest)),
    extensions(("x-problems" = json!(["not_found", "request_ended", "request_withdrawn"]))))]
#[post("/receipt/assistance-request/exclusions")]
pub async fn exclude_assistance_organisations(
    holder: Holder,
    context: Context,
    command: Command<Excluded>,
) -> Result<HttpResponse, Problem> {
    let (excluded, command) = command.take_body();
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        let ids = &excluded.organisation_ids;
        choice::exclude(conn, here.services(), &holder, ids, here.now())?;
        let followed = actions::follow(conn, &holder)?;
        Answer::changed(&FollowedRequest::of(conn, &here, followed)?)
    };
    command.run(&context, by, work).await
}
