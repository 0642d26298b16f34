//! The proof that the log has only grown.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use tlog_tiles::prove_tree;
use utoipa::ToSchema;

use super::{encoded, whole};
use crate::platform::db::Conn;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, QueryOf};
use crate::platform::problem::{Fault, Problem};
use crate::transparency::store;
use crate::transparency::tree::Hashes;

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
pub(super) async fn get_consistency(
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
