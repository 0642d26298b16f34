//! Signatures of messages between servers (RFC 9421): lines are `Signature-Input`, `Signature`, `Content-Digest`; the rest is the body.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tulay::platform::clock::Time;
use tulay::platform::crypto::SigningKey;
use tulay::platform::http_signatures::{
    Answered, Request, Signed, check_answer, check_request, claimed_signer,
};
use tulay::platform::ids::SystemRandomness;

static KEY: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::generate(&SystemRandomness).expect("no key"));

fuzz_target!(|text: &str| {
    let mut lines = text.splitn(4, '\n').map(str::to_owned);
    let mut next = || lines.next().unwrap_or_default();
    let sent = Signed {
        input: next(),
        signature: next(),
        content_digest: next(),
    };
    let body = next();
    let _ = claimed_signer(&sent);
    let keys = [KEY.public().clone()];
    let now = Time::parse("2026-12-01T00:00:00Z").expect("no time");
    let request = Request {
        method: "POST",
        target: "https://tulay.example/v1/peer-messages",
        body: body.as_bytes(),
    };
    assert!(check_request(&keys, &request, &sent, now).is_err());
    let answer = Answered {
        to: &sent.signature,
        status: 200,
        body: body.as_bytes(),
    };
    assert!(check_answer(&keys, &answer, &sent, now).is_err());
});
