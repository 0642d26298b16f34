//! Entries that may be one agency, for who looks after the registers.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::show::{Show, alternate_names};
use super::{ReasonCode, StatusCode};
use crate::agencies::impartial::Impartial;
use crate::agencies::matches::{
    self, Deciding, EntryRow, Followers, Match, MatchDecision, MatchFilter, MatchRow, MatchStatus,
};
use crate::agencies::model::status_on;
use crate::identity::permissions::DecideAgencyMatches;
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::Code;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::platform::text::Line;

/// Which matches are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedMatches {
    /// How far they have come; `open` when left out.
    #[param(inline)]
    status: Option<MatchStatus>,
    /// Of this register.
    #[param(inline)]
    register: Option<Line<100>>,
    /// Entries on a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u8>,
    /// The marker of a page, from `next` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// Two entries of a register that may be one agency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "register": "sg_mom", "status": "open",
    "reasons": ["same_name"], "found_at": "2026-11-24T08:00:00Z",
    "run_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6e",
    "earlier": {
        "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60", "name": "Meridian Sample",
        "alternate_names": [], "address": "1 Sample Street", "licence_number": "00C0000",
        "status": "valid", "status_label": "Valid", "as_of": "2026-08-22",
        "missing_from_list_since": "2026-11-20", "has_reviews": true
    },
    "later": {
        "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e61", "name": "Meridian Sample",
        "alternate_names": [], "address": "7 Sample Road", "licence_number": "00C0001",
        "status": "valid", "status_label": "Valid", "as_of": "2026-11-20",
        "missing_from_list_since": null, "has_reviews": false
    },
    "decided_at": null, "decided_by": null, "decision_reason": null
}))]
pub struct AgencyMatch {
    /// The match.
    pub id: Id,
    /// The register whose list has brought it up.
    pub register: String,
    /// How far it has come.
    pub status: MatchStatus,
    /// In what the two agree.
    pub reasons: Vec<ReasonCode>,
    /// When it was found.
    pub found_at: Time,
    /// The import that found it.
    pub run_id: Id,
    /// The entry that left the list. Joined, the agency keeps its id.
    pub earlier: MatchedAgency,
    /// The entry that is new.
    pub later: MatchedAgency,
    /// When it was decided.
    pub decided_at: Option<Time>,
    /// The account that decided.
    pub decided_by: Option<Id>,
    /// Why, in the words of who decided.
    pub decision_reason: Option<String>,
}

/// One of the two.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatchedAgency {
    /// The agency.
    pub agency_id: Id,
    /// Its name.
    pub name: String,
    /// Its other names.
    pub alternate_names: Vec<String>,
    /// The address of its office.
    pub address: Option<String>,
    /// Its licence number.
    pub licence_number: Option<String>,
    /// The status of its licence.
    pub status: StatusCode,
    /// The same in the caller's language.
    pub status_label: String,
    /// The day of the newest list that had it.
    pub as_of: Date,
    /// The day of the first list on which it was no longer found.
    pub missing_from_list_since: Option<Date>,
    /// Whether published reviews count in its rating.
    pub has_reviews: bool,
}

/// List entries that may be one agency, oldest first.
///
/// Those of an agency in which you have an interest are not among them.
#[utoipa::path(tag = "staff", operation_id = "list_agency_matches", params(WantedMatches),
    responses((status = 200, description = "The matches", body = Page<AgencyMatch>)))]
#[get("/staff/agency-matches")]
pub(super) async fn list_agency_matches(
    caller: Impartial<DecideAgencyMatches>,
    query: QueryOf<WantedMatches>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let (filter, page) = query.0.split();
    let after: Option<(Time, Id)> = cursors.position(&page)?;
    let rows = page.rows();
    let found = context
        .db()
        .read_snapshot(move |conn| -> Result<_, DbError> {
            let Some(except) = caller.left_out(conn)? else {
                return Ok(Vec::new());
            };
            Ok(matches::list(conn, filter, except, after, rows)?)
        })
        .await?;
    let show = Show::of(&context);
    let position = |found: &Match| (found.row.found_at, found.row.id);
    let page = cursors.try_page(&page, found, position, |found| shown(&show, found))?;
    Ok(HttpResponse::Ok().json(page))
}

impl WantedMatches {
    fn split(self) -> (MatchFilter, PageQuery) {
        let filter = MatchFilter {
            status: self.status.unwrap_or(MatchStatus::Open),
            register: self.register.map(Line::into_inner),
        };
        let page = PageQuery {
            limit: self.limit,
            cursor: self.cursor,
        };
        (filter, page)
    }
}

