//! Establishments that may be one.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::Inspector;
use super::shapes::ListedEstablishment;
use crate::establishments::actions::{Desk, decide};
use crate::establishments::error::EstablishmentError;
use crate::establishments::matching::{
    EstablishmentMatchReason, EstablishmentMatchStatus, propose, reasons_of,
};
use crate::establishments::store::{self, MatchFilter, MatchRow};
use crate::platform::clock::Time;
use crate::platform::code_lists::{Code, EstablishmentMatchReasons};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{CONFLICT, NOT_FOUND, Problem};
use crate::platform::text::Line;
use crate::text_enum;

type MatchReasonCode = Code<EstablishmentMatchReasons>;

text_enum! {
    /// What somebody decides about two establishments.
    pub enum EstablishmentDecision {
        /// They are one, and are merged.
        Same => "same",
        /// They are two.
        Different => "different",
    }
}

/// Two establishments that may be one.
#[derive(Debug, Serialize, ToSchema)]
struct EstablishmentMatch {
    /// The match.
    id: Id,
    /// How far it has come.
    status: EstablishmentMatchStatus,
    /// In what the two agree.
    reasons: Vec<MatchReasonCode>,
    /// When it was found.
    found_at: Time,
    /// The one that was registered first. Merged, it stays, and the other's id means it.
    earlier: ListedEstablishment,
    /// The other.
    later: ListedEstablishment,
    /// When it was decided.
    decided_at: Option<Time>,
    /// The account that decided.
    decided_by: Option<Id>,
    /// Why, in the words of who decided.
    decision_reason: Option<String>,
    /// The merger, in the answer to the decision that made it.
    merge_id: Option<Id>,
}

fn shown(
    conn: &mut Conn,
    desk: &Desk<'_>,
    row: MatchRow,
    merge_id: Option<Id>,
) -> Result<EstablishmentMatch, EstablishmentError> {
    let mut side = |id: Id| {
        let found = store::find(conn, id, &desk.countries)?;
        ListedEstablishment::of(&found.ok_or(EstablishmentError::NotFound)?)
    };
    let (earlier, later) = (side(row.earlier_id)?, side(row.later_id)?);
    let reasons = reasons_of(&row)?.into_iter();
    Ok(EstablishmentMatch {
        id: row.id,
        status: row.status,
        reasons: reasons
            .map(|reason| Code::known(reason.as_str().to_owned()))
            .collect(),
        found_at: row.found_at,
        earlier,
        later,
        decided_at: row.decided_at,
        decided_by: row.decided_by,
        decision_reason: row.decision_reason,
        merge_id,
    })
}

/// Which matches are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct EstablishmentMatchesQuery {
    /// How far they have come; `open` when left out.
    #[param(inline)]
    status: Option<EstablishmentMatchStatus>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List establishments that may be one, oldest first.
#[utoipa::path(tag = "staff", operation_id = "list_establishment_matches", params(EstablishmentMatchesQuery),
    responses((status = 200, description = "A page of matches", body = Page<EstablishmentMatch>)))]
#[get("/staff/establishment-matches")]
pub(super) async fn list_establishment_matches(
    by: Inspector,
    query: QueryOf<EstablishmentMatchesQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let after: Option<(Time, Id)> = cursors.position(&page)?;
    let (rows, here) = (page.rows(), context.clone());
    let status = query.0.status.unwrap_or(EstablishmentMatchStatus::Open);
    let find = move |conn: &mut Conn| -> Result<Vec<EstablishmentMatch>, EstablishmentError> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let countries = desk.countries.clone();
        let filter = MatchFilter { countries, status };
        let rows = store::list_matches(conn, filter, after, rows)?.into_iter();
        rows.map(|row| shown(conn, &desk, row, None)).collect()
    };
    let found = context.db().read_snapshot(find).await?;
    let position = |found: &EstablishmentMatch| (found.found_at, found.id);
    Ok(HttpResponse::Ok().json(cursors.page(&page, found, position, |found| found)))
}

