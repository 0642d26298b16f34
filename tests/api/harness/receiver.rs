//! A server of somebody else, on this very machine, and its own check of signatures.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Something that was posted.
#[derive(Debug, Clone)]
pub struct Posted {
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: String,
    /// What was answered.
    pub status: u16,
}

impl Posted {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    pub fn subject(&self) -> String {
        self.json()["data"]["id"].as_str().unwrap().to_owned()
    }

    /// How many of the signatures are right for this secret.
    pub fn signatures_by(&self, secret: &str) -> usize {
        let key = STANDARD
            .decode(secret.strip_prefix("whsec_").unwrap())
            .unwrap();
        let seconds = &self.headers["webhook-timestamp"];
        let content = format!("{}.{seconds}.{}", self.id(), self.body);
        let expected = format!("v1,{}", STANDARD.encode(hmac(&key, content.as_bytes())));
        let signatures = self.headers["webhook-signature"].split(' ');
        signatures
            .filter(|signature| *signature == expected)
            .count()
    }
}

/// RFC 2104, by hand.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let padded = |with: u8| {
        let mut block = [0_u8; 64];
        block[..key.len()].copy_from_slice(key);
        block.map(|byte| byte ^ with)
    };
    let inner = Sha256::new()
        .chain_update(padded(0x36))
        .chain_update(message)
        .finalize();
    Sha256::new()
        .chain_update(padded(0x5c))
        .chain_update(inner)
        .finalize()
        .to_vec()
}

type Answers = Arc<Mutex<HashMap<String, String>>>;

/// Takes what is posted, and answers per path what it was told to; 204 otherwise.
pub struct Receiver {
    pub address: SocketAddr,
    posted: Arc<Mutex<Vec<Posted>>>,
    answers: Answers,
}

impl Receiver {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let receiver = Self {
            address: listener.local_addr().unwrap(),
            posted: Arc::default(),
            answers: Arc::default(),
        };
        let (posted, answers) = (Arc::clone(&receiver.posted), Arc::clone(&receiver.answers));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (posted, answers) = (Arc::clone(&posted), Arc::clone(&answers));
                std::thread::spawn(move || serve(stream.unwrap(), &posted, &answers));
            }
        });
        receiver
    }

    /// What is answered at a path from now on: the status line after `HTTP/1.1`, with more headers if needed;
    /// `hang up` answers nothing.
    pub fn answers(&self, path: &str, with: &str) {
        self.answers
            .lock()
            .unwrap()
            .insert(path.to_owned(), with.to_owned());
    }

    pub fn posted(&self) -> Vec<Posted> {
        self.posted.lock().unwrap().clone()
    }

    /// What was taken at a path.
    pub fn taken(&self, path: &str) -> Vec<Posted> {
        let posted = self.posted().into_iter();
        posted
            .filter(|one| one.path == path && one.status < 300)
            .collect()
    }

    pub fn kinds(&self, path: &str) -> Vec<String> {
        self.taken(path).iter().map(Posted::kind).collect()
    }
}

fn serve(
    mut stream: TcpStream,
    posted: &Mutex<Vec<Posted>>,
    answers: &Mutex<HashMap<String, String>>,
) {
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
    let answer = answers.lock().unwrap().get(&path).cloned();
    let answer = answer.unwrap_or_else(|| "204 No Content".to_owned());
    let status = answer.split(' ').next().unwrap().parse().unwrap_or(999);
    let body = String::from_utf8(body).unwrap();
    posted.lock().unwrap().push(Posted {
        path,
        headers,
        body,
        status,
    });
    if status != 999 {
        let answer = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        drop(stream.write_all(answer.as_bytes()));
    }
}
