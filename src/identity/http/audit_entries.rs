//! Reading the audit log of one's own organisation.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::identity::audit::{self, Action, Filter, ReadRow, Subject};
use crate::identity::caller::Caller;
use crate::identity::permissions::Administer;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, Page, PageQuery, QueryOf, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_audit_entries);
}

/// Which entries are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AuditQuery {
    /// Only what was done to this.
    subject_id: Option<Id>,
    /// Only what this account did.
    account_id: Option<Id>,
    /// Only this kind of act.
    action: Option<Action>,
    /// Entries on a page.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// Something that a member of staff did.
#[derive(Debug, Serialize, ToSchema)]
struct AuditEntry {
    /// Its number in the log; without gaps over all organisations, each entry chained to the one
    /// before.
    sequence: i64,
    /// When.
    at: Time,
    /// Which account did it; null when it was a client, the server itself or its command line.
    account_id: Option<Id>,
    /// Which of the organisation's clients did it.
    client_id: Option<Id>,
    /// What that client is called now.
    client_name: Option<String>,
    /// What that account is called now.
    account_display_name: Option<String>,
    /// What was done.
    action: Action,
    /// To what kind of thing.
    subject_kind: Subject,
    /// To which one.
    subject_id: Id,
    /// A word that says more, such as the new state.
    #[schema(example = "roles")]
    detail: Option<String>,
}

impl From<ReadRow> for AuditEntry {
    fn from(row: ReadRow) -> Self {
        Self {
            sequence: row.sequence,
            at: row.at,
            account_id: row.account_id.filter(|_| row.client_name.is_none()),
            client_id: row.account_id.filter(|_| row.client_name.is_some()),
            client_name: row.client_name,
            account_display_name: row.account_display_name,
            action: row.action,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            detail: row.detail,
        }
    }
}

/// List what the organisation's staff opened and did, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_audit_entries", params(AuditQuery),
    responses((status = 200, description = "The entries", body = Page<AuditEntry>)))]
#[get("/staff/audit-entries")]
async fn list_audit_entries(
    caller: Caller<Administer>,
    query: QueryOf<AuditQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let filter = Filter {
        organisation: caller.organisation(),
        subject_id: query.0.subject_id,
        account_id: query.0.account_id,
        action: query.0.action,
        before: cursors.position(&page)?,
    };
    let wanted = page.rows();
    let list = move |conn: &mut Conn| audit::list(conn, &filter, wanted);
    let rows = context.db().read(list).await?;
    let found = cursors.page(&page, rows, |row| row.sequence, AuditEntry::from);
    Ok(HttpResponse::Ok().json(found))
}
