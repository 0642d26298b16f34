//! `/v1/staff/checklists`.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::model::{Checklist, ChecklistItem};
use super::{shipped, store};
use crate::establishments::IsicCode;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::{InspectEstablishments, PlanInspections};
use crate::inspections::error::{InspectionError, TOO_MANY_CHECKLISTS};
use crate::organisations;
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, Countries, Texts};
use crate::platform::db::{Conn, Json};
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, PathOf, QueryOf, Routes};
use crate::platform::problem::{Fault, NOT_FOUND, Problem};

type CountryCode = Code<Countries>;

/// Adds the routes of checklists.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_checklists)
        .service(publish_checklist)
        .service(get_checklist);
}

/// Versions that an inspectorate may publish in all.
const MOST: i64 = 500;

/// A checklist that is to be published, its version counted by the service.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "night_shift", "title": { "en": "Night shift" }, "source": "Labour Inspectorate (made up)",
    "jurisdiction": "MY", "valid_from": "2026-12-01",
    "items": [{ "code": "lighting", "text": { "en": "Are all ways lit?" }, "legal_provision": "ILO C120, Art. 9",
        "type": "yes_no_na", "criticality": "major", "evidence_required": false, "weight": 1 }]
}))]
pub struct NewChecklist {
    /// What it is called through all its versions; another code than those of the checklists that come with the service.
    #[schema(min_length = 1, max_length = 60, pattern = "^[a-z0-9_]+$")]
    code: String,
    /// Its title, by language; `en` is needed.
    #[schema(value_type = BTreeMap<String, String>)]
    title: Texts,
    /// Who made it, and after what.
    #[schema(min_length = 1, max_length = 1000)]
    source: String,
    /// The country for which it is; any when left out.
    #[serde(default)]
    jurisdiction: Option<CountryCode>,
    /// The industries for which it is; any when left out.
    #[serde(default)]
    #[schema(max_items = 30)]
    sector: Vec<IsicCode>,
    /// The first day on which a visit may take it.
    valid_from: Date,
    /// The last day on which a visit may take it.
    #[serde(default)]
    valid_to: Option<Date>,
    /// What is asked, in the order of a walk.
    #[schema(min_items = 1, max_items = 300)]
    items: Vec<ChecklistItem>,
}

/// A checklist that was published.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedChecklist {
    /// SHA-256 of the checklist, in hexadecimal: of `checklist` as JSON with sorted members and no spaces. A visit says with it
    /// what was asked.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    checklist_hash: String,
    /// Whether there is no newer version of it.
    is_newest: bool,
    /// Whether it comes with the service.
    is_shipped: bool,
    /// The checklist.
    #[schema(value_type = Checklist)]
    checklist: Arc<Checklist>,
}

/// Checklists.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublishedChecklists {
    /// The checklists, by code and version.
    items: Vec<PublishedChecklist>,
}

fn published(known: &store::Known) -> Vec<PublishedChecklist> {
    let mut newest: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, own) in known.all() {
        let version = newest.entry(own.code.as_str()).or_default();
        *version = (*version).max(own.version);
    }
    let show = |(hash, own): (&str, &Arc<Checklist>)| PublishedChecklist {
        checklist_hash: hash.to_owned(),
        is_newest: newest.get(own.code.as_str()) == Some(&own.version),
        is_shipped: shipped::find(hash).is_some(),
        checklist: Arc::clone(own),
    };
    let mut all: Vec<PublishedChecklist> = known.all().map(show).collect();
    all.sort_by(|one, other| {
        let key = |own: &PublishedChecklist| (own.checklist.code.clone(), own.checklist.version);
        key(one).cmp(&key(other))
    });
    all
}

/// Which checklists are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ChecklistsQuery {
    /// With this code.
    #[param(max_length = 60, pattern = "^[a-z0-9_]+$")]
    code: Option<String>,
    /// Of this version.
    #[param(minimum = 1)]
    version: Option<u32>,
    /// Older ones as well; only the newest of each code when this and `version` are left out.
    all_versions: Option<bool>,
}

/// List the checklists that the own inspectorate may use.
#[utoipa::path(tag = "staff", operation_id = "list_checklists", params(ChecklistsQuery),
    responses((status = 200, description = "The checklists", body = PublishedChecklists)))]
