//! HTTP messages that are signed (RFC 9421) with Ed25519, their bodies by their digest (RFC 9530).
//!
//! Exactly one way of signing is made and accepted here, letter for letter: which parts are covered, in which order,
//! and how the parameters are written. So nothing has to be understood of what somebody else wrote, and nothing
//! that a signature does not cover is ever believed.
//!
//! A request covers its method, its whole address and its body; an answer its status, its body and the signature
//! of the request to which it is the answer.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::clock::Time;
use super::crypto::{PublicKey, SigningError, SigningKey};
use super::ids::Id;

/// The header that says what is covered.
pub const SIGNATURE_INPUT: &str = "signature-input";
/// The header that holds the signature.
pub const SIGNATURE: &str = "signature";
/// The header that holds the digest of the body.
pub const CONTENT_DIGEST: &str = "content-digest";
/// How many seconds a signature may be old, or the clocks of two servers differ.
pub const OLDEST_SECONDS: i64 = 300;

/// The label of the one signature, and what tells ours from those of other applications.
const LABEL: &str = "tulay";
const REQUEST_PARTS: &str = r#"("@method" "@target-uri" "content-digest")"#;
const ANSWER_PARTS: &str = r#"("@status" "content-digest" "signature";req;key="tulay")"#;
const END: &str = r#";alg="ed25519";tag="tulay-peer""#;

/// The three headers of a signed message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Of `Content-Digest`.
    pub content_digest: String,
    /// Of `Signature-Input`.
    pub input: String,
    /// Of `Signature`.
    pub signature: String,
}

/// Why a signature is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefusedSignature {
    /// There is none, or it is not written in the one way that is accepted.
    #[error("the signature is not written as it must be")]
    Malformed,
    /// Its time is over or has not come.
    #[error("the signature is not of now")]
    Time,
    /// The body is not the one that was signed.
    #[error("the body is another than was signed")]
    Digest,
    /// No such key.
    #[error("the key is not known")]
    UnknownKey,
    /// Altered, or signed by somebody else.
    #[error("the signature is wrong")]
    Wrong,
}

/// A request, as far as its signature covers it.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The method.
    pub method: &'a str,
    /// The whole address.
    pub target: &'a str,
    /// The body.
    pub body: &'a [u8],
}

/// An answer, as far as its signature covers it.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// The signature of the request.
    pub to: &'a str,
    /// The status.
    pub status: u16,
    /// The body.
    pub body: &'a [u8],
}

/// Who signed a request, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The thumbprint of the key.
    pub key_id: String,
    /// The name of the message: the same at each repetition.
    pub nonce: Id,
}

/// Signs a request. `nonce` names the message.
pub fn sign_request(
    key: &SigningKey,
    request: &Request<'_>,
    nonce: Id,
    now: Time,
) -> Result<Signed, SigningError> {
    let parameters = Parameters {
        created: now.as_second(),
        key_id: key.public().kid().to_owned(),
        nonce: Some(nonce),
    };
    let digest = content_digest(request.body);
    let base = request_base(request, &digest, &parameters);
    signed(key, REQUEST_PARTS, &parameters, digest, &base)
}

/// Signs the answer to a request.
pub fn sign_answer(
    key: &SigningKey,
    answer: &Answered<'_>,
    now: Time,
) -> Result<Signed, SigningError> {
    let parameters = Parameters {
        created: now.as_second(),
        key_id: key.public().kid().to_owned(),
        nonce: None,
    };
    let digest = content_digest(answer.body);
    let base = answer_base(answer, &digest, &parameters);
    signed(key, ANSWER_PARTS, &parameters, digest, &base)
}

/// Who says to have signed a request; nothing is believed yet.
pub fn claimed_signer(sent: &Signed) -> Result<Signer, RefusedSignature> {
    let parameters = Parameters::read(&sent.input, REQUEST_PARTS)?;
    Ok(Signer {
        nonce: parameters.nonce.ok_or(RefusedSignature::Malformed)?,
        key_id: parameters.key_id,
    })
}

/// Checks a request that says to be signed by one of these keys.
pub fn check_request(
    keys: &[PublicKey],
    request: &Request<'_>,
    sent: &Signed,
    now: Time,
) -> Result<(), RefusedSignature> {
    let parameters = Parameters::read(&sent.input, REQUEST_PARTS)?;
    let base = request_base(request, &sent.content_digest, &parameters);
    check(keys, &parameters, sent, request.body, &base, now)
}

