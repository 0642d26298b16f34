//! Making and reading campaigns.

use std::collections::BTreeSet;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use validator::Validate;

use super::model::{Campaign, CampaignStatus, CampaignTargets, PriorityTopic, SourceMix};
use super::store::{self, CampaignRow, Progress};
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::{PlanInspections, Role};
use crate::identity::{Caller, is_member};
use crate::inspections::error::InspectionError;
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json};
use crate::platform::differences::differences_of_values;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem};
use crate::platform::text::Line;

pub(super) type Planner = Caller<PlanInspections>;

/// A campaign that is to be made.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "Work at height", "priority_topic": { "hazard_codes": ["work_at_height"], "isic": ["F"] },
    "first_day": "2026-12-07", "last_day": "2027-03-31",
    "targets": { "establishment_ids": [], "filter": { "isic": ["F"], "risk_bands": ["high", "extreme"] } },
    "quota": 60, "source_mix": { "campaign_percent": 40 } }))]
pub struct NewInspectionCampaign {
    /// An id of your own choice.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    id: Option<ChosenId>,
    /// What it is called. Nothing that shows that somebody spoke.
    title: Line<200>,
    /// At what inspectors look first.
    priority_topic: PriorityTopic,
    /// Its first day.
    first_day: Date,
    /// Its last day.
    last_day: Date,
    /// Which establishments.
    targets: CampaignTargets,
    /// How many visits.
    #[schema(minimum = 1, maximum = 100_000)]
    quota: u32,
    /// By whom; empty: by anybody.
    #[serde(default)]
    #[schema(max_items = 500)]
    inspector_ids: BTreeSet<Id>,
    /// Of what plans are made.
    source_mix: SourceMix,
    /// Whether it goes on.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    status: Option<CampaignStatus>,
}

impl NewInspectionCampaign {
    fn split(self) -> (Option<Id>, Campaign) {
        let campaign = Campaign {
            title: self.title,
            priority_topic: self.priority_topic,
            first_day: self.first_day,
            last_day: self.last_day,
            targets: self.targets,
            quota: self.quota,
            inspector_ids: self.inspector_ids,
            source_mix: self.source_mix,
            status: self.status.unwrap_or(CampaignStatus::Running),
        };
        (self.id.map(Id::from), campaign)
    }
}

/// A campaign.
#[derive(Debug, Serialize, ToSchema)]
pub struct InspectionCampaign {
    /// Its id.
    id: Id,
    /// What it is.
    #[serde(flatten)]
    campaign: Campaign,
    /// How far it is.
    progress: Progress,
    /// Counts the changes.
    version: i64,
    /// When it was made.
    created_at: Time,
    /// When it was last changed.
    updated_at: Time,
}

impl InspectionCampaign {
    pub(super) fn of(conn: &mut Conn, row: &CampaignRow) -> Result<Self, InspectionError> {
        Ok(Self {
            id: row.id,
            campaign: row.document.read()?,
            progress: store::progress(conn, row.organisation_id, row.id)?,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

pub(super) fn tag_of(row: &CampaignRow) -> EntityTag {
    EntityTag::of_version(row.version)
}

/// What does not fit: days, and people who are no inspectors of the inspectorate.
pub(super) fn check(
    conn: &mut Conn,
    by: &Planner,
    campaign: &Campaign,
) -> Result<(), InspectionError> {
    let mut faults = campaign.faults();
    for (at, inspector) in campaign.inspector_ids.iter().enumerate() {
        if !is_member(conn, *inspector, by.organisation(), Role::Inspector)? {
            faults.push(Fault::new(
                format!("/inspector_ids/{at}"),
                "not_an_inspector",
            ));
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(InspectionError::Invalid(faults))
}

/// A campaign as a document.
pub(super) fn document(campaign: &Campaign) -> Result<Value, InspectionError> {
    Ok(serde_json::to_value(campaign)?)
}

/// Make a campaign of the own inspectorate: plans of visits draw a part for it first.
///
/// Targets are named or found by a filter, which also finds those that are registered later. How far it is, is counted from its visits.
#[utoipa::path(tag = "staff", operation_id = "create_inspection_campaign",
    request_body = NewInspectionCampaign,
    responses((status = 201, description = "Made", body = InspectionCampaign)),
    extensions(("x-problems" = json!(["id_taken"]))))]
#[post("/staff/inspection-campaigns")]
pub async fn create_inspection_campaign(
    by: Planner,
    command: Command<NewInspectionCampaign>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let (chosen, campaign) = new.split();
        check(conn, &by, &campaign)?;
        let id = chosen.unwrap_or_else(|| here.new_id());
        if store::exists(conn, id)? {
            return Err(InspectionError::IdTaken.into());
        }
        let row = CampaignRow {
            id,
            organisation_id: by.organisation(),
            document: Json::of(&campaign).map_err(InspectionError::from)?,
            version: 1,
            created_at: here.now(),
            updated_at: here.now(),
        };
        store::insert(conn, row.clone())?;
        let (before, after) = differences_of_values(&json!({}), &document(&campaign)?);
        let before: Map<String, Value> = before;
        store::append(conn, &row, (by.account(), here.now()), (&before, &after))?;
        let shown = InspectionCampaign::of(conn, &row)?;
        let location = format!("/v1/staff/inspection-campaigns/{id}");
        let answer = Answer::created(location, &shown)?.tagged(&tag_of(&row));
        let what = (Action::CampaignChanged, Subject::InspectionCampaign);
        by.record(conn, here.now(), what.0, what.1, id, Some("created"))?;
        Ok(answer)
    };
    command.run(&context, originator, work).await
}

/// Which page is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct CampaignsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List the campaigns of the own inspectorate, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_inspection_campaigns", params(CampaignsQuery),
    responses((status = 200, description = "A page of campaigns", body = Page<InspectionCampaign>)))]
#[get("/staff/inspection-campaigns")]
pub async fn list_inspection_campaigns(
    by: Planner,
    query: QueryOf<CampaignsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let before: Option<Id> = cursors.position(&page)?;
    let (rows, organisation) = (page.rows(), by.organisation());
    let find = move |conn: &mut Conn| -> Result<Vec<InspectionCampaign>, InspectionError> {
        let found = store::list(conn, organisation, before, rows)?;
        found
            .iter()
            .map(|row| InspectionCampaign::of(conn, row))
            .collect()
    };
    let found = context.db().read_snapshot(find).await?;
    Ok(HttpResponse::Ok().json(cursors.page(&page, found, |shown| shown.id, |shown| shown)))
}

/// Read a campaign of the own inspectorate, with how far it is.
#[utoipa::path(tag = "staff", operation_id = "get_inspection_campaign",
    params(("id" = Id, Path, description = "The campaign.")),
    responses((status = 200, description = "The campaign", body = InspectionCampaign)))]
#[get("/staff/inspection-campaigns/{id}")]
pub async fn get_inspection_campaign(
    by: Planner,
    id: PathOf<Id>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut Conn| -> Result<InspectionCampaign, InspectionError> {
        let found = store::find(conn, by.organisation(), id.0)?;
        InspectionCampaign::of(conn, &found.ok_or(InspectionError::NotFound)?)
    };
    let shown = context.db().read_snapshot(find).await?;
    Ok(HttpResponse::Ok()
        .insert_header((
            header::ETAG,
            EntityTag::of_version(shown.version).to_string(),
        ))
        .json(shown))
}