#[get("/staff/checklists")]
pub(super) async fn list_checklists(
    by: Caller<InspectEstablishments>,
    query: QueryOf<ChecklistsQuery>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut Conn| store::known_to(conn, by.organisation());
    let mut items = published(&context.db().read_snapshot(find).await?);
    let wanted = query.0;
    if let Some(code) = &wanted.code {
        items.retain(|own| own.checklist.code == *code);
    }
    match (wanted.version, wanted.all_versions) {
        (Some(version), _) => items.retain(|own| own.checklist.version == version),
        (None, Some(true)) => {}
        (None, _) => items.retain(|own| own.is_newest),
    }
    Ok(HttpResponse::Ok().json(PublishedChecklists { items }))
}

/// Read a checklist by its hash, however old it is.
#[utoipa::path(tag = "staff", operation_id = "get_checklist",
    params(("checklist_hash" = String, Path, description = "The hash of the checklist.")),
    responses((status = 200, description = "The checklist", body = PublishedChecklist)))]
#[get("/staff/checklists/{checklist_hash}")]
pub(super) async fn get_checklist(
    by: Caller<InspectEstablishments>,
    hash: PathOf<String>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut Conn| store::known_to(conn, by.organisation());
    let all = published(&context.db().read_snapshot(find).await?);
    let found = all.into_iter().find(|own| own.checklist_hash == hash.0);
    let found = found.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    Ok(HttpResponse::Ok().json(found))
}

/// Publish a checklist of the own inspectorate, or the next version of one.
///
/// What is published never changes; visits that took an older version keep it.
#[utoipa::path(tag = "staff", operation_id = "publish_checklist",
    request_body = NewChecklist,
    responses((status = 201, description = "Published", body = PublishedChecklist)),
    extensions(("x-problems" = json!(["too_many_checklists"]))))]
#[post("/staff/checklists")]
pub(super) async fn publish_checklist(
    by: Caller<PlanInspections>,
    command: Command<NewChecklist>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let shown = publish(conn, &here, &by, new)?;
        let location = format!("/v1/staff/checklists/{}", shown.checklist_hash);
        Answer::created(location, &shown)
    };
    command.run(&context, originator, work).await
}

/// The checklist with its number, once it makes sense.
fn sound(new: NewChecklist, version: u32) -> Result<Checklist, Problem> {
    let checklist = Checklist {
        code: new.code,
        version,
        title: new.title,
        source: new.source,
        jurisdiction: new.jurisdiction,
        sector: new
            .sector
            .iter()
            .map(|code| code.as_str().to_owned())
            .collect(),
        valid_from: new.valid_from,
        valid_to: new.valid_to,
        items: new.items,
    };
    let mut faults = checklist.faults();
    if shipped::has_code(&checklist.code) {
        faults.push(Fault::new("/code", "code_of_the_service"));
    }
    if faults.is_empty() {
        Ok(checklist)
    } else {
        Err(Problem::invalid(faults))
    }
}

fn publish(
    conn: &mut Conn,
    here: &Context,
    by: &Caller<PlanInspections>,
    new: NewChecklist,
) -> Result<PublishedChecklist, Problem> {
    let organisation = by.organisation();
    // Two at once would get the same number.
    organisations::lock(conn, organisation)?;
    let (version, count) = store::count(conn, organisation, &new.code)?;
    if count >= MOST {
        return Err(Problem::new(&TOO_MANY_CHECKLISTS));
    }
    let checklist = sound(new, u32::try_from(version + 1).unwrap_or(u32::MAX))?;
    let hash = checklist.hash().map_err(InspectionError::from)?;
    let (id, now) = (here.new_id(), here.now());
    let row = store::NewRow {
        id,
        organisation_id: organisation,
        code: checklist.code.clone(),
        version: version + 1,
        hash: hash.clone(),
        document: Json::of(&checklist).map_err(InspectionError::from)?,
        published_by: by.account(),
        published_at: now,
    };
    store::insert(conn, row)?;
    by.record(conn, now, Action::Published, Subject::Checklist, id, None)?;
    Ok(PublishedChecklist {
        checklist_hash: hash,
        is_newest: true,
        is_shipped: false,
        checklist: Arc::new(checklist),
    })
}
