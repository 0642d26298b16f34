//! What a stranger, or another server that means harm, gets nowhere with.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::peers::PeerKeys;
use tulay::platform::clock::Clock as _;
use tulay::platform::crypto::{OpeningKey, SigningKey};
use tulay::platform::http_signatures::{Request, Signed, sign_request};
use tulay::platform::ids::{Id, SystemRandomness};

use super::{Pair, Site};
use crate::harness::Response;
use crate::on_both;

const MESSAGES: &str = "/peer/messages";
const ADDRESS: &str = "https://mallory.example";

/// Somebody with keys of a server.
struct Mallory {
    signing: SigningKey,
    opening: OpeningKey,
}

impl Mallory {
    fn new() -> Self {
        Self {
            signing: SigningKey::generate(&SystemRandomness).unwrap(),
            opening: OpeningKey::generate(&SystemRandomness),
        }
    }

    fn keys(&self) -> PeerKeys {
        PeerKeys {
            address: ADDRESS.to_owned(),
            signing: self.signing.public().clone(),
            sealing: self.opening.public().unwrap(),
        }
    }

    /// A message, sealed for a server.
    async fn seal(&self, site: &Site, message: Id, letter: &Value) -> Vec<u8> {
        let place: [&[u8]; 3] = [
            b"tulay/peer-message/1",
            ADDRESS.as_bytes(),
            message.as_bytes(),
        ];
        let text = letter.to_string();
        let sealing = site.keys().await.sealing;
        sealing
            .seal_text(&SystemRandomness, &place, text.as_bytes())
            .unwrap()
    }

    fn sign(&self, site: &Site, message: Id, body: &[u8]) -> Signed {
        let target = format!("{}{MESSAGES}", site.line.url);
        let request = Request {
            method: "POST",
            target: &target,
            body,
        };
        sign_request(&self.signing, &request, message, site.app.clock.now()).unwrap()
    }

    async fn say(&self, site: &Site, letter: &Value) -> Response {
        let message = Id::random(&SystemRandomness);
        let body = self.seal(site, message, letter).await;
        send(site, &self.sign(site, message, &body), body).await
    }
}

async fn send(site: &Site, signed: &Signed, body: Vec<u8>) -> Response {
    let request = site.app.request(Method::POST, MESSAGES);
    let request = request
        .header("content-digest", &signed.content_digest)
        .header("signature-input", &signed.input)
        .header("signature", &signed.signature);
    Response::of(request.body(body)).await
}

#[track_caller]
fn assert_refused(answer: &Response, status: u16, word: &str) {
    answer.assert_status(status);
    assert_eq!(answer.json(), json!({ "error": word }));
}

/// A referral that is in order.
fn referral(site: &Site, about: Id) -> Value {
    json!({ "kind": "referral", "about": about, "is_last": false, "body": {
        "sender_name": "Example Desk", "recipient_organisation": site.organisation,
        "kind": "referral", "legitimate_basis": "consent",
        "case_file": { "urgency": "this_week", "issue_codes": ["unpaid_wages"] } } })
}

