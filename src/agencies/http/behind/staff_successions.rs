//! Whether one agency came out of another, for who looks after the registers.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use super::super::matches::MatchedAgency;
use super::super::show::{Show, read};
use crate::agencies::behind::model::SourceOf;
use crate::agencies::behind::successions::{
    self, Deciding, Evidence, SuccessionRow, SuccessionStatus, Verdict,
};
use crate::agencies::impartial::Impartial;
use crate::agencies::matches::{EntryRow, find_entry};
use crate::agencies::model::EntryKind;
use crate::agencies::store::find_of_kind;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::TendAgencies;
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::{Code, SuccessionKinds, SuccessionReasons};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, NOT_FOUND, Problem};
use crate::platform::text::Prose;
use crate::text_enum;

type SuccessionCode = Code<SuccessionKinds>;
type SuccessionReasonCode = Code<SuccessionReasons>;
type Words = Prose<1000>;

/// Which links are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedSuccessions {
    /// How far they have come; `proposed` when left out.
    #[param(inline)]
    status: Option<SuccessionStatus>,
    /// Entries on a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u8>,
    /// The marker of a page, from `next` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// One agency that came out of another, or may have.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "status": "proposed", "kind": null,
    "reasons": ["same_address"], "source": null, "found_at": "2026-11-24T08:00:00Z",
    "earlier": {
        "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60", "name": "Meridian Sample",
        "alternate_names": [], "address": "1 Sample Street", "licence_number": "00C0000",
        "status": "revoked", "status_label": "Revoked", "as_of": "2026-08-22",
        "missing_from_list_since": null, "has_reviews": true
    },
    "later": {
        "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e61", "name": "Aurora Sample",
        "alternate_names": [], "address": "1 Sample Street", "licence_number": "00C0001",
        "status": "valid", "status_label": "Valid", "as_of": "2026-11-20",
        "missing_from_list_since": null, "has_reviews": false
    },
    "decided_at": null, "decided_by": null, "evidence": null
}))]
pub struct AgencySuccession {
    /// The link.
    pub id: Id,
    /// How far it has come. Only a confirmed one is shown to the public.
    pub status: SuccessionStatus,
    /// How the one came out of the other; null as long as nobody has said.
    pub kind: Option<SuccessionCode>,
    /// Why it was proposed.
    pub reasons: Vec<SuccessionReasonCode>,
    /// Where it comes from, when a source says so.
    pub source: Option<SourceOf>,
    /// When it was found.
    pub found_at: Time,
    /// The predecessor.
    pub earlier: MatchedAgency,
    /// The successor.
    pub later: MatchedAgency,
    /// When it was decided.
    pub decided_at: Option<Time>,
    /// The account that decided.
    pub decided_by: Option<Id>,
    /// How that is known. Of a confirmed one the public reads it.
    pub evidence: Option<String>,
}

type Whole = (SuccessionRow, EntryRow, EntryRow);

fn complete(conn: &mut Conn, row: SuccessionRow) -> Result<Whole, DbError> {
    let earlier = find_entry(conn, row.earlier_agency_id)?;
    let later = find_entry(conn, row.later_agency_id)?;
    Ok((row, earlier, later))
}

fn shown(show: &Show<'_>, (row, earlier, later): Whole) -> Result<AgencySuccession, Problem> {
    let reasons: Vec<String> = read(&row.reasons)?;
    Ok(AgencySuccession {
        id: row.id,
        status: row.status,
        kind: row.kind.map(Code::known),
        reasons: reasons.into_iter().map(Code::known).collect(),
        source: row.source.as_ref().map(read).transpose()?,
        found_at: row.found_at,
        earlier: MatchedAgency::of(show, earlier)?,
        later: MatchedAgency::of(show, later)?,
        decided_at: row.decided_at,
        decided_by: row.decided_by,
        evidence: row.evidence,
    })
}

fn tag(row: &SuccessionRow) -> EntityTag {
    EntityTag::of_version(row.version)
}

/// List agencies that may have come out of others, oldest question first.
///
/// Those of an agency in which you have an interest are not among them.
#[utoipa::path(tag = "staff", operation_id = "list_agency_successions", params(WantedSuccessions),
    responses((status = 200, description = "The links", body = Page<AgencySuccession>)))]