/// Checks an answer that says to be signed by one of these keys.
pub fn check_answer(
    keys: &[PublicKey],
    answer: &Answered<'_>,
    sent: &Signed,
    now: Time,
) -> Result<(), RefusedSignature> {
    let parameters = Parameters::read(&sent.input, ANSWER_PARTS)?;
    let base = answer_base(answer, &sent.content_digest, &parameters);
    check(keys, &parameters, sent, answer.body, &base, now)
}

fn check(
    keys: &[PublicKey],
    parameters: &Parameters,
    sent: &Signed,
    body: &[u8],
    base: &str,
    now: Time,
) -> Result<(), RefusedSignature> {
    let mut keys = keys.iter();
    let key = keys.find(|key| key.kid() == parameters.key_id);
    let key = key.ok_or(RefusedSignature::UnknownKey)?;
    let coded = sent.signature.strip_prefix("tulay=:");
    let coded = coded.and_then(|rest| rest.strip_suffix(':'));
    let signature = coded.and_then(|coded| STANDARD.decode(coded).ok());
    let signature: Option<[u8; 64]> = signature.and_then(|bytes| bytes.try_into().ok());
    let signature = signature.ok_or(RefusedSignature::Malformed)?;
    if !key.has_signed(base.as_bytes(), &signature) {
        return Err(RefusedSignature::Wrong);
    }
    if now.as_second().abs_diff(parameters.created) > OLDEST_SECONDS.unsigned_abs() {
        return Err(RefusedSignature::Time);
    }
    if sent.content_digest != content_digest(body) {
        return Err(RefusedSignature::Digest);
    }
    Ok(())
}

fn signed(
    key: &SigningKey,
    parts: &str,
    parameters: &Parameters,
    content_digest: String,
    base: &str,
) -> Result<Signed, SigningError> {
    let signature = STANDARD.encode(key.sign_bytes(base.as_bytes())?);
    Ok(Signed {
        content_digest,
        input: format!("{LABEL}={}", parameters.written(parts)),
        signature: format!("{LABEL}=:{signature}:"),
    })
}

fn request_base(request: &Request<'_>, digest: &str, parameters: &Parameters) -> String {
    let lines = [
        (r#""@method""#, request.method),
        (r#""@target-uri""#, request.target),
        (r#""content-digest""#, digest),
    ];
    signature_base(&lines, &parameters.written(REQUEST_PARTS))
}

fn answer_base(answer: &Answered<'_>, digest: &str, parameters: &Parameters) -> String {
    let (status, to) = (answer.status.to_string(), answer.to);
    let of_request = to.strip_prefix("tulay=").unwrap_or(to);
    let lines = [
        (r#""@status""#, status.as_str()),
        (r#""content-digest""#, digest),
        (r#""signature";req;key="tulay""#, of_request),
    ];
    signature_base(&lines, &parameters.written(ANSWER_PARTS))
}

/// What is signed (RFC 9421, section 2.5): a line for each covered part, the parameters last.
fn signature_base(lines: &[(&str, &str)], parameters: &str) -> String {
    let mut base = String::new();
    for (name, value) in lines {
        base.extend([name, ": ", value, "\n"]);
    }
    base.push_str("\"@signature-params\": ");
    base.push_str(parameters);
    base
}

/// `Content-Digest` of a body.
fn content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(body)))
}

#[derive(Debug, PartialEq, Eq)]
struct Parameters {
    created: i64,
    key_id: String,
    nonce: Option<Id>,
}

impl Parameters {
    fn written(&self, parts: &str) -> String {
        let (created, key_id) = (self.created, &self.key_id);
        let nonce = self.nonce.map(|nonce| format!(";nonce=\"{nonce}\""));
        let nonce = nonce.unwrap_or_default();
        format!("{parts};created={created};keyid=\"{key_id}\"{nonce}{END}")
    }

    /// Reads parameters that are written exactly as they would be here.
    fn read(input: &str, parts: &str) -> Result<Self, RefusedSignature> {
        let read = || {
            let rest = input.strip_prefix("tulay=")?;
            let rest = rest.strip_prefix(parts)?.strip_prefix(";created=")?;
            let (created, rest) = rest.split_once(";keyid=\"")?;
            let (key_id, rest) = rest.split_once('"')?;
            let nonce = rest.strip_prefix(";nonce=\"");
            let nonce = nonce.and_then(|rest| rest.split_once('"'));
            Some(Self {
                created: created.parse().ok()?,
                key_id: key_id.to_owned(),
                nonce: nonce.and_then(|(nonce, _)| Id::parse(nonce).ok()),
            })
        };
        read()
            .filter(|found| input.strip_prefix("tulay=") == Some(found.written(parts).as_str()))
            .ok_or(RefusedSignature::Malformed)
    }
}

#[cfg(test)]
mod tests;
