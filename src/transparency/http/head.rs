//! The newest signed tree head.

use actix_web::{HttpRequest, HttpResponse, get};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use tlog_tiles::EMPTY_HASH;
use utoipa::ToSchema;

use super::as_it_is;
use crate::platform::clock::Date;
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, QueryOf, Services};
use crate::platform::problem::Problem;
use crate::transparency::model::{LogKey, origin_of};
use crate::transparency::store::{self, CheckpointRow};
use crate::transparency::tree::TreeError;

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
pub(super) async fn get_log(
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
pub(super) async fn get_checkpoint(
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
