//! Signed tokens (JWS): what we have not signed is never believed, whatever its form; so our own after any change.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use tulay::platform::crypto::{
    Expected, ForeignAlgorithm, ForeignKey, PublicKeys, SigningKey, verify, verify_foreign,
};
use tulay::platform::ids::Randomness;

struct Sevens;

impl Randomness for Sevens {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

struct Ours {
    token: String,
    keys: PublicKeys,
    foreign: Vec<ForeignKey>,
}

static OURS: LazyLock<Ours> = LazyLock::new(|| {
    let key = SigningKey::generate(&Sevens).expect("no key");
    let claims = json!({ "iss": "us", "aud": "us", "sub": "sita", "iat": 1000, "exp": 1900 });
    let token = key.sign(&claims).expect("not signed");
    let foreign = vec![ForeignKey::from_jwk(&key.public().to_jwk()).expect("no JWK")];
    Ours {
        token,
        foreign,
        keys: PublicKeys::new(vec![key.public().clone()]),
    }
});

const ACCEPTED: [ForeignAlgorithm; 3] = [
    ForeignAlgorithm::Rs256,
    ForeignAlgorithm::Es256,
    ForeignAlgorithm::EdDsa,
];

fn is_believed(token: &str) -> bool {
    let expected = Expected {
        issuer: "us",
        audience: "us",
    };
    let own: Result<Value, _> = verify(token, &OURS.keys, &expected, 1100);
    own.is_ok() || verify_foreign(token, &OURS.foreign, &ACCEPTED).is_ok()
}

fuzz_target!(|input: (u16, &str)| {
    assert!(is_believed(&OURS.token), "our own token is not believed");
    let (at, text) = (usize::from(input.0) % OURS.token.len(), input.1);
    // The text alone, and our token with the text instead of what stood there.
    let end = (at + text.len()).min(OURS.token.len());
    let altered = format!("{}{text}{}", &OURS.token[..at], &OURS.token[end..]);
    for token in [text, altered.as_str()] {
        assert!(token == OURS.token || !is_believed(token), "{token}");
    }
});
