//! Importing lists.

use actix_web::rt::task::spawn_blocking;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Inspector;
use super::csv_body::EstablishmentList;
use crate::establishments::actions::Desk;
use crate::establishments::error::EstablishmentError;
use crate::establishments::import::{
    ImportError, ImportReport, ImportRow, List, Mapping, MissingRow, RowFaultEntry, Run, RunCounts,
    find_import, import_list, list_imports, read_list,
};
use crate::platform::clock::Time;
use crate::platform::code_lists::{Code, Countries};
use crate::platform::db::Conn;
use crate::platform::encoded::hexadecimal;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Context, Page, PageQuery, PathOf, QueryOf, Upload};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem};

type CountryCode = Code<Countries>;

/// Bytes of a list that are taken at once.
const LARGEST_LIST: usize = 4 * 1024 * 1024;
/// Rows of a list that are taken at once.
const MOST_ROWS: usize = 5000;

/// Which list it is.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ImportQuery {
    /// The country of its establishments, one of the inspectorate's.
    #[param(example = "MY")]
    country: CountryCode,
    /// What the list is called here: the same name each time, so that its rows are known again.
    #[param(
        pattern = "^[a-z][a-z0-9_]{1,39}$",
        max_length = 40,
        example = "factory_register"
    )]
    source: String,
    /// Only tell what would become of the rows; nothing is stored.
    dry_run: Option<bool>,
}

/// What became of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "is_trial": false, "country": "MY",
    "source": "factory_register", "imported_at": "2026-11-23T08:15:30Z",
    "organisation_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e61",
    "account_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60",
    "content_sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "content_bytes": 1634,
    "counts": { "rows": 3, "added": 1, "recognised": 0, "changed": 0, "unchanged": 1, "rejected": 1, "missing": 1,
        "returned": 0 },
    "faults": [{ "line": 3, "code": "cell_empty", "column": "name" }],
    "missing": [{ "key": "F-17", "establishment_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e62" }] }))]
struct EstablishmentImport {
    /// The import; null for a trial.
    id: Option<Id>,
    /// Whether nothing was stored.
    is_trial: bool,
    /// The country.
    country: CountryCode,
    /// What the list is called.
    source: String,
    /// When it was.
    imported_at: Time,
    /// For which inspectorate.
    organisation_id: Id,
    /// Who; null: whoever runs the service.
    account_id: Option<Id>,
    /// SHA-256 of the list, in hexadecimal.
    content_sha256: String,
    /// Its length in bytes.
    content_bytes: i64,
    /// What became of its rows.
    counts: RunCounts,
    /// What was wrong with rows, at most the first 1000: where and what, not what stands there.
    faults: Vec<RowFaultEntry>,
    /// Rows of an earlier list that are not on it, at most 1000. Nothing happened to their establishments: look.
    missing: Vec<MissingRow>,
}

impl EstablishmentImport {
    fn of(report: ImportReport, by: (Id, Option<Id>), run: Run) -> Self {
        let is_trial = run == Run::OnTrial;
        Self {
            id: (!is_trial).then_some(report.id),
            is_trial,
            country: Code::known(report.country),
            source: report.source,
            imported_at: report.imported_at,
            organisation_id: by.0,
            account_id: by.1,
            content_sha256: hexadecimal(&report.content_sha256),
            content_bytes: report.content_bytes,
            counts: report.counts,
            faults: report.faults,
            missing: report.missing,
        }
    }

    fn of_row(row: ImportRow) -> Result<Self, EstablishmentError> {
        Ok(Self {
            id: Some(row.id),
            is_trial: false,
            country: Code::known(row.country),
            source: row.source,
            imported_at: row.imported_at,
            organisation_id: row.organisation_id,
            account_id: row.account_id,
            content_sha256: hexadecimal(&row.content_sha256),
            content_bytes: row.content_bytes,
            counts: row.counts.read()?,
            faults: row.faults.read()?,
            missing: row.missing.read()?,
        })
    }
}

/// Import a list of establishments, as often as there is a newer one.
///
/// The columns are described in `docs/establishments.md`. The same list again changes nothing; a row that says something
/// else changes its establishment in that, so that corrections by inspectors stay; a row that is gone is told. At most
/// 5,000 rows and 4 MiB. With `dry_run=true` it is only told what would happen.
#[utoipa::path(tag = "staff", operation_id = "import_establishments", params(ImportQuery),
    request_body(content = inline(EstablishmentList), content_type = "text/csv", description = "The whole list"),
    responses((status = 201, description = "What became of the rows", body = EstablishmentImport),
        (status = 200, description = "A trial: what would become of the rows", body = EstablishmentImport)))]
