//! `/v1/staff/htcds-export`: cases for the records of somebody else.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use super::actions::{self, Exported, Wanted};
use super::model::{HtcdsCase, table};
use crate::identity::Caller;
use crate::identity::permissions::HandleAssistance;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Context, PageQuery, QueryOf, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, Problem};

/// Adds the routes.
pub(in crate::assistance) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(export_htcds_cases)
        .service(export_htcds_table);
}

/// For whom cases are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// The organisation that is to have them.
    #[param(example = "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f")]
    recipient_organisation_id: Id,
    /// Cases in one answer; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` or the header `Link` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// Cases in HTCDS 2.0.
#[derive(Serialize, ToSchema)]
struct HtcdsExport {
    /// The standard and its version.
    #[schema(example = "HTCDS 2.0")]
    standard: String,
    /// The organisation that is to have them.
    recipient_organisation_id: Id,
    /// The cases, in the order of their numbers, which says nothing of when they were filed.
    items: Vec<HtcdsCase>,
    /// Cases of your organisation that are in no part of this export because their people have not agreed to it.
    without_consent: i64,
    /// Cases that would be in this part, but you hold no key of them or may not read them.
    not_opened: usize,
    /// The marker of the next page; null on the last.
    next: Option<String>,
}

async fn exported(
    caller: Caller<HandleAssistance>,
    context: &Context,
    request: &HttpRequest,
    query: ExportQuery,
) -> Result<HtcdsExport, Problem> {
    let (cursors, recipient) = (
        Cursors::of(context, request),
        query.recipient_organisation_id,
    );
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    };
    let wanted = Wanted {
        recipient,
        after: cursors.position(&page)?,
        rows: page.limit() + 1,
    };
    let (here, now) = (context.clone(), context.now());
    let work = move |conn: &mut Conn| actions::export(conn, here.services(), &caller, &wanted, now);
    let Exported {
        standard,
        cases,
        without_consent,
        not_opened,
    } = context.db().write(work).await?;
    let part = cursors.page(
        &page,
        cases,
        |case: &HtcdsCase| case.id.clone(),
        |case| case,
    );
    Ok(HtcdsExport {
        standard,
        recipient_organisation_id: recipient,
        items: part.items,
        without_consent,
        not_opened,
        next: part.next,
    })
}

/// Export cases in HTCDS 2.0.
///
/// Those of your organisation whose people agreed that this recipient may have an export, with what they agreed to and
/// nothing else: no name, no text, no number that leads back. What the standard cannot say is left out. The audit log names
/// each case and the recipient.
#[utoipa::path(tag = "staff", operation_id = "export_htcds_cases", params(ExportQuery),
    responses((status = 200, description = "A part of the export", body = HtcdsExport)),
    extensions(("x-problems" = json!(["case_key_locked"]))))]
#[get("/staff/htcds-export")]
async fn export_htcds_cases(
    caller: Caller<HandleAssistance>,
    context: Context,
    query: QueryOf<ExportQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(exported(caller, &context, &request, query.0).await?))
}

/// A table as the body of an answer.
struct HtcdsTable;

impl utoipa::PartialSchema for HtcdsTable {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A table (RFC 4180) with a line of names."))
            .examples(["id,con_Consent,cas_Status\r\n"])
            .into()
    }
}

impl ToSchema for HtcdsTable {
    fn name() -> std::borrow::Cow<'static, str> {
        "HtcdsTable".into()
    }
}

/// Export cases in HTCDS 2.0 as a table.
///
/// The same as the JSON, which also says how many cases are left out. Several values of one field are joined by
/// semicolons. The header `Link` leads to the next part.
#[utoipa::path(tag = "staff", operation_id = "export_htcds_table", params(ExportQuery),
    responses((status = 200, description = "A part of the export", content((HtcdsTable = "text/csv")))),
    extensions(("x-problems" = json!(["case_key_locked"]))))]
#[get("/staff/htcds-export/csv")]
async fn export_htcds_table(
    caller: Caller<HandleAssistance>,
    context: Context,
    query: QueryOf<ExportQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let limit = query.0.limit;
    let export = exported(caller, &context, &request, query.0).await?;
    let written = table(&export.items).map_err(|error| {
        tracing::error!(%error, "An export cannot be written as a table");
        Problem::new(&INTERNAL_ERROR)
    })?;
    let mut answer = HttpResponse::Ok();
    answer.content_type("text/csv");
    let name = "attachment; filename=\"htcds.csv\"";
    answer.insert_header((header::CONTENT_DISPOSITION, name));
    if let Some(next) = export.next {
        let limit = limit.map_or(String::new(), |limit| format!("&limit={limit}"));
        let recipient = export.recipient_organisation_id;
        let link = format!(
            "</v1/staff/htcds-export/csv?recipient_organisation_id={recipient}{limit}&cursor={next}>; rel=\"next\""
        );
        answer.insert_header((header::LINK, link));
    }
    Ok(answer.body(written))
}