/// Show two entries that may be one agency.
#[utoipa::path(tag = "staff", operation_id = "get_agency_match",
    params(("match_id" = Id, Path, description = "The match.")),
    responses((status = 200, description = "The match", body = AgencyMatch)))]
#[get("/staff/agency-matches/{match_id}")]
pub(super) async fn get_agency_match(
    caller: Impartial<DecideAgencyMatches>,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let find = move |conn: &mut Conn| -> Result<Match, Problem> {
        let found = matches::find(conn, id.0)?;
        let found = found.ok_or_else(|| Problem::new(&NOT_FOUND))?;
        caller.require(conn, &found.row.about())?;
        Ok(found)
    };
    let found = context.db().read_snapshot(find).await?;
    let tag = (header::ETAG, tag(&found.row).to_string());
    let body = shown(&Show::of(&context), found)?;
    Ok(HttpResponse::Ok().insert_header(tag).json(body))
}

/// What is decided about two entries.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "decision": "same", "reason": "The regulator's notice 12 of 2026 names both numbers."
}))]
pub struct DecideAgencyMatch {
    /// Whether the two are one agency.
    decision: MatchDecision,
    /// How you know. Name no person in it.
    reason: Line<500>,
}

/// Decide whether two entries are one agency.
///
/// `same` joins them for good: the earlier one keeps its id, gets what the newer list says, both
/// histories and the reviews of both, and the later id means it from then on. Two that are both on
/// the newest list are two.
#[utoipa::path(tag = "staff", operation_id = "decide_agency_match",
    params(("match_id" = Id, Path, description = "The match.")),
    request_body = DecideAgencyMatch,
    responses((status = 200, description = "The match as it is now", body = AgencyMatch)),
    extensions(("x-problems" = json!(["conflict", "both_listed"])),
        ("x-if-match" = json!(true))))]
#[post("/staff/agency-matches/{match_id}/decide")]
pub(super) async fn decide_agency_match(
    caller: Impartial<DecideAgencyMatches>,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<DecideAgencyMatch>,
    followers: web::Data<Followers>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (decide, command) = command.take_body();
    let (by, of_job, followers) = (caller.originator(), context.clone(), *followers.get_ref());
    let work = move |conn: &mut Conn| {
        let deciding = Deciding {
            by: &caller,
            decision: decide.decision,
            reason: decide.reason.into_inner(),
            now: of_job.now(),
            services: of_job.services(),
            followers,
        };
        let check = |conn: &mut Conn, row: &MatchRow| {
            caller.require(conn, &row.about())?;
            if_match.check(&tag(row))
        };
        let decided = matches::decide(conn, id.0, &deciding, check)?;
        let tag = tag(&decided.row);
        Ok(Answer::changed(&shown(&Show::of(&of_job), decided)?)?.tagged(&tag))
    };
    let answer = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answer)
}

fn tag(row: &MatchRow) -> EntityTag {
    EntityTag::of_version(row.version)
}

fn shown(show: &Show<'_>, found: Match) -> Result<AgencyMatch, Problem> {
    let Match {
        row,
        earlier,
        later,
    } = found;
    let reasons = row.reasons()?.into_iter();
    Ok(AgencyMatch {
        id: row.id,
        register: row.register,
        status: row.status,
        reasons: reasons
            .map(|reason| Code::known(reason.as_str().to_owned()))
            .collect(),
        found_at: row.found_at,
        run_id: row.run_id,
        earlier: MatchedAgency::of(show, earlier)?,
        later: MatchedAgency::of(show, later)?,
        decided_at: row.decided_at,
        decided_by: row.decided_by,
        decision_reason: row.decision_reason,
    })
}

impl MatchedAgency {
    /// Shows it.
    pub(super) fn of(show: &Show<'_>, row: EntryRow) -> Result<Self, Problem> {
        let status = status_on(&row.licence_status, row.licence_expires_on, show.today);
        Ok(Self {
            agency_id: row.id,
            alternate_names: alternate_names(&row.alternate_names)?,
            status_label: show.status_label(status),
            status: Code::known(status.to_owned()),
            // The same minimum as in public: below it, not even their number is told.
            has_reviews: show.has_rating(row.rating_count),
            name: row.name,
            address: row.address,
            licence_number: row.licence_number,
            as_of: row.retrieved_on,
            missing_from_list_since: row.missing_since,
        })
    }
}
