//! What the holder of a receipt code sees first, and the keys of access tokens.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::identity::receipts::{
    Anything, ReceiptFollower, ReceiptScope, SubjectKind, find_handover,
};
use crate::identity::tokens::TokenKeys;
use crate::platform::db::Conn;
use crate::platform::http::input::NoParameters;
use crate::platform::http::public::{Found, answer};
use crate::platform::http::{Context, QueryOf, Routes};
use crate::platform::problem::Problem;

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_receipt);
}

/// What a receipt code opens.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "kind": "assistance_request", "href": "/v1/receipt/assistance-request",
    "shows": "everything", "handover_required": false, "filer_follows": false,
    "revoke_warning": "Once you give this code up, nobody can follow what you sent with it any more." }))]
pub struct Receipt {
    /// What was filed.
    pub kind: SubjectKind,
    /// Where its state is, to be asked for with the same code.
    pub href: String,
    /// How much the code opens.
    pub shows: ReceiptScope,
    /// Whether the person for whom it was filed has yet to take over.
    pub handover_required: bool,
    /// Whether who filed it for its holder still sees how far it is.
    pub filer_follows: bool,
    /// To be shown before the receipt is given up, in the caller's language.
    pub revoke_warning: String,
}

/// Tell what a receipt code opens.
#[utoipa::path(tag = "receipt", operation_id = "get_receipt",
    responses((status = 200, description = "What the code opens", body = Receipt)))]
#[get("/receipt")]
async fn get_receipt(
    holder: ReceiptFollower<Anything>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let kind = holder.0.kind();
    let subject = holder.0.subject();
    let find = move |conn: &mut Conn| find_handover(conn, kind, subject);
    let handover = context.db().read(find).await?;
    Ok(HttpResponse::Ok().json(Receipt {
        kind,
        href: href(kind),
        shows: holder.0.scope(),
        handover_required: handover.required,
        filer_follows: handover.filer_follows,
        revoke_warning: context.say("receipt-revoke-warning", None, &Vec::new()),
    }))
}

/// Where the state of something is.
pub(super) fn href(kind: SubjectKind) -> String {
    format!("/v1/receipt/{}", kind.as_str().replace('_', "-"))
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
