//! Members of staff say what keeps them from deciding about an agency.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::own::WantedPage;
use crate::agencies;
use crate::claims::interests::{
    InterestError, InterestReason, InterestRow, declare, lift, list_declared,
};
use crate::identity::Caller;
use crate::identity::permissions::{DeclareInterest, ModerateReviews};
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Bare, Command, Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, NOT_FOUND, Problem, ProblemCode, problem_code};

/// Nobody lifts their own interest.
pub const OWN_INTEREST: ProblemCode = problem_code("own_interest", 403);

impl From<InterestError> for Problem {
    fn from(error: InterestError) -> Self {
        match error {
            InterestError::UnknownAgency => {
                Self::invalid(vec![Fault::new("/agency_id", "unknown_agency")])
            }
            InterestError::NotFound => Self::new(&NOT_FOUND),
            InterestError::Own => Self::new(&OWN_INTEREST),
            InterestError::Database(error) => error.into(),
        }
    }
}

/// An interest that somebody declared.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61",
    "account_id": "0195f1a2-1111-7b1e-9a55-3f0c8d2e4b61",
    "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "agency_name": "Sunrise Manpower",
    "reason": "I worked there until last year.",
    "declared_on": "2026-03-01"
}))]
pub struct ModeratorInterest {
    /// Its id.
    id: Id,
    /// Whose it is.
    account_id: Id,
    /// The agency.
    agency_id: Id,
    /// That agency's name.
    agency_name: Option<String>,
    /// Why; other moderators read it.
    reason: String,
    /// The day on which it was declared.
    declared_on: Date,
}

impl ModeratorInterest {
    fn of(row: InterestRow, names: &BTreeMap<Id, String>) -> Self {
        Self {
            id: row.id,
            account_id: row.account_id,
            agency_name: names.get(&row.agency_id).cloned(),
            agency_id: row.agency_id,
            reason: row.reason,
            declared_on: row.declared_on,
        }
    }
}

/// An interest of one's own.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "reason": "I worked there until last year." }))]
pub struct NewModeratorInterest {
    /// The agency.
    agency_id: Id,
    /// Why, in words that other moderators may read.
    reason: InterestReason,
}

/// Declare an interest in an agency.
///
/// From now on you neither see nor decide anything about that agency. Only a moderator can lift it, who is somebody else and
/// has none in that agency. Declaring it again changes nothing.
#[utoipa::path(tag = "staff", operation_id = "declare_interest",
    request_body = NewModeratorInterest,
    responses((status = 201, description = "Declared", body = ModeratorInterest)))]
#[post("/staff/interests")]
pub(super) async fn declare_interest(
    caller: Caller<DeclareInterest>,
    command: Command<NewModeratorInterest>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (now, id, by) = (context.now(), context.new_id(), caller.originator());
    let work = move |conn: &mut Conn| {
        let row = declare(conn, &caller, (id, new.agency_id), &new.reason, now)?;
        let names = agencies::names(conn, &[row.agency_id])?;
        let location = "/v1/staff/interests".to_owned();
        Answer::created(location, &ModeratorInterest::of(row, &names))
    };
    command.run(&context, by, work).await
}

/// List the interests that were declared, newest day first.
#[utoipa::path(tag = "staff", operation_id = "list_interests", params(WantedPage),
    responses((status = 200, description = "Interests", body = Page<ModeratorInterest>)))]
#[get("/staff/interests")]
pub(super) async fn list_interests(
    _moderator: Caller<ModerateReviews>,
    query: QueryOf<WantedPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let page: PageQuery = query.0.into_page();
    let cursors = Cursors::of(&context, &request);
    let after: Option<(Date, Id)> = cursors.position(&page)?;
    let rows = page.rows();
    let read = move |conn: &mut Conn| {
        let rows = list_declared(conn, after, rows)?;
        let of: Vec<Id> = rows.iter().map(|row| row.agency_id).collect();
        Ok::<_, DbError>((rows, agencies::names(conn, &of)?))
    };
    let (rows, names) = context.db().read_snapshot(read).await?;
    let position = |row: &InterestRow| (row.declared_on, row.id);
    let show = |row| ModeratorInterest::of(row, &names);
    Ok(HttpResponse::Ok().json(cursors.page(&page, rows, position, show)))
}

/// Lift somebody else's interest, because it no longer holds.
///
/// Whoever has an interest in the same agency does not.
#[utoipa::path(tag = "staff", operation_id = "lift_interest",
    params(("interest_id" = Id, Path, description = "The interest")),
    responses((status = 204, description = "Lifted")),
    extensions(("x-problems" = json!(["own_interest"]))))]
#[post("/staff/interests/{interest_id}/lift")]
pub(super) async fn lift_interest(
    moderator: Caller<ModerateReviews>,
    interest: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (now, by) = (context.now(), moderator.originator());
    let work = move |conn: &mut Conn| {
        lift(conn, &moderator, interest.0, now)?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}
