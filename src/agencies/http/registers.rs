//! The registers that are held here, and what came of each list.

use std::fmt::Write as _;

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::licences::HistoryPage;
use super::show::{Show, read};
use super::{CountryCode, RefusalCode};
use crate::agencies::check::HeldRow;
use crate::agencies::model::EntryKind;
use crate::agencies::registers::runs::{self, Obtained, RunCounts, RunFault, RunOutcome, RunRow};
use crate::agencies::store::{self, Tally};
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::{Code, ListName as _, RegisterRefusals};
use crate::platform::db::DbError;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};

/// A register that is held here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "register": "sg_mom", "kind": "recruitment_agency", "country": "SG",
    "title": "Directory of employment agencies",
    "regulator": "Ministry of Manpower", "regulator_url": null, "language": "en",
    "source": {
        "name": "Ministry of Manpower", "url": "https://tulay.example/registers",
        "licence_note": "Facts as published by the regulator.", "retrieved_on": "2026-08-22"
    },
    "age_days": 94, "is_official": false, "is_complete": false, "has_licence_numbers": true,
    "listed": 13, "missing": 0,
    "last_run": {
        "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "outcome": "imported", "refusal": null,
        "refusal_label": null, "imported_at": "2026-11-24T08:00:00Z"
    }
}))]
pub struct HeldRegister {
    /// Its name here.
    pub register: String,
    /// What it lists.
    pub kind: EntryKind,
    /// The country whose register it is.
    pub country: CountryCode,
    /// What it is called.
    pub title: String,
    /// The authority that keeps it.
    pub regulator: String,
    /// Where the authority can be reached.
    pub regulator_url: Option<String>,
    /// The language of its names.
    pub language: String,
    /// Where the list in force comes from.
    pub source: RegisterSource,
    /// How many days old that list is.
    pub age_days: u32,
    /// Whether the authority itself publishes it; otherwise it is somebody else's copy.
    pub is_official: bool,
    /// Whether it holds every licence. Where it does not, absence says nothing.
    pub is_complete: bool,
    /// Whether it holds licence numbers, or registration numbers of employers.
    pub has_licence_numbers: bool,
    /// Agencies, or employers, on the newest list.
    pub listed: u32,
    /// Those of earlier lists that are not on the newest.
    pub missing: u32,
    /// The newest attempt to import a list; null when that was before attempts were kept.
    pub last_run: Option<LastRun>,
}

/// Where the list in force comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisterSource {
    /// The place.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Under what terms the copy is used.
    pub licence_note: String,
    /// The day of the list.
    pub retrieved_on: Date,
}

/// The newest attempt to import a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct LastRun {
    /// Its id among the register's runs.
    pub id: Id,
    /// Whether something was taken over.
    pub outcome: RunOutcome,
    /// Why nothing was.
    pub refusal: Option<RefusalCode>,
    /// The same in the caller's language.
    pub refusal_label: Option<String>,
    /// When it was.
    pub imported_at: Time,
}

/// What came of a list that was given to this service.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "register": "sg_mom",
    "outcome": "imported", "refusal": null, "refusal_label": null, "obtained": "shipped",
    "source_name": "Ministry of Manpower", "source_url": "https://tulay.example/registers",
    "retrieved_on": "2026-08-22", "imported_at": "2026-11-24T08:00:00Z",
    "content_sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "content_bytes": 1634,
    "counts": {
        "rows": 14, "added": 13, "changed": 0, "unchanged": 0, "duplicates": 0, "rejected": 1,
        "left_out": 0, "missing": 0, "returned": 0, "doubtful": 0
    },
    "faults": [{ "line": 9, "row": null, "code": "cell_empty", "column": "mom_licence" }]
}))]
pub struct ImportRun {
    /// The run.
    pub id: Id,
    /// The register.
    pub register: String,
    /// Whether something was taken over.
    pub outcome: RunOutcome,
    /// Why nothing was; what was known before stays.
    pub refusal: Option<RefusalCode>,
    /// The same in the caller's language.
    pub refusal_label: Option<String>,
    /// How the list came here.
    pub obtained: Obtained,
    /// Where it comes from.
    pub source_name: String,
    /// The address of that place.
    pub source_url: String,
    /// The day on which the register said so.
    pub retrieved_on: Date,
    /// When it was imported, or refused.
    pub imported_at: Time,
    /// SHA-256 of the list, in hexadecimal: whoever has the same list can compare. Null when none was
    /// received.
    pub content_sha256: Option<String>,
    /// The length of the list in bytes.
    pub content_bytes: Option<u64>,
    /// What became of its rows.
    pub counts: RunCounts,
    /// What was wrong with rows, at most the first 1000: where and what, not what stands there.
    pub faults: Vec<RunFault>,
}

