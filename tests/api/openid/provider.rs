//! A small OpenID provider on this very machine, which can be told to misbehave.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tulay::platform::clock::{Clock as _, ManualClock};
use url::Url;

use super::keys::{FIRST, SECOND};

pub const ISSUER: &str = "https://login.ngo.example";
pub const CLIENT_ID: &str = "tulay-test";
pub const REDIRECT: &str = "org.example.tulay:/callback";
const ACCESS_TOKEN: &str = "an access token of the provider";

type Change = Box<dyn Fn(&mut Value) + Send>;

/// Somebody who has just signed in at the provider.
struct Approved {
    subject: String,
    nonce: String,
    challenge: String,
}

struct Inside {
    clock: Arc<ManualClock>,
    approved: HashMap<String, Approved>,
    /// Which key signs, and which are published.
    signs: usize,
    published: Vec<usize>,
    change: Option<Change>,
    algorithm: Option<String>,
    is_down: bool,
    keys_are_away: bool,
    keys_asked: usize,
}

/// The provider.
pub struct Provider {
    pub address: SocketAddr,
    inside: Arc<Mutex<Inside>>,
}

fn encoding_key(number: usize) -> EncodingKey {
    let text: String = [FIRST, SECOND][number]
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    EncodingKey::from_rsa_der(&STANDARD.decode(text).unwrap())
}

fn kid(number: usize) -> String {
    format!("key-{number}")
}

impl Provider {
    pub fn start(clock: Arc<ManualClock>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let inside = Inside {
            clock,
            approved: HashMap::new(),
            signs: 0,
            published: vec![0],
            change: None,
            algorithm: None,
            is_down: false,
            keys_are_away: false,
            keys_asked: 0,
        };
        let inside = Arc::new(Mutex::new(inside));
        let of_thread = Arc::clone(&inside);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.unwrap(), &of_thread);
            }
        });
        Self { address, inside }
    }

    /// Somebody signs in at the address to which they were sent; the code that comes back.
    pub fn approve(&self, address: &str, subject: &str) -> String {
        let url = Url::parse(address).unwrap();
        assert!(address.starts_with("https://login.ngo.example/authorize?"));
        let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["client_id"], CLIENT_ID);
        assert_eq!(query["redirect_uri"], REDIRECT);
        assert_eq!(query["scope"], "openid");
        assert_eq!(query["code_challenge_method"], "S256");
        let approved = Approved {
            subject: subject.to_owned(),
            nonce: query["nonce"].clone(),
            challenge: query["code_challenge"].clone(),
        };
        let code = format!("code-{}", query["state"]);
        self.inside
            .lock()
            .unwrap()
            .approved
            .insert(code.clone(), approved);
        code
    }

    /// What it writes into ID tokens is changed like this from now on.
    pub fn lies(&self, change: impl Fn(&mut Value) + Send + 'static) {
        self.inside.lock().unwrap().change = Some(Box::new(change));
    }

    /// It tells the truth, and answers, again.
    pub fn behaves(&self) {
        let mut inside = self.inside.lock().unwrap();
        inside.change = None;
        inside.algorithm = None;
        inside.is_down = false;
        inside.keys_are_away = false;
    }

    /// It says that its tokens are signed in this way.
    pub fn claims_algorithm(&self, name: &str) {
        self.inside.lock().unwrap().algorithm = Some(name.to_owned());
    }

    pub fn goes_down(&self) {
        self.inside.lock().unwrap().is_down = true;
    }

    /// It answers, but nobody gets the keys with which its tokens are checked.
    pub fn loses_its_keys(&self) {
        self.inside.lock().unwrap().keys_are_away = true;
    }

    /// It signs with this key, and publishes these.
    pub fn uses(&self, signs: usize, published: &[usize]) {
        let mut inside = self.inside.lock().unwrap();
        inside.signs = signs;
        inside.published = published.to_vec();
    }

    pub fn times_keys_were_asked(&self) -> usize {
        self.inside.lock().unwrap().keys_asked
    }
}

