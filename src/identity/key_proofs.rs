//! Proofs that a request comes from who holds a key (DPoP, RFC 9449): tokens that are bound to a key are worth nothing
//! without it. A tablet's key never leaves it, so what is copied from a tablet opens nothing elsewhere.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use url::Url;

use super::devices;
use crate::platform::clock::Time;
use crate::platform::crypto::verify_possession;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::problem::{DEVICE_REVOKED, INVALID_DPOP_PROOF, Problem};
use crate::schema::key_proofs;

/// How far a tablet's clock may be off, in seconds. It learns the time from the `Date` of any answer.
const MOST_OFF_SECONDS: i64 = 300;
/// Characters of a proof's own number.
const MOST_NUMBER_CHARACTERS: usize = 200;
/// The header of a proof.
const HEADER: &str = "dpop";

/// What is answered to who comes without a good proof: RFC 9449, section 7.1.
pub(super) const CHALLENGE: &str =
    "DPoP realm=\"tulay\", error=\"invalid_dpop_proof\", algs=\"ES256 EdDSA\"";

/// A key that was proved, with a proof that may still have been shown before.
#[derive(Debug)]
pub(super) struct ProvedKey {
    /// RFC 7638.
    pub thumbprint: String,
    proof_hash: [u8; 32],
    expires_at: Time,
}

/// A key whose proof was shown for the first time, and the tablet that has it.
#[derive(Debug, Clone)]
pub(super) struct KeyHolder {
    /// RFC 7638.
    pub thumbprint: String,
    /// The tablet and whose it is, when it is registered.
    pub device: Option<(Id, Id)>,
}

/// A proof is missing, or proves nothing.
pub(super) fn refused() -> Problem {
    Problem::new(&INVALID_DPOP_PROOF).header(header::WWW_AUTHENTICATE, CHALLENGE)
}

/// A tablet that is trusted no more: it is to wipe itself, whatever it wanted.
fn wipe() -> Problem {
    // A browser wipes by itself what it keeps of an app that is one.
    let clear = HeaderName::from_static("clear-site-data");
    Problem::new(&DEVICE_REVOKED).header(clear, "\"*\"")
}

/// The key that the request proves, if it proves one; `token` is the access token with which the proof comes.
pub(super) async fn prove(
    request: &HttpRequest,
    context: &Context,
    token: Option<&str>,
) -> Result<Option<KeyHolder>, Problem> {
    let Some(proved) = read(request, context, token)? else {
        return Ok(None);
    };
    let work = move |conn: &mut Conn| take(conn, proved);
    context.db().write(work).await.map(Some)
}

/// Checks everything of a proof but whether it was shown before (RFC 9449, section 4.3).
fn read(
    request: &HttpRequest,
    context: &Context,
    token: Option<&str>,
) -> Result<Option<ProvedKey>, Problem> {
    let mut sent = request.headers().get_all(HEADER);
    let Some(proof) = sent.next() else {
        return Ok(None);
    };
    let proof = proof.to_str().ok().filter(|_| sent.next().is_none());
    let possession = proof.map(verify_possession).and_then(Result::ok);
    let possession = possession.ok_or_else(refused)?;
    let number = number_of(&possession.claims, request, context, token).ok_or_else(refused)?;
    let mut hash = Sha256::new();
    hash.update(possession.thumbprint.as_bytes());
    hash.update(b"\n");
    hash.update(number.as_bytes());
    let remembered = Duration::from_secs(2 * MOST_OFF_SECONDS.unsigned_abs() + 1);
    Ok(Some(ProvedKey {
        proof_hash: hash.finalize().into(),
        thumbprint: possession.thumbprint,
        expires_at: context.now().plus(remembered),
    }))
}

/// A proof's own number, when the proof is of this request, of this token, and of now.
fn number_of<'p>(
    claims: &'p Value,
    request: &HttpRequest,
    context: &Context,
    token: Option<&str>,
) -> Option<&'p str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let made_at = claims.get("iat").and_then(Value::as_i64)?;
    let off = made_at.abs_diff(context.now().as_second());
    let is_of_token = token.is_none_or(|token| text("ath") == Some(hash_of(token).as_str()));
    let is_of_request = text("htm") == Some(context.sent_as().as_str())
        && text("htu").is_some_and(|uri| is_address(uri, request, context));
    let is_good = off <= MOST_OFF_SECONDS.unsigned_abs() && is_of_token && is_of_request;
    let number = text("jti").filter(|jti| (1..=MOST_NUMBER_CHARACTERS).contains(&jti.len()));
    number.filter(|_| is_good)
}

fn hash_of(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

/// Whether an address is that of the request as it is known to the public, without query and fragment.
fn is_address(said: &str, request: &HttpRequest, context: &Context) -> bool {
    let public = context.services().config.public_url.trim_end_matches('/');
    let own = Url::parse(&format!("{public}{}", request.path()));
    let (Ok(mut said), Ok(own)) = (Url::parse(said), own) else {
        return false;
    };
    said.set_query(None);
    said.set_fragment(None);
    said == own
}

/// Uses a proof up. The key of a tablet that is trusted no more opens nothing, whatever else comes with it.
fn take(conn: &mut Conn, proved: ProvedKey) -> Result<KeyHolder, Problem> {
    let device = devices::find_by_key(conn, &proved.thumbprint)?;
    if device.as_ref().is_some_and(|row| row.revoked_at.is_some()) {
        return Err(wipe());
    }
    if !is_first(conn, &proved)? {
        return Err(refused());
    }
    Ok(KeyHolder {
        thumbprint: proved.thumbprint,
        device: device.map(|row| (row.id, row.account_id)),
    })
}

fn is_first(conn: &mut Conn, proved: &ProvedKey) -> Result<bool, DbError> {
    let row = (
        key_proofs::proof_hash.eq(proved.proof_hash.as_slice()),
        key_proofs::expires_at.eq(proved.expires_at),
    );
    let insert = diesel::insert_into(key_proofs::table).values(row);
    let stored = crate::native!(conn, native => insert.on_conflict_do_nothing().execute(native))?;
    Ok(stored == 1)
}

/// Forgets proofs that nobody would take again anyway. How many there are in between is bounded by how many requests a
/// token is allowed.
pub(super) fn forget_expired(conn: &mut Conn, now: Time) -> Result<(), DbError> {
    diesel::delete(key_proofs::table.filter(key_proofs::expires_at.lt(now))).execute(conn)?;
    Ok(())
}
