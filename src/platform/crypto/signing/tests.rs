use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;

use super::super::testing::chance;
use super::*;

const NOW: i64 = 1_790_000_000;
const EXPECTED: Expected<'_> = Expected {
    issuer: "https://tulay.test",
    audience: "tulay",
};

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Claims {
    sub: String,
    role: String,
}

fn key(seed: u64) -> SigningKey {
    SigningKey::generate(&chance(seed)).unwrap()
}

fn keys(signing: &[&SigningKey]) -> PublicKeys {
    PublicKeys::new(signing.iter().map(|key| key.public().clone()).collect())
}

fn claims() -> Value {
    json!({
        "iss": EXPECTED.issuer, "aud": EXPECTED.audience, "sub": "account-1", "role": "inspector",
        "iat": NOW, "exp": NOW + 900,
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

fn read(token: &str, keys: &PublicKeys) -> Result<Claims, RefusedToken> {
    verify(token, keys, &EXPECTED, NOW)
}

fn outcome(claims: &Value) -> Result<Claims, RefusedToken> {
    let key = key(1);
    read(&key.sign(claims).unwrap(), &keys(&[&key]))
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// A token with any header, signed as EdDSA with the given key.
fn forge(header: &Value, claims: &Value, key: &SigningKey) -> String {
    let message = format!("{}.{}", encoded(header), encoded(claims));
    let signature =
        jsonwebtoken::crypto::sign(message.as_bytes(), &key.encoding, Algorithm::EdDSA).unwrap();
    format!("{message}.{signature}")
}

fn header_of(key: &SigningKey) -> Value {
    json!({ "typ": TYPE, "alg": "EdDSA", "kid": key.public().kid() })
}

#[test]
fn a_signed_token_is_read_back() {
    let expected = Claims {
        sub: "account-1".into(),
        role: "inspector".into(),
    };

    assert_eq!(outcome(&claims()), Ok(expected));
}

#[test]
fn keys_are_rotated_with_an_overlap() {
    let (old, new) = (key(1), key(2));
    let token = old.sign(&claims()).unwrap();

    assert!(read(&token, &keys(&[&new, &old])).is_ok());
    assert_eq!(read(&token, &keys(&[&new])), Err(RefusedToken::UnknownKey));
    assert_eq!(
        read(&token, &PublicKeys::default()),
        Err(RefusedToken::UnknownKey)
    );
}

#[test]
fn times_are_compared_with_the_given_time() {
    use RefusedToken::{Expired, NotYetValid};

    let key = key(1);
    let token = key.sign(&with("nbf", json!(NOW + 60))).unwrap();
    for (at, expected) in [
        (NOW + 60 - LEEWAY_SECONDS, None),
        (NOW + 60 - LEEWAY_SECONDS - 1, Some(NotYetValid)),
        (NOW + 900 + LEEWAY_SECONDS - 1, None),
        (NOW + 900 + LEEWAY_SECONDS, Some(Expired)),
        (0, Some(NotYetValid)),
        (i64::MAX, Some(Expired)),
    ] {
        let found = verify::<Claims>(&token, &keys(&[&key]), &EXPECTED, at);
        assert_eq!(found.err(), expected, "{at}");
    }
    assert_eq!(outcome(&with("iat", json!(NOW + 60))), Err(NotYetValid));
}

#[test]
fn every_required_claim_is_required() {
    for name in REQUIRED_CLAIMS {
        let mut lacking = claims();
        lacking.as_object_mut().unwrap().remove(name);
        assert_eq!(outcome(&lacking), Err(RefusedToken::MissingClaim(name)));
        assert_eq!(
            outcome(&with(name, Value::Null)),
            Err(RefusedToken::MissingClaim(name))
        );
    }
}

#[test]
fn issuer_audience_and_types_must_fit() {
    use RefusedToken::{Audience, Issuer, Malformed};

    for (name, value, expected) in [
        ("iss", json!("https://elsewhere.test"), Issuer),
        ("iss", json!([EXPECTED.issuer]), Malformed),
        ("iss", json!(7), Malformed),
        ("aud", json!("elsewhere"), Audience),
        ("aud", json!(["elsewhere"]), Audience),
        ("aud", json!([7]), Audience),
        ("aud", json!([]), Audience),
        ("aud", json!(7), Malformed),
        ("aud", json!({}), Malformed),
        ("sub", json!(7), Malformed),
        ("sub", json!(""), Malformed),
        ("exp", json!("tomorrow"), Malformed),
        ("exp", json!(1.5e300), Malformed),
        ("iat", json!(true), Malformed),
        ("nbf", json!("now"), Malformed),
        ("role", json!(7), Malformed),
    ] {
        assert_eq!(
            outcome(&with(name, value.clone())),
            Err(expected),
            "{name} {value}"
        );
    }
    assert!(outcome(&with("aud", json!(["elsewhere", EXPECTED.audience]))).is_ok());
}

#[test]
fn an_unsigned_token_is_refused() {
    let key = key(1);
    for alg in ["none", "None", "NONE", "nOnE"] {
        let header = json!({ "typ": TYPE, "alg": alg, "kid": key.public().kid() });
        let message = format!("{}.{}", encoded(&header), encoded(&claims()));
        for token in [format!("{message}."), forge(&header, &claims(), &key)] {
            assert_eq!(read(&token, &keys(&[&key])), Err(RefusedToken::Algorithm));
        }
        assert_eq!(read(&message, &keys(&[&key])), Err(RefusedToken::Algorithm));
    }
}

#[test]
fn the_public_key_is_no_hmac_secret() {
    let key = key(1);
    let header = json!({ "typ": TYPE, "alg": "HS256", "kid": key.public().kid() });
    let message = format!("{}.{}", encoded(&header), encoded(&claims()));
    let mut mac = Hmac::<Sha256>::new_from_slice(key.public().as_bytes()).unwrap();
    mac.update(message.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());

    let found = read(&format!("{message}.{signature}"), &keys(&[&key]));

    assert_eq!(found, Err(RefusedToken::Algorithm));
}

#[test]
fn another_key_under_our_kid_is_refused() {
    let (ours, theirs) = (key(1), key(2));

    let forged = forge(&header_of(&ours), &claims(), &theirs);

    assert_eq!(read(&forged, &keys(&[&ours])), Err(RefusedToken::Signature));
    let theirs = theirs.sign(&claims()).unwrap();
    assert_eq!(
        read(&theirs, &keys(&[&ours])),
        Err(RefusedToken::UnknownKey)
    );
}

#[test]
fn a_key_inside_the_token_is_not_believed() {
    let (ours, theirs) = (key(1), key(2));
    let mut header = header_of(&ours);
    header["jwk"] = theirs.public().to_jwk();

    let forged = forge(&header, &claims(), &theirs);

    assert_eq!(read(&forged, &keys(&[&ours])), Err(RefusedToken::Signature));
}

#[test]
fn headers_that_are_not_ours_are_refused() {
    let key = key(1);
    for (name, value, expected) in [
        ("typ", json!("JWT"), RefusedToken::Type),
        ("typ", Value::Null, RefusedToken::Type),
        ("kid", Value::Null, RefusedToken::UnknownKey),
        ("kid", json!("../../etc/passwd"), RefusedToken::UnknownKey),
        ("crit", json!(["exp"]), RefusedToken::Malformed),
        ("alg", json!("RS256"), RefusedToken::Algorithm),
        ("alg", Value::Null, RefusedToken::Algorithm),
    ] {
        let mut header = header_of(&key);
        header[name] = value;
        let found = read(&forge(&header, &claims(), &key), &keys(&[&key]));
        assert_eq!(found, Err(expected), "{header}");
    }
    assert!(read(&forge(&header_of(&key), &claims(), &key), &keys(&[&key])).is_ok());
}

#[test]
fn altered_claims_are_refused() {
    let key = key(1);
    let token = key.sign(&claims()).unwrap();
    let parts: Vec<&str> = token.split('.').collect();
    let altered = encoded(&with("role", json!("administrator")));

    let found = read(&[parts[0], &altered, parts[2]].join("."), &keys(&[&key]));

    assert_eq!(found, Err(RefusedToken::Signature));
}

#[test]
fn what_is_no_token_is_refused() {
    let key = key(1);
    let token = key.sign(&claims()).unwrap();
    let long = format!("{token}{}", "A".repeat(MAX_TOKEN_BYTES));
    let (message, _) = token.rsplit_once('.').unwrap();

    for wrong in [
        "",
        ".",
        "..",
        "a.b.c",
        &long,
        &format!("{token}.x"),
        message,
    ] {
        assert!(read(wrong, &keys(&[&key])).is_err(), "{wrong}");
    }
    for length in 0..token.len() {
        assert!(read(&token[..length], &keys(&[&key])).is_err(), "{length}");
    }
}

#[test]
fn a_key_survives_storage() {
    let key = key(1);

    let again = SigningKey::from_pkcs8(key.expose_pkcs8()).unwrap();
    let public = PublicKey::from_bytes(key.public().as_bytes()).unwrap();

    assert_eq!(again.public().kid(), key.public().kid());
    assert_eq!(public.kid(), key.public().kid());
    let token = again.sign(&claims()).unwrap();
    assert!(read(&token, &PublicKeys::new(vec![public])).is_ok());
}

#[test]
fn bad_keys_are_refused() {
    assert_eq!(
        SigningKey::from_pkcs8(b"no key").unwrap_err(),
        SigningError::Key
    );
    assert_eq!(
        PublicKey::from_bytes(&[1; 31]).unwrap_err(),
        SigningError::Key
    );
    assert_eq!(
        PublicKey::from_bytes(&[0; 32]).unwrap_err(),
        SigningError::Key,
        "of small order"
    );
}

#[test]
fn the_key_set_is_what_the_standard_asks() {
    // The key pair and thumbprint of RFC 8037, appendix A.
    let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    let public = PublicKey::from_bytes(&URL_SAFE_NO_PAD.decode(x).unwrap()).unwrap();

    assert_eq!(
        PublicKeys::new(vec![public]).to_jwks(),
        json!({ "keys": [{
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "x": x,
            "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
        }]})
    );
}

#[test]
fn debug_shows_no_private_key() {
    let key = key(1);

    assert_eq!(
        format!("{key:?}"),
        format!("SigningKey({}, …)", key.public().kid())
    );
}
