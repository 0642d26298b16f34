//! Proofs that somebody holds a key, each for one request (DPoP, RFC 9449).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use serde_json::Value;

use super::foreign_jwt::{ForeignAlgorithm, ForeignKey, RefusedForeign, verify_foreign};

/// What every proof says that it is.
const TYPE: &str = "dpop+jwt";
/// Ways of signing that are taken: those that the keystores of phones and browsers have.
const ACCEPTED: [ForeignAlgorithm; 2] = [ForeignAlgorithm::Es256, ForeignAlgorithm::EdDsa];

/// A proof whose signature is that of the key in it. What it says is still to be compared with the request.
#[derive(Debug)]
pub struct Possession {
    /// The key's thumbprint (RFC 7638, SHA-256, base64url).
    pub thumbprint: String,
    /// What it says.
    pub claims: Value,
}

/// Reads a proof and verifies that its signature is that of the public key in its own header.
pub fn verify_possession(proof: &str) -> Result<Possession, RefusedForeign> {
    let header = proof.split('.').next().unwrap_or_default();
    let header = URL_SAFE_NO_PAD.decode(header);
    let header = header.map_err(|_| RefusedForeign::Malformed)?;
    let header: Value = serde_json::from_slice(&header).map_err(|_| RefusedForeign::Malformed)?;
    if header.get("typ").and_then(Value::as_str) != Some(TYPE) {
        return Err(RefusedForeign::Malformed);
    }
    let jwk = header.get("jwk").ok_or(RefusedForeign::UnknownKey)?;
    let key = ForeignKey::from_jwk(jwk).map_err(|_| RefusedForeign::UnknownKey)?;
    let claims = verify_foreign(proof, &[key.as_only_one()], &ACCEPTED)?;
    let jwk: Jwk = serde_json::from_value(jwk.clone()).map_err(|_| RefusedForeign::UnknownKey)?;
    let thumbprint = jwk.thumbprint(ThumbprintHash::SHA256);
    Ok(Possession {
        thumbprint: thumbprint.map_err(|_| RefusedForeign::UnknownKey)?,
        claims,
    })
}