/// List the registers that are held here, with the age of their lists.
#[utoipa::path(tag = "agencies", operation_id = "list_registers",
    responses((status = 200, description = "The registers", body = Page<HeldRegister>)))]
#[get("/registers")]
pub(super) async fn list_registers(
    _query: QueryOf<crate::platform::http::input::NoParameters>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    answer(&context, &request, find_registers(&context)).await
}

async fn find_registers(context: &Context) -> Result<Found<Page<HeldRegister>>, Problem> {
    let rows = context
        .public_db()
        .read_snapshot(|conn| -> Result<_, DbError> { Ok(store::list_registers(conn)?) })
        .await?;
    let show = Show::of(context);
    let items = rows.into_iter();
    let items = items.map(|(row, tally, run)| HeldRegister::of(&show, row, tally, run));
    let page = Page {
        items: items.collect(),
        next: None,
    };
    Ok(show.found(page))
}

/// List what came of each list of a register, newest first.
///
/// Also of those that were refused. Of rows that were not taken over only the place and a code are
/// told: what stands in them may be about a person.
#[utoipa::path(tag = "agencies", operation_id = "list_register_runs",
    params(("register" = String, Path, description = "The register's name here.", max_length = 100),
        HistoryPage),
    responses((status = 200, description = "The runs", body = Page<ImportRun>)))]
#[get("/registers/{register}/runs")]
pub(super) async fn list_register_runs(
    register: PathOf<String>,
    query: QueryOf<HistoryPage>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let found = find_runs(&context, &cursors, register.0, query.0.into());
    answer(&context, &request, found).await
}

async fn find_runs(
    context: &Context,
    cursors: &Cursors,
    register: String,
    page: PageQuery,
) -> Result<Found<Page<ImportRun>>, Problem> {
    let before: Option<(Time, Id)> = cursors.position(&page)?;
    let rows = page.rows();
    // The only characters that a name has; PostgreSQL refuses some others.
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !register.chars().all(word) {
        return Err(Problem::new(&NOT_FOUND));
    }
    let found = context
        .public_db()
        .read_snapshot(move |conn| -> Result<_, DbError> {
            if store::find_register(conn, &register)?.is_none() {
                return Ok(None);
            }
            Ok(Some(runs::list(conn, &register, before, rows)?))
        })
        .await?;
    let rows = found.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    let show = Show::of(context);
    let position = |row: &RunRow| (row.imported_at, row.id);
    let page = cursors.try_page(&page, rows, position, |row| ImportRun::of(&show, row))?;
    Ok(show.found(page))
}

fn refusal(show: &Show<'_>, code: Option<String>) -> (Option<RefusalCode>, Option<String>) {
    let label = code
        .as_deref()
        .map(|code| show.label(RegisterRefusals::NAME, code));
    (code.map(Code::known), label)
}

impl HeldRegister {
    fn of(show: &Show<'_>, row: HeldRow, tally: Tally, run: Option<RunRow>) -> Self {
        let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            age_days: row.age_days(show.today),
            register: row.name,
            kind: row.kind,
            country: Code::known(row.country),
            title: row.title,
            regulator: row.regulator,
            regulator_url: row.regulator_url,
            language: row.language,
            source: RegisterSource {
                name: row.source_name,
                url: row.source_url,
                licence_note: row.licence_note,
                retrieved_on: row.retrieved_on,
            },
            is_official: row.is_official,
            is_complete: row.is_complete,
            has_licence_numbers: row.has_licence_numbers,
            listed: count(tally.listed),
            missing: count(tally.missing),
            last_run: run.map(|run| LastRun::of(show, run)),
        }
    }
}

impl LastRun {
    fn of(show: &Show<'_>, row: RunRow) -> Self {
        let (refusal, refusal_label) = refusal(show, row.refusal);
        Self {
            id: row.id,
            outcome: row.outcome,
            refusal,
            refusal_label,
            imported_at: row.imported_at,
        }
    }
}

impl ImportRun {
    fn of(show: &Show<'_>, row: RunRow) -> Result<Self, Problem> {
        let (refusal, refusal_label) = refusal(show, row.refusal);
        Ok(Self {
            id: row.id,
            counts: read(&row.counts)?,
            faults: read(&row.faults)?,
            register: row.register,
            outcome: row.outcome,
            refusal,
            refusal_label,
            obtained: row.obtained,
            source_name: row.source_name,
            source_url: row.source_url,
            retrieved_on: row.retrieved_on,
            imported_at: row.imported_at,
            content_sha256: row.content_sha256.as_deref().map(hex),
            content_bytes: row
                .content_bytes
                .and_then(|bytes| u64::try_from(bytes).ok()),
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
