//! What servers say to each other: each question is signed (RFC 9421) by a server that the operator here has added,
//! each answer by this one.

use actix_web::http::{StatusCode, header};
use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use crate::peers::actions::{Correspondent, Incoming, Reply, list_own, own_address, receive};
use crate::peers::keys::{OwnKeys, make_own_keys, own_keys};
use crate::peers::model::{KEYS_PATH, MESSAGES_PATH, ORGANISATIONS_PATH, PeerStatus};
use crate::peers::store::{PeerRow, list_peers};
use crate::platform::crypto::PublicKey;
use crate::platform::db::Conn;
use crate::platform::http::Context;
use crate::platform::http::edge::ShapedElsewhere;
use crate::platform::http_signatures::{
    Answered, CONTENT_DIGEST, Request, SIGNATURE, SIGNATURE_INPUT, Signed, check_request,
    claimed_signer, sign_answer,
};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::platform::vault::VaultError;

/// The largest message that is taken.
const MOST_BYTES: usize = 512 * 1024;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    let messages = web::resource(MESSAGES_PATH)
        .app_data(web::PayloadConfig::new(MOST_BYTES))
        .route(web::post().to(take_message));
    config
        .service(web::resource(KEYS_PATH).route(web::get().to(get_keys)))
        .service(messages)
        .service(web::resource(ORGANISATIONS_PATH).route(web::get().to(list_organisations)));
}

/// This server's keys, for operators of other servers.
async fn get_keys(context: Context) -> Result<HttpResponse, Problem> {
    let own = own(&context).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(own.public.to_document()))
}

async fn own(context: &Context) -> Result<OwnKeys, Problem> {
    let services = context.services();
    let (vault, address, now) = (services.vault.clone(), own_address(services), context.now());
    let (of_read, at) = (vault.clone(), address.clone());
    let read = move |conn: &mut Conn| own_keys(conn, &of_read, &at);
    match context.db().read(read).await {
        Err(VaultError::Erased) => {
            let make = move |conn: &mut Conn| make_own_keys(conn, &vault, &address, now);
            Ok(context.db().write(make).await?)
        }
        found => Ok(found?),
    }
}

/// A question whose signature was checked.
struct Asked {
    peer: PeerRow,
    name: Id,
    /// The signature, to which the answer belongs.
    signature: String,
}

/// Why a question is not answered, a word.
const NOT_SIGNED: &str = "not_signed";
const UNKNOWN_KEY: &str = "unknown_key";

async fn check(
    request: &HttpRequest,
    body: &[u8],
    context: &Context,
) -> Result<Result<Asked, (&'static str, String)>, Problem> {
    let Some(sent) = headers_of(request) else {
        return Ok(Err((NOT_SIGNED, String::new())));
    };
    let refused = |word| Ok(Err((word, sent.signature.clone())));
    let Ok(signer) = claimed_signer(&sent) else {
        return refused(NOT_SIGNED);
    };
    let peers = context.db().read(list_peers).await?;
    let signs = |peer: &PeerRow| {
        let key = PublicKey::from_bytes(&peer.signing_key).ok();
        key.filter(|key| key.kid() == signer.key_id)
    };
    let mut active = peers
        .into_iter()
        .filter(|peer| peer.status == PeerStatus::Active);
    let found = active.find_map(|peer| signs(&peer).map(|key| (peer, key)));
    let Some((peer, key)) = found else {
        return refused(UNKNOWN_KEY);
    };
    let target = format!("{}{}", own_address(context.services()), request.uri());
    let covered = Request {
        method: request.method().as_str(),
        target: &target,
        body,
    };
    match check_request(&[key], &covered, &sent, context.now()) {
        Ok(()) => Ok(Ok(Asked {
            peer,
            name: signer.nonce,
            signature: sent.signature,
        })),
        Err(_) => refused(NOT_SIGNED),
    }
}

/// The headers of a signature, none of them twice.
fn headers_of(request: &HttpRequest) -> Option<Signed> {
    let text = |name: &str| {
        let mut found = request.headers().get_all(name);
        let value = found.next().filter(|_| found.next().is_none())?;
        value.to_str().ok().map(str::to_owned)
    };
    Some(Signed {
        content_digest: text(CONTENT_DIGEST)?,
        input: text(SIGNATURE_INPUT)?,
        signature: text(SIGNATURE)?,
    })
}

/// Takes a message of another server, once.
async fn take_message(
    request: HttpRequest,
    body: Bytes,
    context: Context,
    correspondent: Data<Correspondent>,
) -> Result<HttpResponse, Problem> {
    let asked = match check(&request, &body, &context).await? {
        Ok(asked) => asked,
        Err((word, signature)) => return refuse(&context, word, &signature).await,
    };
    // Made before the message is taken: there it could not be.
    let own = own(&context).await?;
    let incoming = Incoming {
        peer: asked.peer.id,
        message: asked.name,
        sealed: body.to_vec(),
        now: context.now(),
    };
    let (here, by) = (context.clone(), *correspondent.get_ref());
    let work = move |conn: &mut Conn| receive(conn, here.services(), &by, &incoming);
    let (status, said) = match context.db().write(work).await? {
        Reply::Taken => (StatusCode::OK, json!({ "taken": true })),
        Reply::Refused(reason) => (StatusCode::UNPROCESSABLE_ENTITY, json!({ "error": reason })),
        Reply::Reused => (StatusCode::CONFLICT, json!({ "error": "name_reused" })),
        Reply::Unknown => (StatusCode::UNAUTHORIZED, json!({ "error": UNKNOWN_KEY })),
    };
    answer(&context, &own, status, said.to_string(), &asked.signature)
}

/// Tells another server which organisations take referrals.
async fn list_organisations(
    request: HttpRequest,
    context: Context,
    correspondent: Data<Correspondent>,
) -> Result<HttpResponse, Problem> {
    let asked = match check(&request, &[], &context).await? {
        Ok(asked) => asked,
        Err((word, signature)) => return refuse(&context, word, &signature).await,
    };
    let own = own(&context).await?;
    let by = *correspondent.get_ref();
    let found = context.db().read_snapshot(move |conn| list_own(conn, &by));
    let said = serde_json::to_string(&found.await?).unwrap_or_default();
    answer(&context, &own, StatusCode::OK, said, &asked.signature)
}

async fn refuse(
    context: &Context,
    word: &'static str,
    signature: &str,
) -> Result<HttpResponse, Problem> {
    let own = own(context).await?;
    let said = json!({ "error": word }).to_string();
    answer(context, &own, StatusCode::UNAUTHORIZED, said, signature)
}

/// A signed answer, whose shape is between servers and no client's affair.
fn answer(
    context: &Context,
    own: &OwnKeys,
    status: StatusCode,
    body: String,
    to: &str,
) -> Result<HttpResponse, Problem> {
    let answered = Answered {
        to,
        status: status.as_u16(),
        body: body.as_bytes(),
    };
    let signed = sign_answer(&own.signing, &answered, context.now());
    let signed = signed.map_err(|error| {
        tracing::error!(%error, "An answer to another server cannot be signed");
        Problem::new(&INTERNAL_ERROR)
    })?;
    let mut response = HttpResponse::build(status)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DIGEST, signed.content_digest))
        .insert_header((SIGNATURE_INPUT, signed.input))
        .insert_header((SIGNATURE, signed.signature))
        .content_type("application/json")
        .body(body);
    response.extensions_mut().insert(ShapedElsewhere);
    Ok(response)
}
