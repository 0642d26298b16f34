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

    let of_standard =
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
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
    let check =
        |request: &Request<'_>, sent: &Signed, now| check_request(&keys, request, sent, now).err();
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
