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
    let lines = lines.iter();
    let mut base: String = lines
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
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
mod tests {
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;
    use crate::platform::ids::SystemRandomness;

    /// RFC 9421, B.1.4 and B.2.6.
    #[test]
    fn the_example_of_the_standard_is_signed_alike() {
        let private = "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF";
        let key = SigningKey::from_pkcs8(&STANDARD.decode(private).unwrap()).unwrap();
        let public = "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";
        assert_eq!(STANDARD.encode(key.public().as_bytes()), public);

        let lines = [
            ("\"date\"", "Tue, 20 Apr 2021 02:07:55 GMT"),
            ("\"@method\"", "POST"),
            ("\"@path\"", "/foo"),
            ("\"@authority\"", "example.com"),
            ("\"content-type\"", "application/json"),
            ("\"content-length\"", "18"),
        ];
        let parameters = "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \
             \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"";
        let base = signature_base(&lines, parameters);
        let signature = key.sign_bytes(base.as_bytes()).unwrap();

        let of_standard = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
        assert_eq!(STANDARD.encode(signature), of_standard);
        assert!(key.public().has_signed(base.as_bytes(), &signature));
    }

    /// RFC 9530, appendix B.1.
    #[test]
    fn the_digest_is_that_of_the_standard() {
        let body = b"{\"hello\": \"world\"}\n";
        let of_standard = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
        assert_eq!(content_digest(body), of_standard);
    }

    const REQUEST: Request<'static> = Request {
        method: "POST",
        target: "https://origin.example/peer/messages",
        body: b"sealed",
    };

    fn sent() -> (SigningKey, Signed, Id, Time) {
        let key = SigningKey::generate(&SystemRandomness).unwrap();
        let now = Time::from_microsecond(1_800_000_000_000_000).unwrap();
        let nonce = Id::random(&SystemRandomness);
        let sent = sign_request(&key, &REQUEST, nonce, now).unwrap();
        (key, sent, nonce, now)
    }

    #[test]
    fn a_request_is_believed_as_it_was_signed_and_not_otherwise() {
        let (key, sent, nonce, now) = sent();
        let keys = [key.public().clone()];
        let check = |request: &Request<'_>, sent: &Signed, now| {
            check_request(&keys, request, sent, now).err()
        };
        assert_eq!(check(&REQUEST, &sent, now), None);
        assert_eq!(claimed_signer(&sent).unwrap().nonce, nonce);
        let other = |change: fn(&mut Request<'static>)| {
            let mut request = REQUEST;
            change(&mut request);
            request
        };
        for (altered, refusal) in [
            (other(|r| r.method = "PUT"), RefusedSignature::Wrong),
            (
                other(|r| r.target = "https://other.example/"),
                RefusedSignature::Wrong,
            ),
            (other(|r| r.body = b"Sealed"), RefusedSignature::Digest),
        ] {
            assert_eq!(check(&altered, &sent, now), Some(refusal));
        }
        for (seconds, refusal) in [
            (300, None),
            (301, Some(RefusedSignature::Time)),
            (-300, None),
            (-301, Some(RefusedSignature::Time)),
        ] {
            let then = Time::from_microsecond(now.as_microsecond() + seconds * 1_000_000).unwrap();
            assert_eq!(check(&REQUEST, &sent, then), refusal, "{seconds}");
        }
        let stranger = SigningKey::generate(&SystemRandomness).unwrap();
        let unknown = check_request(&[stranger.public().clone()], &REQUEST, &sent, now);
        assert_eq!(unknown, Err(RefusedSignature::UnknownKey));
    }

    #[test]
    fn parameters_are_read_in_one_way_only() {
        let (key, sent, _, now) = sent();
        let keys = [key.public().clone()];
        let altered = |from: &str, to: &str| Signed {
            input: sent.input.replacen(from, to, 1),
            ..sent.clone()
        };
        for input in [
            altered("tulay=", "sig1="),
            altered(" \"content-digest\"", ""),
            altered("\"@method\" \"@target-uri\"", "\"@target-uri\" \"@method\""),
            altered(";created=", ";created=+"),
            altered(";created=", ";created=0"),
            altered(";created=", "; created="),
            altered(";nonce=", ";expires=1;nonce="),
            altered("ed25519", "rsa-pss-sha512"),
            altered("tulay-peer", "other"),
        ] {
            let refused = check_request(&keys, &REQUEST, &input, now);
            assert_eq!(refused, Err(RefusedSignature::Malformed), "{input:?}");
        }
        let elsewhen = altered(";created=18", ";created=19");
        let refused = check_request(&keys, &REQUEST, &elsewhen, now);
        assert_eq!(refused, Err(RefusedSignature::Wrong));
    }

    #[test]
    fn an_answer_belongs_to_one_request() {
        let (key, request, _, now) = sent();
        let keys = [key.public().clone()];
        let answer = Answered {
            to: &request.signature,
            status: 200,
            body: b"{}",
        };
        let sent = sign_answer(&key, &answer, now).unwrap();
        assert_eq!(check_answer(&keys, &answer, &sent, now), Ok(()));
        let of_another = Answered {
            to: "tulay=:AAAA:",
            ..answer
        };
        let other_status = Answered {
            status: 422,
            ..answer
        };
        for altered in [of_another, other_status] {
            let refused = check_answer(&keys, &altered, &sent, now);
            assert_eq!(refused, Err(RefusedSignature::Wrong));
        }
        // A request's signature never passes for an answer's.
        let refused = check_answer(&keys, &answer, &request, now);
        assert_eq!(refused, Err(RefusedSignature::Malformed));
    }

    #[test]
    fn keys_are_read_from_their_published_form() {
        let (key, ..) = sent();
        let jwk = key.public().to_jwk();
        assert_eq!(PublicKey::from_jwk(&jwk).unwrap().kid(), key.public().kid());
        let mut private = jwk.clone();
        private["d"] = URL_SAFE_NO_PAD.encode([1; 32]).into();
        assert!(PublicKey::from_jwk(&private).is_err());
        let mut other = jwk;
        other["crv"] = "X25519".into();
        assert!(PublicKey::from_jwk(&other).is_err());
    }
}
