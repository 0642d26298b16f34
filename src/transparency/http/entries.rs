//! What moderators decided, and the proof that it is in the log.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use tlog_tiles::prove_record;
use utoipa::ToSchema;

use super::{encoded, not_found, whole};
use crate::platform::code_lists::{Code, ReviewRejectionReasons};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::input::NoParameters;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, PageQuery, PathOf, QueryOf};
use crate::platform::problem::Problem;
use crate::transparency::model::{Decision, DecisionKind};
use crate::transparency::store::{self, EntryRow};
use crate::transparency::tree::{Hashes, TreeError};

/// Why a publication did not become or no longer is.
type Reason = Code<ReviewRejectionReasons>;

/// An entry of the log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "entry": 811, "decision": "taken_down", "month": "2026-11", "reason": "legal_order", "legal_order": true,
    "ends_entry": 640, "of_entry": null, "commitment": null,
    "leaf": "{\"version\":1,\"decision\":\"taken_down\",\"month\":\"2026-11\",\"reason\":\"legal_order\",\"legal_order\":true,\"ends_entry\":640}"
}))]
pub struct TransparencyEntry {
    /// Its place in the log, from 0.
    entry: i64,
    /// What was decided.
    decision: DecisionKind,
    /// In which month.
    #[schema(example = "2026-11")]
    month: String,
    /// Why.
    #[schema(value_type = Option<Reason>)]
    reason: Option<Reason>,
    /// Whether a legal order demanded it.
    legal_order: bool,
    /// The entry of the publication that ends with this.
    ends_entry: Option<i64>,
    /// The entry of the publication that is suspended or counts again.
    of_entry: Option<i64>,
    /// What a publication binds itself to, in base64; see `transparency` of a review.
    commitment: Option<String>,
    /// The entry as it was hashed, to the byte.
    leaf: String,
}

impl TransparencyEntry {
    fn of(row: EntryRow) -> Result<Self, Problem> {
        let damaged = |error| TreeError::Damaged(format!("entry {}: {error}", row.entry));
        let decision: Decision = serde_json::from_str(&row.leaf).map_err(damaged)?;
        Ok(Self {
            entry: row.entry,
            decision: decision.decision,
            month: decision.month,
            reason: decision.reason.map(Code::known),
            legal_order: decision.legal_order,
            ends_entry: decision.ends_entry,
            of_entry: decision.of_entry,
            commitment: decision.commitment,
            leaf: row.leaf,
        })
    }
}

/// Entries of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct TransparencyEntries {
    /// The entries, oldest first.
    items: Vec<TransparencyEntry>,
    /// The marker of the next page, to be sent as `cursor`; null on the last page.
    next: Option<String>,
}

/// Which page of the log is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EntriesWanted {
    /// The first entry that is wanted; from the beginning when left out.
    #[param(minimum = 0)]
    from: Option<i64>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List what moderators decided, oldest first.
#[utoipa::path(tag = "reviews", operation_id = "list_transparency_entries", params(EntriesWanted),
    responses((status = 200, description = "Entries", body = TransparencyEntries)))]
#[get("/transparency-log/entries")]
pub(super) async fn list_entries(
    query: QueryOf<EntriesWanted>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = query.0;
    let page = PageQuery {
        limit: wanted.limit,
        cursor: wanted.cursor,
    };
    let cursors = Cursors::of(&context, &request);
    let from: Option<i64> = cursors.position(&page)?;
    let from = from.map_or(wanted.from.unwrap_or(0), |last| last.saturating_add(1));
    let rows = page.rows();
    let find = async {
        let read = move |conn: &mut _| store::entries(conn, from, rows);
        let found = context.db().read(read).await?;
        let page = cursors.try_page(&page, found, |row| row.entry, TransparencyEntry::of)?;
        Ok(Found::new(TransparencyEntries {
            items: page.items,
            next: page.next,
        }))
    };
    answer(&context, &request, find).await
}

/// An entry with the proof that it is in the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProvedEntry {
    /// The entry.
    #[serde(flatten)]
    entry: TransparencyEntry,
    /// The size of the tree in which it is proved.
    tree_size: i64,
    /// The inclusion proof (RFC 9162, section 2.1.3), in base64, from the leaf's sibling upwards.
    inclusion_proof: Vec<String>,
}

/// See an entry of the log and the proof that it is in it.
#[utoipa::path(tag = "reviews", operation_id = "get_transparency_entry",
    params(("entry" = i64, Path, description = "Its place in the log, from 0")),
    responses((status = 200, description = "The entry and its inclusion proof", body = ProvedEntry)))]
#[get("/transparency-log/entries/{entry}")]
pub(super) async fn get_entry(
    entry: PathOf<i64>,
    _query: QueryOf<NoParameters>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = entry.0;
    let read = move |conn: &mut Conn| {
        let head = store::head(conn)?.ok_or_else(not_found)?;
        if !(0..head.size).contains(&wanted) {
            return Err(not_found());
        }
        let mut rows = store::entries(conn, wanted, 1)?;
        let row = rows.pop().ok_or_else(not_found)?;
        let (size, place) = (whole(head.size)?, whole(wanted)?);
        let proof = Hashes::of(conn).compute(|stored| prove_record(size, place, stored))?;
        Ok::<_, Problem>((row, head.size, proof))
    };
    let find = async {
        let (row, tree_size, proof) = context.db().read_snapshot(read).await?;
        Ok(Found::new(ProvedEntry {
            entry: TransparencyEntry::of(row)?,
            tree_size,
            inclusion_proof: encoded(&proof),
        }))
    };
    answer(&context, &request, find).await
}
