//! Changing campaigns, and what became of them.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, get, patch};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::http::{InspectionCampaign, Planner, check, document, tag_of};
use super::model::{Campaign, CampaignStatus, CampaignTargets, PriorityTopic, SourceMix};
use super::store::{self, CampaignRow, EventRow};
use crate::identity::audit::{Action, Subject};
use crate::inspections::error::InspectionError;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json};
use crate::platform::differences::differences_of_values;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::merge_patch::{MergePatch, merge_patch};
use crate::platform::problem::Problem;
use crate::platform::text::Line;

/// What is to be different (RFC 7396): what is left out stays.
#[expect(
    dead_code,
    reason = "the contract alone reads it: what comes in is a merge patch"
)]
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "quota": 80, "last_day": "2027-06-30" }))]
pub struct InspectionCampaignChanges {
    /// What it is called. Nothing that shows that somebody spoke.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub title: Option<Line<200>>,
    /// At what inspectors look first, all of it.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub priority_topic: Option<PriorityTopic>,
    /// Its first day.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub first_day: Option<Date>,
    /// Its last day.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub last_day: Option<Date>,
    /// Which establishments.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub targets: Option<CampaignTargets>,
    /// How many visits.
    #[serde(default)]
    #[schema(required = false, nullable = false, minimum = 1, maximum = 100_000)]
    pub quota: Option<u32>,
    /// By whom, all of them.
    #[serde(default)]
    #[schema(required = false, nullable = false, max_items = 500)]
    pub inspector_ids: Option<BTreeSet<Id>>,
    /// Of what plans are made.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub source_mix: Option<SourceMix>,
    /// Whether it goes on.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub status: Option<CampaignStatus>,
}

/// Change a campaign of the own inspectorate. Nothing is overwritten: each change is in its history. Plans that were drawn stay.
#[utoipa::path(tag = "staff", operation_id = "change_inspection_campaign",
    params(("id" = Id, Path, description = "The campaign.")),
    request_body = InspectionCampaignChanges,
    responses((status = 200, description = "The campaign as it is now", body = InspectionCampaign)),
    extensions(("x-if-match" = json!(true))))]
#[patch("/staff/inspection-campaigns/{id}")]
pub async fn change_inspection_campaign(
    by: Planner,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<MergePatch>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (patch, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let found = store::lock(conn, by.organisation(), id.0)?;
        let row = found.ok_or(InspectionError::NotFound)?;
        if_match.check(&tag_of(&row))?;
        let known: Value = row.document.read().map_err(InspectionError::from)?;
        let mut wanted = known.clone();
        merge_patch(&mut wanted, &patch.0);
        let contract = here.services().contract();
        contract.check_body(&Method::POST, "/v1/staff/inspection-campaigns", &wanted)?;
        let campaign: Campaign = serde_json::from_value(wanted).map_err(InspectionError::from)?;
        check(conn, &by, &campaign)?;
        let row = write(conn, &by, (row, &known, &campaign), here.now())?;
        let shown = InspectionCampaign::of(conn, &row)?;
        let what = (Action::CampaignChanged, Subject::InspectionCampaign);
        by.record(conn, here.now(), what.0, what.1, row.id, Some("changed"))?;
        Ok(Answer::changed(&shown)?.tagged(&tag_of(&row)))
    };
    command.run(&context, originator, work).await
}

fn write(
    conn: &mut Conn,
    by: &Planner,
    (row, known, campaign): (CampaignRow, &Value, &Campaign),
    now: Time,
) -> Result<CampaignRow, InspectionError> {
    let (before, after) = differences_of_values(known, &document(campaign)?);
    if after.is_empty() {
        return Ok(row);
    }
    let row = CampaignRow {
        document: Json::of(campaign)?,
        version: row.version + 1,
        updated_at: now,
        ..row
    };
    store::put(conn, row.id, row.document.clone(), (row.version, now))?;
    store::append(conn, &row, (by.account(), now), (&before, &after))?;
    Ok(row)
}

/// A change of a campaign.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "version": 2, "at": "2026-12-01T08:15:30Z", "account_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60",
    "before": { "quota": 60 }, "after": { "quota": 80 } }))]
pub struct InspectionCampaignEvent {
    /// The version that it made.
    version: i64,
    /// When.
    at: Time,
    /// Who.
    account_id: Id,
    /// Members that are different now, as they were.
    #[schema(value_type = Object)]
    before: BTreeMap<String, Value>,
    /// The same as they are.
    #[schema(value_type = Object)]
    after: BTreeMap<String, Value>,
}

impl InspectionCampaignEvent {
    #[expect(clippy::needless_pass_by_value, reason = "a page hands its rows over")]
    fn of(row: EventRow) -> Result<Self, Problem> {
        Ok(Self {
            version: row.version,
            at: row.at,
            account_id: row.account_id,
            before: row.before.read().map_err(InspectionError::from)?,
            after: row.after.read().map_err(InspectionError::from)?,
        })
    }
}

/// Which page is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct CampaignEventsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List what became of a campaign of the own inspectorate, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_inspection_campaign_events",
    params(("id" = Id, Path, description = "The campaign."), CampaignEventsQuery),
    responses((status = 200, description = "A page of changes", body = Page<InspectionCampaignEvent>)))]
#[get("/staff/inspection-campaigns/{id}/events")]
pub async fn list_inspection_campaign_events(
    by: Planner,
    id: PathOf<Id>,
    query: QueryOf<CampaignEventsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let before: Option<i64> = cursors.position(&page)?;
    let rows = page.rows();
    let find = move |conn: &mut Conn| -> Result<Vec<EventRow>, InspectionError> {
        let known = store::find(conn, by.organisation(), id.0)?;
        known.ok_or(InspectionError::NotFound)?;
        Ok(store::list_events(conn, id.0, before, rows)?)
    };
    let found = context.db().read_snapshot(find).await?;
    let page = cursors.try_page(&page, found, |row| row.version, InspectionCampaignEvent::of)?;
    Ok(HttpResponse::Ok().json(page))
}
