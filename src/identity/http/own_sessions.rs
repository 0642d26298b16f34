//! The sessions of one's own: what there are, and signing out.

use actix_web::{HttpRequest, HttpResponse, delete, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::identity::audit;
use crate::identity::caller::Caller;
use crate::identity::permissions::BeSignedIn;
use crate::identity::sessions::{self, EndedBecause, SessionRow, Which};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::command::Bare;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Context, Page, PageQuery, QueryOf, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_sessions)
        .service(get_current_session)
        .service(end_current_session)
        .service(end_all_sessions);
}

/// A session of one's own.
#[derive(Debug, Serialize, ToSchema)]
struct Session {
    /// The session.
    id: Id,
    /// When its holder signed in.
    created_at: Time,
    /// The day on which it was last refreshed.
    last_used_on: Date,
    /// When it ends if it is not used until then.
    expires_at: Time,
    /// Whether it is the one that asks.
    is_current: bool,
}

impl Session {
    fn new(row: &SessionRow, current: Id) -> Self {
        Self {
            is_current: row.id == current,
            id: row.id,
            created_at: row.created_at,
            last_used_on: row.last_used_on,
            expires_at: row.expires_at,
        }
    }
}

/// Which page of a list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PageParameters {
    /// Entries on a page.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

impl From<PageParameters> for PageQuery {
    fn from(parameters: PageParameters) -> Self {
        Self {
            limit: parameters.limit,
            cursor: parameters.cursor,
        }
    }
}

/// List one's own sessions, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_sessions", params(PageParameters),
    responses((status = 200, description = "Sessions that have not ended", body = Page<Session>)))]
#[get("/staff/sessions")]
async fn list_sessions(
    caller: Caller<BeSignedIn>,
    query: QueryOf<PageParameters>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery::from(query.0);
    let before: Option<Id> = cursors.position(&page)?;
    let (account, current) = (caller.account(), caller.session());
    let (now, wanted) = (context.now(), page.rows());
    let list = move |conn: &mut Conn| sessions::list_live(conn, account, now, before, wanted);
    let rows = context.db().read(list).await?;
    let found = cursors.page(&page, rows, |row| row.id, |row| Session::new(&row, current));
    Ok(HttpResponse::Ok().json(found))
}

/// Show the session that asks.
#[utoipa::path(tag = "staff", operation_id = "get_current_session",
    responses((status = 200, description = "The session", body = Session)))]
#[get("/staff/sessions/current")]
async fn get_current_session(
    caller: Caller<BeSignedIn>,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (account, current) = (caller.account(), caller.session());
    let now = context.now();
    let find = move |conn: &mut Conn| sessions::find_live(conn, account, current, now);
    let found = context.db().read(find).await?;
    let row = found.ok_or(Problem::new(&NOT_FOUND))?;
    Ok(HttpResponse::Ok().json(Session::new(&row, current)))
}

/// Sign out.
#[utoipa::path(tag = "staff", operation_id = "end_current_session",
    responses((status = 204, description = "Signed out")))]
#[delete("/staff/sessions/current")]
async fn end_current_session(
    caller: Caller<BeSignedIn>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let which = Which::Only(caller.session());
    sign_out(caller, command, context, which, EndedBecause::SignedOut).await
}

/// Sign out everywhere.
///
/// Every session of the account ends, and every access token with it, at once.
#[utoipa::path(tag = "staff", operation_id = "end_all_sessions",
    responses((status = 204, description = "Signed out everywhere")))]
#[delete("/staff/sessions")]
async fn end_all_sessions(
    caller: Caller<BeSignedIn>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let because = EndedBecause::SignedOutEverywhere;
    sign_out(caller, command, context, Which::All, because).await
}

async fn sign_out(
    caller: Caller<BeSignedIn>,
    command: Bare,
    context: Context,
    which: Which,
    because: EndedBecause,
) -> Result<HttpResponse, Problem> {
    let now = context.now();
    let by = caller.originator();
    let work = move |conn: &mut Conn| {
        sessions::end(conn, caller.account(), which, because, now)?;
        let (action, subject) = (audit::Action::SignedOut, audit::Subject::Session);
        let detail = Some(because.as_str());
        caller.record(conn, now, action, subject, caller.session(), detail)?;
        Ok::<_, DbError>(())
    };
    command
        .run(&context, by, move |conn| {
            work(conn)?;
            Ok(Answer::done())
        })
        .await
}
