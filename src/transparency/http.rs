//! Wire types and handlers.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use tlog_tiles::{EMPTY_HASH, Hash, Tile, prove_record, prove_tree};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{Decision, DecisionKind, LogKey, origin_of};
use super::store::{self, CheckpointRow, EntryRow};
use super::tree::{Hashes, TreeError};
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, ReviewRejectionReasons};
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::input::NoParameters;
use crate::platform::http::public::{Found, Settled, answer};
use crate::platform::http::{Context, PageQuery, PathOf, QueryOf, Services};
use crate::platform::problem::{Fault, INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode};

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];

/// Entries, or hashes, of a whole tile (C2SP tlog-tiles).
const TILE_WIDTH: u64 = 256;
/// The height of every tile.
const TILE_HEIGHT: u8 = 8;
/// The highest level of tiles that a log of so many entries as we count can have.
const TOP_LEVEL: u8 = 7;
/// A tile never changes.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// Why a publication did not become or no longer is.
type Reason = Code<ReviewRejectionReasons>;

/// Adds the routes of this area.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_log)
        .service(get_checkpoint)
        .service(list_entries)
        .service(get_entry)
        .service(get_consistency)
        .service(get_tile);
}

impl From<TreeError> for Problem {
    fn from(error: TreeError) -> Self {
        match error {
            TreeError::Database(error) => error.into(),
            TreeError::Signing(_) | TreeError::Damaged(_) => {
                tracing::error!(%error, "The transparency log cannot be read or continued");
                Self::new(&INTERNAL_ERROR)
            }
        }
    }
}

/// The newest tree head, also while there is nothing in the log.
fn newest(conn: &mut Conn, services: &Services, today: Date) -> Result<CheckpointRow, TreeError> {
    if let Some(head) = store::head(conn)? {
        return Ok(head);
    }
    let origin = origin_of(&services.config.public_url);
    let note = LogKey::of(&services.keyring).sign(&origin, 0, EMPTY_HASH)?;
    Ok(CheckpointRow {
        size: 0,
        root: EMPTY_HASH.0.to_vec(),
        signed_on: today,
        origin,
        note,
    })
}

/// The log and its newest tree head.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "origin": "tulay.example.org/v1/transparency-log",
    "verifier_key": "tulay.example.org/v1/transparency-log+1f3a9c20+AQ…",
    "size": 812, "root_hash": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "signed_on": "2026-11-24",
    "checkpoint": "tulay.example.org/v1/transparency-log\n812\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— tulay.example.org/v1/transparency-log Hzqc…\n",
    "specification": "https://c2sp.org/tlog-tiles"
}))]
pub struct TransparencyLog {
    /// The name of the log, which its tree heads bear.
    origin: String,
    /// The public key that verifies tree heads, in the form of C2SP signed-note. Keep it: a log that
    /// shows another one is another log.
    verifier_key: String,
    /// How many entries there are.
    size: i64,
    /// The root of the tree over all entries (RFC 9162, section 2.1.1), in base64.
    root_hash: String,
    /// The day on which this tree head was signed.
    signed_on: Date,
    /// The signed tree head itself (C2SP tlog-checkpoint).
    checkpoint: String,
    /// How to read it with tools that exist.
    #[schema(format = "uri")]
    specification: &'static str,
}

/// The public log of what moderators decide.
///
/// Each publication of a review, and each end of one, is an entry; entries are never changed nor taken
/// out. What was decided on a day is added together after that day, in random order.
#[utoipa::path(tag = "reviews", operation_id = "get_transparency_log",
    responses((status = 200, description = "The log and its newest tree head", body = TransparencyLog)))]
#[get("/transparency-log")]
async fn get_log(
    _query: QueryOf<NoParameters>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let of_read = context.clone();
    let read = move |conn: &mut _| newest(conn, of_read.services(), of_read.now().date());
    let find = async {
        let head = context.db().read(read).await?;
        let key = LogKey::of(&context.services().keyring);
        Ok(Found::new(TransparencyLog {
            verifier_key: key.verifier_key(&head.origin),
            size: head.size,
            root_hash: STANDARD.encode(&head.root),
            signed_on: head.signed_on,
            checkpoint: head.note,
            origin: head.origin,
            specification: "https://c2sp.org/tlog-tiles",
        }))
    };
    answer(&context, &request, find).await
}