#[get("/staff/agency-successions")]
pub(super) async fn list_agency_successions(
    caller: Impartial<TendAgencies>,
    query: QueryOf<WantedSuccessions>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let after: Option<(Time, Id)> = cursors.position(&page)?;
    let (rows, status) = (page.rows(), query.0.status);
    let status = status.unwrap_or(SuccessionStatus::Proposed);
    let read = move |conn: &mut Conn| -> Result<Vec<Whole>, DbError> {
        let Some(except) = caller.left_out(conn)? else {
            return Ok(Vec::new());
        };
        let rows = successions::list(conn, status, except, after, rows)?.into_iter();
        rows.map(|row| complete(conn, row)).collect()
    };
    let found = context.db().read_snapshot(read).await?;
    let show = Show::of(&context);
    let position = |whole: &Whole| (whole.0.found_at, whole.0.id);
    let page = cursors.try_page(&page, found, position, |whole| shown(&show, whole))?;
    Ok(HttpResponse::Ok().json(page))
}

/// Show a link between two agencies.
#[utoipa::path(tag = "staff", operation_id = "get_agency_succession",
    params(("succession_id" = Id, Path, description = "The link.")),
    responses((status = 200, description = "The link", body = AgencySuccession)))]
#[get("/staff/agency-successions/{succession_id}")]
pub(super) async fn get_agency_succession(
    caller: Impartial<TendAgencies>,
    succession: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let read = move |conn: &mut Conn| -> Result<Whole, Problem> {
        let row = successions::find(conn, succession.0)?;
        let row = row.ok_or_else(|| Problem::new(&NOT_FOUND))?;
        caller.require(conn, &row.about())?;
        Ok(complete(conn, row)?)
    };
    let found = context.db().read_snapshot(read).await?;
    let tag = (header::ETAG, tag(&found.0).to_string());
    let body = shown(&Show::of(&context), found)?;
    Ok(HttpResponse::Ok().insert_header(tag).json(body))
}

text_enum! {
    /// What is decided about a link.
    pub enum SuccessionDecision {
        /// The one came out of the other; the public sees it from now on.
        Confirm => "confirm",
        /// It did not, or nothing proves it; the public does not see it, or not any more.
        Refuse => "refuse",
    }
}

/// What is decided about a link.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "confirmed_with_its_kind"))]
#[schema(example = json!({
    "decision": "confirm", "kind": "new_licence_same_people",
    "evidence": "The authority's notice 12 of 2026 names both numbers.",
    "source": { "name": "Sample Authority, notice 12 of 2026", "url": "https://authority.example/notices/12", "retrieved_on": "2026-11-20" }
}))]
pub struct DecideSuccession {
    /// Whether the one came out of the other.
    decision: SuccessionDecision,
    /// How; needed when it is confirmed.
    kind: Option<SuccessionCode>,
    /// How you know. The public reads it when it is confirmed: name no person in it.
    #[schema(value_type = Words)]
    evidence: Words,
    /// Where that can be read.
    #[validate(nested)]
    source: Option<SourceOf>,
}

fn confirmed_with_its_kind(decide: &DecideSuccession) -> Result<(), ValidationError> {
    if decide.decision == SuccessionDecision::Confirm && decide.kind.is_none() {
        return Err(ValidationError::new("missing_member").with_message("/kind".into()));
    }
    Ok(())
}

impl DecideSuccession {
    fn verdict(self) -> Verdict {
        let words = self.evidence.into_inner();
        match (self.decision, self.kind) {
            (SuccessionDecision::Confirm, Some(kind)) => Verdict::Confirm(Evidence {
                kind: kind.into_inner(),
                words,
                source: self.source,
            }),
            (SuccessionDecision::Confirm | SuccessionDecision::Refuse, _) => Verdict::Refuse(words),
        }
    }
}

/// Decide whether one agency came out of another.
///
/// A confirmed link can be refused later, when it turns out wrong.
#[utoipa::path(tag = "staff", operation_id = "decide_agency_succession",
    params(("succession_id" = Id, Path, description = "The link.")),
    request_body = DecideSuccession,
    responses((status = 200, description = "The link as it is now", body = AgencySuccession)),
    extensions(("x-problems" = json!(["conflict", "succession_cycle"])),
        ("x-if-match" = json!(true))))]