impl Inside {
    fn answer(
        &mut self,
        path: &str,
        headers: &HashMap<String, String>,
        body: &str,
    ) -> (u16, Value) {
        match path {
            _ if self.is_down => (503, json!({})),
            "/.well-known/openid-configuration" => (
                200,
                json!({
                    "issuer": ISSUER,
                    "authorization_endpoint": "https://login.ngo.example/authorize",
                    "token_endpoint": "https://login.ngo.example/token",
                    "jwks_uri": "https://login.ngo.example/keys",
                }),
            ),
            "/keys" => {
                self.keys_asked += 1;
                if self.keys_are_away {
                    return (503, json!({}));
                }
                (
                    200,
                    json!({ "keys": self.published.iter().map(|key| public(*key)).collect::<Vec<_>>() }),
                )
            }
            "/token" => self.exchange(headers, body),
            _ => (404, json!({})),
        }
    }

    fn exchange(&mut self, headers: &HashMap<String, String>, body: &str) -> (u16, Value) {
        let form: HashMap<String, String> = url::form_urlencoded::parse(body.as_bytes())
            .into_owned()
            .collect();
        let expected = format!("Basic {}", STANDARD.encode(format!("{CLIENT_ID}:a+secret")));
        let approved = self.approved.remove(&form["code"]);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(form["code_verifier"].as_bytes()));
        let Some(approved) = approved.filter(|approved| {
            approved.challenge == challenge
                && form["redirect_uri"] == REDIRECT
                && headers.get("authorization") == Some(&expected)
        }) else {
            return (400, json!({ "error": "invalid_grant" }));
        };
        let token = self.id_token(&approved);
        (
            200,
            json!({ "token_type": "Bearer", "access_token": ACCESS_TOKEN, "id_token": token }),
        )
    }

    fn id_token(&self, approved: &Approved) -> String {
        let now = self.clock.now().as_second();
        let half = URL_SAFE_NO_PAD.encode(&Sha256::digest(ACCESS_TOKEN.as_bytes())[..16]);
        let mut claims = json!({ "iss": ISSUER, "aud": CLIENT_ID, "sub": approved.subject, "iat": now,
            "exp": now + 300, "nonce": approved.nonce, "at_hash": half, "amr": ["pwd"] });
        if let Some(change) = &self.change {
            change(&mut claims);
        }
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(kid(self.signs));
        let token = jsonwebtoken::encode(&header, &claims, &encoding_key(self.signs)).unwrap();
        let Some(algorithm) = &self.algorithm else {
            return token;
        };
        let mut parts = token.split('.');
        let header = json!({ "alg": algorithm, "kid": kid(self.signs) }).to_string();
        let claims = parts.nth(1).unwrap();
        let signature = if algorithm == "none" {
            ""
        } else {
            parts.next().unwrap()
        };
        format!("{}.{claims}.{signature}", URL_SAFE_NO_PAD.encode(header))
    }
}

fn public(number: usize) -> Value {
    let jwk = Jwk::from_encoding_key(&encoding_key(number), Algorithm::RS256).unwrap();
    let mut jwk = serde_json::to_value(jwk).unwrap();
    jwk["kid"] = json!(kid(number));
    jwk["use"] = json!("sig");
    jwk
}

fn serve(mut stream: TcpStream, inside: &Mutex<Inside>) {
    let (mut head, mut byte) = (Vec::new(), [0_u8]);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return;
        }
        head.extend(byte);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.lines();
    let path = lines.next().unwrap().split(' ').nth(1).unwrap().to_owned();
    let pairs = lines.filter_map(|line| line.split_once(": "));
    let headers: HashMap<String, String> = pairs
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .get("content-length")
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    let body = String::from_utf8(body).unwrap();
    let (status, answer) = inside.lock().unwrap().answer(&path, &headers, &body);
    let answer = answer.to_string();
    let whole = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
        answer.len()
    );
    drop(stream.write_all(whole.as_bytes()));
}