/// The newest signed tree head, for programs that watch logs.
#[utoipa::path(tag = "reviews", operation_id = "get_transparency_checkpoint",
    responses((status = 200, description = "C2SP tlog-checkpoint", body = String,
        content_type = "text/plain; charset=utf-8")))]
#[get("/transparency-log/checkpoint")]
async fn get_checkpoint(
    _query: QueryOf<NoParameters>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let of_read = context.clone();
    let read = move |conn: &mut _| newest(conn, of_read.services(), of_read.now().date());
    let head = context.db().read(read).await?;
    let age = format!(
        "public, max-age={}",
        context.services().config.public_max_age
    );
    Ok(as_it_is(
        &request,
        "text/plain; charset=utf-8",
        &age,
        head.note.into_bytes(),
    ))
}

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
async fn list_entries(
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
        let page = cursors.page(&page, found, |row| row.entry, TransparencyEntry::of);
        let items: Result<Vec<_>, Problem> = page.items.into_iter().collect();
        Ok(Found::new(TransparencyEntries {
            items: items?,
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
async fn get_entry(
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

/// Between which tree heads consistency is to be proved.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ConsistencyWanted {
    /// The size of the tree that the caller has seen.
    #[param(minimum = 1)]
    from: i64,
    /// The size of the later tree; the newest when left out.
    #[param(minimum = 1)]
    to: Option<i64>,
}

/// The proof that a tree is the beginning of a later one.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsistencyProof {
    /// The size of the earlier tree.
    from: i64,
    /// The size of the later tree.
    to: i64,
    /// The proof (RFC 9162, section 2.1.4), in base64.
    proof: Vec<String>,
}

/// Prove that the log has only grown since a tree head.
#[utoipa::path(tag = "reviews", operation_id = "get_transparency_consistency", params(ConsistencyWanted),
    responses((status = 200, description = "The consistency proof", body = ConsistencyProof)))]
#[get("/transparency-log/consistency")]
async fn get_consistency(
    query: QueryOf<ConsistencyWanted>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = query.0;
    let read = move |conn: &mut Conn| {
        let newest = store::head(conn)?.map_or(0, |head| head.size);
        let to = wanted.to.unwrap_or(newest);
        let beyond = |name: &str, most: i64| {
            Problem::invalid(vec![
                Fault::new(format!("/query/{name}"), "too_large").with("limit", most),
            ])
        };
        if to > newest {
            return Err(beyond("to", newest));
        }
        if wanted.from > to {
            return Err(beyond("from", to));
        }
        let (later, earlier) = (whole(to)?, whole(wanted.from)?);
        let proof = Hashes::of(conn).compute(|stored| prove_tree(later, earlier, stored))?;
        Ok::<_, Problem>((to, proof))
    };
    let find = async {
        let (to, proof) = context.db().read_snapshot(read).await?;
        Ok(Found::new(ConsistencyProof {
            from: wanted.from,
            to,
            proof: encoded(&proof),
        }))
    };
    answer(&context, &request, find).await
}

/// A tile of hashes, or a bundle of entries, for programs that watch logs.
///
/// `level` is a number, or `entries` for the entries themselves, each after its length in two bytes.
/// `tile` is the number of the tile in groups of three digits, `x001/234`, and `.p/` with the width when
/// it is not full. A tile never changes.
#[utoipa::path(tag = "reviews", operation_id = "get_transparency_tile",
    params(("level" = String, Path, description = "0 to 7, or `entries`", max_length = 7),
        ("tile" = String, Path, description = "C2SP tlog-tiles: such as `000` or `000.p/17`", max_length = 40)),
    responses((status = 200, description = "C2SP tlog-tiles", body = Vec<u8>,
        content_type = "application/octet-stream")))]
#[get("/transparency-log/tile/{level}/{tile:.*}")]
async fn get_tile(
    path: PathOf<(String, String)>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let tile = read_tile(&path.0.0, &path.0.1).ok_or_else(not_found)?;
    let read = move |conn: &mut Conn| {
        let size = store::head(conn)?.map_or(0, |head| head.size);
        if !is_within(&tile, whole(size)?) {
            return Err(not_found());
        }
        if tile.is_data() {
            return bundle(conn, &tile);
        }
        Ok(Hashes::of(conn).compute(|stored| tile.read_data(stored))?)
    };
    let bytes = context.db().read_snapshot(read).await?;
    Ok(as_it_is(
        &request,
        "application/octet-stream",
        FOR_GOOD,
        bytes,
    ))
}

