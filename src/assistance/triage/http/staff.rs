//! `/v1/staff/triage-rule-sets`: an authority drafts rules, tries them and publishes them.

use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::assistance::triage::actions::{self, Draft, read};
use crate::assistance::triage::rules::{Answers, Rules};
use crate::assistance::triage::store::{self, Origin, RuleSetRow};
use crate::assistance::triage::trial::{Outcome, try_rules};
use crate::identity::Caller;
use crate::identity::permissions::DecideTriageRules;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Bare, Command, Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Line;
use crate::text_enum;

type Authority = Caller<DecideTriageRules>;

text_enum! {
    /// How a set of rules stands.
    pub enum TriageRulesStatus {
        /// It can be tried and published.
        Draft => "draft",
        /// It is published and not yet in force.
        Scheduled => "scheduled",
        /// It is in force.
        InForce => "in_force",
        /// It was in force, or another one was published in its place.
        Replaced => "replaced",
    }
}

/// New rules.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "Rules for the season", "source": "Decision of the council",
    "rules": { "otherwise": "low", "rules": [
        { "reason": "danger_now", "priority": "critical", "urgency": ["danger_now"] },
        { "reason": "many_indicators", "priority": "high",
            "indicators": [{ "answer": "yes", "at_least": 2 }] }] } }))]
struct NewTriageRules {
    /// What it is called.
    title: Line<120>,
    /// On what it is based: a law, a decision, a publication.
    source: Line<500>,
    /// The rules.
    rules: Rules,
}

/// A set of rules: a draft or a version.
#[derive(Debug, Serialize, ToSchema)]
struct TriageRuleSet {
    #[serde(flatten)]
    listed: ListedTriageRuleSet,
    /// The rules.
    rules: Rules,
}

/// A set of rules without the rules.
#[derive(Debug, Serialize, ToSchema)]
struct ListedTriageRuleSet {
    /// Its id.
    id: Id,
    /// The number of the version; null for a draft.
    version: Option<i64>,
    /// How it stands.
    status: TriageRulesStatus,
    /// Where it comes from.
    origin: Origin,
    /// What it is called.
    title: String,
    /// On what it is based.
    source: String,
    /// When it was drafted.
    drafted_at: Time,
    /// When it was published; null for a draft.
    published_at: Option<Time>,
    /// From when on it is in force; null for a draft.
    valid_from: Option<Time>,
}

impl ListedTriageRuleSet {
    fn of(row: RuleSetRow, in_force: Option<Id>, now: Time) -> Self {
        let status = match row.valid_from {
            None => TriageRulesStatus::Draft,
            Some(_) if Some(row.id) == in_force => TriageRulesStatus::InForce,
            Some(from) if from > now => TriageRulesStatus::Scheduled,
            Some(_) => TriageRulesStatus::Replaced,
        };
        Self {
            id: row.id,
            version: row.version,
            status,
            origin: row.origin,
            title: row.title,
            source: row.source,
            drafted_at: row.drafted_at,
            published_at: row.published_at,
            valid_from: row.valid_from,
        }
    }
}

impl TriageRuleSet {
    fn of(conn: &mut Conn, row: RuleSetRow, now: Time) -> Result<Self, Problem> {
        let in_force = store::find_in_force(conn, now)?.map(|row| row.id);
        Ok(Self {
            rules: read(&row)?,
            listed: ListedTriageRuleSet::of(row, in_force, now),
        })
    }
}

/// Draft rules.
///
/// Nothing changes until they are published. Rules that would let somebody wait who is in danger now are
/// refused.
#[utoipa::path(tag = "staff", operation_id = "draft_triage_rules",
    request_body = NewTriageRules,
    responses((status = 201, description = "Drafted", body = TriageRuleSet)),
    extensions(("x-problems" = json!(["too_many_drafts"]))))]
#[post("/staff/triage-rule-sets")]
pub(super) async fn draft_triage_rules(
    caller: Authority,
    context: Context,
    command: Command<NewTriageRules>,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (by, now, id) = (caller.originator(), context.now(), context.new_id());
    let draft = Draft {
        id,
        title: new.title.into_inner(),
        source: new.source.into_inner(),
        rules: new.rules,
    };
    let work = move |conn: &mut Conn| {
        let row = actions::draft(conn, &caller, draft, now)?;
        let location = format!("/v1/staff/triage-rule-sets/{id}");
        Answer::created(location, &TriageRuleSet::of(conn, row, now)?)
    };
    command.run(&context, by, work).await
}

/// Which page is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct RuleSetsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List drafts and versions, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_triage_rule_sets", params(RuleSetsQuery),
    responses((status = 200, description = "A page", body = Page<ListedTriageRuleSet>)))]
