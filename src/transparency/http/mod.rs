//! The log over HTTP: its head, its entries and their proofs, and the tiles that programs read.

mod consistency;
mod entries;
mod head;
mod tile;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tlog_tiles::Hash;

use super::tree::TreeError;
use crate::platform::http::Routes;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::public::Settled;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode};

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(head::get_log)
        .service(head::get_checkpoint)
        .service(entries::list_entries)
        .service(entries::get_entry)
        .service(consistency::get_consistency)
        .service(tile::get_tile);
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
