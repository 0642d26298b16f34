//! What an organisation declares: its own administrators write it, and everybody reads most of it.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, put};

use crate::assistance::routing::coverage::{self, Coverage};
use crate::identity::Caller;
use crate::identity::permissions::{Administer, BeSignedIn};
use crate::organisations;
use crate::platform::db::Conn;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::input::NoParameters;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};

/// Show whose requests an organisation takes, and when.
///
/// One that has declared nothing takes what its countries and competences say, at any hour. How many requests
/// it can have is not shown.
#[utoipa::path(tag = "assistance", operation_id = "get_organisation_coverage",
    params(("organisation_id" = Id, Path, description = "The organisation")),
    responses((status = 200, description = "What it has declared", body = Coverage)))]
#[get("/organisations/{organisation_id}/coverage")]
pub async fn get_organisation_coverage(
    context: Context,
    path: PathOf<Id>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let id = path.0;
    let read = move |conn: &mut Conn| {
        if organisations::find(conn, id)?.is_none() {
            return Err(Problem::new(&NOT_FOUND));
        }
        let (_, declared) = coverage::read(conn, id)?;
        Ok(Coverage {
            capacity: None,
            answer_within_hours: None,
            ..declared.unwrap_or_default()
        })
    };
    let find = async { Ok(Found::new(context.db().read_snapshot(read).await?)) };
    answer(&context, &request, find).await
}

/// Read what the own organisation has declared.
#[utoipa::path(tag = "staff", operation_id = "get_own_coverage",
    responses((status = 200, description = "What it has declared", body = Coverage)))]
#[get("/staff/organisation/coverage")]
pub async fn get_own_coverage(
    caller: Caller<BeSignedIn>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let organisation = caller.organisation();
    let read = move |conn: &mut Conn| coverage::read(conn, organisation);
    let (version, declared) = context.db().read(read).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, EntityTag::of_version(version).to_string()))
        .json(declared.unwrap_or_default()))
}

/// Declare whose requests the own organisation takes.
///
/// From then on it is asked before it is given a request that the person has not sent to it by name. The
/// version of what was never declared is `"v0"`, as reading it says.
#[utoipa::path(tag = "staff", operation_id = "put_own_coverage",
    request_body = Coverage,
    responses((status = 200, description = "Declared", body = Coverage)),
    extensions(("x-if-match" = json!(true))))]
#[put("/staff/organisation/coverage")]
pub async fn put_own_coverage(
    caller: Caller<Administer>,
    context: Context,
    seen: IfMatch,
    command: Command<Coverage>,
) -> Result<HttpResponse, Problem> {
    let (declared, command) = command.take_body();
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let version = coverage::put(conn, &caller, &declared, &seen, here.now())?;
        Ok(Answer::changed(&declared)?.tagged(&EntityTag::of_version(version)))
    };
    let answered = command.run(&context, by, work).await?;
    context.services().public.forget();
    Ok(answered)
}