/// Read a match.
#[utoipa::path(tag = "staff", operation_id = "get_establishment_match",
    params(("id" = Id, Path, description = "The match.")),
    responses((status = 200, description = "The match", body = EstablishmentMatch)))]
#[get("/staff/establishment-matches/{id}")]
pub(super) async fn get_establishment_match(
    by: Inspector,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let find = move |conn: &mut Conn| -> Result<_, EstablishmentError> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let row = store::find_match(conn, id.0, &desk.countries)?;
        let row = row.ok_or(EstablishmentError::NotFound)?;
        let tag = EntityTag::of_version(row.version);
        Ok((tag, shown(conn, &desk, row, None)?))
    };
    let (tag, found) = context.db().read_snapshot(find).await?;
    let tag = (header::ETAG, tag.to_string());
    Ok(HttpResponse::Ok().insert_header(tag).json(found))
}

/// Two establishments that somebody takes for one.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "establishment_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "other_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60" }))]
pub struct ProposedEstablishmentMatch {
    /// One.
    establishment_id: Id,
    /// The other.
    other_id: Id,
}

/// Propose that two establishments are one.
#[utoipa::path(tag = "staff", operation_id = "propose_establishment_match",
    request_body = ProposedEstablishmentMatch,
    responses((status = 201, description = "Proposed", body = EstablishmentMatch)),
    extensions(("x-problems" = json!(["conflict", "not_found"]))))]
#[post("/staff/establishment-matches")]
pub(super) async fn propose_establishment_match(
    by: Inspector,
    command: Command<ProposedEstablishmentMatch>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (said, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let pair = (said.establishment_id, said.other_id);
        if pair.0 == pair.1 {
            return Err(EstablishmentError::fault("/other_id", "same_establishment").into());
        }
        let id = propose(
            conn,
            &desk,
            pair,
            &[EstablishmentMatchReason::ProposedByPerson],
        )?;
        let id = id.ok_or_else(|| Problem::new(&CONFLICT))?;
        let row = store::find_match(conn, id, &desk.countries)?;
        let row = row.ok_or_else(|| Problem::new(&NOT_FOUND))?;
        let tag = EntityTag::of_version(row.version);
        let found = shown(conn, &desk, row, None)?;
        let location = format!("/v1/staff/establishment-matches/{id}");
        Ok(Answer::created(location, &found)?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}

/// What is decided about two establishments.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "decision": "same", "reason": "Both numbers are on one gate." }))]
pub struct DecideEstablishmentMatch {
    /// Whether the two are one.
    decision: EstablishmentDecision,
    /// How you know. Name no person in it, and nothing that shows that somebody spoke.
    reason: Line<500>,
}

/// Decide whether two establishments are one.
///
/// `same` merges them: the earlier one stays and gets what only the later one knew, and the later id means it. That can
/// be undone.
#[utoipa::path(tag = "staff", operation_id = "decide_establishment_match",
    params(("id" = Id, Path, description = "The match.")),
    request_body = DecideEstablishmentMatch,
    responses((status = 200, description = "The match as it is now", body = EstablishmentMatch)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["conflict"]))))]
#[post("/staff/establishment-matches/{id}/decide")]
pub(super) async fn decide_establishment_match(
    by: Inspector,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<DecideEstablishmentMatch>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (said, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let row = store::lock_match(conn, id.0, &desk.countries)?;
        let row = row.ok_or(EstablishmentError::NotFound)?;
        if_match.check(&EntityTag::of_version(row.version))?;
        let status = match said.decision {
            EstablishmentDecision::Same => EstablishmentMatchStatus::Same,
            EstablishmentDecision::Different => EstablishmentMatchStatus::Different,
        };
        let decision = (status, by.account(), said.reason.into_inner());
        let merged = decide(conn, &desk, &row, decision)?;
        let row = store::find_match(conn, id.0, &desk.countries)?;
        let row = row.ok_or(EstablishmentError::NotFound)?;
        let tag = EntityTag::of_version(row.version);
        let answer = Answer::changed(&shown(conn, &desk, row, merged)?)?.tagged(&tag);
        Ok(answer)
    };
    command.run(&context, originator, work).await
}