#[post("/staff/establishment-imports")]
pub(super) async fn import_establishments(
    by: Inspector,
    query: QueryOf<ImportQuery>,
    upload: Upload,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let ImportQuery {
        country,
        source,
        dry_run,
    } = query.0;
    let received = upload
        .receive_up_to(&context, by.account(), LARGEST_LIST)
        .await?;
    let name = (country.into_inner(), source);
    let list = parsed(&context, received.bytes.clone(), name).await?;
    let (originator, here) = (by.originator(), context.clone());
    let who = (by.organisation(), Some(by.account()));
    if dry_run == Some(true) {
        let report = tried(&context, by, list).await?;
        return Ok(HttpResponse::Ok().json(EstablishmentImport::of(report, who, Run::OnTrial)));
    }
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let report = import_list(conn, &desk, &list, Run::ForGood).map_err(refused)?;
        let location = format!("/v1/staff/establishment-imports/{}", report.id);
        Answer::created(
            location,
            &EstablishmentImport::of(report, who, Run::ForGood),
        )
    };
    let answer = received.command.run(&context, originator, work).await;
    drop(received.seat);
    answer
}

/// Reads a list beside the threads that answer others.
async fn parsed(
    context: &Context,
    bytes: actix_web::web::Bytes,
    name: (String, String),
) -> Result<List, Problem> {
    let reference = context.services().config.reference_dir.clone();
    let read = spawn_blocking(move || {
        let mapping = Mapping::find(&reference, &name.1).map_err(|error| {
            tracing::error!(%error, "A mapping of a list of establishments cannot be used");
            Problem::new(&INTERNAL_ERROR)
        })?;
        Ok::<_, Problem>(read_list(&bytes, &mapping, name, MOST_ROWS)?)
    });
    read.await.map_err(|_| Problem::new(&INTERNAL_ERROR))?
}

/// Tells what would become of the rows; its changes are undone.
async fn tried(context: &Context, by: Inspector, list: List) -> Result<ImportReport, Problem> {
    let here = context.clone();
    let work = move |conn: &mut Conn| -> Result<ImportReport, ImportError> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        import_list(conn, &desk, &list, Run::OnTrial)
    };
    match context.db().write(work).await {
        Err(ImportError::Trial(report)) => Ok(*report),
        other => other.map_err(refused),
    }
}

fn refused(error: ImportError) -> Problem {
    match error {
        ImportError::Refused(error) => error.into(),
        ImportError::Trial(_) | ImportError::NoInspectorate => Problem::new(&INTERNAL_ERROR),
    }
}

/// Which page is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ImportsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List what came of lists, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_establishment_imports", params(ImportsQuery),
    responses((status = 200, description = "A page of imports", body = Page<EstablishmentImport>)))]
#[get("/staff/establishment-imports")]
pub(super) async fn list_establishment_imports(
    by: Inspector,
    query: QueryOf<ImportsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let before: Option<(Time, Id)> = cursors.position(&page)?;
    let (rows, here) = (page.rows(), context.clone());
    let find = move |conn: &mut Conn| -> Result<Vec<ImportRow>, Problem> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        Ok(list_imports(conn, desk.countries, before, rows)?)
    };
    let found = context.db().read_snapshot(find).await?;
    let position = |row: &ImportRow| (row.imported_at, row.id);
    let show = |row| Ok(EstablishmentImport::of_row(row)?);
    Ok(HttpResponse::Ok().json(cursors.try_page(&page, found, position, show)?))
}

/// Read what came of a list.
#[utoipa::path(tag = "staff", operation_id = "get_establishment_import",
    params(("id" = Id, Path, description = "The import.")),
    responses((status = 200, description = "The import", body = EstablishmentImport)))]
#[get("/staff/establishment-imports/{id}")]
pub(super) async fn get_establishment_import(
    by: Inspector,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let find = move |conn: &mut Conn| -> Result<ImportRow, Problem> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let found = find_import(conn, id.0, &desk.countries)?;
        found.ok_or_else(|| Problem::new(&NOT_FOUND))
    };
    let row = context.db().read_snapshot(find).await?;
    Ok(HttpResponse::Ok().json(EstablishmentImport::of_row(row)?))
}
