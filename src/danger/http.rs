//! What the handlers of both kinds of alerts share. The operations themselves, and what an alert shows, belong to the
//! areas.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::actions;
use super::model::{AlertState, Duty};
use super::roster::{self, Roster};
use super::store::{self, AlertRow};
use crate::identity::Caller;
use crate::identity::permissions::Capability;
use crate::organisations;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::http::{Answer, Bare, Command, Context, PageQuery};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Which alerts are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AlertsQuery {
    /// How they stand; all when left out.
    #[param(inline)]
    state: Option<AlertState>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// The names of organisations that alerts name.
pub type Names = BTreeMap<Id, String>;

/// How an area shows an alert.
pub type Shape<T> = fn(AlertRow, &Names) -> Result<T, Problem>;

fn names_of(conn: &mut Conn, rows: &[AlertRow]) -> Result<Names, DbError> {
    let mut names = Names::new();
    for id in rows.iter().filter_map(|row| row.organisation_id) {
        if !names.contains_key(&id)
            && let Some(name) = organisations::find_name(conn, id)?
        {
            names.insert(id, name);
        }
    }
    Ok(names)
}

/// A page of the alerts of a kind for which an account was called, the newest hour first.
///
/// # Errors
///
/// When the marker is none of this list, or the database is away.
pub async fn list<T: Serialize>(
    context: &Context,
    request: &HttpRequest,
    (account, duty): (Id, Duty),
    query: AlertsQuery,
    shape: Shape<T>,
) -> Result<HttpResponse, Problem> {
    let state = query.state;
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let cursors = Cursors::of(context, request);
    let after: Option<(Time, Id)> = cursors.position(&page)?;
    let rows = page.rows();
    let read = move |conn: &mut Conn| {
        let rows = store::list_called(conn, (account, duty), state, after, rows)?;
        let names = names_of(conn, &rows)?;
        Ok::<_, DbError>((rows, names))
    };
    let (rows, names) = context.db().read_snapshot(read).await?;
    let position = |row: &AlertRow| (row.raised_at, row.id);
    let page = cursors.try_page(&page, rows, position, |row| shape(row, &names))?;
    Ok(HttpResponse::Ok().json(page))
}

/// Somebody who was called answers an alert.
///
/// # Errors
///
/// When they were not called, somebody else has answered, or nobody needs to any more.
pub async fn acknowledge<C: Capability, T: Serialize + 'static>(
    context: &Context,
    (caller, duty): (Caller<C>, Duty),
    id: Id,
    command: Bare,
    shape: Shape<T>,
) -> Result<HttpResponse, Problem> {
    let (by, now) = (caller.originator(), context.now());
    let work = move |conn: &mut Conn| {
        let alert = actions::acknowledge(conn, (&caller, duty), id, now)?;
        let names = names_of(conn, std::slice::from_ref(&alert))?;
        Answer::changed(&shape(alert, &names)?)
    };
    command.run(context, by, work).await
}

/// The roster of an organisation, with its version.
///
/// # Errors
///
/// When it cannot be read.
pub async fn read_roster(context: &Context, of: (Id, Duty)) -> Result<HttpResponse, Problem> {
    let vault = context.services().vault.clone();
    let read = move |conn: &mut Conn| roster::read(conn, &vault, of);
    let (version, roster) = context.db().read(read).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, EntityTag::of_version(version).to_string()))
        .json(roster))
}

/// Writes the roster of the caller's organisation.
///
/// # Errors
///
/// When the caller has not seen the present one, or somebody in it has not the role.
pub async fn write_roster<C: Capability>(
    context: &Context,
    (caller, duty): (Caller<C>, Duty),
    seen: IfMatch,
    command: Command<Roster>,
) -> Result<HttpResponse, Problem> {
    let (roster, command) = command.take_body();
    let (by, now, vault) = (
        caller.originator(),
        context.now(),
        context.services().vault.clone(),
    );
    let work = move |conn: &mut Conn| {
        let (version, roster) = roster::put(conn, &vault, (&caller, duty), (roster, &seen), now)?;
        Ok(Answer::changed(&roster)?.tagged(&EntityTag::of_version(version)))
    };
    command.run(context, by, work).await
}