/// The library panics at widths and levels that no log has, so they are sorted out before.
fn read_tile(level: &str, tile: &str) -> Option<Tile> {
    let level = match level {
        "entries" => "data",
        level => {
            let number: u8 = level.parse().ok()?;
            (number <= TOP_LEVEL).then_some(level)?
        }
    };
    if let Some((_, width)) = tile.split_once(".p/") {
        let width: u64 = width.parse().ok()?;
        (1..TILE_WIDTH).contains(&width).then_some(())?;
    }
    Tile::from_path(&format!("tile/{TILE_HEIGHT}/{level}/{tile}")).ok()
}

/// Whether all that a tile holds is in a tree of this size.
fn is_within(tile: &Tile, size: u64) -> bool {
    let last = u128::from(tile.level_index()) * u128::from(TILE_WIDTH) + u128::from(tile.width());
    last << (u32::from(TILE_HEIGHT) * u32::from(tile.level())) <= u128::from(size)
}

/// The entries of a tile, each after its length in two bytes.
fn bundle(conn: &mut Conn, tile: &Tile) -> Result<Vec<u8>, Problem> {
    let first = tile.level_index().saturating_mul(TILE_WIDTH);
    let first = i64::try_from(first).map_err(|_| not_found())?;
    let mut bytes = Vec::new();
    for row in store::entries(conn, first, i64::from(tile.width()))? {
        let length = u16::try_from(row.leaf.len());
        let length = length.map_err(|_| TreeError::Damaged("an entry is too long".to_owned()))?;
        bytes.extend(length.to_be_bytes());
        bytes.extend(row.leaf.as_bytes());
    }
    Ok(bytes)
}

fn not_found() -> Problem {
    Problem::new(&NOT_FOUND)
}

fn whole(number: i64) -> Result<u64, Problem> {
    u64::try_from(number).map_err(|_| not_found())
}

fn encoded(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(|hash| STANDARD.encode(hash.0)).collect()
}

/// A public answer whose bytes are what matters.
fn as_it_is(request: &HttpRequest, kind: &str, caching: &str, bytes: Vec<u8>) -> HttpResponse {
    let tag = EntityTag::of_bytes(&bytes);
    let mut asked = request.headers().get_all(header::IF_NONE_MATCH);
    let known = asked.any(|list| list.to_str().is_ok_and(|list| tag.is_listed(list)));
    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response.insert_header((header::ETAG, tag.to_string()));
    response.insert_header((header::CACHE_CONTROL, caching));
    response.extensions_mut().insert(Settled);
    if known {
        return response.finish();
    }
    response.content_type(kind).body(web::Bytes::from(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tiles_that_a_log_can_have_are_read() {
        for (level, tile) in [("0", "000"), ("entries", "x001/234"), ("7", "000.p/255")] {
            assert!(read_tile(level, tile).is_some(), "{level} {tile}");
        }
        for (level, tile) in [
            ("8", "000"),
            ("64", "000"),
            ("data", "000"),
            ("0", "0"),
            ("0", "000.p/0"),
            ("0", "000.p/256"),
            ("0", "000.p/1/.p/0"),
            ("0", "x018/x446/x744/x073/x709/x551/616"),
            ("0", ""),
            ("0", "../000"),
        ] {
            let read = read_tile(level, tile);
            assert!(
                read.is_none_or(|tile| !is_within(&tile, 1 << 62)),
                "{level} {tile}"
            );
        }
    }

    #[test]
    fn a_tile_is_served_when_all_of_it_is_in_the_tree() {
        let tile = |level, tile| read_tile(level, tile).unwrap();
        assert!(is_within(&tile("0", "000.p/3"), 3));
        assert!(!is_within(&tile("0", "000.p/4"), 3));
        assert!(!is_within(&tile("0", "000"), 255));
        assert!(is_within(&tile("0", "000"), 256));
        assert!(is_within(&tile("1", "000.p/1"), 256));
        assert!(!is_within(&tile("1", "000.p/1"), 255));
    }
}
