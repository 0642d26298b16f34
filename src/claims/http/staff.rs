//! What those read and decide who let organisations speak for agencies.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{AgencyClaim, tag};
use crate::agencies::{self, EntryKind};
use crate::claims::actions::{self, ClaimError};
use crate::claims::interests::interests;
use crate::claims::model::{ClaimReason, ClaimStatus, Note, Refusal, Verdict};
use crate::claims::store::{self, ClaimRow, QueueFilter};
use crate::identity::Caller;
use crate::identity::permissions::DecideOnClaims;
use crate::organisations;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{
    Answer, Bare, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf,
};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Which claims are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WantedClaims {
    /// How far they have come; `pending` when left out.
    #[param(inline)]
    status: Option<ClaimStatus>,
    /// To this agency.
    #[param(inline)]
    agency_id: Option<Id>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// A claim in the queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueuedClaim {
    /// The claim.
    #[serde(flatten)]
    claim: AgencyClaim,
    /// What is claimed: an agency or an employer.
    about: Option<EntryKind>,
    /// Its name.
    #[schema(example = "Sunrise Manpower")]
    agency_name: Option<String>,
    /// Whose claim it is.
    organisation_id: Id,
    /// Whether more than one organisation claims or holds this profile.
    contested: bool,
}

/// List claims to speak for an agency, oldest day first.
///
/// Those to an agency in which one's own organisation has an interest are not among them.
#[utoipa::path(tag = "staff", operation_id = "list_agency_claims", params(WantedClaims),
    responses((status = 200, description = "Claims", body = Page<QueuedClaim>)))]
#[get("/staff/agency-claims")]
pub(super) async fn list_agency_claims(
    by: Caller<DecideOnClaims>,
    query: QueryOf<WantedClaims>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = query.0;
    let page = PageQuery {
        limit: wanted.limit,
        cursor: wanted.cursor,
    };
    let cursors = Cursors::of(&context, &request);
    let after: Option<(Date, Id)> = cursors.position(&page)?;
    let rows = page.rows();
    let read = move |conn: &mut Conn| {
        let filter = QueueFilter {
            status: wanted.status.unwrap_or(ClaimStatus::Pending),
            agency: wanted.agency_id,
            except: interests(conn, &by)?,
        };
        let rows = store::queue(conn, &filter, after, rows)?;
        let of: Vec<Id> = rows.iter().map(|row| row.agency_id).collect();
        let named = Named::of(conn, &of)?;
        Ok::<_, DbError>((rows, named, store::list_contested(conn, of)?))
    };
    let (rows, named, contested) = context.db().read_snapshot(read).await?;
    let position = |row: &ClaimRow| (row.filed_on, row.id);
    let show = |row| QueuedClaim::of(row, &named, &contested);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, position, show)))
}

/// What entries are, and what they are called.
struct Named {
    names: BTreeMap<Id, String>,
    kinds: BTreeMap<Id, EntryKind>,
}

impl Named {
    fn of(conn: &mut Conn, entries: &[Id]) -> Result<Self, DbError> {
        Ok(Self {
            names: agencies::names(conn, entries)?,
            kinds: agencies::kinds(conn, entries)?,
        })
    }
}

impl QueuedClaim {
    fn of(row: ClaimRow, named: &Named, contested: &BTreeSet<Id>) -> Self {
        Self {
            about: named.kinds.get(&row.agency_id).copied(),
            agency_name: named.names.get(&row.agency_id).cloned(),
            organisation_id: row.organisation_id,
            contested: contested.contains(&row.agency_id),
            claim: row.into(),
        }
    }
}

/// A claim with what its claimant wrote.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpenedClaim {
    /// The claim.
    #[serde(flatten)]
    claim: QueuedClaim,
    /// That organisation's name.
    organisation_name: Option<String>,
    /// What the claimant says.
    statement: String,
    /// Where the evidence is found.
    evidence: String,
}

/// Open a claim with its statement and evidence.
///
/// That you opened it is written into the audit log.
#[utoipa::path(tag = "staff", operation_id = "get_agency_claim",
    params(("claim_id" = Id, Path, description = "The claim")),
    responses((status = 200, description = "The claim", body = OpenedClaim)))]
