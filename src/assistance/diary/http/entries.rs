//! `…/diary`: what a person writes down of each day's work and pay.

use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::assistance::diary::actions::{self, Kept};
use crate::assistance::diary::model::{Entry, EntryResult, NewEntry};
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder, SteppedHolder};
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{FaultBody, Problem};

/// Which page of the diary is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::assistance) struct DiaryQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

impl DiaryQuery {
    fn page(self) -> PageQuery {
        PageQuery {
            limit: self.limit,
            cursor: self.cursor,
        }
    }
}

/// Entries that were written since the last time there was a line.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = DiaryBatch, example = json!({ "entries": [{
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "entered_at": "2026-11-21T23:10:00Z",
    "entry": { "date": "2026-11-20", "start": "20:00", "end": "06:30", "break_minutes": 30 } }] }))]
pub(in crate::assistance) struct Batch {
    /// The entries, in the order in which they were written.
    #[schema(min_items = 1, max_items = 100)]
    entries: Vec<NewEntry>,
}

/// What became of each entry.
#[derive(Serialize, ToSchema)]
#[schema(as = DiaryBatchResults)]
struct Results {
    /// In the order in which they were sent.
    results: Vec<EntryResult>,
}

impl Results {
    fn of(context: &Context, kept: Vec<Kept>) -> Self {
        let body = |fault: &_| FaultBody::of(fault, |name, given| context.say(name, None, given));
        let show = |kept: Kept| EntryResult {
            errors: kept.faults.iter().map(body).collect(),
            id: kept.id,
            result: kept.result,
            version: kept.version,
        };
        Self {
            results: kept.into_iter().map(show).collect(),
        }
    }
}

/// Write in the diary.
///
/// Each entry is taken by itself and has its own result, so that what is wrong with one holds up no
/// other. The same id again edits an entry; what it said before is kept beside it. An older edit that
/// arrives late changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "keep_own_diary_entries",
    request_body = Batch,
    responses((status = 200, description = "What became of each", body = Results)),
    extensions(("x-problems" = json!(["not_found", "id_taken", "request_withdrawn", "diary_full"]))))]
#[post("/receipt/assistance-request/diary")]
pub(in crate::assistance) async fn keep_own_diary_entries(
    holder: ReceiptHolder<AssistanceRequests>,
    context: Context,
    command: Command<Batch>,
) -> Result<HttpResponse, Problem> {
    let (batch, command) = command.take_body();
    let (here, by) = (context.clone(), holder.originator());
    let work = move |conn: &mut Conn| {
        let kept = actions::keep(conn, here.services(), &holder, batch.entries, here.now())?;
        Answer::changed(&Results::of(&here, kept))
    };
    command.run(&context, by, work).await
}

/// Read the diary, with what each entry said before it was edited.
///
/// In the order of the ids.
#[utoipa::path(tag = "receipt", operation_id = "list_own_diary_entries", params(DiaryQuery),
    responses((status = 200, description = "A page of the diary", body = Page<Entry>)),
    extensions(("x-second-step" = json!(true)), ("x-problems" = json!(["not_found"]))))]
#[get("/receipt/assistance-request/diary")]
pub(in crate::assistance) async fn list_own_diary_entries(
    stepped: SteppedHolder<AssistanceRequests>,
    context: Context,
    query: QueryOf<DiaryQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let holder = stepped.0;
    let (cursors, page) = (Cursors::of(&context, &request), query.0.page());
    let wanted = (cursors.position(&page)?, page.rows());
    let vault = context.services().vault.clone();
    let work = move |conn: &mut Conn| actions::list(conn, &vault, &holder, wanted);
    let entries = context.db().read_snapshot(work).await?;
    Ok(HttpResponse::Ok().json(shown(&cursors, &page, entries)))
}

fn shown(cursors: &Cursors, page: &PageQuery, entries: Vec<Entry>) -> Page<Entry> {
    cursors.page(page, entries, |entry: &Entry| entry.id, |entry| entry)
}

/// Take an entry out of the diary.
///
/// It is deleted with all that it ever said. Doing it again changes nothing.
#[utoipa::path(tag = "receipt", operation_id = "remove_own_diary_entry",
    params(("entry_id" = Id, Path, description = "The entry.")),
    responses((status = 204, description = "Taken out")),
    extensions(("x-problems" = json!(["not_found"]))))]
#[delete("/receipt/assistance-request/diary/{entry_id}")]
pub(in crate::assistance) async fn remove_own_diary_entry(
    holder: ReceiptHolder<AssistanceRequests>,
    context: Context,
    id: PathOf<Id>,
    command: Bare,
) -> Result<HttpResponse, Problem> {
    let by = holder.originator();
    let work = move |conn: &mut Conn| {
        actions::remove(conn, &holder, id.0)?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}

/// Read a person's diary, with what each entry said before it was edited.
///
/// The audit log remembers it.
#[utoipa::path(tag = "staff", operation_id = "open_assistance_diary",
    params(("id" = Id, Path, description = "The request."), DiaryQuery),
    responses((status = 200, description = "A page of the diary", body = Page<Entry>)),
    extensions(("x-problems" = json!(["consent_withdrawn", "not_handed_over"]))))]
#[get("/staff/assistance-requests/{id}/diary")]
pub(in crate::assistance) async fn open_assistance_diary(
    caller: Caller<HandleAssistance>,
    context: Context,
    id: PathOf<Id>,
    query: QueryOf<DiaryQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (cursors, page) = (Cursors::of(&context, &request), query.0.page());
    let wanted = (id.0, (cursors.position(&page)?, page.rows()));
    let (vault, now) = (context.services().vault.clone(), context.now());
    let work = move |conn: &mut Conn| actions::list_for_staff(conn, &vault, &caller, wanted, now);
    let entries = context.db().write(work).await?;
    Ok(HttpResponse::Ok().json(shown(&cursors, &page, entries)))
}
