//! What the holder of a receipt code sees first, and the keys of access tokens.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::identity::receipts::{Anything, ReceiptHolder, SubjectKind};
use crate::identity::tokens::TokenKeys;
use crate::platform::http::input::NoParameters;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, QueryOf};
use crate::platform::problem::Problem;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_receipt);
}

/// What a receipt code opens.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "kind": "assistance_request", "href": "/v1/receipt/assistance-request" }))]
pub struct Receipt {
    /// What was filed.
    pub kind: SubjectKind,
    /// Where its state is, to be asked for with the same code.
    pub href: String,
}

/// Tell what a receipt code opens.
#[utoipa::path(tag = "receipt", operation_id = "get_receipt",
    responses((status = 200, description = "What the code opens", body = Receipt)))]
#[get("/receipt")]
async fn get_receipt(
    holder: ReceiptHolder<Anything>,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let kind = holder.kind();
    let href = format!("/v1/receipt/{}", kind.as_str().replace('_', "-"));
    Ok(HttpResponse::Ok().json(Receipt { kind, href }))
}

/// The public keys of access tokens (RFC 7517).
#[get("/.well-known/jwks.json")]
pub(super) async fn get_jwks(
    context: Context,
    keys: web::Data<TokenKeys>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let find = async { Ok(Found::new(keys.jwks(context.db(), context.now()).await?)) };
    answer(&context, &request, find).await
}