#[post("/staff/agency-successions/{succession_id}/decide")]
pub(super) async fn decide_agency_succession(
    caller: Impartial<TendAgencies>,
    succession: PathOf<Id>,
    if_match: IfMatch,
    command: Command<DecideSuccession>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (decide, command) = command.take_body();
    let (by, of_job) = (caller.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let deciding = Deciding {
            by: caller.account(),
            now: of_job.now(),
        };
        let check = |conn: &mut Conn, row: &SuccessionRow| {
            caller.require(conn, &row.about())?;
            if_match.check(&tag(row))
        };
        let verdict = decide.verdict();
        refuse_future(verdict.source(), deciding.now.date())?;
        let row = successions::decide(conn, succession.0, &verdict, deciding, check)?;
        record(conn, &caller, &row, Action::MovedOn, deciding.now)?;
        let tag = tag(&row);
        let body = shown(&Show::of(&of_job), complete(conn, row)?)?;
        Ok(Answer::changed(&body)?.tagged(&tag))
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}

fn refuse_future(source: Option<&SourceOf>, today: Date) -> Result<(), Problem> {
    if source.is_some_and(|source| source.retrieved_on > today) {
        let fault = Fault::new("/source/retrieved_on", "in_the_future");
        return Err(Problem::invalid(vec![fault]));
    }
    Ok(())
}

fn record(
    conn: &mut Conn,
    caller: &Caller<TendAgencies>,
    row: &SuccessionRow,
    action: Action,
    now: Time,
) -> Result<(), DbError> {
    let word = Some(row.status.as_str());
    caller.record(conn, now, action, Subject::AgencySuccession, row.id, word)
}

/// The agency from which another came.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60", "kind": "taken_over",
    "evidence": "The authority's notice 12 of 2026 names both numbers.",
    "source": { "name": "Sample Authority, notice 12 of 2026", "url": "https://authority.example/notices/12", "retrieved_on": "2026-11-20" }
}))]
pub struct NewPredecessor {
    /// The predecessor.
    agency_id: Id,
    /// How the one came out of the other.
    kind: SuccessionCode,
    /// How you know. The public reads it: name no person in it.
    #[schema(value_type = Words)]
    evidence: Words,
    /// Where that can be read.
    #[validate(nested)]
    source: SourceOf,
}

/// State from which agency one came, with the evidence.
///
/// The public sees it at once, on the pages of both. No agency can come out of itself, by whatever way.
#[utoipa::path(tag = "staff", operation_id = "state_agency_predecessor",
    params(("agency_id" = Id, Path, description = "The successor.")),
    request_body = NewPredecessor,
    responses((status = 201, description = "Stated", body = AgencySuccession)),
    extensions(("x-problems" = json!(["succession_cycle", "already_stated"]))))]
#[post("/staff/agencies/{agency_id}/predecessors")]
pub(super) async fn state_agency_predecessor(
    caller: Impartial<TendAgencies>,
    agency: PathOf<Id>,
    command: Command<NewPredecessor>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (by, of_job) = (caller.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let deciding = Deciding {
            by: caller.account(),
            now: of_job.now(),
        };
        refuse_future(Some(&new.source), deciding.now.date())?;
        let pair = pair(conn, &caller, new.agency_id, agency.0)?;
        let evidence = Evidence {
            kind: new.kind.into_inner(),
            words: new.evidence.into_inner(),
            source: Some(new.source),
        };
        let row = successions::state(conn, of_job.new_id(), pair, evidence, deciding)?;
        record(conn, &caller, &row, Action::Stated, deciding.now)?;
        let tag = tag(&row);
        let location = format!("/v1/staff/agency-successions/{}", row.id);
        let body = shown(&Show::of(&of_job), complete(conn, row)?)?;
        Ok(Answer::created(location, &body)?.tagged(&tag))
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Both ends, or what is wrong with them.
fn pair(
    conn: &mut Conn,
    caller: &Impartial<TendAgencies>,
    earlier: Id,
    later: Id,
) -> Result<(Id, Id), Problem> {
    let later = caller.get_to_change(conn, later)?;
    let earlier = crate::agencies::current(conn, earlier)?;
    let kind = EntryKind::RecruitmentAgency;
    let earlier = match earlier {
        Some(known) => find_of_kind(conn, known, kind)?,
        None => None,
    };
    let unknown = || Problem::invalid(vec![Fault::new("/agency_id", "unknown_agency")]);
    let earlier = earlier.ok_or_else(unknown)?;
    if !caller.may_decide(conn, &[earlier])? {
        return Err(unknown());
    }
    Ok((earlier, later))
}