#[get("/staff/agency-claims/{claim_id}")]
pub(super) async fn get_agency_claim(
    by: Caller<DecideOnClaims>,
    claim: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (vault, now) = (context.services().vault.clone(), context.now());
    // Opening is written down, so this read is a write.
    let work = move |conn: &mut Conn| {
        let (row, written) = actions::open(conn, &vault, &by, claim.0, now)?;
        let named = Named::of(conn, &[row.agency_id])?;
        let contested = store::list_contested(conn, vec![row.agency_id])?;
        let opened = OpenedClaim {
            organisation_name: organisations::find_name(conn, row.organisation_id)?,
            statement: written.statement,
            evidence: written.evidence,
            claim: QueuedClaim::of(row.clone(), &named, &contested),
        };
        Ok::<_, ClaimError>((tag(&row), opened))
    };
    let (tag, opened) = context.db().write(work).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(opened))
}

/// Why an organisation does not speak for an agency.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "not_proved", "note": "The certificate is another agency's." }))]
pub struct RefuseClaim {
    /// The reason, which the claimant is told.
    #[schema(value_type = ClaimReason)]
    reason: ClaimReason,
    /// More about it, which the claimant reads.
    #[schema(value_type = Option<Note>)]
    note: Option<Note>,
}

impl From<RefuseClaim> for Refusal {
    fn from(refuse: RefuseClaim) -> Self {
        Self {
            reason: refuse.reason,
            note: refuse.note,
        }
    }
}

/// Let an organisation speak for an agency.
#[utoipa::path(tag = "staff", operation_id = "approve_agency_claim",
    params(("claim_id" = Id, Path, description = "The claim")),
    responses((status = 200, description = "Approved", body = AgencyClaim)),
    extensions(("x-problems" = json!(["conflict", "profile_held"])), ("x-if-match" = json!(true))))]
#[post("/staff/agency-claims/{claim_id}/approve")]
pub(super) async fn approve_agency_claim(
    by: Caller<DecideOnClaims>,
    claim: PathOf<Id>,
    if_match: IfMatch,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (originator, now) = (by.originator(), context.now());
    let work = move |conn: &mut Conn| decide(conn, &by, claim.0, &if_match, &Verdict::Approve, now);
    let answer = command.run(&context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Deny a claim.
#[utoipa::path(tag = "staff", operation_id = "deny_agency_claim",
    params(("claim_id" = Id, Path, description = "The claim")),
    request_body = RefuseClaim,
    responses((status = 200, description = "Denied", body = AgencyClaim)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/agency-claims/{claim_id}/deny")]
pub(super) async fn deny_agency_claim(
    by: Caller<DecideOnClaims>,
    claim: PathOf<Id>,
    if_match: IfMatch,
    command: Command<RefuseClaim>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (refuse, command) = command.take_body();
    let (originator, now) = (by.originator(), context.now());
    let verdict = Verdict::Deny(refuse.into());
    let work = move |conn: &mut Conn| decide(conn, &by, claim.0, &if_match, &verdict, now);
    command.run(&context, originator, work).await
}

/// No longer let an organisation speak for an agency.
///
/// Its replies are no longer shown.
#[utoipa::path(tag = "staff", operation_id = "revoke_agency_claim",
    params(("claim_id" = Id, Path, description = "The claim")),
    request_body = RefuseClaim,
    responses((status = 200, description = "Revoked", body = AgencyClaim)),
    extensions(("x-problems" = json!(["conflict"])), ("x-if-match" = json!(true))))]
#[post("/staff/agency-claims/{claim_id}/revoke")]
pub(super) async fn revoke_agency_claim(
    by: Caller<DecideOnClaims>,
    claim: PathOf<Id>,
    if_match: IfMatch,
    command: Command<RefuseClaim>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (refuse, command) = command.take_body();
    let (originator, now) = (by.originator(), context.now());
    let verdict = Verdict::Revoke(refuse.into());
    let work = move |conn: &mut Conn| decide(conn, &by, claim.0, &if_match, &verdict, now);
    let answer = command.run(&context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}

fn decide(
    conn: &mut Conn,
    by: &Caller<DecideOnClaims>,
    claim: Id,
    if_match: &IfMatch,
    verdict: &Verdict,
    now: crate::platform::clock::Time,
) -> Result<Answer, Problem> {
    let claim = actions::get_locked(conn, by, claim)?;
    if_match.check(&tag(&claim))?;
    let claim = actions::decide(conn, by, claim, verdict, now)?;
    let tag = tag(&claim);
    Ok(Answer::changed(&AgencyClaim::from(claim))?.tagged(&tag))
}