on_both! {
    async fn nobody_is_believed_without_the_signature_of_a_server_that_was_added(app: TestApp) {
        let site = Site::start(&app, "Example Shelter in Singapore", "SG").await;
        let mallory = Mallory::new();
        let letter = referral(&site, Id::random(&SystemRandomness));
        assert_refused(&mallory.say(&site, &letter).await, 401, "unknown_key");
        site.add_keys(mallory.keys(), "PH").await;

        let message = Id::random(&SystemRandomness);
        let body = mallory.seal(&site, message, &letter).await;
        let good = mallory.sign(&site, message, &body);
        let other = |change: fn(&mut Signed)| {
            let mut signed = good.clone();
            change(&mut signed);
            signed
        };
        for signed in [
            other(|s| s.signature = s.signature.replacen("=:", "=:AAAA", 1)),
            other(|s| s.input = s.input.replacen("\"@method\" ", "", 1)),
            other(|s| "sha-256=:AAAA:".clone_into(&mut s.content_digest)),
            other(|s| s.input.clear()),
        ] {
            assert_refused(&send(&site, &signed, body.clone()).await, 401, "not_signed");
        }
        let mut altered = body.clone();
        altered[40] ^= 1;
        assert_refused(&send(&site, &good, altered).await, 401, "not_signed");
        let elsewhere = Request { method: "POST", target: "https://other.example/peer/messages", body: &body };
        let elsewhere = sign_request(&mallory.signing, &elsewhere, message, site.app.clock.now());
        assert_refused(&send(&site, &elsewhere.unwrap(), body.clone()).await, 401, "not_signed");

        send(&site, &good, body.clone()).await.assert_status(200);
        assert_eq!(site.referrals("received").await.len(), 1);
        // Old, and not yet.
        site.app.clock.advance(Duration::from_secs(301));
        assert_refused(&send(&site, &good, body.clone()).await, 401, "not_signed");
        let early = mallory.sign(&site, message, &body);
        site.app.clock.set(site.app.clock.now().minus(Duration::from_secs(302)));
        assert_refused(&send(&site, &early, body).await, 401, "not_signed");
        assert_eq!(site.referrals("received").await.len(), 1);
    }

    async fn a_name_that_was_used_says_the_same_or_nothing(app: TestApp) {
        let site = Site::start(&app, "Example Shelter in Singapore", "SG").await;
        let mallory = Mallory::new();
        site.add_keys(mallory.keys(), "PH").await;
        let message = Id::random(&SystemRandomness);
        let letter = referral(&site, Id::random(&SystemRandomness));
        let body = mallory.seal(&site, message, &letter).await;
        let first = send(&site, &mallory.sign(&site, message, &body), body.clone()).await;
        site.app.clock.advance(Duration::from_mins(20));
        let again = send(&site, &mallory.sign(&site, message, &body), body).await;
        assert_eq!((first.status, &first.body), (again.status, &again.body));
        assert_eq!(site.referrals("received").await.len(), 1);

        let other = mallory.seal(&site, message, &referral(&site, Id::random(&SystemRandomness))).await;
        let reused = send(&site, &mallory.sign(&site, message, &other), other).await;
        assert_refused(&reused, 409, "name_reused");
        assert_eq!(site.referrals("received").await.len(), 1);
    }

    async fn what_another_server_says_is_checked_like_a_strangers(app: TestApp) {
        let site = Site::start(&app, "Example Shelter in Singapore", "SG").await;
        let mallory = Mallory::new();
        site.add_keys(mallory.keys(), "PH").await;
        let with = |pointer: &str, value: Value| {
            let mut letter = referral(&site, Id::random(&SystemRandomness));
            *letter.pointer_mut(pointer).unwrap() = value;
            letter
        };
        for (letter, word) in [
            (with("/kind", json!("order")), "unknown_kind"),
            (with("/body/case_file/issue_codes", json!(["<script>"])), "malformed"),
            (with("/body/case_file", json!({ "narrative": "a".repeat(20_000) })), "malformed"),
            (with("/body/case_file", json!({ "surprise": true })), "malformed"),
            (with("/body/sender_name", json!("")), "malformed"),
            (with("/body/recipient_organisation", json!(Id::random(&SystemRandomness))), "organisation_unknown"),
            (json!({ "no": "letter" }), "unreadable"),
        ] {
            assert_refused(&mallory.say(&site, &letter).await, 422, word);
        }
        assert_eq!(site.referrals("received").await.len(), 0);
    }

    async fn another_server_cannot_speak_about_what_is_not_its_own(app: TestApp) {
        let pair = Pair::start(&app).await;
        let case = pair.need_help().await;
        let made = case.refer().await;
        pair.origin.deliver().await;
        let mallory = Mallory::new();
        pair.origin.add_keys(mallory.keys(), "MY").await;
        pair.destination.add_keys(mallory.keys(), "MY").await;

        // An answer to a referral that went to another server.
        let done = json!({ "kind": "answer", "about": made, "is_last": false,
            "body": { "status": "rejected", "reason": "other" } });
        assert_refused(&mallory.say(&pair.origin, &done).await, 422, "unknown_referral");
        assert_eq!(case.seen_by_worker().await["status"], "offered");
        // Taking back what another server has sent.
        let revoked = json!({ "kind": "revocation", "about": made, "is_last": true, "body": {} });
        mallory.say(&pair.destination, &revoked).await.assert_status(200);
        let received = pair.destination.referrals("received").await;
        assert_eq!(received[0]["status"], "offered");
        // Handing in as its own what it has caught of another server.
        let caught = pair.destination.line.messages().remove(0);
        let head = caught.bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        let sealed = caught.bytes[head..].to_vec();
        let text = String::from_utf8_lossy(&caught.bytes);
        let nonce = text.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap();
        let nonce = Id::parse(nonce).unwrap();
        let stolen = mallory.sign(&pair.destination, nonce, &sealed);
        assert_refused(&send(&pair.destination, &stolen, sealed).await, 422, "unreadable");
        assert_eq!(pair.destination.referrals("received").await.len(), 1);
    }

    async fn a_message_that_is_too_long_is_not_read(app: TestApp) {
        let site = Site::start(&app, "Example Shelter in Singapore", "SG").await;
        let mallory = Mallory::new();
        site.add_keys(mallory.keys(), "PH").await;
        let message = Id::random(&SystemRandomness);
        let body = vec![0; 600 * 1024];
        let signed = mallory.sign(&site, message, &body);
        send(&site, &signed, body).await.assert_status(413);
    }
}