#[get("/staff/triage-rule-sets")]
pub(super) async fn list_triage_rule_sets(
    _caller: Authority,
    context: Context,
    query: QueryOf<RuleSetsQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let now = context.now();
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let cursors = Cursors::of(&context, &request);
    let (before, rows): (Option<Id>, i64) = (cursors.position(&page)?, page.rows());
    let read = move |conn: &mut Conn| {
        let in_force = store::find_in_force(conn, now)?.map(|row| row.id);
        Ok::<_, DbError>((store::list(conn, before, rows)?, in_force))
    };
    let (rows, in_force) = context.db().read_snapshot(read).await?;
    let show = |row| ListedTriageRuleSet::of(row, in_force, now);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, |row| row.id, show)))
}

/// Read a draft or version.
#[utoipa::path(tag = "staff", operation_id = "get_triage_rule_set",
    params(("id" = Id, Path, description = "The set of rules.")),
    responses((status = 200, description = "The set of rules", body = TriageRuleSet)))]
#[get("/staff/triage-rule-sets/{id}")]
pub(super) async fn get_triage_rule_set(
    _caller: Authority,
    context: Context,
    id: PathOf<Id>,
) -> Result<HttpResponse, Problem> {
    let now = context.now();
    let read = move |conn: &mut Conn| {
        let row = actions::get(conn, id.0)?;
        TriageRuleSet::of(conn, row, now)
    };
    Ok(HttpResponse::Ok().json(context.db().read_snapshot(read).await?))
}

/// Throw a draft away. Doing it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "discard_triage_rules",
    params(("id" = Id, Path, description = "The draft.")),
    responses((status = 204, description = "Gone")),
    extensions(("x-problems" = json!(["triage_rules_published"]))))]
#[delete("/staff/triage-rule-sets/{id}")]
pub(super) async fn discard_triage_rules(
    caller: Authority,
    context: Context,
    id: PathOf<Id>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let (by, now) = (caller.originator(), context.now());
    let work = move |conn: &mut Conn| {
        actions::discard(conn, &caller, id.0, now)?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}

/// Cases on which rules are tried.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "cases": [{ "urgency": "not_urgent", "issue_codes": ["unpaid_wages"],
    "indicators": { "isolation": "yes" } }] }))]
struct TriageTrial {
    /// Made-up cases.
    #[serde(default)]
    #[schema(max_items = 50)]
    cases: Vec<Answers>,
}

/// Try rules: what would change.
///
/// On the cases that are sent, and on the open requests in number. Nothing sealed is opened, small numbers
/// are not told, and nothing is changed.
#[utoipa::path(tag = "staff", operation_id = "try_triage_rules",
    params(("id" = Id, Path, description = "The draft or version.")),
    request_body = TriageTrial,
    responses((status = 200, description = "What would change", body = Outcome)))]
#[post("/staff/triage-rule-sets/{id}/trial")]
pub(super) async fn try_triage_rules(
    caller: Authority,
    context: Context,
    id: PathOf<Id>,
    command: Command<TriageTrial>,
) -> Result<HttpResponse, Problem> {
    let (trial, command) = command.take_body();
    let (by, now) = (caller.originator(), context.now());
    // Counting takes a while, and whoever writes must not wait for it.
    let count = move |conn: &mut Conn| {
        let row = actions::get(conn, id.0)?;
        try_rules(conn, &row, &trial.cases, now)
    };
    let outcome: Outcome = context.db().read_snapshot(count).await?;
    let work = move |_: &mut Conn| Answer::changed(&outcome);
    command.run(&context, by, work).await
}

/// From when on rules are to be in force.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "valid_from": "2999-01-01T00:00:00Z" }))]
struct TriageRulesPublication {
    /// Not before now; at once when left out.
    #[serde(default)]
    valid_from: Option<Time>,
}

/// Publish a draft.
///
/// It gets the next number, everybody can read it, and it is never changed again; to go back, publish the
/// earlier rules anew. Requests that were filed before keep their priority.
#[utoipa::path(tag = "staff", operation_id = "publish_triage_rules",
    params(("id" = Id, Path, description = "The draft.")),
    request_body = TriageRulesPublication,
    responses((status = 200, description = "Published", body = TriageRuleSet)),
    extensions(("x-problems" = json!(["triage_rules_published"]))))]
#[post("/staff/triage-rule-sets/{id}/publication")]
pub(super) async fn publish_triage_rules(
    caller: Authority,
    context: Context,
    id: PathOf<Id>,
    command: Command<TriageRulesPublication>,
) -> Result<HttpResponse, Problem> {
    let (publication, command) = command.take_body();
    let (by, now) = (caller.originator(), context.now());
    let work = move |conn: &mut Conn| {
        let row = actions::publish(conn, &caller, id.0, publication.valid_from, now)?;
        Answer::changed(&TriageRuleSet::of(conn, row, now)?)
    };
    let response = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(response)
}
